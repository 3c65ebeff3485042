//! The seats of a brand under any sequence of steps, people coming and leaving, and days passing.
//!
//! `KOSMOS_SOAK_SEQUENCES` says how many sequences are tried.

use proptest::{collection::vec, prelude::*, test_runner::Config};
use uuid::Uuid;

use super::{
    AccountPast, Binding, BindingError, BindingFacts, CardFacts, Condition, Holding, Limit, Ownership, Paper,
    PersonaFault, Phase, RequestError, RequestFacts, Seat, SeatState, Step, admit_request, term_of,
};
use crate::{
    id::{AccountId, EmployeeId, PersonaId},
    insight::Say,
    personas::PersonaState,
    time::Day,
};

const SEQUENCES: u32 = 256;
const STEPS_MAX: usize = 80;
const QUOTA: i64 = 6;
const SEATS_A_PERSON: i64 = 2;
const PEOPLE: u8 = 4;
const ACCOUNTS: u8 = 8;

/// Something that happens to the brand.
#[derive(Debug, Clone)]
enum Happening {
    Request { seats: i64, lent: bool },
    Take { seat: usize, step: Plain },
    Bind { seat: usize, employee: u8, account: u8, persona: Option<u8> },
    Renew { seat: usize },
    Leave { employee: u8 },
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
        2 => Just(Unbind), 1 => Just(Lapse), 2 => Just(Release), 1 => Just(Freeze), 2 => Just(Thaw)
    ];
    let seat = 0..8_usize;
    prop_oneof![
        3 => (1..4_i64, any::<bool>()).prop_map(|(seats, lent)| Happening::Request { seats, lent }),
        12 => (seat.clone(), plain).prop_map(|(seat, step)| Happening::Take { seat, step }),
        6 => (seat.clone(), 0..PEOPLE, 0..ACCOUNTS, proptest::option::of(0..3_u8))
            .prop_map(|(seat, employee, account, persona)| Happening::Bind { seat, employee, account, persona }),
        2 => seat.prop_map(|seat| Happening::Renew { seat }),
        1 => (0..PEOPLE).prop_map(|employee| Happening::Leave { employee }),
        3 => (1..200_i32).prop_map(Happening::Days),
    ]
}

/// A brand as a list of seats; what one may do is asked of the rules alone.
struct Brand {
    seats: Vec<Seat>,
    left: Vec<EmployeeId>,
    today: Day,
    granted_terms: usize,
}

fn limit(most: i64) -> Limit {
    Limit { most, source: Say::same("model") }
}

fn person(number: u8) -> EmployeeId {
    EmployeeId::from_uuid(Uuid::from_u128(u128::from(number) + 1))
}

impl Brand {
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
            Happening::Bind { seat, employee, account, persona } => {
                self.bind(seat, employee, account, persona);
            }
            Happening::Renew { seat } => {
                let until = self.seats.get(seat).and_then(|seat| seat.term).map(|term| term.until);
                if let Some(until) = until {
                    self.take(seat, &Step::Renew(term_of(until.plus_days(1), 12).until));
                }
            }
            Happening::Leave { employee } => self.leave(person(employee)),
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
            quota: Some(limit(QUOTA)),
            gate: Condition::for_seats(asked, Some(1_000), Some(1)).to_vec(),
            over: None,
        };
        let fits = self.occupied() + asked <= QUOTA;
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
        if let Ok(after) = seat.apply(step, today) {
            let is_grant = matches!(step, Step::Certify(_) | Step::Renew(_));
            assert_eq!(is_grant, after.term != seat.term, "only the platform grants a term");
            self.granted_terms += usize::from(is_grant);
            *seat = after;
        }
    }

    fn bind(&mut self, place: usize, employee: u8, account: u8, persona: Option<u8>) {
        let employee = person(employee);
        let account = AccountId::from_uuid(Uuid::from_u128(u128::from(account)));
        let is_taken = |seat: &Seat| seat.holding.as_ref().is_some_and(|held| held.account == account);
        let card = persona.map(|owner| CardFacts {
            state: PersonaState::Approved,
            employee: person(owner),
            account,
            rivalry: None,
        });
        let past = self.past(account, employee);
        let facts = BindingFacts {
            left_on: self.left.contains(&employee).then_some(self.today),
            proof: Paper::Valid,
            agreement: Paper::Valid,
            account_proof: Paper::Valid,
            seats_held: self.held_by(employee),
            seats_a_person: Some(limit(SEATS_A_PERSON)),
            account_is_taken: self.seats.iter().any(is_taken),
            account_is_staffed: true,
            past,
            card,
        };
        let persona = persona.map(|owner| PersonaId::from_uuid(Uuid::from_u128(u128::from(owner))));
        let holding = Holding { employee, account, persona };
        match Binding::admit(holding, facts) {
            Ok(binding) => self.take(place, &Step::Bind(binding)),
            Err(BindingError::TooManySeats { held, .. }) => assert!(held >= SEATS_A_PERSON),
            Err(BindingError::Leaves(_)) => assert!(self.left.contains(&employee)),
            Err(BindingError::AnothersOwn) => assert!(past.is_anothers_own),
            Err(BindingError::Persona(PersonaFault::Needed)) => {
                assert!(past.had_another && persona.is_none())
            }
            Err(BindingError::Persona(PersonaFault::NotTheirs)) => assert!(persona.is_some()),
            Err(error) => assert_eq!(error, BindingError::AccountTaken),
        }
    }

    /// What an account was before, for somebody who is to run it.
    fn past(&self, account: AccountId, employee: EmployeeId) -> AccountPast {
        let mut past = AccountPast::default();
        for seat in &self.seats {
            let by_another = |held: &&Holding| held.account == account && held.employee != employee;
            if seat.former.iter().chain(&seat.holding).any(|held| by_another(&held)) {
                past.had_another = true;
                past.is_anothers_own |= seat.ownership == Ownership::PersonalAuthorized;
            }
        }
        past
    }

    /// Departure day: whatever they held is unbound.
    fn leave(&mut self, employee: EmployeeId) {
        self.left.push(employee);
        for seat in &mut self.seats {
            if seat.holding.as_ref().is_some_and(|held| held.employee == employee) {
                *seat = seat.apply(&Step::Unbind, self.today).expect("whoever leaves is let go");
            }
        }
    }

    fn check(&self) {
        assert!(self.occupied() <= QUOTA, "more seats than the quota");
        let mut accounts: Vec<AccountId> =
            self.seats.iter().filter_map(|seat| seat.holding.as_ref()).map(|held| held.account).collect();
        let held = accounts.len();
        accounts.sort_unstable();
        accounts.dedup();
        assert_eq!(accounts.len(), held, "an account on two seats");
        for employee in (0..PEOPLE).map(person) {
            assert!(self.held_by(employee) <= SEATS_A_PERSON, "a person with too many seats");
            assert!(!self.left.contains(&employee) || self.held_by(employee) == 0, "a seat of who left");
        }
        self.seats.iter().for_each(|seat| self.check_seat(seat));
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
        let everybody = || seat.former.iter().chain(&seat.holding);
        if seat.ownership == Ownership::PersonalAuthorized {
            let first = everybody().next().map(|held| held.employee);
            assert!(
                everybody().all(|held| Some(held.employee) == first),
                "a lent account went to somebody else"
            );
        }
        for (one, other) in everybody().zip(everybody().skip(1)) {
            let passed_on = one.employee != other.employee && one.account == other.account;
            assert!(
                !passed_on || (other.persona.is_some() && one.persona != other.persona),
                "a persona passed on"
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
    fn whatever_happens_no_seat_is_held_twice_or_beyond_what_is_granted(
        happenings in vec(happening(), 1..STEPS_MAX)
    ) {
        let mut brand =
            Brand { seats: vec![], left: vec![], today: "2026-06-22".parse().unwrap(), granted_terms: 0 };
        for happening in &happenings {
            brand.happen(happening);
            brand.check();
        }
    }
}
