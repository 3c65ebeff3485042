//! Personas: who each account speaks as, checked against the roster and the proofs before it speaks.
//!
//! Words: a *card* is drafted for an account and a person, and approved, sent back or retired; its *findings* are what
//! the truth check says of each claim; *rivals* are other accounts that speak as the same. The rules stand in
//! [`domain::personas`].
//!
//! Invariants: one approved card an account; none is approved with a claim that is not proven that day; a successor's
//! card is not that of the person before.

mod api;
mod store;
mod views;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::list_personas, api::create_persona))
        .routes(routes!(api::show_persona, api::put_persona))
        .routes(routes!(api::create_persona_check))
        .routes(routes!(api::create_persona_approval))
        .routes(routes!(api::create_persona_refusal))
        .routes(routes!(api::create_persona_retirement))
}
