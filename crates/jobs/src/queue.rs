//! Writing a job down.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{JobId, TenantId},
    time::Instant,
};
use serde::Serialize;

/// Bytes that the payload of a job may have: it holds ids, not data.
pub const QUEUE_PAYLOAD_BYTES_MAX: usize = 4_096;

/// A job to be written down.
#[derive(Debug)]
pub struct NewJob<'a, P> {
    /// The id it gets.
    pub id: JobId,
    /// Which handler does it.
    pub kind: &'static str,
    /// Ids that tell the handler what to do.
    pub payload: &'a P,
    /// A text that no other job of the tenant may have; a second job with the same one is not written.
    pub unique_key: Option<String>,
    /// Not before this instant.
    pub run_at: Instant,
}

/// Writes the job down in the caller's transaction. `false` means that one with the same unique key exists.
pub async fn enqueue<P: Serialize + Sync>(
    tx: &mut Tx,
    tenant: TenantId,
    job: NewJob<'_, P>,
    now: Instant,
) -> Result<bool, DbError> {
    let NewJob { id, kind, payload, unique_key, run_at } = job;
    let payload = serde_json::to_string(payload).map_err(|error| DbError::Refused(error.to_string()))?;
    if payload.len() > QUEUE_PAYLOAD_BYTES_MAX {
        return Err(DbError::Refused(format!("the payload of a {kind} job has {} bytes", payload.len())));
    }
    let sql = "
        insert into jobs (tenant_id, id, kind, payload, unique_key, state, run_at, created_at)
        values ($1, $2, $3, $4, $5, 'waiting', $6, $7)
        on conflict (tenant_id, unique_key) do nothing";
    let values = params![tenant.uuid(), id.uuid(), kind, payload, unique_key, run_at.ms(), now.ms()];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Takes back a job that no node has begun. `false` means that it is too late, or that there is no such job.
pub async fn cancel_waiting(tx: &mut Tx, tenant: TenantId, id: JobId, now: Instant) -> Result<bool, DbError> {
    let sql = "
        update jobs set state = 'cancelled', finished_at = $3
        where tenant_id = $1 and id = $2 and state = 'waiting'";
    Ok(tx.execute(sql, params![tenant.uuid(), id.uuid(), now.ms()]).await? > 0)
}

#[derive(Debug, FromQueryResult)]
struct Depth {
    state: String,
    n: i64,
}

/// How many jobs of all tenants wait, run, and are dead: figures for those who run the program. Done ones are not
/// counted, for they are many.
pub async fn queue_depth(tx: &mut Tx) -> Result<[(&'static str, i64); 3], DbError> {
    let sql = "
        select state, count(*) as n from jobs where state in ('waiting', 'running', 'dead') group by state limit 3";
    let rows: Vec<Depth> = tx.all(sql, params![]).await?;
    let of = |state: &str| rows.iter().find(|row| row.state == state).map_or(0, |row| row.n);
    Ok(["waiting", "running", "dead"].map(|state| (state, of(state))))
}
