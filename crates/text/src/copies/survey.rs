//! What the grams of a draft are worth among the notes, and which of them to look up.

use super::{
    clauses::{self, Clause},
    fold::Folded,
    grams::{CHARS, COMMON, Ranked, SOUNDS, Walk, pair, whole},
    limits::CLAUSES_PAIRED_MAX,
    sketch::{Sketch, notes_of},
    weight::bits_per_char,
};

/// The worth of a draft's characters, and its grams.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Bits for each character.
    pub bits: Vec<f32>,
    /// All grams that were looked at, each with the parts of the draft in which it stands.
    pub grams: Vec<(Ranked, Parts)>,
    /// The longest grams of sounds at places where all of them are common.
    pub frequent: Vec<(u64, Parts)>,
    /// The pairs of clauses, once they are asked for.
    pub pairs: Vec<(u64, Parts)>,
    clauses: Vec<Clause>,
    /// Characters of the draft.
    chars: usize,
    /// The whole text.
    pub whole: u64,
}

/// Some of the equal parts of a draft, as a set of bits.
pub(super) type Parts = u64;

/// Parts of a draft at the most, and characters of each at the least.
const PARTS_MAX: usize = 64;
const PART_CHARS_MIN: usize = 4;

/// Characters of one part of a draft.
fn part_chars(whole: usize) -> usize {
    whole.div_ceil(PARTS_MAX).max(PART_CHARS_MIN)
}

/// Stretches of a draft that each have grams of their own looked up, so that a quotation is not crowded out by the
/// rarer words around it.
const ZONES: usize = 8;

/// The parts of a draft of `whole` characters in which some of them stand.
fn parts_of(start: usize, length: usize, whole: usize) -> Parts {
    let chars = part_chars(whole);
    let (first, last) = (start / chars, (start + length - 1) / chars);
    (Parts::MAX >> (PARTS_MAX - 1 - (last - first).min(PARTS_MAX - 1))) << first.min(PARTS_MAX - 1)
}

impl Survey {
    pub fn of(folded: &Folded, sketch: &Sketch, notes: u32) -> Self {
        let mut survey = Self { whole: whole(&folded.chars), chars: folded.len(), ..Self::default() };
        survey.grams.reserve(folded.len() * 3);
        let mut walk = Walk::default();
        survey.look(&mut walk, folded, sketch, notes);
        survey.listen(&mut walk, folded, sketch);
        clauses::read(folded, &mut survey.clauses);
        survey
    }

    /// Looks up the grams at every place, and what the last of them makes the characters worth.
    fn look(&mut self, walk: &mut Walk, folded: &Folded, sketch: &Sketch, notes: u32) {
        let mut lasts = vec![(CHARS.lengths[0], 0_u8); folded.len()];
        walk.begin_chars(&folded.chars);
        for (step, length) in CHARS.lengths.into_iter().enumerate() {
            for (place, gram) in walk.step(step, &CHARS, &folded.chars, sketch) {
                if let Some(last) = lasts.get_mut(place) {
                    *last = (length, gram.count());
                }
                self.grams.push((gram, parts_of(place, length, folded.len())));
            }
        }
        let pairs =
            folded.chars.windows(2).zip(&lasts).filter_map(|(pair, last)| Some((*pair.as_array()?, *last)));
        self.bits.reserve(folded.len());
        self.bits
            .extend(pairs.map(|(pair, (length, count))| bits_per_char(pair, length, notes_of(count), notes)));
        // The last character has no gram of its own.
        self.bits.extend(self.bits.last().copied());
        self.bits.resize(folded.len(), 0.0);
    }

    /// Looks up the grams of sounds.
    fn listen(&mut self, walk: &mut Walk, folded: &Folded, sketch: &Sketch) {
        let mut lasts = vec![(Ranked::NONE, 0); folded.len()];
        walk.begin_sounds(&folded.sounds);
        for (step, length) in SOUNDS.lengths.into_iter().enumerate() {
            for (place, gram) in walk.step(step, &SOUNDS, &folded.sounds, sketch) {
                let found = (gram, parts_of(place, length, folded.len()));
                if let Some(last) = lasts.get_mut(place) {
                    *last = found;
                }
                self.grams.push(found);
            }
        }
        let frequent = lasts.into_iter().filter(|(last, _)| *last != Ranked::NONE && last.count() >= COMMON);
        self.frequent.extend(frequent.map(|(last, parts)| (last.gram(), parts)));
    }

    /// Makes the pairs of clauses.
    pub fn pair(&mut self) {
        let Self { clauses, pairs, chars, .. } = self;
        if clauses.len() > CLAUSES_PAIRED_MAX {
            clauses.sort_unstable_by_key(|clause| clause.hash);
            clauses.truncate(CLAUSES_PAIRED_MAX);
        }
        let parts = |clause: &Clause| parts_of(clause.start as usize, clause.length as usize, *chars);
        for (number, one) in clauses.iter().enumerate() {
            let later = clauses.iter().skip(number + 1);
            pairs.extend(later.map(|other| (pair(one.hash, other.hash), parts(one) | parts(other))));
        }
    }

    /// How many parts make up more than so many tenths of the draft.
    pub fn parts_in_tenths(&self, tenths: u32) -> u32 {
        let parts = self.chars.div_ceil(part_chars(self.chars));
        parts as u32 * tenths / 10 + 1
    }

    /// The rarest grams that any note holds, at most so many in each zone of the draft, without repetition.
    pub fn rarest(&mut self, most: usize) -> &mut Vec<(Ranked, Parts)> {
        self.grams.retain(|(ranked, _)| ranked.count() > 0);
        let parts_of_zone = self.chars.div_ceil(part_chars(self.chars)).div_ceil(ZONES).max(1);
        let room = self.grams.len() * 2 / ZONES;
        let mut zones: [Vec<(Ranked, Parts)>; ZONES] = std::array::from_fn(|_| Vec::with_capacity(room));
        for gram in self.grams.drain(..) {
            let zone = gram.1.trailing_zeros() as usize / parts_of_zone;
            if let Some(zone) = zones.get_mut(zone) {
                zone.push(gram);
            }
        }
        for zone in &mut zones {
            if zone.len() > most {
                zone.select_nth_unstable(most);
                zone.truncate(most);
            }
            self.grams.append(zone);
        }
        self.grams.sort_unstable();
        self.grams.dedup_by_key(|(ranked, _)| *ranked);
        &mut self.grams
    }
}
