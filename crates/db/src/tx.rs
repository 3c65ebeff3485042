//! A transaction: the only way to speak to a database.

use std::{collections::VecDeque, sync::Arc};

use sea_orm::{DbErr, FromQueryResult, QueryResult, RuntimeErr, Value, sea_query::Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{
    AssertSqlSafe, IntoArguments, Postgres, SqlSafeStr, SqlStr, Sqlite, Transaction, sqlite::SqliteArguments,
};

use crate::{DbError, Dialect, places};

/// An open transaction. Dropping it without [`Tx::commit`] takes everything back.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    inserts: places::InsertTexts,
    /// Whether an insert of many rows failed, some of which may stand: nothing of this may last.
    half_written: bool,
}

#[derive(Debug)]
enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl From<Transaction<'static, Sqlite>> for Tx {
    fn from(inner: Transaction<'static, Sqlite>) -> Self {
        Self::new(Inner::Sqlite(inner))
    }
}

impl From<Transaction<'static, Postgres>> for Tx {
    fn from(inner: Transaction<'static, Postgres>) -> Self {
        Self::new(Inner::Postgres(inner))
    }
}

fn written(sql: &str) -> SqlStr {
    AssertSqlSafe(sql).into_sql_str()
}

fn statement_failed(error: sqlx::Error) -> DbError {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error))).into()
}

/// Runs the statements one after the other. SQLite works on a thread of its own: the next arguments are made ready
/// while it does.
async fn write_all(
    tx: &mut Transaction<'static, Sqlite>,
    mut statements: VecDeque<(SqlStr, Vec<Value>)>,
) -> Result<u64, sqlx::Error> {
    let mut ready_next = || {
        let (sql, values) = statements.pop_front()?;
        let arguments: SqliteArguments = IntoArguments::<Sqlite>::into_arguments(SqlxValues(Values(values)));
        Some((sql, arguments))
    };
    let mut next = ready_next();
    let mut touched = 0;
    while let Some((sql, arguments)) = next {
        let running = sqlx::query_with(sql, arguments).execute(&mut **tx);
        let (done, ready) = tokio::join!(biased; running, async { ready_next() });
        touched += done?.rows_affected();
        next = ready;
    }
    Ok(touched)
}

impl Tx {
    fn new(inner: Inner) -> Self {
        Self { inner, inserts: places::InsertTexts::default(), half_written: false }
    }

    /// Which database this is; asked only where the two truly differ.
    pub const fn dialect(&self) -> Dialect {
        match self.inner {
            Inner::Sqlite(_) => Dialect::Sqlite,
            Inner::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement that answers no rows; says how many rows it touched.
    pub async fn execute(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, DbError> {
        self.run(written(sql), values).await
    }

    async fn run(&mut self, sql: SqlStr, values: Vec<Value>) -> Result<u64, DbError> {
        let values = SqlxValues(Values(values));
        let touched = match &mut self.inner {
            Inner::Sqlite(tx) => {
                sqlx::query_with(sql, values).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            Inner::Postgres(tx) => {
                sqlx::query_with(sql, values).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        };
        touched.map_err(statement_failed)
    }

    /// Reads all rows. The statement itself must bound how many there can be.
    pub async fn all<T: FromQueryResult>(
        &mut self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Vec<T>, DbError> {
        let (sql, values) = (written(sql), SqlxValues(Values(values)));
        let rows: Result<Vec<QueryResult>, sqlx::Error> = match &mut self.inner {
            Inner::Sqlite(tx) => {
                let rows = sqlx::query_with(sql, values).fetch_all(&mut **tx).await;
                rows.map(|rows| rows.into_iter().map(QueryResult::from).collect())
            }
            Inner::Postgres(tx) => {
                let rows = sqlx::query_with(sql, values).fetch_all(&mut **tx).await;
                rows.map(|rows| rows.into_iter().map(QueryResult::from).collect())
            }
        };
        let rows = rows.map_err(statement_failed)?;
        Ok(rows.iter().map(|row| T::from_query_result(row, "")).collect::<Result<_, _>>()?)
    }

    async fn first(&mut self, sql: &str, values: Vec<Value>) -> Result<Option<QueryResult>, DbError> {
        let (sql, values) = (written(sql), SqlxValues(Values(values)));
        let row = match &mut self.inner {
            Inner::Sqlite(tx) => {
                let row = sqlx::query_with(sql, values).fetch_optional(&mut **tx).await;
                row.map(|row| row.map(QueryResult::from))
            }
            Inner::Postgres(tx) => {
                let row = sqlx::query_with(sql, values).fetch_optional(&mut **tx).await;
                row.map(|row| row.map(QueryResult::from))
            }
        };
        row.map_err(statement_failed)
    }

    /// Reads the first row, if there is one.
    pub async fn one<T: FromQueryResult>(
        &mut self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Option<T>, DbError> {
        let row = self.first(sql, values).await?;
        Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
    }

    /// Reads the one whole number that a `count` or `sum` answers in a column called `n`.
    pub async fn number(&mut self, sql: &str, values: Vec<Value>) -> Result<i64, DbError> {
        let row = self.first(sql, values).await?;
        Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
    }

    /// Inserts many rows with few statements. `rows` holds the values of all rows one after the other; `head` is like
    /// `insert into stores (tenant_id, id)` and `tail` like `on conflict …`. When it fails the transaction can only be
    /// taken back.
    pub async fn insert_rows(
        &mut self,
        head: &str,
        columns: usize,
        tail: &str,
        rows: Vec<Value>,
    ) -> Result<u64, DbError> {
        let statements = self.inserts(head, columns, tail, rows);
        self.half_written = true;
        let touched = match &mut self.inner {
            Inner::Sqlite(tx) => write_all(tx, statements).await.map_err(statement_failed)?,
            Inner::Postgres(_) => {
                let mut touched = 0;
                for (sql, values) in statements {
                    touched += self.run(sql, values).await?;
                }
                touched
            }
        };
        self.half_written = false;
        Ok(touched)
    }

    fn inserts(
        &mut self,
        head: &str,
        columns: usize,
        tail: &str,
        rows: Vec<Value>,
    ) -> VecDeque<(SqlStr, Vec<Value>)> {
        let mut statements = VecDeque::new();
        let mut rest = rows.into_iter();
        while rest.len() > 0 {
            let together = places::rows_together(rest.len() / columns.max(1), columns);
            let sql = self.inserts.text(self.dialect(), head, columns, tail, together);
            let values = rest.by_ref().take(together * columns).collect();
            statements.push_back((AssertSqlSafe(sql).into_sql_str(), values));
        }
        statements
    }

    /// The places of many parameters, like `($1, $2), ($3, $4)`, the first of them called `first`.
    ///
    /// SQLite looks every named parameter up in a list of all of them, which takes minutes where there are
    /// thousands; its places here have no names and count from the left. A statement with such places must have no
    /// others before them, and asks [`Tx::place`] for those behind.
    pub fn places(&self, columns: usize, rows: usize, first: usize) -> String {
        places::places(self.dialect(), columns, rows, first)
    }

    /// The place of one parameter behind those of [`Tx::places`].
    pub fn place(&self, number: usize) -> String {
        match self.dialect() {
            Dialect::Sqlite => "?".to_owned(),
            Dialect::Postgres => format!("${number}"),
        }
    }

    /// Makes everything lasting.
    pub async fn commit(self) -> Result<(), DbError> {
        if self.half_written {
            self.rollback().await?;
            return Err(DbError::Refused("rows could not all be written, so nothing was kept".to_owned()));
        }
        let done = match self.inner {
            Inner::Sqlite(tx) => tx.commit().await,
            Inner::Postgres(tx) => tx.commit().await,
        };
        done.map_err(statement_failed)
    }

    /// Takes everything back.
    pub async fn rollback(self) -> Result<(), DbError> {
        let done = match self.inner {
            Inner::Sqlite(tx) => tx.rollback().await,
            Inner::Postgres(tx) => tx.rollback().await,
        };
        done.map_err(statement_failed)
    }

    pub(crate) async fn version(&mut self) -> Result<i64, DbError> {
        self.number("select max(version) as n from _sqlx_migrations", vec![]).await
    }
}
