//! What the sums of costs need beside the ledger: how many seats are at work, what falls due, and what was planned.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::LegalEntityId,
    identity::Scope,
    time::{Day, Instant},
    value::Fen,
};
use uuid::Uuid;

use super::entities::ENTITIES_MAX;

/// How many seats a company has, and how many of them are at work.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::seats) struct SeatCounts {
    pub entity_id: Uuid,
    pub name: String,
    /// Seats whose term runs.
    pub granted: i64,
    /// Those of them on which a note was published of late.
    pub active: i64,
    /// Seats whose term ends in the rest of the year.
    pub to_renew: i64,
}

/// Counts the seats of every company. A seat is active where its account published since a moment.
pub(in crate::seats) async fn seat_counts(
    tx: &mut Tx,
    scope: &Scope,
    today: Day,
    year_end: Day,
    active_since: Instant,
) -> Result<Vec<SeatCounts>, DbError> {
    let sql = "
        select l.id as entity_id, l.name, coalesce(s.granted, 0) as granted, coalesce(s.active, 0) as active,
            coalesce(s.to_renew, 0) as to_renew
        from legal_entities l
        left join (
            select s.entity_id, count(*) as granted, count(n.account_id) as active,
                count(case when s.term_until <= $3 then 1 end) as to_renew
            from seats s
            left join (select distinct account_id from notes where tenant_id = $1 and published_at >= $4) n
                on n.account_id = s.account_id
            where s.tenant_id = $1 and s.phase = 'certified' and s.term_until >= $2
            group by s.entity_id) s on s.entity_id = l.id
        where l.tenant_id = $1 order by l.created_at, l.id limit $5";
    let (today, year_end) = (today.yyyymmdd(), year_end.yyyymmdd());
    tx.all(sql, params![scope.tenant.uuid(), today, year_end, active_since.ms(), ENTITIES_MAX]).await
}

/// What a company plans to spend in a year.
#[derive(Debug, Clone, Copy)]
pub(in crate::seats) struct Budget {
    pub planned: Fen,
    pub version: i64,
}

#[derive(FromQueryResult)]
struct BudgetRow {
    entity_id: Uuid,
    planned_fen: i64,
    version: i64,
}

/// The plans of all companies for a year.
pub(in crate::seats) async fn budgets(
    tx: &mut Tx,
    scope: &Scope,
    year: i32,
) -> Result<Vec<(LegalEntityId, Budget)>, DbError> {
    let sql = "
        select entity_id, planned_fen, version from seat_budgets where tenant_id = $1 and year = $2
        order by entity_id limit $3";
    let rows: Vec<BudgetRow> =
        tx.all(sql, params![scope.tenant.uuid(), i64::from(year), ENTITIES_MAX]).await?;
    let budget = |BudgetRow { entity_id, planned_fen, version }| {
        (LegalEntityId::from_uuid(entity_id), Budget { planned: Fen(planned_fen), version })
    };
    Ok(rows.into_iter().map(budget).collect())
}

/// Sets the plan of a company for a year; `false` when it is not at this version any more. A plan that is not there yet
/// has version 0.
pub(in crate::seats) async fn set_budget(
    tx: &mut Tx,
    scope: &Scope,
    (entity, year): (LegalEntityId, i32),
    Budget { planned, version }: Budget,
    (now, by): (Instant, &str),
) -> Result<bool, DbError> {
    let sql = if version == 0 {
        "insert into seat_budgets (tenant_id, entity_id, year, planned_fen, version, changed_at, changed_by)
        values ($1, $2, $3, $4, $5 + 1, $6, $7) on conflict (tenant_id, entity_id, year) do nothing"
    } else {
        "update seat_budgets set planned_fen = $4, version = version + 1, changed_at = $6, changed_by = $7
        where tenant_id = $1 and entity_id = $2 and year = $3 and version = $5"
    };
    let (tenant, year) = (scope.tenant.uuid(), i64::from(year));
    Ok(tx.execute(sql, params![tenant, entity.uuid(), year, planned.0, version, now.ms(), by]).await? > 0)
}
