//! Accounts with what is promised to them and what was seen of it.

use std::collections::HashMap;

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    entitlements::{Entitlement, Seen, Sighting},
    id::{AccountId, EntitlementSightingId, EvidenceFileId},
    identity::Scope,
    matrix::AccountKind,
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// Sightings of one account that are shown.
const SIGHTINGS_SHOWN_MAX: i64 = 100;
/// Days of spend that are told with the entitlements.
const SPEND_DAYS: i32 = 30;

/// An account with what its promise rests on.
#[derive(Debug, FromQueryResult)]
pub(in crate::entitlements) struct AccountRow {
    pub id: Uuid,
    pub nickname: String,
    pub holder: Option<String>,
    /// The edition that its legal entity states for the day.
    pub edition: Option<String>,
    pub industry: Option<String>,
    pub spent_fen: i64,
    pub created_at: i64,
}

/// What somebody saw, as it is kept.
#[derive(Debug)]
pub(in crate::entitlements) struct KeptSighting {
    pub id: EntitlementSightingId,
    pub entitlement: Entitlement,
    pub sighting: Sighting,
    pub seen_on: Day,
    pub remark: String,
    pub file: Option<EvidenceFileId>,
    pub seen_by: String,
    pub created_at: Instant,
}

/// A statement for the accounts of a list, as of a day; `rest` follows the conditions.
fn statement(list: &mut Conditions, today: Day, rest: &str) -> String {
    let day = list.parameter(today.yyyymmdd());
    let spend_from = list.parameter(today.plus_days(1 - SPEND_DAYS).yyyymmdd());
    let text = list.text();
    format!(
        "select a.id, a.nickname, a.created_at, e.name as holder, l.industry,
            (select s.edition from entity_editions s
                where s.tenant_id = t.tenant_id and s.entity_id = t.entity_id and s.since <= {day}
                order by s.since desc limit 1) as edition,
            coalesce((select cast(sum(p.promoted_fee_fen) as bigint) from account_periods p
                where p.tenant_id = a.tenant_id and p.account_id = a.id and p.to_day >= {spend_from}), 0) as spent_fen
        from accounts a
        left join employees e on e.tenant_id = a.tenant_id and e.id = a.holder_id
        left join seats t on t.tenant_id = a.tenant_id and t.account_id = a.id
        left join legal_entities l on l.tenant_id = t.tenant_id and l.id = t.entity_id
        where {text} {rest}"
    )
}

/// The staff accounts that the actor sees, the newest first.
pub(in crate::entitlements) async fn accounts(
    tx: &mut Tx,
    scope: &Scope,
    q: Option<&str>,
    today: Day,
    page: &PageQuery,
) -> Result<Vec<AccountRow>, ApiError> {
    let mut list = Conditions::of(scope, "a")
        .and("a.kind = ?", params![AccountKind::Kos.name()])
        .and_contains(&["a.nickname"], q)
        .and_seen_accounts(scope, "a")
        .and_after("a.created_at", "a.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = statement(&mut list, today, &format!("order by a.created_at desc, a.id desc limit {limit}"));
    Ok(tx.all(&sql, list.into_values()).await?)
}

/// One account, if the actor sees it.
pub(in crate::entitlements) async fn account(
    tx: &mut Tx,
    scope: &Scope,
    id: AccountId,
    today: Day,
) -> Result<Option<AccountRow>, DbError> {
    let mut list =
        Conditions::of(scope, "a").and("a.id = ?", params![id.uuid()]).and_seen_accounts(scope, "a");
    let sql = statement(&mut list, today, "");
    tx.one(&sql, list.into_values()).await
}

#[derive(FromQueryResult)]
struct SeenRow {
    account_id: Uuid,
    entitlement: String,
    sighting: String,
    seen_on: i32,
}

/// What was seen of some accounts, for each entitlement in the order in which it was noted.
pub(in crate::entitlements) async fn seen(
    tx: &mut Tx,
    scope: &Scope,
    accounts: &[Uuid],
) -> Result<HashMap<Uuid, HashMap<Entitlement, Vec<Seen>>>, DbError> {
    let mut found: HashMap<Uuid, HashMap<Entitlement, Vec<Seen>>> = HashMap::new();
    if accounts.is_empty() {
        return Ok(found);
    }
    let places: Vec<String> = (2..accounts.len() + 2).map(|number| format!("${number}")).collect();
    let sql = format!(
        "select account_id, entitlement, sighting, seen_on from entitlement_sightings
        where tenant_id = $1 and account_id in ({}) order by created_at, id",
        places.join(", ")
    );
    let ids = accounts.iter().map(|id| Value::from(*id));
    let values = std::iter::once(scope.tenant.uuid().into()).chain(ids).collect::<Vec<Value>>();
    for SeenRow { account_id, entitlement, sighting, seen_on } in tx.all::<SeenRow>(&sql, values).await? {
        let named = Entitlement::named(&entitlement).zip(Sighting::named(&sighting));
        if let Some((entitlement, sighting)) = named
            && let Ok(on) = Day::from_yyyymmdd(seen_on)
        {
            let of_account = found.entry(account_id).or_default();
            of_account.entry(entitlement).or_default().push(Seen { sighting, on });
        }
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct SightingRow {
    id: Uuid,
    entitlement: String,
    sighting: String,
    seen_on: i32,
    remark: String,
    file_id: Option<Uuid>,
    seen_by: String,
    created_at: i64,
}

/// Who saw what of an account, the newest first.
pub(in crate::entitlements) async fn of_account(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
) -> Result<Vec<KeptSighting>, DbError> {
    let sql = "
        select id, entitlement, sighting, seen_on, remark, file_id, seen_by, created_at from entitlement_sightings
        where tenant_id = $1 and account_id = $2 order by created_at desc, id desc limit $3";
    let values = params![scope.tenant.uuid(), account.uuid(), SIGHTINGS_SHOWN_MAX];
    let rows: Vec<SightingRow> = tx.all(sql, values).await?;
    Ok(rows.into_iter().filter_map(kept).collect())
}

fn kept(row: SightingRow) -> Option<KeptSighting> {
    let SightingRow { id, entitlement, sighting, seen_on, remark, file_id, seen_by, created_at } = row;
    Some(KeptSighting {
        id: EntitlementSightingId::from_uuid(id),
        entitlement: Entitlement::named(&entitlement)?,
        sighting: Sighting::named(&sighting)?,
        seen_on: Day::from_yyyymmdd(seen_on).ok()?,
        remark,
        file: file_id.map(EvidenceFileId::from_uuid),
        seen_by,
        created_at: Instant::from_ms(created_at),
    })
}

pub(in crate::entitlements) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    kept: &KeptSighting,
) -> Result<(), DbError> {
    let KeptSighting { id, entitlement, sighting, seen_on, remark, file, seen_by, created_at } = kept;
    let sql = "
        insert into entitlement_sightings
            (tenant_id, id, account_id, entitlement, sighting, seen_on, remark, file_id, seen_by, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        account.uuid(),
        entitlement.name(),
        sighting.name(),
        seen_on.yyyymmdd(),
        remark.as_str(),
        file.map(EvidenceFileId::uuid),
        seen_by.as_str(),
        created_at.ms()
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
