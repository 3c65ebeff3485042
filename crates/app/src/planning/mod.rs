//! Planning: topic ideas and which accounts they suit.
//!
//! The rules stand in [`domain::planning`]. Whoever sees the matrix sees the ideas of the brand; what is told of accounts
//! is told within sight.

mod fits;
mod ideas;
mod refusals;
mod store;

use domain::identity::{Action, Scope};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{App, http::can::Can, text::Text};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ideas::list_topic_ideas, ideas::create_topic_idea))
        .routes(routes!(ideas::show_topic_idea, ideas::change_topic_idea))
        .routes(routes!(ideas::create_topic_idea_retirement, ideas::delete_topic_idea_retirement))
        .routes(routes!(fits::list_topic_idea_fits))
}

/// Whether the asker plans what is written.
fn may_plan(scope: &Scope) -> Can {
    if scope.may(Action::PlanContent) {
        return Can::Yes;
    }
    Can::No(Text::new("由负责人或运营安排。", "An owner or an operator plans this."))
}
