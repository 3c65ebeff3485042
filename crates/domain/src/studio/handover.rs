//! Handing over: when an approved text may be given to the person who publishes it, and what they may change on the
//! way.

use super::{
    review::Found,
    wording::{Wording, changed_chars, same_but_for_words},
};
use crate::{
    content::{ContentOutcome, CopyKind},
    time::Day,
};

/// Characters of a link.
pub const LINK_CHARS_MAX: usize = 300;

/// What is known when a text is to be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandoverFacts {
    /// Whether whoever asks is the person who is to publish it.
    pub is_writer: bool,
    /// Whether that person holds the account now.
    pub holds_account: bool,
    /// The last day of that person, where one is known.
    pub left_on: Option<Day>,
    /// Whether a pause of the brand, the store or the account lasts.
    pub is_paused: bool,
    /// What the account was given already today.
    pub handed_over_today: i64,
    /// What an account is given on a day at the most; nothing where no row says so.
    pub a_day_most: Option<i64>,
    /// The day.
    pub today: Day,
}

/// Why a text is not handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HandoverError {
    /// Somebody else publishes it.
    #[error("only the person who publishes it takes it")]
    NotTheirs,
    /// That person does not hold the account.
    #[error("the person does not hold the account")]
    NotHolder,
    /// That person works here no longer.
    #[error("the person left on {on}")]
    Left {
        /// Their last day.
        on: Day,
    },
    /// Nothing goes out at present.
    #[error("publishing is paused")]
    Paused,
    /// The account had its share of today.
    #[error("an account publishes {most} a day at the most")]
    EnoughToday {
        /// What an account is given on a day at the most.
        most: i64,
    },
}

/// Whether a text may be given to the person who publishes it.
pub fn judge_handover(facts: &HandoverFacts) -> Result<(), HandoverError> {
    let HandoverFacts { is_writer, holds_account, left_on, is_paused, handed_over_today, a_day_most, today } =
        *facts;
    if !is_writer {
        return Err(HandoverError::NotTheirs);
    }
    if let Some(on) = left_on.filter(|on| *on < today) {
        return Err(HandoverError::Left { on });
    }
    if !holds_account {
        return Err(HandoverError::NotHolder);
    }
    if is_paused {
        return Err(HandoverError::Paused);
    }
    match a_day_most {
        Some(most) if handed_over_today >= most => Err(HandoverError::EnoughToday { most }),
        _ => Ok(()),
    }
}

/// Why an approval does not hold for a text that was put into own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OwnWordsError {
    /// More than words changed.
    #[error("more than words changed")]
    MoreThanWords,
    /// More changed than was granted.
    #[error("{changed} characters changed of {granted} that were granted")]
    BeyondLeeway {
        /// Characters that changed, counted from the text that a person approved.
        changed: usize,
        /// What was granted.
        granted: i64,
    },
    /// The check finds something in the new words.
    #[error("the check finds something in the new words")]
    NotClean,
}

/// Whether an approval holds for a text in own words. `approved` is the text that a person said yes to, however often
/// it was changed since, so that many small steps do not lead far.
pub fn judge_own_words(
    approved: &Wording,
    written: &Wording,
    granted: i64,
    found: Found,
) -> Result<(), OwnWordsError> {
    if !same_but_for_words(approved, written) {
        return Err(OwnWordsError::MoreThanWords);
    }
    let changed = changed_chars(approved, written);
    if i64::try_from(changed).unwrap_or(i64::MAX) > granted {
        return Err(OwnWordsError::BeyondLeeway { changed, granted });
    }
    let is_clean = matches!(found.outcome, ContentOutcome::Pass | ContentOutcome::Hint)
        && matches!(found.nearest, CopyKind::SameAngle | CopyKind::Clear);
    if is_clean { Ok(()) } else { Err(OwnWordsError::NotClean) }
}
