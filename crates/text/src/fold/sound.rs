//! How a character sounds: its toneless pinyin, and pinyin that was typed as letters.

use std::{collections::HashMap, sync::LazyLock};

use encoding_rs::GBK;
use pinyin::ToPinyin as _;

/// A toneless syllable; 0 is none.
pub(crate) type Syllable = u16;

/// Han characters of the basic block.
const HAN: std::ops::RangeInclusive<u32> = 0x4e00..=0x9fff;
/// Letters of the longest syllable, `zhuang`.
const SYLLABLE_LETTERS_MAX: usize = 6;
/// Letters of a run that is tried as pinyin.
const RUN_LETTERS_MAX: usize = 24;

struct Sounds {
    by_char: Vec<Syllable>,
    rare: Vec<bool>,
    by_letters: HashMap<&'static str, Syllable>,
}

static SOUNDS: LazyLock<Sounds> = LazyLock::new(build);

fn build() -> Sounds {
    let mut by_letters: HashMap<&'static str, Syllable> = HashMap::new();
    let mut by_char = Vec::new();
    let mut rare = Vec::new();
    for point in HAN {
        let char = char::from_u32(point).unwrap_or_default();
        let next = Syllable::try_from(by_letters.len() + 1).unwrap_or_default();
        by_char.push(char.to_pinyin().map_or(0, |sound| *by_letters.entry(sound.plain()).or_insert(next)));
        rare.push(!is_everyday(char));
    }
    Sounds { by_char, rare, by_letters }
}

/// Whether the character is among the 3,755 everyday ones of GB 2312, first level.
fn is_everyday(char: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = GBK.encode(char.encode_utf8(&mut buffer));
    !failed && matches!(*bytes, [0xb0..=0xd7, 0xa1..=0xfe])
}

fn place(char: char) -> Option<usize> {
    usize::try_from(u32::from(char).checked_sub(*HAN.start())?).ok()
}

/// The syllable of a Han character, by its commonest reading.
pub(crate) fn syllable(char: char) -> Syllable {
    place(char).and_then(|at| SOUNDS.by_char.get(at)).copied().unwrap_or(0)
}

/// Whether a Han character is one that few people write by habit.
pub(crate) fn is_rare(char: char) -> bool {
    place(char).and_then(|at| SOUNDS.rare.get(at)).copied().unwrap_or(false)
}

/// The syllables of a run of small letters, with where each begins, if the whole run is pinyin; the longest syllable
/// first, and back from there.
pub(crate) fn syllables_of_letters(letters: &str) -> Option<Vec<(Syllable, usize)>> {
    if letters.len() > RUN_LETTERS_MAX {
        return None;
    }
    // reached[at]: the syllable that ends at `at`, and where it begins.
    let mut reached: Vec<Option<(Syllable, usize)>> = vec![None; letters.len() + 1];
    for end in 1..=letters.len() {
        for start in end.saturating_sub(SYLLABLE_LETTERS_MAX)..end {
            let before = start == 0 || reached.get(start).is_some_and(Option::is_some);
            let found = letters.get(start..end).and_then(|part| SOUNDS.by_letters.get(part));
            if let (true, Some(syllable), Some(slot)) = (before, found, reached.get_mut(end)) {
                *slot = Some((*syllable, start));
                break;
            }
        }
    }
    let mut parts = Vec::new();
    let mut end = letters.len();
    while end > 0 {
        let (syllable, start) = (*reached.get(end)?)?;
        parts.push((syllable, start));
        end = start;
    }
    parts.reverse();
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_as_syllables() {
        for (letters, chars) in [("weixin", "微信"), ("zhiliao", "治疗"), ("zui", "最"), ("fang", "仿")]
        {
            let expected: Vec<Syllable> = chars.chars().map(syllable).collect();
            let read = syllables_of_letters(letters).unwrap();
            assert_eq!(read.iter().map(|(syllable, _)| *syllable).collect::<Vec<_>>(), expected, "{letters}");
        }
        assert_eq!(syllables_of_letters("vx"), None);
    }

    #[test]
    fn everyday_characters_are_not_rare() {
        assert!("微信治疗最好威".chars().all(|char| !is_rare(char)));
        assert!("薇蕞唰".chars().all(is_rare));
    }
}
