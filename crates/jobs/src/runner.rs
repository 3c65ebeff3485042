//! Doing the jobs: claim, lease, run, mark done in the handler's own transaction; back off, give up, take turns.

use std::{collections::HashMap, fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use db::{Db, DbError, Dialect, FromQueryResult, Presence, Tx, params};
use domain::{
    id::{JobId, TenantId},
    time::Instant,
};
use tokio::sync::{Notify, OnceCell};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{Clock, Ids, schedule};

/// How long a node may work on a job before others take it over, in milliseconds; renewed while the job runs.
const LEASE_MS: i64 = 60_000;
/// How often a running job's lease is renewed.
const LEASE_RENEWAL: Duration = Duration::from_secs(20);
/// How long a worker sleeps when there is nothing to do and nobody wakes it.
const IDLE_POLL: Duration = Duration::from_secs(1);
/// Attempts before a job is dead.
const ATTEMPTS_MAX: i64 = 6;
/// The wait before the second attempt, in milliseconds; doubled for each further one.
const BACKOFF_FIRST_MS: i64 = 2_000;
/// The longest wait between two attempts, in milliseconds.
const BACKOFF_MAX_MS: i64 = 3_600_000;
/// Characters of an error that are kept with the job.
const ERROR_CHARS_MAX: usize = 500;

/// A job in the hands of its handler.
#[derive(Debug, Clone)]
pub struct JobRun {
    /// The brand it belongs to.
    pub tenant: TenantId,
    /// Its id.
    pub id: JobId,
    /// Its ids, as JSON.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// Told when the program is to stop; a long job gives up its transaction and is tried again later.
    pub stop: CancellationToken,
}

/// Why a job is not done.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may go well another time.
    #[error("{0}")]
    Later(String),
    /// It will never go well; a person has to look at it.
    #[error("{0}")]
    Never(String),
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> Self {
        Self::Later(error.to_string())
    }
}

/// What a handler answers: its uncommitted transaction, in which the job will be marked done.
pub type JobFuture = Pin<Box<dyn Future<Output = Result<Tx, JobError>> + Send>>;

/// Does one kind of job.
pub type Handler = Arc<dyn Fn(JobRun) -> JobFuture + Send + Sync>;

/// Wakes the workers of this node: something was enqueued.
#[derive(Debug, Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// Wakes one worker, or the next one that would go to sleep.
    pub fn wake(&self) {
        self.0.notify_one();
    }
}

/// Told after each commit of a job: its tenant has news.
pub type AfterCommit = Arc<dyn Fn(TenantId) + Send + Sync>;

/// How a runner works.
#[derive(Debug, Clone)]
pub struct RunnerOptions {
    /// The name of this node.
    pub node: String,
    /// Jobs that run at the same time on this node.
    pub workers: usize,
}

/// Does the jobs of this node.
#[derive(Clone)]
pub struct Runner {
    db: Db,
    clock: Clock,
    ids: Ids,
    handlers: Arc<HashMap<&'static str, Handler>>,
    wake: Wake,
    after_commit: AfterCommit,
    options: RunnerOptions,
    /// The name of the node and a number of this start: what leases are written on.
    holder: String,
    /// Tells the other nodes that the holder is alive; there before the first lease is.
    presence: Arc<OnceCell<Presence>>,
}

impl fmt::Debug for Runner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runner").field("options", &self.options).finish_non_exhaustive()
    }
}

#[derive(Debug, FromQueryResult)]
struct Claimed {
    tenant_id: Uuid,
    id: Uuid,
    kind: String,
    payload: String,
    attempts: i64,
}

#[derive(Debug, FromQueryResult)]
struct TenantRow {
    tenant_id: Uuid,
}

impl Runner {
    /// A runner with these handlers, by kind.
    pub fn new(
        db: Db,
        clock: Clock,
        ids: Ids,
        wake: Wake,
        handlers: HashMap<&'static str, Handler>,
        after_commit: AfterCommit,
        options: RunnerOptions,
    ) -> Self {
        let holder = format!("{}-{:08x}", options.node, ids.number());
        let (handlers, presence) = (Arc::new(handlers), Arc::default());
        Self { db, clock, ids, handlers, wake, after_commit, options, holder, presence }
    }

    /// Works until `stop` is told; returns when the running jobs have ended.
    pub async fn run(self, stop: CancellationToken) {
        if let Err(error) = self.take_over_what_was_running().await {
            tracing::error!(%error, "could not look for jobs of the last run");
        }
        let workers = (0..self.options.workers.max(1)).map(|_| tokio::spawn(self.clone().work(stop.clone())));
        for worker in workers.collect::<Vec<_>>() {
            if let Err(error) = worker.await {
                tracing::error!(%error, "a worker ended early");
            }
        }
    }

    async fn work(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.run_one(&stop).await {
                Ok(true) => {}
                Ok(false) => self.rest(&stop).await,
                Err(error) => {
                    tracing::warn!(%error, "the queue could not be read");
                    self.rest(&stop).await;
                }
            }
        }
    }

    async fn rest(&self, stop: &CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.wake.0.notified() => {}
            () = tokio::time::sleep(IDLE_POLL) => {}
        }
    }

    /// Does every job that is due, one after the other, and returns how many; for tests and the command line.
    pub async fn run_until_idle(&self) -> Result<usize, DbError> {
        let stop = CancellationToken::new();
        let mut done = 0;
        while self.run_one(&stop).await? {
            done += 1;
        }
        Ok(done)
    }

    /// Does the next job that is due and says whether there was one; for tests and benchmarks.
    pub async fn run_next(&self) -> Result<bool, DbError> {
        self.run_one(&CancellationToken::new()).await
    }

    /// On SQLite there is no other node: whatever is marked as running was cut off by the end of the last run.
    async fn take_over_what_was_running(&self) -> Result<(), DbError> {
        if self.db.dialect() == Dialect::Sqlite {
            let mut tx = self.db.write().await?;
            let sql = "update jobs set lease_until = 0 where state = 'running'";
            tx.execute(sql, params![]).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn run_one(&self, stop: &CancellationToken) -> Result<bool, DbError> {
        let kinds: Vec<&'static str> = self.handlers.keys().copied().collect();
        schedule::start_due(&self.db, &kinds, &self.clock, &self.ids).await?;
        if !self.is_work_waiting().await? {
            return Ok(false);
        }
        let Some(job) = self.claim().await? else { return Ok(false) };
        self.perform(job, stop).await?;
        Ok(true)
    }

    /// A look that costs no write lock.
    async fn is_work_waiting(&self) -> Result<bool, DbError> {
        let mut tx = self.db.read().await?;
        let sql = format!(
            "select (select count(*) from (select 1 from jobs where state = 'waiting' and run_at <= $1 limit 1) w)
                + (select count(*) from (select 1 from jobs where {} limit 1) r) as n",
            is_lost(&tx)
        );
        Ok(tx.number(&sql, params![self.clock.now().ms(), self.holder.clone()]).await? > 0)
    }

    async fn claim(&self) -> Result<Option<Claimed>, DbError> {
        self.presence.get_or_try_init(|| self.db.be_present(&self.holder)).await?;
        let now = self.clock.now();
        let mut tx = self.db.write().await?;
        give_back_lost_leases(&mut tx, &self.holder, now).await?;
        let Some(tenant) = next_tenant(&mut tx, now).await? else {
            tx.commit().await?;
            return Ok(None);
        };
        let lock = if tx.dialect() == Dialect::Postgres { "for update skip locked" } else { "" };
        let sql = format!(
            "update jobs set state = 'running', attempts = attempts + 1, leased_by = $3, lease_until = $4
            where tenant_id = $1 and id = (
                select id from jobs where state = 'waiting' and tenant_id = $1 and run_at <= $2
                order by run_at, id limit 1 {lock})
            returning tenant_id, id, kind, payload, attempts"
        );
        let lease_until = now.plus_ms(LEASE_MS).ms();
        let values = params![tenant, now.ms(), self.holder.clone(), lease_until];
        let claimed = tx.one(&sql, values).await?;
        tx.commit().await?;
        Ok(claimed)
    }

    async fn perform(&self, job: Claimed, stop: &CancellationToken) -> Result<(), DbError> {
        let Claimed { tenant_id, id, kind, payload, attempts } = job;
        let (tenant, id) = (TenantId::from_uuid(tenant_id), JobId::from_uuid(id));
        let Some(handler) = self.handlers.get(kind.as_str()) else {
            let why = JobError::Never(format!("this version of Kosmos has no work called {kind}"));
            return self.mark_failed(tenant, id, attempts, &why).await;
        };
        let run = JobRun { tenant, id, payload, attempt: attempts, stop: stop.clone() };
        let renewal = self.renew_lease(tenant, id);
        let outcome = tokio::spawn(handler(run)).await;
        drop(renewal);
        let outcome =
            outcome.unwrap_or_else(|panic| Err(JobError::Later(format!("the job was cut off: {panic}"))));
        let outcome = match outcome {
            Ok(tx) => self.mark_done(tx, tenant, id).await.map_err(JobError::from),
            Err(error) => Err(error),
        };
        let label = if outcome.is_ok() { "done" } else { "failed" };
        metrics::counter!("kosmos_jobs_total", "kind" => kind.clone(), "outcome" => label).increment(1);
        match outcome {
            Ok(()) => Ok(()),
            Err(error) => {
                tracing::warn!(job = %id, kind, attempt = attempts, %error, "a job failed");
                self.mark_failed(tenant, id, attempts, &error).await
            }
        }
    }

    /// Renews the lease until the returned guard is dropped. SQLite has no other node that could take over.
    fn renew_lease(&self, tenant: TenantId, id: JobId) -> Option<AbortOnDrop> {
        if self.db.dialect() == Dialect::Sqlite {
            return None;
        }
        let (db, clock, holder) = (self.db.clone(), self.clock.clone(), self.holder.clone());
        Some(AbortOnDrop(tokio::spawn(async move {
            loop {
                tokio::time::sleep(LEASE_RENEWAL).await;
                if let Err(error) = renew(&db, &clock, &holder, tenant, id).await {
                    tracing::warn!(job = %id, %error, "a lease was not renewed");
                }
            }
        })))
    }

    /// Marks the job done in the handler's transaction, unless another node has taken it over.
    async fn mark_done(&self, mut tx: Tx, tenant: TenantId, id: JobId) -> Result<(), DbError> {
        let sql = "
            update jobs set state = 'done', finished_at = $3, lease_until = null, last_error = null
            where tenant_id = $1 and id = $2 and state = 'running' and leased_by = $4";
        let now = self.clock.now();
        let values = params![tenant.uuid(), id.uuid(), now.ms(), self.holder.clone()];
        if tx.execute(sql, values).await? == 0 {
            tracing::warn!(job = %id, "the lease was lost; this run is taken back");
            return tx.rollback().await;
        }
        tx.commit().await?;
        (self.after_commit)(tenant);
        Ok(())
    }

    async fn mark_failed(
        &self,
        tenant: TenantId,
        id: JobId,
        attempts: i64,
        error: &JobError,
    ) -> Result<(), DbError> {
        let now = self.clock.now();
        let gives_up = matches!(error, JobError::Never(_)) || attempts >= ATTEMPTS_MAX;
        let (state, finished_at) = if gives_up { ("dead", Some(now.ms())) } else { ("waiting", None) };
        let text: String = error.to_string().chars().take(ERROR_CHARS_MAX).collect();
        let sql = "
            update jobs set state = $3, run_at = $4, last_error = $5, finished_at = $6, lease_until = null
            where tenant_id = $1 and id = $2 and state = 'running' and leased_by = $7";
        let run_at = now.plus_ms(backoff_ms(attempts)).ms();
        let holder = self.holder.clone();
        let mut tx = self.db.write().await?;
        tx.execute(sql, params![tenant.uuid(), id.uuid(), state, run_at, text, finished_at, holder]).await?;
        tx.commit().await
    }
}

/// Ends a task with the value that holds it.
struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn backoff_ms(attempts: i64) -> i64 {
    (BACKOFF_FIRST_MS << (attempts - 1).clamp(0, 20)).min(BACKOFF_MAX_MS)
}

async fn renew(db: &Db, clock: &Clock, holder: &str, tenant: TenantId, id: JobId) -> Result<(), DbError> {
    let sql = "
        update jobs set lease_until = $3 where tenant_id = $1 and id = $2 and state = 'running' and leased_by = $4";
    let until = clock.now().plus_ms(LEASE_MS).ms();
    let mut tx = db.write().await?;
    tx.execute(sql, params![tenant.uuid(), id.uuid(), until, holder]).await?;
    tx.commit().await
}

/// A job whose node fell silent waits again, or is dead when it has taken its node down too often.
async fn give_back_lost_leases(tx: &mut Tx, holder: &str, now: Instant) -> Result<(), DbError> {
    let sql = format!(
        "update jobs set lease_until = null, last_error = 'the program ended while the job ran',
            finished_at = case when attempts >= $3 then cast($1 as bigint) end,
            state = case when attempts >= $3 then 'dead' else 'waiting' end
        where {}",
        is_lost(tx)
    );
    tx.execute(&sql, params![now.ms(), holder, ATTEMPTS_MAX]).await?;
    Ok(())
}

/// A condition on jobs, with the time for `$1` and the asking holder for `$2`: nobody works on it any more. The lease
/// has run out, as when a machine lost its network, or its holder has ended. Somebody who is taken for dead and works
/// on does no harm: the job is marked done only where it is still leased by who did it.
fn is_lost(tx: &Tx) -> String {
    let holder_has_ended = tx.is_absent("leased_by");
    format!("state = 'running' and (lease_until <= $1 or (leased_by <> $2 and {holder_has_ended}))")
}

/// The tenant whose turn it is: of those with waiting work the one with the fewest running jobs, then the one that
/// has waited longest. Hops from tenant to tenant over the index, however many jobs wait.
async fn next_tenant(tx: &mut Tx, now: Instant) -> Result<Option<Uuid>, DbError> {
    let sql = "
        with recursive waiting (tenant_id) as (
            select * from (select tenant_id from jobs where state = 'waiting' order by tenant_id limit 1) first
            union all
            select (select j.tenant_id from jobs j where j.state = 'waiting' and j.tenant_id > w.tenant_id
                order by j.tenant_id limit 1)
            from waiting w where w.tenant_id is not null
        ), turns as (
            select w.tenant_id,
                (select min(j.run_at) from jobs j where j.state = 'waiting' and j.tenant_id = w.tenant_id) as head,
                (select count(*) from jobs j where j.state = 'running' and j.tenant_id = w.tenant_id) as running
            from waiting w where w.tenant_id is not null
        )
        select tenant_id from turns where head <= $1 order by running, head, tenant_id limit 1";
    let row: Option<TenantRow> = tx.one(sql, params![now.ms()]).await?;
    Ok(row.map(|row| row.tenant_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        let waits: Vec<i64> = [1, 2, 3, 12, 60].into_iter().map(backoff_ms).collect();
        assert_eq!(waits, [2_000, 4_000, 8_000, 3_600_000, 3_600_000]);
    }
}
