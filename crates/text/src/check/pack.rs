//! Rule packs: what the checker knows, as data.
//!
//! A pack is one TOML document: words, rules, and what they rest on. Its grammar is told in `rules/content/README.md`.
//! Reading a pack checks its form; whether its patterns make sense together is found when a [`super::Checker`] is made.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use super::verdict::{Basis, Bilingual, Category, Outcome};

/// Bytes of one pack: 4 MiB.
pub const PACK_BYTES_MAX: usize = 4 << 20;
/// Packs of one checker.
pub const PACKS_MAX: usize = 64;

/// The packs that are built in, by name.
const BUILT_IN: &[(&str, &str)] = &[
    ("base", include_str!("../../../../rules/content/base.toml")),
    ("disguise", include_str!("../../../../rules/content/disguise.toml")),
    ("contact", include_str!("../../../../rules/content/contact.toml")),
    ("conduct", include_str!("../../../../rules/content/conduct.toml")),
    ("public_order", include_str!("../../../../rules/content/public_order.toml")),
    ("medical", include_str!("../../../../rules/content/medical.toml")),
    ("medical_beauty", include_str!("../../../../rules/content/medical_beauty.toml")),
    ("education", include_str!("../../../../rules/content/education.toml")),
    ("finance", include_str!("../../../../rules/content/finance.toml")),
    ("health_food", include_str!("../../../../rules/content/health_food.toml")),
    ("cosmetics", include_str!("../../../../rules/content/cosmetics.toml")),
    ("property", include_str!("../../../../rules/content/property.toml")),
    ("alcohol", include_str!("../../../../rules/content/alcohol.toml")),
    ("voice", include_str!("../../../../rules/content/voice.toml")),
];

/// Why packs cannot be used. Each reads as a sentence for whoever wrote the pack.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PackError {
    /// The text is no TOML, or not of this form.
    #[error("the pack {pack} cannot be read: {cause}")]
    Unreadable {
        /// The name under which it was given.
        pack: String,
        /// What the reader says.
        cause: String,
    },
    /// The text is longer than [`PACK_BYTES_MAX`].
    #[error("the pack {pack} has {bytes} bytes; {PACK_BYTES_MAX} are allowed")]
    TooLong {
        /// The name under which it was given.
        pack: String,
        /// Its size.
        bytes: usize,
    },
    /// There are more than [`PACKS_MAX`].
    #[error("{count} packs are too many; {PACKS_MAX} are allowed")]
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// Two packs have the same id.
    #[error("two packs have the id {id}")]
    Twice {
        /// The id.
        id: String,
    },
    /// A rule uses a pattern, a class of words or a basis that does not exist or cannot be read.
    #[error("rule {rule}: {cause}")]
    Rule {
        /// The rule.
        rule: String,
        /// What is wrong.
        cause: String,
    },
}

/// One pack as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// A short name, unique among the packs.
    pub id: String,
    /// Its version; a date.
    pub version: String,
    /// What it is called.
    pub name: Bilingual,
    /// Licences of which one lets the merchant speak of the trade, by name.
    #[serde(default)]
    pub licences: Vec<String>,
    /// Classes of ordinary words: subjects, negations, goods. They are not looked for behind disguises.
    #[serde(default)]
    pub(crate) words: BTreeMap<String, String>,
    /// Classes of risky words. They are looked for behind disguises too.
    #[serde(default)]
    pub(crate) stems: BTreeMap<String, String>,
    /// Ordinary words that contain a risky one; what lies inside them is not read.
    #[serde(default)]
    pub(crate) innocent: Vec<String>,
    /// Other spellings of risky words: the word, and its spellings.
    #[serde(default)]
    pub(crate) spellings: BTreeMap<String, String>,
    /// Characters with what people write in their place: look-alikes, taken-apart forms.
    #[serde(default)]
    pub(crate) shapes: BTreeMap<String, String>,
    /// Exceptions by name, each a list of patterns.
    #[serde(default)]
    pub(crate) exceptions: BTreeMap<String, Exception>,
    /// What rules rest on, by name.
    #[serde(default)]
    pub(crate) basis: BTreeMap<String, Basis>,
    /// What rules of a category say unless they say something else.
    #[serde(default)]
    pub(crate) category: BTreeMap<Category, Words>,
    /// The rules.
    #[serde(default)]
    pub(crate) rule: Vec<Rule>,
}

impl Pack {
    /// How many rules it has.
    pub fn rules(&self) -> usize {
        self.rule.len()
    }
}

/// A reason why something is innocent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exception {
    /// How the reason is told.
    pub name: Bilingual,
    /// Patterns of which one must hold.
    pub when: Vec<String>,
    /// Patterns of which none may hold.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// What a finding says to people.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// The name of the category.
    pub name: Bilingual,
    pub why: Bilingual,
    pub suggestion: Bilingual,
    pub basis: String,
    /// Exceptions that every rule of the category considers.
    #[serde(default)]
    pub exceptions: Vec<String>,
}

/// One rule as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub id: String,
    pub version: u32,
    pub category: Category,
    pub outcome: Outcome,
    /// The outcome for a merchant with a licence of the pack.
    #[serde(default)]
    pub licensed: Option<Outcome>,
    /// Patterns of which one must be met.
    pub when: Vec<String>,
    /// Patterns of which one must be met besides.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Patterns of which one must be met besides in a long text, which may speak of anybody's goods.
    #[serde(default)]
    pub in_long: Vec<String>,
    /// Patterns of which none may be met.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Exceptions by name; those of the category where it is missing.
    #[serde(default)]
    pub exceptions: Option<Vec<String>>,
    /// Facts about the text that must hold, all of them.
    #[serde(default, rename = "if")]
    pub facts: Vec<Fact>,
    /// Whether only its first place is told: the rule speaks about the whole text.
    #[serde(default)]
    pub once: bool,
    #[serde(default)]
    pub basis: Option<String>,
    #[serde(default)]
    pub why: Option<Bilingual>,
    #[serde(default)]
    pub suggestion: Option<Bilingual>,
    /// Sentences that break the rule, the place marked `【…】`; they are tests.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are run as tests"))]
    pub yes: Vec<String>,
    /// Sentences that look alike and do not.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are run as tests"))]
    pub no: Vec<String>,
}

/// A fact about a text that a rule can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fact {
    /// A product card is attached.
    Product,
    /// Nothing is attached.
    NoComponent,
    /// The note is not marked as an advertisement.
    Unmarked,
    /// The use of AI is not declared.
    AiUndeclared,
    /// The text is a note: title, body or cover.
    Note,
    /// It is the body of a note, long enough to tell something.
    Long,
    /// The text is part of the profile: nickname or bio.
    Profile,
    /// The merchant is of the pack's industry.
    Industry,
    /// The merchant holds no licence of the pack.
    Unlicensed,
    /// The words are hidden.
    Disguised,
    /// The writer's posts are known, and the words name none of them.
    UnprovenRole,
}

/// Packs that were read.
#[derive(Debug, Clone)]
pub struct Packs(Vec<Pack>);

impl Packs {
    /// The packs of this version of the program.
    pub fn built_in() -> Result<Self, PackError> {
        Self::parse(BUILT_IN.iter().copied())
    }

    /// The text of the built-in pack with this id.
    pub fn built_in_text(id: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
    }

    /// Reads packs from texts, each given with a name for messages.
    pub fn parse<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<Self, PackError> {
        let mut packs: Vec<Pack> = Vec::new();
        for (name, text) in texts {
            let pack = read(name, text)?;
            if packs.iter().any(|known| known.id == pack.id) {
                return Err(PackError::Twice { id: pack.id });
            }
            packs.push(pack);
        }
        if packs.len() > PACKS_MAX {
            return Err(PackError::TooMany { count: packs.len() });
        }
        Ok(Self(packs))
    }

    /// Puts a pack in the place of the one with its id, or adds it.
    pub fn replace(&mut self, name: &str, text: &str) -> Result<(), PackError> {
        let pack = read(name, text)?;
        if let Some(known) = self.0.iter_mut().find(|known| known.id == pack.id) {
            *known = pack;
        } else if self.0.len() < PACKS_MAX {
            self.0.push(pack);
        } else {
            return Err(PackError::TooMany { count: PACKS_MAX + 1 });
        }
        Ok(())
    }

    /// The packs, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.0.iter()
    }
}

fn read(name: &str, text: &str) -> Result<Pack, PackError> {
    if text.len() > PACK_BYTES_MAX {
        return Err(PackError::TooLong { pack: name.to_owned(), bytes: text.len() });
    }
    toml::from_str(text)
        .map_err(|error| PackError::Unreadable { pack: name.to_owned(), cause: cause_of(text, &error) })
}

/// What is wrong and in which line, without the line itself.
fn cause_of(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    match before {
        Some(before) => format!("line {}: {}", before.matches('\n').count() + 1, error.message()),
        None => error.message().to_owned(),
    }
}
