//! Who is asking: the session cookie or the key of a program, and the scope that follows from it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRef, FromRequestParts},
    http::{HeaderMap, Method, header, request::Parts},
};
use axum_extra::extract::CookieJar;
use domain::{
    id::{SessionId, TenantId, UserId},
    identity::{Action, Language, Scope},
};

use super::{ApiError, ErrorCode};
use crate::{App, identity, text::Text};

/// The header by which a request names the brand it is about.
pub const BRAND_HEADER: &str = "kosmos-brand";
/// The header that carries the id of a request.
pub const REQUEST_ID_HEADER: &str = "x-request-id";

/// A person who is signed in, whatever the brand.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The person.
    pub user: UserId,
    /// The session of this browser.
    pub session: SessionId,
    /// The name of the person.
    pub name: String,
    /// The language the person chose.
    pub language: Language,
    /// Where the request came from and what it is called.
    pub origin: Origin,
}

/// Where a request came from and what it is called.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The address of the browser or program.
    pub address: IpAddr,
    /// What the browser says it is, shortened.
    pub agent: String,
    /// The id that ties log lines, events and the answer together.
    pub request_id: String,
}

/// Characters of a `User-Agent` that are kept.
const AGENT_CHARS_MAX: usize = 200;

/// The name of the session cookie: `__Host-` wherever the browser accepts it.
pub fn cookie_name(public_url: &str) -> &'static str {
    if public_url.starts_with("https://") { "__Host-kosmos" } else { "kosmos" }
}

/// Makes sure that the scope permits the action.
pub fn demand(scope: &Scope, action: Action) -> Result<(), ApiError> {
    if scope.may(action) { Ok(()) } else { Err(ApiError::not_permitted()) }
}

impl<S: Send + Sync> FromRequestParts<S> for Origin
where
    App: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = App::from_ref(state);
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let direct =
            parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        let forwarded = app.settings().trust_proxy.then(|| header("x-forwarded-for")).flatten();
        let forwarded = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
        Ok(Self {
            address: forwarded.or(direct).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            agent: header("user-agent").unwrap_or_default().chars().take(AGENT_CHARS_MAX).collect(),
            request_id: header(REQUEST_ID_HEADER).unwrap_or_default().to_owned(),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    App: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = App::from_ref(state);
        let origin = Origin::from_request_parts(parts, state).await?;
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = jar.get(cookie_name(&app.settings().public_url)).ok_or_else(ApiError::not_signed_in)?;
        refuse_cross_site(&parts.method, &parts.headers)?;
        identity::signed_in(&app, cookie.value(), origin).await
    }
}

/// Makes the scope of a request: a key speaks for its brand, a person for the brand that the header names.
#[derive(Debug)]
pub struct Asking(pub Scope);

/// A person who asks as a member of a brand; no program.
#[derive(Debug)]
pub struct Member {
    /// What they may see and do.
    pub scope: Scope,
    /// Who they are.
    pub user: UserId,
}

impl<S: Send + Sync> FromRequestParts<S> for Member
where
    App: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Asking(scope) = Asking::from_request_parts(parts, state).await?;
        let user = scope.user().ok_or_else(ApiError::not_signed_in)?;
        Ok(Self { scope, user })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asking
where
    App: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = App::from_ref(state);
        if let Some(token) = bearer(&parts.headers) {
            let origin = Origin::from_request_parts(parts, state).await?;
            return identity::scope_of_key(&app, &token, origin).await.map(Self);
        }
        let brand = named_brand(&parts.headers)?;
        let person = SignedIn::from_request_parts(parts, state).await?;
        identity::scope_of_member(&app, person, brand).await.map(Self)
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::to_owned)
}

fn named_brand(headers: &HeaderMap) -> Result<Option<TenantId>, ApiError> {
    let Some(value) = headers.get(BRAND_HEADER) else { return Ok(None) };
    value.to_str().ok().and_then(|text| text.parse().ok()).map(Some).ok_or_else(ApiError::not_found)
}

/// A cookie travels with every request a browser makes, also with those that another site provoked. Those that
/// change something are refused unless the browser says that our own page made them.
fn refuse_cross_site(method: &Method, headers: &HeaderMap) -> Result<(), ApiError> {
    if method.is_safe() {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let own = match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), ..) => site == "same-origin" || site == "none",
        (None, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (None, Some(_), None) => false,
        (None, None, _) => true,
    };
    if own {
        return Ok(());
    }
    let text = Text::new(
        "这个请求来自别的网站，已拒绝；请在本系统的页面里操作。",
        "This request came from another site and was refused; use the pages of this system.",
    );
    Err(ApiError::new(axum::http::StatusCode::FORBIDDEN, ErrorCode::CrossSite, text))
}
