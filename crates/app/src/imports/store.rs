//! The rows of imports.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, ImportId, TenantId},
    identity::Scope,
    imports::FileKind,
    time::Instant,
};
use uuid::Uuid;

use super::{
    plan::Plan,
    run::{Outcome, Remarks},
};
use crate::{http::page::PageQuery, kept_files::KeptFile};

domain::names! {
    /// Where an import stands.
    ImportState {
        /// Read, and waiting for a decision.
        Proposed = "proposed",
        /// Decided, and waiting for its turn.
        Waiting = "waiting",
        /// Being read and written.
        Running = "running",
        /// There, whole.
        Done = "done",
        /// Not there; the reason is kept.
        Failed = "failed",
        /// Stopped by somebody before it was there.
        Cancelled = "cancelled",
        /// Taken back whole.
        Reversed = "reversed",
        /// Thrown away before it was decided.
        Discarded = "discarded",
    }
}

/// An import.
#[derive(Debug, Clone)]
pub(super) struct ImportRow {
    pub id: ImportId,
    pub file_name: String,
    pub sha256: Vec<u8>,
    pub bytes: i64,
    pub state: ImportState,
    pub plan: Plan,
    pub rows_total: i64,
    pub rows_new: i64,
    pub rows_changed: i64,
    pub rows_unchanged: i64,
    pub rows_rejected: i64,
    pub failure: Option<String>,
    pub remarks: Remarks,
    pub created_by: String,
    pub created_at: Instant,
    pub finished_at: Option<Instant>,
}

impl ImportRow {
    /// Where its file is kept.
    pub fn kept_file(&self, tenant: TenantId) -> KeptFile {
        KeptFile::Import { tenant, sha256: self.sha256.clone() }
    }
}

#[derive(FromQueryResult)]
struct Raw {
    id: Uuid,
    file_name: String,
    sha256: Vec<u8>,
    bytes: i64,
    state: String,
    plan: String,
    rows_total: i64,
    rows_new: i64,
    rows_changed: i64,
    rows_unchanged: i64,
    rows_rejected: i64,
    failure: Option<String>,
    notes: Option<String>,
    created_by: String,
    created_at: i64,
    finished_at: Option<i64>,
}

const COLUMNS: &str = "
    select i.id, i.file_name, f.sha256, f.bytes, i.state, i.plan, i.rows_total, i.rows_new, i.rows_changed,
        i.rows_unchanged, i.rows_rejected, i.failure, i.notes, i.created_by, i.created_at, i.finished_at
    from imports i join files f on f.tenant_id = i.tenant_id and f.id = i.file_id";

impl TryFrom<Raw> for ImportRow {
    type Error = DbError;

    fn try_from(raw: Raw) -> Result<Self, DbError> {
        let unreadable =
            |error: serde_json::Error| DbError::Refused(format!("a kept plan cannot be read: {error}"));
        Ok(Self {
            id: ImportId::from_uuid(raw.id),
            file_name: raw.file_name,
            sha256: raw.sha256,
            bytes: raw.bytes,
            state: ImportState::named(&raw.state).unwrap_or(ImportState::Failed),
            plan: serde_json::from_str(&raw.plan).map_err(unreadable)?,
            rows_total: raw.rows_total,
            rows_new: raw.rows_new,
            rows_changed: raw.rows_changed,
            rows_unchanged: raw.rows_unchanged,
            rows_rejected: raw.rows_rejected,
            failure: raw.failure,
            remarks: raw.notes.and_then(|notes| serde_json::from_str(&notes).ok()).unwrap_or_default(),
            created_by: raw.created_by,
            created_at: Instant::from_ms(raw.created_at),
            finished_at: raw.finished_at.map(Instant::from_ms),
        })
    }
}

pub(super) async fn find(tx: &mut Tx, scope: &Scope, id: ImportId) -> Result<Option<ImportRow>, DbError> {
    let sql = format!("{COLUMNS} where i.tenant_id = $1 and i.id = $2");
    let raw: Option<Raw> = tx.one(&sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    raw.map(ImportRow::try_from).transpose()
}

/// The newest imports first. Plan on both: a walk of `imports_by_age` backwards.
pub(super) async fn page(
    tx: &mut Tx,
    scope: &Scope,
    query: &PageQuery,
    start: (i64, Uuid),
) -> Result<Vec<ImportRow>, DbError> {
    let sql = format!(
        "{COLUMNS} where i.tenant_id = $1 and i.state <> 'discarded' and (i.created_at, i.id) < ($2, $3)
        order by i.created_at desc, i.id desc limit $4"
    );
    let rows: Vec<Raw> = tx.all(&sql, params![scope.tenant.uuid(), start.0, start.1, query.rows()]).await?;
    rows.into_iter().map(ImportRow::try_from).collect()
}

/// The file with this hash, made when missing; `None` keeps nothing twice.
pub(super) async fn file_id(
    tx: &mut Tx,
    scope: &Scope,
    new_id: Uuid,
    sha256: &[u8],
    bytes: i64,
    now: Instant,
) -> Result<Uuid, DbError> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let sql = "
        insert into files (tenant_id, id, sha256, bytes, created_at) values ($1, $2, $3, $4, $5)
        on conflict (tenant_id, sha256) do update set bytes = excluded.bytes
        returning id";
    let row: Option<Id> =
        tx.one(sql, params![scope.tenant.uuid(), new_id, sha256.to_vec(), bytes, now.ms()]).await?;
    Ok(row.map_or(new_id, |row| row.id))
}

pub(super) struct NewImport<'a> {
    pub id: ImportId,
    pub file: Uuid,
    pub file_name: &'a str,
    pub plan: &'a Plan,
    pub created_by: String,
}

pub(super) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    new: NewImport<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let NewImport { id, file, file_name, plan, created_by } = new;
    let sql = "
        insert into imports (tenant_id, id, file_id, file_name, kind, state, plan, account_id, from_day, to_day,
            created_by, created_at)
        values ($1, $2, $3, $4, $5, 'proposed', $6, $7, $8, $9, $10, $11)";
    let [kind, plan, account, from, to] = plan_values(plan);
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        file,
        file_name,
        kind,
        plan,
        account,
        from,
        to,
        created_by,
        now.ms()
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

fn plan_values(plan: &Plan) -> [db::Value; 5] {
    let text = serde_json::to_string(plan).unwrap_or_default();
    let (from, to) = plan.period.unzip();
    [
        plan.kind().code().into(),
        text.into(),
        plan.account.map(AccountId::uuid).into(),
        from.map(domain::time::Day::yyyymmdd).into(),
        to.map(domain::time::Day::yyyymmdd).into(),
    ]
}

/// Changes the plan of an import that waits for a decision; `false` when it waits no longer.
pub(super) async fn replan(tx: &mut Tx, scope: &Scope, id: ImportId, plan: &Plan) -> Result<bool, DbError> {
    let sql = "
        update imports set kind = $3, plan = $4, account_id = $5, from_day = $6, to_day = $7
        where tenant_id = $1 and id = $2 and state = 'proposed'";
    let [kind, plan, account, from, to] = plan_values(plan);
    let values = params![scope.tenant.uuid(), id.uuid(), kind, plan, account, from, to];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Moves an import from one state to another; `false` when it was in none of `from`.
pub(super) async fn advance(
    tx: &mut Tx,
    tenant: TenantId,
    id: ImportId,
    from: &[ImportState],
    to: ImportState,
    now: Instant,
) -> Result<bool, DbError> {
    let from: Vec<String> = from.iter().map(|state| format!("'{state}'")).collect();
    let ends = !matches!(to, ImportState::Proposed | ImportState::Waiting | ImportState::Running);
    let sql = format!(
        "update imports set state = $3, finished_at = coalesce($4, finished_at)
        where tenant_id = $1 and id = $2 and state in ({})",
        from.join(", ")
    );
    let finished_at = ends.then(|| now.ms());
    Ok(tx.execute(&sql, params![tenant.uuid(), id.uuid(), to.name(), finished_at]).await? > 0)
}

pub(super) async fn finish(
    tx: &mut Tx,
    tenant: TenantId,
    id: ImportId,
    outcome: &Outcome,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "
        update imports set state = 'done', finished_at = $3, rows_total = $4, rows_new = $5, rows_changed = $6,
            rows_unchanged = $7, rows_rejected = $8, notes = $9, failure = null
        where tenant_id = $1 and id = $2";
    let notes = serde_json::to_string(&outcome.remarks).unwrap_or_default();
    let counts = outcome.counts;
    let values = params![
        tenant.uuid(),
        id.uuid(),
        now.ms(),
        outcome.rows,
        counts.new,
        counts.changed,
        counts.unchanged,
        outcome.rejected,
        notes,
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

pub(super) async fn fail(
    tx: &mut Tx,
    tenant: TenantId,
    id: ImportId,
    why: &str,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "
        update imports set state = 'failed', failure = $3, finished_at = $4
        where tenant_id = $1 and id = $2 and state in ('waiting', 'running')";
    tx.execute(sql, params![tenant.uuid(), id.uuid(), why, now.ms()]).await?;
    Ok(())
}

/// A loaded import whose days touch those of another.
#[derive(Debug, FromQueryResult)]
pub(super) struct Overlap {
    pub id: Uuid,
    pub file_name: String,
    pub from_day: i32,
    pub to_day: i32,
    pub finished_at: i64,
}

/// Overlaps that are shown.
const OVERLAPS_SHOWN_MAX: i64 = 20;

pub(super) async fn overlaps(
    tx: &mut Tx,
    scope: &Scope,
    kind: FileKind,
    (from, to): (i32, i32),
) -> Result<Vec<Overlap>, DbError> {
    let sql = "
        select id, file_name, from_day, to_day, finished_at from imports
        where tenant_id = $1 and kind = $2 and state = 'done' and from_day <= $4 and to_day >= $3
        order by finished_at desc limit $5";
    tx.all(sql, params![scope.tenant.uuid(), kind.code(), from, to, OVERLAPS_SHOWN_MAX]).await
}

/// A done import of the very same bytes.
#[derive(Debug, FromQueryResult)]
pub(super) struct Twin {
    pub id: Uuid,
    pub finished_at: i64,
}

pub(super) async fn twin(
    tx: &mut Tx,
    scope: &Scope,
    id: ImportId,
    sha256: &[u8],
) -> Result<Option<Twin>, DbError> {
    let sql = "
        select i.id, i.finished_at from imports i join files f on f.tenant_id = i.tenant_id and f.id = i.file_id
        where i.tenant_id = $1 and f.sha256 = $2 and i.state = 'done' and i.id <> $3
        order by i.finished_at desc limit 1";
    tx.one(sql, params![scope.tenant.uuid(), sha256.to_vec(), id.uuid()]).await
}

/// The days of the reports of this kind that are loaded, for the overlap of files that name their days themselves.
#[derive(Debug, FromQueryResult)]
struct Text {
    text: String,
}

/// The mapping that the user saved for this header.
pub(super) async fn saved_mapping(
    tx: &mut Tx,
    scope: &Scope,
    header_hash: &[u8],
) -> Result<Option<String>, DbError> {
    let sql = "select mapping as text from mappings where tenant_id = $1 and header_hash = $2";
    let row: Option<Text> = tx.one(sql, params![scope.tenant.uuid(), header_hash.to_vec()]).await?;
    Ok(row.map(|row| row.text))
}

pub(super) async fn save_mapping(
    tx: &mut Tx,
    scope: &Scope,
    new_id: Uuid,
    header_hash: &[u8],
    plan: &Plan,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "
        insert into mappings (tenant_id, id, kind, header_hash, mapping, created_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (tenant_id, header_hash) do update set kind = excluded.kind, mapping = excluded.mapping";
    let mapping = serde_json::to_string(&plan.mapping).unwrap_or_default();
    let values =
        params![scope.tenant.uuid(), new_id, plan.kind().code(), header_hash.to_vec(), mapping, now.ms()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// A rejected row as it is kept.
#[derive(Debug, FromQueryResult)]
pub(super) struct RejectionRow {
    pub row_no: i64,
    pub problems: String,
    pub row_sealed: String,
}

pub(super) async fn rejections(
    tx: &mut Tx,
    scope: &Scope,
    import: ImportId,
    after_row: i64,
    limit: i64,
) -> Result<Vec<RejectionRow>, DbError> {
    let sql = "
        select row_no, problems, row_sealed from rejections
        where tenant_id = $1 and import_id = $2 and row_no > $3 order by row_no limit $4";
    tx.all(sql, params![scope.tenant.uuid(), import.uuid(), after_row, limit]).await
}

/// Whether the account exists in this brand.
pub(super) async fn has_account(tx: &mut Tx, scope: &Scope, account: AccountId) -> Result<bool, DbError> {
    let sql = "select count(*) as n from accounts where tenant_id = $1 and id = $2";
    Ok(tx.number(sql, params![scope.tenant.uuid(), account.uuid()]).await? > 0)
}

/// Whether a file still belongs to an import that is not thrown away.
pub(super) async fn file_is_used(tx: &mut Tx, tenant: TenantId, sha256: &[u8]) -> Result<bool, DbError> {
    let sql = "
        select count(*) as n from imports i join files f on f.tenant_id = i.tenant_id and f.id = i.file_id
        where i.tenant_id = $1 and f.sha256 = $2 and i.state <> 'discarded'";
    Ok(tx.number(sql, params![tenant.uuid(), sha256.to_vec()]).await? > 0)
}
