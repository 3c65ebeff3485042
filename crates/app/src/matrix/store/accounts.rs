//! The rows of accounts.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, EmployeeId, ImportId, StoreId},
    identity::Scope,
    matrix::{AccountFacts, AccountKind},
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        api::accounts::{AccountFilter, HolderState},
        conditions::{Conditions, Direction},
    },
    people::{EmployeeRef, StoreRef},
};

/// An account with the names of what it refers to.
#[derive(Debug, Clone)]
pub(in crate::matrix) struct AccountRow {
    pub id: AccountId,
    pub kind: AccountKind,
    pub nickname: String,
    pub xhs_uid: Option<String>,
    pub xhs_no: Option<String>,
    pub region: Option<String>,
    pub store: Option<StoreRef>,
    pub holder: Option<EmployeeRef>,
    pub holder_store: Option<StoreId>,
    pub opened_on: Option<Day>,
    pub fans: Option<i64>,
    pub fans_day: Option<Day>,
    /// The import that showed it first, and the name of its file.
    pub first_import: Option<(ImportId, String)>,
    pub created_at: Instant,
}

impl AccountRow {
    /// What the rules need to know of it.
    pub fn facts(&self) -> AccountFacts {
        AccountFacts {
            kind: self.kind,
            store: self.store.as_ref().map(|store| store.id),
            holder: self.holder.as_ref().map(|holder| (holder.id, self.holder_store)),
        }
    }
}

#[derive(FromQueryResult)]
struct RawAccount {
    id: Uuid,
    kind: String,
    nickname: String,
    xhs_uid: Option<String>,
    xhs_no: Option<String>,
    region: Option<String>,
    store_id: Option<Uuid>,
    store_name: Option<String>,
    store_region: Option<String>,
    holder_id: Option<Uuid>,
    holder_name: Option<String>,
    holder_post: Option<String>,
    holder_left_on: Option<i32>,
    holder_store_id: Option<Uuid>,
    opened_on: Option<i32>,
    fans: Option<i64>,
    fans_day: Option<i32>,
    import_id: Option<Uuid>,
    file_name: Option<String>,
    created_at: i64,
}

const COLUMNS: &str =
    "a.id, a.kind, a.nickname, a.xhs_uid, a.xhs_no, a.region, a.store_id, s.name as store_name,
    s.region as store_region, a.holder_id, h.name as holder_name, h.post as holder_post,
    h.left_on as holder_left_on, h.store_id as holder_store_id, a.opened_on, a.fans, a.fans_day, a.import_id,
    i.file_name, a.created_at";

const TABLES: &str = "accounts a
    left join stores s on s.tenant_id = a.tenant_id and s.id = a.store_id
    left join employees h on h.tenant_id = a.tenant_id and h.id = a.holder_id
    left join imports i on i.tenant_id = a.tenant_id and i.id = a.import_id";

fn day(number: Option<i32>) -> Option<Day> {
    number.and_then(|number| Day::from_yyyymmdd(number).ok())
}

impl From<RawAccount> for AccountRow {
    fn from(raw: RawAccount) -> Self {
        let RawAccount { id, kind, nickname, xhs_uid, xhs_no, region, opened_on, fans, fans_day, .. } = raw;
        let RawAccount { store_id, store_name, store_region, holder_id, holder_name, holder_post, .. } = raw;
        let RawAccount { holder_left_on, holder_store_id, import_id, file_name, created_at, .. } = raw;
        let store = store_id.zip(store_name.zip(store_region));
        let holder = holder_id.zip(holder_name);
        Self {
            id: AccountId::from_uuid(id),
            // A kind that this version does not know is nothing that it could tell.
            kind: AccountKind::named(&kind).unwrap_or(AccountKind::Unknown),
            nickname,
            xhs_uid,
            xhs_no,
            region,
            store: store.map(|(id, (name, region))| StoreRef { id: StoreId::from_uuid(id), name, region }),
            holder: holder.map(|(id, name)| EmployeeRef {
                id: EmployeeId::from_uuid(id),
                name,
                post: holder_post,
                left_on: day(holder_left_on),
            }),
            holder_store: holder_store_id.map(StoreId::from_uuid),
            opened_on: day(opened_on),
            fans,
            fans_day: day(fans_day),
            first_import: import_id.map(ImportId::from_uuid).zip(file_name),
            created_at: Instant::from_ms(created_at),
        }
    }
}

/// The condition of a list and of its counts alike, so that they agree.
fn wanted(scope: &Scope, filter: &AccountFilter) -> Conditions {
    let AccountFilter { kind, store, region, holder, q } = filter;
    let list = Conditions::of(scope, "a")
        .and_seen_accounts(scope, "a")
        .and_if("a.kind = ?", kind.map(AccountKind::name))
        .and_if("a.store_id = ?", store.map(StoreId::uuid))
        .and_if("s.region = ?", region.clone())
        .and_contains(&["a.nickname", "a.xhs_uid", "a.xhs_no", "h.name"], q.as_deref());
    match holder {
        None => list,
        Some(HolderState::Claimed) => list.and("a.holder_id is not null", vec![]),
        Some(HolderState::Unclaimed) => list.and("a.holder_id is null", vec![]),
    }
}

/// Accounts that the actor sees, the newest first.
pub(in crate::matrix) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &AccountFilter,
    page: &PageQuery,
) -> Result<Vec<AccountRow>, ApiError> {
    let mut list = wanted(scope, filter).and_after("a.created_at", "a.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!(
        "select {COLUMNS} from {TABLES} where {} order by a.created_at desc, a.id desc limit {limit}",
        list.text()
    );
    let rows: Vec<RawAccount> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(AccountRow::from).collect())
}

/// How many accounts a list has on all its pages.
#[derive(Debug, FromQueryResult)]
pub(in crate::matrix) struct Totals {
    pub total: i64,
    pub unclaimed: i64,
}

/// Counts what [`list`] lists.
pub(in crate::matrix) async fn totals(
    tx: &mut Tx,
    scope: &Scope,
    filter: &AccountFilter,
) -> Result<Totals, DbError> {
    let counted = wanted(scope, filter);
    let sql = format!(
        "select count(*) as total, count(*) - count(a.holder_id) as unclaimed from {TABLES} where {}",
        counted.text()
    );
    let row: Option<Totals> = tx.one(&sql, counted.into_values()).await?;
    Ok(row.unwrap_or(Totals { total: 0, unclaimed: 0 }))
}

/// The account, if the actor sees it.
pub(in crate::matrix) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: AccountId,
) -> Result<Option<AccountRow>, DbError> {
    let one = Conditions::of(scope, "a").and("a.id = ?", params![id.uuid()]).and_seen_accounts(scope, "a");
    let sql = format!("select {COLUMNS} from {TABLES} where {}", one.text());
    let row: Option<RawAccount> = tx.one(&sql, one.into_values()).await?;
    Ok(row.map(AccountRow::from))
}

/// Whether an account with one of these ids is there already, whoever asks: the platform gives them once.
pub(in crate::matrix) async fn is_known(
    tx: &mut Tx,
    scope: &Scope,
    xhs_uid: Option<&str>,
    xhs_no: Option<&str>,
) -> Result<bool, DbError> {
    let sql = "
        select count(*) as n from (
            select id from accounts where tenant_id = $1 and xhs_uid = $2
            union all
            select id from accounts where tenant_id = $1 and xhs_no = $3) known";
    let text = |text: Option<&str>| text.map(str::to_owned);
    Ok(tx.number(sql, params![scope.tenant.uuid(), text(xhs_uid), text(xhs_no)]).await? > 0)
}

/// An account that a person enters.
#[derive(Debug)]
pub(in crate::matrix) struct EnteredAccount {
    pub id: AccountId,
    pub kind: AccountKind,
    pub nickname: String,
    pub xhs_uid: Option<String>,
    pub xhs_no: Option<String>,
    pub store: Option<StoreId>,
}

pub(in crate::matrix) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    account: EnteredAccount,
    now: Instant,
) -> Result<(), DbError> {
    let EnteredAccount { id, kind, nickname, xhs_uid, xhs_no, store } = account;
    let sql = "
        insert into accounts (tenant_id, id, kind, nickname, xhs_uid, xhs_no, store_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let store = store.map(StoreId::uuid);
    let values =
        params![scope.tenant.uuid(), id.uuid(), kind.name(), nickname, xhs_uid, xhs_no, store, now.ms()];
    tx.execute(sql, values).await?;
    Ok(())
}

pub(in crate::matrix) async fn update(
    tx: &mut Tx,
    scope: &Scope,
    id: AccountId,
    (kind, nickname, store): (AccountKind, &str, Option<StoreId>),
) -> Result<(), DbError> {
    let sql = "
        update accounts set kind = $3, nickname = $4, store_id = $5 where tenant_id = $1 and id = $2";
    let store = store.map(StoreId::uuid);
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), kind.name(), nickname, store]).await?;
    Ok(())
}

/// Gives the account to another holder, or to none; `false` when somebody else changed the holder meanwhile.
pub(in crate::matrix) async fn set_holder(
    tx: &mut Tx,
    scope: &Scope,
    id: AccountId,
    (from, to): (Option<EmployeeId>, Option<EmployeeId>),
    store: Option<StoreId>,
) -> Result<bool, DbError> {
    let sql = "
        update accounts set holder_id = $4, store_id = $5
        where tenant_id = $1 and id = $2 and holder_id is not distinct from $3";
    let (from, to) = (from.map(EmployeeId::uuid), to.map(EmployeeId::uuid));
    let values = params![scope.tenant.uuid(), id.uuid(), from, to, store.map(StoreId::uuid)];
    Ok(tx.execute(sql, values).await? > 0)
}

#[derive(FromQueryResult)]
struct HeldRow {
    id: Uuid,
    store_id: Option<Uuid>,
}

/// Accounts of one holder that are moved at the most when the holder moves.
const HELD_MAX: i64 = 1_000;

/// The accounts that an employee holds, and where each belongs, whoever asks.
pub(in crate::matrix) async fn held_by(
    tx: &mut Tx,
    scope: &Scope,
    holder: EmployeeId,
) -> Result<Vec<(AccountId, Option<StoreId>)>, DbError> {
    let sql =
        "select id, store_id from accounts where tenant_id = $1 and holder_id = $2 order by id limit $3";
    let rows: Vec<HeldRow> = tx.all(sql, params![scope.tenant.uuid(), holder.uuid(), HELD_MAX]).await?;
    let held = |HeldRow { id, store_id }| (AccountId::from_uuid(id), store_id.map(StoreId::from_uuid));
    Ok(rows.into_iter().map(held).collect())
}

pub(in crate::matrix) async fn move_to(
    tx: &mut Tx,
    scope: &Scope,
    id: AccountId,
    store: Option<StoreId>,
) -> Result<(), DbError> {
    let sql = "update accounts set store_id = $3 where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), store.map(StoreId::uuid)]).await?;
    Ok(())
}

/// Takes the account from this holder; where it belongs stays.
pub(in crate::matrix) async fn unclaim(
    tx: &mut Tx,
    scope: &Scope,
    id: AccountId,
    holder: EmployeeId,
) -> Result<(), DbError> {
    let sql = "update accounts set holder_id = null where tenant_id = $1 and id = $2 and holder_id = $3";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), holder.uuid()]).await?;
    Ok(())
}

/// Accounts that one person is asked about at once.
const NAMED_MAX: i64 = 200;

#[derive(FromQueryResult)]
struct NamedRow {
    id: Uuid,
    nickname: String,
}

/// The accounts that an employee holds and the actor sees, by nickname.
pub(crate) async fn names_held_by(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<(AccountId, String)>, DbError> {
    let mut list = Conditions::of(scope, "a")
        .and("a.holder_id = ?", params![employee.uuid()])
        .and_seen_accounts(scope, "a");
    let limit = list.parameter(NAMED_MAX);
    let sql = format!(
        "select a.id, a.nickname from accounts a where {} order by a.nickname, a.id limit {limit}",
        list.text()
    );
    let rows: Vec<NamedRow> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(|NamedRow { id, nickname }| (AccountId::from_uuid(id), nickname)).collect())
}
