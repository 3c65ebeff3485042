//! Hard advertising: what makes a draft an advertisement, and how much of an account's work is one.
//!
//! A note is *hard advertising* where a component of the platform hangs on it, where it calls to buy or speaks of an
//! offer, or where it names what goods cost. A story in which a customer asks for a price is none. The *ad share* of an
//! account is such notes of all its notes; it is counted over a window and recomputed, never averaged. How large it may
//! be is a row of the rule book.

use crate::{
    content::{Component, Surface},
    insight::Say,
    time::Day,
};

use super::{
    HardAd,
    found::{Hit, Passage, any_of, hits},
};

/// Days that the share looks back on, the day itself with them.
pub const AD_SHARE_DAYS: i32 = 30;
/// Notes that the share looks back on.
pub const AD_SHARE_NOTES: usize = 14;
/// Notes below which a share says little: one more or less moves it by a fifth.
pub const AD_SHARE_TELLING_NOTES: i64 = 5;
/// Reasons that one text gets at the most.
pub const AD_REASONS_MAX: usize = 20;

/// Calls to buy, and offers.
const OFFERS: &str = "\
    促销 优惠券 优惠价 优惠活动 大优惠 享优惠 打折 特惠 满减 立减 直降 限时 秒杀 抢购 抢先 团购 拼团 预售 \
    清仓 甩卖 大促 双十一 双11 双12 618 年中钜惠 钜惠 免费领 领券 领取福利 福利价 宠粉 买一送一 买1送1 \
    下单 立即购买 点击购买 马上抢 手慢无 闭眼入 速来 冲鸭 先到先得 库存不多 最后几件 今晚截止 名额有限 \
    到店有礼 进店有礼 下定有礼 赠送 加购 拍下 链接在 戳链接 点链接 小黄车 左下角 购物车 包邮 折起 骨折价 \
    清单价 薅羊毛 加盟 招商";
/// Who speaks of an offer without making one: it is turned down, or asked for.
const NOT_OFFERED: [&str; 14] = [
    "不",
    "没",
    "别",
    "无",
    "问",
    "能不能",
    "可不可以",
    "有没有",
    "以为",
    "非要",
    "不是",
    "从不",
    "劝",
    "先别",
];
/// Characters before an offer in which it can be turned down.
const NOT_OFFERED_CHARS: usize = 6;
/// What makes a sum the price of goods.
const PRICE_WORDS: &str = "\
    原价 现价 售价 报价 单价 特价 到手 到手价 一口价 券后 活动价 会员价 价格 价位 只要 仅需 仅要 只需 不到 \
    起价 起步价 定价 套餐价 全包价 秒杀价 团购价 一平 每平 /平 ㎡ 元起 块起 万起 全套";
/// What makes a sum something else than the price of goods.
const NOT_A_PRICE: &str = "\
    预算 工资 房租 停车 打车 路费 红包 罚 押金 贷款 首付 学费涨 房价 月供 小费 赔 欠 捡 \
    被坑 踩坑 交了智商税 装修花了 花了 省了 省下 差了 亏了";
/// What stands behind a number of money.
const MONEY: &str = "元 块 万 折";

/// Something that makes a draft an advertisement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdReason {
    /// What sort of thing.
    pub kind: HardAd,
    /// Where it stands; nothing for a component.
    pub place: Option<Passage>,
    /// The words, or the component.
    pub words: String,
    /// Why it counts.
    pub says: Say,
}

/// What makes a draft an advertisement: the gravest kind, and every reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdJudgement {
    /// A component before an offer, an offer before a price.
    pub kind: HardAd,
    /// By place; components first.
    pub reasons: Vec<AdReason>,
}

/// Whether a draft is hard advertising, and why.
pub fn judge(title: &str, body: &str, components: &[Component]) -> AdJudgement {
    let mut reasons: Vec<AdReason> = components.iter().map(|component| attached(*component)).collect();
    for (text, surface) in [(title, Surface::Title), (body, Surface::Body)] {
        let mut words = offers(text, surface);
        words.extend(prices(text, surface));
        words.sort_by_key(|reason| reason.place);
        reasons.extend(words);
    }
    reasons.truncate(AD_REASONS_MAX);
    let gravest = [HardAd::Component, HardAd::Promotion, HardAd::Price];
    let has = |kind: &HardAd| reasons.iter().any(|reason| reason.kind == *kind);
    let kind = gravest.into_iter().find(has).unwrap_or(HardAd::None);
    AdJudgement { kind, reasons }
}

fn attached(component: Component) -> AdReason {
    let (zh, en) = match component {
        Component::Product => ("商品卡", "a product card"),
        Component::LeadCard => ("留资卡", "a lead card"),
        Component::NameCard => ("名片", "a business card"),
        Component::Store => ("门店页", "the page of a store"),
        Component::Group => ("群聊", "a group chat"),
    };
    AdReason {
        kind: HardAd::Component,
        place: None,
        words: component.name().to_owned(),
        says: Say::new(
            format!("挂了{zh}，这篇就按硬广算。"),
            format!("It carries {en}, so it counts as advertising."),
        ),
    }
}

fn offers(text: &str, surface: Surface) -> Vec<AdReason> {
    let found = any_of(text, OFFERS);
    let made = found.iter().filter(|hit| !hit.follows_one_of(&NOT_OFFERED, NOT_OFFERED_CHARS));
    made.map(|hit| AdReason {
        kind: HardAd::Promotion,
        place: Some(hit.passage(surface)),
        words: hit.word.to_owned(),
        says: Say::new("这是促单或优惠的说法。", "It calls to buy, or speaks of an offer."),
    })
    .collect()
}

fn prices(text: &str, surface: Surface) -> Vec<AdReason> {
    let mut found: Vec<AdReason> = Vec::new();
    for hit in ["¥", "￥"].into_iter().chain(MONEY.split_whitespace()).flat_map(|word| hits(text, word)) {
        if hit.is_quoted() || !is_price(&hit) {
            continue;
        }
        let (place, words) = with_number(&hit, surface);
        let is_new = !found
            .iter()
            .any(|other| other.place.is_some_and(|other| other.start < place.end && place.start < other.end));
        if is_new {
            found.push(AdReason {
                kind: HardAd::Price,
                place: Some(place),
                words,
                says: Say::new("这里说了货的价钱。", "It says what goods cost."),
            });
        }
    }
    found
}

/// A sum with a word of prices in its sentence, or behind a sign of money; not what somebody spent, earned or saved.
fn is_price(hit: &Hit<'_>) -> bool {
    let sentence = hit.sentence();
    let has = |words: &str| words.split_whitespace().any(|word| sentence.contains(word));
    let is_sign = matches!(hit.word, "¥" | "￥");
    let has_number = if is_sign {
        hit.behind.trim_start().starts_with(|letter: char| letter.is_ascii_digit())
    } else {
        hit.before.trim_end().ends_with(is_numeral)
    };
    let is_other_thing = hit.word == "折" && hit.behind.starts_with(['叠', '返', '腾', '断', '痕']);
    has_number && !is_other_thing && !has(NOT_A_PRICE) && (is_sign || hit.word == "折" || has(PRICE_WORDS))
}

fn is_numeral(letter: char) -> bool {
    letter.is_ascii_digit() || "一二两三四五六七八九十百千万半多几.".contains(letter)
}

/// The sum as it stands, its number with it.
fn with_number(hit: &Hit<'_>, surface: Surface) -> (Passage, String) {
    let in_number = |letter: &char| is_numeral(*letter) || matches!(letter, ',' | ' ');
    let own = hit.passage(surface);
    let before = hit.before.chars().rev().take_while(in_number).count();
    let behind = hit.behind.chars().take_while(in_number).count();
    let (start, end) = match hit.word {
        "¥" | "￥" => (own.start, own.end + behind),
        _ => (own.start - before, own.end),
    };
    let words: String =
        [hit.before, hit.word, hit.behind].concat().chars().skip(start).take(end - start).collect();
    let blanks = words.chars().take_while(|letter| letter.is_whitespace()).count();
    let trimmed = words.trim();
    let start = start + blanks;
    (Passage { surface, start, end: start + trimmed.chars().count() }, trimmed.to_owned())
}

/// A note of an account, as far as its share is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedNote {
    /// When it was published, or is to be.
    pub day: Day,
    /// Whether it is hard advertising.
    pub is_ad: bool,
}

/// How many notes of some are hard advertising.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AdShare {
    /// Hard advertising among them.
    pub ads: i64,
    /// All of them.
    pub notes: i64,
}

impl AdShare {
    fn of(notes: impl Iterator<Item = SharedNote>) -> Self {
        notes.fold(Self::default(), |share, note| Self {
            ads: share.ads + i64::from(note.is_ad),
            notes: share.notes + 1,
        })
    }

    /// In parts per million; nothing where there are no notes.
    pub fn ppm(self) -> Option<i64> {
        self.ads.checked_mul(1_000_000)?.checked_div(self.notes)
    }

    /// Whether it goes beyond a bound in percent.
    pub const fn is_beyond(self, percent: i64) -> bool {
        self.ads.saturating_mul(100) > self.notes.saturating_mul(percent)
    }

    /// Whether there are enough notes for it to say something.
    pub const fn is_telling(self) -> bool {
        self.notes >= AD_SHARE_TELLING_NOTES
    }
}

/// The share of an account on a day, in both windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AdShares {
    /// Of the notes of [`AD_SHARE_DAYS`].
    pub days: AdShare,
    /// Of the last [`AD_SHARE_NOTES`], whenever they were.
    pub notes: AdShare,
}

impl AdShares {
    /// Of an account's notes in any order. A note after the day does not count yet.
    pub fn on(day: Day, notes: &[SharedNote]) -> Self {
        let mut known: Vec<SharedNote> = notes.iter().copied().filter(|note| note.day <= day).collect();
        known.sort_by_key(|note| std::cmp::Reverse(note.day));
        let first = day.plus_days(1 - AD_SHARE_DAYS);
        Self {
            days: AdShare::of(known.iter().copied().filter(|note| note.day >= first)),
            notes: AdShare::of(known.iter().copied().take(AD_SHARE_NOTES)),
        }
    }

    /// What they would be with one note more on that day.
    pub fn with(day: Day, notes: &[SharedNote], is_ad: bool) -> Self {
        let mut notes = notes.to_vec();
        // The new one stands before the others of its day, so that it is among the last ones.
        notes.insert(0, SharedNote { day, is_ad });
        Self::on(day, &notes)
    }

    /// Whether either window says something and goes beyond the bound.
    pub const fn is_beyond(self, percent: i64) -> bool {
        (self.days.is_telling() && self.days.is_beyond(percent))
            || (self.notes.is_telling() && self.notes.is_beyond(percent))
    }
}

#[cfg(test)]
#[path = "hard_ad_tests.rs"]
mod tests;
