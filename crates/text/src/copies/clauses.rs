//! Clauses: what stands between two marks, and pairs of them by which a note is found whose every clause is common.
//!
//! Where notes are made from the same sentences, hardly any gram is rare, but two sentences seldom meet in the same
//! note. The order of the two does not matter.

use super::{fold::Folded, grams};

/// Characters of content below which a part between two marks is no clause.
const CLAUSE_CHARS_MIN: usize = 4;
/// A clause is filed together with those that follow it at these distances: neighbours first, which a quotation keeps
/// together.
const DISTANCES: [usize; 4] = [1, 2, 3, 5];

/// The clause of a text: the hash of its characters and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clause {
    pub hash: u64,
    pub start: u32,
    pub length: u32,
}

/// Numbers the parts of a text between punctuation and other characters that are not content.
pub(super) fn number_parts(places: &[u32]) -> impl Iterator<Item = u32> + '_ {
    let (mut number, mut expected) = (0, 0);
    places.iter().map(move |place| {
        number += u32::from(*place != expected);
        expected = place + 1;
        number
    })
}

/// Replaces the list by the clauses of a text, in their order.
pub(super) fn read(folded: &Folded, clauses: &mut Vec<Clause>) {
    clauses.clear();
    let mut start = 0;
    for part in folded.places.chunk_by(|before, after| before + 1 == *after) {
        let end = start + part.len();
        if let Some(chars) = folded.chars.get(start..end).filter(|chars| chars.len() >= CLAUSE_CHARS_MIN) {
            let (start, length) = (start as u32, part.len() as u32);
            clauses.push(Clause { hash: grams::clause(chars), start, length });
        }
        start = end;
    }
}

/// The pairs of clauses under which a note is filed.
pub(super) fn pairs_of_note(clauses: &[Clause]) -> impl Iterator<Item = u64> + '_ {
    DISTANCES
        .into_iter()
        .flat_map(|apart| clauses.iter().zip(clauses.iter().skip(apart)))
        .filter(|(one, other)| one.hash != other.hash)
        .map(|(one, other)| grams::pair(one.hash, other.hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses(text: &str) -> Vec<Clause> {
        let mut clauses = Vec::new();
        read(&Folded::of(text), &mut clauses);
        clauses
    }

    #[test]
    fn a_clause_stands_between_marks() {
        let found = clauses("今天天气很好，好的！我们去山里看云海 #日常");
        assert_eq!(
            found.iter().map(|clause| (clause.start, clause.length)).collect::<Vec<_>>(),
            [(0, 6), (8, 8)]
        );
    }

    #[test]
    fn the_order_of_two_clauses_does_not_matter() {
        let pairs = |text| pairs_of_note(&clauses(text)).collect::<Vec<u64>>();
        assert_eq!(pairs("今天天气很好，我们去山里看云海"), pairs("我们去山里看云海。今天天气很好"));
        assert_ne!(pairs("今天天气很好，我们去山里看云海"), pairs("今天天气很好，我们去海边看日出"));
        assert_eq!(pairs("今天天气很好，今天天气很好"), []);
        assert_eq!(pairs("今天天气很好"), []);
    }
}
