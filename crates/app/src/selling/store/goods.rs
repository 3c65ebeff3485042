//! Goods.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{id::GoodsId, identity::Scope, time::Instant, value::Fen};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
};

/// What may change of goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::selling) struct KeptGoods {
    pub name: String,
    pub shop: String,
    pub link: Option<String>,
    pub price: Fen,
}

/// Goods with the accounts that carry them.
#[derive(Debug)]
pub(in crate::selling) struct GoodsRow {
    pub id: GoodsId,
    pub article_no: String,
    pub kept: KeptGoods,
    pub version: i64,
    /// Accounts within the actor's sight on which they hang.
    pub carried: i64,
    pub created_by: String,
    pub created_at: Instant,
}

#[derive(FromQueryResult)]
struct RawGoods {
    id: Uuid,
    name: String,
    article_no: String,
    shop: String,
    link: Option<String>,
    price_fen: i64,
    version: i64,
    created_by: String,
    created_at: i64,
    carried: i64,
}

fn row(raw: RawGoods) -> GoodsRow {
    let RawGoods { id, name, article_no, shop, link, price_fen, version, created_by, created_at, carried } =
        raw;
    GoodsRow {
        id: GoodsId::from_uuid(id),
        article_no,
        kept: KeptGoods { name, shop, link, price: Fen(price_fen) },
        version,
        carried,
        created_by,
        created_at: Instant::from_ms(created_at),
    }
}

/// The select of goods `g` with how many accounts that the actor sees carry them.
fn select(list: &mut Conditions, scope: &Scope) -> String {
    let seen = list.inner(sight::condition, scope, "a");
    format!(
        "select g.id, g.name, g.article_no, g.shop, g.link, g.price_fen, g.version, g.created_by, g.created_at,
            (select count(*) from goods_hangings h
                join accounts a on a.tenant_id = h.tenant_id and a.id = h.account_id
                where h.tenant_id = g.tenant_id and h.goods_id = g.id and h.until_day is null and {seen}) as carried
        from goods g"
    )
}

/// The goods of the brand, the newest first.
pub(in crate::selling) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    q: Option<&str>,
    page: &PageQuery,
) -> Result<Vec<GoodsRow>, ApiError> {
    let mut list = Conditions::of(scope, "g").and_contains(&["g.name", "g.article_no"], q).and_after(
        "g.created_at",
        "g.id",
        Direction::Down,
        page.start()?,
    );
    let select = select(&mut list, scope);
    let limit = list.parameter(page.rows());
    let sql = format!("{select} where {} order by g.created_at desc, g.id desc limit {limit}", list.text());
    let rows: Vec<RawGoods> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(row).collect())
}

pub(in crate::selling) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: GoodsId,
) -> Result<Option<GoodsRow>, DbError> {
    let mut wanted = Conditions::of(scope, "g").and("g.id = ?", params![id.uuid()]);
    let select = select(&mut wanted, scope);
    let sql = format!("{select} where {}", wanted.text());
    let raw: Option<RawGoods> = tx.one(&sql, wanted.into_values()).await?;
    Ok(raw.map(row))
}

#[derive(FromQueryResult)]
struct NameRow {
    name: String,
}

/// The name of the goods with an article number, as it is compared.
pub(in crate::selling) async fn numbered(
    tx: &mut Tx,
    scope: &Scope,
    article_key: &str,
) -> Result<Option<String>, DbError> {
    let sql = "select name from goods where tenant_id = $1 and article_key = $2";
    let row: Option<NameRow> = tx.one(sql, params![scope.tenant.uuid(), article_key]).await?;
    Ok(row.map(|row| row.name))
}

/// How many of these goods there are.
pub(in crate::selling) async fn known(tx: &mut Tx, scope: &Scope, ids: &[GoodsId]) -> Result<usize, DbError> {
    let wanted = Conditions::of(scope, "g").and_in("g.id", ids.iter().map(|id| id.uuid().into()));
    let sql = format!("select count(*) as n from goods g where {}", wanted.text());
    let found = tx.number(&sql, wanted.into_values()).await?;
    Ok(usize::try_from(found).unwrap_or(usize::MAX))
}

pub(in crate::selling) async fn count(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    tx.number("select count(*) as n from goods where tenant_id = $1", params![scope.tenant.uuid()]).await
}

pub(in crate::selling) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    id: GoodsId,
    (article_no, article_key): (&str, &str),
    kept: &KeptGoods,
    (by, now): (&str, Instant),
) -> Result<(), DbError> {
    let KeptGoods { name, shop, link, price } = kept;
    let sql = "
        insert into goods (tenant_id, id, name, article_no, article_key, shop, link, price_fen, version, created_at,
            created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        name.as_str(),
        article_no,
        article_key,
        shop.as_str(),
        link.clone(),
        price.0,
        now.ms(),
        by
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Writes goods anew; `false` when somebody else did meanwhile.
pub(in crate::selling) async fn update(
    tx: &mut Tx,
    scope: &Scope,
    (id, version): (GoodsId, i64),
    kept: &KeptGoods,
) -> Result<bool, DbError> {
    let KeptGoods { name, shop, link, price } = kept;
    let sql = "
        update goods set name = $4, shop = $5, link = $6, price_fen = $7, version = version + 1
        where tenant_id = $1 and id = $2 and version = $3";
    let (tenant, link) = (scope.tenant.uuid(), link.clone());
    let values = params![tenant, id.uuid(), version, name.as_str(), shop.as_str(), link, price.0];
    Ok(tx.execute(sql, values).await? > 0)
}
