//! The rows of figures over periods: what an account did, and how it answered.

use db::{FromQueryResult, Tx, params};
use domain::{id::AccountId, identity::Scope};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
};

/// The figures of one account over one period.
#[derive(Debug, FromQueryResult)]
pub(in crate::matrix) struct PeriodRow {
    pub id: Uuid,
    pub from_day: i32,
    pub to_day: i32,
    pub notes_published: Option<i64>,
    pub notes_promoted: Option<i64>,
    pub promoted_fee_fen: Option<i64>,
    pub interaction: Option<i64>,
    pub form_leads: Option<i64>,
    pub message_consult: Option<i64>,
    pub initiative_message: Option<i64>,
    pub message_leads: Option<i64>,
    pub impression: Option<i64>,
    pub read: Option<i64>,
    pub import_id: Uuid,
    pub row_no: i64,
    pub older_cells: Option<String>,
}

/// The reply measures of one account over one period, as the platform counts them.
#[derive(Debug, FromQueryResult)]
pub(in crate::matrix) struct ServiceRow {
    pub id: Uuid,
    pub from_day: i32,
    pub to_day: i32,
    pub first_15s_score_centi: Option<i64>,
    pub reply_30s_score_centi: Option<i64>,
    pub reply_1min_score_centi: Option<i64>,
    pub over_1h_score_centi: Option<i64>,
    pub mean_reply_score_centi: Option<i64>,
    pub first_15s_ppm: Option<i64>,
    pub reply_30s_ppm: Option<i64>,
    pub reply_1min_ppm: Option<i64>,
    pub over_1h_ppm: Option<i64>,
    pub mean_reply_ms: Option<i64>,
    pub rating_centi: Option<i64>,
    pub import_id: Uuid,
    pub row_no: i64,
    pub older_cells: Option<String>,
}

const PERIOD_COLUMNS: &str = "p.id, p.from_day, p.to_day, p.notes_published, p.notes_promoted, p.promoted_fee_fen,
    p.interaction, p.form_leads, p.message_consult, p.initiative_message, p.message_leads, p.impression, p.read,
    p.import_id, p.row_no, p.older_cells";

const SERVICE_COLUMNS: &str = "p.id, p.from_day, p.to_day, p.first_15s_score_centi, p.reply_30s_score_centi,
    p.reply_1min_score_centi, p.over_1h_score_centi, p.mean_reply_score_centi, p.first_15s_ppm, p.reply_30s_ppm,
    p.reply_1min_ppm, p.over_1h_ppm, p.mean_reply_ms, p.rating_centi, p.import_id, p.row_no, p.older_cells";

/// Figures of an account over periods, those that ended last first.
pub(in crate::matrix) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    page: &PageQuery,
) -> Result<Vec<PeriodRow>, ApiError> {
    rows(tx, scope, ("account_periods", PERIOD_COLUMNS), account, page).await
}

/// Reply measures of an account over periods, those that ended last first.
pub(in crate::matrix) async fn list_service(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    page: &PageQuery,
) -> Result<Vec<ServiceRow>, ApiError> {
    rows(tx, scope, ("service_periods", SERVICE_COLUMNS), account, page).await
}

async fn rows<T: FromQueryResult>(
    tx: &mut Tx,
    scope: &Scope,
    (table, columns): (&str, &str),
    account: AccountId,
    page: &PageQuery,
) -> Result<Vec<T>, ApiError> {
    let mut list = Conditions::of(scope, "p")
        .and("p.account_id = ?", params![account.uuid()])
        .and_seen(sight::of_belongings, scope, "p")
        .and_after("cast(p.to_day as bigint)", "p.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!(
        "select {columns} from {table} p where {} order by p.to_day desc, p.id desc limit {limit}",
        list.text()
    );
    Ok(tx.all(&sql, list.into_values()).await?)
}
