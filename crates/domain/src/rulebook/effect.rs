//! What a change of the rules does to the seats of a legal entity: who loses what, what it costs, what falls due.
//!
//! Two editions are held against each other, for the facts of one entity on one day. An amended row is the same edition
//! before and after; a change of edition is two of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Edition, RuleKey, RuleScope, RuleUnit};
use crate::{id::LegalEntityId, time::Day};

/// Days of a month and months of a year, as a sum for a day is turned into one for a year.
const YEAR_DAYS: i64 = 30 * 12;
/// Days on which something falls due that are told.
const DUE_DAYS_MAX: usize = 60;

/// A legal entity, as far as rules touch it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityFacts {
    /// Which.
    pub id: LegalEntityId,
    /// What people call it.
    pub name: String,
    /// Its industry, as the rule book names it.
    pub industry: Option<String>,
    /// Its enterprise accounts.
    pub accounts: i64,
    /// Its seats that were neither released nor have lapsed.
    pub seats: i64,
    /// Those of them that somebody runs an account on.
    pub bound: i64,
    /// Last days of paid terms, each with how many seats end on it.
    pub ends: Vec<(Day, i64)>,
}

/// A number that is another one afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyChange {
    /// Which.
    pub key: RuleKey,
    /// What it counts.
    pub unit: RuleUnit,
    /// What it was; absent where it was not known.
    pub before: Option<i64>,
    /// What it is; absent where it is not known.
    pub after: Option<i64>,
    /// For whom it was counted.
    pub scope_before: Option<RuleScope>,
    /// For whom it is counted.
    pub scope_after: Option<RuleScope>,
}

/// Money that falls due on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Due {
    /// When.
    pub on: Day,
    /// For how many seats.
    pub seats: i64,
    /// How much.
    pub fen: i64,
}

/// What a year costs for the seats that are there; absent where the rules say no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YearlyCost {
    /// Fees of the seats.
    pub fees_fen: Option<i64>,
    /// Ad money that is asked for.
    pub spend_fen: Option<i64>,
}

/// What a change does to one legal entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EntityEffect {
    /// Which.
    pub entity: LegalEntityId,
    /// What people call it.
    pub name: String,
    /// Its seats.
    pub seats: i64,
    /// Those that somebody runs an account on: they gain and lose.
    pub bound: i64,
    /// Every number that is another one afterwards.
    pub changes: Vec<KeyChange>,
    /// Entitlements that come with the seat now and will not.
    pub lost: Vec<RuleKey>,
    /// Entitlements that will come with the seat and do not now.
    pub gained: Vec<RuleKey>,
    /// Seats that it may have afterwards; absent where that is not known.
    pub quota: Option<i64>,
    /// Seats beyond that: none is taken away by it, but none can be asked for.
    pub over: i64,
    /// What a year costs now.
    pub before: YearlyCost,
    /// What a year will cost.
    pub after: YearlyCost,
    /// What falls due and when; a seat without a paid term is due on the first day.
    pub due: Vec<Due>,
}

impl EntityEffect {
    /// Whether anything changes for this entity.
    pub const fn is_nothing(&self) -> bool {
        self.changes.is_empty()
    }
}

/// What a change from one edition to the other does, from this day on.
pub fn effect(before: &Edition, after: &Edition, facts: &EntityFacts, on: Day) -> EntityEffect {
    let EntityFacts { id, name, industry, accounts, seats, bound, ends } = facts;
    let industry = industry.as_deref();
    let changes: Vec<KeyChange> =
        RuleKey::ALL.iter().filter_map(|key| change(before, after, *key, (industry, on))).collect();
    let turned = |from, to| {
        let flags = changes.iter().filter(|one| RuleKey::ENTITLEMENTS.contains(&one.key));
        flags.filter(|one| (one.before, one.after) == (Some(from), Some(to))).map(|one| one.key).collect()
    };
    let quota = after.standing(RuleKey::SeatQuota, industry, on).chosen.map(|row| match row.scope {
        RuleScope::EnterpriseAccount => row.value.saturating_mul((*accounts).max(1)),
        _ => row.value,
    });
    let fee_changes = changes.iter().any(|one| matches!(one.key, RuleKey::SeatFee | RuleKey::SeatTerm));
    let fee = after.value(RuleKey::SeatFee, industry, on).filter(|_| fee_changes);
    EntityEffect {
        entity: *id,
        name: name.clone(),
        seats: *seats,
        bound: *bound,
        lost: turned(1, 0),
        gained: turned(0, 1),
        quota,
        over: quota.map_or(0, |quota| (seats - quota).max(0)),
        before: yearly(before, *seats, (industry, on)),
        after: yearly(after, *seats, (industry, on)),
        due: fee.map_or_else(Vec::new, |fee| due(fee, *seats, ends, on)),
        changes,
    }
}

fn change(
    before: &Edition,
    after: &Edition,
    key: RuleKey,
    (industry, on): (Option<&str>, Day),
) -> Option<KeyChange> {
    let said =
        |edition: &Edition| edition.standing(key, industry, on).chosen.map(|row| (row.value, row.scope));
    let (was, is) = (said(before), said(after));
    (was != is).then(|| KeyChange {
        key,
        unit: key.unit(),
        before: was.map(|(value, _)| value),
        after: is.map(|(value, _)| value),
        scope_before: was.map(|(_, scope)| scope),
        scope_after: is.map(|(_, scope)| scope),
    })
}

fn yearly(edition: &Edition, seats: i64, (industry, on): (Option<&str>, Day)) -> YearlyCost {
    let of = |key| edition.value(key, industry, on);
    YearlyCost {
        fees_fen: of(RuleKey::SeatFee).map(|fen| fen.saturating_mul(seats)),
        spend_fen: of(RuleKey::SeatSpend).map(|fen| fen.saturating_mul(YEAR_DAYS).saturating_mul(seats)),
    }
}

/// Paid terms are kept: the fee falls due the day after each. Seats without one are due at once.
fn due(fee_fen: i64, seats: i64, ends: &[(Day, i64)], on: Day) -> Vec<Due> {
    let running: Vec<(Day, i64)> = ends.iter().copied().filter(|(end, _)| *end >= on).collect();
    let without_term = (seats - running.iter().map(|(_, seats)| seats).sum::<i64>()).max(0);
    let at_once = Some((on, without_term)).filter(|(_, seats)| *seats > 0);
    let later = running.into_iter().map(|(end, seats)| (end.plus_days(1), seats));
    let mut due: Vec<Due> = at_once
        .into_iter()
        .chain(later)
        .map(|(on, seats)| Due { on, seats, fen: fee_fen.saturating_mul(seats) })
        .collect();
    due.sort_by_key(|due| due.on);
    due.truncate(DUE_DAYS_MAX);
    due
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        id::RuleAmendmentId,
        rulebook::{Rulebook, amend::adopted},
        time::Instant,
    };

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn edition<'a>(book: &'a Rulebook, id: &str) -> &'a Edition {
        book.edition(&id.parse().unwrap()).unwrap()
    }

    fn facts(seats: i64, ends: &[(&str, i64)]) -> EntityFacts {
        EntityFacts {
            id: LegalEntityId::from_uuid(Uuid::from_u128(1)),
            name: "木与光家居".into(),
            industry: None,
            accounts: 1,
            seats,
            bound: seats - 2,
            ends: ends.iter().map(|(end, seats)| (day(end), *seats)).collect(),
        }
    }

    #[test]
    fn going_over_to_the_grey_test_gives_components_a_fee_and_no_spend() {
        let book = Rulebook::builtin();
        let (before, after) = (edition(book, "spend_2025"), edition(book, "grey_test"));
        let effect = effect(before, after, &facts(30, &[]), day("2026-06-22"));
        assert_eq!(effect.gained.len(), 5, "{:?}", effect.gained);
        assert!(effect.gained.contains(&RuleKey::LeadCard) && effect.lost.is_empty());
        assert_eq!((effect.quota, effect.over), (Some(100), 0));
        assert_eq!(effect.before, YearlyCost { fees_fen: None, spend_fen: Some(216_000_000) });
        assert_eq!(effect.after, YearlyCost { fees_fen: Some(1_800_000), spend_fen: None });
        let expected = Due { on: day("2026-06-22"), seats: 30, fen: 1_800_000 };
        assert_eq!(effect.due, [expected], "no seat has a paid term");
        let quota = effect.changes.iter().find(|one| one.key == RuleKey::SeatQuota).unwrap();
        assert_eq!((quota.before, quota.after), (Some(30), Some(100)));
        assert_eq!(quota.scope_before, Some(RuleScope::EnterpriseAccount));
        assert_eq!(quota.scope_after, Some(RuleScope::LegalEntity));
    }

    #[test]
    fn going_back_takes_components_and_leaves_seats_beyond_the_quota() {
        let book = Rulebook::builtin();
        let (before, after) = (edition(book, "grey_test"), edition(book, "spend_2025"));
        let one = effect(before, after, &facts(80, &[("2027-01-31", 80)]), day("2026-06-22"));
        assert_eq!((one.lost.len(), one.gained.len()), (5, 0));
        assert_eq!((one.quota, one.over, one.bound), (Some(30), 50, 78));
        assert_eq!(one.due, [], "no fee is asked for any more");
        let two = effect(before, after, &EntityFacts { accounts: 3, ..facts(80, &[]) }, day("2026-06-22"));
        assert_eq!((two.quota, two.over), (Some(90), 0), "30 for each of three accounts");
    }

    #[test]
    fn a_dearer_fee_falls_due_when_the_paid_terms_end() {
        let book = Rulebook::builtin();
        let (on, id) = (day("2026-06-22"), RuleAmendmentId::from_uuid(Uuid::from_u128(1)));
        let fee = edition(book, "grey_test").standing(RuleKey::SeatFee, None, on).chosen.unwrap().clone();
        let dearer = adopted(super::super::RuleRow { value: 80_000, ..fee }, id, (on, Instant::from_ms(0)));
        let amended = book.with([dearer]);
        let ends = [("2026-12-31", 4), ("2026-09-30", 5), ("2026-06-21", 1)];
        let effect =
            effect(edition(book, "grey_test"), edition(&amended, "grey_test"), &facts(10, &ends), on);
        assert_eq!(effect.changes.len(), 1);
        assert_eq!((effect.before.fees_fen, effect.after.fees_fen), (Some(600_000), Some(800_000)));
        let due: Vec<(String, i64, i64)> =
            effect.due.iter().map(|due| (due.on.to_string(), due.seats, due.fen)).collect();
        let expected = [("2026-06-22", 1, 80_000), ("2026-10-01", 5, 400_000), ("2027-01-01", 4, 320_000)];
        assert_eq!(due, expected.map(|(on, seats, fen)| (on.to_owned(), seats, fen)));
    }

    #[test]
    fn an_edition_against_itself_changes_nothing() {
        for edition in Rulebook::builtin().editions() {
            let effect = effect(edition, edition, &facts(10, &[]), day("2026-06-22"));
            assert!(effect.is_nothing() && effect.due.is_empty() && effect.before == effect.after);
        }
    }
}
