//! The rows of content.

pub(super) mod copies;
pub(super) mod drafts;
pub(super) mod findings;
pub(super) mod notes;
pub(super) mod passes;
pub(super) mod rules;
