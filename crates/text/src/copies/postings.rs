//! Which notes are filed under which gram.
//!
//! A fixed number of shards, chosen by the upper bits of a gram; each is a hash table of *buckets* that fill one line
//! of the processor's cache, so that a gram is found with one look into memory. A bucket holds pairs of a *tag* (the
//! next sixteen bits of the gram) and a note; the tag also says in which bucket a pair is at home, and where that one
//! is full, the pair lies in the next. Two grams may share shard and tag: a list can name a note too many, never one
//! too few.
//!
//! A table suffers from long lists, so the few grams that must be used although they are common have lists of
//! their own.

use std::collections::HashMap;

use super::grams::{COMMON, GRAM_BITS};

/// Shards, chosen by the upper bits of a gram.
pub(super) const SHARDS: usize = 1 << SHARD_BITS;
const SHARD_BITS: u32 = 13;
const TAG_BITS: u32 = 16;
/// Pairs of one bucket: with their number they fill 64 bytes.
const BUCKET_PAIRS: usize = 10;
/// The part of its places that a shard keeps free, and the part of its buckets by which it grows.
const FREE_SHARE: usize = 8;
const GROWTH_SHARE: usize = 8;

/// A note inside one index, counted from 0.
pub(super) type Slot = u32;

/// All lists.
#[derive(Debug)]
pub(super) struct Postings {
    shards: Vec<Shard>,
    /// Notes under common grams.
    frequent: HashMap<u64, Vec<Slot>>,
    /// Room for the notes with the same text as a new one.
    twins: Vec<Slot>,
}

/// The pairs of one part of the grams.
#[derive(Debug, Default, Clone)]
pub(super) struct Shard {
    buckets: Vec<Bucket>,
    pairs: usize,
}

#[derive(Debug, Default, Clone)]
#[repr(align(64))]
struct Bucket {
    slots: [Slot; BUCKET_PAIRS],
    tags: [u16; BUCKET_PAIRS],
    taken: u32,
}

fn shard_of(gram: u64) -> usize {
    (gram >> (GRAM_BITS - SHARD_BITS)) as usize
}

fn tag_of(gram: u64) -> u16 {
    (gram >> (GRAM_BITS - SHARD_BITS - TAG_BITS)) as u16
}

impl Postings {
    pub fn new() -> Self {
        Self { shards: vec![Shard::default(); SHARDS], frequent: HashMap::new(), twins: Vec::new() }
    }

    pub fn from_parts(shards: Vec<Shard>, frequent: HashMap<u64, Vec<Slot>>) -> Option<Self> {
        (shards.len() == SHARDS).then_some(Self { shards, frequent, twins: Vec::new() })
    }

    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    pub fn frequent(&self) -> &HashMap<u64, Vec<Slot>> {
        &self.frequent
    }

    /// Files a note under a gram that few notes hold.
    pub fn insert(&mut self, gram: u64, slot: Slot) {
        if let Some(shard) = self.shards.get_mut(shard_of(gram)) {
            shard.insert(tag_of(gram), slot);
        }
    }

    /// Files a note under a gram that many notes hold.
    pub fn insert_frequent(&mut self, gram: u64, slot: Slot) {
        self.frequent.entry(gram).or_default().push(slot);
    }

    /// Files a note under its whole text, whoever else has the same.
    pub fn insert_whole(&mut self, gram: u64, slot: Slot) {
        self.twins.clear();
        if let Some(shard) = self.shards.get(shard_of(gram)) {
            shard.find(tag_of(gram), &mut self.twins);
        }
        if self.twins.len() < usize::from(COMMON) {
            self.insert(gram, slot);
        } else {
            self.insert_frequent(gram, slot);
        }
    }

    /// Brings the places of some grams into the cache of the processor, all at once.
    pub fn warm<'a>(&self, grams: impl Iterator<Item = &'a u64>) {
        for gram in grams {
            let shard = self.shards.get(shard_of(*gram));
            std::hint::black_box(shard.and_then(|shard| shard.home_of(tag_of(*gram))).map(|home| home.taken));
        }
    }

    /// Whether any note can be filed under a gram.
    pub fn may_hold(&self, gram: u64) -> bool {
        let shard = self.shards.get(shard_of(gram));
        let home = shard.and_then(|shard| shard.home_of(tag_of(gram)));
        home.is_some_and(|home| home.is_full() || home.has(tag_of(gram)))
    }

    /// Appends the notes that are filed under a gram, and perhaps a stranger.
    pub fn find(&self, gram: u64, found: &mut Vec<Slot>) {
        if let Some(shard) = self.shards.get(shard_of(gram)) {
            shard.find(tag_of(gram), found);
        }
    }

    /// Notes filed under a gram that many notes hold, in the order of their slots.
    pub fn find_frequent(&self, gram: u64) -> &[Slot] {
        self.frequent.get(&gram).map_or(&[], Vec::as_slice)
    }

    /// Bytes that the lists take in memory.
    pub fn bytes(&self) -> usize {
        let buckets: usize = self.shards.iter().map(|shard| shard.buckets.len()).sum();
        let frequent: usize = self.frequent.values().map(|slots| slots.capacity() * size_of::<Slot>()).sum();
        buckets * size_of::<Bucket>() + SHARDS * size_of::<Shard>() + frequent
    }
}

impl Shard {
    /// An empty shard with room for so many pairs.
    pub fn with_room_for(pairs: usize) -> Self {
        let buckets = pairs.div_ceil(BUCKET_PAIRS) * FREE_SHARE / (FREE_SHARE - 1);
        Self { buckets: vec![Bucket::default(); buckets], pairs: 0 }
    }

    pub fn insert(&mut self, tag: u16, slot: Slot) {
        let places = self.buckets.len() * BUCKET_PAIRS;
        if self.pairs + places / FREE_SHARE >= places {
            self.grow();
        }
        self.enter(tag, slot);
        self.pairs += 1;
    }

    fn grow(&mut self) {
        let count = self.buckets.len() + self.buckets.len() / GROWTH_SHARE + 1;
        let old = std::mem::replace(&mut self.buckets, vec![Bucket::default(); count]);
        for (tag, slot) in old.iter().flat_map(Bucket::pairs) {
            self.enter(tag, slot);
        }
    }

    /// Puts a pair into the first bucket with room; there is always one.
    fn enter(&mut self, tag: u16, slot: Slot) {
        let home = self.home(tag);
        let (before, after) = self.buckets.split_at_mut(home);
        let _is_taken = after.iter_mut().chain(before).any(|bucket| bucket.push(tag, slot));
    }

    fn find(&self, tag: u16, found: &mut Vec<Slot>) {
        let (before, after) = self.buckets.split_at(self.home(tag));
        for bucket in after.iter().chain(before) {
            bucket.find(tag, found);
            if !bucket.is_full() {
                return;
            }
        }
    }

    fn home(&self, tag: u16) -> usize {
        (usize::from(tag) * self.buckets.len()) >> TAG_BITS
    }

    fn home_of(&self, tag: u16) -> Option<&Bucket> {
        self.buckets.get(self.home(tag))
    }

    /// All pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (u16, Slot)> + '_ {
        self.buckets.iter().flat_map(Bucket::pairs)
    }
}

impl Bucket {
    fn is_full(&self) -> bool {
        self.taken as usize >= BUCKET_PAIRS
    }

    /// Takes a pair if there is room.
    fn push(&mut self, tag: u16, slot: Slot) -> bool {
        let at = self.taken as usize;
        let (Some(tag_place), Some(slot_place)) = (self.tags.get_mut(at), self.slots.get_mut(at)) else {
            return false;
        };
        *tag_place = tag;
        *slot_place = slot;
        self.taken += 1;
        true
    }

    /// Whether the tag stands at any place, taken or not.
    fn has(&self, tag: u16) -> bool {
        // Counted, not sought: all tags are compared at once.
        self.tags.iter().map(|known| u8::from(*known == tag)).sum::<u8>() > 0
    }

    fn find(&self, tag: u16, found: &mut Vec<Slot>) {
        if self.has(tag) {
            found.extend(self.pairs().filter(|(known, _)| *known == tag).map(|(_, slot)| slot));
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (u16, Slot)> + '_ {
        self.tags.iter().copied().zip(self.slots.iter().copied()).take(self.taken as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grams spread like hashes, some of them in one shard with one tag.
    fn gram(number: u64) -> u64 {
        (number / 3).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - GRAM_BITS)
    }

    #[test]
    fn every_note_is_found_under_its_gram_in_its_order() {
        let mut postings = Postings::new();
        for number in 0..300_000 {
            postings.insert(gram(number), number as Slot);
        }
        for number in (0..300_000).step_by(3) {
            let mut found = Vec::new();
            postings.find(gram(number), &mut found);
            let expected = number as Slot..number as Slot + 3;
            assert!(expected.clone().all(|slot| found.contains(&slot)), "{number}: {found:?}");
        }
    }

    #[test]
    fn a_shard_with_one_tag_only_keeps_all_its_pairs() {
        for tag in [0, 7, u16::MAX] {
            let mut shard = Shard::default();
            (0..1_000).for_each(|slot| shard.insert(tag, slot));
            let mut found = Vec::new();
            shard.find(tag, &mut found);
            found.sort_unstable();
            assert!(found.into_iter().eq(0..1_000));
        }
    }

    #[test]
    fn a_bucket_is_a_line_of_the_cache() {
        assert_eq!(size_of::<Bucket>(), 64);
    }
}
