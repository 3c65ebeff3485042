//! The nightly look at the roster: who left so long ago that nothing has to be kept of them is erased.

use std::sync::Arc;

use ::jobs::{Handler, JobError, JobRun, NewSchedule, ScheduleError, ensure_schedule};
use db::Tx;
use domain::{
    evidence::Disposal,
    identity::Scope,
    people::PERSON_KEPT_DAYS,
    time::{Day, Instant, Zone},
};

use super::{erasure, store::employees};
use crate::{App, http::ApiError, identity::jobs::job_scope};

/// The kind of the job.
const FORGET_PEOPLE: &str = "forget_people";
/// When it runs, in the zone of the brand: before the vault looks for bytes that nothing knows of.
const FORGET_PEOPLE_CRON: &str = "40 2 * * *";
/// People that one run erases.
const FORGOTTEN_AT_ONCE_MAX: i64 = 200;

/// The jobs of people.
pub(crate) fn handlers(app: &App) -> Vec<(&'static str, Handler)> {
    let app = app.clone();
    let forget: Handler = Arc::new(move |run| Box::pin(forget_people(app.clone(), run)));
    vec![(FORGET_PEOPLE, forget)]
}

/// Gives a new brand its nightly look at the roster.
pub(crate) async fn schedule(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    zone: &Zone,
) -> Result<(), ScheduleError> {
    let schedule = NewSchedule { id: app.id(), kind: FORGET_PEOPLE, cron: FORGET_PEOPLE_CRON, zone };
    ensure_schedule(tx, scope.tenant, schedule, app.now()).await
}

async fn forget_people(app: App, run: JobRun) -> Result<Tx, JobError> {
    let (scope, now) = (job_scope(&run), app.now());
    let mut tx = app.db().write().await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    forget(&mut tx, &scope, (now, today)).await.map_err(|error| JobError::Later(error.text().en.clone()))?;
    Ok(tx)
}

/// Erases who is due. Whoever still holds an account, or whose leaving was never signed off, waits for a person to end
/// that; the vault takes the bytes of what was disposed off the disk.
async fn forget(tx: &mut Tx, scope: &Scope, (now, today): (Instant, Day)) -> Result<(), ApiError> {
    let left_by = today.plus_days(-PERSON_KEPT_DAYS - 1);
    for employee in employees::to_be_forgotten(tx, scope, left_by, FORGOTTEN_AT_ONCE_MAX).await? {
        erasure::erase(tx, scope, employee, (Disposal::Retention, None), now).await?;
    }
    Ok(())
}
