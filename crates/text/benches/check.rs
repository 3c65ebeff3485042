//! The content check: folding and finding together, against daachorse and aho-corasick finding alone in text that was
//! folded for them, and against Python; a whole verdict; building.
//!
//! Ordinary text is that of `../shared/data/reviews_base.tsv` where it is (`TEXT_BENCH_DATA` names another folder), and
//! made up from everyday characters elsewhere. One half is scanned; the terms come from the other. Every finder is
//! checked before it is timed, runs take turns, and the best of each counts. `TEXT_BENCH_PYTHON` names a Python that
//! has `ahocorasick`; without it that peer is left out.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::indexing_slicing, reason = "a benchmark that reads past its data has failed")]
#![expect(clippy::cast_precision_loss, reason = "a few megabytes")]

use std::{collections::BTreeSet, fs, hint::black_box, process::Command, time::Instant};

use aho_corasick::AhoCorasick;
use daachorse::CharwiseDoubleArrayAhoCorasick;
use text::{
    check::{
        Additions, Checker, Context, Packs,
        lexicon::{Lexicon, Scan},
    },
    fold::form_of_str,
};

const RUNS: usize = 9;
const TEXT_BYTES: usize = 6 << 20;
const NOTE_CHARS: usize = 1_000;
const LONG_CHARS: usize = 350_000;

fn main() {
    let (source, all) = ordinary();
    let (other, text) = all.split_at(all.floor_char_boundary(all.len() / 2));
    println!("ordinary text: {source}, {:.1} MB scanned", text.len() as f64 / 1e6);
    for count in [10_000, 65_000] {
        find(&format!("{count} terms as of a list, ordinary text"), &terms(other, count, 50), text);
    }
    for count in [10_000, 65_000] {
        find(&format!("{count} terms, cut from the scanned text itself"), &terms(text, count, 1), text);
    }
    worst(other, text);
    verdicts(text);
}

/// Text built to be the worst case.
fn worst(other: &str, text: &str) {
    let nested = |count: usize| (1..=count).map(|length| "啊".repeat(length)).collect::<Vec<_>>();
    find("64 nested terms, text of nothing else", &nested(64), &"啊".repeat(LONG_CHARS));
    find("10,000 nested terms, text of nothing else", &nested(10_000), &"啊".repeat(LONG_CHARS));
    let almost = terms(other, 65_000, 50);
    let without_last = |term: &String| term.chars().take(term.chars().count() - 1).collect::<String>();
    let beginnings: String = almost.iter().cycle().take(200_000).map(without_last).collect();
    find("65,000 terms, text of their beginnings", &almost, &beginnings);
    let line: String = text.chars().filter(|char| char.is_alphanumeric()).take(LONG_CHARS).collect();
    find("65,000 terms, 1 MB on one line without breaks", &almost, &line);
    let disguised: String = line.chars().flat_map(|char| [char, '\u{200b}', '·']).collect();
    find("65,000 terms, a disguise after every character", &almost, &disguised);
    find("65,000 terms, pictures alone", &almost, &"😀🛰\u{fe0f}🍎".repeat(LONG_CHARS / 4));
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
    let folded_terms: BTreeSet<String> =
        terms.iter().map(|term| text::check::lexicon::folded(term)).collect();
    let folded = form_of_str(text);
    let charwise: CharwiseDoubleArrayAhoCorasick<u32> =
        CharwiseDoubleArrayAhoCorasick::new(&folded_terms).expect("terms");
    let bytewise = AhoCorasick::new(&folded_terms).expect("terms");
    let theirs = charwise.find_overlapping_iter(&folded).count();
    assert_eq!(theirs, bytewise.find_overlapping_iter(&folded).count());
    let mut scan = Scan::default();
    lexicon.scan(text, &mut scan);
    let ours = lexicon.found(&scan).count();
    let chars = scan.at.len();
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
    let per_thousand = ours as f64 * 1e3 / chars.max(1) as f64;
    println!(
        "{title}: {ours} found, {per_thousand:.1} in 1,000 characters ({theirs} by the others, in text without breaks)"
    );
    for ((name, _), taken) in runs.iter().zip(seconds) {
        tell(name, text.len(), taken, seconds[0]);
    }
    match python(&folded_terms, &folded) {
        Ok(taken) => tell("Python, finding alone", text.len(), taken, seconds[0]),
        Err(why) => println!("  Python is left out: {why}"),
    }
}

fn tell(name: &str, bytes: usize, taken: f64, ours: f64) {
    let rate = bytes as f64 / 1e6 / taken;
    println!("  {name:<28} {rate:>7.1} MB/s  {:.2} of our time", taken / ours);
}

/// What the Python peer does: the best of three runs, in seconds.
const SCRIPT: &str = "
import sys, time, ahocorasick
finder = ahocorasick.Automaton()
for term in open(sys.argv[1], encoding='utf-8').read().split('\\n'):
    if term: finder.add_word(term, len(term))
finder.make_automaton()
text = open(sys.argv[2], encoding='utf-8').read()
best = 1e9
for _ in range(3):
    start = time.perf_counter()
    sum(1 for _ in finder.iter(text))
    best = min(best, time.perf_counter() - start)
print(best)
";

fn python(terms: &BTreeSet<String>, text: &str) -> Result<f64, String> {
    let program = std::env::var("TEXT_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let (terms_file, text_file) = (folder.path().join("terms"), folder.path().join("text"));
    let list: Vec<&str> = terms.iter().map(String::as_str).collect();
    fs::write(&terms_file, list.join("\n")).map_err(|error| error.to_string())?;
    fs::write(&text_file, text).map_err(|error| error.to_string())?;
    let run = Command::new(program).args(["-c", SCRIPT]).arg(terms_file).arg(text_file).output();
    let output = run.map_err(|error| error.to_string())?;
    let told = String::from_utf8_lossy(&output.stdout).trim().parse();
    told.map_err(|_| {
        String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or("it said nothing").to_owned()
    })
}

fn verdicts(text: &str) {
    let start = Instant::now();
    let packs = Packs::built_in().expect("packs");
    let read = start.elapsed().as_secs_f64();
    let checker = Checker::new(&packs, &Additions::default()).expect("checker");
    let whole = start.elapsed().as_secs_f64();
    println!("reading the packs {:.0} ms, with the checker {:.0} ms", read * 1e3, whole * 1e3);
    let start = Instant::now();
    black_box(Checker::new(&packs, &Additions::default()).expect("checker"));
    println!("building a checker again: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let chars: Vec<char> = text.chars().take(NOTE_CHARS * 400).collect();
    let notes: Vec<String> = chars.chunks(NOTE_CHARS).map(|chunk| chunk.iter().collect()).collect();
    let context = Context::default();
    let mut best = f64::MAX;
    let mut each: Vec<f64> = vec![f64::MAX; notes.len()];
    for _ in 0..RUNS {
        let start = Instant::now();
        for (note, best) in notes.iter().zip(&mut each) {
            let start = Instant::now();
            black_box(checker.check(note, &context));
            *best = best.min(start.elapsed().as_secs_f64());
        }
        best = best.min(start.elapsed().as_secs_f64() / notes.len() as f64);
    }
    each.sort_unstable_by(f64::total_cmp);
    let (middle, last) = (each[each.len() / 2], each[each.len() * 99 / 100]);
    println!(
        "a verdict for {NOTE_CHARS} characters: {:.1} µs, half below {:.1}, 99 % below {:.1}",
        best * 1e6,
        middle * 1e6,
        last * 1e6
    );
    for piece in ["最", "😀", "我们的", "1", "a", "我们的沙发最好"] {
        let long = piece.repeat((1 << 20) / piece.len());
        let start = Instant::now();
        black_box(checker.check(&long, &context));
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "a verdict for 1 MB of {piece}: {:.0} ms, {:.0} MB/s",
            seconds * 1e3,
            long.len() as f64 / 1e6 / seconds
        );
    }
}

fn ordinary() -> (&'static str, String) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder = std::env::var("TEXT_BENCH_DATA").unwrap_or_else(|_| folder.to_owned());
    let Ok(reviews) = fs::read_to_string(format!("{folder}/reviews_base.tsv")) else {
        return ("made up", made_up());
    };
    let bodies: Vec<&str> = reviews.lines().filter_map(|line| Some(line.split_once('\t')?.1)).collect();
    let mut text = bodies.join("\n");
    text.truncate(text.floor_char_boundary(TEXT_BYTES));
    ("reviews", text)
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

/// Terms of two to six characters as they are in a list of forbidden words: one in `in_use` is cut from the text, as a
/// word that people use; the others are put together of all its characters by chance, as words that hardly anybody uses
/// in any one text. With one in fifty, 65,000 terms flag 93 % of the reviews.
fn terms(text: &str, count: usize, in_use: u32) -> Vec<String> {
    let mut chance = Chance(11);
    let chars: Vec<char> = text.chars().filter(|char| char.is_alphabetic() && !char.is_ascii()).collect();
    let kinds: Vec<char> = chars.iter().copied().collect::<BTreeSet<char>>().into_iter().collect();
    let below =
        |chance: &mut Chance, end: usize| chance.below(u32::try_from(end).expect("a few million")) as usize;
    let mut terms = BTreeSet::new();
    while terms.len() < count {
        let size = 2 + below(&mut chance, 5);
        let term: String = if chance.below(in_use) == 0 {
            let at = below(&mut chance, chars.len() - size);
            chars[at..at + size].iter().collect()
        } else {
            (0..size).map(|_| kinds[below(&mut chance, kinds.len())]).collect()
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
