//! Tables written row by row: CSV that a spreadsheet program opens in Chinese, and XLSX in constant memory.
//!
//! A text never becomes a formula. In a workbook it is a text cell; in CSV, which has no types, a text that a
//! spreadsheet program would run gets an apostrophe in front.

use std::{
    borrow::Cow,
    io::{self, BufWriter, Write},
};

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook};

use crate::{
    error::SheetError,
    limits::{CELL_CHARS_MAX, ROW_NUMBER_MAX},
};

const WRITE_BUFFER_BYTES: usize = 64 << 10;
/// Characters of a sheet's name that workbooks allow.
const SHEET_NAME_CHARS_MAX: usize = 31;

/// A column of a table to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The header.
    pub title: String,
    /// The width in characters of the default font; a Chinese character takes two.
    pub width: f64,
}

impl Column {
    /// A column wide enough for its title.
    pub fn new(title: impl Into<String>) -> Self {
        const WIDTH_MIN: f64 = 8.0;
        let title = title.into();
        let width: f64 = title.chars().map(|character| if character.is_ascii() { 1.2 } else { 2.2 }).sum();
        Self { title, width: (width + 2.0).max(WIDTH_MIN) }
    }

    /// The same column with another width.
    #[must_use]
    pub const fn width(mut self, width: f64) -> Self {
        self.width = width;
        self
    }
}

/// A value to be written, with the way it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// A text, whatever it starts with.
    Text(&'a str),
    /// A whole number: `1,317`.
    Whole(i64),
    /// Hundredths with two decimals, as money in fen or a score: `1,317.01`.
    Hundredths(i64),
    /// Millionths as a percentage: `3.75%`.
    Percent(i64),
    /// Any number, as the spreadsheet program shows it.
    Number(f64),
    /// A date as `yyyymmdd`.
    Day(i32),
    /// A date as `yyyymmdd` and the second of that day.
    Moment(i32, u32),
}

/// Writes CSV in UTF-8 with a byte order mark and line ends of two characters.
#[derive(Debug)]
pub struct CsvWriter<W: Write> {
    out: BufWriter<W>,
    field: String,
}

impl<W: Write> CsvWriter<W> {
    /// Starts a table with its header.
    pub fn new(out: W, columns: &[Column]) -> Result<Self, SheetError> {
        let mut out = BufWriter::with_capacity(WRITE_BUFFER_BYTES, out);
        out.write_all("\u{feff}".as_bytes())?;
        let mut writer = Self { out, field: String::new() };
        writer.line(columns.iter().map(|column| Value::Text(&column.title)))?;
        Ok(writer)
    }

    /// Writes one row.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<(), SheetError> {
        self.line(values.iter().copied())
    }

    /// Flushes and gives the output back.
    pub fn finish(self) -> Result<W, SheetError> {
        self.out.into_inner().map_err(|error| SheetError::Io(error.into_error()))
    }

    fn line<'a>(&mut self, values: impl Iterator<Item = Value<'a>>) -> Result<(), SheetError> {
        for (index, value) in values.enumerate() {
            if index > 0 {
                self.out.write_all(b",")?;
            }
            self.value(value)?;
        }
        self.out.write_all(b"\r\n")?;
        Ok(())
    }

    fn value(&mut self, value: Value<'_>) -> io::Result<()> {
        match value {
            Value::Empty => Ok(()),
            Value::Text(text) => self.text(text),
            Value::Whole(number) => write!(self.out, "{number}"),
            Value::Hundredths(number) => {
                let (sign, number) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
                write!(self.out, "{sign}{}.{:02}", number / 100, number % 100)
            }
            Value::Percent(ppm) => {
                let (sign, hundredths) = (if ppm < 0 { "-" } else { "" }, (ppm.unsigned_abs() + 50) / 100);
                write!(self.out, "{sign}{}.{:02}%", hundredths / 100, hundredths % 100)
            }
            Value::Number(number) => write!(self.out, "{number}"),
            Value::Day(day) => {
                let (year, month, day) = parts(day);
                write!(self.out, "{year:04}-{month:02}-{day:02}")
            }
            Value::Moment(day, second) => {
                let (year, month, day) = parts(day);
                let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
                write!(self.out, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        self.field.clear();
        if would_run(text) {
            self.field.push('\'');
        }
        self.field.push_str(text);
        if !self.field.contains([',', '"', '\n', '\r', '\t', ';']) {
            return self.out.write_all(self.field.as_bytes());
        }
        write!(self.out, "\"{}\"", self.field.replace('"', "\"\""))
    }
}

/// Whether a spreadsheet program might take the text for a formula or a command.
fn would_run(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn parts(day: i32) -> (i32, i32, i32) {
    (day / 10_000, day / 100 % 100, day % 100)
}

/// Writes a workbook; the rows of each sheet go to a temporary file as they come.
pub struct XlsxWriter {
    workbook: Workbook,
    formats: Formats,
    /// The sheet that rows go to, counted from 0.
    sheet: usize,
    next_row: u32,
}

struct Formats {
    header: Format,
    whole: Format,
    hundredths: Format,
    percent: Format,
    day: Format,
    moment: Format,
}

impl XlsxWriter {
    /// Starts a table with a bold header that stays in sight.
    pub fn new(sheet: &str, columns: &[Column]) -> Result<Self, SheetError> {
        let shown_as = |code: &str| Format::new().set_num_format(code);
        let formats = Formats {
            header: Format::new().set_bold().set_align(FormatAlign::VerticalCenter),
            whole: shown_as("#,##0"),
            hundredths: shown_as("#,##0.00"),
            percent: shown_as("0.00%"),
            day: shown_as("yyyy-mm-dd"),
            moment: shown_as("yyyy-mm-dd hh:mm:ss"),
        };
        let mut writer = Self { workbook: Workbook::new(), formats, sheet: 0, next_row: 1 };
        writer.begin(sheet, columns)?;
        Ok(writer)
    }

    /// Starts the next sheet; rows go there from now on. Two sheets cannot have the same name.
    pub fn next_sheet(&mut self, sheet: &str, columns: &[Column]) -> Result<(), SheetError> {
        self.sheet += 1;
        self.next_row = 1;
        self.begin(sheet, columns)
    }

    fn begin(&mut self, sheet: &str, columns: &[Column]) -> Result<(), SheetError> {
        let worksheet = self.workbook.add_worksheet_with_constant_memory()?;
        worksheet.set_name(sheet_name(sheet))?;
        worksheet.set_freeze_panes(1, 0)?;
        for (index, column) in (0_u16..).zip(columns) {
            worksheet.set_column_width(index, column.width)?;
            worksheet.write_string_with_format(0, index, &*bounded(&column.title), &self.formats.header)?;
        }
        Ok(())
    }

    /// Writes one row.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<(), SheetError> {
        let row = self.next_row;
        if row >= ROW_NUMBER_MAX {
            return Err(SheetError::TooManyRows { max: ROW_NUMBER_MAX });
        }
        let sheet = self.workbook.worksheet_from_index(self.sheet)?;
        let formats = &self.formats;
        for (column, &value) in (0_u16..).zip(values) {
            match value {
                Value::Empty => {}
                Value::Text(text) => {
                    sheet.write_string(row, column, &*bounded(text))?;
                }
                Value::Whole(number) => {
                    sheet.write_number_with_format(row, column, float(number), &formats.whole)?;
                }
                Value::Hundredths(number) => {
                    let number = float(number) / 100.0;
                    sheet.write_number_with_format(row, column, number, &formats.hundredths)?;
                }
                Value::Percent(ppm) => {
                    let number = float(ppm) / 1e6;
                    sheet.write_number_with_format(row, column, number, &formats.percent)?;
                }
                Value::Number(number) => {
                    sheet.write_number(row, column, number)?;
                }
                Value::Day(day) => {
                    let serial = moment(day, 0)?;
                    sheet.write_datetime_with_format(row, column, serial, &formats.day)?;
                }
                Value::Moment(day, second) => {
                    let serial = moment(day, second)?;
                    sheet.write_datetime_with_format(row, column, serial, &formats.moment)?;
                }
            }
        }
        self.next_row += 1;
        Ok(())
    }

    /// Writes the workbook out.
    pub fn finish<W: Write + Send>(mut self, out: W) -> Result<(), SheetError> {
        self.workbook.save_to_writer(out)?;
        Ok(())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a workbook holds floats; beyond 2^53 it shows rounded digits"
)]
const fn float(number: i64) -> f64 {
    number as f64
}

fn moment(day: i32, second: u32) -> Result<ExcelDateTime, SheetError> {
    let (year, month, day) = parts(day);
    let part = |number: i32| u8::try_from(number).unwrap_or(0);
    let date = ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(0), part(month), part(day))?;
    let (hour, minute) = (second / 3600, second / 60 % 60);
    Ok(date.and_hms(
        u16::try_from(hour).unwrap_or(0),
        u8::try_from(minute).unwrap_or(0),
        f64::from(second % 60),
    )?)
}

/// What fits into one cell of a workbook.
fn bounded(text: &str) -> Cow<'_, str> {
    if text.len() <= CELL_CHARS_MAX || text.encode_utf16().count() <= CELL_CHARS_MAX {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    Cow::Owned(
        text.chars()
            .take_while(|character| {
                units += character.len_utf16();
                units <= CELL_CHARS_MAX
            })
            .collect(),
    )
}

/// A name that workbooks accept: without their seven forbidden characters, not too long, not empty.
fn sheet_name(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|character| if "[]:*?/\\".contains(character) { ' ' } else { character })
        .take(SHEET_NAME_CHARS_MAX)
        .collect();
    let name = name.trim_matches(['\'', ' ']);
    if name.is_empty() { "Sheet1".to_owned() } else { name.to_owned() }
}
