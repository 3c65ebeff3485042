//! Growth: from a seed, a last day and a shape to a [`Matrix`]. Pure and repeatable.

mod inquiries;
mod notes;
mod people;
mod promotion;
mod service;
mod slips;
pub(crate) mod titles;

use std::collections::HashSet;

use domain::time::{Day, Period};

use crate::{
    chance::{Chance, Topic},
    matrix::{Account, Matrix, Shape},
};

/// Days of a week.
const WEEK_DAYS: i32 = 7;

/// Grows a matrix whose newest files are downloaded on `last_day`.
///
/// The same seed, day and shape give the same matrix; another day moves the same life along the calendar, as far
/// as weekdays allow.
pub fn grow(seed: u64, last_day: Day, shape: &Shape) -> Matrix {
    let weeks = whole_weeks(last_day, shape.weeks.max(1));
    let stores = people::stores(shape.stores.max(1));
    let mut people = people::Hiring::new(seed, last_day, &weeks, &stores).hire(shape);
    let (mut titles, mut gossip) = (HashSet::new(), slips::Gossip::default());
    let mut contacts = 0;
    for index in 0..people.accounts.len() {
        let stop = people.last_day_of_publishing(index);
        let chance = |topic| Chance::new(seed, topic, index);
        let Some(account) = people.accounts.get_mut(index) else { continue };
        let voice = notes::Voice { job: people.jobs.get(index).copied().flatten(), stop };
        account.notes =
            notes::publish(account, &voice, first_day(&weeks), shape, &mut titles, chance(Topic::Notes));
        gossip.slip(account, index, &mut chance(Topic::Slips));
        promotion::promote(account, index, &weeks, &mut chance(Topic::Promotion));
        let home = account.store.and_then(|store| stores.get(store));
        account.inquiries =
            inquiries::arrive(account, home, &weeks, &mut contacts, &mut chance(Topic::Inquiries));
        account.service = service::measure(account, &weeks, &mut chance(Topic::Service));
    }
    let people::People { employees, accounts, .. } = people;
    Matrix { seed, last_day, brand: people::BRAND, weeks, stores, employees, accounts }
}

/// The last `count` weeks, Monday to Sunday, that ended before `last_day`; oldest first.
fn whole_weeks(last_day: Day, count: usize) -> Vec<Period> {
    let sunday = last_day.plus_days(-i32::from(last_day.civil().weekday().to_monday_one_offset()));
    let back = (0..).step_by(7).take(count).collect::<Vec<i32>>();
    let week = |&days: &i32| {
        let to = sunday.plus_days(-days);
        Period::new(to.plus_days(1 - WEEK_DAYS), to).expect("a week is shorter than the longest period")
    };
    back.iter().rev().map(week).collect()
}

/// The first day of life.
fn first_day(weeks: &[Period]) -> Day {
    weeks.first().expect("a matrix lives for a week at least").from()
}

/// Whether the account can be written to by its readers, which a creator's cannot on the brand's behalf.
fn answers(account: &Account) -> bool {
    account.kind != crate::matrix::AccountKind::Creator
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_run_from_monday_to_sunday_and_end_before_the_last_day() {
        for (last, end) in
            [("2026-11-23", "2026-11-22"), ("2026-11-22", "2026-11-15"), ("2026-11-28", "2026-11-22")]
        {
            let weeks = whole_weeks(last.parse().unwrap(), 3);
            assert_eq!(weeks[2].to().to_string(), end, "{last}");
            assert_eq!(weeks[0].from().days_until(weeks[2].to()), 20);
        }
    }
}
