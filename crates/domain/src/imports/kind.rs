//! The kinds of files that are taken.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What sort of file an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// 笔记列表明细表: one row per note. Without 创作者 it is the list of one account, which must be named.
    NoteList,
    /// 专业号-线索明细: one row per employee account, summed over a period that the file does not name.
    EmployeeLeads,
    /// 员工号分析: one row per employee account with its reply measures, over a period that the file does not name.
    ServiceQuality,
    /// 聚光报表: one row per dimension, of a day (时间) or of a period that must be named.
    JuguangReport,
    /// 线索列表: one row per person who left contact data.
    LeadList,
    /// 员工名册: one row per employee.
    Roster,
}

impl FileKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::NoteList,
        Self::EmployeeLeads,
        Self::ServiceQuality,
        Self::JuguangReport,
        Self::LeadList,
        Self::Roster,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoteList => "note_list",
            Self::EmployeeLeads => "employee_leads",
            Self::ServiceQuality => "service_quality",
            Self::JuguangReport => "juguang_report",
            Self::LeadList => "lead_list",
            Self::Roster => "roster",
        }
    }

    /// The name in Chinese, as the platform names the export.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::NoteList => "笔记列表明细",
            Self::EmployeeLeads => "专业号线索明细",
            Self::ServiceQuality => "员工号分析",
            Self::JuguangReport => "聚光报表",
            Self::LeadList => "线索列表",
            Self::Roster => "员工名册",
        }
    }

    /// The name in English.
    pub const fn en(self) -> &'static str {
        match self {
            Self::NoteList => "note list",
            Self::EmployeeLeads => "per-employee leads",
            Self::ServiceQuality => "employee service quality",
            Self::JuguangReport => "Juguang report",
            Self::LeadList => "lead list",
            Self::Roster => "roster of employees",
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text that is no kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a kind of file like note_list")]
pub struct NoKind;

impl FromStr for FileKind {
    type Err = NoKind;

    fn from_str(text: &str) -> Result<Self, NoKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == text).ok_or(NoKind)
    }
}
