//! Putting amounts together by the nature of their metric.
//!
//! Adding rows in any order and joining tallies in any order gives the same number, so an account, a store and a
//! brand are summed by the same rule.

use super::metrics::{Metric, MetricId, Nature};

names! {
    /// Why a number is absent.
    Absence {
        /// No file that holds it was loaded for these days.
        NotLoaded = "not_loaded",
        /// The files that were loaded leave it out.
        NotCounted = "not_counted",
        /// Several rates cannot be put together because the conversations of one of them are unknown.
        WeightMissing = "weight_missing",
        /// There was nothing to divide by.
        NothingCounted = "nothing_counted",
        /// Only the latest value is known.
        NoHistory = "no_history",
    }
}

/// What one row gives for a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// The amount; of a rate what stands above the line, of a mean its value.
    pub value: Option<i64>,
    /// Of a rate what stands below the line, of a mean its weight.
    pub over: Option<i64>,
}

/// The amounts of one metric, put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    above: i128,
    below: i128,
    rows: u64,
    /// Rows that were there and held no amount.
    blank: u64,
    /// Rows of a mean whose weight is unknown.
    unweighed: u64,
    /// The value of the only row of a mean: what the platform itself counted needs no weight.
    alone: i64,
}

impl Tally {
    /// Adds what one row gives.
    pub fn add(&mut self, nature: &Nature, part: Part) {
        let one = match (nature, part.value, part.over) {
            (Nature::Flow(_) | Nature::Stock(_), Some(value), _) => {
                Self { above: i128::from(value), rows: 1, ..Self::default() }
            }
            (Nature::Rate { .. }, Some(above), Some(below)) => {
                Self { above: i128::from(above), below: i128::from(below), rows: 1, ..Self::default() }
            }
            (Nature::Mean { .. }, Some(value), weight) => {
                let counted = i128::from(weight.unwrap_or(0).max(0));
                let (above, unweighed) = (i128::from(value) * counted, u64::from(weight.is_none()));
                Self { above, below: counted, rows: 1, blank: 0, unweighed, alone: value }
            }
            _ => Self { blank: 1, ..Self::default() },
        };
        self.join(&one);
    }

    /// Adds the tally of the same metric of somebody else.
    pub fn join(&mut self, other: &Self) {
        let Self { above, below, rows, blank, unweighed, alone } = *other;
        if rows > 0 {
            self.alone = alone;
        }
        self.above += above;
        self.below += below;
        self.rows += rows;
        self.blank += blank;
        self.unweighed += unweighed;
    }

    /// The number in the unit of the metric, or why there is none.
    pub fn value(&self, nature: &Nature) -> Result<i64, Absence> {
        if self.rows == 0 {
            return Err(if self.blank > 0 { Absence::NotCounted } else { Absence::NotLoaded });
        }
        let value = match nature {
            Nature::Flow(_) | Nature::Stock(_) => Some(self.above),
            Nature::Rate { scale, .. } => quotient(self.above.saturating_mul(i128::from(*scale)), self.below),
            Nature::Mean { .. } if self.rows == 1 => Some(i128::from(self.alone)),
            Nature::Mean { .. } if self.unweighed > 0 => return Err(Absence::WeightMissing),
            Nature::Mean { .. } => quotient(self.above, self.below),
        };
        value.and_then(|value| i64::try_from(value).ok()).ok_or(Absence::NothingCounted)
    }
}

/// Rounded half away from zero.
const fn quotient(above: i128, below: i128) -> Option<i128> {
    if below <= 0 {
        return None;
    }
    let half = if above < 0 { -below / 2 } else { below / 2 };
    Some(above.saturating_add(half) / below)
}

/// The tallies of every metric, for one account or for several together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger(Vec<Tally>);

impl Default for Ledger {
    fn default() -> Self {
        Self(vec![Tally::default(); MetricId::ALL.len()])
    }
}

impl Ledger {
    /// Adds what one row gives for a metric.
    pub fn add(&mut self, metric: &Metric, part: Part) {
        if let Some(tally) = self.0.get_mut(metric.id as usize) {
            tally.add(&metric.nature, part);
        }
    }

    /// Adds the ledger of somebody else.
    pub fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.join(theirs);
        }
    }

    /// The number of a metric, or why there is none.
    pub fn value(&self, metric: &Metric) -> Result<i64, Absence> {
        self.0.get(metric.id as usize).map_or(Err(Absence::NotLoaded), |tally| tally.value(&metric.nature))
    }

    /// Whether nothing at all was added for a metric.
    pub fn is_blank(&self, metric: &Metric) -> bool {
        self.value(metric) == Err(Absence::NotLoaded)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*, sample::select};

    use super::*;
    use crate::insight::metrics::METRICS;

    fn tally(id: MetricId, parts: &[(Option<i64>, Option<i64>)]) -> Result<i64, Absence> {
        let metric = Metric::of(id);
        let mut tally = Tally::default();
        for (value, over) in parts {
            tally.add(&metric.nature, Part { value: *value, over: *over });
        }
        tally.value(&metric.nature)
    }

    #[test]
    fn amounts_come_together_by_the_nature_of_their_metric() {
        use Absence::{NotCounted, NotLoaded, NothingCounted, WeightMissing};
        let some = |value, over| (Some(value), Some(over));
        for (id, parts, expected) in [
            (MetricId::Leads, vec![], Err(NotLoaded)),
            (MetricId::Leads, vec![(None, None)], Err(NotCounted)),
            (MetricId::Leads, vec![(Some(3), None), (None, None), (Some(4), None)], Ok(7)),
            (MetricId::OpenRate, vec![some(1, 10), some(9, 10)], Ok(500_000)),
            (MetricId::OpenRate, vec![some(1, 10), (None, Some(90))], Ok(100_000)),
            (MetricId::OpenRate, vec![some(0, 0)], Err(NothingCounted)),
            (MetricId::Cpl, vec![some(10_000, 3), some(0, 1)], Ok(2_500)),
            (MetricId::Reply1min, vec![(Some(420_000), None)], Ok(420_000)),
            (MetricId::Reply1min, vec![some(0, 10), some(1_000_000, 30)], Ok(750_000)),
            (MetricId::Reply1min, vec![some(0, 10), (Some(1_000_000), None)], Err(WeightMissing)),
            (MetricId::Reply1min, vec![some(500_000, 10), some(1_000_000, 0)], Ok(500_000)),
            (MetricId::Reply1min, vec![some(500_000, 0), some(1_000_000, 0)], Err(NothingCounted)),
            (MetricId::Cadence, vec![some(2, 7), some(4, 7)], Ok(300)),
        ] {
            assert_eq!(tally(id, &parts), expected, "{id} {parts:?}");
        }
    }

    fn parts() -> impl Strategy<Value = Vec<Part>> {
        let part = (option::of(0..1_000_000_i64), option::of(0..1_000_i64));
        vec(part.prop_map(|(value, over)| Part { value, over }), 0..12)
    }

    proptest! {
        #[test]
        fn a_total_is_the_same_whoever_is_summed_first(
            metric in select(METRICS), parts in parts(), cut in 0..12_usize
        ) {
            let of = |parts: &[Part]| {
                let mut tally = Tally::default();
                for part in parts {
                    tally.add(&metric.nature, *part);
                }
                tally
            };
            let (left, right) = parts.split_at(cut.min(parts.len()));
            let mut joined = of(right);
            joined.join(&of(left));
            prop_assert_eq!(joined.value(&metric.nature), of(&parts).value(&metric.nature));
        }
    }
}
