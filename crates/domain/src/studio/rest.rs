//! Rests: a week in which an employee publishes nothing, because they say so. Nobody has to be asked.

use crate::time::Day;

/// Characters of a reason.
pub const REST_REASON_CHARS_MAX: usize = 200;
/// Weeks ahead for which somebody can say so, this one not counted.
pub const REST_WEEKS_AHEAD_MAX: i32 = 8;
/// Days over which one's own notes are counted.
pub const OWN_NOTES_DAYS: i32 = 28;
const WEEK_DAYS: i32 = 7;

/// Why a week is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestError {
    /// It is over.
    #[error("the week is over")]
    Over,
    /// It is too far away.
    #[error("only {REST_WEEKS_AHEAD_MAX} weeks ahead can be said")]
    Far,
}

/// The Monday of the week in which a day lies.
pub fn week_of(day: Day) -> Day {
    day.plus_days(-i32::from(day.civil().weekday().to_monday_zero_offset()))
}

/// The Monday of the week that is meant by one of its days, if somebody can still say that they rest then.
pub fn judge_rest(day: Day, today: Day) -> Result<Day, RestError> {
    let (week, this_week) = (week_of(day), week_of(today));
    match this_week.days_until(week) / WEEK_DAYS {
        ..0 => Err(RestError::Over),
        0..=REST_WEEKS_AHEAD_MAX => Ok(week),
        _ => Err(RestError::Far),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_is_meant_by_any_of_its_days_and_lies_ahead() {
        let today = day("2026-06-24");
        for (meant, expected) in [
            ("2026-06-22", Ok(day("2026-06-22"))),
            ("2026-06-28", Ok(day("2026-06-22"))),
            ("2026-06-29", Ok(day("2026-06-29"))),
            ("2026-06-21", Err(RestError::Over)),
            ("2026-08-23", Ok(day("2026-08-17"))),
            ("2026-08-24", Err(RestError::Far)),
        ] {
            assert_eq!(judge_rest(day(meant), today), expected, "{meant}");
        }
    }
}
