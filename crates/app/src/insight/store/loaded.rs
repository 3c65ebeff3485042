//! Which periods are loaded, brand-wide.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    identity::Scope,
    insight::{Loaded, metrics::Origin},
    time::{Day, Instant, Period},
};

/// Periods of one kind that are listed, the newest first: two years of days and of weeks.
const PERIODS_LISTED_MAX: i64 = 1_000;

/// Tables whose rows are about periods.
pub(in crate::insight) const OF_PERIODS: [Origin; 3] =
    [Origin::AccountPeriods, Origin::ServicePeriods, Origin::JuguangFigures];

#[derive(FromQueryResult)]
struct Row {
    from_day: i32,
    to_day: i32,
    at: i64,
    n: i64,
}

/// A period for which rows are loaded, and how many.
#[derive(Debug, Clone, Copy)]
pub(in crate::insight) struct LoadedRows {
    pub loaded: Loaded,
    pub rows: i64,
}

/// The loaded periods of a table that share a day with `within`, the newest first; all without it.
pub(in crate::insight) async fn loaded(
    tx: &mut Tx,
    scope: &Scope,
    origin: Origin,
    within: Option<Period>,
) -> Result<Vec<LoadedRows>, DbError> {
    if !OF_PERIODS.contains(&origin) {
        return Ok(vec![]);
    }
    // Grouped by import first, so that an import is looked up once for each of its periods.
    let sql = format!(
        "select g.from_day, g.to_day, coalesce(max(i.created_at), 0) as at, cast(sum(g.n) as bigint) as n
        from (select t.from_day, t.to_day, t.import_id, count(*) as n from {} t
            where t.tenant_id = $1 and t.from_day <= $2 and t.to_day >= $3
            group by t.from_day, t.to_day, t.import_id) g
        left join imports i on i.tenant_id = $1 and i.id = g.import_id
        group by g.from_day, g.to_day order by g.to_day desc, g.from_day desc limit $4",
        origin.name()
    );
    let (from, to) =
        within.map_or((i32::MIN, i32::MAX), |period| (period.from().yyyymmdd(), period.to().yyyymmdd()));
    let rows: Vec<Row> = tx.all(&sql, params![scope.tenant.uuid(), to, from, PERIODS_LISTED_MAX]).await?;
    let period = |row: &Row| {
        let days = Day::from_yyyymmdd(row.from_day).ok().zip(Day::from_yyyymmdd(row.to_day).ok());
        days.and_then(|(from, to)| Period::new(from, to).ok())
    };
    let loaded = |row: Row| {
        let loaded = Loaded { period: period(&row)?, loaded_at: Instant::from_ms(row.at) };
        Some(LoadedRows { loaded, rows: row.n })
    };
    Ok(rows.into_iter().filter_map(loaded).collect())
}
