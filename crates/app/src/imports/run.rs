//! Running an import: one thread decodes and checks rows, this task writes them, all in one transaction.
//!
//! The transaction is the job's: a killed import leaves nothing behind, a finished one is there whole.

use std::{fs::File, sync::Arc};

use db::{DbError, Dialect, Tx, params};
use domain::{
    id::{ImportId, TenantId},
    imports::{CellProblem, CellRef, Layout, Reading, Record, RosterRecord, RowReader},
    time::{Instant, Zone},
};
use serde::{Deserialize, Serialize};
use sheets::{Book, Cell, Findings, Limits, Row, SheetError};
use tokio::sync::mpsc;

use super::{
    absorb::{Absorber, Counts, ROWS_AT_ONCE},
    plan::Plan,
    resolve::{Resolver, SeenAccount, save_seen},
    running::Run,
    table::{Said, Shaper, Table},
};
use crate::{App, text::Text};

/// Batches that wait between the reading thread and the writing task.
const BATCHES_WAITING_MAX: usize = 2;
/// Rejected rows that are kept to be shown and corrected; beyond that they are counted, and stand in the kept file.
const REJECTIONS_KEPT_MAX: usize = 20_000;
/// Employees of one roster file.
const ROSTER_ROWS_MAX: usize = 20_000;

/// An import that is about to run.
#[derive(Debug)]
pub(super) struct Order {
    pub tenant: TenantId,
    pub import: ImportId,
    pub file_name: String,
    pub plan: Plan,
    pub zone: Zone,
}

/// What an import did.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub counts: Counts,
    pub rows: i64,
    pub rejected: i64,
    pub remarks: Remarks,
    pub roster: Vec<RosterLine>,
}

/// A row of a roster, with its cells as the file has them: it may yet be refused.
#[derive(Debug)]
pub(super) struct RosterLine {
    pub row_no: u32,
    pub record: RosterRecord,
    pub cells: Vec<String>,
    pub layout: Arc<Layout>,
}

/// What the user should know of a file besides its rows.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Remarks {
    /// Cells with formulas, whose last computed values were taken.
    pub formulas: u64,
    /// Formulas without a computed value, which read as empty.
    pub formulas_without_value: u64,
    /// Whether the workbook links to other files, which were not opened.
    pub external_links: bool,
    /// Whether bytes that are no text were replaced.
    pub replaced_bytes: bool,
    /// Columns that were never read because they look like secrets.
    pub secret_columns: Vec<String>,
    /// Columns in which single cells were dropped because they look like secrets, with how many.
    pub secret_cells: Vec<(String, u64)>,
    /// Accounts that were seen for the first time.
    pub accounts_new: i64,
}

/// Why an import did not come to its end.
#[derive(Debug)]
pub(super) enum Stopped {
    /// Somebody stopped it.
    Cancelled,
    /// The program is to stop; it will be tried again.
    Interrupted,
    /// The file cannot be read to its end.
    Refused(Text),
    /// The database failed.
    Db(DbError),
    /// The reading thread fell over.
    Broken(String),
}

impl From<DbError> for Stopped {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<SheetError> for Stopped {
    fn from(error: SheetError) -> Self {
        if error.is_refusal() {
            Self::Refused(Text::new(error.zh(), error.en()))
        } else {
            Self::Broken(error.to_string())
        }
    }
}

/// What the reading thread hands over.
#[derive(Debug, Default)]
struct Batch {
    said: Vec<Said>,
    seen: Vec<SeenAccount>,
    rejected: Vec<Rejected>,
    rejected_unkept: i64,
    roster: Vec<RosterLine>,
    rows: i64,
}

/// A row that could not be taken.
#[derive(Debug)]
struct Rejected {
    row_no: u32,
    problems: String,
    row_sealed: String,
}

/// One thing wrong with a rejected row, as it is kept; values stay sealed with the row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptProblem {
    pub column: String,
    pub code: String,
}

/// A rejected row as it is kept, sealed: its cells, and what was wrong with which.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KeptRow {
    pub cells: Vec<String>,
    pub values: Vec<String>,
}

/// Reads the file and writes its rows into `tx`, which the caller commits or drops.
pub(super) async fn run(
    app: &App,
    tx: &mut Tx,
    order: &Order,
    file: File,
    state: &Arc<Run>,
) -> Result<Outcome, Stopped> {
    one_at_a_time(tx, order.tenant).await?;
    let resolver = Resolver::load(tx, order.tenant).await?;
    let (send, mut receive) = mpsc::channel(BATCHES_WAITING_MAX);
    let reader = Reader::new(app, order, state, resolver, send);
    let reading = tokio::task::spawn_blocking(move || reader.read(file));

    let now = app.now();
    let mut outcome = Outcome::default();
    let mut absorber = match Table::of(order.plan.kind()) {
        Some(table) => {
            let shaper = Shaper { table, tenant: order.tenant, zone: &order.zone, vault: app.vault() };
            Some(Absorber::new(tx, shaper, order.import, app.ids(), now).await?)
        }
        None => None,
    };
    while let Some(batch) = receive.recv().await {
        if state.cancel.is_cancelled() {
            drop(receive);
            return Err(Stopped::Cancelled);
        }
        write(tx, order, batch, &mut absorber, &mut outcome, now).await?;
    }
    let remarks = reading.await.map_err(|error| Stopped::Broken(error.to_string()))??;
    outcome.remarks = Remarks { accounts_new: outcome.remarks.accounts_new, ..remarks };
    outcome.counts = absorber.map_or_else(Counts::default, |absorber| absorber.counts());
    Ok(outcome)
}

/// On PostgreSQL two imports of one brand could each miss what the other is about to write.
async fn one_at_a_time(tx: &mut Tx, tenant: TenantId) -> Result<(), DbError> {
    if tx.dialect() == Dialect::Postgres {
        let sql = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
        tx.execute(sql, params![tenant.to_string()]).await?;
    }
    Ok(())
}

async fn write(
    tx: &mut Tx,
    order: &Order,
    batch: Batch,
    absorber: &mut Option<Absorber<'_>>,
    outcome: &mut Outcome,
    now: Instant,
) -> Result<(), DbError> {
    let Batch { said, seen, rejected, rejected_unkept, roster, rows } = batch;
    outcome.rows += rows;
    outcome.rejected += i64::try_from(rejected.len()).unwrap_or(i64::MAX) + rejected_unkept;
    outcome.remarks.accounts_new += seen.iter().filter(|account| account.is_new).map(|_| 1).sum::<i64>();
    outcome.roster.extend(roster);
    save_seen(tx, order.tenant, order.import, &seen, now).await?;
    if let Some(absorber) = absorber {
        absorber.absorb(tx, said).await?;
    }
    if rejected.is_empty() {
        return Ok(());
    }
    let mut values = Vec::with_capacity(rejected.len() * 5);
    for Rejected { row_no, problems, row_sealed } in rejected {
        let (tenant, import) = (order.tenant.uuid(), order.import.uuid());
        values.extend(params![tenant, import, i64::from(row_no), problems, row_sealed]);
    }
    let head = "insert into rejections (tenant_id, import_id, row_no, problems, row_sealed)";
    tx.insert_rows(head, 5, "", values).await?;
    Ok(())
}

/// The thread that reads.
struct Reader {
    app: App,
    tenant: TenantId,
    file_name: String,
    plan: Plan,
    zone: Zone,
    now: Instant,
    state: Arc<Run>,
    resolver: Resolver,
    send: mpsc::Sender<Batch>,
    rejections_kept: usize,
    /// Knows which cells must not leave the file, not even with a rejected row.
    layout: Option<Arc<Layout>>,
}

impl Reader {
    fn new(
        app: &App,
        order: &Order,
        state: &Arc<Run>,
        resolver: Resolver,
        send: mpsc::Sender<Batch>,
    ) -> Self {
        Self {
            app: app.clone(),
            tenant: order.tenant,
            file_name: order.file_name.clone(),
            plan: order.plan.clone(),
            zone: order.zone.clone(),
            now: app.now(),
            state: Arc::clone(state),
            resolver,
            send,
            rejections_kept: 0,
            layout: None,
        }
    }

    fn read(mut self, file: File) -> Result<Remarks, Stopped> {
        let mut book = Book::from_file(file, &self.file_name, &Limits::default())?;
        let headers = self.headers(&mut book)?;
        let layout = self.plan.mapping.apply(&headers);
        let layout = layout.map_err(|error| Stopped::Refused(Text::new(error.zh(), error.to_string())))?;
        self.layout = Some(Arc::new(layout.clone()));
        let reading =
            Reading { zone: self.zone.clone(), period: self.plan.period(), account: self.plan.account };
        let mut reader = RowReader::new(&layout, reading)
            .map_err(|error| Stopped::Refused(Text::new(error.zh(), error.to_string())))?;
        let findings = self.read_rows(&mut book, &mut reader)?;
        let secret_cells = reader.dropped().map(|(header, count)| (header.to_owned(), count)).collect();
        Ok(Remarks {
            formulas: findings.formulas,
            formulas_without_value: findings.formulas_without_value,
            external_links: findings.external_links,
            replaced_bytes: findings.replaced_bytes,
            secret_columns: layout.secrets.into_iter().map(|(_, header)| header).collect(),
            secret_cells,
            accounts_new: 0,
        })
    }

    fn headers(&self, book: &mut Book) -> Result<Vec<String>, Stopped> {
        let head = book.head(self.plan.sheet, super::plan::HEAD_ROWS_MAX)?;
        let row = head.into_iter().find(|row| row.number == self.plan.header_row);
        row.map(|row| row.cells).ok_or_else(|| {
            Stopped::Refused(Text::new("找不到表头所在的行。", "The header row is not where it was."))
        })
    }

    fn read_rows(&mut self, book: &mut Book, reader: &mut RowReader) -> Result<Findings, Stopped> {
        let app = self.app.clone();
        let zone = self.zone.clone();
        let table = Table::of(self.plan.kind());
        let shaper =
            table.map(|table| Shaper { table, tenant: self.tenant, zone: &zone, vault: app.vault() });
        let mut rows = book.rows(self.plan.sheet)?;
        let (mut row, mut batch, mut total) = (Row::new(), Batch::default(), 0_u64);
        let mut keys = std::collections::HashSet::with_capacity(ROWS_AT_ONCE);
        while rows.next(&mut row)? {
            if row.number() <= self.plan.header_row {
                continue;
            }
            total += 1;
            batch.rows += 1;
            match reader.read(|column| cell_ref(row.get(column))) {
                Ok(None) => {}
                Err(problems) => self.reject(&mut batch, &row, &problems),
                Ok(Some(record)) => match self.said(record, shaper.as_ref(), &row, &mut batch)? {
                    None => {}
                    Some(said) if keys.contains(&said.key_hash) => {
                        self.hand_over(&mut batch)?;
                        keys.clear();
                        keys.insert(said.key_hash);
                        batch.said.push(said);
                    }
                    Some(said) => {
                        keys.insert(said.key_hash);
                        batch.said.push(said);
                    }
                },
            }
            if batch.said.len() >= ROWS_AT_ONCE || batch.rejected.len() >= ROWS_AT_ONCE {
                let progress = rows.progress();
                self.state.advance(total, progress.done, progress.total_estimate);
                self.hand_over(&mut batch)?;
                keys.clear();
            }
        }
        self.hand_over(&mut batch)?;
        Ok(rows.findings())
    }

    /// The row as it will be written; `None` when it was rejected or belongs to the roster.
    fn said(
        &mut self,
        record: Record,
        shaper: Option<&Shaper<'_>>,
        row: &Row,
        batch: &mut Batch,
    ) -> Result<Option<Said>, Stopped> {
        let Some(shaper) = shaper else {
            if let (Record::Roster(record), Some(layout)) = (record, self.layout.clone()) {
                let (row_no, cells) = (row.number(), self.cells(row));
                batch.roster.push(RosterLine { row_no, record, cells, layout });
            }
            return if batch.roster.len() > ROSTER_ROWS_MAX { Err(too_many_employees()) } else { Ok(None) };
        };
        match self.resolver.account_of(&record, self.app.ids(), self.now) {
            Ok(account) => Ok(Some(shaper.shape(&record, account, row.number()))),
            Err(unresolved) => {
                let problem = KeptProblem { column: String::new(), code: unresolved.code().to_owned() };
                self.keep_rejection(batch, row, &[problem], vec![String::new()]);
                Ok(None)
            }
        }
    }

    fn reject(&mut self, batch: &mut Batch, row: &Row, problems: &[CellProblem]) {
        let kept: Vec<KeptProblem> = problems
            .iter()
            .map(|problem| KeptProblem {
                column: problem.column.clone(),
                code: problem.reason.code().to_owned(),
            })
            .collect();
        let values = problems.iter().map(|problem| problem.value.expose().to_owned()).collect();
        self.keep_rejection(batch, row, &kept, values);
    }

    fn keep_rejection(
        &mut self,
        batch: &mut Batch,
        row: &Row,
        problems: &[KeptProblem],
        values: Vec<String>,
    ) {
        if self.rejections_kept >= REJECTIONS_KEPT_MAX {
            batch.rejected_unkept += 1;
            return;
        }
        self.rejections_kept += 1;
        let cells = self.cells(row);
        let whole = serde_json::to_string(&KeptRow { cells, values }).unwrap_or_default();
        batch.rejected.push(Rejected {
            row_no: row.number(),
            problems: serde_json::to_string(problems).unwrap_or_default(),
            row_sealed: self.app.vault().seal(self.tenant, &whole),
        });
    }

    /// The cells of a row that may leave the file.
    fn cells(&self, row: &Row) -> Vec<String> {
        let keep = |(column, cell): (usize, Cell<'_>)| {
            let text = cell.text();
            let layout = self.layout.as_ref();
            layout.and_then(|layout| layout.keepable(column, &text)).unwrap_or_default().to_owned()
        };
        row.cells().enumerate().map(keep).collect()
    }

    fn hand_over(&mut self, batch: &mut Batch) -> Result<(), Stopped> {
        batch.seen = self.resolver.take_seen();
        // The writing side is gone: it was cancelled, or it failed and says so itself.
        self.send.blocking_send(std::mem::take(batch)).map_err(|_| Stopped::Cancelled)
    }
}

fn too_many_employees() -> Stopped {
    Stopped::Refused(Text::new(
        format!("花名册最多 {ROSTER_ROWS_MAX} 人。"),
        format!("A roster may have {ROSTER_ROWS_MAX} people at the most."),
    ))
}

/// A decoded cell as the rules see it.
pub(super) fn cell_ref(cell: Cell<'_>) -> CellRef<'_> {
    match cell {
        Cell::Empty => CellRef::Empty,
        Cell::Text(text) => CellRef::Text(text),
        Cell::Number(number) => CellRef::Number(number),
        Cell::Serial(serial) => CellRef::Serial(serial),
        Cell::Bool(truth) => CellRef::Bool(truth),
        Cell::Error => CellRef::Error,
    }
}
