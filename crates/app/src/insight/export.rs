//! The board as a file.

use axum::extract::State;
use domain::{identity::Scope, insight::Metric, time::Period};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    ask::BoardQuery,
    board::{BoardRow, LaidOut, lay_out},
    compute::compute,
    shape::{CellView, Cells, kind_name},
    store,
    table::{Entry, Table, metric_title, shown_metrics, text_file, workbook},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, Query,
        download::Download,
        permit::{ExportFigures, Permitted},
    },
    text::Text,
};

/// The sort of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileFormat {
    /// A workbook.
    Xlsx,
    /// Comma-separated text in UTF-8.
    Csv,
}

impl FileFormat {
    const fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// Which sort of file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportQuery {
    #[param(inline)]
    format: FileFormat,
}

/// Takes the board out as a file, with the same filters. Of metrics that are not named, those that the board shows.
#[utoipa::path(
    get, path = "/board/export", tag = "insight", params(BoardQuery, ExportQuery),
    responses(
        (status = 200, content(
            (inline(crate::http::FileBytes) = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/csv")
        ))
    ),
    security(("session" = ["export_figures"]), ("api_key" = ["export_figures"]))
)]
pub(super) async fn export_board(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ExportFigures>,
    Query(query): Query<BoardQuery>,
    Query(ExportQuery { format }): Query<ExportQuery>,
) -> Result<Download, ApiError> {
    let (sort, chosen) = (query.sort()?, query.metrics()?);
    let metrics = if query.columns.is_some() { chosen } else { shown_metrics() };
    let mut tx = app.db().read().await?;
    let moment = store::brand(&mut tx, &scope).await?.moment(app.now());
    let ask = query.ask(&moment)?;
    let computed = compute(&mut tx, &scope, &ask, &moment).await?;
    drop(tx);
    let laid_out = lay_out(computed, sort, query.group_by.unwrap_or_default(), &metrics);
    let name = file_name("board", ask.period, format);
    let table = table_of(laid_out, &metrics, ask.compare);
    let rows = table.rows.len();
    let download = match format {
        FileFormat::Xlsx => workbook(name, vec![table]).await?,
        FileFormat::Csv => text_file(name, table).await?,
    };
    tell(&app, &scope, json!({ "what": "board", "format": format.name(), "rows": rows })).await?;
    Ok(download)
}

/// A name of letters, digits and dashes.
pub(super) fn file_name(what: &str, period: Period, format: FileFormat) -> String {
    format!("kosmos-{what}-{}-{}.{}", period.from().yyyymmdd(), period.to().yyyymmdd(), format.name())
}

/// Writes down that figures left.
pub(super) async fn tell(app: &App, scope: &Scope, what: serde_json::Value) -> Result<(), ApiError> {
    let mut tx = app.db().write().await?;
    let change = Change::made(EventKind::FiguresExported, &scope.tenant, what);
    record(&mut tx, scope, change, app.now()).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(())
}

/// The board as a table: accounts, then the sums of each group, what belongs to none, then the sums of all.
pub(super) fn table_of(laid_out: LaidOut, metrics: &[&'static Metric], compare: bool) -> Table {
    let LaidOut { items, groups, unassigned, total, .. } = laid_out;
    let count = items.len();
    let mut rows: Vec<Vec<Entry>> = items.into_iter().map(|row| account_row(row, metrics, compare)).collect();
    let sum = |label: String, accounts: Option<usize>, cells: &Cells| {
        let accounts =
            accounts.map(|count| Text::new(format!("{count} 个账号"), format!("{count} accounts")));
        let mut entries = vec![Entry::Text(label), Entry::text(accounts.map(|text| text.here().to_owned()))];
        entries.resize(FACTS, Entry::Empty);
        entries.extend(numbers(cells, metrics, compare));
        entries
    };
    rows.extend(groups.iter().map(|group| sum(group.label.clone(), Some(group.accounts), &group.cells)));
    rows.extend(unassigned.map(|cells| sum(unassigned_name().here().to_owned(), None, &cells)));
    rows.push(sum(Text::new("合计", "Total").here().to_owned(), Some(count), &total));
    let name = Text::new("矩阵看板", "Matrix board").here().to_owned();
    Table { name, columns: head(metrics, compare), rows }
}

/// What the line of figures without an account is called.
fn unassigned_name() -> Text {
    Text::new("未归属账号", "Of no account")
}

/// Columns before the metrics.
const FACTS: usize = 7;

fn head(metrics: &[&'static Metric], compare: bool) -> Vec<String> {
    let facts: [Text; FACTS] = [
        Text::new("账号", "Account"),
        Text::new("类型", "Kind"),
        Text::new("负责人", "Holder"),
        Text::new("门店", "Store"),
        Text::new("区域", "Region"),
        Text::new("最后发布", "Last note"),
        Text::new("距今天数", "Days since"),
    ];
    let mut titles: Vec<String> = facts.iter().map(|text| text.here().to_owned()).collect();
    let beside = Text::new(" 上期", ", before");
    for metric in metrics {
        let title = metric_title(metric);
        let before = format!("{title}{}", beside.here());
        titles.push(title);
        titles.extend(compare.then_some(before));
    }
    titles
}

fn account_row(row: BoardRow, metrics: &[&'static Metric], compare: bool) -> Vec<Entry> {
    let mut entries = vec![
        Entry::Text(row.nickname),
        Entry::Text(kind_name(row.kind)),
        Entry::text(row.holder.map(|holder| holder.name)),
        Entry::text(row.store.map(|store| store.name)),
        Entry::text(row.region),
        Entry::day(row.last_note_day),
        row.days_since_last_note.map_or(Entry::Empty, |days| Entry::Whole(days.into())),
    ];
    entries.extend(numbers(&row.cells, metrics, compare));
    entries
}

/// The numbers of a row, each beside that of the period before where both are compared.
pub(super) fn numbers(cells: &Cells, metrics: &[&'static Metric], compare: bool) -> Vec<Entry> {
    let mut entries = Vec::new();
    for metric in metrics {
        let cell = cells.get(&metric.id);
        entries.push(Entry::number(metric.unit, cell.and_then(CellView::value)));
        if compare {
            entries.push(Entry::number(metric.unit, cell.and_then(CellView::previous)));
        }
    }
    entries
}
