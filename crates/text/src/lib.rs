//! Judges the text of notes: is it lawful ([`check`]), and is it a copy ([`copies`])?
//!
//! The crate is pure: it opens no database and no connection, and knows no clock. Texts come in as strings, rules and
//! notes as data.

pub mod check;
pub mod copies;
pub mod fold;
