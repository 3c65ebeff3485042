//! The seat: its facts, the steps that change them, and what it is called on a day.
//!
//! What is stored are facts: how far the seat has come ([`Phase`]), its [`Term`], who holds it now and who did before,
//! and whether it is frozen. What people call it, like "expiring", follows from these facts and the day.

use super::binding::Binding;
use crate::{
    id::{AccountId, EmployeeId, PersonaId},
    time::Day,
};

/// Days before the end of its term from which a seat is expiring and can be renewed.
pub const RENEWAL_WINDOW_DAYS: i32 = 60;

/// Months that one term has at the most: ten years.
const TERM_MONTHS_MAX: i64 = 120;

names! {
    /// Whom the account of a seat belongs to.
    Ownership {
        /// The company applied for the account: it stays with the company and may pass on.
        EnterpriseCreated = "enterprise_created",
        /// The employee lent their own account: it leaves with them.
        PersonalAuthorized = "personal_authorized",
    }
}

names! {
    /// How far a seat has come.
    Phase {
        /// Somebody asked for it.
        Requested = "requested",
        /// An owner said yes.
        Approved = "approved",
        /// The fee is paid.
        Paid = "paid",
        /// The platform looks at it.
        UnderReview = "under_review",
        /// The platform granted it for a term.
        Certified = "certified",
        /// Its term ended without a renewal, and that was written down.
        Lapsed = "lapsed",
        /// It was given back, or never came to be.
        Released = "released",
    }
}

names! {
    /// What a seat is called on a day.
    SeatState {
        /// Somebody asked for it.
        Requested = "requested",
        /// An owner said yes; the fee is due.
        Approved = "approved",
        /// The fee is paid; the papers are to be handed in.
        Paid = "paid",
        /// The platform looks at it.
        UnderReview = "under_review",
        /// Granted, and never held by anybody.
        Certified = "certified",
        /// Somebody runs an account on it.
        Bound = "bound",
        /// Somebody did, and nobody does now.
        Unbound = "unbound",
        /// Its term ends soon and is not renewed.
        Expiring = "expiring",
        /// The next term is granted and has not begun.
        Renewed = "renewed",
        /// Its term is over.
        Lapsed = "lapsed",
        /// It was given back, or never came to be.
        Released = "released",
    }
}

names! {
    /// What can be done with a seat.
    StepName {
        /// An owner says yes to a request.
        Approve = "approve",
        /// The fee is paid.
        Pay = "pay",
        /// The papers are handed in to the platform.
        Submit = "submit",
        /// The platform says no: the papers can be handed in again.
        Reject = "reject",
        /// The platform grants it for a term.
        Certify = "certify",
        /// An employee runs an account on it from now on.
        Bind = "bind",
        /// The employee does so no longer.
        Unbind = "unbind",
        /// The next term is granted.
        Renew = "renew",
        /// Its term ended.
        Lapse = "lapse",
        /// It is given back, or the request is taken back.
        Release = "release",
        /// Nothing more is done with it for now.
        Freeze = "freeze",
        /// It goes on.
        Thaw = "thaw",
    }
}

/// The days for which a seat is granted, both with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The first.
    pub from: Day,
    /// The last.
    pub until: Day,
}

/// The term of so many months that begins on a day.
pub fn term_of(from: Day, months: i64) -> Term {
    let span = jiff::Span::new().months(months.clamp(0, TERM_MONTHS_MAX));
    let until = Day::from_civil(from.plus_days(-1).civil().saturating_add(span));
    Term { from, until }
}

/// Who runs which account on a seat, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Who.
    pub employee: EmployeeId,
    /// Which account.
    pub account: AccountId,
    /// As whom: the card of their persona, where one was named.
    pub persona: Option<PersonaId>,
}

/// A seat as its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Whom its account belongs to.
    pub ownership: Ownership,
    /// How far it has come.
    pub phase: Phase,
    /// Its term, once it was granted.
    pub term: Option<Term>,
    /// Who holds it now.
    pub holding: Option<Holding>,
    /// Who held it before, the earliest first.
    pub former: Vec<Holding>,
    /// Whether it is frozen.
    pub frozen: bool,
}

/// A step with what it brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// See [`StepName::Approve`].
    Approve,
    /// See [`StepName::Pay`].
    Pay,
    /// See [`StepName::Submit`].
    Submit,
    /// See [`StepName::Reject`].
    Reject,
    /// See [`StepName::Certify`].
    Certify(Term),
    /// See [`StepName::Bind`]. That the employee may hold the account was judged before: [`Binding::admit`].
    Bind(Binding),
    /// See [`StepName::Unbind`].
    Unbind,
    /// The next term ends on this day; it begins where the present one ends.
    Renew(Day),
    /// See [`StepName::Lapse`].
    Lapse,
    /// See [`StepName::Release`].
    Release,
    /// See [`StepName::Freeze`].
    Freeze,
    /// See [`StepName::Thaw`].
    Thaw,
}

impl Step {
    /// Its name.
    pub const fn name(&self) -> StepName {
        match self {
            Self::Approve => StepName::Approve,
            Self::Pay => StepName::Pay,
            Self::Submit => StepName::Submit,
            Self::Reject => StepName::Reject,
            Self::Certify(_) => StepName::Certify,
            Self::Bind(_) => StepName::Bind,
            Self::Unbind => StepName::Unbind,
            Self::Renew(_) => StepName::Renew,
            Self::Lapse => StepName::Lapse,
            Self::Release => StepName::Release,
            Self::Freeze => StepName::Freeze,
            Self::Thaw => StepName::Thaw,
        }
    }
}

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeatError {
    /// A seat that is so has no such step.
    #[error("a seat that is {state} cannot {step}")]
    NotNow {
        /// What it is called.
        state: SeatState,
        /// What was asked.
        step: StepName,
    },
    /// It is frozen.
    #[error("the seat is frozen")]
    Frozen,
    /// It is not frozen.
    #[error("the seat is not frozen")]
    NotFrozen,
    /// Somebody holds it: they are unbound first.
    #[error("somebody holds the seat")]
    Held,
    /// It cannot be renewed before this day.
    #[error("the seat can be renewed from {from} on")]
    TooEarly {
        /// The first day on which it can.
        from: Day,
    },
    /// A term that ends before it begins, or is over already.
    #[error("the term ends before it begins, or is over already")]
    TermOver,
    /// The account is somebody's own: nobody else gets it.
    #[error("the account belongs to the employee who authorised it")]
    SomebodysOwn,
}

impl Seat {
    /// A seat that somebody asked for.
    pub const fn requested(ownership: Ownership) -> Self {
        Self {
            ownership,
            phase: Phase::Requested,
            term: None,
            holding: None,
            former: Vec::new(),
            frozen: false,
        }
    }

    /// What it is called on a day.
    pub fn state(&self, on: Day) -> SeatState {
        match (self.phase, self.term) {
            (Phase::Requested, _) => SeatState::Requested,
            (Phase::Approved, _) => SeatState::Approved,
            (Phase::Paid, _) => SeatState::Paid,
            (Phase::UnderReview, _) => SeatState::UnderReview,
            (Phase::Released, _) => SeatState::Released,
            (Phase::Certified, Some(term)) => self.state_in(term, on),
            // A grant without a term is no grant.
            (Phase::Lapsed, _) | (Phase::Certified, None) => SeatState::Lapsed,
        }
    }

    fn state_in(&self, term: Term, on: Day) -> SeatState {
        if term.until < on {
            SeatState::Lapsed
        } else if on.days_until(term.until) <= RENEWAL_WINDOW_DAYS {
            SeatState::Expiring
        } else if term.from > on {
            // A first term never lies ahead, see `certified`.
            SeatState::Renewed
        } else if self.holding.is_some() {
            SeatState::Bound
        } else if self.former.is_empty() {
            SeatState::Certified
        } else {
            SeatState::Unbound
        }
    }

    /// Who holds it on a day: nobody once its term is over.
    pub fn holding_on(&self, on: Day) -> Option<&Holding> {
        self.holding.as_ref().filter(|_| !matches!(self.state(on), SeatState::Lapsed | SeatState::Released))
    }

    /// Whether it takes one place of the quota: until it is given back, whatever it is called. Whether the platform
    /// frees the place of a lapsed seat by itself is not known, so it counts until somebody released it.
    pub const fn occupies(&self) -> bool {
        !matches!(self.phase, Phase::Released)
    }

    /// The seat after the step, or why not.
    pub fn apply(&self, step: &Step, on: Day) -> Result<Self, SeatError> {
        let state = self.state(on);
        if self.frozen
            && !matches!(step, Step::Thaw | Step::Unbind | Step::Lapse | Step::Release | Step::Freeze)
        {
            return Err(SeatError::Frozen);
        }
        let refused = || SeatError::NotNow { state, step: step.name() };
        let phase = |phase| Ok(Self { phase, ..self.clone() });
        match (step, state) {
            (Step::Approve, SeatState::Requested) => phase(Phase::Approved),
            (Step::Pay, SeatState::Approved) | (Step::Reject, SeatState::UnderReview) => phase(Phase::Paid),
            (Step::Submit, SeatState::Paid) => phase(Phase::UnderReview),
            (Step::Certify(term), SeatState::UnderReview) => self.certified(*term, on),
            (Step::Bind(binding), state) if is_live(state) => self.bound(binding, state),
            (Step::Unbind, _) if self.holding.is_some() => Ok(self.unbound()),
            (Step::Renew(until), state) if is_live(state) => self.renewed(*until, on),
            (Step::Lapse, SeatState::Lapsed) if self.phase == Phase::Certified => {
                Ok(Self { phase: Phase::Lapsed, ..self.unbound() })
            }
            (Step::Release, state) => self.released(state, refused()),
            (Step::Freeze, state) => self.froze(state, refused()),
            (Step::Thaw, _) if self.frozen => Ok(Self { frozen: false, ..self.clone() }),
            (Step::Thaw, _) => Err(SeatError::NotFrozen),
            _ => Err(refused()),
        }
    }

    fn certified(&self, term: Term, on: Day) -> Result<Self, SeatError> {
        if term.until < term.from || term.until < on || term.from > on {
            return Err(SeatError::TermOver);
        }
        Ok(Self { phase: Phase::Certified, term: Some(term), ..self.clone() })
    }

    fn bound(&self, binding: &Binding, state: SeatState) -> Result<Self, SeatError> {
        let holding = binding.holding();
        if self.holding.is_some() {
            return Err(SeatError::NotNow { state, step: StepName::Bind });
        }
        let had_another = self.former.iter().any(|before| before.employee != holding.employee);
        if self.ownership == Ownership::PersonalAuthorized && had_another {
            return Err(SeatError::SomebodysOwn);
        }
        Ok(Self { holding: Some(holding.clone()), ..self.clone() })
    }

    fn unbound(&self) -> Self {
        let former = self.former.iter().cloned().chain(self.holding.clone()).collect();
        Self { holding: None, former, ..self.clone() }
    }

    fn renewed(&self, until: Day, on: Day) -> Result<Self, SeatError> {
        let Some(term) = self.term else { return Err(SeatError::TermOver) };
        let from = term.until.plus_days(-RENEWAL_WINDOW_DAYS);
        if on < from {
            return Err(SeatError::TooEarly { from });
        }
        let next = Term { from: term.until.plus_days(1), until };
        if next.until < next.from {
            return Err(SeatError::TermOver);
        }
        Ok(Self { term: Some(next), ..self.clone() })
    }

    fn released(&self, state: SeatState, refused: SeatError) -> Result<Self, SeatError> {
        if matches!(state, SeatState::Released | SeatState::UnderReview) {
            return Err(refused);
        }
        if self.holding.is_some() {
            return Err(SeatError::Held);
        }
        Ok(Self { phase: Phase::Released, frozen: false, ..self.clone() })
    }

    fn froze(&self, state: SeatState, refused: SeatError) -> Result<Self, SeatError> {
        if self.frozen {
            return Err(SeatError::Frozen);
        }
        if matches!(state, SeatState::Released | SeatState::Lapsed) {
            return Err(refused);
        }
        Ok(Self { frozen: true, ..self.clone() })
    }
}

/// Whether a seat that is so is granted and its term is not over.
const fn is_live(state: SeatState) -> bool {
    matches!(
        state,
        SeatState::Certified
            | SeatState::Bound
            | SeatState::Unbound
            | SeatState::Expiring
            | SeatState::Renewed
    )
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{super::table::admitted, *};

    const TODAY: &str = "2026-06-22";

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn holding(employee: u128) -> Holding {
        Holding {
            employee: EmployeeId::from_uuid(Uuid::from_u128(employee)),
            account: AccountId::from_uuid(Uuid::from_u128(9)),
            persona: None,
        }
    }

    fn bind(employee: u128) -> Step {
        Step::Bind(admitted(holding(employee)).unwrap())
    }

    fn certified(ownership: Ownership, until: &str) -> Seat {
        let until = day(until);
        let term = Some(Term { from: until.plus_days(-364), until });
        Seat { phase: Phase::Certified, term, ..Seat::requested(ownership) }
    }

    #[test]
    fn what_a_seat_is_called_follows_from_its_facts_and_the_day() {
        let seat = certified(Ownership::EnterpriseCreated, "2027-06-21");
        let bound = Seat { holding: Some(holding(1)), ..seat.clone() };
        let unbound = Seat { former: vec![holding(1)], ..seat.clone() };
        for (seat, on, expected) in [
            (&seat, "2026-06-22", SeatState::Certified),
            (&bound, "2026-06-22", SeatState::Bound),
            (&unbound, "2026-06-22", SeatState::Unbound),
            (&bound, "2027-04-21", SeatState::Bound),
            (&bound, "2027-04-22", SeatState::Expiring),
            (&bound, "2027-06-21", SeatState::Expiring),
            (&bound, "2027-06-22", SeatState::Lapsed),
        ] {
            assert_eq!(seat.state(day(on)), expected, "{on}");
        }
        assert!(
            bound.holding_on(day("2027-06-21")).is_some() && bound.holding_on(day("2027-06-22")).is_none()
        );
    }

    #[test]
    fn a_renewal_begins_where_the_term_ends_and_not_before_its_window() {
        let seat = certified(Ownership::EnterpriseCreated, "2027-06-21");
        let renew = Step::Renew(day("2028-06-20"));
        let early = seat.apply(&renew, day("2027-04-21"));
        assert_eq!(early, Err(SeatError::TooEarly { from: day("2027-04-22") }));
        let renewed = seat.apply(&renew, day("2027-05-30")).unwrap();
        assert_eq!(renewed.term, Some(Term { from: day("2027-06-22"), until: day("2028-06-20") }));
        assert_eq!(renewed.state(day("2027-05-30")), SeatState::Renewed);
        assert_eq!(renewed.state(day("2027-06-22")), SeatState::Certified);
        let again = renewed.apply(&Step::Renew(day("2029-06-20")), day("2027-05-31"));
        assert_eq!(again, Err(SeatError::TooEarly { from: day("2028-04-21") }), "no day is paid twice");
        let late = seat.apply(&renew, day("2027-06-22"));
        assert!(matches!(late, Err(SeatError::NotNow { state: SeatState::Lapsed, .. })), "{late:?}");
        assert_eq!(term_of(day("2026-06-22"), 12).until, day("2027-06-21"));
        assert_eq!(term_of(day("2028-02-29"), 12).until, day("2029-02-28"));
    }

    #[test]
    fn the_company_passes_its_seat_on_and_a_lent_one_goes_to_nobody_else() {
        use Ownership::{EnterpriseCreated, PersonalAuthorized};
        for (ownership, next, expected) in [
            (EnterpriseCreated, 2, Ok(())),
            (EnterpriseCreated, 1, Ok(())),
            (PersonalAuthorized, 2, Err(SeatError::SomebodysOwn)),
            (PersonalAuthorized, 1, Ok(())),
        ] {
            let seat = Seat { former: vec![holding(1)], ..certified(ownership, "2027-06-21") };
            let bound = seat.apply(&bind(next), day(TODAY));
            assert_eq!(bound.map(|_| ()), expected, "{ownership} {next}");
        }
    }

    #[test]
    fn a_seat_that_somebody_holds_is_unbound_before_it_is_given_back() {
        let seat =
            Seat { holding: Some(holding(1)), ..certified(Ownership::EnterpriseCreated, "2027-06-21") };
        assert_eq!(seat.apply(&Step::Release, day(TODAY)), Err(SeatError::Held));
        let free = seat.apply(&Step::Unbind, day(TODAY)).unwrap();
        assert_eq!((free.former.len(), free.state(day(TODAY))), (1, SeatState::Unbound));
        let released = free.apply(&Step::Release, day(TODAY)).unwrap();
        assert!(!released.occupies() && free.occupies());
    }

    #[test]
    fn a_frozen_seat_lets_go_and_takes_nothing_on() {
        let seat = certified(Ownership::EnterpriseCreated, "2026-07-21");
        let frozen = seat.apply(&Step::Freeze, day(TODAY)).unwrap();
        for step in [bind(1), Step::Renew(day("2027-07-21")), Step::Freeze] {
            assert_eq!(frozen.apply(&step, day(TODAY)), Err(SeatError::Frozen), "{}", step.name());
        }
        assert_eq!(frozen.apply(&Step::Thaw, day(TODAY)), Ok(seat.clone()));
        assert_eq!(seat.apply(&Step::Thaw, day(TODAY)), Err(SeatError::NotFrozen));
    }
}
