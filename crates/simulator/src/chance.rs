//! Chance as an argument: one stream of random numbers per topic and subject, all from one seed.
//!
//! The streams are independent, so a change in how notes are written leaves the people as they were.
//! Rates are given in millionths (`_ppm`), so that the model itself counts in whole numbers.

use rand::{Rng as _, RngExt as _, SeedableRng as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, LogNormal};

/// One whole, in millionths.
pub(crate) const WHOLE_PPM: i64 = 1_000_000;

/// Trials above this count are not thrown one by one; their expected value is taken instead.
const TRIALS_MAX: i64 = 2_000;

/// What a stream of chance decides about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Topic {
    /// Who works where and which accounts they hold.
    People = 1,
    /// What an account publishes and how it fares.
    Notes = 2,
    /// Which notes are promoted.
    Promotion = 3,
    /// Who writes in.
    Inquiries = 4,
    /// How fast an account replies.
    Service = 5,
    /// Rows for measuring speed.
    Bench = 6,
    /// Which titles should rather not have been published.
    Slips = 7,
}

/// A stream of chance.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of one `subject` under a topic.
    pub(crate) fn new(seed: u64, topic: Topic, subject: usize) -> Self {
        let mut stream = ChaCha8Rng::seed_from_u64(seed);
        stream.set_stream(((topic as u64) << 32) | u64::try_from(subject).unwrap_or(u64::MAX >> 32));
        Self(stream)
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// Like [`Self::between`], for clock times and small counts.
    pub(crate) fn small(&mut self, low: i8, high: i8) -> i8 {
        self.0.random_range(low..=high.max(low))
    }

    /// True `ppm` times in a million.
    pub(crate) fn hits(&mut self, ppm: i64) -> bool {
        self.between(0, WHOLE_PPM - 1) < ppm
    }

    /// One of the items.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        *items.choose(&mut self.0).expect("every list to pick from has an item")
    }

    /// One of the items, each as likely as its weight.
    pub(crate) fn weighted<T: Copy>(&mut self, items: &[(T, i64)]) -> T {
        let total: i64 = items.iter().map(|(_, weight)| weight).sum();
        let mut left = self.between(1, total.max(1));
        let found = items.iter().find(|(_, weight)| {
            left -= weight;
            left <= 0
        });
        found.or(items.last()).expect("every list to pick from has an item").0
    }

    /// `value`, more or less: evenly spread over `value ± value × spread_ppm`.
    pub(crate) fn around(&mut self, value: i64, spread_ppm: i64) -> i64 {
        part(value, WHOLE_PPM + self.between(-spread_ppm, spread_ppm))
    }

    /// How many of `trials` succeed.
    pub(crate) fn successes(&mut self, trials: i64, ppm: i64) -> i64 {
        if trials > TRIALS_MAX {
            return part(trials, ppm);
        }
        let hits = (0..trials).filter(|_| self.hits(ppm)).count();
        i64::try_from(hits).unwrap_or(trials)
    }

    /// The whole part of `per_mille / 1000` events, and one more as often as the rest says.
    pub(crate) fn events(&mut self, per_mille: i64) -> i64 {
        per_mille / 1_000 + i64::from(self.hits(per_mille % 1_000 * 1_000))
    }

    /// A heavy-tailed number with this median; `sigma` 1.0 puts one in forty above seven times the median.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "medians and results are far below 2^52"
    )]
    pub(crate) fn heavy_tail(&mut self, median: i64, sigma: f64) -> i64 {
        let tail = LogNormal::new(0.0, sigma).expect("sigma is finite and not negative");
        (median as f64 * tail.sample(&mut self.0)).min(1e9).round() as i64
    }

    /// A platform id: 24 hex digits.
    pub(crate) fn hex24(&mut self) -> String {
        format!("{:016x}{:08x}", self.0.next_u64(), self.0.next_u32())
    }
}

/// `value × ppm / 1,000,000`, rounded down.
pub(crate) const fn part(value: i64, ppm: i64) -> i64 {
    value * ppm / WHOLE_PPM
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_of_two_subjects_differ_and_each_repeats() {
        let draw = |subject| Chance::new(7, Topic::Notes, subject).hex24();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn a_weight_of_nothing_is_never_picked() {
        let mut chance = Chance::new(7, Topic::Bench, 0);
        assert!((0..500).all(|_| chance.weighted(&[("never", 0), ("always", 3)]) == "always"));
    }
}
