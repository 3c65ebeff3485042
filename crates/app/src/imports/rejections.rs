//! The rows that could not be taken, to be read, downloaded and corrected; and the row behind any number.

use axum::{
    extract::State,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::IntoResponse,
};
use domain::{
    id::ImportId,
    identity::Scope,
    imports::{Personal, Reason, Target},
};
use serde::{Deserialize, Serialize};
use sheets::{Book, Column, CsvWriter, Limits, Row, Value};
use utoipa::{IntoParams, ToSchema};

use super::{
    resolve::Unresolved,
    run::{KeptProblem, KeptRow},
    store::{self, ImportRow, RejectionRow},
    table::is_personal,
    view::masked_digits,
};
use crate::{
    App,
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        permit::{ManageImports, ViewImports},
    },
    kept_files::{self, off_the_loop},
    text::Text,
};

/// Digits of a year.
const YEAR_DIGITS: usize = 4;
/// Characters of a day with its time.
const DAY_CHARS_MAX: usize = 20;

/// Rejected rows of one page.
const REJECTIONS_PAGE: i64 = 100;
/// Rejected rows of one download.
const REJECTIONS_DOWNLOADED_MAX: i64 = 20_000;

/// From which row on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AfterRow {
    /// The number of the last row that was seen.
    #[param(minimum = 0)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<0, { i64::MAX }, _, _>")]
    after: Option<i64>,
}

/// A row that could not be taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RejectionView {
    /// Its number in the file, as the spreadsheet program shows it.
    row: i64,
    problems: Vec<ProblemView>,
}

/// What is wrong with one cell.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProblemView {
    /// The header of the column; empty when the row as a whole is meant.
    column: String,
    /// What stands there; personal data masked.
    value: String,
    code: String,
    /// The reason and the way out, in the language of the request.
    message: String,
}

/// The row of the file that a number came from.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SourceRowView {
    file_name: String,
    row: u32,
    cells: Vec<SourceCellView>,
}

/// A cell of that row.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SourceCellView {
    header: String,
    /// What stands there; personal data masked.
    value: String,
}

async fn find(app: &App, scope: &Scope, import: ImportId) -> Result<ImportRow, ApiError> {
    let mut tx = app.db().read().await?;
    store::find(&mut tx, scope, import).await?.ok_or_else(ApiError::not_found)
}

/// Lists the rows that could not be taken, in the order of the file.
#[utoipa::path(
    get, path = "/imports/{import}/rejections", tag = "imports", params(("import" = ImportId, Path), AfterRow),
    responses(
        (status = 200, body = Vec<RejectionView>), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)
    ),
    security(("session" = ["view_imports"]), ("api_key" = ["view_imports"]))
)]
pub(super) async fn list_rejections(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewImports>,
    Path(import): Path<ImportId>,
    Query(AfterRow { after }): Query<AfterRow>,
) -> Result<Json<Vec<RejectionView>>, ApiError> {
    find(&app, &scope, import).await?;
    let mut tx = app.db().read().await?;
    let rows = store::rejections(&mut tx, &scope, import, after.unwrap_or(0), REJECTIONS_PAGE).await?;
    rows.iter().map(|row| show(&app, &scope, row)).collect::<Result<_, _>>().map(Json)
}

fn show(app: &App, scope: &Scope, row: &RejectionRow) -> Result<RejectionView, ApiError> {
    let (problems, kept) = opened(app, scope, row)?;
    let values = kept.values.into_iter().chain(std::iter::repeat(String::new()));
    let problems = problems.into_iter().zip(values).map(|(problem, value)| {
        let KeptProblem { column, code } = problem;
        let value = if is_day(&value) && is_about_a_day(&code) { value } else { masked_digits(&value) };
        ProblemView { message: sentence(&code).here().to_owned(), value, column, code }
    });
    Ok(RejectionView { row: row.row_no, problems: problems.collect() })
}

/// Whether a problem is with a day, so that the cell is no phone number where it is written like one.
fn is_about_a_day(code: &str) -> bool {
    [Reason::NotADate, Reason::DateOutOfRange].iter().any(|reason| reason.code() == code)
        || code == super::roster::LEFT_TOO_EARLY
}

/// Whether a text begins with a year and goes on as days do.
fn is_day(text: &str) -> bool {
    let mut letters = text.trim().chars();
    letters.by_ref().take(YEAR_DIGITS).all(|letter| letter.is_ascii_digit())
        && letters.next().is_some_and(|letter| ['-', '/', '.', '年'].contains(&letter))
        && text.chars().count() <= DAY_CHARS_MAX
}

fn opened(app: &App, scope: &Scope, row: &RejectionRow) -> Result<(Vec<KeptProblem>, KeptRow), ApiError> {
    let unreadable = |error: serde_json::Error| {
        tracing::error!(%error, "a kept rejection cannot be read");
        ApiError::broken()
    };
    let kept = app.vault().open_text(scope.tenant, &row.row_sealed)?;
    Ok((
        serde_json::from_str(&row.problems).map_err(unreadable)?,
        serde_json::from_str(&kept).map_err(unreadable)?,
    ))
}

fn sentence(code: &str) -> Text {
    let unresolved =
        [Unresolved::Nobody, Unresolved::Ambiguous].into_iter().find(|known| known.code() == code);
    let reason = Reason::ALL.into_iter().find(|reason| reason.code() == code);
    match (reason, unresolved) {
        (Some(reason), _) => Text::new(reason.zh(), reason.en()),
        (None, Some(unresolved)) => unresolved.text(),
        (None, None) => super::roster::sentence(code),
    }
}

/// Downloads the rows that could not be taken as a file of the same shape, with the reasons in a last column: to be
/// corrected and imported again.
#[utoipa::path(
    get, path = "/imports/{import}/rejections/file", tag = "imports", params(("import" = ImportId, Path)),
    responses(
        (status = 200, body = String, content_type = "text/csv"), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)
    ),
    security(("session" = ["manage_imports"]), ("api_key" = ["manage_imports"]))
)]
pub(super) async fn download_rejections(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageImports>,
    Path(import): Path<ImportId>,
) -> Result<impl IntoResponse, ApiError> {
    let row = find(&app, &scope, import).await?;
    let headers = headers_of(&app, &scope, &row).await?;
    let mut tx = app.db().read().await?;
    let rejected = store::rejections(&mut tx, &scope, import, 0, REJECTIONS_DOWNLOADED_MAX).await?;
    drop(tx);
    let reason = Text::new("未导入原因", "Why it was not taken");
    let columns: Vec<Column> =
        headers.iter().map(String::as_str).chain([reason.here()]).map(Column::new).collect();
    let broken = |error: sheets::SheetError| super::plan::refusal(&error);
    let mut out = CsvWriter::new(Vec::new(), &columns).map_err(broken)?;
    for rejection in &rejected {
        let (problems, kept) = opened(&app, &scope, rejection)?;
        let why: Vec<String> = problems
            .iter()
            .map(|problem| format!("{} {}", problem.column, sentence(&problem.code).here()).trim().to_owned())
            .collect();
        let why = why.join(" ");
        let cells =
            (0..headers.len()).map(|at| kept.cells.get(at).map_or(Value::Empty, |cell| Value::Text(cell)));
        let cells: Vec<Value<'_>> = cells.chain([Value::Text(&why)]).collect();
        out.row(&cells).map_err(broken)?;
    }
    let bytes = out.finish().map_err(broken)?;
    let disposition = format!("attachment; filename=\"rejected-{import}.csv\"");
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, disposition)], bytes))
}

async fn headers_of(app: &App, scope: &Scope, import: &ImportRow) -> Result<Vec<String>, ApiError> {
    Ok(rows_of(app, scope, import, import.plan.header_row).await?.0)
}

/// The header and one row of the kept file.
async fn rows_of(
    app: &App,
    scope: &Scope,
    import: &ImportRow,
    wanted: u32,
) -> Result<(Vec<String>, Option<Vec<String>>), ApiError> {
    let (keys, kept, import) = (app.clone(), import.kept_file(scope.tenant), import.clone());
    off_the_loop(move || {
        let file = kept_files::open(keys.vault(), &keys.settings().data_dir, &kept)?;
        let broken = |error: sheets::SheetError| super::plan::refusal(&error);
        let mut book = Book::from_file(file, &import.file_name, &Limits::default()).map_err(broken)?;
        let mut rows = book.rows(import.plan.sheet).map_err(broken)?;
        let (mut headers, mut row) = (Vec::new(), Row::new());
        while rows.next(&mut row).map_err(broken)? && row.number() <= wanted {
            let cells = || row.cells().map(|cell| cell.text().into_owned()).collect::<Vec<_>>();
            if row.number() == import.plan.header_row {
                headers = cells();
            }
            if row.number() == wanted {
                return Ok::<_, ApiError>((headers, Some(cells())));
            }
        }
        Ok((headers, None))
    })
    .await
}

/// Shows the row of the file that a number came from, personal data masked.
#[utoipa::path(
    get, path = "/imports/{import}/rows/{row}", tag = "imports",
    params(("import" = ImportId, Path), ("row" = u32, Path, maximum = 1_048_576)),
    responses(
        (status = 200, body = SourceRowView), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_imports"]), ("api_key" = ["view_imports"]))
)]
pub(super) async fn show_source_row(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewImports>,
    Path((import, row)): Path<(ImportId, u32)>,
) -> Result<Json<SourceRowView>, ApiError> {
    let found = find(&app, &scope, import).await?;
    let (headers, cells) = rows_of(&app, &scope, &found, row).await?;
    let cells = cells.ok_or_else(ApiError::not_found)?;
    let layout = found.plan.mapping.apply(&headers).ok();
    let show = |(at, header): (usize, String)| {
        let cell = cells.get(at).map_or("", String::as_str);
        let cell = layout.as_ref().and_then(|layout| layout.keepable(at, cell)).unwrap_or_default();
        let field =
            layout.as_ref().and_then(|layout| layout.columns.iter().find(|column| column.index == at));
        let value = match field.map(|column| Target::Field(column.field)) {
            Some(Target::Field(field)) if is_personal(field) => Personal::new(cell).masked(),
            Some(_) => cell.to_owned(),
            None => masked_digits(cell),
        };
        SourceCellView { header, value }
    };
    let cells = headers.into_iter().enumerate().map(show).collect();
    Ok(Json(SourceRowView { file_name: found.file_name, row, cells }))
}
