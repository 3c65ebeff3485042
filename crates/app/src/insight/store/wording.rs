//! What was found in published notes, by account.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::AccountId,
    identity::Scope,
    insight::today::wording::{CopiesPulse, WordingPulse},
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::matrix::conditions::Conditions;

/// How far back published notes are work, in days: older ones have had their readers.
const NOTES_LOOK_BACK_DAYS: i32 = 30;
/// Accounts with such notes that are looked at.
const ACCOUNTS_MAX: i64 = 5_000;

/// Whether notes of the brand were ever judged. Until then nothing is known of any.
pub(in crate::insight) async fn notes_are_judged(tx: &mut Tx, scope: &Scope) -> Result<bool, DbError> {
    let sql = "
        select count(*) as n from (select 1 from content_editions where tenant_id = $1 limit 1) first";
    Ok(tx.number(sql, params![scope.tenant.uuid()]).await? > 0)
}

#[derive(FromQueryResult)]
struct Row {
    account_id: Uuid,
    nickname: String,
    blocked: i64,
    n: i64,
    since: i64,
    last_day: i32,
}

/// Accounts within sight with notes of late that must be edited or reviewed.
pub(in crate::insight) async fn risky(
    tx: &mut Tx,
    scope: &Scope,
    today: Day,
) -> Result<Vec<WordingPulse>, DbError> {
    let wanted = of_late(scope, today).and("t.outcome in ('block', 'review')", vec![]);
    let rows =
        rows(tx, "note_findings", "sum(case when t.outcome = 'block' then 1 else 0 end)", wanted).await?;
    let pulse = |row: Row| {
        let Row { account_id, nickname, blocked, n, since, last_day } = row;
        Some(WordingPulse {
            id: AccountId::from_uuid(account_id),
            nickname,
            blocked,
            to_review: n - blocked,
            since: Instant::from_ms(since),
            last_day: Day::from_yyyymmdd(last_day).ok()?,
        })
    };
    Ok(rows.into_iter().filter_map(pulse).collect())
}

/// Accounts within sight with notes of late that are near-copies.
pub(in crate::insight) async fn copied(
    tx: &mut Tx,
    scope: &Scope,
    today: Day,
) -> Result<Vec<CopiesPulse>, DbError> {
    let rows = rows(tx, "note_copies", "0", of_late(scope, today)).await?;
    let pulse = |row: Row| {
        let Row { account_id, nickname, blocked: _, n, since, last_day } = row;
        Some(CopiesPulse {
            id: AccountId::from_uuid(account_id),
            nickname,
            copies: n,
            since: Instant::from_ms(since),
            last_day: Day::from_yyyymmdd(last_day).ok()?,
        })
    };
    Ok(rows.into_iter().filter_map(pulse).collect())
}

fn of_late(scope: &Scope, today: Day) -> Conditions {
    let from = today.plus_days(1 - NOTES_LOOK_BACK_DAYS);
    Conditions::of(scope, "t").and_published("t", Some(from), Some(today)).and_seen_accounts(scope, "a")
}

async fn rows(tx: &mut Tx, table: &str, blocked: &str, mut wanted: Conditions) -> Result<Vec<Row>, DbError> {
    let limit = wanted.parameter(ACCOUNTS_MAX);
    let sql = format!(
        "select t.account_id, a.nickname, cast({blocked} as bigint) as blocked, count(*) as n,
            min(t.published_at) as since, max(t.published_day) as last_day
        from {table} t join accounts a on a.tenant_id = t.tenant_id and a.id = t.account_id
        where {} group by t.account_id, a.nickname order by n desc, t.account_id limit {limit}",
        wanted.text()
    );
    tx.all(&sql, wanted.into_values()).await
}
