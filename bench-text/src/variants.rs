//! How notes are copied: one function for each kind that the index is to catch.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use pinyin::ToPinyin as _;

use crate::{chance::Chance, words};

/// A draft with the notes it was made from.
pub struct Draft {
    pub text: String,
    /// The notes, and where their passages stand in the draft, where that is known: ranges of characters.
    pub sources: Vec<(usize, Option<Range<usize>>)>,
}

/// The kinds, in the order of the report. `paraphrase` has drafts of its own.
pub const KINDS: [&str; 8] =
    ["noise", "reordered", "synonyms", "half", "merged", "heavy", "homophones", "quote"];

/// Makes a draft of one kind from a note. `others` are notes beside it, `stranger` is a text of which the index
/// knows nothing.
pub fn make(
    kind: &str,
    source: (usize, &str),
    other: (usize, &str),
    stranger: &str,
    chance: &mut Chance,
) -> Draft {
    let alone = |text| Draft { text, sources: vec![(source.0, None)] };
    match kind {
        "noise" => alone(noise(source.1, chance)),
        "reordered" => alone(reordered(source.1, chance)),
        "synonyms" => alone(synonyms(source.1, 100, chance)),
        "half" => half(source, stranger, chance),
        "merged" => merged(source, other, chance),
        "heavy" => alone(heavy(source.1, chance)),
        "homophones" => alone(homophones(source.1, chance)),
        _ => quote(source, stranger, chance),
    }
}

pub fn sentences(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut part = String::new();
    for char in text.chars() {
        part.push(char);
        let is_end = "。！？!?；;～…\n".contains(char) || (",，".contains(char) && part.chars().count() > 12);
        if is_end && part.chars().count() > 4 {
            parts.push(std::mem::take(&mut part));
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

fn noise(text: &str, chance: &mut Chance) -> String {
    let mut out = String::new();
    if chance.percent(50) {
        out.push_str(*chance.pick(words::EMOJI));
    }
    for char in text.chars() {
        match char {
            '0'..='9' => out.push(char::from(b'0' + chance.below(10) as u8)),
            '，' | '。' | '！' | ',' | '～' | '!' => match chance.below(4) {
                0 => out.push(char),
                1 => out.push_str(*chance.pick(words::EMOJI)),
                2 => out.push(' '),
                _ => out.push_str(*chance.pick(&["！", "～", "，", "…", "\n"])),
            },
            _ => out.push(char),
        }
    }
    for _ in 0..chance.below(4) {
        out.push(' ');
        out.push_str(*chance.pick(words::TAGS));
    }
    out
}

fn reordered(text: &str, chance: &mut Chance) -> String {
    let mut parts = sentences(text);
    chance.shuffle(&mut parts);
    parts.concat()
}

fn synonyms(text: &str, percent: usize, chance: &mut Chance) -> String {
    let mut out = text.to_owned();
    for (word, other) in words::SYNONYMS {
        if out.contains(word) && chance.percent(percent) {
            out = out.replace(word, &other.chars().flat_map(|char| ['\u{1}', char]).collect::<String>());
        }
    }
    out.replace('\u{1}', "")
}

fn half(source: (usize, &str), stranger: &str, chance: &mut Chance) -> Draft {
    let own_words = body(source.1);
    let parts = sentences(own_words);
    let chars: Vec<char> = own_words.chars().collect();
    let kept: String = if parts.len() < 3 {
        let start = chance.below(chars.len() / 2 + 1);
        chars[start..start + chars.len().div_ceil(2)].iter().collect()
    } else {
        let count = parts.len().div_ceil(2);
        let start = chance.below(parts.len() - count + 1);
        parts[start..start + count].concat()
    };
    let own: String = stranger.chars().take(chars.len() - kept.chars().count().min(chars.len())).collect();
    let kept_chars = kept.chars().count();
    let (text, start) = if chance.percent(50) {
        (format!("{kept}{own}"), 0)
    } else {
        (format!("{own}{kept}"), own.chars().count())
    };
    Draft { text, sources: vec![(source.0, Some(start..start + kept_chars))] }
}

fn merged(one: (usize, &str), other: (usize, &str), chance: &mut Chance) -> Draft {
    let cut = |text: &str, first: bool| -> String {
        let parts = sentences(text);
        let middle = parts.len() / 2;
        let chars = text.chars().count();
        match (parts.len() < 2, first) {
            (true, true) => text.chars().take(chars.div_ceil(2)).collect(),
            (true, false) => text.chars().skip(chars / 2).collect(),
            (false, true) => parts[..parts.len() - middle].concat(),
            (false, false) => parts[middle.min(parts.len() - 1)..].concat(),
        }
    };
    let (here, there) = (cut(one.1, chance.percent(50)), cut(other.1, chance.percent(50)));
    let (first, second) = (here.chars().count(), there.chars().count());
    Draft {
        text: format!("{here}{there}"),
        sources: vec![(one.0, Some(0..first)), (other.0, Some(first..first + second))],
    }
}

fn heavy(text: &str, chance: &mut Chance) -> String {
    let mut parts = sentences(text);
    let drop = (parts.len() as f64 * 0.3).round() as usize;
    for _ in 0..drop {
        let at = chance.below(parts.len());
        parts.remove(at);
    }
    chance.shuffle(&mut parts);
    synonyms(&parts.concat(), 70, chance)
}

/// Frequent characters by their syllable.
static BY_SOUND: LazyLock<HashMap<&'static str, Vec<char>>> = LazyLock::new(|| {
    let mut by_sound: HashMap<&'static str, Vec<char>> = HashMap::new();
    // The first level of the national character set: the 3,755 common characters stand in this part by reading.
    for char in '\u{4E00}'..='\u{7FFF}' {
        if let Some(read) = char.to_pinyin() {
            by_sound.entry(read.plain()).or_default().push(char);
        }
    }
    by_sound
});

fn homophones(text: &str, chance: &mut Chance) -> String {
    let mut out = String::new();
    for char in text.chars() {
        let alike = char.to_pinyin().and_then(|read| BY_SOUND.get(read.plain()));
        match alike {
            Some(alike) if chance.percent(25) => out.push(*chance.pick(alike)),
            _ => out.push(char),
        }
        if alike.is_some() && chance.percent(20) {
            out.push_str(*chance.pick(words::EMOJI));
        }
    }
    out
}

/// A note without the greeting, the signature and the tags that many notes share: quoting these is no quotation.
fn body(note: &str) -> &str {
    let shared = |text: &&&str| !text.is_empty();
    let greeting = words::GREETINGS.iter().filter(shared).find(|greeting| note.starts_with(**greeting));
    let body = note.strip_prefix(greeting.copied().unwrap_or_default()).unwrap_or(note);
    let endings = words::SIGNATURES.iter().filter(shared).chain(words::TAGS);
    let end = endings.filter_map(|ending| body.find(ending)).min().unwrap_or(body.len());
    &body[..end]
}

fn quote(source: (usize, &str), stranger: &str, chance: &mut Chance) -> Draft {
    let chars: Vec<char> = body(source.1).chars().collect();
    let length = 70.min(chars.len());
    let start = chance.below(chars.len() - length + 1);
    let passage: String = chars[start..start + length].iter().collect();
    let around: Vec<char> = stranger.chars().collect();
    let cut = chance.below(around.len() + 1);
    let (before, after): (String, String) = (around[..cut].iter().collect(), around[cut..].iter().collect());
    Draft { text: format!("{before}{passage}{after}"), sources: vec![(source.0, Some(cut..cut + length))] }
}
