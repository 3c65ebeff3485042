//! Goods: what the shop sells, by the merchant's own article number.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::GoodsId,
    identity::{Action, Scope},
    selling::{
        ARTICLE_NO_CHARS_MAX, GOODS_MAX, GOODS_NAME_CHARS_MAX, GOODS_PRICE_FEN_MAX, LINK_CHARS_MAX,
        SHOP_CHARS_MAX, check_link,
    },
    time::Instant,
    value::{Fen, compared},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use super::{
    may, refusals,
    store::goods::{self, GoodsRow, KeptGoods},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        field::{optional_text, required_text},
        page::{Page, PageQuery},
        permit::{ManageSelling, ViewMatrix},
    },
};

/// Which goods are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct GoodsFilter {
    /// Part of the name or of the article number.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
}

/// Something that the shop sells.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GoodsView {
    id: GoodsId,
    name: String,
    /// The merchant's own number.
    article_no: String,
    /// The shop on the platform that sells it.
    shop: String,
    /// Its page on the platform.
    link: Option<String>,
    price_fen: Fen,
    /// How often it was written; a change names the one that its author saw.
    version: i64,
    /// Accounts within the asker's sight on which it hangs.
    carried: i64,
    created_by: String,
    created_at: Instant,
    can: GoodsCan,
}

/// What the asker may do with goods.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GoodsCan {
    change: Can,
    hang: Can,
}

/// Goods as somebody writes them down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewGoods {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// Two numbers that differ by case, width, blanks or dashes only are one.
    #[schema(min_length = 1, max_length = 40)]
    article_no: String,
    #[schema(min_length = 1, max_length = 40)]
    shop: String,
    /// A page of the platform that begins with `https://`.
    #[schema(max_length = 300)]
    link: Option<String>,
    #[schema(minimum = 0, maximum = 100_000_000)]
    price_fen: i64,
}

/// What is known of goods from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GoodsChange {
    /// The version that the change was made on.
    #[schema(minimum = 1)]
    version: i64,
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    #[schema(min_length = 1, max_length = 40)]
    shop: String,
    #[schema(max_length = 300)]
    link: Option<String>,
    #[schema(minimum = 0, maximum = 100_000_000)]
    price_fen: i64,
}

/// Lists the goods of the brand, the newest first.
#[utoipa::path(
    get, path = "/goods", tag = "selling", params(GoodsFilter, PageQuery),
    responses((status = 200, body = Page<GoodsView>)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_goods(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(filter): Query<GoodsFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<GoodsView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = goods::list(&mut tx, &scope, filter.q.as_deref(), &page).await?;
    let page = Page::of(rows, &page, |row| (row.created_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| view(&scope, row))))
}

/// Shows goods; who carries them is told by the list of hangings.
#[utoipa::path(
    get, path = "/goods/{goods}", tag = "selling", params(("goods" = GoodsId, Path)),
    responses((status = 200, body = GoodsView)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_goods(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(id): Path<GoodsId>,
) -> Result<Json<GoodsView>, ApiError> {
    let mut tx = app.db().read().await?;
    let row = goods::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(view(&scope, row)))
}

/// Writes goods down.
#[utoipa::path(
    post, path = "/goods", tag = "selling", request_body = NewGoods,
    responses(
        (status = 201, body = GoodsView),
        (status = 409, body = ErrorBody, description = "there are goods with that article number, or too many")
    ),
    security(("session" = ["manage_selling"]), ("api_key" = ["manage_selling"]))
)]
pub(super) async fn create_goods(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSelling>,
    Json(NewGoods { name, article_no, shop, link, price_fen }): Json<NewGoods>,
) -> Result<(StatusCode, Json<GoodsView>), ApiError> {
    let kept = kept(&name, &shop, link.as_deref(), price_fen)?;
    let article_no = required_text("article_no", &article_no, ARTICLE_NO_CHARS_MAX)?;
    let key = Some(compared(&article_no)).filter(|key| !key.is_empty());
    let key = key.ok_or_else(refusals::no_article_no)?;
    let (id, now, by) = (app.id(), app.now(), name_of(&scope.actor));
    let mut tx = app.db().write().await?;
    if goods::count(&mut tx, &scope).await? >= GOODS_MAX {
        return Err(refusals::too_many(GOODS_MAX));
    }
    if let Some(known) = goods::numbered(&mut tx, &scope, &key).await? {
        return Err(refusals::article_no_taken(&known));
    }

    goods::insert(&mut tx, &scope, id, (&article_no, &key), &kept, (&by, now)).await?;
    let row = goods::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "article_no": article_no, "goods": told(&kept) });
    record(&mut tx, &scope, Change::made(EventKind::GoodsAdded, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, row))))
}

/// Changes what is known of goods. Their article number stays.
#[utoipa::path(
    patch, path = "/goods/{goods}", tag = "selling", params(("goods" = GoodsId, Path)), request_body = GoodsChange,
    responses(
        (status = 200, body = GoodsView),
        (status = 409, body = ErrorBody, description = "somebody else changed them meanwhile")
    ),
    security(("session" = ["manage_selling"]), ("api_key" = ["manage_selling"]))
)]
pub(super) async fn change_goods(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSelling>,
    Path(id): Path<GoodsId>,
    Json(GoodsChange { version, name, shop, link, price_fen }): Json<GoodsChange>,
) -> Result<Json<GoodsView>, ApiError> {
    let kept = kept(&name, &shop, link.as_deref(), price_fen)?;
    let now = app.now();
    let mut tx = app.db().write().await?;
    let before = goods::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    if before.version != version {
        return Err(refusals::changed_since(version, before.version));
    }
    if before.kept == kept {
        return Ok(Json(view(&scope, before)));
    }

    if !goods::update(&mut tx, &scope, (id, version), &kept).await? {
        return Err(refusals::changed_since(version, version.saturating_add(1)));
    }
    let row = goods::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let change = Change::changed(EventKind::GoodsChanged, &id, told(&before.kept), told(&kept));
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view(&scope, row)))
}

fn kept(name: &str, shop: &str, link: Option<&str>, price_fen: i64) -> Result<KeptGoods, ApiError> {
    let link = optional_text("link", link.unwrap_or_default(), LINK_CHARS_MAX)?;
    if let Some(link) = &link {
        check_link(link).map_err(refusals::link)?;
    }
    if !(0..=GOODS_PRICE_FEN_MAX).contains(&price_fen) {
        return Err(refusals::money("price_fen", GOODS_PRICE_FEN_MAX));
    }
    Ok(KeptGoods {
        name: required_text("name", name, GOODS_NAME_CHARS_MAX)?,
        shop: required_text("shop", shop, SHOP_CHARS_MAX)?,
        link,
        price: Fen(price_fen),
    })
}

fn told(kept: &KeptGoods) -> Value {
    let KeptGoods { name, shop, link, price } = kept;
    json!({ "name": name, "shop": shop, "link": link, "price_fen": price })
}

fn view(scope: &Scope, row: GoodsRow) -> GoodsView {
    let GoodsRow { id, article_no, kept, version, carried, created_by, created_at } = row;
    let KeptGoods { name, shop, link, price } = kept;
    GoodsView {
        id,
        name,
        article_no,
        shop,
        link,
        price_fen: price,
        version,
        carried,
        created_by,
        created_at,
        can: GoodsCan { change: may(scope, Action::ManageSelling), hang: may(scope, Action::ManageSelling) },
    }
}
