//! Pausing: nothing goes out of the brand, a store or an account, for a reason that everybody can read.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{AccountId, StoreId, StudioPauseId},
    studio::review::REASON_CHARS_MAX,
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    refusals,
    store::pauses::{self, PauseRow},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        field::required_text,
        page::{Page, PageQuery},
        permit::{PausePublishing, ViewMatrix},
    },
    matrix, people,
};

/// Which pauses are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PauseFilter {
    /// Only those that last.
    #[serde(default)]
    lasting: bool,
}

/// That nothing goes out for a while.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StudioPauseView {
    id: StudioPauseId,
    /// The account that is stopped; of the store or the brand where absent.
    account: Option<PausedAccount>,
    /// The store that is stopped.
    store: Option<PausedStore>,
    reason: String,
    began_at: Instant,
    began_by: String,
    ended_at: Option<Instant>,
    ended_by: Option<String>,
}

/// An account that is stopped.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PausedAccount {
    id: AccountId,
    nickname: String,
}

/// A store whose accounts are stopped.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PausedStore {
    id: StoreId,
    name: String,
}

/// What is to stop, and why. Without an account and a store the brand stops.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewStudioPause {
    account: Option<AccountId>,
    store: Option<StoreId>,
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

impl From<PauseRow> for StudioPauseView {
    fn from(
        PauseRow { id, account, store, reason, began_at, began_by, ended_at, ended_by }: PauseRow,
    ) -> Self {
        Self {
            id,
            account: account.map(|(id, nickname)| PausedAccount { id, nickname }),
            store: store.map(|(id, name)| PausedStore { id, name }),
            reason,
            began_at,
            began_by,
            ended_at,
            ended_by,
        }
    }
}

/// Lists pauses, the newest first.
#[utoipa::path(
    get, path = "/studio-pauses", tag = "studio", params(PauseFilter, PageQuery),
    responses((status = 200, body = Page<StudioPauseView>)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_studio_pauses(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(PauseFilter { lasting }): Query<PauseFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<StudioPauseView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = pauses::list(&mut tx, &scope, lasting, &page).await?;
    Ok(Json(Page::of(rows, &page, |row| (row.began_at.ms(), row.id.uuid())).map(StudioPauseView::from)))
}

/// Stops everything that goes out.
#[utoipa::path(
    post, path = "/studio-pauses", tag = "studio", request_body = NewStudioPause,
    responses((status = 201, body = StudioPauseView)),
    security(("session" = ["pause_publishing"]), ("api_key" = ["pause_publishing"]))
)]
pub(super) async fn create_studio_pause(
    State(app): State<App>,
    Permitted(scope, _): Permitted<PausePublishing>,
    Json(NewStudioPause { account, store, reason }): Json<NewStudioPause>,
) -> Result<(StatusCode, Json<StudioPauseView>), ApiError> {
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    if account.is_some() && store.is_some() {
        return Err(refusals::account_and_store());
    }
    if let Some(account) = account
        && matrix::account_kind(&mut tx, &scope, account).await?.is_none()
    {
        return Err(refusals::unknown("account"));
    }
    people::check_place(&mut tx, &scope, store).await?;

    let (id, by, now) = (app.id::<_>(), name_of(&scope.actor), app.now());
    pauses::insert(&mut tx, &scope, id, (account, store), (&reason, &by, now)).await?;
    let row = pauses::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "account": account, "store": store, "reason": reason });
    record(&mut tx, &scope, Change::made(EventKind::PublishingPaused, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(row.into())))
}

/// Lets everything go on that a pause stopped.
#[utoipa::path(
    post, path = "/studio-pauses/{pause}/end", tag = "studio", params(("pause" = StudioPauseId, Path)),
    responses(
        (status = 200, body = StudioPauseView),
        (status = 409, body = ErrorBody, description = "it was ended before")
    ),
    security(("session" = ["pause_publishing"]), ("api_key" = ["pause_publishing"]))
)]
pub(super) async fn create_studio_pause_end(
    State(app): State<App>,
    Permitted(scope, _): Permitted<PausePublishing>,
    Path(id): Path<StudioPauseId>,
) -> Result<Json<StudioPauseView>, ApiError> {
    let mut tx = app.db().write().await?;
    pauses::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let (by, now) = (name_of(&scope.actor), app.now());
    if !pauses::end(&mut tx, &scope, id, (&by, now)).await? {
        return Err(refusals::ended_before());
    }
    let row = pauses::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    record(&mut tx, &scope, Change::happened(EventKind::PublishingResumed, &id), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(row.into()))
}
