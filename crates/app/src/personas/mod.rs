//! Personas: who each account speaks as, checked against the roster and the proofs before it speaks.
//!
//! Words: a *card* is drafted for an account and a person, and approved, sent back or retired; its *findings* are what
//! the truth check says of each claim; *rivals* are other accounts that speak as the same. The rules stand in
//! [`domain::personas`].
//!
//! Invariants: one approved card an account; none is approved with a claim that is not proven that day; a successor's
//! card is not that of the person before.

mod api;
mod binding;
mod store;
mod views;

use db::{DbError, Tx};
use domain::{
    id::{AccountId, EmployeeId},
    identity::Scope,
    personas::{PersonaCard, PersonaState},
    time::Instant,
};
use serde_json::json;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use self::binding::{PersonaColumns, PersonaRef, card_facts, speaks_as_another};

use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::ApiError,
};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::list_personas, api::create_persona))
        .routes(routes!(api::show_persona, api::put_persona))
        .routes(routes!(api::create_persona_check))
        .routes(routes!(api::create_persona_approval))
        .routes(routes!(api::create_persona_refusal))
        .routes(routes!(api::create_persona_retirement))
}

/// The card by which an account speaks as this person, when one is approved.
pub(crate) async fn shown_by(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    employee: EmployeeId,
) -> Result<Option<PersonaCard>, DbError> {
    let rows = store::once_approved(tx, scope, account).await?;
    let theirs = rows.into_iter().find(|row| row.employee == employee && row.state == PersonaState::Approved);
    Ok(theirs.map(|row| row.card))
}

/// Retires every persona of a person, drafts as well; how many. Their accounts speak as nobody from then on.
pub(crate) async fn retire_of(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    reason: &str,
    now: Instant,
) -> Result<usize, ApiError> {
    let rows = store::of_employee(tx, scope, employee).await?;
    let by = name_of(&scope.actor);
    let mut retired = 0;
    for row in rows.into_iter().filter(|row| row.state != PersonaState::Retired) {
        let retirement = store::Retirement { by: by.clone(), at: now, reason: reason.to_owned() };
        if store::retire(tx, scope, row.id, &retirement).await? {
            let after = json!({ "employee": employee, "account": row.account, "reason": reason });
            record(tx, scope, Change::made(EventKind::PersonaRetired, &row.id, after), now).await?;
            retired += 1;
        }
    }
    Ok(retired)
}

/// Blots out every card of a person: retired, and nothing of what it said stays; how many.
pub(crate) async fn blot_out(tx: &mut Tx, scope: &Scope, employee: EmployeeId) -> Result<u64, DbError> {
    store::blot_out(tx, scope, employee, &PersonaCard::blank()).await
}

/// An account that speaks by an approved card.
#[derive(Debug)]
pub(crate) struct Speaking {
    pub account: AccountId,
    pub nickname: String,
    /// The person as whom it speaks.
    pub employee: String,
    pub card: PersonaCard,
}

/// The accounts within the actor's sight that speak by an approved card.
pub(crate) async fn speaking(tx: &mut Tx, scope: &Scope) -> Result<Vec<Speaking>, DbError> {
    let rows = store::speaking(tx, scope).await?;
    let speaking = rows.into_iter().map(|row| Speaking {
        account: row.account,
        nickname: row.nickname,
        employee: row.employee_name,
        card: row.card,
    });
    Ok(speaking.collect())
}
