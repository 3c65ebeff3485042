//! Saved views: a page of the console with its filters, under a name.

use axum::{extract::State, http::StatusCode};
use domain::{id::SavedViewId, time::Instant};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::views::{self as store, SavedView, VIEWS_MAX};
use crate::{
    App,
    http::{
        ApiError, ErrorBody, Json, Path, Query,
        field::required_text,
        permit::{PermittedPerson, ViewMatrix},
    },
    text::Text,
};

/// Characters of the name of a page.
const PAGE_CHARS_MAX: usize = 40;
/// Characters of the name of a view.
const NAME_CHARS_MAX: usize = 60;
/// Bytes of what the address of the page holds.
const QUERY_BYTES_MAX: usize = 2_000;

/// Whose views.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ViewsQuery {
    /// The page, like `board`; all when absent.
    #[param(max_length = 40)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<40, _>")]
    page: Option<String>,
}

/// A page with its filters, to be saved under a name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewView {
    /// The page, like `board`.
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z_]+$")]
    page: String,
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// What the address of the page holds behind the question mark.
    #[schema(max_length = 2_000)]
    query: String,
}

/// A saved view.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SavedViewView {
    id: SavedViewId,
    page: String,
    name: String,
    query: String,
    created_at: Instant,
}

impl From<SavedView> for SavedViewView {
    fn from(view: SavedView) -> Self {
        let SavedView { id, page, name, query, created_at } = view;
        Self { id, page, name, query, created_at }
    }
}

/// Lists the asker's saved views.
#[utoipa::path(
    get, path = "/views", tag = "insight", params(ViewsQuery),
    responses(
        (status = 200, body = Vec<SavedViewView>)
    ),
    security(("session" = ["view_matrix"]))
)]
pub(super) async fn list_views(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<ViewMatrix>,
    Query(ViewsQuery { page }): Query<ViewsQuery>,
) -> Result<Json<Vec<SavedViewView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let views = store::views(&mut tx, &scope, user, page.as_deref()).await?;
    Ok(Json(views.into_iter().map(SavedViewView::from).collect()))
}

/// Saves a view.
#[utoipa::path(
    post, path = "/views", tag = "insight", request_body = NewView,
    responses(
        (status = 201, body = SavedViewView), (status = 409, body = ErrorBody)
    ),
    security(("session" = ["view_matrix"]))
)]
pub(super) async fn create_view(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<ViewMatrix>,
    Json(view): Json<NewView>,
) -> Result<(StatusCode, Json<SavedViewView>), ApiError> {
    let NewView { page, name, query } = view.checked()?;
    let view = SavedView { id: app.id(), page, name, query, created_at: app.now() };
    let mut tx = app.db().write().await?;
    if store::count(&mut tx, &scope, user, &view.page).await? >= VIEWS_MAX {
        return Err(too_many());
    }
    let known = store::views(&mut tx, &scope, user, Some(&view.page)).await?;
    if known.iter().any(|other| other.name == view.name) {
        return Err(taken());
    }
    store::insert(&mut tx, &scope, user, &view).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view.into())))
}

/// Removes a saved view of the asker.
#[utoipa::path(
    delete, path = "/views/{view}", tag = "insight", params(("view" = SavedViewId, Path)),
    responses(
        (status = 204)
    ),
    security(("session" = ["view_matrix"]))
)]
pub(super) async fn delete_view(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<ViewMatrix>,
    Path(view): Path<SavedViewId>,
) -> Result<StatusCode, ApiError> {
    let mut tx = app.db().write().await?;
    if !store::delete(&mut tx, &scope, user, view).await? {
        return Err(ApiError::not_found());
    }
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl NewView {
    fn checked(self) -> Result<Self, ApiError> {
        let Self { page, name, query } = self;
        let is_page = |c: char| c.is_ascii_lowercase() || c == '_';
        if page.is_empty() || page.len() > PAGE_CHARS_MAX || !page.chars().all(is_page) {
            return Err(ApiError::invalid("page", Text::new("没有这个页面。", "There is no such page.")));
        }
        let name = required_text("name", &name, NAME_CHARS_MAX)?;
        if query.len() > QUERY_BYTES_MAX {
            let text = Text::new("筛选条件太长。", "These filters are too long to be saved.");
            return Err(ApiError::invalid("query", text));
        }
        Ok(Self { page, name, query })
    }
}

fn taken() -> ApiError {
    ApiError::conflict(Text::new(
        "已有同名视图，请换个名称。",
        "A view of this name exists; choose another one.",
    ))
}

fn too_many() -> ApiError {
    let text = Text::new(
        format!("每个页面最多保存 {VIEWS_MAX} 个视图，请先删掉不用的。"),
        format!("{VIEWS_MAX} views of a page are the most; remove one first."),
    );
    ApiError::invalid("name", text)
}
