//! What a checker runs: terms with numbers, sets of terms, patterns over sets.

use std::collections::BTreeMap;

use super::{
    lexicon::Lexicon,
    outlook::Outlook,
    pack::Fact,
    pattern::{Pattern, SetId},
    sound::Sounds,
    verdict::{Basis, Bilingual, Category, Outcome},
};

/// What a checker runs.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) lexicon: Lexicon,
    /// For each entry of the lexicon, the terms first and then their spellings, the term that it spells, and whether it hides it.
    pub(crate) spells: Vec<(u32, bool)>,
    pub(crate) outlook: Outlook,
    pub(crate) sounds: Sounds,
    pub(crate) terms: Vec<Term>,
    /// For each set the terms in it, a bit each.
    pub(crate) sets: Vec<Vec<u64>>,
    pub(crate) rules: Vec<CompiledRule>,
    /// The patterns that begin rules.
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) exceptions: Vec<CompiledException>,
    pub(crate) packs: Vec<CompiledPack>,
    /// Claims with a proof on file, in their forms.
    pub(crate) proven: Vec<String>,
    /// What categories are called.
    pub(crate) names: BTreeMap<Category, Bilingual>,
}

#[derive(Debug, Default)]
pub(crate) struct Term {
    pub(crate) text: String,
    /// Whether it begins or ends with a letter.
    pub(crate) has_letter_ends: bool,
    /// Whether it is Han characters alone.
    pub(crate) is_han: bool,
    /// Places inside it where a merchant writes blanks or marks. Written like that it is no disguise.
    pub(crate) gaps: u32,
    /// Whether it is looked for behind disguises.
    pub(crate) risky: bool,
    pub(crate) standing: Standing,
    pub(crate) sets: Vec<SetId>,
}

impl Term {
    /// Whether the term stands at these bytes exactly as it is, and no letters join it.
    pub(crate) fn is_written(&self, text: &str, bytes: &std::ops::Range<usize>) -> bool {
        !self.text.is_ascii() && text.get(bytes.clone()) == Some(self.text.as_str()) && !self.has_letter_ends
    }
}

/// How a term is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Standing {
    /// As a word of rules.
    #[default]
    Read,
    /// What lies inside it is not read.
    Innocent,
    /// Nor is it itself: the merchant allows it.
    Allowed,
}

/// A pattern that begins a rule: the rule, the pattern's place in it, its anchor, and how far before that it may begin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trigger {
    pub(crate) rule: u32,
    pub(crate) pattern: u32,
    pub(crate) anchor: SetId,
    pub(crate) reach: u32,
}

#[derive(Debug)]
pub(crate) struct CompiledRule {
    pub(crate) label: String,
    pub(crate) id: String,
    pub(crate) category: Category,
    pub(crate) outcome: Outcome,
    pub(crate) licensed: Option<Outcome>,
    pub(crate) when: Vec<Pattern>,
    pub(crate) needs: Vec<Pattern>,
    /// What is needed besides in a long text.
    pub(crate) in_long: Vec<Pattern>,
    pub(crate) unless: Vec<Pattern>,
    pub(crate) exceptions: Vec<usize>,
    pub(crate) facts: Vec<Fact>,
    /// Whether only the first place is told.
    pub(crate) once: bool,
    pub(crate) basis: Basis,
    pub(crate) why: Bilingual,
    pub(crate) suggestion: Bilingual,
    pub(crate) pack: usize,
}

#[derive(Debug)]
pub(crate) struct CompiledException {
    pub(crate) name: Bilingual,
    pub(crate) when: Vec<Pattern>,
    pub(crate) unless: Vec<Pattern>,
}

#[derive(Debug)]
pub(crate) struct CompiledPack {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) licences: Vec<String>,
}
