//! Departures: how an employee leaves, step by step, so that nothing is left without somebody.
//!
//! Words: the *lock* ends what the person can do in the first hour; an *exit* says whether an account stays with the
//! merchant or goes with the person, whose own it is, and follows from the seat where the account has one; a *takedown* is one note that shows the person's face, voice or
//! name; the *sheet* is what everybody signs at the end.
//!
//! Invariants: whether a step is done follows from facts and is never set by itself; a departure closes only when every
//! step is done; an account that stays has no holder until somebody with a persona of their own takes it.

use crate::seats::Ownership;

names! {
    /// A step of a departure, in the order in which they are done.
    DepartureStep {
        /// Sessions ended, membership suspended.
        Lock = "lock",
        /// Every account unbound, each with its exit.
        Unbind = "unbind",
        /// Leads and conversations of each account that stays in the hands of somebody by name.
        Leads = "leads",
        /// Open work of Today in the hands of somebody by name.
        TodayItems = "today_items",
        /// The persona speaks no more.
        Persona = "persona",
        /// Every note with their face, voice or name decided on.
        Takedown = "takedown",
        /// The phone is back.
        Device = "device",
        /// The SIM is back.
        Sim = "sim",
        /// Allowances and agreed compensation settled, portfolio handed over.
        Settlement = "settlement",
    }
}

names! {
    /// What becomes of an account.
    AccountExit {
        /// It is the merchant's: it stays, and waits for somebody with a persona of their own.
        Stays = "stays",
        /// It is the person's own: it goes with them, and only the authorisation ends.
        LeavesWithPerson = "leaves_with_person",
    }
}

names! {
    /// Why a note is looked at.
    LikenessReason {
        /// The persona shows their face.
        Face = "face",
        /// The persona lets their voice be heard.
        Voice = "voice",
        /// The note bears their name.
        Name = "name",
        /// No persona says whether they are shown: somebody must look.
        Unchecked = "unchecked",
    }
}

names! {
    /// What became of a note.
    TakedownOutcome {
        /// It is taken down.
        TakenDown = "taken_down",
        /// The person agreed in writing that it stays.
        Consented = "consented",
        /// Somebody looked: it shows nothing of the person.
        NotShown = "not_shown",
    }
}

/// Characters of a note to a step.
pub const STEP_NOTE_CHARS_MAX: usize = 200;
/// Notes that one departure lists for takedown.
pub const TAKEDOWNS_MAX: usize = 2_000;

impl AccountExit {
    /// The one exit that is lawful for an account on a seat: what the company applied for stays with the company, and
    /// what an employee lent stays theirs.
    pub const fn of(ownership: Ownership) -> Self {
        match ownership {
            Ownership::EnterpriseCreated => Self::Stays,
            Ownership::PersonalAuthorized => Self::LeavesWithPerson,
        }
    }
}

/// What is known of one account of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeavingAccount {
    /// Whose it is, by the seat on which it was bound when the departure began; nothing where it had no seat.
    pub ownership: Option<Ownership>,
    /// What becomes of it; not yet said at first.
    pub exit: Option<AccountExit>,
    /// Leads that it brought.
    pub leads: i64,
    /// Whether somebody follows them up from now on.
    pub has_successor: bool,
    /// Whether it was taken from the person.
    pub is_unbound: bool,
}

/// What is known of a departure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DepartureFacts {
    /// Steps that somebody marked as done by hand, or that the program did.
    pub marked: Vec<DepartureStep>,
    /// The accounts that the person held when it began.
    pub accounts: Vec<LeavingAccount>,
    /// Items of Today that are still theirs.
    pub items_open: i64,
    /// Notes that nobody has decided on.
    pub takedowns_open: i64,
    /// Whether it is closed.
    pub is_closed: bool,
}

/// Why something about a departure is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DepartureError {
    /// It is closed: the sheet is signed.
    #[error("the departure is closed")]
    Closed,
    /// Steps are open.
    #[error("{} steps are open", .0.len())]
    StepsOpen(Vec<DepartureStep>),
    /// An account has no exit yet.
    #[error("{0} accounts have no exit yet")]
    NoExit(usize),
    /// The program does this step, or it follows from facts.
    #[error("{0} is not marked by hand")]
    NotByHand(DepartureStep),
    /// The account is on a seat whose ownership says otherwise.
    #[error("an account that is {0} has another exit")]
    UnlawfulExit(Ownership),
    /// Nobody takes over from themselves.
    #[error("the successor is the person who leaves")]
    SamePerson,
    /// The successor has left or is leaving.
    #[error("the successor is leaving, too")]
    SuccessorLeaves,
}

impl LeavingAccount {
    /// An account that the person runs. On a seat its exit is the lawful one from the beginning.
    pub fn held(ownership: Option<Ownership>, leads: i64) -> Self {
        Self {
            ownership,
            exit: ownership.map(AccountExit::of),
            leads,
            has_successor: false,
            is_unbound: false,
        }
    }

    /// An account that somebody ran who left before, and whose leads the person was named for: it is out of their hands,
    /// and somebody else is named.
    #[must_use]
    pub const fn followed(before: &Self, leads: i64) -> Self {
        Self { ownership: before.ownership, exit: before.exit, leads, has_successor: false, is_unbound: true }
    }

    /// Whether this may become of it. Without a seat nothing says whose it is, and either may.
    pub fn judge_exit(&self, exit: AccountExit) -> Result<(), DepartureError> {
        match self.ownership {
            Some(ownership) if AccountExit::of(ownership) != exit => {
                Err(DepartureError::UnlawfulExit(ownership))
            }
            _ => Ok(()),
        }
    }
}

impl DepartureFacts {
    /// Whether a step is done.
    pub fn is_done(&self, step: DepartureStep) -> bool {
        match step {
            DepartureStep::Unbind => self.accounts.iter().all(|account| account.is_unbound),
            DepartureStep::Leads => {
                self.accounts.iter().all(|account| account.has_successor || account.leads == 0)
            }
            DepartureStep::TodayItems => self.items_open == 0,
            DepartureStep::Takedown => self.takedowns_open == 0,
            DepartureStep::Lock
            | DepartureStep::Persona
            | DepartureStep::Device
            | DepartureStep::Sim
            | DepartureStep::Settlement => self.marked.contains(&step),
        }
    }

    /// The steps that are not done, in their order.
    pub fn open_steps(&self) -> Vec<DepartureStep> {
        DepartureStep::ALL.iter().copied().filter(|step| !self.is_done(*step)).collect()
    }

    /// Whether anything may still be changed.
    pub fn check_open(&self) -> Result<(), DepartureError> {
        if self.is_closed { Err(DepartureError::Closed) } else { Ok(()) }
    }

    /// Whether the accounts may be taken from the person: each has its exit, and a lawful one.
    pub fn judge_unbinding(&self) -> Result<(), DepartureError> {
        self.check_open()?;
        for (account, exit) in self.accounts.iter().filter_map(|account| Some((account, account.exit?))) {
            account.judge_exit(exit)?;
        }
        let undecided = self.accounts.iter().filter(|account| account.exit.is_none()).count();
        if undecided == 0 { Ok(()) } else { Err(DepartureError::NoExit(undecided)) }
    }

    /// Whether somebody may mark this step.
    pub fn judge_mark(&self, step: DepartureStep) -> Result<(), DepartureError> {
        self.check_open()?;
        match step {
            DepartureStep::Device | DepartureStep::Sim | DepartureStep::Settlement => Ok(()),
            other => Err(DepartureError::NotByHand(other)),
        }
    }

    /// Whether the sheet may be signed.
    pub fn judge_closure(&self) -> Result<(), DepartureError> {
        self.check_open()?;
        let open = self.open_steps();
        if open.is_empty() { Ok(()) } else { Err(DepartureError::StepsOpen(open)) }
    }
}

/// Why a note of one of the person's accounts is looked at; nothing where it shows nothing of them.
pub fn reasons_for(title: &str, names: &[&str], shows: Option<(bool, bool)>) -> Vec<LikenessReason> {
    let named = names.iter().any(|name| name.chars().count() > 1 && title.contains(name));
    let (face, voice) = shows.unwrap_or_default();
    [
        (LikenessReason::Face, face),
        (LikenessReason::Voice, voice),
        (LikenessReason::Name, named),
        (LikenessReason::Unchecked, shows.is_none()),
    ]
    .into_iter()
    .filter_map(|(reason, holds)| holds.then_some(reason))
    .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{AccountExit::*, *};

    fn account(exit: Option<AccountExit>, leads: i64, has_successor: bool) -> LeavingAccount {
        LeavingAccount { ownership: None, exit, leads, has_successor, is_unbound: exit.is_some() }
    }

    const BY_HAND: [DepartureStep; 5] = [
        DepartureStep::Lock,
        DepartureStep::Persona,
        DepartureStep::Device,
        DepartureStep::Sim,
        DepartureStep::Settlement,
    ];

    #[test]
    fn a_departure_closes_when_nothing_is_left_without_somebody() {
        let done = DepartureFacts { marked: BY_HAND.to_vec(), ..DepartureFacts::default() };
        for (facts, open) in [
            (done.clone(), vec![]),
            (DepartureFacts { accounts: vec![account(Some(Stays), 3, true)], ..done.clone() }, vec![]),
            (DepartureFacts { accounts: vec![account(Some(Stays), 0, false)], ..done.clone() }, vec![]),
            (
                DepartureFacts { accounts: vec![account(Some(Stays), 3, false)], ..done.clone() },
                vec![DepartureStep::Leads],
            ),
            (
                DepartureFacts { accounts: vec![account(Some(LeavesWithPerson), 3, false)], ..done.clone() },
                vec![DepartureStep::Leads],
            ),
            (
                DepartureFacts { accounts: vec![account(None, 0, false)], ..done.clone() },
                vec![DepartureStep::Unbind],
            ),
            (DepartureFacts { takedowns_open: 1, ..done.clone() }, vec![DepartureStep::Takedown]),
            (DepartureFacts { items_open: 2, ..done.clone() }, vec![DepartureStep::TodayItems]),
        ] {
            assert_eq!(facts.open_steps(), open, "{facts:?}");
            let expected = if open.is_empty() { Ok(()) } else { Err(DepartureError::StepsOpen(open)) };
            assert_eq!(facts.judge_closure(), expected);
        }
        let closed = DepartureFacts { is_closed: true, ..done };
        assert_eq!(closed.judge_closure(), Err(DepartureError::Closed));
        assert_eq!(closed.judge_mark(DepartureStep::Device), Err(DepartureError::Closed));
    }

    #[test]
    fn what_follows_from_facts_is_not_ticked() {
        let facts = DepartureFacts::default();
        for step in DepartureStep::ALL {
            let by_hand =
                matches!(step, DepartureStep::Device | DepartureStep::Sim | DepartureStep::Settlement);
            assert_eq!(facts.judge_mark(*step).is_ok(), by_hand, "{step}");
        }
        let undecided = DepartureFacts { accounts: vec![account(None, 0, false); 2], ..facts };
        assert_eq!(undecided.judge_unbinding(), Err(DepartureError::NoExit(2)));
    }

    #[test]
    fn an_account_leaves_as_its_seat_says_and_one_without_a_seat_either_way() {
        use Ownership::{EnterpriseCreated, PersonalAuthorized};
        let unlawful = |ownership| Err(DepartureError::UnlawfulExit(ownership));
        for (ownership, exit, expected) in [
            (Some(EnterpriseCreated), Stays, Ok(())),
            (Some(EnterpriseCreated), LeavesWithPerson, unlawful(EnterpriseCreated)),
            (Some(PersonalAuthorized), LeavesWithPerson, Ok(())),
            (Some(PersonalAuthorized), Stays, unlawful(PersonalAuthorized)),
            (None, Stays, Ok(())),
            (None, LeavesWithPerson, Ok(())),
        ] {
            let account = LeavingAccount { ownership, ..account(Some(exit), 0, false) };
            assert_eq!(account.judge_exit(exit), expected, "{account:?}");
            let facts = DepartureFacts { accounts: vec![account], ..DepartureFacts::default() };
            assert_eq!(facts.judge_unbinding(), expected, "{account:?}");
        }
    }

    #[test]
    fn whoever_followed_up_for_somebody_is_followed_themselves() {
        let before =
            LeavingAccount { exit: Some(Stays), has_successor: true, ..LeavingAccount::held(None, 3) };
        let followed = LeavingAccount::followed(&before, 4);
        let facts = DepartureFacts {
            marked: BY_HAND.to_vec(),
            accounts: vec![followed],
            ..DepartureFacts::default()
        };
        assert_eq!(facts.open_steps(), [DepartureStep::Leads], "it is unbound, and has its exit");
    }

    #[test]
    fn a_note_is_looked_at_for_what_it_shows_of_the_person() {
        use LikenessReason::{Face, Name, Unchecked, Voice};
        let names = ["张伟", "设计师小张", "张"];
        for (title, shows, expected) in [
            ("量房的三个细节", Some((false, false)), vec![]),
            ("设计师小张的一天", Some((false, false)), vec![Name]),
            ("紧张的工期", Some((false, false)), vec![]),
            ("量房的三个细节", Some((true, true)), vec![Face, Voice]),
            ("张伟讲收纳", Some((true, false)), vec![Face, Name]),
            ("量房的三个细节", None, vec![Unchecked]),
        ] {
            assert_eq!(reasons_for(title, &names, shows), expected, "{title} {shows:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_ever_closed_with_an_account_or_its_leads_in_nobodys_hands(
            marked in proptest::collection::vec(0..9_usize, 0..12),
            accounts in proptest::collection::vec((0..3_u8, 0..3_i64, any::<bool>(), any::<bool>()), 0..4),
            items_open in 0..2_i64,
            takedowns_open in 0..2_i64,
        ) {
            let accounts = accounts.into_iter().map(|(exit, leads, has_successor, is_unbound)| LeavingAccount {
                ownership: None, exit: [None, Some(Stays), Some(LeavesWithPerson)][usize::from(exit)], leads,
                has_successor, is_unbound,
            });
            let marked = marked.into_iter().map(|at| DepartureStep::ALL[at]).collect();
            let accounts = accounts.collect();
            let facts = DepartureFacts { marked, accounts, items_open, takedowns_open, is_closed: false };
            if facts.judge_closure().is_ok() {
                prop_assert!(facts.accounts.iter().all(|one| one.is_unbound && (one.leads == 0 || one.has_successor)));
                prop_assert_eq!((facts.items_open, facts.takedowns_open), (0, 0));
                prop_assert!(BY_HAND.iter().all(|step| facts.marked.contains(step)));
            }
        }
    }
}
