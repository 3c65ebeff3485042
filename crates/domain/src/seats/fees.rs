//! What seats cost: lines of a ledger, which are never changed but taken back by a line of their own.

use crate::{
    id::SeatId,
    time::{Day, Period},
    value::Fen,
};

/// The largest amount of one line, in fen: ten million yuan.
pub const FEE_FEN_MAX: i64 = 1_000_000_000;

names! {
    /// What a line is for.
    FeeKind {
        /// A year of one seat.
        Seat = "seat",
        /// The yearly certification of the enterprise account, a fee of its own.
        Certification = "certification",
        /// Something else that the platform took.
        Other = "other",
    }
}

/// A line of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeLine {
    /// What it is for.
    pub kind: FeeKind,
    /// How much; less than nothing where it takes another line back.
    pub amount: Fen,
    /// The days that were paid for.
    pub period: Period,
    /// When it was paid.
    pub paid_on: Day,
    /// For which seat.
    pub seat: Option<SeatId>,
}

/// Why a line is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeeError {
    /// Nothing, less than nothing, or more than can be.
    #[error("an amount lies between 0.01 and {} yuan", FEE_FEN_MAX / 100)]
    Amount,
    /// It is to be paid on a day to come.
    #[error("a payment lies in the past")]
    NotYetPaid,
    /// The fee of a seat names no seat.
    #[error("the fee of a seat names the seat")]
    NoSeat,
}

/// Refuses what cannot be.
pub fn check_line(line: &FeeLine, today: Day) -> Result<(), FeeError> {
    let FeeLine { kind, amount, period: _, paid_on, seat } = line;
    if !(1..=FEE_FEN_MAX).contains(&amount.0) {
        return Err(FeeError::Amount);
    }
    if *paid_on > today {
        return Err(FeeError::NotYetPaid);
    }
    if *kind == FeeKind::Seat && seat.is_none() { Err(FeeError::NoSeat) } else { Ok(()) }
}

/// The line that takes this one back, written today.
#[must_use]
pub fn reversal_of(line: &FeeLine, today: Day) -> FeeLine {
    FeeLine { amount: Fen(-line.amount.0), paid_on: today, ..*line }
}

/// What the year that runs on this day costs: every line whose days hold it.
pub fn running_fen(lines: &[FeeLine], on: Day) -> Fen {
    let runs = |line: &&FeeLine| line.period.from() <= on && on <= line.period.to();
    total(lines.iter().filter(runs))
}

fn total<'a>(lines: impl Iterator<Item = &'a FeeLine>) -> Fen {
    Fen(lines.fold(0, |sum: i64, line| sum.saturating_add(line.amount.0)))
}

/// What a calendar year costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct YearSum {
    /// What was paid in it.
    pub paid: Fen,
    /// What of that was for seats.
    pub of_seats: Fen,
    /// What falls due in the rest of it, by the fee of the rules.
    pub to_come: Fen,
    /// What was planned.
    pub planned: Option<Fen>,
}

impl YearSum {
    /// What is left of the plan after all that is paid and to come; less than nothing where the plan does not reach.
    pub fn left(&self) -> Option<Fen> {
        self.planned.map(|planned| Fen(planned.0.saturating_sub(self.paid.0).saturating_sub(self.to_come.0)))
    }
}

/// Sums up one calendar year: `renewals` seats fall due in the rest of it at `fee` each, where the rules tell a fee.
pub fn sum_of_year(
    lines: &[FeeLine],
    year: i16,
    renewals: i64,
    fee: Option<Fen>,
    planned: Option<Fen>,
) -> YearSum {
    let of_year = |line: &&FeeLine| line.paid_on.civil().year() == year;
    let of_seats = |line: &&FeeLine| line.kind == FeeKind::Seat;
    YearSum {
        paid: total(lines.iter().filter(of_year)),
        of_seats: total(lines.iter().filter(of_year).filter(of_seats)),
        to_come: Fen(fee.map_or(0, |fee| fee.0.saturating_mul(renewals))),
        planned,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn line(amount: i64, from: &str, to: &str, paid_on: &str) -> FeeLine {
        let period = Period::new(day(from), day(to)).unwrap();
        let seat = Some(SeatId::from_uuid(Uuid::from_u128(1)));
        FeeLine { kind: FeeKind::Seat, amount: Fen(amount), period, paid_on: day(paid_on), seat }
    }

    #[test]
    fn a_line_names_what_was_paid_when_and_for_what() {
        let fine = line(60_000, "2026-06-22", "2027-06-21", "2026-06-20");
        let today = day("2026-06-22");
        for (line, expected) in [
            (fine, Ok(())),
            (FeeLine { amount: Fen(0), ..fine }, Err(FeeError::Amount)),
            (FeeLine { amount: Fen(-5), ..fine }, Err(FeeError::Amount)),
            (FeeLine { amount: Fen(FEE_FEN_MAX + 1), ..fine }, Err(FeeError::Amount)),
            (FeeLine { paid_on: day("2026-06-23"), ..fine }, Err(FeeError::NotYetPaid)),
            (FeeLine { seat: None, ..fine }, Err(FeeError::NoSeat)),
            (FeeLine { seat: None, kind: FeeKind::Certification, ..fine }, Ok(())),
        ] {
            assert_eq!(check_line(&line, today), expected, "{line:?}");
        }
    }

    #[test]
    fn a_year_is_what_was_paid_in_it_and_what_falls_due() {
        let certification = FeeLine {
            kind: FeeKind::Certification,
            seat: None,
            ..line(60_000, "2026-01-05", "2027-01-04", "2026-01-04")
        };
        let lines = [
            line(60_000, "2026-06-22", "2027-06-21", "2026-06-20"),
            line(60_000, "2025-06-22", "2026-06-21", "2025-06-20"),
            certification,
        ];
        let sum = sum_of_year(&lines, 2026, 2, Some(Fen(60_000)), Some(Fen(200_000)));
        assert_eq!((sum.paid, sum.of_seats, sum.to_come), (Fen(120_000), Fen(60_000), Fen(120_000)));
        assert_eq!(sum.left(), Some(Fen(-40_000)));
        assert_eq!(sum_of_year(&lines, 2026, 2, None, None).left(), None);
        assert_eq!(running_fen(&lines, day("2026-06-21")), Fen(120_000));
        assert_eq!(running_fen(&lines, day("2027-01-05")), Fen(60_000));
    }

    proptest! {
        #[test]
        fn what_was_taken_back_never_was(amounts in proptest::collection::vec(1..FEE_FEN_MAX, 1..20)) {
            let lines: Vec<FeeLine> =
                amounts.into_iter().map(|amount| line(amount, "2026-06-22", "2027-06-21", "2026-06-20")).collect();
            let today = day("2026-07-01");
            let both: Vec<FeeLine> =
                lines.iter().copied().chain(lines.iter().map(|line| reversal_of(line, today))).collect();
            prop_assert_eq!(running_fen(&both, today), Fen(0));
            prop_assert_eq!(sum_of_year(&both, 2026, 0, None, None).paid, Fen(0));
        }
    }
}
