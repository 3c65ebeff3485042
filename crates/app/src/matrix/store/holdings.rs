//! Who ran which account, from when to when. The newest of an account is open while somebody holds it.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountHoldingId, AccountId, EmployeeId, PersonaId, SeatId},
    identity::Scope,
    seats::AccountPast,
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::{
    events::name_of,
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
    people::EmployeeRef,
    personas::{PersonaColumns, PersonaRef},
};

/// A holding that begins.
#[derive(Debug)]
pub(in crate::matrix) struct NewHolding {
    pub id: AccountHoldingId,
    pub account: AccountId,
    pub employee: EmployeeId,
    /// The seat, and the card of the persona.
    pub on_seat: Option<(SeatId, Option<PersonaId>)>,
}

pub(in crate::matrix) async fn begin(
    tx: &mut Tx,
    scope: &Scope,
    holding: NewHolding,
    now: Instant,
) -> Result<(), DbError> {
    let NewHolding { id, account, employee, on_seat } = holding;
    let (seat, persona) = on_seat.unzip();
    let sql = "
        insert into account_holdings (tenant_id, id, account_id, employee_id, seat_id, persona_id, from_at, begun_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        account.uuid(),
        employee.uuid(),
        seat.map(SeatId::uuid),
        persona.flatten().map(PersonaId::uuid),
        now.ms(),
        name_of(&scope.actor),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Ends the open holding of the account, if there is one.
pub(in crate::matrix) async fn end(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    reason: Option<&str>,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "
        update account_holdings set to_at = $3, ended_by = $4, reason = $5
        where tenant_id = $1 and account_id = $2 and to_at is null";
    let by = name_of(&scope.actor);
    let values = params![scope.tenant.uuid(), account.uuid(), now.ms(), by, reason.map(str::to_owned)];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Forgets the open holding of the account: what had begun it is taken back.
pub(in crate::matrix) async fn forget(tx: &mut Tx, scope: &Scope, account: AccountId) -> Result<(), DbError> {
    let sql = "delete from account_holdings where tenant_id = $1 and account_id = $2 and to_at is null";
    tx.execute(sql, params![scope.tenant.uuid(), account.uuid()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct SeatRow {
    seat_id: Uuid,
}

/// The seat on which the account is held now.
pub(in crate::matrix) async fn seat_of(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
) -> Result<Option<SeatId>, DbError> {
    let sql = "
        select seat_id from account_holdings
        where tenant_id = $1 and account_id = $2 and to_at is null and seat_id is not null";
    let row: Option<SeatRow> = tx.one(sql, params![scope.tenant.uuid(), account.uuid()]).await?;
    Ok(row.map(|row| SeatId::from_uuid(row.seat_id)))
}

#[derive(FromQueryResult)]
struct LenderRow {
    employee_id: Uuid,
}

/// What the account was before, for an employee who is to run it, whoever asks.
pub(in crate::matrix) async fn past(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    employee: EmployeeId,
) -> Result<AccountPast, DbError> {
    let others = "
        select count(*) as n from account_holdings h
        where h.tenant_id = $1 and h.account_id = $2 and h.employee_id <> $3";
    let values = params![scope.tenant.uuid(), account.uuid(), employee.uuid()];
    let had_another = tx.number(others, values).await? > 0;
    let lent = "
        select h.employee_id from account_holdings h
            join seats s on s.tenant_id = h.tenant_id and s.id = h.seat_id
        where h.tenant_id = $1 and h.account_id = $2 and s.ownership = 'personal_authorized'
        order by h.from_at desc, h.id desc limit 1";
    let lender: Option<LenderRow> = tx.one(lent, params![scope.tenant.uuid(), account.uuid()]).await?;
    let lent_by = lender.map(|row| EmployeeId::from_uuid(row.employee_id));
    Ok(AccountPast { had_another, lent_by })
}

/// A holding with the name of who held.
#[derive(Debug)]
pub(in crate::matrix) struct HoldingRow {
    pub id: AccountHoldingId,
    pub employee: EmployeeRef,
    pub seat: Option<SeatId>,
    pub persona: Option<PersonaRef>,
    pub from: Instant,
    pub to: Option<Instant>,
    pub begun_by: String,
    pub ended_by: Option<String>,
    pub reason: Option<String>,
}

#[derive(FromQueryResult)]
struct RawHolding {
    id: Uuid,
    employee_id: Uuid,
    employee_name: String,
    post: Option<String>,
    left_on: Option<i32>,
    seat_id: Option<Uuid>,
    persona_id: Option<Uuid>,
    persona_card: Option<String>,
    persona_state: Option<String>,
    from_at: i64,
    to_at: Option<i64>,
    begun_by: String,
    ended_by: Option<String>,
    reason: Option<String>,
}

impl From<RawHolding> for HoldingRow {
    fn from(raw: RawHolding) -> Self {
        let RawHolding { id, employee_id, employee_name, post, left_on, seat_id, .. } = raw;
        let RawHolding { persona_id: id_of_card, persona_card: card, persona_state: state, .. } = raw;
        let RawHolding { from_at, to_at, begun_by, ended_by, reason, .. } = raw;
        Self {
            id: AccountHoldingId::from_uuid(id),
            employee: EmployeeRef {
                id: EmployeeId::from_uuid(employee_id),
                name: employee_name,
                post,
                left_on: left_on.and_then(|day| Day::from_yyyymmdd(day).ok()),
            },
            seat: seat_id.map(SeatId::from_uuid),
            persona: PersonaColumns { id: id_of_card, card, state }.named(),
            from: Instant::from_ms(from_at),
            to: to_at.map(Instant::from_ms),
            begun_by,
            ended_by,
            reason,
        }
    }
}

/// The holdings of an account that touch a span of time, the newest first.
pub(in crate::matrix) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    span: Option<(Instant, Instant)>,
    page: &PageQuery,
) -> Result<Vec<HoldingRow>, ApiError> {
    let mut list = Conditions::of(scope, "h")
        .and("h.account_id = ?", params![account.uuid()])
        .and_if("h.from_at < ?", span.map(|(_, end)| end.ms()))
        .and_if("(h.to_at is null or h.to_at > ?)", span.map(|(start, _)| start.ms()))
        .and_after("h.from_at", "h.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!(
        "select h.id, h.employee_id, e.name as employee_name, e.post, e.left_on, h.seat_id, h.persona_id,
            p.card as persona_card, p.state as persona_state, h.from_at, h.to_at, h.begun_by, h.ended_by, h.reason
        from account_holdings h join employees e on e.tenant_id = h.tenant_id and e.id = h.employee_id
            left join personas p on p.tenant_id = h.tenant_id and p.id = h.persona_id
        where {} order by h.from_at desc, h.id desc limit {limit}",
        list.text()
    );
    let rows: Vec<RawHolding> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(HoldingRow::from).collect())
}
