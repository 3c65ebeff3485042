//! How fast: building, asking, and both at once, over made-up notes in a folder.

use std::time::{Duration, Instant};

use text::copies::{Index, Note, Scope};

use crate::{
    chance::Chance,
    corpus,
    variants::{self, KINDS},
};

/// Drafts that are asked about.
const DRAFTS: usize = 4_000;
/// Sources of drafts that are remembered while the notes are made.
const REMEMBERED: usize = 1_000;

/// Builds an index of so many notes and tells its figures.
pub fn report(notes: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut chance = Chance::new(11);
    let reviews = corpus::reviews();
    let mut sources: Vec<(usize, String)> = Vec::new();
    let before = resident_bytes();
    let index = Index::open(folder.path()).expect("an index");
    let (mut building, mut made) = (Duration::ZERO, 0);
    let mut piece: Vec<(String, String)> = Vec::new();
    while made < notes {
        piece.clear();
        for number in made..notes.min(made + 10_000) {
            let text = reviews.get(number).cloned().unwrap_or_else(|| corpus::note(&mut chance));
            if number % (notes / REMEMBERED).max(1) == 0 && text.chars().count() >= 60 {
                sources.push((number, text.clone()));
            }
            piece.push((number.to_string(), text));
        }
        let began = Instant::now();
        for (id, text) in &piece {
            index.insert(&Note { id, account: "a", day: 0, text }).expect("a note");
        }
        building += began.elapsed();
        made += piece.len();
    }
    let size = index.size();
    println!(
        "{notes} notes: built at {:.0} notes/s; {:.0} bytes a note counted, {:.0} resident",
        notes as f64 / building.as_secs_f64(),
        size.resident_bytes as f64 / notes as f64,
        (resident_bytes() - before) as f64 / notes as f64
    );
    let drafts = drafts(&sources, &mut chance);
    ask("warm", &index, &drafts);
    mix(&index, &drafts, &mut chance);
    let began = Instant::now();
    index.save().expect("a snapshot");
    println!("  saved in {:.2?}", began.elapsed());
    drop(index);
    let began = Instant::now();
    let index = Index::open(folder.path()).expect("an index");
    println!("  opened in {:.2?}", began.elapsed());
    ask("after opening", &index, &drafts);
}

/// Drafts of every kind in turn, and new notes that copy nothing.
fn drafts(sources: &[(usize, String)], chance: &mut Chance) -> Vec<(Option<usize>, String)> {
    (0..DRAFTS)
        .map(|number| {
            let (source, other) = (chance.pick(sources), chance.pick(sources));
            let stranger = corpus::note(chance);
            let Some(kind) = KINDS.get(number % (KINDS.len() + 2)) else { return (None, stranger) };
            let draft = variants::make(kind, (source.0, &source.1), (other.0, &other.1), &stranger, chance);
            (Some(source.0), draft.text)
        })
        .collect()
}

fn ask(what: &str, index: &Index, drafts: &[(Option<usize>, String)]) {
    let (mut took, mut found, mut wanted) = (Vec::new(), 0, 0);
    for (source, draft) in drafts {
        let began = Instant::now();
        let answer = index.query(draft, &Scope::default(), 10);
        took.push(began.elapsed());
        if let Some(source) = source {
            wanted += 1;
            found += usize::from(answer.matches.iter().any(|found| found.id == source.to_string()));
        }
    }
    tell(what, &mut took);
    println!("    in the top ten {:.4}", f64::from(found as u32) / f64::from(wanted));
}

/// One insert to ten questions; the new note must be found by the very next question.
fn mix(index: &Index, drafts: &[(Option<usize>, String)], chance: &mut Chance) {
    let (mut asked, mut inserted) = (Vec::new(), Vec::new());
    for (number, (_, draft)) in drafts.iter().enumerate() {
        if number % 10 == 0 {
            let (id, text) = (format!("new-{number}"), corpus::note(chance));
            let began = Instant::now();
            index.insert(&Note { id: &id, account: "a", day: 0, text: &text }).expect("a note");
            inserted.push(began.elapsed());
            let answer = index.query(&text, &Scope::default(), 10);
            assert!(answer.matches.iter().any(|found| found.id == id), "a new note is found: {text}");
        }
        let began = Instant::now();
        index.query(draft, &Scope::default(), 10);
        asked.push(began.elapsed());
    }
    tell("mixed, questions", &mut asked);
    tell("mixed, inserts", &mut inserted);
}

fn tell(what: &str, took: &mut [Duration]) {
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    println!("  {what}: p50 {:.1?}, p99 {:.1?}, longest {:.1?}", at(0.5), at(0.99), at(1.0));
}

/// Bytes of this program that lie in memory and belong to no file.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).map_or(0, |kib| kib * 1024)
}
