//! What happens to accounts when something happens to their holders.

use db::{DbError, Tx};
use domain::{
    id::{AccountId, EmployeeId, StoreId},
    identity::Scope,
    matrix::follow,
    time::Instant,
};
use serde_json::json;

use super::store::{accounts, holdings, proposals};
use crate::events::{Change, EventKind, record};

/// Moves the accounts of a holder who changed stores, except those that a person put elsewhere.
pub async fn move_with_holder(
    tx: &mut Tx,
    scope: &Scope,
    holder: EmployeeId,
    before: Option<StoreId>,
    after: Option<StoreId>,
    now: Instant,
) -> Result<(), DbError> {
    for (account, store) in accounts::held_by(tx, scope, holder).await? {
        let next = follow(store, before, after);
        if next == store {
            continue;
        }
        accounts::move_to(tx, scope, account, next).await?;
        let (was, is) = (json!({ "store": store }), json!({ "store": next }));
        record(tx, scope, Change::changed(EventKind::AccountChanged, &account, was, is), now).await?;
    }
    Ok(())
}

/// Takes an account from the holder that an id of the roster gave it to, and forgets the pair, so that a later
/// roster may find it again.
pub async fn release_claim(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    holder: EmployeeId,
    now: Instant,
) -> Result<(), DbError> {
    accounts::unclaim(tx, scope, account, holder).await?;
    holdings::forget(tx, scope, account).await?;
    proposals::forget(tx, scope, account, holder).await?;
    let (before, after) = (json!({ "holder": holder }), json!({ "holder": null }));
    record(tx, scope, Change::changed(EventKind::HolderChanged, &account, before, after), now).await?;
    Ok(())
}
