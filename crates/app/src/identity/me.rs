//! What a person changes about themselves: name, language, password.

use axum::{extract::State, http::StatusCode};
use domain::identity::{Language, check_password};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    home::{Person, tell_and_commit},
    password, proof,
    session::UserView,
    store,
};
use crate::{
    App,
    events::{Change, EventKind},
    http::{ApiError, ErrorBody, Json, auth::SignedIn, field},
};

/// What a person may change about themselves; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileChange {
    /// The name colleagues see.
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    /// The language of the console.
    language: Option<Language>,
}

/// A new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChange {
    /// The password so far.
    #[schema(max_length = 128)]
    current: String,
    /// The password from now on.
    #[schema(min_length = 10, max_length = 128)]
    next: String,
}

/// Changes the person's own name or language.
#[utoipa::path(
    patch, path = "/me", tag = "identity", request_body = ProfileChange,
    responses((status = 200, body = UserView)), security(("session" = []))
)]
pub(super) async fn change_me(
    State(app): State<App>,
    person: SignedIn,
    Json(ProfileChange { name, language }): Json<ProfileChange>,
) -> Result<Json<UserView>, ApiError> {
    let name = name.map(|name| field::name("name", &name)).transpose()?;
    let (name, language) = (name.unwrap_or_else(|| person.name.clone()), language.unwrap_or(person.language));
    let mut tx = app.db().write().await?;
    store::own::set_profile(&mut tx, person.user, &name, language).await?;
    let row = store::user(&mut tx, person.user).await?.ok_or_else(ApiError::not_signed_in)?;
    let before = json!({ "name": person.name, "language": person.language });
    let after = json!({ "name": name, "language": language });
    let change = Change::changed(EventKind::UserChanged, &person.user, before, after);
    tell_and_commit(&app, tx, Person::from(&person), Some(change)).await?;
    Ok(Json(UserView::of(person.user, row)))
}

/// Sets a new password and ends the person's other sessions.
#[utoipa::path(
    put, path = "/me/password", tag = "identity", request_body = PasswordChange,
    responses(
        (status = 204),
        (status = 429, body = ErrorBody, description = "too many wrong passwords; locked for a while")
    ),
    security(("session" = []))
)]
pub(super) async fn change_password(
    State(app): State<App>,
    person: SignedIn,
    Json(PasswordChange { current, next }): Json<PasswordChange>,
) -> Result<StatusCode, ApiError> {
    let user = proof::confirm_password(&app, &person, "current", current).await?;
    check_password(&next, &user.name, &user.email).map_err(|error| ApiError::password("next", error))?;
    let hash = password::hash(next, app.ids()).await?;
    let now = app.now();
    let mut tx = app.db().write().await?;
    store::own::set_password(&mut tx, person.user, hash, now).await?;
    let ended = store::own::revoke_sessions(&mut tx, person.user, Some(person.session), now).await?;
    let after = json!({ "password": "changed", "sessions_ended": ended });
    let change = Change::made(EventKind::UserChanged, &person.user, after);
    tell_and_commit(&app, tx, Person::from(&person), Some(change)).await?;
    Ok(StatusCode::NO_CONTENT)
}
