//! Which edition of the rules a company's back office shows, and since when.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{EntityEditionId, EvidenceFileId, LegalEntityId},
    rulebook::{EditionId, Rulebook},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    super::{
        rules::book_of,
        store::{
            editions::{self, EditionRow, NewEdition, state_edition},
            entities,
        },
    },
    Clocked, NOTE_CHARS_MAX,
    entities::name_of_edition,
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    evidence,
    http::{
        ApiError, Json, Path, Permitted,
        field::optional_text,
        permit::{ManageSeats, ViewSeats},
    },
    text::Text,
};

/// What a company stated, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct EntityEditionList {
    items: Vec<EntityEditionView>,
}

/// A statement about the rules that a back office shows.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct EntityEditionView {
    id: EntityEditionId,
    edition: EditionId,
    name: String,
    since: Day,
    /// The screenshot in the evidence vault.
    evidence: Option<EvidenceFileId>,
    note: String,
    stated_at: Instant,
    stated_by: String,
}

/// The first statement of a company.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct NewEntityEdition {
    edition: EditionId,
    /// The first day on which the back office shows it.
    since: Day,
    /// The screenshot in the evidence vault.
    evidence: Option<EvidenceFileId>,
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
}

/// Lists what a company stated.
#[utoipa::path(
    get, path = "/legal-entities/{entity}/editions", tag = "seats", params(("entity" = LegalEntityId, Path)),
    responses((status = 200, body = EntityEditionList)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn list_editions(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Path(entity): Path<LegalEntityId>,
) -> Result<Json<EntityEditionList>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = Clocked::of(&mut tx, &app, &scope).await?.today;
    entities::find(&mut tx, &scope, entity, today).await?.ok_or_else(ApiError::not_found)?;
    let book = book_of(&mut tx, &scope).await?;
    let rows = editions::list(&mut tx, &scope, entity).await?;
    Ok(Json(EntityEditionList { items: rows.into_iter().map(|row| view(&book, row)).collect() }))
}

fn view(book: &Rulebook, row: EditionRow) -> EntityEditionView {
    let EditionRow { id, edition, since, evidence, note, stated_at, stated_by } = row;
    let name = book.edition(&edition).map_or_else(|| edition.to_string(), name_of_edition);
    EntityEditionView { id, edition, name, since, evidence, note, stated_at, stated_by }
}

/// States for the first time which edition a company's back office shows. A change afterwards is proposed among the
/// rules, where its effect is seen and a second person adopts it.
#[utoipa::path(
    post, path = "/legal-entities/{entity}/editions", tag = "seats", params(("entity" = LegalEntityId, Path)),
    request_body = NewEntityEdition,
    responses((status = 201, body = EntityEditionView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_edition(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(entity): Path<LegalEntityId>,
    Json(NewEntityEdition { edition, since, evidence, note }): Json<NewEntityEdition>,
) -> Result<(StatusCode, Json<EntityEditionView>), ApiError> {
    let note = optional_text("note", &note, NOTE_CHARS_MAX)?.unwrap_or_default();
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    if !entities::hold(&mut tx, &scope, entity).await? {
        return Err(ApiError::not_found());
    }
    let book = book_of(&mut tx, &scope).await?;
    check(&book, &edition, since, today)?;
    if !editions::list(&mut tx, &scope, entity).await?.is_empty() {
        return Err(stated_before());
    }
    if let Some(file) = evidence {
        evidence::must_exist(&mut tx, &scope, "evidence", file).await?;
    }
    let (id, by) = (app.id(), name_of(&scope.actor));
    let stated = NewEdition { id, entity, edition: &edition, since, evidence, note: &note, by: &by };
    state_edition(&mut tx, &scope, stated, now).await?;
    let after = json!({ "edition": edition, "since": since, "evidence": evidence, "note": note });
    record(&mut tx, &scope, Change::made(EventKind::EditionStated, &entity, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    let row = EditionRow { id, edition, since, evidence, note, stated_at: now, stated_by: by };
    Ok((StatusCode::CREATED, Json(view(&book, row))))
}

/// Refuses an edition that nobody knows, and a day to come.
pub(super) fn check(book: &Rulebook, edition: &EditionId, since: Day, today: Day) -> Result<(), ApiError> {
    if book.edition(edition).is_none() {
        let text = Text::new("规则里没有这个版本。", "The rules know no such edition.");
        return Err(ApiError::invalid("edition", text));
    }
    if since > today {
        let text = Text::new(
            "不能晚于今天：登记的是后台已经显示的版本。",
            "Not later than today: it is what the back office shows already.",
        );
        return Err(ApiError::invalid("since", text));
    }
    Ok(())
}

fn stated_before() -> ApiError {
    ApiError::conflict(Text::new(
        "这个主体已登记过规则版本；变更请到「规则」里提出，先看影响，再由第二人采纳。",
        "This company has stated its edition before; propose a change among the rules, where its effect is seen and a second person adopts it.",
    ))
}
