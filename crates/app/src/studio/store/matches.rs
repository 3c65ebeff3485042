//! Texts that left the house, and the notes of the export that they may have become.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, DraftId, NoteId},
    identity::Scope,
    studio::results::{Exported, Left},
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::matrix::conditions::Conditions;

/// Texts that are looked for at once: those handed over last.
const LEFT_MAX: i64 = 1_000;
/// Notes that they are looked for among.
const EXPORTED_MAX: i64 = 5_000;
/// Notes of an account from which its quartiles are told.
const OWN_NOTES_MAX: i64 = 400;

#[derive(FromQueryResult)]
struct RawLeft {
    draft_id: Uuid,
    account_id: Uuid,
    title: String,
    handed_over_day: i32,
    link: Option<String>,
}

/// Texts that left the house since a day and were not seen yet, of accounts that the actor sees.
pub(in crate::studio) async fn left(tx: &mut Tx, scope: &Scope, since: Day) -> Result<Vec<Left>, DbError> {
    let mut wanted = Conditions::of(scope, "h")
        .and("h.note_id is null and h.handed_over_day >= ?", params![since.yyyymmdd()])
        .and_seen_accounts(scope, "a");
    let limit = wanted.parameter(LEFT_MAX);
    let sql = format!(
        "select h.draft_id, h.account_id, t.title, h.handed_over_day, h.link from handoffs h
        join accounts a on a.tenant_id = h.tenant_id and a.id = h.account_id
        join draft_texts t on t.tenant_id = h.tenant_id and t.draft_id = h.draft_id and t.text_no = h.text_no
        where {} order by h.handed_over_at desc, h.draft_id limit {limit}",
        wanted.text()
    );
    let rows: Vec<RawLeft> = tx.all(&sql, wanted.into_values()).await?;
    Ok(rows
        .into_iter()
        .filter_map(|RawLeft { draft_id, account_id, title, handed_over_day, link }| {
            let (draft, account) = (DraftId::from_uuid(draft_id), AccountId::from_uuid(account_id));
            Some(Left { draft, account, title, on: Day::from_yyyymmdd(handed_over_day).ok()?, link })
        })
        .collect())
}

#[derive(FromQueryResult)]
struct RawExported {
    id: Uuid,
    account_id: Uuid,
    title: String,
    published_day: i32,
    xhs_note_id: Option<String>,
}

/// Notes that these accounts published since a day and that are no draft's yet. Titles that were edited away are left
/// out.
pub(in crate::studio) async fn exported(
    tx: &mut Tx,
    scope: &Scope,
    accounts: &[AccountId],
    since: Day,
) -> Result<Vec<Exported>, DbError> {
    let mut wanted = Conditions::of(scope, "n")
        .and_in("n.account_id", accounts.iter().map(|account| account.uuid().into()))
        .and("n.published_day >= ?", params![since.yyyymmdd()]);
    let limit = wanted.parameter(EXPORTED_MAX);
    let sql = format!(
        "select n.id, n.account_id, n.title, n.published_day, n.xhs_note_id from notes n
        where {} and not exists (select 1 from handoffs h where h.tenant_id = $1 and h.note_id = n.id)
            and not exists (select 1 from notes l where l.tenant_id = $1 and l.account_id = n.account_id
                and l.published_at = n.published_at and l.import_id > n.import_id)
        order by n.published_at desc, n.id limit {limit}",
        wanted.text()
    );
    let rows: Vec<RawExported> = tx.all(&sql, wanted.into_values()).await?;
    Ok(rows
        .into_iter()
        .filter_map(|RawExported { id, account_id, title, published_day, xhs_note_id }| {
            let (note, account) = (NoteId::from_uuid(id), AccountId::from_uuid(account_id));
            let on = Day::from_yyyymmdd(published_day).ok()?;
            Some(Exported { note, account, title, on, platform_id: xhs_note_id })
        })
        .collect())
}

/// Writes down which note a text became, and who said so; nobody where it could be no other.
pub(in crate::studio) async fn see(
    tx: &mut Tx,
    scope: &Scope,
    (draft, note): (DraftId, NoteId),
    (by, now): (Option<&str>, Instant),
) -> Result<(), DbError> {
    let sql = "
        update handoffs set note_id = $3, seen_at = $4, seen_by = $5
        where tenant_id = $1 and draft_id = $2 and note_id is null";
    tx.execute(sql, params![scope.tenant.uuid(), draft.uuid(), note.uuid(), now.ms(), by]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Gone {
    draft_id: Uuid,
}

/// Texts whose note is gone with its import. They are looked for again.
pub(in crate::studio) async fn lose_gone(tx: &mut Tx, scope: &Scope) -> Result<Vec<DraftId>, DbError> {
    let sql = "
        select h.draft_id from handoffs h
        where h.tenant_id = $1 and h.note_id is not null
            and not exists (select 1 from notes n where n.tenant_id = $1 and n.id = h.note_id)";
    let gone: Vec<Gone> = tx.all(sql, params![scope.tenant.uuid()]).await?;
    for Gone { draft_id } in &gone {
        let sql = "
            update handoffs set note_id = null, seen_at = null, seen_by = null
            where tenant_id = $1 and draft_id = $2";
        tx.execute(sql, params![scope.tenant.uuid(), *draft_id]).await?;
    }
    Ok(gone.into_iter().map(|Gone { draft_id }| DraftId::from_uuid(draft_id)).collect())
}

/// What the platform counted of a note.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::studio) struct Counted {
    pub title: String,
    pub published_at: i64,
    pub impression: Option<i64>,
    pub read: Option<i64>,
    pub likes: Option<i64>,
    pub comments: Option<i64>,
    pub collects: Option<i64>,
    pub follows: Option<i64>,
    pub shares: Option<i64>,
}

const COUNTED: &str = "
    select n.title, n.published_at, n.impression, n.read, n.likes, n.comments, n.collects, n.follows, n.shares
    from notes n";

/// What the platform counted of a note.
pub(in crate::studio) async fn counted(
    tx: &mut Tx,
    scope: &Scope,
    note: NoteId,
) -> Result<Option<Counted>, DbError> {
    let sql = format!("{COUNTED} where n.tenant_id = $1 and n.id = $2");
    tx.one(&sql, params![scope.tenant.uuid(), note.uuid()]).await
}

/// What it counted of the other notes of an account that were published between two moments.
pub(in crate::studio) async fn counted_of(
    tx: &mut Tx,
    scope: &Scope,
    (account, without): (AccountId, NoteId),
    (from, to): (Instant, Instant),
) -> Result<Vec<Counted>, DbError> {
    let sql = format!(
        "{COUNTED} where n.tenant_id = $1 and n.account_id = $2 and n.id <> $3 and n.published_at >= $4
            and n.published_at < $5
        order by n.published_at desc limit $6"
    );
    let values =
        params![scope.tenant.uuid(), account.uuid(), without.uuid(), from.ms(), to.ms(), OWN_NOTES_MAX];
    tx.all(&sql, values).await
}
