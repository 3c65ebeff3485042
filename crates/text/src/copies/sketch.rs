//! How common a gram is: a table of counts in which strangers may share a place, so a count is never too small.

/// Places of a young table.
const PLACES_MIN: usize = 1 << 16;
/// Places of the largest table: 8 MiB.
const PLACES_MAX: usize = 1 << 22;
/// Places for each note, while the table grows.
const PLACES_PER_NOTE: usize = 16;

/// Counts of grams by their hash.
#[derive(Debug)]
pub(super) struct Sketch {
    counts: Vec<u16>,
}

impl Sketch {
    pub fn new() -> Self {
        Self { counts: vec![0; PLACES_MIN] }
    }

    pub fn from_counts(counts: Vec<u16>) -> Option<Self> {
        let fits = counts.len().is_power_of_two() && (PLACES_MIN..=PLACES_MAX).contains(&counts.len());
        fits.then_some(Self { counts })
    }

    pub fn counts(&self) -> &[u16] {
        &self.counts
    }

    fn place(&self, hash: u64) -> usize {
        (hash >> 20) as usize & (self.counts.len() - 1)
    }

    pub fn count(&self, hash: u64) -> u32 {
        self.counts.get(self.place(hash)).copied().map_or(0, u32::from)
    }

    /// Counts the gram once more and says how often it was seen before.
    pub fn bump(&mut self, hash: u64) -> u32 {
        let place = self.place(hash);
        self.counts.get_mut(place).map_or(0, |count| {
            let before = *count;
            *count = before.saturating_add(1);
            u32::from(before)
        })
    }

    /// Makes room for so many notes. A count moves to both places that its grams may now have: too large at the
    /// worst.
    pub fn grow_for(&mut self, notes: usize) {
        while self.counts.len() < PLACES_MAX && self.counts.len() < notes.saturating_mul(PLACES_PER_NOTE) {
            self.counts.extend_from_within(..);
        }
    }
}
