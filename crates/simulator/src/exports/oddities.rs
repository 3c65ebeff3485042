//! What is wrong with the files on purpose: every blemish in one place, by week.

use serde::Serialize;

use super::Week;
use crate::{
    figures::LeadsWeek,
    matrix::{Account, AccountKind, Matrix},
    shown::CountStyle,
};

/// The week whose leads carry a column of secrets.
const SECRET_COLUMN_WEEK: usize = 3;
/// The week whose service quality carries a column that nobody knows.
const UNKNOWN_COLUMN_WEEK: usize = 5;
/// The week whose leads have bad rows.
const BAD_ROWS_WEEK: usize = 6;
/// The week whose leads show large counts in 万.
const WAN_WEEK: usize = 8;
/// Weeks that a matrix must live for its last week but two to be told twice.
const CONFLICT_WEEKS_MIN: usize = 4;
/// Employee accounts, counted from 0, with a bad row.
const BAD_ROWS: [(usize, &str, &str); 3] =
    [(2, "总互动数", "三百多"), (5, "开通时间", "2026-02-30"), (10, "总私信开口数", "-3")];

/// A blemish of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Oddity {
    /// A cell that no reader can take; its row is no part of the truth.
    BadCell {
        /// The row as a spreadsheet numbers it, from 1.
        row: usize,
        /// The header of the column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// A column that the platform does not document.
    UnknownColumn {
        /// Its header.
        column: String,
    },
    /// A column of (made-up) secrets, which a reader must drop.
    SecretColumn {
        /// Its header.
        column: String,
    },
    /// A row that disagrees with an earlier file on the same account and period. This one is right.
    Conflict {
        /// 账号ID
        user_id: String,
        /// The header of the column.
        column: String,
        /// What the earlier file said.
        earlier: i64,
        /// What this file says.
        now: i64,
    },
    /// A second sheet that a person does not see.
    HiddenSheet,
}

/// Whether the week's leads have a column of secrets.
pub(super) const fn has_secret_column(week: Week) -> bool {
    week.number == SECRET_COLUMN_WEEK
}

/// Whether the week's service quality has an unknown column.
pub(super) const fn has_unknown_column(week: Week) -> bool {
    week.number == UNKNOWN_COLUMN_WEEK
}

/// The bad cell in the account's row of the week's leads.
pub(crate) fn bad_cell(
    matrix: &Matrix,
    week: Week,
    account: &Account,
) -> Option<(&'static str, &'static str)> {
    let first = matrix.accounts.iter().position(|other| other.kind == AccountKind::Kos)?;
    let (_, column, value) = *BAD_ROWS.iter().find(|(index, ..)| {
        matrix.accounts.get(first + index).is_some_and(|bad| bad.user_id == account.user_id)
    })?;
    (week.number == BAD_ROWS_WEEK && account.kind == AccountKind::Kos).then_some((column, value))
}

/// How the week's leads write their larger counts.
pub(crate) const fn leads_style(week: Week) -> CountStyle {
    match week.number {
        WAN_WEEK => CountStyle::Wan,
        number if number % 2 == 1 => CountStyle::Grouped,
        _ => CountStyle::Plain,
    }
}

/// The week's leads as far as the file shows them.
pub(crate) fn leads_kept(week: Week, leads: LeadsWeek) -> LeadsWeek {
    let style = leads_style(week);
    LeadsWeek { impression: style.kept(leads.impression), read: style.kept(leads.read), ..leads }
}

/// Whether the week's leads are told twice: one row was short of a lead, and a second file puts it right.
pub(super) const fn is_told_twice(week: Week) -> bool {
    week.of >= CONFLICT_WEEKS_MIN && week.number + 2 == week.of
}

/// Whether the week's service quality was never downloaded: the last week's.
pub(crate) const fn is_service_missing(week: Week) -> bool {
    week.of > 1 && week.number == week.of
}
