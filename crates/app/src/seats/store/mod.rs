//! The rows of companies, seats and fees.

pub(super) mod accounts;
pub(super) mod advice;
pub(super) mod costs;
pub(super) mod editions;
pub(super) mod entities;
pub(super) mod facts;
pub(super) mod fees;
pub(super) mod offers;
pub(super) mod papers;
pub(super) mod renewals;
pub(super) mod seats;

use domain::time::Day;

fn day(number: Option<i32>) -> Option<Day> {
    number.and_then(|number| Day::from_yyyymmdd(number).ok())
}
