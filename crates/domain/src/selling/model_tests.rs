//! Sequences of what people do, against a model that keeps every minute and every word.

use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::*;
use crate::{id::UserId, time::Instant, value::Fen};

const MINUTE_MS: i64 = 60_000;
const ACCOUNTS: u8 = 3;
const HOSTS: u8 = 3;
const NOON: Instant = Instant::from_ms(1_782_090_000_000);

/// Something that somebody does with a live session.
#[derive(Debug, Clone)]
enum Doing {
    Plan { account: u8, host: u8, from: i64, minutes: i64 },
    Replan { which: usize, host: u8, from: i64, minutes: i64 },
    Step { which: usize, step: LiveStep },
}

#[derive(Debug, Clone)]
struct Session {
    taken: Taken<u8, u8>,
    state: LiveState,
}

fn doing() -> impl Strategy<Value = Doing> {
    let place = || (0..HOSTS, -240..240_i64, LIVE_MINUTES_MIN..180);
    prop_oneof![
        (0..ACCOUNTS, place()).prop_map(|(account, (host, from, minutes))| Doing::Plan {
            account,
            host,
            from,
            minutes
        }),
        (0..12_usize, place()).prop_map(|(which, (host, from, minutes))| Doing::Replan {
            which,
            host,
            from,
            minutes
        }),
        (0..12_usize, prop_oneof![Just(LiveStep::Hold), Just(LiveStep::Cancel)])
            .prop_map(|(which, step)| Doing::Step { which, step }),
    ]
}

/// The sessions that take up an account and a host, without one of them.
fn others(sessions: &[Session], without: Option<usize>) -> Vec<Taken<u8, u8>> {
    let counts =
        |(at, session): &(usize, &Session)| session.state != LiveState::Cancelled && Some(*at) != without;
    sessions.iter().enumerate().filter(counts).map(|(_, session)| session.taken.clone()).collect()
}

fn wanted(account: u8, host: u8, from: i64, minutes: i64) -> Taken<u8, u8> {
    let slot = Slot::new(NOON.plus_ms(from * MINUTE_MS), minutes, NOON).unwrap();
    Taken { account, host, slot }
}

fn act(sessions: &mut Vec<Session>, doing: &Doing) {
    match *doing {
        Doing::Plan { account, host, from, minutes } => {
            let taken = wanted(account, host, from, minutes);
            if clash(&taken, &others(sessions, None)).is_none() {
                sessions.push(Session { taken, state: LiveState::Planned });
            }
        }
        Doing::Replan { which, host, from, minutes } => {
            let Some(before) = sessions.get(which).cloned() else { return };
            let taken = wanted(before.taken.account, host, from, minutes);
            let may = judge_live_step(before.state, LiveStep::Replan, before.taken.slot, NOON).is_ok();
            if may && clash(&taken, &others(sessions, Some(which))).is_none() {
                sessions[which].taken = taken;
            }
        }
        Doing::Step { which, step } => {
            let Some(session) = sessions.get_mut(which) else { return };
            if let Ok(state) = judge_live_step(session.state, step, session.taken.slot, NOON) {
                session.state = state;
            }
        }
    }
}

/// Something that somebody does with a promotion.
#[derive(Debug, Clone)]
enum Deed {
    Decide { who: u128, approves: bool, is_blocked: bool },
    Withdraw { who: u128 },
    Enter { spend: i64, seen: i64, says_why: bool, has_reason: bool },
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..3_u128, any::<bool>(), any::<bool>()).prop_map(|(who, approves, is_blocked)| Deed::Decide {
            who,
            approves,
            is_blocked
        }),
        (0..3_u128).prop_map(|who| Deed::Withdraw { who }),
        (-1..200_i64, 0..4_i64, any::<bool>(), any::<bool>()).prop_map(
            |(spend, seen, says_why, has_reason)| Deed::Enter { spend, seen, says_why, has_reason }
        ),
    ]
}

fn user(number: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(number))
}

proptest! {
    #[test]
    fn no_minute_finds_an_account_or_a_host_in_two_live_sessions(doings in vec(doing(), 1..40)) {
        let mut sessions: Vec<Session> = Vec::new();
        for doing in &doings {
            let before: Vec<LiveState> = sessions.iter().map(|session| session.state).collect();
            act(&mut sessions, doing);
            for (before, after) in before.iter().zip(&sessions) {
                prop_assert!(*before == LiveState::Planned || *before == after.state, "what is over stays");
            }
            for minute in -240..420_i64 {
                let at = NOON.plus_ms(minute * MINUTE_MS);
                let lives = |session: &&Session| {
                    let slot = session.taken.slot;
                    session.state != LiveState::Cancelled && slot.starts() <= at && at < slot.ends()
                };
                let on: Vec<&Session> = sessions.iter().filter(lives).collect();
                for (place, one) in on.iter().enumerate() {
                    for other in &on[place + 1..] {
                        prop_assert_ne!(one.taken.account, other.taken.account, "minute {}", minute);
                        prop_assert_ne!(one.taken.host, other.taken.host, "minute {}", minute);
                    }
                }
            }
        }
    }

    #[test]
    fn money_is_granted_once_by_another_and_never_overspent_in_silence(deeds in vec(deed(), 1..30)) {
        const BUDGET: Fen = Fen(100);
        let asker = user(0);
        let mut state = PromotionState::Asked;
        let (mut decisions, mut entered, mut silent_over) = (0, 0, false);
        for deed in deeds {
            match deed {
                Deed::Decide { who, approves, is_blocked } => {
                    if let Ok(next) = judge_decision(state, (asker, user(who)), approves, is_blocked) {
                        prop_assert_ne!(who, 0, "nobody grants what they asked for");
                        prop_assert!(!(is_blocked && next == PromotionState::Approved));
                        (state, decisions) = (next, decisions + 1);
                    }
                }
                Deed::Withdraw { who } => {
                    if let Ok(next) = judge_withdrawal(state, asker, user(who)) {
                        prop_assert_eq!(who, 0);
                        (state, decisions) = (next, decisions + 1);
                    }
                }
                Deed::Enter { spend, seen, says_why, has_reason } => {
                    let numbers = PromotionNumbers { spend: Fen(spend), ..PromotionNumbers::default() };
                    let words = (says_why, has_reason);
                    if judge_spend((state, BUDGET), &numbers, (seen, entered), words).is_ok() {
                        prop_assert_eq!(state, PromotionState::Approved, "no spend without a yes");
                        prop_assert!(entered == 0 || has_reason);
                        silent_over |= spend > BUDGET.0 && !says_why;
                        entered += 1;
                    }
                }
            }
        }
        prop_assert!(decisions <= 1 && !silent_over);
    }
}
