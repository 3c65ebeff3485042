//! The enterprise accounts of companies.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::{AccountId, EnterpriseAccountId, LegalEntityId},
    identity::Scope,
    matrix::AccountKind,
    time::Day,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    super::{
        refusals::{changed_meanwhile, changed_since},
        store::{
            accounts::{self, ENTERPRISE_ACCOUNTS_MAX, EnterpriseRow},
            entities,
        },
    },
    Clocked,
    entities::EnterpriseAccountView,
    papers::too_many,
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, Json, Path, Permitted,
        edit::Edit,
        field::{NAME_CHARS_MAX, required_text},
        permit::ManageSeats,
    },
    matrix,
    text::Text,
};

/// A certified professional account of a company.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct NewEnterpriseAccount {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// The account of the matrix that it is.
    account: Option<AccountId>,
    /// The last day of its certification.
    certified_until: Option<Day>,
}

/// What changes of an enterprise account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct EnterpriseAccountChange {
    /// The version that the change was made on.
    version: i64,
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<AccountId>)]
    account: Edit<AccountId>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    certified_until: Edit<Day>,
}

/// Puts an enterprise account of a company on record.
#[utoipa::path(
    post, path = "/legal-entities/{entity}/enterprise-accounts", tag = "seats",
    params(("entity" = LegalEntityId, Path)), request_body = NewEnterpriseAccount,
    responses((status = 201, body = EnterpriseAccountView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_enterprise_account(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(entity): Path<LegalEntityId>,
    Json(NewEnterpriseAccount { name, account, certified_until }): Json<NewEnterpriseAccount>,
) -> Result<(StatusCode, Json<EnterpriseAccountView>), ApiError> {
    let name = required_text("name", &name, NAME_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    if !entities::hold(&mut tx, &scope, entity).await? {
        return Err(ApiError::not_found());
    }
    if accounts::count(&mut tx, &scope, entity).await? >= ENTERPRISE_ACCOUNTS_MAX {
        return Err(too_many(ENTERPRISE_ACCOUNTS_MAX));
    }
    let row = EnterpriseRow { id: app.id(), name, account, certified_until, version: 1 };
    check_account(&mut tx, &scope, &row).await?;
    accounts::insert(&mut tx, &scope, entity, &row, now).await?;
    let after = json!({ "enterprise_account": row.id, "name": row.name, "certified_until": certified_until });
    record(&mut tx, &scope, Change::made(EventKind::EntityPaperChanged, &entity, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(EnterpriseAccountView::of(row, today))))
}

/// Changes an enterprise account.
#[utoipa::path(
    patch, path = "/legal-entities/{entity}/enterprise-accounts/{enterprise}", tag = "seats",
    params(("entity" = LegalEntityId, Path), ("enterprise" = EnterpriseAccountId, Path)),
    request_body = EnterpriseAccountChange,
    responses((status = 200, body = EnterpriseAccountView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn change_enterprise_account(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path((entity, enterprise)): Path<(LegalEntityId, EnterpriseAccountId)>,
    Json(change): Json<EnterpriseAccountChange>,
) -> Result<Json<EnterpriseAccountView>, ApiError> {
    let EnterpriseAccountChange { version, name, account, certified_until } = change;
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    let known = accounts::list(&mut tx, &scope, entity).await?;
    let before = known.into_iter().find(|row| row.id == enterprise).ok_or_else(ApiError::not_found)?;
    if before.version != version {
        return Err(changed_since(version, before.version));
    }
    let after = EnterpriseRow {
        name: name.map_or(Ok(before.name.clone()), |name| required_text("name", &name, NAME_CHARS_MAX))?,
        account: account.over(before.account),
        certified_until: certified_until.over(before.certified_until),
        ..before
    };
    check_account(&mut tx, &scope, &after).await?;
    if !accounts::update(&mut tx, &scope, entity, &after).await? {
        return Err(changed_meanwhile(version));
    }
    let facts = |name: &str, until: Option<Day>| json!({ "name": name, "certified_until": until });
    let (was, is) = (facts(&before.name, before.certified_until), facts(&after.name, after.certified_until));
    record(&mut tx, &scope, Change::changed(EventKind::EntityPaperChanged, &entity, was, is), now).await?;
    app.commit(tx, scope.tenant).await?;
    let after = EnterpriseRow { version: version.saturating_add(1), ..after };
    Ok(Json(EnterpriseAccountView::of(after, today)))
}

/// Takes an enterprise account off the record.
#[utoipa::path(
    delete, path = "/legal-entities/{entity}/enterprise-accounts/{enterprise}", tag = "seats",
    params(("entity" = LegalEntityId, Path), ("enterprise" = EnterpriseAccountId, Path)),
    responses((status = 204)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn delete_enterprise_account(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path((entity, enterprise)): Path<(LegalEntityId, EnterpriseAccountId)>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    if !accounts::delete(&mut tx, &scope, entity, enterprise).await? {
        return Err(ApiError::not_found());
    }
    let gone = Change::happened(EventKind::EntityPaperChanged, &entity);
    let before = Some(json!({ "enterprise_account": enterprise }));
    record(&mut tx, &scope, Change { before, ..gone }, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes sure that the account of the matrix is the brand's own and no other company's.
async fn check_account(tx: &mut Tx, scope: &Scope, row: &EnterpriseRow) -> Result<(), ApiError> {
    let Some(account) = row.account else { return Ok(()) };
    let found = matrix::seat_account(tx, scope, account).await?;
    let is_brands_own = found.is_some_and(|found| {
        matches!(found.kind, AccountKind::Enterprise | AccountKind::Store | AccountKind::Unknown)
    });
    if !is_brands_own {
        let text = Text::new(
            "请从矩阵里选一个企业号；员工号和达人的账号不行。",
            "Choose an enterprise account of the matrix; no staff account, nor one of a creator.",
        );
        return Err(ApiError::invalid("account", text));
    }
    if accounts::is_taken(tx, scope, account, row.id).await? {
        let text =
            Text::new("这个企业号已登记在别的主体下。", "This account is on record under another company.");
        return Err(ApiError::invalid("account", text));
    }
    Ok(())
}
