//! One row of cells in one reused buffer.

use std::{borrow::Cow, ops::Range};

use crate::serial::civil_of_serial;

/// One cell, borrowed from its row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing, or nothing but an empty text.
    Empty,
    /// A text as it stands, outer whitespace included.
    Text(&'a str),
    /// A number. A percentage of a workbook is its fraction: 3.75 % is 0.0375.
    Number(f64),
    /// A date or time of a workbook as days since 1899-12-30, whichever of the two calendars the workbook counts
    /// in. The part after the point is the time of the day.
    Serial(f64),
    /// Yes or no.
    Bool(bool),
    /// `#DIV/0!`, `#N/A` and their like.
    Error,
}

impl<'a> Cell<'a> {
    /// The cell as a person would type it: for headers, previews and rejected rows.
    pub fn text(self) -> Cow<'a, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Serial(serial) => Cow::Owned(text_of_serial(serial)),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
            Self::Error => Cow::Borrowed("#ERROR"),
        }
    }
}

fn text_of_serial(serial: f64) -> String {
    match civil_of_serial(serial) {
        None => serial.to_string(),
        Some(at) if at.second_of_day == 0 => format!("{:04}-{:02}-{:02}", at.year, at.month, at.day),
        Some(at) => {
            let second = at.second_of_day;
            let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
            format!("{:04}-{:02}-{:02} {hour:02}:{minute:02}:{second:02}", at.year, at.month, at.day)
        }
    }
}

/// A row: its number and its cells. Make one and hand it to `Rows::next` again and again.
#[derive(Debug, Default)]
pub struct Row {
    number: u32,
    text: String,
    cells: Vec<Slot>,
}

/// A cell without its text, which lies in the row's one buffer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Slot {
    Empty,
    Text(Range<usize>),
    Number(f64),
    Serial(f64),
    Bool(bool),
    Error,
}

impl Row {
    /// An empty row to be filled.
    pub fn new() -> Self {
        Self::default()
    }

    /// The row's number as the spreadsheet program shows it: the first is 1.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// How many cells there are up to the last one with a value.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The cell of a column, counted from 0; [`Cell::Empty`] beyond the last.
    pub fn get(&self, column: usize) -> Cell<'_> {
        self.cells.get(column).map_or(Cell::Empty, |slot| self.cell(slot))
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        self.cells.iter().map(|slot| self.cell(slot))
    }

    fn cell(&self, slot: &Slot) -> Cell<'_> {
        match *slot {
            Slot::Empty => Cell::Empty,
            Slot::Text(ref range) => self.text.get(range.clone()).map_or(Cell::Empty, Cell::Text),
            Slot::Number(number) => Cell::Number(number),
            Slot::Serial(serial) => Cell::Serial(serial),
            Slot::Bool(truth) => Cell::Bool(truth),
            Slot::Error => Cell::Error,
        }
    }

    pub(crate) fn clear(&mut self, number: u32) {
        self.number = number;
        self.text.clear();
        self.cells.clear();
    }

    /// The buffer that texts are appended to.
    pub(crate) const fn text_mut(&mut self) -> &mut String {
        &mut self.text
    }

    /// Puts a cell into its column, filling the gap before it.
    pub(crate) fn put(&mut self, column: usize, slot: Slot) {
        if column >= self.cells.len() {
            self.cells.resize(column, Slot::Empty);
            self.cells.push(slot);
        } else if let Some(place) = self.cells.get_mut(column) {
            *place = slot;
        }
    }
}
