//! Notes that are near-copies of others.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{content::Pair, id::AccountId, identity::Scope, time::Instant};
use uuid::Uuid;

use super::findings::Wanted;
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// A note with the one that it is nearest to.
#[derive(Debug, Clone)]
pub(in crate::content) struct Copied {
    pub pair: Pair,
    pub published_day: i32,
    pub kind: &'static str,
    pub score_centi: i64,
    /// The passages that belong together, in places of the copy and of the original.
    pub spans: String,
}

/// Forgets that these notes are near-copies.
pub(in crate::content) async fn forget(tx: &mut Tx, scope: &Scope, judged: &[Uuid]) -> Result<(), DbError> {
    let tenant = scope.tenant.uuid();
    let (Some(first), Some(last)) = (judged.iter().min(), judged.iter().max()) else { return Ok(()) };
    let known: Vec<IdRow> = tx
        .all(
            "select note_id from note_copies where tenant_id = $1 and note_id >= $2 and note_id <= $3",
            params![tenant, *first, *last],
        )
        .await?;
    for IdRow { note_id } in known.into_iter().filter(|row| judged.contains(&row.note_id)) {
        let sql = "delete from note_copies where tenant_id = $1 and note_id = $2";
        tx.execute(sql, params![tenant, note_id]).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct IdRow {
    note_id: Uuid,
}

/// Writes down that a note is a near-copy, unless it is known to be nearer to another one.
pub(in crate::content) async fn keep(
    tx: &mut Tx,
    scope: &Scope,
    copied: &Copied,
    now: Instant,
) -> Result<(), DbError> {
    let Copied { pair: Pair { copy, original }, published_day, kind, score_centi, spans } = copied;
    let sql = "
        insert into note_copies (tenant_id, note_id, account_id, published_at, published_day, original_id, kind,
            score_centi, spans, found_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (tenant_id, note_id) do update set original_id = excluded.original_id, kind = excluded.kind,
            score_centi = excluded.score_centi, spans = excluded.spans, found_at = excluded.found_at
        where excluded.score_centi > note_copies.score_centi";
    let values = params![
        scope.tenant.uuid(),
        copy.note.uuid(),
        copy.account.uuid(),
        copy.published_at.ms(),
        *published_day,
        original.note.uuid(),
        *kind,
        *score_centi,
        spans.as_str(),
        now.ms()
    ];
    tx.execute(sql, values).await?;
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
            c.score_centi, c.spans
        from note_copies c
        join notes n on n.tenant_id = c.tenant_id and n.id = c.note_id
        join accounts a on a.tenant_id = c.tenant_id and a.id = c.account_id
        where {} order by c.published_at desc, c.note_id desc limit {limit}",
        list.text()
    );
    Ok(tx.all(&sql, list.into_values()).await?)
}
