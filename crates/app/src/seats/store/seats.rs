//! The rows of seats.

use std::collections::HashMap;

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    id::{AccountId, EmployeeId, LegalEntityId, PersonaId, SeatId},
    identity::{Scope, Sight},
    seats::{Holding, Ownership, Phase, RENEWAL_WINDOW_DAYS, Seat, SeatState, Term},
    time::{Day, Instant},
};
use uuid::Uuid;

use super::day;
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
    people::EmployeeRef,
    personas::{PersonaColumns, PersonaRef},
};

/// Earlier holdings of one page of seats that are looked at.
const FORMER_MAX: i64 = 5_000;

/// A seat with the names of what it refers to.
#[derive(Debug, Clone)]
pub(in crate::seats) struct SeatRow {
    pub id: SeatId,
    pub entity: LegalEntityId,
    pub entity_name: String,
    /// Its facts, as the rules take them.
    pub seat: Seat,
    pub holder: Option<EmployeeRef>,
    pub nickname: Option<String>,
    /// As whom the account speaks: the holder's card that is approved now, else the one that was named.
    pub persona: Option<PersonaRef>,
    /// The company that employs the holder, by their proof.
    pub employer: Option<(LegalEntityId, String)>,
    /// When it was bound last, also where nobody holds it any more.
    pub bound_at: Option<Instant>,
    pub frozen: Option<(Instant, String)>,
    pub planned_for: String,
    pub gate_override: Option<String>,
    pub remark: Option<String>,
    pub requested_by: String,
    pub approved_by: Option<String>,
    pub version: i64,
    pub created_at: Instant,
    pub changed_at: Instant,
}

#[derive(FromQueryResult)]
struct RawSeat {
    id: Uuid,
    entity_id: Uuid,
    entity_name: String,
    ownership: String,
    phase: String,
    term_from: Option<i32>,
    term_until: Option<i32>,
    employee_id: Option<Uuid>,
    employee_name: Option<String>,
    post: Option<String>,
    left_on: Option<i32>,
    account_id: Option<Uuid>,
    nickname: Option<String>,
    persona_id: Option<Uuid>,
    card_id: Option<Uuid>,
    card: Option<String>,
    card_state: Option<String>,
    employer_id: Option<Uuid>,
    employer_name: Option<String>,
    bound_at: Option<i64>,
    frozen_at: Option<i64>,
    frozen_reason: Option<String>,
    planned_for: String,
    gate_override: Option<String>,
    remark: Option<String>,
    requested_by: String,
    approved_by: Option<String>,
    version: i64,
    created_at: i64,
    changed_at: i64,
}

const SELECT: &str = "
    select s.id, s.entity_id, l.name as entity_name, s.ownership, s.phase, s.term_from, s.term_until, s.employee_id,
        e.name as employee_name, e.post, e.left_on, s.account_id, a.nickname, s.persona_id, p.id as card_id, p.card, p.state as card_state, s.employer_id,
        b.name as employer_name, s.bound_at, s.frozen_at, s.frozen_reason, s.planned_for, s.gate_override, s.remark,
        s.requested_by, s.approved_by, s.version, s.created_at, s.changed_at
    from seats s
    join legal_entities l on l.tenant_id = s.tenant_id and l.id = s.entity_id
    left join employees e on e.tenant_id = s.tenant_id and e.id = s.employee_id
    left join accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id
    left join legal_entities b on b.tenant_id = s.tenant_id and b.id = s.employer_id
    left join personas p on p.tenant_id = s.tenant_id and p.id = coalesce(
        (select q.id from personas q where q.tenant_id = s.tenant_id and q.account_id = s.account_id
            and q.employee_id = s.employee_id and q.state = 'approved'), s.persona_id)";

/// Which seats are asked for.
#[derive(Debug, Default)]
pub(in crate::seats) struct Wanted<'a> {
    pub entity: Option<LegalEntityId>,
    /// Without one, every seat that is not released.
    pub state: Option<SeatState>,
    pub employee: Option<EmployeeId>,
    pub searched: Option<&'a str>,
}

/// What a seat is called on a day, as the rules say ([`Seat::state`]); a test compares both.
fn state_case(today: Day) -> String {
    let (today, soon) = (today.yyyymmdd(), today.plus_days(RENEWAL_WINDOW_DAYS).yyyymmdd());
    format!(
        "case when s.phase <> 'certified' then s.phase when s.term_until < {today} then 'lapsed'
            when s.term_until <= {soon} then 'expiring' when s.term_from > {today} then 'renewed'
            when s.employee_id is not null then 'bound' when s.bound_at is not null then 'unbound'
            else 'certified' end"
    )
}

/// Seats whose holder the actor sees, or that nobody holds.
fn seen(scope: &Scope) -> Conditions {
    let mut list = Conditions::of(scope, "s");
    if scope.sight == Sight::All {
        return list;
    }
    let seen = list.inner(sight::of_employees, scope, "e");
    list.and(&format!("(s.employee_id is null or {seen})"), vec![])
}

/// What is asked for, but for the state.
fn narrowed(scope: &Scope, wanted: &Wanted<'_>) -> Conditions {
    seen(scope)
        .and_if("s.entity_id = ?", wanted.entity.map(LegalEntityId::uuid))
        .and_if("s.employee_id = ?", wanted.employee.map(EmployeeId::uuid))
        .and_contains(&["s.planned_for", "a.nickname", "e.name"], wanted.searched)
}

fn wanted_of(scope: &Scope, wanted: &Wanted<'_>, today: Day) -> Conditions {
    let list = narrowed(scope, wanted);
    match wanted.state {
        None => list.and("s.phase <> 'released'", vec![]),
        Some(state) => list.and(&format!("({}) = ?", state_case(today)), params![state.name()]),
    }
}

/// Seats, the newest first.
pub(in crate::seats) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted<'_>,
    today: Day,
    page: &PageQuery,
) -> Result<Vec<SeatRow>, ApiError> {
    let mut list =
        wanted_of(scope, wanted, today).and_after("s.created_at", "s.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!("{SELECT} where {} order by s.created_at desc, s.id desc limit {limit}", list.text());
    let raws: Vec<RawSeat> = tx.all(&sql, list.into_values()).await?;
    Ok(with_former(tx, scope, raws).await?)
}

#[derive(FromQueryResult)]
struct StateCount {
    state: String,
    n: i64,
}

/// How many seats there are of each state, whatever state is asked for.
pub(in crate::seats) async fn counts(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted<'_>,
    today: Day,
) -> Result<Vec<(SeatState, i64)>, DbError> {
    let list = narrowed(scope, wanted);
    // Names are looked up only where they are searched or decide about sight.
    let names = if wanted.searched.is_none() && scope.sight == Sight::All {
        ""
    } else {
        "left join employees e on e.tenant_id = s.tenant_id and e.id = s.employee_id
        left join accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id"
    };
    let sql = format!(
        "select {} as state, count(*) as n from seats s {names} where {} group by state order by state",
        state_case(today),
        list.text()
    );
    let rows: Vec<StateCount> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().filter_map(|row| Some((SeatState::named(&row.state)?, row.n))).collect())
}

pub(in crate::seats) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: SeatId,
) -> Result<Option<SeatRow>, DbError> {
    let one = seen(scope).and("s.id = ?", params![id.uuid()]);
    let sql = format!("{SELECT} where {}", one.text());
    let raws: Vec<RawSeat> = tx.all(&sql, one.into_values()).await?;
    Ok(with_former(tx, scope, raws).await?.pop())
}

/// Certified seats whose term was over before a day, whoever asks.
pub(in crate::seats) async fn overdue(
    tx: &mut Tx,
    scope: &Scope,
    today: Day,
    most: i64,
) -> Result<Vec<SeatRow>, DbError> {
    let mut list = Conditions::of(scope, "s")
        .and("s.phase = 'certified'", vec![])
        .and("s.term_until < ?", params![today.yyyymmdd()]);
    let limit = list.parameter(most);
    let sql = format!("{SELECT} where {} order by s.term_until, s.id limit {limit}", list.text());
    let raws: Vec<RawSeat> = tx.all(&sql, list.into_values()).await?;
    with_former(tx, scope, raws).await
}

#[derive(FromQueryResult)]
struct FormerRow {
    seat_id: Uuid,
    account_id: Uuid,
    employee_id: Uuid,
    persona: Option<Uuid>,
}

/// The seats with who held them before.
async fn with_former(tx: &mut Tx, scope: &Scope, raws: Vec<RawSeat>) -> Result<Vec<SeatRow>, DbError> {
    let mut of = Conditions::of(scope, "h")
        .and("h.to_at is not null", vec![])
        .and_in("h.seat_id", raws.iter().map(|raw| Value::from(raw.id)));
    let limit = of.parameter(FORMER_MAX);
    let sql = format!(
        "select h.seat_id, h.account_id, h.employee_id, h.persona_id as persona from account_holdings h
        where {} order by h.from_at, h.id limit {limit}",
        of.text()
    );
    let rows: Vec<FormerRow> = tx.all(&sql, of.into_values()).await?;
    let mut former: HashMap<Uuid, Vec<Holding>> = HashMap::new();
    for FormerRow { seat_id, account_id, employee_id, persona } in rows {
        let (employee, account) = (EmployeeId::from_uuid(employee_id), AccountId::from_uuid(account_id));
        let persona = persona.map(PersonaId::from_uuid);
        former.entry(seat_id).or_default().push(Holding { employee, account, persona });
    }
    Ok(raws.into_iter().filter_map(|raw| row(&mut former, raw)).collect())
}

fn row(former: &mut HashMap<Uuid, Vec<Holding>>, raw: RawSeat) -> Option<SeatRow> {
    let RawSeat { id, entity_id, entity_name, ownership, phase, term_from, term_until, .. } = raw;
    let RawSeat { employee_id, employee_name, post, left_on, account_id, nickname, .. } = raw;
    let RawSeat { persona_id, card_id, card, card_state, .. } = raw;
    let RawSeat { employer_id, employer_name, bound_at, frozen_at, frozen_reason, planned_for, .. } = raw;
    let RawSeat { gate_override, remark, requested_by, approved_by, .. } = raw;
    let RawSeat { version, created_at, changed_at, .. } = raw;
    let employee = employee_id.map(EmployeeId::from_uuid);
    let holding = employee.zip(account_id.map(AccountId::from_uuid));
    let seat = Seat {
        ownership: Ownership::named(&ownership)?,
        phase: Phase::named(&phase)?,
        term: day(term_from).zip(day(term_until)).map(|(from, until)| Term { from, until }),
        holding: holding.map(|(employee, account)| Holding {
            employee,
            account,
            persona: persona_id.map(PersonaId::from_uuid),
        }),
        former: former.remove(&id).unwrap_or_default(),
        frozen: frozen_at.is_some(),
    };
    let holder = employee.zip(employee_name);
    let employer = employer_id.map(LegalEntityId::from_uuid).zip(employer_name);
    Some(SeatRow {
        id: SeatId::from_uuid(id),
        entity: LegalEntityId::from_uuid(entity_id),
        entity_name,
        seat,
        holder: holder.map(|(id, name)| EmployeeRef { id, name, post, left_on: day(left_on) }),
        nickname,
        persona: PersonaColumns { id: card_id, card, state: card_state }.named(),
        employer,
        bound_at: bound_at.map(Instant::from_ms),
        frozen: frozen_at.map(Instant::from_ms).map(|at| (at, frozen_reason.unwrap_or_default())),
        planned_for,
        gate_override,
        remark,
        requested_by,
        approved_by,
        version,
        created_at: Instant::from_ms(created_at),
        changed_at: Instant::from_ms(changed_at),
    })
}

/// Places of the quota of a company that are taken. Whoever decides by it holds the company first.
pub(in crate::seats) async fn occupied(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
) -> Result<i64, DbError> {
    let sql =
        "select count(*) as n from seats where tenant_id = $1 and entity_id = $2 and phase <> 'released'";
    tx.number(sql, params![scope.tenant.uuid(), entity.uuid()]).await
}

/// Seats that an employee holds and whose term runs, this one apart, whoever asks.
pub(in crate::seats) async fn held_by(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    apart: SeatId,
    today: Day,
) -> Result<i64, DbError> {
    let sql = "
        select count(*) as n from seats
        where tenant_id = $1 and employee_id = $2 and id <> $3 and phase = 'certified' and term_until >= $4";
    let values = params![scope.tenant.uuid(), employee.uuid(), apart.uuid(), today.yyyymmdd()];
    tx.number(sql, values).await
}

#[derive(FromQueryResult)]
struct VersionRow {
    id: Uuid,
    version: i64,
}

/// The seats that an employee holds, with their versions, whoever asks.
pub(in crate::seats) async fn of_employee(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<(SeatId, i64)>, DbError> {
    let sql = "select id, version from seats where tenant_id = $1 and employee_id = $2 order by id limit $3";
    let rows: Vec<VersionRow> =
        tx.all(sql, params![scope.tenant.uuid(), employee.uuid(), FORMER_MAX]).await?;
    Ok(rows.into_iter().map(|row| (SeatId::from_uuid(row.id), row.version)).collect())
}

#[derive(FromQueryResult)]
struct OwnershipRow {
    account_id: Uuid,
    ownership: String,
}

/// Whose the accounts are that an employee runs on seats, whoever asks.
pub(crate) async fn ownership_of_held(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<HashMap<AccountId, Ownership>, DbError> {
    let sql = "
        select account_id, ownership from seats
        where tenant_id = $1 and employee_id = $2 and account_id is not null limit $3";
    let rows: Vec<OwnershipRow> =
        tx.all(sql, params![scope.tenant.uuid(), employee.uuid(), FORMER_MAX]).await?;
    let pair = |OwnershipRow { account_id, ownership }| {
        Some((AccountId::from_uuid(account_id), Ownership::named(&ownership)?))
    };
    Ok(rows.into_iter().filter_map(pair).collect())
}

/// Seats that are asked for.
#[derive(Debug)]
pub(in crate::seats) struct NewSeats<'a> {
    pub ids: Vec<SeatId>,
    pub entity: LegalEntityId,
    pub ownership: Ownership,
    pub planned_for: &'a str,
    pub gate_override: Option<&'a str>,
    pub by: &'a str,
}

pub(in crate::seats) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewSeats<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let NewSeats { ids, entity, ownership, planned_for, gate_override, by } = new;
    let head = "
        insert into seats (tenant_id, id, entity_id, ownership, phase, planned_for, gate_override, requested_by,
            version, created_at, changed_at)";
    let row = |id: &SeatId| {
        params![
            scope.tenant.uuid(),
            id.uuid(),
            entity.uuid(),
            ownership.name(),
            Phase::Requested.name(),
            *planned_for,
            gate_override.map(str::to_owned),
            *by,
            1_i64,
            now.ms(),
            now.ms(),
        ]
    };
    tx.insert_rows(head, 11, "", ids.iter().flat_map(row).collect()).await?;
    Ok(())
}

/// Saves what a step changed; `false` when somebody else changed the seat since the version of the row.
pub(in crate::seats) async fn save(
    tx: &mut Tx,
    scope: &Scope,
    row: &SeatRow,
    now: Instant,
) -> Result<bool, DbError> {
    let SeatRow { seat, .. } = row;
    let (frozen_at, frozen_reason) = row.frozen.clone().filter(|_| seat.frozen).unzip();
    let holding = seat.holding.clone();
    let sql = "
        update seats set phase = $4, term_from = $5, term_until = $6, employee_id = $7, account_id = $8, persona_id = $9,
            employer_id = $10, bound_at = $11, frozen_at = $12, frozen_reason = $13, remark = $14, approved_by = $15,
            changed_at = $16, version = version + 1
        where tenant_id = $1 and id = $2 and version = $3";
    let employer = row.employer.as_ref().filter(|_| holding.is_some()).map(|(id, _)| id.uuid());
    let values = params![
        scope.tenant.uuid(),
        row.id.uuid(),
        row.version,
        seat.phase.name(),
        seat.term.map(|term| term.from.yyyymmdd()),
        seat.term.map(|term| term.until.yyyymmdd()),
        holding.as_ref().map(|held| held.employee.uuid()),
        holding.as_ref().map(|held| held.account.uuid()),
        holding.and_then(|held| held.persona).map(PersonaId::uuid),
        employer,
        row.bound_at.map(Instant::ms),
        frozen_at.map(Instant::ms),
        frozen_reason,
        row.remark.clone(),
        row.approved_by.clone(),
        now.ms(),
    ];
    Ok(tx.execute(sql, values).await? > 0)
}
