//! The rows of members.

use std::collections::HashMap;

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    id::{EmployeeId, StoreId, TenantId, UserId},
    identity::{Role, Scope, Standing, Visibility},
    time::Instant,
};
use uuid::Uuid;

use super::UserRow;
use crate::identity::members::{MemberEmployee, MemberStore};

/// A member with everything that a list shows of them.
#[derive(Debug)]
pub(in crate::identity) struct MemberRow {
    pub user: UserId,
    pub profile: UserRow,
    pub role: Role,
    pub visibility: Visibility,
    pub stores: Vec<MemberStore>,
    pub regions: Vec<String>,
    pub employee: Option<MemberEmployee>,
    pub joined_at: Instant,
    pub seen_at: Option<Instant>,
    /// Brands of the member that the asker does not own.
    pub brands_elsewhere: i64,
}

#[derive(FromQueryResult)]
struct RawMember {
    user_id: Uuid,
    name: String,
    email: String,
    language: String,
    totp_enabled_at: Option<i64>,
    role: String,
    visibility: String,
    employee_id: Option<Uuid>,
    employee_name: Option<String>,
    created_at: i64,
    seen_at: Option<i64>,
    brands_elsewhere: i64,
}

const MEMBERS: &str = "
    select m.user_id, u.name, u.email, u.language, u.totp_enabled_at, m.role, m.visibility, m.employee_id,
        e.name as employee_name, m.created_at,
        (select max(s.seen_at) from sessions s where s.user_id = m.user_id) as seen_at,
        (select count(*) from memberships o where o.user_id = m.user_id and o.tenant_id not in
            (select a.tenant_id from memberships a where a.user_id = $2 and a.role = 'owner')) as brands_elsewhere
    from memberships m join users u on u.id = m.user_id
        left join employees e on e.tenant_id = m.tenant_id and e.id = m.employee_id
    where m.tenant_id = $1";

pub(in crate::identity) async fn page(
    tx: &mut Tx,
    scope: &Scope,
    start: (i64, Uuid),
    rows: i64,
) -> Result<Vec<MemberRow>, DbError> {
    let sql = format!(
        "{MEMBERS} and (m.created_at, m.user_id) < ($3, $4) order by m.created_at desc, m.user_id desc limit $5"
    );
    let values = params![scope.tenant.uuid(), asker(scope), start.0, start.1, rows];
    let rows = tx.all(&sql, values).await?;
    with_places(tx, scope, rows).await
}

pub(in crate::identity) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    user: UserId,
) -> Result<Option<MemberRow>, DbError> {
    let values = params![scope.tenant.uuid(), asker(scope), user.uuid()];
    let row: Option<RawMember> = tx.one(&format!("{MEMBERS} and m.user_id = $3"), values).await?;
    Ok(with_places(tx, scope, row.into_iter().collect()).await?.pop())
}

fn asker(scope: &Scope) -> Uuid {
    scope.user().map_or(Uuid::nil(), UserId::uuid)
}

#[derive(FromQueryResult)]
struct StoreOfMember {
    user_id: Uuid,
    store_id: Uuid,
    name: String,
}

#[derive(FromQueryResult)]
struct RegionOfMember {
    user_id: Uuid,
    region: String,
}

async fn with_places(tx: &mut Tx, scope: &Scope, members: Vec<RawMember>) -> Result<Vec<MemberRow>, DbError> {
    let by_stores = members.iter().filter(|member| member.visibility == Visibility::Stores.name());
    let users: Vec<Uuid> = by_stores.map(|member| member.user_id).collect();
    let mut stores: HashMap<Uuid, Vec<MemberStore>> = HashMap::new();
    let mut regions: HashMap<Uuid, Vec<String>> = HashMap::new();
    if !users.is_empty() {
        let (list, values) = within(scope, &users);
        let sql = format!(
            "select p.user_id, p.store_id, s.name from membership_stores p
            join stores s on s.tenant_id = p.tenant_id and s.id = p.store_id
            where p.tenant_id = $1 and p.user_id in ({list}) order by s.name"
        );
        for StoreOfMember { user_id, store_id, name } in tx.all(&sql, values.clone()).await? {
            stores.entry(user_id).or_default().push(MemberStore { id: StoreId::from_uuid(store_id), name });
        }
        let sql = format!(
            "select user_id, region from membership_regions where tenant_id = $1 and user_id in ({list})
            order by region"
        );
        for RegionOfMember { user_id, region } in tx.all(&sql, values).await? {
            regions.entry(user_id).or_default().push(region);
        }
    }
    let dress = |raw: RawMember| {
        let stores = stores.remove(&raw.user_id).unwrap_or_default();
        let regions = regions.remove(&raw.user_id).unwrap_or_default();
        raw.with(stores, regions)
    };
    Ok(members.into_iter().map(dress).collect())
}

impl RawMember {
    fn with(self, stores: Vec<MemberStore>, regions: Vec<String>) -> MemberRow {
        let Self { user_id, name, email, language, totp_enabled_at, role, visibility, .. } = self;
        let Self { employee_id, employee_name, created_at, seen_at, brands_elsewhere, .. } = self;
        let employee = employee_id.map(EmployeeId::from_uuid);
        MemberRow {
            user: UserId::from_uuid(user_id),
            profile: UserRow { name, email, language, totp_enabled_at },
            role: Role::named(&role).unwrap_or(Role::Employee),
            visibility: Visibility::named(&visibility).unwrap_or(Visibility::Own),
            stores,
            regions,
            employee: employee.zip(employee_name).map(|(id, name)| MemberEmployee { id, name }),
            joined_at: Instant::from_ms(created_at),
            seen_at: seen_at.map(Instant::from_ms),
            brands_elsewhere,
        }
    }
}

/// `$2, $3, …` for a list of ids, and the tenant and the ids as values.
fn within(scope: &Scope, ids: &[Uuid]) -> (String, Vec<Value>) {
    let list: Vec<String> = (2..ids.len() + 2).map(|number| format!("${number}")).collect();
    let mut values = params![scope.tenant.uuid()];
    values.extend(ids.iter().map(|id| Value::from(*id)));
    (list.join(", "), values)
}

/// Lets nobody else change the members of the brand until this transaction ends, so that two owners cannot make
/// each other the last one at the same time.
pub(in crate::identity) async fn lock(tx: &mut Tx, scope: &Scope) -> Result<(), DbError> {
    tx.execute("update brands set name = name where id = $1", params![scope.tenant.uuid()]).await?;
    Ok(())
}

pub(in crate::identity) async fn owners(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    let sql = "select count(*) as n from memberships where tenant_id = $1 and role = 'owner'";
    tx.number(sql, params![scope.tenant.uuid()]).await
}

/// How many brands the member belongs to that `by` does not own.
pub(in crate::identity) async fn brands_elsewhere(
    tx: &mut Tx,
    member: UserId,
    by: UserId,
) -> Result<i64, DbError> {
    let sql = "
        select count(*) as n from memberships where user_id = $1 and tenant_id not in
            (select tenant_id from memberships where user_id = $2 and role = 'owner')";
    tx.number(sql, params![member.uuid(), by.uuid()]).await
}

/// Makes the user a member; what happened before they came is no news to them.
pub(in crate::identity) async fn insert(
    tx: &mut Tx,
    tenant: TenantId,
    user: UserId,
    standing: &Standing,
    now: Instant,
) -> Result<(), DbError> {
    let Standing { role, visibility, employee, .. } = standing;
    let sql = "
        insert into memberships (tenant_id, user_id, role, visibility, employee_id, created_at, notices_seen)
        values ($1, $2, $3, $4, $5, $6, coalesce((select seq from event_heads where tenant_id = $1), 0))";
    let employee = employee.map(EmployeeId::uuid);
    let values = params![tenant.uuid(), user.uuid(), role.name(), visibility.name(), employee, now.ms()];
    tx.execute(sql, values).await?;
    insert_places(tx, tenant, user, standing).await
}

pub(in crate::identity) async fn change(
    tx: &mut Tx,
    scope: &Scope,
    user: UserId,
    standing: &Standing,
) -> Result<(), DbError> {
    let Standing { role, visibility, employee, .. } = standing;
    let key = || params![scope.tenant.uuid(), user.uuid()];
    let sql = "
        update memberships set role = $3, visibility = $4, employee_id = $5 where tenant_id = $1 and user_id = $2";
    let mut values = key();
    values.extend(params![role.name(), visibility.name(), employee.map(EmployeeId::uuid)]);
    tx.execute(sql, values).await?;
    tx.execute("delete from membership_stores where tenant_id = $1 and user_id = $2", key()).await?;
    tx.execute("delete from membership_regions where tenant_id = $1 and user_id = $2", key()).await?;
    insert_places(tx, scope.tenant, user, standing).await
}

async fn insert_places(
    tx: &mut Tx,
    tenant: TenantId,
    user: UserId,
    standing: &Standing,
) -> Result<(), DbError> {
    let stores = standing.stores.iter();
    let rows = stores.flat_map(|store| params![tenant.uuid(), user.uuid(), store.uuid()]).collect();
    tx.insert_rows("insert into membership_stores (tenant_id, user_id, store_id)", 3, "", rows).await?;
    let regions = standing.regions.iter();
    let rows = regions.flat_map(|region| params![tenant.uuid(), user.uuid(), region.clone()]).collect();
    tx.insert_rows("insert into membership_regions (tenant_id, user_id, region)", 3, "", rows).await?;
    Ok(())
}

pub(in crate::identity) async fn remove(tx: &mut Tx, scope: &Scope, user: UserId) -> Result<(), DbError> {
    let sql = "delete from memberships where tenant_id = $1 and user_id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), user.uuid()]).await?;
    Ok(())
}

/// How many of these stores the brand has.
pub(in crate::identity) async fn stores_known(
    tx: &mut Tx,
    scope: &Scope,
    stores: &[StoreId],
) -> Result<usize, DbError> {
    if stores.is_empty() {
        return Ok(0);
    }
    let ids: Vec<Uuid> = stores.iter().map(|store| store.uuid()).collect();
    let (list, values) = within(scope, &ids);
    let sql = format!("select count(*) as n from stores where tenant_id = $1 and id in ({list})");
    Ok(usize::try_from(tx.number(&sql, values).await?).unwrap_or(0))
}

/// Whether the employee is on the roster of the brand.
pub(in crate::identity) async fn is_employee(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<bool, DbError> {
    let sql = "select count(*) as n from employees where tenant_id = $1 and id = $2";
    Ok(tx.number(sql, params![scope.tenant.uuid(), employee.uuid()]).await? > 0)
}

#[derive(FromQueryResult)]
struct OwnEmployee {
    employee_id: Option<Uuid>,
}

/// Who on the roster the person who asks is; `None` where nobody said, or no person asks.
pub(crate) async fn own_employee(tx: &mut Tx, scope: &Scope) -> Result<Option<EmployeeId>, DbError> {
    let Some(user) = scope.user() else { return Ok(None) };
    let sql = "select employee_id from memberships where tenant_id = $1 and user_id = $2";
    let row: Option<OwnEmployee> = tx.one(sql, params![scope.tenant.uuid(), user.uuid()]).await?;
    Ok(row.and_then(|OwnEmployee { employee_id }| employee_id).map(EmployeeId::from_uuid))
}
