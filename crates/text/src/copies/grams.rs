//! Grams: runs of two to twenty-two characters by which notes are found, and longer runs of sounds.
//!
//! At each place of a text stands one gram, the shortest that is not yet frequent: two characters where they are
//! rare, up to twenty-two inside a phrase that everybody writes. The runs of sounds begin at places that their hash alone
//! chooses, so that a text with every character exchanged for one that sounds alike is found as well.

use super::{limits::COMPARED_CHARS_MAX, sketch::Sketch};

/// A gram is known by so many bits of the hash of its characters.
pub(super) const GRAM_BITS: u32 = 56;
const GRAM_MASK: u64 = (1 << GRAM_BITS) - 1;
/// Notes that hold a gram before it is frequent, so that later notes are filed under a longer one.
pub(super) const COMMON: u8 = 48;
/// A gram from one part of a text into the next does not outlive another order of the parts: it is chosen only where
/// those inside a part have so many notes more.
const POSTPONED_NOTES: u8 = 12;
/// Places of which one begins a gram of sounds.
const SOUND_WINDOW: usize = 32;
/// The low bits of a number that hold a place of a text.
const PLACE_MASK: u64 = COMPARED_CHARS_MAX as u64 - 1;

/// The lengths that the grams at one place have, the shortest first.
#[derive(Debug)]
pub(super) struct Ladder {
    pub lengths: [usize; 6],
    /// At these steps every other place falls out, chosen by the hash of the step before.
    thinned: &'static [usize],
    /// What the hashes begin with, so that sounds are not taken for characters.
    seed: u64,
    /// Bits that grams of the first step do without: they are looked up most, so their counts lie close together.
    confined: u64,
}

/// Grams of characters.
pub(super) const CHARS: Ladder =
    Ladder { lengths: [2, 3, 4, 7, 12, 20], thinned: &[3, 4], seed: 0, confined: 0xF << 19 };
/// Grams of sounds.
pub(super) const SOUNDS: Ladder =
    Ladder { lengths: [5, 8, 12, 18, 27, 40], thinned: &[], seed: 1, confined: 0 };

/// What the hash of a whole text begins with.
const WHOLE_SEED: u64 = 2;

/// A gram behind the byte that says how common it is: the rarest is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranked(u64);

impl Ranked {
    /// No gram at all.
    pub const NONE: Self = Self(u64::MAX);

    pub fn new(count: u8, gram: u64) -> Self {
        Self(u64::from(count) << GRAM_BITS | gram)
    }

    /// The same gram as if more notes held it, but not so many that it is common.
    pub fn postponed(self) -> Self {
        let count = self.count();
        Self::new(count.saturating_add(POSTPONED_NOTES).min(count.max(COMMON - 1)), self.gram())
    }

    pub fn count(self) -> u8 {
        (self.0 >> GRAM_BITS) as u8
    }

    pub fn gram(self) -> u64 {
        self.0 & GRAM_MASK
    }
}

fn stir(hash: u64, symbol: u32) -> u64 {
    (hash ^ u64::from(symbol)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (hash ^ (hash >> 32)) & GRAM_MASK
}

/// The gram that is the whole of a text.
pub(super) fn whole(chars: &[u32]) -> u64 {
    mix(chars.iter().fold(WHOLE_SEED, |hash, char| stir(hash, *char)))
}

/// A walk over the grams of a text, step by step, so that the machine looks up many of them at once.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Places that the last step looked at, with the hash of their symbols so far.
    open: Vec<(u32, u64)>,
    /// The grams at these places.
    seen: Vec<Ranked>,
    /// Hashes of runs of sounds, with their places in the low bits, and the least of them.
    hashes: Vec<u64>,
    chosen: Vec<u64>,
}

impl Walk {
    /// Begins at every place of a text, to be walked over with [`CHARS`].
    pub fn begin_chars(&mut self, chars: &[u32]) {
        self.open.clear();
        self.open.extend((0..chars.len()).map(|place| (place as u32, CHARS.seed)));
        self.begin();
    }

    /// Begins at the places with the least hash of every window, to be walked over with [`SOUNDS`].
    pub fn begin_sounds(&mut self, sounds: &[u16]) {
        self.hashes.clear();
        self.chosen.clear();
        self.hashes.extend(sounds.windows(SOUNDS.lengths[0]).zip(0_u64..).map(|(run, place)| {
            let hash = mix(run.iter().fold(SOUNDS.seed, |hash, sound| stir(hash, u32::from(*sound))));
            hash & !PLACE_MASK | place & PLACE_MASK
        }));
        least_of_windows(&self.hashes, SOUND_WINDOW, &mut self.chosen);
        self.open.clear();
        self.open.extend(self.chosen.iter().map(|hash| ((hash & PLACE_MASK) as u32, SOUNDS.seed)));
        self.begin();
    }

    fn begin(&mut self) {
        self.seen.clear();
        self.seen.resize(self.open.len(), Ranked::NONE);
    }

    /// Looks up the grams of the next step, at the places where those of the step before are common. Returns each with
    /// its place.
    pub fn step<S: Copy + Into<u32>>(
        &mut self,
        step: usize,
        ladder: &Ladder,
        symbols: &[S],
        sketch: &Sketch,
    ) -> impl Iterator<Item = (usize, Ranked)> + use<'_, S> {
        let length = ladder.lengths.get(step).copied().unwrap_or_default();
        let read =
            step.checked_sub(1).and_then(|before| ladder.lengths.get(before)).copied().unwrap_or_default();
        let is_thinned = u64::from(ladder.thinned.contains(&step));
        let mask = if step == 0 { !ladder.confined } else { u64::MAX };
        let mut kept = 0;
        for at in 0..self.open.len() {
            let (Some((place, hash)), Some(before)) = (self.open.get(at).copied(), self.seen.get(at)) else {
                break;
            };
            let is_open = before.count() >= COMMON && hash & is_thinned == 0;
            let Some(more) = symbols.get(place as usize + read..place as usize + length) else { break };
            let hash = more.iter().fold(hash, |hash, symbol| stir(hash, (*symbol).into()));
            if let (Some(open), Some(seen)) = (self.open.get_mut(kept), self.seen.get_mut(kept)) {
                *open = (place, hash);
                *seen = Ranked::new(0, mix(hash.wrapping_add(length as u64)) & mask);
            }
            // Without a branch, which could not be foreseen.
            kept += usize::from(is_open);
        }
        self.open.truncate(kept);
        self.seen.truncate(kept);
        for seen in &mut self.seen {
            *seen = Ranked::new(sketch.count(seen.gram()), seen.gram());
        }
        self.open.iter().zip(&self.seen).map(|((place, _), seen)| (*place as usize, *seen))
    }
}

/// Pushes the least item of every window, once for each place it stands at.
pub(super) fn least_of_windows<T: Copy + Ord>(items: &[T], window: usize, found: &mut Vec<T>) {
    let mut kept: Option<(usize, T)> = None;
    for (start, view) in items.windows(window.min(items.len()).max(1)).enumerate() {
        let Some(newest) = view.last().map(|last| (start + view.len() - 1, *last)) else { return };
        let least = match kept {
            Some(kept) if kept.0 >= start && kept.1 <= newest.1 => kept,
            Some(kept) if kept.0 >= start => newest,
            _ => view
                .iter()
                .enumerate()
                .min_by_key(|(_, item)| **item)
                .map_or(newest, |(at, item)| (start + at, *item)),
        };
        if kept.is_none_or(|kept| kept.0 != least.0) {
            found.push(least.1);
        }
        kept = Some(least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_of_every_window_is_among_the_chosen() {
        let items = [5, 3, 3, 9, 1, 7, 8, 6, 2, 4, 4];
        for window in 1..=items.len() + 2 {
            let mut chosen = Vec::new();
            least_of_windows(&items, window, &mut chosen);
            for view in items.windows(window.min(items.len())) {
                assert!(chosen.contains(view.iter().min().unwrap()), "{window}: {chosen:?}");
            }
        }
    }

    #[test]
    fn a_walk_goes_on_where_grams_are_frequent() {
        let chars: Vec<u32> = "草莓草莓".chars().map(u32::from).collect();
        let mut sketch = Sketch::new();
        let mut walk = Walk::default();
        walk.begin_chars(&chars);
        let pairs: Vec<(usize, Ranked)> = walk.step(0, &CHARS, &chars, &sketch).collect();
        assert_eq!(pairs.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(pairs[0].1, pairs[2].1);
        assert_eq!(walk.step(1, &CHARS, &chars, &sketch).count(), 0);
        for _ in 0..COMMON {
            sketch.bump(pairs[0].1.gram());
        }
        walk.begin_chars(&chars);
        assert_eq!(
            walk.step(0, &CHARS, &chars, &sketch).filter(|(_, gram)| gram.count() == COMMON).count(),
            2
        );
        // Only the first of the two has a third character.
        assert_eq!(walk.step(1, &CHARS, &chars, &sketch).map(|(place, _)| place).collect::<Vec<_>>(), [0]);
    }
}
