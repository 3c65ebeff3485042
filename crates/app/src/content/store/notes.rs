//! Notes as texts: what is judged and compared.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{ImportId, NoteId},
    identity::Scope,
};
use uuid::Uuid;

use crate::matrix::conditions::Conditions;

/// A published note, as far as texts are concerned.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::content) struct NoteText {
    pub id: Uuid,
    pub account_id: Uuid,
    pub title: String,
    pub published_at: i64,
    pub published_day: i32,
    /// The row of the import by which it was asked for; 0 where it was asked for otherwise.
    pub row_no: i64,
}

/// Notes of the brand in the order of their ids.
pub(in crate::content) async fn after(
    tx: &mut Tx,
    scope: &Scope,
    last: Option<NoteId>,
    count: i64,
) -> Result<Vec<NoteText>, DbError> {
    let sql = "
        select id, account_id, title, published_at, published_day, cast(0 as bigint) as row_no from notes
        where tenant_id = $1 and id > $2 order by id limit $3";
    tx.all(sql, params![scope.tenant.uuid(), last.map_or(Uuid::nil(), NoteId::uuid), count]).await
}

/// Notes that an import spoke of, in the order of its rows.
pub(in crate::content) async fn of_import(
    tx: &mut Tx,
    scope: &Scope,
    import: ImportId,
    after_row: i64,
    count: i64,
) -> Result<Vec<NoteText>, DbError> {
    let sql = "
        select n.id, n.account_id, n.title, n.published_at, n.published_day, o.row_no
        from observations o join notes n on n.tenant_id = o.tenant_id and n.id = o.subject_id
        where o.tenant_id = $1 and o.import_id = $2 and o.row_no > $3 order by o.row_no limit $4";
    tx.all(sql, params![scope.tenant.uuid(), import.uuid(), after_row, count]).await
}

/// A note with its account, for people.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::content) struct NamedNote {
    pub id: Uuid,
    pub account_id: Uuid,
    pub nickname: String,
    pub title: String,
    pub published_at: i64,
    pub published_day: i32,
}

const NAMED: &str = "select n.id, n.account_id, a.nickname, n.title, n.published_at, n.published_day
    from notes n join accounts a on a.tenant_id = n.tenant_id and a.id = n.account_id";

/// Those of these notes that are there, whoever asks.
pub(in crate::content) async fn named(
    tx: &mut Tx,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<Vec<NamedNote>, DbError> {
    let wanted = Conditions::of(scope, "n").and_in("n.id", ids.iter().map(|id| (*id).into()));
    tx.all(&format!("{NAMED} where {}", wanted.text()), wanted.into_values()).await
}

/// Those of these notes that the actor sees.
pub(in crate::content) async fn seen(
    tx: &mut Tx,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<Vec<NamedNote>, DbError> {
    let wanted = Conditions::of(scope, "n")
        .and_in("n.id", ids.iter().map(|id| (*id).into()))
        .and_seen_accounts(scope, "a");
    tx.all(&format!("{NAMED} where {}", wanted.text()), wanted.into_values()).await
}

/// The number of the last event of the brand's log.
pub(in crate::content) async fn last_event(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    let sql = "select coalesce(max(seq), 0) as n from event_heads where tenant_id = $1";
    tx.number(sql, params![scope.tenant.uuid()]).await
}

#[derive(Debug, FromQueryResult)]
pub(in crate::content) struct ImportEvent {
    pub kind: String,
    pub subject: String,
}

/// Imports that were finished or taken back after an event, the oldest first.
pub(in crate::content) async fn imports_since(
    tx: &mut Tx,
    scope: &Scope,
    seq: i64,
    count: i64,
) -> Result<Vec<ImportEvent>, DbError> {
    let sql = "
        select kind, subject from events
        where tenant_id = $1 and seq > $2 and kind in ('import_finished', 'import_reversed')
        order by seq limit $3";
    tx.all(sql, params![scope.tenant.uuid(), seq, count]).await
}
