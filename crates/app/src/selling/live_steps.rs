//! What becomes of a plan: it is planned otherwise, held, or called off.

use axum::extract::State;
use db::Tx;
use domain::{
    id::LiveSessionId,
    identity::Scope,
    selling::{LiveState, LiveStep, REASON_CHARS_MAX, judge_live_step},
    time::Instant,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    Clocked,
    lives::{LiveFile, LivePlan, file, no_clash, planned, told},
    refusals,
    store::lives::{self, LiveRow},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{ApiError, ErrorBody, Json, Path, Permitted, field::required_text, permit::ManageSelling},
};

/// Another plan for a live session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LiveReplan {
    /// The version that its author saw.
    #[schema(minimum = 1)]
    version: i64,
    plan: LivePlan,
}

/// That a live session was held.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LiveHolding {
    /// The version that was seen.
    #[schema(minimum = 1)]
    version: i64,
}

/// Why a live session is called off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LiveCancellation {
    /// The version that was seen.
    #[schema(minimum = 1)]
    version: i64,
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Plans a live session otherwise. Its account stays.
#[utoipa::path(
    put, path = "/live-sessions/{live}/plan", tag = "selling", params(("live" = LiveSessionId, Path)),
    request_body = LiveReplan,
    responses(
        (status = 200, body = LiveFile),
        (status = 409, body = ErrorBody, description = "it is over, somebody changed it, or it clashes with another")
    ),
    security(("session" = ["manage_selling"]), ("api_key" = ["manage_selling"]))
)]
pub(super) async fn put_live_plan(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSelling>,
    Path(id): Path<LiveSessionId>,
    Json(LiveReplan { version, plan }): Json<LiveReplan>,
) -> Result<Json<LiveFile>, ApiError> {
    let mut tx = app.db().write().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    let (row, _) = stepped(&mut tx, &scope, (id, version), LiveStep::Replan, clocked.now).await?;
    let before = told(id, &lives::plan_of(&mut tx, &scope, &row).await?);
    let plan = planned(&mut tx, &scope, &clocked, plan).await?;
    no_clash(&mut tx, &scope, &clocked, (row.account, Some(id)), &plan).await?;

    if !lives::replan(&mut tx, &scope, (id, version), &plan).await? {
        return Err(refusals::changed_since(version, version.saturating_add(1)));
    }
    lives::put_goods(&mut tx, &scope, id, &plan.goods).await?;
    let view = file(&mut tx, &app, &scope, id).await?;
    let change = Change::changed(EventKind::LiveReplanned, &row.account, before, told(id, &plan));
    record(&mut tx, &scope, change, clocked.now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

/// Says that a live session was held; what it brought can be entered from now on.
#[utoipa::path(
    post, path = "/live-sessions/{live}/holding", tag = "selling", params(("live" = LiveSessionId, Path)),
    request_body = LiveHolding,
    responses(
        (status = 200, body = LiveFile),
        (status = 409, body = ErrorBody, description = "it has not begun, is over, or somebody changed it")
    ),
    security(("session" = ["manage_selling"]), ("api_key" = ["manage_selling"]))
)]
pub(super) async fn create_live_holding(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSelling>,
    Path(id): Path<LiveSessionId>,
    Json(LiveHolding { version }): Json<LiveHolding>,
) -> Result<Json<LiveFile>, ApiError> {
    end(&app, &scope, (id, version), LiveStep::Hold, "").await
}

/// Calls a live session off. Its account and host are free for another.
#[utoipa::path(
    post, path = "/live-sessions/{live}/cancellation", tag = "selling", params(("live" = LiveSessionId, Path)),
    request_body = LiveCancellation,
    responses(
        (status = 200, body = LiveFile),
        (status = 409, body = ErrorBody, description = "it is over, or somebody changed it")
    ),
    security(("session" = ["manage_selling"]), ("api_key" = ["manage_selling"]))
)]
pub(super) async fn create_live_cancellation(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSelling>,
    Path(id): Path<LiveSessionId>,
    Json(LiveCancellation { version, reason }): Json<LiveCancellation>,
) -> Result<Json<LiveFile>, ApiError> {
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    end(&app, &scope, (id, version), LiveStep::Cancel, &reason).await
}

/// The live session as its asker saw it, and its state after a step.
async fn stepped(
    tx: &mut Tx,
    scope: &Scope,
    (id, version): (LiveSessionId, i64),
    step: LiveStep,
    now: Instant,
) -> Result<(LiveRow, LiveState), ApiError> {
    let row = lives::find(tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    if row.version != version {
        return Err(refusals::changed_since(version, row.version));
    }
    let state = judge_live_step(row.state, step, row.slot, now).map_err(refusals::live)?;
    Ok((row, state))
}

async fn end(
    app: &App,
    scope: &Scope,
    (id, version): (LiveSessionId, i64),
    step: LiveStep,
    reason: &str,
) -> Result<Json<LiveFile>, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let (row, state) = stepped(&mut tx, scope, (id, version), step, now).await?;
    if !lives::set_state(&mut tx, scope, (id, version), state, reason).await? {
        return Err(refusals::changed_since(version, version.saturating_add(1)));
    }
    let view = file(&mut tx, app, scope, id).await?;
    let kind = if state == LiveState::Held { EventKind::LiveHeld } else { EventKind::LiveCancelled };
    let (before, after) =
        (json!({ "state": row.state }), json!({ "live": id, "state": state, "reason": reason }));
    record(&mut tx, scope, Change::changed(kind, &row.account, before, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}
