//! People who leave, and whatever they had in their hands.

use super::{ACCOUNTS, Brand, account};
use crate::{
    departures::{AccountExit, DepartureFacts, DepartureStep, LeavingAccount},
    id::{AccountId, EmployeeId},
    personas::PersonaState,
    seats::{Holding, Step},
};

/// What is done by hand or by the program at once; the other steps follow from facts.
const MARKED: [DepartureStep; 5] = [
    DepartureStep::Lock,
    DepartureStep::Persona,
    DepartureStep::Device,
    DepartureStep::Sim,
    DepartureStep::Settlement,
];

/// Who answers for an account that nobody runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hands {
    /// The company, to give it on.
    Company,
    /// Whoever is named in the departure of this person.
    NamedBy(EmployeeId),
}

/// Somebody's leaving: the accounts that were in their hands, with who was named for each.
pub(super) struct Departure {
    accounts: Vec<(AccountId, LeavingAccount, Option<EmployeeId>)>,
    is_closed: bool,
}

impl Departure {
    fn find(&self, account: AccountId) -> Option<&(AccountId, LeavingAccount, Option<EmployeeId>)> {
        self.accounts.iter().find(|(listed, ..)| *listed == account)
    }
}

impl Brand {
    fn leads_of(&self, account: AccountId) -> i64 {
        self.leads.get(&account).copied().unwrap_or_default()
    }

    /// Their leaving begins: what they run and what they follow up is listed, no account speaks as them any more, and
    /// nobody who leaves later relies on them.
    pub(super) fn leave(&mut self, employee: EmployeeId) {
        if self.departures.contains_key(&employee) {
            return;
        }
        for departure in self.departures.values_mut().filter(|departure| !departure.is_closed) {
            for (_, facts, successor) in &mut departure.accounts {
                if *successor == Some(employee) {
                    (*successor, facts.has_successor) = (None, false);
                }
            }
        }
        let mut accounts = Vec::new();
        for seat in &self.seats {
            if let Some(held) = seat.holding.as_ref().filter(|held| held.employee == employee) {
                let facts = LeavingAccount::held(Some(seat.ownership), self.leads_of(held.account));
                accounts.push((held.account, facts, None));
            }
        }
        for followed in (0..ACCOUNTS).map(account).filter(|account| self.follows(employee, *account)) {
            let Some(Hands::NamedBy(left)) = self.hands.get(&followed).copied() else { continue };
            let Some((_, before, _)) = self.departures[&left].find(followed) else { continue };
            accounts.push((followed, LeavingAccount::followed(before, self.leads_of(followed)), None));
        }
        for (listed, facts, _) in &accounts {
            if facts.is_unbound {
                self.hands.insert(*listed, Hands::NamedBy(employee));
            }
        }
        for (_, card) in self.cards.iter_mut().filter(|(_, card)| card.employee == employee) {
            card.state = PersonaState::Retired;
        }
        self.departures.insert(employee, Departure { accounts, is_closed: false });
    }

    /// Whether somebody was named in a departure that is done, and nobody runs the account since.
    fn follows(&self, employee: EmployeeId, account: AccountId) -> bool {
        let Some(Hands::NamedBy(left)) = self.hands.get(&account) else { return false };
        let departure = &self.departures[left];
        departure.is_closed && departure.find(account).is_some_and(|(.., named)| *named == Some(employee))
    }

    /// Does something about one of the departures that are open.
    pub(super) fn of_leaver(&mut self, number: usize, done: impl FnOnce(&mut Self, EmployeeId)) {
        let open = self.departures.iter().filter(|(_, departure)| !departure.is_closed);
        let leavers: Vec<EmployeeId> = open.map(|(leaver, _)| *leaver).collect();
        if let Some(leaver) = number.checked_rem(leavers.len()).and_then(|at| leavers.get(at)) {
            done(self, *leaver);
        }
    }

    pub(super) fn decide(
        &mut self,
        leaver: EmployeeId,
        place: usize,
        exit: AccountExit,
        successor: Option<EmployeeId>,
    ) {
        if successor.is_some_and(|one| one == leaver || self.departures.contains_key(&one)) {
            return;
        }
        let Some(departure) = self.departures.get_mut(&leaver).filter(|one| !one.is_closed) else { return };
        let Some((_, facts, named)) = departure.accounts.get_mut(place) else { return };
        if facts.judge_exit(exit).is_ok() {
            (facts.exit, facts.has_successor, *named) = (Some(exit), successor.is_some(), successor);
        }
    }

    fn facts_of(&self, leaver: EmployeeId) -> Option<DepartureFacts> {
        let departure = self.departures.get(&leaver)?;
        let current = |(account, facts, _): &(AccountId, LeavingAccount, _)| LeavingAccount {
            leads: self.leads_of(*account),
            ..*facts
        };
        Some(DepartureFacts {
            marked: MARKED.to_vec(),
            accounts: departure.accounts.iter().map(current).collect(),
            is_closed: departure.is_closed,
            ..DepartureFacts::default()
        })
    }

    /// Takes every seat from the leaver.
    pub(super) fn let_go(&mut self, leaver: EmployeeId) {
        if self.facts_of(leaver).is_none_or(|facts| facts.judge_unbinding().is_err()) {
            return;
        }
        for place in 0..self.seats.len() {
            if self.seats[place].holding.as_ref().is_some_and(|held| held.employee == leaver) {
                self.take(place, &Step::Unbind);
            }
        }
        for (_, facts, _) in self.departures.get_mut(&leaver).into_iter().flat_map(|one| &mut one.accounts) {
            facts.is_unbound = true;
        }
    }

    pub(super) fn close(&mut self, leaver: EmployeeId) {
        let Some(facts) = self.facts_of(leaver).filter(|facts| facts.judge_closure().is_ok()) else { return };
        let departure = self.departures.get_mut(&leaver).expect("it has facts");
        departure.is_closed = true;
        for ((_, kept, _), as_signed) in departure.accounts.iter_mut().zip(facts.accounts) {
            *kept = as_signed;
        }
    }

    /// Nobody runs the account any more: whoever is named for a leaver answers for it, else the company.
    pub(super) fn fell_free(&mut self, held: &Holding) {
        let is_listed =
            self.departures.get(&held.employee).is_some_and(|one| one.find(held.account).is_some());
        let hands = if is_listed { Hands::NamedBy(held.employee) } else { Hands::Company };
        self.hands.insert(held.account, hands);
    }

    /// The account belongs to somebody, and somebody answers for its leads.
    pub(super) fn check_in_hands(&self, account: AccountId) {
        let holder = self.seats.iter().filter_map(|seat| seat.holding.as_ref());
        if let Some(held) = holder.into_iter().find(|held| held.account == account) {
            let has_left = self.departures.get(&held.employee).is_some_and(|one| one.is_closed);
            assert!(!has_left, "somebody who left runs an account");
            return;
        }
        let Some(Hands::NamedBy(left)) = self.hands.get(&account) else { return };
        let departure = &self.departures[left];
        let (_, facts, named) = departure.find(account).expect("it was listed");
        if !departure.is_closed {
            return;
        }
        let gone = |one: &EmployeeId| self.departures.get(one).is_some_and(|departure| departure.is_closed);
        assert!(
            !named.as_ref().is_some_and(gone),
            "whoever was named for the leads left without a successor"
        );
        let whose =
            if self.lender(account).is_some() { AccountExit::LeavesWithPerson } else { AccountExit::Stays };
        assert_eq!(facts.exit, Some(whose), "an account that went to whom it does not belong");
    }

    /// Whoever left holds nothing and is nobody's voice, and what they brought is in somebody's hands.
    pub(super) fn check_gone(&self, left: EmployeeId) {
        let departure = &self.departures[&left];
        let speaks =
            self.cards.iter().any(|(_, card)| card.employee == left && card.state == PersonaState::Approved);
        assert!(!speaks, "an account speaks as somebody who leaves");
        if !departure.is_closed {
            return;
        }
        assert_eq!(self.held_by(left), 0, "a seat of somebody who left");
        for (account, facts, named) in &departure.accounts {
            let is_theirs = self.hands.get(account) == Some(&Hands::NamedBy(left));
            let had_leads = facts.leads > 0;
            assert!(!is_theirs || !had_leads || named.is_some(), "leads that nobody follows up");
        }
    }
}
