//! Accounts and notes as other capabilities name them.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, NoteId},
    identity::Scope,
    matrix::AccountKind,
};
use uuid::Uuid;

use super::{conditions::Conditions, store::accounts};

/// A note by its title.
#[derive(Debug)]
pub(crate) struct NamedNote {
    pub account: AccountId,
    pub title: String,
}

/// What sort of account it is, if the actor sees it.
pub(crate) async fn account_kind(
    tx: &mut Tx,
    scope: &Scope,
    id: AccountId,
) -> Result<Option<AccountKind>, DbError> {
    Ok(accounts::find(tx, scope, id).await?.map(|row| row.kind))
}

/// Holds the row of an account until the commit, so that whoever puts something of its own there next sees what this
/// transaction puts there.
pub(crate) async fn hold_account(tx: &mut Tx, scope: &Scope, id: AccountId) -> Result<(), DbError> {
    let sql = "update accounts set nickname = nickname where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct NoteRow {
    account_id: Uuid,
    title: String,
}

/// The note, if the actor sees its account.
pub(crate) async fn note_named(tx: &mut Tx, scope: &Scope, id: NoteId) -> Result<Option<NamedNote>, DbError> {
    let wanted = Conditions::of(scope, "n").and("n.id = ?", params![id.uuid()]).and_seen_accounts(scope, "a");
    let sql = format!(
        "select n.account_id, n.title from notes n
        join accounts a on a.tenant_id = n.tenant_id and a.id = n.account_id where {}",
        wanted.text()
    );
    let row: Option<NoteRow> = tx.one(&sql, wanted.into_values()).await?;
    Ok(row.map(|row| NamedNote { account: AccountId::from_uuid(row.account_id), title: row.title }))
}
