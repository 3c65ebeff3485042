//! What was counted of a live session: entered by hand, corrected by another entry.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::LiveSessionId,
    selling::{LiveNumbers, REASON_CHARS_MAX, judge_live_results},
    time::Instant,
    value::Fen,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{
    lives::{LiveFile, file},
    refusals,
    store::{
        lives,
        results::{self, LiveCounted},
    },
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{ApiError, ErrorBody, Json, Path, Permitted, field::optional_text, permit::ManageSelling},
};

/// What was counted of a live session, as somebody entered it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LiveResultsView {
    /// From 1 on; a correction names the one that its author saw.
    revision: i64,
    /// 观看人数.
    viewers: Option<i64>,
    /// 最高在线.
    viewers_peak: Option<i64>,
    /// 新增粉丝.
    follows: Option<i64>,
    /// 留资.
    leads: Option<i64>,
    /// 成交单数.
    orders: Option<i64>,
    /// 成交额.
    sales_fen: Option<Fen>,
    /// Why it was corrected; empty where it was entered first.
    reason: String,
    entered_by: String,
    entered_at: Instant,
}

/// What was counted of a live session; what nobody looked up is absent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLiveResults {
    /// The revision that its author saw; 0 where there was none.
    #[schema(minimum = 0)]
    revision: i64,
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    viewers: Option<i64>,
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    viewers_peak: Option<i64>,
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    follows: Option<i64>,
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    leads: Option<i64>,
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    orders: Option<i64>,
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    sales_fen: Option<i64>,
    /// Why it is corrected.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// Enters what was counted of a live session, or corrects it: what was entered before stays to be read.
#[utoipa::path(
    post, path = "/live-sessions/{live}/results", tag = "selling", params(("live" = LiveSessionId, Path)),
    request_body = NewLiveResults,
    responses(
        (status = 201, body = LiveFile),
        (status = 409, body = ErrorBody, description = "it was not held, or somebody entered results meanwhile")
    ),
    security(("session" = ["manage_selling"]), ("api_key" = ["manage_selling"]))
)]
pub(super) async fn create_live_results(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSelling>,
    Path(id): Path<LiveSessionId>,
    Json(new): Json<NewLiveResults>,
) -> Result<(StatusCode, Json<LiveFile>), ApiError> {
    let NewLiveResults { revision, viewers, viewers_peak, follows, leads, orders, sales_fen, reason } = new;
    let reason = optional_text("reason", &reason, REASON_CHARS_MAX)?.unwrap_or_default();
    let numbers = LiveNumbers { viewers, viewers_peak, follows, leads, orders, sales_fen };
    let (now, entered_by) = (app.now(), name_of(&scope.actor));
    let mut tx = app.db().write().await?;
    let row = lives::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    numbers.check().map_err(refusals::number)?;
    let before = row.results;
    let entered = before.as_ref().map_or(0, |results| results.revision);
    judge_live_results(row.state, revision, entered, !reason.is_empty()).map_err(refusals::live)?;

    let counted =
        LiveCounted { revision: entered.saturating_add(1), numbers, reason, entered_by, entered_at: now };
    results::insert_live(&mut tx, &scope, id, &counted).await?;
    let view = file(&mut tx, &app, &scope, id).await?;
    let before = before.map_or(Value::Null, |results| told(id, &results));
    let change = Change::changed(EventKind::LiveCounted, &row.account, before, told(id, &counted));
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

fn told(id: LiveSessionId, counted: &LiveCounted) -> Value {
    let LiveCounted { revision, numbers, reason, entered_by: _, entered_at: _ } = counted;
    let figures: Map<String, Value> = numbers
        .figures()
        .map(|(figure, number)| (figure.name().to_owned(), json!(number)))
        .into_iter()
        .collect();
    json!({ "live": id, "revision": revision, "reason": reason, "numbers": figures })
}

impl LiveResultsView {
    pub fn of(counted: LiveCounted) -> Self {
        let LiveCounted { revision, numbers, reason, entered_by, entered_at } = counted;
        let LiveNumbers { viewers, viewers_peak, follows, leads, orders, sales_fen } = numbers;
        let sales_fen = sales_fen.map(Fen);
        Self {
            revision,
            viewers,
            viewers_peak,
            follows,
            leads,
            orders,
            sales_fen,
            reason,
            entered_by,
            entered_at,
        }
    }
}
