//! Grams: runs of two to six characters by which notes are found.
//!
//! At each place of a text stands one gram, the shortest that is not yet common: two characters where they are
//! rare, up to six inside a phrase that everybody writes. Of these a note is filed under the rarest of every window,
//! and under the sounds of a few longer runs that are chosen by their hash alone, so that a text with every
//! character exchanged for one that sounds alike is found as well.

use super::{fold::Folded, sketch::Sketch};

/// Lengths of grams in characters, and how many notes are filed under one before the next length is used.
pub(super) const LEVELS: [(usize, u32); 4] = [(2, 48), (3, 48), (4, 48), (6, 64)];
/// Characters of a gram of sounds.
const SOUND_GRAM: usize = 5;
/// Places of which one gram of sounds is taken.
const SOUND_WINDOW: usize = 16;
/// Places of which the rarest gram is taken, in a long note and in a short one.
const WINDOW_MAX: usize = 7;
const WINDOW_MIN: usize = 2;
/// Characters for each step of the window: a short note is filed more densely.
const CHARS_PER_WINDOW_STEP: usize = 14;

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash ^ (hash >> 32)
}

/// The hashes of the grams of every level that begin at one place.
pub(super) fn hashes_at(chars: &[u32]) -> impl Iterator<Item = u64> + '_ {
    let mut hash = 0_u64;
    let mut read = 0_usize;
    LEVELS.iter().map_while(move |(length, _)| {
        for char in chars.get(read..*length)? {
            hash = (hash ^ u64::from(*char)).wrapping_mul(MIX).rotate_left(29);
        }
        read = *length;
        Some(mix(hash.wrapping_add(*length as u64)))
    })
}

/// The grams of sounds under which a text is filed and looked for: the least hash of every window.
pub(super) fn sound_grams(folded: &Folded, found: &mut Vec<u64>) {
    let hashes: Vec<u64> = folded
        .sounds
        .windows(SOUND_GRAM)
        .map(|sounds| {
            let packed = sounds
                .iter()
                .fold(1_u64, |packed, sound| (packed ^ u64::from(*sound)).wrapping_mul(MIX).rotate_left(31));
            mix(packed)
        })
        .collect();
    least_of_windows(&hashes, SOUND_WINDOW, found);
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
        for (hash, (_, common)) in hashes_at(chars).zip(LEVELS) {
            let count = sketch.bump(hash);
            if count < common {
                rarest.push((count, hash));
                break;
            }
        }
    }
    let window = (folded.len() / CHARS_PER_WINDOW_STEP).clamp(WINDOW_MIN, WINDOW_MAX);
    let mut chosen = Vec::with_capacity(rarest.len() / 2);
    least_of_windows(&rarest, window, &mut chosen);
    let mut filed: Vec<u64> = chosen.into_iter().map(|(_, hash)| hash).collect();
    sound_grams(folded, &mut filed);
    filed.sort_unstable();
    filed.dedup();
    filed
}
