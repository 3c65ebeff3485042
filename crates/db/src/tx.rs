//! A transaction: the only way to speak to a database.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult, QueryResult, Statement, Value,
};

use crate::{DbError, Dialect};

/// Parameters that one statement may carry; both databases take more.
const STATEMENT_PARAMETERS_MAX: usize = 30_000;

/// An open transaction. Dropping it without [`Tx::commit`] takes everything back.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    dialect: Dialect,
}

impl Tx {
    pub(crate) const fn new(inner: DatabaseTransaction, dialect: Dialect) -> Self {
        Self { inner, dialect }
    }

    /// Which database this is; asked only where the two truly differ.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        let backend = match self.dialect {
            Dialect::Sqlite => DbBackend::Sqlite,
            Dialect::Postgres => DbBackend::Postgres,
        };
        Statement::from_sql_and_values(backend, sql, values)
    }

    /// Runs a statement that answers no rows; says how many rows it touched.
    pub async fn execute(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, DbError> {
        Ok(self.inner.execute_raw(self.statement(sql, values)).await?.rows_affected())
    }

    /// Reads all rows. The statement itself must bound how many there can be.
    pub async fn all<T: FromQueryResult>(
        &mut self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Vec<T>, DbError> {
        let rows = self.inner.query_all_raw(self.statement(sql, values)).await?;
        Ok(rows.iter().map(|row| T::from_query_result(row, "")).collect::<Result<_, _>>()?)
    }

    /// Reads the first row, if there is one.
    pub async fn one<T: FromQueryResult>(
        &mut self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Option<T>, DbError> {
        let row = self.inner.query_one_raw(self.statement(sql, values)).await?;
        Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
    }

    /// Reads the one whole number that a `count` or `sum` answers in a column called `n`.
    pub async fn number(&mut self, sql: &str, values: Vec<Value>) -> Result<i64, DbError> {
        let row: Option<QueryResult> = self.inner.query_one_raw(self.statement(sql, values)).await?;
        Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
    }

    /// Inserts many rows with as few statements as the parameter limit allows. `rows` holds the values of all rows
    /// one after the other; `head` is like `insert into stores (tenant_id, id)` and `tail` like `on conflict …`.
    pub async fn insert_rows(
        &mut self,
        head: &str,
        columns: usize,
        tail: &str,
        rows: Vec<Value>,
    ) -> Result<u64, DbError> {
        let rows_per_statement = STATEMENT_PARAMETERS_MAX / columns.max(1);
        let mut touched = 0;
        let mut rest = rows;
        while !rest.is_empty() {
            let later = rest.split_off(rest.len().min(rows_per_statement * columns));
            let rows = self.places(columns, rest.len() / columns.max(1), 1);
            let sql = format!("{head} values {rows} {tail}");
            touched += self.execute(&sql, rest).await?;
            rest = later;
        }
        Ok(touched)
    }

    /// The places of many parameters, like `($1, $2), ($3, $4)`, the first of them called `first`.
    ///
    /// SQLite looks every named parameter up in a list of all of them, which takes minutes where there are
    /// thousands; its places here have no names and count from the left. A statement with such places must have no
    /// others before them, and asks [`Tx::place`] for those behind.
    pub fn places(&self, columns: usize, rows: usize, first: usize) -> String {
        use std::fmt::Write as _;
        let mut text = String::with_capacity(rows * (columns * 7 + 4));
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..columns {
                text.push_str(if column == 0 { "" } else { ", " });
                match self.dialect {
                    Dialect::Sqlite => text.push('?'),
                    Dialect::Postgres => {
                        // Writing to a String cannot fail.
                        let _ = write!(text, "${}", first + row * columns + column);
                    }
                }
            }
            text.push(')');
        }
        text
    }

    /// The place of one parameter behind those of [`Tx::places`].
    pub fn place(&self, number: usize) -> String {
        match self.dialect {
            Dialect::Sqlite => "?".to_owned(),
            Dialect::Postgres => format!("${number}"),
        }
    }

    /// Makes everything lasting.
    pub async fn commit(self) -> Result<(), DbError> {
        Ok(self.inner.commit().await?)
    }

    /// Takes everything back.
    pub async fn rollback(self) -> Result<(), DbError> {
        Ok(self.inner.rollback().await?)
    }

    pub(crate) async fn version(&mut self) -> Result<i64, DbError> {
        self.number("select max(version) as n from _sqlx_migrations", vec![]).await
    }
}
