//! Is this note lawful?
//!
//! Words: a *term* is a word that rules know; a *hit* is a place where a term stands in a text, perhaps disguised; a
//! *rule* is met where one of its patterns of terms is; an *exception* is a reason why a place that meets a rule is
//! innocent after all. Lists of words decide nothing here: a rule asks for subject, claim and surroundings, and the
//! exceptions of its category are asked before anything is told.
//!
//! Invariants:
//! - A verdict depends on the text, its [`Context`] and the packs, on nothing else; it names the packs.
//! - Findings point into the original text, in Unicode scalar values.
//! - Time is linear in the text whatever the text and the rules are: what a pattern may try is bounded for each place.
//!
//! What it does not do: it knows no other notes, opens no file, and rewrites nothing. It suggests; people write.

mod additions;
mod anchor;
mod automaton;
mod compile;
mod context;
mod finder;
mod judge;
pub mod lexicon;
mod marks;
mod notice;
mod outlook;
mod pack;
mod pattern;
mod program;
mod read;
mod sound;
mod starts;
#[cfg(test)]
mod tests;
mod verdict;

pub use self::{
    additions::{Additions, Forbidden, can_be_found},
    context::{Component, Context, Persona, Surface},
    pack::{PACK_BYTES_MAX, PACKS_MAX, Pack, PackError, Packs},
    verdict::{Basis, Bilingual, Category, Finding, Outcome, Verdict},
};
use self::{compile::compile, program::Program};

/// Judges texts by packs of rules. Make one, keep it, share it between threads.
#[derive(Debug)]
pub struct Checker {
    program: Program,
}

impl Checker {
    /// Makes a checker of packs and what a merchant adds to them.
    pub fn new(packs: &Packs, additions: &Additions) -> Result<Self, PackError> {
        Ok(Self { program: compile(packs, additions)? })
    }

    /// A checker of the built-in packs alone.
    pub fn built_in() -> Result<Self, PackError> {
        Self::new(&Packs::built_in()?, &Additions::default())
    }

    /// Judges a text. Texts of 4 GiB and more pass unread.
    pub fn check(&self, text: &str, context: &Context) -> Verdict {
        judge::judge(&self.program, text, context)
    }

    /// What a category is called.
    pub fn name_of(&self, category: Category) -> Option<&Bilingual> {
        self.program.names.get(&category)
    }

    /// The packs, as `id@version`.
    pub fn packs(&self) -> impl Iterator<Item = &str> {
        self.program.packs.iter().map(|pack| pack.label.as_str())
    }
}
