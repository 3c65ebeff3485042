//! Drafts, their texts, what was said to them, how they left, and pauses.

pub(super) mod drafts;
pub(super) mod handoffs;
pub(super) mod matches;
pub(super) mod own;
pub(super) mod pauses;
pub(super) mod reviews;
pub(super) mod scores;
pub(super) mod shares;
pub(super) mod texts;
