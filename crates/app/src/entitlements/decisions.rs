//! Decisions upon versions of card texts: each version is decided upon once.

use axum::extract::State;
use domain::{
    content::ContentOutcome,
    entitlements::{CardError, CardState, Drafted, REMARK_CHARS_MAX, judge_approval},
    id::CardVersionId,
    identity::Scope,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    cards::{CardView, shown},
    store::cards::{self, VersionRow},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{ApiError, ErrorBody, Json, Path, Permitted, field::required_text, permit::ApproveCards},
    text::Text,
};

/// Why a version is turned down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Refusal {
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Approves a version; it may be rolled out from now on.
#[utoipa::path(
    post, path = "/card-versions/{version}/approval", tag = "entitlements",
    params(("version" = CardVersionId, Path)),
    responses(
        (status = 200, body = CardView),
        (status = 409, body = ErrorBody, description = "it was decided upon, is blocked, or needs another reviewer")
    ),
    security(("session" = ["approve_cards"]))
)]
pub(super) async fn approve_version(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ApproveCards>,
    Path(id): Path<CardVersionId>,
) -> Result<Json<CardView>, ApiError> {
    let mut tx = app.db().write().await?;
    let version = cards::version(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    judge_approval(&drafted(&version), scope.user()).map_err(refused)?;
    decide(tx, &app, &scope, &version, (CardState::Approved, "")).await
}

/// Turns a version down, with a reason for its writer.
#[utoipa::path(
    post, path = "/card-versions/{version}/refusal", tag = "entitlements",
    params(("version" = CardVersionId, Path)), request_body = Refusal,
    responses(
        (status = 200, body = CardView),
        (status = 409, body = ErrorBody, description = "it was decided upon already")
    ),
    security(("session" = ["approve_cards"]))
)]
pub(super) async fn refuse_version(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ApproveCards>,
    Path(id): Path<CardVersionId>,
    Json(Refusal { reason }): Json<Refusal>,
) -> Result<Json<CardView>, ApiError> {
    let reason = required_text("reason", &reason, REMARK_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let version = cards::version(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    if version.state != CardState::Drafted {
        return Err(refused(CardError::Decided));
    }
    decide(tx, &app, &scope, &version, (CardState::Refused, &reason)).await
}

async fn decide(
    mut tx: db::Tx,
    app: &App,
    scope: &Scope,
    version: &VersionRow,
    (state, reason): (CardState, &str),
) -> Result<Json<CardView>, ApiError> {
    let now = app.now();
    let by = name_of(&scope.actor);
    if !cards::decide(&mut tx, scope, version.id, (state, reason), (&by, now)).await? {
        return Err(refused(CardError::Decided));
    }
    let view = shown(&mut tx, scope, version.card).await?;
    let after = json!({ "card": version.card, "version": version.number, "state": state, "reason": reason });
    record(&mut tx, scope, Change::made(EventKind::CardDecided, &version.card, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

fn drafted(version: &VersionRow) -> Drafted {
    Drafted {
        state: version.state,
        by: version.drafted_by,
        is_blocked: version.outcome == ContentOutcome::Block,
        needs_review: matches!(version.outcome, ContentOutcome::Review | ContentOutcome::Evidence),
    }
}

fn refused(error: CardError) -> ApiError {
    ApiError::conflict(match error {
        CardError::Decided => Text::new(
            "这个版本刚有人处理过；请刷新后查看结果。",
            "Somebody has decided upon this version; reload to see how.",
        ),
        CardError::Blocked => Text::new(
            "内容检查判定为拦截，任何人都不能通过；请修改文字，另存为新版本。",
            "The content check blocks the text and nobody can approve it; write a new version.",
        ),
        CardError::OwnText => Text::new(
            "内容检查要求复核，作者不能审批自己的文字；请另一位负责人或合规负责人处理。",
            "The content check asks for a review, and writers do not review their own text; ask another owner or compliance officer.",
        ),
    })
}
