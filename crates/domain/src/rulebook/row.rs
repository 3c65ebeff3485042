//! One number of the platform, and how a decision quotes it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{EditionId, RuleKey, RuleScope, RuleUnit, SourceGrade};
use crate::{
    id::RuleAmendmentId,
    insight::Say,
    time::{Day, Instant},
};

/// Who says a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What people call it.
    pub name: Say,
    /// When it was published, as exactly as it says itself: a year, a month or a day.
    pub published: Option<String>,
    /// When it was last looked at.
    pub checked_on: Day,
    /// Where it stands.
    pub link: Option<String>,
}

/// Where a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The data of the program.
    Builtin,
    /// The brand, which adopted it.
    Brand {
        /// By which amendment.
        amendment: RuleAmendmentId,
        /// When.
        adopted_at: Instant,
    },
}

/// A number of the platform in one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    /// The edition; of a row that counts beside all of them, that one which was asked.
    pub edition: EditionId,
    /// What the number is; tells its unit.
    pub key: RuleKey,
    /// The number.
    pub value: i64,
    /// For whom it is counted.
    pub scope: RuleScope,
    /// In which industry only; in every one when absent.
    pub industry: Option<String>,
    /// The first day, where it is known.
    pub valid_from: Option<Day>,
    /// The last day, where there is one.
    pub valid_to: Option<Day>,
    /// Who says so.
    pub source: Source,
    /// How good the source is.
    pub grade: SourceGrade,
    /// How it is to be read.
    pub note: Option<Say>,
    /// Where it comes from.
    pub origin: Origin,
}

/// A row as a decision quotes it: enough to explain the decision when the row has long changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Citation {
    /// The edition.
    pub edition: EditionId,
    /// What the number is.
    pub key: RuleKey,
    /// The number.
    pub value: i64,
    /// What it counts.
    pub unit: RuleUnit,
    /// For whom it is counted.
    pub scope: RuleScope,
    /// In which industry only.
    pub industry: Option<String>,
    /// Who says so.
    pub source: Say,
    /// When that was published, as exactly as it says itself.
    pub published: Option<String>,
    /// Where it stands.
    pub link: Option<String>,
    /// How good the source is.
    pub grade: SourceGrade,
    /// By which amendment of the brand.
    pub amendment: Option<RuleAmendmentId>,
}

impl RuleRow {
    /// What its number counts.
    pub const fn unit(&self) -> RuleUnit {
        self.key.unit()
    }

    /// Whether it counts on a day.
    pub fn counts_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether it counts for a merchant of this industry; without one, whether it counts for every merchant.
    pub fn concerns(&self, industry: Option<&str>) -> bool {
        self.industry.is_none() || self.industry.as_deref() == industry
    }

    /// The row as a decision quotes it.
    pub fn cite(&self) -> Citation {
        let Self {
            edition,
            key,
            value,
            scope,
            industry,
            valid_from: _,
            valid_to: _,
            source: Source { name, published, checked_on: _, link },
            grade,
            note: _,
            origin,
        } = self.clone();
        let amendment = match origin {
            Origin::Builtin => None,
            Origin::Brand { amendment, .. } => Some(amendment),
        };
        let unit = key.unit();
        Citation {
            edition,
            key,
            value,
            unit,
            scope,
            industry,
            source: name,
            published,
            link,
            grade,
            amendment,
        }
    }
}
