//! Characters that deserve a closer look: parts of marks, and what may stand for a sound. Most of a text is neither,
//! and is passed over by one look into a table.

use std::sync::LazyLock;

use super::{
    lexicon::{Scan, is_picture},
    marks::may_begin_mark,
};
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

/// A picture that is part of a word somewhere, or decoration.
pub(crate) const PICTURE: u8 = 8;

/// A character that deserves a closer look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noticed {
    /// The byte at which it begins.
    pub(crate) at: u32,
    /// How much content comes before it.
    pub(crate) index: u32,
    what: u8,
}

impl Noticed {
    /// Whether it is one of these.
    pub(crate) fn is(self, what: u8) -> bool {
        self.what & what != 0
    }
}

/// The characters of a text that deserve a closer look, ascending.
#[expect(clippy::cast_possible_truncation, reason = "a text that was scanned is shorter than 4 GiB")]
pub(crate) fn noticed(text: &str, scan: &Scan) -> Vec<Noticed> {
    let table: &[u8] = &TABLE;
    let mut noticed = Vec::new();
    let mut index = 0;
    for (at, char) in text.char_indices() {
        // What lies beyond the table is its own form, and no letter or digit of ours.
        let what = table.get(char as usize).copied().unwrap_or(0);
        if what != 0 {
            while scan.at.get(index).is_some_and(|next| (*next as usize) < at) {
                index += 1;
            }
            noticed.push(Noticed { at: at as u32, index: index as u32, what });
        }
    }
    noticed
}

fn worked_out(char: char) -> u8 {
    let hidden = if form(char).hidden { HIDDEN } else { 0 };
    let form = form(char).char;
    let mark = if may_begin_mark(form) { MARK } else { 0 };
    let strange = if form.is_ascii_lowercase() || is_rare(form) { STRANGE } else { 0 };
    let picture = if is_picture(char) { PICTURE } else { 0 };
    mark | strange | hidden | picture
}
