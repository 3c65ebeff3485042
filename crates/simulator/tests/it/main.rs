//! The simulator through its front door: grow, write, read the files back.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]

mod coherence;
mod files;
mod length;
mod reading;
mod sums;

use domain::time::Day;

/// A Thursday, so that life runs on after the last whole week.
fn last_day() -> Day {
    "2026-11-26".parse().unwrap()
}
