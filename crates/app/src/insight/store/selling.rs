//! What waits around live sessions and promotions, as far as the actor sees it.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::AccountId,
    identity::Scope,
    insight::today::{Moment, waiting::Waiting},
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::matrix::conditions::Conditions;

/// Things of one sort that are looked at.
const THINGS_MAX: i64 = 1_000;

#[derive(FromQueryResult)]
struct Row {
    name: String,
    since: i64,
    account_id: Uuid,
}

fn waiting(row: Row) -> Waiting {
    let Row { name, since, account_id } = row;
    let href = format!("/accounts/{}?tab=selling", AccountId::from_uuid(account_id));
    Waiting { name, since: Instant::from_ms(since), href: Some(href) }
}

/// Requests for promotion money that the actor did not make, by the account.
pub(in crate::insight) async fn promotions_waiting(
    tx: &mut Tx,
    scope: &Scope,
) -> Result<Vec<Waiting>, DbError> {
    let mut list =
        Conditions::of(scope, "p").and("p.state = 'asked'", params![]).and_seen_accounts(scope, "a");
    if let Some(user) = scope.user() {
        list = list.and("p.asked_by <> ?", params![user.uuid()]);
    }
    let limit = list.parameter(THINGS_MAX);
    let sql = format!(
        "select a.nickname as name, p.asked_at as since, p.account_id from promotions p
        join accounts a on a.tenant_id = p.tenant_id and a.id = p.account_id
        where {} order by p.asked_at, p.id limit {limit}",
        list.text()
    );
    Ok(tx.all::<Row>(&sql, list.into_values()).await?.into_iter().map(waiting).collect())
}

/// Live sessions that are over, were not called off, and of which nobody has entered what they brought.
pub(in crate::insight) async fn live_uncounted(
    tx: &mut Tx,
    scope: &Scope,
    now: Instant,
) -> Result<Vec<Waiting>, DbError> {
    let uncounted = "l.state <> 'cancelled' and l.ends_at <= ? and not exists (select 1 from live_results x
        where x.tenant_id = l.tenant_id and x.session_id = l.id)";
    let mut list = Conditions::of(scope, "l").and(uncounted, params![now.ms()]).and_seen_accounts(scope, "a");
    let limit = list.parameter(THINGS_MAX);
    let sql = format!(
        "select l.topic as name, l.ends_at as since, l.account_id from live_sessions l
        join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
        where {} order by l.ends_at, l.id limit {limit}",
        list.text()
    );
    Ok(tx.all::<Row>(&sql, list.into_values()).await?.into_iter().map(waiting).collect())
}

#[derive(FromQueryResult)]
struct StaffedRow {
    topic: String,
    account_id: Uuid,
    planned_at: i64,
    starts_at: i64,
    host_left_on: Option<i32>,
    replier_left_on: Option<i32>,
}

/// Live sessions to come whose host, or whoever answers messages meanwhile, leaves before.
pub(in crate::insight) async fn live_without_host(
    tx: &mut Tx,
    scope: &Scope,
    moment: &Moment,
) -> Result<Vec<Waiting>, DbError> {
    let mut list = Conditions::of(scope, "l")
        .and("l.state = 'planned' and l.starts_at > ?", params![moment.now.ms()])
        .and("(e.left_on is not null or r.left_on is not null)", params![])
        .and_seen_accounts(scope, "a");
    let limit = list.parameter(THINGS_MAX);
    let sql = format!(
        "select l.topic, l.account_id, l.planned_at, l.starts_at, e.left_on as host_left_on,
            r.left_on as replier_left_on
        from live_sessions l
        join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
        join employees e on e.tenant_id = l.tenant_id and e.id = l.host_id
        left join employees r on r.tenant_id = l.tenant_id and r.id = l.replier_id
        where {} order by l.starts_at, l.id limit {limit}",
        list.text()
    );
    let rows: Vec<StaffedRow> = tx.all(&sql, list.into_values()).await?;
    let leaves = |row: &StaffedRow| {
        let on = Instant::from_ms(row.starts_at).day(&moment.zone);
        let left = [row.host_left_on, row.replier_left_on].into_iter().flatten();
        left.filter_map(|day| Day::from_yyyymmdd(day).ok()).any(|left| left < on)
    };
    let told = |row: StaffedRow| {
        let StaffedRow { topic, account_id, planned_at, .. } = row;
        waiting(Row { name: topic, since: planned_at, account_id })
    };
    Ok(rows.into_iter().filter(leaves).map(told).collect())
}
