//! The studio: drafts of notes on their way from a plan to the person who publishes them.
//!
//! The rules stand in [`domain::studio`]; texts are judged and compared by [`crate::content`]. A draft is written,
//! handed in, looked at, handed over and confirmed by people; nothing here publishes.
//!
//! Invariants: a text that is written is never changed; what is handed over is the text that was approved; whoever
//! wrote or handed in a text of a draft says nothing to it.

mod bounds;
mod drafts;
mod handovers;
mod hints;
mod judgements;
mod own_day;
mod pauses;
mod plans;
mod refusals;
mod results;
mod reviews;
mod rubric;
mod store;
mod texts;
mod views;

use db::{DbError, Tx};
use domain::{
    identity::Scope,
    time::{Day, Instant},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub(crate) use results::{look_again, look_in_export};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(drafts::list_drafts, plans::create_draft))
        .routes(routes!(drafts::show_draft))
        .routes(routes!(drafts::list_draft_texts))
        .routes(routes!(plans::put_draft_plan))
        .routes(routes!(texts::put_draft_text))
        .routes(routes!(judgements::create_draft_judgement))
        .routes(routes!(reviews::create_draft_submission))
        .routes(routes!(reviews::create_draft_decision))
        .routes(routes!(rubric::show_rubric))
        .routes(routes!(handovers::create_draft_withdrawal))
        .routes(routes!(handovers::create_draft_handover))
        .routes(routes!(handovers::create_draft_receipt))
        .routes(routes!(handovers::create_draft_dropping))
        .routes(routes!(results::list_draft_matches))
        .routes(routes!(results::create_draft_note))
        .routes(routes!(results::show_draft_results))
        .routes(routes!(pauses::list_studio_pauses, pauses::create_studio_pause))
        .routes(routes!(pauses::create_studio_pause_end))
        .routes(routes!(own_day::show_own_day))
        .routes(routes!(own_day::put_own_rest, own_day::delete_own_rest))
        .routes(routes!(own_day::show_leaderboard))
        .routes(routes!(own_day::put_own_place))
}

/// Now and today, in the zone of the brand.
#[derive(Debug, Clone, Copy)]
struct Clocked {
    now: Instant,
    today: Day,
}

impl Clocked {
    async fn of(tx: &mut Tx, app: &App, scope: &Scope) -> Result<Self, DbError> {
        let (now, zone) = (app.now(), crate::identity::zone(tx, scope.tenant).await?);
        Ok(Self { now, today: now.day(&zone) })
    }
}
