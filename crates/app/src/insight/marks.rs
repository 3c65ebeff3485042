//! Deciding about an item of Today: giving it an owner, letting it rest.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{id::UserId, identity::Scope, insight::today::Item, time::Instant};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    store::{
        self,
        marks::{self, Mark},
    },
    today::{ItemView, items, owners_for},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, Json, Path,
        field::optional_text,
        permit::{PermittedPerson, UseToday},
    },
    text::Text,
};

/// How long an item may rest, in days.
const SNOOZE_DAYS_MAX: i64 = 90;
/// Characters of a reason.
const REASON_CHARS_MAX: usize = 200;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// How long an item rests.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Snooze {
    /// When it comes back, 90 days ahead at the most.
    until: Instant,
    /// Why it may rest.
    #[schema(max_length = 200)]
    reason: Option<String>,
}

/// Who takes an item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemOwner {
    user: UserId,
}

/// Lets an item rest until a moment.
#[utoipa::path(
    put, path = "/today/{item}/snooze", tag = "insight", request_body = Snooze,
    params(("item" = String, Path, max_length = 200)),
    responses(
        (status = 200, body = ItemView)
    ),
    security(("session" = ["use_today"]))
)]
pub(super) async fn put_snooze(
    State(app): State<App>,
    PermittedPerson(scope, by, _): PermittedPerson<UseToday>,
    Path(key): Path<String>,
    Json(snooze): Json<Snooze>,
) -> Result<Json<ItemView>, ApiError> {
    let Snooze { until, reason } = snooze;
    let mut tx = app.db().write().await?;
    let (item, before) = find(&app, &mut tx, &scope, &key).await?;
    let (until, reason) = (coming(until, app.now())?, short(reason.as_deref())?);
    let after = Mark { snoozed_until: Some(until), snooze_reason: reason, ..before.clone() };
    mark(&app, &mut tx, &scope, (&before, &after), by).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(ItemView::of(item, Some(&after), &scope, app.now())))
}

/// Wakes an item.
#[utoipa::path(
    delete, path = "/today/{item}/snooze", tag = "insight", params(("item" = String, Path, max_length = 200)),
    responses(
        (status = 204)
    ),
    security(("session" = ["use_today"]))
)]
pub(super) async fn delete_snooze(
    State(app): State<App>,
    PermittedPerson(scope, by, _): PermittedPerson<UseToday>,
    Path(key): Path<String>,
) -> Result<StatusCode, ApiError> {
    let mut tx = app.db().write().await?;
    let (_, before) = find(&app, &mut tx, &scope, &key).await?;
    let after = Mark { snoozed_until: None, snooze_reason: None, ..before.clone() };
    mark(&app, &mut tx, &scope, (&before, &after), by).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives an item to a member.
#[utoipa::path(
    put, path = "/today/{item}/owner", tag = "insight", request_body = ItemOwner,
    params(("item" = String, Path, max_length = 200)),
    responses(
        (status = 200, body = ItemView)
    ),
    security(("session" = ["use_today"]))
)]
pub(super) async fn put_owner(
    State(app): State<App>,
    PermittedPerson(scope, by, _): PermittedPerson<UseToday>,
    Path(key): Path<String>,
    Json(ItemOwner { user }): Json<ItemOwner>,
) -> Result<Json<ItemView>, ApiError> {
    let mut tx = app.db().write().await?;
    let (item, before) = find(&app, &mut tx, &scope, &key).await?;
    let owner = owners_for(&mut tx, &scope).await?.into_iter().find(|member| member.id == user);
    let owner = owner.ok_or_else(no_owner)?;
    let after = Mark { owner: Some((owner.id, owner.name)), ..before.clone() };
    mark(&app, &mut tx, &scope, (&before, &after), by).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(ItemView::of(item, Some(&after), &scope, app.now())))
}

/// Takes an item from its owner.
#[utoipa::path(
    delete, path = "/today/{item}/owner", tag = "insight", params(("item" = String, Path, max_length = 200)),
    responses(
        (status = 204)
    ),
    security(("session" = ["use_today"]))
)]
pub(super) async fn delete_owner(
    State(app): State<App>,
    PermittedPerson(scope, by, _): PermittedPerson<UseToday>,
    Path(key): Path<String>,
) -> Result<StatusCode, ApiError> {
    let mut tx = app.db().write().await?;
    let (_, before) = find(&app, &mut tx, &scope, &key).await?;
    let after = Mark { owner: None, ..before.clone() };
    mark(&app, &mut tx, &scope, (&before, &after), by).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn coming(until: Instant, now: Instant) -> Result<Instant, ApiError> {
    if until > now && until <= now.plus_ms(SNOOZE_DAYS_MAX * DAY_MS) {
        return Ok(until);
    }
    let text = Text::new(
        format!("请选择将来的时间，最多 {SNOOZE_DAYS_MAX} 天后。"),
        format!("Choose a moment that is still to come, {SNOOZE_DAYS_MAX} days ahead at the most."),
    );
    Err(ApiError::invalid("until", text))
}

fn short(reason: Option<&str>) -> Result<Option<String>, ApiError> {
    optional_text("reason", reason.unwrap_or_default(), REASON_CHARS_MAX)
}

fn no_owner() -> ApiError {
    let text = Text::new(
        "这个人不能接手：请选择能使用「今日」的成员。",
        "This person cannot take it: choose a member whose role works on Today.",
    );
    ApiError::invalid("user", text)
}

/// The item with this key, as far as the asker sees it, and what was decided about it.
async fn find(app: &App, tx: &mut Tx, scope: &Scope, key: &str) -> Result<(Item, Mark), ApiError> {
    let brand = store::brand(tx, scope).await?;
    let items = items(tx, scope, &brand, app.now()).await?;
    let item = items.into_iter().find(|item| item.key == key).ok_or_else(ApiError::not_found)?;
    let known = marks::marks(tx, scope).await?.into_iter().find(|mark| mark.item == key);
    let mark = known.unwrap_or_else(|| Mark { item: key.to_owned(), ..Mark::default() });
    Ok((item, mark))
}

/// Saves what was decided, and tells.
async fn mark(
    app: &App,
    tx: &mut Tx,
    scope: &Scope,
    (before, after): (&Mark, &Mark),
    by: UserId,
) -> Result<(), ApiError> {
    if before == after {
        return Ok(());
    }
    let now = app.now();
    marks::save(tx, scope, after, by, now).await?;
    let told = |mark: &Mark| {
        json!({
            "owner": mark.owner.as_ref().map(|(id, _)| id),
            "snoozed_until": mark.snoozed_until,
            "reason": mark.snooze_reason,
        })
    };
    let change = Change::changed(EventKind::TodayMarked, &after.item, told(before), told(after));
    record(tx, scope, change, now).await?;
    Ok(())
}
