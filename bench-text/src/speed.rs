//! How fast: building, asking, and both at once, over made-up notes in a folder; the peers over the same notes and
//! drafts, asked in turn with ours.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use text::copies::{Index, Note, Scope};

use crate::{
    chance::Chance,
    corpus,
    engines::{self, Engine, Ours, TOP},
    variants::{self, KINDS},
};

/// Drafts that are asked about.
const DRAFTS: usize = 4_000;
/// Sources of drafts that are remembered while the notes are made.
const REMEMBERED: usize = 1_000;
/// Notes that one engine takes before it is the turn of the next, and drafts.
const NOTES_PER_TURN: usize = 10_000;
const DRAFTS_PER_TURN: usize = 50;
/// Of how many drafts one is for the peers as well: some of them take long.
const DRAFTS_PER_PEER_DRAFT: usize = 11;
/// Notes up to which the peers are asked too.
const PEER_NOTES_MAX: usize = 100_000;
/// The part of the sources of its best kind that an engine must name before its time is taken.
const RIGHT_MIN: f64 = 0.9;

/// A draft, its kind and the note it was made from.
struct Draft {
    kind: &'static str,
    source: Option<usize>,
    text: String,
}

/// Builds an index of so many notes and tells its figures, and those of the peers.
pub fn report(notes: usize) {
    let mut chance = Chance::new(11);
    let before = resident_bytes();
    let mut ours = Ours::new();
    let mut peers = if notes <= PEER_NOTES_MAX { engines::peers() } else { Vec::new() };
    let sources = build(notes, &mut ours, &mut peers, &mut chance);
    let size = ours.index.size();
    print!("  ours: {:.0} bytes a note counted", size.resident_bytes as f64 / notes as f64);
    if peers.is_empty() {
        print!(", {:.0} resident", (resident_bytes() - before) as f64 / notes as f64);
    }
    println!();
    let drafts = drafts(&sources, &mut chance);
    ask_in_turn("warm", &ours, &peers, &drafts);
    drop(peers);
    mix(&ours.index, &drafts, &mut chance);
    let began = Instant::now();
    ours.index.save().expect("a snapshot");
    println!("  ours: saved in {:.2?}", began.elapsed());
    let Ours { folder, index, .. } = ours;
    drop(index);
    for what in ["with the files in the cache of the machine", "with cold files"] {
        if what.ends_with("cold files") && !forget_files(folder.path()) {
            println!("  the files cannot be made cold here");
            continue;
        }
        let began = Instant::now();
        let index = Index::open(folder.path()).expect("an index");
        println!("  ours: opened in {:.2?} {what}", began.elapsed());
        ask_alone(what, &index, &drafts);
    }
}

/// Hands the notes to all engines piece by piece, and returns some of them.
fn build(
    notes: usize,
    ours: &mut Ours,
    peers: &mut [Box<dyn Engine>],
    chance: &mut Chance,
) -> Vec<(usize, String)> {
    let reviews = corpus::reviews();
    let mut sources = Vec::new();
    let mut engines: Vec<&mut dyn Engine> = vec![ours];
    engines.extend(peers.iter_mut().map(|peer| &mut **peer as &mut dyn Engine));
    let mut took = vec![Duration::ZERO; engines.len()];
    for first in (0..notes).step_by(NOTES_PER_TURN) {
        let piece: Vec<String> = (first..notes.min(first + NOTES_PER_TURN))
            .map(|number| reviews.get(number).cloned().unwrap_or_else(|| corpus::note(chance)))
            .collect();
        for (number, text) in (first..).zip(&piece) {
            if number % (notes / REMEMBERED).max(1) == 0 && text.chars().count() >= 60 {
                sources.push((number, text.clone()));
            }
        }
        for (engine, took) in engines.iter_mut().zip(&mut took) {
            let began = Instant::now();
            engine.take(&piece);
            *took += began.elapsed();
        }
    }
    println!("{notes} notes");
    for (engine, took) in engines.iter_mut().zip(took) {
        let began = Instant::now();
        engine.settle();
        let took = took + began.elapsed();
        println!("  {}: built at {:.0} notes/s", engine.name(), notes as f64 / took.as_secs_f64());
    }
    sources
}

/// Drafts of every kind in turn, and new notes that copy nothing.
fn drafts(sources: &[(usize, String)], chance: &mut Chance) -> Vec<Draft> {
    (0..DRAFTS)
        .map(|number| {
            let (source, other) = (chance.pick(sources), chance.pick(sources));
            let stranger = corpus::note(chance);
            let Some(kind) = KINDS.get(number % (KINDS.len() + 2)) else {
                return Draft { kind: "stranger", source: None, text: stranger };
            };
            let draft = variants::make(kind, (source.0, &source.1), (other.0, &other.1), &stranger, chance);
            Draft { kind, source: Some(source.0), text: draft.text }
        })
        .collect()
}

/// The part of the sources that an engine names, for each kind of draft.
fn shares_right<'a>(
    engine: &dyn Engine,
    drafts: impl Iterator<Item = &'a Draft>,
) -> Vec<(&'static str, f64)> {
    let mut tallies = KINDS.map(|kind| (kind, 0_u32, 0_u32));
    for draft in drafts {
        let Some(tally) = tallies.iter_mut().find(|tally| tally.0 == draft.kind) else { continue };
        tally.1 += u32::from(engine.ask(&draft.text).iter().any(|(id, _)| Some(*id) == draft.source));
        tally.2 += 1;
    }
    tallies.into_iter().map(|(kind, right, all)| (kind, f64::from(right) / f64::from(all.max(1)))).collect()
}

/// Checks the answers of all engines, then takes their times, some drafts of each in turn.
fn ask_in_turn(what: &str, ours: &Ours, peers: &[Box<dyn Engine>], drafts: &[Draft]) {
    let mut engines: Vec<&dyn Engine> = vec![ours];
    engines.extend(peers.iter().map(|peer| &**peer));
    for engine in &engines {
        let shares = shares_right(*engine, of_engine(*engine, drafts));
        println!("  {}: sources in the top ten {}", engine.name(), in_words(&shares));
        assert!(shares.iter().any(|(_, share)| *share >= RIGHT_MIN), "{} does not answer", engine.name());
    }
    let mut took = vec![Vec::with_capacity(drafts.len()); engines.len()];
    for piece in drafts.chunks(DRAFTS_PER_TURN) {
        for (engine, took) in engines.iter().zip(&mut took) {
            for draft in of_engine(*engine, piece) {
                let began = Instant::now();
                std::hint::black_box(engine.ask(&draft.text));
                took.push((draft.kind, began.elapsed()));
            }
        }
    }
    for (engine, took) in engines.iter().zip(&took) {
        tell(&format!("{}, {what}", engine.name()), took.iter().map(|(_, took)| *took).collect());
        tell_worst_kind(took);
    }
}

/// The drafts that an engine is asked for.
fn of_engine<'a>(engine: &dyn Engine, drafts: &'a [Draft]) -> impl Iterator<Item = &'a Draft> {
    drafts.iter().step_by(if engine.is_peer() { DRAFTS_PER_PEER_DRAFT } else { 1 })
}

fn in_words(shares: &[(&str, f64)]) -> String {
    shares.iter().map(|(kind, share)| format!("{kind} {share:.3}")).collect::<Vec<String>>().join(", ")
}

/// The kind of draft that takes longest in the middle.
fn tell_worst_kind(took: &[(&str, Duration)]) {
    let of_kind = |kind: &str| -> Vec<Duration> {
        took.iter().filter(|(of, _)| *of == kind).map(|(_, took)| *took).collect()
    };
    let middle = |kind: &str| {
        let mut took = of_kind(kind);
        took.sort_unstable();
        took.get(took.len() / 2).copied()
    };
    let kinds = KINDS.into_iter().chain(["stranger"]);
    if let Some(worst) = kinds.max_by_key(|kind| middle(kind)) {
        tell(&format!("  the slowest kind, {worst}"), of_kind(worst));
    }
}

fn ask_alone(what: &str, index: &Index, drafts: &[Draft]) {
    let took = drafts
        .iter()
        .map(|draft| {
            let began = Instant::now();
            std::hint::black_box(index.query(&draft.text, &Scope::default(), TOP));
            began.elapsed()
        })
        .collect();
    tell(&format!("ours, {what}"), took);
}

/// One insert to ten questions; the new note must be found by the very next question.
fn mix(index: &Index, drafts: &[Draft], chance: &mut Chance) {
    let (mut asked, mut inserted, mut until_found) = (Vec::new(), Vec::new(), Vec::new());
    for (number, draft) in drafts.iter().enumerate() {
        if number % 10 == 0 {
            let (id, text) = (format!("new-{number}"), corpus::note(chance));
            let began = Instant::now();
            index.insert(&Note { id: &id, account: "a", day: 0, text: &text }).expect("a note");
            inserted.push(began.elapsed());
            let answer = index.query(&text, &Scope::default(), TOP);
            until_found.push(began.elapsed());
            assert!(answer.matches.iter().any(|found| found.id == id), "a new note is found: {text}");
        }
        let began = Instant::now();
        index.query(&draft.text, &Scope::default(), TOP);
        asked.push(began.elapsed());
    }
    tell("ours, mixed, questions", asked);
    tell("ours, mixed, inserts", inserted);
    tell("ours, mixed, insert until found", until_found);
}

fn tell(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    println!("  {what}: p50 {:.1?}, p99 {:.1?}, longest {:.1?}", at(0.5), at(0.99), at(1.0));
}

/// Asks the machine to drop the files of a folder from its cache.
fn forget_files(folder: &Path) -> bool {
    let Ok(files) = std::fs::read_dir(folder) else { return false };
    files.flatten().all(|file| {
        let source = format!("if={}", file.path().display());
        let forgotten = Command::new("dd")
            .args([&source, "of=/dev/null", "iflag=nocache", "count=0", "status=none"])
            .status();
        forgotten.is_ok_and(|status| status.success())
    })
}

/// Bytes of this program that lie in memory and belong to no file.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).map_or(0, |kib| kib * 1024)
}
