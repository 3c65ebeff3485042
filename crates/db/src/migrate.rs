//! The ordered migrations, each one text for both databases, each atomic, with a checksum of what was run.

use sqlx::{
    AssertSqlSafe, SqlSafeStr,
    migrate::{Migrate, Migration, MigrationType, Migrator},
};

use crate::{DbError, Dialect};

/// Stands behind a table that SQLite keeps in the order of its primary key, as one tree and not as two. PostgreSQL
/// reads it as the comment that it is.
const KEY_ORDER_MARK: &str = "/* in the order of its key */";

const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "identity", include_str!("../migrations/0001_identity.sql")),
    (2, "events and jobs", include_str!("../migrations/0002_events_and_jobs.sql")),
    (3, "people and matrix", include_str!("../migrations/0003_people_and_matrix.sql")),
    (4, "imports and insight", include_str!("../migrations/0004_imports_and_insight.sql")),
    (5, "content", include_str!("../migrations/0005_content.sql")),
    (6, "evidence", include_str!("../migrations/0006_evidence.sql")),
    (7, "seats", include_str!("../migrations/0007_seats.sql")),
    (8, "rulebook", include_str!("../migrations/0008_rulebook.sql")),
    (9, "entitlements", include_str!("../migrations/0009_entitlements.sql")),
    (10, "selling", include_str!("../migrations/0010_selling.sql")),
    (11, "studio", include_str!("../migrations/0011_studio.sql")),
    (12, "channels", include_str!("../migrations/0012_channels.sql")),
];

/// The version that a database of this program has.
pub(crate) fn newest_version() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, ..)| *version)
}

pub(crate) async fn run<DB>(pool: &sqlx::Pool<DB>, dialect: Dialect) -> Result<(), DbError>
where
    DB: sqlx::Database,
    DB::Connection: Migrate,
{
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, sql)| {
            let sql = match dialect {
                Dialect::Sqlite => sql.replace(KEY_ORDER_MARK, "without rowid"),
                Dialect::Postgres => (*sql).to_owned(),
            };
            let sql = AssertSqlSafe(sql).into_sql_str();
            Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
        })
        .collect();
    Migrator::with_migrations(migrations).run(pool).await?;
    Ok(())
}
