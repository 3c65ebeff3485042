//! What companies stated about the rules that their back offices show. Rows are added, never changed.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{EntityEditionId, EvidenceFileId, LegalEntityId},
    identity::Scope,
    rulebook::EditionId,
    time::{Day, Instant},
};
use uuid::Uuid;

use super::day;

/// Statements of one company that are shown.
const STATEMENTS_MAX: i64 = 200;

/// A statement.
#[derive(Debug)]
pub(in crate::seats) struct EditionRow {
    pub id: EntityEditionId,
    pub edition: EditionId,
    pub since: Day,
    pub evidence: Option<EvidenceFileId>,
    pub note: String,
    pub stated_at: Instant,
    pub stated_by: String,
}

#[derive(FromQueryResult)]
struct RawEdition {
    id: Uuid,
    edition: String,
    since: i32,
    evidence_id: Option<Uuid>,
    note: String,
    stated_at: i64,
    stated_by: String,
}

/// The statements of a company, the newest first.
pub(in crate::seats) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
) -> Result<Vec<EditionRow>, DbError> {
    let sql = "
        select id, edition, since, evidence_id, note, stated_at, stated_by from entity_editions
        where tenant_id = $1 and entity_id = $2 order by since desc limit $3";
    let rows: Vec<RawEdition> =
        tx.all(sql, params![scope.tenant.uuid(), entity.uuid(), STATEMENTS_MAX]).await?;
    let row = |raw: RawEdition| {
        let RawEdition { id, edition, since, evidence_id: evidence, note, stated_at, stated_by } = raw;
        let evidence = evidence.map(EvidenceFileId::from_uuid);
        let (edition, since) = (edition.parse().ok()?, day(Some(since))?);
        let (id, stated_at) = (EntityEditionId::from_uuid(id), Instant::from_ms(stated_at));
        Some(EditionRow { id, edition, since, evidence, note, stated_at, stated_by })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

#[derive(FromQueryResult)]
struct NamedEdition {
    edition: String,
}

/// The edition that counts for a company on a day.
pub(in crate::seats) async fn edition_on(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
    on: Day,
) -> Result<Option<EditionId>, DbError> {
    let sql = "
        select edition from entity_editions where tenant_id = $1 and entity_id = $2 and since <= $3
        order by since desc limit 1";
    let values = params![scope.tenant.uuid(), entity.uuid(), on.yyyymmdd()];
    let row: Option<NamedEdition> = tx.one(sql, values).await?;
    Ok(row.and_then(|row| row.edition.parse().ok()))
}

#[derive(FromQueryResult)]
struct CurrentEdition {
    entity_id: Uuid,
    edition: String,
    since: i32,
}

/// The edition that counts for each company on a day, and since when.
pub async fn current_editions(
    tx: &mut Tx,
    scope: &Scope,
    on: Day,
) -> Result<Vec<(LegalEntityId, EditionId, Day)>, DbError> {
    let sql = "
        select d.entity_id, d.edition, d.since from entity_editions d
        where d.tenant_id = $1 and d.since = (select max(x.since) from entity_editions x
            where x.tenant_id = $1 and x.entity_id = d.entity_id and x.since <= $2)
        order by d.entity_id limit $3";
    let most = super::entities::ENTITIES_MAX;
    let rows: Vec<CurrentEdition> = tx.all(sql, params![scope.tenant.uuid(), on.yyyymmdd(), most]).await?;
    let current = |row: CurrentEdition| {
        let (entity, edition) = (LegalEntityId::from_uuid(row.entity_id), row.edition.parse().ok()?);
        Some((entity, edition, day(Some(row.since))?))
    };
    Ok(rows.into_iter().filter_map(current).collect())
}

/// A statement on its way into the table.
#[derive(Debug)]
pub struct NewEdition<'a> {
    /// Its id.
    pub id: EntityEditionId,
    /// Whose.
    pub entity: LegalEntityId,
    /// Which edition.
    pub edition: &'a EditionId,
    /// The first day on which the back office shows it.
    pub since: Day,
    /// The screenshot, where one was kept.
    pub evidence: Option<EvidenceFileId>,
    /// What was said beside it.
    pub note: &'a str,
    /// The name of who states it.
    pub by: &'a str,
}

/// States which edition a company's back office shows from a day on. The caller has judged that it may.
pub async fn state_edition(
    tx: &mut Tx,
    scope: &Scope,
    new: NewEdition<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let NewEdition { id, entity, edition, since, evidence, note, by } = new;
    let sql = "
        insert into entity_editions (tenant_id, id, entity_id, edition, since, evidence_id, note, stated_at, stated_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        entity.uuid(),
        edition.name(),
        since.yyyymmdd(),
        evidence.map(EvidenceFileId::uuid),
        note,
        now.ms(),
        by,
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
