//! The API through its front door, on both databases.

#![expect(clippy::indexing_slicing, reason = "a test that reads past an answer has failed")]
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod accounts;
mod accounts_figures;
mod accounts_seed;
mod accounts_sight;
mod people;
mod people_roster;
mod session;
