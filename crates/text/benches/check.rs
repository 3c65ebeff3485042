//! The content check: folding and finding together, against daachorse and aho-corasick finding alone in text that was
//! folded for them; a whole verdict; building.
//!
//! Ordinary text is that of `../shared/data/reviews_base.tsv` where it is (`TEXT_BENCH_DATA` names another folder), and made up from everyday characters
//! elsewhere. Every finder is checked to find the same number of terms before it is timed, runs take turns, and the
//! best of each counts.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::indexing_slicing, reason = "a benchmark that reads past its data has failed")]
#![expect(clippy::cast_precision_loss, reason = "a few megabytes")]

use std::{collections::BTreeSet, fs, hint::black_box, time::Instant};

use aho_corasick::AhoCorasick;
use daachorse::CharwiseDoubleArrayAhoCorasick;
use text::{
    check::{
        Additions, Checker, Context, Packs,
        lexicon::{Lexicon, Scan},
    },
    fold::form_of_str,
};

const RUNS: usize = 7;
const TEXT_BYTES: usize = 4 << 20;
const NOTE_CHARS: usize = 1_000;

fn main() {
    let (source, text) = ordinary();
    println!("ordinary text: {source}, {:.1} MB", text.len() as f64 / 1e6);
    for count in [10_000, 65_000] {
        let terms = terms(&text, count);
        find(&format!("{count} terms, ordinary text"), &terms, &text);
    }
    let nested: Vec<String> = (1..=64).map(|length| "啊".repeat(length)).collect();
    find("64 nested terms, text of nothing else", &nested, &"啊".repeat(350_000));
    let almost = terms(&text, 65_000);
    let prefixes: String = almost.iter().cycle().take(200_000).map(|term| &term[..term.len() - 3]).collect();
    find("65000 terms, text of their beginnings", &almost, &prefixes);
    verdicts(&text);
}

/// Something to be timed, with its name.
type Run<'r> = (&'static str, Box<dyn FnMut() + 'r>);

/// The best of several runs of each, in turns; seconds.
fn best<const N: usize>(runs: &mut [Run<'_>; N]) -> [f64; N] {
    let mut best = [f64::MAX; N];
    for _ in 0..RUNS {
        for (at, (_, run)) in runs.iter_mut().enumerate() {
            let start = Instant::now();
            run();
            best[at] = best[at].min(start.elapsed().as_secs_f64());
        }
    }
    best
}

fn find(title: &str, terms: &[String], text: &str) {
    let lexicon = Lexicon::new(terms.iter().map(String::as_str));
    let folded_terms: BTreeSet<String> = terms.iter().map(|term| form_of_str(term)).collect();
    let folded = form_of_str(text);
    let charwise: CharwiseDoubleArrayAhoCorasick<u32> =
        CharwiseDoubleArrayAhoCorasick::new(&folded_terms).expect("terms");
    let bytewise = AhoCorasick::new(&folded_terms).expect("terms");
    let theirs = charwise.find_overlapping_iter(&folded).count();
    assert_eq!(theirs, bytewise.find_overlapping_iter(&folded).count());
    let mut scan = Scan::default();
    lexicon.scan(text, &mut scan);
    let ours = lexicon.found(&scan).count();
    let mut runs: [Run<'_>; 3] = [
        (
            "ours, folding included",
            Box::new(|| {
                lexicon.scan(text, &mut scan);
                black_box(lexicon.found(&scan).count());
            }),
        ),
        (
            "daachorse, finding alone",
            Box::new(|| {
                black_box(charwise.find_overlapping_iter(&folded).count());
            }),
        ),
        (
            "aho-corasick, finding alone",
            Box::new(|| {
                black_box(bytewise.find_overlapping_iter(&folded).count());
            }),
        ),
    ];
    let seconds = best(&mut runs);
    println!("{title} ({ours} found by us, {theirs} in text without breaks by the others)");
    for ((name, _), taken) in runs.iter().zip(seconds) {
        let rate = text.len() as f64 / 1e6 / taken;
        println!("  {name:<28} {rate:>7.0} MB/s  {:.2} of our time", taken / seconds[0]);
    }
}

fn verdicts(text: &str) {
    let packs = Packs::built_in().expect("packs");
    let start = Instant::now();
    let checker = Checker::new(&packs, &Additions::default()).expect("checker");
    println!("building the checker: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let chars: Vec<char> = text.chars().take(NOTE_CHARS * 400).collect();
    let notes: Vec<String> = chars.chunks(NOTE_CHARS).map(|chunk| chunk.iter().collect()).collect();
    let context = Context::default();
    let mut best = f64::MAX;
    for _ in 0..RUNS {
        let start = Instant::now();
        for note in &notes {
            black_box(checker.check(note, &context));
        }
        best = best.min(start.elapsed().as_secs_f64() / notes.len() as f64);
    }
    println!("a verdict for {NOTE_CHARS} characters: {:.1} µs", best * 1e6);
    for (name, long) in
        [("a verdict for 1 MB of 最", "最".repeat(350_000)), ("for 1 MB of pictures", "😀".repeat(250_000))]
    {
        let start = Instant::now();
        black_box(checker.check(&long, &context));
        let seconds = start.elapsed().as_secs_f64();
        println!("{name}: {:.0} ms, {:.0} MB/s", seconds * 1e3, long.len() as f64 / 1e6 / seconds);
    }
}

fn ordinary() -> (&'static str, String) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder = std::env::var("TEXT_BENCH_DATA").unwrap_or_else(|_| folder.to_owned());
    match fs::read_to_string(format!("{folder}/reviews_base.tsv")).ok() {
        Some(reviews) => {
            let mut text: String = reviews.lines().filter_map(|line| line.split_once('\t')).fold(
                String::new(),
                |mut text, (_, body)| {
                    text.push_str(body);
                    text.push('\n');
                    text
                },
            );
            text.truncate(text.floor_char_boundary(TEXT_BYTES));
            ("reviews", text)
        }
        None => ("made up", made_up()),
    }
}

/// Text of everyday characters, the common ones more often, with a comma now and then.
fn made_up() -> String {
    let mut chance = Chance(7);
    let mut text = String::with_capacity(TEXT_BYTES + 8);
    while text.len() < TEXT_BYTES {
        let rank = chance.below(60) * chance.below(50);
        text.push(char::from_u32(0x4e00 + rank).unwrap_or('的'));
        if chance.below(12) == 0 {
            text.push('，');
        }
    }
    text
}

/// Terms of two to five characters: two thirds put together from characters of the text by chance, as a list of
/// forbidden words mostly is for any one text, and one third that stand in it.
fn terms(text: &str, count: usize) -> Vec<String> {
    let mut chance = Chance(11);
    let chars: Vec<char> = text.chars().filter(|char| char.is_alphabetic() && !char.is_ascii()).collect();
    let length = u32::try_from(chars.len()).expect("a few million") - 8;
    let mut terms = BTreeSet::new();
    while terms.len() < count {
        let size = 2 + chance.below(4) as usize;
        let term: String = if chance.below(3) == 0 {
            let at = chance.below(length) as usize;
            chars[at..at + size.max(3)].iter().collect()
        } else {
            (0..size).map(|_| chars[chance.below(length) as usize]).collect()
        };
        terms.insert(term);
    }
    terms.into_iter().collect()
}

/// A small generator of numbers, the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(end)).unwrap_or(0)
    }
}
