//! Entitlements: what comes with the seats, whether it was seen there, and the approved texts that the cards carry.
//!
//! The rules stand in [`domain::entitlements`]. People look in the back office and say what they saw; people put
//! texts into the platform by hand and say that it is done. Nothing here speaks to the platform.

mod cards;
mod decisions;
mod looks;
mod rollouts;
mod sightings;
mod store;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub(crate) use looks::{ground_of, last_looks};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sightings::list_entitlements))
        .routes(routes!(sightings::show_entitlements))
        .routes(routes!(sightings::create_sighting))
        .routes(routes!(cards::list_cards, cards::create_card))
        .routes(routes!(cards::show_card))
        .routes(routes!(cards::create_version))
        .routes(routes!(decisions::approve_version))
        .routes(routes!(decisions::refuse_version))
        .routes(routes!(rollouts::create_rollouts))
        .routes(routes!(rollouts::list_rollouts))
        .routes(routes!(rollouts::create_receipt))
}
