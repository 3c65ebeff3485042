//! The rule book of the platform: what it says, what the brand adds to it, and what seats cost by it.
//!
//! The numbers stand in files under `rules/platform` and are read by [`domain::rulebook`]; here they are shown with
//! their sources, and planned with.

mod plans;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub use plans::plan_refusal;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(plans::list_plan_cases)).routes(routes!(plans::plan_seats))
}
