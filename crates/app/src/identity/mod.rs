//! Who is here and what they may do: setting up, signing in, sessions, and the scope that follows.
//!
//! Words: a *user* can sign in; a *membership* gives a user a role and a sight in one brand; a *session* is one
//! signed-in browser. Only hashes of tokens are stored. Nothing here knows a password of a platform account.

mod api_keys;
mod audit;
mod brands;
mod command_line;
mod home;
mod invitations;
pub mod jobs;
mod me;
mod members;
mod password;
mod password_resets;
mod proof;
mod second_factor;
mod session;
mod setup;
mod store;

use domain::{
    id::TenantId,
    identity::{Action, Actor, Role, Scope, SessionState, session_state},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    App,
    http::{
        ApiError,
        auth::{Origin, SignedIn},
    },
    vault::token_hash,
};
pub use command_line::{BrandHere, brands_here, command_line_scope};
pub use setup::{Founded, Founder, Owner, found};
pub(crate) use store::{
    brands::{brand_name, zone},
    members::{own_employee, suspend, users_of},
};

/// How much of a session's life may pass before its end is moved again, in milliseconds.
const SESSION_TOUCH_MS: i64 = 10 * 60_000;
/// What a key for programs starts with, so that scanners of leaked secrets know it.
pub(crate) const API_KEY_PREFIX: &str = "kosmos_";

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(setup::show_setup, setup::create_setup))
        .routes(routes!(session::show_session, session::create_session, session::delete_session))
        .routes(routes!(session::list_sessions))
        .routes(routes!(session::delete_one_session))
        .routes(routes!(me::change_me))
        .routes(routes!(me::change_password))
        .routes(routes!(
            second_factor::offer_second_factor,
            second_factor::confirm_second_factor,
            second_factor::delete_second_factor
        ))
        .routes(routes!(members::list_members))
        .routes(routes!(members::change_member, members::delete_member))
        .routes(routes!(password_resets::create_password_reset_link))
        .routes(routes!(password_resets::create_password_reset))
        .routes(routes!(invitations::list_invitations, invitations::create_invitation))
        .routes(routes!(invitations::delete_invitation))
        .routes(routes!(invitations::create_invitation_lookup))
        .routes(routes!(invitations::create_invitation_acceptance))
        .routes(routes!(brands::list_brands, brands::create_brand))
        .routes(routes!(brands::change_brand))
        .routes(routes!(api_keys::list_api_keys, api_keys::create_api_key))
        .routes(routes!(api_keys::delete_api_key))
        .routes(routes!(audit::list_audit))
        .routes(routes!(audit::export_audit))
}

/// The person behind a session token; keeps the session alive.
pub(crate) async fn signed_in(app: &App, token: &str, origin: Origin) -> Result<SignedIn, ApiError> {
    let now = app.now();
    let mut tx = app.db().read().await?;
    let found = store::session_by_token(&mut tx, &token_hash(token)).await?;
    drop(tx);
    let session = found.ok_or_else(ApiError::not_signed_in)?;
    if session_state(session.expires_at, session.revoked_at, now) != SessionState::Live {
        return Err(ApiError::not_signed_in());
    }
    if now.ms() - session.seen_at.ms() > SESSION_TOUCH_MS {
        let mut tx = app.db().write().await?;
        store::touch_session(&mut tx, session.id, now).await?;
        tx.commit().await?;
    }
    let store::SessionRow { id, user, name, language, .. } = session;
    Ok(SignedIn { user, session: id, name, language, origin })
}

/// What a person may see and do in a brand; in the first of their brands when none is named.
pub(crate) async fn scope_of_member(
    app: &App,
    person: SignedIn,
    brand: Option<TenantId>,
) -> Result<Scope, ApiError> {
    let mut tx = app.db().read().await?;
    let membership = store::membership(&mut tx, person.user, brand).await?.ok_or_else(ApiError::not_found)?;
    let sight = store::sight(&mut tx, &membership).await?;
    Ok(Scope {
        tenant: membership.tenant,
        role: membership.role,
        sight,
        actor: Actor::User { id: person.user, name: person.name },
        source: person.origin.address.to_string(),
        request_id: person.origin.request_id,
    })
}

/// What a program with this key may see and do. The key names its brand, so that the look-up stays within it.
pub(crate) async fn scope_of_key(app: &App, token: &str, origin: Origin) -> Result<Scope, ApiError> {
    let tenant = key_tenant(token).ok_or_else(ApiError::not_signed_in)?;
    let now = app.now();
    let mut tx = app.db().read().await?;
    let key = store::keys::api_key_by_token(&mut tx, tenant, &token_hash(token)).await?;
    drop(tx);
    let key = key.filter(|key| key.is_usable(now)).ok_or_else(ApiError::not_signed_in)?;
    if key.used_at.is_none_or(|used_at| now.ms() - used_at.ms() > SESSION_TOUCH_MS) {
        let mut tx = app.db().write().await?;
        store::keys::touch_api_key(&mut tx, tenant, key.id, now).await?;
        tx.commit().await?;
    }
    let actions = key.actions.split(' ').filter_map(Action::named).collect();
    Ok(Scope {
        tenant,
        role: Role::Owner,
        sight: domain::identity::Sight::All,
        actor: Actor::ApiKey { id: key.id, name: key.name, actions },
        source: origin.address.to_string(),
        request_id: origin.request_id,
    })
}

fn key_tenant(token: &str) -> Option<TenantId> {
    let (brand, _) = token.strip_prefix(API_KEY_PREFIX)?.split_once('_')?;
    uuid::Uuid::try_parse(brand).ok().map(TenantId::from_uuid)
}
