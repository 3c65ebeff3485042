//! Words that stand in a text, and where.
//!
//! Places are counted in Unicode scalar values, as everywhere in the product. A word counts where the writer says it:
//! not between quotation marks, where somebody else is heard.

use crate::content::Surface;

/// Characters that end a sentence.
const SENTENCE_ENDS: [char; 8] = ['。', '！', '？', '!', '?', '；', ';', '\n'];

/// A place in a draft: its first character and the place behind its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passage {
    /// Title or body.
    pub surface: Surface,
    /// Where it begins, in Unicode scalar values.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
}

/// A word that was found, with what stands before and behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit<'a> {
    pub before: &'a str,
    pub word: &'a str,
    pub behind: &'a str,
}

impl Hit<'_> {
    /// Where it stands.
    pub fn passage(&self, surface: Surface) -> Passage {
        let start = self.before.chars().count();
        Passage { surface, start, end: start + self.word.chars().count() }
    }

    /// Whether it stands between quotation marks of its line: said by somebody else.
    pub fn is_quoted(&self) -> bool {
        let line = self.before.rsplit('\n').next().unwrap_or_default();
        let count = |marks: [char; 3]| line.chars().filter(|letter| marks.contains(letter)).count();
        let plain = line.chars().filter(|letter| *letter == '"').count();
        count(['“', '「', '『']) > count(['”', '」', '』']) || plain % 2 == 1
    }

    /// Whether the sentence so far, back to its beginning or `chars` characters, holds one of the words.
    pub fn follows_one_of(&self, words: &[&str], chars: usize) -> bool {
        let so_far = self.before.rsplit(SENTENCE_ENDS).next().unwrap_or_default();
        let skipped = so_far.chars().count().saturating_sub(chars);
        let near: String = so_far.chars().skip(skipped).collect();
        words.iter().any(|word| near.contains(word))
    }

    /// The sentence around it.
    pub fn sentence(&self) -> String {
        let before = self.before.rsplit(SENTENCE_ENDS).next().unwrap_or_default();
        let behind = self.behind.split(SENTENCE_ENDS).next().unwrap_or_default();
        [before, self.word, behind].concat()
    }
}

/// Every place of a word in a text, from left to right.
pub(super) fn hits<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = Hit<'a>> {
    text.match_indices(word).filter_map(move |(at, word)| {
        let (before, rest) = text.split_at_checked(at)?;
        let behind = rest.get(word.len()..)?;
        Some(Hit { before, word, behind })
    })
}

/// Every place of any of the words, which blanks part, that is not quoted, from left to right; of two that overlap the earlier, and of two
/// that begin at one place the longer.
pub(super) fn any_of<'a>(text: &'a str, words: &'a str) -> Vec<Hit<'a>> {
    let mut found: Vec<Hit<'a>> =
        words.split_whitespace().flat_map(|word| hits(text, word)).filter(|hit| !hit.is_quoted()).collect();
    found.sort_by_key(|hit| (hit.before.len(), std::cmp::Reverse(hit.word.len())));
    let mut end = 0;
    found.retain(|hit| {
        let is_free = hit.before.len() >= end;
        if is_free {
            end = hit.before.len() + hit.word.len();
        }
        is_free
    });
    found
}

/// The first sentence of a text that holds a letter, without the blanks around it.
pub(super) fn opening(text: &str, surface: Surface) -> Option<Passage> {
    let mut from = 0;
    for sentence in text.split_inclusive(SENTENCE_ENDS) {
        let words = sentence.trim();
        if words.chars().any(char::is_alphanumeric) {
            let blanks = sentence.chars().take_while(|letter| letter.is_whitespace()).count();
            let start = from + blanks;
            return Some(Passage { surface, start, end: start + words.chars().count() });
        }
        from += sentence.chars().count();
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_longer_word_wins_and_what_somebody_else_says_is_left_out() {
        let found = |text: &str| -> Vec<(usize, usize)> {
            any_of(text, "匠心 匠心之作 赋能")
                .iter()
                .map(|hit| hit.passage(Surface::Body))
                .map(|place| (place.start, place.end))
                .collect()
        };
        assert_eq!(found("这是匠心之作"), [(2, 6)]);
        assert_eq!(found("匠心赋能"), [(0, 2), (2, 4)]);
        assert_eq!(found("客人说“你们的匠心我不懂”，我也不懂"), []);
        assert_eq!(found("“好”，匠心"), [(4, 6)]);
        assert_eq!(found("他说\"好\n匠心"), [(5, 7)], "a mark that is never closed ends with its line");
    }

    #[test]
    fn the_opening_is_the_first_sentence_that_says_something() {
        let place = |text: &str| opening(text, Surface::Body).map(|place| (place.start, place.end));
        assert_eq!(place("  ！\n 你好呀。再见"), Some((5, 9)));
        assert_eq!(place("只有一句"), Some((0, 4)));
        assert_eq!(place(" …！"), None);
    }

    proptest! {
        #[test]
        fn a_place_holds_the_word_that_was_found(text in "[匠心之作赋能“”\"。\n a]{0,60}") {
            for hit in any_of(&text, "匠心 匠心之作 赋能") {
                let place = hit.passage(Surface::Body);
                let there: String = text.chars().skip(place.start).take(place.end - place.start).collect();
                prop_assert_eq!(there, hit.word);
            }
        }
    }
}
