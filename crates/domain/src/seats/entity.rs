//! Companies: their papers, and how they belong together.

use crate::time::Day;

names! {
    /// What a paper of a company is.
    LicenceKind {
        /// 营业执照.
        Business = "business",
        /// A licence of the industry: medical, food, education, property.
        Industry = "industry",
        /// 商标注册证 or the letter that lends one.
        Trademark = "trademark",
        /// 运营授权书: who may run the enterprise account.
        OperatorLetter = "operator_letter",
        /// 企业号认证: the yearly certification of the enterprise account itself.
        Certification = "certification",
        /// Something else.
        Other = "other",
    }
}

names! {
    /// How one company belongs to another.
    RelationKind {
        /// It owns the other.
        Parent = "parent",
        /// Both have one owner.
        Sister = "sister",
        /// It is a branch office of the other.
        Branch = "branch",
        /// It sells for the other under contract.
        Dealer = "dealer",
    }
}

impl RelationKind {
    /// Whether both are one group of companies. A dealer is a company of its own, with staff of its own.
    pub const fn is_one_group(self) -> bool {
        !matches!(self, Self::Dealer)
    }
}

/// Days before its end at which a paper is said to expire. Papers must be valid for three months when they are handed
/// in, as guides to the certification tell.
pub const EXPIRY_NOTICE_DAYS: i32 = 90;

names! {
    /// How a paper stands on a day.
    Validity {
        /// It holds, or does not end.
        Valid = "valid",
        /// It ends soon.
        Expiring = "expiring",
        /// It has ended.
        Expired = "expired",
    }
}

/// How a paper with this last day stands.
pub fn validity(until: Option<Day>, on: Day) -> Validity {
    match until.map(|until| on.days_until(until)) {
        Some(days) if days < 0 => Validity::Expired,
        Some(days) if days <= EXPIRY_NOTICE_DAYS => Validity::Expiring,
        _ => Validity::Valid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_holds_through_its_last_day() {
        let on: Day = "2026-06-22".parse().unwrap();
        for (until, expected) in [
            (None, Validity::Valid),
            (Some("2026-06-21"), Validity::Expired),
            (Some("2026-06-22"), Validity::Expiring),
            (Some("2026-09-20"), Validity::Expiring),
            (Some("2026-09-21"), Validity::Valid),
        ] {
            assert_eq!(validity(until.map(|day| day.parse().unwrap()), on), expected, "{until:?}");
        }
    }
}
