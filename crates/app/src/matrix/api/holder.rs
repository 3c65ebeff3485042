//! Who holds an account.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{AccountId, EmployeeId, PersonaId, SeatId},
    identity::Scope,
    matrix::{Decision, Handover, MatchReason, hand_over},
    time::Instant,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    super::store::{
        accounts::{self, AccountRow},
        holdings::{self, NewHolding},
        proposals::{self, Decided},
    },
    accounts::AccountView,
    sentence,
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{ApiError, ErrorBody, Json, Path, Permitted, permit::ManageAccounts},
    people,
    text::Text,
};

/// Who holds an account from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::matrix) struct Holder {
    employee: EmployeeId,
}

/// Gives an account to an employee. An account that belongs nowhere, or where its holder worked, goes to where the
/// new holder works.
#[utoipa::path(
    put, path = "/accounts/{account}/holder", tag = "matrix", params(("account" = AccountId, Path)),
    request_body = Holder,
    responses(
        (status = 200, body = AccountView), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "somebody else changed the holder meanwhile"),
        (status = 413, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_accounts"]), ("api_key" = ["manage_accounts"]))
)]
pub(in crate::matrix) async fn put_holder(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageAccounts>,
    Path(id): Path<AccountId>,
    Json(Holder { employee }): Json<Holder>,
) -> Result<Json<AccountView>, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let account = accounts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    refuse_on_seat(&mut tx, &scope, id).await?;
    let employment = people::employment(&mut tx, &scope, employee).await?.ok_or_else(unknown_employee)?;
    let handover = hand_over(&account.facts(), employee, &employment)
        .map_err(|error| ApiError::invalid("employee", sentence(error)))?;
    let Some(handover) = handover else { return Ok(Json(AccountView::of(&scope, account))) };
    let change = give(&mut tx, &app, &scope, &account, handover, None, now).await?;
    let row = accounts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(AccountView::of(&scope, row)))
}

/// Writes a handover that a person decided, and what it says of both pairs: the one before does not come back by
/// itself. Returns the line for the event log.
pub(in crate::matrix) async fn give(
    tx: &mut db::Tx,
    app: &App,
    scope: &Scope,
    account: &AccountRow,
    handover: Handover,
    on_seat: Option<(SeatId, Option<PersonaId>)>,
    now: Instant,
) -> Result<Change, ApiError> {
    let Handover { from, to, store } = handover;
    if !accounts::set_holder(tx, scope, account.id, (from, Some(to)), store).await? {
        return Err(changed_meanwhile());
    }
    let pairs = from.map(|from| (from, Decision::Declined)).into_iter().chain([(to, Decision::Confirmed)]);
    for (employee, decision) in pairs {
        let (id, reason) = (app.id(), MatchReason::ByHand);
        let decided = Decided { id, account: account.id, employee, reason, decision };
        proposals::decide(tx, scope, decided, now).await?;
    }
    holdings::end(tx, scope, account.id, None, now).await?;
    let holding = NewHolding { id: app.id(), account: account.id, employee: to, on_seat };
    holdings::begin(tx, scope, holding, now).await?;
    let before = json!({ "holder": from, "store": account.facts().store });
    let after = json!({ "holder": to, "store": store });
    Ok(Change::changed(EventKind::HolderChanged, &account.id, before, after))
}

/// Takes an account from its holder. The next roster does not give it back to them; a person can.
#[utoipa::path(
    delete, path = "/accounts/{account}/holder", tag = "matrix", params(("account" = AccountId, Path)),
    responses(
        (status = 204), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody, description = "no such account, or nobody holds it"),
        (status = 409, body = ErrorBody, description = "somebody else changed the holder meanwhile")
    ),
    security(("session" = ["manage_accounts"]), ("api_key" = ["manage_accounts"]))
)]
pub(in crate::matrix) async fn delete_holder(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageAccounts>,
    Path(id): Path<AccountId>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let account = accounts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    refuse_on_seat(&mut tx, &scope, id).await?;
    let change = take(&mut tx, &app, &scope, &account, None, now).await?.ok_or_else(ApiError::not_found)?;
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an account from its holder, if it has one. Returns the line for the event log.
pub(in crate::matrix) async fn take(
    tx: &mut db::Tx,
    app: &App,
    scope: &Scope,
    account: &AccountRow,
    reason: Option<&str>,
    now: Instant,
) -> Result<Option<Change>, ApiError> {
    let Some(holder) = account.holder.as_ref().map(|holder| holder.id) else { return Ok(None) };
    if !accounts::set_holder(tx, scope, account.id, (Some(holder), None), account.facts().store).await? {
        return Err(changed_meanwhile());
    }
    let (pair, by_hand, decision) = (app.id(), MatchReason::ByHand, Decision::Declined);
    let decided = Decided { id: pair, account: account.id, employee: holder, reason: by_hand, decision };
    proposals::decide(tx, scope, decided, now).await?;
    holdings::end(tx, scope, account.id, reason, now).await?;
    let (before, after) = (json!({ "holder": holder }), json!({ "holder": null }));
    Ok(Some(Change::changed(EventKind::HolderChanged, &account.id, before, after)))
}

/// An account that is bound on a seat changes hands there, where papers and persona are asked for.
pub(super) async fn refuse_on_seat(tx: &mut db::Tx, scope: &Scope, id: AccountId) -> Result<(), ApiError> {
    if holdings::seat_of(tx, scope, id).await?.is_none() {
        return Ok(());
    }
    Err(ApiError::conflict(Text::new(
        "这个账号绑定在名额上；请到「名额」里解绑或换绑，那里会核对在职证明、协议和人设。",
        "This account is bound on a seat; unbind or rebind it there, where papers and persona are checked.",
    )))
}

fn unknown_employee() -> ApiError {
    let text =
        Text::new("请从你能看到的花名册里选一名员工。", "Choose an employee from the roster that you see.");
    ApiError::invalid("employee", text)
}

fn changed_meanwhile() -> ApiError {
    ApiError::conflict(Text::new(
        "持有人刚被别人改过；请刷新后再试。",
        "Somebody else has just changed the holder; reload and try again.",
    ))
}
