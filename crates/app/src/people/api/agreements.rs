//! Agreements with employees: publishing a version, and who signed which.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{AgreementSignatureId, AgreementTextId, EmployeeId},
    identity::Scope,
    people::agreements::{
        AGREEMENT_BODY_CHARS_MAX, AGREEMENT_LEAVING_CHARS_MAX, AGREEMENT_TEXTS_MAX,
        AGREEMENT_TITLE_CHARS_MAX, AgreementKind, TextFacts, counts_from,
    },
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::super::store::agreements::{self, SignatureRow, TextRow, Withdrawal};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Permitted, Query,
        field::{required_lines, required_text},
        page::{Page, PageQuery},
        permit::{ManagePeople, ViewPeople},
    },
    kept_files::hex,
    text::Text,
};

/// What a new brand may begin with: drafts of ours, to be read by somebody who knows the law before they are published.
const TEMPLATES: [(AgreementKind, &str, &str, &str); 2] = [
    (
        AgreementKind::AccountAgreement,
        "员工号使用协议",
        include_str!("../../../../../rules/agreements/account_agreement.zh.txt"),
        include_str!("../../../../../rules/agreements/account_agreement.leaving.zh.txt"),
    ),
    (
        AgreementKind::LikenessVoiceConsent,
        "肖像与声音授权书",
        include_str!("../../../../../rules/agreements/likeness_voice_consent.zh.txt"),
        include_str!("../../../../../rules/agreements/likeness_voice_consent.leaving.zh.txt"),
    ),
];

/// A published version of an agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct AgreementTextView {
    id: AgreementTextId,
    kind: AgreementKind,
    /// Counted from 1 within the kind.
    version: i64,
    title: String,
    body: String,
    /// What happens when somebody leaves.
    on_leaving: String,
    /// Whether signatures of earlier versions stopped counting with this one.
    must_sign_again: bool,
    published_by: String,
    published_at: Instant,
    /// Signatures under this version that stand.
    signatures: i64,
    /// Whether a signature under this version counts.
    counts: bool,
    /// Whether it is the one that is signed now.
    is_latest: bool,
}

/// A draft to begin with. It is no legal advice.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct AgreementTemplate {
    kind: AgreementKind,
    title: String,
    body: String,
    on_leaving: String,
}

/// Every published version, and drafts to begin with.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct AgreementTexts {
    items: Vec<AgreementTextView>,
    templates: Vec<AgreementTemplate>,
}

/// A version to be published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct NewAgreementText {
    kind: AgreementKind,
    #[schema(min_length = 1, max_length = 80)]
    title: String,
    #[schema(min_length = 1, max_length = 20_000)]
    body: String,
    /// What happens when somebody leaves.
    #[schema(min_length = 1, max_length = 2_000)]
    on_leaving: String,
    /// Whether those who signed an earlier version must sign again.
    #[serde(default)]
    must_sign_again: bool,
    /// The latest version that the author has seen, 0 for none: another one must not be passed over unread.
    #[schema(minimum = 0)]
    after_version: i64,
}

/// Which signatures are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::people) struct SignatureFilter {
    /// Only those of this person.
    employee: Option<EmployeeId>,
    /// Only those under this kind of agreement.
    kind: Option<AgreementKind>,
}

/// How a signature was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct WithdrawalView {
    at: Instant,
    /// What the browser said it is.
    device: String,
    reason: Option<String>,
}

/// A signature under an agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct SignatureView {
    pub id: AgreementSignatureId,
    text: AgreementTextId,
    title: String,
    pub kind: AgreementKind,
    pub version: i64,
    employee: EmployeeId,
    employee_name: String,
    signed_at: Instant,
    /// What the browser said it is.
    device: String,
    /// The hash of the text that was read, in hex digits.
    text_sha256: String,
    withdrawal: Option<WithdrawalView>,
}

/// Lists every published version of the agreements with employees.
#[utoipa::path(
    get, path = "/agreement-texts", tag = "people", responses((status = 200, body = AgreementTexts)),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(in crate::people) async fn list_agreement_texts(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
) -> Result<Json<AgreementTexts>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = agreements::texts(&mut tx, &scope).await?;
    let facts: Vec<TextFacts> = rows.iter().map(|row| row.facts).collect();
    let items = rows.into_iter().map(|row| view(row, &facts)).collect();
    let template = |(kind, title, body, on_leaving): (_, &str, &str, &str)| AgreementTemplate {
        kind,
        title: title.to_owned(),
        body: body.trim().to_owned(),
        on_leaving: on_leaving.trim().to_owned(),
    };
    Ok(Json(AgreementTexts { items, templates: TEMPLATES.into_iter().map(template).collect() }))
}

/// Publishes the next version of an agreement. A published text never changes.
#[utoipa::path(
    post, path = "/agreement-texts", tag = "people", request_body = NewAgreementText,
    responses(
        (status = 201, body = AgreementTextView),
        (status = 409, body = ErrorBody, description = "somebody published another version meanwhile")
    ),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(in crate::people) async fn create_agreement_text(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Json(new): Json<NewAgreementText>,
) -> Result<(StatusCode, Json<AgreementTextView>), ApiError> {
    let now = app.now();
    let NewAgreementText { kind, title, body, on_leaving, must_sign_again, after_version } = new;
    let title = required_text("title", &title, AGREEMENT_TITLE_CHARS_MAX)?;
    let body = required_lines("body", &body, AGREEMENT_BODY_CHARS_MAX)?;
    let on_leaving = required_lines("on_leaving", &on_leaving, AGREEMENT_LEAVING_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let known = agreements::texts(&mut tx, &scope).await?;
    let of_kind = known.iter().filter(|row| row.facts.kind == kind);
    let latest = of_kind.map(|row| row.facts.version).max().unwrap_or(0);
    if latest != after_version {
        return Err(published_meanwhile(latest, after_version));
    }
    if i64::try_from(known.len()).unwrap_or(i64::MAX) >= AGREEMENT_TEXTS_MAX {
        return Err(ApiError::conflict(Text::new(
            format!("一个品牌最多发布 {AGREEMENT_TEXTS_MAX} 个版本。"),
            format!("A brand publishes {AGREEMENT_TEXTS_MAX} versions at the most."),
        )));
    }
    let facts = TextFacts { kind, version: latest + 1, must_sign_again };
    let (id, published_by) = (app.id(), name_of(&scope.actor));
    let row = TextRow { id, facts, title, body, on_leaving, published_by, published_at: now, signatures: 0 };
    agreements::insert_text(&mut tx, &scope, &row).await?;
    let after = json!({
        "kind": kind, "version": facts.version, "title": row.title, "must_sign_again": must_sign_again,
    });
    record(&mut tx, &scope, Change::made(EventKind::AgreementPublished, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    let all: Vec<TextFacts> = known.iter().map(|row| row.facts).chain([facts]).collect();
    Ok((StatusCode::CREATED, Json(view(row, &all))))
}

fn published_meanwhile(latest: i64, seen: i64) -> ApiError {
    ApiError::conflict(Text::new(
        format!("已经发布到第 {latest} 版，而你看到的是第 {seen} 版；请刷新，看过新版后再发布。"),
        format!(
            "Version {latest} is published, and you had seen version {seen}; reload, read it, then publish yours."
        ),
    ))
}

fn view(row: TextRow, all: &[TextFacts]) -> AgreementTextView {
    let TextRow { id, facts, title, body, on_leaving, published_by, published_at, signatures } = row;
    let TextFacts { kind, version, must_sign_again } = facts;
    let latest = all.iter().filter(|text| text.kind == kind).map(|text| text.version).max();
    AgreementTextView {
        id,
        kind,
        version,
        title,
        body,
        on_leaving,
        must_sign_again,
        published_by,
        published_at,
        signatures,
        counts: counts_from(kind, all).is_some_and(|from| version >= from),
        is_latest: latest == Some(version),
    }
}

/// Lists the signatures of the people whom the asker sees, the latest first; those that were withdrawn say so.
#[utoipa::path(
    get, path = "/agreement-signatures", tag = "people", params(SignatureFilter, PageQuery),
    responses((status = 200, body = Page<SignatureView>)),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(in crate::people) async fn list_agreement_signatures(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Query(SignatureFilter { employee, kind }): Query<SignatureFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<SignatureView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = agreements::list(&mut tx, &scope, employee, kind, &page).await?;
    let page = Page::of(rows, &page, |row| (row.signed_at.ms(), row.id.uuid()));
    Ok(Json(page.map(SignatureView::of)))
}

impl SignatureView {
    pub(super) fn of(row: SignatureRow) -> Self {
        let SignatureRow { id, text, title, kind, version, employee, employee_name, .. } = row;
        let SignatureRow { text_sha256, device, signed_at, withdrawal, .. } = row;
        let withdrawal =
            withdrawal.map(|Withdrawal { at, device, reason }| WithdrawalView { at, device, reason });
        let text_sha256 = hex(&text_sha256);
        Self {
            id,
            text,
            title,
            kind,
            version,
            employee,
            employee_name,
            signed_at,
            device,
            text_sha256,
            withdrawal,
        }
    }
}

/// How a person stands to the agreements of the brand: the facts that the rules ask for.
pub(in crate::people) async fn facts(
    tx: &mut db::Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<(Vec<TextRow>, Vec<SignatureRow>), db::DbError> {
    let texts = agreements::texts(tx, scope).await?;
    Ok((texts, agreements::of_employee(tx, scope, employee).await?))
}
