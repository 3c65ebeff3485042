//! The rule book as it stands in its files, and with the rows of a brand laid over it.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::{Edition, EditionId, Origin, RuleKey, RuleRow, RuleScope, Source, SourceGrade};
use crate::{insight::Say, time::Day};

/// What counts beside every edition, the sources and the names.
const EVERY_EDITION: &str = include_str!("../../../../rules/platform/every_edition.toml");
/// The editions, the oldest first.
const EDITIONS: &[&str] = &[
    include_str!("../../../../rules/platform/bundled.toml"),
    include_str!("../../../../rules/platform/spend_2025.toml"),
    include_str!("../../../../rules/platform/grey_test.toml"),
];

/// An industry that rows can be about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Industry {
    /// Its name in rows.
    pub id: String,
    /// What people call it.
    pub name: Say,
}

/// Every number of the platform that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rulebook {
    editions: Vec<Edition>,
    names: BTreeMap<RuleKey, Say>,
    industries: Vec<Industry>,
}

static BUILTIN: LazyLock<Rulebook> = LazyLock::new(|| {
    // The texts are part of the program; a test reads them.
    Rulebook::read(EVERY_EDITION, EDITIONS).unwrap_or_default()
});

/// Why the files of the rule book cannot be taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// It is no such document.
    #[error(transparent)]
    Text(#[from] toml::de::Error),
    /// A row names a source that nobody described.
    #[error("there is no source called {0}")]
    UnknownSource(String),
    /// A row is about an industry that nobody described.
    #[error("there is no industry called {0}")]
    UnknownIndustry(String),
    /// A number that its unit does not allow.
    #[error("{key} cannot be {value}")]
    OutOfRange { key: RuleKey, value: i64 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EveryEditionFile {
    source: Vec<SourceEntry>,
    industry: Vec<Industry>,
    names: BTreeMap<RuleKey, Say>,
    row: Vec<RowEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionFile {
    id: EditionId,
    name: Say,
    summary: Say,
    reported_from: Option<Day>,
    reported_to: Option<Day>,
    row: Vec<RowEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEntry {
    id: String,
    name: Say,
    published: Option<String>,
    checked_on: Day,
    link: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowEntry {
    key: RuleKey,
    value: i64,
    scope: RuleScope,
    industry: Option<String>,
    valid_from: Option<Day>,
    valid_to: Option<Day>,
    source: String,
    grade: SourceGrade,
    note: Option<Say>,
}

impl Rulebook {
    /// The rule book that comes with the program.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Its editions, the oldest first.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The edition with this id.
    pub fn edition(&self, id: &EditionId) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.id == *id)
    }

    /// The edition that was reported last.
    pub fn newest(&self) -> Option<&Edition> {
        self.editions.last()
    }

    /// What people call a key.
    pub fn name_of(&self, key: RuleKey) -> Say {
        self.names.get(&key).cloned().unwrap_or_else(|| Say::same(key.name()))
    }

    /// The industries that rows can be about.
    pub fn industries(&self) -> &[Industry] {
        &self.industries
    }

    /// The industry with this id.
    pub fn industry(&self, id: &str) -> Option<&Industry> {
        self.industries.iter().find(|industry| industry.id == id)
    }

    /// The same book with rows that a brand adopted laid over it. Rows of an edition that the program does not know
    /// any more are left out.
    #[must_use]
    pub fn with(&self, adopted: impl IntoIterator<Item = RuleRow>) -> Self {
        let mut book = self.clone();
        for row in adopted {
            if let Some(edition) = book.editions.iter_mut().find(|edition| edition.id == row.edition) {
                edition.rows.push(row);
            }
        }
        book
    }

    pub(super) fn read(every_edition: &str, editions: &[&str]) -> Result<Self, ReadError> {
        let EveryEditionFile { source, industry: industries, names, row: shared } =
            toml::from_str(every_edition)?;
        let sources: BTreeMap<String, Source> = source.into_iter().map(SourceEntry::read).collect();
        let mut book = Self { editions: vec![], names, industries };
        for text in editions {
            let file: EditionFile = toml::from_str(text)?;
            let EditionFile { id, name, summary, reported_from, reported_to, row } = file;
            let rows = row.iter().chain(&shared).map(|entry| book.row(&id, entry, &sources));
            let rows = rows.collect::<Result<_, _>>()?;
            book.editions.push(Edition { id, name, summary, reported_from, reported_to, rows });
        }
        Ok(book)
    }

    fn row(
        &self,
        edition: &EditionId,
        entry: &RowEntry,
        sources: &BTreeMap<String, Source>,
    ) -> Result<RuleRow, ReadError> {
        let RowEntry { key, value, scope, industry, valid_from, valid_to, source, grade, note } = entry;
        let (key, value) = (*key, *value);
        if !(0..=key.unit().value_max()).contains(&value) {
            return Err(ReadError::OutOfRange { key, value });
        }
        if let Some(unknown) = industry.as_ref().filter(|id| self.industry(id).is_none()) {
            return Err(ReadError::UnknownIndustry(unknown.clone()));
        }
        let known = sources.get(source).ok_or_else(|| ReadError::UnknownSource(source.clone()))?;
        Ok(RuleRow {
            edition: edition.clone(),
            key,
            value,
            scope: *scope,
            industry: industry.clone(),
            valid_from: *valid_from,
            valid_to: *valid_to,
            source: known.clone(),
            grade: *grade,
            note: note.clone(),
            origin: Origin::Builtin,
        })
    }
}

impl SourceEntry {
    fn read(self) -> (String, Source) {
        let Self { id, name, published, checked_on, link } = self;
        (id, Source { name, published, checked_on, link })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_can_be_read_and_speak_both_languages() {
        let book = Rulebook::read(EVERY_EDITION, EDITIONS).unwrap();
        let ids: Vec<&str> = book.editions().iter().map(|edition| edition.id.name()).collect();
        assert_eq!(ids, ["bundled", "spend_2025", "grey_test"]);
        for key in RuleKey::ALL {
            let name = book.name_of(*key);
            assert!(!name.zh.is_ascii() && name.en != key.name() && name.en.is_ascii(), "{key}: {name:?}");
        }
        for edition in book.editions() {
            assert!(!edition.name.zh.is_ascii() && edition.name.en.is_ascii(), "{}", edition.id);
            for row in edition.rows() {
                let notes = row.note.iter().chain([&row.source.name]);
                for text in notes {
                    assert!(!text.zh.is_ascii() && text.en.is_ascii(), "{}: {text:?}", row.key);
                }
            }
        }
    }

    #[test]
    fn what_the_files_may_not_say_is_refused() {
        let beside = |row: &str| {
            format!(
                "names = {{}}\n[[source]]\nid = \"s\"\nname = {{ zh = \"\", en = \"\" }}\nchecked_on = \"2026-01-01\"\n\
                 [[industry]]\nid = \"home\"\nname = {{ zh = \"\", en = \"\" }}\n\
                 [[row]]\nscope = \"seat\"\ngrade = \"reported\"\n{row}"
            )
        };
        let edition =
            "id = \"e\"\nname = { zh = \"\", en = \"\" }\nsummary = { zh = \"\", en = \"\" }\nrow = []\n";
        let read = |row: &str| Rulebook::read(&beside(row), &[edition]).map_err(|error| error.to_string());
        assert!(read("key = \"seat_fee\"\nvalue = 1\nsource = \"s\"\nindustry = \"home\"").is_ok());
        for (row, expected) in [
            ("key = \"seat_fee\"\nvalue = 1\nsource = \"t\"", "no source called t"),
            ("key = \"seat_fee\"\nvalue = -1\nsource = \"s\"", "seat_fee cannot be -1"),
            ("key = \"seat_fee_refund\"\nvalue = 2\nsource = \"s\"", "seat_fee_refund cannot be 2"),
            (
                "key = \"seat_fee\"\nvalue = 1\nsource = \"s\"\nindustry = \"space\"",
                "no industry called space",
            ),
            ("key = \"fee\"\nvalue = 1\nsource = \"s\"", "unknown variant `fee`"),
            ("key = \"seat_fee\"\nvalue = 1\nsource = \"s\"\nvalid_from = \"2026-02-30\"", "expected a day"),
        ] {
            let refusal = read(row).unwrap_err();
            assert!(refusal.contains(expected), "{row}: {refusal}");
        }
    }
}
