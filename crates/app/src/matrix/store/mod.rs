//! The rows of the matrix.

pub(super) mod accounts;
pub(super) mod history;
pub(super) mod holdings;
pub(super) mod leads;
pub(super) mod matching;
pub(super) mod notes;
pub(super) mod periods;
pub(super) mod proposals;
