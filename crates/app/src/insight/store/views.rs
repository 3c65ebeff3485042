//! Saved views of lists.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{SavedViewId, UserId},
    identity::Scope,
    time::Instant,
};
use uuid::Uuid;

/// Views that one member may save for one page.
pub(in crate::insight) const VIEWS_MAX: i64 = 50;

/// A saved view.
#[derive(Debug)]
pub(in crate::insight) struct SavedView {
    pub id: SavedViewId,
    pub page: String,
    pub name: String,
    pub query: String,
    pub created_at: Instant,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    page: String,
    name: String,
    query: String,
    created_at: i64,
}

impl From<Row> for SavedView {
    fn from(row: Row) -> Self {
        let Row { id, page, name, query, created_at } = row;
        let (id, created_at) = (SavedViewId::from_uuid(id), Instant::from_ms(created_at));
        Self { id, page, name, query, created_at }
    }
}

/// The user's views of a page, or of all pages, by name.
pub(in crate::insight) async fn views(
    tx: &mut Tx,
    scope: &Scope,
    user: UserId,
    page: Option<&str>,
) -> Result<Vec<SavedView>, DbError> {
    let sql = "
        select id, page, name, query, created_at from saved_views
        where tenant_id = $1 and user_id = $2 and (cast($3 as text) is null or page = $3)
        order by page, name limit $4";
    let page = page.map(str::to_owned);
    let pages_max = if page.is_some() { 1 } else { 20 };
    let rows: Vec<Row> =
        tx.all(sql, params![scope.tenant.uuid(), user.uuid(), page, VIEWS_MAX * pages_max]).await?;
    Ok(rows.into_iter().map(SavedView::from).collect())
}

pub(in crate::insight) async fn count(
    tx: &mut Tx,
    scope: &Scope,
    user: UserId,
    page: &str,
) -> Result<i64, DbError> {
    let sql = "select count(*) as n from saved_views where tenant_id = $1 and user_id = $2 and page = $3";
    tx.number(sql, params![scope.tenant.uuid(), user.uuid(), page]).await
}

pub(in crate::insight) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    user: UserId,
    view: &SavedView,
) -> Result<(), DbError> {
    let SavedView { id, page, name, query, created_at } = view;
    let sql = "
        insert into saved_views (tenant_id, id, user_id, page, name, query, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        user.uuid(),
        page.as_str(),
        name.as_str(),
        query.as_str(),
        created_at.ms()
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Removes a view of the user; `false` when it is none of theirs.
pub(in crate::insight) async fn delete(
    tx: &mut Tx,
    scope: &Scope,
    user: UserId,
    id: SavedViewId,
) -> Result<bool, DbError> {
    let sql = "delete from saved_views where tenant_id = $1 and user_id = $2 and id = $3";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), user.uuid(), id.uuid()]).await? > 0)
}
