//! Which accounts a topic idea suits, and why.

use std::collections::HashMap;

use axum::extract::State;
use domain::{
    id::{AccountId, TopicIdeaId},
    planning::ideas::{Fit, Idea, fit},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ideas::found, refusals, store};
use crate::{
    App,
    http::{ApiError, Json, Path, Permitted, permit::ViewMatrix},
    personas::{self, Speaking},
};

/// Which accounts a topic idea suits.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopicIdeaFits {
    /// Accounts within the asker's sight that speak by an approved card: those that stand for the idea first.
    items: Vec<TopicIdeaFit>,
    /// Accounts within sight of whom nothing can be told, because no card of theirs is approved.
    without_persona: i64,
}

/// Whether a topic idea suits an account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopicIdeaFit {
    account: AccountId,
    nickname: String,
    /// As whom it speaks.
    employee: String,
    fit: Fit,
    /// What speaks for it or against it.
    reasons: Vec<TopicIdeaFitReason>,
}

/// One reason.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopicIdeaFitReason {
    /// Whether it speaks for the account.
    is_for: bool,
    text: String,
}

/// Tells which accounts a topic idea suits, each with its reasons.
#[utoipa::path(
    get, path = "/topic-ideas/{idea}/fits", tag = "planning", params(("idea" = TopicIdeaId, Path)),
    responses((status = 200, body = TopicIdeaFits)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_topic_idea_fits(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(id): Path<TopicIdeaId>,
) -> Result<Json<TopicIdeaFits>, ApiError> {
    let mut tx = app.db().read().await?;
    let idea = found(&mut tx, &scope, id).await?.idea;
    let speaking = personas::speaking(&mut tx, &scope).await?;
    let told = store::ideas::told_by_account(&mut tx, &scope, id).await?;
    let without_persona = store::ideas::without_persona(&mut tx, &scope).await?;

    let mut items: Vec<TopicIdeaFit> = speaking.into_iter().map(|one| judged(&idea, one, &told)).collect();
    items.sort_by_key(|item| (item.fit, std::cmp::Reverse(item.reasons.len())));
    Ok(Json(TopicIdeaFits { items, without_persona }))
}

fn judged(idea: &Idea, one: Speaking, told: &HashMap<AccountId, i64>) -> TopicIdeaFit {
    let Speaking { account, nickname, employee, card } = one;
    let (fit, reasons) = fit(idea, &card, told.get(&account).copied().unwrap_or(0));
    let reasons = reasons.iter().map(|reason| TopicIdeaFitReason {
        is_for: reason.is_for(),
        text: refusals::fit_reason(reason).here().to_owned(),
    });
    TopicIdeaFit { account, nickname, employee, fit, reasons: reasons.collect() }
}
