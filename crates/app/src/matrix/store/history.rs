//! The history of an account: its lines of the event log, and the import that showed it first.

use std::collections::BTreeMap;

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{id::AccountId, identity::Scope};
use uuid::Uuid;

use crate::{
    events::EventKind,
    http::{ApiError, page::PageQuery},
};

/// What the history of an account tells.
const TOLD: [EventKind; 4] = [
    EventKind::AccountAdded,
    EventKind::AccountChanged,
    EventKind::HolderChanged,
    EventKind::ProposalDecided,
];

/// One line of the history. The first sight in a file that left no line of its own has the number 0.
#[derive(Debug, FromQueryResult)]
pub(in crate::matrix) struct HistoryRow {
    pub seq: i64,
    pub at: i64,
    pub kind: String,
    pub actor_name: Option<String>,
    pub before_json: Option<String>,
    pub after_json: Option<String>,
    pub import_id: Option<Uuid>,
    pub file_name: Option<String>,
}

/// Lines of the history, the newest first.
pub(in crate::matrix) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    page: &PageQuery,
) -> Result<Vec<HistoryRow>, ApiError> {
    let (before_seq, _) = page.start()?;
    let kinds: Vec<String> = TOLD.iter().map(|kind| format!("'{kind}'")).collect();
    let sql = format!(
        "select e.seq, e.at, e.kind, e.actor_name, e.before_json, e.after_json,
            i.id as import_id, i.file_name
        from events e
        left join accounts a on e.kind = 'account_added' and a.tenant_id = e.tenant_id and a.id = $3
        left join imports i on i.tenant_id = a.tenant_id and i.id = a.import_id
        where e.tenant_id = $1 and e.subject = $2 and e.seq < $4 and e.kind in ({})
        union all
        select 0 as seq, i.created_at as at, 'account_added' as kind, null as actor_name,
            null as before_json, null as after_json, i.id as import_id, i.file_name
        from accounts a join imports i on i.tenant_id = a.tenant_id and i.id = a.import_id
        where a.tenant_id = $1 and a.id = $3 and 0 < $4 and not exists (
            select 1 from events e where e.tenant_id = $1 and e.subject = $2 and e.kind = 'account_added')
        order by seq desc limit $5",
        kinds.join(", ")
    );
    let values = params![scope.tenant.uuid(), account.to_string(), account.uuid(), before_seq, page.rows()];
    Ok(tx.all(&sql, values).await?)
}

#[derive(FromQueryResult)]
struct NameRow {
    id: Uuid,
    name: String,
}

/// The names of employees and stores, by their ids.
pub(in crate::matrix) async fn names(
    tx: &mut Tx,
    scope: &Scope,
    ids: Vec<Uuid>,
) -> Result<BTreeMap<Uuid, String>, DbError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let places: Vec<String> = (2..ids.len() + 2).map(|number| format!("${number}")).collect();
    let places = places.join(", ");
    let sql = format!(
        "select id, name from employees where tenant_id = $1 and id in ({places})
        union all
        select id, name from stores where tenant_id = $1 and id in ({places})"
    );
    let mut values = params![scope.tenant.uuid()];
    values.extend(ids.into_iter().map(Value::from));
    let rows: Vec<NameRow> = tx.all(&sql, values).await?;
    Ok(rows.into_iter().map(|NameRow { id, name }| (id, name)).collect())
}
