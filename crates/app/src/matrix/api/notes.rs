//! Notes: of one account, and of every account that the asker sees.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::{
    id::{AccountId, NoteId},
    imports::Field,
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        sight,
        store::notes::{self, NoteRow, Wanted},
    },
    AccountRef, FigureSource, older_sources,
};
use crate::{
    App,
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        page::{Page, PageQuery},
        permit::ViewMatrix,
    },
};

domain::names! {
    /// What notes are ordered by. Notes for which no file named the figure come last.
    NoteSort {
        /// When it was published.
        PublishedAt = "published_at",
        /// 曝光.
        Impression = "impression",
        /// 观看量.
        Read = "read",
        /// 封面点击率.
        CoverCtr = "cover_ctr_ppm",
        /// 点赞.
        Likes = "likes",
        /// 评论.
        Comments = "comments",
        /// 收藏.
        Collects = "collects",
        /// 涨粉.
        Follows = "follows",
        /// 分享.
        Shares = "shares",
        /// 人均观看时长.
        Watch = "watch_ms",
        /// 弹幕.
        Danmaku = "danmaku",
    }
}

domain::names! {
    /// In which direction a list is ordered.
    Order {
        /// The smallest first.
        Asc = "asc",
        /// The greatest first.
        Desc = "desc",
    }
}

domain::names! {
    /// What a note is made of.
    NoteFormat {
        /// 图文.
        Image = "image",
        /// 视频.
        Video = "video",
        /// Something that the file calls otherwise.
        Other = "other",
    }
}

/// Which notes are asked for, and in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::matrix) struct NoteFilter {
    /// Published on this day or later.
    from: Option<Day>,
    /// Published on this day or earlier.
    to: Option<Day>,
    /// Part of the title.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
    /// What to order by; when they were published, when absent.
    #[param(inline)]
    sort: Option<NoteSort>,
    /// The greatest first, when absent.
    #[param(inline)]
    order: Option<Order>,
}

/// Which account's notes are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::matrix) struct OfAccount {
    /// Only notes of this account.
    account: Option<AccountId>,
}

/// What the platform counted of a note, as of the last file that named the figure; absent where none did.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct NoteFigures {
    /// 曝光.
    impression: Option<i64>,
    /// 观看量.
    read: Option<i64>,
    /// 封面点击率, in millionths.
    cover_ctr_ppm: Option<i64>,
    /// 点赞.
    likes: Option<i64>,
    /// 评论.
    comments: Option<i64>,
    /// 收藏.
    collects: Option<i64>,
    /// 涨粉.
    follows: Option<i64>,
    /// 分享.
    shares: Option<i64>,
    /// 人均观看时长, in milliseconds.
    watch_ms: Option<i64>,
    /// 弹幕.
    danmaku: Option<i64>,
}

/// Which field of a file fills which figure.
const FIGURES: [(&str, Field); 10] = [
    ("impression", Field::Impression),
    ("read", Field::Read),
    ("cover_ctr_ppm", Field::CoverCtr),
    ("likes", Field::Like),
    ("comments", Field::Comment),
    ("collects", Field::Collect),
    ("follows", Field::Follow),
    ("shares", Field::Share),
    ("watch_ms", Field::WatchTimeMean),
    ("danmaku", Field::Danmaku),
];

/// A note.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct NoteView {
    id: NoteId,
    account: AccountRef,
    title: String,
    published_at: Instant,
    /// The business day of its publication.
    published_on: Option<Day>,
    format: Option<NoteFormat>,
    /// The note's id on the platform, where a file named it.
    xhs_note_id: Option<String>,
    figures: NoteFigures,
    /// The row that the figures came from.
    source: FigureSource,
    /// The figures that came from an older row, by their names.
    older: BTreeMap<String, FigureSource>,
}

impl From<NoteRow> for NoteView {
    fn from(row: NoteRow) -> Self {
        let NoteRow { id, account_id, nickname, title, published_at, published_day, format, .. } = row;
        let NoteRow { xhs_note_id, impression, read, cover_ctr_ppm, likes, comments, collects, .. } = row;
        let NoteRow {
            follows, shares, watch_ms, danmaku, import_id, row_no, older_cells, sort_key: _, ..
        } = row;
        Self {
            id: NoteId::from_uuid(id),
            account: AccountRef { id: AccountId::from_uuid(account_id), nickname },
            title,
            published_at: Instant::from_ms(published_at),
            published_on: Day::from_yyyymmdd(published_day).ok(),
            format: format.and_then(|format| NoteFormat::named(&format)),
            xhs_note_id,
            figures: NoteFigures {
                impression,
                read,
                cover_ctr_ppm,
                likes,
                comments,
                collects,
                follows,
                shares,
                watch_ms,
                danmaku,
            },
            source: FigureSource::of(import_id, row_no),
            older: older_sources(older_cells.as_deref(), &FIGURES),
        }
    }
}

/// Lists the notes of an account.
#[utoipa::path(
    get, path = "/accounts/{account}/notes", tag = "matrix",
    params(("account" = AccountId, Path), NoteFilter, PageQuery),
    responses(
        (status = 200, body = Page<NoteView>), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(in crate::matrix) async fn list_account_notes(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(account): Path<AccountId>,
    Query(filter): Query<NoteFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<NoteView>>, ApiError> {
    let mut tx = app.db().read().await?;
    sight::demand_account(&mut tx, &scope, account).await?;
    let rows = notes::list(&mut tx, &scope, wanted(&filter, Some(account)), &page).await?;
    Ok(Json(page_of(rows, &page)))
}

/// Lists the notes of every account that the asker sees.
#[utoipa::path(
    get, path = "/notes", tag = "matrix", params(OfAccount, NoteFilter, PageQuery),
    responses(
        (status = 200, body = Page<NoteView>), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(in crate::matrix) async fn list_notes(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(OfAccount { account }): Query<OfAccount>,
    Query(filter): Query<NoteFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<NoteView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = notes::list(&mut tx, &scope, wanted(&filter, account), &page).await?;
    Ok(Json(page_of(rows, &page)))
}

fn wanted(filter: &NoteFilter, account: Option<AccountId>) -> Wanted<'_> {
    let NoteFilter { from, to, q, sort, order } = filter;
    Wanted {
        account,
        from: *from,
        to: *to,
        searched: q.as_deref().map(str::trim).filter(|text| !text.is_empty()),
        sort: sort.unwrap_or(NoteSort::PublishedAt),
        order: order.unwrap_or(Order::Desc),
    }
}

fn page_of(rows: Vec<NoteRow>, page: &PageQuery) -> Page<NoteView> {
    Page::of(rows, page, |row| (row.sort_key, row.id)).map(NoteView::from)
}
