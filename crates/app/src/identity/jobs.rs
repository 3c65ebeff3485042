//! The nightly tidying of a brand: what has ended is forgotten after a while.

use std::sync::Arc;

use ::jobs::{Handler, JobError, JobRun};
use db::{Tx, params};
use domain::identity::{Actor, Role, Scope, Sight};

use super::store;
use crate::App;

/// The kind of the job.
pub(super) const TIDY_UP: &str = "tidy_up";
/// When it runs, in the zone of the brand.
pub(super) const TIDY_UP_CRON: &str = "20 3 * * *";
/// How long ended sessions and finished jobs are kept, in milliseconds: 30 days.
const KEPT_MS: i64 = 30 * 24 * 3_600_000;

/// The jobs of identity.
pub(crate) fn handlers(app: &App) -> Vec<(&'static str, Handler)> {
    let app = app.clone();
    let tidy_up: Handler = Arc::new(move |run| Box::pin(tidy_up(app.clone(), run)));
    vec![(TIDY_UP, tidy_up)]
}

async fn tidy_up(app: App, run: JobRun) -> Result<Tx, JobError> {
    let before = app.now().plus_ms(-KEPT_MS);
    let mut tx = app.db().write().await?;
    store::forget_ended(&mut tx, before).await?;
    let sql = "delete from jobs where tenant_id = $1 and state in ('done', 'cancelled') and finished_at < $2";
    tx.execute(sql, params![run.tenant.uuid(), before.ms()]).await?;
    Ok(tx)
}

/// The scope of a job: it does what its cause was permitted to ask for.
pub(crate) fn job_scope(run: &JobRun) -> Scope {
    Scope {
        tenant: run.tenant,
        actor: Actor::Job { id: run.id },
        role: Role::Owner,
        sight: Sight::All,
        source: "jobs".to_owned(),
        request_id: run.id.to_string(),
    }
}
