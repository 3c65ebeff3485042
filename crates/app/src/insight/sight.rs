//! Which accounts the actor sees, as one condition of a statement.

use db::Value;
use domain::identity::{Scope, Sight};

/// The condition under which the actor sees a row of `accounts` that the statement calls `alias`, with its
/// parameters numbered from `$first`.
pub(super) fn condition(scope: &Scope, alias: &str, first: usize) -> (String, Vec<Value>) {
    let (stores, regions) = match &scope.sight {
        Sight::All => return ("true".to_owned(), vec![]),
        Sight::Own(None) => return ("false".to_owned(), vec![]),
        Sight::Own(Some(employee)) => {
            return (format!("{alias}.holder_id = ${first}"), vec![employee.uuid().into()]);
        }
        Sight::Stores { stores, regions } => (stores, regions),
    };
    let numbers = |first: usize, count: usize| {
        (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
    };
    let mut ways = Vec::new();
    if !stores.is_empty() {
        ways.push(format!("{alias}.store_id in ({})", numbers(first, stores.len())));
    }
    if !regions.is_empty() {
        let regions = numbers(first + stores.len(), regions.len());
        ways.push(format!(
            "{alias}.store_id in (select seen.id from stores seen
                where seen.tenant_id = {alias}.tenant_id and seen.region in ({regions}))"
        ));
    }
    if ways.is_empty() {
        return ("false".to_owned(), vec![]);
    }
    let stores = stores.iter().map(|store| Value::from(store.uuid()));
    let values = stores.chain(regions.iter().map(|region| Value::from(region.as_str()))).collect();
    (format!("({})", ways.join(" or ")), values)
}
