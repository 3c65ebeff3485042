//! The way back from a number to the rows of the files that it was put together from.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use db::Tx;
use domain::{
    id::{AccountId, ImportId, NoteId},
    identity::Scope,
    imports::Field,
    insight::{
        Cover, Ledger, Loaded, Metric, MetricId, Part, cover,
        metrics::{Amount, Column, Nature, Origin},
    },
    time::{Day, Instant, Period},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    ask::asked_period,
    compute::{Ask, Standing, compute},
    level::{Level, level_of},
    shape::{CellView, DaysView, cells},
    store::{
        self,
        accounts::Filter,
        sources::{FansSource, Place, SourceRow, columns_of, fans, file_names, rows},
    },
};
use crate::{
    App,
    http::{
        ApiError, Json, Query,
        permit::{Permitted, ViewMatrix},
    },
    text::Text,
};

/// Sources of one page when nothing else is asked for.
const SOURCES_DEFAULT: u32 = 100;
/// Sources of one page at the most.
const SOURCES_MAX: u32 = 500;

/// Which number.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SourcesQuery {
    account: AccountId,
    metric: MetricId,
    /// The first day; Monday of the last full week when absent.
    from: Option<Day>,
    /// The last day; six days after the first when absent.
    to: Option<Day>,
    /// Rows of the page.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<1, 500, _, _>")]
    limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 20, pattern = "^[0-9]+$")]
    cursor: Option<String>,
}

/// What a number was put together from.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SourcesView {
    metric: MetricId,
    period: DaysView,
    /// The number as the board shows it.
    cell: CellView,
    /// Rows of tables that it was put together from.
    rows: usize,
    items: Vec<SourceView>,
    /// Where the next page starts; absent on the last one.
    next_cursor: Option<String>,
    /// Loaded periods that are not counted, because they reach beyond the asked days or share a day with others.
    left_out: Vec<DaysView>,
}

/// What one row of one file gave for the number. A flow is the sum of `value`; a rate is recomputed from the sums of
/// `value` and `over`; a mean is weighted by `over`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SourceView {
    import: ImportId,
    file_name: String,
    /// The number of the row, as the spreadsheet program shows it.
    row: i64,
    value: Option<i64>,
    /// What the value is divided by or weighted with.
    over: Option<i64>,
    /// Where the weight came from, which is another file.
    weight: Option<PlaceView>,
    /// The days that the row is about.
    period: Option<DaysView>,
    /// The day on which the note was published.
    day: Option<Day>,
    note: Option<NoteId>,
    /// The title of the note.
    title: Option<String>,
}

/// A row of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlaceView {
    import: ImportId,
    file_name: String,
    /// The number of the row, as the spreadsheet program shows it.
    row: i64,
}

/// Shows what a number of the board was put together from.
#[utoipa::path(
    get, path = "/board/sources", tag = "insight", params(SourcesQuery),
    responses(
        (status = 200, body = SourcesView)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_sources(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(query): Query<SourcesQuery>,
) -> Result<Json<SourcesView>, ApiError> {
    let SourcesQuery { account, metric, from, to, .. } = query;
    let (start, limit) = page_of(&query)?;
    let metric = Metric::of(metric);
    let mut tx = app.db().read().await?;
    let moment = store::brand(&mut tx, &scope).await?.moment(app.now());
    let period = asked_period(from, to, &moment)?;
    let filter = Filter { account: Some(account), ..Filter::default() };
    let ask = Ask { period, compare: false, filter, state: None };
    let computed = compute(&mut tx, &scope, &ask, &moment).await?;
    let standing = computed.accounts.into_iter().next().ok_or_else(ApiError::not_found)?;
    if metric.origin == Origin::Accounts {
        return fans_view(&mut tx, &scope, metric, &standing, period).await.map(Json);
    }
    let rows = rows(&mut tx, &scope, account, metric, period).await?;
    let Counted { rows, left_out } = counted(rows, period);
    let page: Vec<&SourceRow> = rows.iter().skip(start).take(limit).collect();
    let next_cursor = (start + page.len() < rows.len()).then(|| (start + page.len()).to_string());
    let given: Vec<(&SourceRow, Place, Part)> = page
        .iter()
        .flat_map(|row| parts(metric, row).into_iter().map(|(place, part)| (*row, place, part)))
        .collect();
    let weights = page.iter().filter_map(|row| weight_place(row));
    let imports = given.iter().map(|(_, place, _)| *place).chain(weights).map(|place| place.import);
    let imports: BTreeSet<ImportId> = imports.collect();
    let names = file_names(&mut tx, &scope, &imports).await?;
    let items = given.into_iter().map(|given| source(metric, given, &names));
    Ok(Json(SourcesView {
        metric: metric.id,
        period: period.into(),
        cell: cell_of(metric, &standing.now)?,
        rows: rows.len(),
        items: items.collect(),
        next_cursor,
        left_out,
    }))
}

/// The number of fans stands with the account; one row of a file told it.
async fn fans_view(
    tx: &mut Tx,
    scope: &Scope,
    metric: &'static Metric,
    standing: &Standing,
    period: Period,
) -> Result<SourcesView, ApiError> {
    let account = &standing.account;
    let known = account.fans.zip(account.fans_day);
    let source = match known {
        Some(known) => fans(tx, scope, account.id, known).await?,
        None => None,
    };
    let imports = source.iter().map(|source| source.place.import).collect();
    let names = file_names(tx, scope, &imports).await?;
    let items = source.into_iter().map(|FansSource { place, period }| SourceView {
        import: place.import,
        file_name: names.get(&place.import).cloned().unwrap_or_default(),
        row: place.row,
        value: account.fans,
        over: None,
        weight: None,
        period: period.map(DaysView::from),
        day: account.fans_day,
        note: None,
        title: None,
    });
    let items: Vec<SourceView> = items.collect();
    Ok(SourcesView {
        metric: metric.id,
        period: period.into(),
        cell: cell_of(metric, &standing.now)?,
        rows: items.len(),
        items,
        next_cursor: None,
        left_out: vec![],
    })
}

fn page_of(query: &SourcesQuery) -> Result<(usize, usize), ApiError> {
    let wrong = || ApiError::invalid("cursor", Text::new("这不是翻页标记。", "This is no cursor of a list."));
    let start = query.cursor.as_deref().map_or(Ok(0), str::parse).map_err(|_| wrong())?;
    Ok((start, query.limit.unwrap_or(SOURCES_DEFAULT).clamp(1, SOURCES_MAX) as usize))
}

fn cell_of(metric: &'static Metric, ledger: &Ledger) -> Result<CellView, ApiError> {
    cells(&[metric], ledger, None).into_values().next().ok_or_else(ApiError::broken)
}

/// The rows that are counted, and the loaded periods that are not.
struct Counted {
    rows: Vec<SourceRow>,
    left_out: Vec<DaysView>,
}

fn counted(rows: Vec<SourceRow>, period: Period) -> Counted {
    let loaded: Vec<Loaded> = rows.iter().filter_map(|row| row.loaded).collect();
    let Cover { chosen, overlapping, .. } = cover(&loaded, period);
    let levels = Levels::of(&rows);
    let is_counted = |row: &SourceRow| {
        row.loaded.is_none_or(|loaded| {
            levels.stand(loaded.period, row.place.import)
                && chosen.iter().any(|chosen| chosen.period == loaded.period)
        })
    };
    Counted {
        rows: rows.into_iter().filter(|row| is_counted(row)).collect(),
        left_out: overlapping.into_iter().map(|loaded| loaded.period.into()).collect(),
    }
}

/// Which level of a report stands for each of its periods: the one loaded last, of equal ones the finest. The rows
/// of one import are of one level, whatever single rows leave empty.
struct Levels {
    of_import: BTreeMap<(Period, ImportId), Level>,
    standing: BTreeMap<Period, Level>,
}

impl Levels {
    fn of(rows: &[SourceRow]) -> Self {
        let mut samples: BTreeMap<(Period, ImportId), (Instant, &str)> = BTreeMap::new();
        for row in rows {
            let Some(loaded) = row.loaded else { continue };
            let sample = samples
                .entry((loaded.period, row.place.import))
                .or_insert((loaded.loaded_at, &row.dimensions));
            sample.1 = sample.1.min(&row.dimensions);
        }
        let mut newest: BTreeMap<Period, (Instant, Level)> = BTreeMap::new();
        let mut of_import = BTreeMap::new();
        for ((period, import), (loaded_at, dimensions)) in samples {
            let level = level_of(dimensions);
            of_import.insert((period, import), level);
            let known = newest.entry(period).or_insert((loaded_at, level));
            *known = (*known).max((loaded_at, level));
        }
        let standing = newest.into_iter().map(|(period, (_, level))| (period, level)).collect();
        Self { of_import, standing }
    }

    fn stand(&self, period: Period, import: ImportId) -> bool {
        self.of_import.get(&(period, import)) == self.standing.get(&period)
    }
}

/// What a row gives for a metric, apart by the row of the file that each cell came from.
fn parts(metric: &Metric, row: &SourceRow) -> Vec<(Place, Part)> {
    let columns = columns_of(metric);
    let (value, over) = metric.nature.amounts();
    let (value, over) = (cells_of(row, &columns, value), over.map(|over| cells_of(row, &columns, over)));
    // A rate counts the rows that hold both of its amounts.
    let is_rate = matches!(metric.nature, Nature::Rate { .. });
    if is_rate && (value.is_empty() || over.as_ref().is_some_and(Vec::is_empty)) {
        return vec![];
    }
    let mut parts: BTreeMap<Place, Part> = BTreeMap::new();
    for (place, amount) in value {
        *parts.entry(place).or_default().value.get_or_insert(0) += amount;
    }
    if let Nature::Mean { .. } = metric.nature {
        let weight = row.beside.as_ref().and_then(|beside| beside.conversations);
        return parts.into_iter().map(|(place, part)| (place, Part { over: weight, ..part })).collect();
    }
    for (place, amount) in over.unwrap_or_default() {
        *parts.entry(place).or_default().over.get_or_insert(0) += amount;
    }
    parts.into_iter().collect()
}

/// The cells of an amount that hold a number, each with where it came from.
fn cells_of(row: &SourceRow, columns: &[Column], amount: Amount) -> Vec<(Place, i64)> {
    match amount {
        Amount::Row => vec![(row.place, 1)],
        // The days of the period are not of a file; every row of a file stands before them alike.
        Amount::Days => vec![(row.place, 0)],
        // A weight is not a cell of the same row; `parts` adds it.
        Amount::Conversations => vec![],
        Amount::Columns(wanted) => columns
            .iter()
            .zip(&row.cells)
            .filter(|(column, _)| wanted.contains(column))
            .filter_map(|(column, cell)| {
                let place = row.older.get(column.field.code()).copied().unwrap_or(row.place);
                Some((place, (*cell)?))
            })
            .collect(),
    }
}

/// Where the conversations beside a reply measure came from.
fn weight_place(row: &SourceRow) -> Option<Place> {
    let beside = row.beside.as_ref()?;
    Some(beside.older.get(Field::MessageConsult.code()).copied().unwrap_or(beside.place))
}

fn source(
    metric: &Metric,
    (row, place, part): (&SourceRow, Place, Part),
    names: &BTreeMap<ImportId, String>,
) -> SourceView {
    let is_note = metric.origin.is_of_notes();
    let file_name = |import: ImportId| names.get(&import).cloned().unwrap_or_default();
    let weight = weight_place(row).filter(|_| part.over.is_some());
    SourceView {
        import: place.import,
        file_name: file_name(place.import),
        row: place.row,
        value: part.value,
        over: part.over,
        weight: weight.map(|Place { import, row }| PlaceView { import, file_name: file_name(import), row }),
        period: row.loaded.map(|loaded| loaded.period.into()),
        day: row.day,
        note: is_note.then(|| NoteId::from_uuid(row.id)),
        title: is_note.then(|| row.name.clone()),
    }
}
