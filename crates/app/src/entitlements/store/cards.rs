//! Card texts and their versions.

use std::collections::HashMap;

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    content::ContentOutcome,
    entitlements::{CARD_VERSIONS_MAX, CARDS_MAX, CardKind, CardState},
    id::{CardTextId, CardVersionId, UserId},
    identity::Scope,
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// A card text.
#[derive(Debug)]
pub(in crate::entitlements) struct CardRow {
    pub id: CardTextId,
    pub kind: CardKind,
    pub title: String,
}

/// A version, with how many accounts carry it or should.
#[derive(Debug)]
pub(in crate::entitlements) struct VersionRow {
    pub id: CardVersionId,
    pub card: CardTextId,
    pub number: i64,
    pub body: String,
    pub state: CardState,
    pub outcome: ContentOutcome,
    pub findings: Vec<KeptFinding>,
    pub drafted_by: Option<UserId>,
    pub drafted_name: String,
    pub drafted_at: Instant,
    pub decided_name: Option<String>,
    pub decided_at: Option<Instant>,
    pub reason: String,
    pub carried: i64,
    pub open: i64,
}

/// A sentence of the content check in both languages.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::entitlements) struct KeptFinding {
    pub zh: String,
    pub en: String,
}

/// A version to be kept.
#[derive(Debug)]
pub(in crate::entitlements) struct NewVersion {
    pub id: CardVersionId,
    pub card: CardTextId,
    pub number: i64,
    pub body: String,
    pub outcome: &'static str,
    pub findings: Value,
    pub packs: String,
    pub drafted_by: Option<UserId>,
    pub drafted_name: String,
    pub drafted_at: Instant,
}

#[derive(FromQueryResult)]
struct RawCard {
    id: Uuid,
    kind: String,
    title: String,
}

fn card(row: RawCard) -> Option<CardRow> {
    let RawCard { id, kind, title } = row;
    Some(CardRow { id: CardTextId::from_uuid(id), kind: CardKind::named(&kind)?, title })
}

#[derive(FromQueryResult)]
struct RawVersion {
    id: Uuid,
    card_id: Uuid,
    number: i64,
    body: String,
    state: String,
    outcome: String,
    findings: String,
    drafted_by: Option<Uuid>,
    drafted_name: String,
    drafted_at: i64,
    decided_name: Option<String>,
    decided_at: Option<i64>,
    reason: String,
    carried: i64,
    waiting: i64,
}

fn kept(row: RawVersion) -> Option<VersionRow> {
    let RawVersion { id, card_id, number, body, state, outcome, findings, drafted_by, drafted_name, .. } =
        row;
    let RawVersion { drafted_at, decided_name, decided_at, reason, carried, waiting, .. } = row;
    Some(VersionRow {
        id: CardVersionId::from_uuid(id),
        card: CardTextId::from_uuid(card_id),
        number,
        body,
        state: CardState::named(&state)?,
        outcome: ContentOutcome::named(&outcome)?,
        findings: serde_json::from_str(&findings).ok()?,
        drafted_by: drafted_by.map(UserId::from_uuid),
        drafted_name,
        drafted_at: Instant::from_ms(drafted_at),
        decided_name,
        decided_at: decided_at.map(Instant::from_ms),
        reason,
        carried,
        open: waiting,
    })
}

/// The columns of a version `v`, with the rollouts that have not ended.
const VERSION: &str = "
    v.id, v.card_id, v.number, v.body, v.state, v.outcome, v.findings, v.drafted_by, v.drafted_name, v.drafted_at,
    v.decided_name, v.decided_at, v.reason,
    (select count(*) from card_rollouts r where r.tenant_id = v.tenant_id and r.version_id = v.id
        and r.ended_at is null and r.carried_at is not null) as carried,
    (select count(*) from card_rollouts r where r.tenant_id = v.tenant_id and r.version_id = v.id
        and r.ended_at is null and r.carried_at is null) as waiting
    from card_versions v";

/// Every card text, the newest first, with its versions, the newest first.
pub(in crate::entitlements) async fn all(
    tx: &mut Tx,
    scope: &Scope,
) -> Result<Vec<(CardRow, Vec<VersionRow>)>, DbError> {
    let sql = "select id, kind, title from card_texts where tenant_id = $1 order by created_at desc, id desc limit $2";
    let cards: Vec<RawCard> = tx.all(sql, params![scope.tenant.uuid(), CARDS_MAX]).await?;
    let sql = format!("select {VERSION} where v.tenant_id = $1 order by v.number desc limit $2");
    let versions: Vec<RawVersion> =
        tx.all(&sql, params![scope.tenant.uuid(), CARDS_MAX * CARD_VERSIONS_MAX]).await?;
    let mut of_card: HashMap<CardTextId, Vec<VersionRow>> = HashMap::new();
    for version in versions.into_iter().filter_map(kept) {
        of_card.entry(version.card).or_default().push(version);
    }
    let with_versions = |card: CardRow| {
        let versions = of_card.remove(&card.id).unwrap_or_default();
        (card, versions)
    };
    Ok(cards.into_iter().filter_map(card).map(with_versions).collect())
}

pub(in crate::entitlements) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: CardTextId,
) -> Result<Option<(CardRow, Vec<VersionRow>)>, DbError> {
    let sql = "select id, kind, title from card_texts where tenant_id = $1 and id = $2";
    let row: Option<RawCard> = tx.one(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    let Some(card) = row.and_then(card) else { return Ok(None) };
    let sql = format!("select {VERSION} where v.tenant_id = $1 and v.card_id = $2 order by v.number desc");
    let versions: Vec<RawVersion> = tx.all(&sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(Some((card, versions.into_iter().filter_map(kept).collect())))
}

pub(in crate::entitlements) async fn version(
    tx: &mut Tx,
    scope: &Scope,
    id: CardVersionId,
) -> Result<Option<VersionRow>, DbError> {
    let sql = format!("select {VERSION} where v.tenant_id = $1 and v.id = $2");
    let row: Option<RawVersion> = tx.one(&sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(row.and_then(kept))
}

/// What a version is a version of.
pub(in crate::entitlements) async fn kind_of(
    tx: &mut Tx,
    scope: &Scope,
    card: CardTextId,
) -> Result<Option<CardKind>, DbError> {
    Ok(find(tx, scope, card).await?.map(|(card, _)| card.kind))
}

pub(in crate::entitlements) async fn count(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    let sql = "select count(*) as n from card_texts where tenant_id = $1";
    tx.number(sql, params![scope.tenant.uuid()]).await
}

pub(in crate::entitlements) async fn is_titled(
    tx: &mut Tx,
    scope: &Scope,
    kind: CardKind,
    title: &str,
) -> Result<bool, DbError> {
    let sql = "select count(*) as n from card_texts where tenant_id = $1 and kind = $2 and title = $3";
    Ok(tx.number(sql, params![scope.tenant.uuid(), kind.name(), title]).await? > 0)
}

/// The number of the last version; nothing where there is no such card text.
pub(in crate::entitlements) async fn last_number(
    tx: &mut Tx,
    scope: &Scope,
    card: CardTextId,
) -> Result<Option<i64>, DbError> {
    let sql = "select coalesce(max(number), 0) as n from card_versions where tenant_id = $1 and card_id = $2";
    let last = tx.number(sql, params![scope.tenant.uuid(), card.uuid()]).await?;
    Ok((last > 0).then_some(last))
}

pub(in crate::entitlements) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    id: CardTextId,
    (kind, title): (CardKind, &str),
    now: Instant,
) -> Result<(), DbError> {
    let sql = "insert into card_texts (tenant_id, id, kind, title, created_at) values ($1, $2, $3, $4, $5)";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), kind.name(), title, now.ms()]).await?;
    Ok(())
}

pub(in crate::entitlements) async fn insert_version(
    tx: &mut Tx,
    scope: &Scope,
    version: &NewVersion,
) -> Result<(), DbError> {
    let NewVersion { id, card, number, body, outcome, findings, packs, drafted_by, drafted_name, drafted_at } =
        version;
    let sql = "
        insert into card_versions (tenant_id, id, card_id, number, body, state, outcome, findings, packs, drafted_by,
            drafted_name, drafted_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        card.uuid(),
        *number,
        body.as_str(),
        CardState::Drafted.name(),
        *outcome,
        findings.to_string(),
        packs.as_str(),
        drafted_by.map(UserId::uuid),
        drafted_name.as_str(),
        drafted_at.ms()
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Writes a decision down, unless there is one.
pub(in crate::entitlements) async fn decide(
    tx: &mut Tx,
    scope: &Scope,
    id: CardVersionId,
    (state, reason): (CardState, &str),
    (by, now): (&str, Instant),
) -> Result<bool, DbError> {
    let sql = "
        update card_versions set state = $3, reason = $4, decided_name = $5, decided_at = $6
        where tenant_id = $1 and id = $2 and state = 'drafted'";
    let values = params![scope.tenant.uuid(), id.uuid(), state.name(), reason, by, now.ms()];
    Ok(tx.execute(sql, values).await? > 0)
}
