//! The rows of a delimited text file.
//!
//! A line is a row even when it is blank, so that the numbers are those that a spreadsheet program shows. A first
//! line `sep=;` names the delimiter and is no row.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::{
    cell::{Row, Slot},
    error::SheetError,
    limits::{Limits, ROW_BYTES_MAX},
    text::TextStream,
};

const RECORD_BYTES: usize = 8 << 10;
/// Bytes looked at to tell the delimiter.
const SAMPLE_BYTES: usize = 64 << 10;
const SAMPLE_LINES: usize = 30;
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// A text file being read.
pub(crate) struct CsvRows {
    text: TextStream,
    core: Reader,
    record: Vec<u8>,
    ends: Vec<usize>,
    limits: Limits,
    number: u32,
    rows: u32,
    after_return: bool,
    quotes: usize,
}

impl CsvRows {
    pub(crate) fn new(mut text: TextStream, limits: Limits) -> Result<Self, SheetError> {
        let sample = text.chunk()?;
        let (delimiter, skip) = match named_delimiter(sample) {
            Some((delimiter, length)) => (delimiter, length),
            None => (sniff_delimiter(sample.get(..SAMPLE_BYTES).unwrap_or(sample)), 0),
        };
        text.consume(skip);
        Ok(Self {
            text,
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            record: vec![0; RECORD_BYTES],
            ends: vec![0; limits.columns_max + 1],
            limits,
            number: 0,
            rows: 0,
            after_return: false,
            quotes: 0,
        })
    }

    pub(crate) const fn done_bytes(&self) -> u64 {
        self.text.done_bytes()
    }

    pub(crate) const fn replaced(&self) -> bool {
        self.text.replaced
    }

    /// Reads the next row that holds a value.
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<bool, SheetError> {
        loop {
            self.pass_blank_lines()?;
            row.clear(self.number.saturating_add(1));
            let Some((bytes, fields)) = self.record()? else { return Ok(false) };
            self.number = self.number.saturating_add(1);
            self.fill(row, bytes, fields)?;
            if !row.is_empty() {
                self.rows += 1;
                return if self.rows > self.limits.rows_max {
                    Err(SheetError::TooManyRows { max: self.limits.rows_max })
                } else {
                    Ok(true)
                };
            }
        }
    }

    /// Counts the line ends that stand between records.
    fn pass_blank_lines(&mut self) -> Result<(), SheetError> {
        loop {
            let after_return = self.after_return;
            let Some(&first) = self.text.chunk()?.first() else { return Ok(()) };
            match first {
                b'\n' if after_return => self.after_return = false,
                b'\n' | b'\r' => {
                    self.number = self.number.saturating_add(1);
                    self.after_return = first == b'\r';
                }
                _ => return Ok(()),
            }
            self.text.consume(1);
        }
    }

    /// Reads one record into the buffers; its bytes and fields.
    fn record(&mut self) -> Result<Option<(usize, usize)>, SheetError> {
        let (mut bytes, mut fields) = (0, 0);
        self.quotes = 0;
        loop {
            let input = self.text.chunk()?;
            let at_end = input.is_empty();
            let output = self.record.get_mut(bytes..).unwrap_or_default();
            let ends = self.ends.get_mut(fields..).unwrap_or_default();
            let (result, read, written, ended) = self.core.read_record(input, output, ends);
            let taken = input.get(..read).unwrap_or_default();
            self.quotes += memchr::memchr_iter(b'"', taken).count();
            self.after_return = taken.last() == Some(&b'\r');
            self.text.consume(read);
            bytes += written;
            fields += ended;
            let row = self.number.saturating_add(1);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.record.len() >= ROW_BYTES_MAX => {
                    return Err(SheetError::too_long(row));
                }
                ReadRecordResult::OutputFull => self.record.resize(self.record.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => {
                    return Err(SheetError::TooManyColumns { row, max: self.limits.columns_max });
                }
                ReadRecordResult::Record if at_end && self.quotes % 2 == 1 => {
                    return Err(SheetError::UnclosedQuote { row });
                }
                ReadRecordResult::Record => return Ok(Some((bytes, fields))),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    fn fill(&self, row: &mut Row, bytes: usize, fields: usize) -> Result<(), SheetError> {
        const DAMAGED: SheetError = SheetError::damaged("text");
        let text = std::str::from_utf8(self.record.get(..bytes).ok_or(DAMAGED)?).map_err(|_| DAMAGED)?;
        row.text_mut().push_str(text);
        let mut start = 0;
        for (column, &end) in self.ends.iter().take(fields).enumerate() {
            let field = text.get(start..end).ok_or(DAMAGED)?;
            if !field.trim_ascii().is_empty() {
                self.check(row.number(), column, field)?;
                row.put(column, Slot::Text(start..end));
            }
            start = end;
        }
        Ok(())
    }

    fn check(&self, row: u32, column: usize, field: &str) -> Result<(), SheetError> {
        let limits = &self.limits;
        if column >= limits.columns_max {
            return Err(SheetError::TooManyColumns { row, max: limits.columns_max });
        }
        if field.len() > limits.cell_chars_max && field.chars().count() > limits.cell_chars_max {
            return Err(SheetError::CellTooLong { row, max: limits.cell_chars_max });
        }
        Ok(())
    }
}

/// The delimiter that a first line `sep=,` names, and the length of that line.
fn named_delimiter(sample: &[u8]) -> Option<(u8, usize)> {
    let line_end = sample.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(sample.len());
    let line = sample.get(..line_end)?;
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] = *line else { return None };
    let rest = sample.get(line_end..)?;
    let line_break = if rest.starts_with(b"\r\n") { 2 } else { rest.len().min(1) };
    delimiter.is_ascii().then_some((delimiter, line_end + line_break))
}

/// The delimiter that stands equally often in most lines; a comma where there is none.
fn sniff_delimiter(sample: &[u8]) -> u8 {
    let mut best = (0, b',');
    for delimiter in DELIMITERS {
        let counts = counts_per_line(sample, delimiter);
        let regular = counts.iter().filter(|&&count| count > 0).map(|count| {
            let lines = counts.iter().filter(|other| *other == count).count();
            lines * count
        });
        let score = regular.max().unwrap_or(0);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// How often `delimiter` stands outside of quotation marks, for each of the first lines.
fn counts_per_line(sample: &[u8], delimiter: u8) -> Vec<usize> {
    let (mut counts, mut count, mut quoted) = (Vec::new(), 0, false);
    for &byte in sample {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                counts.push(count);
                count = 0;
                if counts.len() == SAMPLE_LINES {
                    return counts;
                }
            }
            _ if byte == delimiter && !quoted => count += 1,
            _ => {}
        }
    }
    counts.push(count);
    counts
}
