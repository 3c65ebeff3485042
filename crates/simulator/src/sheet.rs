//! A table and the two ways to write it: XLSX and CSV.
//!
//! Written workbooks carry a fixed date of creation, so the same table gives the same bytes.

use std::path::Path;

use domain::time::Day;
use jiff::civil::DateTime;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::error::{WriteCause, WriteError};

/// Width of every column, in characters.
const COLUMN_WIDTH: f64 = 14.0;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Count(i64),
    /// A number with a fixed count of decimals: `(650, 2)` is 6.50.
    Decimal(i64, u32),
    /// A day; a serial number with a date format in XLSX.
    Day(Day),
    /// A date and time; a serial number with a date format in XLSX.
    Moment(DateTime),
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// How a file repeats its banner, if at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Banner {
    /// One merged cell over the whole width.
    Merged(&'static str),
    /// The same text in every cell.
    Repeated(&'static str),
}

/// What a file holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) sheet: &'static str,
    pub(crate) banner: Option<Banner>,
    pub(crate) header: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Whether a second, hidden sheet stands beside it.
    pub(crate) hidden_sheet: bool,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Xlsx,
    Utf8,
    Utf8WithBom,
    Gb18030,
}

impl Table {
    /// Writes the table.
    pub(crate) fn write(&self, path: &Path, encoding: Encoding) -> Result<(), WriteError> {
        self.bytes(encoding).and_then(|bytes| Ok(std::fs::write(path, bytes)?)).map_err(WriteError::at(path))
    }

    fn bytes(&self, encoding: Encoding) -> Result<Vec<u8>, WriteCause> {
        Ok(match encoding {
            Encoding::Xlsx => self.xlsx()?,
            Encoding::Utf8 => self.csv()?,
            Encoding::Utf8WithBom => ["\u{feff}".as_bytes(), &self.csv()?].concat(),
            Encoding::Gb18030 => {
                let csv = self.csv()?;
                encoding_rs::GB18030.encode(&String::from_utf8_lossy(&csv)).0.into_owned()
            }
        })
    }

    /// The 1-based number of the first data row.
    pub(crate) const fn first_data_row(&self) -> usize {
        if self.banner.is_some() { 3 } else { 2 }
    }

    fn csv(&self) -> Result<Vec<u8>, WriteCause> {
        let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
        if let Some(Banner::Merged(text) | Banner::Repeated(text)) = self.banner {
            csv.write_record(vec![text; self.header.len()])?;
        }
        csv.write_record(&self.header)?;
        for row in &self.rows {
            csv.write_record(row.iter().map(Cell::csv_text))?;
        }
        Ok(csv.into_inner().map_err(csv::IntoInnerError::into_error)?)
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = workbook()?;
        let formats = Formats::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.sheet)?;
        let mut row_number = 0;
        if let Some(banner) = self.banner {
            write_banner(sheet, banner, self.header.len())?;
            row_number += 1;
        }
        write_header(sheet, row_number, &self.header)?;
        for row in &self.rows {
            row_number += 1;
            for (column, cell) in (0..).zip(row) {
                cell.write(sheet, row_number, column, &formats)?;
            }
        }
        if self.hidden_sheet {
            let hidden = workbook.add_worksheet();
            hidden.set_name("_export_meta")?.set_hidden(true);
            write_header(hidden, 0, &["key", "value"])?;
            write_header(hidden, 1, &["version", "3"])?;
        }
        workbook.save_to_buffer()
    }
}

/// A workbook with a fixed date of creation.
pub(crate) fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    Ok(workbook)
}

/// The header, and room to read the columns.
pub(crate) fn write_header(sheet: &mut Worksheet, row: u32, header: &[&str]) -> Result<(), XlsxError> {
    for (column, name) in (0..).zip(header) {
        sheet.write_string(row, column, *name)?;
        sheet.set_column_width(column, COLUMN_WIDTH)?;
    }
    Ok(())
}

/// The banner in the first row.
fn write_banner(sheet: &mut Worksheet, banner: Banner, columns: usize) -> Result<(), XlsxError> {
    let last = u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX);
    match banner {
        Banner::Merged(text) => {
            sheet.merge_range(0, 0, 0, last, text, &Format::new())?;
        }
        Banner::Repeated(text) => {
            for column in 0..=last {
                sheet.write_string(0, column, text)?;
            }
        }
    }
    Ok(())
}

/// The formats of days and moments.
pub(crate) struct Formats {
    day: Format,
    moment: Format,
}

impl Formats {
    pub(crate) fn new() -> Self {
        let format = |pattern: &str| Format::new().set_num_format(pattern);
        Self { day: format("yyyy-mm-dd"), moment: format("yyyy-mm-dd hh:mm:ss") }
    }
}

impl Cell {
    /// Writes the cell into a worksheet.
    pub(crate) fn write(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        match self {
            Self::Empty => return Ok(()),
            Self::Text(text) => sheet.write_string(row, column, text)?,
            Self::Count(count) => sheet.write_number(row, column, float(*count))?,
            Self::Decimal(scaled, places) => {
                sheet.write_number(row, column, float(*scaled) / float(10_i64.pow(*places)))?
            }
            Self::Day(day) => sheet.write_datetime_with_format(
                row,
                column,
                excel(day.civil().at(0, 0, 0, 0))?,
                &formats.day,
            )?,
            Self::Moment(at) => {
                sheet.write_datetime_with_format(row, column, excel(*at)?, &formats.moment)?
            }
        };
        Ok(())
    }

    /// The cell as a CSV field.
    pub(crate) fn csv_text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Decimal(scaled, places) => crate::shown::decimal(*scaled, *places),
            Self::Day(day) => day.to_string(),
            Self::Moment(at) => crate::shown::iso_time(*at),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a note or a week are far below 2^52")]
const fn float(count: i64) -> f64 {
    count as f64
}

fn excel(at: DateTime) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    let date =
        ExcelDateTime::from_ymd(u16::try_from(at.year()).unwrap_or(1900), part(at.month()), part(at.day()))?;
    date.and_hms(u16::from(part(at.hour())), part(at.minute()), f64::from(at.second()))
}
