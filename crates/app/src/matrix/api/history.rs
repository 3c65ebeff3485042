//! The history of an account: who held it when, what kind it was, and which file showed it first.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use domain::{
    id::{AccountId, EmployeeId, ImportId, StoreId},
    time::Instant,
};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    super::{
        sight,
        store::history::{self, HistoryRow},
    },
    accounts::FirstImport,
};
use crate::{
    App,
    events::EventKind,
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        page::{Page, PageQuery},
        permit::ViewMatrix,
    },
};

/// One attribute that changed. Employees and stores are shown by their names.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct HistoryChange {
    /// The name of the attribute, like `holder` or `kind`.
    field: String,
    /// How it was; absent when it was empty.
    before: Option<String>,
    /// How it is since; absent when it is empty.
    after: Option<String>,
}

/// One line of the history of an account.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct HistoryLine {
    at: Instant,
    /// What happened.
    kind: EventKind,
    /// Who did it; absent when a file did.
    actor: Option<String>,
    /// The import that showed the account first.
    import: Option<FirstImport>,
    changes: Vec<HistoryChange>,
}

/// Tells the history of an account, the newest first.
#[utoipa::path(
    get, path = "/accounts/{account}/history", tag = "matrix", params(("account" = AccountId, Path), PageQuery),
    responses(
        (status = 200, body = Page<HistoryLine>), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(in crate::matrix) async fn list_history(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(account): Path<AccountId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<HistoryLine>>, ApiError> {
    let mut tx = app.db().read().await?;
    sight::demand_account(&mut tx, &scope, account).await?;
    let rows = history::list(&mut tx, &scope, account, &page).await?;
    let page = Page::of(rows, &page, |row| (row.seq, Uuid::nil()));
    let named: BTreeSet<Uuid> = page.items.iter().flat_map(ids_in).collect();
    let names = history::names(&mut tx, &scope, named.into_iter().collect()).await?;
    Ok(Json(page.map(|row| line(row, &names))))
}

fn object(text: Option<&str>) -> Map<String, Value> {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The employee or store that a value names.
fn named_id(value: &Value) -> Option<Uuid> {
    let text = value.as_str()?;
    let employee = text.parse::<EmployeeId>().ok().map(EmployeeId::uuid);
    employee.or_else(|| text.parse::<StoreId>().ok().map(StoreId::uuid))
}

fn ids_in(row: &HistoryRow) -> Vec<Uuid> {
    let both = [object(row.before_json.as_deref()), object(row.after_json.as_deref())];
    both.iter().flat_map(|facts| facts.values().filter_map(named_id)).collect()
}

fn line(row: HistoryRow, names: &BTreeMap<Uuid, String>) -> HistoryLine {
    let HistoryRow { seq: _, at, kind, actor_name, before_json, after_json, import_id, file_name } = row;
    let (before, after) = (object(before_json.as_deref()), object(after_json.as_deref()));
    let fields: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let shown = |value: Option<&Value>| match value? {
        Value::Null => None,
        Value::String(text) => {
            let name = named_id(&Value::String(text.clone())).and_then(|id| names.get(&id));
            Some(name.unwrap_or(text).clone())
        }
        other => Some(other.to_string()),
    };
    let changes = fields.into_iter().filter(|field| before.get(*field) != after.get(*field)).map(|field| {
        HistoryChange {
            field: field.clone(),
            before: shown(before.get(field)),
            after: shown(after.get(field)),
        }
    });
    let import = import_id.zip(file_name).map(|(id, name)| FirstImport::of(ImportId::from_uuid(id), name));
    HistoryLine {
        at: Instant::from_ms(at),
        kind: EventKind::named(&kind).unwrap_or(EventKind::AccountChanged),
        actor: actor_name,
        import,
        changes: changes.filter(|change| change.before.is_some() || change.after.is_some()).collect(),
    }
}
