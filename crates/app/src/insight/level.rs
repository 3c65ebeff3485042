//! Reports of the same days at several levels.
//!
//! Juguang reports come by advertiser, campaign, unit or creative, and each of them adds up to the same spend.
//! Loading two of them for the same days must not double it: one level stands for the days, the one loaded later.

use std::collections::{BTreeMap, btree_map::Entry};

use domain::{
    imports::Field,
    insight::Part,
    time::{Instant, Period},
};

use super::store::amounts::Given;

/// What the rows of a report are about: the finest thing that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Advertiser,
    Campaign,
    Unit,
    Note,
    Creativity,
}

/// What names a level, the finest first.
const NAMED_BY: [(Level, &[Field]); 4] = [
    (Level::Creativity, &[Field::CreativityId, Field::CreativityName]),
    (Level::Note, &[Field::NoteId, Field::Title, Field::Material]),
    (Level::Unit, &[Field::UnitId, Field::UnitName]),
    (Level::Campaign, &[Field::CampaignId, Field::CampaignName]),
];

/// One row for each loaded period: rows of one level are added up, of several levels the one loaded later stays.
pub(super) fn one_for_each_period(rows: Vec<Given>) -> Vec<Given> {
    let mut levels: BTreeMap<Period, BTreeMap<Level, Given>> = BTreeMap::new();
    for row in rows {
        let Some(loaded) = row.loaded else { continue };
        let of_period = levels.entry(loaded.period).or_default();
        match of_period.entry(level_of(&row.dimensions)) {
            Entry::Vacant(place) => {
                place.insert(row);
            }
            Entry::Occupied(mut place) => join(place.get_mut(), &row),
        }
    }
    let newest = |of_level: BTreeMap<Level, Given>| of_level.into_values().max_by_key(loaded_at);
    levels.into_values().filter_map(newest).collect()
}

/// What a row stands for: its days and its level.
pub(super) fn stands_for(row: &Given) -> Option<(Period, Level)> {
    row.loaded.map(|loaded| (loaded.period, level_of(&row.dimensions)))
}

/// Of rows that name no account, one for each loaded period, those that count nothing twice: where rows of accounts
/// stand for some of the same days by another level or another span, they already hold the spend.
pub(super) fn beside_accounts(rows: Vec<Given>, standing: &[(Period, Level)]) -> Vec<Given> {
    let is_new = |row: &Given| {
        stands_for(row).is_some_and(|(period, level)| {
            let of_days = standing.iter().filter(|(other, _)| other.overlaps(period));
            of_days.into_iter().all(|other| *other == (period, level))
        })
    };
    one_for_each_period(rows).into_iter().filter(is_new).collect()
}

/// The level of a row with these dimensions.
pub(super) fn level_of(dimensions: &str) -> Level {
    let named: BTreeMap<String, serde_json::Value> = serde_json::from_str(dimensions).unwrap_or_default();
    let names = |fields: &[Field]| fields.iter().any(|field| named.contains_key(field.code()));
    NAMED_BY.iter().find(|(_, fields)| names(fields)).map_or(Level::Advertiser, |(level, _)| *level)
}

fn loaded_at(row: &Given) -> Option<Instant> {
    row.loaded.map(|loaded| loaded.loaded_at)
}

fn join(row: &mut Given, other: &Given) {
    let add = |one: Option<i64>, other: Option<i64>| match (one, other) {
        (Some(one), Some(other)) => Some(one.saturating_add(other)),
        (one, other) => one.or(other),
    };
    for (part, more) in row.parts.iter_mut().zip(&other.parts) {
        *part = Part { value: add(part.value, more.value), over: add(part.over, more.over) };
    }
    if loaded_at(other) > loaded_at(row) {
        row.loaded = other.loaded;
    }
}

#[cfg(test)]
mod tests {
    use domain::insight::Loaded;

    use super::*;

    fn row(dimensions: &str, at: i64, fee: i64) -> Given {
        let day = "2026-06-15".parse().unwrap();
        let loaded = Loaded { period: Period::new(day, day).unwrap(), loaded_at: Instant::from_ms(at) };
        Given {
            account: None,
            loaded: Some(loaded),
            dimensions: dimensions.to_owned(),
            parts: vec![Part { value: Some(fee), over: None }],
        }
    }

    #[test]
    fn two_levels_of_the_same_days_are_not_added_up() {
        let (campaign, creative) = (r#"{"campaign_id":"1"}"#, r#"{"campaign_id":"1","creativity_id":"9"}"#);
        let other = r#"{"campaign_id":"2","creativity_id":"8"}"#;
        for (rows, expected) in [
            (vec![row(creative, 1, 70), row(other, 2, 30)], 100),
            (vec![row(creative, 1, 70), row(other, 1, 30), row(campaign, 2, 99)], 99),
            (vec![row(creative, 3, 70), row(other, 3, 30), row(campaign, 2, 99)], 100),
        ] {
            let kept = one_for_each_period(rows);
            let sums: Vec<_> = kept.iter().filter_map(|row| row.parts.first()?.value).collect();
            assert_eq!(sums, [expected]);
        }
    }

    #[test]
    fn rows_of_nobody_count_only_what_no_account_holds() {
        let (campaign, creative) = (r#"{"campaign_id":"1"}"#, r#"{"campaign_id":"1","creativity_id":"9"}"#);
        let day = row(creative, 1, 70).loaded.unwrap().period;
        let week = Period::new(day.from(), day.from().plus_days(6)).unwrap();
        let after = Period::new(day.from().plus_days(1), day.from().plus_days(1)).unwrap();
        for (standing, dimensions, expected) in [
            (vec![], creative, 1),
            (vec![(day, Level::Creativity)], creative, 1),
            (vec![(day, Level::Creativity)], campaign, 0),
            (vec![(week, Level::Creativity)], creative, 0),
            (vec![(after, Level::Campaign)], creative, 1),
        ] {
            let kept = beside_accounts(vec![row(dimensions, 1, 70)], &standing);
            assert_eq!(kept.len(), expected, "{standing:?} {dimensions}");
        }
    }
}
