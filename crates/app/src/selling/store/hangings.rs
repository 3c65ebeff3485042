//! Which account carries which goods.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, GoodsHangingId, GoodsId, NoteId},
    identity::Scope,
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// A hanging with the names of what it refers to.
#[derive(Debug, FromQueryResult)]
pub(in crate::selling) struct HangingRow {
    pub id: Uuid,
    pub goods_id: Uuid,
    pub name: String,
    pub article_no: String,
    pub shop: String,
    pub link: Option<String>,
    pub price_fen: i64,
    pub account_id: Uuid,
    pub nickname: String,
    pub kind: String,
    pub note_id: Option<Uuid>,
    pub note_title: Option<String>,
    pub since_day: i32,
    pub until_day: Option<i32>,
    pub hung_at: i64,
    pub hung_by: String,
    pub taken_down_by: Option<String>,
}

impl HangingRow {
    pub fn since(&self) -> Result<Day, ApiError> {
        Day::from_yyyymmdd(self.since_day).map_err(|_| ApiError::broken())
    }

    pub fn until(&self) -> Result<Option<Day>, ApiError> {
        self.until_day.map(Day::from_yyyymmdd).transpose().map_err(|_| ApiError::broken())
    }
}

/// What a list of hangings is narrowed to.
#[derive(Debug, Clone, Copy)]
pub(in crate::selling) struct Wanted {
    pub account: Option<AccountId>,
    pub goods: Option<GoodsId>,
    pub open: bool,
}

/// A hanging to be kept.
#[derive(Debug, Clone, Copy)]
pub(in crate::selling) struct NewRow<'a> {
    pub id: GoodsHangingId,
    pub goods: GoodsId,
    pub account: AccountId,
    pub note: Option<NoteId>,
    pub note_title: Option<&'a str>,
    pub since: Day,
}

const SELECT: &str = "
    select h.id, h.goods_id, g.name, g.article_no, g.shop, g.link, g.price_fen, h.account_id, a.nickname, a.kind,
        h.note_id, h.note_title, h.since_day, h.until_day, h.hung_at, h.hung_by, h.taken_down_by
    from goods_hangings h
    join goods g on g.tenant_id = h.tenant_id and g.id = h.goods_id
    join accounts a on a.tenant_id = h.tenant_id and a.id = h.account_id";

/// Hangings on accounts that the actor sees, the newest first.
pub(in crate::selling) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted,
    page: &PageQuery,
) -> Result<Vec<HangingRow>, ApiError> {
    let Wanted { account, goods, open } = *wanted;
    let mut list = Conditions::of(scope, "h")
        .and_if("h.account_id = ?", account.map(AccountId::uuid))
        .and_if("h.goods_id = ?", goods.map(GoodsId::uuid))
        .and_seen_accounts(scope, "a")
        .and_after("h.hung_at", "h.id", Direction::Down, page.start()?);
    if open {
        list = list.and("h.until_day is null", params![]);
    }
    let limit = list.parameter(page.rows());
    let sql = format!("{SELECT} where {} order by h.hung_at desc, h.id desc limit {limit}", list.text());
    Ok(tx.all(&sql, list.into_values()).await?)
}

/// One hanging, if the actor sees its account.
pub(in crate::selling) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: GoodsHangingId,
) -> Result<Option<HangingRow>, DbError> {
    let wanted = Conditions::of(scope, "h").and("h.id = ?", params![id.uuid()]).and_seen_accounts(scope, "a");
    let sql = format!("{SELECT} where {}", wanted.text());
    tx.one(&sql, wanted.into_values()).await
}

#[derive(FromQueryResult)]
struct SinceRow {
    since_day: i32,
}

/// Since when goods hang on an account now.
pub(in crate::selling) async fn hangs_since(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    goods: GoodsId,
) -> Result<Option<Day>, DbError> {
    let sql = "
        select since_day from goods_hangings
        where tenant_id = $1 and account_id = $2 and goods_id = $3 and until_day is null";
    let row: Option<SinceRow> =
        tx.one(sql, params![scope.tenant.uuid(), account.uuid(), goods.uuid()]).await?;
    Ok(row.and_then(|row| Day::from_yyyymmdd(row.since_day).ok()))
}

pub(in crate::selling) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewRow<'_>,
    (by, now): (&str, Instant),
) -> Result<(), DbError> {
    let NewRow { id, goods, account, note, note_title, since } = *new;
    let sql = "
        insert into goods_hangings (tenant_id, id, goods_id, account_id, note_id, note_title, since_day, hung_at, hung_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        goods.uuid(),
        account.uuid(),
        note.map(NoteId::uuid),
        note_title,
        since.yyyymmdd(),
        now.ms(),
        by
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Takes goods down; `false` when somebody did meanwhile.
pub(in crate::selling) async fn take_down(
    tx: &mut Tx,
    scope: &Scope,
    id: GoodsHangingId,
    on: Day,
    (by, now): (&str, Instant),
) -> Result<bool, DbError> {
    let sql = "
        update goods_hangings set until_day = $3, taken_down_at = $4, taken_down_by = $5
        where tenant_id = $1 and id = $2 and until_day is null";
    let values = params![scope.tenant.uuid(), id.uuid(), on.yyyymmdd(), now.ms(), by];
    Ok(tx.execute(sql, values).await? > 0)
}
