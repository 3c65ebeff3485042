//! Seats: the companies of a brand, the seats they hold of the platform, who runs which account on them, and what
//! that costs.
//!
//! Words and rules stand in [`domain::seats`]; the numbers of the platform come from the rule book, by the edition that
//! each company stated for that day.
//!
//! Invariants: the quota holds under any number of requests at once, because whoever asks for seats holds the row of
//! the company until the commit; a seat changes by a step and one version at a time; a line of the ledger is never
//! changed; an account that is bound on a seat changes hands here and nowhere else; what was stated about the rules of
//! a company is added to and never rewritten. Nothing here knows a password of a platform account.

mod api;
pub(crate) mod jobs;
mod refusals;
mod rules;
mod store;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub use api::binding::unbind_all;
pub use store::editions::{NewEdition, current_editions, state_edition};
pub(crate) use store::{facts::rule_facts, seats::ownership_of_held};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::entities::list_legal_entities, api::entities::create_legal_entity))
        .routes(routes!(api::entities::show_legal_entity, api::entities::change_legal_entity))
        .routes(routes!(api::papers::create_licence))
        .routes(routes!(api::papers::delete_licence))
        .routes(routes!(api::papers::put_relation, api::papers::delete_relation))
        .routes(routes!(api::accounts::create_enterprise_account))
        .routes(routes!(api::accounts::change_enterprise_account, api::accounts::delete_enterprise_account))
        .routes(routes!(api::editions::list_editions, api::editions::create_edition))
        .routes(routes!(api::spread::show_spread))
        .routes(routes!(api::seats::list_seats, api::request::request_seats))
        .routes(routes!(api::seats::show_seat))
        .routes(routes!(api::steps::create_approval))
        .routes(routes!(api::payments::create_payment))
        .routes(routes!(api::steps::create_submission))
        .routes(routes!(api::steps::create_rejection))
        .routes(routes!(api::steps::create_certification))
        .routes(routes!(api::binding::put_binding, api::binding::delete_binding))
        .routes(routes!(api::payments::create_renewal))
        .routes(routes!(api::steps::create_release))
        .routes(routes!(api::steps::put_freeze, api::steps::delete_freeze))
        .routes(routes!(api::fees::list_fees, api::fees::create_fee))
        .routes(routes!(api::fees::create_fee_reversal))
        .routes(routes!(api::costs::show_costs))
        .routes(routes!(api::costs::put_budget))
        .routes(routes!(api::renewals::list_renewals))
        .routes(routes!(api::renewals::download_calendar))
        .routes(routes!(api::advice::show_advice))
        .routes(routes!(api::offers::list_offers, api::offers::create_offer))
        .routes(routes!(api::offers::check_agent_offer))
        .routes(routes!(api::offers::create_offer_decision))
        .routes(routes!(api::offers::download_offer))
}
