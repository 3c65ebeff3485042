//! The rows of files behind one number of one account.

use std::collections::{BTreeMap, BTreeSet};

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, ImportId},
    identity::Scope,
    imports::{CellValue, Cells, Field},
    insight::{
        Loaded, Metric,
        metrics::{Amount, Column, Origin},
    },
    time::{Day, Instant, Period},
};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use crate::matrix::conditions::Conditions;

/// Rows that one number may be put together from.
const ROWS_MAX: i64 = 20_000;

/// Where a cell came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::insight) struct Place {
    pub import: ImportId,
    pub row: i64,
}

/// A row that a number was put together from.
#[derive(Debug)]
pub(in crate::insight) struct SourceRow {
    pub id: Uuid,
    /// What people call it: the title of a note, the name of a campaign.
    pub name: String,
    pub loaded: Option<Loaded>,
    pub day: Option<Day>,
    /// The dimensions of a row of a Juguang report.
    pub dimensions: String,
    /// The newest import that spoke of the row.
    pub place: Place,
    /// The cells that an older import filled.
    pub older: BTreeMap<String, Place>,
    /// The row of conversations beside a reply measure.
    pub beside: Option<Box<Beside>>,
    /// The columns of the metric, in the order of [`columns_of`].
    pub cells: Vec<Option<i64>>,
}

/// The conversations entered, of the same account over the same period.
#[derive(Debug)]
pub(in crate::insight) struct Beside {
    pub conversations: Option<i64>,
    pub place: Place,
    pub older: BTreeMap<String, Place>,
}

/// The columns that a metric reads, each once.
pub(in crate::insight) fn columns_of(metric: &Metric) -> Vec<Column> {
    let (value, over) = metric.nature.amounts();
    let mut columns: Vec<Column> = Vec::new();
    for amount in [Some(value), over].into_iter().flatten() {
        if let Amount::Columns(list) = amount {
            columns.extend(list.iter().filter(|column| !columns.contains(column)).collect::<Vec<_>>());
        }
    }
    columns
}

/// Columns of the statement before the cells.
const CELLS_START: usize = 14;

impl FromQueryResult for SourceRow {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let day = |at: usize| -> Result<Option<Day>, DbErr> {
            Ok(row.try_get_by_index::<Option<i32>>(at)?.and_then(|day| Day::from_yyyymmdd(day).ok()))
        };
        let period = day(2)?.zip(day(3)?).and_then(|(from, to)| Period::new(from, to).ok());
        let loaded_at = Instant::from_ms(row.try_get_by_index::<Option<i64>>(4)?.unwrap_or_default());
        let import: Uuid = row.try_get_by_index(7)?;
        let beside_import: Option<Uuid> = row.try_get_by_index(11)?;
        let beside = match beside_import {
            None => None,
            Some(import) => Some(Box::new(Beside {
                conversations: row.try_get_by_index(10)?,
                place: Place { import: ImportId::from_uuid(import), row: row.try_get_by_index(12)? },
                older: older(row.try_get_by_index(13)?),
            })),
        };
        let cells = (CELLS_START..row.column_names().len()).map(|at| row.try_get_by_index(at));
        Ok(Self {
            id: row.try_get_by_index(0)?,
            name: row.try_get_by_index(1)?,
            loaded: period.map(|period| Loaded { period, loaded_at }),
            day: day(5)?,
            dimensions: row.try_get_by_index(6)?,
            place: Place { import: ImportId::from_uuid(import), row: row.try_get_by_index(8)? },
            older: older(row.try_get_by_index(9)?),
            beside,
            cells: cells.collect::<Result<_, DbErr>>()?,
        })
    }
}

/// The imports and rows of older cells, by the code of their field.
fn older(text: Option<String>) -> BTreeMap<String, Place> {
    let read = |text: String| serde_json::from_str::<BTreeMap<String, (ImportId, i64)>>(&text).ok();
    let places = text.and_then(read).unwrap_or_default();
    places.into_iter().map(|(field, (import, row))| (field, Place { import, row })).collect()
}

/// The rows of the metric's table about the account within the period.
pub(in crate::insight) async fn rows(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    metric: &Metric,
    period: Period,
) -> Result<Vec<SourceRow>, DbError> {
    let Some((head, from)) = shape(metric.origin) else { return Ok(vec![]) };
    let cells: Vec<String> = columns_of(metric).iter().map(|column| format!(", t.{}", column.name)).collect();
    let values = params![
        scope.tenant.uuid(),
        period.from().yyyymmdd(),
        period.to().yyyymmdd(),
        account.uuid(),
        ROWS_MAX
    ];
    let sql = format!("select {head}{} {from} limit $5", cells.concat());
    tx.all(&sql, values).await
}

/// The columns before the cells, for the row of a note.
const NOTE_HEAD: &str =
    "t.id, t.title, cast(null as integer), cast(null as integer), cast(null as bigint), t.published_day,
        '', t.import_id, t.row_no, t.older_cells,
        cast(null as bigint), cast(null as uuid), cast(null as bigint), cast(null as text)";

/// The columns before the cells (id, name, first and last day, when loaded, day, dimensions, import, row, older
/// cells; then conversations, import, row and older cells of the row beside), and the tables.
const fn shape(origin: Origin) -> Option<(&'static str, &'static str)> {
    match origin {
        Origin::Accounts => None,
        Origin::Notes => Some((
            NOTE_HEAD,
            "from notes t where t.tenant_id = $1 and t.published_day >= $2 and t.published_day <= $3
                and t.account_id = $4 order by t.published_at, t.id",
        )),
        Origin::NoteFindings => Some((
            NOTE_HEAD,
            "from note_findings f join notes t on t.tenant_id = f.tenant_id and t.id = f.note_id
                where f.tenant_id = $1 and f.published_day >= $2 and f.published_day <= $3
                and f.account_id = $4 order by f.published_at, f.note_id",
        )),
        Origin::NoteCopies => Some((
            NOTE_HEAD,
            "from note_copies c join notes t on t.tenant_id = c.tenant_id and t.id = c.note_id
                where c.tenant_id = $1 and c.published_day >= $2 and c.published_day <= $3
                and c.account_id = $4 order by c.published_at, c.note_id",
        )),
        Origin::AccountPeriods => Some((
            "t.id, '', t.from_day, t.to_day, i.created_at, cast(null as integer),
                '', t.import_id, t.row_no, t.older_cells,
                cast(null as bigint), cast(null as uuid), cast(null as bigint), cast(null as text)",
            "from account_periods t left join imports i on i.tenant_id = t.tenant_id and i.id = t.import_id
                where t.tenant_id = $1 and t.from_day >= $2 and t.to_day <= $3 and t.account_id = $4
                order by t.from_day, t.to_day",
        )),
        Origin::ServicePeriods => Some((
            "t.id, '', t.from_day, t.to_day, i.created_at, cast(null as integer),
                '', t.import_id, t.row_no, t.older_cells,
                w.message_consult, w.import_id, w.row_no, w.older_cells",
            "from service_periods t left join imports i on i.tenant_id = t.tenant_id and i.id = t.import_id
                left join account_periods w on w.tenant_id = t.tenant_id and w.account_id = t.account_id
                    and w.from_day = t.from_day and w.to_day = t.to_day
                where t.tenant_id = $1 and t.from_day >= $2 and t.to_day <= $3 and t.account_id = $4
                order by t.from_day, t.to_day",
        )),
        Origin::JuguangFigures => Some((
            "t.id, '', t.from_day, t.to_day, i.created_at, cast(null as integer),
                t.dimensions, t.import_id, t.row_no, t.older_cells,
                cast(null as bigint), cast(null as uuid), cast(null as bigint), cast(null as text)",
            "from juguang_figures t left join imports i on i.tenant_id = t.tenant_id and i.id = t.import_id
                where t.tenant_id = $1 and t.from_day >= $2 and t.to_day <= $3 and t.account_id = $4
                order by t.from_day, t.to_day, t.id",
        )),
    }
}

#[derive(FromQueryResult)]
struct FileRow {
    id: Uuid,
    file_name: String,
}

/// The names of the files of these imports.
pub(in crate::insight) async fn file_names(
    tx: &mut Tx,
    scope: &Scope,
    imports: &BTreeSet<ImportId>,
) -> Result<BTreeMap<ImportId, String>, DbError> {
    let wanted = Conditions::of(scope, "i").and_in("i.id", imports.iter().map(|import| import.uuid().into()));
    let sql = format!("select i.id, i.file_name from imports i where {}", wanted.text());
    let rows: Vec<FileRow> = tx.all(&sql, wanted.into_values()).await?;
    Ok(rows.into_iter().map(|row| (ImportId::from_uuid(row.id), row.file_name)).collect())
}

#[derive(FromQueryResult)]
struct FansRow {
    from_day: i32,
    to_day: i32,
    import_id: Uuid,
    row_no: i64,
    cells: String,
}

/// The row of a file that told the number of fans of the day.
#[derive(Debug)]
pub(in crate::insight) struct FansSource {
    pub place: Place,
    pub period: Option<Period>,
}

/// Rows that may have told the number of fans.
const FANS_ROWS_MAX: i64 = 200;

/// The newest row that told this number of fans at the end of its period.
pub(in crate::insight) async fn fans(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    (fans, day): (i64, Day),
) -> Result<Option<FansSource>, DbError> {
    let sql = "
        select p.from_day, p.to_day, o.import_id, o.row_no, o.cells
        from account_periods p join observations o on o.tenant_id = p.tenant_id and o.subject_id = p.id
        where p.tenant_id = $1 and p.account_id = $2 and p.to_day = $3
        order by o.import_id desc, o.row_no desc limit $4";
    let values = params![scope.tenant.uuid(), account.uuid(), day.yyyymmdd(), FANS_ROWS_MAX];
    let rows: Vec<FansRow> = tx.all(sql, values).await?;
    let told = |row: &FansRow| {
        let cells: Cells = serde_json::from_str(&row.cells).unwrap_or_default();
        cells.get(Field::Fans) == Some(&CellValue::Whole(fans))
    };
    let source = |row: FansRow| {
        let days = Day::from_yyyymmdd(row.from_day).ok().zip(Day::from_yyyymmdd(row.to_day).ok());
        FansSource {
            place: Place { import: ImportId::from_uuid(row.import_id), row: row.row_no },
            period: days.and_then(|(from, to)| Period::new(from, to).ok()),
        }
    };
    Ok(rows.into_iter().find(told).map(source))
}
