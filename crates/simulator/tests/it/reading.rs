//! Reads the written files back, knowing nothing of how they were written.

use std::{collections::BTreeMap, fs, path::Path};

use calamine::{Data, Reader as _, open_workbook_auto};

/// A file as a reader sees it: the header is the row with the most distinct cells among the first six.
pub struct Sheet {
    /// Rows above the header.
    pub above: Vec<Vec<String>>,
    pub header: Vec<String>,
    pub rows: Vec<BTreeMap<String, String>>,
}

pub fn read(path: &Path) -> Sheet {
    let mut rows = if path.extension().unwrap() == "csv" { csv_rows(path) } else { xlsx_rows(path) };
    let distinct = |row: &Vec<String>| {
        row.iter().filter(|cell| !cell.is_empty()).collect::<std::collections::BTreeSet<_>>().len()
    };
    let header = (0..rows.len().min(6)).rev().max_by_key(|row| distinct(&rows[*row])).unwrap();
    let mut below = rows.split_off(header);
    let header = below.remove(0);
    let named = |row: Vec<String>| header.iter().cloned().zip(row).collect();
    Sheet { above: rows, rows: below.into_iter().map(named).collect(), header }
}

fn csv_rows(path: &Path) -> Vec<Vec<String>> {
    let bytes = fs::read(path).unwrap();
    let text = String::from_utf8(bytes.clone())
        .unwrap_or_else(|_| encoding_rs::GB18030.decode(&bytes).0.into_owned());
    let text = text.trim_start_matches('\u{feff}');
    let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    csv.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn xlsx_rows(path: &Path) -> Vec<Vec<String>> {
    let mut workbook = open_workbook_auto(path).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(serial) => {
            let (year, month, day, hour, minute, second, _) = serial.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        other => other.to_string(),
    }
}

/// A count or a sum of money in hundredths, as a person would read it.
#[expect(clippy::cast_possible_truncation, reason = "no figure of an export comes near 2^52")]
pub fn hundredths(text: &str) -> Option<i64> {
    let plain = text.replace(',', "");
    let (digits, factor) =
        plain.strip_suffix('万').map_or((plain.as_str(), 1.0), |digits| (digits, 10_000.0));
    match digits {
        "-" | "" => Some(0),
        digits => digits.parse::<f64>().ok().map(|number| (number * factor * 100.0).round() as i64),
    }
}

/// A whole count.
pub fn count(text: &str) -> Option<i64> {
    hundredths(text).map(|value| value / 100)
}

/// The digits of a time in any of its shapes.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
