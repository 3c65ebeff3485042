//! Insight: the matrix board, Today, the weekly report, and the views that people save of them.
//!
//! Words and rules are those of [`domain::insight`]. Here, rows become ledgers ([`compute`]), and ledgers become a
//! board, a file, a report; facts become items of work. Nothing here changes a figure: figures come with imports.
//!
//! Invariants: a number of the board, its export, its sources and the report come from the same function; nobody
//! sees or sums an account outside of their sight.

mod ask;
mod board;
mod catalogue;
mod compute;
mod export;
mod facts;
mod level;
mod marks;
mod report;
mod report_file;
mod shape;
mod sources;
mod store;
mod table;
mod targets;
mod today;
mod views;
mod waiting;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(board::show_board))
        .routes(routes!(export::export_board))
        .routes(routes!(sources::list_sources))
        .routes(routes!(catalogue::list_metrics))
        .routes(routes!(catalogue::list_loaded_periods))
        .routes(routes!(today::show_today))
        .routes(routes!(marks::put_snooze, marks::delete_snooze))
        .routes(routes!(marks::put_owner, marks::delete_owner))
        .routes(routes!(targets::list_targets, targets::put_targets))
        .routes(routes!(report::show_weekly_report))
        .routes(routes!(report_file::download_weekly_report))
        .routes(routes!(views::list_views, views::create_view))
        .routes(routes!(views::delete_view))
}
