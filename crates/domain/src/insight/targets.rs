//! What a brand expects of itself. Every default is a hint of its source; a target without one is off until the
//! brand sets it.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::{Say, metrics::Unit, today::RULE_TEXT};
use crate::{imports::FileKind, matrix::AccountKind};

names! {
    /// Something that a brand can set a target for.
    TargetId {
        /// Days without a note that an enterprise account may have.
        QuietDaysEnterprise = "quiet_days_enterprise",
        /// Days without a note that a staff account may have.
        QuietDaysKos = "quiet_days_kos",
        /// Days without a note that a dealer's account may have.
        QuietDaysKob = "quiet_days_kob",
        /// Days without a note that a customer's account may have.
        QuietDaysKoc = "quiet_days_koc",
        /// Days without a note that a creator's account may have.
        QuietDaysCreator = "quiet_days_creator",
        /// Days without a note that a store's account may have.
        QuietDaysStore = "quiet_days_store",
        /// First replies within 15 seconds, at least.
        First15s = "first_15s",
        /// Replies within 30 seconds, at least.
        Reply30s = "reply_30s",
        /// Replies within a minute, at least.
        Reply1min = "reply_1min",
        /// Replies after more than an hour, at most.
        Over1h = "over_1h",
        /// Mean time to reply, at most.
        MeanReply = "mean_reply",
        /// What users give the conversation, at least.
        Rating = "rating",
        /// Days between imports of note lists.
        ExportDaysNoteList = "export_days_note_list",
        /// Days between imports of per-employee leads.
        ExportDaysEmployeeLeads = "export_days_employee_leads",
        /// Days between imports of service quality.
        ExportDaysServiceQuality = "export_days_service_quality",
        /// Days between imports of Juguang reports.
        ExportDaysJuguangReport = "export_days_juguang_report",
        /// Days between imports of lead lists.
        ExportDaysLeadList = "export_days_lead_list",
    }
}

names! {
    /// How good the source of a default is.
    Grade {
        /// An official document.
        A = "A",
        /// A statement of the platform's people.
        B = "B",
        /// Several independent reports.
        C = "C",
        /// Practice that is told.
        D = "D",
    }
}

impl TargetId {
    /// The target for how long an account of this kind may be silent. A kind that is not known yet is taken for a
    /// staff account, the commonest.
    pub const fn quiet_days(kind: AccountKind) -> Self {
        match kind {
            AccountKind::Enterprise => Self::QuietDaysEnterprise,
            AccountKind::Kos | AccountKind::Unknown => Self::QuietDaysKos,
            AccountKind::Kob => Self::QuietDaysKob,
            AccountKind::Koc => Self::QuietDaysKoc,
            AccountKind::Creator => Self::QuietDaysCreator,
            AccountKind::Store => Self::QuietDaysStore,
        }
    }

    /// The target for how often this kind of file is brought in; a roster comes when people change.
    pub const fn export_days(kind: FileKind) -> Option<Self> {
        match kind {
            FileKind::NoteList => Some(Self::ExportDaysNoteList),
            FileKind::EmployeeLeads => Some(Self::ExportDaysEmployeeLeads),
            FileKind::ServiceQuality => Some(Self::ExportDaysServiceQuality),
            FileKind::JuguangReport => Some(Self::ExportDaysJuguangReport),
            FileKind::LeadList => Some(Self::ExportDaysLeadList),
            FileKind::Roster => None,
        }
    }

    /// Whether a number above the target is the bad one.
    pub const fn is_upper_bound(self) -> bool {
        !matches!(self, Self::First15s | Self::Reply30s | Self::Reply1min | Self::Rating)
    }
}

/// A target as the rules define it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its name in the API.
    pub id: TargetId,
    /// What people call it.
    pub name: Say,
    /// What a number of it counts.
    pub unit: Unit,
    /// The least value that is accepted.
    pub min: i64,
    /// The greatest value that is accepted.
    pub max: i64,
    /// The value until the brand sets one.
    pub default: Option<i64>,
    /// How good the source of the default is.
    pub grade: Grade,
    /// Where the default comes from.
    pub source: Say,
}

/// A value that a target does not accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a value from {min} to {max} is expected")]
pub struct OutOfRange {
    /// The least value that is accepted.
    pub min: i64,
    /// The greatest value that is accepted.
    pub max: i64,
}

#[derive(Deserialize)]
struct Definitions {
    target: Vec<Target>,
}

static DEFINED: LazyLock<Vec<Target>> = LazyLock::new(|| {
    // The text is part of the program; a test reads it.
    toml::from_str(RULE_TEXT).map(|Definitions { target }| target).unwrap_or_default()
});

impl Target {
    /// Every target, in the order of the rules.
    pub fn all() -> &'static [Self] {
        &DEFINED
    }

    /// The target with this id.
    pub fn of(id: TargetId) -> Option<&'static Self> {
        Self::all().iter().find(|target| target.id == id)
    }

    /// Makes sure that the target accepts the value.
    pub fn accept(&self, value: i64) -> Result<i64, OutOfRange> {
        let Self { min, max, .. } = *self;
        if (min..=max).contains(&value) { Ok(value) } else { Err(OutOfRange { min, max }) }
    }
}

/// The targets of a brand: its own values, the defaults for the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Targets(BTreeMap<TargetId, i64>);

impl Targets {
    /// The targets of a brand that set these values itself.
    pub fn with(own: impl IntoIterator<Item = (TargetId, i64)>) -> Self {
        let defaults = Target::all().iter().filter_map(|target| Some((target.id, target.default?)));
        Self(defaults.chain(own).collect())
    }

    /// The value of a target; `None` where neither the brand nor a source set one.
    pub fn get(&self, id: TargetId) -> Option<i64> {
        self.0.get(&id).copied()
    }
}

impl Default for Targets {
    fn default() -> Self {
        Self::with([])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_defined_once_and_accepts_its_own_default() {
        let ids: Vec<TargetId> = Target::all().iter().map(|target| target.id).collect();
        assert_eq!(ids, TargetId::ALL);
        for target in Target::all() {
            assert!(target.default.is_none_or(|value| target.accept(value).is_ok()), "{}", target.id);
            assert!(!target.source.zh.is_empty() && !target.source.en.is_empty(), "{}", target.id);
        }
    }

    #[test]
    fn a_brand_overrides_a_default_and_leaves_the_others() {
        let targets = Targets::with([(TargetId::QuietDaysKos, 5), (TargetId::Reply1min, 800_000)]);
        assert_eq!(targets.get(TargetId::QuietDaysKos), Some(5));
        assert_eq!(targets.get(TargetId::Reply1min), Some(800_000));
        assert_eq!(targets.get(TargetId::MeanReply), Some(300_000));
        assert_eq!(targets.get(TargetId::Reply30s), None, "off until the brand sets it");
    }

    #[test]
    fn a_value_out_of_range_is_refused_with_the_range() {
        let target = Target::of(TargetId::Rating).unwrap();
        assert_eq!(target.accept(501), Err(OutOfRange { min: 0, max: 500 }));
        assert_eq!(target.accept(450), Ok(450));
    }
}
