//! The audit log: every change of the brand, searched by who, what, when and words, and taken out as a file.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use db::Tx;
use domain::{
    identity::{Moment, Scope},
    time::{Instant, TimeError, Zone},
};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sheets::{Column, CsvWriter, SheetError};
use utoipa::{IntoParams, ToSchema};

use super::store::{
    self,
    audit::{AuditFilter, AuditRow},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, Json, Permitted, Query,
        page::{Page, PageQuery},
        permit::ViewAudit,
    },
    text::Text,
};

/// Lines that one export holds at the most; the cursor to the rest stands in a header.
const AUDIT_EXPORT_ROWS_MAX: i64 = 100_000;
/// Lines that an export reads at a time.
const AUDIT_EXPORT_ROWS_AT_ONCE: i64 = 1_000;
/// Characters that a search may have.
const SEARCH_CHARS_MAX: usize = 200;
/// The header of an export that was too long for one file.
const NEXT_CURSOR_HEADER: &str = "kosmos-next-cursor";

/// What is searched for in the audit log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditQuery {
    /// Words in the subject, the name of who acted, what happened, or how it was before and after.
    #[param(max_length = 200)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<200, _>")]
    q: Option<String>,
    /// Who acted: the id of a user, key or job, or `command_line`.
    #[param(max_length = 64)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<64, _>")]
    actor: Option<String>,
    /// What happened.
    kind: Option<EventKind>,
    /// From this instant on, or from the start of this day of the brand.
    #[param(max_length = 40, example = "2026-06-22")]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<40, _>")]
    from: Option<String>,
    /// Until this instant, or until the end of this day of the brand.
    #[param(max_length = 40, example = "2026-06-28")]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<40, _>")]
    to: Option<String>,
}

/// How an export is written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum AuditFormat {
    /// Comma-separated values that a spreadsheet program opens.
    #[default]
    Csv,
}

/// How an export is written, and from where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditExportQuery {
    /// How it is written; CSV when absent.
    #[param(inline)]
    format: Option<AuditFormat>,
    /// The `kosmos-next-cursor` of the file before.
    #[param(max_length = 200)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<200, _>")]
    cursor: Option<String>,
}

/// Who acted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditActor {
    /// `user`, `api_key`, `job` or `command_line`.
    kind: String,
    /// The id.
    id: String,
    /// The name as it stood then.
    name: String,
}

/// One line of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditView {
    /// The number of the line; the lines of a brand are numbered without a gap.
    seq: i64,
    at: Instant,
    kind: String,
    /// To what it happened: an id in its text form.
    subject: String,
    actor: AuditActor,
    /// The address it came from, or the part of the program.
    source: String,
    request_id: String,
    /// How it was, as far as it changed.
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// How it is since, as far as it changed.
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

/// Searches the audit log, newest first.
#[utoipa::path(
    get, path = "/audit", tag = "audit", params(AuditQuery, PageQuery),
    responses((status = 200, body = Page<AuditView>)),
    security(("session" = ["view_audit"]), ("api_key" = ["view_audit"]))
)]
pub(super) async fn list_audit(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewAudit>,
    Query(query): Query<AuditQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<AuditView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let filter = filter(&mut tx, &scope, query).await?;
    let (before_seq, _) = page.start()?;
    let rows = store::audit::lines(&mut tx, &scope, &filter, before_seq, page.rows()).await?;
    Ok(Json(Page::of(rows, &page, |row| (row.seq, uuid::Uuid::nil())).map(AuditView::from)))
}

/// Takes the audit log out as a file; this is written down in the log itself.
#[utoipa::path(
    get, path = "/audit/export", tag = "audit", params(AuditQuery, AuditExportQuery),
    responses((
        status = 200, body = String, content_type = "text/csv", description = "up to 100,000 lines, newest first",
        headers(("kosmos-next-cursor" = String, description = "where the rest starts, when there is more"))
    )),
    security(("session" = ["view_audit"]), ("api_key" = ["view_audit"]))
)]
pub(super) async fn export_audit(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewAudit>,
    Query(query): Query<AuditQuery>,
    Query(AuditExportQuery { format, cursor }): Query<AuditExportQuery>,
) -> Result<Response, ApiError> {
    let AuditFormat::Csv = format.unwrap_or_default();
    let now = app.now();
    let (before_seq, _) = PageQuery { limit: None, cursor }.start()?;
    let mut tx = app.db().write().await?;
    let filter = filter(&mut tx, &scope, query).await?;
    let next = store::audit::seq_after(&mut tx, &scope, &filter, before_seq, AUDIT_EXPORT_ROWS_MAX).await?;
    let change = Change::made(EventKind::AuditExported, &scope.tenant, filter.as_told());
    let own_seq = record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    let export =
        Export::new(app, scope, filter, before_seq.min(own_seq)).map_err(|error| unwritable(&error))?;
    let name = format!("attachment; filename=\"kosmos-audit-{}.csv\"", now.day(&Zone::utc()));
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, &name)];
    let mut response = (headers, Body::from_stream(stream::try_unfold(export, Export::next))).into_response();
    if let Some(value) =
        next.and_then(|seq| format!("{}_{}", seq + 1, uuid::Uuid::nil().simple()).parse().ok())
    {
        response.headers_mut().insert(NEXT_CURSOR_HEADER, value);
    }
    Ok(response)
}

async fn filter(tx: &mut Tx, scope: &Scope, query: AuditQuery) -> Result<AuditFilter, ApiError> {
    let AuditQuery { q, actor, kind, from, to } = query;
    let zone = store::brands::zone(tx, scope.tenant).await?;
    let moment =
        |field: &str, text: Option<String>, edge: fn(Moment, &Zone) -> Result<Instant, TimeError>| {
            let found = text.map(|text| text.parse().and_then(|moment| edge(moment, &zone))).transpose();
            found.map_err(|_| {
                let text =
                    Text::new("请填写日期，例如 2026-06-22。", "Enter a day like 2026-06-22, or an instant.");
                ApiError::invalid(field, text)
            })
        };
    Ok(AuditFilter {
        words: q.map(|q| q.trim().chars().take(SEARCH_CHARS_MAX).collect()),
        actor,
        kind: kind.map(EventKind::name),
        from: moment("from", from, Moment::start)?,
        until: moment("to", to, Moment::end)?,
    })
}

impl AuditFilter {
    fn as_told(&self) -> Value {
        let Self { words, actor, kind, from, until } = self;
        json!({ "q": words, "actor": actor, "kind": kind, "from": from, "until": until })
    }
}

impl From<AuditRow> for AuditView {
    fn from(row: AuditRow) -> Self {
        let AuditRow { seq, at, kind, subject, actor_kind, actor, actor_name, source, .. } = row;
        let AuditRow { request_id, before_json, after_json, .. } = row;
        let object = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            seq,
            at: Instant::from_ms(at),
            kind,
            subject,
            actor: AuditActor { kind: actor_kind, id: actor, name: actor_name },
            source,
            request_id,
            before: object(before_json),
            after: object(after_json),
        }
    }
}

/// An export on its way out: some lines are read and written at a time, whatever the whole is.
struct Export {
    app: App,
    scope: Scope,
    filter: AuditFilter,
    before_seq: i64,
    left: i64,
    /// Absent when everything was written.
    writer: Option<CsvWriter<Outbox>>,
    outbox: Outbox,
}

impl Export {
    fn new(app: App, scope: Scope, filter: AuditFilter, before_seq: i64) -> Result<Self, SheetError> {
        let outbox = Outbox::default();
        let titles = [
            Text::new("编号", "number"),
            Text::new("时间", "time"),
            Text::new("操作", "what"),
            Text::new("对象", "subject"),
            Text::new("操作人类型", "who (kind)"),
            Text::new("操作人", "who"),
            Text::new("操作人编号", "who (id)"),
            Text::new("来源", "from where"),
            Text::new("请求编号", "request"),
            Text::new("之前", "before"),
            Text::new("之后", "after"),
        ];
        let columns: Vec<Column> = titles.iter().map(|title| Column::new(title.here())).collect();
        let writer = Some(CsvWriter::new(outbox.clone(), &columns)?);
        Ok(Self { app, scope, filter, before_seq, left: AUDIT_EXPORT_ROWS_MAX, writer, outbox })
    }

    /// The next bytes. A failure cuts the answer off, so that half a file is never taken for a whole one.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, std::io::Error> {
        let Some(mut writer) = self.writer.take() else { return Ok(None) };
        let rows = self.read().await.map_err(std::io::Error::other)?;
        for row in &rows {
            write(&mut writer, row).map_err(std::io::Error::other)?;
        }
        match rows.last() {
            Some(last) if self.left > 0 => {
                self.before_seq = last.seq;
                self.writer = Some(writer);
            }
            _ => drop(writer.finish().map_err(std::io::Error::other)?),
        }
        let bytes = self.outbox.take();
        Ok(Some((bytes, self)))
    }

    async fn read(&mut self) -> Result<Vec<AuditRow>, db::DbError> {
        let at_once = self.left.min(AUDIT_EXPORT_ROWS_AT_ONCE);
        let mut tx = self.app.db().read().await?;
        let rows = store::audit::lines(&mut tx, &self.scope, &self.filter, self.before_seq, at_once).await?;
        self.left -= at_once;
        Ok(rows)
    }
}

fn write(writer: &mut CsvWriter<Outbox>, row: &AuditRow) -> Result<(), SheetError> {
    use sheets::Value::{Empty, Text, Whole};
    let at = Instant::from_ms(row.at).to_string();
    let (before, after) = (row.before_json.as_deref(), row.after_json.as_deref());
    writer.row(&[
        Whole(row.seq),
        Text(&at),
        Text(&row.kind),
        Text(&row.subject),
        Text(&row.actor_kind),
        Text(&row.actor_name),
        Text(&row.actor),
        Text(&row.source),
        Text(&row.request_id),
        before.map_or(Empty, Text),
        after.map_or(Empty, Text),
    ])
}

/// Bytes that were written and not yet sent.
#[derive(Debug, Clone, Default)]
struct Outbox(Arc<Mutex<Vec<u8>>>);

impl Outbox {
    fn take(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into()
    }
}

impl std::io::Write for Outbox {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn unwritable(error: &SheetError) -> ApiError {
    tracing::error!(%error, "an export cannot be written");
    ApiError::broken()
}
