//! A phone number of the roster shown whole: one, to one person, for a reason that is written down.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::EmployeeId,
    identity::{Action, Scope},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::super::store::employees;
use crate::{
    App,
    events::{Change, EventKind, record},
    evidence,
    http::{ApiError, ErrorBody, Json, Path, Permitted, can::Can, permit::RevealPersonal},
    text::Text,
};

/// Why somebody wants to see the number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct NewPhoneReveal {
    /// The reason, from 4 to 200 characters; it is written down, and whom it is about reads it.
    #[schema(min_length = 4, max_length = 200)]
    reason: String,
}

/// The number, whole.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct PhoneRevealView {
    phone: String,
}

/// Shows the phone number of a person whole, once the reason is written down.
#[utoipa::path(
    post, path = "/employees/{employee}/phone-reveals", tag = "people", params(("employee" = EmployeeId, Path)),
    request_body = NewPhoneReveal,
    responses(
        (status = 201, body = PhoneRevealView),
        (status = 409, body = ErrorBody, description = "the roster has no number of them")
    ),
    security(("session" = ["reveal_personal"]))
)]
pub(in crate::people) async fn create_phone_reveal(
    State(app): State<App>,
    Permitted(scope, _): Permitted<RevealPersonal>,
    Path(employee): Path<EmployeeId>,
    Json(NewPhoneReveal { reason }): Json<NewPhoneReveal>,
) -> Result<(StatusCode, Json<PhoneRevealView>), ApiError> {
    let now = app.now();
    let reason = evidence::opening_reason(&reason)?;
    let mut tx = app.db().write().await?;
    let row = employees::find(&mut tx, &scope, employee).await?.ok_or_else(ApiError::not_found)?;
    let sealed = row.phone_sealed.ok_or_else(|| ApiError::conflict(no_number()))?;
    let phone = app.vault().open_text(scope.tenant, &sealed).map_err(|error| {
        tracing::error!(%error, "a phone number on the roster");
        ApiError::broken()
    })?;
    let after = json!({ "field": "phone", "reason": reason });
    record(&mut tx, &scope, Change::made(EventKind::PersonalRevealed, &employee, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(PhoneRevealView { phone })))
}

/// Whether the asker may see the number of a person whole.
pub(super) fn may_reveal_phone(scope: &Scope, has_number: bool) -> Can {
    if !has_number {
        return Can::No(no_number());
    }
    if scope.may(Action::RevealPersonal) {
        return Can::Yes;
    }
    Can::No(Text::new("你的角色不能查看完整号码。", "Your role does not permit seeing the whole number."))
}

fn no_number() -> Text {
    Text::new("花名册里没有对方的手机号。", "The roster has no phone number of them.")
}
