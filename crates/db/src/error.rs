//! What a database can answer instead of doing what was asked, as far as callers can act on it.

use sea_orm::DbErr;

/// Why a statement or connection failed.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A unique key or foreign key refused the write: someone else was first, or the row's neighbour is gone.
    #[error("the change collides with what is already stored: {0}")]
    Conflict(String),
    /// Two transactions stood in each other's way; the same transaction may succeed when tried again.
    #[error("the database was busy: {0}")]
    Busy(String),
    /// The database cannot be reached or opened.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// The schema is newer than this program, or a migration was changed after it ran.
    #[error("the database does not fit this version of Kosmos: {0}")]
    WrongVersion(String),
    /// Anything else: a defect of a statement or a full disk.
    #[error("the database refused a statement: {0}")]
    Refused(String),
}

/// `SQLSTATE` classes and SQLite result codes that mean "try the whole transaction again".
const BUSY_CODES: [&str; 6] = ["40001", "40P01", "55P03", "5", "517", "6"];

impl From<DbErr> for DbError {
    fn from(error: DbErr) -> Self {
        let text = error.to_string();
        if error.sql_err().is_some() {
            return Self::Conflict(text);
        }
        match &error {
            DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => Self::Unreachable(text),
            DbErr::Exec(cause) | DbErr::Query(cause) => match sqlx_code(cause) {
                Some(code) if BUSY_CODES.contains(&code.as_str()) => Self::Busy(text),
                _ => Self::Refused(text),
            },
            _ => Self::Refused(text),
        }
    }
}

fn sqlx_code(error: &sea_orm::RuntimeErr) -> Option<String> {
    let sea_orm::RuntimeErr::SqlxError(error) = error else { return None };
    let sqlx::Error::Database(database) = error.as_ref() else { return None };
    database.code().map(|code| code.to_string())
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unreachable(error.to_string())
    }
}

impl From<sqlx::migrate::MigrateError> for DbError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::VersionMissing(version) => Self::WrongVersion(format!(
                "it holds migration {version}, which this version does not know; run the newer version of Kosmos"
            )),
            MigrateError::VersionMismatch(version) => Self::WrongVersion(format!(
                "migration {version} is not the one that this database was made with"
            )),
            other => Self::Refused(other.to_string()),
        }
    }
}
