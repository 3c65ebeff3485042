//! The seats of a brand under any sequence of steps, people coming and leaving, and days passing.
//!
//! The model keeps what the tables keep and asks the rules alone what may be done. After each happening it looks for
//! whatever is held twice, beyond what is granted, or by nobody: a seat, an account, the leads of an account.
//!
//! `KOSMOS_SOAK_SEQUENCES` says how many sequences are tried.

mod leaving;

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*, test_runner::Config};
use uuid::Uuid;

use super::{
    AccountFault, AccountPast, Binding, BindingError, BindingFacts, CardFacts, Condition, Holding, Limit,
    Ownership, Paper, PersonaFault, Phase, RequestError, RequestFacts, Seat, SeatState, Step, admit_request,
    term_of,
};
use crate::{
    departures::AccountExit,
    id::{AccountId, EmployeeId, PersonaId},
    insight::Say,
    personas::{PersonaState, may_speak},
    time::Day,
};
use leaving::{Departure, Hands};

const SEQUENCES: u32 = 256;
const STEPS_MAX: usize = 100;
const GRANTED_MOST: i64 = 6;
const SEATS_A_PERSON: i64 = 2;
const PEOPLE: u8 = 6;
const ACCOUNTS: u8 = 6;

/// Something that happens to the brand.
#[derive(Debug, Clone)]
enum Happening {
    Request { seats: i64, lent: bool },
    Take { seat: usize, step: Plain },
    Bind { seat: usize, employee: u8, account: u8, named: bool },
    Renew { seat: usize },
    Approve { employee: u8, account: u8 },
    Leads { account: u8 },
    Leave { employee: u8 },
    Decide { departure: usize, account: usize, exit: AccountExit, successor: Option<u8> },
    LetGo { departure: usize },
    Close { departure: usize },
    Days(i32),
}

#[derive(Debug, Clone, Copy)]
enum Plain {
    Approve,
    Pay,
    Submit,
    Reject,
    Certify,
    Unbind,
    Lapse,
    Release,
    Freeze,
    Thaw,
}

fn happening() -> impl Strategy<Value = Happening> {
    use Plain::{Approve, Certify, Freeze, Lapse, Pay, Reject, Release, Submit, Thaw, Unbind};
    let plain = prop_oneof![
        4 => Just(Approve), 4 => Just(Pay), 4 => Just(Submit), 1 => Just(Reject), 4 => Just(Certify),
        1 => Just(Unbind), 1 => Just(Lapse), 1 => Just(Release), 1 => Just(Freeze), 2 => Just(Thaw)
    ];
    let exit = prop_oneof![Just(AccountExit::Stays), Just(AccountExit::LeavesWithPerson)];
    prop_oneof![
        3 => (1..4_i64, any::<bool>()).prop_map(|(seats, lent)| Happening::Request { seats, lent }),
        16 => (0..8_usize, plain).prop_map(|(seat, step)| Happening::Take { seat, step }),
        12 => (0..8_usize, 0..PEOPLE, 0..ACCOUNTS, any::<bool>())
            .prop_map(|(seat, employee, account, named)| Happening::Bind { seat, employee, account, named }),
        2 => (0..8_usize).prop_map(|seat| Happening::Renew { seat }),
        6 => (0..PEOPLE, 0..ACCOUNTS).prop_map(|(employee, account)| Happening::Approve { employee, account }),
        4 => (0..ACCOUNTS).prop_map(|account| Happening::Leads { account }),
        2 => (0..PEOPLE).prop_map(|employee| Happening::Leave { employee }),
        6 => (0..3_usize, 0..3_usize, exit, proptest::option::of(0..PEOPLE)).prop_map(
            |(departure, account, exit, successor)| Happening::Decide { departure, account, exit, successor }
        ),
        4 => (0..3_usize).prop_map(|departure| Happening::LetGo { departure }),
        4 => (0..3_usize).prop_map(|departure| Happening::Close { departure }),
        2 => (1..120_i32).prop_map(Happening::Days),
    ]
}

/// A brand; what one may do is asked of the rules alone.
struct Brand {
    seats: Vec<Seat>,
    departures: BTreeMap<EmployeeId, Departure>,
    /// Every card that was approved, the latest last.
    cards: Vec<(PersonaId, CardFacts)>,
    /// Every holding that ever began, on whichever seat.
    history: Vec<Holding>,
    /// Who answers for an account that nobody runs; the company where nothing is said.
    hands: BTreeMap<AccountId, Hands>,
    leads: BTreeMap<AccountId, i64>,
    today: Day,
}

fn limit(most: i64) -> Limit {
    Limit { most, source: Say::same("model") }
}

fn person(number: u8) -> EmployeeId {
    EmployeeId::from_uuid(Uuid::from_u128(u128::from(number) + 1))
}

fn account(number: u8) -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(u128::from(number) + 1))
}

impl Brand {
    /// A brand that was granted so many seats for accounts of its own and for lent ones.
    fn granted(own: usize, lent: usize) -> Self {
        let today: Day = "2026-06-22".parse().unwrap();
        let seat = |ownership| Seat {
            phase: Phase::Certified,
            term: Some(term_of(today, 12)),
            ..Seat::requested(ownership)
        };
        let own = (0..own).map(|_| seat(Ownership::EnterpriseCreated));
        let lent = (0..lent).map(|_| seat(Ownership::PersonalAuthorized));
        Self {
            seats: own.chain(lent).collect(),
            departures: BTreeMap::new(),
            cards: vec![],
            history: vec![],
            hands: BTreeMap::new(),
            leads: BTreeMap::new(),
            today,
        }
    }

    fn held_by(&self, employee: EmployeeId) -> i64 {
        let of_them =
            |seat: &&Seat| seat.holding_on(self.today).is_some_and(|held| held.employee == employee);
        i64::try_from(self.seats.iter().filter(of_them).count()).unwrap()
    }

    fn occupied(&self) -> i64 {
        i64::try_from(self.seats.iter().filter(|seat| seat.occupies()).count()).unwrap()
    }

    fn happen(&mut self, happening: &Happening) {
        match *happening {
            Happening::Request { seats, lent } => self.request(seats, lent),
            Happening::Take { seat, step } => self.take(seat, &self.step(step)),
            Happening::Bind { seat, employee, account: number, named } => {
                self.bind(seat, person(employee), account(number), named);
            }
            Happening::Renew { seat } => {
                let until = self.seats.get(seat).and_then(|seat| seat.term).map(|term| term.until);
                if let Some(until) = until {
                    self.take(seat, &Step::Renew(term_of(until.plus_days(1), 12).until));
                }
            }
            Happening::Approve { employee, account: number } => {
                self.approve(person(employee), account(number));
            }
            Happening::Leads { account: number } => *self.leads.entry(account(number)).or_default() += 1,
            Happening::Leave { employee } => self.leave(person(employee)),
            Happening::Decide { departure, account, exit, successor } => {
                self.of_leaver(departure, |brand, leaver| {
                    brand.decide(leaver, account, exit, successor.map(person));
                });
            }
            Happening::LetGo { departure } => self.of_leaver(departure, Self::let_go),
            Happening::Close { departure } => self.of_leaver(departure, Self::close),
            Happening::Days(days) => self.today = self.today.plus_days(days),
        }
    }

    fn step(&self, step: Plain) -> Step {
        match step {
            Plain::Approve => Step::Approve,
            Plain::Pay => Step::Pay,
            Plain::Submit => Step::Submit,
            Plain::Reject => Step::Reject,
            Plain::Certify => Step::Certify(term_of(self.today, 12)),
            Plain::Unbind => Step::Unbind,
            Plain::Lapse => Step::Lapse,
            Plain::Release => Step::Release,
            Plain::Freeze => Step::Freeze,
            Plain::Thaw => Step::Thaw,
        }
    }

    fn request(&mut self, asked: i64, lent: bool) {
        let facts = RequestFacts {
            asked,
            occupied: self.occupied(),
            has_edition: true,
            quota: Some(limit(GRANTED_MOST)),
            gate: Condition::for_seats(asked, Some(1_000), Some(1)).to_vec(),
            over: None,
        };
        let fits = self.occupied() + asked <= GRANTED_MOST;
        match admit_request(&facts) {
            Ok(()) => {
                assert!(fits, "the quota was passed");
                let ownership =
                    if lent { Ownership::PersonalAuthorized } else { Ownership::EnterpriseCreated };
                self.seats.extend((0..asked).map(|_| Seat::requested(ownership)));
            }
            Err(error) => assert!(!fits && matches!(error, RequestError::QuotaReached { .. }), "{error}"),
        }
    }

    fn take(&mut self, place: usize, step: &Step) {
        let today = self.today;
        let Some(seat) = self.seats.get_mut(place) else { return };
        let Ok(after) = seat.apply(step, today) else { return };
        let is_grant = matches!(step, Step::Certify(_) | Step::Renew(_));
        assert_eq!(is_grant, after.term != seat.term, "only the platform grants a term");
        let before = std::mem::replace(seat, after.clone());
        match (before.holding, after.holding) {
            (None, Some(held)) => {
                self.hands.insert(held.account, Hands::Company);
                self.history.push(held);
            }
            (Some(held), None) => self.fell_free(&held),
            _ => {}
        }
    }

    /// Drafts a card and has it approved, where the account speaks as nobody else.
    fn approve(&mut self, employee: EmployeeId, account: AccountId) {
        let speaks = |card: &&mut CardFacts| card.account == account && card.state == PersonaState::Approved;
        let before = self.cards.iter_mut().map(|(_, card)| card).find(speaks);
        if before.as_ref().is_some_and(|card| card.employee != employee)
            || may_speak(None, self.departures.contains_key(&employee)).is_err()
        {
            return;
        }
        if let Some(card) = before {
            card.state = PersonaState::Retired;
        }
        let id = PersonaId::from_uuid(Uuid::from_u128(self.cards.len() as u128 + 1));
        self.cards.push((id, CardFacts { state: PersonaState::Approved, employee, account, rivalry: None }));
    }

    /// The last card for the account, whoever's and whatever became of it.
    fn card_for(&self, account: AccountId) -> Option<(PersonaId, CardFacts)> {
        self.cards.iter().rfind(|(_, card)| card.account == account).cloned()
    }

    /// What an account was before, for somebody who is to run it.
    fn past(&self, account: AccountId, employee: EmployeeId) -> AccountPast {
        let by_another = |held: &&Holding| held.account == account && held.employee != employee;
        let speaks = self
            .card_for(account)
            .is_some_and(|(_, card)| card.employee != employee && card.state == PersonaState::Approved);
        AccountPast {
            had_another: speaks || self.history.iter().any(|held| by_another(&held)),
            lent_by: self.lender(account),
        }
    }

    /// Whose own the account is, where somebody lent it.
    fn lender(&self, account: AccountId) -> Option<EmployeeId> {
        let lent = self.seats.iter().filter(|seat| seat.ownership == Ownership::PersonalAuthorized);
        let mut held = lent.flat_map(|seat| seat.former.iter().chain(&seat.holding));
        held.find(|held| held.account == account).map(|held| held.employee)
    }

    fn bind(&mut self, place: usize, employee: EmployeeId, account: AccountId, named: bool) {
        let (persona, card) = self.card_for(account).filter(|_| named).unzip();
        let past = self.past(account, employee);
        let is_taken = |seat: &Seat| seat.holding.as_ref().is_some_and(|held| held.account == account);
        let ownership = self.seats.get(place).map_or(Ownership::EnterpriseCreated, |seat| seat.ownership);
        // A proof that the account is theirs is accepted of nobody for an account of the company.
        let is_theirs = ownership == Ownership::EnterpriseCreated
            || self.history.iter().all(|held| held.account != account)
            || self.lender(account) == Some(employee);
        let facts = BindingFacts {
            left_on: self.departures.contains_key(&employee).then_some(self.today),
            proof: Paper::Valid,
            agreement: Paper::Valid,
            account_proof: if is_theirs { Paper::Valid } else { Paper::Missing },
            seats_held: self.held_by(employee),
            seats_a_person: Some(limit(SEATS_A_PERSON)),
            account_is_taken: self.seats.iter().any(is_taken),
            account_is_staffed: true,
            ownership,
            past,
            card: card.clone(),
        };
        match Binding::admit(Holding { employee, account, persona }, facts) {
            Ok(binding) => {
                let own =
                    |card: &CardFacts| card.employee == employee && card.state == PersonaState::Approved;
                assert!(!past.had_another || card.as_ref().is_some_and(own), "a persona passed on");
                self.take(place, &Step::Bind(binding));
            }
            Err(BindingError::TooManySeats { held, .. }) => assert!(held >= SEATS_A_PERSON),
            Err(BindingError::Leaves(_)) => assert!(self.departures.contains_key(&employee)),
            Err(BindingError::Account(AccountFault::AnothersOwn)) => {
                assert!(past.lent_by.is_some_and(|lender| lender != employee));
            }
            Err(BindingError::Account(AccountFault::TheirOwn)) => assert_eq!(past.lent_by, Some(employee)),
            Err(BindingError::Account(AccountFault::NotTheirs)) => assert!(!is_theirs),
            Err(BindingError::Persona(PersonaFault::Needed)) => assert!(past.had_another && card.is_none()),
            Err(BindingError::Persona(PersonaFault::NotTheirs | PersonaFault::Retired)) => {
                assert!(card.is_some());
            }
            Err(error) => assert_eq!(error, BindingError::Account(AccountFault::Taken)),
        }
    }

    fn check(&self) {
        assert!(self.occupied() <= GRANTED_MOST, "more seats than the quota");
        let mut accounts: Vec<AccountId> =
            self.seats.iter().filter_map(|seat| seat.holding.as_ref()).map(|held| held.account).collect();
        let held = accounts.len();
        accounts.sort_unstable();
        accounts.dedup();
        assert_eq!(accounts.len(), held, "an account on two seats");
        for employee in (0..PEOPLE).map(person) {
            assert!(self.held_by(employee) <= SEATS_A_PERSON, "a person with too many seats");
        }
        self.seats.iter().for_each(|seat| self.check_seat(seat));
        (0..ACCOUNTS).map(account).for_each(|account| self.check_in_hands(account));
        self.departures.keys().for_each(|employee| self.check_gone(*employee));
    }

    fn check_seat(&self, seat: &Seat) {
        let state = seat.state(self.today);
        let is_over = matches!(state, SeatState::Lapsed | SeatState::Released);
        assert!(!is_over || seat.holding_on(self.today).is_none(), "a lapsed seat is bound");
        assert!(seat.phase == Phase::Certified || seat.holding.is_none(), "bound without being granted");
        if seat.phase == Phase::Certified {
            let term = seat.term.expect("granted without a term");
            assert!(term.from <= term.until);
        }
        let mut everybody = seat.former.iter().chain(&seat.holding);
        if seat.ownership == Ownership::PersonalAuthorized {
            let first = everybody.next().map(|held| held.employee);
            assert!(
                everybody.all(|held| Some(held.employee) == first),
                "a seat for somebody's own account went to somebody else"
            );
        }
    }
}

fn sequences() -> u32 {
    let asked = std::env::var("KOSMOS_SOAK_SEQUENCES").ok();
    asked.map_or(SEQUENCES, |text| text.parse().unwrap_or_else(|_| panic!("no number: {text}")))
}

proptest! {
    #![proptest_config(Config { cases: sequences(), ..Config::default() })]

    #[test]
    fn whatever_happens_nothing_is_held_twice_beyond_what_is_granted_or_by_nobody(
        own in 0..4_usize,
        lent in 0..3_usize,
        happenings in vec(happening(), 1..STEPS_MAX)
    ) {
        let mut brand = Brand::granted(own, lent);
        for happening in &happenings {
            brand.happen(happening);
            brand.check();
        }
    }
}
