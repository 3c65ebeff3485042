//! Figures as files: tables of entries, written as XLSX or CSV, and sent as a download.
//!
//! No text becomes a formula: that is the writers' promise.

use domain::{
    insight::{
        Metric,
        metrics::{METRICS, Unit},
    },
    time::Day,
};
use sheets::{Column, CsvWriter, SheetError, Value, XlsxWriter};

use super::shape::metric_name;
use crate::{
    http::{ApiError, download::Download},
    text::Text,
};

/// Milliseconds of a hundredth of a minute.
const MS_PER_CENTIMINUTE: i64 = 600;
/// Millionths of a percent.
const PPM_PER_PERCENT: i64 = 10_000;

const XLSX_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV_TYPE: &str = "text/csv; charset=utf-8";

/// What stands in one cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    Empty,
    Text(String),
    Whole(i64),
    Hundredths(i64),
    Percent(i64),
    Day(Day),
}

impl Entry {
    /// A text, or nothing.
    pub fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.into()))
    }

    /// A day, or nothing.
    pub fn day(day: Option<Day>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// A number in its unit, or nothing. Lengths of time are told in minutes.
    pub fn number(unit: Unit, number: Option<i64>) -> Self {
        let Some(number) = number else { return Self::Empty };
        match unit {
            Unit::Count | Unit::Days => Self::Whole(number),
            Unit::Fen | Unit::Centi | Unit::PerWeekCenti => Self::Hundredths(number),
            Unit::Ppm => Self::Percent(number),
            Unit::Percent => Self::Percent(number.saturating_mul(PPM_PER_PERCENT)),
            Unit::Ms => Self::Hundredths(number.saturating_add(MS_PER_CENTIMINUTE / 2) / MS_PER_CENTIMINUTE),
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Empty => Value::Empty,
            Self::Text(text) => Value::Text(text),
            Self::Whole(number) => Value::Whole(*number),
            Self::Hundredths(number) => Value::Hundredths(*number),
            Self::Percent(ppm) => Value::Percent(*ppm),
            Self::Day(day) => Value::Day(day.yyyymmdd()),
        }
    }
}

/// What a column of a metric is called: its name, with the unit where it has one.
pub(super) fn metric_title(metric: &Metric) -> String {
    let unit = match metric.unit {
        Unit::Fen => Text::new("（元）", " (CNY)"),
        Unit::Ms => Text::new("（分钟）", " (min)"),
        Unit::PerWeekCenti => Text::new("（篇/周）", ""),
        _ => Text::new("", ""),
    };
    format!("{}{}", metric_name(metric), unit.here())
}

/// The metrics that are shown when nobody chose.
pub(super) fn shown_metrics() -> Vec<&'static Metric> {
    METRICS.iter().filter(|metric| metric.shown).collect()
}

/// A table with its name.
#[derive(Debug)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Entry>>,
}

impl Table {
    fn head(&self) -> Vec<Column> {
        self.columns.iter().map(|title| Column::new(title.as_str())).collect()
    }
}

/// Writes a workbook with a sheet for each table.
pub(super) async fn workbook(name: String, tables: Vec<Table>) -> Result<Download, ApiError> {
    let bytes = written(move || xlsx(&tables)).await?;
    Ok(Download { name, content_type: XLSX_TYPE, bytes })
}

/// Writes one table as text.
pub(super) async fn text_file(name: String, table: Table) -> Result<Download, ApiError> {
    let bytes = written(move || csv(&table)).await?;
    Ok(Download { name, content_type: CSV_TYPE, bytes })
}

/// Writing takes the processor for a while: it happens away from the threads that answer.
async fn written(
    write: impl FnOnce() -> Result<Vec<u8>, SheetError> + Send + 'static,
) -> Result<Vec<u8>, ApiError> {
    let outcome = tokio::task::spawn_blocking(write).await;
    outcome.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
}

fn failed(error: &dyn std::error::Error) -> ApiError {
    tracing::error!(%error, "a file of figures could not be written");
    ApiError::broken()
}

fn xlsx(tables: &[Table]) -> Result<Vec<u8>, SheetError> {
    let mut bytes = Vec::new();
    let Some((first, others)) = tables.split_first() else { return Ok(bytes) };
    let mut writer = XlsxWriter::new(&first.name, &first.head())?;
    for entries in &first.rows {
        writer.row(&values(entries))?;
    }
    for table in others {
        writer.next_sheet(&table.name, &table.head())?;
        for entries in &table.rows {
            writer.row(&values(entries))?;
        }
    }
    writer.finish(std::io::Cursor::new(&mut bytes))?;
    Ok(bytes)
}

fn csv(table: &Table) -> Result<Vec<u8>, SheetError> {
    let mut writer = CsvWriter::new(Vec::new(), &table.head())?;
    for entries in &table.rows {
        writer.row(&values(entries))?;
    }
    writer.finish()
}

fn values(entries: &[Entry]) -> Vec<Value<'_>> {
    entries.iter().map(Entry::value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_in_the_unit_that_people_read() {
        for (unit, number, expected) in [
            (Unit::Count, 7, Entry::Whole(7)),
            (Unit::Fen, 131_701, Entry::Hundredths(131_701)),
            (Unit::Ppm, 37_500, Entry::Percent(37_500)),
            (Unit::Percent, 140, Entry::Percent(1_400_000)),
            (Unit::Ms, 750_000, Entry::Hundredths(1_250)),
        ] {
            assert_eq!(Entry::number(unit, Some(number)), expected);
        }
        assert_eq!(Entry::number(Unit::Ms, None), Entry::Empty);
    }
}
