//! Channels and what they have not told.

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    channels::{ChannelKind, ChannelTopic, QuietTime},
    id::ChannelId,
    identity::{Language, Scope},
    time::Instant,
};
use uuid::Uuid;

use crate::events::EventKind;

/// What may change of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeptChannel {
    pub name: String,
    pub language: Language,
    pub topics: Vec<ChannelTopic>,
    pub quiet: Option<QuietTime>,
    pub stopped_at: Option<Instant>,
}

/// The secrets of a channel, sealed.
#[derive(Debug)]
pub(super) struct Sealed {
    pub hook: String,
    pub secret: Option<String>,
}

/// A channel.
#[derive(Debug)]
pub(super) struct Channel {
    pub id: ChannelId,
    pub kind: ChannelKind,
    pub kept: KeptChannel,
    pub sealed: Sealed,
    /// The last letters of the hook.
    pub hook_ending: String,
    /// The last line of the log that it told.
    pub told_seq: i64,
    pub told_at: Option<Instant>,
    /// When and why the last message did not arrive; nothing once one did.
    pub failure: Option<(Instant, String)>,
    pub version: i64,
    pub created_by: String,
    pub created_at: Instant,
}

#[derive(FromQueryResult)]
struct Raw {
    id: Uuid,
    kind: String,
    name: String,
    hook_sealed: String,
    hook_ending: String,
    secret_sealed: Option<String>,
    language: String,
    topics_json: String,
    quiet_from_minute: Option<i64>,
    quiet_to_minute: Option<i64>,
    stopped_at: Option<i64>,
    told_seq: i64,
    told_at: Option<i64>,
    failed_at: Option<i64>,
    failure: Option<String>,
    version: i64,
    created_at: i64,
    created_by: String,
}

const SELECT: &str = "
    select id, kind, name, hook_sealed, hook_ending, secret_sealed, language, topics_json, quiet_from_minute,
        quiet_to_minute, stopped_at, told_seq, told_at, failed_at, failure, version, created_at, created_by
    from channels";

fn channel(raw: Raw) -> Result<Channel, DbError> {
    let strange = |what: &str| DbError::Refused(format!("a channel has a strange {what}"));
    let kind = ChannelKind::named(&raw.kind).ok_or_else(|| strange("kind"))?;
    let language = Language::named(&raw.language).ok_or_else(|| strange("language"))?;
    let topics = serde_json::from_str(&raw.topics_json).map_err(|_| strange("list of topics"))?;
    let quiet = raw.quiet_from_minute.zip(raw.quiet_to_minute);
    let stopped_at = raw.stopped_at.map(Instant::from_ms);
    Ok(Channel {
        id: ChannelId::from_uuid(raw.id),
        kind,
        kept: KeptChannel {
            name: raw.name,
            language,
            topics,
            quiet: quiet.and_then(|(from, to)| QuietTime::between(from, to)),
            stopped_at,
        },
        sealed: Sealed { hook: raw.hook_sealed, secret: raw.secret_sealed },
        hook_ending: raw.hook_ending,
        told_seq: raw.told_seq,
        told_at: raw.told_at.map(Instant::from_ms),
        failure: raw.failed_at.map(Instant::from_ms).zip(raw.failure),
        version: raw.version,
        created_by: raw.created_by,
        created_at: Instant::from_ms(raw.created_at),
    })
}

/// The channels of the brand, the newest first; `most` bounds them.
pub(super) async fn list(tx: &mut Tx, scope: &Scope, most: i64) -> Result<Vec<Channel>, DbError> {
    let sql = format!("{SELECT} where tenant_id = $1 order by created_at desc, id desc limit $2");
    let rows: Vec<Raw> = tx.all(&sql, params![scope.tenant.uuid(), most]).await?;
    rows.into_iter().map(channel).collect()
}

pub(super) async fn find(tx: &mut Tx, scope: &Scope, id: ChannelId) -> Result<Option<Channel>, DbError> {
    let sql = format!("{SELECT} where tenant_id = $1 and id = $2");
    let raw: Option<Raw> = tx.one(&sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    raw.map(channel).transpose()
}

pub(super) async fn count(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    tx.number("select count(*) as n from channels where tenant_id = $1", params![scope.tenant.uuid()]).await
}

/// Writes a channel down, which tells what happens from now on.
pub(super) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    (id, kind, kept): (ChannelId, ChannelKind, &KeptChannel),
    (sealed, ending): (&Sealed, &str),
    (by, now): (&str, Instant),
) -> Result<(), DbError> {
    let sql = "
        insert into channels (tenant_id, id, kind, name, hook_sealed, hook_ending, secret_sealed, language, topics_json,
            quiet_from_minute, quiet_to_minute, stopped_at, told_seq, version, created_at, created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
            coalesce((select seq from event_heads where tenant_id = $1), 0), 1, $13, $14)";
    let mut values = params![scope.tenant.uuid(), id.uuid(), kind.name(), kept.name.clone()];
    values.extend(params![sealed.hook.clone(), ending, sealed.secret.clone()]);
    values.extend(words(kept));
    values.extend(params![now.ms(), by]);
    tx.execute(sql, values).await?;
    Ok(())
}

/// Changes a channel on the version that its author saw. `false` means that there is another one by now.
pub(super) async fn update(
    tx: &mut Tx,
    scope: &Scope,
    (id, version): (ChannelId, i64),
    kept: &KeptChannel,
) -> Result<bool, DbError> {
    let sql = "
        update channels set version = version + 1, name = $4, language = $5, topics_json = $6, quiet_from_minute = $7,
            quiet_to_minute = $8, stopped_at = $9
        where tenant_id = $1 and id = $2 and version = $3";
    let mut values = params![scope.tenant.uuid(), id.uuid(), version, kept.name.clone()];
    values.extend(words(kept));
    Ok(tx.execute(sql, values).await? > 0)
}

fn words(kept: &KeptChannel) -> Vec<Value> {
    let KeptChannel { name: _, language, topics, quiet, stopped_at } = kept;
    params![
        language.name(),
        serde_json::to_string(topics).unwrap_or_default(),
        quiet.map(|quiet| quiet.from_minute),
        quiet.map(|quiet| quiet.to_minute),
        stopped_at.map(Instant::ms),
    ]
}

pub(super) async fn remove(tx: &mut Tx, scope: &Scope, id: ChannelId) -> Result<bool, DbError> {
    let sql = "delete from channels where tenant_id = $1 and id = $2";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), id.uuid()]).await? > 0)
}

/// Writes down up to where a channel told the log; what was told stays told.
pub(super) async fn told(
    tx: &mut Tx,
    scope: &Scope,
    (id, up_to): (ChannelId, i64),
    now: Instant,
) -> Result<(), DbError> {
    let sql = "
        update channels set told_at = $4, failed_at = null, failure = null,
            told_seq = case when told_seq < $3 then $3 else told_seq end
        where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), up_to, now.ms()]).await?;
    Ok(())
}

/// Writes down that a message did not arrive.
pub(super) async fn failed(
    tx: &mut Tx,
    scope: &Scope,
    id: ChannelId,
    (failure, now): (&str, Instant),
) -> Result<(), DbError> {
    let sql = "update channels set failed_at = $3, failure = $4 where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), now.ms(), failure]).await?;
    Ok(())
}

/// News that a channel has not told.
#[derive(Debug)]
pub(super) struct News {
    /// How often each kind happened.
    pub counts: Vec<(EventKind, i64)>,
    /// The last line of the log among them.
    pub up_to: i64,
}

#[derive(FromQueryResult)]
struct NewsRow {
    kind: String,
    n: i64,
    last: i64,
}

/// What happened after a line of the log and an instant, of these kinds.
pub(super) async fn news(
    tx: &mut Tx,
    scope: &Scope,
    (after, since): (i64, Instant),
    kinds: &[EventKind],
) -> Result<News, DbError> {
    let mut values = params![scope.tenant.uuid(), after, since.ms()];
    let mut places = Vec::new();
    for kind in kinds {
        values.push(kind.name().into());
        places.push(format!("${}", values.len()));
    }
    // No kind has this name.
    let places = if places.is_empty() { "''".to_owned() } else { places.join(", ") };
    let sql = format!(
        "select kind, count(*) as n, max(seq) as last from events
        where tenant_id = $1 and seq > $2 and at >= $3 and kind in ({places}) group by kind order by kind"
    );
    let rows: Vec<NewsRow> = tx.all(&sql, values).await?;
    let up_to = rows.iter().map(|row| row.last).max().unwrap_or(after);
    let counts = rows.iter().filter_map(|row| Some((EventKind::named(&row.kind)?, row.n))).collect();
    Ok(News { counts, up_to })
}
