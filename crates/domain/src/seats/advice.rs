//! How many seats are right: idle ones and what they cost, reasons not to buy more yet, and who carries the work.

use crate::{
    id::{AccountId, EmployeeId, SeatId},
    insight::Say,
    time::Day,
    value::Fen,
};

use super::{SeatState, quota::Limit};

/// Days of a year, for shares of it.
const YEAR_DAYS: i64 = 365;
/// Weekly hours that one person can give beside their work. A default of our own.
const HOURS_CENTI_DEFAULT: i64 = 800;

/// A seat as the advice sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSeat {
    /// Which.
    pub seat: SeatId,
    /// What it was asked for.
    pub planned_for: String,
    /// What it is called today.
    pub state: SeatState,
    /// Who holds it, with their name.
    pub holder: Option<(EmployeeId, String)>,
    /// The account that is bound, with its nickname.
    pub account: Option<(AccountId, String)>,
    /// The day since when nothing was published on it: its last note, else the day it was bound or granted.
    pub quiet_since: Option<Day>,
    /// Conversations entered a week, where files told.
    pub chats_a_week: Option<i64>,
}

impl HeldSeat {
    /// Whether the fee of its term is spent on it now.
    const fn runs(&self) -> bool {
        matches!(
            self.state,
            SeatState::Certified
                | SeatState::Bound
                | SeatState::Unbound
                | SeatState::Expiring
                | SeatState::Renewed
        )
    }

    /// Days since when nothing was published on it, where it should have been.
    fn quiet_days(&self, today: Day) -> Option<i64> {
        self.quiet_since.filter(|_| self.runs()).map(|since| i64::from(since.days_until(today)))
    }
}

/// How much work a seat makes. Editable; what stands here are examples that the trade tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkNorms {
    /// Notes a week.
    pub notes_a_week: i64,
    /// Hours of one note, from filming to publishing, in hundredths.
    pub note_hours_centi: i64,
    /// Minutes of one conversation.
    pub chat_minutes: i64,
    /// Minutes in which somebody reviews one note.
    pub review_minutes: i64,
    /// Hours a week that one person can give, in hundredths.
    pub person_hours_centi: i64,
    /// People who review.
    pub reviewers: i64,
    /// Days without a note from which a seat counts as idle.
    pub idle_days: i64,
}

impl Default for WorkNorms {
    fn default() -> Self {
        Self {
            notes_a_week: 3,
            note_hours_centi: 250,
            chat_minutes: 6,
            review_minutes: 10,
            person_hours_centi: HOURS_CENTI_DEFAULT,
            reviewers: 1,
            idle_days: 14,
        }
    }
}

/// What one person has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLoad {
    /// Who.
    pub employee: EmployeeId,
    /// Their name.
    pub name: String,
    /// Seats they hold.
    pub seats: i64,
    /// Hours a week, in hundredths.
    pub hours_centi: i64,
    /// Whether that is more than they can give.
    pub is_over: bool,
}

/// Who carries the work of all seats.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Load {
    /// Those who hold seats, the most loaded first.
    pub people: Vec<PersonLoad>,
    /// Hours of all of them a week, in hundredths.
    pub hours_centi: i64,
    /// Hours of review a week, in hundredths.
    pub review_hours_centi: i64,
    /// Whether the reviewers can give that.
    pub review_is_over: bool,
}

/// Adds up the work of a week by person.
pub fn load_of(seats: &[HeldSeat], norms: &WorkNorms) -> Load {
    let mut people: Vec<PersonLoad> = Vec::new();
    for seat in seats.iter().filter(|seat| seat.runs()) {
        let Some((employee, name)) = &seat.holder else { continue };
        let hours = hours_of(seat, norms);
        match people.iter_mut().find(|person| person.employee == *employee) {
            Some(person) => {
                person.seats += 1;
                person.hours_centi = person.hours_centi.saturating_add(hours);
            }
            None => people.push(PersonLoad {
                employee: *employee,
                name: name.clone(),
                seats: 1,
                hours_centi: hours,
                is_over: false,
            }),
        }
    }
    for person in &mut people {
        person.is_over = person.hours_centi > norms.person_hours_centi;
    }
    people.sort_by(|one, other| {
        other.hours_centi.cmp(&one.hours_centi).then_with(|| one.name.cmp(&other.name))
    });
    let held: i64 = people.iter().map(|person| person.seats).sum();
    let review_hours_centi =
        held.saturating_mul(norms.notes_a_week).saturating_mul(norms.review_minutes) * 100 / 60;
    Load {
        hours_centi: people.iter().fold(0, |sum: i64, person| sum.saturating_add(person.hours_centi)),
        review_is_over: review_hours_centi > norms.reviewers.saturating_mul(norms.person_hours_centi),
        review_hours_centi,
        people,
    }
}

fn hours_of(seat: &HeldSeat, norms: &WorkNorms) -> i64 {
    let notes = norms.notes_a_week.saturating_mul(norms.note_hours_centi);
    let chats = seat.chats_a_week.unwrap_or(0).saturating_mul(norms.chat_minutes).saturating_mul(100) / 60;
    notes.saturating_add(chats)
}

/// The part of a year's fee that so many idle days used up.
pub fn idle_cost_fen(fee: Fen, idle_days: i64) -> Fen {
    let days = i128::from(idle_days.clamp(0, YEAR_DAYS));
    let cost = i128::from(fee.0) * days / i128::from(YEAR_DAYS);
    Fen(i64::try_from(cost).unwrap_or(i64::MAX))
}

names! {
    /// What is advised.
    AdviceKind {
        /// Seats on which nothing is published.
        IdleSeats = "idle_seats",
        /// Granted seats that nobody holds.
        EmptySeats = "empty_seats",
        /// People with more work than hours.
        PeopleOverloaded = "people_overloaded",
        /// More to review than reviewers can.
        ReviewOverloaded = "review_overloaded",
        /// Requests, payments or reviews that are still open.
        SeatsUnderWay = "seats_under_way",
        /// Nobody said which rules the back office shows.
        EditionUnknown = "edition_unknown",
        /// Almost all of the quota is taken.
        QuotaNearlyFull = "quota_nearly_full",
        /// Nothing speaks against a few more.
        MayGrow = "may_grow",
    }
}

/// A piece of advice with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What.
    pub kind: AdviceKind,
    /// Whether it speaks against buying more seats.
    pub is_against_more: bool,
    /// The reason, in a sentence.
    pub says: Say,
    /// The seats it is about.
    pub seats: Vec<SeatId>,
    /// What it costs so far.
    pub cost: Option<Fen>,
}

/// What the advice rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizing<'a> {
    /// Every seat that is not released.
    pub seats: &'a [HeldSeat],
    /// The norms of work.
    pub norms: WorkNorms,
    /// What a seat costs a year, in fen, where the rules tell.
    pub fee: Option<Limit>,
    /// The quota with what is taken of it, by company, where the rules tell.
    pub quotas: &'a [(String, Limit, i64)],
    /// Companies that did not say which rules count.
    pub without_edition: &'a [String],
    /// The day.
    pub today: Day,
}

/// Advises how many seats are right: first what speaks against more of them; where nothing does, it says so.
pub fn advise(sizing: &Sizing<'_>) -> Vec<Advice> {
    let load = load_of(sizing.seats, &sizing.norms);
    let mut found: Vec<Advice> = [
        idle_seats(sizing),
        empty_seats(sizing),
        people_overloaded(&load, &sizing.norms),
        review_overloaded(&load, &sizing.norms),
        under_way(sizing),
        edition_unknown(sizing),
        nearly_full(sizing),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !found.iter().any(|advice| advice.is_against_more) {
        found.insert(0, may_grow(sizing));
    }
    found
}

fn idle_seats(sizing: &Sizing<'_>) -> Option<Advice> {
    let limit = sizing.norms.idle_days;
    let idle: Vec<(&HeldSeat, i64)> = sizing
        .seats
        .iter()
        .filter(|seat| seat.holder.is_some())
        .filter_map(|seat| Some((seat, seat.quiet_days(sizing.today)?)))
        .filter(|(_, days)| *days > limit)
        .collect();
    let longest = idle.iter().map(|(_, days)| *days).max()?;
    let (count, cost) = (idle.len(), cost_of(sizing, idle.iter().map(|(_, days)| *days)));
    Some(Advice {
        kind: AdviceKind::IdleSeats,
        is_against_more: true,
        says: Say::new(
            format!(
                "{count} 个名额有人持有却超过 {limit} 天没发笔记，最久 {longest} 天。先让它们动起来，或解绑给能写的人。"
            ),
            format!(
                "{count} seats are held, and nothing was published on them for more than {limit} days, {longest} at the longest. Wake them, or pass them on."
            ),
        ),
        seats: idle.iter().map(|(seat, _)| seat.seat).collect(),
        cost,
    })
}

fn empty_seats(sizing: &Sizing<'_>) -> Option<Advice> {
    let empty: Vec<&HeldSeat> =
        sizing.seats.iter().filter(|seat| seat.runs() && seat.holder.is_none()).collect();
    if empty.is_empty() {
        return None;
    }
    let cost = cost_of(sizing, empty.iter().filter_map(|seat| seat.quiet_days(sizing.today)));
    let count = empty.len();
    Some(Advice {
        kind: AdviceKind::EmptySeats,
        is_against_more: true,
        says: Say::new(
            format!("{count} 个已认证的名额没有绑定任何人，年费照付。先绑满再申请。"),
            format!(
                "{count} granted seats are held by nobody while their fee runs. Fill them before asking for more."
            ),
        ),
        seats: empty.iter().map(|seat| seat.seat).collect(),
        cost,
    })
}

fn cost_of(sizing: &Sizing<'_>, days: impl Iterator<Item = i64>) -> Option<Fen> {
    let fee = Fen(sizing.fee.as_ref()?.most);
    Some(Fen(days.fold(0, |sum: i64, days| sum.saturating_add(idle_cost_fen(fee, days).0))))
}

fn people_overloaded(load: &Load, norms: &WorkNorms) -> Option<Advice> {
    let over: Vec<&PersonLoad> = load.people.iter().filter(|person| person.is_over).collect();
    let first = over.first()?;
    let (count, name) = (over.len(), &first.name);
    let (hours, most) = (hours(first.hours_centi), hours(norms.person_hours_centi));
    Some(Advice {
        kind: AdviceKind::PeopleOverloaded,
        is_against_more: true,
        says: Say::new(
            format!("{count} 人每周要花的时间超过 {most} 小时（{name} {hours} 小时）。再加名额先加人。"),
            format!(
                "{count} people would need more than {most} hours a week ({name}: {hours}). More seats need more people."
            ),
        ),
        seats: vec![],
        cost: None,
    })
}

fn review_overloaded(load: &Load, norms: &WorkNorms) -> Option<Advice> {
    let (needed, reviewers) = (hours(load.review_hours_centi), norms.reviewers);
    load.review_is_over.then(|| Advice {
        kind: AdviceKind::ReviewOverloaded,
        is_against_more: true,
        says: Say::new(
            format!("每周要审 {needed} 小时，{reviewers} 位审核人忙不过来。"),
            format!("There are {needed} hours of review a week, more than {reviewers} reviewers can give."),
        ),
        seats: vec![],
        cost: None,
    })
}

fn hours(centi: i64) -> String {
    let (whole, rest) = (centi / 100, centi % 100 / 10);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest}") }
}

fn under_way(sizing: &Sizing<'_>) -> Option<Advice> {
    let is_open = |seat: &&HeldSeat| {
        matches!(
            seat.state,
            SeatState::Requested | SeatState::Approved | SeatState::Paid | SeatState::UnderReview
        )
    };
    let open: Vec<SeatId> = sizing.seats.iter().filter(is_open).map(|seat| seat.seat).collect();
    let count = open.len();
    (count > 0).then(|| Advice {
        kind: AdviceKind::SeatsUnderWay,
        is_against_more: true,
        says: Say::new(
            format!("还有 {count} 个名额在申请、付款或审核中。等它们用起来再看。"),
            format!("{count} seats are still asked for, unpaid or under review. See them at work first."),
        ),
        seats: open,
        cost: None,
    })
}

fn edition_unknown(sizing: &Sizing<'_>) -> Option<Advice> {
    let first = sizing.without_edition.first()?;
    let count = sizing.without_edition.len();
    Some(Advice {
        kind: AdviceKind::EditionUnknown,
        is_against_more: true,
        says: Say::new(
            format!("{count} 个主体没有登记后台显示的规则版本（如「{first}」），名额上限和费用不明。"),
            format!(
                "{count} companies ({first} and others) did not state which rules their back office shows, so quota and fee are unknown."
            ),
        ),
        seats: vec![],
        cost: None,
    })
}

fn nearly_full(sizing: &Sizing<'_>) -> Option<Advice> {
    // Nine tenths.
    let is_full =
        |(_, limit, taken): &&(String, Limit, i64)| taken.saturating_mul(10) >= limit.most.saturating_mul(9);
    let (name, limit, taken) = sizing.quotas.iter().find(is_full)?;
    Some(Advice {
        kind: AdviceKind::QuotaNearlyFull,
        is_against_more: *taken >= limit.most,
        says: Say::new(
            format!("「{name}」已用 {taken}/{} 个名额。{}", limit.most, limit.source.zh),
            format!("{name} has taken {taken} of {} seats. {}", limit.most, limit.source.en),
        ),
        seats: vec![],
        cost: None,
    })
}

fn may_grow(sizing: &Sizing<'_>) -> Advice {
    let held = sizing.seats.iter().filter(|seat| seat.holder.is_some()).count();
    Advice {
        kind: AdviceKind::MayGrow,
        is_against_more: false,
        says: Say::new(
            format!("{held} 个名额都在用，人手够，没有未完成的申请：可以小步增加。"),
            format!(
                "All {held} seats are at work, the people can carry them, and nothing is under way: a few more are fine."
            ),
        ),
        seats: vec![],
        cost: None,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn seat(number: u128, state: SeatState, holder: Option<u128>, quiet_since: &str) -> HeldSeat {
        HeldSeat {
            seat: SeatId::from_uuid(Uuid::from_u128(number)),
            planned_for: "导购".into(),
            state,
            holder: holder.map(|one| (EmployeeId::from_uuid(Uuid::from_u128(one)), format!("员工{one}"))),
            account: None,
            quiet_since: (!quiet_since.is_empty()).then(|| day(quiet_since)),
            chats_a_week: None,
        }
    }

    fn kinds(seats: &[HeldSeat], quotas: &[(String, Limit, i64)], unknown: &[String]) -> Vec<AdviceKind> {
        let fee = Some(Limit { most: 60_000, source: Say::same("grey test") });
        let today = day("2026-06-22");
        let norms = WorkNorms { reviewers: 2, ..WorkNorms::default() };
        let sizing = Sizing { seats, norms, fee, quotas, without_edition: unknown, today };
        advise(&sizing).into_iter().map(|advice| advice.kind).collect()
    }

    #[test]
    fn advice_names_what_speaks_against_more_seats_and_says_when_nothing_does() {
        use AdviceKind as A;
        let busy = || seat(1, SeatState::Bound, Some(1), "2026-06-20");
        let full = |taken| vec![("木里".to_owned(), Limit { most: 10, source: Say::same("s") }, taken)];
        for (seats, quotas, unknown, expected) in [
            (vec![busy()], full(1), vec![], vec![A::MayGrow]),
            (vec![seat(1, SeatState::Bound, Some(1), "2026-06-08")], vec![], vec![], vec![A::MayGrow]),
            (vec![seat(1, SeatState::Bound, Some(1), "2026-06-07")], vec![], vec![], vec![A::IdleSeats]),
            (vec![seat(1, SeatState::Unbound, None, "2026-06-20")], vec![], vec![], vec![A::EmptySeats]),
            (vec![busy(), seat(2, SeatState::Paid, None, "")], vec![], vec![], vec![A::SeatsUnderWay]),
            (
                vec![busy(), seat(2, SeatState::Bound, Some(1), "2026-06-20")],
                vec![],
                vec![],
                vec![A::PeopleOverloaded],
            ),
            (vec![busy()], full(9), vec![], vec![A::MayGrow, A::QuotaNearlyFull]),
            (vec![busy()], full(10), vec![], vec![A::QuotaNearlyFull]),
            (vec![busy()], vec![], vec!["木里".into()], vec![A::EditionUnknown]),
            (vec![seat(1, SeatState::Lapsed, None, "2025-01-01")], vec![], vec![], vec![A::MayGrow]),
        ] {
            assert_eq!(kinds(&seats, &quotas, &unknown), expected, "{seats:?}");
        }
    }

    #[test]
    fn idleness_costs_its_share_of_the_year() {
        for (days, expected) in [(0, 0), (73, 12_000), (365, 60_000), (900, 60_000), (-4, 0)] {
            assert_eq!(idle_cost_fen(Fen(60_000), days), Fen(expected), "{days}");
        }
        assert_eq!(idle_cost_fen(Fen(i64::MAX), 365), Fen(i64::MAX));
    }

    #[test]
    fn the_work_of_a_week_is_added_up_by_person() {
        let busy = |number, holder, chats| HeldSeat {
            chats_a_week: Some(chats),
            ..seat(number, SeatState::Bound, Some(holder), "")
        };
        let seats = [busy(1, 1, 0), busy(2, 2, 20), busy(3, 2, 0), seat(4, SeatState::Requested, None, "")];
        let load = load_of(&seats, &WorkNorms::default());
        let people: Vec<_> =
            load.people.iter().map(|one| (one.seats, one.hours_centi, one.is_over)).collect();
        assert_eq!(people, [(2, 1_700, true), (1, 750, false)]);
        assert_eq!((load.hours_centi, load.review_hours_centi, load.review_is_over), (2_450, 150, false));
    }
}
