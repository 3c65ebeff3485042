//! Insight: what the figures of the matrix say, and what there is to do because of them.
//!
//! Words: a *metric* is a number on the board, defined once in [`metrics`]; an *amount* is what one row of a file
//! gives for it; a *tally* puts amounts together ([`Tally`]); a *ledger* holds the tallies of one account, store or
//! brand ([`Ledger`]); a *cover* says which loaded periods stand for an asked one ([`cover`]); a *rule* of [`today`]
//! turns a fact into an item of work; a *target* is what a brand expects of itself ([`targets`]).
//!
//! Invariants: a rate is recomputed from its two sums and a mean from its weights, never averaged; no day is counted
//! twice; a number that cannot be had is absent for a named reason, never zero.

mod cell;
mod coverage;
pub mod metrics;
mod say;
mod state;
mod tally;
pub mod targets;
pub mod today;
mod week;

pub use crate::matrix::AccountKind;
pub use cell::{Cell, cell};
pub use coverage::{Cover, Loaded, cover};
pub use metrics::{Metric, MetricId};
pub use say::Say;
pub use state::{AccountState, state_of};
pub use tally::{Absence, Ledger, Part, Tally};
pub use week::{last_full_week, week_of};
