//! What seats cost, by every edition of the rule book. Nothing is kept: a plan lives in the address of its page.

use axum::extract::State;
use domain::{
    insight::Say,
    plan::{self, Cases, Plan, PlanCase, PlanError, PlanInput, SEATS_MAX},
    rulebook::{EditionId, Industry, Rulebook},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    App,
    http::{ApiError, Json, Permitted, permit::ViewSeats},
    text::Text,
};

/// With what a plan can begin.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanBeginnings {
    /// What counts where nothing is stated.
    usual: PlanInput,
    /// Cases that the press tells.
    cases: Vec<PlanCase>,
    /// Industries that the rule book tells apart.
    industries: Vec<IndustryView>,
    /// The editions, the oldest first.
    editions: Vec<EditionName>,
}

/// An industry that the rule book tells apart.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IndustryView {
    id: String,
    name: Say,
}

/// An edition, by its name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EditionName {
    id: EditionId,
    name: Say,
}

/// Lists with what a plan can begin: usual numbers, cases of the press, industries and editions.
#[utoipa::path(
    get, path = "/plan-cases", tag = "seats",
    responses(
        (status = 200, body = PlanBeginnings)
    ),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(super) async fn list_plan_cases(
    _permitted: Permitted<ViewSeats>,
) -> Result<Json<PlanBeginnings>, ApiError> {
    let book = Rulebook::builtin();
    let industries = industries(book);
    let editions = book.editions().iter();
    let editions = editions.map(|one| EditionName { id: one.id.clone(), name: one.name.clone() }).collect();
    let cases = Cases::builtin().all().to_vec();
    Ok(Json(PlanBeginnings { usual: PlanInput::default(), cases, industries, editions }))
}

/// The industries that the book tells apart.
pub(super) fn industries(book: &Rulebook) -> Vec<IndustryView> {
    let industries = book.industries().iter().cloned();
    industries.map(|Industry { id, name }| IndustryView { id, name }).collect()
}

/// Says what seats cost under every edition of the rule book, with the rows that each sum rests on.
#[utoipa::path(
    post, path = "/seat-plans", tag = "seats", request_body = PlanInput,
    responses(
        (status = 200, body = Plan)
    ),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(super) async fn plan_seats(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Json(input): Json<PlanInput>,
) -> Result<Json<Plan>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = app.now().day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let book = super::book_of(&mut tx, &scope).await?;
    drop(tx);
    Ok(Json(plan::plan(&book, &input, today)?))
}

impl From<PlanError> for ApiError {
    fn from(error: PlanError) -> Self {
        let (field, text) = plan_refusal(error);
        Self::invalid(field, text)
    }
}

/// Which field a plan fails by, and why.
pub fn plan_refusal(error: PlanError) -> (&'static str, Text) {
    match error {
        PlanError::OutOfRange { field, min, max } => (
            field,
            Text::new(
                format!("应为 {min} 到 {max} 的整数。"),
                format!("A whole number from {min} to {max}."),
            ),
        ),
        PlanError::UnknownIndustry => {
            ("industry", Text::new("规则库里没有这个行业。", "The rule book knows no such industry."))
        }
        PlanError::UnknownEdition => {
            ("reference", Text::new("规则库里没有这个版本。", "The rule book has no such edition."))
        }
        PlanError::TooLarge => (
            "seats",
            Text::new(
                format!("数字相乘后太大，算不出来；最多 {SEATS_MAX} 个号，请检查金额和时长。"),
                format!("The sums are too large; at most {SEATS_MAX} seats: look at the money and hours."),
            ),
        ),
    }
}
