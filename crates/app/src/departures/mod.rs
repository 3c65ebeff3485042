//! Departures: an employee's last day as one flow, from the lock of the first hour to the sheet that is signed.
//!
//! Words: an *exit* says what becomes of an account; a *transfer* names who follows up its leads; a *takedown* is a note
//! that shows the person; the *sheet* is the departure as it stood when it was closed, with its hash. The rules stand in
//! [`domain::departures`].
//!
//! Invariants: opening one locks the person out in the same transaction; what a step did is a line of the log as well;
//! a closed departure never changes. Other capabilities do the work: members are suspended by `identity`, accounts
//! released by `matrix`, personas retired by `personas`, items of Today passed on by `insight`.

mod api;
mod sheet;
mod store;
mod views;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub(crate) use store::is_leaving;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::create_departure))
        .routes(routes!(api::list_departures))
        .routes(routes!(api::show_departure))
        .routes(routes!(api::put_departure_account))
        .routes(routes!(api::create_unbinding))
        .routes(routes!(api::create_item_transfer))
        .routes(routes!(api::create_persona_end))
        .routes(routes!(api::put_takedowns))
        .routes(routes!(api::put_departure_step))
        .routes(routes!(api::create_closure))
        .routes(routes!(sheet::download_sheet))
}
