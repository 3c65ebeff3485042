//! Which account carries which version, or should.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    entitlements::CardKind,
    id::{AccountId, CardRolloutId, CardVersionId},
    identity::Scope,
    time::Instant,
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
};

/// A rollout with the text that it is about.
#[derive(Debug)]
pub(in crate::entitlements) struct RolloutRow {
    pub id: Uuid,
    pub account_id: Uuid,
    pub nickname: String,
    pub kind: CardKind,
    pub title: String,
    pub number: i64,
    pub body: String,
    pub asked_by: String,
    pub asked_at: i64,
    pub carried_by: Option<String>,
    pub carried_at: Option<i64>,
    pub ended_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct RawRollout {
    id: Uuid,
    account_id: Uuid,
    nickname: String,
    kind: String,
    title: String,
    number: i64,
    body: String,
    asked_by: String,
    asked_at: i64,
    carried_by: Option<String>,
    carried_at: Option<i64>,
    ended_at: Option<i64>,
}

fn row(raw: RawRollout) -> Option<RolloutRow> {
    let RawRollout { id, account_id, nickname, kind, title, number, body, asked_by, asked_at, .. } = raw;
    let RawRollout { carried_by, carried_at, ended_at, .. } = raw;
    let kind = CardKind::named(&kind)?;
    Some(RolloutRow {
        id,
        account_id,
        nickname,
        kind,
        title,
        number,
        body,
        asked_by,
        asked_at,
        carried_by,
        carried_at,
        ended_at,
    })
}

const COLUMNS: &str = "
    r.id, r.account_id, a.nickname, r.kind, c.title, v.number, v.body, r.asked_by, r.asked_at, r.carried_by,
    r.carried_at, r.ended_at
    from card_rollouts r
    join accounts a on a.tenant_id = r.tenant_id and a.id = r.account_id
    join card_versions v on v.tenant_id = r.tenant_id and v.id = r.version_id
    join card_texts c on c.tenant_id = v.tenant_id and c.id = v.card_id";

/// Rollouts that have not ended, of accounts that the actor sees, the newest first.
pub(in crate::entitlements) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    (account, open): (Option<AccountId>, bool),
    page: &PageQuery,
) -> Result<Vec<RolloutRow>, ApiError> {
    let mut list = Conditions::of(scope, "r")
        .and("r.ended_at is null", params![])
        .and_if("r.account_id = ?", account.map(AccountId::uuid))
        .and_seen(sight::of_belongings, scope, "r")
        .and_after("r.asked_at", "r.id", Direction::Down, page.start()?);
    if open {
        list = list.and("r.carried_at is null", params![]);
    }
    let limit = list.parameter(page.rows());
    let text = list.text();
    let sql = format!("select {COLUMNS} where {text} order by r.asked_at desc, r.id desc limit {limit}");
    let rows: Vec<RawRollout> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().filter_map(row).collect())
}

pub(in crate::entitlements) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: CardRolloutId,
) -> Result<Option<RolloutRow>, DbError> {
    let one = Conditions::of(scope, "r").and("r.id = ?", params![id.uuid()]).and_seen(
        sight::of_belongings,
        scope,
        "r",
    );
    let sql = format!("select {COLUMNS} where {}", one.text());
    let raw: Option<RawRollout> = tx.one(&sql, one.into_values()).await?;
    Ok(raw.and_then(row))
}

/// Ends what an account carries or should carry of a kind, but for this version. Says whether it is to be asked for.
pub(in crate::entitlements) async fn end_others(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    (kind, version): (CardKind, CardVersionId),
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "
        update card_rollouts set ended_at = $5
        where tenant_id = $1 and account_id = $2 and kind = $3 and version_id <> $4 and ended_at is null";
    let values = params![scope.tenant.uuid(), account.uuid(), kind.name(), version.uuid(), now.ms()];
    tx.execute(sql, values).await?;
    let sql = "
        select count(*) as n from card_rollouts
        where tenant_id = $1 and account_id = $2 and version_id = $3 and ended_at is null";
    Ok(tx.number(sql, params![scope.tenant.uuid(), account.uuid(), version.uuid()]).await? == 0)
}

pub(in crate::entitlements) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    id: CardRolloutId,
    (account, kind, version): (AccountId, CardKind, CardVersionId),
    (by, now): (&str, Instant),
) -> Result<(), DbError> {
    let sql = "
        insert into card_rollouts (tenant_id, id, account_id, kind, version_id, asked_at, asked_by)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
    let values =
        params![scope.tenant.uuid(), id.uuid(), account.uuid(), kind.name(), version.uuid(), now.ms(), by];
    tx.execute(sql, values).await?;
    Ok(())
}

pub(in crate::entitlements) async fn carry(
    tx: &mut Tx,
    scope: &Scope,
    id: CardRolloutId,
    (by, now): (&str, Instant),
) -> Result<(), DbError> {
    let sql = "
        update card_rollouts set carried_by = $3, carried_at = $4
        where tenant_id = $1 and id = $2 and carried_at is null and ended_at is null";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), by, now.ms()]).await?;
    Ok(())
}
