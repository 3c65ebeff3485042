//! Topic ideas: what somebody could write about.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::TopicIdeaId,
    identity::Scope,
    planning::ideas::{
        IDEA_LINES_CHARS_MAX, IDEA_TITLE_CHARS_MAX, IDEA_WORD_CHARS_MAX, IDEAS_MAX, Idea, IdeaSource,
    },
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use super::{
    may_plan, refusals,
    store::ideas::{self, IdeaRow, Wanted},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        field::{optional_text, required_text},
        page::{Page, PageQuery},
        permit::{PlanContent, ViewMatrix},
    },
};

/// Which ideas are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct IdeaFilter {
    /// Part of the title, the scene or the promise.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
    /// Only from this source.
    source: Option<IdeaSource>,
    /// Only of this product line.
    #[param(max_length = 40)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<40, _>")]
    product_line: Option<String>,
    /// Only those that nobody has written about yet.
    #[serde(default)]
    untold: bool,
    /// Those that were put away, instead of the others.
    #[serde(default)]
    retired: bool,
}

/// Something that could be written about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopicIdeaView {
    id: TopicIdeaId,
    title: String,
    /// The scene of real life.
    scene: String,
    /// What a reader gets from it.
    promise: String,
    audience: String,
    product_line: String,
    season: String,
    source: IdeaSource,
    source_note: String,
    retired_at: Option<Instant>,
    /// How often it was written; a change names the one that its author saw.
    version: i64,
    /// Notes about it, published or on their way, of accounts within the asker's sight.
    told: i64,
    created_by: String,
    created_at: Instant,
    can: TopicIdeaCan,
}

/// What the asker may do with an idea.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopicIdeaCan {
    change: Can,
}

/// An idea as somebody writes it down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTopicIdea {
    #[schema(min_length = 1, max_length = 60)]
    title: String,
    /// The scene of real life: who, where, what happened.
    #[schema(min_length = 1, max_length = 300)]
    scene: String,
    /// What a reader gets from it.
    #[schema(min_length = 1, max_length = 300)]
    promise: String,
    #[serde(default)]
    #[schema(max_length = 40)]
    audience: String,
    #[serde(default)]
    #[schema(max_length = 40)]
    product_line: String,
    #[serde(default)]
    #[schema(max_length = 40)]
    season: String,
    source: IdeaSource,
    /// Who asked what, or where it was seen.
    #[serde(default)]
    #[schema(max_length = 300)]
    source_note: String,
}

/// What an idea says from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicIdeaChange {
    /// The version that the change was made on.
    #[schema(minimum = 1)]
    version: i64,
    idea: NewTopicIdea,
}

/// Lists the topic ideas of the brand, the newest first.
#[utoipa::path(
    get, path = "/topic-ideas", tag = "planning", params(IdeaFilter, PageQuery),
    responses((status = 200, body = Page<TopicIdeaView>)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_topic_ideas(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(filter): Query<IdeaFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<TopicIdeaView>>, ApiError> {
    let IdeaFilter { q, source, product_line, untold, retired } = filter;
    let wanted = Wanted { q, source, product_line, untold, retired };
    let mut tx = app.db().read().await?;
    let rows = ideas::list(&mut tx, &scope, &wanted, &page).await?;
    let page = Page::of(rows, &page, |row| (row.created_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| view(&scope, row))))
}

/// Shows a topic idea.
#[utoipa::path(
    get, path = "/topic-ideas/{idea}", tag = "planning", params(("idea" = TopicIdeaId, Path)),
    responses((status = 200, body = TopicIdeaView)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_topic_idea(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(id): Path<TopicIdeaId>,
) -> Result<Json<TopicIdeaView>, ApiError> {
    let mut tx = app.db().read().await?;
    Ok(Json(view(&scope, found(&mut tx, &scope, id).await?)))
}

/// Writes a topic idea down.
#[utoipa::path(
    post, path = "/topic-ideas", tag = "planning", request_body = NewTopicIdea,
    responses((status = 201, body = TopicIdeaView), (status = 409, body = ErrorBody, description = "there are too many")),
    security(("session" = ["plan_content"]), ("api_key" = ["plan_content"]))
)]
pub(super) async fn create_topic_idea(
    State(app): State<App>,
    Permitted(scope, _): Permitted<PlanContent>,
    Json(draft): Json<NewTopicIdea>,
) -> Result<(StatusCode, Json<TopicIdeaView>), ApiError> {
    let idea = read(&draft)?;
    let (id, now, by) = (app.id(), app.now(), name_of(&scope.actor));
    let mut tx = app.db().write().await?;
    if ideas::count(&mut tx, &scope).await? >= IDEAS_MAX {
        return Err(refusals::too_many(IDEAS_MAX));
    }

    ideas::insert(&mut tx, &scope, id, &idea, (&by, now)).await?;
    let row = found(&mut tx, &scope, id).await?;
    record(&mut tx, &scope, Change::made(EventKind::TopicIdeaAdded, &id, told(&idea)), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, row))))
}

/// Changes what a topic idea says. Drafts about it keep the angle that they have.
#[utoipa::path(
    patch, path = "/topic-ideas/{idea}", tag = "planning", params(("idea" = TopicIdeaId, Path)),
    request_body = TopicIdeaChange,
    responses(
        (status = 200, body = TopicIdeaView),
        (status = 409, body = ErrorBody, description = "somebody else changed it meanwhile, or it was put away")
    ),
    security(("session" = ["plan_content"]), ("api_key" = ["plan_content"]))
)]
pub(super) async fn change_topic_idea(
    State(app): State<App>,
    Permitted(scope, _): Permitted<PlanContent>,
    Path(id): Path<TopicIdeaId>,
    Json(TopicIdeaChange { version, idea }): Json<TopicIdeaChange>,
) -> Result<Json<TopicIdeaView>, ApiError> {
    let (idea, now) = (read(&idea)?, app.now());
    let mut tx = app.db().write().await?;
    let before = found(&mut tx, &scope, id).await?;
    if before.version != version {
        return Err(refusals::changed_since(version, before.version));
    }
    if before.retired_at.is_some() {
        return Err(refusals::is_retired());
    }
    if before.idea == idea {
        return Ok(Json(view(&scope, before)));
    }

    if !ideas::update(&mut tx, &scope, (id, version), &idea).await? {
        return Err(refusals::changed_since(version, version.saturating_add(1)));
    }
    let row = found(&mut tx, &scope, id).await?;
    let change = Change::changed(EventKind::TopicIdeaChanged, &id, told(&before.idea), told(&idea));
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view(&scope, row)))
}

/// Puts a topic idea away: it is offered no more; drafts about it go on.
#[utoipa::path(
    post, path = "/topic-ideas/{idea}/retirement", tag = "planning", params(("idea" = TopicIdeaId, Path)),
    responses(
        (status = 200, body = TopicIdeaView),
        (status = 409, body = ErrorBody, description = "it was put away before")
    ),
    security(("session" = ["plan_content"]), ("api_key" = ["plan_content"]))
)]
pub(super) async fn create_topic_idea_retirement(
    State(app): State<App>,
    Permitted(scope, _): Permitted<PlanContent>,
    Path(id): Path<TopicIdeaId>,
) -> Result<Json<TopicIdeaView>, ApiError> {
    set_retired(&app, &scope, id, true).await
}

/// Brings a topic idea back that was put away.
#[utoipa::path(
    delete, path = "/topic-ideas/{idea}/retirement", tag = "planning", params(("idea" = TopicIdeaId, Path)),
    responses(
        (status = 200, body = TopicIdeaView),
        (status = 409, body = ErrorBody, description = "it was not put away")
    ),
    security(("session" = ["plan_content"]), ("api_key" = ["plan_content"]))
)]
pub(super) async fn delete_topic_idea_retirement(
    State(app): State<App>,
    Permitted(scope, _): Permitted<PlanContent>,
    Path(id): Path<TopicIdeaId>,
) -> Result<Json<TopicIdeaView>, ApiError> {
    set_retired(&app, &scope, id, false).await
}

async fn set_retired(
    app: &App,
    scope: &Scope,
    id: TopicIdeaId,
    away: bool,
) -> Result<Json<TopicIdeaView>, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let before = found(&mut tx, scope, id).await?;
    match (before.retired_at, away) {
        (Some(_), true) => return Err(refusals::is_retired()),
        (None, false) => return Err(refusals::is_not_retired()),
        _ => {}
    }

    ideas::set_retired(&mut tx, scope, id, away.then_some(now)).await?;
    let row = found(&mut tx, scope, id).await?;
    let kind = if away { EventKind::TopicIdeaRetired } else { EventKind::TopicIdeaRestored };
    record(&mut tx, scope, Change::made(kind, &id, json!({ "title": row.idea.title })), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view(scope, row)))
}

pub(super) async fn found(tx: &mut Tx, scope: &Scope, id: TopicIdeaId) -> Result<IdeaRow, ApiError> {
    ideas::find(tx, scope, id).await?.ok_or_else(ApiError::not_found)
}

fn read(draft: &NewTopicIdea) -> Result<Idea, ApiError> {
    let NewTopicIdea { title, scene, promise, audience, product_line, season, source, source_note } = draft;
    let word = |field: &str, text: &str| {
        optional_text(field, text, IDEA_WORD_CHARS_MAX).map(Option::unwrap_or_default)
    };
    Ok(Idea {
        title: required_text("title", title, IDEA_TITLE_CHARS_MAX)?,
        scene: required_text("scene", scene, IDEA_LINES_CHARS_MAX)?,
        promise: required_text("promise", promise, IDEA_LINES_CHARS_MAX)?,
        audience: word("audience", audience)?,
        product_line: word("product_line", product_line)?,
        season: word("season", season)?,
        source: *source,
        source_note: optional_text("source_note", source_note, IDEA_LINES_CHARS_MAX)?.unwrap_or_default(),
    })
}

fn told(idea: &Idea) -> Value {
    let Idea { title, scene, promise, audience, product_line, season, source, source_note } = idea;
    json!({
        "title": title, "scene": scene, "promise": promise, "audience": audience, "product_line": product_line,
        "season": season, "source": source, "source_note": source_note,
    })
}

fn view(scope: &Scope, row: IdeaRow) -> TopicIdeaView {
    let IdeaRow { id, idea, retired_at, version, told, created_by, created_at } = row;
    let Idea { title, scene, promise, audience, product_line, season, source, source_note } = idea;
    TopicIdeaView {
        id,
        title,
        scene,
        promise,
        audience,
        product_line,
        season,
        source,
        source_note,
        retired_at,
        version,
        told,
        created_by,
        created_at,
        can: TopicIdeaCan { change: may_plan(scope) },
    }
}
