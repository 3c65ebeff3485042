//! The rows of agreements: published texts, and who signed which.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AgreementSignatureId, AgreementTextId, EmployeeId, UserId},
    identity::Scope,
    people::agreements::{AGREEMENT_TEXTS_MAX, AgreementKind, SignatureFacts, TextFacts},
    time::Instant,
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
};

/// Signatures of one person that are looked at; more than all versions twice over.
const SIGNATURES_OF_PERSON_MAX: i64 = 2 * AGREEMENT_TEXTS_MAX;

/// A published text.
#[derive(Debug, Clone)]
pub(in crate::people) struct TextRow {
    pub id: AgreementTextId,
    pub facts: TextFacts,
    pub title: String,
    pub body: String,
    pub on_leaving: String,
    pub published_by: String,
    pub published_at: Instant,
    /// Signatures that stand.
    pub signatures: i64,
}

#[derive(FromQueryResult)]
struct RawText {
    id: Uuid,
    kind: String,
    version: i64,
    title: String,
    body: String,
    on_leaving: String,
    must_sign_again: bool,
    published_by: String,
    published_at: i64,
    signatures: i64,
}

fn kind_of(name: &str) -> Result<AgreementKind, DbError> {
    AgreementKind::named(name).ok_or_else(|| DbError::Refused("an agreement of an unknown kind".to_owned()))
}

impl TryFrom<RawText> for TextRow {
    type Error = DbError;

    fn try_from(raw: RawText) -> Result<Self, DbError> {
        let RawText { id, kind, version, title, body, on_leaving, must_sign_again, .. } = raw;
        let RawText { published_by, published_at, signatures, .. } = raw;
        Ok(Self {
            id: AgreementTextId::from_uuid(id),
            facts: TextFacts { kind: kind_of(&kind)?, version, must_sign_again },
            title,
            body,
            on_leaving,
            published_by,
            published_at: Instant::from_ms(published_at),
            signatures,
        })
    }
}

/// Every text of the brand, the latest version of a kind first.
pub(in crate::people) async fn texts(tx: &mut Tx, scope: &Scope) -> Result<Vec<TextRow>, DbError> {
    let sql = "
        select t.id, t.kind, t.version, t.title, t.body, t.on_leaving, t.must_sign_again, t.published_by,
            t.published_at, (select count(*) from agreement_signatures s
                where s.tenant_id = t.tenant_id and s.text_id = t.id and s.withdrawn_at is null) as signatures
        from agreement_texts t where t.tenant_id = $1 order by t.kind, t.version desc limit $2";
    let rows: Vec<RawText> = tx.all(sql, params![scope.tenant.uuid(), AGREEMENT_TEXTS_MAX]).await?;
    rows.into_iter().map(TextRow::try_from).collect()
}

pub(in crate::people) async fn insert_text(
    tx: &mut Tx,
    scope: &Scope,
    text: &TextRow,
) -> Result<(), DbError> {
    let TextRow { id, facts, title, body, on_leaving, published_by, published_at, signatures: _ } = text;
    let TextFacts { kind, version, must_sign_again } = *facts;
    let sql = "
        insert into agreement_texts (tenant_id, id, kind, version, title, body, on_leaving, must_sign_again,
            published_by, published_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        kind.name(),
        version,
        title.as_str(),
        body.as_str(),
        on_leaving.as_str(),
        must_sign_again,
        published_by.as_str(),
        published_at.ms(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// How a signature was taken back.
#[derive(Debug, Clone)]
pub(in crate::people) struct Withdrawal {
    pub at: Instant,
    pub device: String,
    pub reason: Option<String>,
}

/// A signature with the text it stands under.
#[derive(Debug, Clone)]
pub(in crate::people) struct SignatureRow {
    pub id: AgreementSignatureId,
    pub text: AgreementTextId,
    pub title: String,
    pub kind: AgreementKind,
    pub version: i64,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub text_sha256: Vec<u8>,
    pub device: String,
    pub signed_at: Instant,
    pub withdrawal: Option<Withdrawal>,
}

impl SignatureRow {
    pub fn facts(&self) -> SignatureFacts {
        let Self { id, kind, version, withdrawal, .. } = self;
        SignatureFacts { id: *id, kind: *kind, version: *version, is_withdrawn: withdrawal.is_some() }
    }
}

#[derive(FromQueryResult)]
struct RawSignature {
    id: Uuid,
    text_id: Uuid,
    title: String,
    kind: String,
    version: i64,
    employee_id: Uuid,
    employee_name: String,
    text_sha256: Vec<u8>,
    device: String,
    signed_at: i64,
    withdrawn_at: Option<i64>,
    withdrawn_device: Option<String>,
    withdrawn_reason: Option<String>,
}

impl TryFrom<RawSignature> for SignatureRow {
    type Error = DbError;

    fn try_from(raw: RawSignature) -> Result<Self, DbError> {
        let RawSignature { id, text_id, title, kind, version, employee_id, employee_name, .. } = raw;
        let RawSignature { text_sha256, device, signed_at, .. } = raw;
        let RawSignature { withdrawn_at, withdrawn_device, withdrawn_reason, .. } = raw;
        let withdrawal = withdrawn_at.map(|at| Withdrawal {
            at: Instant::from_ms(at),
            device: withdrawn_device.unwrap_or_default(),
            reason: withdrawn_reason,
        });
        Ok(Self {
            id: AgreementSignatureId::from_uuid(id),
            text: AgreementTextId::from_uuid(text_id),
            title,
            kind: kind_of(&kind)?,
            version,
            employee: EmployeeId::from_uuid(employee_id),
            employee_name,
            text_sha256,
            device,
            signed_at: Instant::from_ms(signed_at),
            withdrawal,
        })
    }
}

const SIGNATURES: &str = "
    select s.id, s.text_id, t.title, t.kind, t.version, s.employee_id, e.name as employee_name,
        s.text_sha256, s.device, s.signed_at, s.withdrawn_at, s.withdrawn_device, s.withdrawn_reason
    from agreement_signatures s
        join agreement_texts t on t.tenant_id = s.tenant_id and t.id = s.text_id
        join employees e on e.tenant_id = s.tenant_id and e.id = s.employee_id";

/// Signatures of people whom the actor sees, the latest first.
pub(in crate::people) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    employee: Option<EmployeeId>,
    kind: Option<AgreementKind>,
    page: &PageQuery,
) -> Result<Vec<SignatureRow>, ApiError> {
    let mut list = Conditions::of(scope, "s")
        .and_seen(sight::of_employees, scope, "e")
        .and_if("s.employee_id = ?", employee.map(EmployeeId::uuid))
        .and_if("t.kind = ?", kind.map(AgreementKind::name))
        .and_after("s.signed_at", "s.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql =
        format!("{SIGNATURES} where {} order by s.signed_at desc, s.id desc limit {limit}", list.text());
    let rows: Vec<RawSignature> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(SignatureRow::try_from).collect::<Result<_, _>>()?)
}

/// Every signature of a person whom the actor sees, the latest first.
pub(in crate::people) async fn of_employee(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<SignatureRow>, DbError> {
    let mut list = Conditions::of(scope, "s")
        .and_seen(sight::of_employees, scope, "e")
        .and("s.employee_id = ?", params![employee.uuid()]);
    let limit = list.parameter(SIGNATURES_OF_PERSON_MAX);
    let sql =
        format!("{SIGNATURES} where {} order by s.signed_at desc, s.id desc limit {limit}", list.text());
    let rows: Vec<RawSignature> = tx.all(&sql, list.into_values()).await?;
    rows.into_iter().map(SignatureRow::try_from).collect()
}

/// A signature on its way into the table.
#[derive(Debug)]
pub(in crate::people) struct NewSignature {
    pub id: AgreementSignatureId,
    pub text: AgreementTextId,
    pub employee: EmployeeId,
    pub user: UserId,
    pub name_sealed: String,
    pub text_sha256: Vec<u8>,
    pub device: String,
    pub source: String,
}

pub(in crate::people) async fn insert_signature(
    tx: &mut Tx,
    scope: &Scope,
    signature: NewSignature,
    now: Instant,
) -> Result<(), DbError> {
    let NewSignature { id, text, employee, user, name_sealed, text_sha256, device, source } = signature;
    let sql = "
        insert into agreement_signatures (tenant_id, id, text_id, employee_id, user_id, name_sealed, text_sha256,
            device, source, signed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        text.uuid(),
        employee.uuid(),
        user.uuid(),
        name_sealed,
        text_sha256,
        device,
        source,
        now.ms(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Ends a signature of this person; `false` when there is none that stands.
pub(in crate::people) async fn withdraw(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    id: AgreementSignatureId,
    withdrawal: &Withdrawal,
) -> Result<bool, DbError> {
    let Withdrawal { at, device, reason } = withdrawal;
    let sql = "
        update agreement_signatures set withdrawn_at = $4, withdrawn_device = $5, withdrawn_reason = $6
        where tenant_id = $1 and id = $2 and employee_id = $3 and withdrawn_at is null";
    let values =
        params![scope.tenant.uuid(), id.uuid(), employee.uuid(), at.ms(), device.as_str(), reason.clone()];
    Ok(tx.execute(sql, values).await? > 0)
}
