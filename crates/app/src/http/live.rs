//! Live updates: a browser follows the brand's event log from the last number it saw.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use db::{DbError, FromQueryResult, params};
use domain::{
    identity::{Scope, Sight},
    time::Instant,
};
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ApiError, Permitted, Query, permit::ViewMatrix};
use crate::{App, live::LiveListener};

/// Events that one look at the log sends at the most.
const EVENTS_AT_ONCE_MAX: i64 = 200;
/// How long one stream lasts, in milliseconds: 10 minutes. Whoever comes back shows again that they may see it.
const STREAM_MS_MAX: i64 = 10 * 60_000;
/// How often the log is read again though nobody said that there is news.
const REREAD: Duration = Duration::from_secs(5);

/// From where to follow.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Follow {
    /// The number of the last event that was seen; from now on when absent.
    #[param(minimum = 0)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<0, { i64::MAX }, _, _>")]
    after: Option<i64>,
}

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct News {
    /// What happened, like `import_finished`.
    kind: String,
    /// To what; absent for members who see only part of the brand.
    subject: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    seq: i64,
    at: i64,
    kind: String,
    subject: String,
}

/// Follows what happens in the brand, as server-sent events with the number of the event for an id.
#[utoipa::path(
    get, path = "/events", tag = "live", params(Follow),
    responses((status = 200, description = "a stream of events", body = News, content_type = "text/event-stream")),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn follow_events(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(follow): Query<Follow>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let listener = app.live().listen();
    let after = match follow.after {
        Some(seq) => seq,
        None => newest(&app, &scope).await?,
    };
    let ends_at = app.now().plus_ms(STREAM_MS_MAX);
    let follower = Follower { app, scope, listener, after, ends_at, ready: Vec::new() };
    Ok(Sse::new(stream::unfold(follower, Follower::next)).keep_alive(KeepAlive::default()))
}

async fn newest(app: &App, scope: &Scope) -> Result<i64, DbError> {
    let sql = "select coalesce(max(seq), 0) as n from event_heads where tenant_id = $1";
    app.db().read().await?.number(sql, params![scope.tenant.uuid()]).await
}

struct Follower {
    app: App,
    scope: Scope,
    listener: LiveListener,
    after: i64,
    ends_at: Instant,
    ready: Vec<Event>,
}

impl Follower {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(event) = self.ready.pop() {
                return Some((Ok(event), self));
            }
            if self.app.now() >= self.ends_at {
                return None;
            }
            match self.read().await {
                Ok(()) if self.ready.is_empty() => self.wait().await,
                Ok(()) => {}
                // The browser comes back with the last number it saw.
                Err(error) => {
                    tracing::warn!(%error, "a live stream ends early");
                    return None;
                }
            }
        }
    }

    async fn wait(&mut self) {
        tokio::select! {
            () = self.listener.news_of(self.scope.tenant) => {}
            () = tokio::time::sleep(REREAD) => {}
        }
    }

    async fn read(&mut self) -> Result<(), DbError> {
        let sql = "select seq, at, kind, subject from events where tenant_id = $1 and seq > $2 order by seq limit $3";
        let values = params![self.scope.tenant.uuid(), self.after, EVENTS_AT_ONCE_MAX];
        let rows: Vec<Row> = self.app.db().read().await?.all(sql, values).await?;
        if let Some(last) = rows.last() {
            self.after = last.seq;
        }
        let sees_all = self.scope.sight == Sight::All;
        self.ready = rows.into_iter().rev().map(|row| show(row, sees_all)).collect();
        Ok(())
    }
}

fn show(row: Row, sees_all: bool) -> Event {
    let Row { seq, at, kind, subject } = row;
    let news = News { kind: kind.clone(), subject: sees_all.then_some(subject), at: Instant::from_ms(at) };
    let event = Event::default().id(seq.to_string()).event(kind);
    event.json_data(news).unwrap_or_default()
}
