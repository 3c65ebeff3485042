//! From a text to its hits: what stands in it, plainly or disguised.

use super::{
    compile::Program,
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
    let mut scan = program.lexicon.scan(text);
    let mut hits: Vec<Hit> = Vec::with_capacity(scan.found.len());
    let mut add = |term: u32, start: u32, end: u32, disguised: bool| {
        hits.push(Hit { term, start, end, clause: 0, sentence: 0, disguised });
    };
    for found in std::mem::take(&mut scan.found) {
        let Some(&(term, spelled)) = program.spells.get(found.term as usize) else { continue };
        let risky = program.terms.get(term as usize).is_some_and(|term| term.risky);
        match writing(text, &scan, found.start, found.end) {
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
    let starts = |breaks: &[u32]| {
        let mut starts = vec![0];
        starts.extend(breaks.iter().copied().filter(|at| *at > 0 && *at < end));
        starts.push(end);
        starts
    };
    let (clause_starts, sentence_starts) = (starts(&scan.clauses), starts(&scan.sentences));
    hits.sort_unstable_by_key(|hit| (hit.start, u32::MAX - hit.end, hit.term, hit.disguised));
    hits.dedup_by_key(|hit| (hit.start, hit.end, hit.term));
    let mut hits = without_hidden(program, hits);
    for title in titles(text, &scan) {
        hits.retain(|hit| !(title.contains(&hit.start) && hit.end <= title.end));
    }
    let mut reading = Reading { scan, hits, clause_starts, sentence_starts };
    reading.number();
    reading
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
    let flags =
        |hit: &Hit| program.terms.get(hit.term as usize).map_or((false, false), |t| (t.innocent, t.allowed));
    for hit in hits {
        let (innocent, allowed) = flags(&hit);
        let is_cover = cover == (hit.start, hit.end);
        if innocent && !hit.disguised && hit.end > covered_to {
            covered_to = hit.end;
            cover = (hit.start, hit.end);
        }
        let inside = hit.end <= covered_to && cover != (hit.start, hit.end);
        if !(inside || allowed || (is_cover && !innocent)) {
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

/// How the characters from `start` to `end` are written.
fn writing(text: &str, scan: &Scan, start: u32, end: u32) -> Writing {
    let bytes = scan.bytes(text, start, end);
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
    writing_of(written, end - start)
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
