//! A cell as the rules see it, wherever it was decoded from.
//!
//! This crate knows no file format: whoever decodes a file turns its cells into these, which is one `match`.

use std::borrow::Cow;

/// One cell of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellRef<'a> {
    /// Nothing.
    Empty,
    /// Text as it stands in the file.
    Text(&'a str),
    /// A number; a percentage is its fraction.
    Number(f64),
    /// Days since 1899-12-30 with the time of day behind the point.
    Serial(f64),
    /// Yes or no.
    Bool(bool),
    /// A cell that the spreadsheet program could not compute.
    Error,
}

impl<'a> CellRef<'a> {
    /// The cell as it is shown to a person.
    pub fn shown(self) -> Cow<'a, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Serial(serial) => Cow::Owned(
                super::serial::civil_of_serial(serial)
                    .map_or_else(|| serial.to_string(), |at| at.to_string()),
            ),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
            Self::Error => Cow::Borrowed("#ERROR"),
        }
    }
}

/// The text of a cell without the wrappings that exports and spreadsheet programs put around it: outer spaces and
/// tabs, `="…"`, and the apostrophe before a text that would otherwise run as a formula.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim_matches(super::header::is_blank);
    let text = match text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')) {
        Some(inside) => inside.trim_matches(super::header::is_blank),
        None => text,
    };
    match text.strip_prefix('\'') {
        Some(behind) if behind.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) => behind,
        _ => text,
    }
}

/// Whether the platform writes this where it has no value.
pub(super) fn is_void(bare: &str) -> bool {
    matches!(bare, "" | "-" | "--" | "—" | "——" | "–" | "－" | "－－")
}

/// Whether a cell that should hold an amount says in words that it holds none.
pub(super) fn is_void_amount(bare: &str) -> bool {
    is_void(bare)
        || matches!(bare, "/" | "\\" | "无" | "暂无" | "暂无数据" | "N/A" | "n/a" | "NA" | "null" | "NULL")
}
