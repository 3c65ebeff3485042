//! What the seats ask of the matrix: to hand an account over because it is bound on a seat, and to take it back.

use db::Tx;
use domain::{
    id::{AccountId, EmployeeId, PersonaId, SeatId},
    identity::Scope,
    matrix::{AccountKind, hand_over},
    people::Employment,
    seats::AccountPast,
    time::Instant,
};

use super::{
    api::{
        holder::{give, take},
        sentence,
    },
    store::{accounts, holdings},
};
use crate::{App, events::record, http::ApiError, personas};

/// An account as a seat sees it.
#[derive(Debug)]
pub(crate) struct SeatAccount {
    /// What sort of account it is.
    pub kind: AccountKind,
    /// The seat on which it is bound.
    pub seat: Option<SeatId>,
}

/// The account, if the actor sees it.
pub(crate) async fn seat_account(
    tx: &mut Tx,
    scope: &Scope,
    id: AccountId,
) -> Result<Option<SeatAccount>, ApiError> {
    let Some(row) = accounts::find(tx, scope, id).await? else { return Ok(None) };
    let seat = holdings::seat_of(tx, scope, id).await?;
    Ok(Some(SeatAccount { kind: row.kind, seat }))
}

/// What an account was before, for an employee who is to run it.
pub(crate) async fn account_past(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    employee: EmployeeId,
) -> Result<AccountPast, ApiError> {
    let past = holdings::past(tx, scope, account, employee).await?;
    let speaks = personas::speaks_as_another(tx, scope, account, employee).await?;
    Ok(AccountPast { had_another: past.had_another || speaks, ..past })
}

/// Hands an account to an employee because it is bound on a seat. Where they held it already without one, the holding
/// on the seat begins now.
pub(crate) async fn hold_on_seat(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    (account, employee): (AccountId, EmployeeId),
    employment: &Employment,
    on_seat: (SeatId, Option<PersonaId>),
    now: Instant,
) -> Result<(), ApiError> {
    let row = accounts::find(tx, scope, account).await?.ok_or_else(ApiError::not_found)?;
    let handover = hand_over(&row.facts(), employee, employment)
        .map_err(|error| ApiError::invalid("employee", sentence(error)))?;
    if let Some(handover) = handover {
        let change = give(tx, app, scope, &row, handover, Some(on_seat), now).await?;
        record(tx, scope, change, now).await?;
        return Ok(());
    }
    holdings::end(tx, scope, account, None, now).await?;
    let holding = holdings::NewHolding { id: app.id(), account, employee, on_seat: Some(on_seat) };
    holdings::begin(tx, scope, holding, now).await?;
    Ok(())
}

/// Takes an account back from whoever held it on a seat.
pub(crate) async fn end_on_seat(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    account: AccountId,
    reason: Option<&str>,
    now: Instant,
) -> Result<(), ApiError> {
    let row = accounts::find(tx, scope, account).await?.ok_or_else(ApiError::not_found)?;
    if let Some(change) = take(tx, app, scope, &row, reason, now).await? {
        record(tx, scope, change, now).await?;
    }
    Ok(())
}
