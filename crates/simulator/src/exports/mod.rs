//! The export files of a matrix: which there are, and what the merchant did to them.
//!
//! Files come in the order in which a merchant would hand them in: the roster, then week by week. A later file that
//! speaks of the same thing knows better.

mod employee_leads;
mod juguang;
mod lead_list;
pub(crate) mod note_list;
pub(crate) mod oddities;
mod roster;
mod service_quality;

use std::path::{Path, PathBuf};

use domain::time::{Day, Period};
use serde::Serialize;

pub use oddities::Oddity;

use crate::{
    error::WriteError,
    matrix::{Account, Matrix},
    sheet::{Encoding, Table},
};

/// Weeks that Juguang reports reach back.
pub(crate) const JUGUANG_WEEKS: usize = 4;
/// Weeks that lead lists reach back.
pub(crate) const LEAD_LIST_WEEKS: usize = 6;

/// The kinds of file that a merchant brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    /// 笔记列表明细表, of one account or with 创作者.
    NoteList,
    /// 专业号-线索明细
    EmployeeLeads,
    /// 员工号分析
    ServiceQuality,
    /// 聚光 report
    JuguangReport,
    /// 线索列表
    LeadList,
    /// 员工花名册, which is the merchant's own.
    Roster,
}

/// The account that a file is about when the file does not say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountName {
    /// 小红书昵称
    pub nickname: String,
    /// 小红书账号id
    pub red_id: String,
    /// 账号ID
    pub user_id: String,
}

/// A written file, and what a person would say when asked about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Relative to the folder that was written to.
    pub path: PathBuf,
    /// What it is.
    pub kind: ExportKind,
    /// The days it covers; `None` for note lists and the roster, which say how things stand.
    pub period: Option<Period>,
    /// Whose it is, where the rows do not say.
    pub account: Option<AccountName>,
    /// The day it was downloaded.
    pub downloaded: Day,
    /// Data rows.
    pub rows: usize,
    /// What is wrong with it on purpose.
    pub oddities: Vec<Oddity>,
}

/// A file before it is written.
pub(crate) struct Draft {
    pub(crate) file: ExportFile,
    pub(crate) table: Table,
    pub(crate) encoding: Encoding,
}

/// A whole week with its number, counted from 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Week {
    pub(crate) number: usize,
    pub(crate) period: Period,
    /// How many weeks the matrix lives.
    pub(crate) of: usize,
}

impl Week {
    /// Whether the week is among the last `count`.
    pub(crate) const fn among_last(self, count: usize) -> bool {
        self.number + count > self.of
    }

    /// The day after, when the merchant downloads the week.
    pub(crate) fn downloaded(self) -> Day {
        self.period.to().plus_days(1)
    }

    /// The folder of the week.
    fn folder(self) -> PathBuf {
        PathBuf::from(format!("week-{:02}", self.number))
    }

    /// A file of the week.
    fn file(self, kind: ExportKind, name: &str, table: &Table) -> ExportFile {
        ExportFile {
            path: self.folder().join(name),
            kind,
            period: (kind != ExportKind::NoteList).then_some(self.period),
            account: None,
            downloaded: self.downloaded(),
            rows: table.rows.len(),
            oddities: vec![],
        }
    }
}

/// The weeks of the matrix.
pub(crate) fn weeks(matrix: &Matrix) -> impl Iterator<Item = Week> {
    let of = matrix.weeks.len();
    (1..).zip(&matrix.weeks).map(move |(number, period)| Week { number, period: *period, of })
}

/// Writes every file below `dir`, in the order in which they would be handed in.
pub(crate) fn write_files(matrix: &Matrix, dir: &Path) -> Result<Vec<ExportFile>, WriteError> {
    let mut files = vec![write(roster::draft(matrix), dir)?];
    for week in weeks(matrix) {
        for draft in of_week(matrix, week) {
            files.push(write(draft, dir)?);
        }
    }
    Ok(files)
}

fn of_week(matrix: &Matrix, week: Week) -> Vec<Draft> {
    let mut drafts = employee_leads::drafts(matrix, week);
    drafts.extend(service_quality::draft(matrix, week));
    drafts.extend(juguang::draft(matrix, week));
    drafts.extend(lead_list::draft(matrix, week));
    drafts.extend(note_list::drafts(matrix, week));
    drafts
}

fn write(draft: Draft, dir: &Path) -> Result<ExportFile, WriteError> {
    let path = dir.join(&draft.file.path);
    let folder = path.parent().unwrap_or(dir);
    std::fs::create_dir_all(folder).map_err(|error| WriteError::at(folder)(error.into()))?;
    draft.table.write(&path, draft.encoding)?;
    Ok(draft.file)
}

/// The account as a person would name it.
pub(crate) fn name_of(account: &Account) -> AccountName {
    AccountName {
        nickname: account.nickname.clone(),
        red_id: account.red_id.clone(),
        user_id: account.user_id.clone(),
    }
}
