//! Hangings: which account carries which goods, from when to when.

use std::collections::HashMap;

use axum::{extract::State, http::StatusCode};
use domain::{
    entitlements::{Entitlement, Seen},
    id::{AccountId, GoodsHangingId, GoodsId, NoteId},
    identity::{Action, Scope},
    matrix::AccountKind,
    selling::{HangingFacts, judge_hanging, judge_taking_down},
    time::{Day, Instant},
    value::Fen,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    Clocked, may, refusals,
    store::{
        goods,
        hangings::{self, HangingRow, NewRow, Wanted},
    },
    title_of,
};
use crate::{
    App, entitlements,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        page::{Page, PageQuery},
        permit::{ManageSelling, ViewMatrix},
    },
    matrix,
    text::Text,
};

/// Which hangings are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct HangingFilter {
    /// Only those of this account.
    account: Option<AccountId>,
    /// Only those of these goods: who carries them, and who did.
    goods: Option<GoodsId>,
    /// Only those that were not taken down.
    #[serde(default)]
    open: bool,
}

/// That goods hang on an account, or did.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HangingView {
    id: GoodsHangingId,
    goods: GoodsId,
    name: String,
    article_no: String,
    shop: String,
    link: Option<String>,
    price_fen: Fen,
    account: AccountId,
    nickname: String,
    /// The note that carries them, where one was named, and its title as it was.
    note: Option<NoteId>,
    note_title: Option<String>,
    since: Day,
    /// The day on which they were taken down.
    until: Option<Day>,
    hung_by: String,
    hung_at: Instant,
    taken_down_by: Option<String>,
    /// What is to be borne in mind: what was last seen of the shop inheritance says otherwise.
    warning: Option<String>,
    can: HangingCan,
}

/// What the asker may do with a hanging.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HangingCan {
    take_down: Can,
}

/// Goods to be hung on an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewHanging {
    goods: GoodsId,
    account: AccountId,
    /// The note of the account that carries them.
    note: Option<NoteId>,
    /// Today when absent; not a day to come.
    since: Option<Day>,
}

/// When goods were taken down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRemoval {
    /// Today when absent; neither before they were hung nor a day to come.
    on: Option<Day>,
}

/// Lists which accounts that the asker sees carry which goods or did, the newest first.
#[utoipa::path(
    get, path = "/goods-hangings", tag = "selling", params(HangingFilter, PageQuery),
    responses((status = 200, body = Page<HangingView>)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_goods_hangings(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(HangingFilter { account, goods, open }): Query<HangingFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<HangingView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = Clocked::of(&mut tx, &app, &scope).await?.today;
    let rows = hangings::list(&mut tx, &scope, &Wanted { account, goods, open }, &page).await?;
    let page = Page::of(rows, &page, |row| (row.hung_at, row.id));
    let mut accounts: Vec<Uuid> = page.items.iter().map(|row| row.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let looks = entitlements::last_looks(&mut tx, &scope, Entitlement::Shop, &accounts).await?;
    Ok(Json(page.map(|row| view(&scope, row, &looks, today))))
}

/// Hangs goods on an account whose shop inheritance was seen.
#[utoipa::path(
    post, path = "/goods-hangings", tag = "selling", request_body = NewHanging,
    responses(
        (status = 201, body = HangingView),
        (status = 409, body = ErrorBody, description = "they hang there already, or the shop inheritance was not seen")
    ),
    security(("session" = ["manage_selling"]), ("api_key" = ["manage_selling"]))
)]
pub(super) async fn create_goods_hanging(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSelling>,
    Json(NewHanging { goods, account, note, since }): Json<NewHanging>,
) -> Result<(StatusCode, Json<HangingView>), ApiError> {
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    let kind = matrix::account_kind(&mut tx, &scope, account).await?;
    let kind = kind.ok_or_else(|| refusals::unknown("account"))?;
    if goods::find(&mut tx, &scope, goods).await?.is_none() {
        return Err(refusals::unknown("goods"));
    }
    let note_title = title_of(&mut tx, &scope, account, note).await?;
    let looks = entitlements::last_looks(&mut tx, &scope, Entitlement::Shop, &[account.uuid()]).await?;
    let facts = HangingFacts {
        has_own_shop: kind == AccountKind::Enterprise,
        shop: looks.get(&account.uuid()).copied(),
        hangs_since: hangings::hangs_since(&mut tx, &scope, account, goods).await?,
        since: since.unwrap_or(today),
        today,
    };
    judge_hanging(&facts).map_err(refusals::hanging)?;

    let (id, by) = (app.id(), name_of(&scope.actor));
    let since = facts.since;
    let new = NewRow { id, goods, account, note, note_title: note_title.as_deref(), since };
    hangings::insert(&mut tx, &scope, &new, (&by, now)).await?;
    let row = hangings::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "hanging": id, "goods": goods, "name": row.name, "note": note, "since": since });
    record(&mut tx, &scope, Change::made(EventKind::GoodsHung, &account, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, row, &looks, today))))
}

/// Takes goods down from an account.
#[utoipa::path(
    post, path = "/goods-hangings/{hanging}/removal", tag = "selling", params(("hanging" = GoodsHangingId, Path)),
    request_body = NewRemoval,
    responses(
        (status = 200, body = HangingView),
        (status = 409, body = ErrorBody, description = "they were taken down already")
    ),
    security(("session" = ["manage_selling"]), ("api_key" = ["manage_selling"]))
)]
pub(super) async fn create_goods_removal(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSelling>,
    Path(id): Path<GoodsHangingId>,
    Json(NewRemoval { on }): Json<NewRemoval>,
) -> Result<Json<HangingView>, ApiError> {
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    let row = hangings::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let on = on.unwrap_or(today);
    judge_taking_down(row.since()?, row.until()?, on, today).map_err(refusals::taking_down)?;

    let by = name_of(&scope.actor);
    if !hangings::take_down(&mut tx, &scope, id, on, (&by, now)).await? {
        return Err(refusals::taken_down_meanwhile());
    }
    let row = hangings::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let account = AccountId::from_uuid(row.account_id);
    let (before, after) = (json!({ "until": null }), json!({ "hanging": id, "name": row.name, "until": on }));
    let change = Change::changed(EventKind::GoodsTakenDown, &account, before, after);
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view(&scope, row, &HashMap::new(), today)))
}

/// What to bear in mind about goods that hang, by what was last seen.
fn warning(row: &HangingRow, look: Option<Seen>, today: Day) -> Option<Text> {
    if row.until_day.is_some() {
        return None;
    }
    let facts = HangingFacts {
        has_own_shop: row.kind == AccountKind::Enterprise.name(),
        shop: look,
        hangs_since: None,
        since: today,
        today,
    };
    match judge_hanging(&facts) {
        Ok(warning) => warning.map(refusals::hanging_warning),
        Err(error) => Some(refusals::hangs_though(error)),
    }
}

fn view(scope: &Scope, row: HangingRow, looks: &HashMap<Uuid, Seen>, today: Day) -> HangingView {
    let warning = warning(&row, looks.get(&row.account_id).copied(), today);
    let HangingRow { id, goods_id, name, article_no, shop, link, price_fen, account_id, nickname, .. } = row;
    let HangingRow { note_id, note_title, since_day, until_day, hung_at, hung_by, taken_down_by, .. } = row;
    let take_down = match until_day {
        Some(_) => Can::No(Text::new("已经下架。", "They were taken down.")),
        None => may(scope, Action::ManageSelling),
    };
    HangingView {
        id: GoodsHangingId::from_uuid(id),
        goods: GoodsId::from_uuid(goods_id),
        name,
        article_no,
        shop,
        link,
        price_fen: Fen(price_fen),
        account: AccountId::from_uuid(account_id),
        nickname,
        note: note_id.map(NoteId::from_uuid),
        note_title,
        since: Day::from_yyyymmdd(since_day).unwrap_or(today),
        until: until_day.and_then(|day| Day::from_yyyymmdd(day).ok()),
        hung_by,
        hung_at: Instant::from_ms(hung_at),
        taken_down_by,
        warning: warning.map(|text| text.here().to_owned()),
        can: HangingCan { take_down },
    }
}
