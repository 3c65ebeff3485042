//! Whether an employee gets an account on a seat: the papers that they need, what the account was before, and the
//! persona as whom they write.
//!
//! Whoever follows somebody else on an account speaks for themselves: they need a card of their own that was approved,
//! because going on as the one before is a made-up identity. The first holder may be bound before their card is written.

use super::{
    Limit,
    seat::{Holding, Ownership},
};
use crate::{
    id::{AccountId, EmployeeId},
    personas::{PersonaState, rivals::Rivalry},
    time::Day,
};

/// A holding that was judged: whoever has one may bind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding(Holding);

/// How a paper that binding asks for stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// It is there and holds.
    Valid,
    /// It is not there, or was not accepted.
    Missing,
    /// It held until this day.
    Expired(Day),
}

/// What binding asks of the person and the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindingFacts {
    /// Their last day of work, where one is set.
    pub left_on: Option<Day>,
    /// The proof that they are employed.
    pub proof: Paper,
    /// The agreement about the account that they signed.
    pub agreement: Paper,
    /// The proof that the account is theirs, where it is to be lent to the company.
    pub account_proof: Paper,
    /// Seats that they hold on other accounts.
    pub seats_held: i64,
    /// How many a person may hold.
    pub seats_a_person: Option<Limit>,
    /// Whether another seat has the account.
    pub account_is_taken: bool,
    /// Whether the account can be a staff account at all.
    pub account_is_staffed: bool,
    /// Whom the account belongs to, by the seat.
    pub ownership: Ownership,
    /// What the account was before.
    pub past: AccountPast,
    /// The card that the holding names.
    pub card: Option<CardFacts>,
}

/// What an account was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AccountPast {
    /// Whether somebody else ran it, on any seat or without one, or it speaks as somebody else still.
    pub had_another: bool,
    /// Who lent it to the company: it is their own.
    pub lent_by: Option<EmployeeId>,
}

/// What is known of the card that a holding names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFacts {
    /// What became of it.
    pub state: PersonaState,
    /// Whose it is.
    pub employee: EmployeeId,
    /// The account that is to speak by it.
    pub account: AccountId,
    /// How another account that speaks already fights for the same persona.
    pub rivalry: Option<Rivalry>,
}

/// Why an employee does not get a seat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BindingError {
    /// They leave, or have left.
    #[error("the employee leaves on {0}")]
    Leaves(Day),
    /// No proof of employment was accepted.
    #[error("there is no accepted proof of employment")]
    NoProof,
    /// The proof of employment has ended.
    #[error("the proof of employment ended on {0}")]
    ProofExpired(Day),
    /// They did not sign the agreement, or withdrew it.
    #[error("the agreement about the account is not signed")]
    NoAgreement,
    /// They hold as many seats as a person may.
    #[error("the employee holds {held} seats already")]
    TooManySeats {
        /// How many they hold.
        held: i64,
        /// How many are permitted, and who says so.
        limit: Limit,
    },
    /// The account does not go on the seat.
    #[error(transparent)]
    Account(#[from] AccountFault),
    /// They cannot write as that persona.
    #[error(transparent)]
    Persona(#[from] PersonaFault),
}

/// Why an account does not go on a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountFault {
    /// Nothing proves that the account that they lend is theirs.
    #[error("nothing proves that the account is theirs")]
    NotTheirs,
    /// Another seat has the account.
    #[error("another seat has the account")]
    Taken,
    /// The account is the brand's own, or a customer's.
    #[error("no employee runs an account of this kind")]
    NotStaffed,
    /// Somebody else lent the account: it goes with them.
    #[error("the account is somebody else's own")]
    AnothersOwn,
    /// They lent the account themselves, and the seat is for one of the company.
    #[error("the account is their own, and the seat is for one of the company")]
    TheirOwn,
}

/// Why somebody cannot write as a persona.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PersonaFault {
    /// Somebody else ran the account before, and no card of the new holder was named.
    #[error("whoever follows somebody else needs a persona of their own")]
    Needed,
    /// There is no such card.
    #[error("there is no such persona")]
    Unknown,
    /// The card is somebody else's.
    #[error("the persona is somebody else's")]
    NotTheirs,
    /// The card is for another account.
    #[error("the persona is that of another account")]
    OtherAccount,
    /// The card was not approved: it is being written, or was sent back.
    #[error("the persona is not approved")]
    NotApproved,
    /// The account speaks so no more.
    #[error("the persona is retired")]
    Retired,
    /// Another account speaks as the same sort of person about the same things.
    #[error("another account speaks as the same persona")]
    Rivalled(Rivalry),
}

impl Binding {
    /// Judges whether the employee may hold the account.
    pub fn admit(holding: Holding, facts: BindingFacts) -> Result<Self, BindingError> {
        let BindingFacts { left_on, proof, agreement, account_proof, seats_held, seats_a_person, .. } = facts;
        let BindingFacts { account_is_taken, account_is_staffed, ownership, past, card, .. } = facts;
        if let Some(on) = left_on {
            return Err(BindingError::Leaves(on));
        }
        if !account_is_staffed {
            return Err(AccountFault::NotStaffed.into());
        }
        if account_is_taken {
            return Err(AccountFault::Taken.into());
        }
        match past.lent_by {
            Some(lender) if lender != holding.employee => return Err(AccountFault::AnothersOwn.into()),
            Some(_) if ownership == Ownership::EnterpriseCreated => return Err(AccountFault::TheirOwn.into()),
            _ => {}
        }
        match proof {
            Paper::Missing => return Err(BindingError::NoProof),
            Paper::Expired(on) => return Err(BindingError::ProofExpired(on)),
            Paper::Valid => {}
        }
        if agreement != Paper::Valid {
            return Err(BindingError::NoAgreement);
        }
        if account_proof != Paper::Valid {
            return Err(AccountFault::NotTheirs.into());
        }
        if let Some(limit) = seats_a_person.filter(|limit| seats_held >= limit.most) {
            return Err(BindingError::TooManySeats { held: seats_held, limit });
        }
        judge_persona(&holding, past, card)?;
        Ok(Self(holding))
    }

    /// What was admitted.
    pub const fn holding(&self) -> &Holding {
        &self.0
    }
}

/// Whether the holder may write as the persona that they name, or without one.
fn judge_persona(holding: &Holding, past: AccountPast, card: Option<CardFacts>) -> Result<(), PersonaFault> {
    if holding.persona.is_none() {
        return if past.had_another { Err(PersonaFault::Needed) } else { Ok(()) };
    }
    let CardFacts { state, employee, account, rivalry } = card.ok_or(PersonaFault::Unknown)?;
    if employee != holding.employee {
        return Err(PersonaFault::NotTheirs);
    }
    if account != holding.account {
        return Err(PersonaFault::OtherAccount);
    }
    match state {
        PersonaState::Draft | PersonaState::Refused => return Err(PersonaFault::NotApproved),
        PersonaState::Retired => return Err(PersonaFault::Retired),
        PersonaState::Approved => {}
    }
    rivalry.map_or(Ok(()), |rivalry| Err(PersonaFault::Rivalled(rivalry)))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{id::PersonaId, insight::Say};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn employee(number: u128) -> EmployeeId {
        EmployeeId::from_uuid(Uuid::from_u128(number))
    }

    fn account(number: u128) -> AccountId {
        AccountId::from_uuid(Uuid::from_u128(number))
    }

    fn holding(persona: Option<u128>) -> Holding {
        let persona = persona.map(|number| PersonaId::from_uuid(Uuid::from_u128(number)));
        Holding { employee: employee(1), account: account(9), persona }
    }

    fn fine() -> BindingFacts {
        BindingFacts {
            left_on: None,
            proof: Paper::Valid,
            agreement: Paper::Valid,
            account_proof: Paper::Valid,
            seats_held: 0,
            seats_a_person: Some(Limit { most: 1, source: Say::same("own default") }),
            account_is_taken: false,
            account_is_staffed: true,
            ownership: Ownership::EnterpriseCreated,
            past: AccountPast::default(),
            card: None,
        }
    }

    #[test]
    fn an_employee_gets_a_seat_with_papers_that_hold_and_no_more_than_a_person_may() {
        let gone = day("2026-06-01");
        let limit = Limit { most: 1, source: Say::same("own default") };
        let lent = |by| AccountPast { had_another: false, lent_by: Some(employee(by)) };
        let for_lent = || BindingFacts { ownership: Ownership::PersonalAuthorized, ..fine() };
        for (facts, expected) in [
            (fine(), None),
            (BindingFacts { left_on: Some(gone), ..fine() }, Some(BindingError::Leaves(gone))),
            (BindingFacts { proof: Paper::Missing, ..fine() }, Some(BindingError::NoProof)),
            (BindingFacts { proof: Paper::Expired(gone), ..fine() }, Some(BindingError::ProofExpired(gone))),
            (BindingFacts { agreement: Paper::Missing, ..fine() }, Some(BindingError::NoAgreement)),
            (
                BindingFacts { account_proof: Paper::Missing, ..fine() },
                Some(BindingError::Account(AccountFault::NotTheirs)),
            ),
            (
                BindingFacts { account_is_taken: true, ..fine() },
                Some(BindingError::Account(AccountFault::Taken)),
            ),
            (
                BindingFacts { account_is_staffed: false, ..fine() },
                Some(BindingError::Account(AccountFault::NotStaffed)),
            ),
            (
                BindingFacts { past: lent(2), ..fine() },
                Some(BindingError::Account(AccountFault::AnothersOwn)),
            ),
            (
                BindingFacts { past: lent(2), ..for_lent() },
                Some(BindingError::Account(AccountFault::AnothersOwn)),
            ),
            (BindingFacts { past: lent(1), ..fine() }, Some(BindingError::Account(AccountFault::TheirOwn))),
            (BindingFacts { past: lent(1), ..for_lent() }, None),
            (BindingFacts { seats_held: 1, ..fine() }, Some(BindingError::TooManySeats { held: 1, limit })),
            (BindingFacts { seats_held: 5, seats_a_person: None, ..fine() }, None),
        ] {
            assert_eq!(Binding::admit(holding(None), facts.clone()).err(), expected, "{facts:?}");
        }
    }

    #[test]
    fn whoever_follows_writes_as_themselves_by_a_card_that_was_approved() {
        let rivalry = Rivalry { topics: vec!["玄关".into()], same_audience: true };
        let own = || CardFacts {
            state: PersonaState::Approved,
            employee: employee(1),
            account: account(9),
            rivalry: None,
        };
        let of = |state| CardFacts { state, ..own() };
        for (had_another, persona, card, expected) in [
            (false, None, None, Ok(())),
            (true, None, None, Err(PersonaFault::Needed)),
            (true, Some(1), Some(own()), Ok(())),
            (false, Some(1), Some(own()), Ok(())),
            (false, Some(1), None, Err(PersonaFault::Unknown)),
            (true, Some(1), Some(of(PersonaState::Draft)), Err(PersonaFault::NotApproved)),
            (true, Some(1), Some(of(PersonaState::Refused)), Err(PersonaFault::NotApproved)),
            (true, Some(1), Some(of(PersonaState::Retired)), Err(PersonaFault::Retired)),
            (false, Some(1), Some(of(PersonaState::Retired)), Err(PersonaFault::Retired)),
            (true, Some(1), Some(CardFacts { employee: employee(2), ..own() }), Err(PersonaFault::NotTheirs)),
            (
                true,
                Some(1),
                Some(CardFacts { account: account(8), ..own() }),
                Err(PersonaFault::OtherAccount),
            ),
            (
                true,
                Some(1),
                Some(CardFacts { rivalry: Some(rivalry.clone()), ..own() }),
                Err(PersonaFault::Rivalled(rivalry.clone())),
            ),
        ] {
            let past = AccountPast { had_another, lent_by: None };
            let admitted =
                Binding::admit(holding(persona), BindingFacts { past, card: card.clone(), ..fine() });
            assert_eq!(
                admitted.map(|_| ()),
                expected.map_err(BindingError::Persona),
                "{had_another} {card:?}"
            );
        }
    }
}
