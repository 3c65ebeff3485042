//! The papers of companies, and how they belong together.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{EntityLicenceId, EvidenceFileId, LegalEntityId},
    seats::{LicenceKind, RelationKind},
    time::Day,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    super::store::{
        entities,
        papers::{self, LICENCES_MAX, LicenceRow, RELATIONS_MAX},
    },
    Clocked, NOTE_CHARS_MAX,
    entities::LicenceView,
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    evidence,
    http::{
        ApiError, Json, Path, Permitted,
        field::{NAME_CHARS_MAX, optional_text, required_text},
        permit::ManageSeats,
    },
    text::Text,
};

/// A paper to be put on record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct NewLicence {
    kind: LicenceKind,
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    #[schema(max_length = 80)]
    number: Option<String>,
    /// Its last day; absent where it does not end.
    valid_until: Option<Day>,
    /// The file in the evidence vault.
    evidence: Option<EvidenceFileId>,
}

/// How a company belongs to another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct NewRelation {
    kind: RelationKind,
    /// What proves it.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
}

/// Puts a paper of a company on record.
#[utoipa::path(
    post, path = "/legal-entities/{entity}/licences", tag = "seats", params(("entity" = LegalEntityId, Path)),
    request_body = NewLicence,
    responses((status = 201, body = LicenceView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_licence(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(entity): Path<LegalEntityId>,
    Json(NewLicence { kind, name, number, valid_until, evidence }): Json<NewLicence>,
) -> Result<(StatusCode, Json<LicenceView>), ApiError> {
    let name = required_text("name", &name, NAME_CHARS_MAX)?;
    let number = number.map_or(Ok(None), |number| optional_text("number", &number, NAME_CHARS_MAX))?;
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    if !entities::hold(&mut tx, &scope, entity).await? {
        return Err(ApiError::not_found());
    }
    if let Some(file) = evidence {
        evidence::must_exist(&mut tx, &scope, "evidence", file).await?;
    }
    let known = papers::licences(&mut tx, &scope, entity).await?.len();
    if i64::try_from(known).unwrap_or(i64::MAX) >= LICENCES_MAX {
        return Err(too_many(LICENCES_MAX));
    }
    let row = LicenceRow { id: app.id(), kind, name, number, valid_until, evidence };
    let by = name_of(&scope.actor);
    papers::insert_licence(&mut tx, &scope, entity, &row, (now, &by)).await?;
    let after = json!({ "licence": row.id, "kind": kind, "name": row.name, "valid_until": valid_until });
    record(&mut tx, &scope, Change::made(EventKind::EntityPaperChanged, &entity, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(LicenceView::of(row, today))))
}

/// Takes a paper off the record.
#[utoipa::path(
    delete, path = "/legal-entities/{entity}/licences/{licence}", tag = "seats",
    params(("entity" = LegalEntityId, Path), ("licence" = EntityLicenceId, Path)),
    responses((status = 204)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn delete_licence(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path((entity, licence)): Path<(LegalEntityId, EntityLicenceId)>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    if !papers::delete_licence(&mut tx, &scope, entity, licence).await? {
        return Err(ApiError::not_found());
    }
    let gone = Change::happened(EventKind::EntityPaperChanged, &entity);
    record(&mut tx, &scope, Change { before: Some(json!({ "licence": licence })), ..gone }, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says how a company belongs to another.
#[utoipa::path(
    put, path = "/legal-entities/{entity}/relations/{other}", tag = "seats",
    params(("entity" = LegalEntityId, Path), ("other" = LegalEntityId, Path)), request_body = NewRelation,
    responses((status = 204)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn put_relation(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path((entity, other)): Path<(LegalEntityId, LegalEntityId)>,
    Json(NewRelation { kind, note }): Json<NewRelation>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let note = optional_text("note", &note, NOTE_CHARS_MAX)?.unwrap_or_default();
    let mut tx = app.db().write().await?;
    for company in [entity, other] {
        if !entities::hold(&mut tx, &scope, company).await? {
            return Err(ApiError::not_found());
        }
    }
    if entity == other {
        return Err(ApiError::conflict(Text::new(
            "主体不能与自己关联。",
            "A company does not belong to itself.",
        )));
    }
    let known = papers::relations(&mut tx, &scope, None).await?.len();
    if i64::try_from(known).unwrap_or(i64::MAX) >= RELATIONS_MAX {
        return Err(too_many(RELATIONS_MAX));
    }
    papers::put_relation(&mut tx, &scope, (entity, other), (kind, &note), now).await?;
    let after = json!({ "other": other, "relation": kind, "note": note });
    record(&mut tx, &scope, Change::made(EventKind::EntityPaperChanged, &entity, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes back how a company belongs to another.
#[utoipa::path(
    delete, path = "/legal-entities/{entity}/relations/{other}", tag = "seats",
    params(("entity" = LegalEntityId, Path), ("other" = LegalEntityId, Path)),
    responses((status = 204)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn delete_relation(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path((entity, other)): Path<(LegalEntityId, LegalEntityId)>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    if !papers::delete_relation(&mut tx, &scope, (entity, other)).await? {
        return Err(ApiError::not_found());
    }
    let gone = Change::happened(EventKind::EntityPaperChanged, &entity);
    record(&mut tx, &scope, Change { before: Some(json!({ "other": other })), ..gone }, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) fn too_many(most: i64) -> ApiError {
    ApiError::conflict(Text::new(
        format!("最多 {most} 条；请先移除不用的。"),
        format!("At most {most}; remove some that are not needed."),
    ))
}
