//! My day: what is mine to publish, the weeks in which I rest, and the board on which only those stand who want to.
//!
//! One answer holds everything that a phone needs to go on without a network.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::EmployeeId,
    identity::Scope,
    studio::{
        DraftStage,
        rest::{OWN_NOTES_DAYS, REST_REASON_CHARS_MAX, REST_WEEKS_AHEAD_MAX, RestError, judge_rest, week_of},
    },
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    Clocked,
    store::{
        drafts::{self, DraftRow, Wanted},
        own,
    },
    views::{DraftFile, DraftView, file},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, Json, Query,
        field::required_text,
        page::PageQuery,
        permit::{PermittedPerson, UseOwnPage},
    },
    identity::own_employee,
    text::Text,
};

/// Drafts of one stage that a day shows.
const SHOWN_MAX: u32 = 10;
/// How long a note that was published is shown, in milliseconds: three days.
const PUBLISHED_SHOWN_MS: i64 = 3 * 86_400_000;
const DAY_MS: i64 = 86_400_000;
/// People on the board.
const BOARD_MAX: i64 = 100;

/// What is mine today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnDay {
    today: Day,
    /// Drafts that I can take, have taken, or lately published: those due first.
    ready: Vec<DraftFile>,
    /// Drafts that are being written or looked at.
    others: Vec<DraftView>,
    /// Weeks from this one on in which I publish nothing.
    rests: Vec<RestView>,
    /// Notes that I published in the last 28 days.
    published: i64,
    /// Whether I stand on the board.
    on_board: bool,
}

/// A week in which somebody publishes nothing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RestView {
    /// Its Monday.
    week: Day,
    reason: String,
}

/// A week in which I publish nothing, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnRest {
    /// Any day of that week.
    day: Day,
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Which week is meant.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RestWeek {
    /// Any day of that week.
    day: Day,
}

/// Whether I want to be seen on the board.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BoardChoice {
    on_board: bool,
}

/// The board of published notes. Whoever does not stand on it does not see it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Leaderboard {
    on_board: bool,
    /// Over so many days.
    days: i32,
    /// Most notes first; only people who want to be seen.
    items: Vec<BoardLine>,
}

/// Somebody on the board.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BoardLine {
    name: String,
    /// Notes whose link they brought.
    notes: i64,
    is_me: bool,
}

/// Shows what is mine today. Somebody who is not on the roster has an empty day.
#[utoipa::path(
    get, path = "/own-day", tag = "studio", responses((status = 200, body = OwnDay)),
    security(("session" = ["use_own_page"]))
)]
pub(super) async fn show_own_day(
    State(app): State<App>,
    PermittedPerson(scope, ..): PermittedPerson<UseOwnPage>,
) -> Result<Json<OwnDay>, ApiError> {
    let mut tx = app.db().read().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    let Some(me) = own_employee(&mut tx, &scope).await? else { return Ok(Json(empty(clocked.today))) };
    let mut ready = Vec::new();
    for stage in [DraftStage::HandedOver, DraftStage::Approved, DraftStage::Confirmed, DraftStage::Seen] {
        let rows = mine(&mut tx, &scope, me, stage).await?;
        ready.extend(rows.into_iter().filter(|row| is_shown(row, clocked.now)));
    }
    ready.sort_by_key(|row| (row.plan.due_day.is_none(), row.plan.due_day, row.id.uuid()));
    let mut files = Vec::with_capacity(ready.len());
    for row in ready {
        files.push(file(&mut tx, &scope, row).await?);
    }
    let mut others = mine(&mut tx, &scope, me, DraftStage::Submitted).await?;
    others.extend(mine(&mut tx, &scope, me, DraftStage::Writing).await?);
    let rests = own::rests(&mut tx, &scope, me, (week_of(clocked.today), weeks_shown())).await?;
    Ok(Json(OwnDay {
        today: clocked.today,
        ready: files,
        others: others.into_iter().map(DraftView::from).collect(),
        rests: rests.into_iter().map(|own::RestRow { week, reason }| RestView { week, reason }).collect(),
        published: own::published(&mut tx, &scope, me, counted_from(clocked.now)).await?,
        on_board: own::is_on_board(&mut tx, &scope, me).await?,
    }))
}

/// Says that I publish nothing in the week of a day. Nobody has to agree; the same again changes nothing.
#[utoipa::path(
    put, path = "/own-rests", tag = "studio", request_body = OwnRest,
    responses((status = 204)), security(("session" = ["use_own_page"]))
)]
pub(super) async fn put_own_rest(
    State(app): State<App>,
    PermittedPerson(scope, ..): PermittedPerson<UseOwnPage>,
    Json(OwnRest { day, reason }): Json<OwnRest>,
) -> Result<StatusCode, ApiError> {
    let reason = required_text("reason", &reason, REST_REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    let me = somebody(&mut tx, &scope).await?;
    let week = judge_rest(day, clocked.today).map_err(refused)?;
    if own::put_rest(&mut tx, &scope, me, (week, &reason, clocked.now)).await? {
        let change = Change::made(EventKind::RestSaid, &me, json!({ "week": week, "reason": reason }));
        record(&mut tx, &scope, change, clocked.now).await?;
    }
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes back that I publish nothing in the week of a day.
#[utoipa::path(
    delete, path = "/own-rests", tag = "studio", params(RestWeek),
    responses((status = 204)), security(("session" = ["use_own_page"]))
)]
pub(super) async fn delete_own_rest(
    State(app): State<App>,
    PermittedPerson(scope, ..): PermittedPerson<UseOwnPage>,
    Query(RestWeek { day }): Query<RestWeek>,
) -> Result<StatusCode, ApiError> {
    let mut tx = app.db().write().await?;
    let me = somebody(&mut tx, &scope).await?;
    let week = week_of(day);
    if !own::remove_rest(&mut tx, &scope, me, week).await? {
        return Err(ApiError::not_found());
    }
    let change = Change::made(EventKind::RestTakenBack, &me, json!({ "week": week }));
    record(&mut tx, &scope, change, app.now()).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows how many notes those published who want to be seen, to those who want to be seen.
#[utoipa::path(
    get, path = "/leaderboard", tag = "studio", responses((status = 200, body = Leaderboard)),
    security(("session" = ["use_own_page"]))
)]
pub(super) async fn show_leaderboard(
    State(app): State<App>,
    PermittedPerson(scope, ..): PermittedPerson<UseOwnPage>,
) -> Result<Json<Leaderboard>, ApiError> {
    let mut tx = app.db().read().await?;
    let me = own_employee(&mut tx, &scope).await?;
    let on_board = match me {
        Some(me) => own::is_on_board(&mut tx, &scope, me).await?,
        None => false,
    };
    let rows = if on_board {
        own::board(&mut tx, &scope, (counted_from(app.now()), BOARD_MAX)).await?
    } else {
        Vec::new()
    };
    let line = |own::BoardRow { employee_id, name, notes }| BoardLine {
        name,
        notes,
        is_me: me.is_some_and(|me| me.uuid() == employee_id),
    };
    Ok(Json(Leaderboard { on_board, days: OWN_NOTES_DAYS, items: rows.into_iter().map(line).collect() }))
}

/// Goes on the board, or off it. Nobody stands on it who did not say so.
#[utoipa::path(
    put, path = "/leaderboard/own-place", tag = "studio", request_body = BoardChoice,
    responses((status = 204)), security(("session" = ["use_own_page"]))
)]
pub(super) async fn put_own_place(
    State(app): State<App>,
    PermittedPerson(scope, ..): PermittedPerson<UseOwnPage>,
    Json(BoardChoice { on_board }): Json<BoardChoice>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let me = somebody(&mut tx, &scope).await?;
    if own::put_on_board(&mut tx, &scope, (me, on_board), now).await? {
        let change = Change::made(EventKind::BoardChosen, &me, json!({ "on_board": on_board }));
        record(&mut tx, &scope, change, now).await?;
    }
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn mine(
    tx: &mut Tx,
    scope: &Scope,
    me: EmployeeId,
    stage: DraftStage,
) -> Result<Vec<DraftRow>, ApiError> {
    let wanted = Wanted { writer: Some(me), stage: Some(stage), ..Wanted::default() };
    let page = PageQuery { limit: Some(SHOWN_MAX), cursor: None };
    drafts::list(tx, scope, &wanted, &page).await
}

/// What is out stays in sight for some days.
fn is_shown(row: &DraftRow, now: Instant) -> bool {
    let is_out = matches!(row.draft.stage, DraftStage::Confirmed | DraftStage::Seen);
    !is_out || row.changed_at >= now.plus_ms(-PUBLISHED_SHOWN_MS)
}

fn counted_from(now: Instant) -> Instant {
    now.plus_ms(-i64::from(OWN_NOTES_DAYS) * DAY_MS)
}

fn weeks_shown() -> i64 {
    i64::from(REST_WEEKS_AHEAD_MAX) + 1
}

async fn somebody(tx: &mut Tx, scope: &Scope) -> Result<EmployeeId, ApiError> {
    let none = || {
        let text = Text::new(
            "你的登录还没有对应花名册里的员工，请让负责人在成员设置里关联。",
            "Your sign-in belongs to nobody on the roster; ask an owner to link it in the settings of members.",
        );
        ApiError::conflict(text)
    };
    own_employee(tx, scope).await?.ok_or_else(none)
}

fn refused(error: RestError) -> ApiError {
    let text = match error {
        RestError::Over => Text::new("那一周已经过去了。", "That week is over."),
        RestError::Far => Text::new(
            format!("最多提前 {REST_WEEKS_AHEAD_MAX} 周。"),
            format!("{REST_WEEKS_AHEAD_MAX} weeks ahead at the most."),
        ),
    };
    ApiError::invalid("day", text)
}

fn empty(today: Day) -> OwnDay {
    OwnDay { today, ready: Vec::new(), others: Vec::new(), rests: Vec::new(), published: 0, on_board: false }
}
