//! Terms found in a text through its folding, in one pass.
//!
//! A character's form decides what it is compared as ([`crate::fold`]), and the table that folds it gives the code of
//! the automaton at once, so folding costs one look-up per character and no copy of the text. Fillers between the
//! characters of a term do not hide it; breaks part it.

use std::ops::Range;

use super::automaton::{Automaton, Builder, CODES_MAX, Code};
use crate::fold::{PLANES, Role, form};

/// Characters of one term, at the most.
pub const TERM_CHARS_MAX: usize = 64;
/// Terms of one lexicon, at the most.
pub const TERMS_MAX: usize = 500_000;

/// Content that is part of no term.
const UNKNOWN: Code = 0;
const FILLER: Code = 1;
const WORD_BREAK: Code = 2;
const CLAUSE_BREAK: Code = 3;
const SENTENCE_BREAK: Code = 4;
/// A filler that often stands where a clause ends: `.` and `~`. A word may still go through it.
const SOFT_BREAK: Code = 5;
const FIRST_CODE: Code = 6;

/// Many terms, ready to be found.
#[derive(Debug)]
pub struct Lexicon {
    codes: Box<[Code]>,
    automaton: Automaton,
    /// Codes of each term; its number of content characters.
    lengths: Vec<u16>,
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

/// What one pass over a text gives.
#[derive(Debug, Default)]
pub struct Scan {
    /// The byte at which each content character begins.
    pub at: Vec<u32>,
    /// Before which content characters a clause ends; ascending.
    pub clauses: Vec<u32>,
    /// Before which content characters a sentence ends; ascending.
    pub sentences: Vec<u32>,
    /// The terms, ascending by end.
    pub found: Vec<Found>,
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
    /// [`TERMS_MAX`] are left out.
    pub fn new<'t>(terms: impl IntoIterator<Item = &'t str>) -> Self {
        let terms: Vec<String> = terms.into_iter().take(TERMS_MAX).map(folded).collect();
        let mut codes: Box<[Code]> = (0..PLANES).map(|point| role_code(point)).collect();
        let mut next = FIRST_CODE;
        for char in terms.iter().flat_map(|term| term.chars()) {
            if let Some(code) = codes.get_mut(char as usize)
                && *code < FIRST_CODE
                && usize::from(next) + 1 < CODES_MAX
            {
                *code = next;
                next += 1;
            }
        }
        let mut builder = Builder::new(usize::from(next));
        let mut lengths = Vec::with_capacity(terms.len());
        for (term, number) in terms.iter().zip(0..) {
            let of_term: Vec<Code> =
                term.chars().map(|char| codes.get(char as usize).copied().unwrap_or(UNKNOWN)).collect();
            lengths.push(u16::try_from(of_term.len()).unwrap_or(u16::MAX));
            if !of_term.contains(&UNKNOWN) {
                builder.add(&of_term, number);
            }
        }
        spread_to_variants(&mut codes);
        Self { codes, automaton: builder.build(), lengths }
    }

    /// Finds the terms of a text. The text may have any length below 4 GiB; beyond that nothing is found.
    pub fn scan(&self, text: &str) -> Scan {
        let mut scan = Scan { at: Vec::with_capacity(text.len() / 3 + 1), ..Scan::default() };
        if u32::try_from(text.len()).is_err() {
            return scan;
        }
        let mut state = 0;
        for (at, char) in text.char_indices() {
            let code = self.code(char);
            if code >= FIRST_CODE {
                #[expect(clippy::cast_possible_truncation, reason = "the text is shorter than 4 GiB")]
                scan.at.push(at as u32);
                state = self.automaton.step(state, code);
                let ends = self.automaton.ends(state);
                if !ends.is_empty() {
                    self.tell(ends, &mut scan);
                }
            } else if code == UNKNOWN {
                #[expect(clippy::cast_possible_truncation, reason = "the text is shorter than 4 GiB")]
                scan.at.push(at as u32);
                state = 0;
            } else if code == SOFT_BREAK {
                scan.part(CLAUSE_BREAK);
            } else if code != FILLER {
                state = 0;
                scan.part(code);
            }
        }
        scan
    }

    #[inline]
    fn code(&self, char: char) -> Code {
        match self.codes.get(char as usize) {
            Some(code) => *code,
            None if char.is_alphanumeric() => UNKNOWN,
            None => FILLER,
        }
    }

    fn tell(&self, ends: &[u32], scan: &mut Scan) {
        #[expect(clippy::cast_possible_truncation, reason = "the text is shorter than 4 GiB")]
        let end = scan.at.len() as u32;
        for &term in ends {
            let length = self.lengths.get(term as usize).copied().unwrap_or(0);
            scan.found.push(Found { term, start: end.saturating_sub(u32::from(length)), end });
        }
    }
}

impl Scan {
    fn part(&mut self, code: Code) {
        #[expect(clippy::cast_possible_truncation, reason = "the text is shorter than 4 GiB")]
        let here = self.at.len() as u32;
        let mark = |breaks: &mut Vec<u32>| {
            if breaks.last() != Some(&here) {
                breaks.push(here);
            }
        };
        if code >= CLAUSE_BREAK {
            mark(&mut self.clauses);
        }
        if code == SENTENCE_BREAK {
            mark(&mut self.sentences);
        }
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

fn role_code(point: usize) -> Code {
    let Some(char) = u32::try_from(point).ok().and_then(char::from_u32) else { return FILLER };
    match form(char).role {
        Role::Content => UNKNOWN,
        Role::Filler if matches!(form(char).char, '.' | '~') => SOFT_BREAK,
        Role::Filler => FILLER,
        Role::WordBreak => WORD_BREAK,
        Role::ClauseBreak => CLAUSE_BREAK,
        Role::SentenceBreak => SENTENCE_BREAK,
    }
}

/// Gives every character the code of its form.
fn spread_to_variants(codes: &mut [Code]) {
    for point in 0..codes.len() {
        let Some(char) = u32::try_from(point).ok().and_then(char::from_u32) else { continue };
        let plain = form(char).char;
        if plain != char
            && let Some(code) = codes.get(plain as usize).copied()
            && let Some(slot) = codes.get_mut(point)
        {
            *slot = code;
        }
    }
}
