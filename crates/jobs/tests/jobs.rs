//! What the queue promises, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use db::{Db, Dialect, params, testing::TestDb};
use db_test::db_test;
use domain::{
    id::TenantId,
    time::{Instant, Zone},
};
use jobs::{
    Clock, Handler, Ids, JobError, NewJob, NewSchedule, Runner, RunnerOptions, Wake, enqueue, ensure_schedule,
};
use serde_json::json;
use tokio::sync::Notify;
use uuid::Uuid;

const NOW: Instant = Instant::from_ms(1_780_000_000_000);

struct Bench {
    db: Db,
    clock: Clock,
    ids: Ids,
    seen: Arc<Mutex<Vec<TenantId>>>,
    _test: TestDb,
}

impl Bench {
    fn new(test: TestDb) -> Self {
        let seen = Arc::default();
        Self { db: test.db.clone(), clock: Clock::standing(NOW), ids: Ids::seeded(7), seen, _test: test }
    }

    fn tenant(number: u128) -> TenantId {
        TenantId::from_uuid(Uuid::from_u128(number))
    }

    async fn enqueue(&self, tenant: TenantId, kind: &'static str, unique_key: Option<&str>) -> bool {
        let now = self.clock.now();
        let payload = json!({});
        let unique_key = unique_key.map(str::to_owned);
        let job = NewJob { id: self.ids.id(now), kind, payload: &payload, unique_key, run_at: now };
        let mut tx = self.db.write().await.unwrap();
        let written = enqueue(&mut tx, tenant, job, now).await.unwrap();
        tx.commit().await.unwrap();
        written
    }

    fn runner_of(&self, handlers: HashMap<&'static str, Handler>) -> Runner {
        let options = RunnerOptions { node: "node-1".into(), workers: 1 };
        let (db, clock, ids) = (self.db.clone(), self.clock.clone(), self.ids.clone());
        Runner::new(db, clock, ids, Wake::default(), handlers, Arc::new(|_| {}), options)
    }

    /// Ends the connections that say who is alive, as the end of their processes would.
    async fn cut_presence(&self) {
        let sql = "
            select count(pg_terminate_backend(pid)) as n from pg_locks join pg_database on pg_database.oid = database
            where locktype = 'advisory' and datname = current_database()";
        let mut tx = self.db.write().await.unwrap();
        assert_eq!(tx.number(sql, params![]).await.unwrap(), 1);
        tx.commit().await.unwrap();
    }

    /// Handlers that note which tenant they served, and fail as their kind says.
    fn runner(&self) -> Runner {
        let handler = |outcome: fn() -> Result<(), JobError>| -> Handler {
            let (db, seen) = (self.db.clone(), Arc::clone(&self.seen));
            Arc::new(move |run| {
                let (db, seen) = (db.clone(), Arc::clone(&seen));
                Box::pin(async move {
                    seen.lock().unwrap().push(run.tenant);
                    let mut tx = db.write().await?;
                    let sql =
                        "insert into organisations (id, name, created_at) values ($1, 'made by a job', 1)";
                    tx.execute(sql, params![run.id.uuid()]).await?;
                    outcome().map(|()| tx)
                })
            })
        };
        let handlers = HashMap::from([
            ("goes_well", handler(|| Ok(()))),
            ("goes_wrong", handler(|| Err(JobError::Later("not now".into())))),
            ("never_goes_well", handler(|| Err(JobError::Never("no such thing".into())))),
            ("falls_over", handler(|| panic!("a defect"))),
        ]);
        self.runner_of(handlers)
    }

    async fn count(&self, condition: &str) -> i64 {
        let sql = format!("select count(*) as n from {condition}");
        self.db.read().await.unwrap().number(&sql, params![]).await.unwrap()
    }
}

#[db_test]
async fn a_job_is_done_once_and_its_work_is_there(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue(Bench::tenant(1), "goes_well", None).await;
    assert_eq!(bench.runner().run_until_idle().await.unwrap(), 1);
    assert_eq!(bench.runner().run_until_idle().await.unwrap(), 0);
    assert_eq!(bench.count("organisations").await, 1);
    assert_eq!(bench.count("jobs where state = 'done' and attempts = 1").await, 1);
}

#[db_test]
async fn a_job_of_a_transaction_that_was_taken_back_does_not_exist(test: TestDb) {
    let bench = Bench::new(test);
    let mut tx = bench.db.write().await.unwrap();
    let payload = json!({});
    let job =
        NewJob { id: bench.ids.id(NOW), kind: "goes_well", payload: &payload, unique_key: None, run_at: NOW };
    enqueue(&mut tx, Bench::tenant(1), job, NOW).await.unwrap();
    drop(tx);
    assert_eq!(bench.runner().run_until_idle().await.unwrap(), 0);
}

#[db_test]
async fn a_second_job_with_the_same_unique_key_is_not_written(test: TestDb) {
    let bench = Bench::new(test);
    assert!(bench.enqueue(Bench::tenant(1), "goes_well", Some("once")).await);
    assert!(!bench.enqueue(Bench::tenant(1), "goes_well", Some("once")).await);
    assert!(bench.enqueue(Bench::tenant(2), "goes_well", Some("once")).await);
}

#[db_test]
async fn a_failing_job_backs_off_and_dies_and_leaves_nothing_behind(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue(Bench::tenant(1), "goes_wrong", None).await;
    let runner = bench.runner();
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    assert_eq!(runner.run_until_idle().await.unwrap(), 0, "it has to wait");
    for _ in 0..10 {
        bench.clock.advance_ms(3_600_000);
        runner.run_until_idle().await.unwrap();
    }
    assert_eq!(bench.seen.lock().unwrap().len(), 6);
    assert_eq!(bench.count("jobs where state = 'dead' and last_error = 'not now'").await, 1);
    assert_eq!(bench.count("organisations").await, 0);
}

#[db_test]
async fn a_hopeless_or_unknown_job_dies_at_once_and_a_panic_is_only_a_failure(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue(Bench::tenant(1), "never_goes_well", None).await;
    bench.enqueue(Bench::tenant(1), "of_a_later_version", None).await;
    bench.enqueue(Bench::tenant(1), "falls_over", None).await;
    bench.runner().run_until_idle().await.unwrap();
    assert_eq!(bench.count("jobs where state = 'dead'").await, 2);
    assert_eq!(bench.count("jobs where state = 'waiting' and kind = 'falls_over'").await, 1);
}

#[db_test]
async fn a_tenant_with_much_work_does_not_keep_others_waiting(test: TestDb) {
    let bench = Bench::new(test);
    for _ in 0..20 {
        bench.enqueue(Bench::tenant(1), "goes_well", None).await;
    }
    bench.enqueue(Bench::tenant(2), "goes_well", None).await;
    let _alive = bench.db.be_present("node-2").await.unwrap();
    let mut tx = bench.db.write().await.unwrap();
    let sql = "
        update jobs set state = 'running', leased_by = 'node-2', lease_until = $1
        where id = (select id from jobs where tenant_id = $2 order by id limit 1)";
    tx.execute(sql, params![NOW.plus_ms(60_000).ms(), Bench::tenant(1).uuid()]).await.unwrap();
    tx.commit().await.unwrap();
    bench.runner().run_until_idle().await.unwrap();
    assert_eq!(bench.seen.lock().unwrap().first(), Some(&Bench::tenant(2)));
}

#[db_test]
async fn a_job_whose_node_fell_silent_is_done_by_another(test: TestDb) {
    let bench = Bench::new(test);
    let _alive = bench.db.be_present("node-2").await.unwrap();
    bench.enqueue(Bench::tenant(1), "goes_well", None).await;
    let mut tx = bench.db.write().await.unwrap();
    let sql = "update jobs set state = 'running', attempts = 1, leased_by = 'node-2', lease_until = $1";
    tx.execute(sql, params![NOW.plus_ms(1_000).ms()]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bench.runner().run_until_idle().await.unwrap(), 0, "the lease still holds");
    bench.clock.advance_ms(1_000);
    assert_eq!(bench.runner().run_until_idle().await.unwrap(), 1);
    assert_eq!(bench.count("jobs where state = 'done' and attempts = 2").await, 1);
}

/// A deadline for what another process does in its own time.
const WAIT_MAX: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_job_whose_node_has_ended_is_done_at_once_and_what_that_node_still_does_has_no_effect() {
    let bench = Bench::new(TestDb::of(Dialect::Postgres).await);
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (db, begin, wait) = (bench.db.clone(), Arc::clone(&begun), Arc::clone(&go_on));
    let slow: Handler = Arc::new(move |_| {
        let (db, begin, wait) = (db.clone(), Arc::clone(&begin), Arc::clone(&wait));
        Box::pin(async move {
            let mut tx = db.write().await?;
            let sql = "insert into organisations (id, name, created_at) values ($1, 'made too late', 1)";
            tx.execute(sql, params![Uuid::from_u128(1)]).await?;
            begin.notify_one();
            wait.notified().await;
            Ok(tx)
        })
    });
    bench.enqueue(Bench::tenant(1), "goes_well", None).await;
    let lost = tokio::spawn({
        let runner = bench.runner_of(HashMap::from([("goes_well", slow)]));
        async move { runner.run_until_idle().await }
    });
    begun.notified().await;
    assert_eq!(bench.runner().run_until_idle().await.unwrap(), 0, "its node is alive");
    bench.cut_presence().await;
    let taken = async {
        while bench.runner().run_until_idle().await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(WAIT_MAX, taken).await.expect("the job is taken over");
    go_on.notify_one();
    lost.await.unwrap().unwrap();
    assert_eq!(bench.count("organisations where name = 'made by a job'").await, 1);
    assert_eq!(bench.count("organisations").await, 1);
    assert_eq!(bench.count("jobs where state = 'done' and attempts = 2").await, 1);
}

#[db_test]
async fn a_schedule_that_was_missed_runs_once(test: TestDb) {
    let bench = Bench::new(test);
    let zone = Zone::utc();
    let mut tx = bench.db.write().await.unwrap();
    let schedule = NewSchedule { id: bench.ids.id(NOW), kind: "goes_well", cron: "30 3 * * *", zone: &zone };
    ensure_schedule(&mut tx, Bench::tenant(1), schedule, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let runner = bench.runner();
    assert_eq!(runner.run_until_idle().await.unwrap(), 0);
    bench.clock.advance_ms(5 * 24 * 3_600_000);
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    bench.clock.advance_ms(24 * 3_600_000);
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
}
