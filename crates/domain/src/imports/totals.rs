//! Sums over days, notes or accounts by the nature of each field: flows add up, of a stock the last day counts, a rate
//! is recomputed from its two sums, a mean is weighted by what it was taken over. What cannot be summed honestly has
//! no sum.

use super::fields::{Field, Nature};
use crate::time::Day;

/// Sums one field over the rows of one account; [`Total::join`] sums accounts, each of which has its own last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    field: Field,
    /// The sum above the line, or of value times weight; for a stock, its latest value.
    above: i128,
    /// The sum below the line, or of the weights.
    below: i128,
    last_day: Option<Day>,
    rows: u64,
    /// A row held a value whose weight is unknown.
    unweighted: bool,
}

/// What one row says for the total of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// The field's own value.
    pub value: Option<i64>,
    /// The value of [`Nature::Rate`]'s numerator.
    pub numerator: Option<i64>,
    /// The value of its denominator, or of the weight of a mean or score.
    pub denominator: Option<i64>,
    /// The day of the row, for a stock.
    pub day: Option<Day>,
}

impl Total {
    /// Nothing summed yet.
    pub const fn new(field: Field) -> Self {
        Self { field, above: 0, below: 0, last_day: None, rows: 0, unweighted: false }
    }

    /// Adds a row.
    pub fn add(&mut self, part: Part) {
        match self.field.nature() {
            Nature::Dimension => {}
            Nature::Flow => {
                if let Some(value) = part.value {
                    self.above += i128::from(value);
                    self.rows += 1;
                }
            }
            Nature::Stock => self.add_stock(part),
            Nature::Rate { .. } => {
                if let Some((above, below)) = part.numerator.zip(part.denominator) {
                    self.above += i128::from(above);
                    self.below += i128::from(below);
                    self.rows += 1;
                }
            }
            Nature::Mean { .. } | Nature::Score { .. } => self.add_weighted(part),
        }
    }

    fn add_stock(&mut self, part: Part) {
        let Some(value) = part.value else { return };
        match part.day.cmp(&self.last_day) {
            _ if self.rows == 0 => self.above = i128::from(value),
            std::cmp::Ordering::Greater | std::cmp::Ordering::Equal => self.above = i128::from(value),
            std::cmp::Ordering::Less => return,
        }
        self.last_day = self.last_day.max(part.day);
        self.rows += 1;
    }

    fn add_weighted(&mut self, part: Part) {
        match (part.value, part.denominator) {
            (None, _) | (_, Some(..=0)) => {}
            (Some(_), None) => self.unweighted = true,
            (Some(value), Some(weight)) => {
                self.above += i128::from(value) * i128::from(weight);
                self.below += i128::from(weight);
                self.rows += 1;
            }
        }
    }

    /// Adds the total of the same field of another account.
    pub fn join(&mut self, other: &Self) {
        debug_assert_eq!(self.field, other.field, "totals of two fields are not added");
        self.above += other.above;
        self.below += other.below;
        self.rows += other.rows;
        self.unweighted |= other.unweighted;
    }

    /// The sum in the unit of the field; `None` where nothing was said, or where it cannot be had without averaging
    /// rates.
    pub fn value(&self) -> Option<i64> {
        if self.rows == 0 || self.unweighted {
            return None;
        }
        match self.field.nature() {
            Nature::Dimension => None,
            Nature::Flow | Nature::Stock => i64::try_from(self.above).ok(),
            Nature::Rate { .. } => {
                quotient(self.above.checked_mul(i128::from(self.field.scale()))?, self.below)
            }
            Nature::Mean { .. } | Nature::Score { .. } => quotient(self.above, self.below),
        }
    }
}

/// Rounded half away from zero.
fn quotient(above: i128, below: i128) -> Option<i64> {
    if below <= 0 {
        return None;
    }
    let half = if above < 0 { -below / 2 } else { below / 2 };
    i64::try_from((above + half) / below).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(field: Field, parts: &[Part]) -> Option<i64> {
        let mut total = Total::new(field);
        for part in parts {
            total.add(*part);
        }
        total.value()
    }

    fn value(value: i64) -> Part {
        Part { value: Some(value), ..Part::default() }
    }

    fn weighted(value: i64, weight: Option<i64>) -> Part {
        Part { value: Some(value), denominator: weight, ..Part::default() }
    }

    fn quotient_of(numerator: i64, denominator: i64) -> Part {
        Part { numerator: Some(numerator), denominator: Some(denominator), ..Part::default() }
    }

    fn on(day: &str, amount: i64) -> Part {
        Part { day: Some(day.parse().unwrap()), ..value(amount) }
    }

    #[test]
    fn flows_add_up_and_of_a_stock_the_last_day_counts() {
        assert_eq!(total(Field::Like, &[value(2), Part::default(), value(3)]), Some(5));
        assert_eq!(total(Field::Like, &[Part::default()]), None);
        let fans = [on("2026-06-01", 900), on("2026-06-07", 100), on("2026-06-03", 950)];
        assert_eq!(total(Field::Fans, &fans), Some(100));
        let mut both = Total::new(Field::Fans);
        for (day, amount) in [("2026-06-07", 100), ("2026-06-05", 20)] {
            let mut account = Total::new(Field::Fans);
            account.add(on(day, amount));
            both.join(&account);
        }
        assert_eq!(both.value(), Some(120), "an account whose last day is earlier still counts");
        assert_eq!(total(Field::Title, &[value(1)]), None);
    }

    #[test]
    fn rates_and_costs_are_recomputed_from_their_sums() {
        // 1 of 10 and 90 of 100: 91 of 110, not the mean of 10 % and 90 %.
        assert_eq!(total(Field::Ctr, &[quotient_of(1, 10), quotient_of(90, 100)]), Some(827_273));
        assert_eq!(total(Field::Acp, &[quotient_of(1_000, 3), quotient_of(500, 2)]), Some(300));
        assert_eq!(total(Field::Cpm, &[quotient_of(1_000, 4_000)]), Some(250));
        assert_eq!(total(Field::Ctr, &[quotient_of(0, 0)]), None);
    }

    #[test]
    fn a_mean_is_weighted_and_has_no_sum_without_its_weight() {
        let replies = [weighted(500_000, Some(10)), weighted(1_000_000, Some(30))];
        assert_eq!(total(Field::Reply1mRate, &replies), Some(875_000));
        let unknown = [weighted(500_000, Some(10)), weighted(1_000_000, None)];
        assert_eq!(total(Field::Reply1mRate, &unknown), None);
        let idle = [weighted(500_000, Some(10)), weighted(0, Some(0))];
        assert_eq!(total(Field::Reply1mRate, &idle), Some(500_000));
    }
}
