//! Looks for trouble in the near-copy index until its time is over:
//! `cargo run --release -p text --example fuzz_copies -- index|files SECONDS SEED`.
//!
//! `index` changes, asks, saves, compacts, kills and reopens an index in any order and compares it with a list of
//! notes. `files` damages the files of an index, with right checksums and with wrong ones, and opens them. What goes
//! wrong ends the program with the seed of the round; the same round is run again by that seed and 0 seconds.

#![expect(clippy::print_stdout, reason = "it prints what it did")]

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use text::copies::{Index, Kind, Note, Scope, limits::COMPARED_CHARS_MAX};

/// A question or an opening takes no longer, however strange the texts and files.
const LONGEST: Duration = Duration::from_secs(2);
/// Notes that a question asks for.
const TOP: usize = 10;
/// Characters of a text from which a copy must be recognised as one.
const TELLING_CHARS_MIN: usize = 12;
const CHARS: &str = "的一是草莓小羊农场咖啡猫粮地板周末带孩子去了城西亲喂看挤牛奶表演门票不贵停车方便适合";
const STRANGE: &[&str] =
    &["🎉", "\u{200B}", "#", "[笑哭R]", "ＡＢ", "9", "İ", "ﬀ", "。", "\n", "\u{10FFFF}", "e\u{301}"];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok());
    let round: fn(&mut Chance) = match words.first().map(String::as_str) {
        Some("index") => change_and_ask,
        Some("files") => damage_and_open,
        _ => {
            println!("fuzz_copies index|files SECONDS SEED");
            return;
        }
    };
    let (began, time) = (Instant::now(), Duration::from_secs(number(1).unwrap_or(60)));
    let mut seed = number(2).unwrap_or(1);
    let mut rounds = 0_u64;
    loop {
        let _told = OnPanic(seed);
        round(&mut Chance(seed));
        rounds += 1;
        seed += 1;
        if began.elapsed() >= time {
            break;
        }
    }
    println!("{rounds} rounds, nothing found");
}

/// Tells the seed of a round that panics.
struct OnPanic(u64);

impl Drop for OnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("the round with the seed {} went wrong", self.0);
        }
    }
}

/// Numbers that only depend on a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((u128::from(mixed ^ (mixed >> 31)) * end as u128) >> 64).unwrap_or_default()
    }

    fn pick<T: Copy>(&mut self, among: &[T]) -> Option<T> {
        among.get(self.below(among.len().max(1))).copied()
    }

    fn text(&mut self) -> String {
        let chars: Vec<char> = CHARS.chars().collect();
        let length = match self.below(40) {
            0 => 0,
            1 => 5_000,
            2..10 => self.below(TELLING_CHARS_MIN),
            _ => self.below(200),
        };
        let repeats = if self.below(10) == 0 { 1 + self.below(3) } else { chars.len() };
        let strange = self.below(3);
        let mut text = String::new();
        for _ in 0..length {
            if self.below(8) < strange {
                text.extend(self.pick(STRANGE));
            } else {
                text.extend(self.pick(chars.get(..repeats).unwrap_or(&chars)));
            }
        }
        text
    }
}

type Notes = BTreeMap<String, String>;

/// One index from beginning to end.
fn change_and_ask(chance: &mut Chance) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut index = Index::open(folder.path()).expect("an index");
    let mut notes = Notes::new();
    for _ in 0..chance.below(120) {
        match chance.below(20) {
            0..9 => {
                let (id, text) = (chance.below(30).to_string(), known_or_new(&notes, chance));
                index.insert(&Note { id: &id, account: "a", day: 1, text: &text }).expect("a note");
                notes.insert(id, text);
            }
            9..12 => {
                let id = chance.below(30).to_string();
                assert_eq!(index.delete(&id).expect("a deletion"), notes.remove(&id).is_some());
            }
            12..17 => ask(&index, &notes, &known_or_new(&notes, chance)),
            17 => index.save().expect("a snapshot"),
            18 => index.compact().expect("a smaller index"),
            _ => index = kill(index, &mut notes, folder.path(), chance),
        }
    }
    assert_eq!(index.size().notes, notes.len());
    for text in notes.values() {
        ask(&index, &notes, text);
    }
}

fn known_or_new(notes: &Notes, chance: &mut Chance) -> String {
    let known: Vec<&String> = notes.values().collect();
    let part = |text: &String, chance: &mut Chance| {
        let end = chance.below(text.chars().count() + 1);
        text.chars().take(end).collect::<String>()
    };
    match (chance.below(4), chance.pick(&known), chance.pick(&known)) {
        (0, Some(text), _) => text.clone(),
        (1, Some(one), Some(other)) => part(one, chance) + &part(other, chance),
        _ => chance.text(),
    }
}

fn ask(index: &Index, notes: &Notes, text: &str) {
    let began = Instant::now();
    let answer = index.query(text, &Scope::default(), TOP);
    assert!(began.elapsed() < LONGEST, "{text}");
    for found in &answer.matches {
        let source = notes.get(&found.id).expect("only living notes are found");
        assert!((0.0..=1.0).contains(&found.score), "{found:?}");
        for span in &found.spans {
            for ((start, end), text) in [(span.query, text), (span.source, source.as_str())] {
                assert!(start < end && end as usize <= text.chars().count(), "{span:?} of {text}");
            }
        }
    }
    let compared: String = text.chars().take(COMPARED_CHARS_MAX).collect();
    let is_telling = compared.chars().collect::<std::collections::HashSet<char>>().len() > TELLING_CHARS_MIN
        && compared.chars().all(|char| CHARS.contains(char));
    let is_twin = |known: &String| known.chars().take(COMPARED_CHARS_MAX).eq(compared.chars());
    if is_telling && notes.values().any(is_twin) {
        let twins = notes.values().filter(|known| is_twin(known)).count();
        let found = answer.matches.iter().filter(|found| notes.get(&found.id).is_some_and(is_twin)).count();
        assert!(found == twins.min(TOP) && answer.verdict == Kind::Copy, "{found} of {twins}: {text}");
    }
}

/// Ends the program in the middle of a write: what was handed to the machine is there again, and perhaps more.
fn kill(index: Index, notes: &mut Notes, folder: &Path, chance: &mut Chance) -> Index {
    index.write().expect("a log");
    let log = folder.join("notes.log");
    let written = fs::metadata(&log).expect("a log").len();
    let (id, text) = ("killed".to_owned(), chance.text());
    index.insert(&Note { id: &id, account: "a", day: 1, text: &text }).expect("a note");
    index.write().expect("a log");
    drop(index);
    let end = fs::metadata(&log).expect("a log").len();
    let kept = written + chance.below(usize::try_from(end - written).unwrap_or_default() + 1) as u64;
    let file = fs::OpenOptions::new().write(true).open(&log).expect("a log");
    file.set_len(kept).expect("a torn log");
    if kept == end {
        notes.insert(id, text);
    }
    let index = Index::open(folder).expect("an index that was killed");
    assert_eq!(index.size().notes, notes.len());
    index
}

/// One damaged folder.
fn damage_and_open(chance: &mut Chance) {
    let folder = tempfile::tempdir().expect("a folder");
    let texts: Vec<String> = (0..=chance.below(6)).map(|_| chance.text()).collect();
    {
        let index = Index::open(folder.path()).expect("an index");
        let saved = chance.below(texts.len() + 1);
        for (number, text) in texts.iter().enumerate() {
            let id = number.to_string();
            index.insert(&Note { id: &id, account: "a", day: 1, text }).expect("a note");
            if number == saved {
                index.save().expect("a snapshot");
            }
        }
        index.save().expect("a snapshot");
    }
    let is_log = chance.below(2) == 0;
    let path = folder.path().join(if is_log { "notes.log" } else { "snapshot" });
    let mut bytes = fs::read(&path).expect("a file");
    let is_smart = chance.below(2) == 0;
    for _ in 0..=chance.below(4) {
        damage(&mut bytes, chance);
    }
    if is_smart {
        mend_checksums(&mut bytes);
    }
    fs::write(&path, &bytes).expect("a file");
    let began = Instant::now();
    match Index::open(folder.path()) {
        Err(refusal) => assert!(refusal.to_string().ends_with('.'), "{refusal}"),
        Ok(index) => {
            for text in &texts {
                index.query(text, &Scope::default(), TOP);
            }
            index.insert(&Note { id: "new", account: "a", day: 1, text: CHARS }).expect("a note");
            let answer = index.query(CHARS, &Scope::default(), 10);
            assert!(answer.matches.iter().any(|found| found.id == "new"), "{answer:?}");
            index.save().expect("a snapshot");
        }
    }
    assert!(began.elapsed() < LONGEST);
}

/// Changes a byte or a number, cuts something out or doubles it.
fn damage(bytes: &mut Vec<u8>, chance: &mut Chance) {
    // Most of what is read as a number stands near the beginning.
    let reach = if chance.below(2) == 0 { bytes.len() } else { bytes.len().min(200) };
    let at = chance.below(reach.max(1));
    let value = chance.below(256);
    match chance.below(6) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..(at + value).min(bytes.len()))),
        2 => {
            let piece: Vec<u8> = bytes.iter().skip(at).take(value).copied().collect();
            bytes.splice(at..at, piece);
        }
        3 => bytes.iter_mut().skip(at).take(4).for_each(|byte| *byte = 0xFF),
        4 => bytes.iter_mut().skip(at).take(8).for_each(|byte| *byte = 0),
        _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = value.to_le_bytes()[0]),
    }
}

/// Makes the checksums right again, as far as the lengths lead: both files are rows of `[bytes][checksum][body]`
/// after 16 bytes.
fn mend_checksums(bytes: &mut [u8]) {
    let mut at = 16;
    while let Some(head) = bytes.get(at..at + 8).and_then(|head| head.first_chunk::<4>()) {
        let length = u32::from_le_bytes(*head) as usize;
        let Some(body) = bytes.get(at + 8..at + 8 + length) else { return };
        let sum = crc32fast::hash(body).to_le_bytes();
        bytes.iter_mut().skip(at + 4).zip(sum).for_each(|(place, byte)| *place = byte);
        at += 8 + length;
    }
}
