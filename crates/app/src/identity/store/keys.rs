//! The rows of keys for programs.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{ApiKeyId, TenantId, UserId},
    identity::{API_KEYS_MAX, Action, Scope},
    time::Instant,
};
use uuid::Uuid;

/// A key for programs, as far as letting it in needs it.
#[derive(Debug)]
pub(in crate::identity) struct KeyRow {
    pub id: ApiKeyId,
    pub name: String,
    pub actions: String,
    pub expires_at: Option<Instant>,
    pub used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

impl KeyRow {
    pub fn is_usable(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| end > now)
    }
}

#[derive(FromQueryResult)]
struct RawKey {
    id: Uuid,
    name: String,
    actions: String,
    expires_at: Option<i64>,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

pub(in crate::identity) async fn api_key_by_token(
    tx: &mut Tx,
    tenant: TenantId,
    hash: &[u8],
) -> Result<Option<KeyRow>, DbError> {
    let sql = "
        select id, name, actions, expires_at, used_at, revoked_at from api_keys
        where tenant_id = $1 and token_hash = $2";
    let row: Option<RawKey> = tx.one(sql, params![tenant.uuid(), hash.to_vec()]).await?;
    Ok(row.map(|RawKey { id, name, actions, expires_at, used_at, revoked_at }| KeyRow {
        id: ApiKeyId::from_uuid(id),
        name,
        actions,
        expires_at: expires_at.map(Instant::from_ms),
        used_at: used_at.map(Instant::from_ms),
        revoked_at: revoked_at.map(Instant::from_ms),
    }))
}

pub(in crate::identity) async fn touch_api_key(
    tx: &mut Tx,
    tenant: TenantId,
    id: ApiKeyId,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "update api_keys set used_at = $3 where tenant_id = $1 and id = $2";
    tx.execute(sql, params![tenant.uuid(), id.uuid(), now.ms()]).await?;
    Ok(())
}

pub(in crate::identity) struct NewKey {
    pub id: ApiKeyId,
    pub name: String,
    pub token_hash: Vec<u8>,
    pub ending: String,
    pub actions: Vec<Action>,
    pub by: UserId,
    pub expires_at: Option<Instant>,
}

pub(in crate::identity) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    key: NewKey,
    now: Instant,
) -> Result<(), DbError> {
    let NewKey { id, name, token_hash, ending, actions, by, expires_at } = key;
    let actions: Vec<&str> = actions.into_iter().map(Action::name).collect();
    let sql = "
        insert into api_keys (tenant_id, id, name, token_hash, ending, actions, created_by, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        name,
        token_hash,
        ending,
        actions.join(" "),
        by.uuid(),
        now.ms(),
        expires_at.map(Instant::ms)
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// One line of the list of keys.
#[derive(Debug, FromQueryResult)]
pub(in crate::identity) struct KeyLine {
    pub id: Uuid,
    pub name: String,
    pub ending: String,
    pub actions: String,
    pub maker: String,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub used_at: Option<i64>,
}

const KEYS: &str = "
    select k.id, k.name, k.ending, k.actions, u.name as maker, k.created_at, k.expires_at, k.used_at
    from api_keys k join users u on u.id = k.created_by where k.tenant_id = $1 and k.revoked_at is null";

pub(in crate::identity) async fn list(tx: &mut Tx, scope: &Scope) -> Result<Vec<KeyLine>, DbError> {
    let sql = format!("{KEYS} order by k.created_at desc, k.id desc limit $2");
    tx.all(&sql, params![scope.tenant.uuid(), API_KEYS_MAX]).await
}

pub(in crate::identity) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: ApiKeyId,
) -> Result<Option<KeyLine>, DbError> {
    tx.one(&format!("{KEYS} and k.id = $2"), params![scope.tenant.uuid(), id.uuid()]).await
}

pub(in crate::identity) async fn count(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    let sql = "select count(*) as n from api_keys where tenant_id = $1 and revoked_at is null";
    tx.number(sql, params![scope.tenant.uuid()]).await
}

/// Revokes a key; `false` when there is none, or it was revoked before.
pub(in crate::identity) async fn revoke(
    tx: &mut Tx,
    scope: &Scope,
    id: ApiKeyId,
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "update api_keys set revoked_at = $3 where tenant_id = $1 and id = $2 and revoked_at is null";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), now.ms()]).await? > 0)
}
