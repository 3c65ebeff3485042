//! Signing in and out, and the list of signed-in browsers.

use axum::{
    extract::State,
    http::{StatusCode, header::SET_COOKIE},
    response::IntoResponse,
};
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::{
    id::{SessionId, TenantId, UserId},
    identity::{Action, Language, Role, SESSION_MS, Visibility},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

use super::{
    home::{Person, tell_and_commit},
    proof,
    setup::email_field,
    store::{self, NewSession},
};
use crate::{
    App,
    events::{Change, EventKind},
    http::{
        ApiError, ErrorBody, Json, Path,
        auth::{Asking, Origin, SignedIn, cookie_name},
    },
    vault::token_hash,
};

/// What signing in needs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    /// The address of the user.
    #[schema(max_length = 254)]
    email: String,
    /// The password.
    #[schema(max_length = 128)]
    password: String,
    /// The six digits of the second factor, or a recovery code; needed when the user switched it on.
    #[schema(max_length = 32)]
    code: Option<String>,
}

/// A person, as they see themselves.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UserView {
    id: UserId,
    name: String,
    email: String,
    language: Language,
    /// Whether signing in needs a second factor.
    second_factor: bool,
}

/// A brand that the user is a member of.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BrandView {
    id: TenantId,
    pub name: String,
    organisation: String,
    pub zone: String,
    pub language: Language,
    /// What the user is in this brand.
    role: Role,
}

/// Who is signed in, where, and what they may do there.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    user: UserView,
    /// The brand that this answer is about; absent for a user who is a member of none.
    brand: Option<BrandView>,
    /// Every brand of the user.
    brands: Vec<BrandView>,
    /// Which accounts the user sees in this brand.
    visibility: Visibility,
    /// What the user may do in this brand, by the name of the action.
    can: BTreeMap<Action, bool>,
}

/// One signed-in browser.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionView {
    id: SessionId,
    /// The address it signed in from.
    source: String,
    /// What the browser said it is.
    agent: String,
    created_at: Instant,
    seen_at: Instant,
    /// Whether it is the one that asks.
    current: bool,
}

/// Signs in.
#[utoipa::path(
    post, path = "/session", tag = "identity", request_body = SignIn,
    responses(
        (status = 201, body = Me),
        (status = 401, body = ErrorBody, description = "wrong, or the second factor is missing"),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody, description = "too often, or locked")
    ),
    security(())
)]
pub(super) async fn create_session(
    State(app): State<App>,
    origin: Origin,
    Json(sign_in): Json<SignIn>,
) -> Result<impl IntoResponse, ApiError> {
    app.limits().knock(origin.address)?;
    let SignIn { email, password, code } = sign_in;
    let email = email_field("email", &email)?;
    let mut tx = app.db().read().await?;
    let known = store::credentials(&mut tx, &email).await?;
    drop(tx);
    let id = proof::prove(&app, &origin, known, password, code.as_deref()).await?;
    let cookie = open(&app, id, &origin).await?;
    let me = me_of(&app, id, None).await?;
    Ok((StatusCode::CREATED, [(SET_COOKIE, cookie)], Json(me)))
}

/// Opens a session for the user and returns its cookie.
pub(super) async fn open(app: &App, user: UserId, origin: &Origin) -> Result<String, ApiError> {
    let now = app.now();
    let token = app.vault().new_token();
    let id = app.id::<domain::id::Session>();
    let mut tx = app.db().write().await?;
    store::own::forget_failures(&mut tx, user).await?;
    let (source, agent) = (origin.address.to_string(), origin.agent.clone());
    let new = NewSession { id, user, token_hash: token_hash(&token), source, agent };
    store::insert_session(&mut tx, new, now).await?;
    let row = store::user(&mut tx, user).await?.ok_or_else(ApiError::not_signed_in)?;
    let change = Change::happened(EventKind::SignedIn, &user);
    tell_and_commit(app, tx, Person { id: user, name: &row.name, origin }, Some(change)).await?;
    Ok(cookie(&app.settings().public_url, token, SESSION_MS / 1_000))
}

fn cookie(public_url: &str, value: String, seconds: i64) -> String {
    let mut cookie = Cookie::new(cookie_name(public_url), value);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(public_url.starts_with("https://"));
    cookie.set_path("/");
    format!("{cookie}; Max-Age={seconds}")
}

/// Says who is signed in.
#[utoipa::path(
    get, path = "/session", tag = "identity", responses((status = 200, body = Me), (status = 401, body = ErrorBody)),
    params(("kosmos-brand" = Option<String>, Header, description = "the brand to speak about")),
    security(("session" = []))
)]
pub(super) async fn show_session(
    State(app): State<App>,
    person: SignedIn,
    asking: Result<Asking, ApiError>,
) -> Result<Json<Me>, ApiError> {
    let brand = asking.ok().map(|Asking(scope)| scope.tenant);
    Ok(Json(me_of(&app, person.user, brand).await?))
}

/// Who the user is, with the named brand or the first of theirs.
pub(super) async fn me_of(app: &App, user: UserId, brand: Option<TenantId>) -> Result<Me, ApiError> {
    let mut tx = app.db().read().await?;
    let row = store::user(&mut tx, user).await?.ok_or_else(ApiError::not_signed_in)?;
    let membership = store::membership(&mut tx, user, brand).await?;
    let brands: Vec<BrandView> =
        store::brands_of(&mut tx, user).await?.into_iter().map(BrandView::from).collect();
    let role = membership.as_ref().map(|membership| membership.role);
    let may = |action: Action| role.is_some_and(|role| domain::identity::may(role, action));
    let here = membership.as_ref().map(|membership| membership.tenant);
    Ok(Me {
        user: UserView::of(user, row),
        brand: brands.iter().find(|brand| Some(brand.id) == here).map(BrandView::again),
        brands,
        visibility: membership.map_or(Visibility::Own, |membership| membership.visibility),
        can: Action::ALL.iter().map(|action| (*action, may(*action))).collect(),
    })
}

impl UserView {
    pub(super) fn of(id: UserId, row: store::UserRow) -> Self {
        let store::UserRow { name, email, language, totp_enabled_at } = row;
        let language = Language::named(&language).unwrap_or(Language::Zh);
        Self { id, name, email, language, second_factor: totp_enabled_at.is_some() }
    }
}

impl From<store::BrandRow> for BrandView {
    fn from(row: store::BrandRow) -> Self {
        let store::BrandRow { id, name, zone, language, role, organisation } = row;
        Self {
            id: TenantId::from_uuid(id),
            name,
            organisation,
            zone,
            language: Language::named(&language).unwrap_or(Language::Zh),
            role: Role::named(&role).unwrap_or(Role::Employee),
        }
    }
}

impl BrandView {
    fn again(&self) -> Self {
        let Self { id, name, organisation, zone, language, role } = self;
        let (id, language, role) = (*id, *language, *role);
        Self {
            id,
            name: name.clone(),
            organisation: organisation.clone(),
            zone: zone.clone(),
            language,
            role,
        }
    }
}

/// Signs out.
#[utoipa::path(
    delete, path = "/session", tag = "identity",
    responses((status = 204), (status = 401, body = ErrorBody)), security(("session" = []))
)]
pub(super) async fn delete_session(
    State(app): State<App>,
    person: SignedIn,
) -> Result<impl IntoResponse, ApiError> {
    end(&app, &person, person.session).await?;
    let gone = cookie(&app.settings().public_url, String::new(), 0);
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, gone)]))
}

/// Lists the browsers in which the user is signed in.
#[utoipa::path(
    get, path = "/sessions", tag = "identity",
    responses((status = 200, body = Vec<SessionView>), (status = 401, body = ErrorBody)), security(("session" = []))
)]
pub(super) async fn list_sessions(
    State(app): State<App>,
    person: SignedIn,
) -> Result<Json<Vec<SessionView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let lines = store::live_sessions(&mut tx, person.user, app.now()).await?;
    let show = |line: store::SessionLine| {
        let store::SessionLine { id, source, agent, created_at, seen_at } = line;
        let id = SessionId::from_uuid(id);
        let (created_at, seen_at) = (Instant::from_ms(created_at), Instant::from_ms(seen_at));
        SessionView { id, source, agent, created_at, seen_at, current: id == person.session }
    };
    Ok(Json(lines.into_iter().map(show).collect()))
}

/// Ends one of the user's own sessions.
#[utoipa::path(
    delete, path = "/sessions/{session}", tag = "identity", params(("session" = SessionId, Path)),
    responses((status = 204), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody)),
    security(("session" = []))
)]
pub(super) async fn delete_one_session(
    State(app): State<App>,
    person: SignedIn,
    Path(session): Path<SessionId>,
) -> Result<StatusCode, ApiError> {
    if end(&app, &person, session).await? { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::not_found()) }
}

async fn end(app: &App, person: &SignedIn, session: SessionId) -> Result<bool, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    if !store::revoke_session(&mut tx, person.user, session, now).await? {
        return Ok(false);
    }
    let change = Change::happened(EventKind::SessionEnded, &session);
    tell_and_commit(app, tx, Person::from(person), Some(change)).await?;
    Ok(true)
}
