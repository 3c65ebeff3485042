//! Characters that deserve a closer look: parts of marks, and what may stand for a sound. Most of a text is neither,
//! and is passed over by one look into a table.

use std::sync::LazyLock;

use super::marks::may_begin_mark;
use crate::fold::{PLANES, form, is_rare};

/// A character that may begin a mark.
pub(crate) const MARK: u8 = 1;
/// A letter, or a Han character that few people write by habit.
pub(crate) const STRANGE: u8 = 2;
/// A character whose writing hides it.
pub(crate) const HIDDEN: u8 = 4;

static TABLE: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    let points = 0..u32::try_from(PLANES).unwrap_or(0);
    points.map(|point| char::from_u32(point).map_or(0, worked_out)).collect()
});

/// What a character deserves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Notice(&'static [u8]);

impl Notice {
    /// The table.
    pub(crate) fn table() -> Self {
        Self(&TABLE)
    }

    /// Whether the character deserves a closer look.
    #[inline]
    pub(crate) fn is(self, char: char, what: u8) -> bool {
        // What lies beyond the table is its own form, and no letter or digit of ours.
        self.0.get(char as usize).is_some_and(|bits| bits & what != 0)
    }
}

fn worked_out(char: char) -> u8 {
    let hidden = if form(char).hidden { HIDDEN } else { 0 };
    let form = form(char).char;
    let mark = if may_begin_mark(form) { MARK } else { 0 };
    let strange = if form.is_ascii_lowercase() || is_rare(form) { STRANGE } else { 0 };
    mark | strange | hidden
}
