//! Passes over all notes of a brand, and the editions by which notes were judged.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{id::ContentEditionId, identity::Scope, time::Instant};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct EditionRow {
    packs: String,
}

/// The edition by which all of the brand's notes were judged, as its packs; nothing while a pass goes on.
pub(in crate::content) async fn judged_by(tx: &mut Tx, scope: &Scope) -> Result<Option<String>, DbError> {
    let sql = "
        select e.packs from content_heads h
        join content_editions e on e.tenant_id = h.tenant_id and e.id = h.judged_by where h.tenant_id = $1";
    let row: Option<EditionRow> = tx.one(sql, params![scope.tenant.uuid()]).await?;
    Ok(row.map(|row| row.packs))
}

/// The id of an edition, which is written down when it is used for the first time.
pub(in crate::content) async fn edition(
    tx: &mut Tx,
    scope: &Scope,
    packs: &str,
    (fresh, now): (ContentEditionId, Instant),
) -> Result<ContentEditionId, DbError> {
    let sql = "
        insert into content_editions (tenant_id, id, packs, first_used_at) values ($1, $2, $3, $4)
        on conflict (tenant_id, packs) do nothing";
    tx.execute(sql, params![scope.tenant.uuid(), fresh.uuid(), packs, now.ms()]).await?;
    let sql = "select id from content_editions where tenant_id = $1 and packs = $2";
    let row: Option<IdRow> = tx.one(sql, params![scope.tenant.uuid(), packs]).await?;
    Ok(row.map_or(fresh, |row| ContentEditionId::from_uuid(row.id)))
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// The number of the newest pass; 0 where there was none.
pub(in crate::content) async fn newest(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    let sql = "select coalesce(max(pass), 0) as n from content_heads where tenant_id = $1";
    tx.number(sql, params![scope.tenant.uuid()]).await
}

/// The number of the newest pass, and keeps others from beginning one until the commit.
pub(in crate::content) async fn hold(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    let sql = "
        insert into content_heads (tenant_id, revision, pass) values ($1, 0, 0)
        on conflict (tenant_id) do update set pass = content_heads.pass
        returning pass as n";
    tx.number(sql, params![scope.tenant.uuid()]).await
}

/// Begins a pass, which overtakes all others, and returns its number.
pub(in crate::content) async fn begin(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    let sql = "
        insert into content_heads (tenant_id, revision, pass) values ($1, 0, 1)
        on conflict (tenant_id) do update set pass = content_heads.pass + 1, judged_by = null
        returning pass as n";
    tx.number(sql, params![scope.tenant.uuid()]).await
}

/// Ends the newest pass: all notes are judged by this edition.
pub(in crate::content) async fn end(
    tx: &mut Tx,
    scope: &Scope,
    edition: ContentEditionId,
) -> Result<(), DbError> {
    let sql = "update content_heads set judged_by = $2 where tenant_id = $1";
    tx.execute(sql, params![scope.tenant.uuid(), edition.uuid()]).await?;
    Ok(())
}
