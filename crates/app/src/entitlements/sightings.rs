//! What was seen of the entitlements of accounts, held against what their edition promises.

use std::collections::HashMap;

use axum::{extract::State, http::StatusCode};
use domain::{
    entitlements::{
        Entitlement, EntitlementState, REMARK_CHARS_MAX, Seen, Sighting, is_complete_without_ads, standing,
    },
    id::{AccountId, EntitlementSightingId, EvidenceFileId},
    identity::{Action, Scope},
    rulebook::{EditionId, Rulebook},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::store::sightings::{self, AccountRow, KeptSighting};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    evidence,
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        field::optional_text,
        page::{Page, PageQuery},
        permit::{ManageAccounts, ViewMatrix},
    },
    matrix::sight,
    rulebook::book_of,
    text::Text,
};

/// Which accounts are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EntitlementFilter {
    /// Part of the nickname.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
}

/// An account with what comes with its seat.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AccountEntitlements {
    account: AccountId,
    nickname: String,
    /// The name of whoever runs it.
    holder: Option<String>,
    /// The edition that the back office of its legal entity shows; absent without a seat.
    edition: Option<EditionId>,
    /// One for each entitlement, in their order.
    items: Vec<EntitlementItem>,
    /// What was spent to promote its notes in the last 30 days that files speak of, in fen.
    spent_fen: i64,
    /// Whether everything that was promised is there though nothing was spent.
    complete_without_ads: bool,
    can: EntitlementCan,
}

/// What the asker may do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntitlementCan {
    /// Say what was seen.
    see: Can,
}

/// Where one entitlement of an account stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntitlementItem {
    entitlement: Entitlement,
    /// Whether the edition promises it; absent where nothing is known.
    promised: Option<bool>,
    state: EntitlementState,
    /// Since when the same was seen.
    since: Option<Day>,
    checked_on: Option<Day>,
    /// Whether somebody should look again.
    is_due: bool,
}

/// The entitlements of one account, with who saw what.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntitlementFile {
    standing: AccountEntitlements,
    /// The newest first, a hundred at the most.
    sightings: Vec<SightingView>,
}

/// What somebody saw.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SightingView {
    id: EntitlementSightingId,
    entitlement: Entitlement,
    sighting: Sighting,
    seen_on: Day,
    /// May be empty.
    remark: String,
    /// The file that shows it.
    file: Option<EvidenceFileId>,
    /// The name of whoever saw it.
    seen_by: String,
    created_at: Instant,
}

/// What somebody saw in the back office.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSighting {
    entitlement: Entitlement,
    sighting: Sighting,
    /// Today when absent; not a day to come.
    seen_on: Option<Day>,
    #[serde(default)]
    #[schema(max_length = 200)]
    remark: String,
    /// A file of evidence that shows it.
    file: Option<EvidenceFileId>,
}

/// Lists the staff accounts that the asker sees with their entitlements, the newest first.
#[utoipa::path(
    get, path = "/entitlements", tag = "entitlements", params(EntitlementFilter, PageQuery),
    responses((status = 200, body = Page<AccountEntitlements>)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_entitlements(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(filter): Query<EntitlementFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<AccountEntitlements>>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = app.now().day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let rows = sightings::accounts(&mut tx, &scope, filter.q.as_deref(), today, &page).await?;
    let page = Page::of(rows, &page, |row| (row.created_at, row.id));
    let book = book_of(&mut tx, &scope).await?;
    let ids: Vec<_> = page.items.iter().map(|row| row.id).collect();
    let mut seen = sightings::seen(&mut tx, &scope, &ids).await?;
    Ok(Json(page.map(|row| {
        let seen = seen.remove(&row.id).unwrap_or_default();
        view(&scope, &book, row, (&seen, today))
    })))
}

/// Shows the entitlements of an account, and who saw what.
#[utoipa::path(
    get, path = "/accounts/{account}/entitlements", tag = "entitlements", params(("account" = AccountId, Path)),
    responses((status = 200, body = EntitlementFile)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_entitlements(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(account): Path<AccountId>,
) -> Result<Json<EntitlementFile>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = app.now().day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    Ok(Json(file(&mut tx, &scope, account, today).await?))
}

/// Notes what somebody saw of an entitlement of an account.
#[utoipa::path(
    post, path = "/accounts/{account}/entitlement-sightings", tag = "entitlements",
    params(("account" = AccountId, Path)), request_body = NewSighting,
    responses(
        (status = 201, body = EntitlementFile),
        (status = 422, body = ErrorBody, description = "the day is to come, or the file is not one of the brand")
    ),
    security(("session" = ["manage_accounts"]), ("api_key" = ["manage_accounts"]))
)]
pub(super) async fn create_sighting(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageAccounts>,
    Path(account): Path<AccountId>,
    Json(new): Json<NewSighting>,
) -> Result<(StatusCode, Json<EntitlementFile>), ApiError> {
    let NewSighting { entitlement, sighting, seen_on, remark, file: proof } = new;
    let remark = optional_text("remark", &remark, REMARK_CHARS_MAX)?.unwrap_or_default();
    let (id, now) = (app.id(), app.now());
    let mut tx = app.db().write().await?;
    sight::demand_account(&mut tx, &scope, account).await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let seen_on = seen_on.unwrap_or(today);
    if seen_on > today {
        return Err(ApiError::invalid("seen_on", to_come()));
    }
    if let Some(proof) = proof {
        evidence::must_exist(&mut tx, &scope, "file", proof).await?;
    }
    let seen_by = name_of(&scope.actor);
    let kept =
        KeptSighting { id, entitlement, sighting, seen_on, remark, file: proof, seen_by, created_at: now };
    sightings::insert(&mut tx, &scope, account, &kept).await?;
    let after =
        json!({ "entitlement": entitlement, "sighting": sighting, "seen_on": seen_on, "file": proof });
    let view = file(&mut tx, &scope, account, today).await?;
    record(&mut tx, &scope, Change::made(EventKind::EntitlementSeen, &account, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

async fn file(
    tx: &mut db::Tx,
    scope: &Scope,
    account: AccountId,
    today: Day,
) -> Result<EntitlementFile, ApiError> {
    let row = sightings::account(tx, scope, account, today).await?.ok_or_else(ApiError::not_found)?;
    let kept = sightings::of_account(tx, scope, account).await?;
    let mut seen: HashMap<Entitlement, Vec<Seen>> = HashMap::new();
    for kept in kept.iter().rev() {
        seen.entry(kept.entitlement).or_default().push(Seen { sighting: kept.sighting, on: kept.seen_on });
    }
    let book = book_of(tx, scope).await?;
    let sightings = kept.into_iter().map(sighting_view).collect();
    Ok(EntitlementFile { standing: view(scope, &book, row, (&seen, today)), sightings })
}

fn view(
    scope: &Scope,
    book: &Rulebook,
    row: AccountRow,
    (seen, today): (&HashMap<Entitlement, Vec<Seen>>, Day),
) -> AccountEntitlements {
    let AccountRow { id, nickname, holder, edition, industry, spent_fen, created_at: _ } = row;
    let edition = edition.and_then(|edition| edition.parse::<EditionId>().ok());
    let stated = edition.as_ref().and_then(|edition| book.edition(edition));
    let item = |entitlement: &Entitlement| {
        let promised = stated
            .and_then(|stated| stated.value(entitlement.rule_key(), industry.as_deref(), today))
            .map(|value| value != 0);
        let seen = seen.get(entitlement).map(Vec::as_slice).unwrap_or_default();
        let standing = standing(promised, seen, today);
        EntitlementItem {
            entitlement: *entitlement,
            promised,
            state: standing.state,
            since: standing.since,
            checked_on: standing.checked_on,
            is_due: standing.is_due,
        }
    };
    let items: Vec<EntitlementItem> = Entitlement::ALL.iter().map(item).collect();
    let states: Vec<_> = items.iter().map(|item| (item.promised, item.state)).collect();
    AccountEntitlements {
        account: AccountId::from_uuid(id),
        nickname,
        holder,
        edition,
        complete_without_ads: is_complete_without_ads(&states, spent_fen),
        items,
        spent_fen,
        can: EntitlementCan { see: may_see(scope) },
    }
}

fn sighting_view(kept: KeptSighting) -> SightingView {
    let KeptSighting { id, entitlement, sighting, seen_on, remark, file, seen_by, created_at } = kept;
    SightingView { id, entitlement, sighting, seen_on, remark, file, seen_by, created_at }
}

fn may_see(scope: &Scope) -> Can {
    if scope.may(Action::ManageAccounts) {
        return Can::Yes;
    }
    Can::No(Text::new(
        "你的角色不能登记权益；请把看到的情况告诉运营。",
        "Your role does not permit noting entitlements; tell an operator what you saw.",
    ))
}

fn to_come() -> Text {
    Text::new("核对日期不能晚于今天。", "The day on which it was seen cannot be one to come.")
}
