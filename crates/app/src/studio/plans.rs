//! Planning drafts: which account tells what, from which side, when, and who writes it.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::{AccountId, DraftId, EmployeeId, TopicIdeaId},
    identity::Scope,
    studio::{DraftForm, DraftStage, wording::ANGLE_CHARS_MAX},
    time::Day,
    value::compared,
};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    Clocked, refusals,
    store::drafts::{self, KeptPlan},
    views::{DraftFile, file},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted,
        field::{optional_text, required_text},
        permit::{PlanContent, WriteDrafts},
    },
    matrix, people,
};

/// Characters of a product line or an audience.
const WORDS_CHARS_MAX: usize = 40;
/// Minutes that a note takes at the most: a working day.
const MINUTES_MAX: i64 = 480;

/// A note that somebody is to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDraft {
    account: AccountId,
    plan: DraftPlan,
}

/// Who tells what, from which side, when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftPlan {
    /// Who writes and publishes it.
    writer: EmployeeId,
    idea: Option<TopicIdeaId>,
    /// From which side of its own the account tells it. One theme is told from one angle once.
    #[schema(min_length = 1, max_length = 120)]
    angle: String,
    form: DraftForm,
    #[serde(default)]
    #[schema(max_length = 40)]
    product_line: String,
    #[serde(default)]
    #[schema(max_length = 40)]
    audience: String,
    due_day: Option<Day>,
    /// How long it takes, in minutes.
    #[schema(minimum = 1, maximum = 480)]
    minutes: i64,
}

/// Another plan for a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftReplan {
    /// The version that its author saw.
    #[schema(minimum = 1)]
    version: i64,
    plan: DraftPlan,
}

/// Plans a draft. Whoever writes may plan one for themselves.
#[utoipa::path(
    post, path = "/drafts", tag = "studio", request_body = NewDraft,
    responses(
        (status = 201, body = DraftFile),
        (status = 409, body = ErrorBody, description = "another account tells the theme from this angle")
    ),
    security(("session" = ["write_drafts"]), ("api_key" = ["write_drafts"]))
)]
pub(super) async fn create_draft(
    State(app): State<App>,
    Permitted(scope, _): Permitted<WriteDrafts>,
    Json(NewDraft { account, plan }): Json<NewDraft>,
) -> Result<(StatusCode, Json<DraftFile>), ApiError> {
    let mut tx = app.db().write().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    if matrix::account_kind(&mut tx, &scope, account).await?.is_none() {
        return Err(refusals::unknown("account"));
    }
    let plan = accepted(&mut tx, &scope, &clocked, plan).await?;
    let key = angle_key(&mut tx, &scope, &plan, None).await?;

    let (id, by) = (app.id::<_>(), name_of(&scope.actor));
    if !drafts::insert(&mut tx, &scope, (id, account), &plan, (&key, &by, clocked.now)).await? {
        return Err(refusals::angle_taken_meanwhile());
    }
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let view = file(&mut tx, &scope, row).await?;
    let after = told(account, &plan);
    record(&mut tx, &scope, Change::made(EventKind::DraftPlanned, &id, after), clocked.now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Plans a draft otherwise. Its account stays.
#[utoipa::path(
    put, path = "/drafts/{draft}/plan", tag = "studio", params(("draft" = DraftId, Path)),
    request_body = DraftReplan,
    responses(
        (status = 200, body = DraftFile),
        (status = 409, body = ErrorBody, description = "it is out, somebody changed it, or the angle is taken")
    ),
    security(("session" = ["plan_content"]), ("api_key" = ["plan_content"]))
)]
pub(super) async fn put_draft_plan(
    State(app): State<App>,
    Permitted(scope, _): Permitted<PlanContent>,
    Path(id): Path<DraftId>,
    Json(DraftReplan { version, plan }): Json<DraftReplan>,
) -> Result<Json<DraftFile>, ApiError> {
    let mut tx = app.db().write().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    if !matches!(row.draft.stage, DraftStage::Writing | DraftStage::Submitted | DraftStage::Approved) {
        return Err(ApiError::conflict(refusals::elsewhere(row.draft.stage)));
    }
    let plan = accepted(&mut tx, &scope, &clocked, plan).await?;
    let key = angle_key(&mut tx, &scope, &plan, Some(id)).await?;

    if row.version != version
        || !drafts::replan(&mut tx, &scope, (id, version), &plan, (&key, clocked.now)).await?
    {
        return Err(refusals::changed_since(version, row.version));
    }
    let (was, is) = (told(row.account, &row.plan), told(row.account, &plan));
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let view = file(&mut tx, &scope, row).await?;
    record(&mut tx, &scope, Change::changed(EventKind::DraftReplanned, &id, was, is), clocked.now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

/// A plan as it may be kept: its writer works here, its theme is there.
async fn accepted(
    tx: &mut Tx,
    scope: &Scope,
    clocked: &Clocked,
    plan: DraftPlan,
) -> Result<KeptPlan, ApiError> {
    let DraftPlan { writer, idea, angle, form, product_line, audience, due_day, minutes } = plan;
    let employment =
        people::employment(tx, scope, writer).await?.ok_or_else(|| refusals::unknown("writer"))?;
    if let Some(on) = employment.left_on.filter(|on| *on < clocked.today) {
        return Err(refusals::writer_left(on));
    }
    if let Some(idea) = idea
        && !drafts::idea_counts(tx, scope, idea).await?
    {
        return Err(refusals::unknown("idea"));
    }
    if !(1..=MINUTES_MAX).contains(&minutes) {
        return Err(refusals::minutes(MINUTES_MAX));
    }
    Ok(KeptPlan {
        writer,
        idea,
        angle: required_text("angle", &angle, ANGLE_CHARS_MAX)?,
        form,
        product_line: optional_text("product_line", &product_line, WORDS_CHARS_MAX)?.unwrap_or_default(),
        audience: optional_text("audience", &audience, WORDS_CHARS_MAX)?.unwrap_or_default(),
        due_day,
        minutes,
    })
}

/// The angle as it is compared, if no other draft tells the theme from it.
async fn angle_key(
    tx: &mut Tx,
    scope: &Scope,
    plan: &KeptPlan,
    without: Option<DraftId>,
) -> Result<String, ApiError> {
    let key = compared(&plan.angle);
    if key.is_empty() {
        return Err(refusals::no_angle());
    }
    let Some(idea) = plan.idea else { return Ok(key) };
    match drafts::angle_taken(tx, scope, idea, &key, without).await? {
        Some((_, nickname)) => Err(refusals::angle_taken(&nickname)),
        None => Ok(key),
    }
}

fn told(account: AccountId, plan: &KeptPlan) -> Value {
    let KeptPlan { writer, idea, angle, form, product_line, audience, due_day, minutes } = plan;
    json!({
        "account": account, "writer": writer, "idea": idea, "angle": angle, "form": form,
        "product_line": product_line, "audience": audience, "due_day": due_day, "minutes": minutes,
    })
}
