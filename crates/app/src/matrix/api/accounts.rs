//! Accounts: the list, the one, entering by hand, changing.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{AccountId, ImportId, StoreId},
    identity::Scope,
    matrix::{AccountKind, AccountRights, reclassify, rights, xhs_no, xhs_uid},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};

use super::{
    super::store::accounts::{self, AccountRow, EnteredAccount},
    can, sentence,
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        edit::Edit,
        field::{NAME_CHARS_MAX, required_text},
        page::{Page, PageQuery},
        permit::{ManageAccounts, ViewMatrix},
    },
    people::{EmployeeRef, StoreRef, check_place},
    text::Text,
};

domain::names! {
    /// Whether an account has a holder.
    HolderState {
        /// An employee holds it.
        Claimed = "claimed",
        /// Nobody holds it.
        Unclaimed = "unclaimed",
    }
}

/// Which accounts are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::matrix) struct AccountFilter {
    /// Only accounts of this kind.
    pub kind: Option<AccountKind>,
    /// Only accounts of this store.
    pub store: Option<StoreId>,
    /// Only accounts of stores in this region.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    pub region: Option<String>,
    /// Only accounts with a holder, or without one.
    #[param(inline)]
    pub holder: Option<HolderState>,
    /// Part of the nickname, of an id of the platform, or of the holder's name.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    pub q: Option<String>,
}

/// A page of accounts, and how many there are on all pages.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct AccountPage {
    items: Vec<AccountView>,
    /// Where the next page starts; absent on the last one.
    next_cursor: Option<String>,
    /// Accounts on all pages.
    total: i64,
    /// Those of them that nobody holds.
    unclaimed: i64,
}

/// The import that showed an account first.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct FirstImport {
    import: ImportId,
    file_name: String,
}

impl FirstImport {
    pub(super) const fn of(import: ImportId, file_name: String) -> Self {
        Self { import, file_name }
    }
}

/// What the asker may do with an account.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct AccountCan {
    /// Change its kind, store or nickname.
    change: Can,
    /// Say who holds it.
    claim: Can,
    /// Take it from its holder.
    release: Can,
    /// See its leads.
    see_leads: Can,
}

/// A platform account.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct AccountView {
    id: AccountId,
    kind: AccountKind,
    nickname: String,
    /// 账号ID.
    xhs_uid: Option<String>,
    /// 小红书账号id.
    xhs_no: Option<String>,
    /// Where the platform says it is.
    region: Option<String>,
    store: Option<StoreRef>,
    holder: Option<EmployeeRef>,
    opened_on: Option<Day>,
    /// Fans, on the last day that a file counted them.
    fans: Option<i64>,
    fans_day: Option<Day>,
    /// The import that showed it first; absent when a person entered it.
    first_import: Option<FirstImport>,
    created_at: Instant,
    can: AccountCan,
}

impl AccountView {
    /// The account as this actor sees it.
    pub(in crate::matrix) fn of(scope: &Scope, row: AccountRow) -> Self {
        let AccountRights { change, claim, release, see_leads } = rights(scope, &row.facts());
        let can = AccountCan {
            change: can(change),
            claim: can(claim),
            release: can(release),
            see_leads: can(see_leads),
        };
        let AccountRow {
            id, kind, nickname, xhs_uid, xhs_no, region, store, holder, holder_store: _, ..
        } = row;
        let AccountRow { opened_on, fans, fans_day, first_import, created_at, .. } = row;
        let first_import = first_import.map(|(import, file_name)| FirstImport::of(import, file_name));
        Self {
            id,
            kind,
            nickname,
            xhs_uid,
            xhs_no,
            region,
            store,
            holder,
            opened_on,
            fans,
            fans_day,
            first_import,
            created_at,
            can,
        }
    }
}

/// An account that a person enters.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::matrix) struct NewAccount {
    kind: AccountKind,
    #[schema(min_length = 1, max_length = 80)]
    nickname: String,
    /// 账号ID: 24 hex digits.
    #[schema(max_length = 40)]
    xhs_uid: Option<String>,
    /// 小红书账号id.
    #[schema(max_length = 80)]
    xhs_no: Option<String>,
    store: Option<StoreId>,
}

/// What changes of an account; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::matrix) struct AccountChange {
    kind: Option<AccountKind>,
    #[schema(min_length = 1, max_length = 80)]
    nickname: Option<String>,
    /// Where it belongs; `null` for nowhere.
    #[serde(default)]
    #[schema(value_type = Option<StoreId>)]
    store: Edit<StoreId>,
}

/// Lists the accounts that the asker sees, the newest first.
#[utoipa::path(
    get, path = "/accounts", tag = "matrix", params(AccountFilter, PageQuery),
    responses(
        (status = 200, body = AccountPage), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(in crate::matrix) async fn list_accounts(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(filter): Query<AccountFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<AccountPage>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = accounts::list(&mut tx, &scope, &filter, &page).await?;
    let totals = accounts::totals(&mut tx, &scope, &filter).await?;
    let page = Page::of(rows, &page, |row| (row.created_at.ms(), row.id.uuid()));
    let Page { items, next_cursor } = page.map(|row| AccountView::of(&scope, row));
    Ok(Json(AccountPage { items, next_cursor, total: totals.total, unclaimed: totals.unclaimed }))
}

/// Shows one account.
#[utoipa::path(
    get, path = "/accounts/{account}", tag = "matrix", params(("account" = AccountId, Path)),
    responses(
        (status = 200, body = AccountView), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(in crate::matrix) async fn show_account(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(id): Path<AccountId>,
) -> Result<Json<AccountView>, ApiError> {
    let mut tx = app.db().read().await?;
    let row = accounts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(AccountView::of(&scope, row)))
}

/// Enters an account by hand, before a file shows it.
#[utoipa::path(
    post, path = "/accounts", tag = "matrix", request_body = NewAccount,
    responses(
        (status = 201, body = AccountView), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "an account with that id is there already"),
        (status = 413, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_accounts"]), ("api_key" = ["manage_accounts"]))
)]
pub(in crate::matrix) async fn create_account(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageAccounts>,
    Json(new): Json<NewAccount>,
) -> Result<(StatusCode, Json<AccountView>), ApiError> {
    let (id, now) = (app.id(), app.now());
    let entered = entered(id, new)?;
    let mut tx = app.db().write().await?;
    check_place(&mut tx, &scope, entered.store).await?;
    if accounts::is_known(&mut tx, &scope, entered.xhs_uid.as_deref(), entered.xhs_no.as_deref()).await? {
        return Err(already_there());
    }
    let EnteredAccount { kind, nickname, xhs_uid, xhs_no, store, .. } = &entered;
    let after = json!({
        "kind": kind, "nickname": nickname, "xhs_uid": xhs_uid, "xhs_no": xhs_no, "store": store
    });
    accounts::insert(&mut tx, &scope, entered, now).await?;
    let row = accounts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    record(&mut tx, &scope, Change::made(EventKind::AccountAdded, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(AccountView::of(&scope, row))))
}

fn entered(id: AccountId, new: NewAccount) -> Result<EnteredAccount, ApiError> {
    let NewAccount { kind, nickname, xhs_uid: uid, xhs_no: no, store } = new;
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let no_uid =
        || Text::new("账号ID 是 24 位的数字和字母 a–f。", "This id has 24 digits and letters a to f.");
    let no_number = || {
        Text::new(
            "小红书账号id 只含数字、字母、点、横线和下划线。",
            "This id has digits, letters, dots, dashes and underscores only.",
        )
    };
    let read =
        |field: &str, text: Option<String>, parse: fn(&str) -> Option<String>, no: &dyn Fn() -> Text| {
            filled(text).map(|text| parse(&text).ok_or_else(|| ApiError::invalid(field, no()))).transpose()
        };
    Ok(EnteredAccount {
        id,
        kind,
        nickname: required_text("nickname", &nickname, NAME_CHARS_MAX)?,
        xhs_uid: read("xhs_uid", uid, xhs_uid, &no_uid)?,
        xhs_no: read("xhs_no", no, xhs_no, &no_number)?,
        store,
    })
}

/// Changes the kind, store or nickname of an account.
#[utoipa::path(
    patch, path = "/accounts/{account}", tag = "matrix", params(("account" = AccountId, Path)),
    request_body = AccountChange,
    responses(
        (status = 200, body = AccountView), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_accounts"]), ("api_key" = ["manage_accounts"]))
)]
pub(in crate::matrix) async fn change_account(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageAccounts>,
    Path(id): Path<AccountId>,
    Json(change): Json<AccountChange>,
) -> Result<Json<AccountView>, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let before = accounts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let AccountChange { kind, nickname, store } = change;
    let facts = before.facts();
    let kind = kind.unwrap_or(before.kind);
    reclassify(&facts, kind).map_err(|error| ApiError::invalid("kind", sentence(error)))?;
    let nickname = match nickname {
        Some(nickname) => required_text("nickname", &nickname, NAME_CHARS_MAX)?,
        None => before.nickname.clone(),
    };
    let store = store.over(facts.store);
    if store != facts.store {
        check_place(&mut tx, &scope, store).await?;
    }
    let (was, is) = differences(&before, (kind, &nickname, store));
    if is.is_empty() {
        return Ok(Json(AccountView::of(&scope, before)));
    }
    accounts::update(&mut tx, &scope, id, (kind, &nickname, store)).await?;
    let row = accounts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let change = Change::changed(EventKind::AccountChanged, &id, Value::Object(was), Value::Object(is));
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(AccountView::of(&scope, row)))
}

/// What changes, as it was and as it is.
fn differences(
    before: &AccountRow,
    (kind, nickname, store): (AccountKind, &str, Option<StoreId>),
) -> (Map<String, Value>, Map<String, Value>) {
    let old_store = before.store.as_ref().map(|store| store.id);
    [
        ("kind", json!(before.kind), json!(kind)),
        ("nickname", json!(before.nickname), json!(nickname)),
        ("store", json!(old_store), json!(store)),
    ]
    .into_iter()
    .filter(|(_, was, is)| was != is)
    .map(|(field, was, is)| ((field.to_owned(), was), (field.to_owned(), is)))
    .unzip()
}

fn already_there() -> ApiError {
    ApiError::conflict(Text::new(
        "已经有这个账号ID或小红书账号id的账号；请在列表里查找。",
        "An account with one of these ids is there already; look for it in the list.",
    ))
}
