//! What is to be done with a file: proposed by us from its first rows, corrected by the user, kept with the import.

use domain::{
    id::AccountId,
    imports::{FileKind, HEADER_ROWS_MAX, Mapping, Recognition, hint_of_file_name, recognise},
    time::{Day, Period},
};
use serde::{Deserialize, Serialize};
use sheets::{Book, HeadRow, Limits, Sheet, SheetError};
use std::fs::File;

use crate::{http::ApiError, http::ErrorCode, text::Text};
use axum::http::StatusCode;

/// Rows that are looked at before anything is decided.
pub(super) const HEAD_ROWS_MAX: usize = 16;

/// How a file will be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    /// The sheet, counted from 0.
    pub sheet: usize,
    /// The number of the header row, as the spreadsheet program shows it.
    pub header_row: u32,
    /// What each column is.
    pub mapping: Mapping,
    /// The days that the file covers, where it does not say so itself.
    pub period: Option<(Day, Day)>,
    /// Whose rows they are, where the file does not say so itself.
    pub account: Option<AccountId>,
}

impl Plan {
    pub const fn kind(&self) -> FileKind {
        self.mapping.kind
    }

    pub fn period(&self) -> Option<Period> {
        self.period.and_then(|(from, to)| Period::new(from, to).ok())
    }
}

/// What a look at a file showed.
#[derive(Debug)]
pub(super) struct Look {
    pub sheets: Vec<Sheet>,
    pub sheet: usize,
    pub head: Vec<HeadRow>,
    pub recognition: Recognition,
}

impl Look {
    /// The number of the row that is recognised as the header.
    pub fn header_number(&self) -> u32 {
        self.head.get(self.recognition.header_row).map_or(1, |row| row.number)
    }

    /// The headers of a row.
    pub fn headers(&self, header_row: u32) -> Vec<String> {
        self.head.iter().find(|row| row.number == header_row).map_or_else(Vec::new, |row| row.cells.clone())
    }

    /// The plan that we propose.
    pub fn plan(&self, file_name: &str) -> Plan {
        let hint = hint_of_file_name(file_name);
        Plan {
            sheet: self.sheet,
            header_row: self.header_number(),
            mapping: self.recognition.mapping.clone(),
            period: hint.period.map(|period| (period.from(), period.to())),
            account: None,
        }
    }
}

/// Looks at a file: the named sheet, or the first visible one that is a kind we know.
pub(super) fn look(file: File, file_name: &str, sheet: Option<usize>) -> Result<Look, ApiError> {
    let mut book = Book::from_file(file, file_name, &Limits::default()).map_err(|error| refusal(&error))?;
    let sheets = book.sheets().to_vec();
    let wanted: Vec<usize> = if let Some(sheet) = sheet {
        vec![sheet]
    } else {
        let first = book.default_sheet();
        let others = (0..sheets.len()).filter(|at| *at != first && !sheets.get(*at).is_none_or(|s| s.hidden));
        std::iter::once(first).chain(others).collect()
    };
    let mut first_refusal = None;
    for sheet in wanted {
        let head = book.head(sheet, HEAD_ROWS_MAX).map_err(|error| refusal(&error))?;
        let rows: Vec<Vec<String>> = head.iter().take(HEADER_ROWS_MAX).map(|row| row.cells.clone()).collect();
        match recognise(&rows) {
            Ok(recognition) => return Ok(Look { sheets, sheet, head, recognition }),
            Err(error) => {
                first_refusal.get_or_insert(Text::new(error.zh(), error.to_string()));
            }
        }
    }
    Err(unreadable_file(first_refusal.unwrap_or_else(|| Text::new("文件是空的。", "The file is empty."))))
}

/// A refusal of the file itself, in a sentence.
pub(super) fn unreadable_file(text: Text) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, ErrorCode::UnreadableFile, text)
}

/// What to answer when a file cannot be read.
pub(super) fn refusal(error: &SheetError) -> ApiError {
    if error.is_refusal() {
        return unreadable_file(Text::new(error.zh(), error.en()));
    }
    tracing::error!(%error, "a file could not be read");
    ApiError::broken()
}
