//! Judges a file of labelled sentences and prints how well:
//! `cargo run -p text --example judge -- FILE [--misses] [--rules DIR]`.
//!
//! A line is `{"text", "kind", "category", "spans"}`: `plain` and `disguised` sentences break a rule of the category in
//! one of the spans; `tricky` ones only look like it; `innocent` ones do not even do that. A file of any other form is
//! read as ordinary texts, `label TAB text` or text alone: of those, only what is blocked or sent to a review counts.

#![expect(clippy::print_stdout, reason = "it prints its figures")]

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;
use text::check::{Additions, Checker, Context, Finding, Outcome, Packs};

#[derive(Deserialize)]
struct Labelled {
    text: String,
    kind: Kind,
    category: Option<String>,
    #[serde(default)]
    spans: Vec<(usize, usize)>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Disguised,
    Tricky,
    Innocent,
    #[serde(skip)]
    Ordinary,
}

#[derive(Default)]
struct Tally {
    sentences: usize,
    stopped: usize,
    category_right: usize,
    span_right: usize,
    span_shared: f64,
}

fn main() {
    let mut words = std::env::args().skip(1);
    let file = words.next().expect("a file of labelled sentences");
    let options: Vec<String> = words.collect();
    let misses = options.iter().any(|option| option == "--misses");
    let rules = options.iter().position(|option| option == "--rules").and_then(|at| options.get(at + 1));
    let checker = Checker::new(&packs(rules.map(Path::new)), &Additions::default()).expect("the packs");
    let text = fs::read_to_string(&file).expect("the file");
    let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let labelled = serde_json::from_str(line).unwrap_or_else(|_| ordinary(line));
        judge(&checker, &labelled, tallies.entry(labelled.kind).or_default(), misses);
    }
    for (kind, tally) in &tallies {
        print(*kind, tally);
    }
}

/// The built-in packs, those of a folder in the place of the ones with their ids.
fn packs(folder: Option<&Path>) -> Packs {
    let mut packs = Packs::built_in().expect("the built-in packs");
    for entry in folder.into_iter().flat_map(|folder| fs::read_dir(folder).expect("a folder of packs")) {
        let path = entry.expect("a file of the folder").path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(&path).expect("a pack");
            packs.replace(&path.to_string_lossy(), &text).expect("a pack that makes sense");
        }
    }
    packs
}

fn ordinary(line: &str) -> Labelled {
    let text = line.split_once('\t').map_or(line, |(_, text)| text).to_owned();
    Labelled { text, kind: Kind::Ordinary, category: None, spans: Vec::new() }
}

fn judge(checker: &Checker, labelled: &Labelled, tally: &mut Tally, misses: bool) {
    let verdict = checker.check(&labelled.text, &Context::default());
    let floor = if labelled.kind == Kind::Ordinary { Outcome::Review } else { Outcome::Evidence };
    let findings: Vec<&Finding> = verdict.findings.iter().filter(|found| found.outcome >= floor).collect();
    let right: Vec<&&Finding> = findings
        .iter()
        .filter(|found| labelled.category.as_ref() == Some(&found.category.to_string()))
        .collect();
    let shared = findings.iter().map(|found| shared(found, &labelled.spans)).fold(0.0, f64::max);
    tally.sentences += 1;
    tally.stopped += usize::from(!findings.is_empty());
    tally.category_right += usize::from(!right.is_empty());
    tally.span_right += usize::from(shared > 0.0);
    tally.span_shared += shared;
    let breaks = matches!(labelled.kind, Kind::Plain | Kind::Disguised);
    let wrong = if breaks { right.is_empty() || shared == 0.0 } else { !findings.is_empty() };
    if misses && wrong {
        let found: Vec<String> = findings
            .iter()
            .map(|found| format!("{} {} 「{}」", found.category, found.rule, found.matched))
            .collect();
        let category = labelled.category.as_deref().unwrap_or("-");
        println!("{:?} {category}: {} | {}", labelled.kind, labelled.text, found.join("; "));
    }
}

/// The share of the best labelled span that a finding covers.
#[expect(clippy::cast_precision_loss, reason = "a few characters")]
fn shared(found: &Finding, spans: &[(usize, usize)]) -> f64 {
    let share = |&(start, end): &(usize, usize)| {
        let shared_chars = found.end.min(end).saturating_sub(found.start.max(start));
        shared_chars as f64 / (end - start).min(found.end - found.start).max(1) as f64
    };
    spans.iter().map(share).fold(0.0, f64::max)
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand sentences")]
fn print(kind: Kind, tally: &Tally) {
    let share = |count: usize| count as f64 / tally.sentences.max(1) as f64;
    let of_stopped = |count: f64| count / tally.stopped.max(1) as f64;
    println!(
        "{kind:?}: {} sentences, {} stopped = {:.4}",
        tally.sentences,
        tally.stopped,
        share(tally.stopped)
    );
    if matches!(kind, Kind::Plain | Kind::Disguised) {
        println!("  category right {:.3}", of_stopped(tally.category_right as f64));
        println!(
            "  span met {:.3}, shared {:.3}",
            of_stopped(tally.span_right as f64),
            of_stopped(tally.span_shared)
        );
    }
}
