//! The rows of notes, in any order.
//!
//! How the lists are read, with 100,000 notes of 100 accounts (`explain query plan` on SQLite, `explain` on
//! PostgreSQL):
//!
//! - Newest first, over all accounts: SQLite `search n using index notes_by_age (tenant_id=? and
//!   (published_at,id)<(?,?))`, then the account by its primary key; PostgreSQL `index scan backward using
//!   notes_by_age`. Only the rows of the page are read.
//! - One account: SQLite `search n using index` of the unique key `(tenant_id, account_id, …)` and a sort of that
//!   account's notes; PostgreSQL likewise.
//! - By a figure over all accounts: every note is read once and the best of them are kept while reading (SQLite
//!   `use temp b-tree for order by` with a limit, PostgreSQL `top-n heapsort`). An index per figure would make every
//!   import pay for it.
//! - Text in a title: as by a figure, with a comparison for each note.

use db::{FromQueryResult, Tx};
use domain::{id::AccountId, identity::Scope, time::Day};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        api::notes::{NoteSort, Order},
        conditions::{Conditions, Direction},
    },
};

/// A note with its figures and where they came from.
#[derive(Debug, FromQueryResult)]
pub(in crate::matrix) struct NoteRow {
    pub id: Uuid,
    pub account_id: Uuid,
    pub nickname: String,
    pub title: String,
    pub published_at: i64,
    pub published_day: i32,
    pub format: Option<String>,
    pub xhs_note_id: Option<String>,
    pub impression: Option<i64>,
    pub read: Option<i64>,
    pub cover_ctr_ppm: Option<i64>,
    pub likes: Option<i64>,
    pub comments: Option<i64>,
    pub collects: Option<i64>,
    pub follows: Option<i64>,
    pub shares: Option<i64>,
    pub watch_ms: Option<i64>,
    pub danmaku: Option<i64>,
    pub import_id: Uuid,
    pub row_no: i64,
    pub older_cells: Option<String>,
    /// What the list is ordered by.
    pub sort_key: i64,
}

/// What a list of notes is narrowed to, and its order.
#[derive(Debug, Clone, Copy)]
pub(in crate::matrix) struct Wanted<'a> {
    pub account: Option<AccountId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub searched: Option<&'a str>,
    pub sort: NoteSort,
    pub order: Order,
}

const COLUMNS: &str = "n.id, n.account_id, a.nickname, n.title, n.published_at, n.published_day, n.format,
    n.xhs_note_id, n.impression, n.read, n.cover_ctr_ppm, n.likes, n.comments, n.collects, n.follows, n.shares,
    n.watch_ms, n.danmaku, n.import_id, n.row_no, n.older_cells";

/// Stands for a figure that no file named when it must come after every other from the greatest down.
const LAST_DOWN: &str = "-9223372036854775807";
/// The same from the smallest up.
const LAST_UP: &str = "9223372036854775807";

/// Notes of accounts that the actor sees.
pub(in crate::matrix) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: Wanted<'_>,
    page: &PageQuery,
) -> Result<Vec<NoteRow>, ApiError> {
    let Wanted { account, from, to, searched, sort, order } = wanted;
    let (direction, last) = match order {
        Order::Asc => (Direction::Up, LAST_UP),
        Order::Desc => (Direction::Down, LAST_DOWN),
    };
    let key = match sort {
        NoteSort::PublishedAt => "n.published_at".to_owned(),
        figure => format!("coalesce(n.{}, {last})", figure.name()),
    };
    let start = match (direction, &page.cursor) {
        (Direction::Up, None) => (i64::MIN, Uuid::nil()),
        _ => page.start()?,
    };
    let mut list = Conditions::of(scope, "n")
        .and_seen_accounts(scope, "a")
        .and_if("n.account_id = ?", account.map(AccountId::uuid))
        .and_if("n.published_day >= ?", from.map(Day::yyyymmdd))
        .and_if("n.published_day <= ?", to.map(Day::yyyymmdd))
        .and_contains(&["n.title"], searched)
        .and_after(&key, "n.id", direction, start);
    let limit = list.parameter(page.rows());
    let sql = format!(
        "select {COLUMNS}, {key} as sort_key
        from notes n join accounts a on a.tenant_id = n.tenant_id and a.id = n.account_id
        where {} order by {key} {word}, n.id {word} limit {limit}",
        list.text(),
        word = direction.word(),
    );
    Ok(tx.all(&sql, list.into_values()).await?)
}
