//! The first run: an owner, their organisation and the first brand, once.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use domain::{
    id::{TenantId, UserId},
    identity::{Actor, Language, Role, Scope, Sight, Standing, check_password},
    time::Zone,
};
use jobs::{NewSchedule, ensure_schedule};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    password, session,
    store::{self, NewBrand, NewUser},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{ApiError, ErrorBody, ErrorCode, Json, auth::Origin, field},
    text::Text,
};

/// Characters that an e-mail address may have.
const EMAIL_CHARS_MAX: usize = 254;

/// Whether the first run is still to come.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SetupView {
    /// Nobody has set this installation up yet.
    needed: bool,
}

/// The first owner.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// The name colleagues see.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// The address to sign in with.
    #[schema(min_length = 3, max_length = 254)]
    pub email: String,
    /// The password to sign in with.
    #[schema(min_length = 10, max_length = 128)]
    pub password: String,
}

/// What the first run needs.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Founder {
    /// The first owner.
    pub owner: Owner,
    /// The name of the company or agency.
    #[schema(min_length = 1, max_length = 80)]
    pub organisation: String,
    /// The name of the first brand.
    #[schema(min_length = 1, max_length = 80)]
    pub brand: String,
    /// The IANA zone in which a business day starts and ends.
    #[schema(example = "Asia/Shanghai", max_length = 64)]
    pub zone: String,
    /// The language of the owner and the brand.
    pub language: Language,
}

/// What the first run made.
#[derive(Debug, Clone, Copy)]
pub struct Founded {
    /// The first owner.
    pub user: UserId,
    /// The first brand.
    pub brand: TenantId,
}

/// Says whether the first run is still to come.
#[utoipa::path(get, path = "/setup", tag = "identity", responses((status = 200, body = SetupView)), security(()))]
pub(super) async fn show_setup(State(app): State<App>) -> Result<Json<SetupView>, ApiError> {
    let mut tx = app.db().read().await?;
    let needed = !store::is_set_up(&mut tx).await?;
    Ok(Json(SetupView { needed }))
}

/// Sets the installation up and signs its owner in.
#[utoipa::path(
    post, path = "/setup", tag = "identity", request_body = Founder,
    responses(
        (status = 201, body = session::Me),
        (status = 409, body = ErrorBody, description = "it is already set up"),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)
    ),
    security(())
)]
pub(super) async fn create_setup(
    State(app): State<App>,
    origin: Origin,
    Json(founder): Json<Founder>,
) -> Result<impl IntoResponse, ApiError> {
    app.limits().knock(origin.address)?;
    let founded = found(&app, founder, &origin.address.to_string()).await?;
    let cookie = session::open(&app, founded.user, &origin).await?;
    let me = session::me_of(&app, founded.user, Some(founded.brand)).await?;
    Ok((StatusCode::CREATED, [(axum::http::header::SET_COOKIE, cookie)], Json(me)))
}

/// Makes the first owner, organisation and brand; refuses when there is one already.
pub async fn found(app: &App, founder: Founder, source: &str) -> Result<Founded, ApiError> {
    let Founder { owner, organisation, brand, zone, language } = founder;
    let owner_name = field::name("owner.name", &owner.name)?;
    let organisation = field::name("organisation", &organisation)?;
    let brand = field::name("brand", &brand)?;
    let email = email_field("owner.email", &owner.email)?;
    let zone = Zone::named(&zone).map_err(|_| unknown_zone())?;
    check_password(&owner.password, &owner_name, &email)?;
    let password_hash = password::hash(owner.password, app.ids()).await?;

    let now = app.now();
    let (user, tenant, organisation_id) = (app.id(), app.id(), app.id());
    let mut tx = app.db().write().await?;
    if store::is_set_up(&mut tx).await? {
        return Err(already_set_up());
    }
    store::insert_organisation(&mut tx, organisation_id, &organisation, now).await?;
    let new_user = NewUser { id: user, email: &email, name: &owner_name, language, password_hash };
    store::insert_user(&mut tx, new_user, now).await?;
    let new_brand =
        NewBrand { id: tenant, organisation: organisation_id, name: &brand, zone: zone.name(), language };
    let scope = Scope {
        tenant,
        actor: Actor::User { id: user, name: owner_name },
        role: Role::Owner,
        sight: Sight::All,
        source: source.to_owned(),
        request_id: String::new(),
    };
    add_brand(&mut tx, app, &scope, new_brand).await?;
    app.commit(tx, tenant).await?;
    Ok(Founded { user, brand: tenant })
}

/// Makes a brand with the actor of the scope as its owner, and the work that every brand has.
pub(super) async fn add_brand(
    tx: &mut db::Tx,
    app: &App,
    scope: &Scope,
    brand: NewBrand<'_>,
) -> Result<(), ApiError> {
    let now = app.now();
    let after = json!({ "name": brand.name, "zone": brand.zone, "language": brand.language });
    let zone = Zone::named(brand.zone).map_err(|_| unknown_zone())?;
    store::insert_brand(tx, brand, now).await?;
    if let Some(user) = scope.user() {
        store::members::insert(tx, scope.tenant, user, &Standing::owner(), now).await?;
    }
    let schedule = NewSchedule {
        id: app.id(),
        kind: super::jobs::TIDY_UP,
        cron: super::jobs::TIDY_UP_CRON,
        zone: &zone,
    };
    let unplanned = |error| {
        tracing::error!(%error, "the schedule of a new brand");
        ApiError::broken()
    };
    ensure_schedule(tx, scope.tenant, schedule, now).await.map_err(unplanned)?;
    crate::content::jobs::schedule(tx, app, scope, &zone).await.map_err(unplanned)?;
    crate::evidence::jobs::schedule(tx, app, scope, &zone).await.map_err(unplanned)?;
    crate::people::jobs::schedule(tx, app, scope, &zone).await.map_err(unplanned)?;
    crate::seats::jobs::schedule(tx, app, scope, &zone).await.map_err(unplanned)?;
    record(tx, scope, Change::made(EventKind::BrandAdded, &scope.tenant, after), now).await?;
    Ok(())
}

fn already_set_up() -> ApiError {
    let text = Text::new("已经完成初始化；请直接登录。", "This is already set up; sign in instead.");
    ApiError::new(StatusCode::CONFLICT, ErrorCode::AlreadySetUp, text)
}

pub(super) fn unknown_zone() -> ApiError {
    ApiError::invalid(
        "zone",
        Text::new("请选择时区，例如 Asia/Shanghai。", "Choose a zone like Asia/Shanghai."),
    )
}

/// An e-mail address in small letters.
pub(crate) fn email_field(field: &str, text: &str) -> Result<String, ApiError> {
    let email = text.trim().to_lowercase();
    let shape = email.split_once('@').is_some_and(|(mailbox, host)| {
        !mailbox.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    let clean =
        !email.chars().any(|c| c.is_whitespace() || c.is_control()) && email.matches('@').count() == 1;
    if shape && clean && text.chars().count() <= EMAIL_CHARS_MAX {
        return Ok(email);
    }
    Err(ApiError::invalid(field, Text::new("请填写邮箱地址。", "Please enter an e-mail address.")))
}
