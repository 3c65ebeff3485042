//! A number with what it was before.

use super::{
    metrics::{Metric, Nature},
    tally::{Absence, Ledger},
};
use crate::value::Ppm;

/// A number of a period beside that of the period before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// The number in the unit of its metric.
    pub value: Option<i64>,
    /// Why there is none.
    pub absence: Option<Absence>,
    /// The number of the period before.
    pub previous: Option<i64>,
    /// By how much it changed, in the unit of the metric; of a rate these are points.
    pub change: Option<i64>,
    /// By which part of the number before it changed.
    pub change_ppm: Option<i64>,
}

/// The number of `metric`, compared with the one `before` where there is one to compare with.
pub fn cell(metric: &Metric, now: &Ledger, before: Option<&Ledger>) -> Cell {
    let (value, absence) = match now.value(metric) {
        Ok(value) => (Some(value), None),
        Err(absence) => (None, Some(absence)),
    };
    // Of a stock only the latest value is known: whatever stands in an older ledger is the same number.
    let comparable = before.filter(|_| !matches!(metric.nature, Nature::Stock(_)));
    let previous = comparable.and_then(|ledger| ledger.value(metric).ok());
    let change = value.zip(previous).map(|(value, previous)| value.saturating_sub(previous));
    let change_ppm = change.zip(previous).and_then(|(change, previous)| Ppm::of(change, previous));
    Cell { value, absence, previous, change, change_ppm: change_ppm.map(|Ppm(ppm)| ppm) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::{MetricId, Part};

    fn ledger(id: MetricId, value: i64) -> Ledger {
        let mut ledger = Ledger::default();
        ledger.add(Metric::of(id), Part { value: Some(value), over: Some(100) });
        ledger
    }

    #[test]
    fn a_change_is_told_in_the_unit_and_as_a_part() {
        let leads = Metric::of(MetricId::Leads);
        let cell = |now, before: Option<&Ledger>| super::cell(leads, &now, before);
        let grown = cell(ledger(MetricId::Leads, 30), Some(&ledger(MetricId::Leads, 20)));
        assert_eq!((grown.previous, grown.change, grown.change_ppm), (Some(20), Some(10), Some(500_000)));
        let first = cell(ledger(MetricId::Leads, 30), Some(&Ledger::default()));
        assert_eq!((first.previous, first.change, first.change_ppm), (None, None, None));
        let from_none = cell(ledger(MetricId::Leads, 30), Some(&ledger(MetricId::Leads, 0)));
        assert_eq!((from_none.change, from_none.change_ppm), (Some(30), None));
        assert_eq!(cell(Ledger::default(), None).absence, Some(Absence::NotLoaded));
    }

    #[test]
    fn a_stock_has_no_past() {
        let fans = Metric::of(MetricId::Fans);
        let cell = super::cell(fans, &ledger(MetricId::Fans, 9), Some(&ledger(MetricId::Fans, 9)));
        assert_eq!((cell.value, cell.previous), (Some(9), None));
    }
}
