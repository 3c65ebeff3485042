//! The papers of companies, and how they belong together.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{EntityLicenceId, EvidenceFileId, LegalEntityId},
    identity::Scope,
    seats::{LicenceKind, RelationKind},
    time::{Day, Instant},
};
use uuid::Uuid;

use super::day;

/// Papers that one company can have.
pub(in crate::seats) const LICENCES_MAX: i64 = 100;
/// Relations that one brand can have.
pub(in crate::seats) const RELATIONS_MAX: i64 = 1_000;

/// A paper.
#[derive(Debug, Clone)]
pub(in crate::seats) struct LicenceRow {
    pub id: EntityLicenceId,
    pub kind: LicenceKind,
    pub name: String,
    pub number: Option<String>,
    pub valid_until: Option<Day>,
    pub evidence: Option<EvidenceFileId>,
}

#[derive(FromQueryResult)]
struct RawLicence {
    id: Uuid,
    kind: String,
    name: String,
    number: Option<String>,
    valid_until: Option<i32>,
    evidence_id: Option<Uuid>,
}

/// The papers of a company, the one that ends first before the others.
pub(in crate::seats) async fn licences(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
) -> Result<Vec<LicenceRow>, DbError> {
    let sql = "
        select id, kind, name, number, valid_until, evidence_id from entity_licences
        where tenant_id = $1 and entity_id = $2 order by coalesce(valid_until, 99999999), id limit $3";
    let rows: Vec<RawLicence> =
        tx.all(sql, params![scope.tenant.uuid(), entity.uuid(), LICENCES_MAX]).await?;
    let row = |raw: RawLicence| {
        let RawLicence { id, kind, name, number, valid_until, evidence_id: evidence } = raw;
        let evidence = evidence.map(EvidenceFileId::from_uuid);
        let (id, valid_until) = (EntityLicenceId::from_uuid(id), day(valid_until));
        let kind = LicenceKind::named(&kind).unwrap_or(LicenceKind::Other);
        LicenceRow { id, kind, name, number, valid_until, evidence }
    };
    Ok(rows.into_iter().map(row).collect())
}

pub(in crate::seats) async fn insert_licence(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
    licence: &LicenceRow,
    (now, by): (Instant, &str),
) -> Result<(), DbError> {
    let LicenceRow { id, kind, name, number, valid_until, evidence } = licence.clone();
    let sql = "
        insert into entity_licences (tenant_id, id, entity_id, kind, name, number, valid_until, evidence_id, created_at,
            created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let until = valid_until.map(Day::yyyymmdd);
    let evidence = evidence.map(EvidenceFileId::uuid);
    let (tenant, kind) = (scope.tenant.uuid(), kind.name());
    let values = params![tenant, id.uuid(), entity.uuid(), kind, name, number, until, evidence, now.ms(), by];
    tx.execute(sql, values).await?;
    Ok(())
}

pub(in crate::seats) async fn delete_licence(
    tx: &mut Tx,
    scope: &Scope,
    entity: LegalEntityId,
    id: EntityLicenceId,
) -> Result<bool, DbError> {
    let sql = "delete from entity_licences where tenant_id = $1 and entity_id = $2 and id = $3";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), entity.uuid(), id.uuid()]).await? > 0)
}

/// How one company belongs to another.
#[derive(Debug)]
pub(in crate::seats) struct RelationRow {
    pub entity: LegalEntityId,
    pub other: LegalEntityId,
    pub other_name: String,
    pub kind: RelationKind,
    pub note: String,
}

#[derive(FromQueryResult)]
struct RawRelation {
    entity_id: Uuid,
    other_id: Uuid,
    other_name: String,
    kind: String,
    note: String,
}

/// The relations of one company, or of all.
pub(in crate::seats) async fn relations(
    tx: &mut Tx,
    scope: &Scope,
    entity: Option<LegalEntityId>,
) -> Result<Vec<RelationRow>, DbError> {
    let sql = "
        select r.entity_id, r.other_id, o.name as other_name, r.kind, r.note
        from entity_relations r join legal_entities o on o.tenant_id = r.tenant_id and o.id = r.other_id
        where r.tenant_id = $1 and r.entity_id = coalesce($2, r.entity_id) order by r.entity_id, r.other_id limit $3";
    let values = params![scope.tenant.uuid(), entity.map(LegalEntityId::uuid), RELATIONS_MAX];
    let rows: Vec<RawRelation> = tx.all(sql, values).await?;
    let row = |raw: RawRelation| {
        let RawRelation { entity_id, other_id, other_name, kind, note } = raw;
        let (entity, other) = (LegalEntityId::from_uuid(entity_id), LegalEntityId::from_uuid(other_id));
        Some(RelationRow { entity, other, other_name, kind: RelationKind::named(&kind)?, note })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

pub(in crate::seats) async fn put_relation(
    tx: &mut Tx,
    scope: &Scope,
    (entity, other): (LegalEntityId, LegalEntityId),
    (kind, note): (RelationKind, &str),
    now: Instant,
) -> Result<(), DbError> {
    let sql = "
        insert into entity_relations (tenant_id, entity_id, other_id, kind, note, created_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (tenant_id, entity_id, other_id) do update set kind = excluded.kind, note = excluded.note";
    let values = params![scope.tenant.uuid(), entity.uuid(), other.uuid(), kind.name(), note, now.ms()];
    tx.execute(sql, values).await?;
    Ok(())
}

pub(in crate::seats) async fn delete_relation(
    tx: &mut Tx,
    scope: &Scope,
    (entity, other): (LegalEntityId, LegalEntityId),
) -> Result<bool, DbError> {
    let sql = "delete from entity_relations where tenant_id = $1 and entity_id = $2 and other_id = $3";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), entity.uuid(), other.uuid()]).await? > 0)
}
