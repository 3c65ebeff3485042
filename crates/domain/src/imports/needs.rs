//! What a file does not say of itself and must be asked.

use super::{fields::Field, kind::FileKind, mapping::Mapping};

/// What must be asked before a file can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// The days that its figures cover.
    pub period: bool,
    /// The account whose notes it lists.
    pub account: bool,
}

/// What must be asked for a file of this mapping.
pub fn needs(mapping: &Mapping) -> Needs {
    needs_of(mapping.kind, mapping.fields())
}

pub(super) fn needs_of(kind: FileKind, mut fields: impl Iterator<Item = Field>) -> Needs {
    match kind {
        FileKind::NoteList => Needs { period: false, account: !fields.any(|field| field == Field::Creator) },
        FileKind::EmployeeLeads | FileKind::ServiceQuality => Needs { period: true, account: false },
        FileKind::JuguangReport => {
            Needs { period: !fields.any(|field| field == Field::ReportDays), account: false }
        }
        FileKind::LeadList | FileKind::Roster => Needs { period: false, account: false },
    }
}
