//! The cost lens: what a number of seats costs in a year under each edition of the rule book.
//!
//! Words: a *scenario* is the year under one edition; *forced spend* is ad money that the edition asks for; *worth*
//! is the share of it that the merchant would have spent anyway or got back as value; *net* is what is left of the
//! forced spend without that share; the *reference* is the edition that the others are held against.
//!
//! Invariants: all sums are whole fen, rounded once per line; every number of the platform comes from a row of the
//! rule book and is quoted beside its line; where no row says a number, the amount is a bound or not known, never a
//! guess. An agent's offer is shown to compare and counted into no scenario.

mod amount;
mod answer;
mod cases;
mod compare;
mod input;
mod money;
mod scenario;

use crate::{rulebook::Rulebook, time::Day};
pub use amount::{Amount, Bound};
pub use answer::{
    AgentOffer, BreakEven, Line, LineKind, MonthCash, Plan, PlanRemark, RemarkKind, Scenario, ScenarioPoint,
    Sensitivity, SensitivityKind, SensitivityPoint,
};
pub use cases::{AgentWarning, Cases, PlanCase};
pub use input::{PlanError, PlanInput, SEATS_MAX};

/// Weeks of a year of work.
const WEEKS: i64 = 52;
/// Months of a year.
const MONTHS: i64 = 12;
/// Days of a month, as sources turn a sum for a day into one for a month.
const MONTH_DAYS: i64 = 30;
/// Months of the cash calendar: a year and its renewal.
const CALENDAR_MONTHS: usize = 24;

/// What the seats cost under every edition of the book, for a merchant who begins on a day.
pub fn plan(book: &Rulebook, input: &PlanInput, on: Day) -> Result<Plan, PlanError> {
    input.check(book)?;
    let reference = match &input.reference {
        Some(id) => book.edition(id),
        None => book.newest(),
    };
    let reference = reference.ok_or(PlanError::UnknownEdition)?;
    let scenarios = scenario::all(book, input, on)?;
    let of_reference = scenarios.iter().find(|scenario| scenario.edition == reference.id);
    let break_even = of_reference.map_or(Ok(vec![]), |held| compare::break_even(&scenarios, held))?;
    Ok(Plan {
        seats: input.seats,
        on,
        reference: reference.id.clone(),
        hours_per_week_centi: scenario::hours_per_week_centi(input)?,
        leads_per_year_centi: scenario::leads_per_year_centi(input)?,
        agent: compare::agent(book, reference, input, on)?,
        break_even,
        sensitivity: compare::sensitivity(book, input, on)?,
        scenarios,
    })
}

#[cfg(test)]
mod tests;
