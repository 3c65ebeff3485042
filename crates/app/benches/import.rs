//! How fast a whole import is: decode, map, check, de-duplicate, write, commit, on a fresh SQLite file.
//!
//! Beside it in the same run: calamine that only decodes the same workbook, and the `sqlite3` program that only
//! writes the same text file into a table. Memory is the most above what the process held when the empty console
//! stood idle. Run with `cargo bench -p app --bench import -- [ROWS] [xlsx | csv] [again]`; `again` brings every file
//! in a second time, when nothing in it is new.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up has failed, and prints what it measures"
)]

use std::{
    fs::File,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use app::{
    App, Settings, Vault,
    identity::{Founder, Owner, command_line_scope, found},
    imports::{Decision, propose, start},
};
use calamine::{DataRef, Reader as _, Xlsx, open_workbook};
use db::{Db, params};
use domain::{identity::Language, identity::Scope};
use jobs::{Clock, Ids};
use simulator::{FileFormat, write_note_list};

const COLUMNS: usize = 15;
const ROUNDS: usize = 5;
/// Files with more rows than this are imported once: what counts there is memory.
const MANY_ROWS: u32 = 300_000;

struct Bench {
    app: App,
    scope: Scope,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open_file(&folder.path().join("kosmos.db")).await.unwrap();
        db.migrate().await.unwrap();
        let ids = Ids::random();
        let vault = Vault::open(folder.path(), ids.clone()).unwrap();
        let settings = Settings {
            public_url: "http://localhost".into(),
            data_dir: folder.path().to_owned(),
            trust_proxy: false,
            sign_in_attempts_per_minute: 1_000,
            node: "bench".into(),
            workers: 1,
            robots_url: None,
        };
        let app = App::new(db, Clock::machine(), ids, vault, settings);
        let owner = Owner {
            name: "周敏".into(),
            email: "zhou@muli.example".into(),
            password: "四块板材怎么选才放心".into(),
        };
        let (organisation, brand, zone) = ("木里".into(), "木里".into(), "Asia/Shanghai".into());
        let founder = Founder { owner, organisation, brand, zone, language: Language::Zh };
        let founded = found(&app, founder, "bench").await.unwrap();
        let scope = command_line_scope(founded.brand, app.now());
        Self { app, scope, _folder: folder }
    }

    /// Imports the file and returns how long the run took, queue and commit included. The notes of the import before
    /// are judged first; that is no part of an import.
    async fn import(&self, path: &Path) -> Duration {
        self.app.runner().run_until_idle().await.unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let proposal = propose(&self.app, &self.scope, &name, File::open(path).unwrap()).await.unwrap();
        start(&self.app, &self.scope, proposal.id, Decision::default()).await.unwrap();
        let began = Instant::now();
        assert!(self.app.runner().run_next().await.unwrap());
        began.elapsed()
    }

    async fn notes(&self) -> i64 {
        self.app
            .db()
            .read()
            .await
            .unwrap()
            .number("select count(*) as n from notes", params![])
            .await
            .unwrap()
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn report(name: &str, rows: u32, times: Vec<f64>) -> f64 {
    let rate = f64::from(rows) / median(times);
    println!("{name:<42} {rate:>10.0} rows/s");
    rate
}

fn decode_only(path: &Path) -> f64 {
    let began = Instant::now();
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let name = book.sheet_names()[0].clone();
    let mut cells = book.worksheet_cells_reader(&name).unwrap();
    let mut filled = 0_u64;
    while let Some(cell) = cells.next_cell().unwrap() {
        filled += u64::from(!matches!(cell.get_value(), DataRef::Empty));
    }
    assert!(filled > 0);
    began.elapsed().as_secs_f64()
}

/// Seconds that the `sqlite3` program takes to write the text file into a table; `None` where it is not installed.
fn sqlite_only(path: &Path) -> Option<f64> {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("peer.db");
    let began = Instant::now();
    let commands = format!(".import --csv {} notes", path.display());
    let done =
        Command::new("sqlite3").arg(&database).arg("pragma journal_mode=wal").arg(commands).output().ok()?;
    done.status.success().then(|| began.elapsed().as_secs_f64())
}

/// What is measured: rows, and whether each file is brought in a second time as well.
#[derive(Debug)]
struct Order {
    rows: u32,
    rounds: usize,
    again: bool,
    formats: Vec<&'static str>,
}

impl Order {
    fn of_arguments() -> Self {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let is_asked = |word: &&'static str| words.iter().any(|asked| asked == word);
        let rows = words.iter().find_map(|word| word.parse().ok()).unwrap_or(100_000);
        let asked: Vec<_> = ["xlsx", "csv"].into_iter().filter(|word| is_asked(word)).collect();
        let formats = if asked.is_empty() { vec!["xlsx", "csv"] } else { asked };
        Self { rows, rounds: if rows > MANY_ROWS { 1 } else { ROUNDS }, again: is_asked(&"again"), formats }
    }
}

/// A number of `/proc/self/status`, in KiB.
fn memory_kib(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Lets the kernel forget the most memory this process ever had, and says how much it has now.
fn forget_peak() -> u64 {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    memory_kib("VmRSS:")
}

fn peak_over(idle: u64) -> u64 {
    memory_kib("VmHWM:").saturating_sub(idle)
}

fn report_memory(name: &str, peaks: &[u64]) {
    let most = peaks.iter().max().copied().unwrap_or(0);
    println!("{name:<42} {most:>10} KiB over idle");
}

/// Imports one file into fresh databases and returns the rows a second.
async fn whole_imports(order: &Order, path: &Path) -> f64 {
    let (mut first, mut first_peaks) = (Vec::new(), Vec::new());
    let (mut second, mut second_peaks) = (Vec::new(), Vec::new());
    for _ in 0..order.rounds {
        let bench = Bench::new().await;
        let idle = forget_peak();
        first.push(bench.import(path).await.as_secs_f64());
        first_peaks.push(peak_over(idle));
        assert_eq!(bench.notes().await, i64::from(order.rows));
        if order.again {
            let idle = forget_peak();
            second.push(bench.import(path).await.as_secs_f64());
            second_peaks.push(peak_over(idle));
            assert_eq!(bench.notes().await, i64::from(order.rows));
        }
    }
    let kind = path.extension().unwrap().to_string_lossy();
    let rate = report(&format!("whole import from {kind}"), order.rows, first);
    report_memory("  peak memory", &first_peaks);
    if order.again {
        report(&format!("the same {kind} a second time"), order.rows, second);
        report_memory("  peak memory", &second_peaks);
    }
    rate
}

#[tokio::main]
async fn main() {
    let order = Order::of_arguments();
    let Order { rows, rounds, .. } = order;
    let folder = tempfile::tempdir().unwrap();
    println!("{rows} rows x {COLUMNS} columns into SQLite, median of {rounds}");
    for kind in &order.formats {
        let path = folder.path().join(format!("notes.{kind}"));
        let format = if *kind == "xlsx" { FileFormat::Xlsx } else { FileFormat::Csv };
        write_note_list(&path, rows, COLUMNS, format).unwrap();
        let ours = whole_imports(&order, &path).await;
        match format {
            FileFormat::Xlsx => {
                let times = (0..rounds).map(|_| decode_only(&path)).collect();
                let decoded = report("calamine, decoding the workbook only", rows, times);
                println!("{:<42} {:>10.2}", "  ours / calamine", ours / decoded);
            }
            FileFormat::Csv => match (0..rounds).map(|_| sqlite_only(&path)).collect::<Option<Vec<_>>>() {
                Some(times) => {
                    let written = report("sqlite3 .import, writing only", rows, times);
                    println!("{:<42} {:>10.2}", "  ours / sqlite3", ours / written);
                }
                None => println!("sqlite3 is not installed; its figure is left out"),
            },
        }
    }
}
