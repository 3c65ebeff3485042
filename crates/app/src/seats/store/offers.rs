//! Offers of agents, as they were written down, with what was found against them.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AgentOfferId, LegalEntityId},
    identity::Scope,
    seats::{OfferDecision, OfferVerdict},
    time::{Day, Instant},
    value::Fen,
};
use uuid::Uuid;

use super::day;
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// What was decided about an offer.
#[derive(Debug, Clone)]
pub(in crate::seats) struct Decided {
    pub decision: OfferDecision,
    pub note: String,
    pub at: Instant,
    pub by: String,
}

/// An offer.
#[derive(Debug, Clone)]
pub(in crate::seats) struct OfferRow {
    pub id: AgentOfferId,
    pub agent: String,
    pub payer: String,
    pub offered_on: Day,
    pub price: Option<Fen>,
    pub seats: Option<i64>,
    pub entity: Option<LegalEntityId>,
    /// The names of the promises, in JSON.
    pub promises: String,
    /// What was said, in the words of the offer.
    pub words: String,
    pub verdict: OfferVerdict,
    /// The findings in both languages, in JSON.
    pub findings: String,
    pub decided: Option<Decided>,
    pub recorded_at: Instant,
    pub recorded_by: String,
}

#[derive(FromQueryResult)]
struct RawOffer {
    id: Uuid,
    agent: String,
    payer: String,
    offered_on: i32,
    price_fen: Option<i64>,
    seats: Option<i64>,
    entity_id: Option<Uuid>,
    promises: String,
    words: String,
    verdict: String,
    findings: String,
    decision: Option<String>,
    decision_note: Option<String>,
    decided_at: Option<i64>,
    decided_by: Option<String>,
    recorded_at: i64,
    recorded_by: String,
}

fn row(raw: RawOffer) -> Option<OfferRow> {
    let RawOffer { id, agent, payer, offered_on, price_fen, seats, entity_id, promises, words, .. } = raw;
    let RawOffer { verdict, findings, decision, decision_note, decided_at, decided_by, .. } = raw;
    let RawOffer { recorded_at, recorded_by, .. } = raw;
    let decision = decision.and_then(|name| OfferDecision::named(&name));
    let decided = decision.zip(decided_at).map(|(decision, at)| Decided {
        decision,
        note: decision_note.unwrap_or_default(),
        at: Instant::from_ms(at),
        by: decided_by.unwrap_or_default(),
    });
    Some(OfferRow {
        id: AgentOfferId::from_uuid(id),
        agent,
        payer,
        offered_on: day(Some(offered_on))?,
        price: price_fen.map(Fen),
        seats,
        entity: entity_id.map(LegalEntityId::from_uuid),
        promises,
        words,
        verdict: OfferVerdict::named(&verdict)?,
        findings,
        decided,
        recorded_at: Instant::from_ms(recorded_at),
        recorded_by,
    })
}

const SELECT: &str = "
    select o.id, o.agent, o.payer, o.offered_on, o.price_fen, o.seats, o.entity_id, o.promises, o.words, o.verdict,
        o.findings, o.decision, o.decision_note, o.decided_at, o.decided_by, o.recorded_at, o.recorded_by
    from agent_offers o";

/// Offers, the newest first.
pub(in crate::seats) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    page: &PageQuery,
) -> Result<Vec<OfferRow>, ApiError> {
    let mut list =
        Conditions::of(scope, "o").and_after("o.recorded_at", "o.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!("{SELECT} where {} order by o.recorded_at desc, o.id desc limit {limit}", list.text());
    let raws: Vec<RawOffer> = tx.all(&sql, list.into_values()).await?;
    Ok(raws.into_iter().filter_map(row).collect())
}

pub(in crate::seats) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: AgentOfferId,
) -> Result<Option<OfferRow>, DbError> {
    let sql = format!("{SELECT} where o.tenant_id = $1 and o.id = $2");
    let raw: Option<RawOffer> = tx.one(&sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(raw.and_then(row))
}

pub(in crate::seats) async fn insert(tx: &mut Tx, scope: &Scope, offer: &OfferRow) -> Result<(), DbError> {
    let OfferRow { id, agent, payer, offered_on, price, seats, entity, promises, words, verdict, .. } = offer;
    let sql = "
        insert into agent_offers (tenant_id, id, agent, payer, offered_on, price_fen, seats, entity_id, promises, words,
            verdict, findings, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        agent.as_str(),
        payer.as_str(),
        offered_on.yyyymmdd(),
        price.map(|price| price.0),
        *seats,
        entity.map(LegalEntityId::uuid),
        promises.as_str(),
        words.as_str(),
        verdict.name(),
        offer.findings.as_str(),
        offer.recorded_at.ms(),
        offer.recorded_by.as_str(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Writes down what was decided; `false` when something was decided before.
pub(in crate::seats) async fn decide(
    tx: &mut Tx,
    scope: &Scope,
    id: AgentOfferId,
    decided: &Decided,
) -> Result<bool, DbError> {
    let Decided { decision, note, at, by } = decided;
    let sql = "
        update agent_offers set decision = $3, decision_note = $4, decided_at = $5, decided_by = $6
        where tenant_id = $1 and id = $2 and decision is null";
    let values =
        params![scope.tenant.uuid(), id.uuid(), decision.name(), note.as_str(), at.ms(), by.as_str()];
    Ok(tx.execute(sql, values).await? > 0)
}
