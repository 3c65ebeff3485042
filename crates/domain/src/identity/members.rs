//! What a member is in a brand, and which changes to members are refused.
//!
//! A brand always has an owner: the last one can neither leave nor become something else. Nobody raises or lowers
//! themselves. A password belongs to the person in every brand at once, so only an owner of all of these brands may
//! offer a way to set a new one.

use super::{Role, Visibility};
use crate::id::{EmployeeId, StoreId, UserId};

/// Stores and regions that one membership may name.
pub const SIGHT_PLACES_MAX: usize = 200;

/// What a member is in a brand: the role, and which accounts they see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What they are.
    pub role: Role,
    /// Which accounts they see.
    pub visibility: Visibility,
    /// The stores, when the visibility is by stores.
    pub stores: Vec<StoreId>,
    /// The regions, when the visibility is by stores.
    pub regions: Vec<String>,
    /// Who they are on the roster.
    pub employee: Option<EmployeeId>,
}

/// Why a change to a member is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MemberError {
    /// The brand would be left without an owner.
    #[error("a brand always has an owner")]
    LastOwner,
    /// Nobody changes their own role.
    #[error("nobody changes their own role")]
    OwnRole,
    /// An owner who does not see everything could not answer for it.
    #[error("an owner sees every account")]
    OwnerSeesAll,
    /// Visibility by stores without a store or region would show nothing.
    #[error("visibility by stores names a store or a region")]
    NoPlaces,
    /// More than [`SIGHT_PLACES_MAX`] stores and regions.
    #[error("visibility by stores names {SIGHT_PLACES_MAX} stores and regions at the most")]
    TooManyPlaces,
    /// One's own password is changed with the old one.
    #[error("one's own password is changed with the old one")]
    OwnPassword,
    /// The person is also a member of a brand that the asker does not own.
    #[error("the person also belongs to a brand that the asker does not own")]
    ElsewhereToo,
}

impl Standing {
    /// An owner, who sees everything.
    pub fn owner() -> Self {
        let (stores, regions) = (Vec::new(), Vec::new());
        Self { role: Role::Owner, visibility: Visibility::All, stores, regions, employee: None }
    }

    /// Takes a standing that makes sense; stores and regions are kept only where they mean something.
    pub fn checked(mut self) -> Result<Self, MemberError> {
        if self.role == Role::Owner && self.visibility != Visibility::All {
            return Err(MemberError::OwnerSeesAll);
        }
        if self.visibility != Visibility::Stores {
            self.stores.clear();
            self.regions.clear();
            return Ok(self);
        }
        self.stores.sort_unstable();
        self.stores.dedup();
        self.regions.sort_unstable();
        self.regions.dedup();
        match self.stores.len() + self.regions.len() {
            0 => Err(MemberError::NoPlaces),
            places if places > SIGHT_PLACES_MAX => Err(MemberError::TooManyPlaces),
            _ => Ok(self),
        }
    }
}

/// Judges a change of a member's role by `by` in a brand that has this many owners.
pub fn judge_role(
    by: Option<UserId>,
    member: UserId,
    from: Role,
    to: Role,
    owners: i64,
) -> Result<(), MemberError> {
    match (by == Some(member), from == to) {
        (_, true) => Ok(()),
        (true, false) => Err(MemberError::OwnRole),
        (false, false) => judge_removal(from, owners),
    }
}

/// Judges whether a member with this role may go from a brand that has this many owners.
pub fn judge_removal(role: Role, owners: i64) -> Result<(), MemberError> {
    if role == Role::Owner && owners <= 1 { Err(MemberError::LastOwner) } else { Ok(()) }
}

/// Judges whether `by` may offer `member` a link to set a new password; `brands_elsewhere` counts the brands of the
/// member that `by` does not own.
pub fn judge_password_reset(
    by: Option<UserId>,
    member: UserId,
    brands_elsewhere: i64,
) -> Result<(), MemberError> {
    if by == Some(member) {
        return Err(MemberError::OwnPassword);
    }
    if brands_elsewhere > 0 { Err(MemberError::ElsewhereToo) } else { Ok(()) }
}

/// An address that its owner recognises and nobody else can write to: `w***@muli.example`.
pub fn masked_email(email: &str) -> String {
    let (mailbox, host) = email.split_once('@').unwrap_or((email, ""));
    let first = mailbox.chars().next().map(String::from).unwrap_or_default();
    format!("{first}***@{host}")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn user(number: u128) -> UserId {
        UserId::from_uuid(Uuid::from_u128(number))
    }

    fn standing(role: Role, visibility: Visibility, stores: usize, regions: &[&str]) -> Standing {
        let store = |number: usize| StoreId::from_uuid(Uuid::from_u128(number as u128));
        Standing {
            role,
            visibility,
            stores: (0..stores).map(store).collect(),
            regions: regions.iter().map(|&region| region.to_owned()).collect(),
            employee: None,
        }
    }

    #[test]
    fn a_standing_must_make_sense() {
        use Visibility::{All, Own, Stores};
        for (role, visibility, stores, regions, expected) in [
            (Role::Owner, All, 0, vec![], Ok((0, 0))),
            (Role::Owner, Stores, 1, vec![], Err(MemberError::OwnerSeesAll)),
            (Role::Owner, Own, 0, vec![], Err(MemberError::OwnerSeesAll)),
            (Role::Operator, Stores, 0, vec![], Err(MemberError::NoPlaces)),
            (Role::Operator, Stores, 0, vec!["华东", "华东"], Ok((0, 1))),
            (Role::Operator, Stores, 2, vec!["华东"], Ok((2, 1))),
            (Role::Operator, Stores, 200, vec!["华东"], Err(MemberError::TooManyPlaces)),
            (Role::Employee, Own, 3, vec!["华东"], Ok((0, 0))),
        ] {
            let checked = standing(role, visibility, stores, &regions).checked();
            let kept = checked.map(|kept| (kept.stores.len(), kept.regions.len()));
            assert_eq!(kept, expected, "{role} {visibility} {stores} {regions:?}");
        }
    }

    #[test]
    fn nobody_raises_themselves_and_the_last_owner_stays() {
        use Role::{Auditor, Operator, Owner};
        for (by, from, to, owners, expected) in [
            (1, Operator, Owner, 1, Ok(())),
            (1, Owner, Owner, 1, Ok(())),
            (1, Owner, Operator, 1, Err(MemberError::LastOwner)),
            (1, Owner, Operator, 2, Ok(())),
            (2, Owner, Operator, 2, Err(MemberError::OwnRole)),
            (2, Owner, Owner, 1, Ok(())),
            (2, Auditor, Operator, 3, Err(MemberError::OwnRole)),
        ] {
            let judged = judge_role(Some(user(by)), user(2), from, to, owners);
            assert_eq!(judged, expected, "{by} makes 2 from {from} to {to}");
        }
        assert_eq!(judge_removal(Owner, 1), Err(MemberError::LastOwner));
        assert_eq!(judge_removal(Owner, 2), Ok(()));
        assert_eq!(judge_removal(Auditor, 1), Ok(()));
    }

    #[test]
    fn a_password_is_reset_only_by_an_owner_of_every_brand_of_the_person() {
        assert_eq!(judge_password_reset(Some(user(1)), user(2), 0), Ok(()));
        assert_eq!(judge_password_reset(Some(user(1)), user(2), 1), Err(MemberError::ElsewhereToo));
        assert_eq!(judge_password_reset(Some(user(2)), user(2), 0), Err(MemberError::OwnPassword));
    }

    #[test]
    fn a_masked_address_shows_its_first_letter_and_its_host() {
        for (email, masked) in
            [("wang.lei@muli.example", "w***@muli.example"), ("王@例.cn", "王***@例.cn"), ("", "***@")]
        {
            assert_eq!(masked_email(email), masked);
        }
    }
}
