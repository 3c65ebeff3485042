//! How long the lists that people open all day take: 100 accounts, 100,000 notes, 52 weeks of every file.
//!
//! Requests go through the router, on SQLite and, where `KOSMOS_TEST_POSTGRES` names a server, on PostgreSQL. Run
//! with `cargo bench -p app --bench lists [ROUNDS]`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark that cannot be set up has failed, and prints what it found"
)]

#[expect(dead_code, reason = "the tests write single notes; here they come by the hundred thousand")]
#[path = "../tests/app/board_seed.rs"]
mod board_seed;

use std::time::{Duration, Instant};

use board_seed::{From, Seed, noon_of};
use db::{Dialect, Value, params};
use domain::time::Day;
use testkit::{Client, TestApp};
use uuid::Uuid;

const ACCOUNTS: usize = 100;
const NOTES: usize = 100_000;
const WEEKS: i32 = 52;
const ROUNDS: usize = 40;

/// The last day of which files are loaded.
const LAST_DAY: i32 = 20_260_621;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let rounds = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(ROUNDS);
    let mut dialects = vec![Dialect::Sqlite];
    if std::env::var_os(db::testing::POSTGRES_VARIABLE).is_some() {
        dialects.push(Dialect::Postgres);
    }
    for dialect in dialects {
        let test = TestApp::of(dialect).await;
        let started = Instant::now();
        let (mut owner, accounts) = fill(&test).await;
        println!(
            "{dialect:?}: {ACCOUNTS} accounts, {NOTES} notes, {WEEKS} weeks in {:.1?}",
            started.elapsed()
        );
        for (name, path) in lists(accounts[7]) {
            measure(&mut owner, name, &path, rounds).await;
        }
    }
}

fn lists(account: Uuid) -> [(&'static str, String); 8] {
    let account = account.simple();
    [
        ("board, a week beside the week before", "/board?from=2026-06-15&to=2026-06-21".into()),
        ("board, four weeks by store", "/board?from=2026-05-25&to=2026-06-21&group_by=store".into()),
        ("board, 52 weeks", "/board?from=2025-06-23&to=2026-06-21&compare=none".into()),
        (
            "sources of a number, 52 weeks",
            format!(
                "/board/sources?account=account_{account}&metric=note_interaction&from=2025-06-23&to=2026-06-21"
            ),
        ),
        ("loaded periods", "/periods".into()),
        ("notes of an account", format!("/accounts/account_{account}/notes?limit=50")),
        ("today", "/today".into()),
        ("weekly report", "/reports/weekly?week=2026-06-21".into()),
    ]
}

async fn measure(owner: &mut Client, name: &str, path: &str, rounds: usize) {
    let mut times: Vec<Duration> = Vec::with_capacity(rounds);
    let mut bytes = 0;
    for _ in 0..rounds {
        let started = Instant::now();
        let answer = owner.get(path).await;
        times.push(started.elapsed());
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        bytes = answer.bytes.len();
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("  {name:<38} p50 {:>8.1?}  p95 {:>8.1?}  {:>7} bytes", at(50), at(95), bytes);
}

/// The first day of the week that ended so many weeks before the last day.
fn monday(weeks_ago: i32) -> Day {
    Day::from_yyyymmdd(LAST_DAY).unwrap().plus_days(-6 - 7 * weeks_ago)
}

async fn fill(test: &TestApp) -> (Client, Vec<Uuid>) {
    let mut owner = test.owner().await;
    let mut seed = Seed::of(test, &mut owner).await;
    let mut accounts = Vec::new();
    for number in 0..ACCOUNTS {
        let region = ["华东", "华南", "华北"][number % 3];
        let store =
            if number % 10 == 0 { Some(seed.store(&format!("{number} 店"), region).await) } else { None };
        let holder = seed.employee(&format!("员工{number}"), store).await;
        let account = seed.account(&format!("木里·设计师{number}"), "kos", store, Some(holder)).await;
        accounts.push(account);
    }
    notes(&mut seed, &accounts).await;
    weeks(&mut seed, &accounts).await;
    if test.db.db.dialect() == Dialect::Postgres {
        // What the server does by itself some time after a large import.
        seed.tx.execute("analyze", vec![]).await.unwrap();
    }
    seed.commit().await;
    (owner, accounts)
}

async fn notes(seed: &mut Seed, accounts: &[Uuid]) {
    let mut lists = Vec::new();
    for (number, account) in accounts.iter().enumerate() {
        lists.push(seed.import("note_list", &format!("笔记{number}.xlsx"), 0, Some(*account)).await);
    }
    let (mut rows, mut observations) = (Vec::new(), Vec::new());
    for number in 0..NOTES {
        let (place, count) = (number % ACCOUNTS, i64::try_from(number).unwrap());
        let day = monday(WEEKS - 1).plus_days(i32::try_from(number / ACCOUNTS).unwrap() * 364 / 1_000);
        let (id, at) = (seed.id(), noon_of(day.yyyymmdd()) + count);
        rows.extend(params![seed.tenant, id, accounts[place], format!("全屋定制避坑指南第{number}条")]);
        rows.extend(params![at, day.yyyymmdd(), "image", lists[place], count / 100 + 3]);
        rows.extend([9_000, 700, 31, 5, 22, 3, 1].map(|base: i64| Value::from(base + count % 97)));
        observations.extend(params![
            seed.tenant,
            lists[place],
            count / 100 + 3,
            id,
            r#"{"impression":9000}"#
        ]);
    }
    let head = "insert into notes (tenant_id, id, account_id, title, published_at, published_day, format, import_id, \
                row_no, impression, read, likes, comments, collects, shares, follows)";
    seed.tx.insert_rows(head, 16, "", rows).await.unwrap();
    observe(seed, observations).await;
}

async fn observe(seed: &mut Seed, rows: Vec<Value>) {
    let head = "insert into observations (tenant_id, import_id, row_no, subject_id, cells)";
    seed.tx.insert_rows(head, 5, "", rows).await.unwrap();
}

async fn weeks(seed: &mut Seed, accounts: &[Uuid]) {
    for week in 0..WEEKS {
        let days = (monday(week).yyyymmdd(), monday(week).plus_days(6).yyyymmdd());
        let ago = i64::from(week) * 7;
        let leads = seed.import("employee_leads", &format!("线索{week}.csv"), ago, None).await;
        let service = seed.import("service_quality", &format!("分析{week}.csv"), ago, None).await;
        let ads = seed.import("juguang_report", &format!("聚光{week}.xlsx"), ago, None).await;
        let mut observations = Vec::new();
        for (row, account) in (2_i64..).zip(accounts) {
            let figures = [31, 24, 6, 2, 45_000, 5_100].map(|base| Some(base + row % 7));
            let period = seed.leads(*account, From(leads, row), days, figures).await;
            let measures = [Some(700_000 + row), Some(200_000 + row)];
            let replies = seed.service(*account, From(service, row), days, measures).await;
            let cells = r#"{"message_consult":31,"initiative_message":24}"#;
            observations.extend(params![seed.tenant, leads, row, period, cells]);
            observations.extend(params![seed.tenant, service, row, replies, r#"{"reply_1m_rate":700000}"#]);
        }
        observe(seed, observations).await;
        for day in 0..7 {
            let day = monday(week).plus_days(day).yyyymmdd();
            for (row, account) in (2_i64..).zip(accounts) {
                let creative = ("creativity_id", row);
                seed.juguang(*account, From(ads, row), (day, day), creative, [Some(3_000), Some(1)]).await;
            }
        }
    }
}
