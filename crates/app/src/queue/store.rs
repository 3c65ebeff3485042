//! The rows of jobs, as far as people see them.

use std::collections::HashMap;

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{id::JobId, identity::Scope, queue::JobState, time::Instant};
use uuid::Uuid;

/// A job.
#[derive(Debug)]
pub(super) struct JobRow {
    pub id: JobId,
    pub kind: String,
    pub state: JobState,
    pub attempts: i64,
    pub run_at: Instant,
    pub error: Option<String>,
    pub created_at: Instant,
    pub finished_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct RawJob {
    id: Uuid,
    kind: String,
    state: String,
    attempts: i64,
    run_at: i64,
    last_error: Option<String>,
    created_at: i64,
    finished_at: Option<i64>,
}

impl From<RawJob> for JobRow {
    fn from(raw: RawJob) -> Self {
        let RawJob { id, kind, state, attempts, run_at, last_error, created_at, finished_at } = raw;
        Self {
            id: JobId::from_uuid(id),
            kind,
            // A state that this version does not know cannot be acted on.
            state: JobState::named(&state).unwrap_or(JobState::Running),
            attempts,
            run_at: Instant::from_ms(run_at),
            error: last_error,
            created_at: Instant::from_ms(created_at),
            finished_at: finished_at.map(Instant::from_ms),
        }
    }
}

const JOBS: &str = "
    select id, kind, state, attempts, run_at, last_error, created_at, finished_at from jobs where tenant_id = $1";

pub(super) async fn page(
    tx: &mut Tx,
    scope: &Scope,
    state: Option<JobState>,
    start: (i64, Uuid),
    rows: i64,
) -> Result<Vec<JobRow>, DbError> {
    let mut values = params![scope.tenant.uuid(), start.0, start.1, rows];
    let in_state = state.map_or("", |_| "and state = $5");
    values.extend(state.map(|state| Value::from(state.name())));
    let sql = format!(
        "{JOBS} and (created_at, id) < ($2, $3) {in_state} order by created_at desc, id desc limit $4"
    );
    let found: Vec<RawJob> = tx.all(&sql, values).await?;
    Ok(found.into_iter().map(JobRow::from).collect())
}

pub(super) async fn find(tx: &mut Tx, scope: &Scope, id: JobId) -> Result<Option<JobRow>, DbError> {
    let row: Option<RawJob> =
        tx.one(&format!("{JOBS} and id = $2"), params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(row.map(JobRow::from))
}

#[derive(FromQueryResult)]
struct CountOfState {
    state: String,
    n: i64,
}

pub(super) async fn counts(tx: &mut Tx, scope: &Scope) -> Result<HashMap<JobState, i64>, DbError> {
    let sql = "select state, count(*) as n from jobs where tenant_id = $1 group by state";
    let found: Vec<CountOfState> = tx.all(sql, params![scope.tenant.uuid()]).await?;
    Ok(found
        .into_iter()
        .filter_map(|CountOfState { state, n }| Some((JobState::named(&state)?, n)))
        .collect())
}

/// Lets the job wait for its turn again, from the first attempt; `false` when it is no longer in this state.
pub(super) async fn retry(
    tx: &mut Tx,
    scope: &Scope,
    id: JobId,
    state: JobState,
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "
        update jobs set state = 'waiting', attempts = 0, run_at = $4, finished_at = null
        where tenant_id = $1 and id = $2 and state = $3";
    let values = params![scope.tenant.uuid(), id.uuid(), state.name(), now.ms()];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Removes the job; `false` when it is no longer in this state.
pub(super) async fn remove(tx: &mut Tx, scope: &Scope, id: JobId, state: JobState) -> Result<bool, DbError> {
    let sql = "delete from jobs where tenant_id = $1 and id = $2 and state = $3";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), state.name()]).await? > 0)
}
