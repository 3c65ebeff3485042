//! What a brand changes of its rules: a row of an edition, or the edition of a legal entity.
//!
//! Words: an *amendment* is proposed by one person with evidence and *decided* by another, who adopts or refuses it; its
//! proposer may withdraw it until then. An adopted row counts from the day it names, but never from one before its
//! adoption: what was decided until then was decided by the rules of then.

use super::{EditionId, Origin, RuleRow, Rulebook};
use crate::{
    id::{RuleAmendmentId, UserId},
    time::{Day, Instant},
};

/// Characters of who says so.
pub const SOURCE_CHARS_MAX: usize = 200;
/// Characters of a link.
pub const LINK_CHARS_MAX: usize = 500;
/// Characters of a note, and of the reason of a decision.
pub const NOTE_CHARS_MAX: usize = 500;
/// Days ahead that an amendment may begin.
pub const AHEAD_DAYS_MAX: i32 = 366;
/// Proposals of one brand that may wait for a decision.
pub const WAITING_MAX: i64 = 100;
/// Rows that one brand may have adopted.
pub const ADOPTED_MAX: i64 = 1_000;

names! {
    /// What an amendment changes.
    AmendmentKind {
        /// A row of an edition.
        Row = "row",
        /// The edition that the back office of a legal entity shows.
        Edition = "edition",
    }
}

names! {
    /// What became of an amendment.
    AmendmentState {
        /// Somebody else than the proposer has to decide.
        Proposed = "proposed",
        /// It counts.
        Adopted = "adopted",
        /// A second person said no.
        Refused = "refused",
        /// The proposer took it back.
        Withdrawn = "withdrawn",
    }
}

/// Why something cannot be proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmendError {
    /// The rule book has no such edition.
    #[error("the rule book has no such edition")]
    UnknownEdition,
    /// The rule book knows no such industry.
    #[error("the rule book knows no such industry")]
    UnknownIndustry,
    /// The number is not one of its unit.
    #[error("the value is from 0 to {max}")]
    OutOfRange {
        /// The greatest that is taken.
        max: i64,
    },
    /// It would change what was decided already.
    #[error("it begins before {today}")]
    RewritesPast {
        /// The business day of the proposal.
        today: Day,
    },
    /// It begins so late that nobody can know.
    #[error("it begins more than {AHEAD_DAYS_MAX} days ahead")]
    TooFarAhead,
    /// It ends before it begins.
    #[error("it ends before it begins")]
    Backwards,
    /// The book says this already.
    #[error("the rule book says this already")]
    SaysNothingNew,
    /// The screenshot is from a day to come.
    #[error("it was seen on a day to come")]
    NotSeenYet,
}

/// Why a decision is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// Whoever proposed it does not decide on it.
    #[error("a second person decides")]
    OwnProposal,
    /// Only whoever proposed it takes it back.
    #[error("only the proposer takes it back")]
    NotTheProposer,
    /// It was decided before.
    #[error("it is {0} already")]
    Decided(AmendmentState),
}

/// Refuses a row that cannot be proposed on this day.
pub fn check_row(book: &Rulebook, row: &RuleRow, today: Day) -> Result<(), AmendError> {
    let edition = book.edition(&row.edition).ok_or(AmendError::UnknownEdition)?;
    if row.industry.as_deref().is_some_and(|id| book.industry(id).is_none()) {
        return Err(AmendError::UnknownIndustry);
    }
    let max = row.unit().value_max();
    if !(0..=max).contains(&row.value) {
        return Err(AmendError::OutOfRange { max });
    }
    let from = row.valid_from.unwrap_or(today);
    if from < today {
        return Err(AmendError::RewritesPast { today });
    }
    if today.days_until(from) > AHEAD_DAYS_MAX {
        return Err(AmendError::TooFarAhead);
    }
    if row.valid_to.is_some_and(|to| to < from) {
        return Err(AmendError::Backwards);
    }
    let standing = edition.standing(row.key, row.industry.as_deref(), from).chosen;
    let is_the_same = |known: &RuleRow| {
        (known.value, known.scope, known.valid_to) == (row.value, row.scope, row.valid_to)
            && known.industry == row.industry
            && matches!(known.origin, Origin::Brand { .. })
    };
    if standing.is_some_and(is_the_same) { Err(AmendError::SaysNothingNew) } else { Ok(()) }
}

/// Refuses a change to an edition that nobody knows or that is there already, seen on a day to come.
pub fn check_edition(
    book: &Rulebook,
    current: Option<&EditionId>,
    next: &EditionId,
    (seen_on, today): (Day, Day),
) -> Result<(), AmendError> {
    if book.edition(next).is_none() {
        return Err(AmendError::UnknownEdition);
    }
    if seen_on > today {
        return Err(AmendError::NotSeenYet);
    }
    if current == Some(next) { Err(AmendError::SaysNothingNew) } else { Ok(()) }
}

/// Whether this person may decide on what that person proposed.
pub fn judge_decision(state: AmendmentState, proposer: UserId, decider: UserId) -> Result<(), DecisionError> {
    match state {
        AmendmentState::Proposed if proposer == decider => Err(DecisionError::OwnProposal),
        AmendmentState::Proposed => Ok(()),
        decided => Err(DecisionError::Decided(decided)),
    }
}

/// Whether this person may take back what that person proposed.
pub fn judge_withdrawal(
    state: AmendmentState,
    proposer: UserId,
    person: UserId,
) -> Result<(), DecisionError> {
    match state {
        AmendmentState::Proposed if proposer != person => Err(DecisionError::NotTheProposer),
        AmendmentState::Proposed => Ok(()),
        decided => Err(DecisionError::Decided(decided)),
    }
}

/// The day from which an adopted amendment counts: the one it names, or that of its adoption where this is later.
pub fn counts_from(named: Option<Day>, adopted_on: Day) -> Day {
    named.map_or(adopted_on, |day| day.max(adopted_on))
}

/// The row as it counts once it is adopted.
#[must_use]
pub fn adopted(row: RuleRow, amendment: RuleAmendmentId, (on, at): (Day, Instant)) -> RuleRow {
    let valid_from = Some(counts_from(row.valid_from, on));
    RuleRow { valid_from, origin: Origin::Brand { amendment, adopted_at: at }, ..row }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};
    use uuid::Uuid;

    use super::*;
    use crate::rulebook::{Edition, RuleKey};

    const TODAY: &str = "2026-06-22";

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn grey_test(book: &Rulebook) -> &Edition {
        book.edition(&"grey_test".parse().unwrap()).unwrap()
    }

    fn fee(value: i64, from: &str) -> RuleRow {
        let row = grey_test(Rulebook::builtin()).standing(RuleKey::SeatFee, None, day(TODAY)).chosen.unwrap();
        RuleRow { value, valid_from: Some(day(from)), ..row.clone() }
    }

    fn user(number: u128) -> UserId {
        UserId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn a_row_that_cannot_be_is_refused() {
        let like = || fee(66_000, TODAY);
        let elsewhere = "nowhere".parse().unwrap();
        for (row, expected) in [
            (like(), Ok(())),
            (fee(66_000, "2026-06-21"), Err(AmendError::RewritesPast { today: day(TODAY) })),
            (fee(66_000, "2027-06-23"), Ok(())),
            (fee(66_000, "2027-06-24"), Err(AmendError::TooFarAhead)),
            (fee(-1, TODAY), Err(AmendError::OutOfRange { max: 1_000_000_000 })),
            (RuleRow { key: RuleKey::LeadCard, value: 2, ..like() }, Err(AmendError::OutOfRange { max: 1 })),
            (RuleRow { edition: elsewhere, ..like() }, Err(AmendError::UnknownEdition)),
            (RuleRow { industry: Some("space".into()), ..like() }, Err(AmendError::UnknownIndustry)),
            (RuleRow { valid_to: Some(day("2026-06-21")), ..like() }, Err(AmendError::Backwards)),
            // To confirm with one's own eyes what was only reported is news.
            (fee(60_000, TODAY), Ok(())),
        ] {
            assert_eq!(check_row(Rulebook::builtin(), &row, day(TODAY)), expected, "{row:?}");
        }
        let id = RuleAmendmentId::from_uuid(Uuid::from_u128(1));
        let book = Rulebook::builtin().with([adopted(like(), id, (day(TODAY), Instant::from_ms(0)))]);
        assert_eq!(check_row(&book, &like(), day(TODAY)), Err(AmendError::SaysNothingNew));
    }

    #[test]
    fn what_is_adopted_late_counts_from_its_adoption() {
        let id = RuleAmendmentId::from_uuid(Uuid::from_u128(1));
        for (named, adopted_on, expected) in [
            ("2026-07-01", "2026-06-25", "2026-07-01"),
            ("2026-06-22", "2026-06-25", "2026-06-25"),
            ("2026-06-25", "2026-06-25", "2026-06-25"),
        ] {
            let row = adopted(fee(66_000, named), id, (day(adopted_on), Instant::from_ms(5)));
            assert_eq!(row.valid_from, Some(day(expected)), "{named} {adopted_on}");
            let book = Rulebook::builtin().with([row]);
            let value = |on: Day| grey_test(&book).value(RuleKey::SeatFee, None, on);
            assert_eq!(value(day(expected)), Some(66_000));
            assert_eq!(value(day(expected).plus_days(-1)), Some(60_000), "the past stays");
        }
    }

    #[test]
    fn an_edition_is_changed_to_another_one_that_was_seen() {
        let (now, book) = (day(TODAY), Rulebook::builtin());
        let id = |text: &str| -> EditionId { text.parse().unwrap() };
        let (old, new) = (id("spend_2025"), id("grey_test"));
        for (current, next, seen, expected) in [
            (Some(&old), &new, TODAY, Ok(())),
            (None, &new, "2026-06-01", Ok(())),
            (Some(&new), &new, TODAY, Err(AmendError::SaysNothingNew)),
            (Some(&old), &id("nowhere"), TODAY, Err(AmendError::UnknownEdition)),
            (Some(&old), &new, "2026-06-23", Err(AmendError::NotSeenYet)),
        ] {
            assert_eq!(check_edition(book, current, next, (day(seen), now)), expected, "{current:?} {next}");
        }
    }

    #[test]
    fn a_second_person_decides_once_and_only_the_proposer_takes_back() {
        use AmendmentState as S;
        assert_eq!(judge_decision(S::Proposed, user(1), user(2)), Ok(()));
        assert_eq!(judge_decision(S::Proposed, user(1), user(1)), Err(DecisionError::OwnProposal));
        assert_eq!(judge_withdrawal(S::Proposed, user(1), user(1)), Ok(()));
        assert_eq!(judge_withdrawal(S::Proposed, user(1), user(2)), Err(DecisionError::NotTheProposer));
        for state in [S::Adopted, S::Refused, S::Withdrawn] {
            assert_eq!(judge_decision(state, user(1), user(2)), Err(DecisionError::Decided(state)));
            assert_eq!(judge_withdrawal(state, user(1), user(1)), Err(DecisionError::Decided(state)));
        }
    }

    /// What a day brings: so many days pass, then somebody adopts a fee that was to begin so many days from then (or
    /// before) and may end.
    fn adoption() -> impl Strategy<Value = (i32, i32, Option<i32>, i64)> {
        (0..20_i32, -15..25_i32, proptest::option::of(0..30_i32), 1..90_000_i64)
    }

    proptest! {
        #[test]
        fn no_adoption_changes_what_a_day_before_it_was_decided_by(adoptions in vec(adoption(), 1..12)) {
            let (mut today, mut book) = (day(TODAY), Rulebook::builtin().clone());
            let mut decided: Vec<(Day, Option<i64>)> = Vec::new();
            let fee_on = |book: &Rulebook, on: Day| grey_test(book).value(RuleKey::SeatFee, None, on);
            for (number, (passing, begins, lasts, value)) in (0_u32..).zip(adoptions) {
                for _ in 0..passing {
                    decided.push((today, fee_on(&book, today)));
                    today = today.plus_days(1);
                }
                let named = today.plus_days(begins);
                let first = counts_from(Some(named), today);
                let row = RuleRow { valid_to: lasts.map(|days| first.plus_days(days)), ..fee(value, &named.to_string()) };
                let id = RuleAmendmentId::from_uuid(Uuid::from_u128(u128::from(number)));
                let row = adopted(row, id, (today, Instant::from_ms(i64::from(number))));
                prop_assert_eq!(row.valid_from, Some(first));
                book = book.with([row]);
                if begins <= 0 {
                    prop_assert_eq!(fee_on(&book, today), Some(value), "what begins today counts today");
                }
                for (on, then) in &decided {
                    prop_assert_eq!(fee_on(&book, *on), *then, "{}", on);
                }
            }
        }
    }
}
