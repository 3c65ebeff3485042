//! The rows of notes, in any order.
//!
//! How the lists are read, measured with 100,000 notes of 100 accounts (`explain query plan` on SQLite, `explain
//! analyze` on PostgreSQL):
//!
//! - Newest first over the whole brand walks `notes_by_age (tenant_id, published_at, id)` and stops when the page is
//!   full: SQLite `search n using index notes_by_age (tenant_id=? and (published_at,id)<(?,?))`, PostgreSQL `index
//!   scan backward using notes_by_age`; below 1 ms on both.
//! - Every other list reads the notes of the accounts it is about and keeps the best while reading: SQLite `search n
//!   using index` of the unique key `(tenant_id, account_id, published_at, title)` with the accounts as `list
//!   subquery` and a bounded `temp b-tree for order by`, PostgreSQL a hash join and `top-n heapsort`. Text is compared
//!   within that key. SQLite takes up to 65 ms of a processor for the whole brand and 20 ms for one region,
//!   PostgreSQL up to 120 ms. By `notes_by_age` alone SQLite would take four times as long.
//!
//! Only the page itself is read in full. An index per figure would make every import pay for it.

use db::{FromQueryResult, Tx};
use domain::{
    id::AccountId,
    identity::{Scope, Sight},
    time::Day,
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        api::notes::{NoteSort, Order},
        conditions::{Conditions, Direction},
        sight,
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
    let (direction, last) = match wanted.order {
        Order::Asc => (Direction::Up, LAST_UP),
        Order::Desc => (Direction::Down, LAST_DOWN),
    };
    let start = match (direction, &page.cursor) {
        (Direction::Up, None) => (i64::MIN, Uuid::nil()),
        _ => page.start()?,
    };
    let by_age = wanted.sort == NoteSort::PublishedAt
        && scope.sight == Sight::All
        && wanted.account.is_none()
        && wanted.searched.is_none();
    let key = match wanted.sort {
        NoteSort::PublishedAt if by_age => "n.published_at".to_owned(),
        NoteSort::PublishedAt => "+n.published_at".to_owned(),
        figure => format!("coalesce(n.{}, {last})", figure.name()),
    };
    let narrowed = narrow(scope, wanted, by_age);
    let mut list = narrowed.and_after(&key, "n.id", direction, start);
    let limit = list.parameter(page.rows());
    let sql = format!(
        "with page as (
            select n.id, {key} as sort_key from notes n
            where {} order by {key} {word}, n.id {word} limit {limit})
        select {COLUMNS}, p.sort_key from page p
        join notes n on n.tenant_id = $1 and n.id = p.id
        join accounts a on a.tenant_id = $1 and a.id = n.account_id
        order by p.sort_key {word}, p.id {word}",
        list.text(),
        word = direction.word(),
    );
    Ok(tx.all(&sql, list.into_values()).await?)
}

fn narrow(scope: &Scope, wanted: Wanted<'_>, by_age: bool) -> Conditions {
    let Wanted { account, from, to, searched, sort: _, order: _ } = wanted;
    let mut list = Conditions::of(scope, "n");
    if !by_age {
        let seen = list.inner(sight::condition, scope, "a");
        let one = account.map(|account| format!("and a.id = {}", list.parameter(account.uuid())));
        let accounts = format!(
            "n.account_id in (select a.id from accounts a where a.tenant_id = $1 and {seen} {})",
            one.unwrap_or_default()
        );
        list = list.and(&accounts, vec![]);
    }
    list.and_published("n", from, to).and_contains(&["n.title"], searched)
}
