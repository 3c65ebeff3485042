//! What tests of the API need: the real app on a real database, without a network; clients; a standing clock.
//!
//! Everything goes through the front door: a [`Client`] sends requests to the router as a browser would. A test that
//! cannot be set up has failed, so this crate panics freely.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod client;

use app::{App, Settings, Vault};
use axum::Router;
pub use client::{Answer, Client};
use db::{Dialect, testing::TestDb};
use domain::time::Instant;
use jobs::{Clock, Ids};
use serde_json::json;

/// The moment at which every test starts: a Monday morning in Shanghai.
pub const NOW: Instant = Instant::from_ms(1_782_090_000_000);
/// The password of every user of a test.
pub const PASSWORD: &str = "四块板材怎么选才放心";

/// The app of one test, on a database of its own.
#[derive(Debug)]
pub struct TestApp {
    /// The app.
    pub app: App,
    /// Moves only when told.
    pub clock: Clock,
    /// The database, when a test must look behind the door.
    pub db: TestDb,
    router: Router,
    data_dir: tempfile::TempDir,
}

impl TestApp {
    /// An app on a fresh database of the given kind, not yet set up.
    pub async fn of(dialect: Dialect) -> Self {
        let db = TestDb::of(dialect).await;
        let data_dir = tempfile::tempdir().unwrap();
        let (clock, ids) = (Clock::standing(NOW), Ids::seeded(42));
        let vault = Vault::open(data_dir.path(), ids.clone()).unwrap();
        let settings = Settings {
            public_url: "http://kosmos.test".into(),
            data_dir: data_dir.path().to_owned(),
            trust_proxy: false,
            sign_in_attempts_per_minute: 10_000,
            node: "test".into(),
            workers: 1,
        };
        let app = App::new(db.db.clone(), clock.clone(), ids, vault, settings);
        let router = app::http::router(&app, Router::new());
        Self { app, clock, db, router, data_dir }
    }

    /// The folder where the app keeps its files.
    pub fn data_dir(&self) -> &std::path::Path {
        self.data_dir.path()
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// Sets the installation up and returns its owner, signed in.
    pub async fn owner(&self) -> Client {
        let mut owner = self.stranger();
        let answer = owner.post("/setup", founder()).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        owner
    }

    /// Does every job that is due.
    pub async fn run_jobs(&self) -> usize {
        self.app.runner().run_until_idle().await.unwrap()
    }
}

/// What the first run of a test is told.
pub fn founder() -> serde_json::Value {
    json!({
        "owner": { "name": "周敏", "email": "zhou.min@muli.example", "password": PASSWORD },
        "organisation": "木里家居", "brand": "木里全屋定制", "zone": "Asia/Shanghai", "language": "zh"
    })
}
