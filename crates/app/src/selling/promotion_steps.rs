//! Decisions upon requests for money: somebody else than the asker grants it or turns it down, once.

use axum::extract::State;
use domain::{
    content::ContentOutcome,
    id::{PromotionId, UserId},
    identity::Scope,
    selling::{PromotionState, REASON_CHARS_MAX, judge_decision, judge_withdrawal},
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    promotions::{PromotionFile, file},
    refusals,
    store::promotions::{self, Decision, PromotionRow},
};
use crate::{
    App, content,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path,
        field::{optional_text, required_text},
        permit::{ApprovePromotions, AskPromotions, PermittedPerson},
    },
};

/// That money is granted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PromotionApproval {
    /// May be empty.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// That money is turned down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PromotionRefusal {
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Grants the money, if the content check does not block the note by now.
#[utoipa::path(
    post, path = "/promotions/{promotion}/approval", tag = "selling", params(("promotion" = PromotionId, Path)),
    request_body = PromotionApproval,
    responses(
        (status = 200, body = PromotionFile),
        (status = 409, body = ErrorBody, description = "it was decided upon, is one's own, or the note is blocked")
    ),
    security(("session" = ["approve_promotions"]))
)]
pub(super) async fn create_promotion_approval(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<ApprovePromotions>,
    Path(id): Path<PromotionId>,
    Json(PromotionApproval { reason }): Json<PromotionApproval>,
) -> Result<Json<PromotionFile>, ApiError> {
    let reason = optional_text("reason", &reason, REASON_CHARS_MAX)?.unwrap_or_default();
    decide(&app, &scope, id, (user, true), &reason).await
}

/// Turns the request down, with a reason for whoever asked.
#[utoipa::path(
    post, path = "/promotions/{promotion}/refusal", tag = "selling", params(("promotion" = PromotionId, Path)),
    request_body = PromotionRefusal,
    responses(
        (status = 200, body = PromotionFile),
        (status = 409, body = ErrorBody, description = "it was decided upon, or is one's own")
    ),
    security(("session" = ["approve_promotions"]))
)]
pub(super) async fn create_promotion_refusal(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<ApprovePromotions>,
    Path(id): Path<PromotionId>,
    Json(PromotionRefusal { reason }): Json<PromotionRefusal>,
) -> Result<Json<PromotionFile>, ApiError> {
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    decide(&app, &scope, id, (user, false), &reason).await
}

/// Takes one's own request back.
#[utoipa::path(
    post, path = "/promotions/{promotion}/withdrawal", tag = "selling", params(("promotion" = PromotionId, Path)),
    responses(
        (status = 200, body = PromotionFile),
        (status = 409, body = ErrorBody, description = "it was decided upon, or is somebody else's")
    ),
    security(("session" = ["ask_promotions"]))
)]
pub(super) async fn create_promotion_withdrawal(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<AskPromotions>,
    Path(id): Path<PromotionId>,
) -> Result<Json<PromotionFile>, ApiError> {
    let mut tx = app.db().write().await?;
    let row = promotions::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let state = judge_withdrawal(row.state, row.asked_by, user).map_err(refusals::decision)?;
    save(tx, &app, &scope, &row, (state, user), "").await
}

async fn decide(
    app: &App,
    scope: &Scope,
    id: PromotionId,
    (user, approves): (UserId, bool),
    reason: &str,
) -> Result<Json<PromotionFile>, ApiError> {
    let mut tx = app.db().read().await?;
    let seen = promotions::find(&mut tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    drop(tx);
    // The rules may have changed since it was asked for.
    let outcome = match &seen.note_title {
        Some(title) => content::judge_title(app, scope, title).await?,
        None => ContentOutcome::Pass,
    };
    let mut tx = app.db().write().await?;
    let row = promotions::find(&mut tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    let is_blocked = outcome == ContentOutcome::Block;
    let state =
        judge_decision(row.state, (row.asked_by, user), approves, is_blocked).map_err(refusals::decision)?;
    save(tx, app, scope, &row, (state, user), reason).await
}

async fn save(
    mut tx: db::Tx,
    app: &App,
    scope: &Scope,
    row: &PromotionRow,
    (state, by): (PromotionState, UserId),
    reason: &str,
) -> Result<Json<PromotionFile>, ApiError> {
    let (now, name) = (app.now(), name_of(&scope.actor));
    let decision = Decision { state, by, name: &name, at: now, reason };
    if !promotions::decide(&mut tx, scope, row.id, &decision).await? {
        return Err(refusals::decided_meanwhile());
    }
    let view = file(&mut tx, app, scope, row.id).await?;
    let kind = match state {
        PromotionState::Withdrawn => EventKind::PromotionWithdrawn,
        _ => EventKind::PromotionDecided,
    };
    let (before, after) = (json!({ "state": row.state }), json!({ "state": state, "reason": reason }));
    record(&mut tx, scope, Change::changed(kind, &row.id, before, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}
