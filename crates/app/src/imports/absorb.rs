//! Writing what the rows of a file said, many at a time: new subjects are inserted, known ones merged cell by cell.
//!
//! Every row leaves an observation, also one that changes nothing: undoing an import folds the observations that
//! remain, and what another file said as well stays.

use std::collections::{BTreeMap, HashMap, HashSet};

use db::{DbError, FromQueryResult, Tx, Value as Sql, params};
use domain::{
    id::ImportId,
    imports::{CellValue, Cells, Merged, Observation, Source},
    time::Instant,
};
use jobs::Ids;
use uuid::Uuid;

use super::table::{Said, Shaper, is_personal};

/// Rows that are taken together. The same number again and again keeps the statements prepared.
pub(super) const ROWS_AT_ONCE: usize = 512;

/// Keys that an import into an empty table remembers, so that it need not look for rows that cannot be there: 9 MiB.
const KEYS_REMEMBERED_MAX: usize = 900_000;

/// How many subjects an import made, changed and left alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub new: i64,
    pub changed: i64,
    pub unchanged: i64,
}

/// Writes rows into one table on behalf of one import.
#[derive(Debug)]
pub(super) struct Absorber<'a> {
    shaper: Shaper<'a>,
    import: ImportId,
    ids: &'a Ids,
    now: Instant,
    /// Whether the table held nothing of this brand when the import began, so that all it holds is `written`.
    was_empty: bool,
    written: HashSet<u64>,
    statements: Statements,
    counts: Counts,
}

/// The texts of the statements, made once.
#[derive(Debug)]
struct Statements {
    subject_head: String,
    subject_tail: String,
    subject_columns: usize,
    /// Equates the key of a row with that of a subject.
    same_key: String,
}

const OBSERVATION_HEAD: &str = "insert into observations (tenant_id, import_id, row_no, subject_id, cells)";
const OBSERVATION_COLUMNS: usize = 5;

impl Statements {
    fn of(shaper: &Shaper<'_>) -> Self {
        let table = shaper.table;
        let facts: Vec<&str> =
            table.derived.iter().copied().chain(table.cells.iter().map(|column| column.name)).collect();
        let columns =
            [&["tenant_id", "id"], table.key, &facts, &["import_id", "row_no", "older_cells"]].concat();
        let updates: Vec<String> = facts
            .iter()
            .chain(&["import_id", "row_no", "older_cells"])
            .map(|column| format!("{column} = excluded.{column}"))
            .collect();
        let equal: Vec<String> = table
            .key
            .iter()
            .enumerate()
            .map(|(place, column)| format!("s.{column} = k.column{}", place + 2))
            .collect();
        Self {
            subject_head: format!("insert into {} ({})", table.name, columns.join(", ")),
            subject_tail: format!("on conflict (tenant_id, id) do update set {}", updates.join(", ")),
            subject_columns: columns.len(),
            same_key: equal.join(" and "),
        }
    }
}

#[derive(Debug, FromQueryResult)]
struct Found {
    place: i64,
    id: Uuid,
}

#[derive(Debug, FromQueryResult)]
struct ObservationRow {
    subject_id: Uuid,
    import_id: Uuid,
    row_no: i64,
    cells: String,
}

/// What is to be written of a batch: the values of all rows, one after the other.
#[derive(Default)]
struct Writing {
    /// Rows that are not in the table yet. They are written without a word about conflicts, which would cost SQLite
    /// a journal of each statement.
    new: Vec<Sql>,
    /// Rows that are to be put in the place of those with the same id.
    changed: Vec<Sql>,
    observations: Vec<Sql>,
}

impl<'a> Absorber<'a> {
    pub async fn new(
        tx: &mut Tx,
        shaper: Shaper<'a>,
        import: ImportId,
        ids: &'a Ids,
        now: Instant,
    ) -> Result<Self, DbError> {
        let table = shaper.table.name;
        let sql =
            format!("select count(*) as n from (select 1 from {table} where tenant_id = $1 limit 1) first");
        let was_empty = tx.number(&sql, params![shaper.tenant.uuid()]).await? == 0;
        let statements = Statements::of(&shaper);
        let (written, counts) = (HashSet::new(), Counts::default());
        Ok(Self { shaper, import, ids, now, was_empty, written, statements, counts })
    }

    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// Writes a batch of rows, no two of them about the same subject.
    pub async fn absorb(&mut self, tx: &mut Tx, batch: Vec<Said>) -> Result<(), DbError> {
        let known = self.find(tx, &batch).await?;
        let observed = self.observations_of(tx, known.values().copied()).await?;
        let mut writing = Writing {
            new: Vec::with_capacity((batch.len() - known.len()) * self.statements.subject_columns),
            changed: Vec::new(),
            observations: Vec::with_capacity(batch.len() * OBSERVATION_COLUMNS),
        };
        self.remember(&batch);
        for (place, said) in batch.into_iter().enumerate() {
            match known.get(&place) {
                None => self.take_new(said, &mut writing),
                Some(id) => self.take_known(*id, said, observed.get(id), &mut writing),
            }
        }
        let Writing { new, changed, observations } = writing;
        let Statements { subject_head, subject_tail, subject_columns, .. } = &self.statements;
        tx.insert_rows(subject_head, *subject_columns, "", new).await?;
        tx.insert_rows(subject_head, *subject_columns, subject_tail, changed).await?;
        tx.insert_rows(OBSERVATION_HEAD, OBSERVATION_COLUMNS, "", observations).await?;
        Ok(())
    }

    /// Remembers what a table that was empty now holds. Beyond a bound it counts as a table like any other.
    fn remember(&mut self, batch: &[Said]) {
        if !self.was_empty {
            return;
        }
        self.written.extend(batch.iter().map(|said| said.key_hash));
        if self.written.len() > KEYS_REMEMBERED_MAX {
            self.was_empty = false;
            self.written = HashSet::new();
        }
    }

    fn observe(&self, id: Uuid, row_no: u32, cells: String, writing: &mut Writing) {
        writing.observations.extend([
            Sql::Uuid(Some(self.shaper.tenant.uuid())),
            Sql::Uuid(Some(self.import.uuid())),
            Sql::BigInt(Some(row_no.into())),
            Sql::Uuid(Some(id)),
            Sql::String(Some(cells)),
        ]);
    }

    fn take_new(&mut self, said: Said, writing: &mut Writing) {
        let Said { row_no, mut row, cells, key_hash: _ } = said;
        let id = self.ids.uuid(self.now);
        self.counts.new += 1;
        set_id(&mut row, id);
        writing.new.append(&mut row);
        put_source(&mut writing.new, self.import.uuid(), row_no.into(), None);
        self.observe(id, row_no, cells, writing);
    }

    fn take_known(
        &mut self,
        id: Uuid,
        mut said: Said,
        observed: Option<&Vec<Observation>>,
        writing: &mut Writing,
    ) {
        let mut merged = Merged::fold(observed.into_iter().flatten());
        let source = Source { import: self.import, row: said.row_no };
        let is_same = merged.merge(&opened(&self.shaper, &said.cells), source).is_empty();
        self.observe(id, said.row_no, std::mem::take(&mut said.cells), writing);
        if is_same {
            self.counts.unchanged += 1;
            return;
        }
        self.counts.changed += 1;
        put_subject(&self.shaper, id, said, &merged, &mut writing.changed);
    }

    /// Which rows of the batch are about subjects that are there already, by their place in the batch.
    async fn find(&self, tx: &mut Tx, batch: &[Said]) -> Result<HashMap<usize, Uuid>, DbError> {
        let may_be_there = |said: &&Said| !self.was_empty || self.written.contains(&said.key_hash);
        if !batch.iter().any(|said| may_be_there(&said)) {
            return Ok(HashMap::new());
        }
        let columns = self.shaper.table.key.len() + 1;
        let mut values = Vec::with_capacity(batch.len() * columns + 1);
        for (place, said) in batch.iter().enumerate() {
            values.push(Sql::BigInt(i64::try_from(place).ok()));
            values.extend(said.key(self.shaper.table).iter().cloned());
        }
        let tenant = tx.place(values.len() + 1);
        let sql = format!(
            "with k as (values {}) select k.column1 as place, s.id from k join {} s on s.tenant_id = {tenant} and {}",
            tx.places(columns, batch.len(), 1),
            self.shaper.table.name,
            self.statements.same_key,
        );
        values.extend(params![self.shaper.tenant.uuid()]);
        let found: Vec<Found> = tx.all(&sql, values).await?;
        Ok(found.into_iter().filter_map(|row| Some((usize::try_from(row.place).ok()?, row.id))).collect())
    }

    async fn observations_of(
        &self,
        tx: &mut Tx,
        subjects: impl Iterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, Vec<Observation>>, DbError> {
        observations_of(tx, &self.shaper, subjects.collect()).await
    }
}

fn opened(shaper: &Shaper<'_>, cells: &str) -> Cells {
    let cells: Cells = serde_json::from_str(cells).unwrap_or_default();
    let open = |value: &CellValue| match value {
        CellValue::Text(sealed) => shaper.vault.open_text(shaper.tenant, sealed).ok().map(CellValue::Text),
        CellValue::Whole(_) => None,
    };
    cells
        .iter()
        .map(|(field, value)| {
            let plain = if is_personal(field) { open(value) } else { None };
            (field, plain.unwrap_or_else(|| value.clone()))
        })
        .collect()
}

pub(super) async fn observations_of(
    tx: &mut Tx,
    shaper: &Shaper<'_>,
    subjects: Vec<Uuid>,
) -> Result<HashMap<Uuid, Vec<Observation>>, DbError> {
    let mut observed: HashMap<Uuid, Vec<Observation>> = HashMap::new();
    if subjects.is_empty() {
        return Ok(observed);
    }
    let sql = format!(
        "select subject_id, import_id, row_no, cells from observations
        where subject_id in {} and tenant_id = {}",
        tx.places(subjects.len(), 1, 1),
        tx.place(subjects.len() + 1),
    );
    let mut values: Vec<Sql> = subjects.into_iter().map(|id| Sql::Uuid(Some(id))).collect();
    values.extend(params![shaper.tenant.uuid()]);
    let rows: Vec<ObservationRow> = tx.all(&sql, values).await?;
    for ObservationRow { subject_id, import_id, row_no, cells } in rows {
        let source =
            Source { import: ImportId::from_uuid(import_id), row: u32::try_from(row_no).unwrap_or(u32::MAX) };
        observed.entry(subject_id).or_default().push(Observation { source, cells: opened(shaper, &cells) });
    }
    Ok(observed)
}

fn set_id(row: &mut [Sql], id: Uuid) {
    if let Some(place) = row.get_mut(1) {
        *place = Sql::Uuid(Some(id));
    }
}

fn put_source(row: &mut Vec<Sql>, import: Uuid, row_no: i64, older_cells: Option<String>) {
    row.extend([Sql::Uuid(Some(import)), Sql::BigInt(Some(row_no)), Sql::String(older_cells)]);
}

/// The row of a subject that several files speak of. The newest of them gives the row its import; the cells that an
/// older one filled are named apart.
fn put_subject(shaper: &Shaper<'_>, id: Uuid, said: Said, merged: &Merged, subjects: &mut Vec<Sql>) {
    let newest = merged.iter().map(|(_, _, source)| source).max();
    let (import, row_no) =
        newest.map_or((Uuid::nil(), 0), |source| (source.import.uuid(), i64::from(source.row)));
    let mut row = said.without_cells(shaper.table);
    set_id(&mut row, id);
    subjects.append(&mut row);
    shaper.put_facts(merged.iter().map(|(field, value, _)| (field, value)), subjects);
    put_source(subjects, import, row_no, older_cells(merged));
}

/// The imports and rows of the cells that are not of the newest observation, by field; `None` where all are.
pub(super) fn older_cells(merged: &Merged) -> Option<String> {
    let newest = merged.iter().map(|(_, _, source)| source).max();
    let older: BTreeMap<&str, (ImportId, u32)> = merged
        .iter()
        .filter(|(_, _, source)| Some(*source) != newest)
        .map(|(field, _, source)| (field.code(), (source.import, source.row)))
        .collect();
    if older.is_empty() { None } else { serde_json::to_string(&older).ok() }
}
