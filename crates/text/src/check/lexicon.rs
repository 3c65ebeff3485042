//! Terms found in a text through its folding, in one pass.
//!
//! A character's form decides what it is compared as ([`crate::fold`]), and the table that folds it gives the code of
//! the automaton at once, so folding costs one look-up per character and no copy of the text. Fillers between the
//! characters of a term do not hide it; breaks part it.

use std::{ops::Range, sync::LazyLock};

use super::{
    automaton::{AFTER_BREAK, CODES_MAX, Code},
    finder::{Cursor, Finder, Finds},
    starts::WINDOW,
};
use crate::fold::{PLANES, Role, form};

/// Characters of one term, at the most.
pub const TERM_CHARS_MAX: usize = 64;
/// Terms of one lexicon, at the most.
pub const TERMS_MAX: usize = 500_000;

const FILLER: Code = 0;
/// A filler that often stands where a clause ends: `.` and `~`. A word may still go through it.
const SOFT_BREAK: Code = 1;
const WORD_BREAK: Code = AFTER_BREAK;
const CLAUSE_BREAK: Code = AFTER_BREAK + 1;
const SENTENCE_BREAK: Code = AFTER_BREAK + 2;
/// Content that is part of no term.
const UNKNOWN: Code = 2;
const FIRST_CODE: Code = 3;

/// Bytes that are folded before the buffers of a [`Scan`] are touched.
const BLOCK: usize = 512;

/// For each character a code: what it is between others, or what terms call it.
type Codes = Box<[Code; PLANES]>;

/// Many terms, ready to be found.
#[derive(Debug)]
pub struct Lexicon {
    codes: Codes,
    finder: Finder,
}

/// A term that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its number in the order in which the terms were given.
    pub term: u32,
    /// Where it begins, as a number of content characters of the text.
    pub start: u32,
    /// Where it ends, exclusive.
    pub end: u32,
}

/// What one pass over a text gives. One that is used again costs no memory anew.
#[derive(Debug, Default)]
pub struct Scan {
    /// The byte at which each content character begins.
    pub at: Vec<u32>,
    codes: Vec<Code>,
    finds: Finds,
}

/// The characters of a term as they are compared: its content in its forms, and its pictures.
pub fn folded(term: &str) -> String {
    let kept = term.chars().map(form).filter(|form| form.role == Role::Content || is_picture(form.char));
    kept.map(|form| form.char).take(TERM_CHARS_MAX).collect()
}

/// A picture can be a term; marks of other kinds are passed over everywhere.
pub(crate) fn is_picture(char: char) -> bool {
    matches!(u32::from(char), 0x2190..=0x2bff | 0x1f000..=0x1faff)
}

impl Lexicon {
    /// Makes a lexicon of terms; of a term longer than [`TERM_CHARS_MAX`] the beginning counts, and terms beyond
    /// [`TERMS_MAX`] are left out, as are those with a character that the table of forms does not have (beyond U+1FFFF).
    pub fn new<'t>(terms: impl IntoIterator<Item = &'t str>) -> Self {
        let mut codes = ROLES.codes.clone();
        let mut next = FIRST_CODE;
        let mut code_of = |char: char| {
            let code = codes.get_mut(char as usize)?;
            let is_new = !(FIRST_CODE..AFTER_BREAK).contains(code);
            if is_new && usize::from(next) + 1 < CODES_MAX {
                *code = next;
                next += 1;
            }
            (FIRST_CODE..AFTER_BREAK).contains(code).then_some(*code)
        };
        let mut coded = Vec::new();
        for (term, number) in terms.into_iter().take(TERMS_MAX).map(folded).zip(0..) {
            if term.chars().all(|char| (char as usize) < PLANES) {
                let of_term: Option<Box<[Code]>> = term.chars().map(&mut code_of).collect();
                coded.extend(of_term.map(|codes| (codes, number)));
            }
        }
        for &(variant, plain) in &ROLES.variants {
            if let Some(code) = codes.get(plain as usize).copied()
                && let Some(slot) = codes.get_mut(variant as usize)
            {
                *slot = code;
            }
        }
        Self { codes, finder: Finder::new(coded, usize::from(next)) }
    }

    /// Finds the terms of a text. The text may have any length below 4 GiB; beyond that nothing is found.
    pub fn scan(&self, text: &str, scan: &mut Scan) {
        self.fold(text, scan);
        self.finder.find(&scan.codes, &mut scan.finds);
    }

    /// The terms that a scan found.
    pub fn found(&self, scan: &Scan) -> impl Iterator<Item = Found> {
        self.finder.all(&scan.finds).map(|(term, start, end)| Found { term, start, end })
    }

    /// Of the terms that a scan found those of a sentence.
    pub(crate) fn found_in(&self, scan: &Scan, sentence: Range<u32>) -> impl Iterator<Item = Found> {
        self.finder.between(&scan.finds, sentence).map(|(term, start, end)| Found { term, start, end })
    }

    /// Tells the terms of the next sentence, which ends before a content character.
    pub(crate) fn tell(&self, scan: &Scan, cursor: &mut Cursor, end: u32, tell: impl FnMut(u32)) {
        self.finder.tell(&scan.finds, cursor, end, tell);
    }

    /// Gives the codes of the content of a text, and where it stands.
    #[expect(clippy::cast_possible_truncation, reason = "the text is shorter than 4 GiB")]
    fn fold(&self, text: &str, scan: &mut Scan) {
        scan.clear();
        let text = if u32::try_from(text.len()).is_ok() { text } else { "" };
        let bytes = text.as_bytes();
        let mut codes = [0; BLOCK];
        let mut places = [0; BLOCK];
        let (mut at, mut parted) = (0, 0);
        while at < bytes.len() {
            let mut content = 0;
            // A block has as many characters at the most as it has bytes.
            let end = bytes.len().min(at + BLOCK);
            while at < end {
                let (code, next) = self.code_at(text, at);
                if let (Some(slot), Some(place)) =
                    (codes.get_mut(content % BLOCK), places.get_mut(content % BLOCK))
                {
                    (*slot, *place) = (code | parted, at as u32);
                }
                let is_content = code.wrapping_sub(UNKNOWN) < AFTER_BREAK - UNKNOWN;
                content += usize::from(is_content);
                parted = if is_content { 0 } else { parted | (code & AFTER_BREAK) };
                at = next;
            }
            scan.codes.extend_from_slice(codes.get(..content).unwrap_or_default());
            scan.at.extend_from_slice(places.get(..content).unwrap_or_default());
        }
        scan.codes.extend([AFTER_BREAK; WINDOW]);
    }

    /// The code of the character at a byte, and the byte after it.
    #[inline]
    fn code_at(&self, text: &str, at: usize) -> (Code, usize) {
        if let Some(&[first @ 0xe0..0xf0, second, third]) =
            text.as_bytes().get(at..).and_then(<[u8]>::first_chunk)
        {
            // What the first byte has above its four bits falls off.
            let point = (u16::from(first) << 12)
                .wrapping_add(u16::from(second) << 6)
                .wrapping_add(u16::from(third))
                .wrapping_sub((0x80 << 6) + 0x80);
            return (self.codes.get(usize::from(point)).copied().unwrap_or(FILLER), at + 3);
        }
        if let Some(&ascii @ 0..0x80) = text.as_bytes().get(at) {
            return (self.codes.get(usize::from(ascii)).copied().unwrap_or(FILLER), at + 1);
        }
        let char = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
        (self.code(char), at + char.len_utf8())
    }

    #[inline]
    fn code(&self, char: char) -> Code {
        match self.codes.get(char as usize) {
            Some(code) => *code,
            None if char.is_alphanumeric() => UNKNOWN,
            None => FILLER,
        }
    }
}

impl Scan {
    fn clear(&mut self) {
        self.at.clear();
        self.codes.clear();
    }

    /// Where clauses and sentences begin, in content characters, each ascending; 0 and the end of the text included.
    pub(crate) fn parts(&self, text: &str) -> (Vec<u32>, Vec<u32>) {
        let end = u32::try_from(self.at.len()).unwrap_or(u32::MAX);
        let (mut clauses, mut sentences) = (vec![0], vec![0]);
        let mark = |starts: &mut Vec<u32>, here: u32| {
            if here < end && starts.last().is_some_and(|last| *last < here) {
                starts.push(here);
            }
        };
        let (mut soft, mut begun) = (0, 0);
        for (&at, here) in self.at.iter().zip(0..) {
            let at = at as usize;
            let gap = if begun < at { text.get(begun..at).unwrap_or_default() } else { "" };
            for char in gap.chars() {
                match role_code(char) {
                    // Between single characters it is no full stop.
                    SOFT_BREAK if here > soft + 2 => mark(&mut clauses, here),
                    CLAUSE_BREAK => mark(&mut clauses, here),
                    SENTENCE_BREAK => {
                        mark(&mut clauses, here);
                        mark(&mut sentences, here);
                    }
                    _ => {}
                }
                soft = if role_code(char) == SOFT_BREAK { here } else { soft };
            }
            begun = at + text.as_bytes().get(at).map_or(1, |first| bytes_of(*first));
        }
        clauses.push(end);
        sentences.push(end);
        (clauses, sentences)
    }

    /// Whether nothing stands between these content characters, if each of them has three bytes.
    pub(crate) fn is_close(&self, start: u32, end: u32) -> bool {
        let at = |index: u32| self.at.get(index as usize).copied().unwrap_or(0);
        at(end.saturating_sub(1)) - at(start).min(at(end.saturating_sub(1))) == 3 * (end - start - 1)
    }

    /// The bytes of the text from one content character to before another one.
    pub fn bytes(&self, text: &str, start: u32, end: u32) -> Range<usize> {
        let from = self.at.get(start as usize).map_or(text.len(), |at| *at as usize);
        let last = end.checked_sub(1).and_then(|last| self.at.get(last as usize)).map(|at| *at as usize);
        let to = last.map_or(from, |last| {
            text.get(last..).and_then(|rest| rest.chars().next()).map_or(last, |char| last + char.len_utf8())
        });
        from..to.max(from)
    }
}

/// The bytes of a character by its first one.
fn bytes_of(first: u8) -> usize {
    match first {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// What characters are before there are terms.
struct Roles {
    codes: Codes,
    /// Characters that have another one for their form, with it.
    variants: Vec<(u32, u32)>,
}

static ROLES: LazyLock<Roles> = LazyLock::new(|| {
    let points = 0..u32::try_from(PLANES).unwrap_or(u32::MAX);
    let mut codes: Codes =
        vec![FILLER; PLANES].into_boxed_slice().try_into().unwrap_or_else(|_| unreachable!());
    for (code, point) in codes.iter_mut().zip(points.clone()) {
        *code = char::from_u32(point).map_or(FILLER, role_code);
    }
    let variant = |point: u32| {
        let plain = form(char::from_u32(point)?).char as u32;
        (plain != point).then_some((point, plain))
    };
    Roles { codes, variants: points.filter_map(variant).collect() }
});

fn role_code(char: char) -> Code {
    match form(char).role {
        Role::Content => UNKNOWN,
        Role::Filler if matches!(form(char).char, '.' | '~') => SOFT_BREAK,
        Role::Filler => FILLER,
        Role::WordBreak => WORD_BREAK,
        Role::ClauseBreak => CLAUSE_BREAK,
        Role::SentenceBreak => SENTENCE_BREAK,
    }
}
