//! A draft made ready to be compared with many notes.

use super::{
    fold::Folded,
    grams::{COMMON, LEVELS, hashes_at},
    sketch::Sketch,
    weight::bits_per_char,
};

/// Places of one pair of sounds that are remembered.
const PLACES_PER_PAIR_MAX: usize = 8;
const NONE: u32 = u32::MAX;

/// A draft, the worth of its characters and the places of its pairs of sounds.
#[derive(Debug)]
pub(super) struct Probe {
    pub folded: Folded,
    /// Bits of evidence that each character is worth when shared.
    pub bits: Vec<f32>,
    pairs: Pairs,
}

/// Where each pair of neighbouring sounds stands, open addressing.
#[derive(Debug)]
struct Pairs {
    /// A pair and its first place.
    table: Vec<(u32, u32)>,
    /// The next place of the same pair.
    next: Vec<u32>,
}

impl Probe {
    pub fn of(folded: Folded, bits: Vec<f32>) -> Self {
        let pairs = Pairs::of(&folded.sounds);
        Self { folded, bits, pairs }
    }

    /// The places of the draft at which the pair of sounds stands, the first few of them.
    pub fn places(&self, pair: u32) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.pairs.first(pair), |place| {
            self.pairs.next.get(*place as usize).copied().filter(|next| *next != NONE)
        })
        .take(PLACES_PER_PAIR_MAX)
        .map(|place| place as usize)
    }
}

impl Probe {
    /// Which of the draft's characters stand in a pair of sounds of another text, what they are worth, and which
    /// stand in a run of three; quicker than an alignment and blind to order. `pairs` is room to work in.
    pub fn shared(&self, source: &Folded, pairs: &mut Mask) -> Shared {
        pairs.clear_for(self.folded.len());
        let mut triples = Mask::default();
        triples.clear_for(self.folded.len());
        let mut before = 0;
        for pair in source.sounds.windows(2) {
            let [first, second] = pair else { continue };
            for place in self.places(pair_of(*first, *second)) {
                pairs.set(place, 0b11);
                let goes_on = place > 0 && self.folded.sounds.get(place - 1) == Some(&before);
                if goes_on {
                    triples.set(place - 1, 0b111);
                }
            }
            before = *first;
        }
        let bits =
            self.bits.iter().enumerate().filter(|(place, _)| pairs.has(*place)).map(|(_, bits)| bits).sum();
        Shared { bits, triples }
    }
}

/// What a note has in common with the draft at first sight.
#[derive(Debug)]
pub(super) struct Shared {
    pub bits: f32,
    /// Places of the draft that stand in runs of three.
    pub triples: Mask,
}

/// A set of places of a draft.
#[derive(Debug, Clone, Default)]
pub(super) struct Mask(Vec<u64>);

impl Mask {
    fn clear_for(&mut self, length: usize) {
        self.0.clear();
        self.0.resize(length / 64 + 2, 0);
    }

    /// Adds the places whose bits are set, counted from `place`.
    fn set(&mut self, place: usize, bits: u64) {
        let (word, shift) = (place / 64, place % 64);
        let bits = u128::from(bits) << shift;
        if let Some([low, high]) = self.0.get_mut(word..word + 2) {
            *low |= bits as u64;
            *high |= (bits >> 64) as u64;
        }
    }

    pub fn has(&self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether two sets are nearly the same.
    fn is_like(&self, other: &Self) -> bool {
        let apart: u32 = self.0.iter().zip(&other.0).map(|(here, there)| (here ^ there).count_ones()).sum();
        apart * 10 <= self.count().max(other.count())
    }
}

/// How many different candidates share each place of the draft. Candidates that share the very same places are
/// copies of one another and count once.
pub(super) fn sharers(length: usize, masks: &[Mask]) -> Vec<u16> {
    let mut counts = vec![0; length];
    for (number, mask) in masks.iter().enumerate() {
        let is_twin = masks.iter().take(number).any(|earlier| earlier.is_like(mask));
        if !is_twin {
            for (place, count) in counts.iter_mut().enumerate() {
                *count += u16::from(mask.has(place));
            }
        }
    }
    counts
}

/// A pair of neighbouring sounds as one number.
pub(super) fn pair_of(first: u16, second: u16) -> u32 {
    u32::from(first) << 16 | u32::from(second)
}

impl Pairs {
    fn of(sounds: &[u16]) -> Self {
        let size = (sounds.len() * 2).next_power_of_two().max(4);
        let mut pairs = Self { table: vec![(0, NONE); size], next: vec![NONE; sounds.len()] };
        // From the back, so that the first places come first.
        for (place, pair) in sounds.windows(2).enumerate().rev() {
            let [first, second] = pair else { continue };
            pairs.enter(pair_of(*first, *second), place as u32);
        }
        pairs
    }

    fn slots(&self, pair: u32) -> impl Iterator<Item = usize> + use<> {
        let mask = self.table.len() - 1;
        let start = (pair.wrapping_mul(0x9E37_79B1) >> 12) as usize;
        (0..self.table.len()).map(move |step| start.wrapping_add(step) & mask)
    }

    fn enter(&mut self, pair: u32, place: u32) {
        for slot in self.slots(pair) {
            let Some(entry) = self.table.get_mut(slot) else { return };
            if entry.1 == NONE || entry.0 == pair {
                if let Some(next) = self.next.get_mut(place as usize) {
                    *next = entry.1;
                }
                *entry = (pair, place);
                return;
            }
        }
    }

    fn first(&self, pair: u32) -> Option<u32> {
        self.slots(pair)
            .map_while(|slot| self.table.get(slot).filter(|entry| entry.1 != NONE))
            .find(|entry| entry.0 == pair)
            .map(|entry| entry.1)
    }
}

/// What the grams of a text are worth among the notes, and which of them to look up.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Bits for each character.
    pub bits: Vec<f32>,
    /// Grams with how many notes hold them.
    pub grams: Vec<(u32, u64)>,
}

impl Survey {
    /// Looks at a text of which every place counts.
    pub fn of(folded: &Folded, sketch: &Sketch, notes: u32) -> Self {
        let mut survey = Self::default();
        survey.bits.reserve(folded.len());
        survey.grams.reserve(folded.len() * 2);
        for start in 0..folded.len() {
            let Some(chars) = folded.chars.get(start..) else { break };
            let mut last = (2, 0);
            for (hash, length) in hashes_at(chars).zip(LEVELS) {
                let count = sketch.count(hash);
                // A gram that was never counted has no notes.
                if count > 0 {
                    survey.grams.push((count, hash));
                }
                last = (length, count);
                if count < COMMON {
                    break;
                }
            }
            let [first, second, ..] = *chars else {
                // The last character has no gram of its own.
                survey.bits.extend(survey.bits.last().copied());
                break;
            };
            survey.bits.push(bits_per_char((first, second), last.0, last.1, notes));
        }
        survey
    }
}
