//! What one back office shows, and which row of it is taken.

use std::{borrow::Cow, cmp::Reverse, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

use super::{Origin, RuleKey, RuleRow};
use crate::{insight::Say, time::Day};

/// Characters of the id of an edition.
const EDITION_ID_CHARS_MAX: usize = 40;

/// The id of an edition: `a-z`, digits and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionId(String);

/// A text that cannot be the id of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an edition is named by 1 to {EDITION_ID_CHARS_MAX} of the characters a-z, 0-9 and _")]
pub struct EditionIdError;

impl EditionId {
    /// The text form.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl FromStr for EditionId {
    type Err = EditionIdError;

    fn from_str(text: &str) -> Result<Self, EditionIdError> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let is_id = (1..=EDITION_ID_CHARS_MAX).contains(&text.len()) && text.chars().all(fits);
        if is_id { Ok(Self(text.to_owned())) } else { Err(EditionIdError) }
    }
}

impl fmt::Display for EditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for EditionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EditionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl PartialSchema for EditionId {
    fn schema() -> RefOr<Schema> {
        let pattern = format!("^[a-z0-9_]{{1,{EDITION_ID_CHARS_MAX}}}$");
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).into()
    }
}

impl ToSchema for EditionId {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("edition_id")
    }
}

/// What one back office shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// What people call it.
    pub name: Say,
    /// What it comes to, in a sentence or two.
    pub summary: Say,
    /// The first day on which it was reported, where a source names one.
    pub reported_from: Option<Day>,
    /// The last day on which it was reported, where a source names one.
    pub reported_to: Option<Day>,
    /// Its rows, and those that count beside every edition; of one key, the row to be taken stands first.
    pub(super) rows: Vec<RuleRow>,
}

/// Which row of a key is taken, and which say otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing<'a> {
    /// The one that is taken; nothing where nothing is known.
    pub chosen: Option<&'a RuleRow>,
    /// Those that count too and say another number, or the same number for somebody else.
    pub contradicting: Vec<&'a RuleRow>,
}

impl Edition {
    /// Every row, also those that count no more or not yet.
    pub fn rows(&self) -> &[RuleRow] {
        &self.rows
    }

    /// What is known of a key for a merchant of this industry on a day.
    ///
    /// A row of the industry goes before one for every merchant, and a row that the brand adopted before one of the
    /// program, the newest first. Of those of the program the one that stands first in its file is taken: whoever
    /// wrote it there weighed the sources.
    pub fn standing(&self, key: RuleKey, industry: Option<&str>, on: Day) -> Standing<'_> {
        let counts = |row: &&RuleRow| row.key == key && row.counts_on(on) && row.concerns(industry);
        let mut rows: Vec<&RuleRow> = self.rows.iter().filter(counts).collect();
        // The sort keeps the order of the file where this does not decide.
        rows.sort_by_key(|row| (row.industry.is_none(), Reverse(adopted(row))));
        let mut rows = rows.into_iter();
        let Some(chosen) = rows.next() else { return Standing::default() };
        let says_otherwise = |row: &&RuleRow| {
            let is_about_the_same = row.industry == chosen.industry;
            let is_replaced = is_own(chosen) && is_own(row);
            is_about_the_same && !is_replaced && (row.value, row.scope) != (chosen.value, chosen.scope)
        };
        Standing { chosen: Some(chosen), contradicting: rows.filter(says_otherwise).collect() }
    }

    /// The number of a key for a merchant of this industry on a day; `None` where it is not known.
    pub fn value(&self, key: RuleKey, industry: Option<&str>, on: Day) -> Option<i64> {
        self.standing(key, industry, on).chosen.map(|row| row.value)
    }

    /// The rows of a key that count on a day, whatever their industry, in the order of the file.
    pub fn told(&self, key: RuleKey, on: Day) -> impl Iterator<Item = &RuleRow> {
        self.rows.iter().filter(move |row| row.key == key && row.counts_on(on))
    }
}

const fn is_own(row: &RuleRow) -> bool {
    matches!(row.origin, Origin::Brand { .. })
}

/// Since when a row of the brand counts, and when it was adopted; nothing for one of the program.
fn adopted(row: &RuleRow) -> Option<(Option<Day>, i64)> {
    match row.origin {
        Origin::Builtin => None,
        Origin::Brand { adopted_at, .. } => Some((row.valid_from, adopted_at.ms())),
    }
}
