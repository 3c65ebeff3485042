//! What a key for programs may do.
//!
//! A key is made by an owner and can do at most what an owner may, short of deciding who else gets in, what may be
//! said and what counts as proven, and of looking at personal data: members, keys, brands, the rules for texts and of the
//! platform, reviews and approvals, money for promotions, and the page of one's own stay with people.

use super::Action;

/// Keys that one brand may have at a time.
pub const API_KEYS_MAX: i64 = 100;

/// Why a key is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A key that may do nothing.
    #[error("a key may do at least one thing")]
    NoActions,
    /// An action that only people do.
    #[error("only people may do {0}")]
    OnlyPeople(Action),
}

/// Whether a program may be given this action.
pub const fn key_may_hold(action: Action) -> bool {
    !matches!(
        action,
        Action::ManageMembers
            | Action::ManageApiKeys
            | Action::ManageBrands
            | Action::ManageContentRules
            | Action::ProposeRules
            | Action::AdoptRules
            | Action::ApproveSeats
            | Action::ApproveCards
            | Action::AskPromotions
            | Action::ApprovePromotions
            | Action::ReviewDrafts
            | Action::ClearRedDrafts
            | Action::ReviewProofs
            | Action::RevealPersonal
            | Action::ApprovePersonas
            | Action::UseOwnPage
    )
}

/// Takes the actions of a new key, each once, in the order of the documents.
pub fn check_key_actions(actions: &[Action]) -> Result<Vec<Action>, KeyError> {
    if let Some(action) = actions.iter().find(|action| !key_may_hold(**action)) {
        return Err(KeyError::OnlyPeople(*action));
    }
    let taken: Vec<Action> = Action::ALL.iter().copied().filter(|action| actions.contains(action)).collect();
    if taken.is_empty() { Err(KeyError::NoActions) } else { Ok(taken) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_decides_who_gets_in_nor_what_may_be_said() {
        use Action::{ManageApiKeys, ManageBrands, ManageContentRules, ManageMembers, UseToday, ViewMatrix};
        for (asked, expected) in [
            (vec![], Err(KeyError::NoActions)),
            (vec![UseToday, ViewMatrix, UseToday], Ok(vec![ViewMatrix, UseToday])),
            (vec![ViewMatrix, ManageMembers], Err(KeyError::OnlyPeople(ManageMembers))),
            (vec![ManageApiKeys], Err(KeyError::OnlyPeople(ManageApiKeys))),
            (vec![ManageBrands], Err(KeyError::OnlyPeople(ManageBrands))),
            (vec![ManageContentRules], Err(KeyError::OnlyPeople(ManageContentRules))),
        ] {
            assert_eq!(check_key_actions(&asked), expected, "{asked:?}");
        }
    }
}
