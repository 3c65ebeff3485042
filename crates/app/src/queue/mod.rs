//! The queue as people see it: what waits, what runs, what was given up, and what to do about that.
//!
//! How jobs are written down and done stands in the crate `jobs`; here they are only looked at, tried again and
//! removed, within one's own brand.

mod api;
mod store;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::list_jobs))
        .routes(routes!(api::create_job_attempt))
        .routes(routes!(api::delete_job))
}
