//! Unclaimed accounts beside the people on the roster who could hold them.

use std::collections::BTreeMap;

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, EmployeeId, StoreId},
    identity::Scope,
    matrix::{AccountFacts, AccountKind, Candidate, DeclaredAccount, Seen},
};
use uuid::Uuid;

/// Rows of candidates that one look reads. Accounts whose candidates do not all fit are left unclaimed.
const CANDIDATE_ROWS_MAX: usize = 20_000;

/// An unclaimed account with whoever on the roster shares an id, a nickname or a name with it.
#[derive(Debug)]
pub(in crate::matrix) struct Unclaimed {
    pub account: AccountId,
    pub facts: AccountFacts,
    pub seen: Seen,
    pub candidates: Vec<Candidate>,
    /// Where each candidate works.
    pub stores: BTreeMap<EmployeeId, Option<StoreId>>,
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// The next unclaimed accounts after `after`, at most `count`, in the order of their ids.
pub(in crate::matrix) async fn unclaimed_after(
    tx: &mut Tx,
    scope: &Scope,
    after: Uuid,
    count: i64,
) -> Result<Vec<Uuid>, DbError> {
    let sql = "
        select id from accounts where tenant_id = $1 and holder_id is null and kind <> 'koc' and id > $2
        order by id limit $3";
    let rows: Vec<IdRow> = tx.all(sql, params![scope.tenant.uuid(), after, count]).await?;
    Ok(rows.into_iter().map(|IdRow { id }| id).collect())
}

#[derive(FromQueryResult)]
struct PairRow {
    account_id: Uuid,
    kind: String,
    store_id: Option<Uuid>,
    xhs_uid: Option<String>,
    xhs_no: Option<String>,
    nickname: String,
    employee_id: Uuid,
    name: String,
    works_at: Option<Uuid>,
    left_on: Option<i32>,
    decision: Option<String>,
    declared_id: Option<Uuid>,
    declared_uid: Option<String>,
    declared_no: Option<String>,
    declared_nickname: Option<String>,
}

/// Every pair that shares something, a row for each account that the roster gives to the employee. Each of the four
/// ways to share is a join by an index.
const PAIRS: &str = "
    with open as (
        select id, kind, store_id, xhs_uid, xhs_no, nickname from accounts
        where tenant_id = $1 and holder_id is null and kind <> 'koc' and id > $2 and id <= $3),
    pairs as (
        select o.id as account_id, r.employee_id from open o
            join roster_accounts r on r.tenant_id = $1 and r.xhs_uid = o.xhs_uid
        union
        select o.id, r.employee_id from open o join roster_accounts r on r.tenant_id = $1 and r.xhs_no = o.xhs_no
        union
        select o.id, r.employee_id from open o
            join roster_accounts r on r.tenant_id = $1 and r.nickname = o.nickname
        union
        select o.id, e.id from open o join employees e on e.tenant_id = $1 and e.name = o.nickname)
    select o.id as account_id, o.kind, o.store_id, o.xhs_uid, o.xhs_no, o.nickname, e.id as employee_id, e.name,
        e.store_id as works_at, e.left_on, h.decision, r.id as declared_id, r.xhs_uid as declared_uid,
        r.xhs_no as declared_no, r.nickname as declared_nickname
    from pairs p
    join open o on o.id = p.account_id
    join employees e on e.tenant_id = $1 and e.id = p.employee_id
    left join holder_proposals h on h.tenant_id = $1 and h.account_id = o.id and h.employee_id = e.id
    left join roster_accounts r on r.tenant_id = $1 and r.employee_id = e.id
    order by o.id, e.id limit $4";

/// Accounts after `after` up to `last` that share something with somebody on the roster.
pub(in crate::matrix) async fn candidates(
    tx: &mut Tx,
    scope: &Scope,
    after: Uuid,
    last: Uuid,
) -> Result<Vec<Unclaimed>, DbError> {
    let limit = i64::try_from(CANDIDATE_ROWS_MAX + 1).unwrap_or(i64::MAX);
    let rows: Vec<PairRow> = tx.all(PAIRS, params![scope.tenant.uuid(), after, last, limit]).await?;
    let is_cut = rows.len() > CANDIDATE_ROWS_MAX;
    let mut found: Vec<Unclaimed> = Vec::new();
    for row in rows {
        if found.last().is_none_or(|last| last.account.uuid() != row.account_id) {
            found.push(unclaimed(&row));
        }
        if let Some(account) = found.last_mut() {
            add(account, row);
        }
    }
    if is_cut {
        found.pop();
    }
    Ok(found)
}

fn unclaimed(row: &PairRow) -> Unclaimed {
    let kind = AccountKind::named(&row.kind).unwrap_or(AccountKind::Unknown);
    let (xhs_uid, xhs_no) = (row.xhs_uid.clone(), row.xhs_no.clone());
    Unclaimed {
        account: AccountId::from_uuid(row.account_id),
        facts: AccountFacts { kind, store: row.store_id.map(StoreId::from_uuid), holder: None },
        seen: Seen { xhs_uid, xhs_no, nickname: row.nickname.clone() },
        candidates: Vec::new(),
        stores: BTreeMap::new(),
    }
}

fn add(account: &mut Unclaimed, row: PairRow) {
    let employee = EmployeeId::from_uuid(row.employee_id);
    if account.candidates.last().is_none_or(|last| last.employee != employee) {
        account.stores.insert(employee, row.works_at.map(StoreId::from_uuid));
        account.candidates.push(Candidate {
            employee,
            name: row.name,
            accounts: Vec::new(),
            has_left: row.left_on.is_some(),
            declined: row.decision.as_deref() == Some("declined"),
        });
    }
    if let (Some(candidate), Some(_)) = (account.candidates.last_mut(), row.declared_id) {
        candidate.accounts.push(DeclaredAccount {
            xhs_uid: row.declared_uid,
            xhs_no: row.declared_no,
            nickname: row.declared_nickname,
        });
    }
}
