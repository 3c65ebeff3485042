//! Which notes are filed under which gram.
//!
//! A fixed number of shards, chosen by the hash of a gram; each holds pairs of a *tag* (sixteen more bits of the
//! hash) and a note, ordered by tag, in a settled part and a short fresh part that is merged into the settled one
//! when it has grown. Two grams may share shard and tag: a list can name a note too many, never one too few.

/// Shards, chosen by the upper bits of a hash.
pub(super) const SHARDS: usize = 1 << SHARD_BITS;
const SHARD_BITS: u32 = 12;
/// Fresh pairs of a shard, at the least, before they are settled.
const FRESH_MIN: usize = 48;
/// The part of the settled pairs that may be fresh.
const FRESH_SHARE: usize = 12;
/// How far from its expected place a tag is looked for before the whole shard is.
const NEAR: usize = 96;

/// A note inside one index, counted from 0.
pub(super) type Slot = u32;

/// All lists.
#[derive(Debug)]
pub(super) struct Postings {
    shards: Vec<Shard>,
}

/// The pairs of one part of the hashes.
#[derive(Debug, Default, Clone)]
pub(super) struct Shard {
    settled: Pairs<Box<[u16]>, Box<[Slot]>>,
    fresh: Pairs<Vec<u16>, Vec<Slot>>,
}

/// Tags and the notes under them, equally long, ordered by tag.
#[derive(Debug, Default, Clone)]
struct Pairs<T, N> {
    tags: T,
    slots: N,
}

/// The notes under one gram.
#[derive(Debug, Clone, Copy)]
pub(super) struct List<'a> {
    settled: &'a [Slot],
    fresh: &'a [Slot],
}

impl List<'_> {
    pub fn len(&self) -> usize {
        self.settled.len() + self.fresh.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = Slot> + '_ {
        self.settled.iter().chain(self.fresh).copied()
    }
}

fn shard_of(hash: u64) -> usize {
    (hash >> (64 - SHARD_BITS)) as usize
}

fn tag_of(hash: u64) -> u16 {
    (hash & 0xFFFF) as u16
}

impl Postings {
    pub fn new() -> Self {
        Self { shards: vec![Shard::default(); SHARDS] }
    }

    pub fn from_shards(shards: Vec<Shard>) -> Option<Self> {
        (shards.len() == SHARDS).then_some(Self { shards })
    }

    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    /// Files a note; notes come in the order of their slots.
    pub fn insert(&mut self, hash: u64, slot: Slot) {
        if let Some(shard) = self.shards.get_mut(shard_of(hash)) {
            shard.insert(tag_of(hash), slot);
        }
    }

    /// The notes that are filed under a gram, and perhaps a stranger.
    pub fn find(&self, hash: u64) -> List<'_> {
        self.shards
            .get(shard_of(hash))
            .map_or(List { settled: &[], fresh: &[] }, |shard| shard.find(tag_of(hash)))
    }

    /// Bytes that the lists take in memory.
    pub fn bytes(&self) -> usize {
        self.shards.iter().map(Shard::bytes).sum::<usize>() + SHARDS * size_of::<Shard>()
    }
}

impl Shard {
    /// A settled shard; nothing where the pairs are out of order.
    pub fn settled(tags: Vec<u16>, slots: Vec<Slot>) -> Option<Self> {
        let fits = tags.len() == slots.len() && tags.is_sorted();
        let settled = Pairs { tags: tags.into_boxed_slice(), slots: slots.into_boxed_slice() };
        fits.then_some(Self { settled, fresh: Pairs::default() })
    }

    fn insert(&mut self, tag: u16, slot: Slot) {
        let at = self.fresh.tags.partition_point(|known| *known <= tag);
        self.fresh.tags.insert(at, tag);
        self.fresh.slots.insert(at, slot);
        if self.fresh.tags.len() >= FRESH_MIN.max(self.settled.tags.len() / FRESH_SHARE) {
            self.settle();
        }
    }

    /// Merges the fresh pairs into the settled ones. Under one tag the older notes come first.
    fn settle(&mut self) {
        let pairs: (Vec<u16>, Vec<Slot>) = self.pairs().unzip();
        self.settled = Pairs { tags: pairs.0.into_boxed_slice(), slots: pairs.1.into_boxed_slice() };
        self.fresh.tags.clear();
        self.fresh.slots.clear();
    }

    /// All pairs by tag.
    pub fn pairs(&self) -> impl Iterator<Item = (u16, Slot)> + '_ {
        let mut settled = self.settled.tags.iter().zip(&self.settled.slots).peekable();
        let mut fresh = self.fresh.tags.iter().zip(&self.fresh.slots).peekable();
        let length = self.settled.tags.len() + self.fresh.tags.len();
        (0..length).filter_map(move |_| {
            let from_settled = match (settled.peek(), fresh.peek()) {
                (Some((old, _)), Some((new, _))) => old <= new,
                (old, _) => old.is_some(),
            };
            let next = if from_settled { settled.next() } else { fresh.next() };
            next.map(|(tag, slot)| (*tag, *slot))
        })
    }

    fn find(&self, tag: u16) -> List<'_> {
        let near = near(&self.settled.tags, tag);
        let fresh = equal(&self.fresh.tags, tag, 0..self.fresh.tags.len());
        List {
            settled: self.settled.slots.get(near).unwrap_or_default(),
            fresh: self.fresh.slots.get(fresh).unwrap_or_default(),
        }
    }

    fn bytes(&self) -> usize {
        (self.settled.tags.len() + self.fresh.tags.capacity()) * size_of::<u16>()
            + (self.settled.slots.len() + self.fresh.slots.capacity()) * size_of::<Slot>()
    }
}

/// Where a tag stands. Tags are spread evenly, so its place is nearly known beforehand.
fn near(tags: &[u16], tag: u16) -> std::ops::Range<usize> {
    let guess = (tags.len() * usize::from(tag)) >> 16;
    let (start, end) = (guess.saturating_sub(NEAR), (guess + NEAR).min(tags.len()));
    let before = start == 0 || tags.get(start).is_some_and(|first| *first < tag);
    let after = end == tags.len() || tags.get(end).is_some_and(|last| *last > tag);
    equal(tags, tag, if before && after { start..end } else { 0..tags.len() })
}

fn equal(tags: &[u16], tag: u16, among: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let Some(view) = tags.get(among.clone()) else { return 0..0 };
    let start = view.partition_point(|known| *known < tag);
    let length = view.iter().skip(start).take_while(|known| **known == tag).count();
    among.start + start..among.start + start + length
}
