//! Content: what may be published, and what stands in the way.
//!
//! The judgement is [`::text::check`]'s; here it is asked and answered in the language of the asker. A text that is
//! only asked about is neither kept nor logged.

mod check;
mod rulebook;
mod store;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub use rulebook::{Edition, Rulebook, RulebookError};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(check::check_content))
}
