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

#[cfg(test)]
mod tests {
    use app::{
        Settings, Vault,
        identity::{Founder, found},
    };
    use db::{Dialect, testing::TestDb};
    use jobs::{Clock, Ids};

    use super::*;

    const WAIT_MAX: Duration = Duration::from_secs(20);

    fn node(name: &str, db: &TestDb) -> App {
        let ids = Ids::seeded(name.len() as u64);
        let settings = Settings {
            public_url: "http://kosmos.test".into(),
            data_dir: ".".into(),
            trust_proxy: false,
            sign_in_attempts_per_minute: 1,
            node: name.into(),
            workers: 1,
            robots_url: None,
        };
        let vault = Vault::from_master(&[7; 32], ids.clone());
        App::new(db.db.clone(), Clock::machine(), ids, vault, settings)
    }

    #[tokio::test]
    async fn what_one_node_writes_the_other_one_tells() {
        let db = TestDb::of(Dialect::Postgres).await;
        let (writing, watching) = (node("one", &db), node("second", &db));
        let mut listener = watching.live().listen();
        let stop = CancellationToken::new();
        let passing = tokio::spawn(pass_on(watching.clone(), stop.clone()));
        let anybody: TenantId = watching.id();
        tokio::time::timeout(WAIT_MAX, listener.news_of(anybody))
            .await
            .expect("everybody is told to read first");

        let founder: Founder = serde_json::from_value(serde_json::json!({
            "owner": { "name": "周敏", "email": "zhou.min@muli.example", "password": "四块板材怎么选才放心" },
            "organisation": "木里家居", "brand": "木里全屋定制", "zone": "Asia/Shanghai", "language": "zh"
        }))
        .unwrap();
        let brand = found(&writing, founder, "test").await.unwrap().brand;
        tokio::time::timeout(WAIT_MAX, listener.news_of(brand)).await.expect("the other node's news arrives");
        stop.cancel();
        passing.await.unwrap();
    }
}
