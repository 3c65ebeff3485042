//! What people decided about items of Today, and who can take them.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::UserId,
    identity::{Action, Role, Scope, may},
    time::Instant,
};
use uuid::Uuid;

/// How long a mark is kept after it was made, in milliseconds: a year.
const MARK_LIFE_MS: i64 = 365 * 86_400_000;
/// Marks of one brand that are looked at.
const MARKS_MAX: i64 = 10_000;
/// Members who are offered as owners.
const MEMBERS_OFFERED_MAX: i64 = 500;

/// A decision about an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::insight) struct Mark {
    pub item: String,
    pub owner: Option<(UserId, String)>,
    pub snoozed_until: Option<Instant>,
    pub snooze_reason: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    item: String,
    owner_id: Option<Uuid>,
    owner: Option<String>,
    snoozed_until: Option<i64>,
    snooze_reason: Option<String>,
}

pub(in crate::insight) async fn marks(tx: &mut Tx, scope: &Scope) -> Result<Vec<Mark>, DbError> {
    let sql = "
        select m.item, m.owner_id, u.name as owner, m.snoozed_until, m.snooze_reason
        from today_marks m left join users u on u.id = m.owner_id
        where m.tenant_id = $1 order by m.item limit $2";
    let rows: Vec<Row> = tx.all(sql, params![scope.tenant.uuid(), MARKS_MAX]).await?;
    let mark = |Row { item, owner_id, owner, snoozed_until, snooze_reason }| Mark {
        item,
        owner: owner_id.map(UserId::from_uuid).zip(owner),
        snoozed_until: snoozed_until.map(Instant::from_ms),
        snooze_reason,
    };
    Ok(rows.into_iter().map(mark).collect())
}

/// Writes the mark, and forgets those that say nothing any more.
pub(in crate::insight) async fn save(
    tx: &mut Tx,
    scope: &Scope,
    mark: &Mark,
    by: UserId,
    now: Instant,
) -> Result<(), DbError> {
    let Mark { item, owner, snoozed_until, snooze_reason } = mark;
    let sql = "
        insert into today_marks (tenant_id, item, owner_id, snoozed_until, snooze_reason, marked_by, marked_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (tenant_id, item) do update set owner_id = excluded.owner_id,
            snoozed_until = excluded.snoozed_until, snooze_reason = excluded.snooze_reason,
            marked_by = excluded.marked_by, marked_at = excluded.marked_at";
    let values = params![
        scope.tenant.uuid(),
        item.as_str(),
        owner.as_ref().map(|(id, _)| id.uuid()),
        snoozed_until.map(Instant::ms),
        snooze_reason.clone(),
        by.uuid(),
        now.ms(),
    ];
    tx.execute(sql, values).await?;
    let sql = "
        delete from today_marks where tenant_id = $1
            and ((owner_id is null and coalesce(snoozed_until, 0) <= $2) or marked_at < $3)";
    tx.execute(sql, params![scope.tenant.uuid(), now.ms(), now.plus_ms(-MARK_LIFE_MS).ms()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct MemberRow {
    id: Uuid,
    name: String,
    role: String,
}

/// The members whose role lets them work on Today, by name.
pub(in crate::insight) async fn members(
    tx: &mut Tx,
    scope: &Scope,
) -> Result<Vec<(UserId, String)>, DbError> {
    let sql = "
        select u.id, u.name, m.role from memberships m join users u on u.id = m.user_id
        where m.tenant_id = $1 order by u.name, u.id limit $2";
    let rows: Vec<MemberRow> = tx.all(sql, params![scope.tenant.uuid(), MEMBERS_OFFERED_MAX]).await?;
    let works_on_today =
        |row: &MemberRow| Role::named(&row.role).is_some_and(|role| may(role, Action::UseToday));
    let named = rows.into_iter().filter(works_on_today);
    Ok(named.map(|row| (UserId::from_uuid(row.id), row.name)).collect())
}

/// How many items of Today these users own.
pub(crate) async fn items_of(tx: &mut Tx, scope: &Scope, users: &[UserId]) -> Result<i64, DbError> {
    let sql = "select count(*) as n from today_marks where tenant_id = $1 and owner_id = $2";
    let mut items = 0;
    for user in users {
        items += tx.number(sql, params![scope.tenant.uuid(), user.uuid()]).await?;
    }
    Ok(items)
}

/// Gives every item of Today that these users own to another one; how many.
pub(crate) async fn give_items(
    tx: &mut Tx,
    scope: &Scope,
    from: &[UserId],
    to: UserId,
) -> Result<u64, DbError> {
    let sql = "update today_marks set owner_id = $3 where tenant_id = $1 and owner_id = $2";
    let mut moved = 0;
    for user in from {
        moved += tx.execute(sql, params![scope.tenant.uuid(), user.uuid(), to.uuid()]).await?;
    }
    Ok(moved)
}
