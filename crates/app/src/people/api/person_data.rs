//! Everything kept about one person, taken out for them or erased at their wish.

use axum::{extract::State, http::StatusCode};
use domain::{evidence::Disposal, id::EmployeeId, people::ErasureError};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    super::{
        erasure::{self, Erased},
        store::employees,
    },
    own::{OwnFile, file_of},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    evidence,
    http::{ApiError, ErrorBody, Json, Path, Permitted, field::required_text, permit::RevealPersonal},
    identity,
    text::Text,
};

/// Characters of the reason of an export or an erasure.
const REASON_CHARS_MAX: usize = 200;

/// Why everything about a person is taken out, or erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct PersonDataReason {
    /// The reason; it is written down.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// What an erasure took away. What the law has kept longer, like a signed sheet, stays.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct ErasureView {
    /// Files of evidence that were thrown away.
    files: usize,
    /// Signatures whose written name was taken off.
    signatures: u64,
    /// Personas whose card was blotted out.
    personas: u64,
}

/// Takes out everything that is kept about a person, for them. The phone number stays masked: they know it.
#[utoipa::path(
    post, path = "/employees/{employee}/data-export", tag = "people", params(("employee" = EmployeeId, Path)),
    request_body = PersonDataReason, responses((status = 201, body = OwnFile)),
    security(("session" = ["reveal_personal"]))
)]
pub(in crate::people) async fn create_data_export(
    State(app): State<App>,
    Permitted(scope, _): Permitted<RevealPersonal>,
    Path(employee): Path<EmployeeId>,
    Json(PersonDataReason { reason }): Json<PersonDataReason>,
) -> Result<(StatusCode, Json<OwnFile>), ApiError> {
    let now = app.now();
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    employees::find(&mut tx, &scope, employee).await?.ok_or_else(ApiError::not_found)?;
    let file = file_of(&mut tx, &app, &scope.as_oneself(employee), employee).await?;
    let change = Change::made(EventKind::PersonExported, &employee, json!({ "reason": reason }));
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(file)))
}

/// Erases what is kept about somebody who has left: name, number, phone, files, cards. A line says that it was done;
/// what was signed off when they left stays as long as the law has it kept.
#[utoipa::path(
    post, path = "/employees/{employee}/erasure", tag = "people", params(("employee" = EmployeeId, Path)),
    request_body = PersonDataReason,
    responses(
        (status = 201, body = ErasureView),
        (status = 409, body = ErrorBody, description = "they work here, hold an account, or are leaving")
    ),
    security(("session" = ["reveal_personal"]))
)]
pub(in crate::people) async fn create_erasure(
    State(app): State<App>,
    Permitted(scope, _): Permitted<RevealPersonal>,
    Path(employee): Path<EmployeeId>,
    Json(PersonDataReason { reason }): Json<PersonDataReason>,
) -> Result<(StatusCode, Json<ErasureView>), ApiError> {
    let now = app.now();
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let row = employees::find(&mut tx, &scope, employee).await?.ok_or_else(ApiError::not_found)?;
    let today = now.day(&identity::zone(&mut tx, scope.tenant).await?);
    let facts = erasure::facts_of(&mut tx, &scope, employee, row.employment.left_on).await?;
    facts.judge(today).map_err(refused)?;
    let why = (Disposal::PersonAsked, Some(reason.as_str()));
    let Erased { files, signatures, personas } = erasure::erase(&mut tx, &scope, employee, why, now).await?;
    app.commit(tx, scope.tenant).await?;
    evidence::forget_bytes(&app, &scope, &files);
    Ok((StatusCode::CREATED, Json(ErasureView { files: files.len(), signatures, personas })))
}

fn refused(error: ErasureError) -> ApiError {
    ApiError::conflict(match error {
        ErasureError::StillHere => Text::new(
            "对方仍在职；离职后才能删除个人信息。在职期间可以更正，也可以撤回同意。",
            "They work here: what is kept about them is erased once they have left. Until then it can be corrected.",
        ),
        ErasureError::HoldsAccounts(accounts) => Text::new(
            format!("对方还持有 {accounts} 个账号；请先办完离职交接。"),
            format!("They hold {accounts} accounts; finish their departure first."),
        ),
        ErasureError::Leaving => Text::new(
            "离职交接还没有签存；签存后再删除。",
            "Their departure is not signed off yet; erase it afterwards.",
        ),
    })
}
