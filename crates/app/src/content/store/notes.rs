//! Notes as texts: what is judged and compared. Of a note, files hold the title and no more.

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    content::Published,
    id::{AccountId, ImportId, NoteId},
    identity::Scope,
    time::Instant,
};
use uuid::Uuid;

use crate::matrix::conditions::Conditions;

/// Notes that one statement names.
pub(super) const IDS_AT_ONCE_MAX: usize = 500;

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
    /// 1 where a later file names the note otherwise: this title is no longer published.
    pub former: i64,
}

impl NoteText {
    pub fn is_former(&self) -> bool {
        self.former != 0
    }

    pub fn published(&self) -> Published {
        Published {
            note: NoteId::from_uuid(self.id),
            account: AccountId::from_uuid(self.account_id),
            published_at: Instant::from_ms(self.published_at),
        }
    }
}

/// An account publishes one note at a time: where files name two of one moment, the title of the older file was
/// edited away.
const FORMER: &str = "cast(case when exists (select 1 from notes l where l.tenant_id = n.tenant_id
        and l.account_id = n.account_id and l.published_at = n.published_at and l.import_id > n.import_id)
    then 1 else 0 end as bigint) as former";

/// Notes of the brand in the order of their ids.
pub(in crate::content) async fn after(
    tx: &mut Tx,
    scope: &Scope,
    last: Option<NoteId>,
    count: i64,
) -> Result<Vec<NoteText>, DbError> {
    let sql = format!(
        "select n.id, n.account_id, n.title, n.published_at, n.published_day, cast(0 as bigint) as row_no, {FORMER}
        from notes n where n.tenant_id = $1 and n.id > $2 order by n.id limit $3"
    );
    tx.all(&sql, params![scope.tenant.uuid(), last.map_or(Uuid::nil(), NoteId::uuid), count]).await
}

/// Notes that `count` rows of an import spoke of, in the order of the rows, with the former titles of each.
pub(in crate::content) async fn of_import(
    tx: &mut Tx,
    scope: &Scope,
    import: ImportId,
    after_row: i64,
    count: i64,
) -> Result<Vec<NoteText>, DbError> {
    let sql = format!(
        "select n.id, n.account_id, n.title, n.published_at, n.published_day, o.row_no, {FORMER}
        from (select row_no, subject_id from observations
            where tenant_id = $1 and import_id = $2 and row_no > $3 order by row_no limit $4) o
        join notes s on s.tenant_id = $1 and s.id = o.subject_id
        join notes n on n.tenant_id = $1 and n.account_id = s.account_id and n.published_at = s.published_at
        order by o.row_no, n.id"
    );
    tx.all(&sql, params![scope.tenant.uuid(), import.uuid(), after_row, count]).await
}

/// Those of these notes that are there.
pub(in crate::content) async fn with_ids(
    tx: &mut Tx,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<Vec<NoteText>, DbError> {
    let mut notes = Vec::with_capacity(ids.len());
    for ids in ids.chunks(IDS_AT_ONCE_MAX) {
        let (wanted, values) = among(tx, scope, "n.tenant_id", "n.id", ids);
        let sql = format!(
            "select n.id, n.account_id, n.title, n.published_at, n.published_day, cast(0 as bigint) as row_no, {FORMER}
            from notes n where {wanted}"
        );
        notes.append(&mut tx.all(&sql, values).await?);
    }
    Ok(notes)
}

/// The condition that a row of the brand is about one of these notes. It stands before every other one.
pub(super) fn among(
    tx: &Tx,
    scope: &Scope,
    tenant_column: &str,
    note_column: &str,
    ids: &[Uuid],
) -> (String, Vec<Value>) {
    let places = tx.places(ids.len(), 1, 1);
    let text = format!("{note_column} in {places} and {tenant_column} = {}", tx.place(ids.len() + 1));
    let ids = ids.iter().map(|id| Value::Uuid(Some(*id)));
    (text, ids.chain([scope.tenant.uuid().into()]).collect())
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

/// Those of these notes that the actor sees.
pub(in crate::content) async fn seen(
    tx: &mut Tx,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<Vec<NamedNote>, DbError> {
    let wanted = Conditions::of(scope, "n")
        .and_in("n.id", ids.iter().map(|id| (*id).into()))
        .and_seen_accounts(scope, "a");
    let sql = format!(
        "select n.id, n.account_id, a.nickname, n.title, n.published_at, n.published_day
        from notes n join accounts a on a.tenant_id = n.tenant_id and a.id = n.account_id where {}",
        wanted.text()
    );
    tx.all(&sql, wanted.into_values()).await
}

/// The number of the last event of the brand's log.
pub(in crate::content) async fn last_event(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    let sql = "select coalesce(max(seq), 0) as n from event_heads where tenant_id = $1";
    tx.number(sql, params![scope.tenant.uuid()]).await
}

/// An import that was finished or taken back.
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
