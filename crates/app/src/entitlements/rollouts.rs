//! Rolling an approved version out to accounts: a task for whoever runs each of them, done by hand on the platform.

use axum::{extract::State, http::StatusCode};
use domain::{
    entitlements::{CardKind, CardState, ROLLOUT_ACCOUNTS_MAX},
    id::{AccountId, CardRolloutId, CardVersionId},
    identity::{Action, Scope},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    cards::{CardView, shown},
    store::{
        cards,
        rollouts::{self, RolloutRow},
    },
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        page::{Page, PageQuery},
        permit::{ManageCards, UseToday, ViewMatrix},
    },
    matrix::sight,
    text::Text,
};

/// The accounts that are to carry a version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRollouts {
    #[schema(min_items = 1, max_items = 200)]
    accounts: Vec<AccountId>,
}

/// Which rollouts are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RolloutFilter {
    /// Only those of this account.
    account: Option<AccountId>,
    /// Only those that nobody has said to be done.
    #[serde(default)]
    open: bool,
}

/// An account that carries a version, or should.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RolloutView {
    id: CardRolloutId,
    account: AccountId,
    nickname: String,
    kind: CardKind,
    /// What people call the text.
    title: String,
    /// The number of the version.
    number: i64,
    body: String,
    asked_by: String,
    asked_at: Instant,
    /// The name of whoever said that it stands there.
    carried_by: Option<String>,
    carried_at: Option<Instant>,
    can: RolloutCan,
}

/// What the asker may do with a rollout.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RolloutCan {
    /// Say that it stands there.
    receipt: Can,
}

/// Asks accounts to carry an approved version. What each of them carried or was asked to carry of that kind ends.
#[utoipa::path(
    post, path = "/card-versions/{version}/rollouts", tag = "entitlements",
    params(("version" = CardVersionId, Path)), request_body = NewRollouts,
    responses(
        (status = 201, body = CardView),
        (status = 409, body = ErrorBody, description = "the version is not approved")
    ),
    security(("session" = ["manage_cards"]), ("api_key" = ["manage_cards"]))
)]
pub(super) async fn create_rollouts(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageCards>,
    Path(id): Path<CardVersionId>,
    Json(NewRollouts { accounts }): Json<NewRollouts>,
) -> Result<(StatusCode, Json<CardView>), ApiError> {
    let accounts = distinct(accounts)?;
    let now = app.now();
    let mut tx = app.db().write().await?;
    let version = cards::version(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    if version.state != CardState::Approved {
        return Err(not_approved());
    }
    let kind = cards::kind_of(&mut tx, &scope, version.card).await?.ok_or_else(ApiError::not_found)?;
    let by = name_of(&scope.actor);
    for account in &accounts {
        sight::demand_account(&mut tx, &scope, *account).await?;
        if rollouts::end_others(&mut tx, &scope, *account, (kind, id), now).await? {
            rollouts::insert(&mut tx, &scope, app.id(), (*account, kind, id), (&by, now)).await?;
        }
    }
    let view = shown(&mut tx, &scope, version.card).await?;
    let after = json!({ "version": version.number, "accounts": accounts });
    record(&mut tx, &scope, Change::made(EventKind::CardRolledOut, &version.card, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Lists which accounts carry which version or should, of accounts that the asker sees, the newest first.
#[utoipa::path(
    get, path = "/card-rollouts", tag = "entitlements", params(RolloutFilter, PageQuery),
    responses((status = 200, body = Page<RolloutView>)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_rollouts(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(filter): Query<RolloutFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<RolloutView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = rollouts::list(&mut tx, &scope, (filter.account, filter.open), &page).await?;
    let page = Page::of(rows, &page, |row| (row.asked_at, row.id));
    Ok(Json(page.map(|row| view(&scope, row))))
}

/// Says that a version stands on the account, put there by hand.
#[utoipa::path(
    post, path = "/card-rollouts/{rollout}/receipt", tag = "entitlements",
    params(("rollout" = CardRolloutId, Path)),
    responses(
        (status = 200, body = RolloutView),
        (status = 409, body = ErrorBody, description = "a newer version is to stand there")
    ),
    security(("session" = ["use_today"]), ("api_key" = ["use_today"]))
)]
pub(super) async fn create_receipt(
    State(app): State<App>,
    Permitted(scope, _): Permitted<UseToday>,
    Path(id): Path<CardRolloutId>,
) -> Result<Json<RolloutView>, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let row = rollouts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    if row.carried_at.is_some() {
        return Ok(Json(view(&scope, row)));
    }
    if row.ended_at.is_some() {
        return Err(overtaken());
    }
    let by = name_of(&scope.actor);
    rollouts::carry(&mut tx, &scope, id, (&by, now)).await?;
    let row = rollouts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "kind": row.kind, "title": row.title, "version": row.number });
    let account = AccountId::from_uuid(row.account_id);
    record(&mut tx, &scope, Change::made(EventKind::CardCarried, &account, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view(&scope, row)))
}

fn distinct(mut accounts: Vec<AccountId>) -> Result<Vec<AccountId>, ApiError> {
    accounts.sort_unstable();
    accounts.dedup();
    if (1..=ROLLOUT_ACCOUNTS_MAX).contains(&accounts.len()) {
        return Ok(accounts);
    }
    let text = Text::new(
        format!("请选择 1 到 {ROLLOUT_ACCOUNTS_MAX} 个账号。"),
        format!("Choose 1 to {ROLLOUT_ACCOUNTS_MAX} accounts."),
    );
    Err(ApiError::invalid("accounts", text))
}

fn view(scope: &Scope, row: RolloutRow) -> RolloutView {
    let RolloutRow { id, account_id, nickname, kind, title, number, body, asked_by, asked_at, .. } = row;
    let RolloutRow { carried_by, carried_at, ended_at, .. } = row;
    let receipt = match (scope.may(Action::UseToday), carried_at, ended_at) {
        (false, ..) => Can::No(Text::new("由运营或持有人确认。", "An operator or the holder says so.")),
        (true, Some(_), _) => Can::No(Text::new("已经确认过了。", "Somebody has said so.")),
        (true, None, Some(_)) => Can::No(Text::new("已被新版本取代。", "A newer version took its place.")),
        (true, None, None) => Can::Yes,
    };
    RolloutView {
        id: CardRolloutId::from_uuid(id),
        account: AccountId::from_uuid(account_id),
        nickname,
        kind,
        title,
        number,
        body,
        asked_by,
        asked_at: Instant::from_ms(asked_at),
        carried_by,
        carried_at: carried_at.map(Instant::from_ms),
        can: RolloutCan { receipt },
    }
}

fn not_approved() -> ApiError {
    ApiError::conflict(Text::new(
        "只有审批通过的版本才能下发；请先请负责人或合规负责人审批。",
        "Only an approved version is rolled out; ask an owner or a compliance officer to approve it first.",
    ))
}

fn overtaken() -> ApiError {
    ApiError::conflict(Text::new(
        "这条任务已被新版本取代；请按最新的文字设置。",
        "A newer version took its place; use that text.",
    ))
}
