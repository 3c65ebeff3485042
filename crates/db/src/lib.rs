//! The only crate that opens a database.
//!
//! One [`Db`] is either an SQLite file or a PostgreSQL server, chosen at run time by its URL. Everything is said in
//! SQL texts with `$n` that both understand, through a [`Tx`]: [`Db::read`] gives a consistent view that cannot
//! write, [`Db::write`] the right to change. On SQLite there is one writer at a time and its transaction begins
//! immediately; opening a second one while holding the first would wait for itself.
//!
//! Invariant: no business word here, and no SQL but the migrations.

mod connect;
mod error;
mod migrate;
mod places;
mod presence;
mod tx;

#[cfg(feature = "testing")]
pub mod testing;

pub use connect::{Db, DbOptions, Dialect};
pub use error::DbError;
pub use presence::Presence;
pub use sea_orm::{FromQueryResult, Value};
pub use tx::Tx;

/// The values of a statement, in the order of `$1`, `$2`, ….
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}
