//! Feeds the content check with hostile input for a while: `cargo run --release -p text --example fuzz -- check|fold|pack
//! SECONDS SEED`. It stops by itself; what breaks it is shown by the panic, with the input.

#![expect(clippy::print_stdout, reason = "it tells how far it came")]
#![expect(clippy::indexing_slicing, reason = "a place that does not exist is what it looks for")]

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    time::{Duration, Instant},
};

use text::{
    check::{
        Additions, Checker, Component, Context, Forbidden, Outcome, Packs, Persona,
        lexicon::{Lexicon, Scan, folded},
    },
    fold::{Role, form, form_of_str},
};

/// Pieces that texts are made of: risky words, disguises, marks, breaks, and what is hard to read.
const PIECES: &[&str] = &[
    "最好",
    "我们家",
    "沙发",
    "全网第一",
    "国家级",
    "加我微信",
    "muli_8899",
    "13812345678",
    "①③⑧",
    "一三八",
    "治疗",
    "高血压",
    "稳赚不赔",
    "包过",
    "原价",
    "不",
    "我",
    "的",
    "。",
    "，",
    "！",
    "\n",
    " ",
    "·",
    ".",
    "~",
    "@",
    "《",
    "》",
    "\u{200b}",
    "\u{fe0f}",
    "\u{20e3}",
    "\u{301}",
    "😀",
    "🛰",
    "👨‍👩‍👧",
    "𝐕",
    "Ⅴ",
    "ｖｘ",
    "zui",
    "weixin",
    "蕞",
    "薇",
    "級",
    "國",
    "www.a.cn",
    "a@b.cn",
    "http://",
    "🅰",
    "🈲",
    "㊀",
    "％",
    "한",
    "が",
    "\u{0}",
    "\u{10ffff}",
    "\u{2fa1d}",
    "女子",
    "1:1",
    "#",
    "{",
    "}",
];
/// Pieces that packs are made of besides their own.
const GRAMMAR: &[&str] = &[
    "..4 ",
    "~ ",
    "..60 ",
    "[",
    "]",
    "? ",
    "^ ",
    " $",
    "@it ",
    "text:",
    "clause:",
    "<own>",
    "<top>",
    "|",
    "{a,b}",
    "#",
    "'",
    "\"",
    "\n",
    "= ",
    "[[rule]]\n",
    "[words]\n",
    "when = [",
    "yes = []\n",
    "no = []\n",
    "id = 'x'\n",
    "{",
    "}",
    ",",
];
const BASE: &str = include_str!("../../../rules/content/base.toml");
const BYTES_MAX: usize = 4_096;
/// A text of [`BYTES_MAX`] bytes may take this long, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is fed, round after round.
type Feed = Box<dyn FnMut(&str, &mut Chance)>;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [what, seconds, seed] = words.as_slice() else { panic!("say check, fold or pack, SECONDS and SEED") };
    let mut chance = Chance(seed.parse().expect("a number"));
    let end = Instant::now() + Duration::from_secs(seconds.parse().expect("a number"));
    let mut feed: Feed = match what.as_str() {
        "check" => Box::new(check()),
        "fold" => Box::new(fold()),
        "pack" => Box::new(pack()),
        other => panic!("{other} is neither check, fold nor pack"),
    };
    let (mut rounds, mut input, mut slowest) = (0_u64, String::new(), Duration::ZERO);
    while Instant::now() < end {
        input = if what == "pack" { pack_text(&mut chance) } else { mutated(&input, PIECES, &mut chance) };
        let start = Instant::now();
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| feed(&input, &mut chance))) {
            println!("round {rounds}: {input:?}");
            resume_unwind(panic);
        }
        slowest = slowest.max(start.elapsed());
        assert!(what == "pack" || start.elapsed() < PATIENCE, "{:?} for {input:?}", start.elapsed());
        rounds += 1;
    }
    println!("{what}: {rounds} rounds, the slowest {slowest:?}");
}

/// The input before, changed in a few places: pieces put in, parts taken out or told again, bytes changed.
fn mutated(before: &str, pieces: &[&str], chance: &mut Chance) -> String {
    let mut bytes = if chance.below(50) == 0 { Vec::new() } else { before.as_bytes().to_vec() };
    for _ in 0..=chance.below(12) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(8) {
            0..=3 => {
                let piece = pieces[chance.below(pieces.len())].as_bytes();
                bytes.splice(at..at, piece.repeat(1 + chance.below(3)));
            }
            4 => drop(bytes.drain(at..(at + chance.below(30)).min(bytes.len()))),
            5 => {
                let part = bytes[at..(at + chance.below(60)).min(bytes.len())].to_vec();
                let to = chance.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            6 => bytes.insert(at, u8::try_from(chance.below(256)).unwrap_or(0)),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
    }
    bytes.truncate(BYTES_MAX);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn check() -> impl FnMut(&str, &mut Chance) {
    let words = ["啊", "啊啊", "最好家", "v", "①", "😀😀"];
    let forbidden =
        words.map(|word| Forbidden { word: word.to_owned(), outcome: Outcome::Review, why: String::new() });
    let additions = Additions {
        forbidden: forbidden.into(),
        allowed: vec!["最好家".to_owned(), "沙发".to_owned()],
        proven: vec!["全网第一".to_owned(), "1".to_owned()],
    };
    let packs = Packs::built_in().expect("packs");
    let checker = Checker::new(&packs, &additions).expect("a checker");
    move |text, chance| {
        let context = Context {
            evidence: vec!["absolute_claim".to_owned(); chance.below(2)],
            components: vec![Component::Product; chance.below(2)],
            persona: (chance.below(2) == 0).then(|| Persona { roles: vec!["设计师".to_owned()] }),
            ..Context::default()
        };
        let verdict = checker.check(text, &context);
        let chars: Vec<char> = text.chars().collect();
        for found in &verdict.findings {
            assert!(found.start < found.end, "{found:?}");
            let part: String = chars[found.start..found.end].iter().collect();
            assert_eq!(part, found.matched);
        }
        let worst = verdict.findings.iter().map(|found| found.outcome).max().unwrap_or(Outcome::Pass);
        assert_eq!(verdict.outcome, worst);
        assert_eq!(checker.check(text, &context), verdict);
    }
}

fn fold() -> impl FnMut(&str, &mut Chance) {
    let mut scan = Scan::default();
    let mut lexicon = Lexicon::new(PIECES.iter().copied());
    move |text, chance| {
        if chance.below(200) == 0 {
            let cut = |part: &str| part.chars().take(80).collect::<String>();
            let terms: Vec<String> = text.split(['。', ' ', '😀']).map(cut).collect();
            lexicon = Lexicon::new(terms.iter().map(String::as_str).chain(PIECES.iter().copied()));
        }
        let once = form_of_str(text);
        assert_eq!(form_of_str(&once), once);
        assert!(text.chars().all(|char| form(form(char).char).char == form(char).char));
        lexicon.scan(text, &mut scan);
        assert!(scan.at.is_sorted() && scan.at.len() >= once.chars().count());
        for found in lexicon.found(&scan) {
            let bytes = scan.bytes(text, found.start, found.end);
            let written = text.get(bytes).expect("whole characters");
            assert!(found.start < found.end && found.end as usize <= scan.at.len());
            let first = written.chars().next().map(form).expect("a character");
            assert!(first.role == Role::Content || folded(written).starts_with(first.char));
        }
    }
}

fn pack() -> impl FnMut(&str, &mut Chance) {
    move |text, chance| {
        let mut packs = if chance.below(2) == 0 {
            match Packs::parse([("fuzzed", text)]) {
                Ok(packs) => packs,
                Err(error) => return drop(error.to_string()),
            }
        } else {
            Packs::built_in().expect("packs")
        };
        if let Err(error) = packs.replace("fuzzed", text) {
            return drop(error.to_string());
        }
        match Checker::new(&packs, &Additions::default()) {
            Ok(checker) => drop(checker.check("我们家的沙发最好,加我微信muli8899", &Context::default())),
            Err(error) => drop(error.to_string()),
        }
    }
}

/// A pack with some of its lines changed.
fn pack_text(chance: &mut Chance) -> String {
    let mut lines: Vec<String> = BASE.lines().map(str::to_owned).collect();
    for _ in 0..=chance.below(3) {
        let at = chance.below(lines.len());
        let pieces = if chance.below(4) == 0 { PIECES } else { GRAMMAR };
        lines[at] = mutated(&lines[at], pieces, chance);
    }
    lines.join("\n")
}

/// A small generator of numbers, the same every time for a seed.
struct Chance(u64);

impl Chance {
    /// A number below `end`, 0 where that is 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}
