//! Proposals: pairs of account and employee that wait for a person.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{AccountId, HolderProposalId},
    identity::{Action, Scope},
    matrix::{AccountKind, Decision, MatchReason, hand_over},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    super::store::{
        accounts,
        proposals::{self, Decided, ProposalRow},
    },
    AccountRef,
    accounts::AccountView,
    holder::{give, refuse_on_seat},
    sentence,
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        page::{Page, PageQuery},
        permit::{ManageAccounts, ViewPeople},
    },
    people::{self, EmployeeRef},
    text::Text,
};

/// Which proposals are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::matrix) struct ProposalFilter {
    /// Only proposals for this account.
    account: Option<AccountId>,
}

/// What the asker may do with a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct ProposalCan {
    /// Confirm or decline it.
    decide: Can,
}

/// A pair of account and employee that waits for a person.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct HolderProposalView {
    id: HolderProposalId,
    account: AccountRef,
    kind: AccountKind,
    employee: EmployeeRef,
    /// The store where the employee works.
    store: Option<String>,
    reason: MatchReason,
    /// The reason as a sentence.
    sentence: String,
    created_at: Instant,
    can: ProposalCan,
}

/// Lists the proposals that wait, the newest first.
#[utoipa::path(
    get, path = "/holder-proposals", tag = "matrix", params(ProposalFilter, PageQuery),
    responses(
        (status = 200, body = Page<HolderProposalView>), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(in crate::matrix) async fn list_proposals(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Query(filter): Query<ProposalFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<HolderProposalView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = proposals::list(&mut tx, &scope, filter.account, &page).await?;
    let page = Page::of(rows, &page, |row| (row.created_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| view(&scope, row))))
}

fn view(scope: &Scope, row: ProposalRow) -> HolderProposalView {
    let ProposalRow { id, account, nickname, kind, employee, employee_name, post, .. } = row;
    let ProposalRow { left_on, store_name, reason, created_at, .. } = row;
    let decide = if scope.may(Action::ManageAccounts) {
        Can::Yes
    } else {
        Can::No(Text::new(
            "你的角色不能确认持有人。",
            "Your role does not permit deciding who holds an account.",
        ))
    };
    let sentence = why(reason, &nickname, &employee_name).here().to_owned();
    HolderProposalView {
        id,
        account: AccountRef { id: account, nickname },
        kind,
        employee: EmployeeRef { id: employee, name: employee_name, post, left_on },
        store: store_name,
        reason,
        sentence,
        created_at,
        can: ProposalCan { decide },
    }
}

fn why(reason: MatchReason, nickname: &str, name: &str) -> Text {
    match reason {
        MatchReason::SameId => Text::new(
            format!("花名册把这个账号的ID同时给了{name}和别人。"),
            format!("The roster gives the id of this account to {name} and to others."),
        ),
        MatchReason::SameNickname => Text::new(
            format!("花名册上{name}的小红书昵称也是“{nickname}”。"),
            format!("On the roster, {name} runs an account that is called “{nickname}” too."),
        ),
        MatchReason::SameName => Text::new(
            format!("账号昵称就是员工{name}的姓名。"),
            format!("The account bears the name of the employee {name}."),
        ),
        MatchReason::ByHand => Text::new(
            format!("有人指定过{name}持有它。"),
            format!("Somebody named {name} as its holder before."),
        ),
    }
}

/// Confirms a proposal: the employee holds the account from now on.
#[utoipa::path(
    post, path = "/holder-proposals/{proposal}/confirmation", tag = "matrix",
    params(("proposal" = HolderProposalId, Path)),
    responses(
        (status = 201, body = AccountView), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody, description = "no such proposal, or it does not wait any more"),
        (status = 409, body = ErrorBody, description = "the account cannot be given to this employee any more")
    ),
    security(("session" = ["manage_accounts"]), ("api_key" = ["manage_accounts"]))
)]
pub(in crate::matrix) async fn confirm_proposal(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageAccounts>,
    Path(id): Path<HolderProposalId>,
) -> Result<(StatusCode, Json<AccountView>), ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let proposal = proposals::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let (account, employee) = (proposal.account, proposal.employee);
    let before = accounts::find(&mut tx, &scope, account).await?.ok_or_else(ApiError::not_found)?;
    refuse_on_seat(&mut tx, &scope, account).await?;
    let employment = people::employment(&mut tx, &scope, employee).await?.ok_or_else(ApiError::not_found)?;
    let handover = hand_over(&before.facts(), employee, &employment)
        .map_err(|error| ApiError::conflict(sentence(error)))?
        .ok_or_else(ApiError::not_found)?;
    let change = give(&mut tx, &app, &scope, &before, handover, None, now).await?;
    let row = accounts::find(&mut tx, &scope, account).await?.ok_or_else(ApiError::broken)?;
    record(&mut tx, &scope, decided(&proposal, Decision::Confirmed), now).await?;
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(AccountView::of(&scope, row))))
}

/// Declines a proposal. The pair is not proposed again.
#[utoipa::path(
    delete, path = "/holder-proposals/{proposal}", tag = "matrix", params(("proposal" = HolderProposalId, Path)),
    responses(
        (status = 204), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody, description = "no such proposal, or it does not wait any more")
    ),
    security(("session" = ["manage_accounts"]), ("api_key" = ["manage_accounts"]))
)]
pub(in crate::matrix) async fn decline_proposal(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageAccounts>,
    Path(id): Path<HolderProposalId>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let proposal = proposals::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let (account, employee, reason) = (proposal.account, proposal.employee, proposal.reason);
    let declined = Decided { id, account, employee, reason, decision: Decision::Declined };
    proposals::decide(&mut tx, &scope, declined, now).await?;
    record(&mut tx, &scope, decided(&proposal, Decision::Declined), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The line of the event log, which stands with the account.
fn decided(proposal: &ProposalRow, decision: Decision) -> Change {
    let ProposalRow { id, account, employee, reason, .. } = proposal;
    let before = json!({ "proposal": id, "proposed": employee, "reason": reason });
    let after = json!({ "decision": decision });
    Change::changed(EventKind::ProposalDecided, account, before, after)
}
