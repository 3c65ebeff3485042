//! Live sessions: their places in time, their states, and what was counted of them.

use crate::time::Instant;

/// Minutes of a live session, at least and at most.
pub const LIVE_MINUTES_MIN: i64 = 5;
/// See [`LIVE_MINUTES_MIN`]: a day.
pub const LIVE_MINUTES_MAX: i64 = 24 * 60;
/// Days ahead that a live session is planned at the most.
pub const LIVE_AHEAD_DAYS_MAX: i64 = 366;
/// Days back that one is written down afterwards at the most.
pub const LIVE_PAST_DAYS_MAX: i64 = 92;
/// Characters of a topic.
pub const TOPIC_CHARS_MAX: usize = 80;
/// Goods of one live session.
pub const LIVE_GOODS_MAX: usize = 100;
/// Anything that is counted, at the most.
pub const COUNT_MAX: i64 = 1_000_000_000;
/// Any sum of money, in fen, at the most: a hundred million yuan.
pub const MONEY_FEN_MAX: i64 = 10_000_000_000;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

names! {
    /// What became of a live session.
    LiveState {
        /// It is to be held, or nobody has said whether it was.
        Planned = "planned",
        /// It was held.
        Held = "held",
        /// It is not held.
        Cancelled = "cancelled",
    }
}

names! {
    /// What can be done with a live session.
    LiveStep {
        /// Plan it otherwise.
        Replan = "replan",
        /// Say that it was held.
        Hold = "hold",
        /// Call it off.
        Cancel = "cancel",
    }
}

/// A place in time: from its start to before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slot {
    starts: Instant,
    minutes: i64,
}

/// Why something cannot be done with a live session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LiveError {
    /// It is too short or too long.
    #[error("a live session lasts {LIVE_MINUTES_MIN} to {LIVE_MINUTES_MAX} minutes")]
    Minutes,
    /// It begins too far ahead or too long ago.
    #[error("a live session begins within {LIVE_AHEAD_DAYS_MAX} days, or began within {LIVE_PAST_DAYS_MAX}")]
    Start,
    /// It was held or cancelled already.
    #[error("the live session is {0} already")]
    Over(LiveState),
    /// It has not begun.
    #[error("the live session has not begun")]
    ToCome,
    /// It was not held, so there is nothing to count.
    #[error("only a live session that was held has results")]
    NotHeld,
    /// Somebody entered results since the asker looked.
    #[error("the results were entered {now} times, the asker saw {seen}")]
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

impl Slot {
    /// A place in time that a plan may name, as of `now`.
    pub fn new(starts: Instant, minutes: i64, now: Instant) -> Result<Self, LiveError> {
        if !(LIVE_MINUTES_MIN..=LIVE_MINUTES_MAX).contains(&minutes) {
            return Err(LiveError::Minutes);
        }
        let (earliest, latest) =
            (now.plus_ms(-LIVE_PAST_DAYS_MAX * DAY_MS), now.plus_ms(LIVE_AHEAD_DAYS_MAX * DAY_MS));
        if starts < earliest || starts > latest {
            Err(LiveError::Start)
        } else {
            Ok(Self { starts, minutes })
        }
    }

    /// The place between two moments, as it was kept.
    pub const fn between(starts: Instant, ends: Instant) -> Self {
        Self { starts, minutes: (ends.ms() - starts.ms()) / MINUTE_MS }
    }

    /// When it begins.
    pub const fn starts(self) -> Instant {
        self.starts
    }

    /// When it is over.
    pub const fn ends(self) -> Instant {
        self.starts.plus_ms(self.minutes * MINUTE_MS)
    }

    /// How long it lasts.
    pub const fn minutes(self) -> i64 {
        self.minutes
    }

    /// Whether both share a moment. One may begin as the other ends.
    pub fn overlaps(self, other: Self) -> bool {
        self.starts < other.ends() && other.starts < self.ends()
    }
}

/// A live session that takes up an account and a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken<A, H> {
    /// Which account.
    pub account: A,
    /// Who hosts it.
    pub host: H,
    /// From when to when.
    pub slot: Slot,
}

names! {
    /// What would be in two places at once.
    ClashKind {
        /// The account.
        Account = "account",
        /// The host.
        Host = "host",
    }
}

/// Two live sessions that cannot both be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// What would be in two places at once.
    pub kind: ClashKind,
    /// Which of the others stands in the way, by its place in the list.
    pub at: usize,
}

/// The first of the other live sessions that `wanted` clashes with. Cancelled ones are not among the others, nor is
/// the one that is planned anew.
pub fn clash<A: PartialEq, H: PartialEq>(wanted: &Taken<A, H>, others: &[Taken<A, H>]) -> Option<Clash> {
    others.iter().enumerate().find_map(|(at, other)| {
        if !wanted.slot.overlaps(other.slot) {
            return None;
        }
        if wanted.account == other.account {
            return Some(Clash { kind: ClashKind::Account, at });
        }
        (wanted.host == other.host).then_some(Clash { kind: ClashKind::Host, at })
    })
}

/// The state after a step, or why it cannot be taken.
pub fn judge_live_step(
    state: LiveState,
    step: LiveStep,
    slot: Slot,
    now: Instant,
) -> Result<LiveState, LiveError> {
    if state != LiveState::Planned {
        return Err(LiveError::Over(state));
    }
    match step {
        LiveStep::Replan => Ok(LiveState::Planned),
        LiveStep::Cancel => Ok(LiveState::Cancelled),
        LiveStep::Hold if slot.starts() > now => Err(LiveError::ToCome),
        LiveStep::Hold => Ok(LiveState::Held),
    }
}

/// Whether results may be entered that somebody made on revision `seen`; 0 stands for none.
pub fn judge_live_results(state: LiveState, seen: i64, now: i64, has_reason: bool) -> Result<(), LiveError> {
    if state != LiveState::Held {
        return Err(LiveError::NotHeld);
    }
    if seen != now {
        return Err(LiveError::Overtaken { seen, now });
    }
    if now > 0 && !has_reason { Err(LiveError::NoReason) } else { Ok(()) }
}

/// What was counted of a live session; what nobody looked up is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LiveNumbers {
    /// 观看人数.
    pub viewers: Option<i64>,
    /// 最高在线.
    pub viewers_peak: Option<i64>,
    /// 新增粉丝.
    pub follows: Option<i64>,
    /// 留资.
    pub leads: Option<i64>,
    /// 成交单数.
    pub orders: Option<i64>,
    /// 成交额, in fen.
    pub sales_fen: Option<i64>,
}

names! {
    /// One number of a live session.
    LiveFigure {
        /// 观看人数.
        Viewers = "viewers",
        /// 最高在线.
        ViewersPeak = "viewers_peak",
        /// 新增粉丝.
        Follows = "follows",
        /// 留资.
        Leads = "leads",
        /// 成交单数.
        Orders = "orders",
        /// 成交额.
        Sales = "sales_fen",
    }
}

/// Why numbers are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// There is none.
    #[error("at least one number is entered")]
    Nothing,
    /// It is negative or beyond belief.
    #[error("{figure} lies between 0 and {most}")]
    OutOfRange {
        /// Which one.
        figure: LiveFigure,
        /// What it is at the most.
        most: i64,
    },
    /// More people at once than altogether.
    #[error("the peak cannot be more than all viewers")]
    PeakBeyondViewers,
    /// Money without an order.
    #[error("there are sales without an order")]
    SalesWithoutOrders,
}

impl LiveNumbers {
    /// Each number by its name.
    pub const fn figures(&self) -> [(LiveFigure, Option<i64>); 6] {
        let Self { viewers, viewers_peak, follows, leads, orders, sales_fen } = *self;
        [
            (LiveFigure::Viewers, viewers),
            (LiveFigure::ViewersPeak, viewers_peak),
            (LiveFigure::Follows, follows),
            (LiveFigure::Leads, leads),
            (LiveFigure::Orders, orders),
            (LiveFigure::Sales, sales_fen),
        ]
    }

    /// Refuses what cannot be.
    pub fn check(&self) -> Result<(), NumberError> {
        let figures = self.figures();
        if figures.iter().all(|(_, number)| number.is_none()) {
            return Err(NumberError::Nothing);
        }
        for (figure, number) in figures {
            let most = if figure == LiveFigure::Sales { MONEY_FEN_MAX } else { COUNT_MAX };
            if number.is_some_and(|number| !(0..=most).contains(&number)) {
                return Err(NumberError::OutOfRange { figure, most });
            }
        }
        if self.viewers_peak.zip(self.viewers).is_some_and(|(peak, all)| peak > all) {
            return Err(NumberError::PeakBeyondViewers);
        }
        let sold_nothing = self.orders == Some(0) && self.sales_fen.is_some_and(|fen| fen > 0);
        if sold_nothing { Err(NumberError::SalesWithoutOrders) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_ms(1_782_090_000_000);

    fn slot(from_minute: i64, minutes: i64) -> Slot {
        Slot::new(NOW.plus_ms(from_minute * MINUTE_MS), minutes, NOW).unwrap()
    }

    #[test]
    fn a_plan_lasts_minutes_and_lies_within_a_year() {
        let day = 24 * 60;
        for (from, minutes, expected) in [
            (0, LIVE_MINUTES_MIN, Ok(())),
            (0, LIVE_MINUTES_MAX, Ok(())),
            (0, LIVE_MINUTES_MIN - 1, Err(LiveError::Minutes)),
            (0, LIVE_MINUTES_MAX + 1, Err(LiveError::Minutes)),
            (LIVE_AHEAD_DAYS_MAX * day, 60, Ok(())),
            (LIVE_AHEAD_DAYS_MAX * day + 1, 60, Err(LiveError::Start)),
            (-LIVE_PAST_DAYS_MAX * day, 60, Ok(())),
            (-LIVE_PAST_DAYS_MAX * day - 1, 60, Err(LiveError::Start)),
        ] {
            let slot = Slot::new(NOW.plus_ms(from * MINUTE_MS), minutes, NOW);
            assert_eq!(slot.map(|_| ()), expected, "{from} {minutes}");
        }
        assert_eq!(Slot::between(slot(0, 90).starts(), slot(0, 90).ends()), slot(0, 90));
    }

    #[test]
    fn nobody_and_no_account_is_in_two_live_sessions_at_once() {
        let taken = |account, host, slot| Taken { account, host, slot };
        let there = [taken("a", "王芳", slot(60, 60))];
        for (wanted, expected) in [
            (taken("a", "李雷", slot(0, 60)), None),
            (taken("a", "李雷", slot(120, 60)), None),
            (taken("a", "李雷", slot(0, 61)), Some(ClashKind::Account)),
            (taken("a", "李雷", slot(119, 60)), Some(ClashKind::Account)),
            (taken("a", "李雷", slot(70, 10)), Some(ClashKind::Account)),
            (taken("a", "李雷", slot(0, 300)), Some(ClashKind::Account)),
            (taken("b", "王芳", slot(70, 10)), Some(ClashKind::Host)),
            (taken("b", "李雷", slot(70, 10)), None),
        ] {
            assert_eq!(clash(&wanted, &there).map(|clash| clash.kind), expected, "{wanted:?}");
        }
    }

    #[test]
    fn a_live_session_is_held_once_it_began_and_decided_once() {
        use LiveState::{Cancelled, Held, Planned};
        let (begun, to_come) = (slot(0, 60), slot(1, 60));
        for (state, step, slot, expected) in [
            (Planned, LiveStep::Hold, begun, Ok(Held)),
            (Planned, LiveStep::Hold, to_come, Err(LiveError::ToCome)),
            (Planned, LiveStep::Cancel, to_come, Ok(Cancelled)),
            (Planned, LiveStep::Cancel, begun, Ok(Cancelled)),
            (Planned, LiveStep::Replan, begun, Ok(Planned)),
            (Held, LiveStep::Hold, begun, Err(LiveError::Over(Held))),
            (Held, LiveStep::Cancel, begun, Err(LiveError::Over(Held))),
            (Cancelled, LiveStep::Replan, to_come, Err(LiveError::Over(Cancelled))),
            (Cancelled, LiveStep::Hold, begun, Err(LiveError::Over(Cancelled))),
        ] {
            assert_eq!(judge_live_step(state, step, slot, NOW), expected, "{state} {step}");
        }
    }

    #[test]
    fn results_belong_to_what_was_held_and_are_corrected_with_a_reason() {
        use LiveState::{Cancelled, Held, Planned};
        for (state, seen, now, has_reason, expected) in [
            (Held, 0, 0, false, Ok(())),
            (Planned, 0, 0, false, Err(LiveError::NotHeld)),
            (Cancelled, 0, 0, false, Err(LiveError::NotHeld)),
            (Held, 1, 1, true, Ok(())),
            (Held, 1, 1, false, Err(LiveError::NoReason)),
            (Held, 1, 2, true, Err(LiveError::Overtaken { seen: 1, now: 2 })),
            (Held, 0, 1, true, Err(LiveError::Overtaken { seen: 0, now: 1 })),
        ] {
            assert_eq!(judge_live_results(state, seen, now, has_reason), expected, "{state} {seen} {now}");
        }
    }

    #[test]
    fn every_number_is_bounded_and_they_agree() {
        let of = |viewers, peak, orders, sales| LiveNumbers {
            viewers,
            viewers_peak: peak,
            orders,
            sales_fen: sales,
            ..LiveNumbers::default()
        };
        let out = |figure, most| Err(NumberError::OutOfRange { figure, most });
        for (numbers, expected) in [
            (of(Some(3_200), Some(180), Some(12), Some(358_800)), Ok(())),
            (of(None, None, None, None), Err(NumberError::Nothing)),
            (of(Some(-1), None, None, None), out(LiveFigure::Viewers, COUNT_MAX)),
            (of(Some(COUNT_MAX + 1), None, None, None), out(LiveFigure::Viewers, COUNT_MAX)),
            (of(None, None, None, Some(MONEY_FEN_MAX)), Ok(())),
            (of(None, None, None, Some(MONEY_FEN_MAX + 1)), out(LiveFigure::Sales, MONEY_FEN_MAX)),
            (of(Some(10), Some(11), None, None), Err(NumberError::PeakBeyondViewers)),
            (of(Some(10), Some(10), None, None), Ok(())),
            (of(None, None, Some(0), Some(1)), Err(NumberError::SalesWithoutOrders)),
            (of(None, None, Some(0), Some(0)), Ok(())),
        ] {
            assert_eq!(numbers.check(), expected, "{numbers:?}");
        }
    }
}
