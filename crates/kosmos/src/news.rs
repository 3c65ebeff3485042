//! News between nodes: what another node wrote is told to the browsers that watch this one.
//!
//! PostgreSQL carries the word; a lost connection costs time, not news: when it stands again, everybody is told to
//! read. SQLite has no other nodes.

use std::time::Duration;

use app::{App, events::NEWS_CHANNEL};
use domain::id::TenantId;
use tokio_util::sync::CancellationToken;

/// The wait before the first attempt to listen again; doubled for each further one.
const AGAIN_FIRST: Duration = Duration::from_secs(1);
/// The longest wait between two attempts.
const AGAIN_MAX: Duration = Duration::from_secs(30);

/// Passes news on until `stop` is told.
pub async fn pass_on(app: App, stop: CancellationToken) {
    tokio::select! {
        () = listen(&app) => {}
        () = stop.cancelled() => {}
    }
}

async fn listen(app: &App) {
    let mut wait = AGAIN_FIRST;
    loop {
        let mut listener = match app.db().listen(NEWS_CHANNEL).await {
            Ok(Some(listener)) => listener,
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%error, wait_ms = wait.as_millis(), "news of other nodes cannot be heard");
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(AGAIN_MAX);
                continue;
            }
        };
        wait = AGAIN_FIRST;
        app.live().tell_all();
        loop {
            match listener.next().await {
                Ok(Some(message)) => tell(app, &message),
                Ok(None) => app.live().tell_all(),
                Err(error) => {
                    tracing::warn!(%error, "the connection for news of other nodes was lost");
                    break;
                }
            }
        }
    }
}

fn tell(app: &App, message: &str) {
    match message.parse::<TenantId>() {
        Ok(tenant) => app.live().tell(tenant),
        Err(_) => app.live().tell_all(),
    }
}
