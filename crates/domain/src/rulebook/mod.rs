//! The rule book: every number of the platform, with who says so and since when.
//!
//! Words: an *edition* is what the back office of a legal entity shows, like the grey test; a *row* is one number of
//! it ([`RuleRow`]); where several rows of one key count, one is *chosen* and the others *contradict* it
//! ([`Standing`]); an *amendment* is a row that a brand adopted, laid over the rows that come with the program.
//!
//! Invariants: no number of the platform stands in code, they are data under `rules/platform`; what no row says is
//! not known, and nobody puts a number in its place; a row says what it was on each day, so that a decision is
//! explained by the rules of its day. Which edition an entity has is a fact about that entity and not decided here.

pub mod amend;
mod edition;
pub mod effect;
mod keys;
mod read;
mod row;

pub use edition::{Edition, EditionId, EditionIdError, Standing};
pub use keys::{RuleKey, RuleScope, RuleUnit, SourceGrade};
pub use read::{Industry, Rulebook};
pub use row::{Citation, Origin, RuleRow, Source};

#[cfg(test)]
mod tests;
