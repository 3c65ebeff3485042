//! A draft made ready to be compared with many notes.

use super::fold::Folded;

/// Places of one pair of sounds that are remembered.
const PLACES_PER_PAIR_MAX: usize = 8;
const NONE: u32 = u32::MAX;
/// What a pair is worth beside a run, and the characters of a run that count half.
const PAIRS_WORTH: f32 = 0.5;
const RUN_CHARS: f32 = 8.0;

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

/// Which places of a draft each of many notes shares at first sight, quicker than an alignment and blind to order.
#[derive(Debug)]
pub(super) struct Glances<'a> {
    probe: &'a Probe,
    /// Words of one set of places.
    words: usize,
    /// The places in pairs of sounds of the note that is looked at.
    pairs: Vec<u64>,
    /// For every note the places that stand in runs of three.
    triples: Vec<u64>,
}

impl<'a> Glances<'a> {
    pub fn of(probe: &'a Probe) -> Self {
        let words = probe.folded.len() / 64 + 2;
        Self { probe, words, pairs: vec![0; words], triples: Vec::new() }
    }

    /// Looks at a note and says what the characters are worth that stand in its pairs of sounds.
    pub fn add(&mut self, source: &Folded) -> f32 {
        let Self { probe, words, pairs, triples } = self;
        let first_word = triples.len();
        triples.resize(first_word + *words, 0);
        let triples = triples.get_mut(first_word..).unwrap_or_default();
        pairs.fill(0);
        let mut before = 0;
        for pair in source.sounds.windows(2) {
            let [first, second] = pair else { continue };
            for place in probe.places(pair_of(*first, *second)) {
                set(pairs, place, 0b11);
                let goes_on = place > 0 && probe.folded.sounds.get(place - 1) == Some(&before);
                if goes_on {
                    set(triples, place - 1, 0b111);
                }
            }
            before = *first;
        }
        let worth = |set: &[u64]| places_in(set).filter_map(|place| probe.bits.get(place)).sum::<f32>();
        let in_runs: f32 = runs_in(triples.iter().copied())
            .map(|(start, end)| {
                let bits: f32 = probe.bits.get(start..end).unwrap_or_default().iter().sum();
                bits * (end - start) as f32 / ((end - start) as f32 + RUN_CHARS)
            })
            .sum();
        PAIRS_WORTH * worth(pairs) + in_runs
    }

    /// What the note looked at as the number-th shares with the draft and no other note does.
    pub fn lead(&self, number: usize) -> Lead {
        let Some(own) = self.triples.chunks(self.words).nth(number) else { return Lead::default() };
        let mut runs: Vec<(usize, usize, usize)> =
            runs_in(own.iter().copied()).map(|(start, end)| (start, end, 0)).collect();
        let mut most = 0;
        for other in self.triples.chunks(self.words).filter(|other| !is_like(own, other)) {
            let both = || own.iter().zip(other).map(|(here, there)| here & there);
            most = most.max(both().map(u64::count_ones).sum());
            let mut at = 0;
            for (start, end) in runs_in(both()) {
                while runs.get(at).is_some_and(|run| run.1 < end) {
                    at += 1;
                }
                if let Some((.., longest)) = runs.get_mut(at) {
                    *longest = (*longest).max(end - start);
                }
            }
        }
        let rests = || runs.iter().map(|(start, end, longest)| (end - start).saturating_sub(*longest) as u32);
        let chars: u32 = own.iter().map(|word| word.count_ones()).sum();
        Lead {
            chars: chars - most,
            longest_chars: rests().max().unwrap_or_default(),
            run_chars: rests().sum(),
        }
    }

    /// How many different notes share each place of the draft. Notes that share the very same places are copies of
    /// one another and count once.
    pub fn sharers(&self) -> Vec<u16> {
        let mut counts = vec![0; self.probe.folded.len()];
        for (number, set) in self.triples.chunks(self.words).enumerate() {
            let is_twin = self.triples.chunks(self.words).take(number).any(|earlier| is_like(earlier, set));
            if !is_twin {
                for place in places_in(set) {
                    if let Some(count) = counts.get_mut(place) {
                        *count += 1;
                    }
                }
            }
        }
        counts
    }
}

/// How far a note is ahead of every other one, in characters of the draft that stand in runs of three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lead {
    /// Characters it shares more than the next note that shares most of the same.
    pub chars: u32,
    /// By how much its longest runs outrun those of all others at the same place: the most, and together.
    pub longest_chars: u32,
    pub run_chars: u32,
}

/// The runs of places of a set: half-open ranges in their order.
fn runs_in(words: impl Iterator<Item = u64>) -> impl Iterator<Item = (usize, usize)> {
    let mut words = words.enumerate();
    let (mut number, mut left) = (0, 0);
    let mut begun: Option<usize> = None;
    std::iter::from_fn(move || {
        loop {
            if left == 0 {
                let Some(next) = words.next() else {
                    return begun.take().map(|start| (start, (number + 1) * 64));
                };
                if next.1 & 1 == 0
                    && let Some(start) = begun.take()
                {
                    let end = next.0 * 64;
                    (number, left) = next;
                    return Some((start, end));
                }
                (number, left) = next;
                continue;
            }
            let first = left.trailing_zeros();
            let ones = (left >> first).trailing_ones();
            let start = begun.take().unwrap_or(number * 64 + first as usize);
            left = if first + ones == 64 { 0 } else { left >> (first + ones) << (first + ones) };
            if first + ones == 64 {
                begun = Some(start);
                continue;
            }
            return Some((start, number * 64 + (first + ones) as usize));
        }
    })
}

/// Adds the places whose bits are set, counted from `place`, to a set.
fn set(words: &mut [u64], place: usize, bits: u64) {
    let (word, shift) = (place / 64, place % 64);
    let bits = u128::from(bits) << shift;
    if let Some([low, high]) = words.get_mut(word..word + 2) {
        *low |= bits as u64;
        *high |= (bits >> 64) as u64;
    }
}

/// The places of a set in their order.
fn places_in(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(number, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let place = (left != 0).then(|| number * 64 + left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(place)
        })
    })
}

/// Whether two sets are nearly the same.
fn is_like(one: &[u64], other: &[u64]) -> bool {
    let count = |words: &[u64]| words.iter().map(|word| word.count_ones()).sum::<u32>();
    let apart: u32 = one.iter().zip(other).map(|(here, there)| (here ^ there).count_ones()).sum();
    apart * 10 <= count(one).max(count(other))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn probe(text: &str) -> Probe {
        let folded = Folded::of(text);
        let bits = vec![1.0; folded.len()];
        Probe::of(folded, bits)
    }

    #[test]
    fn runs_go_on_from_word_to_word() {
        type Case = (&'static [u64], &'static [(usize, usize)]);
        let cases: [Case; 6] = [
            (&[0, 0], &[]),
            (&[0b0110_1000, 1], &[(3, 4), (5, 7), (64, 65)]),
            (&[1 << 63, 0b11], &[(63, 66)]),
            (&[1 << 63, 0b10], &[(63, 64), (65, 66)]),
            (&[u64::MAX, u64::MAX], &[(0, 128)]),
            (&[u64::MAX, 0, 1], &[(0, 64), (128, 129)]),
        ];
        for (words, expected) in cases {
            assert_eq!(runs_in(words.iter().copied()).collect::<Vec<_>>(), expected, "{words:?}");
        }
    }

    #[test]
    fn a_lead_is_what_no_other_note_shares() {
        let probe = probe("今天去看了山里的云海，回来路上又遇到一场大雨");
        let mut glances = Glances::of(&probe);
        for text in [
            "今天去看了山里的云海，回来路上又遇到一场大雨",
            "今天去看了山里的云海，天气真好",
            "谁都不曾想过这样的问题",
        ] {
            glances.add(&Folded::of(text));
        }
        // The second note has the first ten characters as well.
        assert_eq!(glances.lead(0), Lead { chars: 11, longest_chars: 11, run_chars: 11 });
        assert_eq!(glances.lead(1), Lead::default());
        assert_eq!(glances.lead(3), Lead::default());
    }
}
