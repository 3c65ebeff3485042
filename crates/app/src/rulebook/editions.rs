//! The editions side by side: what stands, what contradicts it, and what is to come.

use axum::extract::State;
use domain::{
    id::RuleAmendmentId,
    insight::Say,
    rulebook::{Citation, Edition, EditionId, RuleKey, RuleRow, RuleScope, RuleUnit, Rulebook, SourceGrade},
    time::Day,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    book_of,
    plans::{IndustryView, industries},
};
use crate::{
    App,
    http::{ApiError, Json, Permitted, Query, permit::ViewRules},
    seats,
    text::Text,
};

/// For whom the editions are asked, and of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EditionsQuery {
    /// The day whose rules are asked; today when absent.
    on: Option<Day>,
    /// The industry, as the rule book names it.
    #[param(max_length = 40)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<40, _>")]
    industry: Option<String>,
}

/// Every edition as it counts for the brand.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleEditions {
    on: Day,
    industries: Vec<IndustryView>,
    /// The numbers that can be known, each with its name.
    keys: Vec<RuleKeyView>,
    editions: Vec<RuleEditionView>,
}

/// A number that can be known.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleKeyView {
    key: RuleKey,
    unit: RuleUnit,
    name: Say,
    /// The greatest value that is taken.
    value_max: i64,
}

/// One edition.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleEditionView {
    id: EditionId,
    name: Say,
    summary: Say,
    reported_from: Option<Day>,
    reported_to: Option<Day>,
    /// Legal entities of the brand whose back office shows it.
    entities: i64,
    /// What is known, in the order of the keys; a key that is left out is not known.
    rules: Vec<RuleStanding>,
}

/// What is known of one number.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleStanding {
    key: RuleKey,
    /// The row that counts for every merchant, or for the industry that was asked for.
    chosen: Option<RuleRowView>,
    /// Rows that count too and say otherwise.
    contradicting: Vec<RuleRowView>,
    /// Rows about particular industries.
    of_industries: Vec<RuleRowView>,
    /// Rows that the brand adopted and that begin later.
    coming: Vec<RuleRowView>,
}

/// One row.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleRowView {
    value: i64,
    unit: RuleUnit,
    scope: RuleScope,
    industry: Option<String>,
    valid_from: Option<Day>,
    valid_to: Option<Day>,
    source: Say,
    published: Option<String>,
    checked_on: Day,
    link: Option<String>,
    grade: SourceGrade,
    note: Option<Say>,
    /// By which amendment of the brand.
    amendment: Option<RuleAmendmentId>,
}

/// Shows the editions of the rule book side by side, with contradicting sources and the rows that the brand adopted.
#[utoipa::path(
    get, path = "/rule-editions", tag = "rules", params(EditionsQuery),
    responses(
        (status = 200, body = RuleEditions)
    ),
    security(("session" = ["view_rules"]), ("api_key" = ["view_rules"]))
)]
pub(super) async fn list_rule_editions(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewRules>,
    Query(EditionsQuery { on, industry }): Query<EditionsQuery>,
) -> Result<Json<RuleEditions>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = app.now().day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let book = book_of(&mut tx, &scope).await?;
    if industry.as_deref().is_some_and(|id| book.industry(id).is_none()) {
        let text = Text::new("规则库里没有这个行业。", "The rule book knows no such industry.");
        return Err(ApiError::invalid("industry", text));
    }
    let on = on.unwrap_or(today);
    let stated = seats::current_editions(&mut tx, &scope, on).await?;
    let count = |id: &EditionId| stated.iter().filter(|(_, edition, _)| edition == id).count();
    let editions = book.editions().iter();
    let editions = editions.map(|one| edition_view(one, industry.as_deref(), on, count(&one.id))).collect();
    Ok(Json(RuleEditions { on, industries: industries(&book), keys: keys(&book), editions }))
}

fn keys(book: &Rulebook) -> Vec<RuleKeyView> {
    let view = |key: &RuleKey| {
        let unit = key.unit();
        RuleKeyView { key: *key, unit, name: book.name_of(*key), value_max: unit.value_max() }
    };
    RuleKey::ALL.iter().map(view).collect()
}

fn edition_view(edition: &Edition, industry: Option<&str>, on: Day, entities: usize) -> RuleEditionView {
    let rules = RuleKey::ALL.iter().filter_map(|key| standing(edition, *key, industry, on)).collect();
    RuleEditionView {
        id: edition.id.clone(),
        name: edition.name.clone(),
        summary: edition.summary.clone(),
        reported_from: edition.reported_from,
        reported_to: edition.reported_to,
        entities: i64::try_from(entities).unwrap_or(i64::MAX),
        rules,
    }
}

fn standing(edition: &Edition, key: RuleKey, industry: Option<&str>, on: Day) -> Option<RuleStanding> {
    let standing = edition.standing(key, industry, on);
    let special = |row: &&RuleRow| row.industry.is_some() && row.industry.as_deref() != industry;
    let of_industries: Vec<RuleRowView> = edition.told(key, on).filter(special).map(row_view).collect();
    let later = |row: &&RuleRow| row.key == key && row.valid_from.is_some_and(|from| from > on);
    let coming: Vec<RuleRowView> = edition.rows().iter().filter(later).map(row_view).collect();
    let chosen = standing.chosen.map(row_view);
    if chosen.is_none() && of_industries.is_empty() && coming.is_empty() {
        return None;
    }
    let contradicting = standing.contradicting.into_iter().map(row_view).collect();
    Some(RuleStanding { key, chosen, contradicting, of_industries, coming })
}

fn row_view(row: &RuleRow) -> RuleRowView {
    let Citation {
        value,
        unit,
        scope,
        industry,
        source,
        published,
        link,
        grade,
        amendment,
        edition: _,
        key: _,
    } = row.cite();
    let (valid_from, valid_to, checked_on) = (row.valid_from, row.valid_to, row.source.checked_on);
    let note = row.note.clone();
    RuleRowView {
        value,
        unit,
        scope,
        industry,
        valid_from,
        valid_to,
        source,
        published,
        checked_on,
        link,
        grade,
        note,
        amendment,
    }
}
