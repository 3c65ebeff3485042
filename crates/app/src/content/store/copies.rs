//! Notes that are near-copies of others.

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    id::{AccountId, NoteId},
    identity::Scope,
    time::Instant,
};
use uuid::Uuid;

use super::{
    findings::Wanted,
    notes::{IDS_AT_ONCE_MAX, NoteText, among},
};
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// A note with the earlier one that it is nearest to.
#[derive(Debug, Clone)]
pub(in crate::content) struct Copied {
    pub note: NoteText,
    pub original: NoteId,
    pub kind: &'static str,
    pub score_centi: i64,
    /// The passages that belong together, as JSON.
    pub spans: String,
}

const HEAD: &str =
    "insert into note_copies (tenant_id, note_id, account_id, published_at, published_day, original_id,
    kind, score_centi, spans, found_at)";
const COLUMNS: usize = 10;
/// Somebody else may have found an original that is nearer.
const TAIL: &str = "on conflict (tenant_id, note_id) do update set original_id = excluded.original_id,
        kind = excluded.kind, score_centi = excluded.score_centi, spans = excluded.spans, found_at = excluded.found_at
    where excluded.score_centi > note_copies.score_centi";

/// Forgets that these notes are near-copies.
pub(in crate::content) async fn forget(tx: &mut Tx, scope: &Scope, judged: &[Uuid]) -> Result<(), DbError> {
    for ids in judged.chunks(IDS_AT_ONCE_MAX) {
        let (wanted, values) = among(tx, scope, "tenant_id", "note_id", ids);
        tx.execute(&format!("delete from note_copies where {wanted}"), values).await?;
    }
    Ok(())
}

/// The notes that are near-copies of one of these.
pub(in crate::content) async fn of_originals(
    tx: &mut Tx,
    scope: &Scope,
    originals: &[Uuid],
) -> Result<Vec<Uuid>, DbError> {
    let mut found = Vec::new();
    for ids in originals.chunks(IDS_AT_ONCE_MAX) {
        let (wanted, values) = among(tx, scope, "tenant_id", "original_id", ids);
        let rows: Vec<IdRow> =
            tx.all(&format!("select note_id from note_copies where {wanted}"), values).await?;
        found.extend(rows.into_iter().map(|row| row.note_id));
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct IdRow {
    note_id: Uuid,
}

/// Writes down that notes are near-copies, unless they are known to be nearer to another one. No note may be named
/// twice.
pub(in crate::content) async fn keep(
    tx: &mut Tx,
    scope: &Scope,
    copied: &[Copied],
    now: Instant,
) -> Result<(), DbError> {
    let mut values: Vec<Value> = Vec::with_capacity(copied.len() * COLUMNS);
    for Copied { note, original, kind, score_centi, spans } in copied {
        values.extend(params![
            scope.tenant.uuid(),
            note.id,
            note.account_id,
            note.published_at,
            note.published_day,
            original.uuid(),
            *kind,
            *score_centi,
            spans.as_str(),
            now.ms()
        ]);
    }
    tx.insert_rows(HEAD, COLUMNS, TAIL, values).await?;
    Ok(())
}

/// A note of the list.
#[derive(Debug, FromQueryResult)]
pub(in crate::content) struct CopiedRow {
    pub note_id: Uuid,
    pub account_id: Uuid,
    pub nickname: String,
    pub title: String,
    pub published_at: i64,
    pub published_day: i32,
    pub original_id: Uuid,
    pub kind: String,
    pub score_centi: i64,
    pub spans: String,
    pub found_at: i64,
}

/// Near-copies by accounts that the actor sees, the newest first; read as the flagged notes are.
pub(in crate::content) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: Wanted<'_>,
    page: &PageQuery,
) -> Result<Vec<CopiedRow>, ApiError> {
    let Wanted { account, from, to, only } = wanted;
    let mut list = Conditions::of(scope, "c")
        .and_if("c.account_id = ?", account.map(AccountId::uuid))
        .and_if("c.kind = ?", only.map(str::to_owned))
        .and_published("c", from, to)
        .and_seen_accounts(scope, "a")
        .and_after("c.published_at", "c.note_id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!(
        "select c.note_id, c.account_id, a.nickname, n.title, c.published_at, c.published_day, c.original_id, c.kind,
            c.score_centi, c.spans, c.found_at
        from note_copies c
        join notes n on n.tenant_id = c.tenant_id and n.id = c.note_id
        join accounts a on a.tenant_id = c.tenant_id and a.id = c.account_id
        where {} order by c.published_at desc, c.note_id desc limit {limit}",
        list.text()
    );
    Ok(tx.all(&sql, list.into_values()).await?)
}
