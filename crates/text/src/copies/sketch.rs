//! How common a gram is: a table of counts in which strangers may share a place, so a count is hardly ever too small.
//!
//! A count is kept in one byte. Up to [`EXACT_MAX`] it is exact; beyond, every step stands for more notes than the one
//! before and is taken by chance, so that a byte reaches 100 million.

/// Places of a young table.
const PLACES_MIN: usize = 1 << 16;
/// Places of the largest table: 8 MiB.
const PLACES_MAX: usize = 1 << 23;
/// Places for each note, while the table grows.
const PLACES_PER_NOTE: usize = 16;
/// Counts that are exact.
const EXACT_MAX: u8 = 64;
/// Steps before the notes of one step double.
const STEPS_PER_DOUBLING: u8 = 8;

/// Counts of grams by their hash.
#[derive(Debug)]
pub(super) struct Sketch {
    counts: Vec<u8>,
    /// The state of the chance by which large counts grow.
    chance: u32,
}

impl Sketch {
    pub fn new() -> Self {
        Self { counts: vec![0; PLACES_MIN], chance: 1 }
    }

    pub fn from_counts(counts: Vec<u8>) -> Option<Self> {
        let fits = counts.len().is_power_of_two() && (PLACES_MIN..=PLACES_MAX).contains(&counts.len());
        fits.then_some(Self { counts, chance: 1 })
    }

    pub fn counts(&self) -> &[u8] {
        &self.counts
    }

    fn place(&self, hash: u64) -> usize {
        hash as usize & (self.counts.len() - 1)
    }

    /// The byte of a gram: up to [`EXACT_MAX`] the notes that hold it, beyond see [`notes_of`].
    pub fn count(&self, hash: u64) -> u8 {
        self.counts.get(self.place(hash)).copied().unwrap_or_default()
    }

    /// Counts the gram once more and says how its byte was before.
    pub fn bump(&mut self, hash: u64) -> u8 {
        let place = self.place(hash);
        let Some(count) = self.counts.get_mut(place) else { return 0 };
        let before = *count;
        // Without a branch, which could not be foreseen: an exact count always grows.
        self.chance = self.chance.wrapping_mul(0x2C1B_3C6D).wrapping_add(0x297A_2D39);
        let is_taken = (self.chance >> 4).trailing_zeros() >= u32::from(doublings(before));
        *count = before.saturating_add(u8::from(is_taken));
        before
    }

    /// Makes room for so many notes. A count moves to both places that its grams may now have: too large at the
    /// worst.
    pub fn grow_for(&mut self, notes: usize) {
        while self.counts.len() < PLACES_MAX && self.counts.len() < notes.saturating_mul(PLACES_PER_NOTE) {
            self.counts.extend_from_within(..);
        }
    }
}

/// How often the notes of one step have doubled; 0 while a count is exact.
fn doublings(count: u8) -> u8 {
    count.saturating_sub(EXACT_MAX - STEPS_PER_DOUBLING) / STEPS_PER_DOUBLING
}

/// About how many notes a byte stands for.
pub(super) fn notes_of(count: u8) -> f32 {
    if count < EXACT_MAX {
        return f32::from(count);
    }
    let (doublings, steps) = (doublings(count), (count - EXACT_MAX) % STEPS_PER_DOUBLING);
    let step = (1_u32 << doublings) as f32;
    f32::from(EXACT_MAX) + f32::from(STEPS_PER_DOUBLING) * (step - 2.0) + f32::from(steps) * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_tells_how_many_notes_hold_a_gram() {
        for notes in [0_u32, 1, 47, 64, 1_000, 30_000, 1_000_000] {
            let mut sketch = Sketch::new();
            for _ in 0..notes {
                sketch.bump(7);
            }
            let told = notes_of(sketch.count(7));
            let apart = (told - notes as f32).abs();
            assert!(apart <= if notes <= 64 { 0.0 } else { notes as f32 * 0.5 }, "{notes}: {told}");
        }
    }

    #[test]
    fn counts_outlive_growth() {
        let mut sketch = Sketch::new();
        let hashes: Vec<u64> =
            (1..200_u64).map(|number| number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 8).collect();
        for hash in &hashes {
            sketch.bump(*hash);
        }
        sketch.grow_for(40_000);
        assert!(hashes.iter().all(|hash| sketch.count(*hash) >= 1));
    }
}
