//! Setting a new password by a link that an owner makes and hands over.
//!
//! The link is shown once; the second factor stays as it is. Using it ends every session of the user.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::UserId,
    identity::{LinkState, PASSWORD_RESET_MS, check_password, judge_password_reset, link_state},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    home::{Person, tell_and_commit},
    members, password, store,
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{ApiError, ErrorBody, Json, Path, Permitted, auth::Origin, permit::ManageMembers},
    vault::token_hash,
};

/// A link to set a new password, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PasswordResetLink {
    /// To be handed to the person, and to nobody else. The token stands behind the `#`.
    link: String,
    /// When it stops working.
    expires_at: Instant,
}

/// A new password by a link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordReset {
    /// What stands behind the `#` of the link.
    #[schema(min_length = 1, max_length = 200)]
    token: String,
    /// The password from now on.
    #[schema(min_length = 10, max_length = 128)]
    password: String,
}

/// Makes a link by which a member sets a new password.
#[utoipa::path(
    post, path = "/members/{user}/password-reset", tag = "members", params(("user" = UserId, Path)),
    responses(
        (status = 201, body = PasswordResetLink),
        (status = 409, body = ErrorBody, description = "it is oneself, or the person belongs to other owners' brands too")
    ),
    security(("session" = ["manage_members"]))
)]
pub(super) async fn create_password_reset_link(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageMembers>,
    Path(user): Path<UserId>,
) -> Result<(StatusCode, Json<PasswordResetLink>), ApiError> {
    let now = app.now();
    let by = scope.user().ok_or_else(ApiError::not_permitted)?;
    let mut tx = app.db().write().await?;
    store::members::find(&mut tx, &scope, user).await?.ok_or_else(ApiError::not_found)?;
    let elsewhere = store::members::brands_elsewhere(&mut tx, user, by).await?;
    judge_password_reset(Some(by), user, elsewhere).map_err(members::refused)?;
    let token = app.vault().new_token();
    store::own::insert_password_reset(&mut tx, user, by, token_hash(&token), now).await?;
    record(&mut tx, &scope, Change::happened(EventKind::PasswordResetOffered, &user), now).await?;
    app.commit(tx, scope.tenant).await?;
    let link = format!("{}/password-reset#{token}", app.settings().public_url);
    let expires_at = now.plus_ms(PASSWORD_RESET_MS);
    Ok((StatusCode::CREATED, Json(PasswordResetLink { link, expires_at })))
}

/// Sets a new password by a link and ends every session of the user.
#[utoipa::path(
    post, path = "/password-resets", tag = "identity", request_body = PasswordReset,
    responses(
        (status = 204),
        (status = 410, body = ErrorBody, description = "the link no longer works"),
        (status = 429, body = ErrorBody, description = "too many attempts")
    ),
    security(())
)]
pub(super) async fn create_password_reset(
    State(app): State<App>,
    origin: Origin,
    Json(PasswordReset { token, password }): Json<PasswordReset>,
) -> Result<StatusCode, ApiError> {
    app.limits().knock(origin.address)?;
    let (now, token_hash) = (app.now(), token_hash(&token));
    let mut tx = app.db().read().await?;
    let reset =
        store::own::password_reset(&mut tx, &token_hash).await?.ok_or_else(ApiError::link_unusable)?;
    let id = UserId::from_uuid(reset.user_id);
    let user = store::user(&mut tx, id).await?.ok_or_else(ApiError::link_unusable)?;
    drop(tx);
    let used_at = reset.used_at.map(Instant::from_ms);
    if link_state(Instant::from_ms(reset.expires_at), used_at, None, now) != LinkState::Open {
        return Err(ApiError::link_unusable());
    }
    check_password(&password, &user.name, &user.email)?;
    let hash = password::hash(password, app.ids()).await?;

    let mut tx = app.db().write().await?;
    if !store::own::take_password_reset(&mut tx, &token_hash, now).await? {
        return Err(ApiError::link_unusable());
    }
    store::own::set_password(&mut tx, id, hash, now).await?;
    let ended = store::own::revoke_sessions(&mut tx, id, None, now).await?;
    let change = Change::made(EventKind::PasswordReset, &id, json!({ "sessions_ended": ended }));
    let person = Person { id, name: &user.name, origin: &origin };
    tell_and_commit(&app, tx, person, Some(change)).await?;
    Ok(StatusCode::NO_CONTENT)
}
