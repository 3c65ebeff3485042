//! What tests of the API need: the real app on a real database, without a network; clients; a standing clock.
//!
//! Everything goes through the front door: a [`Client`] sends requests to the router as a browser would. A test that
//! cannot be set up has failed, so this crate panics freely.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot be set up has failed")]

use std::sync::atomic::{AtomicUsize, Ordering};

mod client;

use app::{App, Settings, Vault};
use axum::Router;
pub use client::{Answer, Client};
use db::{Dialect, testing::TestDb};
use domain::{
    id::{JobId, TenantId},
    identity::{Action, Role},
    time::Instant,
};
use jobs::{Clock, Ids, NewJob};
use serde_json::{Value, json};

/// The moment at which every test starts: a Monday morning in Shanghai.
pub const NOW: Instant = Instant::from_ms(1_782_090_000_000);
/// The address of the owner.
pub const FOUNDER: &str = "zhou.min@muli.example";
/// The password of every user of a test.
pub const PASSWORD: &str = "四块板材怎么选才放心";

/// Attempts to get in that one address has per minute, unless a test wants fewer.
const ATTEMPTS_PER_MINUTE: u32 = 10_000;

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
    guests: AtomicUsize,
}

impl TestApp {
    /// An app on a fresh database of the given kind, not yet set up.
    pub async fn of(dialect: Dialect) -> Self {
        Self::with_attempts(dialect, ATTEMPTS_PER_MINUTE).await
    }

    /// The same, where one address may try to get in only so often.
    pub async fn with_attempts(dialect: Dialect, attempts_per_minute: u32) -> Self {
        let db = TestDb::of(dialect).await;
        let data_dir = tempfile::tempdir().unwrap();
        let (clock, ids) = (Clock::standing(NOW), Ids::seeded(42));
        let vault = Vault::open(data_dir.path(), ids.clone()).unwrap();
        let settings = Settings {
            public_url: "http://kosmos.test".into(),
            data_dir: data_dir.path().to_owned(),
            trust_proxy: false,
            sign_in_attempts_per_minute: attempts_per_minute,
            node: "test".into(),
            workers: 1,
            // Nobody listens there.
            robots_url: Some("http://127.0.0.1:9".into()),
        };
        let app = App::new(db.db.clone(), clock.clone(), ids, vault, settings);
        let router = app::http::router(&app, Router::new());
        Self { app, clock, db, router, data_dir, guests: AtomicUsize::new(0) }
    }

    /// The folder where the app keeps its files.
    pub fn data_dir(&self) -> &std::path::Path {
        self.data_dir.path()
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// The owner of the installation, signed in; sets it up when nobody has.
    pub async fn owner(&self) -> Client {
        let mut owner = self.stranger();
        let answer = owner.post("/setup", founder()).await;
        if answer.status != 201 {
            let answer = owner.post("/session", json!({ "email": FOUNDER, "password": PASSWORD })).await;
            assert_eq!(answer.status, 201, "{answer:?}");
        }
        owner
    }

    /// The same person or program, asking another node that works on the same database.
    pub fn on_another_node(&self, client: &Client) -> Client {
        let app = self.node(Settings { node: "another".into(), ..self.app.settings().clone() });
        client.at(app::http::router(&app, Router::new()))
    }

    /// Does every job that is due, on a node that reaches the robots of group chats at this address.
    pub async fn run_jobs_with_robots_at(&self, url: &str) -> usize {
        let settings = Settings { robots_url: Some(url.to_owned()), ..self.app.settings().clone() };
        self.node(settings).runner().run_until_idle().await.unwrap()
    }

    fn node(&self, settings: Settings) -> App {
        let ids = Ids::seeded(43);
        let vault = Vault::open(self.data_dir.path(), ids.clone()).unwrap();
        App::new(self.db.db.clone(), self.clock.clone(), ids, vault, settings)
    }

    /// A member of the brand with this role, who sees everything; invited by the owner and signed in.
    pub async fn member(&self, role: Role) -> Client {
        let standing = json!({ "role": role, "visibility": "all" });
        self.guest(&mut self.owner().await, standing).await
    }

    /// Somebody whom `host` invites with this role and sight, and who accepts.
    pub async fn guest(&self, host: &mut Client, mut standing: Value) -> Client {
        let number = self.guests.fetch_add(1, Ordering::Relaxed) + 1;
        standing["email"] = json!(format!("guest{number}@muli.example"));
        let token = invited(host, standing).await;
        let mut guest = self.stranger();
        let acceptance = json!({ "token": token, "name": format!("同事{number}"), "password": PASSWORD });
        let answer = guest.post("/invitation-acceptances", acceptance).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        guest
    }

    /// The owner of another brand, who is a member of no other.
    pub async fn foreign_owner(&self) -> Client {
        let mut owner = self.owner().await;
        let draft = json!({ "name": "云上家居", "zone": "Asia/Shanghai", "language": "zh" });
        let brand = owner.post("/brands", draft).await;
        assert_eq!(brand.status, 201, "{brand:?}");
        let mut there = owner.with_header("kosmos-brand", brand.json()["id"].as_str().unwrap());
        let guest = self.guest(&mut there, json!({ "role": "owner", "visibility": "all" })).await;
        let me = there.get("/session").await.json()["user"]["id"].as_str().unwrap().to_owned();
        let left = there.delete(&format!("/members/{me}")).await;
        assert_eq!(left.status, 204, "{left:?}");
        guest
    }

    /// A program with a new key of the brand that may do this.
    pub async fn program(&self, actions: &[Action]) -> Client {
        let draft = json!({ "name": "数据同步", "actions": actions });
        let answer = self.owner().await.post("/api-keys", draft).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let token = answer.json()["token"].as_str().unwrap().to_owned();
        self.stranger().with_header("authorization", &format!("Bearer {token}"))
    }

    /// A job of the brand that was given up. It would tidy up, and can be done when it is tried again.
    pub async fn dead_job(&self) -> JobId {
        let me = self.owner().await.get("/session").await.json();
        let tenant: TenantId = me["brand"]["id"].as_str().unwrap().parse().unwrap();
        let (id, now) = (self.app.id(), self.clock.now());
        let mut tx = self.app.db().write().await.unwrap();
        let job = NewJob { id, kind: "tidy_up", payload: &json!({}), unique_key: None, run_at: now };
        assert!(jobs::enqueue(&mut tx, tenant, job, now).await.unwrap());
        let sql = "
            update jobs set state = 'dead', attempts = 6, last_error = '磁盘已满', finished_at = $3
            where tenant_id = $1 and id = $2";
        tx.execute(sql, db::params![tenant.uuid(), id.uuid(), now.ms()]).await.unwrap();
        self.app.commit(tx, tenant).await.unwrap();
        id
    }

    /// Does every job that is due.
    pub async fn run_jobs(&self) -> usize {
        self.app.runner().run_until_idle().await.unwrap()
    }
}

/// Invites somebody and returns the token of the link.
pub async fn invited(host: &mut Client, draft: Value) -> String {
    let answer = host.post("/invitations", draft).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    token_of(answer.json()["link"].as_str().unwrap())
}

/// The token of a link: what stands behind the `#`.
pub fn token_of(link: &str) -> String {
    link.split_once('#').unwrap().1.to_owned()
}

/// What the first run of a test is told.
pub fn founder() -> serde_json::Value {
    json!({
        "owner": { "name": "周敏", "email": FOUNDER, "password": PASSWORD },
        "organisation": "木里家居", "brand": "木里全屋定制", "zone": "Asia/Shanghai", "language": "zh"
    })
}
