//! Bringing files in: looked at, decided by the user, run as a job, kept with all they said, taken back whole.
//!
//! Words: a *plan* says how a file will be read; an *observation* is what one row said of one subject; a *rejection*
//! is a row that could not be taken. The way: [`propose`] keeps the sealed file and proposes a plan; the user
//! corrects it; [`start`] queues the run; the run writes everything in one transaction.
//!
//! Invariants: a file is never changed and never lost; a bad row never stops the good ones; the figures of a subject
//! are always the fold of its observations, so that undoing one import restores what the others say. Nothing here
//! fetches a file from the platform: people bring what they downloaded.

mod absorb;
mod api;
pub(crate) mod jobs;
mod plan;
mod propose;
mod rejections;
mod resolve;
mod reverse;
mod roster;
mod run;
mod running;
mod store;
mod table;
mod view;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub use propose::{Decision, Proposal, propose, start};
pub use running::Running;

/// Bytes of an uploaded form: the largest file and a little around it.
pub const UPLOAD_BYTES_MAX: usize = (64 << 20) + (64 << 10);

/// Clears up after a process that was cut off while it took files in.
pub async fn forget_partials(app: &App) {
    let folder = app.settings().data_dir.clone();
    match tokio::task::spawn_blocking(move || crate::kept_files::forget_partials(&folder)).await {
        Ok(Ok(0)) => {}
        Ok(Ok(forgotten)) => tracing::info!(forgotten, "the beginnings of files were cleared away"),
        Ok(Err(error)) => tracing::warn!(%error, "the beginnings of files could not be cleared away"),
        Err(error) => tracing::error!(%error, "clearing up was cut off"),
    }
}

pub(crate) fn routes() -> OpenApiRouter<App> {
    let upload = OpenApiRouter::new()
        .routes(routes!(api::list_imports, api::create_import))
        .layer(axum::extract::DefaultBodyLimit::max(UPLOAD_BYTES_MAX));
    OpenApiRouter::new()
        .merge(upload)
        .routes(routes!(api::show_import, api::delete_import))
        .routes(routes!(api::put_plan))
        .routes(routes!(api::create_run, api::delete_run))
        .routes(routes!(api::create_reversal))
        .routes(routes!(rejections::list_rejections))
        .routes(routes!(rejections::download_rejections))
        .routes(routes!(rejections::show_source_row))
}
