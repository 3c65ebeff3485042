//! The rows of personas.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, EmployeeId, PersonaId},
    identity::Scope,
    personas::{PersonaCard, PersonaState},
    time::Instant,
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// Cards that one card is compared with for rivals.
const OTHERS_MAX: i64 = 2_000;
/// Accounts that speak at once: more than any brand has seats.
const SPEAKING_MAX: i64 = 50_000;
/// Versions of one account that are looked at.
const VERSIONS_MAX: i64 = 500;

/// What was said of a draft.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    pub by: String,
    pub at: Instant,
    pub reason: Option<String>,
}

/// When and why a persona stopped speaking.
#[derive(Debug, Clone)]
pub(super) struct Retirement {
    pub by: String,
    pub at: Instant,
    pub reason: String,
}

/// A version of a persona.
#[derive(Debug, Clone)]
pub(super) struct PersonaRow {
    pub id: PersonaId,
    pub account: AccountId,
    pub nickname: String,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub version: i64,
    /// How often the draft was written; a change names the one it saw.
    pub revision: i64,
    pub state: PersonaState,
    pub card: PersonaCard,
    pub drafted_by: String,
    pub drafted_at: Instant,
    pub decision: Option<Decision>,
    pub retirement: Option<Retirement>,
}

#[derive(FromQueryResult)]
struct RawPersona {
    id: Uuid,
    account_id: Uuid,
    nickname: String,
    employee_id: Uuid,
    employee_name: String,
    version: i64,
    revision: i64,
    state: String,
    card: String,
    drafted_by: String,
    drafted_at: i64,
    decided_by: Option<String>,
    decided_at: Option<i64>,
    reason: Option<String>,
    retired_by: Option<String>,
    retired_at: Option<i64>,
    retired_reason: Option<String>,
}

impl TryFrom<RawPersona> for PersonaRow {
    type Error = DbError;

    fn try_from(raw: RawPersona) -> Result<Self, DbError> {
        let RawPersona { id, account_id, nickname, employee_id, employee_name, version, revision, .. } = raw;
        let RawPersona { state, card, drafted_by, drafted_at, decided_by, decided_at, reason, .. } = raw;
        let RawPersona { retired_by, retired_at, retired_reason, .. } = raw;
        let broken = |what: &str| DbError::Refused(format!("a persona with an unknown {what}"));
        let decision = decided_by.zip(decided_at);
        let retirement = retired_by.zip(retired_at);
        Ok(Self {
            id: PersonaId::from_uuid(id),
            account: AccountId::from_uuid(account_id),
            nickname,
            employee: EmployeeId::from_uuid(employee_id),
            employee_name,
            version,
            revision,
            state: PersonaState::named(&state).ok_or_else(|| broken("state"))?,
            card: serde_json::from_str(&card).map_err(|_| broken("card"))?,
            drafted_by,
            drafted_at: Instant::from_ms(drafted_at),
            decision: decision.map(|(by, at)| Decision { by, at: Instant::from_ms(at), reason }),
            retirement: retirement.map(|(by, at)| Retirement {
                by,
                at: Instant::from_ms(at),
                reason: retired_reason.unwrap_or_default(),
            }),
        })
    }
}

const PERSONAS: &str = "
    select p.id, p.account_id, a.nickname, p.employee_id, e.name as employee_name, p.version, p.revision, p.state,
        p.card, p.drafted_by, p.drafted_at, p.decided_by, p.decided_at, p.reason, p.retired_by, p.retired_at,
        p.retired_reason
    from personas p
        join accounts a on a.tenant_id = p.tenant_id and a.id = p.account_id
        join employees e on e.tenant_id = p.tenant_id and e.id = p.employee_id";

fn rows(raw: Vec<RawPersona>) -> Result<Vec<PersonaRow>, DbError> {
    raw.into_iter().map(PersonaRow::try_from).collect()
}

/// What a list of personas is narrowed to.
#[derive(Debug)]
pub(super) struct Wanted {
    pub account: Option<AccountId>,
    pub employee: Option<EmployeeId>,
    pub state: Option<PersonaState>,
}

/// Personas of accounts that the actor sees, the latest draft first.
pub(super) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted,
    page: &PageQuery,
) -> Result<Vec<PersonaRow>, ApiError> {
    let mut list = Conditions::of(scope, "p")
        .and_seen_accounts(scope, "a")
        .and_if("p.account_id = ?", wanted.account.map(AccountId::uuid))
        .and_if("p.employee_id = ?", wanted.employee.map(EmployeeId::uuid))
        .and_if("p.state = ?", wanted.state.map(PersonaState::name))
        .and_after("p.drafted_at", "p.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!("{PERSONAS} where {} order by p.drafted_at desc, p.id desc limit {limit}", list.text());
    Ok(rows(tx.all(&sql, list.into_values()).await?)?)
}

pub(super) async fn find(tx: &mut Tx, scope: &Scope, id: PersonaId) -> Result<Option<PersonaRow>, DbError> {
    let one = Conditions::of(scope, "p").and("p.id = ?", params![id.uuid()]).and_seen_accounts(scope, "a");
    let row: Option<RawPersona> =
        tx.one(&format!("{PERSONAS} where {}", one.text()), one.into_values()).await?;
    row.map(PersonaRow::try_from).transpose()
}

/// The cards of an account that were approved once, whoever asks.
pub(super) async fn once_approved(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
) -> Result<Vec<PersonaRow>, DbError> {
    let sql = format!(
        "{PERSONAS} where p.tenant_id = $1 and p.account_id = $2 and p.state in ('approved', 'retired')
        order by p.version desc limit $3"
    );
    rows(tx.all(&sql, params![scope.tenant.uuid(), account.uuid(), VERSIONS_MAX]).await?)
}

/// The cards that other accounts speak by, whoever asks.
pub(super) async fn speaking_elsewhere(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
) -> Result<Vec<PersonaRow>, DbError> {
    let sql = format!(
        "{PERSONAS} where p.tenant_id = $1 and p.account_id <> $2 and p.state = 'approved'
        order by p.id limit $3"
    );
    rows(tx.all(&sql, params![scope.tenant.uuid(), account.uuid(), SPEAKING_MAX]).await?)
}

/// The cards by which accounts speak that the actor sees.
pub(super) async fn speaking(tx: &mut Tx, scope: &Scope) -> Result<Vec<PersonaRow>, DbError> {
    let mut list =
        Conditions::of(scope, "p").and_seen_accounts(scope, "a").and("p.state = 'approved'", vec![]);
    let limit = list.parameter(OTHERS_MAX);
    let sql = format!("{PERSONAS} where {} order by a.nickname, p.id limit {limit}", list.text());
    rows(tx.all(&sql, list.into_values()).await?)
}

/// The cards that other accounts speak by, or are to, as far as the actor sees those accounts.
pub(super) async fn of_others(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
) -> Result<Vec<PersonaRow>, DbError> {
    let mut list = Conditions::of(scope, "p")
        .and_seen_accounts(scope, "a")
        .and("p.account_id <> ? and p.state in ('approved', 'draft')", params![account.uuid()]);
    let limit = list.parameter(OTHERS_MAX);
    let sql = format!("{PERSONAS} where {} order by p.drafted_at desc limit {limit}", list.text());
    rows(tx.all(&sql, list.into_values()).await?)
}

pub(super) async fn of_employee(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<PersonaRow>, DbError> {
    let sql = format!(
        "{PERSONAS} where p.tenant_id = $1 and p.employee_id = $2 order by p.drafted_at desc limit $3"
    );
    rows(tx.all(&sql, params![scope.tenant.uuid(), employee.uuid(), VERSIONS_MAX]).await?)
}

/// The number of the next version of an account's persona.
pub(super) async fn next_version(tx: &mut Tx, scope: &Scope, account: AccountId) -> Result<i64, DbError> {
    let sql = "
        select coalesce(max(version), 0) + 1 as n from personas where tenant_id = $1 and account_id = $2";
    tx.number(sql, params![scope.tenant.uuid(), account.uuid()]).await
}

/// A draft on its way into the table.
#[derive(Debug)]
pub(super) struct NewDraft<'a> {
    pub id: PersonaId,
    pub account: AccountId,
    pub employee: EmployeeId,
    pub version: i64,
    pub card: &'a PersonaCard,
    pub drafted_by: String,
}

fn written(card: &PersonaCard) -> Result<String, DbError> {
    serde_json::to_string(card).map_err(|error| DbError::Refused(error.to_string()))
}

pub(super) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    draft: NewDraft<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let NewDraft { id, account, employee, version, card, drafted_by } = draft;
    let sql = "
        insert into personas (tenant_id, id, account_id, employee_id, version, revision, state, card, drafted_by,
            drafted_at)
        values ($1, $2, $3, $4, $5, 1, 'draft', $6, $7, $8)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        account.uuid(),
        employee.uuid(),
        version,
        written(card)?,
        drafted_by,
        now.ms(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Writes a draft anew, unless somebody else did since this revision; `false` then.
pub(super) async fn rewrite(
    tx: &mut Tx,
    scope: &Scope,
    (id, revision): (PersonaId, i64),
    card: &PersonaCard,
    by: &str,
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "
        update personas set card = $4, revision = revision + 1, state = 'draft', drafted_by = $5, drafted_at = $6,
            decided_by = null, decided_at = null, reason = null
        where tenant_id = $1 and id = $2 and revision = $3 and state in ('draft', 'refused')";
    let values = params![scope.tenant.uuid(), id.uuid(), revision, written(card)?, by, now.ms()];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Approves a draft or sends it back, as of this revision; `false` when it is another one by now.
pub(super) async fn decide(
    tx: &mut Tx,
    scope: &Scope,
    (id, revision): (PersonaId, i64),
    state: PersonaState,
    decision: &Decision,
) -> Result<bool, DbError> {
    let Decision { by, at, reason } = decision;
    let sql = "
        update personas set state = $4, decided_by = $5, decided_at = $6, reason = $7
        where tenant_id = $1 and id = $2 and revision = $3 and state = 'draft'";
    let values =
        params![scope.tenant.uuid(), id.uuid(), revision, state.name(), by.as_str(), at.ms(), reason.clone()];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Ends a persona; `false` when it has ended before.
pub(super) async fn retire(
    tx: &mut Tx,
    scope: &Scope,
    id: PersonaId,
    retirement: &Retirement,
) -> Result<bool, DbError> {
    let Retirement { by, at, reason } = retirement;
    let sql = "
        update personas set state = 'retired', retired_by = $3, retired_at = $4, retired_reason = $5
        where tenant_id = $1 and id = $2 and state <> 'retired'";
    let values = params![scope.tenant.uuid(), id.uuid(), by.as_str(), at.ms(), reason.as_str()];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Puts a blank card in the place of every one of a person; how many.
pub(super) async fn blot_out(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    blank: &PersonaCard,
) -> Result<u64, DbError> {
    let sql = "
        update personas set card = $3, state = 'retired', reason = null, retired_reason = null
        where tenant_id = $1 and employee_id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), employee.uuid(), written(blank)?]).await
}
