//! Content: what may be published, and what stands in the way.
//!
//! The judgement is [`::text::check`]'s; here it is asked and answered in the language of the asker. A text that is
//! only asked about is neither kept nor logged.
//!
//! Words: a *pack* is a document of rules; a brand may put its own in the place of a built-in one. A *rule* of a brand
//! is one word, claim or passage. The *revision* counts the changes of both, and names the state that judged.
//! Published notes are judged and compared by jobs ([`jobs`]); a *shelf* holds the titles that texts are compared with.

mod check;
mod copies;
mod draft_check;
mod draft_copies;
mod findings;
pub(crate) mod jobs;
mod judge;
mod packs;
mod rulebook;
mod rules;
mod shelf;
mod similar;
mod store;
mod views;

use ::text::check::{Context, Surface};
use axum::extract::DefaultBodyLimit;
use domain::{
    content::{ContentOutcome, OWN_PACK_BYTES_MAX},
    identity::Scope,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{App, http::ApiError};
pub(crate) use check::outcome_of;
pub(crate) use draft_check::{DraftVerdict, judge_draft};
pub(crate) use draft_copies::{Compared, Nearness, nearest};
pub(crate) use jobs::{judge_again, judge_import};
pub use rulebook::{Edition, Rulebook, RulebookError};
pub use shelf::Shelves;

/// Bytes of a request that carries a pack: written as JSON a pack takes more room.
const PACK_BODY_BYTES_MAX: usize = 3 * OWN_PACK_BYTES_MAX;

pub(crate) fn routes() -> OpenApiRouter<App> {
    let packs = OpenApiRouter::new()
        .routes(routes!(packs::show_content_pack, packs::put_content_pack, packs::delete_content_pack))
        .layer(DefaultBodyLimit::max(PACK_BODY_BYTES_MAX));
    OpenApiRouter::new()
        .merge(packs)
        .routes(routes!(check::check_content))
        .routes(routes!(similar::check_similar))
        .routes(routes!(findings::list_note_findings))
        .routes(routes!(copies::list_note_copies))
        .routes(routes!(rules::list_content_rules, rules::create_content_rule))
        .routes(routes!(rules::delete_content_rule))
        .routes(routes!(packs::list_content_packs))
}

/// What the rules of the brand say of the title of a note today.
pub(crate) async fn judge_title(app: &App, scope: &Scope, title: &str) -> Result<ContentOutcome, ApiError> {
    let context = Context { surface: Surface::Title, ..Context::default() };
    Ok(outcome_of(app.rulebook().of(scope).await?.check(title, &context).outcome))
}
