//! The rows of companies.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::LegalEntityId,
    identity::Scope,
    rulebook::EditionId,
    seats::CreditCode,
    time::{Day, Instant},
};
use uuid::Uuid;

use super::day;
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// A company with what it holds.
#[derive(Debug)]
pub(in crate::seats) struct EntityRow {
    pub id: LegalEntityId,
    pub name: String,
    pub credit_code: String,
    pub industry: Option<String>,
    pub note: String,
    pub version: i64,
    pub created_at: Instant,
    pub created_by: String,
    /// The edition that its back office shows, and since when.
    pub edition: Option<(EditionId, Day)>,
    /// Seats that take a place of the quota.
    pub occupied: i64,
    /// Seats that somebody holds.
    pub held: i64,
    pub enterprise_accounts: i64,
    /// The last day of the paper that ends first.
    pub paper_until: Option<Day>,
}

#[derive(FromQueryResult)]
struct RawEntity {
    id: Uuid,
    name: String,
    credit_code: String,
    industry: Option<String>,
    note: String,
    version: i64,
    created_at: i64,
    created_by: String,
    edition: Option<String>,
    since: Option<i32>,
    occupied: i64,
    held: i64,
    enterprise_accounts: i64,
    paper_until: Option<i32>,
}

impl From<RawEntity> for EntityRow {
    fn from(raw: RawEntity) -> Self {
        let RawEntity { id, name, credit_code, industry, note, version, created_at, created_by, .. } = raw;
        let RawEntity { edition, since, occupied, held, enterprise_accounts, paper_until, .. } = raw;
        Self {
            id: LegalEntityId::from_uuid(id),
            name,
            credit_code,
            industry,
            note,
            version,
            created_at: Instant::from_ms(created_at),
            created_by,
            edition: edition.and_then(|id| id.parse().ok()).zip(day(since)),
            occupied,
            held,
            enterprise_accounts,
            paper_until: day(paper_until),
        }
    }
}

fn select(list: &mut Conditions, today: Day) -> String {
    let today = list.parameter(today.yyyymmdd());
    format!(
        "select l.id, l.name, l.credit_code, l.industry, l.note, l.version, l.created_at, l.created_by,
            d.edition, d.since, coalesce(s.occupied, 0) as occupied, coalesce(s.held, 0) as held,
            (select count(*) from enterprise_accounts a where a.tenant_id = $1 and a.entity_id = l.id)
                as enterprise_accounts,
            (select min(p.valid_until) from entity_licences p where p.tenant_id = $1 and p.entity_id = l.id)
                as paper_until
        from legal_entities l
        left join (select entity_id, count(*) as occupied, count(employee_id) as held from seats
            where tenant_id = $1 and phase <> 'released' group by entity_id) s on s.entity_id = l.id
        left join entity_editions d on d.tenant_id = l.tenant_id and d.entity_id = l.id
            and d.since = (select max(x.since) from entity_editions x
                where x.tenant_id = $1 and x.entity_id = l.id and x.since <= {today})
        where {}",
        list.text()
    )
}

/// Companies, the newest first.
pub(in crate::seats) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    searched: Option<&str>,
    today: Day,
    page: &PageQuery,
) -> Result<Vec<EntityRow>, ApiError> {
    let mut list = Conditions::of(scope, "l").and_contains(&["l.name", "l.credit_code"], searched).and_after(
        "l.created_at",
        "l.id",
        Direction::Down,
        page.start()?,
    );
    let sql = select(&mut list, today);
    let limit = list.parameter(page.rows());
    let sql = format!("{sql} order by l.created_at desc, l.id desc limit {limit}");
    let rows: Vec<RawEntity> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(EntityRow::from).collect())
}

pub(in crate::seats) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: LegalEntityId,
    today: Day,
) -> Result<Option<EntityRow>, DbError> {
    let mut one = Conditions::of(scope, "l").and("l.id = ?", params![id.uuid()]);
    let sql = select(&mut one, today);
    let row: Option<RawEntity> = tx.one(&sql, one.into_values()).await?;
    Ok(row.map(EntityRow::from))
}

/// Companies that one brand can have: far more than are ever told apart by a person.
pub(in crate::seats) const ENTITIES_MAX: i64 = 500;

pub(in crate::seats) async fn count(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    tx.number("select count(*) as n from legal_entities where tenant_id = $1", params![scope.tenant.uuid()])
        .await
}

#[derive(FromQueryResult)]
struct IndustryRow {
    industry: Option<String>,
}

pub(in crate::seats) async fn industry_of(
    tx: &mut Tx,
    scope: &Scope,
    id: LegalEntityId,
) -> Result<Option<String>, DbError> {
    let sql = "select industry from legal_entities where tenant_id = $1 and id = $2";
    let row: Option<IndustryRow> = tx.one(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(row.and_then(|row| row.industry))
}

/// Holds the row of the company until the commit, so that whoever counts its seats next counts these as well; `false`
/// when there is no such company.
pub(in crate::seats) async fn hold(tx: &mut Tx, scope: &Scope, id: LegalEntityId) -> Result<bool, DbError> {
    let sql = "update legal_entities set version = version where tenant_id = $1 and id = $2";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), id.uuid()]).await? > 0)
}

/// Whether another company has the code already.
pub(in crate::seats) async fn is_code_taken(
    tx: &mut Tx,
    scope: &Scope,
    code: &CreditCode,
    by_others_than: LegalEntityId,
) -> Result<bool, DbError> {
    let sql =
        "select count(*) as n from legal_entities where tenant_id = $1 and credit_code = $2 and id <> $3";
    Ok(tx.number(sql, params![scope.tenant.uuid(), code.as_str(), by_others_than.uuid()]).await? > 0)
}

/// What can be said of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::seats) struct KeptEntity {
    pub name: String,
    pub credit_code: CreditCode,
    pub industry: Option<String>,
    pub note: String,
}

pub(in crate::seats) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    id: LegalEntityId,
    entity: &KeptEntity,
    (now, by): (Instant, &str),
) -> Result<(), DbError> {
    let KeptEntity { name, credit_code, industry, note } = entity;
    let sql = "
        insert into legal_entities (tenant_id, id, name, credit_code, industry, note, version, created_at, created_by)
        values ($1, $2, $3, $4, $5, $6, 1, $7, $8)";
    let (tenant, code) = (scope.tenant.uuid(), credit_code.as_str());
    let values =
        params![tenant, id.uuid(), name.as_str(), code, industry.clone(), note.as_str(), now.ms(), by];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Changes the company; `false` when somebody else changed it since this version.
pub(in crate::seats) async fn update(
    tx: &mut Tx,
    scope: &Scope,
    (id, version): (LegalEntityId, i64),
    entity: &KeptEntity,
) -> Result<bool, DbError> {
    let KeptEntity { name, credit_code, industry, note } = entity;
    let sql = "
        update legal_entities set name = $4, credit_code = $5, industry = $6, note = $7, version = version + 1
        where tenant_id = $1 and id = $2 and version = $3";
    let (tenant, code) = (scope.tenant.uuid(), credit_code.as_str());
    let values = params![tenant, id.uuid(), version, name.as_str(), code, industry.clone(), note.as_str()];
    Ok(tx.execute(sql, values).await? > 0)
}
