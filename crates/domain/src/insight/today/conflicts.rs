//! What several files say of the same account and period, where they disagree.

use std::collections::BTreeMap;

use crate::{
    id::ImportId,
    imports::{CellValue, Cells, Field, fields::Nature},
    time::Period,
};

/// What one row of one import said of an account and period.
#[derive(Debug, Clone)]
pub struct Observed {
    /// The import. Imports are ordered by their ids, which grow with the time of their making.
    pub import: ImportId,
    /// The row of its file.
    pub row: i64,
    /// What it said.
    pub cells: Cells,
}

/// A cell that two imports fill differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The newer import, whose number counts.
    pub import: ImportId,
    /// The name of the account.
    pub account: String,
    /// The days that both are about.
    pub period: Period,
    /// The field.
    pub field: Field,
    /// The number that counted before.
    pub earlier: i64,
    /// The number that counts.
    pub newer: i64,
}

/// The figures on which the observations of one subject disagree: of each, the newest number and the last one
/// before it that is another; the import is the one that brought the newest number. Names and other words may change without being in conflict.
pub fn conflicts(account: &str, period: Period, observed: &[Observed]) -> Vec<Conflict> {
    let mut newest_first: Vec<&Observed> = observed.iter().collect();
    newest_first.sort_by_key(|observed| std::cmp::Reverse((observed.import, observed.row)));
    let mut newest: BTreeMap<Field, (ImportId, i64)> = BTreeMap::new();
    let mut found: BTreeMap<Field, Conflict> = BTreeMap::new();
    for observed in newest_first {
        for (field, value) in figures(&observed.cells) {
            if found.contains_key(&field) {
                continue;
            }
            let (import, newer) = newest.entry(field).or_insert((observed.import, value));
            if *newer == value {
                *import = observed.import;
                continue;
            }
            found.insert(
                field,
                Conflict {
                    import: *import,
                    account: account.to_owned(),
                    period,
                    field,
                    earlier: value,
                    newer: *newer,
                },
            );
        }
    }
    found.into_values().collect()
}

fn figures(cells: &Cells) -> impl Iterator<Item = (Field, i64)> {
    cells.iter().filter_map(|(field, value)| match (field.nature(), value) {
        (Nature::Dimension, _) | (_, CellValue::Text(_)) => None,
        (_, CellValue::Whole(number)) => Some((field, *number)),
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn observed(import: u128, row: i64, list: &[(Field, i64)]) -> Observed {
        let cells = list.iter().map(|(field, value)| (*field, CellValue::Whole(*value))).collect();
        Observed { import: ImportId::from_uuid(Uuid::from_u128(import)), row, cells }
    }

    #[test]
    fn the_newest_number_is_held_against_the_last_other_one() {
        use Field::{Click, Fee, OpenedOn};
        let period = Period::new("2026-06-15".parse().unwrap(), "2026-06-21".parse().unwrap()).unwrap();
        for (list, expected) in [
            (vec![observed(1, 2, &[(Fee, 5)])], vec![]),
            (vec![observed(1, 2, &[(Fee, 5)]), observed(2, 2, &[(Fee, 5), (Click, 1)])], vec![]),
            (vec![observed(2, 2, &[(Fee, 7)]), observed(1, 2, &[(Fee, 5)])], vec![(2, Fee, 5, 7)]),
            (vec![observed(1, 2, &[(Fee, 5)]), observed(1, 9, &[(Fee, 6)])], vec![(1, Fee, 5, 6)]),
            (
                vec![observed(1, 2, &[(Fee, 5)]), observed(2, 2, &[(Fee, 6)]), observed(3, 2, &[(Fee, 6)])],
                vec![(2, Fee, 5, 6)],
            ),
            (
                vec![observed(1, 2, &[(OpenedOn, 20_260_101)]), observed(2, 2, &[(OpenedOn, 20_260_102)])],
                vec![],
            ),
        ] {
            let found: Vec<_> = conflicts("号", period, &list)
                .into_iter()
                .map(|conflict| {
                    (conflict.import.uuid().as_u128(), conflict.field, conflict.earlier, conflict.newer)
                })
                .collect();
            assert_eq!(found, expected);
        }
    }
}
