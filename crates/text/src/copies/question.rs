//! A draft is compared: candidates by their grams, the best of them by their text.

use super::{
    align::Aligner,
    fold::Folded,
    index::{Core, Index, hash_of},
    judge::{self, Evidence, Kind, Span},
    limits::{
        CANDIDATES_MAX, CANDIDATES_MIN, CANDIDATES_SEEN_MAX, COMMON_LIST_READ_MAX, COMMON_LISTS_MAX,
        GRAMS_OF_ZONE_MAX, MATCHES_MAX, PAIR_POSTINGS_READ_MAX, POSTINGS_READ_MAX,
    },
    notes::Entry,
    postings::Slot,
    probe::{Glances, Lead, Probe},
    sketch::notes_of,
    survey::{Parts, Survey},
    weight::log2,
};

/// Bits of the gram that is the whole draft: notes with the same content come before all others.
const WHOLE_BITS: f32 = 1e6;
/// A candidate has at least this part of the evidence of the best one, or is among the first few.
const CANDIDATE_SHARE_MIN: f32 = 0.4;
/// When a note has this part of the draft, no more candidates are read than in any case.
const ENOUGH_SHARE: f32 = 0.5;
/// A match has at least this part of what the best one has in common with the draft.
const NEAREST_SHARE_MIN: f32 = 0.2;
/// … or so many bits.
const NEAREST_BITS: f32 = 24.0;

/// Which notes a draft is compared with. The default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope<'a> {
    /// Only notes of this account.
    pub account: Option<&'a str>,
    /// No notes of this account: an account repeats itself as it likes.
    pub not_account: Option<&'a str>,
    /// Only notes of these days, both ends included; in the unit of [`super::Note::day`].
    pub days: Option<(i32, i32)>,
    /// Not the note with this id: the one that the draft is a version of.
    pub not_id: Option<&'a str>,
}

/// A note that has something in common with the draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The id of the note.
    pub id: String,
    /// From 0 to 1; one in a hundred unrelated drafts reaches [`super::SCORE_MIN`] with its best match.
    pub score: f32,
    /// What the score and the passages amount to.
    pub kind: Kind,
    /// The passages in common, in the order of the draft.
    pub spans: Vec<Span>,
    /// What the score was made from.
    pub evidence: Evidence,
}

/// The answer for one draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The gravest kind among the matches.
    pub verdict: Kind,
    /// The nearest notes, best first; those that are [`Kind::Clear`] too, to be looked at, not to be told.
    pub matches: Vec<Match>,
}

/// A sum of evidence for a note, from its grams.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    slot: Slot,
    bits: f32,
    /// The parts of the draft in which these grams stand.
    parts: Parts,
}

/// A candidate whose text was read.
struct Read {
    id: String,
    folded: Folded,
    /// What it shares with the draft at first sight.
    bits: f32,
    /// The number among the notes that were read.
    number: usize,
    lead: Lead,
}

impl Index {
    /// The notes nearest to a draft, at most `top` of them and no more than [`MATCHES_MAX`]. A draft without content
    /// is like no note.
    pub fn query(&self, text: &str, scope: &Scope<'_>, top: usize) -> Answer {
        let folded = Folded::of(text);
        self.read().query(folded, scope, top.min(MATCHES_MAX))
    }
}

impl Core {
    fn query(&self, folded: Folded, scope: &Scope<'_>, top: usize) -> Answer {
        if folded.len() == 0 {
            return Answer { verdict: Kind::Clear, matches: Vec::new() };
        }
        let mut survey = Survey::of(&folded, &self.sketch, self.notes.len() as u32);
        let candidates = self.candidates(&mut survey, scope);
        let mut bits = survey.bits;
        self.approved.mute(&folded, &mut bits);
        let probe = Probe::of(folded, bits);
        let (nearest, sharers) = self.nearest(&probe, &candidates, scope, top);
        let mut aligner = Aligner::default();
        let mut matches: Vec<Match> =
            nearest.into_iter().map(|read| compare(&probe, &sharers, read, &mut aligner)).collect();
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        let verdict = matches.iter().map(|found| found.kind).max().unwrap_or(Kind::Clear);
        Answer { verdict, matches }
    }

    /// The notes in scope with most evidence from grams, most first.
    fn candidates(&self, survey: &mut Survey, scope: &Scope<'_>) -> Vec<Candidate> {
        let wanted = Wanted::of(scope);
        let mut candidates = self.gather(survey);
        let is_seen = wanted.is_everything() && candidates.len() > CANDIDATES_SEEN_MAX;
        if is_seen {
            candidates.select_nth_unstable_by(CANDIDATES_SEEN_MAX, |a, b| a.order(*b));
            let seen = candidates.iter().take(CANDIDATES_SEEN_MAX);
            let alive = seen.filter(|candidate| self.is_wanted(candidate.slot, &wanted)).count();
            if alive >= CANDIDATES_MAX {
                candidates.truncate(CANDIDATES_SEEN_MAX);
            }
        }
        candidates.retain(|candidate| self.is_wanted(candidate.slot, &wanted));
        candidates.sort_unstable_by(|a, b| a.order(*b));
        candidates.truncate(CANDIDATES_MAX);
        let most = candidates.iter().map(|candidate| candidate.bits % WHOLE_BITS).fold(0.0, f32::max);
        let floor = most * CANDIDATE_SHARE_MIN;
        let worthy = candidates.partition_point(|candidate| candidate.bits >= floor);
        candidates.truncate(worthy.max(CANDIDATES_MIN));
        candidates
    }

    /// Every note under the rarest grams of a draft, with the worth of these grams; and under its pairs of clauses,
    /// unless some note has most of the draft already.
    fn gather(&self, survey: &mut Survey) -> Vec<Candidate> {
        let mut sums = Sums::new();
        let mut slots: Vec<Slot> = Vec::with_capacity(LIST_READ_MAX);
        let mut left = POSTINGS_READ_MAX;
        let grams = survey.rarest(GRAMS_OF_ZONE_MAX);
        keep(grams, |(ranked, _)| self.postings.may_hold(ranked.gram()));
        for (ranked, parts) in grams {
            self.postings.find(ranked.gram(), &mut slots);
            let worth = self.worth(notes_of(ranked.count()).max(slots.len() as f32));
            left = left.saturating_sub(slots.len());
            slots.drain(..).for_each(|slot| sums.add(slot, worth, *parts));
            if left == 0 {
                break;
            }
        }
        for (gram, parts) in survey.frequent.iter().take(COMMON_LISTS_MAX) {
            let worth = self.worth(self.find_frequent(*gram, &mut slots) as f32);
            slots.drain(..).for_each(|slot| sums.add(slot, worth, *parts));
        }
        self.postings.find(survey.whole, &mut slots);
        self.find_frequent(survey.whole, &mut slots);
        slots.drain(..).for_each(|slot| sums.add(slot, WHOLE_BITS, 0));
        if !sums.has(survey.parts_in_tenths(STRONG_TENTHS)) {
            self.gather_pairs(survey, &mut sums);
        }
        let mut found = sums.found;
        let floor =
            found.iter().map(|candidate| candidate.bits % WHOLE_BITS).fold(0.0, f32::max) * WEAK_SHARE;
        for candidate in found.iter_mut().filter(|candidate| candidate.bits > floor) {
            candidate.bits *= 1.0 + longest_run(candidate.parts) as f32 / PARTS_PER_DOUBLING;
        }
        found
    }

    /// Adds the notes under the pairs of a draft's clauses.
    fn gather_pairs(&self, survey: &mut Survey, sums: &mut Sums) {
        let mut slots: Vec<Slot> = Vec::with_capacity(LIST_READ_MAX);
        let mut left = PAIR_POSTINGS_READ_MAX;
        survey.pair();
        keep(&mut survey.pairs, |(gram, _)| self.postings.may_hold(gram));
        for (gram, parts) in &survey.pairs {
            self.postings.find(*gram, &mut slots);
            let worth = self.worth(slots.len() as f32);
            left = left.saturating_sub(slots.len());
            slots.drain(..).for_each(|slot| sums.add(slot, worth, *parts));
            if left == 0 {
                break;
            }
        }
    }

    /// Appends the newest notes under a common gram, of the oldest most may have been replaced, and says how many notes
    /// it has.
    fn find_frequent(&self, gram: u64, slots: &mut Vec<Slot>) -> usize {
        let list = self.postings.find_frequent(gram);
        slots.extend(list.iter().rev().take(COMMON_LIST_READ_MAX));
        list.len()
    }

    fn is_wanted(&self, slot: Slot, wanted: &Wanted) -> bool {
        self.notes.get(slot).is_some_and(|entry| wanted.has(entry))
    }

    /// Bits of a gram that so many notes hold.
    fn worth(&self, holding: f32) -> f32 {
        log2((self.notes.len() as f32 + 1.0) / holding.max(1.0)).max(0.1)
    }

    /// The candidates whose texts have most in common with the draft, at most `top` of them, most first; and how many
    /// candidates share each place of the draft.
    fn nearest(
        &self,
        probe: &Probe,
        candidates: &[Candidate],
        scope: &Scope<'_>,
        top: usize,
    ) -> (Vec<Read>, Vec<u16>) {
        let (mut bytes, mut glances) = (Vec::new(), Glances::of(probe));
        let enough = probe.bits.iter().sum::<f32>() * ENOUGH_SHARE;
        let mut reads: Vec<Read> = Vec::with_capacity(candidates.len());
        let mut is_found = false;
        for candidate in candidates {
            let is_twin = candidate.bits >= WHOLE_BITS;
            if is_found && reads.len() >= CANDIDATES_MIN && !is_twin {
                break;
            }
            let Some(note) = self.note(candidate.slot, &mut bytes) else { continue };
            let is_other = scope.account.is_some_and(|account| account != note.account)
                || scope.not_account.is_some_and(|account| account == note.account)
                || scope.not_id.is_some_and(|id| id == note.id);
            if is_other {
                continue;
            }
            let (id, folded) = (note.id.to_owned(), Folded::of(note.text));
            let bits = glances.add(&folded);
            is_found |= bits > enough;
            reads.push(Read { id, folded, bits, number: reads.len(), lead: Lead::default() });
        }
        let sharers = glances.sharers();
        reads.sort_unstable_by(|a, b| b.bits.total_cmp(&a.bits).then_with(|| a.id.cmp(&b.id)));
        let floor = reads.first().map_or(0.0, |best| (best.bits * NEAREST_SHARE_MIN).min(NEAREST_BITS));
        reads.retain(|read| read.bits >= floor);
        reads.truncate(top);
        for read in &mut reads {
            read.lead = glances.lead(read.number);
        }
        (reads, sharers)
    }
}

/// Keeps the items that are wanted, without a branch in the loop: the machine looks many of them up at once.
fn keep<T: Copy>(items: &mut Vec<T>, is_wanted: impl Fn(T) -> bool) {
    let mut kept = 0;
    for at in 0..items.len() {
        let Some(item) = items.get(at).copied() else { break };
        if let Some(place) = items.get_mut(kept) {
            *place = item;
        }
        kept += usize::from(is_wanted(item));
    }
    items.truncate(kept);
}

impl Candidate {
    /// The one with most evidence first.
    fn order(self, other: Self) -> std::cmp::Ordering {
        other.bits.total_cmp(&self.bits).then(self.slot.cmp(&other.slot))
    }
}

/// What a note has in common with the draft.
fn compare(probe: &Probe, sharers: &[u16], read: Read, aligner: &mut Aligner) -> Match {
    let Read { id, folded: source, lead, .. } = read;
    let blocks = aligner.blocks(probe, &source);
    let evidence = judge::weigh(probe, sharers, lead, &source, blocks);
    let score = judge::score(&evidence);
    Match {
        id,
        score,
        kind: judge::kind(score, &evidence),
        spans: judge::spans(probe, &source, blocks),
        evidence,
    }
}

/// A scope as far as the notes in memory can tell.
struct Wanted {
    account: Option<u32>,
    not_account: Option<u32>,
    days: Option<(i32, i32)>,
}

impl Wanted {
    fn of(scope: &Scope<'_>) -> Self {
        let Scope { account, not_account, days, not_id: _ } = scope;
        Self { account: account.map(hash_of), not_account: not_account.map(hash_of), days: *days }
    }

    /// Whether every living note is in scope.
    fn is_everything(&self) -> bool {
        self.account.is_none() && self.not_account.is_none() && self.days.is_none()
    }

    fn has(&self, entry: &Entry) -> bool {
        entry.is_alive()
            && self.account.is_none_or(|account| account == entry.account)
            && self.not_account.is_none_or(|account| account != entry.account)
            && self.days.is_none_or(|(first, last)| (first..=last).contains(&entry.day))
    }
}

/// Evidence by note.
struct Sums {
    found: Vec<Candidate>,
    /// Numbers in `found` by slot, open addressing; [`NONE`] where none is.
    table: Vec<u16>,
}

const NONE: u16 = u16::MAX;
/// Places for the notes of one question, and the notes after which no more are taken.
const SUMS_PLACES: usize = 1 << 14;
const SUMS_MAX: usize = SUMS_PLACES / 4 * 3;
/// Room for the notes under one gram, if they are few.
const LIST_READ_MAX: usize = 64;
/// Neighbouring parts of the draft that double what a note's grams are worth: a quotation has them together.
const PARTS_PER_DOUBLING: f32 = 8.0;
/// A note with less of the evidence of the best one is no candidate, however its parts lie.
const WEAK_SHARE: f32 = 0.3;
/// A note that is known for so many tenths of the draft needs no second look.
const STRONG_TENTHS: u32 = 6;

/// How many parts follow each other at the most.
fn longest_run(mut parts: Parts) -> u32 {
    let mut length = 0;
    while parts != 0 {
        parts &= parts << 1;
        length += 1;
    }
    length
}

/// How much of some parts is not known; all of it where there are none.
fn new_share(parts: Parts, known: Parts) -> f32 {
    let count = |parts: Parts| parts.count_ones() as f32;
    1.0 - count(parts & known) / count(parts).max(1.0)
}

impl Sums {
    fn new() -> Self {
        Self { found: Vec::with_capacity(POSTINGS_READ_MAX / 4), table: vec![NONE; SUMS_PLACES] }
    }

    /// Whether some note is known for so many parts of the draft.
    fn has(&self, parts: u32) -> bool {
        self.found.iter().any(|candidate| candidate.parts.count_ones() >= parts)
    }

    /// Adds what a gram is worth, as far as it stands in parts of the draft that the note is not yet known for.
    fn add(&mut self, slot: Slot, bits: f32, parts: Parts) {
        let mask = self.table.len() - 1;
        let mut at = (slot.wrapping_mul(0x9E37_79B1) >> 12) as usize & mask;
        while let Some(place) = self.table.get_mut(at) {
            if *place == NONE {
                if self.found.len() >= SUMS_MAX {
                    return;
                }
                *place = self.found.len() as u16;
                self.found.push(Candidate { slot, bits, parts });
                return;
            }
            if let Some(known) = self.found.get_mut(usize::from(*place)).filter(|known| known.slot == slot) {
                known.bits += bits * new_share(parts, known.parts);
                known.parts |= parts;
                return;
            }
            at = (at + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_neighbouring_parts_make_a_run() {
        for (parts, expected) in [(0, 0), (1, 1), (0b1010, 1), (0b0111_0110, 3), (Parts::MAX, 64)] {
            assert_eq!(longest_run(parts), expected, "{parts:b}");
        }
    }

    #[test]
    fn evidence_for_the_same_parts_counts_once() {
        let mut sums = Sums::new();
        sums.add(7, 10.0, 0b0011);
        sums.add(7, 10.0, 0b0011);
        sums.add(7, 10.0, 0b0110);
        assert_eq!(sums.found.iter().map(|found| (found.slot, found.bits)).collect::<Vec<_>>(), [(7, 15.0)]);
        assert!(sums.has(3));
        assert!(!sums.has(4));
    }
}
