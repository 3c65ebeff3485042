//! Wordings: what a text consists of, the bounds of the platform, and how far two of them lie apart.

use serde::{Deserialize, Serialize};

use super::HardAd;
use crate::{content::Component, rulebook::Citation};

/// Characters of an angle: from which side of its own an account tells a theme.
pub const ANGLE_CHARS_MAX: usize = 120;
/// Characters of a title that are kept while it is written; the platform takes fewer.
pub const TITLE_CHARS_KEPT_MAX: usize = 100;
/// Characters of a body that are kept while it is written; the platform takes fewer.
pub const BODY_CHARS_KEPT_MAX: usize = 5_000;
/// Topics, people mentioned or components that are kept while a text is written, each.
pub const TAGS_KEPT_MAX: usize = 30;
/// Characters of a topic or of the name of somebody mentioned.
pub const TAG_CHARS_MAX: usize = 40;

names! {
    /// What a note says about itself, so that nobody is deceived.
    DraftLabel {
        /// 广告: it was paid for, or it sells.
        Ad = "ad",
        /// AI 生成: a program made words or pictures of it.
        Ai = "ai",
        /// Whoever speaks works for the merchant.
        Employer = "employer",
        /// Whoever speaks has something of what is praised.
        Interest = "interest",
    }
}

/// One text of a draft, as it would stand on the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// The title.
    pub title: String,
    /// The text below it.
    pub body: String,
    /// Topics, without the sign in front.
    pub topics: Vec<String>,
    /// Names of people mentioned, without the sign in front.
    pub mentions: Vec<String>,
    /// What is attached.
    pub components: Vec<Component>,
    /// What it says about itself.
    pub labels: Vec<DraftLabel>,
    /// What makes it advertising.
    pub hard_ad: HardAd,
}

impl Wording {
    /// Title and body as one text.
    pub fn whole(&self) -> String {
        format!("{}\n{}", self.title, self.body)
    }
}

/// How much the platform takes, with who says so; nothing where nobody does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bounds {
    /// Characters of a title.
    pub title_chars: Option<Bound>,
    /// Characters of a body.
    pub body_chars: Option<Bound>,
    /// Topics of a note.
    pub topics: Option<Bound>,
}

/// One bound of the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// At the most.
    pub most: i64,
    /// Who says so.
    pub rule: Citation,
}

/// Why the platform would not take a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordingError {
    /// The title is empty.
    #[error("a note has a title")]
    NoTitle,
    /// The body is empty.
    #[error("a note has a body")]
    NoBody,
    /// The title is longer than the platform takes.
    #[error("the title has {count} characters of {} at the most", bound.most)]
    TitleLong {
        /// Characters of this one.
        count: i64,
        /// What the platform takes.
        bound: Bound,
    },
    /// The body is longer than the platform takes.
    #[error("the body has {count} characters of {} at the most", bound.most)]
    BodyLong {
        /// Characters of this one.
        count: i64,
        /// What the platform takes.
        bound: Bound,
    },
    /// There are more topics than the platform takes.
    #[error("there are {count} topics of {} at the most", bound.most)]
    TopicsMany {
        /// Topics of this one.
        count: i64,
        /// What the platform takes.
        bound: Bound,
    },
}

/// What stands between a text and the platform, nothing where it would be taken.
pub fn faults(wording: &Wording, bounds: &Bounds) -> Vec<WordingError> {
    let Bounds { title_chars, body_chars, topics } = bounds;
    let beyond = |count: usize, bound: &Option<Bound>| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        bound.clone().filter(|bound| count > bound.most).map(|bound| (count, bound))
    };
    let mut faults = Vec::new();
    if wording.title.trim().is_empty() {
        faults.push(WordingError::NoTitle);
    }
    if wording.body.trim().is_empty() {
        faults.push(WordingError::NoBody);
    }
    if let Some((count, bound)) = beyond(wording.title.chars().count(), title_chars) {
        faults.push(WordingError::TitleLong { count, bound });
    }
    if let Some((count, bound)) = beyond(wording.body.chars().count(), body_chars) {
        faults.push(WordingError::BodyLong { count, bound });
    }
    if let Some((count, bound)) = beyond(wording.topics.len(), topics) {
        faults.push(WordingError::TopicsMany { count, bound });
    }
    faults
}

/// How many characters somebody typed or took out to get from one text to another, title and body together.
pub fn changed_chars(from: &Wording, to: &Wording) -> usize {
    strsim::levenshtein(&from.title, &to.title) + strsim::levenshtein(&from.body, &to.body)
}

/// Whether all that is not words stayed as it was: topics, mentions, components, labels.
pub fn same_but_for_words(one: &Wording, other: &Wording) -> bool {
    let rest = |wording: &Wording| Wording { title: String::new(), body: String::new(), ..wording.clone() };
    rest(one) == rest(other)
}
