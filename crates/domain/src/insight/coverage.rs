//! Which loaded periods stand for an asked one.
//!
//! The platform's exports hold sums over whole periods, and people load weeks, months and anything between. Two
//! loaded periods that share a day must not both be counted, and a loaded period that reaches beyond the asked one
//! cannot be cut. What remains uncovered is a gap and is said.

use std::cmp::Ordering;

use crate::time::{Day, Instant, Period};

/// A period for which figures are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Loaded {
    /// The days that the figures are sums over.
    pub period: Period,
    /// When they were loaded last.
    pub loaded_at: Instant,
}

/// What is counted for an asked period, and what is not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cover {
    /// The loaded periods that are counted, in order; no two share a day.
    pub chosen: Vec<Loaded>,
    /// Days of the asked period that no chosen one holds.
    pub gaps: Vec<Period>,
    /// Loaded periods that share a day with the asked one and are not counted: they reach beyond it, or share a day
    /// with a chosen one.
    pub overlapping: Vec<Loaded>,
}

/// How good a choice is: days covered, then how finely, then how late it was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Merit {
    days: i64,
    periods: i64,
    loaded_ms: i128,
}

impl Merit {
    fn and(self, loaded: Loaded) -> Self {
        Self {
            days: self.days + i64::from(loaded.period.days()),
            periods: self.periods + 1,
            loaded_ms: self.loaded_ms + i128::from(loaded.loaded_at.ms()),
        }
    }
}

/// The best choice among the first periods, in the order of their ends.
#[derive(Debug, Clone, Copy)]
struct Best {
    merit: Merit,
    /// Whether the last of them is chosen.
    takes_last: bool,
    /// How many of them end before the last one starts.
    before_last: usize,
}

/// Chooses the loaded periods that stand for `asked`: those within it that cover most days without sharing one; of
/// equal choices the finest; of equally fine ones the one loaded later.
pub fn cover(loaded: &[Loaded], asked: Period) -> Cover {
    let (mut within, mut overlapping): (Vec<_>, Vec<_>) = loaded
        .iter()
        .copied()
        .filter(|loaded| loaded.period.overlaps(asked))
        .partition(|loaded| asked.covers(loaded.period));
    within.sort_unstable_by(by_end);
    within.dedup_by_key(|loaded| loaded.period);
    let chosen = choose(&within);
    overlapping.extend(within.iter().filter(|loaded| !chosen.contains(loaded)));
    overlapping.sort_unstable_by(by_end);
    overlapping.dedup();
    Cover { gaps: gaps(&chosen, asked), chosen, overlapping }
}

/// By end, then start; the later load of the same period first, so that it is the one kept.
fn by_end(one: &Loaded, other: &Loaded) -> Ordering {
    let key = |loaded: &Loaded| (loaded.period.to(), loaded.period.from());
    key(one).cmp(&key(other)).then(other.loaded_at.cmp(&one.loaded_at))
}

fn choose(within: &[Loaded]) -> Vec<Loaded> {
    let mut best = vec![Best { merit: Merit::default(), takes_last: false, before_last: 0 }];
    let merit_of = |best: &[Best], count: usize| best.get(count).map(|best| best.merit).unwrap_or_default();
    for (place, candidate) in within.iter().enumerate() {
        let before_last = within.partition_point(|other| other.period.to() < candidate.period.from());
        let taken = merit_of(&best, before_last).and(*candidate);
        let left = merit_of(&best, place);
        best.push(Best { merit: taken.max(left), takes_last: taken > left, before_last });
    }
    let mut chosen = Vec::new();
    let mut count = within.len();
    while let (Some(best), Some(last)) =
        (best.get(count), count.checked_sub(1).and_then(|last| within.get(last)))
    {
        if best.takes_last {
            chosen.push(*last);
        }
        count = if best.takes_last { best.before_last } else { count - 1 };
    }
    chosen.reverse();
    chosen
}

fn gaps(chosen: &[Loaded], asked: Period) -> Vec<Period> {
    let mut gaps = Vec::new();
    let mut next: Day = asked.from();
    for loaded in chosen {
        gaps.extend(Period::new(next, loaded.period.from().plus_days(-1)).ok());
        next = loaded.period.to().plus_days(1);
    }
    gaps.extend(Period::new(next, asked.to()).ok());
    gaps
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn day(number: i32) -> Day {
        Day::from_yyyymmdd(20_260_601).unwrap().plus_days(number - 1)
    }

    fn period(from: i32, to: i32) -> Period {
        Period::new(day(from), day(to)).unwrap()
    }

    fn loaded(from: i32, to: i32, at: i64) -> Loaded {
        Loaded { period: period(from, to), loaded_at: Instant::from_ms(at) }
    }

    fn spans(list: &[Loaded]) -> Vec<(i32, i32)> {
        let number = |other: Day| day(1).days_until(other) + 1;
        list.iter().map(|loaded| (number(loaded.period.from()), number(loaded.period.to()))).collect()
    }

    #[test]
    fn weeks_are_preferred_to_the_month_that_covers_no_more() {
        let weeks =
            [loaded(1, 7, 1), loaded(8, 14, 1), loaded(15, 21, 1), loaded(22, 28, 1), loaded(1, 28, 9)];
        let cover = cover(&weeks, period(1, 28));
        assert_eq!(spans(&cover.chosen), [(1, 7), (8, 14), (15, 21), (22, 28)]);
        assert_eq!(spans(&cover.overlapping), [(1, 28)]);
        assert!(cover.gaps.is_empty());
    }

    #[test]
    fn the_month_is_preferred_to_weeks_that_cover_less() {
        let mixed = [loaded(1, 7, 1), loaded(8, 14, 1), loaded(1, 30, 1)];
        assert_eq!(spans(&cover(&mixed, period(1, 30)).chosen), [(1, 30)]);
    }

    #[test]
    fn of_two_equal_periods_in_conflict_the_later_load_wins() {
        for (first, second, winner) in [(1, 2, (2, 8)), (2, 1, (1, 7))] {
            let shifted = [loaded(1, 7, first), loaded(2, 8, second)];
            assert_eq!(spans(&cover(&shifted, period(1, 8)).chosen), [winner]);
        }
    }

    #[test]
    fn what_reaches_beyond_the_asked_days_is_not_cut() {
        let cover = cover(&[loaded(5, 12, 1), loaded(20, 30, 1)], period(1, 10));
        assert!(cover.chosen.is_empty());
        assert_eq!(spans(&cover.overlapping), [(5, 12)]);
        assert_eq!(cover.gaps, [period(1, 10)]);
    }

    #[test]
    fn gaps_are_said() {
        let cover = cover(&[loaded(3, 5, 1), loaded(8, 8, 1)], period(1, 10));
        assert_eq!(cover.gaps, [period(1, 2), period(6, 7), period(9, 10)]);
    }

    fn some_loaded() -> impl Strategy<Value = Vec<Loaded>> {
        vec((1..30_i32, 0..12_i32, 0..5_i64).prop_map(|(from, days, at)| loaded(from, from + days, at)), 0..9)
    }

    /// Every choice of periods that share no day, tried out.
    fn best_by_trying(within: &[Loaded]) -> Merit {
        let choices = 0..1_u32 << within.len();
        let chosen = choices.filter_map(|choice| {
            let picked: Vec<_> = within
                .iter()
                .enumerate()
                .filter(|(place, _)| choice >> place & 1 == 1)
                .map(|(_, l)| *l)
                .collect();
            let disjoint = picked.iter().enumerate().all(|(place, one)| {
                picked.iter().skip(place + 1).all(|other| !one.period.overlaps(other.period))
            });
            disjoint.then(|| picked.into_iter().fold(Merit::default(), Merit::and))
        });
        chosen.max().unwrap_or_default()
    }

    proptest! {
        #[test]
        fn no_day_is_counted_twice_and_none_is_forgotten(list in some_loaded(), from in 1..20_i32, days in 0..25_i32) {
            let asked = period(from, from + days);
            let cover = cover(&list, asked);
            for number in from..=from + days {
                let one = period(number, number);
                let counted = cover.chosen.iter().filter(|loaded| loaded.period.covers(one)).count();
                let missing = cover.gaps.iter().filter(|gap| gap.covers(one)).count();
                prop_assert_eq!(counted + missing, 1, "day {}", number);
            }
            prop_assert!(cover.chosen.iter().all(|loaded| asked.covers(loaded.period)));
        }

        #[test]
        fn no_other_choice_is_better(list in some_loaded()) {
            let asked = period(1, 42);
            let chosen = cover(&list, asked).chosen.into_iter().fold(Merit::default(), Merit::and);
            prop_assert_eq!(chosen, best_by_trying(&list));
        }

        #[test]
        fn every_loaded_period_is_chosen_or_said_to_be_left_out(list in some_loaded()) {
            let cover = cover(&list, period(5, 25));
            let told: Vec<Period> = cover.chosen.iter().chain(&cover.overlapping).map(|l| l.period).collect();
            for loaded in list.iter().filter(|loaded| loaded.period.overlaps(period(5, 25))) {
                prop_assert!(told.contains(&loaded.period));
            }
        }
    }
}
