//! What was counted of live sessions and promotions. Rows are added, never changed.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{LiveSessionId, PromotionId},
    identity::Scope,
    selling::{LiveNumbers, PromotionNumbers},
    time::Instant,
    value::Fen,
};

/// Entries of one thing that are shown.
const ENTRIES_SHOWN_MAX: i64 = 100;

/// What was counted of a live session, as somebody entered it.
#[derive(Debug)]
pub(in crate::selling) struct LiveCounted {
    pub revision: i64,
    pub numbers: LiveNumbers,
    pub reason: String,
    pub entered_by: String,
    pub entered_at: Instant,
}

#[derive(FromQueryResult)]
struct RawLive {
    revision: i64,
    viewers: Option<i64>,
    viewers_peak: Option<i64>,
    follows: Option<i64>,
    leads: Option<i64>,
    orders: Option<i64>,
    sales_fen: Option<i64>,
    reason: String,
    entered_by: String,
    entered_at: i64,
}

/// Everything that was entered of a live session, the newest first.
pub(in crate::selling) async fn of_live(
    tx: &mut Tx,
    scope: &Scope,
    id: LiveSessionId,
) -> Result<Vec<LiveCounted>, DbError> {
    let sql = "
        select revision, viewers, viewers_peak, follows, leads, orders, sales_fen, reason, entered_by, entered_at
        from live_results where tenant_id = $1 and session_id = $2 order by revision desc limit $3";
    let rows: Vec<RawLive> = tx.all(sql, params![scope.tenant.uuid(), id.uuid(), ENTRIES_SHOWN_MAX]).await?;
    let counted = |raw: RawLive| {
        let RawLive { revision, viewers, viewers_peak, follows, leads, orders, sales_fen, .. } = raw;
        let RawLive { reason, entered_by, entered_at, .. } = raw;
        let numbers = LiveNumbers { viewers, viewers_peak, follows, leads, orders, sales_fen };
        LiveCounted { revision, numbers, reason, entered_by, entered_at: Instant::from_ms(entered_at) }
    };
    Ok(rows.into_iter().map(counted).collect())
}

pub(in crate::selling) async fn insert_live(
    tx: &mut Tx,
    scope: &Scope,
    id: LiveSessionId,
    counted: &LiveCounted,
) -> Result<(), DbError> {
    let LiveCounted { revision, numbers, reason, entered_by, entered_at } = counted;
    let LiveNumbers { viewers, viewers_peak, follows, leads, orders, sales_fen } = *numbers;
    let sql = "
        insert into live_results (tenant_id, session_id, revision, viewers, viewers_peak, follows, leads, orders,
            sales_fen, reason, entered_by, entered_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        *revision,
        viewers,
        viewers_peak,
        follows,
        leads,
        orders,
        sales_fen,
        reason.as_str(),
        entered_by.as_str(),
        entered_at.ms()
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// What a promotion cost and brought, as somebody entered it.
#[derive(Debug)]
pub(in crate::selling) struct PromotionCounted {
    pub revision: i64,
    pub numbers: PromotionNumbers,
    pub overspend_reason: String,
    pub reason: String,
    pub entered_by: String,
    pub entered_at: Instant,
}

#[derive(FromQueryResult)]
struct RawPromotion {
    revision: i64,
    spend_fen: i64,
    impression: Option<i64>,
    message_consult: Option<i64>,
    leads: Option<i64>,
    overspend_reason: String,
    reason: String,
    entered_by: String,
    entered_at: i64,
}

/// Everything that was entered of a promotion, the newest first.
pub(in crate::selling) async fn of_promotion(
    tx: &mut Tx,
    scope: &Scope,
    id: PromotionId,
) -> Result<Vec<PromotionCounted>, DbError> {
    let sql = "
        select revision, spend_fen, impression, message_consult, leads, overspend_reason, reason, entered_by, entered_at
        from promotion_results where tenant_id = $1 and promotion_id = $2 order by revision desc limit $3";
    let rows: Vec<RawPromotion> =
        tx.all(sql, params![scope.tenant.uuid(), id.uuid(), ENTRIES_SHOWN_MAX]).await?;
    let counted = |raw: RawPromotion| {
        let RawPromotion { revision, spend_fen, impression, message_consult, leads, .. } = raw;
        let RawPromotion { overspend_reason, reason, entered_by, entered_at, .. } = raw;
        let numbers = PromotionNumbers { spend: Fen(spend_fen), impression, message_consult, leads };
        let entered_at = Instant::from_ms(entered_at);
        PromotionCounted { revision, numbers, overspend_reason, reason, entered_by, entered_at }
    };
    Ok(rows.into_iter().map(counted).collect())
}

pub(in crate::selling) async fn insert_promotion(
    tx: &mut Tx,
    scope: &Scope,
    id: PromotionId,
    counted: &PromotionCounted,
) -> Result<(), DbError> {
    let PromotionCounted { revision, numbers, overspend_reason, reason, entered_by, entered_at } = counted;
    let PromotionNumbers { spend, impression, message_consult, leads } = *numbers;
    let sql = "
        insert into promotion_results (tenant_id, promotion_id, revision, spend_fen, impression, message_consult, leads,
            overspend_reason, reason, entered_by, entered_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        *revision,
        spend.0,
        impression,
        message_consult,
        leads,
        overspend_reason.as_str(),
        reason.as_str(),
        entered_by.as_str(),
        entered_at.ms()
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
