//! Patterns: words in an order, with room between them.
//!
//! A pattern is parts with blanks between them. A part is words or classes joined by `|`; `{a,b}` inside a word is one
//! word each. Parts stand side by side unless `..n` (up to `n` characters; from four on a clause may end between) or
//! `~n` (up to `n` characters of the same sentence) stands between them; `n` may be left out. `[` before and `]` after parts mark the
//! place that is told; a part with `?` may be missing; `^` and `$` are the ends of the clause; `@it` is the place that
//! an exception is asked about. `text:`, `clause:` or nothing (the sentence) before a pattern says where it is looked
//! for.

use std::{cell::Cell, ops::Range};

/// Characters between two parts where a pattern does not say.
const GAP_CHARS: u32 = 6;
/// Room that is wide enough for a comma: people put one nearly anywhere in a claim.
const WIDE_FROM_CHARS: u32 = 4;
/// Characters between two parts with `~` where a pattern does not say.
const WIDE_GAP_CHARS: u32 = 15;
/// Characters between two parts, at the most.
pub(crate) const GAP_CHARS_MAX: u32 = 60;
/// Parts of one pattern, at the most.
const PARTS_MAX: usize = 12;
/// Words that one braced word stands for, at the most.
const BRACES_MAX: usize = 2_000;

/// Parts that are tried for one place, at the most. Patterns of ordinary texts need fewer than a hundred.
const STEPS_MAX: u32 = 2_000;

/// A set of terms, by its number.
pub(crate) type SetId = u16;

/// A pattern that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) parts: Vec<Part>,
    pub(crate) within: Within,
}

/// Where an exception is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    Clause,
    Sentence,
    Text,
}

/// One part.
#[expect(clippy::struct_excessive_bools, reason = "each is one sign of the grammar, and they combine freely")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) what: What,
    /// Characters that may stand before it, after the part before.
    pub(crate) gap_max: u32,
    /// Whether a clause may end before it.
    pub(crate) wide: bool,
    pub(crate) optional: bool,
    pub(crate) at_clause_start: bool,
    pub(crate) at_clause_end: bool,
    pub(crate) opens: bool,
    pub(crate) closes: bool,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// One of a set of terms.
    Set(SetId),
    /// The place that an exception is asked about.
    It,
}

/// Reads a pattern; `set` gives the number of a part's words.
pub(crate) fn parse(
    text: &str,
    mut set: impl FnMut(&str) -> Result<SetId, String>,
) -> Result<Pattern, String> {
    let (within, body) = within_of(text);
    let mut parts: Vec<Part> = Vec::new();
    let (mut gap_max, mut wide, mut at_clause_start) = (0, false, false);
    for word in body.split_whitespace() {
        if let Some(count) = word.strip_prefix("..") {
            gap_max = room(count, GAP_CHARS)?;
            wide = gap_max >= WIDE_FROM_CHARS;
            continue;
        }
        if let Some(count) = word.strip_prefix('~') {
            (gap_max, wide) = (room(count, WIDE_GAP_CHARS)?, true);
            continue;
        }
        match word {
            "^" => at_clause_start = true,
            "$" => {
                parts.last_mut().ok_or_else(|| format!("{text:?} begins with $"))?.at_clause_end = true;
            }
            _ => {
                let mut part = part_of(word, &mut set)?;
                (part.gap_max, part.wide, part.at_clause_start) = (gap_max, wide, at_clause_start);
                parts.push(part);
                (gap_max, wide, at_clause_start) = (0, false, false);
            }
        }
    }
    let first_holds = parts.first().is_some_and(|part| !part.optional);
    if !first_holds || parts.len() > PARTS_MAX {
        return Err(format!("the pattern {text:?} must have 1 to {PARTS_MAX} parts, the first not optional"));
    }
    Ok(Pattern { parts, within })
}

fn within_of(text: &str) -> (Within, &str) {
    if let Some(body) = text.strip_prefix("text:") {
        (Within::Text, body)
    } else if let Some(body) = text.strip_prefix("clause:") {
        (Within::Clause, body)
    } else {
        (Within::Sentence, text)
    }
}

fn room(count: &str, usual: u32) -> Result<u32, String> {
    if count.is_empty() {
        return Ok(usual);
    }
    let chars: u32 = count.parse().map_err(|_| format!("{count:?} is no number of characters"))?;
    if chars > GAP_CHARS_MAX { Err(format!("{chars} characters are too wide a gap")) } else { Ok(chars) }
}

fn part_of(word: &str, set: &mut impl FnMut(&str) -> Result<SetId, String>) -> Result<Part, String> {
    let (word, opens) = word.strip_prefix('[').map_or((word, false), |rest| (rest, true));
    let (word, optional) = word.strip_suffix('?').map_or((word, false), |rest| (rest, true));
    let (word, closes) = word.strip_suffix(']').map_or((word, false), |rest| (rest, true));
    let (word, optional) = word.strip_suffix('?').map_or((word, optional), |rest| (rest, true));
    let what = if word == "@it" { What::It } else { What::Set(set(word)?) };
    Ok(Part {
        what,
        gap_max: 0,
        wide: false,
        optional,
        at_clause_start: false,
        at_clause_end: false,
        opens,
        closes,
    })
}

/// The words that a braced word stands for: `{降,控}{糖,压}` is four.
pub(crate) fn unbraced(word: &str) -> Result<Vec<String>, String> {
    let mut words = vec![String::new()];
    let mut rest = word;
    while let Some((before, inside)) = rest.split_once('{') {
        let (choices, after) = inside.split_once('}').ok_or_else(|| format!("{word:?} lacks a }}"))?;
        words = words
            .iter()
            .flat_map(|start| choices.split(',').map(move |choice| format!("{start}{before}{choice}")))
            .collect();
        if words.len() > BRACES_MAX {
            return Err(format!("{word:?} stands for more than {BRACES_MAX} words"));
        }
        rest = after;
    }
    for word in &mut words {
        word.push_str(rest);
    }
    Ok(words)
}

/// A term of the text that patterns can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) term: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The clause in which it begins, and the one in which it ends.
    pub(crate) clause: u32,
    pub(crate) last_clause: u32,
    pub(crate) sentence: u32,
    pub(crate) disguised: bool,
}

/// A place where a pattern was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Met {
    /// The place that is told.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) clause: u32,
    pub(crate) sentence: u32,
    pub(crate) disguised: bool,
}

/// The terms of a sentence, by start and then the longest first, with what sets they belong to.
pub(crate) struct View<'v> {
    pub(crate) hits: &'v [Hit],
    /// The first content character of the sentence.
    pub(crate) from: u32,
    /// For each content character from there and the end of the sentence, the first hit that begins there or later.
    pub(crate) first_at: &'v [u32],
    /// First content character of each clause, the first one's 0 included, and the end of the text.
    pub(crate) clause_starts: &'v [u32],
    /// For each set the terms in it, a bit each.
    pub(crate) sets: &'v [Vec<u64>],
    /// Parts that may still be tried for the pattern at hand.
    pub(crate) steps_left: Cell<u32>,
}

#[derive(Clone, Copy)]
struct Walk {
    first: u32,
    told: (Option<u32>, Option<u32>),
    at: u32,
    clause: u32,
    sentence: u32,
    disguised: bool,
}

impl View<'_> {
    /// Whether a term belongs to a set.
    pub(crate) fn is_in(&self, term: u32, set: SetId) -> bool {
        let word = self.sets.get(usize::from(set)).and_then(|bits| bits.get(term as usize / 64));
        word.is_some_and(|word| word >> (term % 64) & 1 == 1)
    }

    /// The numbers of the hits of a range of content characters, by where they begin.
    pub(crate) fn numbers(&self, range: &Range<u32>) -> Range<u32> {
        let last = self.first_at.len().saturating_sub(1);
        let place = |at: u32| (at.saturating_sub(self.from) as usize).min(last);
        let first = |at: u32| self.first_at.get(place(at)).copied().unwrap_or(0);
        first(range.start)..first(range.end)
    }

    /// The hits of a range of content characters, by where they begin.
    pub(crate) fn within(&self, range: &Range<u32>) -> &[Hit] {
        let numbers = self.numbers(range);
        self.hits.get(numbers.start as usize..numbers.end as usize).unwrap_or_default()
    }

    /// Meets a pattern whose first part is this hit.
    pub(crate) fn meet(&self, pattern: &Pattern, first: &Hit, it: Option<&Met>) -> Option<Met> {
        let (head, rest) = pattern.parts.split_first()?;
        self.steps_left.set(STEPS_MAX);
        let What::Set(set) = head.what else { return None };
        if !self.is_in(first.term, set) {
            return None;
        }
        let walk = Walk {
            first: first.start,
            told: (None, None),
            at: first.start,
            clause: first.clause,
            sentence: first.sentence,
            disguised: false,
        };
        self.take(head, first, walk).and_then(|walk| self.follow(rest, walk, it))
    }

    /// Meets a pattern whose first part is `@it`.
    pub(crate) fn meet_from(&self, pattern: &Pattern, it: &Met) -> Option<Met> {
        let (_, rest) = pattern.parts.split_first()?;
        self.steps_left.set(STEPS_MAX);
        let last = self.clause_of(it.end.saturating_sub(1));
        let walk = Walk {
            first: it.start,
            told: (None, None),
            at: it.end,
            clause: last,
            sentence: it.sentence,
            disguised: false,
        };
        self.follow(rest, walk, Some(it))
    }

    fn follow(&self, parts: &[Part], walk: Walk, it: Option<&Met>) -> Option<Met> {
        self.steps_left.set(self.steps_left.get().checked_sub(1)?);
        let Some((part, rest)) = parts.split_first() else {
            return Some(Met {
                start: walk.told.0.unwrap_or(walk.first),
                end: walk.told.1.unwrap_or(walk.at),
                clause: walk.clause,
                sentence: walk.sentence,
                disguised: walk.disguised,
            });
        };
        let reach = walk.at..walk.at + part.gap_max + 1;
        let met = match part.what {
            What::It => {
                it.filter(|it| reach.contains(&it.start) && self.is_near(part, &walk, it)).and_then(|it| {
                    self.follow(rest, Walk { at: it.end, clause: self.clause_of(it.end - 1), ..walk }, None)
                })
            }
            What::Set(set) => self
                .within(&reach)
                .iter()
                .filter(|hit| self.is_in(hit.term, set))
                .find_map(|hit| self.take(part, hit, walk).and_then(|walk| self.follow(rest, walk, it))),
        };
        met.or_else(|| if part.optional { self.follow(rest, walk, it) } else { None })
    }

    fn is_near(&self, part: &Part, walk: &Walk, it: &Met) -> bool {
        if part.wide { it.sentence == walk.sentence } else { self.clause_of(it.start) == walk.clause }
    }

    /// The walk after a part was met by a hit, if the hit is where the part may be.
    fn take(&self, part: &Part, hit: &Hit, walk: Walk) -> Option<Walk> {
        let near = if part.wide { hit.sentence == walk.sentence } else { hit.clause == walk.clause };
        let starts = !part.at_clause_start || self.clause_starts.binary_search(&hit.start).is_ok();
        let ends = !part.at_clause_end || self.clause_starts.binary_search(&hit.end).is_ok();
        if !(near && starts && ends) {
            return None;
        }
        let opened = if part.opens { Some(hit.start) } else { walk.told.0 };
        let closed = if part.closes { Some(hit.end) } else { walk.told.1 };
        Some(Walk {
            first: walk.first,
            told: (opened, closed),
            at: hit.end,
            clause: hit.last_clause,
            sentence: hit.sentence,
            disguised: walk.disguised || hit.disguised,
        })
    }

    /// The number of the clause of a content character.
    pub(crate) fn clause_of(&self, at: u32) -> u32 {
        let before = self.clause_starts.partition_point(|start| *start <= at);
        u32::try_from(before.saturating_sub(1)).unwrap_or(u32::MAX)
    }
}
