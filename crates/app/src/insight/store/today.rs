//! What Today needs to know.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, ImportId},
    identity::Scope,
    insight::{
        metrics::Origin,
        targets::TargetId,
        today::{
            conflicts::Observed,
            facts::{DeadJobs, ImportPulse, ReplyPulse},
        },
    },
    time::{Day, Instant, Period},
};
use uuid::Uuid;

use crate::matrix::conditions::Conditions;

/// How far back reply measures are looked at, in days: older ones say nothing about today.
const REPLIES_LOOK_BACK_DAYS: i32 = 35;
/// How far back files are compared with each other, in days.
const CONFLICTS_LOOK_BACK_DAYS: i32 = 60;
/// How far back the newest period of a kind is looked for, in days.
const EXPORTS_LOOK_BACK_DAYS: i32 = 400;
/// How far back rejected rows are work, in milliseconds.
const REJECTIONS_LOOK_BACK_MS: i64 = 30 * 86_400_000;
/// Imports with rejected rows that are shown.
const REJECTED_IMPORTS_MAX: i64 = 50;
/// Rows of reply measures that are looked at.
const REPLY_ROWS_MAX: i64 = 20_000;
/// Observations that are compared.
const OBSERVATIONS_MAX: i64 = 5_000;
/// Kinds of dead jobs that are shown.
const DEAD_KINDS_MAX: i64 = 50;
/// Proposals that are looked at.
const PROPOSALS_MAX: i64 = 1_000;

/// Whether anything was brought in yet.
pub(in crate::insight) async fn has_imports(tx: &mut Tx, scope: &Scope) -> Result<bool, DbError> {
    let sql = "
        select count(*) as n from (select 1 from imports where tenant_id = $1 and state = 'done' limit 1) first";
    Ok(tx.number(sql, params![scope.tenant.uuid()]).await? > 0)
}

#[derive(FromQueryResult)]
struct ReplyRow {
    account_id: Uuid,
    nickname: String,
    from_day: i32,
    to_day: i32,
    conversations: Option<i64>,
    first_15s_ppm: Option<i64>,
    reply_30s_ppm: Option<i64>,
    reply_1min_ppm: Option<i64>,
    over_1h_ppm: Option<i64>,
    mean_reply_ms: Option<i64>,
    rating_centi: Option<i64>,
}

/// The newest reply measures of each account within sight; of periods that end together the longest.
pub(in crate::insight) async fn replies(
    tx: &mut Tx,
    scope: &Scope,
    today: Day,
) -> Result<Vec<ReplyPulse>, DbError> {
    let since = today.plus_days(-REPLIES_LOOK_BACK_DAYS).yyyymmdd();
    let mut wanted =
        Conditions::of(scope, "s").and("s.from_day >= ?", vec![since.into()]).and_seen_accounts(scope, "a");
    let limit = wanted.parameter(REPLY_ROWS_MAX);
    let sql = format!(
        "select s.account_id, a.nickname, s.from_day, s.to_day, w.message_consult as conversations,
            s.first_15s_ppm, s.reply_30s_ppm, s.reply_1min_ppm, s.over_1h_ppm, s.mean_reply_ms, s.rating_centi
        from service_periods s
        join accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id
        left join account_periods w on w.tenant_id = s.tenant_id and w.account_id = s.account_id
            and w.from_day = s.from_day and w.to_day = s.to_day
        where {} order by s.account_id, s.to_day desc, s.from_day limit {limit}",
        wanted.text()
    );
    let mut rows: Vec<ReplyRow> = tx.all(&sql, wanted.into_values()).await?;
    rows.dedup_by_key(|row| row.account_id);
    Ok(rows.into_iter().filter_map(reply_pulse).collect())
}

fn reply_pulse(row: ReplyRow) -> Option<ReplyPulse> {
    let ReplyRow {
        account_id,
        nickname,
        from_day,
        to_day,
        conversations,
        first_15s_ppm,
        reply_30s_ppm,
        reply_1min_ppm,
        over_1h_ppm,
        mean_reply_ms,
        rating_centi,
    } = row;
    let measures = [
        (TargetId::First15s, first_15s_ppm),
        (TargetId::Reply30s, reply_30s_ppm),
        (TargetId::Reply1min, reply_1min_ppm),
        (TargetId::Over1h, over_1h_ppm),
        (TargetId::MeanReply, mean_reply_ms),
        (TargetId::Rating, rating_centi),
    ];
    Some(ReplyPulse {
        id: AccountId::from_uuid(account_id),
        nickname,
        period: period_of(from_day, to_day)?,
        conversations,
        measures: measures.into_iter().filter_map(|(id, value)| Some((id, value?))).collect(),
    })
}

fn period_of(from: i32, to: i32) -> Option<Period> {
    Period::new(Day::from_yyyymmdd(from).ok()?, Day::from_yyyymmdd(to).ok()?).ok()
}

#[derive(FromQueryResult)]
struct LastDay {
    day: Option<i32>,
}

/// The last day that a table of periods holds.
pub(in crate::insight) async fn last_day(
    tx: &mut Tx,
    scope: &Scope,
    origin: Origin,
    today: Day,
) -> Result<Option<Day>, DbError> {
    let sql =
        format!("select max(to_day) as day from {} where tenant_id = $1 and from_day >= $2", origin.name());
    let since = today.plus_days(-EXPORTS_LOOK_BACK_DAYS).yyyymmdd();
    let row: Option<LastDay> = tx.one(&sql, params![scope.tenant.uuid(), since]).await?;
    Ok(row.and_then(|row| Day::from_yyyymmdd(row.day?).ok()))
}

#[derive(FromQueryResult)]
struct LastAt {
    at: Option<i64>,
}

/// When a list of leads was brought in last.
pub(in crate::insight) async fn last_lead_list(
    tx: &mut Tx,
    scope: &Scope,
) -> Result<Option<Instant>, DbError> {
    let sql = "
        select max(created_at) as at from imports where tenant_id = $1 and kind = 'lead_list' and state = 'done'";
    let row: Option<LastAt> = tx.one(sql, params![scope.tenant.uuid()]).await?;
    Ok(row.and_then(|row| row.at).map(Instant::from_ms))
}

#[derive(FromQueryResult)]
struct ImportRow {
    id: Uuid,
    file_name: String,
    rows_total: i64,
    rows_rejected: i64,
    finished_at: i64,
}

/// Imports of late that left rows out, the newest first.
pub(in crate::insight) async fn rejected(
    tx: &mut Tx,
    scope: &Scope,
    now: Instant,
) -> Result<Vec<ImportPulse>, DbError> {
    let sql = "
        select id, file_name, rows_total, rows_rejected, coalesce(finished_at, created_at) as finished_at
        from imports
        where tenant_id = $1 and state = 'done' and rows_rejected > 0 and created_at > $2
        order by created_at desc limit $3";
    let since = now.plus_ms(-REJECTIONS_LOOK_BACK_MS).ms();
    let rows: Vec<ImportRow> = tx.all(sql, params![scope.tenant.uuid(), since, REJECTED_IMPORTS_MAX]).await?;
    let pulse = |row: ImportRow| {
        let ImportRow { id, file_name, rows_total, rows_rejected, finished_at } = row;
        let (id, finished_at) = (ImportId::from_uuid(id), Instant::from_ms(finished_at));
        ImportPulse { id, file_name, rows_total, rows_rejected, finished_at }
    };
    Ok(rows.into_iter().map(pulse).collect())
}

#[derive(FromQueryResult)]
struct DeadRow {
    kind: String,
    count: i64,
    since: i64,
}

/// Jobs that were given up, by kind.
pub(in crate::insight) async fn dead_jobs(tx: &mut Tx, scope: &Scope) -> Result<Vec<DeadJobs>, DbError> {
    let sql = "
        select kind, count(*) as count, min(coalesce(finished_at, created_at)) as since
        from jobs where state = 'dead' and tenant_id = $1 group by kind order by kind limit $2";
    let rows: Vec<DeadRow> = tx.all(sql, params![scope.tenant.uuid(), DEAD_KINDS_MAX]).await?;
    let dead = |DeadRow { kind, count, since }| DeadJobs { kind, count, since: Instant::from_ms(since) };
    Ok(rows.into_iter().map(dead).collect())
}

#[derive(FromQueryResult)]
struct ProposalRow {
    account_id: Uuid,
    nickname: String,
    since: i64,
}

/// Accounts with a proposal that waits for a person, and since when, the oldest first.
pub(in crate::insight) async fn proposals(
    tx: &mut Tx,
    scope: &Scope,
) -> Result<Vec<(AccountId, String, Instant)>, DbError> {
    let mut wanted =
        Conditions::of(scope, "p").and("p.decided_at is null", vec![]).and_seen_accounts(scope, "a");
    let limit = wanted.parameter(PROPOSALS_MAX);
    let sql = format!(
        "select p.account_id, a.nickname, min(p.created_at) as since
        from holder_proposals p join accounts a on a.tenant_id = p.tenant_id and a.id = p.account_id
        where {} group by p.account_id, a.nickname order by since, p.account_id limit {limit}",
        wanted.text()
    );
    let rows: Vec<ProposalRow> = tx.all(&sql, wanted.into_values()).await?;
    let named = |ProposalRow { account_id, nickname, since }| {
        (AccountId::from_uuid(account_id), nickname, Instant::from_ms(since))
    };
    Ok(rows.into_iter().map(named).collect())
}

#[derive(FromQueryResult)]
struct ObservedRow {
    subject_id: Uuid,
    nickname: String,
    from_day: i32,
    to_day: i32,
    import_id: Uuid,
    row_no: i64,
    cells: String,
}

/// What several rows of files said of one account and period.
#[derive(Debug)]
pub(in crate::insight) struct Disputed {
    pub account: String,
    pub period: Period,
    pub observed: Vec<Observed>,
}

/// The observations of those accounts and periods of late that more than one row of a file speaks of.
pub(in crate::insight) async fn disputed(
    tx: &mut Tx,
    scope: &Scope,
    origin: Origin,
    today: Day,
) -> Result<Vec<Disputed>, DbError> {
    let since = today.plus_days(-CONFLICTS_LOOK_BACK_DAYS).yyyymmdd();
    let mut wanted = Conditions::of(scope, "p")
        .and("p.from_day >= ?", vec![since.into()])
        .and(
            "(select count(*) from observations x where x.tenant_id = $1 and x.subject_id = p.id) > 1",
            vec![],
        )
        .and_seen_accounts(scope, "a");
    let limit = wanted.parameter(OBSERVATIONS_MAX);
    let sql = format!(
        "select o.subject_id, a.nickname, p.from_day, p.to_day, o.import_id, o.row_no, o.cells
        from {} p
        join accounts a on a.tenant_id = p.tenant_id and a.id = p.account_id
        join observations o on o.tenant_id = p.tenant_id and o.subject_id = p.id
        where {} order by p.from_day desc, o.subject_id limit {limit}",
        origin.name(),
        wanted.text()
    );
    let rows: Vec<ObservedRow> = tx.all(&sql, wanted.into_values()).await?;
    let mut disputed: Vec<(Uuid, Disputed)> = Vec::new();
    for row in rows {
        let Some(period) = period_of(row.from_day, row.to_day) else { continue };
        let observed = Observed {
            import: ImportId::from_uuid(row.import_id),
            row: row.row_no,
            cells: serde_json::from_str(&row.cells).unwrap_or_default(),
        };
        if disputed.last().is_none_or(|(subject, _)| *subject != row.subject_id) {
            disputed.push((row.subject_id, Disputed { account: row.nickname, period, observed: vec![] }));
        }
        if let Some((_, known)) = disputed.last_mut() {
            known.observed.push(observed);
        }
    }
    Ok(disputed.into_iter().map(|(_, disputed)| disputed).collect())
}

#[derive(FromQueryResult)]
struct LoadedImportRow {
    file_name: String,
    at: i64,
}

/// The name of the file of an import, and when it was done.
pub(in crate::insight) async fn import(
    tx: &mut Tx,
    scope: &Scope,
    id: ImportId,
) -> Result<Option<(String, Instant)>, DbError> {
    let sql = "
        select file_name, coalesce(finished_at, created_at) as at from imports where tenant_id = $1 and id = $2";
    let row: Option<LoadedImportRow> = tx.one(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(row.map(|row| (row.file_name, Instant::from_ms(row.at))))
}
