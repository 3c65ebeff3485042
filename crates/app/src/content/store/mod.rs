//! The rows of content.

pub(super) mod rules;
