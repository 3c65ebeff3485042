//! The matrix: the brand's platform accounts and who holds them.
//!
//! Words: an *account* has a *kind* ([`AccountKind`]) and two ids of the platform, its `xhs_uid` (账号ID, 24 hex
//! digits) and its `xhs_no` (小红书账号id, which its owner may change once); its *holder* is the employee who runs it;
//! an account without one is *unclaimed*; a *proposal* is a pair of account and employee that waits for a person.
//!
//! Invariants: an account gets a holder because an id says so or because a person says so, never because of a name;
//! a pair that a person declined does not come back by itself.

mod holder;
mod propose;

pub use holder::{
    AccountFacts, AccountRights, Handover, HolderError, Right, Why, follow, hand_over, reclassify, rights,
};
pub use propose::{Candidate, DeclaredAccount, Match, Seen, propose};

names! {
    /// What sort of account it is.
    AccountKind {
        /// 企业号: speaks as the brand, certified.
        Enterprise = "enterprise",
        /// 员工号: a named employee, bound under the enterprise.
        Kos = "kos",
        /// A certified business sub-account of a dealer or branch.
        Kob = "kob",
        /// A real customer; never staffed.
        Koc = "koc",
        /// 达人: a creator, paid for co-operation.
        Creator = "creator",
        /// 门店号: speaks as a store.
        Store = "store",
        /// A file showed it and did not say, nor has a person.
        Unknown = "unknown",
    }
}

names! {
    /// Why an employee and an account belong together.
    MatchReason {
        /// The roster gives the account's id to this employee, and to others too.
        SameId = "same_id",
        /// The roster says that this employee runs an account of that nickname.
        SameNickname = "same_nickname",
        /// The account bears the name of this employee.
        SameName = "same_name",
        /// A person named the pair.
        ByHand = "by_hand",
    }
}

names! {
    /// What became of a pair of account and employee.
    Decision {
        /// The id of the roster decided; nobody was asked.
        Claimed = "claimed",
        /// A person said yes.
        Confirmed = "confirmed",
        /// A person said no, or took the account away again.
        Declined = "declined",
    }
}

/// Hex digits of an `xhs_uid`.
const XHS_UID_DIGITS: usize = 24;
/// Characters that an `xhs_no` may have.
pub const XHS_NO_CHARS_MAX: usize = 40;

/// An `xhs_uid` in the platform's way of writing; `None` when the text is none.
pub fn xhs_uid(text: &str) -> Option<String> {
    let uid = text.trim().to_ascii_lowercase();
    (uid.len() == XHS_UID_DIGITS && uid.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(uid)
}

/// An `xhs_no` without blanks around it; `None` when the text is none.
pub fn xhs_no(text: &str) -> Option<String> {
    let number = text.trim();
    let fits = (1..=XHS_NO_CHARS_MAX).contains(&number.len());
    let clean = number.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    (fits && clean).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_the_platform_are_told_from_other_texts() {
        for (text, expected) in [
            ("5F8a1b2c3d4e5f6071829304", Some("5f8a1b2c3d4e5f6071829304")),
            (" 5f8a1b2c3d4e5f6071829304 ", Some("5f8a1b2c3d4e5f6071829304")),
            ("5f8a1b2c3d4e5f607182930", None),
            ("5f8a1b2c3d4e5f607182930g", None),
            ("", None),
        ] {
            assert_eq!(xhs_uid(text).as_deref(), expected, "{text}");
        }
        for (text, expected) in [
            ("4931207788", Some("4931207788")),
            (" muli_home.01 ", Some("muli_home.01")),
            ("木里", None),
            ("", None),
            ("a b", None),
        ] {
            assert_eq!(xhs_no(text).as_deref(), expected, "{text}");
        }
    }
}
