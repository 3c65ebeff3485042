//! Weeks as the weekly report counts them: Monday to Sunday (ISO 8601).

use crate::time::{Day, Period, TimeError};

/// Days of a week.
const WEEK_DAYS: i32 = 7;

/// The week that holds `day`.
pub fn week_of(day: Day) -> Result<Period, TimeError> {
    let monday = day.plus_days(-i32::from(day.civil().weekday().to_monday_zero_offset()));
    Period::new(monday, monday.plus_days(WEEK_DAYS - 1))
}

/// The last week that is over on `today`.
pub fn last_full_week(today: Day) -> Result<Period, TimeError> {
    week_of(today.plus_days(-WEEK_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_runs_from_monday_to_sunday() {
        for (inside, from, to) in [
            ("2026-06-22", "2026-06-22", "2026-06-28"),
            ("2026-06-28", "2026-06-22", "2026-06-28"),
            ("2027-01-01", "2026-12-28", "2027-01-03"),
            ("2024-02-29", "2024-02-26", "2024-03-03"),
        ] {
            let week = week_of(day(inside)).unwrap();
            assert_eq!((week.from(), week.to()), (day(from), day(to)), "{inside}");
        }
        assert_eq!(last_full_week(day("2026-06-22")), week_of(day("2026-06-21")));
    }
}
