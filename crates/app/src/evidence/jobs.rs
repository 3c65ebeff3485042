//! The nightly look at the vault: what is past its last day is thrown away, and what nothing knows of as well.

use std::sync::Arc;

use ::jobs::{Handler, JobError, JobRun, NewSchedule, ScheduleError, ensure_schedule};
use db::Tx;
use domain::{
    evidence::Disposal,
    id::EvidenceFileId,
    identity::Scope,
    time::{Instant, Zone},
};

use super::{dispose, forget_bytes, store};
use crate::{App, identity::jobs::job_scope, kept_files};

/// The kind of the job.
const DISPOSE_EVIDENCE: &str = "dispose_evidence";
/// When it runs, in the zone of the brand.
const DISPOSE_EVIDENCE_CRON: &str = "10 3 * * *";
/// How old a file on the disk is before it counts as forgotten, in milliseconds: a day. Younger ones may be on their way
/// into the table.
const STRAY_AFTER_MS: i64 = 24 * 3_600_000;

/// The jobs of the vault.
pub(crate) fn handlers(app: &App) -> Vec<(&'static str, Handler)> {
    let app = app.clone();
    let dispose: Handler = Arc::new(move |run| Box::pin(dispose_ended(app.clone(), run)));
    vec![(DISPOSE_EVIDENCE, dispose)]
}

/// Gives a new brand its nightly look at the vault.
pub(crate) async fn schedule(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    zone: &Zone,
) -> Result<(), ScheduleError> {
    let schedule = NewSchedule { id: app.id(), kind: DISPOSE_EVIDENCE, cron: DISPOSE_EVIDENCE_CRON, zone };
    ensure_schedule(tx, scope.tenant, schedule, app.now()).await
}

/// Marks what has ended, in the transaction of the job. The bytes of what was marked in an earlier night and is still
/// there go first: a night that is cut off is made up for by the next one.
async fn dispose_ended(app: App, run: JobRun) -> Result<Tx, JobError> {
    let (scope, now) = (job_scope(&run), app.now());
    let strays = strays(&app, &scope, now).await?;
    forget_bytes(&app, &scope, &strays);
    let mut tx = app.db().write().await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    for file in store::ended(&mut tx, &scope, today).await? {
        dispose(&mut tx, &scope, file, Disposal::Retention, now).await?;
    }
    Ok(tx)
}

/// Files on the disk that no row stands for: an upload that was cut off, or a disposal whose second half was.
async fn strays(app: &App, scope: &Scope, now: Instant) -> Result<Vec<EvidenceFileId>, JobError> {
    let (data_dir, tenant) = (app.settings().data_dir.clone(), scope.tenant);
    let there = tokio::task::spawn_blocking(move || kept_files::evidence_there(&data_dir, tenant)).await;
    let there = there.map_err(|error| JobError::Later(error.to_string()))?;
    let there = there.map_err(|error| JobError::Later(error.to_string()))?;
    let mut tx = app.db().read().await?;
    let mut strays = Vec::new();
    for file in there {
        if is_older(file, now) && !store::belongs(&mut tx, scope, file).await? {
            strays.push(file);
        }
    }
    Ok(strays)
}

/// An id says when it was drawn.
fn is_older(file: EvidenceFileId, now: Instant) -> bool {
    let drawn = file.uuid().get_timestamp().map(|drawn| {
        let (seconds, nanos) = drawn.to_unix();
        i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000) + i64::from(nanos / 1_000_000)
    });
    drawn.is_some_and(|drawn_ms| now.ms().saturating_sub(drawn_ms) > STRAY_AFTER_MS)
}
