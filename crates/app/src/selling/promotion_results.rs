//! What a promotion cost and brought: entered by hand, corrected by another entry, beside what the file says.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::PromotionId,
    identity::Scope,
    selling::{PromotionNumbers, REASON_CHARS_MAX, judge_spend, over_budget},
    time::{Day, Instant, Zone},
    value::Fen,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    promotions::{PromotionFile, file},
    refusals,
    store::{
        promotions::{self, PromotionRow},
        results::{self, PromotionCounted},
    },
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{ApiError, ErrorBody, Json, Path, Permitted, field::optional_text, permit::ManageSelling},
};

/// What a promotion cost and brought, as somebody entered it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PromotionResultsView {
    /// From 1 on; a correction names the one that its author saw.
    revision: i64,
    /// 消耗.
    spend_fen: Fen,
    /// 曝光.
    impression: Option<i64>,
    /// 进线.
    message_consult: Option<i64>,
    /// 留资.
    leads: Option<i64>,
    /// Why more was spent than granted; empty where it was not.
    overspend_reason: String,
    /// Why it was corrected; empty where it was entered first.
    reason: String,
    entered_by: String,
    entered_at: Instant,
}

/// What the imported Juguang report says of the account in the days of a promotion: rows that lie within them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportedView {
    from: Day,
    to: Day,
    spend_fen: Fen,
    impression: Option<i64>,
    message_consult: Option<i64>,
    leads: Option<i64>,
}

/// What a promotion cost and brought; what nobody looked up is absent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPromotionResults {
    /// The revision that its author saw; 0 where there was none.
    #[schema(minimum = 0)]
    revision: i64,
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    spend_fen: i64,
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    impression: Option<i64>,
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    message_consult: Option<i64>,
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    leads: Option<i64>,
    /// Why more was spent than granted; needed where it was.
    #[serde(default)]
    #[schema(max_length = 200)]
    overspend_reason: String,
    /// Why it is corrected; needed where it is.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// Enters what a promotion cost and brought, or corrects it: what was entered before stays to be read.
#[utoipa::path(
    post, path = "/promotions/{promotion}/results", tag = "selling", params(("promotion" = PromotionId, Path)),
    request_body = NewPromotionResults,
    responses(
        (status = 201, body = PromotionFile),
        (status = 409, body = ErrorBody, description = "it was not granted, or somebody entered numbers meanwhile")
    ),
    security(("session" = ["manage_selling"]), ("api_key" = ["manage_selling"]))
)]
pub(super) async fn create_promotion_results(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSelling>,
    Path(id): Path<PromotionId>,
    Json(new): Json<NewPromotionResults>,
) -> Result<(StatusCode, Json<PromotionFile>), ApiError> {
    let NewPromotionResults { revision, spend_fen, impression, message_consult, leads, .. } = new;
    let NewPromotionResults { overspend_reason, reason, .. } = new;
    let said =
        |field, text: &str| optional_text(field, text, REASON_CHARS_MAX).map(Option::unwrap_or_default);
    let (why_over, reason) = (said("overspend_reason", &overspend_reason)?, said("reason", &reason)?);
    let numbers = PromotionNumbers { spend: Fen(spend_fen), impression, message_consult, leads };
    let (now, entered_by) = (app.now(), name_of(&scope.actor));
    let mut tx = app.db().write().await?;
    let row = promotions::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let entered = row.results.as_ref().map_or(0, |counted| counted.revision);
    let words = (!why_over.is_empty(), !reason.is_empty());
    judge_spend((row.state, row.budget), &numbers, (revision, entered), words).map_err(refusals::spend)?;

    let overspend_reason =
        if over_budget(row.budget, numbers.spend).is_some() { why_over } else { String::new() };
    let counted = PromotionCounted {
        revision: entered.saturating_add(1),
        numbers,
        overspend_reason,
        reason,
        entered_by,
        entered_at: now,
    };
    results::insert_promotion(&mut tx, &scope, id, &counted).await?;
    let view = file(&mut tx, &app, &scope, id).await?;
    let before = row.results.as_ref().map_or(Value::Null, told);
    let change = Change::changed(EventKind::PromotionCounted, &id, before, told(&counted));
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// What the Juguang report says of the account in the days that were granted.
pub(super) async fn reported(
    tx: &mut Tx,
    scope: &Scope,
    row: &PromotionRow,
    zone: &Zone,
) -> Result<Option<ReportedView>, ApiError> {
    let Some((from, to)) = row.days(zone) else { return Ok(None) };
    let found = promotions::reported(tx, scope, row.account, (from, to)).await?;
    Ok(found.map(|numbers| {
        let PromotionNumbers { spend, impression, message_consult, leads } = numbers;
        ReportedView { from, to, spend_fen: spend, impression, message_consult, leads }
    }))
}

fn told(counted: &PromotionCounted) -> Value {
    let PromotionCounted { revision, numbers, overspend_reason, reason, entered_by: _, entered_at: _ } =
        counted;
    let PromotionNumbers { spend, impression, message_consult, leads } = numbers;
    json!({
        "revision": revision, "spend_fen": spend, "impression": impression, "message_consult": message_consult,
        "leads": leads, "overspend_reason": overspend_reason, "reason": reason
    })
}

impl PromotionResultsView {
    pub fn of(counted: PromotionCounted) -> Self {
        let PromotionCounted { revision, numbers, overspend_reason, reason, entered_by, entered_at } =
            counted;
        let PromotionNumbers { spend, impression, message_consult, leads } = numbers;
        Self {
            revision,
            spend_fen: spend,
            impression,
            message_consult,
            leads,
            overspend_reason,
            reason,
            entered_by,
            entered_at,
        }
    }
}
