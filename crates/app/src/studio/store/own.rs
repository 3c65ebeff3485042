//! What an employee says about their own weeks, and how many notes people published.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::EmployeeId,
    identity::Scope,
    time::{Day, Instant},
};
use uuid::Uuid;

/// A week in which somebody rests.
#[derive(Debug, Clone)]
pub(in crate::studio) struct RestRow {
    /// Its Monday.
    pub week: Day,
    pub reason: String,
}

#[derive(FromQueryResult)]
struct RawRest {
    week_day: i32,
    reason: String,
}

/// The weeks in which somebody rests, from this one on.
pub(in crate::studio) async fn rests(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    (this_week, most): (Day, i64),
) -> Result<Vec<RestRow>, DbError> {
    let sql = "
        select week_day, reason from studio_rests where tenant_id = $1 and employee_id = $2 and week_day >= $3
        order by week_day limit $4";
    let values = params![scope.tenant.uuid(), employee.uuid(), this_week.yyyymmdd(), most];
    let rows: Vec<RawRest> = tx.all(sql, values).await?;
    let row =
        |RawRest { week_day, reason }| Some(RestRow { week: Day::from_yyyymmdd(week_day).ok()?, reason });
    Ok(rows.into_iter().filter_map(row).collect())
}

/// Writes down that somebody rests; `false` where the same was said before.
pub(in crate::studio) async fn put_rest(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    (week, reason, now): (Day, &str, Instant),
) -> Result<bool, DbError> {
    let sql = "
        insert into studio_rests (tenant_id, employee_id, week_day, reason, said_at) values ($1, $2, $3, $4, $5)
        on conflict (tenant_id, employee_id, week_day)
            do update set reason = excluded.reason, said_at = excluded.said_at
            where studio_rests.reason <> excluded.reason";
    let values = params![scope.tenant.uuid(), employee.uuid(), week.yyyymmdd(), reason, now.ms()];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Takes a rest back; `false` where there was none.
pub(in crate::studio) async fn remove_rest(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    week: Day,
) -> Result<bool, DbError> {
    let sql = "delete from studio_rests where tenant_id = $1 and employee_id = $2 and week_day = $3";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), employee.uuid(), week.yyyymmdd()]).await? > 0)
}

/// How many notes somebody published since an instant: those whose link they brought.
pub(in crate::studio) async fn published(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    since: Instant,
) -> Result<i64, DbError> {
    let sql = "
        select count(*) as n from handoffs where tenant_id = $1 and employee_id = $2 and confirmed_at >= $3";
    tx.number(sql, params![scope.tenant.uuid(), employee.uuid(), since.ms()]).await
}

/// Whether somebody wants to be seen on the board.
pub(in crate::studio) async fn is_on_board(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<bool, DbError> {
    let sql = "select count(*) as n from leaderboard_members where tenant_id = $1 and employee_id = $2";
    Ok(tx.number(sql, params![scope.tenant.uuid(), employee.uuid()]).await? > 0)
}

/// Puts somebody on the board or takes them off it; `false` where nothing changed.
pub(in crate::studio) async fn put_on_board(
    tx: &mut Tx,
    scope: &Scope,
    (employee, joins): (EmployeeId, bool),
    now: Instant,
) -> Result<bool, DbError> {
    let key = (scope.tenant.uuid(), employee.uuid());
    let changed = if joins {
        let sql = "
            insert into leaderboard_members (tenant_id, employee_id, joined_at) values ($1, $2, $3)
            on conflict do nothing";
        tx.execute(sql, params![key.0, key.1, now.ms()]).await?
    } else {
        let sql = "delete from leaderboard_members where tenant_id = $1 and employee_id = $2";
        tx.execute(sql, params![key.0, key.1]).await?
    };
    Ok(changed > 0)
}

/// Somebody on the board.
#[derive(Debug, FromQueryResult)]
pub(in crate::studio) struct BoardRow {
    pub employee_id: Uuid,
    pub name: String,
    pub notes: i64,
}

/// Who wants to be seen, with the notes that they published since an instant; most notes first.
pub(in crate::studio) async fn board(
    tx: &mut Tx,
    scope: &Scope,
    (since, most): (Instant, i64),
) -> Result<Vec<BoardRow>, DbError> {
    let sql = "
        select m.employee_id, e.name,
            (select count(*) from handoffs h where h.tenant_id = m.tenant_id and h.employee_id = m.employee_id
                and h.confirmed_at >= $2) as notes
        from leaderboard_members m
        join employees e on e.tenant_id = m.tenant_id and e.id = m.employee_id
        where m.tenant_id = $1 and e.left_on is null
        order by notes desc, m.employee_id limit $3";
    tx.all(sql, params![scope.tenant.uuid(), since.ms(), most]).await
}
