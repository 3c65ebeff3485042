//! Adding, changing and removing the robots of group chats. Their secrets go in and never come out.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    channels::{
        CHANNELS_MAX, ChannelKind, ChannelTopic, HOOK_CHARS_MAX, HookError, QuietTime,
        SIGNING_SECRET_CHARS_MAX, check_hook,
    },
    id::ChannelId,
    identity::{Language, Scope},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    jobs,
    store::{self, Channel, KeptChannel, Sealed},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted,
        field::{self, optional_text, required_text},
        permit::ManageChannels,
    },
    text::Text,
};

/// Letters at the end of a hook that are kept readable, so that one robot can be told from another.
const ENDING_CHARS: usize = 4;

/// The robot of a group chat, without what is secret about it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChannelView {
    id: ChannelId,
    kind: ChannelKind,
    name: String,
    /// The last letters of the address.
    hook_ending: String,
    /// Whether its messages are signed.
    is_signed: bool,
    language: Language,
    topics: Vec<ChannelTopic>,
    quiet: Option<Quiet>,
    /// Since when it tells nothing, because somebody stopped it.
    stopped_at: Option<Instant>,
    /// When the last message arrived.
    told_at: Option<Instant>,
    /// When the last message did not arrive; nothing once one did.
    failed_at: Option<Instant>,
    /// What the maker of the robot said then.
    failure: Option<String>,
    /// A change names the one that its author saw.
    version: i64,
    created_by: String,
    created_at: Instant,
}

/// The robots of the brand.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChannelList {
    /// The newest first.
    items: Vec<ChannelView>,
}

/// The part of a day in which a group hears nothing; it may lie over midnight.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Quiet {
    /// The first quiet minute of the day, in the zone of the brand.
    #[schema(minimum = 0, maximum = 1439)]
    from_minute: i64,
    /// The first minute that is not quiet any more.
    #[schema(minimum = 0, maximum = 1439)]
    to_minute: i64,
}

/// A robot as somebody adds it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewChannel {
    kind: ChannelKind,
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// The address that the group chat gave to its robot.
    #[schema(min_length = 1, max_length = 300)]
    hook: String,
    /// The secret with which its messages are signed, where the group asks for that.
    #[schema(max_length = 100)]
    signing_secret: Option<String>,
    language: Language,
    #[schema(min_items = 1, max_items = 8)]
    topics: Vec<ChannelTopic>,
    quiet: Option<Quiet>,
}

/// What a robot tells from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChannelChange {
    /// The version that the change was made on.
    #[schema(minimum = 1)]
    version: i64,
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    language: Language,
    #[schema(min_items = 1, max_items = 8)]
    topics: Vec<ChannelTopic>,
    quiet: Option<Quiet>,
    /// Whether it tells nothing for now.
    stopped: bool,
}

/// Lists the robots of the brand.
#[utoipa::path(
    get, path = "/channels", tag = "channels", responses((status = 200, body = ChannelList)),
    security(("session" = ["manage_channels"]))
)]
pub(super) async fn list_channels(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageChannels>,
) -> Result<Json<ChannelList>, ApiError> {
    let mut tx = app.db().read().await?;
    let channels = store::list(&mut tx, &scope, CHANNELS_MAX).await?;
    Ok(Json(ChannelList { items: channels.into_iter().map(view).collect() }))
}

/// Adds a robot, which tells what happens from now on. Its address and secret are sealed and never shown again.
#[utoipa::path(
    post, path = "/channels", tag = "channels", request_body = NewChannel,
    responses(
        (status = 201, body = ChannelView), (status = 409, body = ErrorBody, description = "the brand has too many")
    ),
    security(("session" = ["manage_channels"]))
)]
pub(super) async fn create_channel(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageChannels>,
    Json(new): Json<NewChannel>,
) -> Result<(StatusCode, Json<ChannelView>), ApiError> {
    let NewChannel { kind, name, hook, signing_secret, language, topics, quiet } = new;
    let kept = kept(&name, language, &topics, quiet, None)?;
    let hook = required_text("hook", &hook, HOOK_CHARS_MAX)?;
    let secret =
        optional_text("signing_secret", &signing_secret.unwrap_or_default(), SIGNING_SECRET_CHARS_MAX)?;
    let key = check_hook(kind, &hook, secret.is_some()).map_err(refused)?;
    let ending: String = key.chars().skip(key.chars().count().saturating_sub(ENDING_CHARS)).collect();
    let seal = |plain: &str| app.vault().seal(scope.tenant, plain);
    let sealed = Sealed { hook: seal(&hook), secret: secret.as_deref().map(seal) };
    let (id, now, by) = (app.id(), app.now(), name_of(&scope.actor));
    let mut tx = app.db().write().await?;
    if store::count(&mut tx, &scope).await? >= CHANNELS_MAX {
        return Err(too_many());
    }

    store::insert(&mut tx, &scope, (id, kind, &kept), (&sealed, &ending), (&by, now)).await?;
    let zone = crate::identity::zone(&mut tx, scope.tenant).await?;
    jobs::schedule(&mut tx, &app, &scope, &zone).await.map_err(|_| ApiError::broken())?;
    let made = Change::made(EventKind::ChannelAdded, &id, json!({ "kind": kind, "channel": told(&kept) }));
    let view = commit(&app, tx, &scope, id, made).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Changes what a robot tells, or stops it. Another address is another robot.
#[utoipa::path(
    patch, path = "/channels/{channel}", tag = "channels", params(("channel" = ChannelId, Path)),
    request_body = ChannelChange,
    responses(
        (status = 200, body = ChannelView),
        (status = 409, body = ErrorBody, description = "somebody else changed it meanwhile")
    ),
    security(("session" = ["manage_channels"]))
)]
pub(super) async fn change_channel(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageChannels>,
    Path(id): Path<ChannelId>,
    Json(change): Json<ChannelChange>,
) -> Result<Json<ChannelView>, ApiError> {
    let ChannelChange { version, name, language, topics, quiet, stopped } = change;
    let mut tx = app.db().write().await?;
    let before = store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    if before.version != version {
        return Err(changed_since(version, before.version));
    }
    let stopped_at = stopped.then(|| before.kept.stopped_at.unwrap_or_else(|| app.now()));
    let kept = kept(&name, language, &topics, quiet, stopped_at)?;
    if before.kept == kept {
        return Ok(Json(view(before)));
    }

    if !store::update(&mut tx, &scope, (id, version), &kept).await? {
        return Err(changed_since(version, version.saturating_add(1)));
    }
    let changed = Change::changed(EventKind::ChannelChanged, &id, told(&before.kept), told(&kept));
    Ok(Json(commit(&app, tx, &scope, id, changed).await?))
}

/// Removes a robot; what it was told with is forgotten.
#[utoipa::path(
    delete, path = "/channels/{channel}", tag = "channels", params(("channel" = ChannelId, Path)),
    responses((status = 204)), security(("session" = ["manage_channels"]))
)]
pub(super) async fn delete_channel(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageChannels>,
    Path(id): Path<ChannelId>,
) -> Result<StatusCode, ApiError> {
    let mut tx = app.db().write().await?;
    if !store::remove(&mut tx, &scope, id).await? {
        return Err(ApiError::not_found());
    }
    if store::count(&mut tx, &scope).await? == 0 {
        jobs::unschedule(&mut tx, &scope).await?;
    }
    record(&mut tx, &scope, Change::happened(EventKind::ChannelRemoved, &id), app.now()).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a trial message to the group; what became of it stands in the robot's line.
#[utoipa::path(
    post, path = "/channels/{channel}/trial", tag = "channels", params(("channel" = ChannelId, Path)),
    responses((status = 202)), security(("session" = ["manage_channels"]))
)]
pub(super) async fn create_channel_trial(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageChannels>,
    Path(id): Path<ChannelId>,
) -> Result<StatusCode, ApiError> {
    let mut tx = app.db().write().await?;
    store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    jobs::enqueue_trial(&mut tx, &app, &scope, id).await?;
    record(&mut tx, &scope, Change::happened(EventKind::ChannelTried, &id), app.now()).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::ACCEPTED)
}

async fn commit(
    app: &App,
    mut tx: Tx,
    scope: &Scope,
    id: ChannelId,
    change: Change,
) -> Result<ChannelView, ApiError> {
    let channel = store::find(&mut tx, scope, id).await?.ok_or_else(ApiError::broken)?;
    record(&mut tx, scope, change, app.now()).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(view(channel))
}

fn kept(
    name: &str,
    language: Language,
    topics: &[ChannelTopic],
    quiet: Option<Quiet>,
    stopped_at: Option<Instant>,
) -> Result<KeptChannel, ApiError> {
    let topics: Vec<ChannelTopic> =
        ChannelTopic::ALL.iter().copied().filter(|topic| topics.contains(topic)).collect();
    if topics.is_empty() {
        let text = Text::new("请至少选一类消息。", "Choose at least one kind of news.");
        return Err(ApiError::invalid("topics", text));
    }
    let quiet = quiet.map(|Quiet { from_minute, to_minute }| {
        QuietTime::between(from_minute, to_minute).ok_or_else(|| {
            let text = Text::new(
                "开始和结束要是一天里不同的两个时刻。",
                "It begins and ends at two different times of a day.",
            );
            ApiError::invalid("quiet", text)
        })
    });
    Ok(KeptChannel {
        name: field::name("name", name)?,
        language,
        topics,
        quiet: quiet.transpose()?,
        stopped_at,
    })
}

fn refused(error: HookError) -> ApiError {
    match error {
        HookError::Elsewhere { start } => {
            let text = Text::new(
                format!("只接受官方机器人地址，以 {start} 开头。"),
                format!("Only official addresses of robots are taken; this kind begins with {start}."),
            );
            ApiError::invalid("hook", text)
        }
        HookError::NoKey => {
            let text = Text::new(
                "地址末尾的密钥缺失或不完整，请从群机器人设置里整行复制。",
                "The key at the end is missing or damaged; copy the whole line from the robot's settings.",
            );
            ApiError::invalid("hook", text)
        }
        HookError::SignsNothing => {
            let text = Text::new(
                "企业微信机器人不用签名密钥，请留空。",
                "A WeCom robot signs nothing; leave this empty.",
            );
            ApiError::invalid("signing_secret", text)
        }
    }
}

fn too_many() -> ApiError {
    ApiError::conflict(Text::new(
        format!("最多 {CHANNELS_MAX} 个群机器人；请先移除一个。"),
        format!("There are {CHANNELS_MAX} robots at the most; remove one first."),
    ))
}

fn changed_since(seen: i64, now: i64) -> ApiError {
    ApiError::conflict(Text::new(
        format!("你看到的是第 {seen} 版，现在已是第 {now} 版：别人刚改过。没有覆盖任何内容，请刷新后再改。"),
        format!(
            "You saw version {seen}; it is version {now} by now. Nothing was overwritten; reload and try again."
        ),
    ))
}

fn told(kept: &KeptChannel) -> Value {
    let KeptChannel { name, language, topics, quiet, stopped_at } = kept;
    let quiet = quiet.map(|quiet| [quiet.from_minute, quiet.to_minute]);
    json!({ "name": name, "language": language, "topics": topics, "quiet": quiet, "stopped_at": stopped_at })
}

fn view(channel: Channel) -> ChannelView {
    let Channel {
        id,
        kind,
        kept,
        sealed,
        hook_ending,
        told_seq: _,
        told_at,
        failure,
        version,
        created_by,
        created_at,
    } = channel;
    let KeptChannel { name, language, topics, quiet, stopped_at } = kept;
    let (failed_at, failure) = failure.unzip();
    ChannelView {
        id,
        kind,
        name,
        hook_ending,
        is_signed: sealed.secret.is_some(),
        language,
        topics,
        quiet: quiet.map(|QuietTime { from_minute, to_minute }| Quiet { from_minute, to_minute }),
        stopped_at,
        told_at,
        failed_at,
        failure,
        version,
        created_by,
        created_at,
    }
}
