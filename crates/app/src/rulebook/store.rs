//! The rows of amendments.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{EvidenceFileId, LegalEntityId, RuleAmendmentId, UserId},
    identity::Scope,
    insight::Say,
    rulebook::{
        EditionId, Origin, RuleKey, RuleRow, RuleScope, Source, SourceGrade,
        amend::{ADOPTED_MAX, AmendmentKind, AmendmentState},
        effect::EntityEffect,
    },
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::http::{ApiError, page::PageQuery};

/// What an amendment changes.
#[derive(Debug, Clone)]
pub(super) enum Subject {
    /// A row of an edition, as it was proposed.
    Row(RuleRow),
    /// The edition of a legal entity, and the day on which its back office was seen to show it.
    Edition { entity: LegalEntityId, entity_name: String, edition: EditionId, seen_on: Day },
}

/// An amendment, with what became of it.
#[derive(Debug, Clone)]
pub(super) struct Amendment {
    pub id: RuleAmendmentId,
    pub subject: Subject,
    pub note: String,
    pub evidence: EvidenceFileId,
    pub state: AmendmentState,
    pub proposed_by: UserId,
    pub proposer_name: String,
    pub proposed_at: Instant,
    pub decision: Option<Decision>,
}

/// How an amendment ended.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    pub by: String,
    pub at: Instant,
    pub note: String,
    /// The first day on which it counts; only of what was adopted.
    pub counts_from: Option<Day>,
    /// What it did to whom, as it was seen then; only of what was adopted.
    pub effects: Vec<EntityEffect>,
}

#[derive(FromQueryResult)]
struct RawAmendment {
    id: Uuid,
    edition: String,
    entity_id: Option<Uuid>,
    entity_name: Option<String>,
    rule_key: Option<String>,
    rule_value: Option<i64>,
    scope: Option<String>,
    industry: Option<String>,
    starts_on: i32,
    ends_on: Option<i32>,
    source: String,
    link: Option<String>,
    grade: Option<String>,
    note: String,
    evidence_id: Uuid,
    state: String,
    proposed_by: Uuid,
    proposer_name: String,
    proposed_at: i64,
    counts_from: Option<i32>,
    decider_name: Option<String>,
    decided_at: Option<i64>,
    decision_note: Option<String>,
    effects: Option<String>,
}

const COLUMNS: &str = "
    m.id, m.edition, m.entity_id, e.name as entity_name, m.rule_key, m.rule_value, m.scope, m.industry, m.starts_on,
    m.ends_on, m.source, m.link, m.grade, m.note, m.evidence_id, m.state, m.proposed_by, m.proposer_name, m.proposed_at,
    m.counts_from, m.decider_name, m.decided_at, m.decision_note, m.effects";
const FROM: &str = "
    from rule_amendments m
    left join legal_entities e on e.tenant_id = m.tenant_id and e.id = m.entity_id";

fn day(number: Option<i32>) -> Option<Day> {
    number.and_then(|number| Day::from_yyyymmdd(number).ok())
}

fn read(mut raw: RawAmendment) -> Option<Amendment> {
    let subject = subject(&mut raw)?;
    let decision = decision(&mut raw);
    let RawAmendment { id, note, evidence_id, state, proposed_by, proposer_name, proposed_at, .. } = raw;
    Some(Amendment {
        id: RuleAmendmentId::from_uuid(id),
        subject,
        note,
        evidence: EvidenceFileId::from_uuid(evidence_id),
        state: AmendmentState::named(&state)?,
        proposed_by: UserId::from_uuid(proposed_by),
        proposer_name,
        proposed_at: Instant::from_ms(proposed_at),
        decision,
    })
}

fn subject(raw: &mut RawAmendment) -> Option<Subject> {
    let edition: EditionId = raw.edition.parse().ok()?;
    let starts_on = day(Some(raw.starts_on))?;
    if let Some(entity) = raw.entity_id {
        let entity_name = raw.entity_name.take().unwrap_or_default();
        let entity = LegalEntityId::from_uuid(entity);
        return Some(Subject::Edition { entity, entity_name, edition, seen_on: starts_on });
    }
    let proposed_on = Instant::from_ms(raw.proposed_at).day(&domain::time::Zone::utc());
    Some(Subject::Row(RuleRow {
        edition,
        key: RuleKey::named(raw.rule_key.as_deref()?)?,
        value: raw.rule_value?,
        scope: RuleScope::named(raw.scope.as_deref()?)?,
        industry: raw.industry.take(),
        valid_from: Some(starts_on),
        valid_to: day(raw.ends_on),
        source: Source {
            name: Say::same(&*raw.source),
            published: None,
            checked_on: proposed_on,
            link: raw.link.take(),
        },
        grade: SourceGrade::named(raw.grade.as_deref()?)?,
        note: Some(raw.note.as_str()).filter(|note| !note.is_empty()).map(Say::same),
        origin: Origin::Builtin,
    }))
}

fn decision(raw: &mut RawAmendment) -> Option<Decision> {
    Some(Decision {
        by: raw.decider_name.take()?,
        at: Instant::from_ms(raw.decided_at?),
        note: raw.decision_note.take().unwrap_or_default(),
        counts_from: day(raw.counts_from),
        effects: raw.effects.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default(),
    })
}

/// Amendments, the newest first.
pub(super) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    state: Option<AmendmentState>,
    page: &PageQuery,
) -> Result<Vec<Amendment>, ApiError> {
    let (at, id) = page.start()?;
    let sql = format!(
        "select {COLUMNS} {FROM} where m.tenant_id = $1 and (m.proposed_at, m.id) < ($2, $3)
            and ($4 = '' or m.state = $4) order by m.proposed_at desc, m.id desc limit $5"
    );
    let state = state.map_or("", AmendmentState::name);
    let rows: Vec<RawAmendment> =
        tx.all(&sql, params![scope.tenant.uuid(), at, id, state, page.rows()]).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

pub(super) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: RuleAmendmentId,
) -> Result<Option<Amendment>, DbError> {
    let sql = format!("select {COLUMNS} {FROM} where m.tenant_id = $1 and m.id = $2");
    let row: Option<RawAmendment> = tx.one(&sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(row.and_then(read))
}

/// An amendment that nobody else decides on until the commit: of two who do at once, the second one reads what the first
/// one decided.
pub(super) async fn hold(
    tx: &mut Tx,
    scope: &Scope,
    id: RuleAmendmentId,
) -> Result<Option<Amendment>, DbError> {
    let sql = "update rule_amendments set state = state where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    find(tx, scope, id).await
}

/// The rows that the brand adopted, as they count.
pub(super) async fn adopted_rows(tx: &mut Tx, scope: &Scope) -> Result<Vec<RuleRow>, DbError> {
    let sql = format!(
        "select {COLUMNS} {FROM} where m.tenant_id = $1 and m.kind = 'row' and m.state = 'adopted'
            order by m.decided_at, m.id limit $2"
    );
    let rows: Vec<RawAmendment> = tx.all(&sql, params![scope.tenant.uuid(), ADOPTED_MAX]).await?;
    let counting = |Amendment { id, subject, decision, .. }: Amendment| match (subject, decision) {
        (Subject::Row(row), Some(Decision { at, counts_from, .. })) => {
            let origin = Origin::Brand { amendment: id, adopted_at: at };
            Some(RuleRow { valid_from: counts_from.or(row.valid_from), origin, ..row })
        }
        _ => None,
    };
    Ok(rows.into_iter().filter_map(read).filter_map(counting).collect())
}

/// How many amendments wait, and how many rows were adopted.
pub(super) async fn counts(tx: &mut Tx, scope: &Scope) -> Result<(i64, i64), DbError> {
    let waiting = "select count(*) as n from rule_amendments where tenant_id = $1 and state = 'proposed'";
    let waiting = tx.number(waiting, params![scope.tenant.uuid()]).await?;
    let adopted = "
        select count(*) as n from rule_amendments where tenant_id = $1 and kind = 'row' and state = 'adopted'";
    Ok((waiting, tx.number(adopted, params![scope.tenant.uuid()]).await?))
}

pub(super) async fn insert(tx: &mut Tx, scope: &Scope, amendment: &Amendment) -> Result<(), DbError> {
    let Amendment {
        id,
        subject,
        note,
        evidence,
        state,
        proposed_by,
        proposer_name,
        proposed_at,
        decision: _,
    } = amendment;
    let (kind, edition, starts_on, entity, row) = match subject {
        Subject::Row(row) => (AmendmentKind::Row, &row.edition, row.valid_from, None, Some(row)),
        Subject::Edition { entity, edition, seen_on, entity_name: _ } => {
            (AmendmentKind::Edition, edition, Some(*seen_on), Some(entity.uuid()), None)
        }
    };
    let sql = "
        insert into rule_amendments (tenant_id, id, kind, edition, entity_id, rule_key, rule_value, scope, industry,
            starts_on, ends_on, source, link, grade, note, evidence_id, state, proposed_by, proposer_name, proposed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        kind.name(),
        edition.name(),
        entity,
        row.map(|row| row.key.name()),
        row.map(|row| row.value),
        row.map(|row| row.scope.name()),
        row.and_then(|row| row.industry.as_deref()),
        starts_on.map_or(0, Day::yyyymmdd),
        row.and_then(|row| row.valid_to).map(Day::yyyymmdd),
        row.map_or("", |row| row.source.name.zh.as_str()),
        row.and_then(|row| row.source.link.as_deref()),
        row.map(|row| row.grade.name()),
        note.as_str(),
        evidence.uuid(),
        state.name(),
        proposed_by.uuid(),
        proposer_name.as_str(),
        proposed_at.ms(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Writes down how an amendment ended that is held.
pub(super) async fn decide(
    tx: &mut Tx,
    scope: &Scope,
    id: RuleAmendmentId,
    state: AmendmentState,
    decision: &Decision,
) -> Result<(), DbError> {
    let Decision { by, at, note, counts_from, effects } = decision;
    let effects = if effects.is_empty() { None } else { serde_json::to_string(effects).ok() };
    let sql = "
        update rule_amendments set state = $3, decider_name = $4, decided_at = $5, decision_note = $6,
            counts_from = $7, effects = $8
        where tenant_id = $1 and id = $2";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        state.name(),
        by.as_str(),
        at.ms(),
        note.as_str(),
        counts_from.map(Day::yyyymmdd),
        effects,
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
