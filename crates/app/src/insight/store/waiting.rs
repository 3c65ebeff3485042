//! What waits around seats, people and entitlements, as far as the actor sees it.

use std::collections::BTreeMap;

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    id::{AccountId, EmployeeId},
    identity::Scope,
    insight::today::{Moment, waiting::Waiting},
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::matrix::{conditions::Conditions, sight};

/// Things of one sort that are looked at.
const THINGS_MAX: i64 = 1_000;
/// Days before a proof of employment ends on which it becomes work.
const PROOF_DAYS: i32 = 30;

#[derive(FromQueryResult)]
struct Row {
    name: String,
    since: i64,
    id: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct EndingRow {
    name: String,
    term_until: i32,
}

/// Seats that end from one day to another. They wait since `days` before their end.
pub(in crate::insight) async fn seats_ending(
    tx: &mut Tx,
    scope: &Scope,
    (from, to): (Day, Day),
    (days, moment): (i32, &Moment),
) -> Result<Vec<Waiting>, DbError> {
    let sql = "
        select coalesce(a.nickname, s.planned_for) as name, s.term_until
        from seats s left join accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id
        where s.tenant_id = $1 and s.phase = 'certified' and s.term_until >= $2 and s.term_until <= $3
        order by s.term_until, s.id limit $4";
    let values = params![scope.tenant.uuid(), from.yyyymmdd(), to.yyyymmdd(), THINGS_MAX];
    let rows: Vec<EndingRow> = tx.all(sql, values).await?;
    let waiting = |EndingRow { name, term_until }| {
        let until = Day::from_yyyymmdd(term_until).ok()?;
        Some(Waiting { name, since: moment.start_of(until.plus_days(-days)), href: None })
    };
    Ok(rows.into_iter().filter_map(waiting).collect())
}

/// Certified seats that nobody runs.
pub(in crate::insight) async fn seats_unbound(
    tx: &mut Tx,
    scope: &Scope,
    today: Day,
) -> Result<Vec<Waiting>, DbError> {
    let sql = "
        select s.planned_for as name, s.changed_at as since, s.id from seats s
        where s.tenant_id = $1 and s.phase = 'certified' and s.employee_id is null and s.frozen_at is null
            and s.term_until >= $2
        order by s.changed_at, s.id limit $3";
    Ok(named(tx.all(sql, params![scope.tenant.uuid(), today.yyyymmdd(), THINGS_MAX]).await?, |_| None))
}

/// Holders of seats without an accepted proof of employment that holds for a while.
pub(in crate::insight) async fn proofs_ending(
    tx: &mut Tx,
    scope: &Scope,
    today: Day,
) -> Result<Vec<Waiting>, DbError> {
    let until = today.plus_days(PROOF_DAYS).yyyymmdd();
    let proven = "
        select 1 from employee_proofs p where p.tenant_id = s.tenant_id and p.employee_id = s.employee_id
            and p.kind = 'employment' and p.verdict = 'accepted' and (p.valid_until is null or p.valid_until > ?)";
    holders_without(tx, scope, proven, params![until]).await
}

/// Holders of seats without an account agreement that stands; signatures count from one version on.
pub(in crate::insight) async fn agreements_unsigned(
    tx: &mut Tx,
    scope: &Scope,
    counts_from: i64,
) -> Result<Vec<Waiting>, DbError> {
    let signed = "
        select 1 from agreement_signatures g
        join agreement_texts x on x.tenant_id = g.tenant_id and x.id = g.text_id
        where g.tenant_id = s.tenant_id and g.employee_id = s.employee_id and x.kind = 'account_agreement'
            and g.withdrawn_at is null and x.version >= ?";
    holders_without(tx, scope, signed, params![counts_from]).await
}

/// Employees within sight who run a seat and of whom `there` finds nothing.
async fn holders_without(
    tx: &mut Tx,
    scope: &Scope,
    there: &str,
    values: Vec<Value>,
) -> Result<Vec<Waiting>, DbError> {
    let mut list = Conditions::of(scope, "s")
        .and("s.employee_id is not null and s.phase = 'certified'", params![])
        .and(&format!("not exists ({there})"), values)
        .and_seen(sight::of_employees, scope, "e");
    let limit = list.parameter(THINGS_MAX);
    let sql = format!(
        "select e.name, min(coalesce(s.bound_at, s.changed_at)) as since, e.id from seats s
        join employees e on e.tenant_id = s.tenant_id and e.id = s.employee_id
        where {} group by e.id, e.name order by since, e.id limit {limit}",
        list.text()
    );
    Ok(named(tx.all(&sql, list.into_values()).await?, |id| {
        Some(format!("/people/{}", EmployeeId::from_uuid(id)))
    }))
}

/// Proofs of people within sight that nobody has reviewed, by the name of the person.
pub(in crate::insight) async fn proofs_waiting(tx: &mut Tx, scope: &Scope) -> Result<Vec<Waiting>, DbError> {
    let mut list = Conditions::of(scope, "p").and("p.verdict is null", params![]).and_seen(
        sight::of_employees,
        scope,
        "e",
    );
    let limit = list.parameter(THINGS_MAX);
    let sql = format!(
        "select e.name, p.added_at as since, e.id from employee_proofs p
        join employees e on e.tenant_id = p.tenant_id and e.id = p.employee_id
        where {} order by p.added_at, p.id limit {limit}",
        list.text()
    );
    Ok(named(tx.all(&sql, list.into_values()).await?, |id| {
        Some(format!("/people/{}", EmployeeId::from_uuid(id)))
    }))
}

/// Accounts within sight that are on a seat and of which nobody has seen any entitlement.
pub(in crate::insight) async fn entitlements_unseen(
    tx: &mut Tx,
    scope: &Scope,
) -> Result<Vec<Waiting>, DbError> {
    let unseen = "not exists (select 1 from entitlement_sightings g
        where g.tenant_id = a.tenant_id and g.account_id = a.id)";
    let mut list = Conditions::of(scope, "a").and(unseen, params![]).and_seen_accounts(scope, "a");
    let limit = list.parameter(THINGS_MAX);
    let sql = format!(
        "select a.nickname as name, coalesce(s.bound_at, s.changed_at) as since, a.id from accounts a
        join seats s on s.tenant_id = a.tenant_id and s.account_id = a.id and s.phase = 'certified'
        where {} order by since, a.id limit {limit}",
        list.text()
    );
    Ok(named(tx.all(&sql, list.into_values()).await?, |id| Some(account_page(id))))
}

#[derive(FromQueryResult)]
struct CardRow {
    account_id: Uuid,
    nickname: String,
    title: String,
    asked_at: i64,
}

/// Approved texts that are to be put into accounts within sight, by account.
pub(in crate::insight) async fn cards_to_set(
    tx: &mut Tx,
    scope: &Scope,
) -> Result<Vec<((AccountId, String), Vec<Waiting>)>, DbError> {
    let mut list = Conditions::of(scope, "r")
        .and("r.ended_at is null and r.carried_at is null", params![])
        .and_seen_accounts(scope, "a");
    let limit = list.parameter(THINGS_MAX);
    let sql = format!(
        "select r.account_id, a.nickname, c.title, r.asked_at from card_rollouts r
        join accounts a on a.tenant_id = r.tenant_id and a.id = r.account_id
        join card_versions v on v.tenant_id = r.tenant_id and v.id = r.version_id
        join card_texts c on c.tenant_id = v.tenant_id and c.id = v.card_id
        where {} order by r.asked_at, r.id limit {limit}",
        list.text()
    );
    let rows: Vec<CardRow> = tx.all(&sql, list.into_values()).await?;
    let mut of_account: BTreeMap<(AccountId, String), Vec<Waiting>> = BTreeMap::new();
    for CardRow { account_id, nickname, title, asked_at } in rows {
        let waiting =
            Waiting { name: title, since: Instant::from_ms(asked_at), href: Some(account_page(account_id)) };
        of_account.entry((AccountId::from_uuid(account_id), nickname)).or_default().push(waiting);
    }
    Ok(of_account.into_iter().collect())
}

/// Changes of the rule book that somebody else has proposed, by the name of who did.
pub(in crate::insight) async fn rule_proposals(tx: &mut Tx, scope: &Scope) -> Result<Vec<Waiting>, DbError> {
    let mut list = Conditions::of(scope, "m").and("m.state = 'proposed'", params![]);
    if let Some(user) = scope.user() {
        list = list.and("m.proposed_by <> ?", params![user.uuid()]);
    }
    let limit = list.parameter(THINGS_MAX);
    let sql = format!(
        "select m.proposer_name as name, m.proposed_at as since, m.id from rule_amendments m
        where {} order by m.proposed_at, m.id limit {limit}",
        list.text()
    );
    Ok(named(tx.all(&sql, list.into_values()).await?, |_| None))
}

fn account_page(id: Uuid) -> String {
    format!("/accounts/{}?tab=entitlements", AccountId::from_uuid(id))
}

fn named(rows: Vec<Row>, href: impl Fn(Uuid) -> Option<String>) -> Vec<Waiting> {
    let waiting =
        |Row { name, since, id }| Waiting { name, since: Instant::from_ms(since), href: id.and_then(&href) };
    rows.into_iter().map(waiting).collect()
}
