//! How a text leaves the house, and how it comes back: taken to the phone, confirmed by its link, taken back, dropped.

use axum::extract::State;
use db::Tx;
use domain::{
    id::DraftId,
    identity::Scope,
    selling::check_link,
    studio::{
        DraftStage,
        draft::{Draft, Step},
        handover::{HandoverFacts, LINK_CHARS_MAX, judge_handover},
        review::REASON_CHARS_MAX,
    },
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    Clocked, refusals,
    store::{
        drafts::{self, DraftRow},
        handoffs::{self, NewHandoff},
        pauses,
    },
    views::{DraftFile, file},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted,
        field::required_text,
        permit::{PermittedPerson, PlanContent, WriteDrafts},
    },
    identity::own_employee,
};

/// What an account is given on a day at the most, where nobody decided otherwise.
const A_DAY_MOST: i64 = 1;

/// The text that somebody takes to the phone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftHandover {
    /// The text that they read.
    #[schema(minimum = 1)]
    text_no: i64,
}

/// The link of a note that somebody published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftReceipt {
    /// A page of the platform.
    #[schema(min_length = 1, max_length = 300)]
    link: String,
}

/// Why a draft is taken back or comes to nothing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftReason {
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Takes a text back to go on writing. What was said to it is void; one that was given to somebody is taken from them.
#[utoipa::path(
    post, path = "/drafts/{draft}/withdrawal", tag = "studio", params(("draft" = DraftId, Path)),
    request_body = DraftReason,
    responses(
        (status = 200, body = DraftFile),
        (status = 409, body = ErrorBody, description = "it is being written, or is out")
    ),
    security(("session" = ["write_drafts"]), ("api_key" = ["write_drafts"]))
)]
pub(super) async fn create_draft_withdrawal(
    State(app): State<App>,
    Permitted(scope, _): Permitted<WriteDrafts>,
    Path(id): Path<DraftId>,
    Json(DraftReason { reason }): Json<DraftReason>,
) -> Result<Json<DraftFile>, ApiError> {
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let draft = row.draft.step(Step::Withdraw).map_err(refusals::step)?;
    handoffs::take_back(&mut tx, &scope, id).await?;
    moved(tx, &app, &scope, (&row, draft), (EventKind::DraftWithdrawn, &reason)).await
}

/// Says that a draft comes to nothing. Its angle is free again.
#[utoipa::path(
    post, path = "/drafts/{draft}/dropping", tag = "studio", params(("draft" = DraftId, Path)),
    request_body = DraftReason,
    responses(
        (status = 200, body = DraftFile),
        (status = 409, body = ErrorBody, description = "it is out, or was dropped before")
    ),
    security(("session" = ["plan_content"]), ("api_key" = ["plan_content"]))
)]
pub(super) async fn create_draft_dropping(
    State(app): State<App>,
    Permitted(scope, _): Permitted<PlanContent>,
    Path(id): Path<DraftId>,
    Json(DraftReason { reason }): Json<DraftReason>,
) -> Result<Json<DraftFile>, ApiError> {
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let draft = row.draft.step(Step::Drop).map_err(refusals::step)?;
    handoffs::take_back(&mut tx, &scope, id).await?;
    moved(tx, &app, &scope, (&row, draft), (EventKind::DraftDropped, &reason)).await
}

/// Takes an approved text to the phone of the person who publishes it. Asked for again, it answers the same.
#[utoipa::path(
    post, path = "/drafts/{draft}/handover", tag = "studio", params(("draft" = DraftId, Path)),
    request_body = DraftHandover,
    responses(
        (status = 200, body = DraftFile),
        (status = 409, body = ErrorBody, description = "the text was not approved, or may not go out now")
    ),
    security(("session" = ["write_drafts"]))
)]
pub(super) async fn create_draft_handover(
    State(app): State<App>,
    PermittedPerson(scope, ..): PermittedPerson<WriteDrafts>,
    Path(id): Path<DraftId>,
    Json(DraftHandover { text_no }): Json<DraftHandover>,
) -> Result<Json<DraftFile>, ApiError> {
    let mut tx = app.db().write().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    if row.draft.stage == DraftStage::HandedOver
        && row.draft.text_no == text_no
        && own_employee(&mut tx, &scope).await? == Some(row.writer.id)
    {
        return Ok(Json(file(&mut tx, &scope, row).await?));
    }
    let facts = facts(&mut tx, &scope, &row, &clocked).await?;
    judge_handover(&facts).map_err(|error| refusals::handover(error, &row.writer.name))?;
    let draft = row.draft.step(Step::HandOver(text_no)).map_err(refusals::step)?;

    let handoff = NewHandoff {
        draft: id,
        text_no,
        account: row.account,
        employee: row.writer.id,
        at: clocked.now,
        day: clocked.today,
    };
    handoffs::put(&mut tx, &scope, &handoff).await?;
    moved(tx, &app, &scope, (&row, draft), (EventKind::DraftHandedOver, "")).await
}

/// What decides whether the text may leave. The account is held until the commit, so that two drafts do not both get
/// the last place of the day.
async fn facts(
    tx: &mut Tx,
    scope: &Scope,
    row: &DraftRow,
    clocked: &Clocked,
) -> Result<HandoverFacts, ApiError> {
    crate::matrix::hold_account(tx, scope, row.account).await?;
    Ok(HandoverFacts {
        is_writer: own_employee(tx, scope).await? == Some(row.writer.id),
        holds_account: handoffs::holder(tx, scope, row.account).await? == Some(row.writer.id),
        left_on: row.writer.left_on,
        is_paused: pauses::stopping(tx, scope, row.account).await?.is_some(),
        handed_over_today: handoffs::handed_over_on(tx, scope, (row.account, row.id), clocked.today).await?,
        a_day_most: Some(A_DAY_MOST),
        today: clocked.today,
    })
}

/// Writes down the link of the note that the person published by hand. The same link again changes nothing.
#[utoipa::path(
    post, path = "/drafts/{draft}/receipt", tag = "studio", params(("draft" = DraftId, Path)),
    request_body = DraftReceipt,
    responses(
        (status = 200, body = DraftFile),
        (status = 409, body = ErrorBody, description = "it was not handed over, or has another link")
    ),
    security(("session" = ["write_drafts"]))
)]
pub(super) async fn create_draft_receipt(
    State(app): State<App>,
    PermittedPerson(scope, ..): PermittedPerson<WriteDrafts>,
    Path(id): Path<DraftId>,
    Json(DraftReceipt { link }): Json<DraftReceipt>,
) -> Result<Json<DraftFile>, ApiError> {
    let mut tx = app.db().write().await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let link = required_text("link", &link, LINK_CHARS_MAX)?;
    check_link(&link).map_err(refusals::link)?;
    if own_employee(&mut tx, &scope).await? != Some(row.writer.id) {
        return Err(ApiError::conflict(refusals::not_the_publisher(&row.writer.name)));
    }
    let known = handoffs::find(&mut tx, &scope, id).await?.and_then(|handoff| handoff.link);
    if known.as_ref() == Some(&link) {
        return Ok(Json(file(&mut tx, &scope, row).await?));
    }
    let draft = row.draft.step(Step::Confirm).map_err(refusals::step)?;
    handoffs::confirm(&mut tx, &scope, id, &link, app.now()).await?;
    moved(tx, &app, &scope, (&row, draft), (EventKind::DraftConfirmed, "")).await
}

/// Saves where the draft stands now, tells it, and shows it.
async fn moved(
    mut tx: Tx,
    app: &App,
    scope: &Scope,
    (row, draft): (&DraftRow, Draft),
    (kind, reason): (EventKind, &str),
) -> Result<Json<DraftFile>, ApiError> {
    let now = app.now();
    let dropped = (draft.stage == DraftStage::Dropped).then_some(reason);
    if !drafts::save(&mut tx, scope, (row.id, row.version), &draft, (dropped, now)).await? {
        return Err(refusals::changed_since(row.version, row.version.saturating_add(1)));
    }
    let (was, is) = (
        json!({ "stage": row.draft.stage }),
        json!({ "stage": draft.stage, "text": draft.text_no, "reason": reason }),
    );
    let id = row.id;
    let row = drafts::find(&mut tx, scope, id).await?.ok_or_else(ApiError::broken)?;
    let view = file(&mut tx, scope, row).await?;
    record(&mut tx, scope, Change::changed(kind, &id, was, is), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}
