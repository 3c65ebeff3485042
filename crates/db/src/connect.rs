//! Opening a database: pools, settings, and the two kinds of transactions.

use std::{path::Path, sync::Arc, time::Duration};

use sqlx::{
    ConnectOptions, Connection as _, PgConnection, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{DbError, Tx};

/// Readers that may look at one SQLite file at a time.
const SQLITE_READERS_MAX: u32 = 4;
/// Connections that one node holds to PostgreSQL.
const POSTGRES_CONNECTIONS_MAX: u32 = 12;
/// How long a caller waits for a connection before it is told that the database is busy.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
/// How long another process may hold the SQLite file before a statement gives up.
const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// Bytes of a page of the SQLite file: half as many to write as with the usual 4,096 when much is brought in.
const SQLITE_PAGE_BYTES: u32 = 8_192;
/// Memory of the SQLite page cache of the writer, in KiB (negative, as SQLite wants it).
const SQLITE_WRITER_CACHE_KIB: &str = "-16384";
/// Memory of the SQLite page cache of each reader, in KiB.
const SQLITE_READER_CACHE_KIB: &str = "-4096";

/// Which of the two databases a [`Db`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// A file on this machine, with one writer.
    Sqlite,
    /// A server, with many.
    Postgres,
}

/// What can be chosen when a database is opened.
#[derive(Debug, Clone, Default)]
pub struct DbOptions {
    /// Connections to PostgreSQL; [`POSTGRES_CONNECTIONS_MAX`] when `None`. SQLite does not look at it.
    pub connections_max: Option<u32>,
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Db(Pools);

#[derive(Debug, Clone)]
enum Pools {
    Sqlite { writer: SqlitePool, reader: SqlitePool },
    Postgres(PgPool),
}

impl Db {
    /// Opens `sqlite:PATH` (made when missing) or `postgres://…`.
    pub async fn connect(url: &str, options: &DbOptions) -> Result<Self, DbError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return Self::open_file(Path::new(path.trim_start_matches("//"))).await;
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_server(url, options).await;
        }
        Err(DbError::Unreachable("a database URL starts with sqlite: or postgres://".into()))
    }

    /// Opens the SQLite file at `path`, made when missing.
    pub async fn open_file(path: &Path) -> Result<Self, DbError> {
        let base = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .page_size(SQLITE_PAGE_BYTES)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(SQLITE_BUSY_TIMEOUT)
            .foreign_keys(true)
            .pragma("temp_store", "memory")
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(base.clone().pragma("cache_size", SQLITE_WRITER_CACHE_KIB))
            .await?;
        let reader = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS_MAX)
            .min_connections(0)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_lazy_with(base.pragma("cache_size", SQLITE_READER_CACHE_KIB).pragma("query_only", "on"));
        Ok(Self(Pools::Sqlite { writer, reader }))
    }

    async fn open_server(url: &str, options: &DbOptions) -> Result<Self, DbError> {
        let connect: PgConnectOptions = url.parse().map_err(DbError::from)?;
        // A pool would try for long and then not say why it failed.
        PgConnection::connect_with(&connect).await?.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(options.connections_max.unwrap_or(POSTGRES_CONNECTIONS_MAX))
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(connect.disable_statement_logging())
            .await?;
        Ok(Self(Pools::Postgres(pool)))
    }

    /// Which database this is.
    pub const fn dialect(&self) -> Dialect {
        match self.0 {
            Pools::Sqlite { .. } => Dialect::Sqlite,
            Pools::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Begins a transaction that may write. On SQLite it waits for its turn.
    pub async fn write(&self) -> Result<Tx, DbError> {
        Ok(match &self.0 {
            Pools::Sqlite { writer, .. } => writer.begin_with("begin immediate").await?.into(),
            Pools::Postgres(pool) => pool.begin().await?.into(),
        })
    }

    /// Begins a transaction that sees one state of the database and cannot change it.
    pub async fn read(&self) -> Result<Tx, DbError> {
        Ok(match &self.0 {
            Pools::Sqlite { reader, .. } => reader.begin().await?.into(),
            Pools::Postgres(pool) => {
                pool.begin_with("begin isolation level repeatable read, read only").await?.into()
            }
        })
    }

    /// Brings the schema to the version of this program. Safe to call from several nodes at once.
    pub async fn migrate(&self) -> Result<(), DbError> {
        match &self.0 {
            Pools::Sqlite { writer, .. } => crate::migrate::run(writer, Dialect::Sqlite).await,
            Pools::Postgres(pool) => crate::migrate::run(pool, Dialect::Postgres).await,
        }
    }

    /// Whether the schema is the one of this program.
    pub async fn is_migrated(&self) -> Result<bool, DbError> {
        Ok(self.version().await? == Self::newest_version())
    }

    /// The version of the schema that this database has.
    pub async fn version(&self) -> Result<i64, DbError> {
        let mut tx = self.read().await?;
        tx.version().await
    }

    /// The version of the schema that this program brings a database to.
    pub fn newest_version() -> i64 {
        crate::migrate::newest_version()
    }

    /// Copies a running SQLite database to `path`, as of one moment. PostgreSQL has its own tools for this.
    pub async fn copy_to(&self, path: &Path) -> Result<(), DbError> {
        let Pools::Sqlite { writer, .. } = &self.0 else {
            return Err(DbError::Refused("only an SQLite database is copied by its program".to_owned()));
        };
        let target = path.to_string_lossy().into_owned();
        sqlx::query("vacuum into $1").bind(target).execute(writer).await.map_err(|error| refused(&error))?;
        Ok(())
    }

    /// Tells every node that listens on `channel`; only PostgreSQL has other nodes.
    pub async fn notify(&self, channel: &str, message: &str) -> Result<(), DbError> {
        if let Pools::Postgres(pool) = &self.0 {
            sqlx::query("select pg_notify($1, $2)")
                .bind(channel)
                .bind(message)
                .execute(pool)
                .await
                .map_err(|error| refused(&error))?;
        }
        Ok(())
    }

    /// Listens on `channel` for what other nodes say; `None` on SQLite, where there are none.
    pub async fn listen(&self, channel: &str) -> Result<Option<Listener>, DbError> {
        let Pools::Postgres(pool) = &self.0 else { return Ok(None) };
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(channel).await?;
        Ok(Some(Listener(listener)))
    }

    /// How to reach the server once more; `None` on SQLite, where there is no server.
    pub(crate) fn postgres_options(&self) -> Option<Arc<PgConnectOptions>> {
        match &self.0 {
            Pools::Sqlite { .. } => None,
            Pools::Postgres(pool) => Some(pool.connect_options()),
        }
    }

    /// How many connections are busy and how many idle, over all pools of this node.
    pub fn connections(&self) -> [(&'static str, u32); 2] {
        let (open, idle) = match &self.0 {
            Pools::Sqlite { writer, reader } => {
                (writer.size() + reader.size(), writer.num_idle() + reader.num_idle())
            }
            Pools::Postgres(pool) => (pool.size(), pool.num_idle()),
        };
        let idle: u32 = u32::try_from(idle).unwrap_or(u32::MAX).min(open);
        [("busy", open - idle), ("idle", idle)]
    }

    /// Closes every connection; on SQLite this also folds the write-ahead log into the file.
    pub async fn close(self) -> Result<(), DbError> {
        match self.0 {
            Pools::Sqlite { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
        Ok(())
    }
}

fn refused(error: &sqlx::Error) -> DbError {
    DbError::Refused(error.to_string())
}

/// A connection that hears what other nodes say.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Listener {
    /// Waits for the next message. `None` means that the connection was lost and is being made again: whatever was
    /// said meanwhile must be read from the tables.
    pub async fn next(&mut self) -> Result<Option<String>, DbError> {
        Ok(self.0.try_recv().await?.map(|notification| notification.payload().to_owned()))
    }
}
