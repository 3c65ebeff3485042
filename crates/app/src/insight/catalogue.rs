//! What there is to look at: the metrics, and the periods that are loaded.

use axum::extract::State;
use domain::{
    imports::FileKind,
    insight::{
        Metric, MetricId,
        metrics::{Amount, Better, Family, METRICS, Nature, Origin, Unit},
    },
    time::{Day, Instant},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{
    self,
    loaded::{OF_PERIODS, loaded},
};
use crate::{
    App,
    http::{
        ApiError, Json,
        permit::{Permitted, ViewMatrix},
    },
};

/// A metric: what it is called, what it is made of, and how it may be summed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MetricView {
    id: MetricId,
    /// Its name in Chinese.
    zh: &'static str,
    /// Its name in English.
    en: &'static str,
    unit: Unit,
    family: Family,
    /// How its amounts are put together.
    nature: NatureName,
    /// The table it is read from.
    origin: Origin,
    /// The kind of file that fills the table.
    file_kind: Option<FileKind>,
    /// The columns of the table that are added up; of a rate those above the line.
    columns: Vec<&'static str>,
    /// Of a rate the columns below the line, of a mean its weight.
    over: Vec<&'static str>,
    /// Whether the number of several accounts can be had from theirs.
    sums_over_accounts: bool,
    /// Whether the number of a longer time can be had from those of shorter ones.
    sums_over_periods: bool,
    better: Better,
    /// Whether the board shows it when nobody chose columns.
    shown: bool,
}

/// How the amounts of a metric are put together.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum NatureName {
    /// They add up over accounts and periods.
    Flow,
    /// The last known one counts.
    Stock,
    /// Recomputed from two sums.
    Rate,
    /// Weighted by what it was taken over.
    Mean,
}

impl From<&'static Metric> for MetricView {
    fn from(metric: &'static Metric) -> Self {
        let Metric { id, zh, en, unit, family, origin, ref nature, better, shown } = *metric;
        let (value, over) = nature.amounts();
        Self {
            id,
            zh,
            en,
            unit,
            family,
            nature: match nature {
                Nature::Flow(_) => NatureName::Flow,
                Nature::Stock(_) => NatureName::Stock,
                Nature::Rate { .. } => NatureName::Rate,
                Nature::Mean { .. } => NatureName::Mean,
            },
            origin,
            file_kind: origin.file_kind(),
            columns: names(value),
            over: over.map(names).unwrap_or_default(),
            sums_over_accounts: true,
            sums_over_periods: !matches!(nature, Nature::Stock(_)),
            better,
            shown,
        }
    }
}

fn names(amount: Amount) -> Vec<&'static str> {
    match amount {
        Amount::Row => vec!["rows"],
        Amount::Days => vec!["days"],
        Amount::Conversations => vec!["message_consult"],
        Amount::Columns(columns) => columns.iter().map(|column| column.name).collect(),
    }
}

/// Lists the metrics, in the order in which columns stand.
#[utoipa::path(
    get, path = "/metrics", tag = "insight",
    responses(
        (status = 200, body = Vec<MetricView>)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_metrics(_: Permitted<ViewMatrix>) -> Result<Json<Vec<MetricView>>, ApiError> {
    Ok(Json(METRICS.iter().map(MetricView::from).collect()))
}

/// The loaded periods of one kind of file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LoadedView {
    kind: FileKind,
    /// The periods, the newest first.
    periods: Vec<LoadedPeriodView>,
}

/// A loaded period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LoadedPeriodView {
    from: Day,
    to: Day,
    /// When a file of it was brought in last.
    loaded_at: Instant,
    /// How many rows it has, of all accounts.
    rows: i64,
}

/// Lists the periods for which files are loaded, by kind of file.
#[utoipa::path(
    get, path = "/periods", tag = "insight",
    responses(
        (status = 200, body = Vec<LoadedView>)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_loaded_periods(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
) -> Result<Json<Vec<LoadedView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut kinds = Vec::new();
    for origin in OF_PERIODS {
        let Some(kind) = origin.file_kind() else { continue };
        let periods = loaded(&mut tx, &scope, origin, None).await?.into_iter().map(|known| {
            let store::loaded::LoadedRows { loaded, rows } = known;
            let (from, to) = (loaded.period.from(), loaded.period.to());
            LoadedPeriodView { from, to, loaded_at: loaded.loaded_at, rows }
        });
        kinds.push(LoadedView { kind, periods: periods.collect() });
    }
    Ok(Json(kinds))
}
