//! Texts: what can be said of one besides its words, by the names that the API and the rule packs share, and what a
//! brand may add to the rules.

mod copies;

use crate::time::Day;
pub use copies::{Pair, Published, SHARED_PERCENT_MIN, is_title_copied, pair};

names! {
    /// Where a text stands.
    Surface {
        /// The title of a note.
        Title = "title",
        /// The text of a note.
        Body = "body",
        /// Words on the cover picture.
        CoverText = "cover_text",
        /// A comment.
        Comment = "comment",
        /// The shown name of an account.
        Nickname = "nickname",
        /// The profile text of an account.
        Bio = "bio",
        /// A private message.
        DirectMessage = "direct_message",
        /// A script for a live session.
        LiveScript = "live_script",
    }
}

names! {
    /// Trades with rules of their own, each a pack under `rules/content`.
    Industry {
        /// 医疗
        Medical = "medical",
        /// 医美
        MedicalBeauty = "medical_beauty",
        /// 教育
        Education = "education",
        /// 金融与加盟
        Finance = "finance",
        /// 保健食品
        HealthFood = "health_food",
        /// 化妆品
        Cosmetics = "cosmetics",
        /// 房产
        Property = "property",
        /// 酒类
        Alcohol = "alcohol",
    }
}

names! {
    /// A part of the platform that is attached to a note.
    Component {
        /// 商品卡
        Product = "product",
        /// 留资卡
        LeadCard = "lead_card",
        /// 名片
        NameCard = "name_card",
        /// 门店页
        Store = "store",
        /// 群聊
        Group = "group",
    }
}

names! {
    /// What a brand adds to the packs of rules.
    ContentRuleKind {
        /// Words that the brand does not want.
        Forbidden = "forbidden",
        /// Words that the brand may use: names of products, phrases that were looked at. What lies inside is not read.
        Allowed = "allowed",
        /// A claim for which a proof is on file, as long as the proof is valid.
        Proven = "proven",
        /// A passage that every account may use: a price list, a signature. It makes no note a copy.
        Shared = "shared",
    }
}

names! {
    /// What follows from a text.
    ContentOutcome {
        /// Nothing is wrong.
        Pass = "pass",
        /// Advice. It stops nothing.
        Hint = "hint",
        /// It passes once a valid proof is linked.
        Evidence = "evidence",
        /// Somebody responsible for compliance decides.
        Review = "review",
        /// It cannot be approved; only an edit helps.
        Block = "block",
    }
}

names! {
    /// How a text relates to another one.
    CopyKind {
        /// The text itself, but for emoji, punctuation, numbers or a few words.
        Copy = "copy",
        /// The text in other words or another order.
        Rewrite = "rewrite",
        /// A passage stands in both; the rest differs.
        Quotes = "quotes",
        /// The same theme from the same angle, in other words.
        SameAngle = "same_angle",
        /// Nothing that two people writing for themselves would not share.
        Clear = "clear",
    }
}

names! {
    /// What follows where a rule of the brand holds.
    RuleOutcome {
        /// Advice.
        Hint = "hint",
        /// It passes once a proof is linked.
        Evidence = "evidence",
        /// Somebody responsible for compliance decides.
        Review = "review",
        /// Only an edit helps.
        Block = "block",
    }
}

/// Rules that one brand may add.
pub const CONTENT_RULES_MAX: i64 = 1_000;
/// Characters of a word or claim.
pub const WORDS_CHARS_MAX: usize = 60;
/// Characters of a passage that every account may use: a note.
pub const PASSAGE_CHARS_MAX: usize = 1_000;
/// Characters of a passage at the least: fewer stand in any text.
pub const PASSAGE_CHARS_MIN: usize = 6;
/// Characters of the reason why a rule was added.
pub const REASON_CHARS_MAX: usize = 200;

/// A rule that a brand adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentRule {
    /// What sort of rule it is.
    pub kind: ContentRuleKind,
    /// The words, the claim or the passage.
    pub words: String,
    /// What follows where unwanted words stand; nothing for the other kinds.
    pub outcome: Option<RuleOutcome>,
    /// Why; for a claim, what proves it and where that is kept.
    pub reason: String,
    /// The last day on which a proof holds; nothing where it does not end.
    pub valid_until: Option<Day>,
}

/// Why a rule of a brand cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContentRuleError {
    /// Nothing is left of the words but punctuation.
    #[error("the words hold no letter or digit")]
    NoWords,
    /// The words are longer than their kind allows.
    #[error("the words have more than {0} characters")]
    LongWords(usize),
    /// The passage is so short that it stands in any text.
    #[error("the passage has fewer than {PASSAGE_CHARS_MIN} characters")]
    ShortPassage,
    /// A single character would be found everywhere.
    #[error("a single character is no word")]
    SingleCharacter,
    /// It is not said what follows where the words stand.
    #[error("an outcome is missing")]
    NoOutcome,
    /// It is not said what proves the claim.
    #[error("a reason is missing")]
    NoReason,
    /// The proof has ended.
    #[error("the proof ended on {0}")]
    Ended(Day),
}

impl ContentRule {
    /// Refuses what cannot be a rule. An outcome or an end that the kind has no use for is left out.
    pub fn checked(mut self, today: Day) -> Result<Self, ContentRuleError> {
        use ContentRuleError as Error;
        let letters = self.words.chars().filter(|c| c.is_alphanumeric()).count();
        let most = if self.kind == ContentRuleKind::Shared { PASSAGE_CHARS_MAX } else { WORDS_CHARS_MAX };
        if self.words.chars().count() > most {
            return Err(Error::LongWords(most));
        }
        match (self.kind, letters) {
            (_, 0) => return Err(Error::NoWords),
            (ContentRuleKind::Shared, 1..PASSAGE_CHARS_MIN) => return Err(Error::ShortPassage),
            (_, 1) => return Err(Error::SingleCharacter),
            _ => {}
        }
        if self.kind == ContentRuleKind::Forbidden {
            self.outcome.ok_or(Error::NoOutcome)?;
        } else {
            self.outcome = None;
        }
        if self.kind == ContentRuleKind::Proven {
            if self.reason.is_empty() {
                return Err(Error::NoReason);
            }
            self.valid_until.filter(|end| *end < today).map_or(Ok(()), |end| Err(Error::Ended(end)))?;
        } else {
            self.valid_until = None;
        }
        Ok(self)
    }

    /// Whether it counts on a day: a proof counts until it ends.
    pub fn counts_on(&self, day: Day) -> bool {
        self.valid_until.is_none_or(|end| day <= end)
    }
}

/// Packs that one brand may have in the place of built-in ones or beside them.
pub const OWN_PACKS_MAX: i64 = 32;
/// Bytes of a pack of a brand: 512 KiB, more than twice the longest that is built in.
pub const OWN_PACK_BYTES_MAX: usize = 512 << 10;
/// Characters of the name of a pack, and of its version.
pub const PACK_NAME_CHARS_MAX: usize = 40;
/// The name under which verdicts tell what the brand added. No pack can have it.
pub const OWN_EDITION: &str = "own";

/// Why a pack of a brand cannot be taken, though it can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OwnPackError {
    /// It calls itself otherwise than it was put.
    #[error("the pack calls itself {0}")]
    OtherName(String),
    /// Its name would not stand in verdicts.
    #[error(
        "a name has 1 to {PACK_NAME_CHARS_MAX} of the characters a-z, 0-9 and _, and is not {OWN_EDITION}"
    )]
    BadName,
    /// Its version would not stand in verdicts.
    #[error("a version has 1 to {PACK_NAME_CHARS_MAX} letters, digits, dots, dashes and underscores")]
    BadVersion,
}

/// Refuses a pack whose name and version would not stand in verdicts, as `name@version`. It was put as `put_as`.
pub fn check_own_pack(put_as: &str, name: &str, version: &str) -> Result<(), OwnPackError> {
    use OwnPackError as Error;
    let fits = |text: &str, is_fine: fn(char) -> bool| {
        (1..=PACK_NAME_CHARS_MAX).contains(&text.chars().count()) && text.chars().all(is_fine)
    };
    if !fits(name, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') || name == OWN_EDITION {
        return Err(Error::BadName);
    }
    if name != put_as {
        return Err(Error::OtherName(name.to_owned()));
    }
    if !fits(version, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')) {
        return Err(Error::BadVersion);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_of_a_brand_is_taken_or_refused_for_one_reason() {
        use ContentRuleError as Error;
        use ContentRuleKind::{Allowed, Forbidden, Proven, Shared};
        let day = |text: &str| text.parse::<Day>().unwrap();
        let (today, yesterday) = (day("2026-06-22"), day("2026-06-21"));
        let rule = |kind, words: &str, outcome, reason: &str, valid_until| ContentRule {
            kind,
            words: words.to_owned(),
            outcome,
            reason: reason.to_owned(),
            valid_until,
        };
        let block = Some(RuleOutcome::Block);
        for (asked, expected) in [
            (rule(Forbidden, "竞品甲", block, "", None), Ok(())),
            (rule(Forbidden, "竞品甲", None, "", None), Err(Error::NoOutcome)),
            (rule(Forbidden, "甲", block, "", None), Err(Error::SingleCharacter)),
            (rule(Forbidden, "！！", block, "", None), Err(Error::NoWords)),
            (rule(Allowed, &"长".repeat(61), None, "", None), Err(Error::LongWords(60))),
            (rule(Allowed, "第一居", None, "", None), Ok(())),
            (rule(Proven, "销量第一", None, "", None), Err(Error::NoReason)),
            (rule(Proven, "销量第一", None, "报告", Some(yesterday)), Err(Error::Ended(yesterday))),
            (rule(Proven, "销量第一", None, "报告", Some(today)), Ok(())),
            (rule(Shared, "五个字的价", None, "", None), Err(Error::ShortPassage)),
            (rule(Shared, "全屋定制报价单 699 元一平", None, "", None), Ok(())),
        ] {
            assert_eq!(asked.clone().checked(today).map(|_| ()), expected, "{asked:?}");
        }
    }

    #[test]
    fn a_pack_stands_in_verdicts_by_a_plain_name_and_version() {
        use OwnPackError as Error;
        for (put_as, name, version, expected) in [
            ("base", "base", "2026-11-23", Ok(())),
            ("house_2", "house_2", "1.0_b", Ok(())),
            ("base", "contact", "1", Err(Error::OtherName("contact".to_owned()))),
            ("own", "own", "1", Err(Error::BadName)),
            ("", "", "1", Err(Error::BadName)),
            ("Base", "Base", "1", Err(Error::BadName)),
            ("a@b", "a@b", "1", Err(Error::BadName)),
            (&"a".repeat(41), &"a".repeat(41), "1", Err(Error::BadName)),
            ("base", "base", "", Err(Error::BadVersion)),
            ("base", "base", "1 2", Err(Error::BadVersion)),
            ("base", "base", "1@2", Err(Error::BadVersion)),
            ("base", "base", &"1".repeat(41), Err(Error::BadVersion)),
        ] {
            assert_eq!(check_own_pack(put_as, name, version), expected, "{put_as} {name} {version}");
        }
    }

    #[test]
    fn a_rule_keeps_only_what_its_kind_has_a_use_for_and_a_proof_ends() {
        let day: Day = "2026-06-22".parse().unwrap();
        let rule = |kind| ContentRule {
            kind,
            words: "销量第一".to_owned(),
            outcome: Some(RuleOutcome::Hint),
            reason: "2025 年报告".to_owned(),
            valid_until: Some(day),
        };
        let proven = rule(ContentRuleKind::Proven).checked(day).unwrap();
        assert_eq!(proven.outcome, None);
        assert!(proven.counts_on(day) && !proven.counts_on(day.plus_days(1)));
        let forbidden = rule(ContentRuleKind::Forbidden).checked(day).unwrap();
        assert_eq!(forbidden.valid_until, None);
        assert!(forbidden.counts_on(day.plus_days(1)));
    }
}
