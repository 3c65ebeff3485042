//! Note lists of any length, to measure readers against: written row by row, in constant memory.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
};

use domain::time::Day;
use jiff::{SignedDuration, civil::DateTime};
use rust_xlsxwriter::XlsxError;

use crate::{
    chance::{Chance, Topic, part},
    error::{WriteCause, WriteError},
    exports::note_list::{BANNER, HEADER},
    grow::titles,
    matrix::{AccountKind, Genre},
    sheet::{Cell, Formats, workbook, write_header},
    shown::{chinese_time, percent},
};

/// Columns that a note list can have here: the platform's 13, 创作者 and 账号ID.
pub const NOTE_LIST_COLUMNS_MAX: usize = 15;
/// Rows that fit on a worksheet under its banner and its header.
pub const NOTE_LIST_ROWS_MAX: u32 = 1_048_574;
/// Accounts that the rows are spread over.
const CREATORS: u32 = 100;
/// Seconds from one publication to the next.
const STEP_SECONDS: i64 = 37;
/// Every file of this kind is the same.
const SEED: u64 = 20_260_101;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// A workbook.
    Xlsx,
    /// UTF-8 with a byte order mark.
    Csv,
}

/// Writes a note list of `rows` rows (at most [`NOTE_LIST_ROWS_MAX`]) and `columns` columns (at most
/// [`NOTE_LIST_COLUMNS_MAX`]) under its banner. Memory does not grow with the rows.
pub fn write_note_list(path: &Path, rows: u32, columns: usize, format: FileFormat) -> Result<(), WriteError> {
    let rows = rows.min(NOTE_LIST_ROWS_MAX);
    let header: Vec<&str> = HEADER.into_iter().chain(["创作者", "账号ID"]).take(columns).collect();
    let written = match format {
        FileFormat::Xlsx => write_xlsx(path, rows, &header).map_err(WriteCause::from),
        FileFormat::Csv => write_csv(path, rows, &header),
    };
    written.map_err(WriteError::at(path))
}

fn write_csv(path: &Path, rows: u32, header: &[&str]) -> Result<(), WriteCause> {
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(file);
    csv.write_record(vec![BANNER; header.len()])?;
    csv.write_record(header)?;
    let mut chance = Chance::new(SEED, Topic::Bench, 0);
    for index in 0..rows {
        csv.write_record(row(index, &mut chance).iter().take(header.len()).map(Cell::csv_text))?;
    }
    Ok(csv.flush()?)
}

fn write_xlsx(path: &Path, rows: u32, header: &[&str]) -> Result<(), XlsxError> {
    let mut workbook = workbook()?;
    let formats = Formats::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    for column in (0..).take(header.len()) {
        sheet.write_string(0, column, BANNER)?;
    }
    write_header(sheet, 1, header)?;
    let mut chance = Chance::new(SEED, Topic::Bench, 0);
    for index in 0..rows {
        let row = row(index, &mut chance);
        for (column, cell) in (0..).zip(row.iter().take(header.len())) {
            cell.write(sheet, index + 2, column, &formats)?;
        }
    }
    workbook.save(path)
}

/// A note whose key (account, title, first publication) no other row has.
fn row(index: u32, chance: &mut Chance) -> [Cell; NOTE_LIST_COLUMNS_MAX] {
    let creator = index % CREATORS + 1;
    let genre = chance.pick(&[Genre::Image, Genre::Video]);
    let impression = chance.heavy_tail(6_000, 1.0) + 1;
    let read = part(impression, chance.between(20_000, 160_000));
    let like = part(read, chance.between(10_000, 60_000));
    [
        Cell::Text(titles::compose(AccountKind::Kos, None, chance)),
        Cell::Text(chinese_time(published(index))),
        Cell::text(genre.label()),
        Cell::Count(impression),
        Cell::Count(read),
        Cell::Text(percent(read, impression)),
        Cell::Count(like),
        Cell::Count(like / 6),
        Cell::Count(like / 2),
        Cell::Count(like / 12),
        Cell::Count(like / 9),
        Cell::Decimal(chance.between(60, 500), 1),
        Cell::Count(read / 900),
        Cell::Text(format!("设计师{creator:03}")),
        Cell::Text(format!("{creator:024x}")),
    ]
}

fn published(index: u32) -> DateTime {
    let start = Day::from_yyyymmdd(20_240_101).expect("a day of the calendar").civil().at(8, 0, 0, 0);
    start.saturating_add(SignedDuration::from_secs(i64::from(index) * STEP_SECONDS))
}
