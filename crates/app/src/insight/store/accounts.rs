//! The accounts within sight, each with its holder, its store and its last note.

use std::collections::BTreeMap;

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, EmployeeId, StoreId},
    identity::Scope,
    matrix::AccountKind,
    time::{Day, Instant, Zone},
};
use uuid::Uuid;

use crate::matrix::conditions::Conditions;

/// Accounts that one board puts together.
pub(in crate::insight) const BOARD_ACCOUNTS_MAX: i64 = 5_000;
/// Stores that are offered as a filter.
const STORES_OFFERED_MAX: i64 = 2_000;

/// Which accounts are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::insight) struct Filter {
    pub account: Option<AccountId>,
    pub kind: Option<AccountKind>,
    pub store: Option<StoreId>,
    /// The region of its store.
    pub region: Option<String>,
    /// A part of the account's or its holder's name.
    pub q: Option<String>,
}

/// An account on the board.
#[derive(Debug, Clone)]
pub(in crate::insight) struct AccountRow {
    pub id: AccountId,
    pub kind: AccountKind,
    pub nickname: String,
    pub holder: Option<(EmployeeId, String)>,
    pub store: Option<(StoreId, String)>,
    pub region: Option<String>,
    pub fans: Option<i64>,
    pub fans_day: Option<Day>,
    pub created_at: Instant,
    pub last_note_at: Option<Instant>,
    pub last_note_day: Option<Day>,
    /// The day of the newest list of its notes.
    pub notes_as_of: Option<Day>,
}

#[derive(FromQueryResult)]
struct Raw {
    id: Uuid,
    kind: String,
    nickname: String,
    holder_id: Option<Uuid>,
    holder: Option<String>,
    store_id: Option<Uuid>,
    store: Option<String>,
    region: Option<String>,
    fans: Option<i64>,
    fans_day: Option<i32>,
    created_at: i64,
    last_note_at: Option<i64>,
}

// The last note is one step on `notes (tenant_id, account_id, published_at, title)` for each account.
const ACCOUNTS: &str = "
    select a.id, a.kind, a.nickname, a.holder_id, h.name as holder, a.store_id, s.name as store,
        s.region, a.fans, a.fans_day, a.created_at,
        (select max(n.published_at) from notes n where n.tenant_id = a.tenant_id and n.account_id = a.id)
            as last_note_at
    from accounts a
    left join stores s on s.tenant_id = a.tenant_id and s.id = a.store_id
    left join employees h on h.tenant_id = a.tenant_id and h.id = a.holder_id";

/// The accounts within sight that the filter lets through, by name.
pub(in crate::insight) async fn accounts(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    zone: &Zone,
) -> Result<Vec<AccountRow>, DbError> {
    let Filter { account, kind, store, region, q } = filter;
    let mut wanted = Conditions::of(scope, "a")
        .and_seen_accounts(scope, "a")
        .and_if("a.id = ?", account.map(AccountId::uuid))
        .and_if("a.kind = ?", kind.map(AccountKind::name))
        .and_if("a.store_id = ?", store.map(StoreId::uuid))
        .and_if("s.region = ?", region.clone())
        .and_contains(&["a.nickname", "h.name"], q.as_deref());
    let limit = wanted.parameter(BOARD_ACCOUNTS_MAX);
    let sql = format!("{ACCOUNTS} where {} order by a.nickname, a.id limit {limit}", wanted.text());
    let rows: Vec<Raw> = tx.all(&sql, wanted.into_values()).await?;
    let listed = NoteLists::of(tx, scope, zone).await?;
    Ok(rows.into_iter().map(|raw| account_of(raw, &listed, zone)).collect())
}

fn account_of(raw: Raw, listed: &NoteLists, zone: &Zone) -> AccountRow {
    let Raw {
        id,
        kind,
        nickname,
        holder_id,
        holder,
        store_id,
        store,
        region,
        fans,
        fans_day,
        created_at,
        last_note_at,
    } = raw;
    let last_note_at = last_note_at.map(Instant::from_ms);
    AccountRow {
        id: AccountId::from_uuid(id),
        kind: AccountKind::named(&kind).unwrap_or(AccountKind::Unknown),
        nickname,
        holder: holder_id.map(EmployeeId::from_uuid).zip(holder),
        store: store_id.map(StoreId::from_uuid).zip(store),
        region,
        fans,
        fans_day: fans_day.and_then(|day| Day::from_yyyymmdd(day).ok()),
        created_at: Instant::from_ms(created_at),
        last_note_at,
        last_note_day: last_note_at.map(|at| at.day(zone)),
        notes_as_of: listed.newest(id),
    }
}

/// When lists of notes were brought in: of single accounts, and of several at once.
struct NoteLists {
    of_one: BTreeMap<Uuid, Day>,
    of_many: Option<Day>,
}

#[derive(FromQueryResult)]
struct ListRow {
    account_id: Option<Uuid>,
    at: i64,
}

impl NoteLists {
    async fn of(tx: &mut Tx, scope: &Scope, zone: &Zone) -> Result<Self, DbError> {
        let sql = "
            select account_id, max(created_at) as at from imports
            where tenant_id = $1 and kind = 'note_list' and state = 'done' group by account_id";
        let rows: Vec<ListRow> = tx.all(sql, params![scope.tenant.uuid()]).await?;
        let day = |at: i64| Instant::from_ms(at).day(zone);
        let of_many = rows.iter().find(|row| row.account_id.is_none()).map(|row| day(row.at));
        let of_one = rows.iter().filter_map(|row| Some((row.account_id?, day(row.at)))).collect();
        Ok(Self { of_one, of_many })
    }

    fn newest(&self, account: Uuid) -> Option<Day> {
        self.of_one.get(&account).copied().max(self.of_many)
    }
}

/// What the board can be filtered by.
#[derive(Debug)]
pub(in crate::insight) struct Choices {
    pub stores: Vec<(StoreId, String)>,
    pub regions: Vec<String>,
}

#[derive(FromQueryResult)]
struct ChoiceRow {
    store_id: Uuid,
    store: String,
    region: String,
}

/// The stores and regions of the accounts within sight.
pub(in crate::insight) async fn choices(tx: &mut Tx, scope: &Scope) -> Result<Choices, DbError> {
    let mut wanted = Conditions::of(scope, "a").and_seen_accounts(scope, "a");
    let limit = wanted.parameter(STORES_OFFERED_MAX);
    let sql = format!(
        "select distinct s.id as store_id, s.name as store, s.region
        from accounts a join stores s on s.tenant_id = a.tenant_id and s.id = a.store_id
        where {} limit {limit}",
        wanted.text()
    );
    let rows: Vec<ChoiceRow> = tx.all(&sql, wanted.into_values()).await?;
    let mut stores: Vec<(StoreId, String)> =
        rows.iter().map(|row| (StoreId::from_uuid(row.store_id), row.store.clone())).collect();
    stores.sort_by(|one, other| one.1.cmp(&other.1).then(one.0.cmp(&other.0)));
    stores.dedup();
    let mut regions: Vec<String> = rows.into_iter().map(|row| row.region).collect();
    regions.sort_unstable();
    regions.dedup();
    Ok(Choices { stores, regions })
}
