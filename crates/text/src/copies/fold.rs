//! What of a text is compared: its letters and characters, each with its sound and its place in the original.
//!
//! Dropped are punctuation, emoji (also the platform's `[笑哭R]`), digits, zero-width characters and topic tags
//! (`#…`); width and case are levelled. The rest is *content*, counted in Unicode scalar values like the original.

use std::sync::LazyLock;

use pinyin::{Pinyin, ToPinyin as _};

use super::limits::COMPARED_CHARS_MAX;

const HAN: std::ops::RangeInclusive<u32> = 0x4E00..=0x9FFF;
const HAN_COUNT: usize = 0x9FFF - 0x4E00 + 1;
/// Sounds below this are syllables; others are letters or characters without a known reading.
const OTHER_SOUNDS: u16 = 0x1000;
/// Characters of a topic tag before it stops being one.
const TAG_CHARS_MAX: usize = 30;
/// Characters between the brackets of a platform emoji or mark.
const MARK_CHARS_MAX: usize = 8;

/// The content of a text. The three lists are equally long.
#[derive(Debug, Default, Clone)]
pub(super) struct Folded {
    /// Levelled characters.
    pub chars: Vec<u32>,
    /// Toneless syllables of Chinese characters, as numbers; letters stand for themselves.
    pub sounds: Vec<u16>,
    /// Where the character stands in the original, in Unicode scalar values.
    pub places: Vec<u32>,
}

impl Folded {
    pub fn of(text: &str) -> Self {
        let mut folded = Self::default();
        folded.read(text);
        folded
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Replaces the content by that of another text, in the same memory.
    pub fn read(&mut self, text: &str) {
        self.chars.clear();
        self.sounds.clear();
        self.places.clear();
        let expected = (text.len() / 3).min(COMPARED_CHARS_MAX);
        self.chars.reserve(expected);
        self.sounds.reserve(expected);
        self.places.reserve(expected);
        let mut rest = text.chars();
        let mut place = 0_u32;
        while let Some(next) = rest.next() {
            let skipped = match next {
                '#' | '＃' => tag_chars(rest.as_str()),
                '[' => mark_chars(rest.as_str()),
                _ => 0,
            };
            if skipped > 0 {
                rest.nth(skipped - 1);
                place += u32::try_from(skipped).unwrap_or(u32::MAX) + 1;
                continue;
            }
            if let Some((char, sound)) = level(next) {
                self.chars.push(char);
                self.sounds.push(sound);
                self.places.push(place);
                if self.chars.len() == COMPARED_CHARS_MAX {
                    return;
                }
            }
            place += 1;
        }
    }
}

/// Characters after `#` that belong to a topic tag, a closing `#` counted.
fn tag_chars(rest: &str) -> usize {
    let mut count = 0;
    for next in rest.chars().take(TAG_CHARS_MAX) {
        if matches!(next, '#' | '＃') {
            return count + 1;
        }
        if next.is_whitespace() || is_stop(next) {
            break;
        }
        count += 1;
    }
    if count == TAG_CHARS_MAX { 0 } else { count }
}

fn is_stop(char: char) -> bool {
    matches!(char, '，' | '。' | '！' | '？' | '；' | '：' | ',' | ';' | '!' | '?' | '、' | '…' | '~' | '～')
}

/// Characters after `[` up to the closing bracket, when they write an emoji (`笑哭R`) or a mark of the platform.
fn mark_chars(rest: &str) -> usize {
    let mut last = ' ';
    for (count, next) in rest.chars().take(MARK_CHARS_MAX + 1).enumerate() {
        if next == ']' {
            return if last == 'R' || rest.starts_with("话题]") { count + 1 } else { 0 };
        }
        last = next;
    }
    0
}

/// A character as it is compared, and its sound; nothing for what is dropped.
fn level(char: char) -> Option<(u32, u16)> {
    let code = u32::from(char);
    if HAN.contains(&code) {
        let index = usize::try_from(code - HAN.start()).unwrap_or_default();
        return Some((code, SOUNDS.get(index).copied().unwrap_or_default()));
    }
    match char {
        'a'..='z' => Some((code, other_sound(code))),
        'A'..='Z' => Some((code + 32, other_sound(code + 32))),
        // Punctuation, digits, symbols and nearly all emoji, without a search in the tables of the language.
        '\0'..='\u{BF}'
        | '\u{2000}'..='\u{2BFF}'
        | '\u{3000}'..='\u{303F}'
        | '\u{FE00}'..='\u{FF20}'
        | '\u{1F000}'..='\u{1FFFF}' => None,
        // Full-width letters.
        'Ａ'..='Ｚ' => Some((code - 0xFEE0 + 32, other_sound(code - 0xFEE0 + 32))),
        'ａ'..='ｚ' => Some((code - 0xFEE0, other_sound(code - 0xFEE0))),
        _ if char.is_alphabetic() => {
            let lower = char.to_lowercase().next().map_or(code, u32::from);
            Some((lower, other_sound(lower)))
        }
        _ => None,
    }
}

fn other_sound(code: u32) -> u16 {
    OTHER_SOUNDS | (code & 0x0FFF) as u16
}

/// The syllable of every common Chinese character by its number, counted from 1; 0 has no known reading.
static SOUNDS: LazyLock<Box<[u16]>> = LazyLock::new(|| {
    let mut names: Vec<&'static str> = Vec::new();
    let mut sounds = vec![0_u16; HAN_COUNT];
    for (sound, code) in sounds.iter_mut().zip(HAN) {
        *sound = OTHER_SOUNDS | (code & 0x0FFF) as u16;
        let Some(name) = char::from_u32(code).and_then(|char| char.to_pinyin()).map(Pinyin::plain) else {
            continue;
        };
        let known = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        *sound = u16::try_from(known + 1).unwrap_or_default();
    }
    sounds.into_boxed_slice()
});
