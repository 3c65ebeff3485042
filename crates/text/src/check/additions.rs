//! What a merchant adds to the packs.

use super::{
    lexicon::folded,
    pattern::Pattern,
    program::CompiledRule,
    verdict::{Basis, Bilingual, Category, Outcome},
};
use crate::fold::{PLANES, Role, form};

/// What a merchant adds: own forbidden words, own exceptions, proofs of claims.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Additions {
    /// Words that this merchant does not want.
    pub forbidden: Vec<Forbidden>,
    /// Words and phrases that this merchant may use: names of products, approved claims. What lies inside them is not
    /// read.
    pub allowed: Vec<String>,
    /// Claims for which a valid proof is on file. A finding on such words needs no further proof.
    pub proven: Vec<String>,
}

/// A word that a merchant does not want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forbidden {
    /// The word.
    pub word: String,
    /// What follows where it stands.
    pub outcome: Outcome,
    /// Why; shown to the writer. Where it is empty, the writer is told whose word it is.
    pub why: String,
}

/// Whether a word can be looked for: something of it is read, no sign inside it parts words as a comma does, and the
/// table of forms has every character that is read.
pub fn can_be_found(word: &str) -> bool {
    let read = folded(word);
    let is_known = |char: char| usize::try_from(u32::from(char)).is_ok_and(|at| at < PLANES);
    !read.is_empty() && read.chars().all(is_known) && word.chars().all(|char| form(char).role <= Role::Filler)
}

pub(crate) fn rule_of(word: &Forbidden, when: Vec<Pattern>) -> CompiledRule {
    let both = |zh: &str, en: &str| Bilingual { zh: zh.to_owned(), en: en.to_owned() };
    CompiledRule {
        label: "merchant.word@1".to_owned(),
        id: "merchant.word".to_owned(),
        category: Category::MerchantWord,
        outcome: word.outcome,
        licensed: None,
        when,
        needs: Vec::new(),
        in_long: Vec::new(),
        unless: Vec::new(),
        exceptions: Vec::new(),
        facts: Vec::new(),
        once: false,
        basis: Basis {
            text: both("商家自定义词", "the merchant's own list"),
            source: "merchant".to_owned(),
            grade: 'D',
            valid_from: String::new(),
        },
        why: if word.why.is_empty() {
            both("这是品牌自己不用的词。", "This is a word that the brand does not use.")
        } else {
            both(&word.why, &word.why)
        },
        suggestion: both(
            "换一种说法，或请合规负责人调整词表。",
            "Say it differently, or ask for the list to be changed.",
        ),
        pack: usize::MAX,
    }
}
