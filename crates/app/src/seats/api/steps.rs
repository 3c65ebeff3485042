//! The steps of a seat. Each is a noun: an approval, a submission, a freeze.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::SeatId,
    identity::Scope,
    seats::{SeatError, Step, Term, term_of},
    time::{Day, Instant},
};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        refusals::{self, changed_meanwhile, changed_since},
        rules::{book_of, rules_of},
        store::seats::{self, SeatRow},
    },
    Clocked, REASON_CHARS_MAX,
    seats::SeatView,
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, Json, Path, Permitted, Query,
        field::{optional_text, required_text},
        permit::{ApproveSeats, ManageSeats},
    },
    text::Text,
};

/// A step that needs nothing but the version that it was decided on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct SeatStep {
    /// The version of the seat that the asker saw.
    version: i64,
    #[serde(default)]
    #[schema(max_length = 200)]
    remark: String,
}

/// A step with its reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct ReasonedStep {
    /// The version of the seat that the asker saw.
    version: i64,
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// The term that the platform granted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct Certification {
    /// The version of the seat that the asker saw.
    version: i64,
    /// The first day.
    from: Day,
    /// The last day; a term by the rules of the company when absent.
    until: Option<Day>,
}

/// The version that a step was decided on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::seats) struct SeenVersion {
    /// The version of the seat that the asker saw; a step is not taken without it.
    version: Option<i64>,
}

/// A seat that is about to take a step, with the day.
pub(super) struct Stepping<'a> {
    pub(super) scope: &'a Scope,
    pub(super) row: SeatRow,
    pub(super) now: Instant,
    pub(super) today: Day,
}

impl<'a> Stepping<'a> {
    /// The seat as the asker saw it; refused where somebody changed it since.
    pub(super) async fn load(
        tx: &mut Tx,
        app: &App,
        scope: &'a Scope,
        id: SeatId,
        version: impl Into<Option<i64>>,
    ) -> Result<Self, ApiError> {
        let Clocked { now, today, .. } = Clocked::of(tx, app, scope).await?;
        let row = seats::find(tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
        let version = version.into().ok_or_else(unsaid)?;
        if row.version != version {
            return Err(changed_since(version, row.version));
        }
        Ok(Self { scope, row, now, today })
    }

    /// Takes the step: decides, saves, and writes the line of the log.
    pub(super) async fn take(
        mut self,
        tx: &mut Tx,
        step: &Step,
        remark: Option<String>,
    ) -> Result<SeatView, ApiError> {
        let Self { scope, now, today, .. } = self;
        let before = self.row.seat.clone();
        self.row.seat = before.apply(step, today).map_err(refusals::step)?;
        self.row.remark = remark.or(self.row.remark);
        let version = self.row.version;
        if !seats::save(tx, scope, &self.row, now).await? {
            return Err(changed_meanwhile(version));
        }
        let row = seats::find(tx, scope, self.row.id).await?.ok_or_else(ApiError::broken)?;
        let facts = |seat: &domain::seats::Seat| {
            let until = seat.term.map(|term| term.until);
            json!({ "state": seat.state(today), "until": until, "frozen": seat.frozen })
        };
        let mut after = facts(&row.seat);
        if let Some(facts) = after.as_object_mut() {
            facts.insert("step".to_owned(), json!(step.name()));
            facts.insert("remark".to_owned(), json!(row.remark));
        }
        let kind = match step {
            Step::Bind(_) => EventKind::SeatBound,
            Step::Unbind => EventKind::SeatUnbound,
            _ => EventKind::SeatMoved,
        };
        record(tx, scope, Change::changed(kind, &row.id, facts(&before), after), now).await?;
        Ok(SeatView::of(scope, row, today))
    }
}

/// One step from the load to the commit.
async fn step(
    app: &App,
    scope: &Scope,
    (id, version): (SeatId, Option<i64>),
    step: Step,
    remark: Option<String>,
) -> Result<SeatView, ApiError> {
    let mut tx = app.db().write().await?;
    let stepping = Stepping::load(&mut tx, app, scope, id, version).await?;
    let view = stepping.take(&mut tx, &step, remark).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(view)
}

/// Says yes to a seat that was asked for.
#[utoipa::path(
    post, path = "/seats/{seat}/approval", tag = "seats", params(("seat" = SeatId, Path)), request_body = SeatStep,
    responses((status = 201, body = SeatView)),
    security(("session" = ["approve_seats"]))
)]
pub(in crate::seats) async fn create_approval(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ApproveSeats>,
    Path(id): Path<SeatId>,
    Json(SeatStep { version, remark }): Json<SeatStep>,
) -> Result<(StatusCode, Json<SeatView>), ApiError> {
    let remark = optional_text("remark", &remark, REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let mut stepping = Stepping::load(&mut tx, &app, &scope, id, version).await?;
    stepping.row.approved_by = Some(name_of(&scope.actor));
    let view = stepping.take(&mut tx, &Step::Approve, remark).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Says that the papers were handed in to the platform.
#[utoipa::path(
    post, path = "/seats/{seat}/submission", tag = "seats", params(("seat" = SeatId, Path)), request_body = SeatStep,
    responses((status = 201, body = SeatView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_submission(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<SeatId>,
    Json(SeatStep { version, remark }): Json<SeatStep>,
) -> Result<(StatusCode, Json<SeatView>), ApiError> {
    let remark = optional_text("remark", &remark, REASON_CHARS_MAX)?;
    Ok((StatusCode::CREATED, Json(step(&app, &scope, (id, Some(version)), Step::Submit, remark).await?)))
}

/// Says that the platform turned the papers down, and why; they can be handed in again.
#[utoipa::path(
    post, path = "/seats/{seat}/rejection", tag = "seats", params(("seat" = SeatId, Path)),
    request_body = ReasonedStep,
    responses((status = 201, body = SeatView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_rejection(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<SeatId>,
    Json(ReasonedStep { version, reason }): Json<ReasonedStep>,
) -> Result<(StatusCode, Json<SeatView>), ApiError> {
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    Ok((
        StatusCode::CREATED,
        Json(step(&app, &scope, (id, Some(version)), Step::Reject, Some(reason)).await?),
    ))
}

/// Says for which term the platform granted the seat.
#[utoipa::path(
    post, path = "/seats/{seat}/certification", tag = "seats", params(("seat" = SeatId, Path)),
    request_body = Certification,
    responses((status = 201, body = SeatView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_certification(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<SeatId>,
    Json(Certification { version, from, until }): Json<Certification>,
) -> Result<(StatusCode, Json<SeatView>), ApiError> {
    let mut tx = app.db().write().await?;
    let stepping = Stepping::load(&mut tx, &app, &scope, id, version).await?;
    let term = match until {
        Some(until) => Term { from, until },
        None => term_by_rules(&mut tx, &stepping, from).await?,
    };
    let view = stepping.take(&mut tx, &Step::Certify(term), None).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// The term that begins on a day, as long as the rules of the company say.
pub(super) async fn term_by_rules(tx: &mut Tx, stepping: &Stepping<'_>, from: Day) -> Result<Term, ApiError> {
    let Stepping { scope, row, today, .. } = stepping;
    let book = book_of(tx, scope).await?;
    let rules = rules_of(tx, scope, &book, row.entity, *today).await?;
    rules.term_months().map(|months| term_of(from, months)).ok_or_else(|| {
        let text = Text::new(
            "规则里没有写明有效期；请按后台显示填写最后一天。",
            "The rules do not tell how long a seat lasts; enter the last day that the back office shows.",
        );
        ApiError::invalid("until", text)
    })
}

/// Gives a seat back, or takes a request back. Its place of the quota is free from then on.
#[utoipa::path(
    post, path = "/seats/{seat}/release", tag = "seats", params(("seat" = SeatId, Path)),
    request_body = ReasonedStep,
    responses((status = 201, body = SeatView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_release(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<SeatId>,
    Json(ReasonedStep { version, reason }): Json<ReasonedStep>,
) -> Result<(StatusCode, Json<SeatView>), ApiError> {
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    Ok((
        StatusCode::CREATED,
        Json(step(&app, &scope, (id, Some(version)), Step::Release, Some(reason)).await?),
    ))
}

/// Freezes a seat: nothing more is done with it for now.
#[utoipa::path(
    put, path = "/seats/{seat}/freeze", tag = "seats", params(("seat" = SeatId, Path)), request_body = ReasonedStep,
    responses((status = 200, body = SeatView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn put_freeze(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<SeatId>,
    Json(ReasonedStep { version, reason }): Json<ReasonedStep>,
) -> Result<Json<SeatView>, ApiError> {
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let mut stepping = Stepping::load(&mut tx, &app, &scope, id, version).await?;
    if stepping.row.frozen.is_some() {
        return Err(refusals::step(SeatError::Frozen));
    }
    stepping.row.frozen = Some((stepping.now, reason.clone()));
    let view = stepping.take(&mut tx, &Step::Freeze, Some(reason)).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

/// Thaws a seat.
#[utoipa::path(
    delete, path = "/seats/{seat}/freeze", tag = "seats", params(("seat" = SeatId, Path), SeenVersion),
    responses((status = 200, body = SeatView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn delete_freeze(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<SeatId>,
    Query(SeenVersion { version }): Query<SeenVersion>,
) -> Result<Json<SeatView>, ApiError> {
    Ok(Json(step(&app, &scope, (id, version), Step::Thaw, None).await?))
}

fn unsaid() -> ApiError {
    let text = Text::new("请带上你看到的版本号。", "Name the version that you saw.");
    ApiError::invalid("version", text)
}
