//! The business rules of Kosmos: pure functions from facts to decisions.
//!
//! A module per capability, and three for the words that all of them share: [`id`], [`time`] and [`value`].
//! Nothing here reads a clock, draws a random number, opens a file or speaks to a database.

// Lets the macro of this crate name it from here as from everywhere else.
extern crate self as domain;

#[macro_use]
mod names;

pub mod content;
pub mod departures;
pub mod entitlements;
pub mod evidence;
pub mod id;
pub mod identity;
pub mod imports;
pub mod insight;
pub mod matrix;
pub mod people;
pub mod personas;
pub mod plan;
pub mod planning;
pub mod queue;
pub mod rulebook;
pub mod seats;
pub mod selling;
pub mod studio;
pub mod time;
pub mod value;

#[doc(hidden)]
pub use {serde, utoipa};
