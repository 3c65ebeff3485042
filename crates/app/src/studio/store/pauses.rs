//! Pauses: while one lasts, nothing goes out.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, StoreId, StudioPauseId},
    identity::Scope,
    time::Instant,
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// That nothing goes out: of an account, of a store, or of the brand where neither is named.
#[derive(Debug, Clone)]
pub(in crate::studio) struct PauseRow {
    pub id: StudioPauseId,
    pub account: Option<(AccountId, String)>,
    pub store: Option<(StoreId, String)>,
    pub reason: String,
    pub began_at: Instant,
    pub began_by: String,
    pub ended_at: Option<Instant>,
    pub ended_by: Option<String>,
}

#[derive(FromQueryResult)]
struct RawPause {
    id: Uuid,
    account_id: Option<Uuid>,
    nickname: Option<String>,
    store_id: Option<Uuid>,
    store_name: Option<String>,
    reason: String,
    began_at: i64,
    began_by: String,
    ended_at: Option<i64>,
    ended_by: Option<String>,
}

const SELECT: &str = "
    select p.id, p.account_id, a.nickname, p.store_id, s.name as store_name, p.reason, p.began_at, p.began_by,
        p.ended_at, p.ended_by
    from studio_pauses p
    left join accounts a on a.tenant_id = p.tenant_id and a.id = p.account_id
    left join stores s on s.tenant_id = p.tenant_id and s.id = p.store_id";

fn row(raw: RawPause) -> PauseRow {
    let RawPause { id, account_id, nickname, store_id, store_name, reason, .. } = raw;
    let RawPause { began_at, began_by, ended_at, ended_by, .. } = raw;
    PauseRow {
        id: StudioPauseId::from_uuid(id),
        account: account_id.map(AccountId::from_uuid).zip(nickname),
        store: store_id.map(StoreId::from_uuid).zip(store_name),
        reason,
        began_at: Instant::from_ms(began_at),
        began_by,
        ended_at: ended_at.map(Instant::from_ms),
        ended_by,
    }
}

/// Pauses, the newest first; only those that last, where asked.
pub(in crate::studio) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    lasting: bool,
    page: &PageQuery,
) -> Result<Vec<PauseRow>, ApiError> {
    let mut list = Conditions::of(scope, "p").and_after("p.began_at", "p.id", Direction::Down, page.start()?);
    if lasting {
        list = list.and("p.ended_at is null", vec![]);
    }
    let limit = list.parameter(page.rows());
    let sql = format!("{SELECT} where {} order by p.began_at desc, p.id desc limit {limit}", list.text());
    let rows: Vec<RawPause> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(row).collect())
}

/// One pause.
pub(in crate::studio) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: StudioPauseId,
) -> Result<Option<PauseRow>, DbError> {
    let sql = format!("{SELECT} where p.tenant_id = $1 and p.id = $2");
    let raw: Option<RawPause> = tx.one(&sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(raw.map(row))
}

/// A pause that lasts and stops the account: its own, that of its store, or that of the brand.
pub(in crate::studio) async fn stopping(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
) -> Result<Option<PauseRow>, DbError> {
    let sql = format!(
        "{SELECT} where p.tenant_id = $1 and p.ended_at is null and (p.account_id = $2
            or (p.account_id is null and p.store_id is null)
            or p.store_id = (select h.store_id from accounts h where h.tenant_id = $1 and h.id = $2))
        order by p.began_at limit 1"
    );
    let raw: Option<RawPause> = tx.one(&sql, params![scope.tenant.uuid(), account.uuid()]).await?;
    Ok(raw.map(row))
}

/// Begins a pause.
pub(in crate::studio) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    id: StudioPauseId,
    (account, store): (Option<AccountId>, Option<StoreId>),
    (reason, by, now): (&str, &str, Instant),
) -> Result<(), DbError> {
    let sql = "
        insert into studio_pauses (tenant_id, id, account_id, store_id, reason, began_at, began_by)
        values ($1, $2, $3, $4, $5, $6, $7)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        account.map(AccountId::uuid),
        store.map(StoreId::uuid),
        reason,
        now.ms(),
        by,
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Ends a pause; false where it was ended before.
pub(in crate::studio) async fn end(
    tx: &mut Tx,
    scope: &Scope,
    id: StudioPauseId,
    (by, now): (&str, Instant),
) -> Result<bool, DbError> {
    let sql = "
        update studio_pauses set ended_at = $3, ended_by = $4
        where tenant_id = $1 and id = $2 and ended_at is null";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), now.ms(), by]).await? > 0)
}
