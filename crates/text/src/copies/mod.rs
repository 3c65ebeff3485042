//! Is this note a copy of another one?
//!
//! An [`Index`] holds the notes of one matrix. A draft is compared with all of them: whether it copies, rewrites or
//! quotes one, and which passages belong together.
//!
//! Words: the *content* of a text is what is left without punctuation, emoji, digits and topic tags; a *gram* is a
//! short run of content by which notes are found; a *candidate* is a note with rare grams of the draft; a *block* is
//! a passage that stands in both texts, small changes allowed; *bits* measure how surprising a common passage is, so
//! that what many notes share counts little.
//!
//! A question costs the same whether the notes are a thousand or a million: a gram that many notes share gives way
//! to a longer one, so that every list is short. The texts lie in a log, in a folder or in memory; an index in a
//! folder survives the program, see [`Index::open`].
//!
//! Spans count Unicode scalar values of the texts as given. Texts are compared up to
//! [`limits::COMPARED_CHARS_MAX`] characters of content.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "places in texts and numbers of notes are bounded by the limits of this module, far below 2^24 or 2^32"
)]

mod align;
mod approved;
mod error;
mod filing;
mod fold;
mod grams;
mod index;
mod judge;
pub mod limits;
mod log;
mod notes;
mod postings;
mod probe;
mod question;
mod record;
mod sketch;
mod snapshot;
mod survey;
mod weight;

pub use approved::APPROVED_CHARS_MIN;
pub use error::CopiesError;
pub use index::{Index, Size};
pub use judge::{Evidence, Kind, SCORE_MIN, Span};
pub use question::{Answer, Match, Scope};
pub use record::Note;
