//! What kind of file this is, told from its first rows.

use std::collections::HashSet;

use super::{
    columns::{columns, required, telling},
    fields::Field,
    header,
    kind::FileKind,
    mapping::{Mapping, Target, platform_headers},
    refusal::Unrecognised,
};

/// Rows among which the header is looked for: banners stand above it.
pub const HEADER_ROWS_MAX: usize = 6;
/// Known columns that a file must have at least.
const KNOWN_COLUMNS_MIN: usize = 2;
/// What a telling column counts more than another.
const TELLING_WEIGHT: usize = 2;
/// Characters of a header that are repeated to the user.
const SHOWN_HEADER_CHARS_MAX: usize = 40;

/// What a file was recognised as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// The kind.
    pub kind: FileKind,
    /// All kinds that have anything in common with the file, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// The position of the header among the rows that were looked at, counted from 0.
    pub header_row: usize,
    /// The proposed mapping.
    pub mapping: Mapping,
    /// Headers that mean nothing to this kind.
    pub unknown: Vec<String>,
    /// Fields of this kind for which the file has no column. None of them is required.
    pub absent: Vec<Field>,
    /// Columns that look like secrets and are never read.
    pub dropped: Vec<DroppedColumn>,
}

/// A kind that the file could be of, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The kind.
    pub kind: FileKind,
    /// How many of a hundred headers it knows.
    pub score: u8,
    /// The headers that it knows, as the file writes them.
    pub known: Vec<String>,
    /// The groups of required headers of which the file has none; empty where nothing is missing.
    pub missing: Vec<Vec<&'static str>>,
}

/// A column that looks like a password, cookie or token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DroppedColumn {
    /// Its header.
    pub header: String,
}

/// Tells what kind of file this is from the text of its first rows, of which [`HEADER_ROWS_MAX`] are looked at.
pub fn recognise(first_rows: &[Vec<String>]) -> Result<Recognition, Unrecognised> {
    let header_row = header_row(first_rows).ok_or(Unrecognised::NoHeader)?;
    let headers = first_rows.get(header_row).ok_or(Unrecognised::NoHeader)?;
    let mut ranked: Vec<(usize, Candidate)> =
        FileKind::ALL.into_iter().map(|kind| candidate(kind, headers)).collect();
    ranked.retain(|(weight, _)| *weight > 0);
    ranked.sort_by_key(|(weight, candidate)| std::cmp::Reverse((candidate.missing.is_empty(), *weight)));
    let candidates: Vec<Candidate> = ranked.into_iter().map(|(_, candidate)| candidate).collect();
    let best = candidates.first();
    let Some(best) = best.filter(|best| best.missing.is_empty() && best.known.len() >= KNOWN_COLUMNS_MIN)
    else {
        return Err(refuse(headers, best));
    };
    let kind = best.kind;
    let mapping = Mapping::propose(kind, headers);
    let mapped: HashSet<Field> = mapping.fields().collect();
    let of_target = |target: Target| {
        let columns = mapping.columns.iter().filter(move |column| column.target == target);
        columns.map(|column| shown(&column.header))
    };
    Ok(Recognition {
        kind,
        header_row,
        unknown: of_target(Target::Ignored).collect(),
        dropped: of_target(Target::Secret).map(|header| DroppedColumn { header }).collect(),
        absent: columns(kind)
            .iter()
            .map(|column| column.field)
            .filter(|field| !mapped.contains(field))
            .collect(),
        candidates,
        mapping,
    })
}

/// The row with the most headers that any kind knows; among equals, with the most distinct cells; then the first.
fn header_row(rows: &[Vec<String>]) -> Option<usize> {
    let rank = |row: &Vec<String>| {
        let names: HashSet<String> = row.iter().map(|cell| header::normal(cell).name).collect();
        let distinct = names.iter().filter(|name| !name.is_empty()).count();
        let known = FileKind::ALL.into_iter().map(|kind| known_names(kind, &names)).max().unwrap_or(0);
        (known, distinct)
    };
    let ranked =
        rows.iter().take(HEADER_ROWS_MAX).map(rank).enumerate().filter(|(_, (_, distinct))| *distinct > 0);
    ranked.max_by_key(|(index, rank)| (*rank, std::cmp::Reverse(*index))).map(|(index, _)| index)
}

fn known_names(kind: FileKind, names: &HashSet<String>) -> usize {
    columns(kind).iter().filter(|column| column.names.iter().any(|name| names.contains(*name))).count()
}

fn candidate(kind: FileKind, headers: &[String]) -> (usize, Candidate) {
    let mapping = Mapping::propose(kind, headers);
    let fields: HashSet<Field> = mapping.fields().collect();
    let is_known = |target: Target| matches!(target, Target::Field(_));
    let known: Vec<String> = mapping
        .columns
        .iter()
        .filter(|column| is_known(column.target))
        .map(|column| shown(&column.header))
        .collect();
    let missing = required(kind)
        .iter()
        .filter(|group| !group.iter().any(|field| fields.contains(field)))
        .map(|group| platform_headers(kind, group))
        .collect();
    let told = telling(kind).iter().filter(|field| fields.contains(field)).count();
    let weight = known.len() + TELLING_WEIGHT * told;
    let score = u8::try_from(known.len() * 100 / mapping.columns.len().max(1)).unwrap_or(100);
    (weight, Candidate { kind, score, known, missing })
}

fn refuse(headers: &[String], best: Option<&Candidate>) -> Unrecognised {
    let seen = headers.iter().filter(|header| !header.trim().is_empty()).map(|header| shown(header));
    let near = best.filter(|best| best.known.len() >= KNOWN_COLUMNS_MIN && !best.missing.is_empty());
    let nearest = near.map(|best| (best.kind, best.missing.clone()));
    Unrecognised::OtherFile { headers: seen.collect(), nearest }
}

fn shown(header: &str) -> String {
    header.trim().chars().take(SHOWN_HEADER_CHARS_MAX).collect()
}

#[cfg(test)]
#[path = "recognise_tests.rs"]
mod tests;
