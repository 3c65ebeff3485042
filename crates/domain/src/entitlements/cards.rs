//! Texts of cards, messages and menus: who may approve which version.

use crate::{content::Surface, id::UserId};

names! {
    /// What carries the text.
    CardKind {
        /// 留资卡: asks for contact data by the platform's own form.
        LeadCard = "lead_card",
        /// 商家名片: the only way out of the platform that it permits.
        NameCard = "name_card",
        /// 欢迎语: what the platform's own component says to whoever writes first.
        WelcomeMessage = "welcome_message",
        /// 快捷菜单: questions to tap on.
        QuickMenu = "quick_menu",
    }
}

impl CardKind {
    /// Where the content check takes the text to stand: all of them are read in a private chat.
    pub const fn surface(self) -> Surface {
        Surface::DirectMessage
    }
}

names! {
    /// What became of a version.
    CardState {
        /// It waits for somebody's decision.
        Drafted = "drafted",
        /// It may be rolled out.
        Approved = "approved",
        /// It was turned down.
        Refused = "refused",
    }
}

/// Characters of a text.
pub const CARD_CHARS_MAX: usize = 300;
/// Characters of what people call it.
pub const CARD_TITLE_CHARS_MAX: usize = 40;
/// Texts of one brand.
pub const CARDS_MAX: i64 = 200;
/// Versions of one text.
pub const CARD_VERSIONS_MAX: i64 = 200;
/// Accounts that a version is rolled out to at once: all of a legal entity, and room.
pub const ROLLOUT_ACCOUNTS_MAX: usize = 200;

/// A version that waits for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drafted {
    /// What became of it.
    pub state: CardState,
    /// Who wrote it; nobody where a program did.
    pub by: Option<UserId>,
    /// Whether the content check stops it whoever approves.
    pub is_blocked: bool,
    /// Whether the content check asks for a second pair of eyes.
    pub needs_review: bool,
}

/// Why a version is not approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// Somebody decided already.
    #[error("the version was decided upon already")]
    Decided,
    /// The content check blocks it.
    #[error("the content check blocks the text")]
    Blocked,
    /// The content check asks for a review, and the writer does not review their own text.
    #[error("somebody else than the writer reviews the text")]
    OwnText,
}

/// Whether this person may approve a version. A text that passes may be approved by its writer, so that a shop of one
/// person can work; one that wants a review may not.
pub fn judge_approval(version: &Drafted, approver: Option<UserId>) -> Result<(), CardError> {
    if version.state != CardState::Drafted {
        return Err(CardError::Decided);
    }
    if version.is_blocked {
        return Err(CardError::Blocked);
    }
    let is_writer = version.by.is_some() && version.by == approver;
    if version.needs_review && is_writer { Err(CardError::OwnText) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_blocked_text_is_never_approved_and_a_doubtful_one_by_another_person() {
        let [writer, other] = [1, 2].map(|number| Some(UserId::from_uuid(Uuid::from_u128(number))));
        let drafted =
            Drafted { state: CardState::Drafted, by: writer, is_blocked: false, needs_review: false };
        let blocked = Drafted { is_blocked: true, ..drafted };
        let doubtful = Drafted { needs_review: true, ..drafted };
        let decided = Drafted { state: CardState::Approved, ..drafted };
        let of_a_program = Drafted { by: None, ..doubtful };
        for (version, approver, expected) in [
            (drafted, writer, Ok(())),
            (drafted, other, Ok(())),
            (blocked, other, Err(CardError::Blocked)),
            (doubtful, writer, Err(CardError::OwnText)),
            (doubtful, other, Ok(())),
            (of_a_program, writer, Ok(())),
            (decided, other, Err(CardError::Decided)),
        ] {
            assert_eq!(judge_approval(&version, approver), expected, "{version:?}");
        }
    }
}
