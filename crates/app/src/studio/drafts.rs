//! Lists of drafts, and one of them with everything about it.

use axum::extract::State;
use domain::{
    id::{AccountId, DraftId, EmployeeId, TopicIdeaId},
    studio::{DraftRisk, DraftStage},
    time::Day,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    store::{
        drafts::{self, Wanted},
        texts,
    },
    views::{DraftFile, DraftTextView, DraftView, file},
};
use crate::{
    App,
    http::{
        ApiError, Json, Path, Permitted, Query,
        page::{Page, PageQuery},
        permit::ViewMatrix,
    },
};

/// Which drafts are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DraftFilter {
    /// Only those of this account.
    account: Option<AccountId>,
    /// Only those that this employee writes.
    writer: Option<EmployeeId>,
    /// Only those about this.
    idea: Option<TopicIdeaId>,
    /// Only those as far as this.
    #[param(inline)]
    stage: Option<DraftStage>,
    /// Only those that have to be looked at so carefully.
    #[param(inline)]
    risk: Option<DraftRisk>,
    /// Only those that are to go out on this day or later.
    from: Option<Day>,
    /// Only those that are to go out on this day or before.
    to: Option<Day>,
    /// In title, angle or nickname.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
}

/// Every text that a draft had.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftTextList {
    /// The newest first.
    items: Vec<DraftTextView>,
}

/// Lists the drafts of accounts that the asker sees, and those that they write; those changed last first.
#[utoipa::path(
    get, path = "/drafts", tag = "studio", params(DraftFilter, PageQuery),
    responses((status = 200, body = Page<DraftView>)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_drafts(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(DraftFilter { account, writer, idea, stage, risk, from, to, q }): Query<DraftFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<DraftView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let wanted = Wanted { account, writer, idea, stage, risk, from, to, searched: q };
    let rows = drafts::list(&mut tx, &scope, &wanted, &page).await?;
    Ok(Json(Page::of(rows, &page, |row| (row.changed_at.ms(), row.id.uuid())).map(DraftView::from)))
}

/// Shows a draft with its text, what was found in it, and what was said to it.
#[utoipa::path(
    get, path = "/drafts/{draft}", tag = "studio", params(("draft" = DraftId, Path)),
    responses((status = 200, body = DraftFile)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_draft(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(id): Path<DraftId>,
) -> Result<Json<DraftFile>, ApiError> {
    let mut tx = app.db().read().await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(file(&mut tx, &scope, row).await?))
}

/// Lists every text that a draft had, the newest first.
#[utoipa::path(
    get, path = "/drafts/{draft}/texts", tag = "studio", params(("draft" = DraftId, Path)),
    responses((status = 200, body = DraftTextList)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_draft_texts(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(id): Path<DraftId>,
) -> Result<Json<DraftTextList>, ApiError> {
    let mut tx = app.db().read().await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let texts = texts::of_draft(&mut tx, &scope, row.id).await?;
    Ok(Json(DraftTextList { items: texts.into_iter().map(DraftTextView::from).collect() }))
}
