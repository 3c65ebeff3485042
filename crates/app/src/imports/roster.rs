//! Rosters go to the people, not into a table of figures.

use db::{DbError, Tx, params};
use domain::{id::ImportId, identity::Scope};

use super::run::Outcome;
use crate::{App, text::Text};

/// Hands the rows of a roster to the people, then looks which accounts they explain.
pub(super) async fn absorb(
    _app: &App,
    _tx: &mut Tx,
    _scope: &Scope,
    _import: ImportId,
    outcome: Outcome,
) -> Result<Outcome, DbError> {
    Ok(outcome)
}

/// Takes back the employees that a roster added and that nothing else refers to.
pub(super) async fn take_back(tx: &mut Tx, scope: &Scope, import: ImportId) -> Result<i64, DbError> {
    let sql = "
        delete from employees where tenant_id = $1 and import_id = $2
            and not exists (select 1 from accounts a where a.tenant_id = $1 and a.holder_id = employees.id)
            and not exists (select 1 from memberships m where m.tenant_id = $1 and m.employee_id = employees.id)";
    let gone = tx.execute(sql, params![scope.tenant.uuid(), import.uuid()]).await?;
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

/// Why a row of a roster was not taken.
pub(super) fn sentence(code: &str) -> Text {
    Text::new(format!("这一行未能导入（{code}）。"), format!("This row was not taken ({code})."))
}
