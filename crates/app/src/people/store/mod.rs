//! The rows of people.

pub(super) mod agreements;
pub(super) mod employees;
pub(super) mod proofs;
pub(super) mod reveals;
pub(super) mod roster;
pub(super) mod stores;
