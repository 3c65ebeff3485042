//! What the advice needs to know of every seat.

use db::{DbError, FromQueryResult, Tx};
use domain::{
    id::{AccountId, EmployeeId, LegalEntityId, SeatId},
    identity::Scope,
    seats::{HeldSeat, Phase, Seat, Staffed, Term},
    time::{Day, Instant, Zone},
};
use uuid::Uuid;

use super::day;
use crate::matrix::{conditions::Conditions, sight};

/// Seats that are looked at.
const SEATS_MAX: i64 = 20_000;
/// How far back files are asked for conversations, in days.
const CHATS_LOOK_BACK_DAYS: i32 = 28;
/// Days of a week.
const WEEK_DAYS: i64 = 7;

#[derive(FromQueryResult)]
struct RawHeld {
    id: Uuid,
    planned_for: String,
    phase: String,
    term_from: Option<i32>,
    term_until: Option<i32>,
    employee_id: Option<Uuid>,
    employee_name: Option<String>,
    account_id: Option<Uuid>,
    nickname: Option<String>,
    bound_at: Option<i64>,
    changed_at: i64,
    last_note_day: Option<i32>,
    last_held_at: Option<i64>,
    chats: Option<i64>,
    chats_from: Option<i32>,
    chats_to: Option<i32>,
}

/// Every seat that the actor sees and that is not released, with how quiet it is.
pub(in crate::seats) async fn held_seats(
    tx: &mut Tx,
    scope: &Scope,
    today: Day,
    zone: &Zone,
) -> Result<Vec<HeldSeat>, DbError> {
    let mut list = Conditions::of(scope, "s").and("s.phase <> 'released'", vec![]);
    let seen = list.inner(sight::of_employees, scope, "e");
    let since = list.parameter(today.plus_days(-CHATS_LOOK_BACK_DAYS).yyyymmdd());
    let limit = list.parameter(SEATS_MAX);
    let sql = format!(
        "select s.id, s.planned_for, s.phase, s.term_from, s.term_until, s.employee_id, e.name as employee_name, s.account_id,
            a.nickname, s.bound_at, s.changed_at, n.last_day as last_note_day, h.last_at as last_held_at,
            c.message_consult as chats, c.from_day as chats_from, c.to_day as chats_to
        from seats s
        left join employees e on e.tenant_id = s.tenant_id and e.id = s.employee_id
        left join accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id
        left join (select account_id, max(published_day) as last_day from notes where tenant_id = $1
            group by account_id) n on n.account_id = s.account_id
        left join (select seat_id, max(to_at) as last_at from account_holdings
            where tenant_id = $1 and seat_id is not null group by seat_id) h on h.seat_id = s.id
        left join account_periods c on c.tenant_id = $1 and c.id = (select p.id from account_periods p
            where p.tenant_id = $1 and p.account_id = s.account_id and p.from_day >= {since}
                and p.message_consult is not null
            order by p.to_day desc, p.from_day desc limit 1)
        where {} and (s.employee_id is null or {seen}) order by s.id limit {limit}",
        list.text()
    );
    let raws: Vec<RawHeld> = tx.all(&sql, list.into_values()).await?;
    Ok(raws.into_iter().filter_map(|raw| held(raw, today, zone)).collect())
}

fn held(raw: RawHeld, today: Day, zone: &Zone) -> Option<HeldSeat> {
    let RawHeld {
        id, planned_for, phase, term_from, term_until, employee_id, employee_name, account_id, ..
    } = raw;
    let RawHeld {
        nickname,
        bound_at,
        changed_at,
        last_note_day,
        last_held_at,
        chats,
        chats_from,
        chats_to,
        ..
    } = raw;
    let phase = Phase::named(&phase)?;
    let term = day(term_from).zip(day(term_until)).map(|(from, until)| Term { from, until });
    let holder = employee_id.map(EmployeeId::from_uuid).zip(employee_name);
    let chat_days = day(chats_from).zip(day(chats_to)).map(|(from, to)| i64::from(from.days_until(to)) + 1);
    let of_instant = |ms: i64| Instant::from_ms(ms).day(zone);
    // Since it was bound, or its last note, whichever is later; an empty one since it was left or granted.
    let quiet_since = match (&holder, bound_at) {
        (Some(_), Some(bound_at)) => Some(of_instant(bound_at)).max(day(last_note_day)),
        _ => last_held_at.map(of_instant).or_else(|| term.map(|term| term.from.min(of_instant(changed_at)))),
    };
    Some(HeldSeat {
        seat: SeatId::from_uuid(id),
        planned_for,
        state: state_of(phase, term, holder.is_some(), last_held_at.is_some(), today),
        account: account_id.map(AccountId::from_uuid).zip(nickname),
        holder,
        quiet_since,
        chats_a_week: chats.zip(chat_days).and_then(|(chats, days)| (chats * WEEK_DAYS).checked_div(days)),
    })
}

/// What the seat is called, told by the rules from the little that is known here of who held it.
fn state_of(
    phase: Phase,
    term: Option<Term>,
    is_held: bool,
    was_held: bool,
    today: Day,
) -> domain::seats::SeatState {
    use domain::seats::{Holding, Ownership, SeatState};
    let somebody = || Holding {
        employee: EmployeeId::from_uuid(Uuid::nil()),
        account: AccountId::from_uuid(Uuid::nil()),
        persona: None,
    };
    let seat = Seat {
        ownership: Ownership::EnterpriseCreated,
        phase,
        term,
        holding: is_held.then(somebody),
        former: if was_held { vec![somebody()] } else { vec![] },
        frozen: false,
    };
    let state: SeatState = seat.state(today);
    state
}

#[derive(FromQueryResult)]
struct RawStaffed {
    entity_id: Uuid,
    employee_id: Uuid,
    name: String,
    employer_id: Option<Uuid>,
}

/// Who holds seats of which company, as far as the actor sees them.
pub(in crate::seats) async fn staff(
    tx: &mut Tx,
    scope: &Scope,
) -> Result<Vec<(LegalEntityId, Staffed)>, DbError> {
    let mut list = Conditions::of(scope, "s").and("s.phase = 'certified'", vec![]).and_seen(
        sight::of_employees,
        scope,
        "e",
    );
    let limit = list.parameter(SEATS_MAX);
    let sql = format!(
        "select s.entity_id, s.employee_id, e.name, s.employer_id
        from seats s join employees e on e.tenant_id = s.tenant_id and e.id = s.employee_id
        where {} order by s.entity_id, e.name, s.id limit {limit}",
        list.text()
    );
    let rows: Vec<RawStaffed> = tx.all(&sql, list.into_values()).await?;
    let staffed = |RawStaffed { entity_id, employee_id, name, employer_id }| {
        let employee = EmployeeId::from_uuid(employee_id);
        let employer = employer_id.map(LegalEntityId::from_uuid);
        (LegalEntityId::from_uuid(entity_id), Staffed { employee, name, employer })
    };
    Ok(rows.into_iter().map(staffed).collect())
}
