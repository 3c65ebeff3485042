//! Requests to promote an account or a note, and what they cost and brought.

use super::{COUNT_MAX, MONEY_FEN_MAX};
use crate::{
    entitlements::{Seen, Sighting},
    id::UserId,
    time::Day,
    value::Fen,
};

/// A budget at the most, in fen: a million yuan.
pub const BUDGET_FEN_MAX: i64 = 100_000_000;
/// Days of a promotion at the most.
pub const PROMOTION_DAYS_MAX: i64 = 92;
/// Characters of what it is for.
pub const WHY_CHARS_MAX: usize = 300;

names! {
    /// What became of a request.
    PromotionState {
        /// It waits for somebody else's decision.
        Asked = "asked",
        /// The money may be spent.
        Approved = "approved",
        /// It was turned down.
        Refused = "refused",
        /// Whoever asked took it back.
        Withdrawn = "withdrawn",
    }
}

/// What is known when somebody asks for a promotion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskFacts {
    /// The money that is asked for.
    pub budget: Fen,
    /// For how many days.
    pub days: i64,
    /// Whether the content check blocks the note.
    pub is_blocked: bool,
    /// The last look whether notes of the account can be promoted.
    pub entitlement: Option<Seen>,
}

/// Why a promotion is not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// The budget is nothing, or beyond belief.
    #[error("a budget lies between 0.01 and {} yuan", BUDGET_FEN_MAX / 100)]
    Budget,
    /// No day, or too many.
    #[error("a promotion lasts 1 to {PROMOTION_DAYS_MAX} days")]
    Days,
    /// The content check blocks the note.
    #[error("the content check blocks the note")]
    Blocked,
    /// Somebody looked, and the account cannot be promoted.
    #[error("notes of the account could not be promoted on {on}")]
    NotEntitled {
        /// The day of the look.
        on: Day,
    },
}

/// Whether a promotion may be asked for.
pub fn judge_ask(facts: &AskFacts) -> Result<(), AskError> {
    let AskFacts { budget, days, is_blocked, entitlement } = *facts;
    if !(1..=BUDGET_FEN_MAX).contains(&budget.0) {
        return Err(AskError::Budget);
    }
    if !(1..=PROMOTION_DAYS_MAX).contains(&days) {
        return Err(AskError::Days);
    }
    if is_blocked {
        return Err(AskError::Blocked);
    }
    match entitlement {
        Some(Seen { sighting: Sighting::Missing, on }) => Err(AskError::NotEntitled { on }),
        _ => Ok(()),
    }
}

/// Why a request is not decided upon, or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// It was decided upon or taken back.
    #[error("the request is {0} already")]
    Decided(PromotionState),
    /// Whoever asked for money does not grant it.
    #[error("somebody else than the asker decides")]
    OwnRequest,
    /// The content check blocks the note by now.
    #[error("the content check blocks the note")]
    Blocked,
    /// Only whoever asked takes a request back.
    #[error("only the asker takes a request back")]
    NotTheAsker,
}

/// The state after a decision. `is_blocked` says what the content check says of the note on the day of the decision.
pub fn judge_decision(
    state: PromotionState,
    (asker, decider): (UserId, UserId),
    approves: bool,
    is_blocked: bool,
) -> Result<PromotionState, DecisionError> {
    if state != PromotionState::Asked {
        return Err(DecisionError::Decided(state));
    }
    if asker == decider {
        return Err(DecisionError::OwnRequest);
    }
    match (approves, is_blocked) {
        (true, true) => Err(DecisionError::Blocked),
        (true, false) => Ok(PromotionState::Approved),
        (false, _) => Ok(PromotionState::Refused),
    }
}

/// The state after whoever asked takes the request back.
pub fn judge_withdrawal(
    state: PromotionState,
    asker: UserId,
    who: UserId,
) -> Result<PromotionState, DecisionError> {
    if state != PromotionState::Asked {
        return Err(DecisionError::Decided(state));
    }
    if asker == who { Ok(PromotionState::Withdrawn) } else { Err(DecisionError::NotTheAsker) }
}

/// What a promotion cost and brought; what nobody looked up is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PromotionNumbers {
    /// 消耗.
    pub spend: Fen,
    /// 曝光.
    pub impression: Option<i64>,
    /// 进线.
    pub message_consult: Option<i64>,
    /// 留资.
    pub leads: Option<i64>,
}

/// Why spend and results are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpendError {
    /// The money was not approved.
    #[error("only an approved promotion has spend")]
    NotApproved,
    /// The spend is negative or beyond belief.
    #[error("spend lies between 0 and {} yuan", MONEY_FEN_MAX / 100)]
    Spend,
    /// A count is negative or beyond belief.
    #[error("a count lies between 0 and {COUNT_MAX}")]
    Count,
    /// More was spent than approved, and nobody said why.
    #[error("{} fen more than approved were spent, and nobody said why", over.0)]
    OverBudget {
        /// How much more.
        over: Fen,
    },
    /// Somebody entered numbers since the asker looked.
    #[error("the numbers were entered {now} times, the asker saw {seen}")]
    Overtaken {
        /// How often they were entered when the asker looked.
        seen: i64,
        /// How often by now.
        now: i64,
    },
    /// A correction without a reason.
    #[error("a correction has a reason")]
    NoReason,
}

/// How much more was spent than approved.
pub fn over_budget(budget: Fen, spend: Fen) -> Option<Fen> {
    Some(Fen(spend.0.saturating_sub(budget.0))).filter(|over| over.0 > 0)
}

/// Whether spend and results may be entered that somebody made on revision `seen`; 0 stands for none. Money beyond the
/// budget is written down, for it is gone, but never without a word.
pub fn judge_spend(
    (state, budget): (PromotionState, Fen),
    numbers: &PromotionNumbers,
    (seen, now): (i64, i64),
    (says_why_over, has_reason): (bool, bool),
) -> Result<(), SpendError> {
    let PromotionNumbers { spend, impression, message_consult, leads } = *numbers;
    if state != PromotionState::Approved {
        return Err(SpendError::NotApproved);
    }
    if !(0..=MONEY_FEN_MAX).contains(&spend.0) {
        return Err(SpendError::Spend);
    }
    let counts = [impression, message_consult, leads];
    if counts.into_iter().flatten().any(|count| !(0..=COUNT_MAX).contains(&count)) {
        return Err(SpendError::Count);
    }
    if seen != now {
        return Err(SpendError::Overtaken { seen, now });
    }
    if now > 0 && !has_reason {
        return Err(SpendError::NoReason);
    }
    match over_budget(budget, spend) {
        Some(over) if !says_why_over => Err(SpendError::OverBudget { over }),
        _ => Ok(()),
    }
}

/// What a lead cost, to the nearest fen; nothing where there was none or nobody counted.
///
/// ```
/// # use domain::{selling::cost_per_lead, value::Fen};
/// assert_eq!(cost_per_lead(Fen(100_000), Some(3)), Some(Fen(33_333)));
/// assert_eq!(cost_per_lead(Fen(100_000), Some(0)), None);
/// ```
pub fn cost_per_lead(spend: Fen, leads: Option<i64>) -> Option<Fen> {
    let leads = leads.filter(|leads| *leads > 0)?;
    Some(Fen(spend.0.saturating_add(leads / 2) / leads))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn user(number: u128) -> UserId {
        UserId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn money_is_asked_for_within_bounds_for_a_note_that_may_stand() {
        let day = "2026-06-20".parse().unwrap();
        let facts = AskFacts { budget: Fen(50_000), days: 7, is_blocked: false, entitlement: None };
        let seen = |sighting| Some(Seen { sighting, on: day });
        for (facts, expected) in [
            (facts, Ok(())),
            (AskFacts { budget: Fen(0), ..facts }, Err(AskError::Budget)),
            (AskFacts { budget: Fen(BUDGET_FEN_MAX), ..facts }, Ok(())),
            (AskFacts { budget: Fen(BUDGET_FEN_MAX + 1), ..facts }, Err(AskError::Budget)),
            (AskFacts { days: 0, ..facts }, Err(AskError::Days)),
            (AskFacts { days: PROMOTION_DAYS_MAX + 1, ..facts }, Err(AskError::Days)),
            (AskFacts { is_blocked: true, ..facts }, Err(AskError::Blocked)),
            (AskFacts { entitlement: seen(Sighting::Present), ..facts }, Ok(())),
            (AskFacts { entitlement: seen(Sighting::Limited), ..facts }, Ok(())),
            (
                AskFacts { entitlement: seen(Sighting::Missing), ..facts },
                Err(AskError::NotEntitled { on: day }),
            ),
        ] {
            assert_eq!(judge_ask(&facts), expected, "{facts:?}");
        }
    }

    #[test]
    fn somebody_else_decides_once_and_never_for_a_blocked_note() {
        use PromotionState::{Approved, Asked, Refused, Withdrawn};
        let (asker, other) = (user(1), user(2));
        for (state, asked_by, decider, approves, is_blocked, expected) in [
            (Asked, asker, other, true, false, Ok(Approved)),
            (Asked, asker, other, false, false, Ok(Refused)),
            (Asked, asker, other, false, true, Ok(Refused)),
            (Asked, asker, other, true, true, Err(DecisionError::Blocked)),
            (Asked, asker, asker, true, false, Err(DecisionError::OwnRequest)),
            (Asked, asker, asker, false, false, Err(DecisionError::OwnRequest)),
            (Approved, asker, other, false, false, Err(DecisionError::Decided(Approved))),
            (Refused, asker, other, true, false, Err(DecisionError::Decided(Refused))),
            (Withdrawn, asker, other, true, false, Err(DecisionError::Decided(Withdrawn))),
        ] {
            let decided = judge_decision(state, (asked_by, decider), approves, is_blocked);
            assert_eq!(decided, expected, "{state} {asked_by:?} {approves} {is_blocked}");
        }
        assert_eq!(judge_withdrawal(Asked, asker, asker), Ok(Withdrawn));
        assert_eq!(judge_withdrawal(Asked, asker, other), Err(DecisionError::NotTheAsker));
        assert_eq!(judge_withdrawal(Approved, asker, asker), Err(DecisionError::Decided(Approved)));
    }

    #[test]
    fn spend_beyond_the_budget_is_said_or_not_taken() {
        use PromotionState::{Approved, Asked};
        let spent = |fen| PromotionNumbers { spend: Fen(fen), ..PromotionNumbers::default() };
        let negative = PromotionNumbers { leads: Some(-1), ..spent(1) };
        let budget = Fen(50_000);
        for (state, numbers, revisions, words, expected) in [
            (Approved, spent(50_000), (0, 0), (false, false), Ok(())),
            (Approved, spent(50_001), (0, 0), (false, false), Err(SpendError::OverBudget { over: Fen(1) })),
            (Approved, spent(50_001), (0, 0), (true, false), Ok(())),
            (Asked, spent(1), (0, 0), (false, false), Err(SpendError::NotApproved)),
            (Approved, spent(-1), (0, 0), (false, false), Err(SpendError::Spend)),
            (Approved, spent(MONEY_FEN_MAX + 1), (0, 0), (true, false), Err(SpendError::Spend)),
            (Approved, negative, (0, 0), (false, false), Err(SpendError::Count)),
            (Approved, spent(1), (1, 1), (false, true), Ok(())),
            (Approved, spent(1), (1, 1), (false, false), Err(SpendError::NoReason)),
            (Approved, spent(1), (0, 1), (false, true), Err(SpendError::Overtaken { seen: 0, now: 1 })),
        ] {
            let judged = judge_spend((state, budget), &numbers, revisions, words);
            assert_eq!(judged, expected, "{state} {numbers:?} {revisions:?} {words:?}");
        }
    }

    #[test]
    fn a_lead_costs_what_was_spent_over_how_many_there_were() {
        for (spend, leads, expected) in [
            (100_000, Some(4), Some(25_000)),
            (100_000, Some(3), Some(33_333)),
            (200_000, Some(3), Some(66_667)),
            (0, Some(3), Some(0)),
            (100_000, Some(0), None),
            (100_000, None, None),
        ] {
            assert_eq!(cost_per_lead(Fen(spend), leads), expected.map(Fen), "{spend} {leads:?}");
        }
    }
}
