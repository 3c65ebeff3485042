//! The rows of departures.

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    departures::{
        AccountExit, DepartureFacts, DepartureStep, LeavingAccount, LikenessReason, TAKEDOWNS_MAX,
        TakedownOutcome,
    },
    id::{AccountId, DepartureId, EmployeeId, NoteId},
    identity::Scope,
    seats::Ownership,
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
};

/// Accounts that one departure is about; more than anybody holds.
const ACCOUNTS_MAX: i64 = 200;

/// How a departure ended.
#[derive(Debug, Clone)]
pub(super) struct Closure {
    pub by: String,
    pub at: Instant,
    pub sheet: String,
    pub sha256: Vec<u8>,
}

/// A departure.
#[derive(Debug, Clone)]
pub(super) struct DepartureRow {
    pub id: DepartureId,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub last_day: Day,
    pub reason: String,
    pub opened_by: String,
    pub opened_at: Instant,
    pub closure: Option<Closure>,
}

#[derive(FromQueryResult)]
struct RawDeparture {
    id: Uuid,
    employee_id: Uuid,
    employee_name: String,
    last_day: i32,
    reason: String,
    opened_by: String,
    opened_at: i64,
    closed_by: Option<String>,
    closed_at: Option<i64>,
    sheet: Option<String>,
    sheet_sha256: Option<Vec<u8>>,
}

fn unknown(what: &str) -> DbError {
    DbError::Refused(format!("a departure with an unknown {what}"))
}

impl TryFrom<RawDeparture> for DepartureRow {
    type Error = DbError;

    fn try_from(raw: RawDeparture) -> Result<Self, DbError> {
        let RawDeparture { id, employee_id, employee_name, last_day, reason, opened_by, opened_at, .. } = raw;
        let RawDeparture { closed_by, closed_at, sheet, sheet_sha256, .. } = raw;
        let closure = closed_by.zip(closed_at).zip(sheet).zip(sheet_sha256);
        Ok(Self {
            id: DepartureId::from_uuid(id),
            employee: EmployeeId::from_uuid(employee_id),
            employee_name,
            last_day: Day::from_yyyymmdd(last_day).map_err(|_| unknown("last day"))?,
            reason,
            opened_by,
            opened_at: Instant::from_ms(opened_at),
            closure: closure.map(|(((by, at), sheet), sha256)| Closure {
                by,
                at: Instant::from_ms(at),
                sheet,
                sha256,
            }),
        })
    }
}

const DEPARTURES: &str = "
    select d.id, d.employee_id, e.name as employee_name, d.last_day, d.reason, d.opened_by, d.opened_at, d.closed_by,
        d.closed_at, d.sheet, d.sheet_sha256
    from departures d join employees e on e.tenant_id = d.tenant_id and e.id = d.employee_id";

/// Departures of people whom the actor sees, the latest first.
pub(super) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    employee: Option<EmployeeId>,
    open: Option<bool>,
    page: &PageQuery,
) -> Result<Vec<DepartureRow>, ApiError> {
    let mut list = Conditions::of(scope, "d")
        .and_seen(sight::of_employees, scope, "e")
        .and_if("d.employee_id = ?", employee.map(EmployeeId::uuid));
    list = match open {
        Some(true) => list.and("d.closed_at is null", vec![]),
        Some(false) => list.and("d.closed_at is not null", vec![]),
        None => list,
    };
    let mut list = list.and_after("d.opened_at", "d.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql =
        format!("{DEPARTURES} where {} order by d.opened_at desc, d.id desc limit {limit}", list.text());
    let rows: Vec<RawDeparture> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(DepartureRow::try_from).collect::<Result<_, _>>()?)
}

pub(super) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
) -> Result<Option<DepartureRow>, DbError> {
    let one = Conditions::of(scope, "d").and("d.id = ?", params![id.uuid()]).and_seen(
        sight::of_employees,
        scope,
        "e",
    );
    let row: Option<RawDeparture> =
        tx.one(&format!("{DEPARTURES} where {}", one.text()), one.into_values()).await?;
    row.map(DepartureRow::try_from).transpose()
}

/// Lets nobody else change the departure until this transaction ends.
pub(super) async fn lock(tx: &mut Tx, scope: &Scope, id: DepartureId) -> Result<(), DbError> {
    let sql = "update departures set reason = reason where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(())
}

/// Whether somebody's leaving has begun and is not done.
pub(crate) async fn is_leaving(tx: &mut Tx, scope: &Scope, employee: EmployeeId) -> Result<bool, DbError> {
    let sql = "
        select count(*) as n from departures where tenant_id = $1 and employee_id = $2 and closed_at is null";
    Ok(tx.number(sql, params![scope.tenant.uuid(), employee.uuid()]).await? > 0)
}

pub(super) async fn insert(tx: &mut Tx, scope: &Scope, row: &DepartureRow) -> Result<(), DbError> {
    let DepartureRow { id, employee, employee_name: _, last_day, reason, opened_by, opened_at, closure: _ } =
        row;
    let sql = "
        insert into departures (tenant_id, id, employee_id, last_day, reason, opened_by, opened_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        employee.uuid(),
        last_day.yyyymmdd(),
        reason.as_str(),
        opened_by.as_str(),
        opened_at.ms(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Closes a departure with its sheet, as its accounts stood; `false` when it is closed already.
pub(super) async fn close(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
    closure: &Closure,
) -> Result<bool, DbError> {
    let leads = "
        update departure_accounts set leads = (select count(*) from leads l
            where l.tenant_id = departure_accounts.tenant_id and l.account_id = departure_accounts.account_id)
        where tenant_id = $1 and departure_id = $2";
    tx.execute(leads, params![scope.tenant.uuid(), id.uuid()]).await?;
    let Closure { by, at, sheet, sha256 } = closure;
    let sql = "
        update departures set closed_by = $3, closed_at = $4, sheet = $5, sheet_sha256 = $6
        where tenant_id = $1 and id = $2 and closed_at is null";
    let values =
        params![scope.tenant.uuid(), id.uuid(), by.as_str(), at.ms(), sheet.as_str(), sha256.clone()];
    Ok(tx.execute(sql, values).await? > 0)
}

/// A step that was done: by whom, when, and what there is to say.
#[derive(Debug, Clone)]
pub(super) struct StepRow {
    pub step: DepartureStep,
    pub note: String,
    pub done_by: String,
    pub done_at: Instant,
}

#[derive(FromQueryResult)]
struct RawStep {
    step: String,
    note: String,
    done_by: String,
    done_at: i64,
}

pub(super) async fn steps(tx: &mut Tx, scope: &Scope, id: DepartureId) -> Result<Vec<StepRow>, DbError> {
    let sql = "
        select step, note, done_by, done_at from departure_steps where tenant_id = $1 and departure_id = $2
        order by done_at";
    let rows: Vec<RawStep> = tx.all(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    let step = |RawStep { step, note, done_by, done_at }| {
        let step = DepartureStep::named(&step).ok_or_else(|| unknown("step"))?;
        Ok(StepRow { step, note, done_by, done_at: Instant::from_ms(done_at) })
    };
    rows.into_iter().map(step).collect()
}

/// Marks a step as done; said again, the later word counts.
pub(super) async fn mark(tx: &mut Tx, scope: &Scope, id: DepartureId, step: &StepRow) -> Result<(), DbError> {
    let StepRow { step, note, done_by, done_at } = step;
    let sql = "
        insert into departure_steps (tenant_id, departure_id, step, note, done_by, done_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (tenant_id, departure_id, step) do update set note = excluded.note,
            done_by = excluded.done_by, done_at = excluded.done_at";
    let (note, done_by) = (note.as_str(), done_by.as_str());
    let values = params![scope.tenant.uuid(), id.uuid(), step.name(), note, done_by, done_at.ms()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// An account that the person held when it began.
#[derive(Debug, Clone)]
pub(super) struct AccountRow {
    pub account: AccountId,
    pub nickname: String,
    pub leads: i64,
    /// Whose it is, by the seat on which it was bound when the departure began.
    pub ownership: Option<Ownership>,
    pub exit: Option<AccountExit>,
    pub successor: Option<(EmployeeId, String)>,
    pub unbound_at: Option<Instant>,
}

impl AccountRow {
    pub fn facts(&self) -> LeavingAccount {
        LeavingAccount {
            ownership: self.ownership,
            exit: self.exit,
            leads: self.leads,
            has_successor: self.successor.is_some(),
            is_unbound: self.unbound_at.is_some(),
        }
    }
}

#[derive(FromQueryResult)]
struct RawAccount {
    account_id: Uuid,
    nickname: String,
    leads: i64,
    ownership: Option<String>,
    exit: Option<String>,
    successor_id: Option<Uuid>,
    successor_name: Option<String>,
    unbound_at: Option<i64>,
}

pub(super) async fn accounts(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
) -> Result<Vec<AccountRow>, DbError> {
    let sql = "
        select d.account_id, a.nickname, case when p.closed_at is null then (select count(*) from leads l
                where l.tenant_id = d.tenant_id and l.account_id = d.account_id) else d.leads end as leads, d.ownership, d.exit, d.successor_id, s.name as successor_name, d.unbound_at
        from departure_accounts d
            join departures p on p.tenant_id = d.tenant_id and p.id = d.departure_id
            join accounts a on a.tenant_id = d.tenant_id and a.id = d.account_id
            left join employees s on s.tenant_id = d.tenant_id and s.id = d.successor_id
        where d.tenant_id = $1 and d.departure_id = $2 order by a.nickname, d.account_id limit $3";
    let rows: Vec<RawAccount> = tx.all(sql, params![scope.tenant.uuid(), id.uuid(), ACCOUNTS_MAX]).await?;
    let account = |raw: RawAccount| {
        let RawAccount { account_id, nickname, leads, ownership, exit, .. } = raw;
        let RawAccount { successor_id, successor_name, unbound_at, .. } = raw;
        AccountRow {
            account: AccountId::from_uuid(account_id),
            nickname,
            leads,
            ownership: ownership.as_deref().and_then(Ownership::named),
            exit: exit.as_deref().and_then(AccountExit::named),
            successor: successor_id.map(EmployeeId::from_uuid).zip(successor_name),
            unbound_at: unbound_at.map(Instant::from_ms),
        }
    };
    Ok(rows.into_iter().map(account).collect())
}

pub(super) async fn insert_accounts(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
    accounts: &[(AccountId, LeavingAccount)],
    now: Instant,
) -> Result<(), DbError> {
    let row = |(account, facts): &(AccountId, LeavingAccount)| {
        let LeavingAccount { ownership, exit, leads, has_successor: _, is_unbound } = facts;
        params![
            scope.tenant.uuid(),
            id.uuid(),
            account.uuid(),
            *leads,
            ownership.map(Ownership::name),
            exit.map(AccountExit::name),
            is_unbound.then_some(now.ms()),
        ]
    };
    let head = "
        insert into departure_accounts (tenant_id, departure_id, account_id, leads, ownership, exit, unbound_at)";
    tx.insert_rows(head, 7, "", accounts.iter().flat_map(row).collect()).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct FollowedRow {
    account_id: Uuid,
    ownership: Option<String>,
    exit: Option<String>,
    leads: i64,
}

/// Accounts of people who left before, for which this person was named: nobody ran them since, and no later departure
/// names somebody else.
pub(super) async fn followed_by(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<(AccountId, LeavingAccount)>, DbError> {
    let sql = "
        select d.account_id, d.ownership, d.exit, (select count(*) from leads l
            where l.tenant_id = d.tenant_id and l.account_id = d.account_id) as leads
        from departure_accounts d
            join departures p on p.tenant_id = d.tenant_id and p.id = d.departure_id and p.closed_at is not null
        where d.tenant_id = $1 and d.successor_id = $2
            and not exists (select 1 from account_holdings h where h.tenant_id = d.tenant_id
                and h.account_id = d.account_id and (h.to_at is null or h.from_at > d.unbound_at))
            and not exists (select 1 from departure_accounts later where later.tenant_id = d.tenant_id
                and later.account_id = d.account_id and later.departure_id > d.departure_id)
        order by d.account_id limit $3";
    let rows: Vec<FollowedRow> =
        tx.all(sql, params![scope.tenant.uuid(), employee.uuid(), ACCOUNTS_MAX]).await?;
    let followed = |FollowedRow { account_id, ownership, exit, leads }| {
        let ownership = ownership.as_deref().and_then(Ownership::named);
        let before = LeavingAccount {
            exit: exit.as_deref().and_then(AccountExit::named),
            ..LeavingAccount::held(ownership, leads)
        };
        (AccountId::from_uuid(account_id), LeavingAccount::followed(&before, leads))
    };
    Ok(rows.into_iter().map(followed).collect())
}

/// Nobody who leaves relies on somebody who leaves as well: they are named no more where a departure is open.
pub(super) async fn forget_successor(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<(), DbError> {
    let sql = "
        update departure_accounts set successor_id = null
        where tenant_id = $1 and successor_id = $2 and departure_id in
            (select p.id from departures p where p.tenant_id = $1 and p.closed_at is null)";
    tx.execute(sql, params![scope.tenant.uuid(), employee.uuid()]).await?;
    Ok(())
}

/// Says what becomes of an account of this departure and who follows up its leads.
pub(super) async fn decide_account(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
    account: AccountId,
    (exit, successor): (AccountExit, Option<EmployeeId>),
) -> Result<(), DbError> {
    let sql = "
        update departure_accounts set exit = $4, successor_id = $5
        where tenant_id = $1 and departure_id = $2 and account_id = $3";
    let values =
        params![scope.tenant.uuid(), id.uuid(), account.uuid(), exit.name(), successor.map(EmployeeId::uuid)];
    tx.execute(sql, values).await?;
    Ok(())
}

pub(super) async fn mark_unbound(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "
        update departure_accounts set unbound_at = $3
        where tenant_id = $1 and departure_id = $2 and unbound_at is null";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), now.ms()]).await?;
    Ok(())
}

/// A note that shows the person, and what became of it.
#[derive(Debug, Clone)]
pub(super) struct TakedownRow {
    pub note: NoteId,
    pub account: AccountId,
    pub title: String,
    pub published_on: Day,
    pub reasons: Vec<LikenessReason>,
    pub decision: Option<(TakedownOutcome, String, Instant)>,
}

#[derive(FromQueryResult)]
struct RawTakedown {
    note_id: Uuid,
    account_id: Uuid,
    title: String,
    published_day: i32,
    reasons: String,
    outcome: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<i64>,
}

pub(super) async fn takedowns(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
) -> Result<Vec<TakedownRow>, DbError> {
    let sql = "
        select note_id, account_id, title, published_day, reasons, outcome, decided_by, decided_at
        from departure_notes where tenant_id = $1 and departure_id = $2
        order by published_day desc, note_id limit $3";
    let most = i64::try_from(TAKEDOWNS_MAX).unwrap_or(i64::MAX);
    let rows: Vec<RawTakedown> = tx.all(sql, params![scope.tenant.uuid(), id.uuid(), most]).await?;
    let takedown = |raw: RawTakedown| {
        let RawTakedown { note_id, account_id, title, published_day, reasons, outcome, .. } = raw;
        let outcome = outcome.as_deref().and_then(TakedownOutcome::named);
        let decision = outcome.zip(raw.decided_by).zip(raw.decided_at);
        Ok(TakedownRow {
            note: NoteId::from_uuid(note_id),
            account: AccountId::from_uuid(account_id),
            title,
            published_on: Day::from_yyyymmdd(published_day).map_err(|_| unknown("day"))?,
            reasons: reasons.split(' ').filter_map(LikenessReason::named).collect(),
            decision: decision.map(|((outcome, by), at)| (outcome, by, Instant::from_ms(at))),
        })
    };
    rows.into_iter().map(takedown).collect()
}

pub(super) async fn insert_takedowns(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
    notes: &[TakedownRow],
) -> Result<(), DbError> {
    let row = |note: &TakedownRow| -> Vec<Value> {
        let TakedownRow { note, account, title, published_on, reasons, decision: _ } = note;
        let reasons: Vec<&str> = reasons.iter().map(|reason| reason.name()).collect();
        params![
            scope.tenant.uuid(),
            id.uuid(),
            note.uuid(),
            account.uuid(),
            title.as_str(),
            published_on.yyyymmdd(),
            reasons.join(" "),
        ]
    };
    let head = "
        insert into departure_notes (tenant_id, departure_id, note_id, account_id, title, published_day, reasons)";
    tx.insert_rows(head, 7, "", notes.iter().flat_map(row).collect()).await?;
    Ok(())
}

/// Writes down what became of these notes; how many of them this departure lists.
pub(super) async fn decide_takedowns(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
    notes: &[NoteId],
    (outcome, by, now): (TakedownOutcome, &str, Instant),
) -> Result<u64, DbError> {
    let mut decided = 0;
    for note in notes {
        let sql = "
            update departure_notes set outcome = $4, decided_by = $5, decided_at = $6
            where tenant_id = $1 and departure_id = $2 and note_id = $3";
        let values = params![scope.tenant.uuid(), id.uuid(), note.uuid(), outcome.name(), by, now.ms()];
        decided += tx.execute(sql, values).await?;
    }
    Ok(decided)
}

/// Everything that the rules ask of a departure.
#[derive(Debug)]
pub(super) struct Loaded {
    pub row: DepartureRow,
    pub steps: Vec<StepRow>,
    pub accounts: Vec<AccountRow>,
    pub takedowns: Vec<TakedownRow>,
    /// Items of Today that are still theirs.
    pub items_open: i64,
}

impl Loaded {
    pub fn facts(&self) -> DepartureFacts {
        let open = self.takedowns.iter().filter(|note| note.decision.is_none()).count();
        DepartureFacts {
            marked: self.steps.iter().map(|step| step.step).collect(),
            accounts: self.accounts.iter().map(AccountRow::facts).collect(),
            items_open: self.items_open,
            takedowns_open: i64::try_from(open).unwrap_or(i64::MAX),
            is_closed: self.row.closure.is_some(),
        }
    }
}
