//! The rows of sightings, card texts and rollouts.

pub(super) mod cards;
pub(super) mod rollouts;
pub(super) mod sightings;
