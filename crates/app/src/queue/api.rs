//! The page of jobs.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode};
use domain::{
    id::JobId,
    identity::{Action, Scope},
    queue::JobState,
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::store::{self, JobRow};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        page::{Page, PageQuery},
        permit::{ManageJobs, ViewJobs},
    },
    text::Text,
};

/// Which jobs are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct JobQuery {
    /// Only those in this state.
    state: Option<JobState>,
}

/// What the asker may do with a job.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobCan {
    /// Have it tried again.
    retry: Can,
    /// Remove it.
    remove: Can,
}

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobView {
    id: JobId,
    /// Which part of the program does it.
    kind: String,
    state: JobState,
    /// How often it was tried.
    attempts: i64,
    /// When it is due.
    run_at: Instant,
    /// Why the last attempt failed.
    error: Option<String>,
    created_at: Instant,
    finished_at: Option<Instant>,
    can: JobCan,
}

/// One page of the jobs of the brand, and how many there are in each state.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobPage {
    /// The jobs, newest first.
    items: Vec<JobView>,
    /// Where the next page starts; absent on the last one.
    next_cursor: Option<String>,
    /// How many jobs there are in each state, whatever state was asked for.
    counts: BTreeMap<JobState, i64>,
}

/// Lists the jobs of the brand, newest first.
#[utoipa::path(
    get, path = "/jobs", tag = "jobs", params(JobQuery, PageQuery), responses((status = 200, body = JobPage)),
    security(("session" = ["view_jobs"]), ("api_key" = ["view_jobs"]))
)]
pub(super) async fn list_jobs(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewJobs>,
    Query(JobQuery { state }): Query<JobQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<JobPage>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = store::page(&mut tx, &scope, state, page.start()?, page.rows()).await?;
    let found = store::counts(&mut tx, &scope).await?;
    let counts = JobState::ALL.iter().map(|state| (*state, found.get(state).copied().unwrap_or(0))).collect();
    let Page { items, next_cursor } = Page::of(rows, &page, |row| (row.created_at.ms(), row.id.uuid()));
    Ok(Json(JobPage { items: items.into_iter().map(|row| show(row, &scope)).collect(), next_cursor, counts }))
}

/// Has a job that was given up tried again.
#[utoipa::path(
    post, path = "/jobs/{job}/attempts", tag = "jobs", params(("job" = JobId, Path)),
    responses((status = 201, body = JobView), (status = 409, body = ErrorBody, description = "it was not given up")),
    security(("session" = ["manage_jobs"]), ("api_key" = ["manage_jobs"]))
)]
pub(super) async fn create_job_attempt(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageJobs>,
    Path(job): Path<JobId>,
) -> Result<(StatusCode, Json<JobView>), ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let row = store::find(&mut tx, &scope, job).await?.ok_or_else(ApiError::not_found)?;
    if !row.state.may_be_retried() || !store::retry(&mut tx, &scope, job, row.state, now).await? {
        return Err(ApiError::conflict(not_given_up()));
    }
    let again = store::find(&mut tx, &scope, job).await?.ok_or_else(ApiError::broken)?;
    let change = Change::changed(EventKind::JobRetried, &job, row.as_told(), again.as_told());
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(show(again, &scope))))
}

/// Removes a job that waits or was given up.
#[utoipa::path(
    delete, path = "/jobs/{job}", tag = "jobs", params(("job" = JobId, Path)),
    responses((status = 204), (status = 409, body = ErrorBody, description = "it is running, or done")),
    security(("session" = ["manage_jobs"]), ("api_key" = ["manage_jobs"]))
)]
pub(super) async fn delete_job(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageJobs>,
    Path(job): Path<JobId>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let row = store::find(&mut tx, &scope, job).await?.ok_or_else(ApiError::not_found)?;
    if !row.state.may_be_removed() || !store::remove(&mut tx, &scope, job, row.state).await? {
        return Err(ApiError::conflict(not_removable()));
    }
    let mut change = Change::happened(EventKind::JobRemoved, &job);
    change.before = Some(row.as_told());
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl JobRow {
    fn as_told(&self) -> serde_json::Value {
        json!({ "kind": self.kind, "state": self.state, "attempts": self.attempts })
    }
}

fn show(row: JobRow, scope: &Scope) -> JobView {
    let can = JobCan {
        retry: judged(scope, row.state.may_be_retried(), not_given_up),
        remove: judged(scope, row.state.may_be_removed(), not_removable),
    };
    let JobRow { id, kind, state, attempts, run_at, error, created_at, finished_at } = row;
    JobView { id, kind, state, attempts, run_at, error, created_at, finished_at, can }
}

fn judged(scope: &Scope, possible: bool, why_not: fn() -> Text) -> Can {
    match (scope.may(Action::ManageJobs), possible) {
        (false, _) => Can::No(ApiError::not_permitted().text().clone()),
        (true, false) => Can::No(why_not()),
        (true, true) => Can::Yes,
    }
}

fn not_given_up() -> Text {
    Text::new("只有已停止的任务可以重试。", "Only a job that was given up can be tried again.")
}

fn not_removable() -> Text {
    Text::new("只有等待中或已停止的任务可以删除。", "Only a job that waits or was given up can be removed.")
}
