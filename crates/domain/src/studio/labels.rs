//! Labels: what a note has to say about itself, and by which rule.
//!
//! A label is *needed* by the facts and *set* by the writer. One that is needed and not set keeps a draft from being
//! approved; one that is set and not needed does no harm. The platform shows some of them by its own switch; that
//! switch is the publisher's to set, and the checklist of the hand-over reminds of it.

use super::{HardAd, wording::DraftLabel};
use crate::insight::Say;

/// What is known of a draft and of who tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelFacts {
    /// What makes it advertising.
    pub hard_ad: HardAd,
    /// Whether somebody pays for it: with money for promotion, or with something given for it.
    pub is_paid: bool,
    /// Whether a program made words or pictures of it.
    pub ai_used: bool,
    /// Who tells it.
    pub teller: Teller,
    /// Whether it speaks of goods that the merchant sells.
    pub speaks_of_goods: bool,
}

/// Who tells a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Teller {
    /// Nobody of the staff: the merchant under its own name, or somebody from outside.
    Other,
    /// Somebody who works for the merchant.
    Staff {
        /// Whether the account itself shows who employs them.
        employer_shown: bool,
    },
}

/// A label that a draft needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelNeed {
    /// Which one.
    pub label: DraftLabel,
    /// Whether the writer set it.
    pub is_set: bool,
    /// Why this draft needs it.
    pub reason: Say,
    /// By which rule, with its date.
    pub basis: Say,
}

/// The labels that a draft needs, in the order of the glossary.
pub fn needed(facts: LabelFacts, set: &[DraftLabel]) -> Vec<LabelNeed> {
    let reasons = DraftLabel::ALL.iter().filter_map(|label| Some((*label, why(*label, facts)?)));
    reasons
        .map(|(label, reason)| LabelNeed { label, is_set: set.contains(&label), reason, basis: basis(label) })
        .collect()
}

/// Why a draft needs a label; nothing where it does not.
fn why(label: DraftLabel, facts: LabelFacts) -> Option<Say> {
    let LabelFacts { hard_ad, is_paid, ai_used, teller, speaks_of_goods } = facts;
    let is_staff = matches!(teller, Teller::Staff { .. });
    let (zh, en) = match label {
        DraftLabel::Ad => match hard_ad {
            HardAd::Component => (
                "挂了组件，看的人能直接下单或留资。",
                "It carries a component by which readers buy or leave contacts.",
            ),
            HardAd::Promotion => ("有促单或优惠的说法。", "It calls to buy, or speaks of an offer."),
            HardAd::Price => ("说了货的价钱。", "It says what goods cost."),
            HardAd::None if is_paid => ("有人为它付钱或给好处。", "Somebody pays or gives something for it."),
            HardAd::None => return None,
        },
        DraftLabel::Ai if ai_used => ("用了 AI 写字或做图。", "A program made words or pictures of it."),
        DraftLabel::Employer if teller == (Teller::Staff { employer_shown: false }) => (
            "讲的人在这家公司上班，而账号上看不出来。",
            "Whoever tells it works for the merchant, and the account does not show it.",
        ),
        // What is marked as an advertisement says so already.
        DraftLabel::Interest if is_staff && speaks_of_goods && hard_ad == HardAd::None && !is_paid => (
            "讲的是自家卖的货，讲的人与它有利益关系。",
            "It speaks of goods in whose sale whoever tells it has an interest.",
        ),
        DraftLabel::Ai | DraftLabel::Employer | DraftLabel::Interest => return None,
    };
    Some(Say::new(zh, en))
}

/// The rule behind a label.
fn basis(label: DraftLabel) -> Say {
    match label {
        DraftLabel::Ad => Say::new(
            "《广告法》第十四条：广告应当具有可识别性；《互联网广告管理办法》第九条（2023-05-01 起）：以体验分享推销并附购买方式的，应显著标明“广告”。",
            "Advertising Law, article 14: an advertisement must be recognisable; Measures for Internet Advertising, article 9 (since 2023-05-01): experience sharing with a way to buy is marked “广告”.",
        ),
        DraftLabel::Ai => Say::new(
            "《人工智能生成合成内容标识办法》（2025-09-01 起）：AI 生成的内容应有显式标识。",
            "Measures for Labelling AI-Generated Content (since 2025-09-01): what a program made is labelled for all to see.",
        ),
        DraftLabel::Employer => Say::new(
            "《反不正当竞争法》禁止引人误解的宣传；本产品的规矩：员工说话，总让人知道他在哪儿上班。",
            "The Anti-Unfair Competition Law forbids misleading publicity; the rule of this product: staff always show who employs them.",
        ),
        DraftLabel::Interest => Say::new(
            "平台社区规则要求披露利益相关；素人口吻隐藏利益关系属于误导。",
            "The community rules of the platform ask for disclosed interests; hiding them behind the voice of a customer misleads.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: LabelFacts = LabelFacts {
        hard_ad: HardAd::None,
        is_paid: false,
        ai_used: false,
        teller: Teller::Other,
        speaks_of_goods: false,
    };

    #[test]
    fn a_draft_needs_the_labels_that_its_facts_ask_for() {
        use DraftLabel::{Ad, Ai, Employer, Interest};
        let staff = LabelFacts { teller: Teller::Staff { employer_shown: true }, ..NOTHING };
        let unnamed = LabelFacts { teller: Teller::Staff { employer_shown: false }, ..NOTHING };
        for (facts, expected) in [
            (NOTHING, vec![]),
            (LabelFacts { speaks_of_goods: true, ..NOTHING }, vec![]),
            (LabelFacts { hard_ad: HardAd::Component, ..NOTHING }, vec![Ad]),
            (LabelFacts { hard_ad: HardAd::Price, ..NOTHING }, vec![Ad]),
            (LabelFacts { hard_ad: HardAd::Promotion, ..NOTHING }, vec![Ad]),
            (LabelFacts { is_paid: true, ..NOTHING }, vec![Ad]),
            (LabelFacts { ai_used: true, ..NOTHING }, vec![Ai]),
            (staff, vec![]),
            (unnamed, vec![Employer]),
            (LabelFacts { speaks_of_goods: true, ..staff }, vec![Interest]),
            (LabelFacts { hard_ad: HardAd::Component, speaks_of_goods: true, ..staff }, vec![Ad]),
            (
                LabelFacts { ai_used: true, speaks_of_goods: true, is_paid: true, ..unnamed },
                vec![Ad, Ai, Employer],
            ),
        ] {
            let labels: Vec<DraftLabel> = needed(facts, &[]).iter().map(|need| need.label).collect();
            assert_eq!(labels, expected, "{facts:?}");
        }
    }

    #[test]
    fn a_label_that_was_set_is_no_longer_missing_and_says_its_rule() {
        let facts = LabelFacts { hard_ad: HardAd::Component, ai_used: true, ..NOTHING };
        let needs = needed(facts, &[DraftLabel::Ad, DraftLabel::Employer]);
        let set: Vec<(DraftLabel, bool)> = needs.iter().map(|need| (need.label, need.is_set)).collect();
        assert_eq!(set, [(DraftLabel::Ad, true), (DraftLabel::Ai, false)]);
        assert!(needs.iter().all(|need| need.basis.zh.contains('《') && !need.basis.en.is_empty()));
    }
}
