//! Grams: runs of two to fourteen characters by which notes are found.
//!
//! At each place of a text stands one gram, the shortest that is not yet common: two characters where they are
//! rare, up to fourteen inside a phrase that everybody writes. Of these a note is filed under the rarest of every
//! window, and under the sounds of a few longer runs that are chosen by their hash alone, so that a text with every
//! character exchanged for one that sounds alike is found as well.

use super::{fold::Folded, limits::COMPARED_CHARS_MAX, sketch::Sketch};

/// A gram is known by so many bits of the hash of its characters.
pub(super) const GRAM_BITS: u32 = 56;
const GRAM_MASK: u64 = (1 << GRAM_BITS) - 1;
/// Lengths of grams in characters.
pub(super) const LEVELS: [usize; 6] = [2, 3, 4, 6, 9, 14];
/// Levels that every place has; the longer ones are for one place in two, chosen by the last hash before.
const LEVELS_EVERYWHERE: usize = 3;
/// Notes that hold a gram before it is common, so that later notes are filed under a longer one.
pub(super) const COMMON: u8 = 48;
/// Grams under which a note is filed even where all of them are common.
const FILED_MIN: usize = 3;
/// Lengths of grams of sounds in characters.
const SOUND_LEVELS: [usize; 6] = [5, 8, 12, 18, 27, 40];
/// Places of which one gram of sounds is taken.
const SOUND_WINDOW: usize = 32;
/// Places of which the rarest gram is taken, in a long note and in a short one.
const WINDOW_MAX: usize = 9;
const WINDOW_MIN: usize = 2;
/// Characters for each step of the window: a short note is filed more densely.
const CHARS_PER_WINDOW_STEP: usize = 12;
/// The low bits of a number that hold a place of a text.
const PLACE_MASK: u64 = COMPARED_CHARS_MAX as u64 - 1;

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// A gram behind the byte that says how common it is: the rarest is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranked(u64);

impl Ranked {
    /// No gram at all.
    const COMMON: Self = Self(u64::MAX);

    pub fn new(count: u8, gram: u64) -> Self {
        Self(u64::from(count) << GRAM_BITS | gram)
    }

    pub fn count(self) -> u8 {
        (self.0 >> GRAM_BITS) as u8
    }

    pub fn gram(self) -> u64 {
        self.0 & GRAM_MASK
    }
}

fn stir(hash: u64, symbol: u32) -> u64 {
    (hash ^ u64::from(symbol)).wrapping_mul(MIX).rotate_left(29)
}

fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (hash ^ (hash >> 32)) & GRAM_MASK
}

/// A walk over the grams of a text, level by level, so that the machine looks up many of them at once.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Places that the last step looked at, with the hash of their characters so far.
    open: Vec<(u32, u64)>,
    /// The grams at these places.
    seen: Vec<Ranked>,
}

impl Walk {
    pub fn begin(&mut self, chars: &[u32]) {
        self.open.clear();
        self.open.extend((0..chars.len()).map(|place| (place as u32, 0)));
        self.seen.clear();
        self.seen.resize(chars.len(), Ranked::COMMON);
    }

    /// Looks up the grams of the next level, at the places where those of the level before are common. Returns each
    /// with its place.
    pub fn step(
        &mut self,
        level: usize,
        chars: &[u32],
        sketch: &Sketch,
    ) -> impl Iterator<Item = (usize, Ranked)> + use<'_> {
        let length = LEVELS.get(level).copied().unwrap_or_default();
        let read = level.checked_sub(1).and_then(|before| LEVELS.get(before)).copied().unwrap_or_default();
        let mut kept = 0;
        for at in 0..self.open.len() {
            let (Some((place, hash)), Some(before)) = (self.open.get(at).copied(), self.seen.get(at)) else {
                break;
            };
            let is_open = before.count() >= COMMON && (level != LEVELS_EVERYWHERE || hash & 1 == 0);
            let Some(more) = chars.get(place as usize + read..place as usize + length) else { break };
            let hash = more.iter().fold(hash, |hash, char| stir(hash, *char));
            if let (Some(open), Some(seen)) = (self.open.get_mut(kept), self.seen.get_mut(kept)) {
                *open = (place, hash);
                *seen = Ranked::new(0, mix(hash.wrapping_add(length as u64)));
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

/// The grams of sounds of every level that begin at one place.
fn sound_grams_at(sounds: &[u16]) -> impl Iterator<Item = u64> + '_ {
    let (mut hash, mut read) = (1, 0);
    SOUND_LEVELS.iter().map_while(move |length| {
        hash = sounds.get(read..*length)?.iter().fold(hash, |hash, sound| stir(hash, u32::from(*sound)));
        read = *length;
        Some(mix(hash))
    })
}

/// The places at which a text is filed and looked for by its sounds: those with the least hash of every window.
#[derive(Debug, Default)]
pub(super) struct SoundPlaces {
    /// Hashes, with their places in the low bits.
    hashes: Vec<u64>,
    chosen: Vec<u64>,
}

impl SoundPlaces {
    /// The grams of sounds at each such place, the shortest first.
    pub fn grams<'a>(
        &'a mut self,
        sounds: &'a [u16],
    ) -> impl Iterator<Item = impl Iterator<Item = u64> + 'a> + 'a {
        self.hashes.clear();
        self.chosen.clear();
        let runs = sounds.windows(SOUND_LEVELS[0]).zip(0_u64..);
        self.hashes.extend(runs.map(|(run, place)| {
            let hash = mix(run.iter().fold(1, |hash, sound| stir(hash, u32::from(*sound))));
            hash & !PLACE_MASK | place & PLACE_MASK
        }));
        least_of_windows(&self.hashes, SOUND_WINDOW, &mut self.chosen);
        self.chosen
            .iter()
            .map(|hash| sound_grams_at(sounds.get((hash & PLACE_MASK) as usize..).unwrap_or_default()))
    }
}

/// Pushes the least item of every window, once for each place it stands at.
fn least_of_windows<T: Copy + Ord>(items: &[T], window: usize, found: &mut Vec<T>) {
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

/// The grams under which a note is filed, and room to choose them in.
#[derive(Debug, Default)]
pub(super) struct Filing {
    /// Those that few notes hold, without repetition.
    pub rare: Vec<u64>,
    /// Those that are common, where too few are rare.
    pub common: Vec<u64>,
    walk: Walk,
    /// The last gram that was looked at, for each place.
    ranked: Vec<Ranked>,
    chosen: Vec<Ranked>,
    places: SoundPlaces,
}

impl Filing {
    /// Counts the grams of a note and chooses those under which it is filed.
    pub fn choose(&mut self, folded: &Folded, sketch: &mut Sketch) {
        self.rank(folded, sketch);
        let window = (folded.len() / CHARS_PER_WINDOW_STEP).clamp(WINDOW_MIN, WINDOW_MAX);
        self.chosen.clear();
        least_of_windows(&self.ranked, window, &mut self.chosen);
        self.rare.clear();
        self.rare.extend(self.chosen.iter().map(|ranked| ranked.gram()));
        self.common.clear();
        for grams in self.places.grams(&folded.sounds) {
            let mut last = None;
            for gram in grams {
                last = Some(gram);
                if sketch.bump(gram) < COMMON {
                    self.rare.push(gram);
                    last = None;
                    break;
                }
            }
            if self.rare.len() + self.common.len() < FILED_MIN {
                self.common.extend(last);
            }
        }
        self.rare.sort_unstable();
        self.rare.dedup();
    }

    /// Counts the grams at every place up to the first that is not common.
    fn rank(&mut self, folded: &Folded, sketch: &mut Sketch) {
        let Self { ranked, walk, .. } = self;
        ranked.clear();
        ranked.resize(folded.len(), Ranked::COMMON);
        walk.begin(&folded.chars);
        for level in 0..LEVELS.len() {
            for (place, gram) in walk.step(level, &folded.chars, sketch) {
                sketch.bump(gram.gram());
                if let Some(last) = ranked.get_mut(place) {
                    *last = gram;
                }
            }
        }
        ranked.retain(|gram| gram.count() < COMMON);
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
}
