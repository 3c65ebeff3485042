//! Whether a brand may ask for more seats: the quota, which is a hard stop, and the gate that puts content first.

use crate::insight::Say;

/// Seats that one request may ask for.
pub const SEATS_ASKED_MAX: i64 = 100;
/// Approved drafts that wait for each seat before it is asked for: four weeks of three notes. A default of our own.
pub const DRAFTS_PER_SEAT_MIN: i64 = 12;

/// A number of the platform with whoever says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The most.
    pub most: i64,
    /// Which rule, of which source.
    pub source: Say,
}

names! {
    /// What must be ready before a seat is asked for.
    GateCondition {
        /// Approved drafts wait for each planned account.
        ApprovedDrafts = "approved_drafts",
        /// Somebody is on the rota to reply in the first weeks.
        ReplyRota = "reply_rota",
    }
}

names! {
    /// How a condition stands.
    GateState {
        /// It is met.
        Met = "met",
        /// It is not.
        Unmet = "unmet",
        /// Nothing that was recorded says whether it is.
        NotRecorded = "not_recorded",
    }
}

/// A condition with what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// Which.
    pub condition: GateCondition,
    /// How much of it is needed.
    pub needed: i64,
    /// How much of it is there; nothing where nothing was recorded.
    pub found: Option<i64>,
}

impl Condition {
    /// The gate for this many seats, with what is there of each condition.
    pub fn for_seats(asked: i64, drafts: Option<i64>, on_rota: Option<i64>) -> [Self; 2] {
        let needed = asked.saturating_mul(DRAFTS_PER_SEAT_MIN);
        [
            Self { condition: GateCondition::ApprovedDrafts, needed, found: drafts },
            Self { condition: GateCondition::ReplyRota, needed: 1, found: on_rota },
        ]
    }

    /// How it stands.
    pub fn state(&self) -> GateState {
        match self.found {
            None => GateState::NotRecorded,
            Some(found) if found >= self.needed => GateState::Met,
            Some(_) => GateState::Unmet,
        }
    }
}

/// That somebody lets seats through although the gate is not met, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Whether that is theirs to decide.
    pub is_permitted: bool,
    /// Why.
    pub reason: String,
}

/// What a request is judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestFacts {
    /// How many seats are asked for.
    pub asked: i64,
    /// How many places of the quota are taken.
    pub occupied: i64,
    /// Whether the company has said which rules its back office shows.
    pub has_edition: bool,
    /// The quota by those rules on that day; nothing where they do not tell it.
    pub quota: Option<Limit>,
    /// The conditions of the gate.
    pub gate: Vec<Condition>,
    /// Whether somebody lets them through all the same.
    pub over: Option<Override>,
}

/// Why seats are not asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// None, or too many at once.
    #[error("between 1 and {SEATS_ASKED_MAX} seats are asked for at a time")]
    Count,
    /// The company has not said which rules count for it.
    #[error("the company has not stated which edition of the rules it is under")]
    NoEdition,
    /// The rules that count do not tell a quota.
    #[error("the quota is not known")]
    QuotaUnknown,
    /// There are not so many left.
    #[error("{occupied} of {} seats are taken", .limit.most)]
    QuotaReached {
        /// How many are taken.
        occupied: i64,
        /// How many there are, and who says so.
        limit: Limit,
    },
    /// The gate is not met.
    #[error("content comes first: the gate is not met")]
    Gate(Vec<Condition>),
    /// It is not theirs to let seats through.
    #[error("only an owner lets seats through an open gate")]
    OverrideNotPermitted,
}

/// Judges a request. The quota holds whoever asks; the gate can be overridden with a reason.
pub fn admit_request(facts: &RequestFacts) -> Result<(), RequestError> {
    if !(1..=SEATS_ASKED_MAX).contains(&facts.asked) {
        return Err(RequestError::Count);
    }
    if !facts.has_edition {
        return Err(RequestError::NoEdition);
    }
    let limit = facts.quota.as_ref().ok_or(RequestError::QuotaUnknown)?;
    if facts.occupied.saturating_add(facts.asked) > limit.most {
        return Err(RequestError::QuotaReached { occupied: facts.occupied, limit: limit.clone() });
    }
    if facts.gate.iter().all(|condition| condition.state() == GateState::Met) {
        return Ok(());
    }
    match &facts.over {
        None => Err(RequestError::Gate(facts.gate.clone())),
        Some(over) if over.is_permitted => Ok(()),
        Some(_) => Err(RequestError::OverrideNotPermitted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit() -> Limit {
        Limit { most: 100, source: Say::same("grey test") }
    }

    fn facts(asked: i64, occupied: i64) -> RequestFacts {
        RequestFacts {
            asked,
            occupied,
            has_edition: true,
            quota: Some(limit()),
            gate: Condition::for_seats(asked, Some(1_200), Some(2)).to_vec(),
            over: None,
        }
    }

    #[test]
    fn the_quota_is_a_hard_stop_and_an_unknown_one_is_no_permission() {
        let over = |is_permitted| Some(Override { is_permitted, reason: "老板决定".into() });
        let reached = |occupied| Err(RequestError::QuotaReached { occupied, limit: limit() });
        for (facts, expected) in [
            (facts(10, 90), Ok(())),
            (facts(11, 90), reached(90)),
            (facts(1, 100), reached(100)),
            (RequestFacts { over: over(true), ..facts(1, 100) }, reached(100)),
            (facts(0, 0), Err(RequestError::Count)),
            (facts(101, 0), Err(RequestError::Count)),
            (RequestFacts { has_edition: false, ..facts(1, 0) }, Err(RequestError::NoEdition)),
            (RequestFacts { quota: None, ..facts(1, 0) }, Err(RequestError::QuotaUnknown)),
            (facts(1, i64::MAX), reached(i64::MAX)),
        ] {
            assert_eq!(admit_request(&facts), expected, "{facts:?}");
        }
    }

    #[test]
    fn what_is_not_recorded_is_not_met_and_an_owner_may_let_it_through() {
        let over = |is_permitted| Some(Override { is_permitted, reason: "先测三个".into() });
        for (drafts, rota, over, passes) in [
            (Some(24), Some(1), None, true),
            (Some(23), Some(1), None, false),
            (None, Some(1), None, false),
            (None, None, over(true), true),
            (Some(0), Some(0), over(true), true),
            (None, None, over(false), false),
        ] {
            let gate = Condition::for_seats(2, drafts, rota).to_vec();
            let judged = admit_request(&RequestFacts { gate, over: over.clone(), ..facts(2, 0) });
            assert_eq!(judged.is_ok(), passes, "{drafts:?} {rota:?} {over:?}: {judged:?}");
        }
        let open = Condition::for_seats(1, None, Some(0)).map(|condition| condition.state());
        assert_eq!(open, [GateState::NotRecorded, GateState::Unmet]);
    }
}
