//! Proofs about employees: handed in with a file, reviewed by somebody, looked through by what they are worth.

use axum::{extract::State, http::StatusCode};
use domain::{
    evidence::{EvidencePurpose, kept_for_proof},
    id::{AccountId, EmployeeId, EmployeeProofId, EvidenceFileId},
    identity::{Action, Scope},
    people::{
        PROOF_TITLE_CHARS_MAX, PROOFS_PER_PERSON_MAX, ProofError, ProofFacts, ProofKind, ProofStanding,
        ProofVerdict, REVIEW_REASON_CHARS_MAX,
    },
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::super::store::{
    employees,
    proofs::{self, NewProofRow, ProofRow, Review, WantedProofs},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    evidence,
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        field::{optional_text, required_text},
        page::{Page, PageQuery},
        permit::{ManagePeople, ReviewProofs, ViewPeople},
    },
    matrix::sight,
    text::Text,
};

/// Which proofs are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::people) struct ProofFilter {
    /// Only those about this person.
    employee: Option<EmployeeId>,
    /// Only those that are worth this today.
    standing: Option<ProofStanding>,
    /// Only those whose last day is this one or an earlier one.
    ends_by: Option<Day>,
}

/// A proof to be handed in. Its file is in the vault already, as one about this person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct NewProof {
    employee: EmployeeId,
    kind: ProofKind,
    /// What it is called, like the name of a certificate.
    #[schema(min_length = 1, max_length = 80)]
    title: String,
    file: EvidenceFileId,
    /// The account that it proves to be theirs; a proof about an account names it, and no other does.
    account: Option<AccountId>,
    /// The day that it bears.
    issued_on: Day,
    /// The last day on which it proves; a proof of employment has one.
    valid_until: Option<Day>,
}

/// What a reviewer says of a proof.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct NewReview {
    verdict: ProofVerdict,
    /// Why; a refusal needs one.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// What a reviewer said of a proof.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct ProofReviewView {
    verdict: ProofVerdict,
    by: String,
    at: Instant,
    reason: Option<String>,
}

/// What the asker may do with a proof.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct ProofCan {
    /// Accept or refuse it.
    review: Can,
    /// Take it back.
    remove: Can,
}

/// A proof about an employee.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct ProofView {
    id: EmployeeProofId,
    employee: EmployeeId,
    employee_name: String,
    kind: ProofKind,
    title: String,
    /// The file in the vault; who looked at it stands there.
    file: EvidenceFileId,
    account: Option<AccountId>,
    issued_on: Day,
    valid_until: Option<Day>,
    /// What it is worth today.
    standing: ProofStanding,
    added_by: String,
    added_at: Instant,
    review: Option<ProofReviewView>,
    can: ProofCan,
}

/// Lists proofs about the people whom the asker sees, the newest first.
#[utoipa::path(
    get, path = "/employee-proofs", tag = "people", params(ProofFilter, PageQuery),
    responses((status = 200, body = Page<ProofView>)),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(in crate::people) async fn list_proofs(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Query(filter): Query<ProofFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<ProofView>>, ApiError> {
    let ProofFilter { employee, standing, ends_by } = filter;
    let mut tx = app.db().read().await?;
    let today = app.now().day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let wanted = WantedProofs { employee, standing, ends_by };
    let rows = proofs::list(&mut tx, &scope, &wanted, &page, today).await?;
    let page = Page::of(rows, &page, |row| (row.added_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| view(&scope, row, today))))
}

/// Hands a proof in. It proves nothing until somebody accepts it.
#[utoipa::path(
    post, path = "/employee-proofs", tag = "people", request_body = NewProof,
    responses(
        (status = 201, body = ProofView), (status = 409, body = ErrorBody, description = "the person has too many")
    ),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(in crate::people) async fn create_proof(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Json(new): Json<NewProof>,
) -> Result<(StatusCode, Json<ProofView>), ApiError> {
    let now = app.now();
    let NewProof { employee, kind, title, file, account, issued_on, valid_until } = new;
    let title = required_text("title", &title, PROOF_TITLE_CHARS_MAX)?;
    let facts = ProofFacts { kind, issued_on, valid_until, verdict: None };
    let mut tx = app.db().write().await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    facts.check(account.is_some(), today).map_err(refused)?;
    employees::find(&mut tx, &scope, employee).await?.ok_or_else(super::unknown_employee)?;
    if let Some(account) = account {
        sight::demand_account(&mut tx, &scope, account).await.map_err(|_| unknown_account())?;
    }
    evidence::must_be_about(&mut tx, &scope, "file", file, (employee, purpose_of(kind))).await?;
    if proofs::count(&mut tx, &scope, employee).await? >= PROOFS_PER_PERSON_MAX {
        return Err(ApiError::conflict(Text::new(
            format!("每人最多 {PROOFS_PER_PERSON_MAX} 份证明。"),
            format!("A person has {PROOFS_PER_PERSON_MAX} proofs at the most."),
        )));
    }
    let id = app.id();
    let added_by = name_of(&scope.actor);
    let row = NewProofRow { id, employee, facts, title: &title, file, account, added_by };
    proofs::insert(&mut tx, &scope, row, now).await?;
    let row = proofs::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "employee": employee, "kind": kind, "title": title, "valid_until": valid_until });
    record(&mut tx, &scope, Change::made(EventKind::ProofAdded, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, row, today))))
}

/// Accepts or refuses a proof, once.
#[utoipa::path(
    put, path = "/employee-proofs/{proof}/review", tag = "people", params(("proof" = EmployeeProofId, Path)),
    request_body = NewReview,
    responses(
        (status = 200, body = ProofView), (status = 409, body = ErrorBody, description = "it was reviewed already")
    ),
    security(("session" = ["review_proofs"]))
)]
pub(in crate::people) async fn put_review(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ReviewProofs>,
    Path(id): Path<EmployeeProofId>,
    Json(NewReview { verdict, reason }): Json<NewReview>,
) -> Result<Json<ProofView>, ApiError> {
    let now = app.now();
    let reason = optional_text("reason", &reason, REVIEW_REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let before = proofs::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    before.facts.judge(verdict, reason.is_some(), today).map_err(refused)?;
    let review = Review { verdict, by: name_of(&scope.actor), at: now, reason };
    if !proofs::review(&mut tx, &scope, id, &review).await? {
        return Err(refused(ProofError::Reviewed));
    }
    if verdict == ProofVerdict::Accepted {
        let until = kept_for_proof(before.facts.valid_until, today);
        evidence::keep_until(&mut tx, &scope, before.file, until).await?;
    }
    let row = proofs::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "employee": row.employee, "verdict": verdict, "reason": review.reason });
    record(&mut tx, &scope, Change::made(EventKind::ProofReviewed, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view(&scope, row, today)))
}

/// Takes a proof back that nobody has reviewed. Its file stays in the vault.
#[utoipa::path(
    delete, path = "/employee-proofs/{proof}", tag = "people", params(("proof" = EmployeeProofId, Path)),
    responses((status = 204), (status = 409, body = ErrorBody, description = "it was reviewed already")),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(in crate::people) async fn delete_proof(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Path(id): Path<EmployeeProofId>,
) -> Result<StatusCode, ApiError> {
    let mut tx = app.db().write().await?;
    let row = proofs::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    if !proofs::remove(&mut tx, &scope, id).await? {
        return Err(refused(ProofError::Reviewed));
    }
    let gone = Change::happened(EventKind::ProofRemoved, &id);
    let before = Some(json!({ "employee": row.employee, "kind": row.facts.kind, "title": row.title }));
    record(&mut tx, &scope, Change { before, ..gone }, app.now()).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the file of such a proof is kept for.
const fn purpose_of(kind: ProofKind) -> EvidencePurpose {
    match kind {
        ProofKind::Employment => EvidencePurpose::EmploymentProof,
        ProofKind::Certificate | ProofKind::Trade => EvidencePurpose::Certificate,
        ProofKind::Story => EvidencePurpose::Story,
        ProofKind::Account => EvidencePurpose::AccountOwnership,
    }
}

pub(super) fn view(scope: &Scope, row: ProofRow, today: Day) -> ProofView {
    let ProofRow { id, employee, employee_name, facts, title, file, account, added_by, added_at, review } =
        row;
    let standing = facts.standing(today);
    let can = rights(scope, standing);
    let ProofFacts { kind, issued_on, valid_until, verdict: _ } = facts;
    let review = review.map(|Review { verdict, by, at, reason }| ProofReviewView { verdict, by, at, reason });
    ProofView {
        id,
        employee,
        employee_name,
        kind,
        title,
        file,
        account,
        issued_on,
        valid_until,
        standing,
        added_by,
        added_at,
        review,
        can,
    }
}

fn rights(scope: &Scope, standing: ProofStanding) -> ProofCan {
    let unless_reviewed = |action: Action, zh: &str, en: &str| {
        if standing != ProofStanding::Waiting {
            return Can::No(reviewed());
        }
        if scope.may(action) { Can::Yes } else { Can::No(Text::new(zh, en)) }
    };
    ProofCan {
        review: unless_reviewed(
            Action::ReviewProofs,
            "证明由品牌负责人或合规负责人审核。",
            "Owners and compliance officers review proofs.",
        ),
        remove: unless_reviewed(
            Action::ManagePeople,
            "你的角色不能修改员工档案。",
            "Your role does not permit changing employee files.",
        ),
    }
}

fn reviewed() -> Text {
    Text::new(
        "这份证明已经审核过；如需更换，请上传新的。",
        "This proof was reviewed already; hand in a new one instead.",
    )
}

fn unknown_account() -> ApiError {
    let text = Text::new("请从你能看到的账号里选一个。", "Choose one of the accounts that you see.");
    ApiError::invalid("account", text)
}

fn refused(error: ProofError) -> ApiError {
    let (field, zh, en) = match error {
        ProofError::NotIssuedYet => {
            ("issued_on", "开具日期不能晚于今天。".to_owned(), "It cannot bear a day to come.".to_owned())
        }
        ProofError::Backwards => (
            "valid_until",
            "有效期不能早于开具日期。".to_owned(),
            "It cannot end before the day it bears.".to_owned(),
        ),
        ProofError::NoEnd => (
            "valid_until",
            "在职证明要写有效期，每年续一次。".to_owned(),
            "A proof of employment needs a last day; it is renewed every year.".to_owned(),
        ),
        ProofError::WrongAccount => (
            "account",
            "账号归属证明要选一个账号，其他证明不选。".to_owned(),
            "A proof about an account names the account; no other proof does.".to_owned(),
        ),
        ProofError::Reviewed => return ApiError::conflict(reviewed()),
        ProofError::NoReason => (
            "reason",
            "请写明退回的原因，方便对方补交。".to_owned(),
            "Say why, so that a better proof can be brought.".to_owned(),
        ),
        ProofError::Ended(day) => (
            "verdict",
            format!("这份证明已于 {day} 到期，不能再通过；请退回并要一份新的。"),
            format!("This proof ended on {day} and cannot be accepted; refuse it and ask for a new one."),
        ),
    };
    ApiError::invalid(field, Text::new(zh, en))
}
