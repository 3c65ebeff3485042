//! The agent-offer checker: what is wrong with an offer of seats, by which rule, and what to do instead.
//!
//! It judges what was offered, as it was written down; it does not judge the agent.

use crate::{insight::Say, value::Fen};

use super::Limit;

names! {
    /// What an offer says.
    OfferPromise {
        /// More seats than the quota of the company.
        BeyondQuota = "beyond_quota",
        /// Seats under the licence of another company.
        OtherLicence = "other_licence",
        /// An account that exists already is sold, rented or lent.
        AccountForSale = "account_for_sale",
        /// People who do not work for the company get staff accounts.
        OutsideStaff = "outside_staff",
        /// Papers are made up: employment, licences, authorisation.
        MadeUpPapers = "made_up_papers",
        /// The review of the platform passes for certain, by a connection.
        SureReview = "sure_review",
        /// Reach, leads or rankings for certain.
        SureReach = "sure_reach",
        /// A program posts, replies or likes for the people.
        Autopilot = "autopilot",
        /// They ask for the password, the code, or the phone card of the account.
        AskForLogin = "ask_for_login",
        /// Proxies, device masks or rented phones.
        Masking = "masking",
        /// No contract, no invoice, or payment to a private person.
        NoInvoice = "no_invoice",
        /// No word about what happens when it fails.
        NoRefund = "no_refund",
    }
}

names! {
    /// How an offer is judged.
    OfferVerdict {
        /// It breaks a rule: take no part in it.
        Refuse = "refuse",
        /// It costs more or promises more than the official way, and needs answers first.
        Ask = "ask",
        /// Nothing was found against what was written down.
        NothingFound = "nothing_found",
    }
}

names! {
    /// What was decided about an offer.
    OfferDecision {
        /// It was turned down.
        Declined = "declined",
        /// It was turned down and told to the platform.
        Reported = "reported",
        /// Questions were sent back.
        Asked = "asked",
        /// It was taken.
        Accepted = "accepted",
    }
}

/// An offer as it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it says.
    pub promises: Vec<OfferPromise>,
    /// The price asked.
    pub price: Option<Fen>,
    /// How many seats it promises.
    pub seats: Option<i64>,
    /// The quota of the company by the rules of that day, and how much of it is taken.
    pub quota: Option<(Limit, i64)>,
    /// What one seat costs the official way for a year, in fen.
    pub seat_fee: Option<Limit>,
}

/// Something that was found against an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferFinding {
    /// The promise it is about; none where it is the price.
    pub promise: Option<OfferPromise>,
    /// How it weighs.
    pub verdict: OfferVerdict,
    /// What is wrong.
    pub says: Say,
    /// By which rule or number, with its source.
    pub rule: Say,
    /// What to do instead.
    pub way_out: Say,
}

/// Checks an offer; findings in the order of the promises, the price last.
pub fn check_offer(offer: &Offer) -> (OfferVerdict, Vec<OfferFinding>) {
    let told = OfferPromise::ALL.iter().filter(|promise| offer.promises.contains(promise));
    let mut findings: Vec<OfferFinding> = told.map(|promise| about(*promise)).collect();
    let has_quota_promise = offer.promises.contains(&OfferPromise::BeyondQuota);
    findings.extend(quota_finding(offer).filter(|_| !has_quota_promise));
    findings.extend(price_finding(offer));
    let worst = [OfferVerdict::Refuse, OfferVerdict::Ask];
    let verdict =
        worst.into_iter().find(|verdict| findings.iter().any(|finding| finding.verdict == *verdict));
    (verdict.unwrap_or(OfferVerdict::NothingFound), findings)
}

fn quota_finding(offer: &Offer) -> Option<OfferFinding> {
    let (limit, taken) = offer.quota.as_ref()?;
    let seats = offer.seats?;
    let left = limit.most.saturating_sub(*taken).max(0);
    if seats <= left {
        return None;
    }
    Some(OfferFinding {
        promise: Some(OfferPromise::BeyondQuota),
        verdict: OfferVerdict::Refuse,
        says: Say::new(
            format!("承诺 {seats} 个名额，而这个主体只剩 {left} 个（上限 {}）。", limit.most),
            format!("It promises {seats} seats, and the company has {left} left of {}.", limit.most),
        ),
        rule: limit.source.clone(),
        way_out: way_of(OfferPromise::BeyondQuota),
    })
}

fn price_finding(offer: &Offer) -> Option<OfferFinding> {
    let (price, seats, fee) =
        (offer.price?, offer.seats.filter(|seats| *seats > 0), offer.seat_fee.as_ref()?);
    let years = price.0.checked_div(fee.most)?;
    let official = seats.map(|seats| seats.saturating_mul(fee.most));
    if official.is_some_and(|official| price.0 <= official) || (official.is_none() && years == 0) {
        return None;
    }
    let (yuan, fee_yuan) = (price.0 / 100, fee.most / 100);
    let compared = official.map_or_else(
        || Say::new(format!("够付 {years} 个名额的年费"), format!("what {years} seats cost for a year")),
        |official| {
            let official = official / 100;
            Say::new(
                format!("按官方年费只需 ¥{official}"),
                format!("the official way costs ¥{official} for as many seats"),
            )
        },
    );
    Some(OfferFinding {
        promise: None,
        verdict: OfferVerdict::Ask,
        says: Say::new(
            format!("要价 ¥{yuan}，{}。", compared.zh),
            format!("It asks for ¥{yuan}; {}.", compared.en),
        ),
        rule: Say::new(
            format!("名额费 ¥{fee_yuan}/个/年。{}", fee.source.zh),
            format!("A seat costs ¥{fee_yuan} a year. {}", fee.source.en),
        ),
        way_out: Say::new(
            "在专业号后台自己申请；多出来的钱问清楚买的是什么服务，写进合同。",
            "Apply in your own back office; have the contract say what the rest of the money buys.",
        ),
    })
}

fn about(promise: OfferPromise) -> OfferFinding {
    let verdict = match promise {
        OfferPromise::SureReach | OfferPromise::NoInvoice | OfferPromise::NoRefund => OfferVerdict::Ask,
        _ => OfferVerdict::Refuse,
    };
    let (says, rule) = (wrong_with(promise), rule_of(promise));
    OfferFinding { promise: Some(promise), verdict, says, rule, way_out: way_of(promise) }
}

/// What is wrong with a promise.
fn wrong_with(promise: OfferPromise) -> Say {
    let (zh, en) = match promise {
        OfferPromise::BeyondQuota => {
            ("承诺超出主体上限的名额。", "It promises more seats than the company may have.")
        }
        OfferPromise::OtherLicence => {
            ("名额开在别人的执照下。", "The seats are under another company's licence.")
        }
        OfferPromise::AccountForSale => {
            ("买卖、租借现成账号。", "Accounts that exist are sold, rented or lent.")
        }
        OfferPromise::OutsideStaff => {
            ("给不是员工的人开员工号。", "People who are no employees get staff accounts.")
        }
        OfferPromise::MadeUpPapers => {
            ("代办假的在职证明或授权材料。", "Papers of employment or authorisation are made up.")
        }
        OfferPromise::SureReview => ("声称有关系、包过审核。", "It says that the review passes for certain."),
        OfferPromise::SureReach => ("保证流量、线索或排名。", "It guarantees reach, leads or rankings."),
        OfferPromise::Autopilot => {
            ("用程序代发、代回、代互动。", "A program posts, replies or likes for people.")
        }
        OfferPromise::AskForLogin => {
            ("索要账号密码、验证码或手机卡。", "They ask for passwords, codes or phone cards.")
        }
        OfferPromise::Masking => {
            ("提供代理 IP、改机或群控设备。", "It brings proxies, device masks or phone farms.")
        }
        OfferPromise::NoInvoice => {
            ("没有合同、不开发票或收款到私人。", "No contract, no invoice, or a private payee.")
        }
        OfferPromise::NoRefund => ("没写办不成怎么办。", "Nothing is said about what happens when it fails."),
    };
    Say::new(zh, en)
}

/// Which rule a promise touches, with its source.
fn rule_of(promise: OfferPromise) -> Say {
    let (zh, en) = match promise {
        OfferPromise::BeyondQuota => {
            ("名额按主体计算，后台显示的上限为准。", "The quota counts by company, as its back office shows.")
        }
        OfferPromise::OtherLicence | OfferPromise::OutsideStaff => (
            "平台 2025 年 4 月公告：整治员工号买卖、出借、挂靠；解除挂靠，严重的封号并永久关闭广告户（行业媒体转述）。",
            "Announcement of the platform of April 2025 against buying, selling, lending and false attachment of staff accounts (trade press).",
        ),
        OfferPromise::AccountForSale | OfferPromise::AskForLogin => (
            "《反电信网络诈骗法》第三十一条：不得非法买卖、出租、出借互联网账号。",
            "Anti-Telecom-Fraud Law, article 31: no unlawful sale, renting or lending of internet accounts.",
        ),
        OfferPromise::MadeUpPapers => (
            "社区公约：不得虚构身份；伪造公司印章、证明另有刑责。",
            "The community convention bars made-up identities; forging company papers is a crime besides.",
        ),
        OfferPromise::SureReview => {
            ("审核由平台进行，没有公开的代办通道。", "The platform reviews; no agency channel is published.")
        }
        OfferPromise::SureReach => (
            "没有人能保证推荐结果；《反不正当竞争法》第九条禁止刷量。",
            "Nobody can; the Anti-Unfair Competition Law, article 9, bars made-up figures.",
        ),
        OfferPromise::Autopilot => (
            "平台 2026 年 3 月 10 日公告：以 AI 或程序托管发布、评论、私信、互动的账号，警告直至封禁。",
            "Notice of the platform of 10 March 2026: accounts run by programs are warned or banned; comments and messages count.",
        ),
        OfferPromise::Masking => (
            "用户协议：不得使用非官方客户端、伪装设备规避审查。",
            "User agreement: no unlicensed clients, no masks to evade checks.",
        ),
        OfferPromise::NoInvoice | OfferPromise::NoRefund => {
            ("商业常识：没有凭据就没有追索。", "Plain prudence: without papers there is no claim.")
        }
    };
    Say::new(zh, en)
}

fn way_of(promise: OfferPromise) -> Say {
    match promise {
        OfferPromise::BeyondQuota | OfferPromise::OtherLicence => Say::new(
            "先用好已有名额；确有第二家真实雇人的公司，单独认证、单独绑定自己的员工。",
            "Use the seats at hand; a second company that truly employs people is certified apart, for its own staff.",
        ),
        OfferPromise::AccountForSale | OfferPromise::OutsideStaff | OfferPromise::MadeUpPapers => Say::new(
            "拒绝，并保留对话、报价作证据；只给有劳动关系的员工绑定。",
            "Decline and keep what was offered as evidence; bind only people who are employed.",
        ),
        OfferPromise::SureReview => Say::new(
            "自己备齐材料在后台提交；被驳回按理由补正再交。",
            "Hand the papers in yourself; where they come back, mend what the platform names.",
        ),
        OfferPromise::SureReach => Say::new(
            "按真实数据签约：约定动作和交付物，不约定流量。",
            "Agree on work and deliverables, not on reach.",
        ),
        OfferPromise::Autopilot => Say::new(
            "由员工本人发布和回复；系统只起草、只提醒。",
            "Employees publish and reply themselves; programs draft and remind.",
        ),
        OfferPromise::AskForLogin | OfferPromise::Masking => Say::new(
            "拒绝。一人一机一卡，用员工自己的手机和网络。",
            "Decline. One person, one phone, one card, on their own network.",
        ),
        OfferPromise::NoInvoice | OfferPromise::NoRefund => Say::new(
            "要求书面合同、对公付款、发票和退款条款。",
            "Ask for a contract, a company account, an invoice and terms of refund.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(promises: &[OfferPromise], price_yuan: i64, seats: i64) -> Offer {
        Offer {
            promises: promises.to_vec(),
            price: (price_yuan > 0).then_some(Fen(price_yuan * 100)),
            seats: (seats > 0).then_some(seats),
            quota: Some((Limit { most: 100, source: Say::same("grey test") }, 40)),
            seat_fee: Some(Limit { most: 60_000, source: Say::same("grey test") }),
        }
    }

    #[test]
    fn an_offer_is_judged_by_its_worst_promise_and_its_price_by_the_official_fee() {
        use OfferPromise::{Autopilot, NoRefund, OtherLicence};
        use OfferVerdict::{Ask, NothingFound, Refuse};
        for (offer, expected, findings) in [
            (offer(&[], 0, 10), NothingFound, 0),
            (offer(&[], 6_000, 10), NothingFound, 0),
            (offer(&[], 6_001, 10), Ask, 1),
            (offer(&[], 30_000, 0), Ask, 1),
            (offer(&[], 500, 0), NothingFound, 0),
            (offer(&[], 0, 61), Refuse, 1),
            (offer(&[OfferPromise::BeyondQuota], 0, 61), Refuse, 1),
            (offer(&[NoRefund], 0, 10), Ask, 1),
            (offer(&[NoRefund, Autopilot, OtherLicence], 30_000, 10), Refuse, 4),
        ] {
            let (verdict, found) = check_offer(&offer);
            assert_eq!((verdict, found.len()), (expected, findings), "{offer:?}");
        }
    }

    #[test]
    fn the_agent_of_the_article_asks_for_what_fifty_seats_cost() {
        let (_, found) = check_offer(&offer(&[], 30_000, 0));
        let price = found.first().unwrap();
        assert_eq!(price.says.zh, "要价 ¥30000，够付 50 个名额的年费。");
        assert_eq!(price.rule.en, "A seat costs ¥600 a year. grey test");
    }

    #[test]
    fn every_promise_has_a_rule_and_a_way_out_in_both_languages() {
        for promise in OfferPromise::ALL {
            let OfferFinding { says, rule, way_out, .. } = about(*promise);
            for text in [says, rule, way_out] {
                assert!(!text.zh.is_ascii() && text.en.is_ascii(), "{promise}: {text:?}");
            }
        }
    }
}
