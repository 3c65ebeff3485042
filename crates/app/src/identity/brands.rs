//! The brands of an organisation: the list of one's own, adding one, renaming one.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::TenantId,
    identity::{Language, Scope},
    time::Zone,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    session::BrandView,
    setup::{add_brand, unknown_zone},
    store::{self, NewBrand},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{ApiError, Json, Path, Permitted, auth::SignedIn, field, page::Page, permit::ManageBrands},
};

/// A brand to be added to the organisation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BrandDraft {
    /// The name of the brand.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// The IANA zone in which a business day starts and ends.
    #[schema(example = "Asia/Shanghai", max_length = 64)]
    zone: String,
    /// The language of the brand.
    language: Language,
}

/// What changes about a brand; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BrandChange {
    /// The name of the brand.
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    /// The IANA zone in which a business day starts and ends, from now on.
    #[schema(example = "Asia/Shanghai", max_length = 64)]
    zone: Option<String>,
    /// The language of the brand.
    language: Option<Language>,
}

/// Lists the brands of the person, in the order in which they joined.
#[utoipa::path(
    get, path = "/brands", tag = "brands", responses((status = 200, body = Page<BrandView>)), security(("session" = []))
)]
pub(super) async fn list_brands(
    State(app): State<App>,
    person: SignedIn,
) -> Result<Json<Page<BrandView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = store::brands_of(&mut tx, person.user).await?;
    Ok(Json(Page { items: rows.into_iter().map(BrandView::from).collect(), next_cursor: None }))
}

/// Adds a brand to the organisation of the brand that asks; who adds it is its owner.
#[utoipa::path(
    post, path = "/brands", tag = "brands", request_body = BrandDraft, responses((status = 201, body = BrandView)),
    security(("session" = ["manage_brands"]))
)]
pub(super) async fn create_brand(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageBrands>,
    Json(BrandDraft { name, zone, language }): Json<BrandDraft>,
) -> Result<(StatusCode, Json<BrandView>), ApiError> {
    let name = field::name("name", &name)?;
    let zone = Zone::named(&zone).map_err(|_| unknown_zone())?;
    let id: TenantId = app.id();
    let mut tx = app.db().write().await?;
    let organisation = store::brands::organisation(&mut tx, scope.tenant).await?;
    let organisation = organisation.ok_or_else(ApiError::not_found)?;
    let brand = NewBrand { id, organisation, name: &name, zone: zone.name(), language };
    let within = Scope { tenant: id, ..scope };
    add_brand(&mut tx, &app, &within, brand).await?;
    let made = view(&mut tx, &within).await?;
    app.commit(tx, id).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Changes the brand that asks: its name, zone or language.
#[utoipa::path(
    patch, path = "/brands/{brand}", tag = "brands",
    params(("brand" = TenantId, Path, description = "the brand that the request is made in")),
    request_body = BrandChange, responses((status = 200, body = BrandView)),
    security(("session" = ["manage_brands"]))
)]
pub(super) async fn change_brand(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageBrands>,
    Path(brand): Path<TenantId>,
    Json(BrandChange { name, zone, language }): Json<BrandChange>,
) -> Result<Json<BrandView>, ApiError> {
    if brand != scope.tenant {
        return Err(ApiError::not_found());
    }
    let name = name.map(|name| field::name("name", &name)).transpose()?;
    let zone = zone.map(|zone| Zone::named(&zone).map_err(|_| unknown_zone())).transpose()?;
    let mut tx = app.db().write().await?;
    let before = view(&mut tx, &scope).await?;
    let name = name.unwrap_or_else(|| before.name.clone());
    let zone = zone.map_or_else(|| before.zone.clone(), |zone| zone.name().to_owned());
    let language = language.unwrap_or(before.language);
    store::brands::change(&mut tx, &scope, &name, &zone, language).await?;
    let after = view(&mut tx, &scope).await?;
    let change = Change::changed(EventKind::BrandChanged, &brand, told(&before), told(&after));
    record(&mut tx, &scope, change, app.now()).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(after))
}

async fn view(tx: &mut db::Tx, scope: &Scope) -> Result<BrandView, ApiError> {
    let user = scope.user().ok_or_else(ApiError::not_permitted)?;
    let brands = store::brands_of(tx, user).await?;
    let found = brands.into_iter().find(|brand| brand.id == scope.tenant.uuid());
    found.map(BrandView::from).ok_or_else(ApiError::not_found)
}

fn told(brand: &BrandView) -> serde_json::Value {
    json!({ "name": brand.name, "zone": brand.zone, "language": brand.language })
}
