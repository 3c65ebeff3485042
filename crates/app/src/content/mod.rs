//! Content: what may be published, and what stands in the way.
//!
//! The judgement is [`::text::check`]'s; here it is asked and answered in the language of the asker. A text that is
//! only asked about is neither kept nor logged.

mod check;
mod copies;
mod findings;
pub(crate) mod jobs;
mod judge;
mod rulebook;
mod shelf;
mod similar;
mod store;
mod views;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub(crate) use jobs::{judge_again, judge_import};
pub use rulebook::{Edition, Rulebook, RulebookError};
pub use shelf::Shelves;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(check::check_content))
        .routes(routes!(similar::check_similar))
        .routes(routes!(findings::list_note_findings))
        .routes(routes!(copies::list_note_copies))
}
