//! What several files say of the same subject, put together cell by cell.
//!
//! The newest import that holds a cell decides it; a missing column or an empty cell decides nothing. Because each
//! cell is decided by the greatest of its sources and by nothing else, the order in which observations are folded
//! does not matter, folding one twice changes nothing, and undoing an import is folding what remains.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};

use super::{fields::Field, value::CellValue};
use crate::id::ImportId;

/// Where a cell came from. Imports are ordered by their ids, which grow with the time of their making.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// The import.
    pub import: ImportId,
    /// The row of its file, as the spreadsheet program shows it.
    pub row: u32,
}

/// The cells of one record: those that hold a value, by field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells(BTreeMap<Field, CellValue>);

impl Cells {
    /// Sets a cell.
    pub fn set(&mut self, field: Field, value: CellValue) {
        self.0.insert(field, value);
    }

    /// The value of a cell.
    pub fn get(&self, field: Field) -> Option<&CellValue> {
        self.0.get(&field)
    }

    /// All cells in the order of their fields.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &CellValue)> {
        self.0.iter().map(|(field, value)| (*field, value))
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Field, CellValue)> for Cells {
    fn from_iter<I: IntoIterator<Item = (Field, CellValue)>>(cells: I) -> Self {
        Self(cells.into_iter().collect())
    }
}

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, value) in &self.0 {
            map.serialize_entry(field.code(), value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Cells {
    /// Fields that this version does not know are passed over.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = BTreeMap::<String, CellValue>::deserialize(deserializer)?;
        Ok(stored.into_iter().filter_map(|(code, value)| Some((code.parse().ok()?, value))).collect())
    }
}

/// What one row of one import said of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Where it came from.
    pub source: Source,
    /// What it said.
    pub cells: Cells,
}

/// What all observations of a subject say together, each cell with where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged(BTreeMap<Field, (CellValue, Source)>);

impl Merged {
    /// Folds observations in any order.
    pub fn fold<'a>(observations: impl IntoIterator<Item = &'a Observation>) -> Self {
        let mut merged = Self::default();
        for observation in observations {
            merged.merge(&observation.cells, observation.source);
        }
        merged
    }

    /// Adds what one row said; the fields whose value changed.
    pub fn merge(&mut self, cells: &Cells, source: Source) -> Vec<Field> {
        let mut changed = Vec::new();
        for (field, value) in cells.iter() {
            match self.0.get_mut(&field) {
                None => {
                    self.0.insert(field, (value.clone(), source));
                    changed.push(field);
                }
                Some((held, held_from)) if source >= *held_from => {
                    if held != value {
                        held.clone_from(value);
                        changed.push(field);
                    }
                    *held_from = source;
                }
                Some(_) => {}
            }
        }
        changed
    }

    /// The value of a field.
    pub fn get(&self, field: Field) -> Option<&CellValue> {
        self.0.get(&field).map(|(value, _)| value)
    }

    /// The import and row that decided a field.
    pub fn source(&self, field: Field) -> Option<Source> {
        self.0.get(&field).map(|(_, source)| *source)
    }

    /// All fields with their values and sources.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &CellValue, Source)> {
        self.0.iter().map(|(field, (value, source))| (*field, value, *source))
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};
    use uuid::Uuid;

    use super::*;

    fn source(import: u128, row: u32) -> Source {
        Source { import: ImportId::from_uuid(Uuid::from_u128(import)), row }
    }

    fn cells(list: &[(Field, i64)]) -> Cells {
        list.iter().map(|(field, value)| (*field, CellValue::Whole(*value))).collect()
    }

    #[test]
    fn a_newer_cell_wins_and_an_empty_one_erases_nothing() {
        let mut merged = Merged::default();
        merged.merge(&cells(&[(Field::Like, 5), (Field::Share, 1)]), source(1, 3));
        let changed = merged.merge(&cells(&[(Field::Like, 7)]), source(2, 9));
        assert_eq!(changed, [Field::Like]);
        assert_eq!(merged.get(Field::Like), Some(&CellValue::Whole(7)));
        assert_eq!(merged.source(Field::Like), Some(source(2, 9)));
        assert_eq!(merged.get(Field::Share), Some(&CellValue::Whole(1)));
        assert_eq!(merged.source(Field::Share), Some(source(1, 3)));
        assert!(merged.merge(&cells(&[(Field::Like, 6)]), source(1, 4)).is_empty());
    }

    #[test]
    fn stored_cells_come_back_and_unknown_fields_are_passed_over() {
        let stored = r#"{"title":"a \"b\"","like":3,"made_up":1}"#;
        let read: Cells = serde_json::from_str(stored).unwrap();
        assert_eq!(read.get(Field::Like), Some(&CellValue::Whole(3)));
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"title":"a \"b\"","like":3}"#);
    }

    prop_compose! {
        fn observation()(
            import in 1..6_u128,
            row in 1..4_u32,
            values in vec((select(&[Field::Like, Field::Share, Field::Read][..]), 0..4_i64), 0..4),
        ) -> (u128, u32, Vec<(Field, i64)>) {
            (import, row, values)
        }
    }

    /// One observation for each source, as the store keeps them.
    fn observations() -> impl Strategy<Value = Vec<Observation>> {
        vec(observation(), 0..8).prop_map(|list| {
            let by_source: BTreeMap<Source, Cells> =
                list.iter().map(|(import, row, values)| (source(*import, *row), cells(values))).collect();
            by_source.into_iter().map(|(source, cells)| Observation { source, cells }).collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_of_observations_does_not_matter(list in observations().prop_flat_map(|list| {
            (Just(list.clone()), Just(list).prop_shuffle())
        })) {
            prop_assert_eq!(Merged::fold(&list.0), Merged::fold(&list.1));
        }

        #[test]
        fn importing_the_same_thing_twice_changes_nothing(list in observations()) {
            let mut merged = Merged::fold(&list);
            let before = merged.clone();
            for observation in &list {
                prop_assert!(merged.merge(&observation.cells, observation.source).is_empty());
            }
            prop_assert_eq!(merged, before);
        }

        #[test]
        fn undoing_the_last_import_restores_what_was_before(list in observations()) {
            let last = list.iter().map(|observation| observation.source.import).max();
            let (undone, kept): (Vec<_>, Vec<_>) =
                list.iter().partition(|observation| Some(observation.source.import) == last);
            let before = Merged::fold(kept.iter().copied());
            let mut merged = before.clone();
            for observation in undone {
                merged.merge(&observation.cells, observation.source);
            }
            prop_assert_eq!(&merged, &Merged::fold(&list));
            let remaining: Vec<_> =
                list.iter().filter(|observation| Some(observation.source.import) != last).collect();
            prop_assert_eq!(Merged::fold(remaining), before);
        }
    }
}
