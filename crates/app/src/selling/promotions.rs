//! Requests for promotion money: who asks for which account or note, how much, for how long and why.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    content::ContentOutcome,
    entitlements::Entitlement,
    id::{AccountId, NoteId, PromotionId},
    identity::{Action, Scope},
    selling::{AskFacts, PromotionState, WHY_CHARS_MAX, cost_per_lead, judge_ask, over_budget},
    time::Instant,
    value::Fen,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    Clocked, may,
    promotion_results::{PromotionResultsView, ReportedView, reported},
    refusals,
    store::{
        promotions::{self, NewRow, PromotionRow, Wanted},
        results,
    },
    title_of,
};
use crate::{
    App, content, entitlements,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        field::required_text,
        page::{Page, PageQuery},
        permit::{AskPromotions, PermittedPerson, ViewMatrix},
    },
    matrix,
    text::Text,
};

/// Which requests are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PromotionFilter {
    /// Only those of this account.
    account: Option<AccountId>,
    /// Only those in this state.
    #[param(inline)]
    state: Option<PromotionState>,
}

/// A request to promote an account or one note of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PromotionView {
    id: PromotionId,
    account: AccountId,
    nickname: String,
    /// The note, where one was named, and its title as it was.
    note: Option<NoteId>,
    note_title: Option<String>,
    /// What the content check said of the title when it was asked for; again it is asked at the decision.
    outcome: ContentOutcome,
    budget_fen: Fen,
    days: i64,
    why: String,
    state: PromotionState,
    asked_by: String,
    asked_at: Instant,
    decided_by: Option<String>,
    decided_at: Option<Instant>,
    /// Why it was granted or turned down; may be empty.
    reason: String,
    /// What it cost and brought, as last entered.
    results: Option<PromotionResultsView>,
    /// How much more was spent than granted.
    over_budget_fen: Option<Fen>,
    /// What a lead cost; absent where there was none.
    cost_per_lead_fen: Option<Fen>,
    can: PromotionCan,
}

/// What the asker may do with a request.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PromotionCan {
    /// Grant the money or turn it down.
    decide: Can,
    /// Take the request back.
    withdraw: Can,
    /// Enter or correct what it cost and brought.
    count: Can,
}

/// A request with everything that was entered of it, and what the Juguang report says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PromotionFile {
    promotion: PromotionView,
    /// The newest first.
    results: Vec<PromotionResultsView>,
    /// What the imported Juguang report says of the account in those days.
    reported: Option<ReportedView>,
}

/// Money that is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPromotion {
    account: AccountId,
    /// A note of that account; the whole account when absent.
    note: Option<NoteId>,
    #[schema(minimum = 1, maximum = 100_000_000)]
    budget_fen: i64,
    #[schema(minimum = 1, maximum = 92)]
    days: i64,
    /// What it is for.
    #[schema(min_length = 1, max_length = 300)]
    why: String,
}

/// Lists requests for accounts that the asker sees, the newest first.
#[utoipa::path(
    get, path = "/promotions", tag = "selling", params(PromotionFilter, PageQuery),
    responses((status = 200, body = Page<PromotionView>)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_promotions(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(PromotionFilter { account, state }): Query<PromotionFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<PromotionView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = promotions::list(&mut tx, &scope, &Wanted { account, state }, &page).await?;
    let page = Page::of(rows, &page, |row| (row.asked_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| view(&scope, row))))
}

/// Shows a request with everything that was entered of it.
#[utoipa::path(
    get, path = "/promotions/{promotion}", tag = "selling", params(("promotion" = PromotionId, Path)),
    responses((status = 200, body = PromotionFile)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_promotion(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(id): Path<PromotionId>,
) -> Result<Json<PromotionFile>, ApiError> {
    let mut tx = app.db().read().await?;
    Ok(Json(file(&mut tx, &app, &scope, id).await?))
}

/// Asks for money to promote an account or a note that the content check does not block.
#[utoipa::path(
    post, path = "/promotions", tag = "selling", request_body = NewPromotion,
    responses(
        (status = 201, body = PromotionFile),
        (status = 409, body = ErrorBody, description = "the content check blocks the note, or it cannot be promoted")
    ),
    security(("session" = ["ask_promotions"]))
)]
pub(super) async fn create_promotion(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<AskPromotions>,
    Json(NewPromotion { account, note, budget_fen, days, why }): Json<NewPromotion>,
) -> Result<(StatusCode, Json<PromotionFile>), ApiError> {
    let why = required_text("why", &why, WHY_CHARS_MAX)?;
    let (note_title, outcome) = judged(&app, &scope, account, note).await?;
    let (id, now) = (app.id(), app.now());
    let mut tx = app.db().write().await?;
    if matrix::account_kind(&mut tx, &scope, account).await?.is_none() {
        return Err(refusals::unknown("account"));
    }
    let looks = entitlements::last_looks(&mut tx, &scope, Entitlement::Promotion, &[account.uuid()]).await?;
    let facts = AskFacts {
        budget: Fen(budget_fen),
        days,
        is_blocked: outcome == ContentOutcome::Block,
        entitlement: looks.get(&account.uuid()).copied(),
    };
    judge_ask(&facts).map_err(refusals::ask)?;

    let by = name_of(&scope.actor);
    let new = NewRow {
        id,
        account,
        note,
        note_title: note_title.as_deref(),
        outcome,
        budget: facts.budget,
        days,
        why: &why,
        asked_by: (user, &by),
    };
    promotions::insert(&mut tx, &scope, &new, now).await?;
    let view = file(&mut tx, &app, &scope, id).await?;
    let after = json!({
        "account": account, "note": note, "budget_fen": budget_fen, "days": days, "why": why, "outcome": outcome
    });
    record(&mut tx, &scope, Change::made(EventKind::PromotionAsked, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// The title of the note that is to be promoted, and what the rules say of it today. Nothing is judged where no note
/// was named.
async fn judged(
    app: &App,
    scope: &Scope,
    account: AccountId,
    note: Option<NoteId>,
) -> Result<(Option<String>, ContentOutcome), ApiError> {
    let mut tx = app.db().read().await?;
    let title = title_of(&mut tx, scope, account, note).await?;
    drop(tx);
    let outcome = match &title {
        Some(title) => content::judge_title(app, scope, title).await?,
        None => ContentOutcome::Pass,
    };
    Ok((title, outcome))
}

/// A request as it is told, with everything that was entered of it.
pub(super) async fn file(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    id: PromotionId,
) -> Result<PromotionFile, ApiError> {
    let zone = Clocked::of(tx, app, scope).await?.zone;
    let row = promotions::find(tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    let results = results::of_promotion(tx, scope, id).await?;
    let reported = reported(tx, scope, &row, &zone).await?;
    let results = results.into_iter().map(PromotionResultsView::of).collect();
    Ok(PromotionFile { promotion: view(scope, row), results, reported })
}

fn view(scope: &Scope, row: PromotionRow) -> PromotionView {
    let can = can(scope, &row);
    let PromotionRow { id, account, nickname, note, note_title, outcome, budget, days, why, state, .. } = row;
    let PromotionRow { asked_by: _, asker_name, asked_at, decision, reason, results, .. } = row;
    let spend = results.as_ref().map(|counted| counted.numbers.spend);
    let leads = results.as_ref().and_then(|counted| counted.numbers.leads);
    let (decided_by, decided_at) = decision.unzip();
    PromotionView {
        id,
        account,
        nickname,
        note,
        note_title,
        outcome,
        budget_fen: budget,
        days,
        why,
        state,
        asked_by: asker_name,
        asked_at,
        decided_by,
        decided_at,
        reason,
        results: results.map(PromotionResultsView::of),
        over_budget_fen: spend.and_then(|spend| over_budget(budget, spend)),
        cost_per_lead_fen: spend.and_then(|spend| cost_per_lead(spend, leads)),
        can,
    }
}

fn can(scope: &Scope, row: &PromotionRow) -> PromotionCan {
    let is_own = scope.user() == Some(row.asked_by);
    let decided = || Can::No(refusals::is_decided(row.state));
    let decide = match (row.state, is_own) {
        (PromotionState::Asked, true) => Can::No(Text::new(
            "钱由别人批：自己提的申请不能自己审批。",
            "Somebody else grants the money: nobody decides on their own request.",
        )),
        (PromotionState::Asked, false) => may(scope, Action::ApprovePromotions),
        _ => decided(),
    };
    let withdraw = match (row.state, is_own) {
        (PromotionState::Asked, true) => Can::Yes,
        (PromotionState::Asked, false) => {
            Can::No(Text::new("由申请人自己撤回。", "Whoever asked takes it back."))
        }
        _ => decided(),
    };
    let count = match row.state {
        PromotionState::Approved => may(scope, Action::ManageSelling),
        _ => Can::No(Text::new("批准之后才有消耗。", "Only what was granted is spent.")),
    };
    PromotionCan { decide, withdraw, count }
}
