//! Entitlements: what comes with a seat, whether it was seen there, and the approved texts that its cards carry.
//!
//! Words: an *entitlement* is one thing that an edition of the rule book promises a seat; a *sighting* is what a person
//! saw of it in the back office on a day; a *card text* is what a lead card, business card, welcome message or quick
//! menu says, in *versions*; a version that is approved is *rolled out* to accounts, and *carried* once whoever runs
//! the account has put it there by hand.
//!
//! Invariants: what nobody looked at is not known, whatever was promised; a sighting is never changed, a newer one
//! follows it; no text is carried that nobody approved; nothing here writes to the platform.

mod cards;

pub use cards::{
    CARD_CHARS_MAX, CARD_TITLE_CHARS_MAX, CARD_VERSIONS_MAX, CARDS_MAX, CardError, CardKind, CardState,
    Drafted, ROLLOUT_ACCOUNTS_MAX, judge_approval,
};

use crate::{rulebook::RuleKey, time::Day};

names! {
    /// One thing that may come with a seat.
    Entitlement {
        /// 身份标识: the employer on the profile.
        IdentityLabel = "identity_label",
        /// 留资卡.
        LeadCard = "lead_card",
        /// 商家名片.
        NameCard = "name_card",
        /// 欢迎语.
        WelcomeMessage = "welcome_message",
        /// 快捷菜单.
        QuickMenu = "quick_menu",
        /// 私信通.
        MessageDesk = "message_desk",
        /// 店铺继承: goods and live of the enterprise shop.
        Shop = "shop",
        /// 聚光推广 of the seat's notes.
        Promotion = "promotion",
    }
}

impl Entitlement {
    /// The row of the rule book that says whether it comes with a seat.
    pub const fn rule_key(self) -> RuleKey {
        match self {
            Self::IdentityLabel => RuleKey::IdentityLabel,
            Self::LeadCard => RuleKey::LeadCard,
            Self::NameCard => RuleKey::NameCard,
            Self::WelcomeMessage => RuleKey::WelcomeMessage,
            Self::QuickMenu => RuleKey::QuickMenu,
            Self::MessageDesk => RuleKey::MessageDesk,
            Self::Shop => RuleKey::ShopInheritance,
            Self::Promotion => RuleKey::PaidPromotion,
        }
    }
}

names! {
    /// What a person saw of an entitlement in the back office.
    Sighting {
        /// It is there and works.
        Present = "present",
        /// It is there and asks for something: a spend, a review.
        Limited = "limited",
        /// It is not there.
        Missing = "missing",
    }
}

names! {
    /// How what was seen stands to what was promised.
    EntitlementState {
        /// Nobody looked yet.
        Unseen = "unseen",
        /// It is there, and was promised or nothing is known of a promise.
        Present = "present",
        /// It is there though the edition does not promise it.
        Extra = "extra",
        /// It asks for something, or is missing, though the edition promises it whole.
        Withheld = "withheld",
        /// It is there and asks for something, and was not promised or nothing is known of a promise.
        Conditional = "conditional",
        /// It is not there, and was not promised or nothing is known of a promise.
        Absent = "absent",
    }
}

/// Days after which a sighting wants to be renewed: components come and go with the rules of the platform.
pub const SIGHTING_DAYS: i32 = 90;
/// Characters of the remark to a sighting.
pub const REMARK_CHARS_MAX: usize = 200;

/// What was seen of one entitlement on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// What was seen.
    pub sighting: Sighting,
    /// On which day.
    pub on: Day,
}

/// Where one entitlement of an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How what was seen stands to what was promised.
    pub state: EntitlementState,
    /// The first day of the days on which the same was seen, without another in between.
    pub since: Option<Day>,
    /// The last day on which somebody looked.
    pub checked_on: Option<Day>,
    /// Whether somebody should look again.
    pub is_due: bool,
}

/// Where an entitlement stands, by what was promised and what was seen, in any order.
///
/// ```
/// # use domain::entitlements::{EntitlementState, Seen, Sighting, standing};
/// let seen = Seen { sighting: Sighting::Limited, on: "2026-03-03".parse().unwrap() };
/// let standing = standing(Some(true), &[seen], "2026-03-20".parse().unwrap());
/// assert_eq!(standing.state, EntitlementState::Withheld);
/// ```
pub fn standing(promised: Option<bool>, seen: &[Seen], today: Day) -> Standing {
    let mut by_day = seen.to_vec();
    // Of one day the later one counts; the sort keeps their order.
    by_day.sort_by_key(|seen| seen.on);
    let Some(last) = by_day.last() else {
        return Standing { state: EntitlementState::Unseen, since: None, checked_on: None, is_due: true };
    };
    let same = by_day.iter().rev().take_while(|seen| seen.sighting == last.sighting);
    Standing {
        state: state(promised, last.sighting),
        since: same.last().map(|seen| seen.on),
        checked_on: Some(last.on),
        is_due: last.on.days_until(today) > SIGHTING_DAYS,
    }
}

const fn state(promised: Option<bool>, sighting: Sighting) -> EntitlementState {
    match (sighting, promised) {
        (Sighting::Present, Some(false)) => EntitlementState::Extra,
        (Sighting::Present, _) => EntitlementState::Present,
        (Sighting::Limited | Sighting::Missing, Some(true)) => EntitlementState::Withheld,
        (Sighting::Limited, _) => EntitlementState::Conditional,
        (Sighting::Missing, _) => EntitlementState::Absent,
    }
}

/// Whether a seat has everything that was promised to it though nothing was spent on advertising: organic reach alone
/// is a whole way to work, and not a lesser one.
pub fn is_complete_without_ads(states: &[(Option<bool>, EntitlementState)], spent_fen: i64) -> bool {
    let mut promised = states.iter().filter(|(promised, _)| *promised == Some(true)).peekable();
    spent_fen == 0
        && promised.peek().is_some()
        && promised.all(|(_, state)| *state == EntitlementState::Present)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn seen(on: &str, sighting: Sighting) -> Seen {
        Seen { sighting, on: day(on) }
    }

    #[test]
    fn what_was_seen_is_held_against_what_was_promised() {
        use EntitlementState as State;
        for (sighting, promised, expected) in [
            (Sighting::Present, Some(true), State::Present),
            (Sighting::Present, Some(false), State::Extra),
            (Sighting::Present, None, State::Present),
            (Sighting::Limited, Some(true), State::Withheld),
            (Sighting::Missing, Some(true), State::Withheld),
            (Sighting::Limited, Some(false), State::Conditional),
            (Sighting::Missing, Some(false), State::Absent),
            (Sighting::Missing, None, State::Absent),
        ] {
            let standing = standing(promised, &[seen("2026-06-01", sighting)], day("2026-06-02"));
            assert_eq!(standing.state, expected, "{sighting} {promised:?}");
        }
        assert_eq!(standing(Some(true), &[], day("2026-06-02")).state, State::Unseen);
    }

    #[test]
    fn it_is_so_since_the_first_of_the_same_sightings_and_due_again_after_a_while() {
        let history = [
            seen("2026-05-01", Sighting::Present),
            seen("2026-03-01", Sighting::Present),
            seen("2026-04-01", Sighting::Missing),
            seen("2026-06-01", Sighting::Present),
        ];
        let standing = |today: &str| super::standing(Some(true), &history, day(today));
        assert_eq!(standing("2026-06-02").since, Some(day("2026-05-01")));
        assert_eq!(standing("2026-06-02").checked_on, Some(day("2026-06-01")));
        assert!(!standing("2026-08-30").is_due, "90 days after");
        assert!(standing("2026-08-31").is_due, "91 days after");
        let corrected = [seen("2026-05-01", Sighting::Missing), seen("2026-05-01", Sighting::Present)];
        let of_one_day = super::standing(Some(true), &corrected, day("2026-05-01"));
        assert_eq!(of_one_day.state, EntitlementState::Present, "the later one of a day counts");
    }

    #[test]
    fn a_seat_is_complete_without_a_yuan_spent() {
        use EntitlementState as State;
        let whole = [(Some(true), State::Present), (Some(false), State::Absent), (None, State::Unseen)];
        assert!(is_complete_without_ads(&whole, 0));
        assert!(!is_complete_without_ads(&whole, 1));
        assert!(!is_complete_without_ads(&[(Some(true), State::Unseen)], 0));
        assert!(!is_complete_without_ads(&[(None, State::Present)], 0), "nothing is known of a promise");
    }

    #[test]
    fn every_entitlement_has_its_row_in_the_rule_book() {
        for entitlement in Entitlement::ALL {
            assert!(entitlement.rule_key().name().starts_with("entitlement_"), "{entitlement}");
        }
    }
}
