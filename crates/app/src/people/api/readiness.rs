//! What is missing before an account can be bound to a person.

use axum::extract::State;
use domain::{
    id::{AgreementSignatureId, EmployeeId},
    people::{BindingFacts, BindingGap},
    time::Day,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::binding_facts;
use crate::{
    App,
    http::{ApiError, Json, Path, Permitted, permit::ViewPeople},
};

/// How ready a person is to be bound to an account, as of today.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct ReadinessView {
    on: Day,
    /// The last day of the accepted proof of employment that lasts longest.
    proof_valid_until: Option<Day>,
    /// Their standing signature under the account agreement.
    agreement: Option<AgreementSignatureId>,
    /// Their standing consent to the use of face and voice.
    likeness: Option<AgreementSignatureId>,
    /// What is missing for an account of the merchant, in the order in which it is mended.
    gaps: Vec<BindingGap>,
}

/// Shows what is missing before an account can be bound to a person.
#[utoipa::path(
    get, path = "/employees/{employee}/readiness", tag = "people", params(("employee" = EmployeeId, Path)),
    responses((status = 200, body = ReadinessView)),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(in crate::people) async fn show_readiness(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Path(employee): Path<EmployeeId>,
) -> Result<Json<ReadinessView>, ApiError> {
    let mut tx = app.db().read().await?;
    let on = app.now().day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let facts = binding_facts(&mut tx, &scope, employee, on).await?.ok_or_else(ApiError::not_found)?;
    let gaps = facts.gaps(None, true);
    let BindingFacts { proof_valid_until, agreement, likeness, .. } = facts;
    Ok(Json(ReadinessView { on, proof_valid_until, agreement, likeness, gaps }))
}
