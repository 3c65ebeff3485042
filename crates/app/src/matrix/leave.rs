//! What the matrix does when somebody leaves: what they hold, what was published there, and letting go.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, EmployeeId, NoteId},
    identity::Scope,
    matrix::{Decision, MatchReason},
    time::{Day, Instant},
};
use serde_json::json;
use uuid::Uuid;

use super::store::{
    accounts, holdings,
    proposals::{self, Decided},
};
use crate::{
    App,
    events::{Change, EventKind, record},
};

/// An account that somebody holds, with what it brought.
#[derive(Debug)]
pub(crate) struct HeldAccount {
    pub account: AccountId,
    pub nickname: String,
    pub leads: i64,
}

/// A note of an account.
#[derive(Debug)]
pub(crate) struct NoteOf {
    pub note: NoteId,
    pub title: String,
    pub published_on: Day,
}

/// The accounts that an employee holds and the actor sees, with how many leads each brought.
pub(crate) async fn held_with_leads(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<HeldAccount>, DbError> {
    let sql = "select count(*) as n from leads where tenant_id = $1 and account_id = $2";
    let mut held = Vec::new();
    for (account, nickname) in accounts::names_held_by(tx, scope, employee).await? {
        let leads = tx.number(sql, params![scope.tenant.uuid(), account.uuid()]).await?;
        held.push(HeldAccount { account, nickname, leads });
    }
    Ok(held)
}

#[derive(FromQueryResult)]
struct NoteRow {
    id: Uuid,
    title: String,
    published_day: i32,
}

/// The latest notes of an account. Who asks has made sure that the actor sees it.
pub(crate) async fn notes_of(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    most: usize,
) -> Result<Vec<NoteOf>, DbError> {
    let sql = "
        select id, title, published_day from notes where tenant_id = $1 and account_id = $2
        order by published_at desc limit $3";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows: Vec<NoteRow> = tx.all(sql, params![scope.tenant.uuid(), account.uuid(), most]).await?;
    let note = |NoteRow { id, title, published_day }| {
        let published_on = Day::from_yyyymmdd(published_day).ok()?;
        Some(NoteOf { note: NoteId::from_uuid(id), title, published_on })
    };
    Ok(rows.into_iter().filter_map(note).collect())
}

/// Takes an account from somebody who leaves; `false` when they hold it no more. No roster gives it back to them.
pub(crate) async fn release(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    (account, employee): (AccountId, EmployeeId),
    reason: &str,
    now: Instant,
) -> Result<bool, DbError> {
    let Some(row) = accounts::find(tx, scope, account).await? else { return Ok(false) };
    let store = row.facts().store;
    if !accounts::set_holder(tx, scope, account, (Some(employee), None), store).await? {
        return Ok(false);
    }
    let (id, by_hand, decision) = (app.id(), MatchReason::ByHand, Decision::Declined);
    proposals::decide(tx, scope, Decided { id, account, employee, reason: by_hand, decision }, now).await?;
    holdings::end(tx, scope, account, Some(reason), now).await?;
    let (before, after) = (json!({ "holder": employee }), json!({ "holder": null }));
    record(tx, scope, Change::changed(EventKind::HolderChanged, &account, before, after), now).await?;
    Ok(true)
}
