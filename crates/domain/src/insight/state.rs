//! What state an account is in, as far as its notes tell.

use crate::time::Day;

names! {
    /// How an account is doing, as far as its notes tell.
    AccountState {
        /// It published within the days that the brand expects.
        Active = "active",
        /// Its last note is older than that.
        Quiet = "quiet",
        /// No note of it is known.
        NoNotes = "no_notes",
    }
}

/// The state of an account whose last known note is of `last_note`, as known on `as_of`: the day up to which its
/// notes are loaded. `quiet_days` is how many days without a note the brand accepts; without it nothing is quiet.
pub fn state_of(last_note: Option<Day>, as_of: Day, quiet_days: Option<i64>) -> AccountState {
    let Some(last_note) = last_note else { return AccountState::NoNotes };
    let silent = i64::from(last_note.days_until(as_of));
    if quiet_days.is_some_and(|accepted| silent > accepted) {
        AccountState::Quiet
    } else {
        AccountState::Active
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_quiet_after_more_days_than_accepted() {
        let day = |text: &str| -> Day { text.parse().unwrap() };
        let as_of = day("2026-06-22");
        for (last_note, quiet_days, expected) in [
            (None, Some(14), AccountState::NoNotes),
            (Some(day("2026-06-08")), Some(14), AccountState::Active),
            (Some(day("2026-06-07")), Some(14), AccountState::Quiet),
            (Some(day("2020-01-01")), None, AccountState::Active),
            (Some(day("2026-06-25")), Some(0), AccountState::Active),
        ] {
            assert_eq!(state_of(last_note, as_of, quiet_days), expected, "{last_note:?}");
        }
    }
}
