//! The rows of enterprise accounts.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, EnterpriseAccountId, LegalEntityId},
    identity::Scope,
    time::{Day, Instant},
};
use uuid::Uuid;

use super::day;

/// Enterprise accounts that one company can have.
pub(in crate::seats) const ENTERPRISE_ACCOUNTS_MAX: i64 = 50;

/// An enterprise account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::seats) struct EnterpriseRow {
    pub id: EnterpriseAccountId,
    pub name: String,
    /// The platform account of the matrix that it is, where that was said.
    pub account: Option<AccountId>,
    pub certified_until: Option<Day>,
    pub version: i64,
}

#[derive(FromQueryResult)]
struct RawEnterprise {
    id: Uuid,
    name: String,
    account_id: Option<Uuid>,
    certified_until: Option<i32>,
    version: i64,
}

pub(in crate::seats) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
) -> Result<Vec<EnterpriseRow>, DbError> {
    let sql = "
        select id, name, account_id, certified_until, version from enterprise_accounts
        where tenant_id = $1 and entity_id = $2 order by created_at, id limit $3";
    let values = params![scope.tenant.uuid(), entity.uuid(), ENTERPRISE_ACCOUNTS_MAX];
    let rows: Vec<RawEnterprise> = tx.all(sql, values).await?;
    let row = |RawEnterprise { id, name, account_id, certified_until, version }| EnterpriseRow {
        id: EnterpriseAccountId::from_uuid(id),
        name,
        account: account_id.map(AccountId::from_uuid),
        certified_until: day(certified_until),
        version,
    };
    Ok(rows.into_iter().map(row).collect())
}

pub(in crate::seats) async fn count(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
) -> Result<i64, DbError> {
    let sql = "select count(*) as n from enterprise_accounts where tenant_id = $1 and entity_id = $2";
    tx.number(sql, params![scope.tenant.uuid(), entity.uuid()]).await
}

/// Whether the platform account is an enterprise account of some company already.
pub(in crate::seats) async fn is_taken(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    by_others_than: EnterpriseAccountId,
) -> Result<bool, DbError> {
    let sql =
        "select count(*) as n from enterprise_accounts where tenant_id = $1 and account_id = $2 and id <> $3";
    Ok(tx.number(sql, params![scope.tenant.uuid(), account.uuid(), by_others_than.uuid()]).await? > 0)
}

pub(in crate::seats) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
    row: &EnterpriseRow,
    now: Instant,
) -> Result<(), DbError> {
    let EnterpriseRow { id, name, account, certified_until, version } = row;
    let sql = "
        insert into enterprise_accounts (tenant_id, id, entity_id, name, account_id, certified_until, version, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let (account, until) = (account.map(AccountId::uuid), certified_until.map(Day::yyyymmdd));
    let (tenant, version) = (scope.tenant.uuid(), *version);
    let values = params![tenant, id.uuid(), entity.uuid(), name.as_str(), account, until, version, now.ms()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Changes the account; `false` when somebody else changed it since this version.
pub(in crate::seats) async fn update(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
    row: &EnterpriseRow,
) -> Result<bool, DbError> {
    let EnterpriseRow { id, name, account, certified_until, version } = row;
    let sql = "
        update enterprise_accounts set name = $5, account_id = $6, certified_until = $7, version = version + 1
        where tenant_id = $1 and entity_id = $2 and id = $3 and version = $4";
    let (account, until) = (account.map(AccountId::uuid), certified_until.map(Day::yyyymmdd));
    let (tenant, version) = (scope.tenant.uuid(), *version);
    let values = params![tenant, entity.uuid(), id.uuid(), version, name.as_str(), account, until];
    Ok(tx.execute(sql, values).await? > 0)
}

pub(in crate::seats) async fn delete(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
    id: EnterpriseAccountId,
) -> Result<bool, DbError> {
    let sql = "delete from enterprise_accounts where tenant_id = $1 and entity_id = $2 and id = $3";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), entity.uuid(), id.uuid()]).await? > 0)
}
