//! How long it takes to judge the notes of a matrix, and to put up the shelf that texts are compared with.
//!
//! A note list goes through the front door; then its notes are judged, all are judged again because a rule changed,
//! and the shelf is let go and comes back with the next question. Memory is what the process holds beside what it held
//! before. On SQLite and, where `KOSMOS_TEST_POSTGRES` names a server, on PostgreSQL. Run with
//! `cargo bench -p app --bench judging [ROWS]`.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot be set up has failed, and prints what it found"
)]

use std::time::Instant;

use db::Dialect;
use serde_json::json;
use simulator::{FileFormat, write_note_list};
use testkit::{Client, NOW, TestApp};

const ROWS: u32 = 100_000;
const COLUMNS: usize = 15;
/// Longer than a shelf is kept that nobody asks, in milliseconds.
const IDLE_MS: i64 = 3_600_000;
const QUESTIONS: u32 = 200;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let rows = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(ROWS);
    let mut dialects = vec![Dialect::Sqlite];
    if std::env::var_os(db::testing::POSTGRES_VARIABLE).is_some() {
        dialects.push(Dialect::Postgres);
    }
    for dialect in dialects {
        println!("{dialect:?}, {rows} notes");
        measure(&TestApp::of(dialect).await, rows).await;
    }
}

async fn measure(test: &TestApp, rows: u32) {
    let mut owner = test.owner().await;
    let file = test.data_dir().join("notes.csv");
    write_note_list(&file, rows, COLUMNS, FileFormat::Csv).unwrap();
    let import = owner.upload("/imports", "笔记.csv", &std::fs::read(&file).unwrap()).await.json();
    let path = format!("/imports/{}/run", import["id"].as_str().unwrap());
    assert_eq!(owner.post(&path, json!({})).await.status, 202);
    timed("the import", async { assert!(test.app.runner().run_next().await.unwrap()) }).await;
    if test.db.db.dialect() == Dialect::Postgres {
        // What the server does by itself some time after a large import.
        let mut tx = test.db.db.write().await.unwrap();
        tx.execute("analyze", vec![]).await.unwrap();
        tx.commit().await.unwrap();
    }
    let before = resident_kib();
    timed("judging its notes, the shelf put up on the way", async { test.run_jobs().await }).await;
    println!("  {:<52} {:>9} KiB", "memory of both", resident_kib().saturating_sub(before));
    let word = json!({ "kind": "forbidden", "words": "板材", "outcome": "review", "reason": "" });
    assert_eq!(owner.post("/content-rules", word).await.status, 201);
    timed("judging all again after a rule changed", async { test.run_jobs().await }).await;
    assert_eq!(test.app.shelves().let_idle_go(NOW.plus_ms(IDLE_MS)), 0);
    let before = resident_kib();
    timed("the first question, the shelf put up on the way", ask(&mut owner, 1)).await;
    println!("  {:<52} {:>9} KiB", "memory of the shelf", resident_kib().saturating_sub(before));
    timed("200 questions", ask(&mut owner, QUESTIONS)).await;
    for path in ["/note-findings?limit=50", "/note-copies?limit=50"] {
        timed(path, async { assert_eq!(owner.get(path).await.status, 200) }).await;
    }
}

async fn ask(owner: &mut Client, times: u32) {
    for _ in 0..times {
        let question = json!({ "text": "小户型玄关收纳的6个避坑指南，看完再装" });
        assert_eq!(owner.post("/similar-checks", question).await.status, 200);
    }
}

async fn timed<T>(name: &str, work: impl Future<Output = T>) {
    let began = Instant::now();
    work.await;
    println!("  {name:<52} {:>9.1?}", began.elapsed());
}

/// KiB of memory that this process holds; 0 where the machine does not tell.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
