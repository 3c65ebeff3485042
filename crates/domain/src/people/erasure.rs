//! When what is kept about a person may be erased.

use crate::time::Day;

/// Days for which a person stays on the roster after their last one: the two years for which an employer keeps the
/// contract of somebody who has left (劳动合同法 50). Then they are erased, as if they had asked.
pub const PERSON_KEPT_DAYS: i32 = 2 * 365;

/// What the rule needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErasureFacts {
    /// Their last day.
    pub left_on: Option<Day>,
    /// Accounts that they hold.
    pub accounts: usize,
    /// Whether their leaving has begun and is not signed off.
    pub is_leaving: bool,
}

/// Why it is not erased yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErasureError {
    /// They work here.
    #[error("the person has not left")]
    StillHere,
    /// An account would be left in the hands of nobody.
    #[error("the person holds {0} accounts")]
    HoldsAccounts(usize),
    /// The sheet is not signed.
    #[error("the departure is not signed off")]
    Leaving,
}

impl ErasureFacts {
    /// Whether it may be erased on this day: they have left, and nothing hangs on them any more.
    pub fn judge(&self, today: Day) -> Result<(), ErasureError> {
        if self.left_on.is_none_or(|left| left > today) {
            return Err(ErasureError::StillHere);
        }
        if self.is_leaving {
            return Err(ErasureError::Leaving);
        }
        if self.accounts > 0 { Err(ErasureError::HoldsAccounts(self.accounts)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_erased_once_they_have_left_and_nothing_hangs_on_them() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let today = day("2026-06-22");
        for (left_on, accounts, is_leaving, expected) in [
            (Some("2026-06-22"), 0, false, Ok(())),
            (None, 0, false, Err(ErasureError::StillHere)),
            (Some("2026-06-23"), 0, false, Err(ErasureError::StillHere)),
            (Some("2026-06-01"), 2, false, Err(ErasureError::HoldsAccounts(2))),
            (Some("2026-06-01"), 2, true, Err(ErasureError::Leaving)),
        ] {
            let facts = ErasureFacts { left_on: left_on.map(day), accounts, is_leaving };
            assert_eq!(facts.judge(today), expected, "{facts:?}");
        }
    }
}
