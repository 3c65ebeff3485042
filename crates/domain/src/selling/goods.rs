//! Goods and where they hang.

use crate::{
    entitlements::{SIGHTING_DAYS, Seen, Sighting},
    time::Day,
};

/// Characters of what people call goods.
pub const GOODS_NAME_CHARS_MAX: usize = 80;
/// Characters of an article number.
pub const ARTICLE_NO_CHARS_MAX: usize = 40;
/// Characters of the name of a shop.
pub const SHOP_CHARS_MAX: usize = 40;
/// Characters of a link.
pub const LINK_CHARS_MAX: usize = 300;
/// A price at the most, in fen: a million yuan.
pub const GOODS_PRICE_FEN_MAX: i64 = 100_000_000;
/// Goods of one brand.
pub const GOODS_MAX: i64 = 20_000;

/// Where goods may be bought that hang on an account: the platform's own pages. Whatever leads elsewhere is trade
/// diversion (rule of 12 March 2025), which costs an account more than the sale brings.
const HOSTS: [&str; 2] = ["xiaohongshu.com", "xhslink.com"];

/// Why a link is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It is no address that begins with `https://`.
    #[error("a link begins with https://")]
    NoLink,
    /// It leads away from the platform.
    #[error("a link leads to a page of the platform")]
    Elsewhere,
}

/// Whether a link leads to goods on the platform.
pub fn check_link(link: &str) -> Result<(), LinkError> {
    let rest = link.strip_prefix("https://").ok_or(LinkError::NoLink)?;
    if link.chars().any(|letter| letter.is_whitespace() || letter.is_control() || letter == '\\') {
        return Err(LinkError::NoLink);
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let is_ours =
        |name: &&str| host == **name || host.strip_suffix(*name).is_some_and(|sub| sub.ends_with('.'));
    // A sign-in name before the host would show one place and lead to another.
    if !host.contains(['@', ':']) && HOSTS.iter().any(is_ours) {
        return Ok(());
    }
    Err(LinkError::Elsewhere)
}

/// What is known when goods are to be hung on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HangingFacts {
    /// Whether it is the enterprise account, which has the shop itself and inherits none.
    pub has_own_shop: bool,
    /// The last look at the shop inheritance of the account.
    pub shop: Option<Seen>,
    /// Since when the same goods hang there already.
    pub hangs_since: Option<Day>,
    /// Since when they are said to hang.
    pub since: Day,
    /// The day.
    pub today: Day,
}

/// Why goods are not hung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HangingError {
    /// The day is one to come.
    #[error("goods cannot hang since a day to come")]
    ToCome,
    /// They hang there already.
    #[error("the goods hang there since {since}")]
    HangsAlready {
        /// Since when.
        since: Day,
    },
    /// Nobody looked whether the account inherits the shop.
    #[error("nobody has looked whether the account inherits the shop")]
    ShopUnseen,
    /// Somebody looked, and it does not.
    #[error("the account did not inherit the shop on {on}")]
    ShopMissing {
        /// The day of the look.
        on: Day,
    },
}

names! {
    /// What is to be borne in mind about goods that hang.
    HangingWarning {
        /// The back office asks for something before the shop is inherited.
        ShopLimited = "shop_limited",
        /// The last look at the shop inheritance is long ago.
        ShopLongAgo = "shop_long_ago",
    }
}

/// Whether goods may be hung on an account, and what to bear in mind. Only what was seen counts: without a look, or
/// after one that found nothing, hanging is refused, for then the record would claim what nobody saw.
pub fn judge_hanging(facts: &HangingFacts) -> Result<Option<HangingWarning>, HangingError> {
    let HangingFacts { has_own_shop, shop, hangs_since, since, today } = *facts;
    if since > today {
        return Err(HangingError::ToCome);
    }
    if let Some(since) = hangs_since {
        return Err(HangingError::HangsAlready { since });
    }
    if has_own_shop {
        return Ok(None);
    }
    match shop {
        None => Err(HangingError::ShopUnseen),
        Some(Seen { sighting: Sighting::Missing, on }) => Err(HangingError::ShopMissing { on }),
        Some(Seen { sighting: Sighting::Limited, .. }) => Ok(Some(HangingWarning::ShopLimited)),
        Some(Seen { sighting: Sighting::Present, on }) => {
            Ok((on.days_until(today) > SIGHTING_DAYS).then_some(HangingWarning::ShopLongAgo))
        }
    }
}

/// Why goods are not taken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TakingDownError {
    /// They hang there no longer.
    #[error("the goods were taken down on {on}")]
    IsDown {
        /// The day.
        on: Day,
    },
    /// The day lies before they were hung, or is one to come.
    #[error("the goods hung there from {since} on, and the day is no later than today")]
    WrongDay {
        /// Since when they hang.
        since: Day,
    },
}

/// Whether goods that hang since a day, until another where they were taken down, may be taken down on `on`.
pub fn judge_taking_down(since: Day, until: Option<Day>, on: Day, today: Day) -> Result<(), TakingDownError> {
    match until {
        Some(on) => Err(TakingDownError::IsDown { on }),
        None if on < since || on > today => Err(TakingDownError::WrongDay { since }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::compared;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn an_article_number_is_one_however_it_is_written() {
        for (one, other, is_same) in [
            ("SF-001", "sf001", true),
            ("ＳＦ－００１", "SF 001", true),
            ("SF-001", "SF-010", false),
            ("沙发 001", "沙发001", true),
        ] {
            assert_eq!(compared(one) == compared(other), is_same, "{one} {other}");
        }
        assert_eq!(compared(" －_"), "", "nothing that could be compared");
    }

    #[test]
    fn a_link_leads_to_the_platform_and_nowhere_else() {
        for (link, expected) in [
            ("https://www.xiaohongshu.com/goods-detail/66f0", Ok(())),
            ("https://xhslink.com/m/9Abc", Ok(())),
            ("https://XIAOHONGSHU.com", Ok(())),
            ("http://www.xiaohongshu.com/goods-detail/66f0", Err(LinkError::NoLink)),
            ("www.xiaohongshu.com", Err(LinkError::NoLink)),
            ("https://www.xiaohongshu.com/a b", Err(LinkError::NoLink)),
            ("https://item.taobao.example/1", Err(LinkError::Elsewhere)),
            ("https://fakexiaohongshu.com/1", Err(LinkError::Elsewhere)),
            ("https://xiaohongshu.com.evil.example/1", Err(LinkError::Elsewhere)),
            ("https://xiaohongshu.com@evil.example/1", Err(LinkError::Elsewhere)),
            ("https://evil.example#xiaohongshu.com", Err(LinkError::Elsewhere)),
            ("https://evil.example\\.xiaohongshu.com", Err(LinkError::NoLink)),
            ("https://", Err(LinkError::Elsewhere)),
        ] {
            assert_eq!(check_link(link), expected, "{link}");
        }
    }

    #[test]
    fn goods_hang_only_where_the_shop_was_seen() {
        let today = day("2026-06-22");
        let facts = HangingFacts { has_own_shop: false, shop: None, hangs_since: None, since: today, today };
        let seen = |sighting, on: &str| Some(Seen { sighting, on: day(on) });
        for (shop, expected) in [
            (None, Err(HangingError::ShopUnseen)),
            (seen(Sighting::Missing, "2026-06-20"), Err(HangingError::ShopMissing { on: day("2026-06-20") })),
            (seen(Sighting::Limited, "2026-06-20"), Ok(Some(HangingWarning::ShopLimited))),
            (seen(Sighting::Present, "2026-06-20"), Ok(None)),
            (seen(Sighting::Present, "2026-03-24"), Ok(None)),
            (seen(Sighting::Present, "2026-03-23"), Ok(Some(HangingWarning::ShopLongAgo))),
        ] {
            assert_eq!(judge_hanging(&HangingFacts { shop, ..facts }), expected, "{shop:?}");
        }
        let own = HangingFacts { has_own_shop: true, ..facts };
        assert_eq!(judge_hanging(&own), Ok(None), "whoever has the shop inherits none");
        let ready = HangingFacts { shop: seen(Sighting::Present, "2026-06-20"), ..facts };
        let (earlier, later) = (day("2026-06-01"), day("2026-06-23"));
        let twice = HangingFacts { hangs_since: Some(earlier), ..ready };
        assert_eq!(judge_hanging(&twice), Err(HangingError::HangsAlready { since: earlier }));
        assert_eq!(judge_hanging(&HangingFacts { since: later, ..ready }), Err(HangingError::ToCome));
    }

    #[test]
    fn goods_are_taken_down_once_and_after_they_were_hung() {
        let (since, today) = (day("2026-06-10"), day("2026-06-22"));
        for (until, on, expected) in [
            (None, "2026-06-22", Ok(())),
            (None, "2026-06-10", Ok(())),
            (None, "2026-06-09", Err(TakingDownError::WrongDay { since })),
            (None, "2026-06-23", Err(TakingDownError::WrongDay { since })),
            (Some(day("2026-06-12")), "2026-06-22", Err(TakingDownError::IsDown { on: day("2026-06-12") })),
        ] {
            assert_eq!(judge_taking_down(since, until, day(on), today), expected, "{until:?} {on}");
        }
    }

    proptest! {
        #[test]
        fn comparing_an_article_number_twice_changes_nothing(number in ".{0,20}") {
            let key = compared(&number);
            prop_assert_eq!(compared(&key), key);
        }
    }
}
