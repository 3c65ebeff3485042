//! Which column is which field: proposed by us, corrected by the user, remembered by header so that it survives
//! moved columns.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    columns::{Column, columns, required},
    fields::Field,
    header::{self, Unit},
    kind::FileKind,
    secret,
};

/// Columns that a mapping may have.
pub const MAPPED_COLUMNS_MAX: usize = 256;

/// The columns of a kind of file and what each of them is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The kind of file.
    pub kind: FileKind,
    /// Its columns in the order of the file; those without a header are left out.
    pub columns: Vec<MappedColumn>,
}

/// One column and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// The header as the file writes it.
    pub header: String,
    /// Which of the columns with this header, counted from 0.
    #[serde(default)]
    pub nth: u16,
    /// What it is.
    pub target: Target,
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// This field.
    Field(Field),
    /// Not taken.
    Ignored,
    /// Looks like a password, cookie or token: never read, never stored.
    Secret,
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// Two columns for one field.
    #[error("The columns “{first}” and “{second}” are mapped to the same field; keep one of them.")]
    FieldTwice {
        /// The field.
        field: Field,
        /// The first header.
        first: String,
        /// The second header.
        second: String,
    },
    /// No column for what the kind must have.
    #[error("A column for {} is missing.", english(.fields))]
    Missing {
        /// Any of these would do.
        fields: &'static [Field],
        /// The headers that the platform gives them.
        headers: Vec<&'static str>,
    },
    /// A field that this kind of file does not have.
    #[error("The column “{header}” is mapped to a field that this kind of file does not have.")]
    ForeignField {
        /// The header.
        header: String,
        /// The field.
        field: Field,
    },
    /// A column of secrets mapped to a field.
    #[error("The column “{header}” looks like a password, cookie or token and cannot be taken.")]
    SecretColumn {
        /// The header.
        header: String,
    },
    /// More than [`MAPPED_COLUMNS_MAX`] columns.
    #[error("A file may have {MAPPED_COLUMNS_MAX} columns at the most.")]
    TooManyColumns,
}

impl MappingError {
    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::FieldTwice { first, second, .. } => {
                format!("列「{first}」和「{second}」对应了同一个字段，请只保留一个。")
            }
            Self::Missing { headers, .. } => format!("缺少列「{}」。", headers.join("」或「")),
            Self::ForeignField { header, .. } => format!("列「{header}」对应的字段不属于这种文件。"),
            Self::SecretColumn { header } => {
                format!("列「{header}」看起来是密码、Cookie 或令牌，不能导入。")
            }
            Self::TooManyColumns => format!("文件最多 {MAPPED_COLUMNS_MAX} 列。"),
        }
    }
}

fn english(fields: &[Field]) -> String {
    fields.iter().map(|field| field.code()).collect::<Vec<_>>().join(" or ")
}

/// A mapping laid over the header of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The kind of file.
    pub kind: FileKind,
    /// The columns that are read.
    pub columns: Vec<PlacedColumn>,
    /// Columns of secrets that are never read, by position and header.
    pub secrets: Vec<(usize, String)>,
}

/// A field and the column where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedColumn {
    /// The position of the column, counted from 0.
    pub index: usize,
    /// The header as the file writes it.
    pub header: String,
    /// The field.
    pub field: Field,
    /// The unit that the header names.
    pub unit: Option<Unit>,
}

impl Layout {
    /// What may be kept of a cell of a rejected row: nothing of a column of secrets, nothing that looks like one.
    pub fn keepable<'a>(&self, column: usize, text: &'a str) -> Option<&'a str> {
        (!self.is_secret(column) && !secret::is_secret_value(text)).then_some(text)
    }

    /// Whether the cells of this column must not leave the file, not even with a rejected row.
    pub fn is_secret(&self, column: usize) -> bool {
        self.secrets.iter().any(|(index, _)| *index == column)
    }
}

impl Mapping {
    /// The mapping that the headers suggest for a kind.
    pub fn propose(kind: FileKind, headers: &[String]) -> Self {
        let targets = targets(kind, headers, &HashSet::new());
        let columns = headers
            .iter()
            .zip(targets)
            .enumerate()
            .filter(|(_, (header, _))| !header.trim().is_empty())
            .map(|(index, (header, target))| MappedColumn {
                header: header.trim().to_owned(),
                nth: nth_of(headers, index),
                target,
            })
            .collect();
        Self { kind, columns }
    }

    /// The fields that are mapped.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.columns.iter().filter_map(|column| match column.target {
            Target::Field(field) => Some(field),
            Target::Ignored | Target::Secret => None,
        })
    }

    /// Whether the mapping can be used: no field twice, nothing foreign, nothing secret, all that is required.
    pub fn validate(&self) -> Result<(), MappingError> {
        if self.columns.len() > MAPPED_COLUMNS_MAX {
            return Err(MappingError::TooManyColumns);
        }
        let known = columns(self.kind);
        let mut seen: Vec<(Field, &str)> = Vec::new();
        for column in &self.columns {
            let Target::Field(field) = column.target else { continue };
            let header = || column.header.clone();
            if secret::is_secret_header(&column.header) {
                return Err(MappingError::SecretColumn { header: header() });
            }
            if !known.iter().any(|known| known.field == field) {
                return Err(MappingError::ForeignField { header: header(), field });
            }
            if let Some((_, first)) = seen.iter().find(|(other, _)| *other == field) {
                return Err(MappingError::FieldTwice { field, first: (*first).to_owned(), second: header() });
            }
            seen.push((field, &column.header));
        }
        let missing =
            required(self.kind).iter().find(|group| !seen.iter().any(|(field, _)| group.contains(field)));
        match missing {
            Some(fields) => {
                Err(MappingError::Missing { fields, headers: platform_headers(self.kind, fields) })
            }
            None => Ok(()),
        }
    }

    /// Lays the mapping over the header of a file: columns are found by header wherever they stand, and headers that
    /// the mapping does not know are taken for what they suggest, unless that field is already mapped.
    pub fn apply(&self, headers: &[String]) -> Result<Layout, MappingError> {
        let known: Vec<Option<Target>> =
            (0..headers.len()).map(|index| self.target_at(headers, index)).collect();
        let taken: HashSet<Field> = known
            .iter()
            .filter_map(|target| match target {
                Some(Target::Field(field)) => Some(*field),
                _ => None,
            })
            .collect();
        let suggested = targets(self.kind, headers, &taken);
        let mut mapping = Self { kind: self.kind, columns: Vec::new() };
        let mut layout = Layout { kind: self.kind, columns: Vec::new(), secrets: Vec::new() };
        for (index, ((header, known), suggested)) in headers.iter().zip(known).zip(suggested).enumerate() {
            let target = known.unwrap_or(suggested);
            let header = header.trim().to_owned();
            mapping.columns.push(MappedColumn { header: header.clone(), nth: 0, target });
            match target {
                Target::Field(field) => {
                    let unit = header::normal(&header).unit;
                    layout.columns.push(PlacedColumn { index, header, field, unit });
                }
                Target::Secret => layout.secrets.push((index, header)),
                Target::Ignored => {}
            }
        }
        mapping.validate().map(|()| layout)
    }

    /// What the mapping says of a column of a file.
    fn target_at(&self, headers: &[String], index: usize) -> Option<Target> {
        let wanted = headers.get(index)?;
        let name = header::normal(wanted).name;
        let nth = nth_of(headers, index);
        if secret::is_secret_header(wanted) {
            return Some(Target::Secret);
        }
        let column = self
            .columns
            .iter()
            .find(|column| column.nth == nth && header::normal(&column.header).name == name);
        column.map(|column| column.target)
    }
}

/// The headers that the platform gives to fields.
pub(super) fn platform_headers(kind: FileKind, fields: &[Field]) -> Vec<&'static str> {
    let named = fields.iter().filter_map(|field| columns(kind).iter().find(|column| column.field == *field));
    named.filter_map(|column| column.names.first().copied()).collect()
}

/// How many columns to the left have the same header.
fn nth_of(headers: &[String], index: usize) -> u16 {
    let name = headers.get(index).map(|header| header::normal(header).name);
    let before =
        headers.iter().take(index).filter(|header| Some(header::normal(header).name) == name).count();
    u16::try_from(before).unwrap_or(u16::MAX)
}

/// What each header suggests. Of two headers for one field the one that stands first in the table of names wins.
fn targets(kind: FileKind, headers: &[String], taken: &HashSet<Field>) -> Vec<Target> {
    let names: Vec<String> = headers.iter().map(|header| header::normal(header).name).collect();
    let mut targets: Vec<Target> = headers
        .iter()
        .map(|header| if secret::is_secret_header(header) { Target::Secret } else { Target::Ignored })
        .collect();
    for Column { field, names: synonyms } in columns(kind) {
        if taken.contains(field) {
            continue;
        }
        let found = synonyms.iter().find_map(|synonym| names.iter().position(|name| name == synonym));
        if let Some(place) =
            found.and_then(|index| targets.get_mut(index)).filter(|place| **place == Target::Ignored)
        {
            *place = Target::Field(*field);
        }
    }
    targets
}

#[cfg(test)]
#[path = "mapping_tests.rs"]
mod tests;
