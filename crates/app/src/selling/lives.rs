//! Live sessions: what is planned on which account, who hosts it, and what became of it.

use std::collections::HashMap;

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    entitlements::{Entitlement, Seen},
    id::{AccountId, EmployeeId, GoodsId, LiveSessionId},
    identity::{Action, Scope},
    selling::{LIVE_GOODS_MAX, LiveState, Slot, TOPIC_CHARS_MAX, Taken, clash},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    Clocked,
    live_results::LiveResultsView,
    may, refusals,
    store::{
        goods,
        lives::{self, KeptPlan, LiveRow, Wanted},
        results,
    },
};
use crate::{
    App, entitlements,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        field::required_text,
        page::{Page, PageQuery},
        permit::{ManageSelling, ViewMatrix},
    },
    matrix,
    people::{self, EmployeeRef},
    text::Text,
};

domain::names! {
    /// Which live sessions are asked for.
    LiveWanted {
        /// To be held, or nobody has said whether they were.
        Planned = "planned",
        /// Held.
        Held = "held",
        /// Called off.
        Cancelled = "cancelled",
        /// Over, and nobody has entered what they brought.
        Uncounted = "uncounted",
    }
}

/// Which live sessions are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LiveFilter {
    /// Only those of this account.
    account: Option<AccountId>,
    /// Only those that this employee hosts.
    host: Option<EmployeeId>,
    /// Only these.
    #[param(inline)]
    state: Option<LiveWanted>,
}

/// A live session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LiveView {
    id: LiveSessionId,
    account: AccountId,
    nickname: String,
    host: EmployeeRef,
    /// Who answers messages and comments meanwhile.
    replier: Option<EmployeeRef>,
    topic: String,
    starts_at: Instant,
    ends_at: Instant,
    minutes: i64,
    state: LiveState,
    /// Whether its planned end lies behind.
    is_over: bool,
    /// Why it was called off; may be empty.
    reason: String,
    goods: Vec<LiveGoods>,
    /// What was counted of it, as last entered.
    results: Option<LiveResultsView>,
    /// What stands in the way of a plan: a host who leaves before, a shop that was not seen.
    warnings: Vec<String>,
    version: i64,
    planned_by: String,
    planned_at: Instant,
    can: LiveCan,
}

/// Goods of a live session.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct LiveGoods {
    pub id: GoodsId,
    pub name: String,
}

/// What the asker may do with a live session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LiveCan {
    /// Plan it otherwise.
    plan: Can,
    /// Say that it was held.
    hold: Can,
    cancel: Can,
    /// Enter or correct what it brought.
    count: Can,
}

/// A live session with everything that was entered of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LiveFile {
    session: LiveView,
    /// The newest first.
    results: Vec<LiveResultsView>,
}

/// A live session to be planned, or one that was held and is written down afterwards.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLive {
    account: AccountId,
    plan: LivePlan,
}

/// Who, when and about what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LivePlan {
    host: EmployeeId,
    replier: Option<EmployeeId>,
    #[schema(min_length = 1, max_length = 80)]
    topic: String,
    /// Within a year, or three months back.
    starts_at: Instant,
    #[schema(minimum = 5, maximum = 1440)]
    minutes: i64,
    #[serde(default)]
    #[schema(max_items = 100)]
    goods: Vec<GoodsId>,
}

/// Lists the live sessions of accounts that the asker sees, and those that they host, the latest first.
#[utoipa::path(
    get, path = "/live-sessions", tag = "selling", params(LiveFilter, PageQuery),
    responses((status = 200, body = Page<LiveView>)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_live_sessions(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(LiveFilter { account, host, state }): Query<LiveFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<LiveView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    let wanted = Wanted { account, host, state, now: clocked.now };
    let rows = lives::list(&mut tx, &scope, &wanted, &page).await?;
    let Page { items, next_cursor } = Page::of(rows, &page, |row| (row.starts_at.ms(), row.id.uuid()));
    Ok(Json(Page { items: views(&mut tx, &scope, &clocked, items).await?, next_cursor }))
}

/// Shows a live session with everything that was entered of it.
#[utoipa::path(
    get, path = "/live-sessions/{live}", tag = "selling", params(("live" = LiveSessionId, Path)),
    responses((status = 200, body = LiveFile)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_live_session(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(id): Path<LiveSessionId>,
) -> Result<Json<LiveFile>, ApiError> {
    let mut tx = app.db().read().await?;
    Ok(Json(file(&mut tx, &app, &scope, id).await?))
}

/// Plans a live session. Neither its account nor its host is in another one meanwhile.
#[utoipa::path(
    post, path = "/live-sessions", tag = "selling", request_body = NewLive,
    responses(
        (status = 201, body = LiveFile),
        (status = 409, body = ErrorBody, description = "the account or the host is in another live session meanwhile")
    ),
    security(("session" = ["manage_selling"]), ("api_key" = ["manage_selling"]))
)]
pub(super) async fn create_live_session(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSelling>,
    Json(NewLive { account, plan }): Json<NewLive>,
) -> Result<(StatusCode, Json<LiveFile>), ApiError> {
    let mut tx = app.db().write().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    if matrix::account_kind(&mut tx, &scope, account).await?.is_none() {
        return Err(refusals::unknown("account"));
    }
    let plan = planned(&mut tx, &scope, &clocked, plan).await?;
    no_clash(&mut tx, &scope, &clocked, (account, None), &plan).await?;

    let (id, by) = (app.id(), name_of(&scope.actor));
    lives::insert(&mut tx, &scope, (id, account), &plan, (&by, clocked.now)).await?;
    lives::put_goods(&mut tx, &scope, id, &plan.goods).await?;
    let view = file(&mut tx, &app, &scope, id).await?;
    let after = told(id, &plan);
    record(&mut tx, &scope, Change::made(EventKind::LivePlanned, &account, after), clocked.now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// A plan as it may be kept: people and goods are there, and nobody named has left before.
pub(super) async fn planned(
    tx: &mut Tx,
    scope: &Scope,
    clocked: &Clocked,
    plan: LivePlan,
) -> Result<KeptPlan, ApiError> {
    let LivePlan { host, replier, topic, starts_at, minutes, mut goods } = plan;
    let topic = required_text("topic", &topic, TOPIC_CHARS_MAX)?;
    let slot = Slot::new(starts_at, minutes, clocked.now).map_err(refusals::live)?;
    let on = starts_at.day(&clocked.zone);
    for (field, person) in [("host", Some(host)), ("replier", replier)] {
        let Some(person) = person else { continue };
        let known = people::employment(tx, scope, person).await?.ok_or_else(|| refusals::unknown(field))?;
        if let Some(left) = known.left_on.filter(|left| *left < on) {
            return Err(refusals::leaves_before(field, &known.name, left));
        }
    }
    goods.sort_unstable();
    goods.dedup();
    if goods.len() > LIVE_GOODS_MAX || goods::known(tx, scope, &goods).await? != goods.len() {
        return Err(refusals::strange_goods());
    }
    Ok(KeptPlan { host, replier, topic, slot, goods })
}

/// Holds the host and the account until the commit, and makes sure that neither is in another live session meanwhile.
pub(super) async fn no_clash(
    tx: &mut Tx,
    scope: &Scope,
    clocked: &Clocked,
    (account, without): (AccountId, Option<LiveSessionId>),
    plan: &KeptPlan,
) -> Result<(), ApiError> {
    people::employment_held(tx, scope, plan.host).await?.ok_or_else(|| refusals::unknown("host"))?;
    matrix::hold_account(tx, scope, account).await?;
    let wanted = Taken { account, host: plan.host, slot: plan.slot };
    let others = lives::taken(tx, scope, &wanted, without).await?;
    let Some(clash) = clash(&wanted, &others) else { return Ok(()) };
    let slot = others.get(clash.at).map_or(plan.slot, |other| other.slot);
    Err(refusals::clash(clash.kind, slot, &clocked.zone))
}

pub(super) fn told(id: LiveSessionId, plan: &KeptPlan) -> Value {
    let KeptPlan { host, replier, topic, slot, goods } = plan;
    json!({
        "live": id, "host": host, "replier": replier, "topic": topic, "starts_at": slot.starts(), "minutes": slot.minutes(),
        "goods": goods
    })
}

/// A live session as it is told, with everything that was entered of it.
pub(super) async fn file(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    id: LiveSessionId,
) -> Result<LiveFile, ApiError> {
    let clocked = Clocked::of(tx, app, scope).await?;
    let row = lives::find(tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    let results = results::of_live(tx, scope, id).await?;
    let session = views(tx, scope, &clocked, vec![row]).await?.pop().ok_or_else(ApiError::broken)?;
    Ok(LiveFile { session, results: results.into_iter().map(LiveResultsView::of).collect() })
}

async fn views(
    tx: &mut Tx,
    scope: &Scope,
    clocked: &Clocked,
    rows: Vec<LiveRow>,
) -> Result<Vec<LiveView>, ApiError> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.uuid()).collect();
    let mut accounts: Vec<Uuid> = rows.iter().map(|row| row.account.uuid()).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut goods = lives::goods_of(tx, scope, &ids).await?;
    let looks = entitlements::last_looks(tx, scope, Entitlement::Shop, &accounts).await?;
    let of_row = |row: LiveRow| {
        let goods = goods.remove(&row.id.uuid()).unwrap_or_default();
        view(scope, clocked, row, goods, &looks)
    };
    Ok(rows.into_iter().map(of_row).collect())
}

fn view(
    scope: &Scope,
    clocked: &Clocked,
    row: LiveRow,
    goods: Vec<LiveGoods>,
    looks: &HashMap<Uuid, Seen>,
) -> LiveView {
    let warnings = warnings(&row, clocked, looks);
    let can = can(scope, &row, clocked.now);
    let LiveRow { id, account, nickname, has_own_shop: _, host, replier, topic, slot, .. } = row;
    let LiveRow { starts_at, state, reason, results, version, planned_by, planned_at, .. } = row;
    LiveView {
        id,
        account,
        nickname,
        host,
        replier,
        topic,
        starts_at,
        ends_at: slot.ends(),
        minutes: slot.minutes(),
        state,
        is_over: slot.ends() <= clocked.now,
        reason,
        goods,
        results: results.map(LiveResultsView::of),
        warnings: warnings.iter().map(|text| text.here().to_owned()).collect(),
        version,
        planned_by,
        planned_at,
        can,
    }
}

/// What stands in the way of a plan.
fn warnings(row: &LiveRow, clocked: &Clocked, looks: &HashMap<Uuid, Seen>) -> Vec<Text> {
    if row.state != LiveState::Planned {
        return vec![];
    }
    let on = row.starts_at.day(&clocked.zone);
    let leaves = |person: &EmployeeRef| person.left_on.filter(|left| *left < on);
    let host = leaves(&row.host).map(|day| refusals::host_leaves(&row.host.name, day));
    let replier = row.replier.as_ref();
    let replier =
        replier.and_then(|person| leaves(person).map(|day| refusals::replier_leaves(&person.name, day)));
    let look = looks.get(&row.account.uuid()).copied();
    let shop = if row.has_own_shop { None } else { refusals::shop_not_seen(look) };
    [host, replier, shop].into_iter().flatten().collect()
}

fn can(scope: &Scope, row: &LiveRow, now: Instant) -> LiveCan {
    let manage = || may(scope, Action::ManageSelling);
    let planned = || match row.state {
        LiveState::Planned => manage(),
        state => Can::No(refusals::is_over(state)),
    };
    let hold = if row.starts_at > now && row.state == LiveState::Planned {
        Can::No(Text::new("还没到开播时间。", "It has not begun."))
    } else {
        planned()
    };
    let count = match row.state {
        LiveState::Held => manage(),
        _ => Can::No(Text::new("先登记这场已开播。", "First say that it was held.")),
    };
    LiveCan { plan: planned(), hold, cancel: planned(), count }
}
