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

/// What speaks of an account: while a row of one of these does, the account stays.
const SPEAKS_OF_ACCOUNTS: &[&str] = &[
    "account_holdings",
    "account_periods",
    "card_rollouts",
    "departure_accounts",
    "drafts",
    "employee_proofs",
    "enterprise_accounts",
    "entitlement_sightings",
    "goods_hangings",
    "handoffs",
    "imports",
    "juguang_figures",
    "leads",
    "live_sessions",
    "notes",
    "personas",
    "promotions",
    "seats",
    "service_periods",
    "studio_pauses",
];

/// Accounts that this import showed for the first time and that nothing else speaks of go with it.
async fn forget_accounts(tx: &mut Tx, tenant: Uuid, import: ImportId) -> Result<(), DbError> {
    let unspoken = |table: &&str| {
        format!(
            " and not exists (select 1 from {table} s where s.tenant_id = $1 and s.account_id = accounts.id)"
        )
    };
    let unspoken: String = SPEAKS_OF_ACCOUNTS.iter().map(unspoken).collect();
    let sql = format!(
        "delete from accounts
        where tenant_id = $1 and import_id = $2 and holder_id is null and store_id is null{unspoken}"
    );
    tx.execute(&sql, params![tenant, import.uuid()]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::SPEAKS_OF_ACCOUNTS;

    /// Proposals go with the account that they are about.
    const GOES_ALONG: &str = "holder_proposals";

    #[test]
    fn whatever_refers_to_an_account_keeps_it() {
        let schema = include_str!("../../../../docs/schema.txt");
        let referring = schema.lines().filter_map(|line| {
            let (table, rest) = line.split_once(" refers to ")?;
            (rest.split(' ').next() == Some("accounts")).then_some(table)
        });
        let forgotten: Vec<&str> =
            referring.filter(|table| *table != GOES_ALONG && !SPEAKS_OF_ACCOUNTS.contains(table)).collect();
        assert!(forgotten.is_empty(), "{forgotten:?}");
    }
}
