//! The texts of statements that write many rows: where their values stand, and how many rows go together.
//!
//! A connection keeps the statements it has prepared, by their text, and each takes memory for every place in it. So
//! the texts are few: rows go together in powers of two, at most [`ROWS_TOGETHER_MAX`].

use std::{borrow::Cow, collections::VecDeque, fmt::Write as _, sync::Arc};

use crate::Dialect;

/// Rows that one statement writes at the most. More would save little: a statement costs about as much as a row.
const ROWS_TOGETHER_MAX: usize = 128;
/// Parameters that one statement may carry; both databases take more.
const STATEMENT_PARAMETERS_MAX: usize = 30_000;
/// Texts that a transaction keeps, so that writing the next rows does not write the same text again.
const TEXTS_KEPT_MAX: usize = 8;

/// How many of so many rows go into the next statement.
pub(crate) fn rows_together(rows: usize, columns: usize) -> usize {
    let most = ROWS_TOGETHER_MAX.min(STATEMENT_PARAMETERS_MAX / columns.max(1)).min(rows).max(1);
    1 << most.ilog2()
}

/// The places of many parameters, like `($1, $2), ($3, $4)`, the first of them called `first`.
pub(crate) fn places(dialect: Dialect, columns: usize, rows: usize, first: usize) -> String {
    let mut text = String::with_capacity(rows * (columns * 7 + 4));
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            text.push_str(if column == 0 { "" } else { ", " });
            match dialect {
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

/// SQLite copies every page that a statement of many rows changes, so that it could take back that statement alone.
/// Nobody asks for that: a transaction in which it failed is taken back whole.
fn head_of(dialect: Dialect, head: &str) -> Cow<'_, str> {
    match dialect {
        Dialect::Sqlite => head.replacen("insert into", "insert or fail into", 1).into(),
        Dialect::Postgres => head.into(),
    }
}

/// The newest texts of a transaction.
#[derive(Debug, Default)]
pub(crate) struct InsertTexts(VecDeque<InsertText>);

#[derive(Debug)]
struct InsertText {
    head: String,
    tail: String,
    rows: usize,
    sql: Arc<str>,
}

impl InsertTexts {
    /// The text that writes so many rows.
    pub(crate) fn text(
        &mut self,
        dialect: Dialect,
        head: &str,
        columns: usize,
        tail: &str,
        rows: usize,
    ) -> Arc<str> {
        let kept = self.0.iter().find(|kept| kept.rows == rows && kept.head == head && kept.tail == tail);
        if let Some(kept) = kept {
            return Arc::clone(&kept.sql);
        }
        let sql: Arc<str> =
            format!("{} values {} {tail}", head_of(dialect, head), places(dialect, columns, rows, 1)).into();
        if self.0.len() >= TEXTS_KEPT_MAX {
            self.0.pop_front();
        }
        self.0.push_back(InsertText {
            head: head.to_owned(),
            tail: tail.to_owned(),
            rows,
            sql: Arc::clone(&sql),
        });
        sql
    }
}
