//! The operations of the evidence vault.

use std::{fs::File, io::Read as _};

use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::StatusCode,
};
use domain::{
    evidence::{
        Disposal, EVIDENCE_BYTES_MAX, EvidenceError, EvidenceMedia, EvidencePurpose,
        OPENING_REASON_CHARS_MAX, OPENING_REASON_CHARS_MIN, judge_file, retain_until,
    },
    id::{EmployeeId, EvidenceFileId, EvidenceOpeningId},
    identity::{Action, Scope},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::store::{self, FileRow, NewFile, OpeningRow, Wanted};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, FileBytes, Json, Path, Permitted, Query,
        can::Can,
        download::Download,
        field::required_text,
        page::{Page, PageQuery},
        permit::{KeepEvidence, RevealPersonal, ViewEvidence},
        upload::{self, Upload},
    },
    kept_files::{self, FileError, KeptFile, off_the_loop},
    people,
    text::Text,
};

/// Bytes at the start of a file by which it is known.
const HEAD_BYTES: u64 = 16;

/// Which files are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EvidenceFilter {
    /// Only files of this purpose.
    purpose: Option<EvidencePurpose>,
    /// Only files about this person.
    employee: Option<EmployeeId>,
    /// Part of the name of the person whom it is about, or of who put it in.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
    /// Only files that are there, or only those that were thrown away.
    there: Option<bool>,
    /// Only files that are there and go on this day or an earlier one.
    ends_by: Option<Day>,
}

/// What a file is put in for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NewEvidence {
    /// What it proves.
    purpose: EvidencePurpose,
    /// Whom it is about, when it is about a person: only those who see the person see the file.
    employee: Option<EmployeeId>,
    /// The last day on which it is kept; without one, as long as such files are kept.
    retain_until: Option<Day>,
}

/// Why somebody opens a file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewOpening {
    /// The reason, from 4 to 200 characters; it is written down.
    #[schema(min_length = 4, max_length = 200)]
    reason: String,
}

/// How and when a file was thrown away.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DisposalView {
    why: Disposal,
    at: Instant,
}

/// What the asker may do with a file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EvidenceCan {
    /// Look at it.
    open: Can,
    /// Throw it away, because it was put in by mistake.
    remove: Can,
}

/// A file of evidence, without what is in it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EvidenceFileView {
    id: EvidenceFileId,
    purpose: EvidencePurpose,
    /// Whom it is about.
    employee: Option<EmployeeId>,
    employee_name: Option<String>,
    /// The name that it came with; absent once the file is gone.
    name: Option<String>,
    media: EvidenceMedia,
    bytes: i64,
    /// The SHA-256 of what is in it, in hex digits.
    sha256: String,
    kept_by: String,
    kept_at: Instant,
    /// The last day on which it is kept.
    retain_until: Day,
    /// Set once the file is gone; this line stays.
    disposal: Option<DisposalView>,
    /// How often it was looked at.
    openings: i64,
    can: EvidenceCan,
}

/// One time that somebody looked at a file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EvidenceOpeningView {
    id: EvidenceOpeningId,
    opened_by: String,
    reason: String,
    opened_at: Instant,
}

/// Lists the files that the asker sees, the newest first; those that were thrown away say so.
#[utoipa::path(
    get, path = "/evidence-files", tag = "evidence", params(EvidenceFilter, PageQuery),
    responses((status = 200, body = Page<EvidenceFileView>)),
    security(("session" = ["view_evidence"]), ("api_key" = ["view_evidence"]))
)]
pub(super) async fn list_evidence_files(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewEvidence>,
    Query(filter): Query<EvidenceFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<EvidenceFileView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let EvidenceFilter { purpose, employee, q, there, ends_by } = filter;
    let wanted = Wanted { purpose, employee, searched: q.as_deref(), there, ends_by };
    let rows = store::list(&mut tx, &scope, &wanted, &page).await?;
    let page = Page::of(rows, &page, |row| (row.kept_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| view(&app, &scope, row))))
}

/// Shows what is known of a file.
#[utoipa::path(
    get, path = "/evidence-files/{file}", tag = "evidence", params(("file" = EvidenceFileId, Path)),
    responses((status = 200, body = EvidenceFileView)),
    security(("session" = ["view_evidence"]), ("api_key" = ["view_evidence"]))
)]
pub(super) async fn show_evidence_file(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewEvidence>,
    Path(id): Path<EvidenceFileId>,
) -> Result<Json<EvidenceFileView>, ApiError> {
    let mut tx = app.db().read().await?;
    let row = store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(view(&app, &scope, row)))
}

/// Puts a file into the vault: a PDF, PNG, JPEG or WebP of at most 10 MiB.
#[utoipa::path(
    post, path = "/evidence-files", tag = "evidence", params(NewEvidence),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, body = EvidenceFileView)),
    security(("session" = ["keep_evidence"]), ("api_key" = ["keep_evidence"]))
)]
pub(super) async fn create_evidence_file(
    State(app): State<App>,
    Permitted(scope, _): Permitted<KeepEvidence>,
    Query(NewEvidence { purpose, employee, retain_until: wished }): Query<NewEvidence>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<EvidenceFileView>), ApiError> {
    let now = app.now();
    let mut tx = app.db().read().await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    demand_person(&mut tx, &scope, employee).await?;
    drop(tx);
    let until = retain_until(purpose, wished, today).map_err(refused)?;
    let (name, file) = upload::receive(&app, form, EVIDENCE_BYTES_MAX).await?;
    let id: EvidenceFileId = app.id();
    let (media, sha256, bytes) = seal(&app, &scope, id, file).await?;
    let new = NewFile {
        id,
        purpose,
        employee,
        name_sealed: app.vault().seal(scope.tenant, &upload::clean_name(&name)),
        media,
        bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
        sha256,
        kept_by: name_of(&scope.actor),
        retain_until: until,
    };
    let mut tx = app.db().write().await?;
    demand_person(&mut tx, &scope, employee).await?;
    store::insert(&mut tx, &scope, new, now).await?;
    let row = store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "purpose": purpose, "employee": employee, "media": media, "retain_until": until });
    record(&mut tx, &scope, Change::made(EventKind::EvidenceKept, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&app, &scope, row))))
}

async fn demand_person(tx: &mut db::Tx, scope: &Scope, employee: Option<EmployeeId>) -> Result<(), ApiError> {
    let Some(employee) = employee else { return Ok(()) };
    let known = people::employment(tx, scope, employee).await?;
    let text =
        Text::new("请从你能看到的花名册里选一名员工。", "Choose an employee from the roster that you see.");
    known.map(|_| ()).ok_or_else(|| ApiError::invalid("employee", text))
}

/// Looks at an uploaded file and keeps it sealed: what it is, its hash and its size.
async fn seal(
    app: &App,
    scope: &Scope,
    id: EvidenceFileId,
    mut file: File,
) -> Result<(EvidenceMedia, Vec<u8>, u64), ApiError> {
    let (keys, kept) = (app.clone(), KeptFile::Evidence { tenant: scope.tenant, id });
    off_the_loop(move || {
        let broken = |error| ApiError::from(FileError::from(error));
        let (sha256, bytes) = kept_files::hash_of(&mut file).map_err(broken)?;
        let mut head = Vec::new();
        (&file).take(HEAD_BYTES).read_to_end(&mut head).map_err(broken)?;
        let media = judge_file(bytes, &head).map_err(refused)?;
        kept_files::keep(keys.vault(), &keys.settings().data_dir, &kept, &mut file)?;
        Ok::<_, ApiError>((media, sha256, bytes))
    })
    .await
}

/// Lists who looked at a file and why, the latest first.
#[utoipa::path(
    get, path = "/evidence-files/{file}/openings", tag = "evidence",
    params(("file" = EvidenceFileId, Path), PageQuery),
    responses((status = 200, body = Page<EvidenceOpeningView>)),
    security(("session" = ["view_evidence"]), ("api_key" = ["view_evidence"]))
)]
pub(super) async fn list_evidence_openings(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewEvidence>,
    Path(id): Path<EvidenceFileId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<EvidenceOpeningView>>, ApiError> {
    let mut tx = app.db().read().await?;
    store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let rows = store::openings(&mut tx, &scope, id, &page).await?;
    let page = Page::of(rows, &page, |row| (row.opened_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|OpeningRow { id, opened_by, reason, opened_at }| EvidenceOpeningView {
        id,
        opened_by,
        reason,
        opened_at,
    })))
}

/// Opens a file: what is in it, once the reason is written down.
#[utoipa::path(
    post, path = "/evidence-files/{file}/openings", tag = "evidence", params(("file" = EvidenceFileId, Path)),
    request_body = NewOpening,
    responses(
        (status = 201, content(
            (inline(FileBytes) = "application/pdf"), (inline(FileBytes) = "image/png"),
            (inline(FileBytes) = "image/jpeg"), (inline(FileBytes) = "image/webp")
        )),
        (status = 410, body = ErrorBody, description = "the file was thrown away")
    ),
    security(("session" = ["reveal_personal"]))
)]
pub(super) async fn create_evidence_opening(
    State(app): State<App>,
    Permitted(scope, _): Permitted<RevealPersonal>,
    Path(file): Path<EvidenceFileId>,
    Json(NewOpening { reason }): Json<NewOpening>,
) -> Result<(StatusCode, Download), ApiError> {
    let now = app.now();
    let reason = opening_reason(&reason)?;
    let mut tx = app.db().read().await?;
    let row = store::find(&mut tx, &scope, file).await?.ok_or_else(ApiError::not_found)?;
    drop(tx);
    if row.disposal.is_some() {
        return Err(gone());
    }
    let bytes = bytes_of(&app, &scope, file).await?;
    let mut tx = app.db().write().await?;
    let opening = OpeningRow { id: app.id(), opened_by: name_of(&scope.actor), reason, opened_at: now };
    store::insert_opening(&mut tx, &scope, file, &opening).await?;
    let after = json!({ "purpose": row.purpose, "employee": row.employee, "reason": opening.reason });
    record(&mut tx, &scope, Change::made(EventKind::EvidenceOpened, &file, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    let name = format!("{file}.{}", row.media.extension());
    Ok((StatusCode::CREATED, Download { name, content_type: row.media.mime(), bytes }))
}

/// A reason that says something.
pub(crate) fn opening_reason(text: &str) -> Result<String, ApiError> {
    let reason = required_text("reason", text, OPENING_REASON_CHARS_MAX)?;
    if reason.chars().count() < OPENING_REASON_CHARS_MIN {
        let text = Text::new(
            format!("请写清楚为什么要看，至少 {OPENING_REASON_CHARS_MIN} 个字；这会记入日志。"),
            format!("Say why, in {OPENING_REASON_CHARS_MIN} characters at least; it is written down."),
        );
        return Err(ApiError::invalid("reason", text));
    }
    Ok(reason)
}

async fn bytes_of(app: &App, scope: &Scope, id: EvidenceFileId) -> Result<Vec<u8>, ApiError> {
    let (keys, kept) = (app.clone(), KeptFile::Evidence { tenant: scope.tenant, id });
    off_the_loop(move || {
        let mut file = kept_files::open(keys.vault(), &keys.settings().data_dir, &kept)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok::<_, FileError>(bytes)
    })
    .await
}

/// Throws away a file that was put in by mistake. What it was stays written down.
#[utoipa::path(
    delete, path = "/evidence-files/{file}", tag = "evidence", params(("file" = EvidenceFileId, Path)),
    responses(
        (status = 204), (status = 409, body = ErrorBody, description = "something rests on it, or it is gone already")
    ),
    security(("session" = ["keep_evidence"]), ("api_key" = ["keep_evidence"]))
)]
pub(super) async fn delete_evidence_file(
    State(app): State<App>,
    Permitted(scope, _): Permitted<KeepEvidence>,
    Path(id): Path<EvidenceFileId>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let row = store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    if let Can::No(text) = may_remove(&scope, &row) {
        return Err(ApiError::conflict(text));
    }
    if store::is_used(&mut tx, &scope, id).await? {
        return Err(ApiError::conflict(Text::new(
            "有记录引用了这份文件；请先撤下那条记录。",
            "Something rests on this file; take that back first.",
        )));
    }
    super::dispose(&mut tx, &scope, id, Disposal::Mistake, now).await?;
    app.commit(tx, scope.tenant).await?;
    super::forget_bytes(&app, &scope, &[id]);
    Ok(StatusCode::NO_CONTENT)
}

fn view(app: &App, scope: &Scope, row: FileRow) -> EvidenceFileView {
    let can = EvidenceCan { open: may_open(scope, &row), remove: may_remove(scope, &row) };
    let FileRow { id, purpose, employee, employee_name, name_sealed, media, bytes, sha256, .. } = row;
    let FileRow { kept_by, kept_at, retain_until, disposal, openings, .. } = row;
    let name = name_sealed.and_then(|sealed| {
        let opened = app.vault().open_text(scope.tenant, &sealed);
        opened.inspect_err(|error| tracing::error!(%error, "the name of a file of evidence")).ok()
    });
    let sha256 = kept_files::hex(&sha256);
    let disposal = disposal.map(|(why, at)| DisposalView { why, at });
    EvidenceFileView {
        id,
        purpose,
        employee,
        employee_name,
        name,
        media,
        bytes,
        sha256,
        kept_by,
        kept_at,
        retain_until,
        disposal,
        openings,
        can,
    }
}

fn may_open(scope: &Scope, row: &FileRow) -> Can {
    if row.disposal.is_some() {
        return Can::No(gone_text());
    }
    if scope.may(Action::RevealPersonal) {
        return Can::Yes;
    }
    Can::No(Text::new("你的角色不能查看凭证原件。", "Your role does not permit opening evidence."))
}

fn may_remove(scope: &Scope, row: &FileRow) -> Can {
    if row.disposal.is_some() {
        return Can::No(gone_text());
    }
    if scope.may(Action::KeepEvidence) {
        return Can::Yes;
    }
    Can::No(Text::new("你的角色不能移除凭证。", "Your role does not permit removing evidence."))
}

fn gone_text() -> Text {
    Text::new("文件已销毁，只保留记录。", "The file was thrown away; only this line stays.")
}

fn gone() -> ApiError {
    ApiError::new(StatusCode::GONE, crate::http::ErrorCode::Conflict, gone_text())
}

fn refused(error: EvidenceError) -> ApiError {
    let mib = EVIDENCE_BYTES_MAX >> 20;
    let (field, zh, en) = match error {
        EvidenceError::Empty => ("file", "文件是空的。".to_owned(), "The file is empty.".to_owned()),
        EvidenceError::TooLarge => return ApiError::too_large(EVIDENCE_BYTES_MAX),
        EvidenceError::UnknownKind => (
            "file",
            format!("请上传 PDF、PNG、JPEG 或 WebP，最大 {mib} MB；改后缀名不起作用。"),
            format!(
                "Upload a PDF, PNG, JPEG or WebP of {mib} MB at the most; another ending changes nothing."
            ),
        ),
        EvidenceError::Past => (
            "retain_until",
            "保留期限不能早于今天。".to_owned(),
            "The last day cannot lie before today.".to_owned(),
        ),
        EvidenceError::TooLong => (
            "retain_until",
            "保留期限最长三十年。".to_owned(),
            "Evidence is kept thirty years at the most.".to_owned(),
        ),
    };
    ApiError::invalid(field, Text::new(zh, en))
}
