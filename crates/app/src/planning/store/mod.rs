//! The rows of planning.

pub(super) mod ideas;
