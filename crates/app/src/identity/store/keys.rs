//! The rows of keys for programs.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{ApiKeyId, TenantId},
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
