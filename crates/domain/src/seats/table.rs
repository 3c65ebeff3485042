//! The transition table of the seat, written by the machine itself.

use std::fmt::Write as _;

use uuid::Uuid;

use super::{
    AccountPast, Binding, BindingFacts, CardFacts, Holding, Ownership, Paper, Phase, RENEWAL_WINDOW_DAYS,
    Seat, SeatError, SeatState, Step, StepName, Term, term_of,
};
use crate::{
    id::{AccountId, EmployeeId},
    personas::PersonaState,
    time::Day,
};

/// What becomes of a seat by each step: a line per state, a column per step, once for each kind of ownership.
pub fn transition_table(on: Day) -> String {
    let mut table = String::from(
        "What becomes of a seat: a line for each state, a column for each step; - where there is no such step.\n\
         `bind` passes an account on to somebody else. A frozen seat takes unbind, lapse, release and thaw only.\n",
    );
    for ownership in Ownership::ALL {
        let _ = write!(table, "\n{ownership}\n\n{:<13}", "state");
        for step in StepName::ALL {
            let _ = write!(table, "{:<14}", step.name());
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
        for state in SeatState::ALL {
            let _ = write!(table, "{:<13}", state.name());
            for step in StepName::ALL {
                let _ = write!(table, "{:<14}", outcome(*ownership, *state, *step, on));
            }
            table.truncate(table.trim_end().len());
            table.push('\n');
        }
    }
    table
}

impl Seat {
    /// Whether the step can be taken on a day at all, whatever it brings: what it brings is judged when it is taken.
    pub fn offers(&self, step: StepName, on: Day) -> Result<(), SeatError> {
        // Whoever held it before may always be the one, whatever the ownership.
        let one = self.former.first().cloned().unwrap_or_else(|| holding(2));
        let taken = match step {
            StepName::Bind => admitted(one).map(Step::Bind),
            step => taken(self, step, on),
        };
        let refused = || SeatError::NotNow { state: self.state(on), step };
        let after = self.apply(&taken.ok_or_else(refused)?, on);
        match after {
            Ok(_) | Err(SeatError::TermOver) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn outcome(ownership: Ownership, state: SeatState, step: StepName, on: Day) -> String {
    let Some(seat) = example(ownership, state, on) else { return "?".to_owned() };
    let seat = Seat { frozen: step == StepName::Thaw, ..seat };
    let Some(taken) = taken(&seat, step, on) else { return "-".to_owned() };
    match seat.apply(&taken, on) {
        Ok(after) if after.frozen => "frozen".to_owned(),
        Ok(after) => after.state(on).name().to_owned(),
        Err(SeatError::SomebodysOwn) => "never".to_owned(),
        Err(SeatError::Held) => "unbind first".to_owned(),
        Err(_) => "-".to_owned(),
    }
}

/// A seat that is called so.
fn example(ownership: Ownership, state: SeatState, on: Day) -> Option<Seat> {
    let seat = Seat::requested(ownership);
    let of = |phase| Seat { phase, ..seat.clone() };
    let lasting = |days: i32| {
        let until = on.plus_days(days);
        Seat { term: Some(Term { from: until.plus_days(-364), until }), ..of(Phase::Certified) }
    };
    let far = RENEWAL_WINDOW_DAYS * 3;
    let seat = match state {
        SeatState::Requested => seat,
        SeatState::Approved => of(Phase::Approved),
        SeatState::Paid => of(Phase::Paid),
        SeatState::UnderReview => of(Phase::UnderReview),
        SeatState::Certified => lasting(far),
        SeatState::Bound => Seat { holding: Some(holding(1)), ..lasting(far) },
        SeatState::Unbound => Seat { former: vec![holding(1)], ..lasting(far) },
        SeatState::Expiring => Seat { former: vec![holding(1)], ..lasting(RENEWAL_WINDOW_DAYS) },
        SeatState::Renewed => {
            let term = term_of(on.plus_days(1), 12);
            Seat { former: vec![holding(1)], term: Some(term), ..of(Phase::Certified) }
        }
        SeatState::Lapsed => Seat { former: vec![holding(1)], ..lasting(-1) },
        SeatState::Released => of(Phase::Released),
    };
    (seat.state(on) == state).then_some(seat)
}

fn holding(number: u128) -> Holding {
    Holding {
        employee: EmployeeId::from_uuid(Uuid::from_u128(number)),
        account: AccountId::from_uuid(Uuid::from_u128(1)),
        persona: None,
    }
}

fn taken(seat: &Seat, step: StepName, on: Day) -> Option<Step> {
    Some(match step {
        StepName::Approve => Step::Approve,
        StepName::Pay => Step::Pay,
        StepName::Submit => Step::Submit,
        StepName::Reject => Step::Reject,
        StepName::Certify => Step::Certify(term_of(on, 12)),
        StepName::Bind => Step::Bind(admitted(holding(2))?),
        StepName::Unbind => Step::Unbind,
        StepName::Renew => Step::Renew(term_of(seat.term?.until.plus_days(1), 12).until),
        StepName::Lapse => Step::Lapse,
        StepName::Release => Step::Release,
        StepName::Freeze => Step::Freeze,
        StepName::Thaw => Step::Thaw,
    })
}

/// The holding as somebody has it whose papers hold and whose card was approved.
pub(super) fn admitted(holding: Holding) -> Option<Binding> {
    let Holding { employee, account, persona } = holding;
    let approved = CardFacts { state: PersonaState::Approved, employee, account, rivalry: None };
    let facts = BindingFacts {
        left_on: None,
        proof: Paper::Valid,
        agreement: Paper::Valid,
        account_proof: Paper::Valid,
        seats_held: 0,
        seats_a_person: None,
        account_is_taken: false,
        account_is_staffed: true,
        ownership: Ownership::EnterpriseCreated,
        past: AccountPast::default(),
        card: persona.map(|_| approved),
    };
    Binding::admit(holding, facts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_transition_table_is_the_one_in_the_documents() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/seats.txt");
        let table = transition_table("2026-06-22".parse().unwrap());
        if std::env::var_os("KOSMOS_BLESS").is_some() {
            std::fs::write(path, &table).unwrap();
        }
        assert_eq!(table, std::fs::read_to_string(path).unwrap_or_default());
    }

    #[test]
    fn what_is_offered_is_what_can_be_taken() {
        let on: Day = "2026-06-22".parse().unwrap();
        let lent = example(Ownership::PersonalAuthorized, SeatState::Unbound, on).unwrap();
        assert_eq!(lent.offers(StepName::Bind, on), Ok(()), "its owner may authorise it again");
        for state in SeatState::ALL {
            let seat = example(Ownership::EnterpriseCreated, *state, on).unwrap();
            for step in StepName::ALL.iter().filter(|step| **step != StepName::Thaw) {
                let is_taken = outcome(Ownership::EnterpriseCreated, *state, *step, on);
                let is_taken = !["-", "never", "unbind first"].contains(&is_taken.as_str());
                assert_eq!(seat.offers(*step, on).is_ok(), is_taken, "{state} {step}");
            }
        }
    }

    #[test]
    fn every_state_has_an_example() {
        let on: Day = "2026-06-22".parse().unwrap();
        for ownership in Ownership::ALL {
            for state in SeatState::ALL {
                assert!(example(*ownership, *state, on).is_some(), "{ownership} {state}");
            }
        }
    }
}
