//! Figures of an account over periods: what it did, and how it answered.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::{
    id::{AccountId, AccountPeriodId, ServicePeriodId},
    imports::Field,
    time::Day,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{
        sight,
        store::periods::{self, PeriodRow, ServiceRow},
    },
    FigureSource, older_sources,
};
use crate::{
    App,
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        page::{Page, PageQuery},
        permit::ViewMatrix,
    },
};

/// What the platform counted of an account over a period; absent where no file named it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct AccountPeriodView {
    id: AccountPeriodId,
    /// The first day.
    from: Option<Day>,
    /// The last day.
    to: Option<Day>,
    /// 发布笔记数.
    notes_published: Option<i64>,
    /// 投流笔记数.
    notes_promoted: Option<i64>,
    /// 笔记投流消耗, in fen.
    promoted_fee_fen: Option<i64>,
    /// 总互动数.
    interaction: Option<i64>,
    /// 总表单客资数.
    form_leads: Option<i64>,
    /// 总私信进线数.
    message_consult: Option<i64>,
    /// 总私信开口数.
    initiative_message: Option<i64>,
    /// 总私信留资数.
    message_leads: Option<i64>,
    /// 笔记曝光量.
    impression: Option<i64>,
    /// 笔记点击量.
    read: Option<i64>,
    /// The row that the figures came from.
    source: FigureSource,
    /// The figures that came from an older row, by their names.
    older: BTreeMap<String, FigureSource>,
}

const PERIOD_FIGURES: [(&str, Field); 10] = [
    ("notes_published", Field::NotesPublished),
    ("notes_promoted", Field::NotesPromoted),
    ("promoted_fee_fen", Field::Fee),
    ("interaction", Field::Interaction),
    ("form_leads", Field::FormLeads),
    ("message_consult", Field::MessageConsult),
    ("initiative_message", Field::InitiativeMessage),
    ("message_leads", Field::MsgLeadsNum),
    ("impression", Field::Impression),
    ("read", Field::Click),
];

impl From<PeriodRow> for AccountPeriodView {
    fn from(row: PeriodRow) -> Self {
        let PeriodRow { id, from_day, to_day, notes_published, notes_promoted, promoted_fee_fen, .. } = row;
        let PeriodRow { interaction, form_leads, message_consult, initiative_message, message_leads, .. } =
            row;
        let PeriodRow { impression, read, import_id, row_no, older_cells, .. } = row;
        Self {
            id: AccountPeriodId::from_uuid(id),
            from: Day::from_yyyymmdd(from_day).ok(),
            to: Day::from_yyyymmdd(to_day).ok(),
            notes_published,
            notes_promoted,
            promoted_fee_fen,
            interaction,
            form_leads,
            message_consult,
            initiative_message,
            message_leads,
            impression,
            read,
            source: FigureSource::of(import_id, row_no),
            older: older_sources(older_cells.as_deref(), &PERIOD_FIGURES),
        }
    }
}

/// How an account answered over a period, as the platform counts it; absent where no file named it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct ServiceView {
    id: ServicePeriodId,
    /// The first day.
    from: Option<Day>,
    /// The last day.
    to: Option<Day>,
    /// 15秒首响率得分, in hundredths of a point.
    first_15s_score_centi: Option<i64>,
    /// 30秒回复率得分, in hundredths of a point.
    reply_30s_score_centi: Option<i64>,
    /// 1分钟回复率得分, in hundredths of a point.
    reply_1min_score_centi: Option<i64>,
    /// 1小时超时回复率得分, in hundredths of a point.
    over_1h_score_centi: Option<i64>,
    /// 平均回复时长得分, in hundredths of a point.
    mean_reply_score_centi: Option<i64>,
    /// 15秒首响率, in millionths.
    first_15s_ppm: Option<i64>,
    /// 30秒回复率, in millionths.
    reply_30s_ppm: Option<i64>,
    /// 1分钟回复率, in millionths.
    reply_1min_ppm: Option<i64>,
    /// 1小时超时回复率, in millionths.
    over_1h_ppm: Option<i64>,
    /// 平均回复时长, in milliseconds.
    mean_reply_ms: Option<i64>,
    /// 用户评价得分, in hundredths of a point.
    rating_centi: Option<i64>,
    /// The row that the measures came from.
    source: FigureSource,
    /// The measures that came from an older row, by their names.
    older: BTreeMap<String, FigureSource>,
}

const SERVICE_FIGURES: [(&str, Field); 11] = [
    ("first_15s_score_centi", Field::FirstReply15sScore),
    ("reply_30s_score_centi", Field::Reply30sScore),
    ("reply_1min_score_centi", Field::Reply1mScore),
    ("over_1h_score_centi", Field::Overdue1hScore),
    ("mean_reply_score_centi", Field::ReplyTimeMeanScore),
    ("first_15s_ppm", Field::FirstReply15sRate),
    ("reply_30s_ppm", Field::Reply30sRate),
    ("reply_1min_ppm", Field::Reply1mRate),
    ("over_1h_ppm", Field::Overdue1hRate),
    ("mean_reply_ms", Field::ReplyTimeMean),
    ("rating_centi", Field::UserRating),
];

impl From<ServiceRow> for ServiceView {
    fn from(row: ServiceRow) -> Self {
        let ServiceRow { id, from_day, to_day, first_15s_score_centi, reply_30s_score_centi, .. } = row;
        let ServiceRow { reply_1min_score_centi, over_1h_score_centi, mean_reply_score_centi, .. } = row;
        let ServiceRow { first_15s_ppm, reply_30s_ppm, reply_1min_ppm, over_1h_ppm, mean_reply_ms, .. } = row;
        let ServiceRow { rating_centi, import_id, row_no, older_cells, .. } = row;
        Self {
            id: ServicePeriodId::from_uuid(id),
            from: Day::from_yyyymmdd(from_day).ok(),
            to: Day::from_yyyymmdd(to_day).ok(),
            first_15s_score_centi,
            reply_30s_score_centi,
            reply_1min_score_centi,
            over_1h_score_centi,
            mean_reply_score_centi,
            first_15s_ppm,
            reply_30s_ppm,
            reply_1min_ppm,
            over_1h_ppm,
            mean_reply_ms,
            rating_centi,
            source: FigureSource::of(import_id, row_no),
            older: older_sources(older_cells.as_deref(), &SERVICE_FIGURES),
        }
    }
}

/// Lists what the platform counted of an account, the latest period first.
#[utoipa::path(
    get, path = "/accounts/{account}/periods", tag = "matrix", params(("account" = AccountId, Path), PageQuery),
    responses(
        (status = 200, body = Page<AccountPeriodView>), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(in crate::matrix) async fn list_periods(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(account): Path<AccountId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<AccountPeriodView>>, ApiError> {
    let mut tx = app.db().read().await?;
    sight::demand_account(&mut tx, &scope, account).await?;
    let rows = periods::list(&mut tx, &scope, account, &page).await?;
    let page = Page::of(rows, &page, |row| (i64::from(row.to_day), row.id));
    Ok(Json(page.map(AccountPeriodView::from)))
}

/// Lists how an account answered, the latest period first.
#[utoipa::path(
    get, path = "/accounts/{account}/service", tag = "matrix", params(("account" = AccountId, Path), PageQuery),
    responses(
        (status = 200, body = Page<ServiceView>), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(in crate::matrix) async fn list_service_periods(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(account): Path<AccountId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<ServiceView>>, ApiError> {
    let mut tx = app.db().read().await?;
    sight::demand_account(&mut tx, &scope, account).await?;
    let rows = periods::list_service(&mut tx, &scope, account, &page).await?;
    let page = Page::of(rows, &page, |row| (i64::from(row.to_day), row.id));
    Ok(Json(page.map(ServiceView::from)))
}
