//! Recurring work: a cron line in the zone of the tenant, written down once and run as ordinary jobs.

use croner::Cron;
use db::{Db, DbError, FromQueryResult, Tx, params};
use domain::{
    id::{ScheduleId, TenantId},
    time::{Instant, Zone},
};
use serde_json::json;
use uuid::Uuid;

use crate::{Clock, Ids, NewJob, enqueue};

/// Schedules that one look at the table starts at the most.
const DUE_AT_ONCE_MAX: i64 = 200;

/// A schedule to be written down.
#[derive(Debug)]
pub struct NewSchedule<'a> {
    /// The id it gets when it is new.
    pub id: ScheduleId,
    /// The kind of the jobs it makes.
    pub kind: &'static str,
    /// When, in the words of cron: minute, hour, day, month, weekday.
    pub cron: &'a str,
    /// The zone in which those words are meant.
    pub zone: &'a Zone,
}

/// Why a schedule was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// The words are no cron line, or name a moment that never comes.
    #[error("{0} is no time table that ever comes")]
    NeverComes(String),
    /// The database did not take it.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes sure that the tenant has this schedule; one of the same kind is left as it is.
pub async fn ensure_schedule(
    tx: &mut Tx,
    tenant: TenantId,
    schedule: NewSchedule<'_>,
    now: Instant,
) -> Result<(), ScheduleError> {
    let NewSchedule { id, kind, cron, zone } = schedule;
    let next = next_after(cron, zone, now).ok_or_else(|| ScheduleError::NeverComes(cron.to_owned()))?;
    let sql = "
        insert into schedules (tenant_id, id, kind, cron, zone, next_run_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (tenant_id, kind) do nothing";
    let values = params![tenant.uuid(), id.uuid(), kind, cron, zone.name(), next.ms()];
    tx.execute(sql, values).await?;
    Ok(())
}

fn next_after(cron: &str, zone: &Zone, now: Instant) -> Option<Instant> {
    let cron: Cron = cron.parse().ok()?;
    let zone = jiff::tz::TimeZone::get(zone.name()).ok()?;
    let start = jiff::Timestamp::from_millisecond(now.ms()).ok()?.to_zoned(zone);
    let next = cron.find_next_occurrence(&start, false).ok()?;
    Some(Instant::from_ms(next.timestamp().as_millisecond()))
}

#[derive(Debug, FromQueryResult)]
struct Due {
    tenant_id: Uuid,
    id: Uuid,
    kind: String,
    cron: String,
    zone: String,
    next_run_at: i64,
}

/// Turns every schedule that is due into a job, each in a transaction of its own. A schedule that was missed while
/// the program was down runs once, not once for every time it was missed.
pub(crate) async fn start_due(
    db: &Db,
    kinds: &[&'static str],
    clock: &Clock,
    ids: &Ids,
) -> Result<usize, DbError> {
    let now = clock.now();
    let sql = "
        select tenant_id, id, kind, cron, zone, next_run_at from schedules
        where next_run_at <= $1 order by next_run_at limit $2";
    let due: Vec<Due> = db.read().await?.all(sql, params![now.ms(), DUE_AT_ONCE_MAX]).await?;
    let mut started = 0;
    for schedule in due {
        let Some(kind) = kinds.iter().find(|kind| **kind == schedule.kind) else { continue };
        let mut tx = db.write().await?;
        started += usize::from(start(&mut tx, &schedule, kind, now, ids).await?);
        tx.commit().await?;
    }
    Ok(started)
}

async fn start(tx: &mut Tx, due: &Due, kind: &'static str, now: Instant, ids: &Ids) -> Result<bool, DbError> {
    let zone = Zone::named(&due.zone).unwrap_or_else(|_| Zone::utc());
    let Some(next) = next_after(&due.cron, &zone, now) else { return Ok(false) };
    let sql = "
        update schedules set next_run_at = $4, last_run_at = $5
        where tenant_id = $1 and id = $2 and next_run_at = $3";
    let values = params![due.tenant_id, due.id, due.next_run_at, next.ms(), now.ms()];
    if tx.execute(sql, values).await? == 0 {
        return Ok(false);
    }
    let job = NewJob {
        id: ids.id(now),
        kind,
        payload: &json!({}),
        unique_key: Some(format!("{kind}@{}", due.next_run_at)),
        run_at: now,
    };
    enqueue(tx, TenantId::from_uuid(due.tenant_id), job, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cron_line_is_meant_in_the_zone_of_the_tenant() {
        let shanghai = Zone::named("Asia/Shanghai").unwrap();
        let now: Instant = "2026-06-22T12:00:00Z".parse().unwrap();
        assert_eq!(next_after("30 3 * * *", &shanghai, now), "2026-06-22T19:30:00Z".parse().ok());
        assert_eq!(next_after("no cron", &shanghai, now), None);
        assert_eq!(next_after("0 0 30 2 *", &shanghai, now), None);
    }
}
