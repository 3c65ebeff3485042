//! Files made on the spot, read through the front door.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod csv;
mod hostile;
mod workbooks;
mod writers;

use std::io::Write;

use sheets::{Book, Cell, Findings, Limits, Row, SheetError};
use tempfile::NamedTempFile;

fn file_of(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn open(bytes: &[u8]) -> Result<Book, SheetError> {
    open_within(bytes, &Limits::default())
}

fn open_within(bytes: &[u8], limits: &Limits) -> Result<Book, SheetError> {
    Book::open(file_of(bytes).path(), "name (1).xlsx", limits)
}

/// A row as its number and its cells in short: text as it is, `#` before a number, `@` before a date.
type Short = (u32, Vec<String>);

fn short(cell: Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => text.to_owned(),
        Cell::Number(number) => format!("#{number}"),
        Cell::Serial(_) => format!("@{}", cell.text()),
        other => other.text().into_owned(),
    }
}

fn read(book: &mut Book, sheet: usize) -> Result<(Vec<Short>, Findings), SheetError> {
    let mut rows = book.rows(sheet)?;
    let (mut all, mut row) = (Vec::new(), Row::new());
    while rows.next(&mut row)? {
        all.push((row.number(), row.cells().map(short).collect()));
    }
    Ok((all, rows.findings()))
}

fn rows_of(bytes: &[u8]) -> Vec<Short> {
    read(&mut open(bytes).unwrap(), 0).unwrap().0
}

fn refusal(bytes: &[u8]) -> SheetError {
    refusal_within(bytes, &Limits::default())
}

fn refusal_within(bytes: &[u8], limits: &Limits) -> SheetError {
    match open_within(bytes, limits) {
        Err(refusal) => refusal,
        Ok(mut book) => read(&mut book, 0).expect_err("the file should be refused"),
    }
}
