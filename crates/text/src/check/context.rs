//! What is known about a text besides its words.

use serde::Deserialize;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// The title of a note.
    Title,
    /// The text of a note.
    #[default]
    Body,
    /// Words on the cover picture.
    CoverText,
    /// A comment.
    Comment,
    /// The shown name of an account.
    Nickname,
    /// The profile text of an account.
    Bio,
    /// A private message.
    DirectMessage,
    /// A script for a live session.
    LiveScript,
}

/// A part of the platform that is attached to a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// A product card.
    Product,
    /// The platform's lead card.
    LeadCard,
    /// A reviewed name card.
    NameCard,
    /// A store page.
    Store,
    /// A group of the platform.
    Group,
    /// Something else.
    #[serde(other)]
    Other,
}

/// What a persona card proves about the writer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Persona {
    /// Posts that the writer really holds: 设计师, 导购.
    pub roles: Vec<String>,
    /// Years in the trade.
    pub years: Option<u32>,
}

/// What is known about a text. The default knows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// Where it stands.
    pub surface: Surface,
    /// Industries of the merchant, by the names of the packs.
    pub industries: Vec<String>,
    /// Licences that the merchant holds, by the names that the packs ask for.
    pub licences: Vec<String>,
    /// Proofs that are linked. The name of a category or a rule covers what it names; any other name covers every
    /// finding that asks for a proof.
    pub evidence: Vec<String>,
    /// What is attached.
    pub components: Vec<Component>,
    /// Whether the note is marked as an advertisement.
    pub disclosed_ad: bool,
    /// Whether the use of AI is declared.
    pub ai_used: bool,
    /// What is proven about the writer; nothing where it is unknown.
    pub persona: Option<Persona>,
}
