//! What the seats do by themselves every morning: seats whose term is over lapse, and people are reminded of what ends.

use std::sync::Arc;

use ::jobs::{Handler, JobError, JobRun, NewSchedule, ScheduleError, ensure_schedule};
use db::{DbError, Tx};
use domain::{
    identity::Scope,
    seats::{REMINDER_DAYS, SeatState, Step, milestone},
    time::{Day, Instant, Zone},
};
use serde_json::json;
use uuid::Uuid;

use super::store::{renewals, seats};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::ApiError,
    identity::jobs::job_scope,
    matrix,
};

const KEEP_SEATS: &str = "keep_seats";
/// When it runs, in the zone of the brand: before people begin to work.
const KEEP_SEATS_CRON: &str = "10 7 * * *";
/// Seats that lapse in one run; the next one takes the rest.
const LAPSED_AT_ONCE: i64 = 1_000;
/// Ends that one run looks at.
const DUES_AT_ONCE: i64 = 20_000;
/// Names that a reminder tells.
const NAMES_TOLD_MAX: usize = 5;

/// The jobs of seats.
pub(crate) fn handlers(app: &App) -> Vec<(&'static str, Handler)> {
    let app = app.clone();
    let keep: Handler = Arc::new(move |run| Box::pin(keep_seats(app.clone(), run)));
    vec![(KEEP_SEATS, keep)]
}

/// Gives a new brand its morning look at the seats.
pub(crate) async fn schedule(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    zone: &Zone,
) -> Result<(), ScheduleError> {
    let schedule = NewSchedule { id: app.id(), kind: KEEP_SEATS, cron: KEEP_SEATS_CRON, zone };
    ensure_schedule(tx, scope.tenant, schedule, app.now()).await
}

async fn keep_seats(app: App, run: JobRun) -> Result<Tx, JobError> {
    let scope = job_scope(&run);
    let now = app.now();
    let mut tx = app.db().write().await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    lapse(&mut tx, &app, &scope, (now, today))
        .await
        .map_err(|error| JobError::Later(error.text().en.clone()))?;
    remind(&mut tx, &scope, (now, today)).await?;
    Ok(tx)
}

/// Writes down that terms are over: the account goes from its holder, and the place of the quota stays taken until
/// somebody releases it.
async fn lapse(tx: &mut Tx, app: &App, scope: &Scope, (now, today): (Instant, Day)) -> Result<(), ApiError> {
    for mut row in seats::overdue(tx, scope, today, LAPSED_AT_ONCE).await? {
        let Ok(after) = row.seat.apply(&Step::Lapse, today) else { continue };
        if let Some(held) = row.seat.holding.clone() {
            matrix::end_on_seat(tx, app, scope, held.account, Some("lapsed"), now).await?;
        }
        let until = row.seat.term.map(|term| term.until);
        row.seat = after;
        if !seats::save(tx, scope, &row, now).await? {
            return Err(ApiError::broken());
        }
        let (before, after) =
            (json!({ "until": until }), json!({ "state": SeatState::Lapsed, "step": "lapse" }));
        record(tx, scope, Change::changed(EventKind::SeatMoved, &row.id, before, after), now).await?;
    }
    Ok(())
}

/// Tells once for each of the reminders that something ends: one line of the log for all that came due this morning.
async fn remind(tx: &mut Tx, scope: &Scope, (now, today): (Instant, Day)) -> Result<(), DbError> {
    let furthest = REMINDER_DAYS.into_iter().max().unwrap_or_default();
    let days = (today, today.plus_days(furthest));
    let dues = renewals::between(tx, scope, days, (0, Uuid::nil()), DUES_AT_ONCE).await?;
    for milestone_days in REMINDER_DAYS {
        let mut told = Vec::new();
        for due in dues.iter().filter(|due| milestone(due.until, today) == Some(milestone_days)) {
            if renewals::remind(tx, scope, due, milestone_days, now).await? {
                told.push(due);
            }
        }
        let Some(first) = told.iter().map(|due| due.until).min() else { continue };
        let names: Vec<&str> = told.iter().take(NAMES_TOLD_MAX).map(|due| due.name.as_str()).collect();
        let after = json!({ "days": milestone_days, "count": told.len(), "first": first, "names": names });
        let change = Change::made(EventKind::RenewalsDue, &scope.tenant, after);
        record(tx, scope, change, now).await?;
    }
    Ok(())
}
