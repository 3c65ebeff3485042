//! Row-level sight: the one place that turns a [`Scope`] into a condition of SQL.
//!
//! Every list, count and single look-up of accounts, or of what belongs to accounts, adds [`condition`] to its
//! `where`; those of employees and stores add [`of_employees`] and [`of_stores`]. What the condition leaves out does
//! not exist for the actor. The text depends on how many stores and regions the actor sees, never on what they are
//! called: every value is a parameter.
//!
//! ```text
//! let (seen, values) = sight::condition(scope, "a", 2);
//! let sql = format!("select count(*) as n from accounts a where a.tenant_id = $1 and {seen}");
//! tx.number(&sql, [params![scope.tenant.uuid()], values].concat()).await
//! ```
//!
//! Invariants: `$1` of every statement is the tenant, and conditions count on it; a condition never replaces
//! `tenant_id = $1`: the statement still says it. A condition is closed in itself, so that `and` and `or` around it
//! mean what they say. What it selects from does not hang on the row, so that a database reads it once.

use db::{FromQueryResult, Tx, Value};
use domain::{
    id::AccountId,
    identity::{Scope, Sight},
};
use uuid::Uuid;

use crate::http::ApiError;

/// The condition under which the actor sees a row of `accounts` that the statement calls `alias`, with its
/// parameters numbered from `$first`.
pub(crate) fn condition(scope: &Scope, alias: &str, first: usize) -> (String, Vec<Value>) {
    match &scope.sight {
        Sight::Own(Some(employee)) => (format!("{alias}.holder_id = ${first}"), vec![employee.uuid().into()]),
        _ => in_stores(&scope.sight, alias, "store_id", first),
    }
}

/// The condition under which the actor sees a row that belongs to an account by its column `account_id`, like a note
/// or a lead, where the statement does not join `accounts` anyway.
pub(crate) fn of_belongings(scope: &Scope, alias: &str, first: usize) -> (String, Vec<Value>) {
    if scope.sight == Sight::All {
        return ("true".to_owned(), vec![]);
    }
    let (seen, values) = condition(scope, "held", first);
    let accounts = format!("select held.id from accounts held where held.tenant_id = $1 and {seen}");
    (format!("{alias}.account_id in ({accounts})"), values)
}

/// The condition under which the actor sees a row of `employees` that the statement calls `alias`.
pub(crate) fn of_employees(scope: &Scope, alias: &str, first: usize) -> (String, Vec<Value>) {
    match &scope.sight {
        Sight::Own(Some(employee)) => (format!("{alias}.id = ${first}"), vec![employee.uuid().into()]),
        _ => in_stores(&scope.sight, alias, "store_id", first),
    }
}

/// The condition under which the actor sees a row of `stores` that the statement calls `alias`: those within their
/// sight, or the one where they work.
pub(crate) fn of_stores(scope: &Scope, alias: &str, first: usize) -> (String, Vec<Value>) {
    match &scope.sight {
        Sight::Own(Some(employee)) => {
            let text = format!(
                "{alias}.id in (select seen.store_id from employees seen
                    where seen.tenant_id = $1 and seen.id = ${first})"
            );
            (text, vec![employee.uuid().into()])
        }
        _ => in_stores(&scope.sight, alias, "id", first),
    }
}

/// The condition that the store in `column` is one of those that the actor sees.
fn in_stores(sight: &Sight, alias: &str, column: &str, first: usize) -> (String, Vec<Value>) {
    let (stores, regions) = match sight {
        Sight::All => return ("true".to_owned(), vec![]),
        Sight::Own(_) => return ("false".to_owned(), vec![]),
        Sight::Stores { stores, regions } => (stores, regions),
    };
    let mut ways = Vec::new();
    if !stores.is_empty() {
        ways.push(format!("{alias}.{column} in ({})", numbers(first, stores.len())));
    }
    if !regions.is_empty() {
        let regions = numbers(first + stores.len(), regions.len());
        ways.push(format!(
            "{alias}.{column} in (select seen.id from stores seen
                where seen.tenant_id = $1 and seen.region in ({regions}))"
        ));
    }
    if ways.is_empty() {
        return ("false".to_owned(), vec![]);
    }
    let stores = stores.iter().map(|store| Value::from(store.uuid()));
    let values = stores.chain(regions.iter().map(|region| Value::from(region.as_str()))).collect();
    (format!("({})", ways.join(" or ")), values)
}

/// `$3, $4, $5`.
fn numbers(first: usize, count: usize) -> String {
    let list: Vec<String> = (first..first + count).map(|number| format!("${number}")).collect();
    list.join(", ")
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
}

/// Makes sure that the actor sees the account: whatever belongs to an account asks this first.
pub(crate) async fn demand_account(tx: &mut Tx, scope: &Scope, account: AccountId) -> Result<(), ApiError> {
    let (seen, mut values) = condition(scope, "a", 3);
    let sql = format!("select a.id from accounts a where a.tenant_id = $1 and a.id = $2 and {seen}");
    let mut all: Vec<Value> = vec![scope.tenant.uuid().into(), account.uuid().into()];
    all.append(&mut values);
    let found: Option<Found> = tx.one(&sql, all).await?;
    found.filter(|found| found.id == account.uuid()).map(|_| ()).ok_or_else(ApiError::not_found)
}

#[cfg(test)]
mod tests {
    use domain::{
        id::{EmployeeId, StoreId, TenantId},
        identity::{Actor, Role},
    };

    use super::*;

    fn scope(sight: Sight) -> Scope {
        Scope {
            tenant: TenantId::from_uuid(Uuid::nil()),
            actor: Actor::CommandLine,
            role: Role::Owner,
            sight,
            source: String::new(),
            request_id: String::new(),
        }
    }

    #[test]
    fn every_value_is_a_parameter_and_whoever_has_no_sight_sees_nothing() {
        let store = |number| StoreId::from_uuid(Uuid::from_u128(number));
        let employee = EmployeeId::from_uuid(Uuid::from_u128(9));
        let two = Sight::Stores { stores: vec![store(1), store(2)], regions: vec!["'; drop".into()] };
        let regions = Sight::Stores { stores: vec![], regions: vec!["华东".into(), "华南".into()] };
        let nothing = Sight::Stores { stores: vec![], regions: vec![] };
        for (sight, text, parameters) in [
            (Sight::All, "true", 0),
            (Sight::Own(None), "false", 0),
            (nothing, "false", 0),
            (Sight::Own(Some(employee)), "a.holder_id = $4", 1),
            (
                two,
                "a.store_id in ($4, $5) or a.store_id in (select seen.id from stores seen where seen.tenant_id = $1 and seen.region in ($6))",
                3,
            ),
            (
                regions,
                "a.store_id in (select seen.id from stores seen where seen.tenant_id = $1 and seen.region in ($4, $5))",
                2,
            ),
        ] {
            let (found, values) = condition(&scope(sight), "a", 4);
            let flat = found.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(flat.trim_start_matches('(').trim_end_matches(')'), text.trim_end_matches(')'));
            assert_eq!(values.len(), parameters, "{text}");
        }
    }

    #[test]
    fn what_belongs_to_an_account_is_seen_with_it() {
        let employee = EmployeeId::from_uuid(Uuid::from_u128(9));
        let (own, values) = of_belongings(&scope(Sight::Own(Some(employee))), "n", 4);
        let accounts = "select held.id from accounts held where held.tenant_id = $1 and held.holder_id = $4";
        assert_eq!((own, values.len()), (format!("n.account_id in ({accounts})"), 1));
        assert_eq!(of_belongings(&scope(Sight::All), "n", 4).0, "true");
    }
}
