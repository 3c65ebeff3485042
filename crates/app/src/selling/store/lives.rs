//! Live sessions and the goods that they show.

use std::collections::HashMap;

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    id::{AccountId, EmployeeId, GoodsId, LiveSessionId},
    identity::{Scope, Sight},
    matrix::AccountKind,
    selling::{LiveNumbers, LiveState, Slot, Taken},
    time::{Day, Instant},
};
use uuid::Uuid;

use super::results::LiveCounted;
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
    people::EmployeeRef,
    selling::lives::{LiveGoods, LiveWanted},
};

/// A live session with the names of what it refers to and what was last entered of it.
#[derive(Debug)]
pub(in crate::selling) struct LiveRow {
    pub id: LiveSessionId,
    pub account: AccountId,
    pub nickname: String,
    /// Whether the account is the enterprise account, which has the shop itself.
    pub has_own_shop: bool,
    pub host: EmployeeRef,
    pub replier: Option<EmployeeRef>,
    pub topic: String,
    pub slot: Slot,
    pub starts_at: Instant,
    pub state: LiveState,
    pub reason: String,
    pub results: Option<LiveCounted>,
    pub version: i64,
    pub planned_by: String,
    pub planned_at: Instant,
}

/// Who, when and about what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::selling) struct KeptPlan {
    pub host: EmployeeId,
    pub replier: Option<EmployeeId>,
    pub topic: String,
    pub slot: Slot,
    pub goods: Vec<GoodsId>,
}

/// What a list of live sessions is narrowed to.
#[derive(Debug, Clone, Copy)]
pub(in crate::selling) struct Wanted {
    pub account: Option<AccountId>,
    pub host: Option<EmployeeId>,
    pub state: Option<LiveWanted>,
    pub now: Instant,
}

#[derive(FromQueryResult)]
struct RawLive {
    id: Uuid,
    account_id: Uuid,
    nickname: String,
    kind: String,
    host_id: Uuid,
    host_name: String,
    host_post: Option<String>,
    host_left_on: Option<i32>,
    replier_id: Option<Uuid>,
    replier_name: Option<String>,
    replier_post: Option<String>,
    replier_left_on: Option<i32>,
    topic: String,
    starts_at: i64,
    ends_at: i64,
    state: String,
    reason: String,
    version: i64,
    planned_by: String,
    planned_at: i64,
    revision: Option<i64>,
    viewers: Option<i64>,
    viewers_peak: Option<i64>,
    follows: Option<i64>,
    leads: Option<i64>,
    orders: Option<i64>,
    sales_fen: Option<i64>,
    correction: Option<String>,
    entered_by: Option<String>,
    entered_at: Option<i64>,
}

const SELECT: &str = "
    select l.id, l.account_id, a.nickname, a.kind, l.host_id, e.name as host_name, e.post as host_post,
        e.left_on as host_left_on, l.replier_id, r.name as replier_name, r.post as replier_post,
        r.left_on as replier_left_on, l.topic, l.starts_at, l.ends_at, l.state, l.reason, l.version, l.planned_by,
        l.planned_at, x.revision, x.viewers, x.viewers_peak, x.follows, x.leads, x.orders, x.sales_fen,
        x.reason as correction, x.entered_by, x.entered_at
    from live_sessions l
    join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
    join employees e on e.tenant_id = l.tenant_id and e.id = l.host_id
    left join employees r on r.tenant_id = l.tenant_id and r.id = l.replier_id
    left join live_results x on x.tenant_id = l.tenant_id and x.session_id = l.id
        and x.revision = (select max(y.revision) from live_results y
            where y.tenant_id = l.tenant_id and y.session_id = l.id)";

fn row(raw: RawLive) -> Result<LiveRow, ApiError> {
    let results = counted(&raw);
    let RawLive { id, account_id, nickname, kind, host_id, host_name, host_post, host_left_on, .. } = raw;
    let RawLive { replier_id, replier_name, replier_post, replier_left_on, topic, starts_at, .. } = raw;
    let RawLive { ends_at, state, reason, version, planned_by, planned_at, .. } = raw;
    let person = |id, name, post, left_on: Option<i32>| EmployeeRef {
        id: EmployeeId::from_uuid(id),
        name,
        post,
        left_on: left_on.and_then(|day| Day::from_yyyymmdd(day).ok()),
    };
    let starts_at = Instant::from_ms(starts_at);
    Ok(LiveRow {
        id: LiveSessionId::from_uuid(id),
        account: AccountId::from_uuid(account_id),
        nickname,
        has_own_shop: kind == AccountKind::Enterprise.name(),
        host: person(host_id, host_name, host_post, host_left_on),
        replier: replier_id
            .zip(replier_name)
            .map(|(id, name)| person(id, name, replier_post, replier_left_on)),
        topic,
        slot: Slot::between(starts_at, Instant::from_ms(ends_at)),
        starts_at,
        state: LiveState::named(&state).ok_or_else(ApiError::broken)?,
        reason,
        results,
        version,
        planned_by,
        planned_at: Instant::from_ms(planned_at),
    })
}

/// What was last entered, where anything was.
fn counted(raw: &RawLive) -> Option<LiveCounted> {
    let RawLive { revision, viewers, viewers_peak, follows, leads, orders, sales_fen, .. } = *raw;
    Some(LiveCounted {
        revision: revision?,
        numbers: LiveNumbers { viewers, viewers_peak, follows, leads, orders, sales_fen },
        reason: raw.correction.clone()?,
        entered_by: raw.entered_by.clone()?,
        entered_at: Instant::from_ms(raw.entered_at?),
    })
}

/// The condition under which the actor sees live session `alias` of account `a`: with its account, or because they
/// host it or answer messages meanwhile.
fn seen(scope: &Scope, alias: &str, first: usize) -> (String, Vec<Value>) {
    let (account, values) = sight::condition(scope, "a", first);
    match &scope.sight {
        // The one parameter of that condition is the employee.
        Sight::Own(Some(_)) => {
            (format!("({account} or {alias}.host_id = ${first} or {alias}.replier_id = ${first})"), values)
        }
        _ => (account, values),
    }
}

/// Live sessions that the actor sees, the latest first.
pub(in crate::selling) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted,
    page: &PageQuery,
) -> Result<Vec<LiveRow>, ApiError> {
    let Wanted { account, host, state, now } = *wanted;
    let mut list = Conditions::of(scope, "l")
        .and_if("l.account_id = ?", account.map(AccountId::uuid))
        .and_if("l.host_id = ?", host.map(EmployeeId::uuid))
        .and_seen(seen, scope, "l")
        .and_after("l.starts_at", "l.id", Direction::Down, page.start()?);
    list = match state {
        None => list,
        Some(LiveWanted::Uncounted) => {
            list.and("l.state <> 'cancelled' and l.ends_at <= ? and x.revision is null", params![now.ms()])
        }
        Some(state) => list.and("l.state = ?", params![state.name()]),
    };
    let limit = list.parameter(page.rows());
    let sql = format!("{SELECT} where {} order by l.starts_at desc, l.id desc limit {limit}", list.text());
    let rows: Vec<RawLive> = tx.all(&sql, list.into_values()).await?;
    rows.into_iter().map(row).collect()
}

/// One live session, if the actor sees it.
pub(in crate::selling) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: LiveSessionId,
) -> Result<Option<LiveRow>, ApiError> {
    let wanted = Conditions::of(scope, "l").and("l.id = ?", params![id.uuid()]).and_seen(seen, scope, "l");
    let sql = format!("{SELECT} where {}", wanted.text());
    let raw: Option<RawLive> = tx.one(&sql, wanted.into_values()).await?;
    raw.map(row).transpose()
}

/// The plan of a live session as it is kept.
pub(in crate::selling) async fn plan_of(
    tx: &mut Tx,
    scope: &Scope,
    row: &LiveRow,
) -> Result<KeptPlan, DbError> {
    let goods = goods_of(tx, scope, &[row.id.uuid()]).await?.remove(&row.id.uuid()).unwrap_or_default();
    Ok(KeptPlan {
        host: row.host.id,
        replier: row.replier.as_ref().map(|person| person.id),
        topic: row.topic.clone(),
        slot: row.slot,
        goods: goods.into_iter().map(|goods| goods.id).collect(),
    })
}

#[derive(FromQueryResult)]
struct GoodsRow {
    session_id: Uuid,
    goods_id: Uuid,
    name: String,
}

/// The goods of some live sessions, in their order.
pub(in crate::selling) async fn goods_of(
    tx: &mut Tx,
    scope: &Scope,
    sessions: &[Uuid],
) -> Result<HashMap<Uuid, Vec<LiveGoods>>, DbError> {
    let wanted = Conditions::of(scope, "s").and_in("s.session_id", sessions.iter().map(|id| (*id).into()));
    let sql = format!(
        "select s.session_id, s.goods_id, g.name from live_goods s
        join goods g on g.tenant_id = s.tenant_id and g.id = s.goods_id
        where {} order by s.session_id, s.place",
        wanted.text()
    );
    let mut found: HashMap<Uuid, Vec<LiveGoods>> = HashMap::new();
    for GoodsRow { session_id, goods_id, name } in tx.all(&sql, wanted.into_values()).await? {
        found.entry(session_id).or_default().push(LiveGoods { id: GoodsId::from_uuid(goods_id), name });
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct TakenRow {
    account_id: Uuid,
    host_id: Uuid,
    starts_at: i64,
    ends_at: i64,
}

/// Live sessions of the same account or host that share a moment with the wanted one, whoever sees them.
pub(in crate::selling) async fn taken(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Taken<AccountId, EmployeeId>,
    without: Option<LiveSessionId>,
) -> Result<Vec<Taken<AccountId, EmployeeId>>, DbError> {
    let Taken { account, host, slot } = wanted;
    let sql = "
        select account_id, host_id, starts_at, ends_at from live_sessions
        where tenant_id = $1 and (account_id = $2 or host_id = $3) and state <> 'cancelled'
            and starts_at < $4 and ends_at > $5 and id <> $6
        order by starts_at, id";
    let without = without.map_or_else(Uuid::nil, LiveSessionId::uuid);
    let (tenant, from, to) = (scope.tenant.uuid(), slot.starts().ms(), slot.ends().ms());
    let rows: Vec<TakenRow> =
        tx.all(sql, params![tenant, account.uuid(), host.uuid(), to, from, without]).await?;
    let taken = |row: TakenRow| Taken {
        account: AccountId::from_uuid(row.account_id),
        host: EmployeeId::from_uuid(row.host_id),
        slot: Slot::between(Instant::from_ms(row.starts_at), Instant::from_ms(row.ends_at)),
    };
    Ok(rows.into_iter().map(taken).collect())
}

pub(in crate::selling) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    (id, account): (LiveSessionId, AccountId),
    plan: &KeptPlan,
    (by, now): (&str, Instant),
) -> Result<(), DbError> {
    let KeptPlan { host, replier, topic, slot, goods: _ } = plan;
    let sql = "
        insert into live_sessions (tenant_id, id, account_id, host_id, replier_id, topic, starts_at, ends_at, state,
            version, planned_at, planned_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 'planned', 1, $9, $10)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        account.uuid(),
        host.uuid(),
        replier.map(EmployeeId::uuid),
        topic.as_str(),
        slot.starts().ms(),
        slot.ends().ms(),
        now.ms(),
        by
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Plans a live session otherwise; `false` when somebody changed it meanwhile.
pub(in crate::selling) async fn replan(
    tx: &mut Tx,
    scope: &Scope,
    (id, version): (LiveSessionId, i64),
    plan: &KeptPlan,
) -> Result<bool, DbError> {
    let KeptPlan { host, replier, topic, slot, goods: _ } = plan;
    let sql = "
        update live_sessions set host_id = $4, replier_id = $5, topic = $6, starts_at = $7, ends_at = $8,
            version = version + 1
        where tenant_id = $1 and id = $2 and version = $3";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        version,
        host.uuid(),
        replier.map(EmployeeId::uuid),
        topic.as_str(),
        slot.starts().ms(),
        slot.ends().ms()
    ];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Says what became of a live session; `false` when somebody changed it meanwhile.
pub(in crate::selling) async fn set_state(
    tx: &mut Tx,
    scope: &Scope,
    (id, version): (LiveSessionId, i64),
    state: LiveState,
    reason: &str,
) -> Result<bool, DbError> {
    let sql = "
        update live_sessions set state = $4, reason = $5, version = version + 1
        where tenant_id = $1 and id = $2 and version = $3";
    let values = params![scope.tenant.uuid(), id.uuid(), version, state.name(), reason];
    Ok(tx.execute(sql, values).await? > 0)
}

/// The goods of a live session from now on.
pub(in crate::selling) async fn put_goods(
    tx: &mut Tx,
    scope: &Scope,
    id: LiveSessionId,
    goods: &[GoodsId],
) -> Result<(), DbError> {
    let sql = "delete from live_goods where tenant_id = $1 and session_id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    let sql = "insert into live_goods (tenant_id, session_id, goods_id, place) values ($1, $2, $3, $4)";
    for (place, goods) in (1_i64..).zip(goods) {
        tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), goods.uuid(), place]).await?;
    }
    Ok(())
}
