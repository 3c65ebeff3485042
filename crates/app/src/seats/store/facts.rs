//! What rules touch of the companies: how many seats and accounts each has, and when paid terms end.

use std::collections::BTreeMap;

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::LegalEntityId,
    identity::Scope,
    rulebook::{EditionId, effect::EntityFacts},
    time::Day,
};
use uuid::Uuid;

use super::{day, editions::current_editions, entities::ENTITIES_MAX};

/// Days on which terms end that are read, all companies together.
const ENDS_MAX: i64 = 5_000;

#[derive(FromQueryResult)]
struct FactsRow {
    id: Uuid,
    name: String,
    industry: Option<String>,
    accounts: i64,
    seats: i64,
    bound: i64,
}

#[derive(FromQueryResult)]
struct EndRow {
    entity_id: Uuid,
    term_until: i32,
    n: i64,
}

/// Every company with what rules touch of it, and the edition that it stated for this day.
pub(crate) async fn rule_facts(
    tx: &mut Tx,
    scope: &Scope,
    on: Day,
) -> Result<Vec<(EntityFacts, Option<EditionId>)>, DbError> {
    let mut stated: BTreeMap<LegalEntityId, EditionId> =
        current_editions(tx, scope, on).await?.into_iter().map(|(id, edition, _)| (id, edition)).collect();
    let mut ends = ends(tx, scope).await?;
    let sql = "
        select e.id, e.name, e.industry,
            (select count(*) from enterprise_accounts a
                where a.tenant_id = e.tenant_id and a.entity_id = e.id) as accounts,
            (select count(*) from seats s where s.tenant_id = e.tenant_id and s.entity_id = e.id
                and s.phase not in ('lapsed', 'released')) as seats,
            (select count(*) from seats s where s.tenant_id = e.tenant_id and s.entity_id = e.id
                and s.phase not in ('lapsed', 'released') and s.account_id is not null) as bound
        from legal_entities e where e.tenant_id = $1 order by e.name, e.id limit $2";
    let rows: Vec<FactsRow> = tx.all(sql, params![scope.tenant.uuid(), ENTITIES_MAX]).await?;
    let facts = |row: FactsRow| {
        let FactsRow { id, name, industry, accounts, seats, bound } = row;
        let id = LegalEntityId::from_uuid(id);
        let ends = ends.remove(&id).unwrap_or_default();
        (EntityFacts { id, name, industry, accounts, seats, bound, ends }, stated.remove(&id))
    };
    Ok(rows.into_iter().map(facts).collect())
}

async fn ends(tx: &mut Tx, scope: &Scope) -> Result<BTreeMap<LegalEntityId, Vec<(Day, i64)>>, DbError> {
    let sql = "
        select entity_id, term_until, count(*) as n from seats
        where tenant_id = $1 and phase not in ('lapsed', 'released') and term_until is not null
        group by entity_id, term_until order by entity_id, term_until limit $2";
    let rows: Vec<EndRow> = tx.all(sql, params![scope.tenant.uuid(), ENDS_MAX]).await?;
    let mut ends: BTreeMap<LegalEntityId, Vec<(Day, i64)>> = BTreeMap::new();
    for EndRow { entity_id, term_until, n } in rows {
        if let Some(until) = day(Some(term_until)) {
            ends.entry(LegalEntityId::from_uuid(entity_id)).or_default().push((until, n));
        }
    }
    Ok(ends)
}
