//! Presence: a name that every node can tell to be alive or gone.
//!
//! On PostgreSQL a process holds an advisory lock of its name over a connection of its own. The lock goes with the
//! connection, and the connection with the process, however that ends. SQLite has no other nodes: there, nobody is
//! ever found to be absent.
//!
//! Invariant: absence is a hint and not a proof, for a connection can be lost while its process works on. Whoever
//! acts on it must also make sure that what the lost process does later has no effect.

use std::{sync::Arc, time::Duration};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, postgres::PgConnectOptions};
use tokio::task::JoinHandle;

use crate::{Db, DbError, Dialect, Tx};

/// How often the connection is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// What the lock of a name is made of, apart from the locks of others.
const SALT: i64 = 0x6b6f_736d_6f73;

/// Holds a name for as long as the value lives.
#[derive(Debug)]
pub struct Presence(Option<JoinHandle<()>>);

impl Drop for Presence {
    fn drop(&mut self) {
        if let Some(holding) = &self.0 {
            holding.abort();
        }
    }
}

impl Db {
    /// Makes `name`, which nobody else may ever use, known as alive.
    pub async fn be_present(&self, name: &str) -> Result<Presence, DbError> {
        let Some(options) = self.postgres_options() else { return Ok(Presence(None)) };
        let connection = take_name(&options, name).await?;
        Ok(Presence(Some(tokio::spawn(hold(connection, options, name.to_owned())))))
    }
}

impl Tx {
    /// A condition in SQL: the process whose name stands in `column` is gone. It costs a lock of the transaction, so
    /// it belongs behind conditions that leave few rows.
    pub fn is_absent(&self, column: &str) -> String {
        match self.dialect() {
            Dialect::Sqlite => "false".to_owned(),
            Dialect::Postgres => {
                format!("pg_try_advisory_xact_lock_shared(hashtextextended({column}, {SALT}))")
            }
        }
    }
}

async fn take_name(options: &PgConnectOptions, name: &str) -> Result<PgConnection, sqlx::Error> {
    let mut connection = PgConnection::connect_with(options).await?;
    let sql = AssertSqlSafe(format!("select pg_advisory_lock(hashtextextended($1, {SALT}))"));
    sqlx::query(sql).bind(name).execute(&mut connection).await?;
    Ok(connection)
}

/// Keeps the connection, and makes it again when it is lost.
async fn hold(mut connection: PgConnection, options: Arc<PgConnectOptions>, name: String) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Err(error) = connection.execute("select 1").await else { continue };
        tracing::warn!(%error, "the connection that says that this node is alive was lost");
        connection = loop {
            match take_name(&options, &name).await {
                Ok(connection) => break connection,
                Err(error) => {
                    tracing::warn!(%error, "this node cannot say that it is alive");
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            }
        };
    }
}
