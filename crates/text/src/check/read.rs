//! From a text to its hits: what stands in it, plainly or disguised.

use std::{cell::OnceCell, ops::Range};

use super::{
    finder::Cursor,
    lexicon::{Found, Scan, is_picture},
    marks::{Kind, marks},
    notice::{HIDDEN, PICTURE, noticed},
    outlook::{Promise, SetBits},
    pattern::Hit,
    program::{Program, Standing},
};
use crate::fold::{Role, form};

/// Bytes of the title of a work, at the most.
const TITLE_BYTES_MAX: usize = 90;
/// Titles of one text that are told apart.
const TITLES_MAX: usize = 16;

/// The number of the first entry of the lexicon among terms and spellings; marks come before.
#[expect(clippy::cast_possible_truncation, reason = "there are a few kinds of marks")]
const ENTRIES_FROM: u32 = Kind::ALL.len() as u32;

/// A text with what may stand in it.
#[derive(Debug)]
pub(crate) struct Text<'t> {
    program: &'t Program,
    pub(crate) original: &'t str,
    pub(crate) scan: Scan,
    /// Marks, and words that are heard; by start.
    others: Vec<Hit>,
    /// Whether a character is written such that it hides.
    hides: bool,
    /// Titles of works.
    titles: Vec<Range<u32>>,
    /// Where clauses begin, in content characters; the first one's 0 and the end of the text included.
    pub(crate) clause_starts: Vec<u32>,
}

/// A sentence in which some pattern could be met.
#[derive(Debug)]
pub(crate) struct Spot {
    /// Its number among the sentences of the text.
    number: u32,
    /// Its content characters.
    pub(crate) part: Range<u32>,
    pub(crate) promise: Promise,
    pub(crate) sets: SetBits,
    reading: OnceCell<Reading>,
}

/// A sentence that was read.
#[derive(Debug)]
pub(crate) struct Reading {
    /// By start, then the longest first.
    pub(crate) hits: Vec<Hit>,
    /// For each content character of the sentence and its end, the first hit that begins there or later.
    pub(crate) first_at: Vec<u32>,
}

/// How a term stands in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    Plain,
    Disguised,
    /// Not there: part of a longer word, or two words that merely stand near each other.
    None,
}

impl<'t> Text<'t> {
    /// Looks a text over, and gives the sentences that need to be read.
    pub(crate) fn new(program: &'t Program, text: &'t str) -> (Self, Vec<Spot>) {
        let mut scan = Scan::default();
        program.lexicon.scan(text, &mut scan);
        let (clause_starts, sentence_starts) = scan.parts(text);
        let mut others: Vec<Hit> = Vec::new();
        let mut add = |term: u32, start: u32, end: u32, disguised: bool| {
            others.push(Hit { term, start, end, clause: 0, last_clause: 0, sentence: 0, disguised });
        };
        let noticed = noticed(text, &scan);
        for mark in marks(text, &scan, &noticed) {
            add(mark.kind as u32, mark.start, mark.end, mark.disguised);
        }
        program.sounds.hear(text, &scan, &noticed, |term, start, end| add(term, start, end, true));
        if noticed.iter().any(|noticed| noticed.is(PICTURE)) {
            decorated(program, text, &scan, |term, start, end| add(term, start, end, true));
        }
        others.sort_unstable_by_key(|hit| hit.start);
        let titles = titles(text, &scan);
        let hides = noticed.iter().any(|noticed| noticed.is(HIDDEN));
        let text = Self { program, original: text, scan, others, hides, titles, clause_starts };
        let spots = text.spots(&sentence_starts);
        (text, spots)
    }

    fn spots(&self, starts: &[u32]) -> Vec<Spot> {
        let Program { lexicon, outlook, .. } = self.program;
        let (mut cursor, mut others) = (Cursor::default(), self.others.iter().peekable());
        let mut sentence = outlook.sentence();
        let mut spots = Vec::new();
        for ((&start, &end), number) in starts.iter().zip(starts.iter().skip(1)).zip(0..) {
            lexicon.tell(&self.scan, &mut cursor, end, |entry| sentence.add(entry + ENTRIES_FROM));
            while let Some(hit) = others.next_if(|hit| hit.start < end) {
                sentence.add(hit.term);
            }
            let promise = sentence.promise();
            if promise.text || !promise.rules.is_empty() {
                let (part, sets) = (start..end, sentence.sets());
                spots.push(Spot { number, part, promise, sets, reading: OnceCell::new() });
            }
            sentence.clear();
        }
        spots
    }

    /// Reads a sentence, once.
    pub(crate) fn read<'s>(&self, spot: &'s Spot) -> &'s Reading {
        spot.reading.get_or_init(|| self.read_anew(spot))
    }

    fn read_anew(&self, spot: &Spot) -> Reading {
        let part = &spot.part;
        let first = self.others.partition_point(|hit| hit.start < part.start);
        let others = self.others.get(first..).unwrap_or_default();
        let mut hits: Vec<Hit> = others.iter().take_while(|hit| hit.start < part.end).copied().collect();
        let found = self.program.lexicon.found_in(&self.scan, part.clone());
        hits.extend(found.filter_map(|found| self.hit(found)));
        hits.sort_unstable_by_key(|hit| {
            let place = u64::from(hit.start) << 32 | u64::from(u32::MAX - hit.end);
            (place, hit.term, hit.disguised)
        });
        hits.dedup_by_key(|hit| (hit.start, hit.end, hit.term));
        let mut hits = without_hidden(self.program, hits);
        for title in &self.titles {
            hits.retain(|hit| !(title.contains(&hit.start) && hit.end <= title.end));
        }
        self.number(spot, &mut hits);
        Reading { first_at: first_at(&hits, part), hits }
    }

    /// Gives every hit of a sentence the numbers of its clause and sentence.
    fn number(&self, spot: &Spot, hits: &mut [Hit]) {
        let starts = &self.clause_starts;
        let mut clause = starts.partition_point(|start| *start <= spot.part.start).saturating_sub(1);
        for hit in hits {
            while starts.get(clause + 1).is_some_and(|next| *next <= hit.start) {
                clause += 1;
            }
            let mut last = clause;
            while starts.get(last + 1).is_some_and(|next| *next < hit.end) {
                last += 1;
            }
            hit.clause = u32::try_from(clause).unwrap_or(u32::MAX);
            hit.last_clause = u32::try_from(last).unwrap_or(u32::MAX);
            hit.sentence = spot.number;
        }
    }

    /// The content characters of a clause.
    pub(crate) fn clause(&self, number: u32) -> Range<u32> {
        span(&self.clause_starts, number)
    }

    /// The hit of a term that was found, if that is how it stands there.
    fn hit(&self, found: Found) -> Option<Hit> {
        let Found { term: entry, start, end } = found;
        let &(term, spelled) = self.program.spells.get(entry as usize)?;
        let known = self.program.terms.get(term as usize)?;
        let disguised = if !spelled && known.is_han && !self.hides && self.scan.is_close(start, end) {
            false
        } else {
            let bytes = self.scan.bytes(self.original, start, end);
            let as_it_is = !spelled && known.is_written(self.original, &bytes);
            match if as_it_is {
                Writing::Plain
            } else {
                writing(self.original, bytes, end - start, known.gaps)
            } {
                Writing::None => return None,
                Writing::Plain => spelled,
                Writing::Disguised => spelled || known.risky,
            }
        };
        Some(Hit { term, start, end, clause: 0, last_clause: 0, sentence: 0, disguised })
    }
}

/// Tells the risky words that stand in a text once its pictures are taken for decoration: a picture can be a part of a
/// word as well, and only then stands in its way. Places are those of the scan with pictures.
fn decorated(program: &Program, text: &str, scan: &Scan, mut tell: impl FnMut(u32, u32, u32)) {
    let filler = |char: char| match char.len_utf8() {
        3 => "\u{200b}",
        _ => "··",
    };
    let mut bare = String::with_capacity(text.len());
    for char in text.chars() {
        if is_picture(char) { bare.push_str(filler(char)) } else { bare.push(char) }
    }
    let mut without = Scan::default();
    program.lexicon.scan(&bare, &mut without);
    let place =
        |byte: usize| u32::try_from(scan.at.partition_point(|at| (*at as usize) < byte)).unwrap_or(u32::MAX);
    for Found { term: entry, start, end } in program.lexicon.found(&without) {
        let bytes = without.bytes(&bare, start, end);
        let Some(&(term, _)) = program.spells.get(entry as usize) else { continue };
        let is_risky = program.terms.get(term as usize).is_some_and(|term| term.risky);
        if is_risky && text.get(bytes.clone()).is_some_and(|written| written.contains(is_picture)) {
            tell(term, place(bytes.start), place(bytes.end));
        }
    }
}

fn first_at(hits: &[Hit], part: &Range<u32>) -> Vec<u32> {
    let length = (part.end - part.start) as usize;
    let mut first_at = Vec::with_capacity(length + 2);
    for (hit, index) in hits.iter().zip(0_u32..) {
        while first_at.len() <= (hit.start - part.start) as usize {
            first_at.push(index);
        }
    }
    // One place beyond the end, so that a range may end there.
    first_at.resize(length + 2, u32::try_from(hits.len()).unwrap_or(u32::MAX));
    first_at
}

/// Titles of works, in content characters. What a work is called says nothing of goods.
fn titles(text: &str, scan: &Scan) -> Vec<Range<u32>> {
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

fn span(starts: &[u32], number: u32) -> Range<u32> {
    let start = starts.get(number as usize).copied().unwrap_or(0);
    start..starts.get(number as usize + 1).copied().unwrap_or(start)
}

/// How a word of `count` content characters and `own_gaps` is written at these bytes.
fn writing(text: &str, bytes: Range<usize>, count: u32, own_gaps: u32) -> Writing {
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
    writing_of(written, count, own_gaps)
}

/// How many places of a word part its content characters from each other: blanks, marks.
pub(crate) fn gaps_in(word: &str) -> u32 {
    let is_gap = |char: char| form(char).role != Role::Content && !is_picture(char);
    let chars: Vec<char> = word.trim_matches(is_gap).chars().collect();
    let starts =
        chars.windows(2).filter(|pair| matches!(pair, [before, char] if is_gap(*char) && !is_gap(*before)));
    u32::try_from(starts.count()).unwrap_or(u32::MAX)
}

/// How a word of `count` content characters is written. Pictures in it are decoration unless the word needs them.
fn writing_of(written: &str, count: u32, own_gaps: u32) -> Writing {
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
        _ if gaps <= own_gaps => {
            if hidden {
                Writing::Disguised
            } else {
                Writing::Plain
            }
        }
        _ if strong || gaps + 1 >= count => Writing::Disguised,
        _ => Writing::None,
    }
}
