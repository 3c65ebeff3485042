//! The matrix: the brand's platform accounts, who holds them, and what the platform counted of each.
//!
//! Words: an *account* has a kind, a store and a *holder*; without one it is *unclaimed*; a *proposal* is a pair of
//! account and employee that waits for a person; a *figure* is one number of a file, and names the import and the row
//! it came from. The rules stand in [`domain::matrix`].
//!
//! Invariants: what an actor does not see does not exist for them, in lists, counts and everything that belongs to
//! an account ([`sight`]); a change of holder is a line in the event log, and the history of an account is read from
//! there, as who held it when is from its *holdings*; what a person decided about a pair stands until a person decides otherwise. Nothing here reads a file.

mod api;
pub(crate) mod conditions;
mod follow;
mod leave;
mod matching;
mod named;
mod seats;
pub(crate) mod sight;
mod store;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub use follow::{move_with_holder, release_claim};
pub(crate) use leave::{HeldAccount, NoteOf, held_with_leads, notes_of, release};
pub use matching::{MatchCounts, match_accounts};
pub(crate) use named::{account_kind, hold_account, note_named};
pub(crate) use seats::{account_past, end_on_seat, hold_on_seat, seat_account};
pub(crate) use store::accounts::names_held_by;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::accounts::list_accounts, api::accounts::create_account))
        .routes(routes!(api::accounts::show_account, api::accounts::change_account))
        .routes(routes!(api::holder::put_holder, api::holder::delete_holder))
        .routes(routes!(api::history::list_history))
        .routes(routes!(api::holders::list_holders))
        .routes(routes!(api::proposals::list_proposals))
        .routes(routes!(api::proposals::confirm_proposal))
        .routes(routes!(api::proposals::decline_proposal))
        .routes(routes!(api::notes::list_account_notes))
        .routes(routes!(api::notes::list_notes))
        .routes(routes!(api::periods::list_periods))
        .routes(routes!(api::periods::list_service_periods))
        .routes(routes!(api::leads::list_account_leads))
}
