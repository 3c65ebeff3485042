//! Keys for programs: made by an owner for one brand, with named actions, shown once.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::ApiKeyId,
    identity::{API_KEYS_MAX, Action, KeyError, check_key_actions, key_may_hold},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    API_KEY_PREFIX,
    store::{
        self,
        keys::{KeyLine, NewKey},
    },
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{ApiError, ErrorBody, Json, Path, Permitted, field, permit::ManageApiKeys},
    text::Text,
    vault::token_hash,
};

/// Letters at the end of a key that are kept readable, so that a key that was found can be told from the others.
const ENDING_CHARS: usize = 4;

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApiKeyDraft {
    /// Which program uses it.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// What it may do. Members, keys and brands stay with people.
    #[schema(min_items = 1, max_items = 32)]
    actions: Vec<Action>,
    /// When it stops working; never when absent.
    expires_at: Option<Instant>,
}

/// A key, without what is secret about it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApiKeyView {
    id: ApiKeyId,
    name: String,
    /// The last letters of the key.
    ending: String,
    actions: Vec<Action>,
    /// The name of who made it.
    by: String,
    created_at: Instant,
    expires_at: Option<Instant>,
    /// When a program used it last, within some minutes.
    used_at: Option<Instant>,
}

/// The keys of the brand.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApiKeyList {
    /// The keys that were not revoked, newest first.
    items: Vec<ApiKeyView>,
    /// What a key may be given.
    actions: Vec<Action>,
}

/// A new key, which is shown only now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApiKeyMade {
    key: ApiKeyView,
    /// What the program sends as `Authorization: Bearer …`.
    token: String,
}

/// Lists the keys of the brand, and what a key may be given.
#[utoipa::path(
    get, path = "/api-keys", tag = "api keys", responses((status = 200, body = ApiKeyList)),
    security(("session" = ["manage_api_keys"]))
)]
pub(super) async fn list_api_keys(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageApiKeys>,
) -> Result<Json<ApiKeyList>, ApiError> {
    let mut tx = app.db().read().await?;
    let lines = store::keys::list(&mut tx, &scope).await?;
    let actions = Action::ALL.iter().copied().filter(|action| key_may_hold(*action)).collect();
    Ok(Json(ApiKeyList { items: lines.into_iter().map(ApiKeyView::from).collect(), actions }))
}

/// Makes a key.
#[utoipa::path(
    post, path = "/api-keys", tag = "api keys", request_body = ApiKeyDraft,
    responses(
        (status = 201, body = ApiKeyMade), (status = 409, body = ErrorBody, description = "the brand has too many keys")
    ),
    security(("session" = ["manage_api_keys"]))
)]
pub(super) async fn create_api_key(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageApiKeys>,
    Json(ApiKeyDraft { name, actions, expires_at }): Json<ApiKeyDraft>,
) -> Result<(StatusCode, Json<ApiKeyMade>), ApiError> {
    let now = app.now();
    let by = scope.user().ok_or_else(ApiError::not_permitted)?;
    let name = field::name("name", &name)?;
    let actions = check_key_actions(&actions).map_err(refused)?;
    if expires_at.is_some_and(|end| end <= now) {
        let text = Text::new("有效期必须在将来。", "This must be in the future.");
        return Err(ApiError::invalid("expires_at", text));
    }
    let id: ApiKeyId = app.id();
    let token = format!("{API_KEY_PREFIX}{}_{}", scope.tenant.uuid().simple(), app.vault().new_token());
    let ending = token.chars().skip(token.len() - ENDING_CHARS).collect();
    let mut tx = app.db().write().await?;
    if store::keys::count(&mut tx, &scope).await? >= API_KEYS_MAX {
        return Err(too_many());
    }
    let after = json!({ "name": name, "actions": actions, "expires_at": expires_at });
    let new = NewKey { id, name, token_hash: token_hash(&token), ending, actions, by, expires_at };
    store::keys::insert(&mut tx, &scope, new, now).await?;
    let line = store::keys::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    record(&mut tx, &scope, Change::made(EventKind::ApiKeyMade, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(ApiKeyMade { key: line.into(), token })))
}

/// Revokes a key; the program that uses it is locked out at once.
#[utoipa::path(
    delete, path = "/api-keys/{key}", tag = "api keys", params(("key" = ApiKeyId, Path)),
    responses((status = 204)), security(("session" = ["manage_api_keys"]))
)]
pub(super) async fn delete_api_key(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageApiKeys>,
    Path(key): Path<ApiKeyId>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    if !store::keys::revoke(&mut tx, &scope, key, now).await? {
        return Err(ApiError::not_found());
    }
    record(&mut tx, &scope, Change::happened(EventKind::ApiKeyRevoked, &key), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<KeyLine> for ApiKeyView {
    fn from(line: KeyLine) -> Self {
        let KeyLine { id, name, ending, actions, maker, created_at, expires_at, used_at } = line;
        Self {
            id: ApiKeyId::from_uuid(id),
            name,
            ending,
            actions: actions.split(' ').filter_map(Action::named).collect(),
            by: maker,
            created_at: Instant::from_ms(created_at),
            expires_at: expires_at.map(Instant::from_ms),
            used_at: used_at.map(Instant::from_ms),
        }
    }
}

fn refused(error: KeyError) -> ApiError {
    let text = match error {
        KeyError::NoActions => Text::new("请至少选择一项权限。", "Choose one action at least."),
        KeyError::OnlyPeople(action) => Text::new(
            format!("密钥不能拥有 {action}：成员、密钥和品牌只能由人来管理。"),
            format!("A key cannot hold {action}: members, keys and brands stay with people."),
        ),
    };
    ApiError::invalid("actions", text)
}

fn too_many() -> ApiError {
    ApiError::conflict(Text::new(
        format!("每个品牌最多 {API_KEYS_MAX} 个密钥；请先吊销不用的。"),
        format!("A brand has {API_KEYS_MAX} keys at the most; revoke those that are not used."),
    ))
}
