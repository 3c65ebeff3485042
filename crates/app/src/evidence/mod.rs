//! The evidence vault: files that prove something, sealed, opened for a reason only, and thrown away in time.
//!
//! Words: a file is *kept* for a *purpose* until its last day; an *opening* is one time that somebody looked at it, and
//! why; a *disposal* takes the file away and leaves the line that says what it was. The rules stand in
//! [`domain::evidence`].
//!
//! Invariants: no file is served without an opening written down first; a file about a person is seen only by those who
//! see that person; the name of a file is sealed like its content. Other capabilities refer to files by id and ask
//! [`must_exist`].

mod api;
pub(crate) mod jobs;
mod store;

pub(crate) use api::opening_reason;
use db::{DbError, Tx};
use domain::{
    evidence::{Disposal, EVIDENCE_BYTES_MAX, EvidencePurpose},
    id::{EmployeeId, EvidenceFileId},
    identity::Scope,
    time::{Day, Instant},
};
use serde_json::json;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    App,
    events::{Change, EventKind, record},
    http::{ApiError, upload::FORM_BYTES_MAX},
    kept_files::{self, KeptFile},
    text::Text,
};

pub(crate) fn routes() -> OpenApiRouter<App> {
    let bytes_max = usize::try_from(EVIDENCE_BYTES_MAX).unwrap_or(usize::MAX).saturating_add(FORM_BYTES_MAX);
    let upload = OpenApiRouter::new()
        .routes(routes!(api::list_evidence_files, api::create_evidence_file))
        .layer(axum::extract::DefaultBodyLimit::max(bytes_max));
    OpenApiRouter::new()
        .merge(upload)
        .routes(routes!(api::show_evidence_file, api::delete_evidence_file))
        .routes(routes!(api::list_evidence_openings, api::create_evidence_opening))
}

/// Makes sure that the actor sees this file and that it is still there; `field` is where the request names it.
pub(crate) async fn must_exist(
    tx: &mut Tx,
    scope: &Scope,
    field: &str,
    file: EvidenceFileId,
) -> Result<(), ApiError> {
    let found = store::find(tx, scope, file).await?;
    found.filter(|row| row.disposal.is_none()).map(|_| ()).ok_or_else(|| {
        let text = Text::new("请先上传文件，再选它。", "Upload the file first, then choose it.");
        ApiError::invalid(field, text)
    })
}

/// Makes sure of the same, and that the file was put in for this purpose and about this person.
pub(crate) async fn must_be_about(
    tx: &mut Tx,
    scope: &Scope,
    field: &str,
    file: EvidenceFileId,
    (employee, purpose): (EmployeeId, EvidencePurpose),
) -> Result<(), ApiError> {
    must_exist(tx, scope, field, file).await?;
    let found = store::find(tx, scope, file).await?;
    let fits = |row: &store::FileRow| row.employee == Some(employee) && row.purpose == purpose;
    found.filter(fits).map(|_| ()).ok_or_else(|| {
        let text = Text::new(
            "这份文件不是为这名员工、这种用途上传的；请重新上传。",
            "This file was not put in about this person and for this purpose; upload it again.",
        );
        ApiError::invalid(field, text)
    })
}

/// Keeps a file at least until this day; it is never kept shorter by that.
pub(crate) async fn keep_until(
    tx: &mut Tx,
    scope: &Scope,
    file: EvidenceFileId,
    day: Day,
) -> Result<(), DbError> {
    store::keep_until(tx, scope, file, day).await
}

/// The files about a person that are still there, the newest first.
pub(crate) async fn files_of(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<EvidenceFileId>, DbError> {
    store::of_employee(tx, scope, employee).await
}

/// Who looked at files about a person, why and when; the latest first. Who asks has made sure that the actor sees them.
pub(crate) async fn looks_at(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<(String, String, Instant)>, DbError> {
    let rows = store::looks_at(tx, scope, employee).await?;
    Ok(rows.into_iter().map(|row| (row.opened_by, row.reason, row.opened_at)).collect())
}

/// Throws a file away: the line stays and says why. The caller throws the bytes away with [`forget_bytes`] once this is
/// lasting.
pub(crate) async fn dispose(
    tx: &mut Tx,
    scope: &Scope,
    file: EvidenceFileId,
    why: Disposal,
    now: Instant,
) -> Result<bool, DbError> {
    if !store::dispose(tx, scope, file, why, now).await? {
        return Ok(false);
    }
    let change = Change::made(EventKind::EvidenceDisposed, &file, json!({ "why": why }));
    record(tx, scope, change, now).await?;
    Ok(true)
}

/// Takes the bytes of disposed files off the disk. What fails stays for the nightly look.
pub(crate) fn forget_bytes(app: &App, scope: &Scope, files: &[EvidenceFileId]) {
    for id in files {
        let kept = KeptFile::Evidence { tenant: scope.tenant, id: *id };
        if let Err(error) = kept_files::forget(&app.settings().data_dir, &kept) {
            tracing::warn!(%error, file = %id, "a disposed file stays on the disk until the night");
        }
    }
}
