//! The soak: the server is killed in the middle of its work, again and again, and nothing is lost or left half done.
//!
//! Two writers work over HTTP and remember what was acknowledged; at a moment by chance the server gets SIGKILL. The
//! database is looked at as it lies there, or after the server was started again, and compared with what they
//! remember.
//!
//! `KOSMOS_SOAK_KILLS` says how often (10 unless set), `KOSMOS_SOAK_SEED` repeats the chances of a run. Times are not
//! repeated: the same seed makes the same files and the same plan, not the same interleaving.

#![expect(clippy::indexing_slicing, reason = "a test that reads past an answer has failed")]
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
#![expect(clippy::print_stdout, reason = "a soak prints its figures")]

mod checks;
mod files;
mod ledger;
mod server;
mod writers;

use std::{
    fs,
    path::Path,
    sync::{Mutex, mpsc},
    time::{Duration, Instant},
};

use checks::{Look, database};
use db::{Dialect, testing::TestDb};
use ledger::Ledger;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use server::{Client, Server};

/// Kills of one run, unless `KOSMOS_SOAK_KILLS` says more.
const KILLS: u32 = 10;
/// Kills that one database sees: every look compares all that it holds, so an old one would cost the square.
const KILLS_OF_A_DATABASE: u32 = 40;
/// The longest that the writers work before the kill, in milliseconds.
const WORK_MS_MAX: u64 = 1_500;
/// How long the kill waits for a large import to begin.
const LARGE_WAIT_MAX: Duration = Duration::from_secs(10);
/// Rows of an import that takes long enough to be met in the middle.
const LARGE_ROWS: u32 = 5_000;
/// How long after the start of a large import the kill may come, in milliseconds.
const LARGE_MS_MAX: u64 = 800;
/// How long the imports of a killed server may take after the next start; less than a lease holds, so that nobody
/// waits for one to run out.
const SETTLE_MAX: Duration = Duration::from_secs(50);
/// The pause between two looks at the queue.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// Kills in a row without letting the imports come to their end: fewer than a job has attempts.
const UNSETTLED_MAX: u32 = 3;
/// How many kills pass between two checks of the whole file.
const SOUND_EVERY: u32 = 10;

#[test]
fn a_server_that_is_killed_loses_nothing_and_leaves_nothing_half_done_on_sqlite() {
    soak(Dialect::Sqlite);
}

#[test]
fn a_server_that_is_killed_loses_nothing_and_leaves_nothing_half_done_on_postgresql() {
    soak(Dialect::Postgres);
}

fn number_from(variable: &str) -> Option<u64> {
    std::env::var(variable)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{variable} is no number: {text}")))
}

/// The server, what it was asked for, and where its data are.
struct Soak<'a> {
    runtime: tokio::runtime::Runtime,
    folder: &'a Path,
    url: Option<&'a str>,
    chance: StdRng,
    ledger: Mutex<Ledger>,
    killed_in_an_import: u32,
    settling_longest: Duration,
}

fn soak(dialect: Dialect) {
    let kills = number_from("KOSMOS_SOAK_KILLS").map_or(KILLS, |kills| u32::try_from(kills).unwrap());
    let seed = number_from("KOSMOS_SOAK_SEED").unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
    println!("{dialect:?}: {kills} kills, KOSMOS_SOAK_SEED={seed}");
    let began = Instant::now();
    let mut chance = StdRng::seed_from_u64(seed);
    let mut sum = Soaked::default();
    while sum.kills < kills {
        let next = (kills - sum.kills).min(KILLS_OF_A_DATABASE);
        sum.add(&one_database(dialect, next, &mut chance));
        println!("{dialect:?}: {} of {kills} kills, {:.1} s", sum.kills, began.elapsed().as_secs_f64());
    }
    println!(
        "{dialect:?}: {} kills, {} of them in an import; {} files, {} writes acknowledged; imports settled within \
        {:.1} s; {:.1} s in all",
        sum.kills,
        sum.killed_in_an_import,
        sum.files,
        sum.acknowledged,
        sum.settling_longest.as_secs_f64(),
        began.elapsed().as_secs_f64(),
    );
    assert!(sum.killed_in_an_import > kills / 10, "too few kills landed in an import to prove anything");
}

/// What kills came to: those of one database, or of several.
#[derive(Default)]
struct Soaked {
    kills: u32,
    killed_in_an_import: u32,
    files: usize,
    acknowledged: u64,
    settling_longest: Duration,
}

impl Soaked {
    fn add(&mut self, other: &Self) {
        let Self { kills, killed_in_an_import, files, acknowledged, settling_longest } = *other;
        self.kills += kills;
        self.killed_in_an_import += killed_in_an_import;
        self.files += files;
        self.acknowledged += acknowledged;
        self.settling_longest = self.settling_longest.max(settling_longest);
    }
}

fn one_database(dialect: Dialect, kills: u32, chance: &mut StdRng) -> Soaked {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let test_db = (dialect == Dialect::Postgres).then(|| runtime.block_on(TestDb::of(dialect)));
    let mut soak = Soak {
        runtime,
        folder: folder.path(),
        url: test_db.as_ref().map(|db| db.url.as_str()),
        chance: StdRng::from_rng(chance),
        ledger: Mutex::default(),
        killed_in_an_import: 0,
        settling_longest: Duration::ZERO,
    };
    soak.run(kills);
    let ledger = soak.ledger.into_inner().unwrap();
    Soaked {
        kills,
        killed_in_an_import: soak.killed_in_an_import,
        files: ledger.stories.len(),
        acknowledged: ledger.acknowledged,
        settling_longest: soak.settling_longest,
    }
}

impl Soak<'_> {
    fn run(&mut self, kills: u32) {
        let mut server = Server::start(self.folder, self.url);
        let mut client = server.set_up();
        let mut unsettled = 0;
        for kill in 1..=kills {
            self.work_until_killed(server, &client);
            if self.look(Look::running) > 0 {
                self.killed_in_an_import += 1;
                self.compare();
            }
            server = Server::start(self.folder, self.url);
            client.address = server.address;
            self.compare();
            unsettled += 1;
            if kill == kills || unsettled > UNSETTLED_MAX || self.chance.random_range(0..3) > 0 {
                self.settle();
                self.compare();
                self.nothing_piles_up();
                unsettled = 0;
            }
            if kill % SOUND_EVERY == 0 {
                self.look(Look::file_is_sound);
            }
        }
        self.ledger.get_mut().unwrap().stories.values_mut().for_each(|story| story.compared = None);
        self.compare();
        assert!(server.stop().success());
        self.compare();
    }

    /// Lets the writers work, and kills the server at a moment by chance: some time after they began, or some time
    /// after they began a large import.
    fn work_until_killed(&mut self, server: Server, client: &Client) {
        let (begin, begun) = mpsc::channel();
        let mut chances = [0; 2].map(|_: u8| StdRng::from_rng(&mut self.chance));
        let in_an_import = self.chance.random_range(0..3) > 0;
        let wait_ms = self.chance.random_range(0..if in_an_import { LARGE_MS_MAX } else { WORK_MS_MAX });
        let ledger = &self.ledger;
        std::thread::scope(|scope| {
            let [files, books] = &mut chances;
            scope.spawn(move || writers::import(client, ledger, files, &begin));
            scope.spawn(move || writers::keep_books(client, ledger, books));
            let until = Instant::now() + LARGE_WAIT_MAX;
            let next = || begun.recv_timeout(until.saturating_duration_since(Instant::now()));
            while in_an_import && next().is_ok_and(|rows| rows < LARGE_ROWS) {}
            // The wait is the chance of this test, and what it waits for is nothing.
            std::thread::sleep(Duration::from_millis(wait_ms));
            server.kill();
        });
    }

    /// Waits until every import that was asked for has come to its end.
    fn settle(&mut self) {
        let began = Instant::now();
        while !self.look(Look::is_settled) {
            assert!(began.elapsed() < SETTLE_MAX, "the imports of the killed server were not taken up");
            std::thread::park_timeout(LOOK_AGAIN);
        }
        self.settling_longest = self.settling_longest.max(began.elapsed());
    }

    fn compare(&mut self) {
        self.look(Look::acknowledged_is_there);
        self.look(Look::imports_are_whole);
        self.look(Look::events_have_no_gap);
    }

    fn look<T>(&mut self, at: impl AsyncFnOnce(&mut Look) -> T) -> T {
        let (folder, url) = (self.folder, self.url);
        let kept = self.ledger.get_mut().unwrap();
        self.runtime.block_on(async {
            let db = database(folder, url).await;
            let mut look = Look::at(&db, std::mem::take(kept)).await;
            let found = at(&mut look).await;
            *kept = std::mem::take(&mut look.ledger);
            drop(look);
            db.close().await.unwrap();
            found
        })
    }

    /// A server that has settled keeps the files that were handed in, and no beginnings of others.
    fn nothing_piles_up(&self) {
        let names = |folder: &Path| -> Vec<String> {
            let entries = fs::read_dir(folder).into_iter().flatten();
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
        };
        let brands = self.folder.join("files");
        let began = Instant::now();
        while names(&brands)
            .iter()
            .any(|brand| names(&brands.join(brand)).iter().any(|name| name.starts_with('.')))
        {
            assert!(began.elapsed() < SETTLE_MAX, "beginnings of files stay");
            std::thread::park_timeout(LOOK_AGAIN);
        }
        let known = ["files", "kosmos.db", "kosmos.db-shm", "kosmos.db-wal", "kosmos.db.lock", "master.key"];
        let found = names(self.folder);
        assert!(found.iter().all(|name| known.contains(&name.as_str())), "{found:?}");
    }
}
