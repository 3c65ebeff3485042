//! The rows of the roster.

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    id::{EmployeeId, ImportId, StoreId},
    identity::Scope,
    people::Employment,
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

/// A person on the roster.
#[derive(Debug)]
pub(in crate::people) struct EmployeeRow {
    pub id: EmployeeId,
    pub employment: Employment,
    /// The name and region of their store.
    pub store: Option<(String, String)>,
    pub phone_sealed: Option<String>,
    pub phone_index: Option<Vec<u8>>,
    pub created_at: Instant,
    /// How many accounts they hold that the actor sees.
    pub accounts: i64,
    /// Whether their leaving has begun and is not done.
    pub is_leaving: bool,
    /// Whether a sign-in of theirs is suspended.
    pub is_suspended: bool,
}

#[derive(FromQueryResult)]
struct RawEmployee {
    id: Uuid,
    employee_no: Option<String>,
    name: String,
    post: Option<String>,
    manager: Option<String>,
    phone_sealed: Option<String>,
    phone_index: Option<Vec<u8>>,
    store_id: Option<Uuid>,
    store_name: Option<String>,
    store_region: Option<String>,
    hired_on: Option<i32>,
    left_on: Option<i32>,
    created_at: i64,
    accounts: i64,
    departures: i64,
    suspended: i64,
}

impl From<RawEmployee> for EmployeeRow {
    fn from(raw: RawEmployee) -> Self {
        let RawEmployee { id, employee_no, name, post, manager, phone_sealed, phone_index, .. } = raw;
        let RawEmployee {
            store_id, store_name, store_region, hired_on, left_on, created_at, accounts, ..
        } = raw;
        let day = |number: Option<i32>| number.and_then(|number| Day::from_yyyymmdd(number).ok());
        let store = store_id.map(StoreId::from_uuid);
        let (hired_on, left_on) = (day(hired_on), day(left_on));
        Self {
            id: EmployeeId::from_uuid(id),
            employment: Employment { employee_no, name, post, manager, store, hired_on, left_on },
            store: store_name.zip(store_region),
            phone_sealed,
            phone_index,
            created_at: Instant::from_ms(created_at),
            accounts,
            is_leaving: raw.departures > 0,
            is_suspended: raw.suspended > 0,
        }
    }
}

/// What a list of employees is narrowed to.
#[derive(Debug)]
pub(in crate::people) struct Wanted<'a> {
    pub searched: Option<&'a str>,
    /// The blind index of what was searched, when it is a phone number.
    pub phone_index: Option<Vec<u8>>,
    pub store: Option<StoreId>,
}

/// Employees whom the actor sees, the newest first.
pub(in crate::people) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: Wanted<'_>,
    page: &PageQuery,
) -> Result<Vec<EmployeeRow>, ApiError> {
    let Wanted { searched, phone_index, store } = wanted;
    let mut list = Conditions::of(scope, "e").and_seen(sight::of_employees, scope, "e");
    list = match phone_index {
        Some(index) => list.and("e.phone_index = ?", params![index]),
        None => list.and_contains(&["e.name", "e.employee_no", "e.post"], searched),
    };
    let mut list = list.and_if("e.store_id = ?", store.map(StoreId::uuid)).and_after(
        "e.created_at",
        "e.id",
        Direction::Down,
        page.start()?,
    );
    let limit = list.parameter(page.rows());
    let sql = format!("{} order by e.created_at desc, e.id desc limit {limit}", select(scope, &mut list));
    let rows: Vec<RawEmployee> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(EmployeeRow::from).collect())
}

fn select(scope: &Scope, list: &mut Conditions) -> String {
    let accounts = list.inner(sight::condition, scope, "a");
    format!(
        "select e.id, e.employee_no, e.name, e.post, e.manager, e.phone_sealed, e.phone_index, e.store_id,
            s.name as store_name, s.region as store_region, e.hired_on, e.left_on, e.created_at,
            (select count(*) from accounts a
                where a.tenant_id = e.tenant_id and a.holder_id = e.id and {accounts}) as accounts,
            (select count(*) from departures d where d.tenant_id = e.tenant_id and d.employee_id = e.id
                and d.closed_at is null) as departures,
            (select count(*) from memberships m where m.tenant_id = e.tenant_id and m.employee_id = e.id
                and m.suspended_at is not null) as suspended
        from employees e left join stores s on s.tenant_id = e.tenant_id and s.id = e.store_id
        where {}",
        list.text()
    )
}

/// Holds the row of the person until the commit: what is decided next about what they run sees this.
pub(in crate::people) async fn hold(tx: &mut Tx, scope: &Scope, id: EmployeeId) -> Result<(), DbError> {
    let sql = "update employees set name = name where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid()]).await.map(drop)
}

pub(in crate::people) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeId,
) -> Result<Option<EmployeeRow>, DbError> {
    let mut one = Conditions::of(scope, "e").and("e.id = ?", params![id.uuid()]).and_seen(
        sight::of_employees,
        scope,
        "e",
    );
    let sql = select(scope, &mut one);
    let row: Option<RawEmployee> = tx.one(&sql, one.into_values()).await?;
    Ok(row.map(EmployeeRow::from))
}

/// A phone number as it is kept.
#[derive(Debug, Clone)]
pub(in crate::people) struct SealedPhone {
    pub sealed: String,
    pub index: Vec<u8>,
}

/// An employee on the way into the table.
#[derive(Debug)]
pub(in crate::people) struct KeptEmployee<'a> {
    pub id: EmployeeId,
    pub employment: &'a Employment,
    pub phone: Option<SealedPhone>,
    pub import: Option<ImportId>,
}

impl KeptEmployee<'_> {
    /// The values of the columns that can change, after tenant and id.
    fn values(&self, scope: &Scope) -> Vec<Value> {
        let Self { id, employment, phone, import: _ } = self;
        let Employment { employee_no, name, post, manager, store, hired_on, left_on } = employment;
        params![
            scope.tenant.uuid(),
            id.uuid(),
            employee_no.clone(),
            name.as_str(),
            post.clone(),
            phone.as_ref().map(|phone| phone.sealed.clone()),
            phone.as_ref().map(|phone| phone.index.clone()),
            store.map(StoreId::uuid),
            hired_on.map(Day::yyyymmdd),
            left_on.map(Day::yyyymmdd),
            manager.clone(),
        ]
    }
}

pub(in crate::people) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    employee: KeptEmployee<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "
        insert into employees (tenant_id, id, employee_no, name, post, phone_sealed, phone_index, store_id, hired_on,
            left_on, manager, import_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let mut values = employee.values(scope);
    values.append(&mut params![employee.import.map(ImportId::uuid), now.ms()]);
    tx.execute(sql, values).await?;
    Ok(())
}

pub(in crate::people) async fn update(
    tx: &mut Tx,
    scope: &Scope,
    employee: KeptEmployee<'_>,
) -> Result<(), DbError> {
    let sql = "
        update employees set employee_no = $3, name = $4, post = $5, phone_sealed = $6, phone_index = $7,
            store_id = $8, hired_on = $9, left_on = $10, manager = $11
        where tenant_id = $1 and id = $2";
    tx.execute(sql, employee.values(scope)).await?;
    Ok(())
}

/// Whether the number belongs to somebody else already, whoever asks: it is given once in a brand.
pub(in crate::people) async fn is_number_taken(
    tx: &mut Tx,
    scope: &Scope,
    employee_no: &str,
    by_others_than: EmployeeId,
) -> Result<bool, DbError> {
    let sql = "
        select count(*) as n from employees where tenant_id = $1 and employee_no = $2 and id <> $3";
    Ok(tx.number(sql, params![scope.tenant.uuid(), employee_no, by_others_than.uuid()]).await? > 0)
}

pub(in crate::people) async fn set_left_on(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeId,
    day: Day,
) -> Result<(), DbError> {
    let sql = "update employees set left_on = $3 where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), day.yyyymmdd()]).await?;
    Ok(())
}

/// What stands in the place of a name or a title that was erased.
pub(in crate::people) const ERASED: &str = "已删除";

/// Takes everything personal off the row, and their name from those who reported to them, unless somebody else bears it;
/// that somebody worked here from one day to another stays.
pub(in crate::people) async fn erase(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeId,
    now: Instant,
) -> Result<(), DbError> {
    let named = "
        update employees set manager = null where tenant_id = $1 and manager = (
            select gone.name from employees gone where gone.tenant_id = $1 and gone.id = $2 and not exists (
                select 1 from employees other
                where other.tenant_id = $1 and other.name = gone.name and other.id <> $2))";
    tx.execute(named, params![scope.tenant.uuid(), id.uuid()]).await?;
    let sql = "
        update employees set name = $3, employee_no = null, post = null, manager = null, phone_sealed = null,
            phone_index = null, erased_at = $4
        where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), ERASED, now.ms()]).await?;
    Ok(())
}

/// People who left on this day or an earlier one, of whom something is kept still, and on whom nothing hangs.
pub(in crate::people) async fn to_be_forgotten(
    tx: &mut Tx,
    scope: &Scope,
    left_by: Day,
    most: i64,
) -> Result<Vec<EmployeeId>, DbError> {
    let sql = "
        select e.id from employees e
        where e.tenant_id = $1 and e.left_on <= $2 and e.erased_at is null
            and not exists (select 1 from accounts a where a.tenant_id = e.tenant_id and a.holder_id = e.id)
            and not exists (select 1 from departures d
                where d.tenant_id = e.tenant_id and d.employee_id = e.id and d.closed_at is null)
        order by e.left_on, e.id limit $3";
    let rows: Vec<IdRow> = tx.all(sql, params![scope.tenant.uuid(), left_by.yyyymmdd(), most]).await?;
    Ok(rows.into_iter().map(|IdRow { id }| EmployeeId::from_uuid(id)).collect())
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}
