//! The rows of proofs about employees.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, EmployeeId, EmployeeProofId, EvidenceFileId},
    identity::Scope,
    people::{PROOFS_PER_PERSON_MAX, ProofFacts, ProofKind, ProofStanding, ProofVerdict},
    time::{Day, Instant},
};
use uuid::Uuid;

use super::employees::ERASED;
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
};

/// What a reviewer said, who it was and when.
#[derive(Debug, Clone)]
pub(in crate::people) struct Review {
    pub verdict: ProofVerdict,
    pub by: String,
    pub at: Instant,
    pub reason: Option<String>,
}

/// A proof about an employee.
#[derive(Debug, Clone)]
pub(in crate::people) struct ProofRow {
    pub id: EmployeeProofId,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub facts: ProofFacts,
    pub title: String,
    pub file: EvidenceFileId,
    pub account: Option<AccountId>,
    pub added_by: String,
    pub added_at: Instant,
    pub review: Option<Review>,
}

#[derive(FromQueryResult)]
struct RawProof {
    id: Uuid,
    employee_id: Uuid,
    employee_name: String,
    kind: String,
    title: String,
    file_id: Uuid,
    account_id: Option<Uuid>,
    issued_on: i32,
    valid_until: Option<i32>,
    added_by: String,
    added_at: i64,
    verdict: Option<String>,
    reviewed_by: Option<String>,
    reviewed_at: Option<i64>,
    reason: Option<String>,
}

impl TryFrom<RawProof> for ProofRow {
    type Error = DbError;

    fn try_from(raw: RawProof) -> Result<Self, DbError> {
        let RawProof { id, employee_id, employee_name, kind, title, file_id, account_id, issued_on, .. } =
            raw;
        let RawProof { valid_until, added_by, added_at, verdict, reviewed_by, reviewed_at, reason, .. } = raw;
        let unknown = |what: &str| DbError::Refused(format!("a proof with an unknown {what}"));
        let day = |number| Day::from_yyyymmdd(number).map_err(|_| unknown("day"));
        let verdict = verdict.as_deref().and_then(ProofVerdict::named);
        let review = verdict.zip(reviewed_by).zip(reviewed_at);
        Ok(Self {
            id: EmployeeProofId::from_uuid(id),
            employee: EmployeeId::from_uuid(employee_id),
            employee_name,
            facts: ProofFacts {
                kind: ProofKind::named(&kind).ok_or_else(|| unknown("kind"))?,
                issued_on: day(issued_on)?,
                valid_until: valid_until.map(day).transpose()?,
                verdict,
            },
            title,
            file: EvidenceFileId::from_uuid(file_id),
            account: account_id.map(AccountId::from_uuid),
            added_by,
            added_at: Instant::from_ms(added_at),
            review: review.map(|((verdict, by), at)| Review {
                verdict,
                by,
                at: Instant::from_ms(at),
                reason,
            }),
        })
    }
}

const PROOFS: &str = "
    select p.id, p.employee_id, e.name as employee_name, p.kind, p.title, p.file_id, p.account_id, p.issued_on,
        p.valid_until, p.added_by, p.added_at, p.verdict, p.reviewed_by, p.reviewed_at, p.reason
    from employee_proofs p join employees e on e.tenant_id = p.tenant_id and e.id = p.employee_id";

/// What a list of proofs is narrowed to.
#[derive(Debug)]
pub(in crate::people) struct WantedProofs {
    pub employee: Option<EmployeeId>,
    pub standing: Option<ProofStanding>,
    /// Only those whose last day is this one or an earlier one.
    pub ends_by: Option<Day>,
}

/// Proofs about people whom the actor sees, the newest first.
pub(in crate::people) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &WantedProofs,
    page: &PageQuery,
    today: Day,
) -> Result<Vec<ProofRow>, ApiError> {
    let mut list = Conditions::of(scope, "p")
        .and_seen(sight::of_employees, scope, "e")
        .and_if("p.employee_id = ?", wanted.employee.map(EmployeeId::uuid))
        .and_if("p.valid_until <= ?", wanted.ends_by.map(Day::yyyymmdd));
    list = match wanted.standing {
        None => list,
        Some(ProofStanding::Waiting) => list.and("p.verdict is null", vec![]),
        Some(ProofStanding::Refused) => list.and("p.verdict = 'refused'", vec![]),
        Some(ProofStanding::Valid) => list.and(
            "p.verdict = 'accepted' and (p.valid_until is null or p.valid_until >= ?)",
            params![today.yyyymmdd()],
        ),
        Some(ProofStanding::Ended) => {
            list.and("p.verdict = 'accepted' and p.valid_until < ?", params![today.yyyymmdd()])
        }
    };
    let mut list = list.and_after("p.added_at", "p.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!("{PROOFS} where {} order by p.added_at desc, p.id desc limit {limit}", list.text());
    let rows: Vec<RawProof> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(ProofRow::try_from).collect::<Result<_, _>>()?)
}

/// Every proof about a person whom the actor sees.
pub(in crate::people) async fn of_employee(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<ProofRow>, DbError> {
    let mut list = Conditions::of(scope, "p")
        .and_seen(sight::of_employees, scope, "e")
        .and("p.employee_id = ?", params![employee.uuid()]);
    let limit = list.parameter(PROOFS_PER_PERSON_MAX);
    let sql = format!("{PROOFS} where {} order by p.added_at desc, p.id desc limit {limit}", list.text());
    let rows: Vec<RawProof> = tx.all(&sql, list.into_values()).await?;
    rows.into_iter().map(ProofRow::try_from).collect()
}

pub(in crate::people) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeProofId,
) -> Result<Option<ProofRow>, DbError> {
    let one = Conditions::of(scope, "p")
        .and_seen(sight::of_employees, scope, "e")
        .and("p.id = ?", params![id.uuid()]);
    let sql = format!("{PROOFS} where {}", one.text());
    let row: Option<RawProof> = tx.one(&sql, one.into_values()).await?;
    row.map(ProofRow::try_from).transpose()
}

pub(in crate::people) async fn count(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<i64, DbError> {
    let sql = "select count(*) as n from employee_proofs where tenant_id = $1 and employee_id = $2";
    tx.number(sql, params![scope.tenant.uuid(), employee.uuid()]).await
}

/// A proof on its way into the table.
#[derive(Debug)]
pub(in crate::people) struct NewProofRow<'a> {
    pub id: EmployeeProofId,
    pub employee: EmployeeId,
    pub facts: ProofFacts,
    pub title: &'a str,
    pub file: EvidenceFileId,
    pub account: Option<AccountId>,
    pub added_by: String,
}

pub(in crate::people) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    proof: NewProofRow<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let NewProofRow { id, employee, facts, title, file, account, added_by } = proof;
    let ProofFacts { kind, issued_on, valid_until, verdict: _ } = facts;
    let sql = "
        insert into employee_proofs (tenant_id, id, employee_id, kind, title, file_id, account_id, issued_on,
            valid_until, added_by, added_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        employee.uuid(),
        kind.name(),
        title,
        file.uuid(),
        account.map(AccountId::uuid),
        issued_on.yyyymmdd(),
        valid_until.map(Day::yyyymmdd),
        added_by,
        now.ms(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Writes a review down; `false` when somebody else did meanwhile.
pub(in crate::people) async fn review(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeProofId,
    review: &Review,
) -> Result<bool, DbError> {
    let Review { verdict, by, at, reason } = review;
    let sql = "
        update employee_proofs set verdict = $3, reviewed_by = $4, reviewed_at = $5, reason = $6
        where tenant_id = $1 and id = $2 and verdict is null";
    let values =
        params![scope.tenant.uuid(), id.uuid(), verdict.name(), by.as_str(), at.ms(), reason.clone()];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Takes a proof away that nobody has reviewed; `false` when there is none.
pub(in crate::people) async fn remove(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeProofId,
) -> Result<bool, DbError> {
    let sql = "delete from employee_proofs where tenant_id = $1 and id = $2 and verdict is null";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), id.uuid()]).await? > 0)
}

/// Takes off what the proofs about a person say of them; that there were proofs, and how they were judged, stays.
pub(in crate::people) async fn blot_out(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<(), DbError> {
    let sql =
        "update employee_proofs set title = $3, reason = null where tenant_id = $1 and employee_id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), employee.uuid(), ERASED]).await?;
    Ok(())
}
