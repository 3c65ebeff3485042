//! Under which terms of the platform an account can be promoted: what the rule book says, and what was seen.

use axum::extract::State;
use domain::{
    entitlements::{Entitlement, Sighting},
    id::AccountId,
    insight::Say,
    rulebook::{RuleKey, RuleUnit, SourceGrade},
    time::Day,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::Clocked;
use crate::{
    App, entitlements,
    http::{ApiError, Json, Path, Permitted, permit::ViewMatrix},
    rulebook,
    text::Text,
};

/// The rows of the rule book that promotion rests on.
const KEYS: [RuleKey; 3] = [RuleKey::PaidPromotion, RuleKey::ComponentSpend, RuleKey::SeatSpend];

/// What the platform says of promoting an account. It is told, never recommended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PromotionTermsView {
    /// The edition that its company stated; absent where it is on no seat.
    edition: Option<String>,
    /// What that edition says; a key of which it says nothing is left out.
    terms: Vec<PromotionTerm>,
    /// What was last seen in the back office, and when.
    seen: Option<Sighting>,
    seen_on: Option<Day>,
}

/// One row of the rule book.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PromotionTerm {
    key: RuleKey,
    name: String,
    value: i64,
    unit: RuleUnit,
    source: String,
    published: Option<String>,
    checked_on: Day,
    grade: SourceGrade,
}

/// Shows under which terms of the platform an account can be promoted.
#[utoipa::path(
    get, path = "/accounts/{account}/promotion-terms", tag = "selling", params(("account" = AccountId, Path)),
    responses((status = 200, body = PromotionTermsView)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_promotion_terms(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(account): Path<AccountId>,
) -> Result<Json<PromotionTermsView>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = Clocked::of(&mut tx, &app, &scope).await?.today;
    let ground = entitlements::ground_of(&mut tx, &scope, account, today).await?;
    let ground = ground.ok_or_else(ApiError::not_found)?;
    let looks = entitlements::last_looks(&mut tx, &scope, Entitlement::Promotion, &[account.uuid()]).await?;
    let look = looks.get(&account.uuid());
    let book = rulebook::book_of(&mut tx, &scope).await?;
    let edition = ground.edition.as_ref().and_then(|id| book.edition(id));
    let term = |key: &RuleKey| {
        let row = edition?.standing(*key, ground.industry.as_deref(), today).chosen?;
        Some(PromotionTerm {
            key: *key,
            name: here(book.name_of(*key)),
            value: row.value,
            unit: key.unit(),
            source: here(row.source.name.clone()),
            published: row.source.published.clone(),
            checked_on: row.source.checked_on,
            grade: row.grade,
        })
    };
    Ok(Json(PromotionTermsView {
        edition: ground.edition.as_ref().map(ToString::to_string),
        terms: KEYS.iter().filter_map(term).collect(),
        seen: look.map(|seen| seen.sighting),
        seen_on: look.map(|seen| seen.on),
    }))
}

fn here(say: Say) -> String {
    Text::from(say).here().to_owned()
}
