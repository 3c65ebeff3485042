//! The rows of stores.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{id::StoreId, identity::Scope, time::Instant};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
};

/// A store with how many people and accounts of it the actor sees.
#[derive(Debug, FromQueryResult)]
pub(in crate::people) struct StoreRow {
    pub id: Uuid,
    pub name: String,
    pub region: String,
    pub created_at: i64,
    pub employees: i64,
    pub accounts: i64,
}

/// Stores that the actor sees, the newest first.
pub(in crate::people) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    searched: Option<&str>,
    page: &PageQuery,
) -> Result<Vec<StoreRow>, ApiError> {
    let start = page.start()?;
    let mut list = Conditions::of(scope, "s")
        .and_seen(sight::of_stores, scope, "s")
        .and_contains(&["s.name", "s.region"], searched)
        .and_after("s.created_at", "s.id", Direction::Down, start);
    let limit = list.parameter(page.rows());
    let columns = columns(scope, &mut list);
    let sql = format!(
        "select {columns} from stores s where {} order by s.created_at desc, s.id desc limit {limit}",
        list.text()
    );
    Ok(tx.all(&sql, list.into_values()).await?)
}

/// The columns of a [`StoreRow`]. People who have left are not counted.
fn columns(scope: &Scope, list: &mut Conditions) -> String {
    let employees = list.inner(sight::of_employees, scope, "e");
    let accounts = list.inner(sight::condition, scope, "a");
    format!(
        "s.id, s.name, s.region, s.created_at,
        (select count(*) from employees e where e.tenant_id = s.tenant_id and e.store_id = s.id
            and e.left_on is null and {employees}) as employees,
        (select count(*) from accounts a where a.tenant_id = s.tenant_id and a.store_id = s.id
            and {accounts}) as accounts"
    )
}

pub(in crate::people) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: StoreId,
) -> Result<Option<StoreRow>, DbError> {
    let mut one =
        Conditions::of(scope, "s").and("s.id = ?", params![id.uuid()]).and_seen(sight::of_stores, scope, "s");
    let columns = columns(scope, &mut one);
    let sql = format!("select {columns} from stores s where {}", one.text());
    tx.one(&sql, one.into_values()).await
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// The store of that name, whoever asks: a name is taken once in a brand.
pub(in crate::people) async fn named(
    tx: &mut Tx,
    scope: &Scope,
    name: &str,
) -> Result<Option<StoreId>, DbError> {
    let sql = "select id from stores where tenant_id = $1 and name = $2";
    let row: Option<IdRow> = tx.one(sql, params![scope.tenant.uuid(), name]).await?;
    Ok(row.map(|IdRow { id }| StoreId::from_uuid(id)))
}

pub(in crate::people) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    id: StoreId,
    name: &str,
    region: &str,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "insert into stores (tenant_id, id, name, region, created_at) values ($1, $2, $3, $4, $5)";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), name, region, now.ms()]).await?;
    Ok(())
}

pub(in crate::people) async fn update(
    tx: &mut Tx,
    scope: &Scope,
    id: StoreId,
    name: &str,
    region: &str,
) -> Result<(), DbError> {
    let sql = "update stores set name = $3, region = $4 where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), name, region]).await?;
    Ok(())
}
