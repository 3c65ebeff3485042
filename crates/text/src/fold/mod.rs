//! One written form for the many ways to write the same character.
//!
//! Words: a character's *form* is what it is compared as: narrow, lower case, simplified, without accents, a digit for
//! an enclosed or banker's digit. Its [`Role`] says what it does between others: *content* is read, a *filler*
//! (blanks, pictures, marks that nobody reads) may stand inside a word without parting it, a *break* parts words,
//! clauses or sentences.
//!
//! Invariants: a form is its own form (folding twice changes nothing), and nothing here changes the length or order of
//! a text: one character has one form, so a place in the folded text is a place in the original.

mod sound;
mod table;

pub use self::table::{Form, Role, form, form_of_str};
pub(crate) use self::{
    sound::{Syllable, is_rare, syllable, syllables_of_letters},
    table::PLANES,
};
