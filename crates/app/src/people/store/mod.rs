//! The rows of people.

pub(super) mod employees;
pub(super) mod roster;
pub(super) mod stores;
