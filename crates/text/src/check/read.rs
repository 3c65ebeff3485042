//! From a text to its hits: what stands in it, plainly or disguised.

use super::{
    compile::{Program, Standing},
    lexicon::{Scan, is_picture},
    marks::marks,
    pattern::Hit,
};
use crate::fold::{Role, form};

/// Bytes of the title of a work, at the most.
const TITLE_BYTES_MAX: usize = 90;
/// Titles of one text that are told apart.
const TITLES_MAX: usize = 16;

/// A text that was read.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) scan: Scan,
    /// By start, then the longest first.
    pub(crate) hits: Vec<Hit>,
    /// For each content character and the end of the text, the first hit that begins there or later.
    pub(crate) first_at: Vec<u32>,
    /// Where clauses begin, in content characters; the first one's 0 and the end of the text included.
    pub(crate) clause_starts: Vec<u32>,
    /// The same for sentences.
    pub(crate) sentence_starts: Vec<u32>,
}

/// How a term stands in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    Plain,
    Disguised,
    /// Not there: part of a longer word, or two words that merely stand near each other.
    None,
}

/// Reads a text.
pub(crate) fn read(program: &Program, text: &str) -> Reading {
    let mut scan = Scan::default();
    program.lexicon.scan(text, &mut scan);
    let mut hits: Vec<Hit> = Vec::new();
    let mut add = |term: u32, start: u32, end: u32, disguised: bool| {
        hits.push(Hit { term, start, end, clause: 0, last_clause: 0, sentence: 0, disguised });
    };
    for found in program.lexicon.found(&scan) {
        let Some(&(term, spelled)) = program.spells.get(found.term as usize) else { continue };
        let risky = program.terms.get(term as usize).is_some_and(|term| term.risky);
        let bytes = scan.bytes(text, found.start, found.end);
        let as_it_is =
            !spelled && program.terms.get(term as usize).is_some_and(|term| term.is_written(text, &bytes));
        match if as_it_is { Writing::Plain } else { writing(text, bytes, found.end - found.start) } {
            Writing::None => {}
            Writing::Plain => add(term, found.start, found.end, spelled),
            Writing::Disguised => add(term, found.start, found.end, spelled || risky),
        }
    }
    for mark in marks(text, &scan) {
        add(mark.kind as u32, mark.start, mark.end, mark.disguised);
    }
    program.sounds.hear(text, &scan, |term, start, end| add(term, start, end, true));
    let end = u32::try_from(scan.at.len()).unwrap_or(u32::MAX);
    let (clause_starts, sentence_starts) = scan.parts(text);
    hits.sort_unstable_by_key(|hit| {
        let place = u64::from(hit.start) << 32 | u64::from(u32::MAX - hit.end);
        (place, hit.term, hit.disguised)
    });
    hits.dedup_by_key(|hit| (hit.start, hit.end, hit.term));
    let mut hits = without_hidden(program, hits);
    for title in titles(text, &scan) {
        hits.retain(|hit| !(title.contains(&hit.start) && hit.end <= title.end));
    }
    let mut reading = Reading { scan, first_at: first_at(&hits, end), hits, clause_starts, sentence_starts };
    reading.number();
    reading
}

fn first_at(hits: &[Hit], end: u32) -> Vec<u32> {
    let mut first_at = Vec::with_capacity(end as usize + 2);
    for (hit, index) in hits.iter().zip(0_u32..) {
        while first_at.len() <= hit.start as usize {
            first_at.push(index);
        }
    }
    let count = u32::try_from(hits.len()).unwrap_or(u32::MAX);
    // One place beyond the end, so that a range may end there.
    first_at.resize(end as usize + 2, count);
    first_at
}

/// Titles of works, in content characters. What a work is called says nothing of goods.
fn titles(text: &str, scan: &Scan) -> Vec<std::ops::Range<u32>> {
    let content =
        |byte: usize| u32::try_from(scan.at.partition_point(|at| (*at as usize) < byte)).unwrap_or(u32::MAX);
    text.match_indices('《')
        .filter_map(|(open, _)| {
            let length = text.get(open..)?.find('》').filter(|length| *length <= TITLE_BYTES_MAX)?;
            Some(content(open)..content(open + length))
        })
        .take(TITLES_MAX)
        .collect()
}

/// Leaves out what lies inside innocent words.
fn without_hidden(program: &Program, hits: Vec<Hit>) -> Vec<Hit> {
    let mut covered_to = 0;
    let mut cover = (0, 0);
    let mut kept = Vec::with_capacity(hits.len());
    let standing =
        |hit: &Hit| program.terms.get(hit.term as usize).map_or(Standing::Read, |term| term.standing);
    for hit in hits {
        let standing = standing(&hit);
        let innocent = standing >= Standing::Innocent;
        let is_cover = cover == (hit.start, hit.end);
        if innocent && !hit.disguised && hit.end > covered_to {
            covered_to = hit.end;
            cover = (hit.start, hit.end);
        }
        let inside = hit.end <= covered_to && cover != (hit.start, hit.end);
        if !(inside || standing == Standing::Allowed || (is_cover && !innocent)) {
            kept.push(hit);
        }
    }
    kept
}

impl Reading {
    /// Gives every hit the numbers of its clause and sentence.
    fn number(&mut self) {
        let (mut clause, mut sentence) = (0_usize, 0_usize);
        for hit in &mut self.hits {
            while self.clause_starts.get(clause + 1).is_some_and(|next| *next <= hit.start) {
                clause += 1;
            }
            while self.sentence_starts.get(sentence + 1).is_some_and(|next| *next <= hit.start) {
                sentence += 1;
            }
            hit.clause = u32::try_from(clause).unwrap_or(u32::MAX);
            let mut last = clause;
            while self.clause_starts.get(last + 1).is_some_and(|next| *next < hit.end) {
                last += 1;
            }
            hit.last_clause = u32::try_from(last).unwrap_or(u32::MAX);
            hit.sentence = u32::try_from(sentence).unwrap_or(u32::MAX);
        }
    }

    /// The content characters of a sentence.
    pub(crate) fn sentence(&self, number: u32) -> std::ops::Range<u32> {
        span(&self.sentence_starts, number)
    }

    /// The content characters of a clause.
    pub(crate) fn clause(&self, number: u32) -> std::ops::Range<u32> {
        span(&self.clause_starts, number)
    }
}

fn span(starts: &[u32], number: u32) -> std::ops::Range<u32> {
    let start = starts.get(number as usize).copied().unwrap_or(0);
    start..starts.get(number as usize + 1).copied().unwrap_or(start)
}

/// How a word of `count` content characters is written at these bytes.
fn writing(text: &str, bytes: std::ops::Range<usize>, count: u32) -> Writing {
    let Some(written) = text.get(bytes.clone()) else { return Writing::None };
    let joins = |outside: Option<char>, inside: Option<char>| {
        let is_letter = |char: char| form(char).char.is_ascii_lowercase();
        outside.is_some_and(is_letter) && inside.is_some_and(is_letter)
    };
    let before = text.get(..bytes.start).and_then(|part| part.chars().next_back());
    let after = text.get(bytes.end..).and_then(|part| part.chars().next());
    if joins(before, written.chars().next()) || joins(after, written.chars().next_back()) {
        return Writing::None;
    }
    writing_of(written, count)
}

/// How a word of `count` content characters is written. Pictures in it are decoration unless the word needs them.
fn writing_of(written: &str, count: u32) -> Writing {
    let is_content = |char: &char| form(*char).role == Role::Content;
    let contents = u32::try_from(written.chars().filter(is_content).count()).unwrap_or(u32::MAX);
    let pictures_count = contents < count;
    let (mut gaps, mut strong, mut hidden, mut in_gap) = (0, false, false, false);
    for char in written.chars() {
        if is_content(&char) || (pictures_count && is_picture(char)) {
            hidden |= form(char).hidden;
            in_gap = false;
        } else {
            gaps += u32::from(!in_gap);
            in_gap = true;
            strong |= !matches!(char, ' ' | '\u{a0}' | '\u{3000}' | '\t');
        }
    }
    match gaps {
        0 if hidden => Writing::Disguised,
        0 => Writing::Plain,
        _ if strong || gaps + 1 >= count => Writing::Disguised,
        _ => Writing::None,
    }
}
