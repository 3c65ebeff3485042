//! Taking an import back whole: its observations go, and every subject is folded anew from what remains.

use std::collections::HashMap;

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::ImportId,
    imports::{Merged, Observation},
};
use uuid::Uuid;

use super::{
    absorb::{ROWS_AT_ONCE, observations_of, older_cells},
    table::Shaper,
};

#[derive(FromQueryResult)]
struct SubjectRow {
    subject_id: Uuid,
}

/// Takes back what the import wrote into one table; returns how many subjects it touched.
pub(super) async fn take_back(tx: &mut Tx, shaper: &Shaper<'_>, import: ImportId) -> Result<i64, DbError> {
    let (tenant, table) = (shaper.tenant.uuid(), shaper.table.name);
    let sql = "select distinct subject_id from observations where tenant_id = $1 and import_id = $2";
    let touched: Vec<SubjectRow> = tx.all(sql, params![tenant, import.uuid()]).await?;
    let sql = format!(
        "delete from {table} where tenant_id = $1
            and id in (select subject_id from observations where tenant_id = $1 and import_id = $2)
            and not exists (select 1 from observations o
                where o.tenant_id = $1 and o.subject_id = {table}.id and o.import_id <> $2)"
    );
    tx.execute(&sql, params![tenant, import.uuid()]).await?;
    let sql = "delete from observations where tenant_id = $1 and import_id = $2";
    tx.execute(sql, params![tenant, import.uuid()]).await?;
    for part in touched.chunks(ROWS_AT_ONCE) {
        let ids: Vec<Uuid> = part.iter().map(|row| row.subject_id).collect();
        fold_anew(tx, shaper, ids).await?;
    }
    forget_accounts(tx, tenant, import).await?;
    Ok(i64::try_from(touched.len()).unwrap_or(i64::MAX))
}

async fn fold_anew(tx: &mut Tx, shaper: &Shaper<'_>, ids: Vec<Uuid>) -> Result<(), DbError> {
    let remaining: HashMap<Uuid, Vec<Observation>> = observations_of(tx, shaper, ids).await?;
    let names: Vec<String> = shaper
        .table
        .cells
        .iter()
        .enumerate()
        .map(|(at, column)| format!("{} = ${}", column.name, at + 3))
        .collect();
    let first = shaper.table.cells.len() + 3;
    let sql = format!(
        "update {} set {}, import_id = ${first}, row_no = ${}, older_cells = ${} where tenant_id = $1 and id = $2",
        shaper.table.name,
        names.join(", "),
        first + 1,
        first + 2,
    );
    for (id, observations) in remaining {
        let merged = Merged::fold(&observations);
        let Some(newest) = merged.iter().map(|(_, _, source)| source).max() else { continue };
        let mut values = params![shaper.tenant.uuid(), id];
        shaper.put_facts(merged.iter().map(|(field, value, _)| (field, value)), &mut values);
        values.extend(params![newest.import.uuid(), i64::from(newest.row), older_cells(&merged)]);
        tx.execute(&sql, values).await?;
    }
    Ok(())
}

/// Accounts that this import showed for the first time and that nothing else speaks of go with it.
async fn forget_accounts(tx: &mut Tx, tenant: Uuid, import: ImportId) -> Result<(), DbError> {
    let sql = "
        delete from accounts where tenant_id = $1 and import_id = $2 and holder_id is null and store_id is null
            and not exists (select 1 from notes n where n.tenant_id = $1 and n.account_id = accounts.id)
            and not exists (select 1 from account_periods p where p.tenant_id = $1 and p.account_id = accounts.id)
            and not exists (select 1 from service_periods s where s.tenant_id = $1 and s.account_id = accounts.id)
            and not exists (select 1 from leads l where l.tenant_id = $1 and l.account_id = accounts.id)
            and not exists (select 1 from juguang_figures j where j.tenant_id = $1 and j.account_id = accounts.id)
            and not exists (select 1 from goods_hangings g where g.tenant_id = $1 and g.account_id = accounts.id)
            and not exists (select 1 from live_sessions v where v.tenant_id = $1 and v.account_id = accounts.id)
            and not exists (select 1 from promotions q where q.tenant_id = $1 and q.account_id = accounts.id)
            and not exists (select 1 from imports i where i.tenant_id = $1 and i.account_id = accounts.id)";
    tx.execute(sql, params![tenant, import.uuid()]).await?;
    Ok(())
}
