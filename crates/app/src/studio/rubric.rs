//! The rubric 真实 / 有用 / 有温度 with its examples, and how far reviewers agree by it.

use axum::extract::State;
use domain::studio::rubric::{Agreement, MeasureText, RubricMeasure, agreement, rubric};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::scores::{self, ScorePair};
use crate::{
    App,
    http::{ApiError, Json, Permitted, permit::ViewMatrix},
    text::Text,
};

/// The rubric, and how far reviewers agree.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RubricView {
    measures: Vec<MeasureView>,
}

/// One measure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeasureView {
    id: RubricMeasure,
    name: String,
    /// What a reviewer asks themselves.
    question: String,
    /// From the least to the best.
    levels: Vec<LevelView>,
    agreement: AgreementView,
}

/// What a score means.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LevelView {
    score: i64,
    says: String,
    /// A passage that would get it.
    example: String,
}

/// How far two reviewers of one text agree.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementView {
    /// Pairs of scores for one text.
    pairs: i64,
    /// Pairs of the same score.
    exact: i64,
    /// Pairs that differ by one at the most.
    adjacent: i64,
    /// Quadratically weighted kappa in parts per million; absent where there are too few pairs to say.
    kappa_ppm: Option<i64>,
}

/// Shows what reviewers score by, with examples, and how far they agree. Nobody's score is told.
#[utoipa::path(
    get, path = "/rubric", tag = "studio",
    responses((status = 200, body = RubricView)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_rubric(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
) -> Result<Json<RubricView>, ApiError> {
    let mut tx = app.db().read().await?;
    let pairs = scores::pairs(&mut tx, &scope).await?;
    let measures = rubric().iter().map(|measure| measure_view(measure, &pairs)).collect();
    Ok(Json(RubricView { measures }))
}

fn measure_view(
    MeasureText { id, name, question, levels }: &MeasureText,
    pairs: &[ScorePair],
) -> MeasureView {
    let here = |say: &domain::insight::Say| Text::from(say.clone()).here().to_owned();
    let scored: Vec<(i64, i64)> = pairs
        .iter()
        .map(|pair| match id {
            RubricMeasure::True => (pair.truth_one, pair.truth_other),
            RubricMeasure::Useful => (pair.useful_one, pair.useful_other),
            RubricMeasure::Warm => (pair.warm_one, pair.warm_other),
        })
        .collect();
    let Agreement { pairs, exact, adjacent, kappa_ppm } = agreement(&scored);
    let levels = levels.iter().map(|level| LevelView {
        score: level.score,
        says: here(&level.says),
        example: here(&level.example),
    });
    MeasureView {
        id: *id,
        name: here(name),
        question: here(question),
        levels: levels.collect(),
        agreement: AgreementView { pairs, exact, adjacent, kappa_ppm },
    }
}
