//! Notes whose wording cannot stand.
//!
//! How the list is read, measured with 10,000 flagged notes among 100,000 of 100 accounts: the newest first walks
//! `note_findings_by_age (tenant_id, published_at, note_id)` backwards and stops when the page is full: SQLite `search
//! f using index note_findings_by_age (tenant_id=? and (published_at,note_id)<(?,?))`, PostgreSQL `index scan backward
//! using note_findings_by_age`, both with a look-up by key for each note of the page; below 1 ms. One account, or a
//! narrow sight, walks the same index further, at the worst to its end: 19 ms on SQLite, 3 ms on PostgreSQL. The list
//! of near-copies has the same shape and the same plan.

use ::text::check::{Finding, Outcome};
use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    id::{AccountId, ContentEditionId},
    identity::Scope,
    time::{Day, Instant},
};
use uuid::Uuid;

use super::notes::{IDS_AT_ONCE_MAX, NoteText, among};
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// A note with what was found in its title.
#[derive(Debug)]
pub(in crate::content) struct Flagged {
    pub note: NoteText,
    pub outcome: Outcome,
    pub findings: Vec<Finding>,
}

const HEAD: &str =
    "insert into note_findings (tenant_id, note_id, account_id, published_at, published_day, outcome,
    findings, edition_id, judged_at)";
const COLUMNS: usize = 9;
const TAIL: &str = "on conflict (tenant_id, note_id) do update set outcome = excluded.outcome,
    findings = excluded.findings, edition_id = excluded.edition_id, judged_at = excluded.judged_at";

/// Exchanges what is known of these notes for what was found now.
pub(in crate::content) async fn replace(
    tx: &mut Tx,
    scope: &Scope,
    judged: &[Uuid],
    flagged: &[Flagged],
    (edition, now): (ContentEditionId, Instant),
) -> Result<(), DbError> {
    forget(tx, scope, judged).await?;
    let mut values: Vec<Value> = Vec::with_capacity(flagged.len() * COLUMNS);
    for Flagged { note, outcome, findings } in flagged {
        let findings =
            serde_json::to_string(findings).map_err(|error| DbError::Refused(error.to_string()))?;
        values.extend(params![
            scope.tenant.uuid(),
            note.id,
            note.account_id,
            note.published_at,
            note.published_day,
            outcome.to_string(),
            findings,
            edition.uuid(),
            now.ms()
        ]);
    }
    tx.insert_rows(HEAD, COLUMNS, TAIL, values).await?;
    Ok(())
}

async fn forget(tx: &mut Tx, scope: &Scope, judged: &[Uuid]) -> Result<(), DbError> {
    for ids in judged.chunks(IDS_AT_ONCE_MAX) {
        let (wanted, values) = among(tx, scope, "tenant_id", "note_id", ids);
        tx.execute(&format!("delete from note_findings where {wanted}"), values).await?;
    }
    Ok(())
}

/// A note of the list.
#[derive(Debug, FromQueryResult)]
pub(in crate::content) struct FlaggedRow {
    pub note_id: Uuid,
    pub account_id: Uuid,
    pub nickname: String,
    pub title: String,
    pub published_at: i64,
    pub published_day: i32,
    pub outcome: String,
    pub findings: String,
    pub packs: String,
    pub judged_at: i64,
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::content) struct Wanted<'a> {
    pub account: Option<AccountId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// A single outcome, or a single kind of near-copy.
    pub only: Option<&'a str>,
}

/// Flagged notes of accounts that the actor sees, the newest first.
pub(in crate::content) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: Wanted<'_>,
    page: &PageQuery,
) -> Result<Vec<FlaggedRow>, ApiError> {
    let Wanted { account, from, to, only } = wanted;
    let mut list = Conditions::of(scope, "f")
        .and_if("f.account_id = ?", account.map(AccountId::uuid))
        .and_if("f.outcome = ?", only.map(str::to_owned))
        .and_published("f", from, to)
        .and_seen_accounts(scope, "a")
        .and_after("f.published_at", "f.note_id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!(
        "select f.note_id, f.account_id, a.nickname, n.title, f.published_at, f.published_day, f.outcome, f.findings,
            e.packs, f.judged_at
        from note_findings f
        join notes n on n.tenant_id = f.tenant_id and n.id = f.note_id
        join accounts a on a.tenant_id = f.tenant_id and a.id = f.account_id
        join content_editions e on e.tenant_id = f.tenant_id and e.id = f.edition_id
        where {} order by f.published_at desc, f.note_id desc limit {limit}",
        list.text()
    );
    Ok(tx.all(&sql, list.into_values()).await?)
}
