//! Telling the groups: every minute a look who has news, and one message for each that has.

use std::sync::Arc;

use ::jobs::{Handler, JobError, JobRun, NewJob, NewSchedule, ScheduleError, enqueue, ensure_schedule};
use db::{DbError, Tx, params};
use domain::{
    channels::{CHANNELS_MAX, ChannelTopic, NEWS_KEPT_MS, TellingFacts, is_time_to_tell},
    id::ChannelId,
    identity::Scope,
    time::{Instant, Zone},
};
use serde::{Deserialize, Serialize};

use super::{
    message,
    robots::{SendError, Telling},
    store::{self, Channel, News},
};
use crate::{App, identity::jobs::job_scope};

/// The job that looks who has news.
const LOOK: &str = "look_for_news";
/// When it runs.
const LOOK_CRON: &str = "* * * * *";
/// The job that sends one message.
const TELL: &str = "tell_channel";

/// Which channel tells, and whether it only shows that it can.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    channel: ChannelId,
    is_trial: bool,
}

/// The jobs of channels.
pub(crate) fn handlers(app: &App) -> Vec<(&'static str, Handler)> {
    let (looking, telling) = (app.clone(), app.clone());
    let look: Handler = Arc::new(move |run| Box::pin(look(looking.clone(), run)));
    let tell: Handler = Arc::new(move |run| Box::pin(tell(telling.clone(), run)));
    vec![(LOOK, look), (TELL, tell)]
}

/// Gives a brand that has a channel the look every minute.
pub(super) async fn schedule(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    zone: &Zone,
) -> Result<(), ScheduleError> {
    let schedule = NewSchedule { id: app.id(), kind: LOOK, cron: LOOK_CRON, zone };
    ensure_schedule(tx, scope.tenant, schedule, app.now()).await
}

/// Takes the look every minute away from a brand that has no channel any more.
pub(super) async fn unschedule(tx: &mut Tx, scope: &Scope) -> Result<(), DbError> {
    let sql = "delete from schedules where tenant_id = $1 and kind = $2";
    tx.execute(sql, params![scope.tenant.uuid(), LOOK]).await?;
    Ok(())
}

/// Has a channel show that it can tell something.
pub(super) async fn enqueue_trial(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    channel: ChannelId,
) -> Result<(), DbError> {
    let (now, payload) = (app.now(), Payload { channel, is_trial: true });
    let job = NewJob { id: app.id(), kind: TELL, payload: &payload, unique_key: None, run_at: now };
    enqueue(tx, scope.tenant, job, now).await?;
    Ok(())
}

async fn look(app: App, run: JobRun) -> Result<Tx, JobError> {
    let (scope, now) = (job_scope(&run), app.now());
    let mut tx = app.db().write().await?;
    let minute = minute_of_day(&mut tx, &scope, now).await?;
    for channel in store::list(&mut tx, &scope, CHANNELS_MAX).await? {
        let News { counts, up_to } = untold(&mut tx, &scope, &channel, now).await?;
        let facts = TellingFacts {
            is_stopped: channel.kept.stopped_at.is_some(),
            quiet: channel.kept.quiet,
            minute,
            news: counts.iter().map(|(_, count)| count).sum(),
        };
        if is_time_to_tell(&facts) {
            let payload = Payload { channel: channel.id, is_trial: false };
            let unique_key = Some(format!("{TELL}/{}/{up_to}", channel.id));
            let job = NewJob { id: app.id(), kind: TELL, payload: &payload, unique_key, run_at: now };
            enqueue(&mut tx, scope.tenant, job, now).await?;
        }
    }
    forget_looks(&mut tx, &scope).await?;
    Ok(tx)
}

/// Looks that are over tell nothing, and would be many.
async fn forget_looks(tx: &mut Tx, scope: &Scope) -> Result<(), DbError> {
    let sql = "delete from jobs where tenant_id = $1 and kind = $2 and state = 'done'";
    tx.execute(sql, params![scope.tenant.uuid(), LOOK]).await?;
    Ok(())
}

async fn minute_of_day(tx: &mut Tx, scope: &Scope, now: Instant) -> Result<i64, JobError> {
    let zone = crate::identity::zone(tx, scope.tenant).await?;
    let midnight = now.day(&zone).start(&zone).map_err(|error| JobError::Never(error.to_string()))?;
    Ok((now.ms() - midnight.ms()).div_euclid(60_000))
}

async fn untold(tx: &mut Tx, scope: &Scope, channel: &Channel, now: Instant) -> Result<News, DbError> {
    let kinds: Vec<_> =
        channel.kept.topics.iter().flat_map(|topic| message::news_of(*topic)).copied().collect();
    store::news(tx, scope, (channel.told_seq, now.plus_ms(-NEWS_KEPT_MS)), &kinds).await
}

/// Sends, and then writes down what became of it: no transaction is open while a stranger answers.
async fn tell(app: App, run: JobRun) -> Result<Tx, JobError> {
    let scope = job_scope(&run);
    let Payload { channel, is_trial } =
        serde_json::from_str(&run.payload).map_err(|error| JobError::Never(error.to_string()))?;
    let Some(prepared) = prepare(&app, &scope, channel, is_trial).await? else {
        return Ok(app.db().write().await?);
    };
    let Prepared { channel, text, up_to } = prepared;
    let sent = send(&app, &scope, &channel, &text).await;
    let mut tx = app.db().write().await?;
    match sent {
        Ok(()) => store::told(&mut tx, &scope, (channel.id, up_to), app.now()).await?,
        Err(error) => {
            store::failed(&mut tx, &scope, channel.id, (&error.to_string(), app.now())).await?;
            if error == SendError::Unreachable {
                app.commit(tx, scope.tenant).await?;
                return Err(JobError::Later(error.to_string()));
            }
        }
    }
    Ok(tx)
}

/// A message, and up to which line of the log it tells.
struct Prepared {
    channel: Channel,
    text: String,
    up_to: i64,
}

/// Writes the message; none where the channel is gone, or another run told the news already.
async fn prepare(
    app: &App,
    scope: &Scope,
    id: ChannelId,
    is_trial: bool,
) -> Result<Option<Prepared>, DbError> {
    let mut tx = app.db().read().await?;
    let Some(channel) = store::find(&mut tx, scope, id).await? else { return Ok(None) };
    let brand = crate::identity::brand_name(&mut tx, scope.tenant).await?;
    let language = channel.kept.language;
    let home = &app.settings().public_url;
    if is_trial {
        let text = message::trial(language, &brand, home);
        return Ok(Some(Prepared { up_to: channel.told_seq, channel, text }));
    }
    let News { counts, up_to } = untold(&mut tx, scope, &channel, app.now()).await?;
    let place = if channel.kept.topics.contains(&ChannelTopic::Studio) { "/m/publish" } else { "/" };
    let text = message::about(language, &brand, &counts, &format!("{home}{place}"));
    Ok((!counts.is_empty()).then_some(Prepared { channel, text, up_to }))
}

async fn send(app: &App, scope: &Scope, channel: &Channel, text: &str) -> Result<(), SendError> {
    let vault = app.vault();
    let sealed = |error: crate::VaultError| SendError::Refused(error.to_string());
    let hook = vault.open_text(scope.tenant, &channel.sealed.hook).map_err(sealed)?;
    let secret = channel.sealed.secret.as_deref().map(|secret| vault.open_text(scope.tenant, secret));
    let secret = secret.transpose().map_err(sealed)?;
    let telling =
        Telling { kind: channel.kind, hook: &hook, secret: secret.as_deref(), text, now: app.now() };
    app.robots().send(&telling).await
}
