//! Pairs of account and employee: those that wait for a person, and what became of the others.

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    id::{AccountId, EmployeeId, HolderProposalId},
    identity::Scope,
    matrix::{AccountKind, Decision, MatchReason},
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

/// A proposal that waits.
#[derive(Debug)]
pub(in crate::matrix) struct ProposalRow {
    pub id: HolderProposalId,
    pub account: AccountId,
    pub nickname: String,
    pub kind: AccountKind,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub post: Option<String>,
    pub left_on: Option<Day>,
    pub store_name: Option<String>,
    pub reason: MatchReason,
    pub created_at: Instant,
}

#[derive(FromQueryResult)]
struct RawProposal {
    id: Uuid,
    account_id: Uuid,
    nickname: String,
    kind: String,
    employee_id: Uuid,
    employee_name: String,
    post: Option<String>,
    left_on: Option<i32>,
    store_name: Option<String>,
    reason: String,
    created_at: i64,
}

impl From<RawProposal> for ProposalRow {
    fn from(raw: RawProposal) -> Self {
        let RawProposal { id, account_id, nickname, kind, employee_id, employee_name, post, .. } = raw;
        let RawProposal { left_on, store_name, reason, created_at, .. } = raw;
        Self {
            id: HolderProposalId::from_uuid(id),
            account: AccountId::from_uuid(account_id),
            nickname,
            kind: AccountKind::named(&kind).unwrap_or(AccountKind::Unknown),
            employee: EmployeeId::from_uuid(employee_id),
            employee_name,
            post,
            left_on: left_on.and_then(|day| Day::from_yyyymmdd(day).ok()),
            store_name,
            reason: MatchReason::named(&reason).unwrap_or(MatchReason::ByHand),
            created_at: Instant::from_ms(created_at),
        }
    }
}

/// Those that wait: nobody decided, and nobody holds the account. The actor sees both sides of the pair.
fn waiting(scope: &Scope) -> Conditions {
    Conditions::of(scope, "p")
        .and("p.decided_at is null and a.holder_id is null", vec![])
        .and_seen_accounts(scope, "a")
        .and_seen(sight::of_employees, scope, "e")
}

const SELECT: &str = "
    select p.id, p.account_id, a.nickname, a.kind, p.employee_id, e.name as employee_name, e.post, e.left_on,
        s.name as store_name, p.reason, p.created_at
    from holder_proposals p
    join accounts a on a.tenant_id = p.tenant_id and a.id = p.account_id
    join employees e on e.tenant_id = p.tenant_id and e.id = p.employee_id
    left join stores s on s.tenant_id = e.tenant_id and s.id = e.store_id";

/// Proposals that wait, the newest first.
pub(in crate::matrix) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    account: Option<AccountId>,
    page: &PageQuery,
) -> Result<Vec<ProposalRow>, ApiError> {
    let mut list = waiting(scope).and_if("p.account_id = ?", account.map(AccountId::uuid)).and_after(
        "p.created_at",
        "p.id",
        Direction::Down,
        page.start()?,
    );
    let limit = list.parameter(page.rows());
    let sql = format!("{SELECT} where {} order by p.created_at desc, p.id desc limit {limit}", list.text());
    let rows: Vec<RawProposal> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(ProposalRow::from).collect())
}

pub(in crate::matrix) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: HolderProposalId,
) -> Result<Option<ProposalRow>, DbError> {
    let one = waiting(scope).and("p.id = ?", params![id.uuid()]);
    let sql = format!("{SELECT} where {}", one.text());
    let row: Option<RawProposal> = tx.one(&sql, one.into_values()).await?;
    Ok(row.map(ProposalRow::from))
}

/// A pair and what became of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::matrix) struct Decided {
    /// The id of the pair, should it be new.
    pub id: HolderProposalId,
    pub account: AccountId,
    pub employee: EmployeeId,
    /// Why they belong together, should the pair be new.
    pub reason: MatchReason,
    pub decision: Decision,
}

/// Writes down what became of a pair; a pair that was there keeps its reason.
pub(in crate::matrix) async fn decide(
    tx: &mut Tx,
    scope: &Scope,
    decided: Decided,
    now: Instant,
) -> Result<(), DbError> {
    let Decided { id, account, employee, reason, decision } = decided;
    let sql = "
        insert into holder_proposals (tenant_id, id, account_id, employee_id, reason, created_at, decided_at, decision)
        values ($1, $2, $3, $4, $5, $6, $6, $7)
        on conflict (tenant_id, account_id, employee_id)
        do update set decided_at = excluded.decided_at, decision = excluded.decision";
    let (account, employee) = (account.uuid(), employee.uuid());
    let values =
        params![scope.tenant.uuid(), id.uuid(), account, employee, reason.name(), now.ms(), decision.name()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Forgets a pair, so that an import may find it again.
pub(in crate::matrix) async fn forget(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    employee: EmployeeId,
) -> Result<(), DbError> {
    let sql = "delete from holder_proposals where tenant_id = $1 and account_id = $2 and employee_id = $3";
    tx.execute(sql, params![scope.tenant.uuid(), account.uuid(), employee.uuid()]).await?;
    Ok(())
}

/// Proposes pairs; how many of them are new. What became of a pair before is left alone.
pub(in crate::matrix) async fn propose(
    tx: &mut Tx,
    scope: &Scope,
    pairs: Vec<(HolderProposalId, AccountId, EmployeeId, MatchReason)>,
    now: Instant,
) -> Result<u64, DbError> {
    let head = "insert into holder_proposals (tenant_id, id, account_id, employee_id, reason, created_at)";
    let tail = "on conflict (tenant_id, account_id, employee_id) do nothing";
    let tenant = scope.tenant.uuid();
    let values: Vec<Value> = pairs
        .into_iter()
        .flat_map(|(id, account, employee, reason)| {
            params![tenant, id.uuid(), account.uuid(), employee.uuid(), reason.name(), now.ms()]
        })
        .collect();
    tx.insert_rows(head, 6, tail, values).await
}
