//! Whether copies are found: one threshold for all kinds, the one that lets one in a hundred negatives through.

use std::collections::HashMap;

use text::copies::{Answer, Match, Scope};

use crate::{
    chance::Chance,
    corpus,
    engines::{self, Engine as _, Ours, TOP},
    variants::{self, KINDS},
};

/// Drafts of each kind.
const DRAFTS: usize = 600;
/// Real texts kept out of the index: strangers and negatives.
const HELD_OUT: usize = 3_000;
/// Made-up notes beside the real texts.
const MADE_UP: usize = 30_000;
/// Characters of a note that is worth copying.
const SOURCE_CHARS_MIN: usize = 60;

/// A draft, and what is to be found.
pub struct Case {
    pub kind: &'static str,
    text: String,
    /// Ids of the sources; none for a negative.
    pub sources: Vec<(usize, Option<std::ops::Range<usize>>)>,
}

pub struct Trial {
    notes: Vec<String>,
    pub cases: Vec<Case>,
}

/// Which drafts a trial has: the score is fitted to other drafts and other paraphrases than it is judged by.
#[derive(Clone, Copy)]
pub enum Use {
    Fit = 0,
    Report = 1,
}

/// Notes and drafts. Of every four pairs of the paraphrases two are for each use; of these one is looked up and the
/// original of the other is absent; `fold` exchanges them.
fn trial(purpose: Use, fold: usize, made_up: usize) -> Trial {
    let mut chance = Chance::new(7 + fold as u64 + 1_000 * purpose as u64);
    let mut reviews = corpus::reviews();
    chance.shuffle(&mut reviews);
    let held: Vec<String> = reviews.split_off(reviews.len() - HELD_OUT.min(reviews.len() / 4));
    let mut notes = reviews;
    let real = notes.len();
    notes.extend((0..made_up).map(|_| corpus::note(&mut chance)));
    let mut cases = Vec::new();
    let pairs = corpus::paraphrases().into_iter().enumerate();
    for (number, (original, rewrite)) in pairs.filter(|(number, _)| number / 2 % 2 == purpose as usize) {
        let sources = if number % 2 == fold { vec![(notes.len(), None)] } else { Vec::new() };
        let kind = if sources.is_empty() { "-absent" } else { "paraphrase" };
        if !sources.is_empty() {
            notes.push(original);
        }
        cases.push(Case { kind, text: rewrite, sources });
    }
    for kind in KINDS {
        for number in 0..DRAFTS {
            // Half of the sources are real texts, half are made up, as far as there are both.
            let pool =
                if (number % 2 == 0 && real > 0) || made_up == 0 { 0..real } else { real..real + made_up };
            let mut source = || loop {
                let at = pool.start + chance.below(pool.len());
                if notes[at].chars().count() >= SOURCE_CHARS_MIN {
                    return at;
                }
            };
            let (one, other) = (source(), source());
            let stranger =
                if held.is_empty() { corpus::note(&mut chance) } else { chance.pick(&held).clone() };
            let draft =
                variants::make(kind, (one, &notes[one]), (other, &notes[other]), &stranger, &mut chance);
            cases.push(Case { kind, text: draft.text, sources: draft.sources });
        }
    }
    let negatives = |kind, text| Case { kind, text, sources: Vec::new() };
    let twins = Twins::of(&notes);
    let strangers = held.iter().filter(|text| !twins.has(text)).take(2_000);
    cases.extend(strangers.map(|text| negatives("-stranger", text.clone())));
    cases.extend(
        (0..if made_up > 0 { 600 } else { 0 }).map(|_| negatives("-template", corpus::note(&mut chance))),
    );
    Trial { notes, cases }
}

/// Runs of characters of all notes, to tell a stranger from a text that the data holds twice.
struct Twins(std::collections::HashSet<[char; TWIN_RUN]>);

/// Characters of a run, and the part of a text in such runs that makes it no stranger.
const TWIN_RUN: usize = 7;
const TWIN_SHARE: f64 = 0.35;

impl Twins {
    fn runs(text: &str) -> Vec<[char; TWIN_RUN]> {
        let chars: Vec<char> = text.chars().filter(|char| char.is_alphabetic()).collect();
        chars.windows(TWIN_RUN).filter_map(|run| run.try_into().ok()).collect()
    }

    fn of(notes: &[String]) -> Self {
        Self(notes.iter().flat_map(|text| Self::runs(text)).collect())
    }

    fn has(&self, text: &str) -> bool {
        let runs = Self::runs(text);
        let known = runs.iter().filter(|run| self.0.contains(*run)).count();
        known as f64 > runs.len() as f64 * TWIN_SHARE
    }
}

/// What ours says of every draft.
pub fn ask(trial: &Trial) -> Vec<Answer> {
    let mut ours = Ours::new();
    ours.take(&trial.notes);
    trial.cases.iter().map(|case| ours.index.query(&case.text, &Scope::default(), TOP)).collect()
}

pub fn is_source(case: &Case, found: &Match) -> bool {
    case.sources.iter().any(|(source, _)| source.to_string() == found.id)
}

/// The trials: real texts alone, where they are, and half and half with made-up notes.
pub fn trials(purpose: Use) -> Vec<Trial> {
    let real = (!corpus::reviews().is_empty()).then_some((0, 0));
    real.into_iter().chain([(1, MADE_UP)]).map(|(fold, made_up)| trial(purpose, fold, made_up)).collect()
}

pub fn report() {
    for trial in trials(Use::Report) {
        println!("{} notes, {} drafts", trial.notes.len(), trial.cases.len());
        tell(&trial, &ask(&trial));
        let peers: Vec<(&str, Vec<Found>)> = engines::peers()
            .iter_mut()
            .map(|peer| {
                peer.take(&trial.notes);
                peer.settle();
                (peer.name(), trial.cases.iter().map(|case| peer.ask(&case.text)).collect())
            })
            .collect();
        for (name, found) in peers {
            tell_peer(name, &trial, &found);
        }
    }
}

/// The notes that an engine names for one draft, with its own scores.
type Found = Vec<(usize, f32)>;

/// The score that one in a hundred negatives passes with its best match.
fn threshold(mut best_of_negatives: Vec<f32>) -> f32 {
    best_of_negatives.sort_by(f32::total_cmp);
    best_of_negatives[best_of_negatives.len() - 1 - best_of_negatives.len() / 100]
}

fn tell(trial: &Trial, answers: &[Answer]) {
    let best = |answer: &Answer| answer.matches.first().map_or(0.0, |found| found.score);
    let both = || trial.cases.iter().zip(answers);
    let negatives: Vec<f32> =
        both().filter(|(case, _)| case.sources.is_empty()).map(|(_, answer)| best(answer)).collect();
    println!("ours: threshold at 1 % of {} negatives {:.3}", negatives.len(), threshold(negatives.clone()));
    let line = threshold(negatives);
    let mut kinds: Vec<&str> = Vec::new();
    for case in &trial.cases {
        if !kinds.contains(&case.kind) {
            kinds.push(case.kind);
        }
    }
    for kind in kinds {
        let of_kind: Vec<(&Case, &Answer)> = both().filter(|(case, _)| case.kind == kind).collect();
        let all = of_kind.len() as f64;
        let share = |is: &dyn Fn(&Case, &Answer) -> bool| {
            of_kind.iter().filter(|(case, answer)| is(case, answer)).count() as f64 / all
        };
        let mut verdicts: HashMap<&str, usize> = HashMap::new();
        of_kind.iter().for_each(|(_, answer)| *verdicts.entry(answer.verdict.name()).or_default() += 1);
        if kind.starts_with('-') {
            println!(
                "{kind:<11} over {:.4}  default {:.4} {verdicts:?}",
                share(&|_, a| best(a) > line),
                share(&|_, a| best(a) >= 0.5)
            );
            continue;
        }
        let found = share(&|case, answer| {
            answer.matches.iter().any(|found| found.score > line && is_source(case, found))
        });
        if std::env::var_os("SHOW_MISSES").is_some() {
            for (case, _) in of_kind
                .iter()
                .filter(|(case, answer)| !answer.matches.iter().any(|found| is_source(case, found)))
            {
                let sources: Vec<&String> = case.sources.iter().map(|(at, _)| &trial.notes[*at]).collect();
                println!("MISS {kind}: {}\n   of {sources:?}", case.text);
            }
        }
        let top = share(&|case, answer| answer.matches.iter().any(|found| is_source(case, found)));
        let first = share(&|case, answer| answer.matches.first().is_some_and(|found| is_source(case, found)));
        let overlap = spans_right(&of_kind);
        println!(
            "{kind:<11} found {found:.4}  top ten {top:.4}  first {first:.4}  spans {overlap:.3}  {verdicts:?}"
        );
    }
}

/// A peer over the same notes and drafts, at its own threshold.
fn tell_peer(name: &str, trial: &Trial, found: &[Found]) {
    let both = || trial.cases.iter().zip(found);
    let best = |found: &Found| found.first().map_or(0.0, |(_, score)| *score);
    let negatives = both().filter(|(case, _)| case.sources.is_empty()).map(|(_, found)| best(found));
    let line = threshold(negatives.collect());
    println!("{name}");
    for kind in KINDS.into_iter().chain(["paraphrase"]) {
        let of_kind: Vec<_> =
            both().filter(|(case, _)| case.kind == kind && !case.sources.is_empty()).collect();
        let share = |line: f32| {
            let is_found = |case: &Case, found: &Found| {
                found
                    .iter()
                    .any(|(id, score)| *score > line && case.sources.iter().any(|(source, _)| source == id))
            };
            of_kind.iter().filter(|(case, found)| is_found(case, found)).count() as f64
                / of_kind.len().max(1) as f64
        };
        println!("  {kind:<11} found {:.4}  top ten {:.4}", share(line), share(f32::NEG_INFINITY));
    }
}

/// The share of known passages whose union of spans overlaps the truth by four fifths (intersection over union).
fn spans_right(of_kind: &[(&Case, &Answer)]) -> f64 {
    let (mut right, mut all) = (0, 0);
    for (case, answer) in of_kind {
        for (source, truth) in &case.sources {
            let Some(truth) = truth else { continue };
            all += 1;
            let id = source.to_string();
            let Some(found) = answer.matches.iter().find(|found| found.id == id) else { continue };
            let mut told: Vec<usize> =
                found.spans.iter().flat_map(|span| span.query.0 as usize..span.query.1 as usize).collect();
            told.sort_unstable();
            told.dedup();
            let inside = told.iter().filter(|at| truth.contains(at)).count() as f64;
            let union = told.len() as f64 + truth.len() as f64 - inside;
            right += usize::from(inside / union >= 0.8);
        }
    }
    f64::from(right as u32) / f64::from(all.max(1) as u32)
}
