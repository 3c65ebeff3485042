//! Reads and writes tables of cells, XLSX and CSV, under limits. Knows no business.
//!
//! Words: a *book* is one file; a *sheet* is one table of it (a CSV file is a book of one sheet); a *row* is a
//! numbered line of *cells*. [`Book::open`] looks at the bytes, never at the extension, and refuses with one
//! clear sentence what is neither; [`Book::rows`] streams one sheet.
//!
//! Invariants:
//! - Nothing of a file is believed. Every size has a limit in [`Limits`], and the limits hold for the bytes that
//!   really come out of an archive, whatever its headers say.
//! - Memory does not grow with the rows. A row is one reused buffer, and the shared strings of a workbook move
//!   to a temporary file when they outgrow their share of memory.
//! - Rows without a value are passed over, however many there are.
//! - No formula is computed and no external link followed; both are reported in [`Findings`].
//!
//! The XML of a workbook is read by a tokenizer of our own because the limits must hold inside it: a library
//! that buffers a whole text node or a whole shared-string table can be made to take all memory by a file of a
//! few kilobytes. A test compares every cell with what calamine reads from the same file.

mod archive;
mod book;
mod cell;
mod csv;
mod error;
pub mod limits;
mod serial;
mod sniff;
mod strings;
mod text;
mod workbook;
mod write;
mod xlsx;
mod xml;

pub use self::{
    book::{Book, Findings, HeadRow, Progress, Rows, Sheet},
    cell::{Cell, Row},
    error::SheetError,
    limits::Limits,
    serial::civil_of_serial,
    sniff::Format,
    write::{Column, CsvWriter, Value, XlsxWriter},
};
