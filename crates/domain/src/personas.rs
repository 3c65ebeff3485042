//! Personas: who an account speaks as, and whether that person exists.
//!
//! Words: a *card* says how an account speaks: its name, post, topics, tone, stories; a *claim* is whatever on it can be
//! true or false of a person; the *truth check* ([`truth`]) holds each claim against the roster and the proofs;
//! *rivals* ([`rivals`]) are two accounts that speak as the same sort of person about the same things.
//!
//! Invariants: a card is approved only when every claim is proven; a card belongs to one person, and whoever takes an
//! account over gets another one. Nothing here judges whether a text is lawful (see [`crate::content`]).

pub mod claims;
pub mod rivals;
pub mod truth;

use serde::{Deserialize, Serialize};

use crate::{id::EmployeeProofId, time::Day};

/// Topics that a card names: three, so that the account stands for something.
pub const TOPICS_MAX: usize = 3;
/// Words that tell the tone.
pub const TONE_WORDS_MAX: usize = 3;
/// Lines that show the tone.
pub const SAMPLE_LINES_MAX: usize = 2;
/// Stories, certificates, product lines or words not to say, each.
pub const LIST_ITEMS_MAX: usize = 20;
/// Characters of the name that the account shows: the platform takes twenty-four at most for any account.
pub const SHOWN_NAME_CHARS_MAX: usize = 24;
/// Characters of a word or a short phrase.
pub const PHRASE_CHARS_MAX: usize = 40;
/// Characters of a text of several lines.
pub const LINES_CHARS_MAX: usize = 1_000;
/// Years in a trade that anybody may claim to have.
pub const YEARS_MAX: u8 = 70;

names! {
    /// What a program may do for the account. What it makes is declared, and a person sends.
    PersonaAiUse {
        /// Nothing.
        None = "none",
        /// Propose words that the person rewrites.
        Drafts = "drafts",
        /// Make pictures that are declared as made.
        DeclaredPictures = "declared_pictures",
    }
}

names! {
    /// What became of a version of a card.
    PersonaState {
        /// It is being written.
        Draft = "draft",
        /// The account speaks so.
        Approved = "approved",
        /// It was sent back.
        Refused = "refused",
        /// The account speaks so no more.
        Retired = "retired",
    }
}

/// A certificate that a card mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateClaim {
    /// What it is called.
    #[schema(min_length = 1, max_length = 40)]
    pub title: String,
    /// The proof of it in the file of the person.
    pub proof: Option<EmployeeProofId>,
}

/// A story that a card tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StoryClaim {
    /// The story, in a few lines.
    #[schema(min_length = 1, max_length = 1_000)]
    pub text: String,
    /// When it happened.
    pub happened_on: Option<Day>,
    /// The proof that it did, in the file of the person.
    pub proof: Option<EmployeeProofId>,
}

/// How an account speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonaCard {
    /// The name that the account shows.
    #[schema(min_length = 1, max_length = 24)]
    pub shown_name: String,
    /// What the person works as, as the account says it.
    #[schema(min_length = 1, max_length = 40)]
    pub post: String,
    /// Whether the account shows who employs the person.
    pub employer_shown: bool,
    /// How many years in the trade the account speaks of.
    #[schema(maximum = 70)]
    pub years_in_trade: Option<u8>,
    /// Where the person works, as the account says it.
    #[schema(max_length = 40)]
    pub place: Option<String>,
    /// The text of the profile.
    #[schema(max_length = 1_000)]
    pub introduction: String,
    /// What the account speaks about.
    #[schema(min_items = 1, max_items = 3)]
    pub topics: Vec<String>,
    /// Whom it speaks to.
    #[schema(min_length = 1, max_length = 40)]
    pub audience: String,
    /// Words that tell the tone.
    #[schema(max_items = 3)]
    pub tone: Vec<String>,
    /// Lines that show the tone.
    #[schema(max_items = 2)]
    pub sample_lines: Vec<String>,
    /// What it never says.
    #[schema(max_items = 20)]
    pub do_not_say: Vec<String>,
    /// Certificates that it mentions.
    #[schema(max_items = 20)]
    pub certificates: Vec<CertificateClaim>,
    /// Stories that it tells.
    #[schema(max_items = 20)]
    pub stories: Vec<StoryClaim>,
    /// What it may sell.
    #[schema(max_items = 20)]
    pub product_lines: Vec<String>,
    /// How it answers.
    #[schema(max_length = 1_000)]
    pub reply_style: String,
    /// Whether the face of the person is shown.
    pub face_used: bool,
    /// Whether the voice of the person is heard.
    pub voice_used: bool,
    /// What a program may do for it.
    pub ai_use: PersonaAiUse,
}

/// Why a card is not taken, or not approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PersonaError {
    /// A field is empty or too long.
    #[error("{0} is empty or too long")]
    Field(&'static str),
    /// A list has too many entries.
    #[error("{0} has too many entries")]
    TooMany(&'static str),
    /// The person has left or is leaving: no account speaks as them any more.
    #[error("the person has left or is leaving")]
    Leaves,
    /// Something on the card is not proven.
    #[error("{0} claims are not proven")]
    Unproven(usize),
    /// The card goes on where that of the person before ended.
    #[error("the card is that of the person before: {0}")]
    SamePersona(rivals::Likeness),
}

impl PersonaCard {
    /// The card without blanks around its words and without empty entries; a refusal where a field does not fit.
    pub fn checked(self) -> Result<Self, PersonaError> {
        let phrase = |field, text: &str| fitting(field, text, PHRASE_CHARS_MAX);
        let phrases = |field, list: Vec<String>, most| {
            let kept: Vec<String> = list.into_iter().filter(|one| !one.trim().is_empty()).collect();
            if kept.len() > most {
                return Err(PersonaError::TooMany(field));
            }
            kept.into_iter().map(|one| fitting(field, &one, PHRASE_CHARS_MAX)).collect::<Result<Vec<_>, _>>()
        };
        let topics = phrases("topics", self.topics, TOPICS_MAX)?;
        if topics.is_empty() {
            return Err(PersonaError::Field("topics"));
        }
        if self.years_in_trade.is_some_and(|years| years > YEARS_MAX) {
            return Err(PersonaError::Field("years_in_trade"));
        }
        if self.certificates.len() > LIST_ITEMS_MAX {
            return Err(PersonaError::TooMany("certificates"));
        }
        if self.stories.len() > LIST_ITEMS_MAX {
            return Err(PersonaError::TooMany("stories"));
        }
        let certificate = |one: CertificateClaim| {
            Ok(CertificateClaim { title: phrase("certificates", &one.title)?, proof: one.proof })
        };
        let story =
            |one: StoryClaim| Ok(StoryClaim { text: fitting("stories", &one.text, LINES_CHARS_MAX)?, ..one });
        Ok(Self {
            shown_name: fitting("shown_name", &self.shown_name, SHOWN_NAME_CHARS_MAX)?,
            post: phrase("post", &self.post)?,
            place: self
                .place
                .filter(|place| !place.trim().is_empty())
                .map(|place| phrase("place", &place))
                .transpose()?,
            introduction: lines("introduction", &self.introduction)?,
            topics,
            audience: phrase("audience", &self.audience)?,
            tone: phrases("tone", self.tone, TONE_WORDS_MAX)?,
            sample_lines: phrases("sample_lines", self.sample_lines, SAMPLE_LINES_MAX)?,
            do_not_say: phrases("do_not_say", self.do_not_say, LIST_ITEMS_MAX)?,
            certificates: self.certificates.into_iter().map(certificate).collect::<Result<_, _>>()?,
            stories: self.stories.into_iter().map(story).collect::<Result<_, _>>()?,
            product_lines: phrases("product_lines", self.product_lines, LIST_ITEMS_MAX)?,
            reply_style: lines("reply_style", &self.reply_style)?,
            ..self
        })
    }

    /// A card that says nothing of anybody: what stays when a person is erased.
    pub fn blank() -> Self {
        Self {
            shown_name: String::new(),
            post: String::new(),
            employer_shown: true,
            years_in_trade: None,
            place: None,
            introduction: String::new(),
            topics: Vec::new(),
            audience: String::new(),
            tone: Vec::new(),
            sample_lines: Vec::new(),
            do_not_say: Vec::new(),
            certificates: Vec::new(),
            stories: Vec::new(),
            product_lines: Vec::new(),
            reply_style: String::new(),
            face_used: false,
            voice_used: false,
            ai_use: PersonaAiUse::None,
        }
    }

    /// Everything that the account says of the person in words of its own.
    pub fn told(&self) -> impl Iterator<Item = &str> {
        let own = [self.shown_name.as_str(), self.introduction.as_str(), self.reply_style.as_str()];
        own.into_iter().chain(self.sample_lines.iter().map(String::as_str))
    }
}

/// Whether an account may begin to speak as a person, who has a last day or whose leaving has begun.
pub const fn may_speak(left_on: Option<Day>, is_leaving: bool) -> Result<(), PersonaError> {
    if left_on.is_some() || is_leaving { Err(PersonaError::Leaves) } else { Ok(()) }
}

fn fitting(field: &'static str, text: &str, chars_max: usize) -> Result<String, PersonaError> {
    let text = text.trim();
    let fits = (1..=chars_max).contains(&text.chars().count()) && !has_control(text, false);
    if fits { Ok(text.to_owned()) } else { Err(PersonaError::Field(field)) }
}

fn lines(field: &'static str, text: &str) -> Result<String, PersonaError> {
    let text = text.trim().replace("\r\n", "\n");
    let fits = text.chars().count() <= LINES_CHARS_MAX && !has_control(&text, true);
    if fits { Ok(text) } else { Err(PersonaError::Field(field)) }
}

fn has_control(text: &str, lines_allowed: bool) -> bool {
    text.chars().any(|letter| letter.is_control() && !(lines_allowed && letter == '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The card of a designer called 张伟, with nothing on it that needs a proof.
    pub fn card() -> PersonaCard {
        PersonaCard {
            shown_name: "设计师小张".into(),
            post: "设计师".into(),
            employer_shown: true,
            years_in_trade: None,
            place: None,
            introduction: "在店里帮人画图，下班聊聊收纳。".into(),
            topics: vec!["小户型收纳".into(), "玄关".into()],
            audience: "刚买房的年轻人".into(),
            tone: vec!["实在".into()],
            sample_lines: vec!["先量后买，别急。".into()],
            do_not_say: vec![],
            certificates: vec![],
            stories: vec![],
            product_lines: vec![],
            reply_style: String::new(),
            face_used: false,
            voice_used: false,
            ai_use: PersonaAiUse::None,
        }
    }

    #[test]
    fn a_card_is_taken_whole_and_trimmed_or_not_at_all() {
        let trimmed =
            PersonaCard { topics: vec![" 玄关 ".into(), "  ".into()], place: Some("  ".into()), ..card() };
        let taken = trimmed.checked().unwrap();
        assert_eq!((taken.topics, taken.place), (vec!["玄关".to_owned()], None));
        for (card, expected) in [
            (PersonaCard { shown_name: "长".repeat(25), ..card() }, PersonaError::Field("shown_name")),
            (PersonaCard { shown_name: "  ".into(), ..card() }, PersonaError::Field("shown_name")),
            (PersonaCard { post: "设\n计".into(), ..card() }, PersonaError::Field("post")),
            (PersonaCard { topics: vec![], ..card() }, PersonaError::Field("topics")),
            (PersonaCard { topics: vec!["题".into(); 4], ..card() }, PersonaError::TooMany("topics")),
            (PersonaCard { tone: vec!["词".into(); 4], ..card() }, PersonaError::TooMany("tone")),
            (PersonaCard { years_in_trade: Some(71), ..card() }, PersonaError::Field("years_in_trade")),
            (PersonaCard { introduction: "长".repeat(1_001), ..card() }, PersonaError::Field("introduction")),
            (
                PersonaCard {
                    stories: vec![StoryClaim { text: "事".into(), happened_on: None, proof: None }; 21],
                    ..card()
                },
                PersonaError::TooMany("stories"),
            ),
        ] {
            assert_eq!(card.checked(), Err(expected));
        }
    }
}
