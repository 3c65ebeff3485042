//! Values of cells: typed while a row is read, whole numbers and texts once stored.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::personal::Personal;
use crate::{
    time::{Day, Instant, Period},
    value::{Centi, Fen, Millis, Ppm},
};

/// A typed value, borrowed from a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number of things.
    Count(i64),
    /// Money.
    Money(Fen),
    /// A rate.
    Rate(Ppm),
    /// A score or ratio.
    Centi(Centi),
    /// A length of time.
    Duration(Millis),
    /// An instant.
    Instant(Instant),
    /// A day.
    Day(Day),
    /// A period, stored as its two days in one number: `yyyymmddyyyymmdd`.
    Period(Period),
    /// Yes or no, stored as 1 or 0.
    Flag(bool),
    /// A code of a closed list.
    Word(&'static str),
    /// Text.
    Text(&'a str),
    /// Personal text.
    Personal(&'a Personal),
}

/// A value as it is stored: a whole number in the unit of the field's shape, or a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CellValue {
    /// A number in the unit of the field's shape.
    Whole(i64),
    /// A text or a code.
    Text(String),
}

/// A value on its way into the store.
enum Stored<'a> {
    Whole(i64),
    Text(&'a str),
}

impl<'a> Value<'a> {
    /// The value as it is stored. Personal text comes out plain: the store is its place.
    pub fn to_cell(self) -> CellValue {
        match self.stored() {
            Stored::Whole(number) => CellValue::Whole(number),
            Stored::Text(text) => CellValue::Text(text.to_owned()),
        }
    }

    /// The number that is stored, where it is one.
    pub fn whole(self) -> Option<i64> {
        match self.stored() {
            Stored::Whole(number) => Some(number),
            Stored::Text(_) => None,
        }
    }

    /// Appends the value as JSON, the same as [`CellValue`] serialises to.
    pub fn write_json(self, into: &mut String) {
        match self.stored() {
            Stored::Whole(number) => {
                // Writing to a string cannot fail.
                let _ = write!(into, "{number}");
            }
            Stored::Text(text) => write_json_text(text, into),
        }
    }

    fn stored(self) -> Stored<'a> {
        match self {
            Self::Count(number)
            | Self::Money(Fen(number))
            | Self::Rate(Ppm(number))
            | Self::Centi(Centi(number))
            | Self::Duration(Millis(number)) => Stored::Whole(number),
            Self::Instant(instant) => Stored::Whole(instant.ms()),
            Self::Day(day) => Stored::Whole(i64::from(day.yyyymmdd())),
            Self::Period(period) => {
                let (from, to) = (period.from().yyyymmdd(), period.to().yyyymmdd());
                Stored::Whole(i64::from(from) * 100_000_000 + i64::from(to))
            }
            Self::Flag(truth) => Stored::Whole(i64::from(truth)),
            Self::Word(code) => Stored::Text(code),
            Self::Text(text) => Stored::Text(text),
            Self::Personal(personal) => Stored::Text(personal.expose()),
        }
    }
}

fn write_json_text(text: &str, into: &mut String) {
    into.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        let (plain, special) = rest.split_at(at);
        into.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some(mark @ ('"' | '\\')) => {
                into.push('\\');
                into.push(mark);
            }
            Some(control) => {
                // Writing to a string cannot fail.
                let _ = write!(into, "\\u{:04x}", u32::from(control));
            }
            None => {}
        }
        rest = characters.as_str();
    }
    into.push_str(rest);
    into.push('"');
}
