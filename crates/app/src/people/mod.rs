//! People: the stores, the roster of employees, and taking a roster in from a file.
//!
//! Words: a *store* belongs to a *region*; an *employee* is on the roster, whether or not they can sign in; a
//! *roster row* is what a file says of one person. The rules stand in [`domain::people`].
//!
//! Invariants: a phone number is kept sealed, found by a blind index, and shown masked; the event log holds names and
//! phone numbers masked; whoever sees part of the brand sees the people of that part only; who left is
//! erased by a job after [`domain::people::PERSON_KEPT_DAYS`]. Nothing here decides who holds an account: that is
//! [`crate::matrix`].

mod api;
mod binding;
mod erasure;
pub(crate) mod jobs;
mod roster;
mod store;

use db::{DbError, Tx};
use domain::{
    id::{EmployeeId, StoreId},
    identity::Scope,
    people::{Employment, may_place},
    time::{Day, Instant},
};
use serde_json::json;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    App,
    events::{Change, EventKind, record},
    http::ApiError,
    text::Text,
};
pub(crate) use api::{EmployeeRef, StoreRef};
pub(crate) use binding::{agreement_counts_from, binding_facts, person_facts};
pub use roster::{Absorbed, ForgottenRoster, RosterEffect, RosterRow, absorb_roster, forget_roster};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::stores::list_stores, api::stores::create_store))
        .routes(routes!(api::stores::change_store))
        .routes(routes!(api::employees::list_employees, api::employees::create_employee))
        .routes(routes!(api::employees::show_employee, api::employees::change_employee))
        .routes(routes!(api::phone_reveals::create_phone_reveal))
        .routes(routes!(api::readiness::show_readiness))
        .routes(routes!(api::person_data::create_data_export))
        .routes(routes!(api::person_data::create_erasure))
        .routes(routes!(api::proofs::list_proofs, api::proofs::create_proof))
        .routes(routes!(api::proofs::delete_proof))
        .routes(routes!(api::proofs::put_review))
        .routes(routes!(api::agreements::list_agreement_texts, api::agreements::create_agreement_text))
        .routes(routes!(api::agreements::list_agreement_signatures))
        .routes(routes!(api::own::show_own_file))
        .routes(routes!(api::own::create_own_signature))
        .routes(routes!(api::own::create_withdrawal))
}

/// Makes sure that the actor sees the store that the field `store` names, and goes on seeing what is put there.
pub(crate) async fn check_place(tx: &mut Tx, scope: &Scope, store: Option<StoreId>) -> Result<(), ApiError> {
    let region = match store {
        Some(store) => store::stores::find(tx, scope, store).await?.map(|row| row.region),
        None => None,
    };
    let place = store.zip(region.as_deref());
    if place.is_some() == store.is_some() && may_place(&scope.sight, place) {
        return Ok(());
    }
    let text = Text::new("请从你负责的门店里选一个。", "Choose one of the stores that you see.");
    Err(ApiError::invalid("store", text))
}

/// Writes the last day of an employee down, who leaves.
pub(crate) async fn set_last_day(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeId,
    day: Day,
    now: Instant,
) -> Result<(), DbError> {
    let Some(before) = employment(tx, scope, id).await? else { return Ok(()) };
    if before.left_on == Some(day) {
        return Ok(());
    }
    store::employees::set_left_on(tx, scope, id, day).await?;
    let (was, is) = (json!({ "left_on": before.left_on }), json!({ "left_on": day }));
    record(tx, scope, Change::changed(EventKind::EmployeeChanged, &id, was, is), now).await?;
    Ok(())
}

/// What is known of an employee whom the actor sees, held until the commit: of two who decide at once what the person
/// runs or that they leave, the second sees what the first did. `None` when there is no such employee for the actor.
pub(crate) async fn employment_held(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeId,
) -> Result<Option<Employment>, DbError> {
    store::employees::hold(tx, scope, id).await?;
    employment(tx, scope, id).await
}

/// What is known of an employee whom the actor sees; `None` when there is no such employee for them.
pub(crate) async fn employment(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeId,
) -> Result<Option<Employment>, DbError> {
    Ok(store::employees::find(tx, scope, id).await?.map(|row| row.employment))
}
