//! The rule book of the platform: what it says, what the brand changes in it, and what seats cost by it.
//!
//! The numbers stand in files under `rules/platform` and are read by [`domain::rulebook`]; rows that the brand adopted
//! are laid over them ([`book_of`]). Words: an *amendment* is a row, or the edition of a legal entity, that one person
//! proposes with evidence and another decides on; its *effects* say what it does to each legal entity of the brand.
//!
//! Invariants: nobody adopts what they proposed; nothing adopted counts before its adoption, so what was decided stays
//! explained by the rules of its day; a decided amendment never changes again, and keeps the effects it was decided by.

mod amendments;
mod decide;
mod editions;
mod effects;
mod plans;
mod propose;
mod refusals;
mod store;

use db::{DbError, Tx};
use domain::{identity::Scope, rulebook::Rulebook};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub use plans::plan_refusal;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(plans::list_plan_cases))
        .routes(routes!(plans::plan_seats))
        .routes(routes!(editions::list_rule_editions))
        .routes(routes!(amendments::list_rule_amendments, propose::create_rule_amendment))
        .routes(routes!(propose::create_edition_change))
        .routes(routes!(amendments::show_rule_amendment, amendments::delete_rule_amendment))
        .routes(routes!(decide::create_adoption))
        .routes(routes!(decide::create_refusal))
}

/// The rule book as it counts for the brand: what comes with the program, and the rows that the brand adopted.
pub(crate) async fn book_of(tx: &mut Tx, scope: &Scope) -> Result<Rulebook, DbError> {
    Ok(Rulebook::builtin().with(store::adopted_rows(tx, scope).await?))
}
