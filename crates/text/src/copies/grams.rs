//! Grams: runs of two to fourteen characters by which notes are found.
//!
//! At each place of a text stands one gram, the shortest that is not yet common: two characters where they are
//! rare, up to fourteen inside a phrase that everybody writes. Of these a note is filed under the rarest of every window,
//! and under the sounds of a few longer runs that are chosen by their hash alone, so that a text with every
//! character exchanged for one that sounds alike is found as well.

use super::{fold::Folded, sketch::Sketch};

/// Lengths of grams in characters.
pub(super) const LEVELS: [usize; 6] = [2, 3, 4, 6, 9, 14];
/// Levels that every place has; the longer ones are for one place in two, chosen by the last hash before.
const LEVELS_EVERYWHERE: usize = 3;
/// Notes that hold a gram before it is common, so that later notes are filed under a longer one.
pub(super) const COMMON: u32 = 48;
/// Grams under which a note is filed even where all of them are common.
const FILED_MIN: usize = 3;
/// Lengths of grams of sounds in characters.
const SOUND_LEVELS: [usize; 6] = [5, 8, 12, 18, 27, 40];
/// Places of which one gram of sounds is taken.
const SOUND_WINDOW: usize = 24;
/// Places of which the rarest gram is taken, in a long note and in a short one.
const WINDOW_MAX: usize = 9;
const WINDOW_MIN: usize = 2;
/// Characters for each step of the window: a short note is filed more densely.
const CHARS_PER_WINDOW_STEP: usize = 12;

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

fn stir(hash: u64, symbol: u32) -> u64 {
    (hash ^ u64::from(symbol)).wrapping_mul(MIX).rotate_left(29)
}

fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash ^ (hash >> 32)
}

/// The hashes of the grams of every level that begin at one place.
pub(super) fn hashes_at(chars: &[u32]) -> impl Iterator<Item = u64> + '_ {
    let mut hash = 0_u64;
    let mut read = 0_usize;
    LEVELS.iter().enumerate().map_while(move |(level, length)| {
        if level == LEVELS_EVERYWHERE && hash & 1 != 0 {
            return None;
        }
        for char in chars.get(read..*length)? {
            hash = stir(hash, *char);
        }
        read = *length;
        Some(mix(hash.wrapping_add(*length as u64)))
    })
}

/// Places at which a text is filed and looked for by its sounds: the least hash of every window.
fn sound_places(folded: &Folded) -> Vec<(u64, usize)> {
    let hashes: Vec<(u64, usize)> = folded
        .sounds
        .windows(SOUND_LEVELS[0])
        .zip(0..)
        .map(|(sounds, place)| {
            (mix(sounds.iter().fold(1, |hash, sound| stir(hash, u32::from(*sound)))), place)
        })
        .collect();
    let mut found = Vec::with_capacity(hashes.len() / 4);
    least_of_windows(&hashes, SOUND_WINDOW, &mut found);
    found
}

/// The hashes of the grams of sounds at each such place, the shortest first.
pub(super) fn sound_grams(folded: &Folded) -> impl Iterator<Item = impl Iterator<Item = u64> + '_> + '_ {
    sound_places(folded).into_iter().map(|(_, place)| {
        let sounds = folded.sounds.get(place..).unwrap_or_default();
        let (mut hash, mut read) = (1, 0);
        SOUND_LEVELS.iter().map_while(move |length| {
            hash = sounds.get(read..*length)?.iter().fold(hash, |hash, sound| stir(hash, u32::from(*sound)));
            read = *length;
            Some(mix(hash))
        })
    })
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

/// Counts the grams of a note and chooses those under which it is filed, without repetition.
pub(super) fn file_under(folded: &Folded, sketch: &mut Sketch) -> Vec<u64> {
    let mut rarest: Vec<(u32, u64)> = Vec::with_capacity(folded.len());
    for start in 0..folded.len() {
        let Some(chars) = folded.chars.get(start..) else { break };
        for hash in hashes_at(chars) {
            let count = sketch.bump(hash);
            if count < COMMON {
                rarest.push((count, hash));
                break;
            }
        }
    }
    let window = (folded.len() / CHARS_PER_WINDOW_STEP).clamp(WINDOW_MIN, WINDOW_MAX);
    let mut chosen = Vec::with_capacity(rarest.len() / 2);
    least_of_windows(&rarest, window, &mut chosen);
    let mut filed: Vec<u64> = chosen.into_iter().map(|(_, hash)| hash).collect();
    for grams in sound_grams(folded) {
        let mut last = None;
        for hash in grams {
            last = Some(hash);
            if sketch.bump(hash) < COMMON {
                filed.push(hash);
                last = None;
                break;
            }
        }
        filed.extend(last.filter(|_| filed.len() < FILED_MIN));
    }
    filed.sort_unstable();
    filed.dedup();
    filed
}
