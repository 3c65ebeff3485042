//! The operations on imports.

use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::StatusCode,
    response::IntoResponse,
};
use domain::{
    id::{AccountId, ImportId},
    identity::Scope,
    imports::{MappedColumn, Mapping, Target},
    time::Period,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    UPLOAD_BYTES_MAX,
    jobs::{ImportJob, REVERSE_IMPORT},
    propose::{self, Decision, decided_already},
    store::{self, ImportRow, ImportState},
    view::{ColumnRole, ImportDetail, ImportView, KindCode, OverlapView, PeriodView, ProposalView},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        page::{Page, PageQuery},
        permit::{ManageImports, ViewImports},
        upload::{self, Upload},
    },
    kept_files,
    text::Text,
};

/// What the user decides about an import.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanBody {
    /// The kind, when the proposed one is wrong.
    kind: Option<KindCode>,
    /// The sheet, counted from 0.
    #[schema(maximum = 199)]
    sheet: Option<usize>,
    /// What each column is, when the proposal is wrong.
    #[schema(max_items = 256)]
    columns: Option<Vec<ColumnBody>>,
    /// The days that the file covers.
    period: Option<PeriodView>,
    /// Whose notes the file lists.
    account: Option<AccountId>,
    /// Whether the same header shall be read the same way from now on.
    #[serde(default)]
    remember: bool,
}

/// A column and what it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnBody {
    #[schema(max_length = 2_000)]
    header: String,
    /// Which of the columns with this header it is, counted from 0.
    #[serde(default)]
    #[schema(maximum = 65_535)]
    nth: u16,
    role: ColumnRole,
    /// The code of the field, when the column fills one.
    #[schema(max_length = 60)]
    field: Option<String>,
}

impl PlanBody {
    fn decision(self, current: &ImportRow) -> Result<Decision, ApiError> {
        let Self { kind, sheet, columns, period, account, remember } = self;
        let kind = kind.map(domain::imports::FileKind::from);
        let period = period.map(|PeriodView { from, to }| Period::new(from, to)).transpose();
        let period = period.map_err(|_| {
            ApiError::invalid(
                "period",
                Text::new("请检查起止日期。", "Please check the first and the last day."),
            )
        })?;
        let mapping = columns.map(|columns| {
            let columns = columns.into_iter().map(ColumnBody::mapped).collect::<Result<_, _>>()?;
            Ok::<_, ApiError>(Mapping { kind: kind.unwrap_or(current.plan.kind()), columns })
        });
        Ok(Decision { kind, sheet, mapping: mapping.transpose()?, period, account, remember })
    }
}

impl ColumnBody {
    fn mapped(self) -> Result<MappedColumn, ApiError> {
        let Self { header, nth, role, field } = self;
        let unknown = || {
            let text =
                Text::new(format!("列「{header}」的字段不存在。"), format!("“{header}” names no field."));
            ApiError::invalid("columns", text)
        };
        let target = match role {
            ColumnRole::Ignored => Target::Ignored,
            ColumnRole::Secret => Target::Secret,
            ColumnRole::Field => Target::Field(field.and_then(|code| code.parse().ok()).ok_or_else(unknown)?),
        };
        Ok(MappedColumn { header, nth, target })
    }
}

/// Lists the imports, newest first.
#[utoipa::path(
    get, path = "/imports", tag = "imports", params(PageQuery),
    responses(
        (status = 200, body = Page<ImportView>), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_imports"]), ("api_key" = ["view_imports"]))
)]
pub(super) async fn list_imports(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewImports>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Page<ImportView>>, ApiError> {
    let start = query.start()?;
    let mut tx = app.db().read().await?;
    let rows = store::page(&mut tx, &scope, &query, start).await?;
    let page = Page::of(rows, &query, |row| (row.created_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| view(&app, &scope, row))))
}

fn view(app: &App, scope: &Scope, row: ImportRow) -> ImportView {
    let progress = app.running_imports().progress(row.id, app.now());
    ImportView::of(row, progress, scope)
}

/// Looks at a file and proposes how to read it. Nothing is written into the matrix yet.
#[utoipa::path(
    post, path = "/imports", tag = "imports",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (status = 201, body = ImportDetail), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 422, body = ErrorBody, description = "the file is none that can be imported")
    ),
    security(("session" = ["manage_imports"]), ("api_key" = ["manage_imports"]))
)]
pub(super) async fn create_import(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageImports>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<impl IntoResponse, ApiError> {
    let (name, file) = upload::receive(&app, form, UPLOAD_BYTES_MAX as u64).await?;
    let proposal = propose::propose(&app, &scope, &name, file).await?;
    Ok((StatusCode::CREATED, Json(detail(&app, &scope, proposal.id).await?)))
}

/// Shows one import.
#[utoipa::path(
    get, path = "/imports/{import}", tag = "imports", params(("import" = ImportId, Path)),
    responses(
        (status = 200, body = ImportDetail), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_imports"]), ("api_key" = ["view_imports"]))
)]
pub(super) async fn show_import(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewImports>,
    Path(import): Path<ImportId>,
) -> Result<Json<ImportDetail>, ApiError> {
    Ok(Json(detail(&app, &scope, import).await?))
}

async fn detail(app: &App, scope: &Scope, id: ImportId) -> Result<ImportDetail, ApiError> {
    let mut tx = app.db().read().await?;
    let row = store::find(&mut tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    let twin = store::twin(&mut tx, scope, id, &row.sha256).await?;
    let days = row.plan.period.map(|(from, to)| (from.yyyymmdd(), to.yyyymmdd()));
    let overlaps = match days {
        Some(days) if row.state == ImportState::Proposed => {
            let found = store::overlaps(&mut tx, scope, row.plan.kind(), days).await?;
            found.into_iter().filter_map(|overlap| OverlapView::of(overlap, days)).collect()
        }
        _ => Vec::new(),
    };
    drop(tx);
    let proposal = if row.state == ImportState::Proposed {
        let look = propose::look_again(app, scope, &row, row.plan.sheet).await?;
        Some(ProposalView::of(&look, &row.plan))
    } else {
        None
    };
    let twin = twin.map(|twin| (twin.id, twin.finished_at));
    Ok(ImportDetail::of(view(app, scope, row), proposal, overlaps, twin))
}

async fn find(app: &App, scope: &Scope, id: ImportId) -> Result<ImportRow, ApiError> {
    let mut tx = app.db().read().await?;
    store::find(&mut tx, scope, id).await?.ok_or_else(ApiError::not_found)
}

/// Corrects how a file will be read.
#[utoipa::path(
    put, path = "/imports/{import}/plan", tag = "imports", params(("import" = ImportId, Path)),
    request_body = PlanBody,
    responses(
        (status = 200, body = ImportDetail), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 413, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_imports"]), ("api_key" = ["manage_imports"]))
)]
pub(super) async fn put_plan(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageImports>,
    Path(import): Path<ImportId>,
    body: Result<Json<PlanBody>, ApiError>,
) -> Result<Json<ImportDetail>, ApiError> {
    let row = find(&app, &scope, import).await?;
    let decision = body?.0.decision(&row)?;
    if row.state != ImportState::Proposed {
        return Err(decided_already());
    }
    propose::decide(&app, &scope, &row, decision).await?;
    Ok(Json(detail(&app, &scope, import).await?))
}

/// Starts an import as it is planned.
#[utoipa::path(
    post, path = "/imports/{import}/run", tag = "imports", params(("import" = ImportId, Path)),
    responses(
        (status = 202, body = ImportDetail), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_imports"]), ("api_key" = ["manage_imports"]))
)]
pub(super) async fn create_run(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageImports>,
    Path(import): Path<ImportId>,
) -> Result<impl IntoResponse, ApiError> {
    propose::start(&app, &scope, import, Decision::default()).await?;
    Ok((StatusCode::ACCEPTED, Json(detail(&app, &scope, import).await?)))
}

/// Stops an import that waits or runs; what it has written is taken back.
#[utoipa::path(
    delete, path = "/imports/{import}/run", tag = "imports", params(("import" = ImportId, Path)),
    responses(
        (status = 202, body = ImportDetail), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_imports"]), ("api_key" = ["manage_imports"]))
)]
pub(super) async fn delete_run(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageImports>,
    Path(import): Path<ImportId>,
) -> Result<impl IntoResponse, ApiError> {
    let row = find(&app, &scope, import).await?;
    if !app.running_imports().cancel(import) {
        let now = app.now();
        let mut tx = app.db().write().await?;
        let waits = [ImportState::Waiting];
        if !store::advance(&mut tx, scope.tenant, row.id, &waits, ImportState::Cancelled, now).await? {
            return Err(decided_already());
        }
        record(&mut tx, &scope, Change::happened(EventKind::ImportCancelled, &row.id), now).await?;
        app.commit(tx, scope.tenant).await?;
    }
    Ok((StatusCode::ACCEPTED, Json(detail(&app, &scope, import).await?)))
}

/// Takes a done import back whole.
#[utoipa::path(
    post, path = "/imports/{import}/reversal", tag = "imports", params(("import" = ImportId, Path)),
    responses(
        (status = 202, body = ImportDetail), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_imports"]), ("api_key" = ["manage_imports"]))
)]
pub(super) async fn create_reversal(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageImports>,
    Path(import): Path<ImportId>,
) -> Result<impl IntoResponse, ApiError> {
    let row = find(&app, &scope, import).await?;
    if row.state != ImportState::Done {
        return Err(ApiError::conflict(Text::new(
            "只有已完成的导入可以撤销。",
            "Only an import that is done can be taken back.",
        )));
    }
    let now = app.now();
    let payload = ImportJob { import };
    let unique_key = Some(format!("{REVERSE_IMPORT}:{import}"));
    let job = jobs::NewJob { id: app.id(), kind: REVERSE_IMPORT, payload: &payload, unique_key, run_at: now };
    let mut tx = app.db().write().await?;
    jobs::enqueue(&mut tx, scope.tenant, job, now).await?;
    let after = json!({ "file": row.file_name });
    record(&mut tx, &scope, Change::made(EventKind::ReversalAsked, &import, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::ACCEPTED, Json(detail(&app, &scope, import).await?)))
}

/// Throws away an import that is not there, and its file unless another import has it.
#[utoipa::path(
    delete, path = "/imports/{import}", tag = "imports", params(("import" = ImportId, Path)),
    responses(
        (status = 204), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)
    ),
    security(("session" = ["manage_imports"]), ("api_key" = ["manage_imports"]))
)]
pub(super) async fn delete_import(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageImports>,
    Path(import): Path<ImportId>,
) -> Result<StatusCode, ApiError> {
    let row = find(&app, &scope, import).await?;
    let now = app.now();
    let mut tx = app.db().write().await?;
    let from = [ImportState::Proposed, ImportState::Failed, ImportState::Cancelled];
    if !store::advance(&mut tx, scope.tenant, import, &from, ImportState::Discarded, now).await? {
        return Err(decided_already());
    }
    let is_used = store::file_is_used(&mut tx, scope.tenant, &row.sha256).await?;
    record(&mut tx, &scope, Change::happened(EventKind::ImportDiscarded, &import), now).await?;
    app.commit(tx, scope.tenant).await?;
    if !is_used && let Err(error) = kept_files::forget(&app.settings().data_dir, &row.kept_file(scope.tenant))
    {
        tracing::warn!(%error, "the file of a discarded import stays on the disk");
    }
    Ok(StatusCode::NO_CONTENT)
}
