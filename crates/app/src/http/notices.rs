//! Notices: what lately happened in the brand that matters to the person who looks.
//!
//! They are lines of the event log, chosen by what the person may do; nothing is stored but the number of the last
//! line that the person saw. What one did oneself is no news.

use axum::{extract::State, http::StatusCode};
use db::{DbError, FromQueryResult, Tx, Value as DbValue, params};
use domain::{
    id::UserId,
    identity::{Action, Scope, Sight},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, Json, auth::Member};
use crate::{App, events::EventKind};

/// Notices that are shown.
const NOTICES_MAX: i64 = 50;
/// Unread notices that are counted; whoever has more has "many".
const UNREAD_COUNTED_MAX: i64 = 100;

/// What is news, and to whom: to members who may do this.
const NEWS: &[(EventKind, Action)] = &[
    (EventKind::ImportFinished, Action::ViewImports),
    (EventKind::ImportFailed, Action::ViewImports),
    (EventKind::ImportReversed, Action::ViewImports),
    (EventKind::SeatsRequested, Action::ApproveSeats),
    (EventKind::RenewalsDue, Action::ManageSeats),
    (EventKind::DraftSubmitted, Action::ReviewDrafts),
    (EventKind::PublishingPaused, Action::WriteDrafts),
    (EventKind::PublishingResumed, Action::WriteDrafts),
    (EventKind::MemberJoined, Action::ViewMembers),
    (EventKind::MemberRemoved, Action::ViewMembers),
    (EventKind::UserLocked, Action::ManageMembers),
    (EventKind::PasswordReset, Action::ManageMembers),
    (EventKind::ApiKeyMade, Action::ManageApiKeys),
    (EventKind::AuditExported, Action::ViewAudit),
];

/// What is news to whom it happened to, whatever they may do.
const OWN_NEWS: &[EventKind] =
    &[EventKind::MemberChanged, EventKind::PasswordResetOffered, EventKind::UserLocked];

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Notice {
    /// The number of the event.
    seq: i64,
    kind: String,
    at: Instant,
    /// To what it happened; absent for members who see only part of the brand, unless it is themselves.
    subject: Option<String>,
    /// The name of who did it.
    actor: String,
    /// How it is since, like the counts of an import.
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
    /// Whether the person has seen it.
    seen: bool,
}

/// What lately happened that matters to the person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Notices {
    /// The latest, newest first.
    items: Vec<Notice>,
    /// How many the person has not seen; 100 stands for many.
    unread: i64,
    /// Jobs that were given up and wait for somebody; 0 for who may not see jobs.
    jobs_dead: i64,
}

/// Up to where the person has seen the notices.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticesSeen {
    /// The number of the newest event that was shown.
    up_to: i64,
}

/// Lists what lately happened that matters to the person.
#[utoipa::path(
    get, path = "/notices", tag = "live", 
    responses((status = 200, body = Notices), (status = 404, body = ErrorBody, description = "not a member")),
    security(("session" = []))
)]
pub(super) async fn list_notices(
    State(app): State<App>,
    Member { scope, user }: Member,
) -> Result<Json<Notices>, ApiError> {
    let mut tx = app.db().read().await?;
    let seen = seen(&mut tx, &scope, user).await?;
    let rows = latest(&mut tx, &scope, user).await?;
    let unread = unread(&mut tx, &scope, user, seen).await?;
    let jobs_dead = if scope.may(Action::ViewJobs) { jobs_dead(&mut tx, &scope).await? } else { 0 };
    let items = rows.into_iter().map(|row| show(row, &scope, user, seen)).collect();
    Ok(Json(Notices { items, unread, jobs_dead }))
}

/// Remembers up to where the person has seen the notices; what was seen stays seen.
#[utoipa::path(
    put, path = "/notices/seen", tag = "live", request_body = NoticesSeen,
    responses((status = 204), (status = 404, body = ErrorBody, description = "not a member")),
    security(("session" = []))
)]
pub(super) async fn change_notices_seen(
    State(app): State<App>,
    Member { scope, user }: Member,
    Json(NoticesSeen { up_to }): Json<NoticesSeen>,
) -> Result<StatusCode, ApiError> {
    let sql = "
        update memberships set notices_seen = $3 where tenant_id = $1 and user_id = $2 and notices_seen < $3
            and $3 <= (select seq from event_heads where tenant_id = $1)";
    let mut tx = app.db().write().await?;
    tx.execute(sql, params![scope.tenant.uuid(), user.uuid(), up_to]).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, FromQueryResult)]
struct Row {
    seq: i64,
    at: i64,
    kind: String,
    subject: String,
    actor_name: String,
    after_json: Option<String>,
}

async fn latest(tx: &mut Tx, scope: &Scope, user: UserId) -> Result<Vec<Row>, DbError> {
    let (news, mut values) = news(scope, user);
    values.push(NOTICES_MAX.into());
    let sql = format!(
        "select seq, at, kind, subject, actor_name, after_json from events where {news}
        order by seq desc limit ${}",
        values.len()
    );
    tx.all(&sql, values).await
}

async fn unread(tx: &mut Tx, scope: &Scope, user: UserId, seen: i64) -> Result<i64, DbError> {
    let (news, mut values) = news(scope, user);
    values.extend([DbValue::from(seen), UNREAD_COUNTED_MAX.into()]);
    let sql = format!(
        "select count(*) as n from (select 1 as one from events where {news} and seq > ${} limit ${}) few",
        values.len() - 1,
        values.len()
    );
    tx.number(&sql, values).await
}

/// Which lines of the log are news to this person.
fn news(scope: &Scope, user: UserId) -> (String, Vec<DbValue>) {
    let me = user.to_string();
    let mut values = params![scope.tenant.uuid(), me];
    let mut list = |kinds: Vec<EventKind>| {
        let numbers = kinds.iter().map(|kind| {
            values.push(kind.name().into());
            format!("${}", values.len())
        });
        let numbers: Vec<String> = numbers.collect();
        // No kind has this name.
        if numbers.is_empty() { "''".to_owned() } else { numbers.join(", ") }
    };
    let of_brand =
        list(NEWS.iter().filter(|(_, action)| scope.may(*action)).map(|(kind, _)| *kind).collect());
    let own = list(OWN_NEWS.to_vec());
    let sql = format!(
        "tenant_id = $1 and actor <> $2 and (kind in ({of_brand}) or (subject = $2 and kind in ({own})))"
    );
    (sql, values)
}

async fn seen(tx: &mut Tx, scope: &Scope, user: UserId) -> Result<i64, DbError> {
    let sql = "select notices_seen as n from memberships where tenant_id = $1 and user_id = $2";
    tx.number(sql, params![scope.tenant.uuid(), user.uuid()]).await
}

async fn jobs_dead(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    let sql = "select count(*) as n from jobs where tenant_id = $1 and state = 'dead'";
    tx.number(sql, params![scope.tenant.uuid()]).await
}

fn show(row: Row, scope: &Scope, user: UserId, seen: i64) -> Notice {
    let Row { seq, at, kind, subject, actor_name, after_json } = row;
    let shown = scope.sight == Sight::All || subject == user.to_string();
    Notice {
        seq,
        kind,
        at: Instant::from_ms(at),
        subject: shown.then_some(subject),
        actor: actor_name,
        after: after_json.filter(|_| shown).and_then(|text| serde_json::from_str(&text).ok()),
        seen: seq <= seen,
    }
}
