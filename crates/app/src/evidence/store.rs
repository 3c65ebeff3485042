//! The rows of the evidence vault.

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    evidence::{Disposal, EvidenceMedia, EvidencePurpose},
    id::{EmployeeId, EvidenceFileId, EvidenceOpeningId},
    identity::{Scope, Sight},
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
};

/// Files of one person that are looked at at once.
const FILES_OF_PERSON_MAX: i64 = 1_000;
/// Looks at files about one person that are told at once.
const LOOKS_SHOWN_MAX: i64 = 100;
/// Files that one run of the nightly job throws away.
const ENDED_AT_ONCE_MAX: i64 = 500;

/// A file of evidence, as it is known.
#[derive(Debug, Clone)]
pub(super) struct FileRow {
    pub id: EvidenceFileId,
    pub purpose: EvidencePurpose,
    pub employee: Option<EmployeeId>,
    pub employee_name: Option<String>,
    /// Absent once the file is gone.
    pub name_sealed: Option<String>,
    pub media: EvidenceMedia,
    pub bytes: i64,
    pub sha256: Vec<u8>,
    pub kept_by: String,
    pub kept_at: Instant,
    pub retain_until: Day,
    pub disposal: Option<(Disposal, Instant)>,
    pub openings: i64,
}

#[derive(FromQueryResult)]
struct RawFile {
    id: Uuid,
    purpose: String,
    employee_id: Option<Uuid>,
    employee_name: Option<String>,
    name_sealed: Option<String>,
    media: String,
    bytes: i64,
    sha256: Vec<u8>,
    kept_by: String,
    kept_at: i64,
    retain_until: i32,
    disposal: Option<String>,
    disposed_at: Option<i64>,
    openings: i64,
}

impl TryFrom<RawFile> for FileRow {
    type Error = DbError;

    fn try_from(raw: RawFile) -> Result<Self, DbError> {
        let RawFile { id, purpose, employee_id, employee_name, name_sealed, media, bytes, sha256, .. } = raw;
        let RawFile { kept_by, kept_at, retain_until, disposal, disposed_at, openings, .. } = raw;
        let unknown = |what: &str| DbError::Refused(format!("a file of evidence with an unknown {what}"));
        let disposal = disposal.as_deref().and_then(Disposal::named);
        Ok(Self {
            id: EvidenceFileId::from_uuid(id),
            purpose: EvidencePurpose::named(&purpose).ok_or_else(|| unknown("purpose"))?,
            employee: employee_id.map(EmployeeId::from_uuid),
            employee_name,
            name_sealed,
            media: EvidenceMedia::named(&media).ok_or_else(|| unknown("kind"))?,
            bytes,
            sha256,
            kept_by,
            kept_at: Instant::from_ms(kept_at),
            retain_until: Day::from_yyyymmdd(retain_until).map_err(|_| unknown("last day"))?,
            disposal: disposal.zip(disposed_at.map(Instant::from_ms)),
            openings,
        })
    }
}

const FILES: &str = "
    select f.id, f.purpose, f.employee_id, e.name as employee_name, f.name_sealed, f.media, f.bytes, f.sha256, f.kept_by, f.kept_at,
        f.retain_until, f.disposal, f.disposed_at,
        (select count(*) from evidence_openings o where o.tenant_id = f.tenant_id and o.file_id = f.id) as openings
    from evidence_files f left join employees e on e.tenant_id = f.tenant_id and e.id = f.employee_id";

/// The condition under which the actor sees a file: it is about nobody, or about somebody whom they see.
fn seen(scope: &Scope, alias: &str, first: usize) -> (String, Vec<Value>) {
    if scope.sight == Sight::All {
        return ("true".to_owned(), vec![]);
    }
    let (people, values) = sight::of_employees(scope, "about", first);
    let text = format!(
        "({alias}.employee_id is null or {alias}.employee_id in
            (select about.id from employees about where about.tenant_id = $1 and {people}))"
    );
    (text, values)
}

/// What a list of files is narrowed to.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub purpose: Option<EvidencePurpose>,
    pub employee: Option<EmployeeId>,
    /// Part of the name of the person whom it is about, or of who put it in.
    pub searched: Option<&'a str>,
    pub there: Option<bool>,
    /// Only those that are there and go by this day.
    pub ends_by: Option<Day>,
}

/// Files that the actor sees, the newest first; those that are gone too.
pub(super) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted<'_>,
    page: &PageQuery,
) -> Result<Vec<FileRow>, ApiError> {
    let list = Conditions::of(scope, "f")
        .and_seen(seen, scope, "f")
        .and_if("f.purpose = ?", wanted.purpose.map(EvidencePurpose::name))
        .and_if("f.employee_id = ?", wanted.employee.map(EmployeeId::uuid))
        .and_contains(&["e.name", "f.kept_by"], wanted.searched)
        .and_if("f.disposal is null and f.retain_until <= ?", wanted.ends_by.map(Day::yyyymmdd));
    let list = match wanted.there {
        None => list,
        Some(true) => list.and("f.disposal is null", vec![]),
        Some(false) => list.and("f.disposal is not null", vec![]),
    };
    let mut list = list.and_after("f.kept_at", "f.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!("{FILES} where {} order by f.kept_at desc, f.id desc limit {limit}", list.text());
    let rows: Vec<RawFile> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(FileRow::try_from).collect::<Result<_, _>>()?)
}

pub(super) async fn find(tx: &mut Tx, scope: &Scope, id: EvidenceFileId) -> Result<Option<FileRow>, DbError> {
    let one = Conditions::of(scope, "f").and("f.id = ?", params![id.uuid()]).and_seen(seen, scope, "f");
    let sql = format!("{FILES} where {}", one.text());
    let row: Option<RawFile> = tx.one(&sql, one.into_values()).await?;
    row.map(FileRow::try_from).transpose()
}

/// A file on its way into the table.
#[derive(Debug)]
pub(super) struct NewFile {
    pub id: EvidenceFileId,
    pub purpose: EvidencePurpose,
    pub employee: Option<EmployeeId>,
    pub name_sealed: String,
    pub media: EvidenceMedia,
    pub bytes: i64,
    pub sha256: Vec<u8>,
    pub kept_by: String,
    pub retain_until: Day,
}

pub(super) async fn insert(tx: &mut Tx, scope: &Scope, file: NewFile, now: Instant) -> Result<(), DbError> {
    let NewFile { id, purpose, employee, name_sealed, media, bytes, sha256, kept_by, retain_until } = file;
    let sql = "
        insert into evidence_files (tenant_id, id, purpose, employee_id, name_sealed, media, bytes, sha256, kept_by,
            kept_at, retain_until)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        purpose.name(),
        employee.map(EmployeeId::uuid),
        name_sealed,
        media.name(),
        bytes,
        sha256,
        kept_by,
        now.ms(),
        retain_until.yyyymmdd(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// One time that somebody looked at a file.
#[derive(Debug)]
pub(super) struct OpeningRow {
    pub id: EvidenceOpeningId,
    pub opened_by: String,
    pub reason: String,
    pub opened_at: Instant,
}

#[derive(FromQueryResult)]
struct RawOpening {
    id: Uuid,
    opened_by: String,
    reason: String,
    opened_at: i64,
}

impl From<RawOpening> for OpeningRow {
    fn from(raw: RawOpening) -> Self {
        let RawOpening { id, opened_by, reason, opened_at } = raw;
        let (id, opened_at) = (EvidenceOpeningId::from_uuid(id), Instant::from_ms(opened_at));
        Self { id, opened_by, reason, opened_at }
    }
}

pub(super) async fn insert_opening(
    tx: &mut Tx,
    scope: &Scope,
    file: EvidenceFileId,
    opening: &OpeningRow,
) -> Result<(), DbError> {
    let OpeningRow { id, opened_by, reason, opened_at } = opening;
    let sql = "
        insert into evidence_openings (tenant_id, id, file_id, opened_by, reason, opened_at)
        values ($1, $2, $3, $4, $5, $6)";
    let (opened_by, reason) = (opened_by.as_str(), reason.as_str());
    let values = params![scope.tenant.uuid(), id.uuid(), file.uuid(), opened_by, reason, opened_at.ms()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Who looked at a file, the latest first. The caller has made sure that the actor sees it.
pub(super) async fn openings(
    tx: &mut Tx,
    scope: &Scope,
    file: EvidenceFileId,
    page: &PageQuery,
) -> Result<Vec<OpeningRow>, ApiError> {
    let (at, id) = page.start()?;
    let sql = "
        select id, opened_by, reason, opened_at from evidence_openings
        where tenant_id = $1 and file_id = $2 and (opened_at, id) < ($3, $4)
        order by opened_at desc, id desc limit $5";
    let values = params![scope.tenant.uuid(), file.uuid(), at, id, page.rows()];
    let rows: Vec<RawOpening> = tx.all(sql, values).await?;
    Ok(rows.into_iter().map(OpeningRow::from).collect())
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

fn ids(rows: Vec<IdRow>) -> Vec<EvidenceFileId> {
    rows.into_iter().map(|IdRow { id }| EvidenceFileId::from_uuid(id)).collect()
}

pub(super) async fn of_employee(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<EvidenceFileId>, DbError> {
    let sql = "
        select id from evidence_files where tenant_id = $1 and employee_id = $2 and disposal is null
        order by kept_at desc limit $3";
    Ok(ids(tx.all(sql, params![scope.tenant.uuid(), employee.uuid(), FILES_OF_PERSON_MAX]).await?))
}

/// Files whose last day lies before today.
pub(super) async fn ended(tx: &mut Tx, scope: &Scope, today: Day) -> Result<Vec<EvidenceFileId>, DbError> {
    let sql = "
        select id from evidence_files where tenant_id = $1 and retain_until < $2 and disposal is null
        order by retain_until limit $3";
    Ok(ids(tx.all(sql, params![scope.tenant.uuid(), today.yyyymmdd(), ENDED_AT_ONCE_MAX]).await?))
}

/// Moves the last day of a file that is there back to this one, unless it is later already.
pub(super) async fn keep_until(
    tx: &mut Tx,
    scope: &Scope,
    id: EvidenceFileId,
    day: Day,
) -> Result<(), DbError> {
    let sql = "
        update evidence_files set retain_until = $3
        where tenant_id = $1 and id = $2 and disposal is null and retain_until < $3";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), day.yyyymmdd()]).await?;
    Ok(())
}

/// Marks a file as thrown away and forgets its name; `false` when it was before.
pub(super) async fn dispose(
    tx: &mut Tx,
    scope: &Scope,
    id: EvidenceFileId,
    why: Disposal,
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "
        update evidence_files set disposal = $3, disposed_at = $4, name_sealed = null
        where tenant_id = $1 and id = $2 and disposal is null";
    let values = params![scope.tenant.uuid(), id.uuid(), why.name(), now.ms()];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Whether a file may lie on the disk: the table knows it, and it is not thrown away.
pub(super) async fn belongs(tx: &mut Tx, scope: &Scope, id: EvidenceFileId) -> Result<bool, DbError> {
    let sql = "
        select count(*) as n from evidence_files where tenant_id = $1 and id = $2 and disposal is null";
    Ok(tx.number(sql, params![scope.tenant.uuid(), id.uuid()]).await? > 0)
}

/// Whether something still refers to the file, so that it is no mistake.
pub(super) async fn is_used(tx: &mut Tx, scope: &Scope, id: EvidenceFileId) -> Result<bool, DbError> {
    let sql = "
        select count(*) as n from (
            select 1 as one from employee_proofs where tenant_id = $1 and file_id = $2
            union all select 1 as one from entity_licences where tenant_id = $1 and evidence_id = $2
            union all select 1 as one from entity_editions where tenant_id = $1 and evidence_id = $2
            union all select 1 as one from rule_amendments where tenant_id = $1 and evidence_id = $2
            union all select 1 as one from entitlement_sightings where tenant_id = $1 and file_id = $2
        ) uses";
    Ok(tx.number(sql, params![scope.tenant.uuid(), id.uuid()]).await? > 0)
}

/// Openings of files about a person, the latest first: who, why and when.
pub(super) async fn looks_at(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<OpeningRow>, DbError> {
    let sql = "
        select o.id, o.opened_by, o.reason, o.opened_at from evidence_openings o
            join evidence_files f on f.tenant_id = o.tenant_id and f.id = o.file_id
        where o.tenant_id = $1 and f.employee_id = $2 order by o.opened_at desc limit $3";
    let values = params![scope.tenant.uuid(), employee.uuid(), LOOKS_SHOWN_MAX];
    let rows: Vec<RawOpening> = tx.all(sql, values).await?;
    Ok(rows.into_iter().map(OpeningRow::from).collect())
}
