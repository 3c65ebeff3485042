//! The stores of a brand.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::StoreId,
    identity::Scope,
    people::{may_open_store, sees_store},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::super::store::stores::{self, StoreRow};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, ErrorBody, ErrorCode, Json, Path, Permitted, Query,
        can::Can,
        field::{NAME_CHARS_MAX, optional_text, required_text},
        page::{Page, PageQuery},
        permit::{ManagePeople, ViewPeople},
    },
    text::Text,
};

/// Which stores are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::people) struct StoreFilter {
    /// Part of the name or region.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
}

/// A new store.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct NewStore {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// The region that the brand counts it to; empty when it has none.
    #[serde(default)]
    #[schema(max_length = 80)]
    region: String,
}

/// What changes of a store.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct StoreChange {
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    /// The region that the brand counts it to; empty when it has none.
    #[schema(max_length = 80)]
    region: Option<String>,
}

/// What the asker may do with a store.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct StoreCan {
    /// Change its name and region.
    change: Can,
}

/// A store.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct StoreView {
    id: StoreId,
    name: String,
    /// Empty when it has none.
    region: String,
    /// People who work there.
    employees: i64,
    /// Accounts that belong to it.
    accounts: i64,
    created_at: Instant,
    can: StoreCan,
}

/// Lists the stores that the asker sees, the newest first.
#[utoipa::path(
    get, path = "/stores", tag = "people", params(StoreFilter, PageQuery),
    responses(
        (status = 200, body = Page<StoreView>), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(in crate::people) async fn list_stores(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Query(filter): Query<StoreFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<StoreView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = stores::list(&mut tx, &scope, filter.q.as_deref(), &page).await?;
    let page = Page::of(rows, &page, |row| (row.created_at, row.id));
    Ok(Json(page.map(|row| view(&scope, row))))
}

fn view(scope: &Scope, row: StoreRow) -> StoreView {
    let StoreRow { id, name, region, created_at, employees, accounts } = row;
    let change = super::may_change_people(scope);
    StoreView {
        id: StoreId::from_uuid(id),
        name,
        region,
        employees,
        accounts,
        created_at: Instant::from_ms(created_at),
        can: StoreCan { change },
    }
}

/// Adds a store.
#[utoipa::path(
    post, path = "/stores", tag = "people", request_body = NewStore,
    responses(
        (status = 201, body = StoreView), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "there is a store of that name"),
        (status = 413, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(in crate::people) async fn create_store(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Json(new): Json<NewStore>,
) -> Result<(StatusCode, Json<StoreView>), ApiError> {
    let NewStore { name, region } = new;
    let name = required_text("name", &name, NAME_CHARS_MAX)?;
    let region = region_field(&region)?;
    if !may_open_store(&scope.sight, &region) {
        return Err(outside_sight());
    }
    let (id, now) = (app.id(), app.now());
    let mut tx = app.db().write().await?;
    if stores::named(&mut tx, &scope, &name).await?.is_some() {
        return Err(name_taken());
    }
    stores::insert(&mut tx, &scope, id, &name, &region, now).await?;
    let row = stores::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "name": name, "region": region });
    record(&mut tx, &scope, Change::made(EventKind::StoreAdded, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, row))))
}

/// Changes the name or region of a store.
#[utoipa::path(
    patch, path = "/stores/{store}", tag = "people", params(("store" = StoreId, Path)), request_body = StoreChange,
    responses(
        (status = 200, body = StoreView), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "there is a store of that name"),
        (status = 413, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(in crate::people) async fn change_store(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Path(id): Path<StoreId>,
    Json(change): Json<StoreChange>,
) -> Result<Json<StoreView>, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let before = stores::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let name = change.name.map(|name| required_text("name", &name, NAME_CHARS_MAX)).transpose()?;
    let region = change.region.map(|region| region_field(&region)).transpose()?;
    let name = name.unwrap_or_else(|| before.name.clone());
    let region = region.unwrap_or_else(|| before.region.clone());
    if !sees_store(&scope.sight, id, &region) {
        return Err(outside_sight());
    }
    if stores::named(&mut tx, &scope, &name).await?.is_some_and(|other| other != id) {
        return Err(name_taken());
    }
    if (&name, &region) == (&before.name, &before.region) {
        return Ok(Json(view(&scope, before)));
    }
    stores::update(&mut tx, &scope, id, &name, &region).await?;
    let was = json!({ "name": before.name, "region": before.region });
    let after = json!({ "name": name, "region": region });
    record(&mut tx, &scope, Change::changed(EventKind::StoreChanged, &id, was, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view(&scope, StoreRow { name, region, ..before })))
}

fn region_field(text: &str) -> Result<String, ApiError> {
    Ok(optional_text("region", text, NAME_CHARS_MAX)?.unwrap_or_default())
}

fn outside_sight() -> ApiError {
    let text = Text::new(
        "你只负责部分门店或区域，这样改之后你自己就看不到它了；请找能看到全部的同事来做。",
        "You see some stores or regions only and would not see it any more; ask somebody who sees the whole brand.",
    );
    ApiError::new(StatusCode::FORBIDDEN, ErrorCode::NotPermitted, text)
}

fn name_taken() -> ApiError {
    ApiError::conflict(Text::new(
        "已经有同名门店；请换一个名字，或直接使用那一个。",
        "There is a store of that name already; choose another name or use that one.",
    ))
}
