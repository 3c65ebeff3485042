//! Requests for promotion money.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    content::ContentOutcome,
    id::{AccountId, NoteId, PromotionId, UserId},
    identity::Scope,
    selling::{PromotionNumbers, PromotionState},
    time::{Day, Instant, Zone},
    value::Fen,
};
use uuid::Uuid;

use super::results::PromotionCounted;
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// A request with what was last entered of it.
#[derive(Debug)]
pub(in crate::selling) struct PromotionRow {
    pub id: PromotionId,
    pub account: AccountId,
    pub nickname: String,
    pub note: Option<NoteId>,
    pub note_title: Option<String>,
    pub outcome: ContentOutcome,
    pub budget: Fen,
    pub days: i64,
    pub why: String,
    pub state: PromotionState,
    pub asked_by: UserId,
    pub asker_name: String,
    pub asked_at: Instant,
    /// The name of whoever decided, and when.
    pub decision: Option<(String, Instant)>,
    pub reason: String,
    pub results: Option<PromotionCounted>,
}

impl PromotionRow {
    /// The days in which the money was spent: that of the decision, and as many after it as were granted.
    pub fn days(&self, zone: &Zone) -> Option<(Day, Day)> {
        let (_, at) = self.decision.as_ref().filter(|_| self.state == PromotionState::Approved)?;
        let from = at.day(zone);
        Some((from, from.plus_days(i32::try_from(self.days).unwrap_or(i32::MAX))))
    }
}

/// A request to be kept.
#[derive(Debug, Clone, Copy)]
pub(in crate::selling) struct NewRow<'a> {
    pub id: PromotionId,
    pub account: AccountId,
    pub note: Option<NoteId>,
    pub note_title: Option<&'a str>,
    pub outcome: ContentOutcome,
    pub budget: Fen,
    pub days: i64,
    pub why: &'a str,
    /// Who asks, and their name.
    pub asked_by: (UserId, &'a str),
}

/// What is decided upon a request.
#[derive(Debug, Clone, Copy)]
pub(in crate::selling) struct Decision<'a> {
    pub state: PromotionState,
    pub by: UserId,
    pub name: &'a str,
    pub at: Instant,
    pub reason: &'a str,
}

/// What a list of requests is narrowed to.
#[derive(Debug, Clone, Copy)]
pub(in crate::selling) struct Wanted {
    pub account: Option<AccountId>,
    pub state: Option<PromotionState>,
}

#[derive(FromQueryResult)]
struct RawPromotion {
    id: Uuid,
    account_id: Uuid,
    nickname: String,
    note_id: Option<Uuid>,
    note_title: Option<String>,
    outcome: String,
    budget_fen: i64,
    days: i64,
    why: String,
    state: String,
    asked_by: Uuid,
    asker_name: String,
    asked_at: i64,
    decider_name: Option<String>,
    decided_at: Option<i64>,
    reason: String,
    revision: Option<i64>,
    spend_fen: Option<i64>,
    impression: Option<i64>,
    message_consult: Option<i64>,
    leads: Option<i64>,
    overspend_reason: Option<String>,
    correction: Option<String>,
    entered_by: Option<String>,
    entered_at: Option<i64>,
}

const SELECT: &str = "
    select p.id, p.account_id, a.nickname, p.note_id, p.note_title, p.outcome, p.budget_fen, p.days, p.why, p.state,
        p.asked_by, p.asker_name, p.asked_at, p.decider_name, p.decided_at, p.reason, x.revision, x.spend_fen,
        x.impression, x.message_consult, x.leads, x.overspend_reason, x.reason as correction, x.entered_by,
        x.entered_at
    from promotions p
    join accounts a on a.tenant_id = p.tenant_id and a.id = p.account_id
    left join promotion_results x on x.tenant_id = p.tenant_id and x.promotion_id = p.id
        and x.revision = (select max(y.revision) from promotion_results y
            where y.tenant_id = p.tenant_id and y.promotion_id = p.id)";

fn row(raw: RawPromotion) -> Result<PromotionRow, ApiError> {
    let results = counted(&raw);
    let RawPromotion { id, account_id, nickname, note_id, note_title, outcome, budget_fen, .. } = raw;
    let RawPromotion { days, why, state, asked_by, asker_name, asked_at, .. } = raw;
    let RawPromotion { decider_name, decided_at, reason, .. } = raw;
    Ok(PromotionRow {
        id: PromotionId::from_uuid(id),
        account: AccountId::from_uuid(account_id),
        nickname,
        note: note_id.map(NoteId::from_uuid),
        note_title,
        outcome: ContentOutcome::named(&outcome).ok_or_else(ApiError::broken)?,
        budget: Fen(budget_fen),
        days,
        why,
        state: PromotionState::named(&state).ok_or_else(ApiError::broken)?,
        asked_by: UserId::from_uuid(asked_by),
        asker_name,
        asked_at: Instant::from_ms(asked_at),
        decision: decider_name.zip(decided_at.map(Instant::from_ms)),
        reason,
        results,
    })
}

/// What was last entered, where anything was.
fn counted(raw: &RawPromotion) -> Option<PromotionCounted> {
    let RawPromotion { impression, message_consult, leads, .. } = *raw;
    Some(PromotionCounted {
        revision: raw.revision?,
        numbers: PromotionNumbers { spend: Fen(raw.spend_fen?), impression, message_consult, leads },
        overspend_reason: raw.overspend_reason.clone()?,
        reason: raw.correction.clone()?,
        entered_by: raw.entered_by.clone()?,
        entered_at: Instant::from_ms(raw.entered_at?),
    })
}

/// Requests for accounts that the actor sees, the newest first.
pub(in crate::selling) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted,
    page: &PageQuery,
) -> Result<Vec<PromotionRow>, ApiError> {
    let mut list = Conditions::of(scope, "p")
        .and_if("p.account_id = ?", wanted.account.map(AccountId::uuid))
        .and_if("p.state = ?", wanted.state.map(PromotionState::name))
        .and_seen_accounts(scope, "a")
        .and_after("p.asked_at", "p.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!("{SELECT} where {} order by p.asked_at desc, p.id desc limit {limit}", list.text());
    let rows: Vec<RawPromotion> = tx.all(&sql, list.into_values()).await?;
    rows.into_iter().map(row).collect()
}

/// One request, if the actor sees its account.
pub(in crate::selling) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: PromotionId,
) -> Result<Option<PromotionRow>, ApiError> {
    let wanted = Conditions::of(scope, "p").and("p.id = ?", params![id.uuid()]).and_seen_accounts(scope, "a");
    let sql = format!("{SELECT} where {}", wanted.text());
    let raw: Option<RawPromotion> = tx.one(&sql, wanted.into_values()).await?;
    raw.map(row).transpose()
}

pub(in crate::selling) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewRow<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let NewRow { id, account, note, note_title, outcome, budget, days, why, asked_by: (user, name) } = *new;
    let sql = "
        insert into promotions (tenant_id, id, account_id, note_id, note_title, outcome, budget_fen, days, why, state,
            asked_by, asker_name, asked_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked', $10, $11, $12)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        account.uuid(),
        note.map(NoteId::uuid),
        note_title,
        outcome.name(),
        budget.0,
        days,
        why,
        user.uuid(),
        name,
        now.ms()
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Decides upon a request; `false` when somebody did meanwhile.
pub(in crate::selling) async fn decide(
    tx: &mut Tx,
    scope: &Scope,
    id: PromotionId,
    decision: &Decision<'_>,
) -> Result<bool, DbError> {
    let Decision { state, by, name, at, reason } = *decision;
    let sql = "
        update promotions set state = $3, decided_by = $4, decider_name = $5, decided_at = $6, reason = $7
        where tenant_id = $1 and id = $2 and state = 'asked'";
    let values = params![scope.tenant.uuid(), id.uuid(), state.name(), by.uuid(), name, at.ms(), reason];
    Ok(tx.execute(sql, values).await? > 0)
}

#[derive(FromQueryResult)]
struct RawReport {
    parts: i64,
    spend_fen: Option<i64>,
    impression: Option<i64>,
    message_consult: Option<i64>,
    message_leads: Option<i64>,
    form_leads: Option<i64>,
}

/// What the Juguang report says of an account in some days: the sum of the rows that lie within them. Who asks has made
/// sure that the actor sees the account.
pub(in crate::selling) async fn reported(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    (from, to): (Day, Day),
) -> Result<Option<PromotionNumbers>, DbError> {
    let sql = "
        select count(*) as parts, cast(sum(fee_fen) as bigint) as spend_fen, cast(sum(impression) as bigint) as impression,
            cast(sum(message_consult) as bigint) as message_consult,
            cast(sum(message_leads) as bigint) as message_leads, cast(sum(form_leads) as bigint) as form_leads
        from juguang_figures where tenant_id = $1 and account_id = $2 and from_day >= $3 and to_day <= $4";
    let values = params![scope.tenant.uuid(), account.uuid(), from.yyyymmdd(), to.yyyymmdd()];
    let row: Option<RawReport> = tx.one(sql, values).await?;
    Ok(row.filter(|row| row.parts > 0).map(|row| {
        let RawReport { parts: _, spend_fen, impression, message_consult, message_leads, form_leads } = row;
        let leads = [message_leads, form_leads].into_iter().flatten().reduce(i64::saturating_add);
        PromotionNumbers { spend: Fen(spend_fen.unwrap_or_default()), impression, message_consult, leads }
    }))
}
