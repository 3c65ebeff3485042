//! A draft is compared: candidates by their grams, the best of them by their text.

use super::{
    align::Aligner,
    fold::Folded,
    index::{Core, Index, hash_of},
    judge::{self, Evidence, Kind, Span},
    limits::{
        CANDIDATES_MAX, CANDIDATES_MIN, CANDIDATES_SEEN_MAX, COMMON_LIST_READ_MAX, COMMON_LISTS_MAX,
        GRAMS_READ_MAX, MATCHES_MAX, POSTINGS_READ_MAX,
    },
    notes::Entry,
    postings::Slot,
    probe::{Glances, Probe},
    sketch::notes_of,
    survey::Survey,
    weight::log2,
};

/// Bits of the gram that is the whole draft: notes with the same content come before all others.
const WHOLE_BITS: f32 = 1e6;
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
}

/// A candidate whose text was read.
struct Read {
    id: String,
    folded: Folded,
    /// What it shares with the draft at first sight.
    bits: f32,
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

    /// Every note under the rarest grams of a draft, with the worth of these grams.
    fn gather(&self, survey: &mut Survey) -> Vec<Candidate> {
        let mut slots: Vec<Slot> = Vec::with_capacity(POSTINGS_READ_MAX / 4);
        let mut lists: Vec<(usize, f32)> = Vec::with_capacity(GRAMS_READ_MAX);
        let grams = survey.rarest(GRAMS_READ_MAX);
        keep(grams, |ranked| self.postings.may_hold(ranked.gram()));
        for ranked in grams {
            let start = slots.len();
            if start >= POSTINGS_READ_MAX {
                break;
            }
            self.postings.find(ranked.gram(), &mut slots);
            let found = slots.len() - start;
            lists.push((found, self.worth(notes_of(ranked.count()).max(found as f32))));
        }
        for gram in survey.frequent.iter().take(COMMON_LISTS_MAX) {
            let start = slots.len();
            let holding = self.find_frequent(*gram, &mut slots);
            lists.push((slots.len() - start, self.worth(holding as f32)));
        }
        let start = slots.len();
        self.postings.find(survey.whole, &mut slots);
        self.find_frequent(survey.whole, &mut slots);
        lists.push((slots.len() - start, WHOLE_BITS));
        let mut sums = Sums::for_notes(slots.len());
        let mut slots = slots.into_iter();
        for (found, worth) in lists {
            slots.by_ref().take(found).for_each(|slot| sums.add(slot, worth));
        }
        sums.found
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
            reads.push(Read { id, folded, bits });
        }
        let sharers = glances.sharers();
        reads.sort_unstable_by(|a, b| b.bits.total_cmp(&a.bits).then_with(|| a.id.cmp(&b.id)));
        let floor = reads.first().map_or(0.0, |best| best.bits * NEAREST_SHARE_MIN);
        reads.retain(|read| read.bits >= floor);
        reads.truncate(top);
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
    let Read { id, folded: source, .. } = read;
    let blocks = aligner.blocks(probe, &source);
    let evidence = judge::weigh(probe, sharers, &source, blocks);
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

impl Sums {
    fn for_notes(notes: usize) -> Self {
        let size = (notes * 2).next_power_of_two().max(16);
        Self { found: Vec::with_capacity(notes), table: vec![NONE; size] }
    }

    fn add(&mut self, slot: Slot, bits: f32) {
        let mask = self.table.len() - 1;
        let mut at = (slot.wrapping_mul(0x9E37_79B1) >> 12) as usize & mask;
        while let Some(place) = self.table.get_mut(at) {
            if *place == NONE {
                *place = self.found.len() as u16;
                self.found.push(Candidate { slot, bits });
                return;
            }
            if let Some(known) = self.found.get_mut(usize::from(*place)).filter(|known| known.slot == slot) {
                known.bits += bits;
                return;
            }
            at = (at + 1) & mask;
        }
    }
}
