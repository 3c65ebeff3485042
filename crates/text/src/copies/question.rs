//! A draft is compared: candidates by their grams, the best of them by their text.

use super::{
    align,
    fold::Folded,
    grams::{self, COMMON},
    index::{Core, Index, hash_of},
    judge::{self, Evidence, Kind, Span},
    limits::{CANDIDATES_MAX, CANDIDATES_MIN, GRAMS_READ_MAX, MATCHES_MAX, POSTINGS_READ_MAX},
    notes::Entry,
    postings::{List, Slot},
    probe::{Mask, Probe, Shared, Survey, sharers},
    weight::log2,
};

/// A candidate has at least this part of the evidence of the best one, or is among the first few.
const CANDIDATE_SHARE_MIN: f32 = 0.25;

/// When a note has this part of the draft, no more candidates are read than in any case.
const ENOUGH_SHARE: f32 = 0.55;
/// A match has at least this part of what the best one has in common with the draft.
const NEAREST_SHARE_MIN: f32 = 0.2;

/// Which notes a draft is compared with. The default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope<'a> {
    /// Only notes of this account.
    pub account: Option<&'a str>,
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
}

/// A candidate whose text was read.
struct Read {
    slot: Slot,
    shared: Shared,
}

impl Index {
    /// The notes nearest to a draft, at most `top` of them.
    pub fn query(&self, text: &str, scope: &Scope<'_>, top: usize) -> Answer {
        let folded = Folded::of(text);
        self.read().query(folded, scope, top.min(MATCHES_MAX))
    }
}

impl Core {
    fn query(&self, folded: Folded, scope: &Scope<'_>, top: usize) -> Answer {
        let survey = Survey::of(&folded, &self.sketch, self.notes.len() as u32);
        let candidates = self.candidates(&folded, survey.grams, scope);
        let mut bits = survey.bits;
        self.approved.mute(&folded, &mut bits);
        let probe = Probe::of(folded, bits);
        let mut nearest = self.nearest(&probe, &candidates, scope);
        let masks: Vec<Mask> =
            nearest.iter_mut().map(|read| std::mem::take(&mut read.shared.triples)).collect();
        let sharers = sharers(probe.folded.len(), &masks);
        nearest.truncate(top);
        let floor = nearest.first().map_or(0.0, |best| best.shared.bits * NEAREST_SHARE_MIN);
        nearest.retain(|read| read.shared.bits >= floor);
        let (mut bytes, mut source) = (Vec::new(), Folded::default());
        let mut matches: Vec<Match> = nearest
            .iter()
            .filter_map(|read| {
                let note = self.note(read.slot, &mut bytes)?;
                source.read(note.text);
                Some(compare(&probe, &sharers, note.id, &source))
            })
            .collect();
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        let verdict = matches.iter().map(|found| found.kind).max().unwrap_or(Kind::Clear);
        Answer { verdict, matches }
    }

    /// The notes in scope with most evidence from grams.
    fn candidates(&self, folded: &Folded, mut grams: Vec<(u32, u64)>, scope: &Scope<'_>) -> Vec<Candidate> {
        for hashes in grams::sound_grams(folded) {
            for hash in hashes {
                let count = self.sketch.count(hash);
                if count > 0 {
                    grams.push((count, hash));
                }
                if count < COMMON {
                    break;
                }
            }
        }
        grams.sort_unstable();
        grams.dedup();
        let lists: Vec<(List<'_>, f32)> = grams
            .into_iter()
            .take(GRAMS_READ_MAX)
            .map(|(count, hash)| (self.postings.find(hash), count))
            .filter(|(list, _)| list.len() > 0)
            .map(|(list, count)| (list, self.worth(count.max(list.len() as u32))))
            .collect();
        let mut sums = Sums::for_lists(&lists);
        let wanted = Wanted::of(scope);
        let mut left = POSTINGS_READ_MAX;
        for (list, worth) in lists {
            let read = list.len().min(left);
            list.iter().take(read).for_each(|slot| sums.add(slot, worth));
            left -= read;
        }
        let mut candidates = sums.candidates();
        candidates.retain(|found| self.notes.get(found.slot).is_some_and(|entry| wanted.has(entry)));
        if candidates.len() > CANDIDATES_MAX {
            candidates.select_nth_unstable_by(CANDIDATES_MAX, |a, b| b.bits.total_cmp(&a.bits));
            candidates.truncate(CANDIDATES_MAX);
        }
        candidates.sort_unstable_by(|a, b| b.bits.total_cmp(&a.bits).then(a.slot.cmp(&b.slot)));
        let floor = candidates.first().map_or(0.0, |best| best.bits * CANDIDATE_SHARE_MIN);
        let worthy = candidates.partition_point(|candidate| candidate.bits >= floor);
        candidates.truncate(worthy.max(CANDIDATES_MIN));
        candidates
    }

    /// Bits of a gram that so many notes hold.
    fn worth(&self, holding: u32) -> f32 {
        log2((self.notes.len() as f32 + 1.0) / holding as f32).max(0.1)
    }

    /// The candidates by what their texts have in common with the draft, most first.
    fn nearest(&self, probe: &Probe, candidates: &[Candidate], scope: &Scope<'_>) -> Vec<Read> {
        let (mut bytes, mut folded, mut pairs) = (Vec::new(), Folded::default(), Mask::default());
        let enough = probe.bits.iter().sum::<f32>() * ENOUGH_SHARE;
        let mut reads: Vec<Read> = Vec::with_capacity(candidates.len());
        let mut is_found = false;
        for candidate in candidates {
            if is_found && reads.len() >= CANDIDATES_MIN {
                break;
            }
            let Some(note) = self.note(candidate.slot, &mut bytes) else { continue };
            let is_other = scope.account.is_some_and(|account| account != note.account)
                || scope.not_id.is_some_and(|id| id == note.id);
            if is_other {
                continue;
            }
            folded.read(note.text);
            let shared = probe.shared(&folded, &mut pairs);
            is_found |= shared.bits > enough;
            reads.push(Read { slot: candidate.slot, shared });
        }
        reads.sort_unstable_by(|a, b| b.shared.bits.total_cmp(&a.shared.bits).then(a.slot.cmp(&b.slot)));
        reads
    }
}

/// What a note has in common with the draft.
fn compare(probe: &Probe, sharers: &[u16], id: &str, source: &Folded) -> Match {
    let blocks = align::blocks(probe, source);
    let evidence = judge::weigh(probe, sharers, source, &blocks);
    let score = judge::score(&evidence);
    Match {
        id: id.to_owned(),
        score,
        kind: judge::kind(score, &evidence),
        spans: judge::spans(probe, source, &blocks),
        evidence,
    }
}

/// A scope as far as the notes in memory can tell.
struct Wanted {
    account: Option<u32>,
    days: Option<(i32, i32)>,
}

impl Wanted {
    fn of(scope: &Scope<'_>) -> Self {
        Self { account: scope.account.map(hash_of), days: scope.days }
    }

    fn has(&self, entry: &Entry) -> bool {
        entry.is_alive()
            && self.account.is_none_or(|account| account == entry.account)
            && self.days.is_none_or(|(first, last)| (first..=last).contains(&entry.day))
    }
}

/// Evidence by note, open addressing.
struct Sums {
    table: Vec<Candidate>,
    taken: usize,
}

const EMPTY: Slot = Slot::MAX;

impl Sums {
    fn for_lists(lists: &[(List<'_>, f32)]) -> Self {
        let notes = lists.iter().map(|(list, _)| list.len()).sum::<usize>().min(POSTINGS_READ_MAX);
        let size = (notes * 2).next_power_of_two().max(16);
        Self { table: vec![Candidate { slot: EMPTY, bits: 0.0 }; size], taken: 0 }
    }

    fn add(&mut self, slot: Slot, bits: f32) {
        let mask = self.table.len() - 1;
        let mut at = (slot.wrapping_mul(0x9E37_79B1) >> 8) as usize & mask;
        for _ in 0..=mask {
            let Some(place) = self.table.get_mut(at) else { return };
            if place.slot == EMPTY {
                *place = Candidate { slot, bits };
                self.taken += 1;
                return;
            }
            if place.slot == slot {
                place.bits += bits;
                return;
            }
            at = (at + 1) & mask;
        }
    }

    fn candidates(self) -> Vec<Candidate> {
        let mut found = Vec::with_capacity(self.taken);
        found.extend(self.table.into_iter().filter(|candidate| candidate.slot != EMPTY));
        found
    }
}
