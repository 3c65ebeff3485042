//! The page of one's own: what is stored about me, what I agreed to, and how to leave.
//!
//! A person signs in and is somebody on the roster; here they see that person's file, whatever else their role shows.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::{AccountId, AgreementSignatureId, AgreementTextId, EmployeeId},
    identity::Scope,
    imports::Personal,
    people::{
        Employment,
        agreements::{
            AgreementKind, AgreementStanding, SignError, SignatureFacts, Signing, TextFacts,
            WITHDRAWAL_REASON_CHARS_MAX, judge_signing, standing,
        },
    },
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::{
    super::store::{
        agreements::{self, NewSignature, SignatureRow, TextRow, Withdrawal},
        employees::{self, EmployeeRow},
        proofs, reveals,
    },
    agreements::{SignatureView, facts},
    proofs::{ProofView, view as proof_view},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    evidence,
    http::{
        ApiError, ErrorBody, Json, Path,
        auth::Origin,
        field::{NAME_CHARS_MAX, optional_text, required_text},
        permit::{PermittedPerson, UseOwnPage},
    },
    identity,
    kept_files::hex,
    matrix,
    text::Text,
};

domain::names! {
    /// What of a person was looked at.
    LookedAt {
        /// A file of evidence about them.
        File = "file",
        /// Their phone number.
        Phone = "phone",
    }
}

/// An account that one holds.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct OwnAccount {
    id: AccountId,
    nickname: String,
}

/// What the roster says of oneself.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct OwnRecord {
    name: String,
    employee_no: Option<String>,
    post: Option<String>,
    /// Whom they report to, as the roster names them.
    manager: Option<String>,
    store: Option<String>,
    /// The phone number with its middle hidden.
    phone: Option<String>,
    hired_on: Option<Day>,
    left_on: Option<Day>,
    accounts: Vec<OwnAccount>,
}

/// An agreement, with the latest text and how one stands to it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct OwnAgreement {
    kind: AgreementKind,
    text: AgreementTextId,
    version: i64,
    title: String,
    body: String,
    /// What happens when somebody leaves.
    on_leaving: String,
    /// The hash of the text, to be handed back when signing.
    sha256: String,
    standing: AgreementStanding,
    /// The signature that stands, even where it is of an earlier version.
    signature: Option<SignatureView>,
}

/// One time that somebody looked at a file about oneself, or at one's number.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct OwnFileLook {
    what: LookedAt,
    by: String,
    reason: String,
    at: Instant,
}

/// What is stored about the one who asks.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct OwnFile {
    /// Absent where nobody said who on the roster they are.
    record: Option<OwnRecord>,
    agreements: Vec<OwnAgreement>,
    /// Every signature of theirs, the latest first; those that were withdrawn say so.
    signatures: Vec<SignatureView>,
    proofs: Vec<ProofView>,
    /// Who looked at files about them and at their number, the latest first.
    looks: Vec<OwnFileLook>,
}

/// A signature under an agreement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct NewOwnSignature {
    text: AgreementTextId,
    /// The hash of the text that was read.
    #[schema(min_length = 64, max_length = 64)]
    sha256: String,
    /// One's own name, as it stands on the roster.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
}

/// A withdrawal from an agreement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct NewWithdrawal {
    /// Why; nobody has to say.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// Shows what is stored about the one who asks, and what they agreed to.
#[utoipa::path(
    get, path = "/own-file", tag = "own", responses((status = 200, body = OwnFile)),
    security(("session" = ["use_own_page"]))
)]
pub(in crate::people) async fn show_own_file(
    State(app): State<App>,
    PermittedPerson(scope, ..): PermittedPerson<UseOwnPage>,
) -> Result<Json<OwnFile>, ApiError> {
    let mut tx = app.db().read().await?;
    let Some(employee) = identity::own_employee(&mut tx, &scope).await? else {
        let (agreements, signatures, proofs, looks) = (vec![], vec![], vec![], vec![]);
        return Ok(Json(OwnFile { record: None, agreements, signatures, proofs, looks }));
    };
    let oneself = scope.as_oneself(employee);
    Ok(Json(file_of(&mut tx, &app, &oneself, employee).await?))
}

/// What is stored about a person, as they see it themselves.
pub(in crate::people) async fn file_of(
    tx: &mut Tx,
    app: &App,
    oneself: &Scope,
    employee: EmployeeId,
) -> Result<OwnFile, ApiError> {
    let today = app.now().day(&identity::zone(tx, oneself.tenant).await?);
    let row = employees::find(tx, oneself, employee).await?.ok_or_else(ApiError::not_found)?;
    let accounts = matrix::names_held_by(tx, oneself, employee).await?;
    let (texts, signed) = facts(tx, oneself, employee).await?;
    let proofs = proofs::of_employee(tx, oneself, employee).await?;
    let looks = looks_at(tx, oneself, employee).await?;
    Ok(OwnFile {
        record: Some(record_of(app, oneself, row, accounts)),
        agreements: own_agreements(texts, &signed),
        signatures: signed.into_iter().map(SignatureView::of).collect(),
        proofs: proofs.into_iter().map(|row| proof_view(oneself, row, today)).collect(),
        looks,
    })
}

/// Who looked at what is personal, the latest first.
async fn looks_at(tx: &mut Tx, oneself: &Scope, employee: EmployeeId) -> Result<Vec<OwnFileLook>, ApiError> {
    let files = evidence::looks_at(tx, oneself, employee).await?;
    let reveals = reveals::of_phone(tx, oneself, employee).await?;
    let look = |what: LookedAt| move |(by, reason, at)| OwnFileLook { what, by, reason, at };
    let files = files.into_iter().map(look(LookedAt::File));
    let mut looks: Vec<OwnFileLook> = files.chain(reveals.into_iter().map(look(LookedAt::Phone))).collect();
    looks.sort_by_key(|look| std::cmp::Reverse(look.at));
    Ok(looks)
}

fn record_of(app: &App, scope: &Scope, row: EmployeeRow, accounts: Vec<(AccountId, String)>) -> OwnRecord {
    let Employment { employee_no, name, post, manager, store: _, hired_on, left_on } = row.employment;
    let phone = row.phone_sealed.and_then(|sealed| {
        let opened = app.vault().open_text(scope.tenant, &sealed);
        opened.inspect_err(|error| tracing::error!(%error, "a phone number on the roster")).ok()
    });
    OwnRecord {
        name,
        employee_no,
        post,
        manager,
        store: row.store.map(|(name, _)| name),
        phone: phone.map(|phone| Personal::new(phone).masked()),
        hired_on,
        left_on,
        accounts: accounts.into_iter().map(|(id, nickname)| OwnAccount { id, nickname }).collect(),
    }
}

/// The latest text of each kind, with the standing of the one who reads it.
fn own_agreements(texts: Vec<TextRow>, signed: &[SignatureRow]) -> Vec<OwnAgreement> {
    let all: Vec<TextFacts> = texts.iter().map(|row| row.facts).collect();
    let signatures: Vec<SignatureFacts> = signed.iter().map(SignatureRow::facts).collect();
    let is_latest = |row: &TextRow| {
        let of_kind = all.iter().filter(|text| text.kind == row.facts.kind);
        of_kind.map(|text| text.version).max() == Some(row.facts.version)
    };
    let own = |row: TextRow| {
        let sha256 = hex(&hash_of(&row));
        let TextRow { id, facts, title, body, on_leaving, .. } = row;
        let (standing, by) = standing(facts.kind, &all, &signatures);
        let signature = signed.iter().find(|one| Some(one.id) == by).cloned().map(SignatureView::of);
        let TextFacts { kind, version, must_sign_again: _ } = facts;
        OwnAgreement { kind, text: id, version, title, body, on_leaving, sha256, standing, signature }
    };
    texts.into_iter().filter(is_latest).map(own).collect()
}

/// The hash of what a person reads before they sign.
fn hash_of(text: &TextRow) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for part in [&text.title, &text.body, &text.on_leaving] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_vec()
}

/// Signs an agreement: the latest text, as it was read, under one's own name, with the day and the device.
#[utoipa::path(
    post, path = "/own-signatures", tag = "own", request_body = NewOwnSignature,
    responses(
        (status = 201, body = OwnFile),
        (status = 409, body = ErrorBody, description = "it is signed, or another version was published")
    ),
    security(("session" = ["use_own_page"]))
)]
pub(in crate::people) async fn create_own_signature(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<UseOwnPage>,
    origin: Origin,
    Json(NewOwnSignature { text, sha256, name }): Json<NewOwnSignature>,
) -> Result<(StatusCode, Json<OwnFile>), ApiError> {
    let now = app.now();
    let name = required_text("name", &name, NAME_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let employee = demand_own(&mut tx, &scope).await?;
    let oneself = scope.as_oneself(employee);
    let row = employees::find(&mut tx, &oneself, employee).await?.ok_or_else(ApiError::not_found)?;
    let (texts, signed) = facts(&mut tx, &oneself, employee).await?;
    let read = texts.iter().find(|row| row.id == text).ok_or_else(unknown_text)?;
    let hash = hash_of(read);
    let all: Vec<TextFacts> = texts.iter().map(|row| row.facts).collect();
    let signatures: Vec<SignatureFacts> = signed.iter().map(SignatureRow::facts).collect();
    let signing = Signing { text: read.facts, read_as_published: hex(&hash) == sha256, name: &name };
    judge_signing(signing, &row.employment.name, &all, &signatures).map_err(refused)?;
    let signature = NewSignature {
        id: app.id(),
        text,
        employee,
        user,
        name_sealed: app.vault().seal(scope.tenant, &name),
        text_sha256: hash,
        device: origin.agent,
        source: origin.address.to_string(),
    };
    let TextFacts { kind, version, must_sign_again: _ } = read.facts;
    let id = signature.id;
    agreements::insert_signature(&mut tx, &oneself, signature, now).await?;
    let file = file_of(&mut tx, &app, &oneself, employee).await?;
    let after = json!({ "employee": employee, "kind": kind, "version": version });
    record(&mut tx, &scope, Change::made(EventKind::AgreementSigned, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(file)))
}

/// Withdraws from an agreement that one signed. What happens then, the agreement says.
#[utoipa::path(
    post, path = "/own-signatures/{signature}/withdrawal", tag = "own",
    params(("signature" = AgreementSignatureId, Path)), request_body = NewWithdrawal,
    responses(
        (status = 201, body = OwnFile), (status = 409, body = ErrorBody, description = "it was withdrawn already")
    ),
    security(("session" = ["use_own_page"]))
)]
pub(in crate::people) async fn create_withdrawal(
    State(app): State<App>,
    PermittedPerson(scope, ..): PermittedPerson<UseOwnPage>,
    Path(id): Path<AgreementSignatureId>,
    origin: Origin,
    Json(NewWithdrawal { reason }): Json<NewWithdrawal>,
) -> Result<(StatusCode, Json<OwnFile>), ApiError> {
    let now = app.now();
    let reason = optional_text("reason", &reason, WITHDRAWAL_REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let employee = identity::own_employee(&mut tx, &scope).await?.ok_or_else(ApiError::not_found)?;
    let oneself = scope.as_oneself(employee);
    let signed = agreements::of_employee(&mut tx, &oneself, employee).await?;
    let signature = signed.into_iter().find(|one| one.id == id).ok_or_else(ApiError::not_found)?;
    let withdrawal = Withdrawal { at: now, device: origin.agent, reason };
    if !agreements::withdraw(&mut tx, &oneself, employee, id, &withdrawal).await? {
        return Err(ApiError::conflict(Text::new("已经撤回过了。", "It was withdrawn already.")));
    }
    let file = file_of(&mut tx, &app, &oneself, employee).await?;
    let SignatureRow { kind, version, .. } = signature;
    let after =
        json!({ "employee": employee, "kind": kind, "version": version, "reason": withdrawal.reason });
    record(&mut tx, &scope, Change::made(EventKind::AgreementWithdrawn, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(file)))
}

/// Who on the roster the one who asks is.
async fn demand_own(tx: &mut Tx, scope: &Scope) -> Result<EmployeeId, ApiError> {
    identity::own_employee(tx, scope).await?.ok_or_else(|| {
        ApiError::conflict(Text::new(
            "你的登录账号还没有对应到花名册；请让品牌负责人在“成员”里选上你本人。",
            "Nobody said who on the roster you are; ask an owner to choose you under Members.",
        ))
    })
}

fn unknown_text() -> ApiError {
    ApiError::invalid("text", Text::new("请选择一份已发布的协议。", "Choose an agreement that is published."))
}

fn refused(error: SignError) -> ApiError {
    match error {
        SignError::NotTheLatest | SignError::OtherText => ApiError::conflict(Text::new(
            "协议已更新；请重新阅读最新版本再签署。",
            "The agreement has changed; read the latest version, then sign.",
        )),
        SignError::Signed => {
            ApiError::conflict(Text::new("这份协议你已经签过。", "You have signed this agreement already."))
        }
        SignError::OtherName => ApiError::invalid(
            "name",
            Text::new(
                "请写花名册上的本人姓名；如果花名册写错了，请让同事先更正。",
                "Write your name as it stands on the roster; if that is wrong, have it corrected first.",
            ),
        ),
    }
}
