//! The accounts within sight, each with its holder, its store and its last note.

use std::collections::BTreeMap;

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, EmployeeId, StoreId},
    identity::Scope,
    insight::AccountKind,
    time::{Day, Instant, Zone},
};
use uuid::Uuid;

use super::{Statement, anywhere};
use crate::insight::sight;

/// Accounts that one board puts together.
pub(in crate::insight) const BOARD_ACCOUNTS_MAX: i64 = 5_000;
/// Stores that are offered as a filter.
const STORES_OFFERED_MAX: i64 = 2_000;

/// Which accounts are asked for.
#[derive(Debug, Clone, Default)]
pub(in crate::insight) struct Filter {
    pub account: Option<AccountId>,
    pub kind: Option<AccountKind>,
    pub store: Option<StoreId>,
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
        coalesce(s.region, a.region) as region, a.fans, a.fans_day, a.created_at,
        (select max(n.published_at) from notes n where n.tenant_id = a.tenant_id and n.account_id = a.id)
            as last_note_at
    from accounts a
    left join stores s on s.tenant_id = a.tenant_id and s.id = a.store_id
    left join employees h on h.tenant_id = a.tenant_id and h.id = a.holder_id
    where a.tenant_id = $1";

/// The accounts within sight that the filter lets through, by name.
pub(in crate::insight) async fn accounts(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    zone: &Zone,
) -> Result<Vec<AccountRow>, DbError> {
    let mut statement = Statement::new(ACCOUNTS.to_owned(), params![scope.tenant.uuid()]);
    statement.and_condition(sight::condition(scope, "a", statement.next()));
    let Filter { account, kind, store, region, q } = filter;
    if let Some(account) = account {
        statement.and(" and a.id = {}", account.uuid());
    }
    if let Some(kind) = kind {
        statement.and(" and a.kind = {}", kind.name());
    }
    if let Some(store) = store {
        statement.and(" and a.store_id = {}", store.uuid());
    }
    if let Some(region) = region {
        statement.and(" and coalesce(s.region, a.region) = {}", region.as_str());
    }
    if let Some(q) = q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let names =
            " and (lower(a.nickname) like {} escape '\\' or lower(coalesce(h.name, '')) like {} escape '\\')";
        statement.and(names, anywhere(q));
    }
    statement.and(" order by a.nickname, a.id limit {}", BOARD_ACCOUNTS_MAX);
    let Statement { sql, values } = statement;
    let rows: Vec<Raw> = tx.all(&sql, values).await?;
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
    store_id: Option<Uuid>,
    store: Option<String>,
    region: Option<String>,
}

/// The stores and regions of the accounts within sight.
pub(in crate::insight) async fn choices(tx: &mut Tx, scope: &Scope) -> Result<Choices, DbError> {
    let sql = "
        select distinct a.store_id, s.name as store, coalesce(s.region, a.region) as region
        from accounts a left join stores s on s.tenant_id = a.tenant_id and s.id = a.store_id
        where a.tenant_id = $1";
    let mut statement = Statement::new(sql.to_owned(), params![scope.tenant.uuid()]);
    statement.and_condition(sight::condition(scope, "a", statement.next()));
    statement.and(" limit {}", STORES_OFFERED_MAX);
    let Statement { sql, values } = statement;
    let rows: Vec<ChoiceRow> = tx.all(&sql, values).await?;
    let mut stores: Vec<(StoreId, String)> =
        rows.iter().filter_map(|row| Some((StoreId::from_uuid(row.store_id?), row.store.clone()?))).collect();
    stores.sort_by(|one, other| one.1.cmp(&other.1).then(one.0.cmp(&other.0)));
    stores.dedup();
    let mut regions: Vec<String> = rows.into_iter().filter_map(|row| row.region).collect();
    regions.sort_unstable();
    regions.dedup();
    Ok(Choices { stores, regions })
}
