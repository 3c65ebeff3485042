//! A fresh, migrated database for one test: a file of its own on SQLite, a clone of a template on PostgreSQL.
//!
//! PostgreSQL is looked for at `KOSMOS_TEST_POSTGRES`, the URL of a server where databases may be made; a test that
//! needs it and does not find it fails and says so.

use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::{Connection, Executor, PgConnection};
use tokio::sync::OnceCell;

use crate::{Db, DbError, DbOptions, Dialect};

/// The variable that names the PostgreSQL server for tests.
pub const POSTGRES_VARIABLE: &str = "KOSMOS_TEST_POSTGRES";

/// A database that goes away with the test.
#[derive(Debug)]
pub struct TestDb {
    /// The open database.
    pub db: Db,
    /// The URL by which another process can open it.
    pub url: String,
    folder: Option<tempfile::TempDir>,
}

impl TestDb {
    /// A migrated database of the given kind.
    pub async fn of(dialect: Dialect) -> Self {
        let made = match dialect {
            Dialect::Sqlite => sqlite().await,
            Dialect::Postgres => postgres().await,
        };
        made.unwrap_or_else(|error| panic!("no {dialect:?} database for this test: {error}"))
    }

    /// An empty database of the given kind, without a single migration.
    pub async fn empty(dialect: Dialect) -> Self {
        let made = match dialect {
            Dialect::Sqlite => sqlite_file().await,
            Dialect::Postgres => postgres_from("template0").await,
        };
        made.unwrap_or_else(|error| panic!("no {dialect:?} database for this test: {error}"))
    }

    /// The folder of the SQLite file, where a test may put more.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_ref().map(tempfile::TempDir::path)
    }
}

async fn sqlite_file() -> Result<TestDb, DbError> {
    let folder = tempfile::tempdir().map_err(|error| DbError::Unreachable(error.to_string()))?;
    let path = folder.path().join("kosmos.db");
    let url = format!("sqlite:{}", path.display());
    Ok(TestDb { db: Db::open_file(&path).await?, url, folder: Some(folder) })
}

async fn sqlite() -> Result<TestDb, DbError> {
    let made = sqlite_file().await?;
    made.db.migrate().await?;
    Ok(made)
}

async fn postgres() -> Result<TestDb, DbError> {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let template = TEMPLATE.get_or_try_init(make_template).await?;
    postgres_from(template).await
}

fn server() -> Result<String, DbError> {
    std::env::var(POSTGRES_VARIABLE).map_err(|_| {
        DbError::Unreachable(format!(
            "set {POSTGRES_VARIABLE} to the URL of a PostgreSQL server, or run the tests with `make test`, which starts one"
        ))
    })
}

fn fresh_name(purpose: &str) -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    format!("kosmos_{purpose}_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed))
}

fn url_of(server: &str, database: &str) -> String {
    let (front, query) = server.split_once('?').map_or((server, None), |(front, query)| (front, Some(query)));
    let base = front.rsplit_once('/').map_or(front, |(base, _)| base);
    query.map_or_else(|| format!("{base}/{database}"), |query| format!("{base}/{database}?{query}"))
}

async fn create_database(server: &str, name: &str, template: &str) -> Result<(), DbError> {
    let mut connection = PgConnection::connect(server).await?;
    let sql = format!("create database {name} template {template} encoding 'UTF8'");
    connection.execute(sqlx::AssertSqlSafe(sql)).await?;
    connection.close().await?;
    Ok(())
}

async fn make_template() -> Result<String, DbError> {
    let server = server()?;
    let name = fresh_name("template");
    create_database(&server, &name, "template0").await?;
    let db = Db::connect(&url_of(&server, &name), &DbOptions::default()).await?;
    db.migrate().await?;
    db.close().await?;
    Ok(name)
}

async fn postgres_from(template: &str) -> Result<TestDb, DbError> {
    let server = server()?;
    let name = fresh_name("test");
    create_database(&server, &name, template).await?;
    let url = url_of(&server, &name);
    let db = Db::connect(&url, &DbOptions { connections_max: Some(5) }).await?;
    Ok(TestDb { db, url, folder: None })
}
