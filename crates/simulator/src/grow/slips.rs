//! What a matrix should rather not publish: wording that cannot stand, and titles taken from colleagues.
//!
//! A few notes in a hundred, of employees only. The titles are made up for this; a stream of chance of its own leaves
//! everything else of the matrix as it was.

use std::collections::{HashMap, hash_map::Entry};

use jiff::civil::DateTime;

use crate::{
    chance::Chance,
    matrix::{Account, AccountKind},
};

/// Notes in a million whose wording cannot stand.
const RISKY_PPM: i64 = 22_000;
/// Notes in a million that take part in the copying of a title.
const COPIED_PPM: i64 = 75_000;

/// Titles that break a rule each: claims, promises, ways around the platform, bait.
const RISKY: [&str; 16] = [
    "全城最好的全屋定制,没有之一",
    "行业第一的封边工艺",
    "环保等级全国最高的板材",
    "独家专利工艺,全网唯一",
    "装完保证零甲醛,终身不变形",
    "无效退款,100%满意的设计",
    "想要户型图加我微信wx_qiheli",
    "私我VX领报价单,秒回",
    "扫码进群领装修预算表",
    "别家的板材都是垃圾,只有我家好",
    "原价9999今天只要99",
    "仅此一天,全屋五折清仓",
    "抗菌床垫能治失眠",
    "玄关放这个招财转运",
    "买这套学区房三年必升值",
    "甲醛净化率99.9%的柜子",
];

/// A title, and what colleagues make of it: decorated, turned round, put into a longer one.
const COPIED: [(&str, [&str; 3]); 8] = [
    (
        "洗碗机先定位再画厨房图纸",
        [
            "洗碗机先定位,再画厨房图纸✨",
            "再画厨房图纸,洗碗机先定位",
            "搬家半年终于服气洗碗机先定位再画厨房图纸",
        ],
    ),
    (
        "柜门到顶之前先看梁有多低",
        ["柜门到顶之前,先看梁有多低~", "先看梁有多低,柜门到顶之前", "吃过亏才肯听劝柜门到顶之前先看梁有多低"],
    ),
    (
        "验收当天我会带的一支红笔",
        [
            "验收当天,我会带的一支红笔🖍",
            "我会带的一支红笔,验收当天",
            "同行追着问牌子:验收当天我会带的一支红笔",
        ],
    ),
    (
        "窗帘盒的尺寸要留够二十公分",
        [
            "窗帘盒的尺寸,要留够二十公分!!",
            "要留够二十公分,窗帘盒的尺寸",
            "住进来才懂:窗帘盒的尺寸要留够二十公分",
        ],
    ),
    (
        "老房拆墙之前先找物业要图纸",
        [
            "老房拆墙之前先找物业要图纸🏠",
            "先找物业要图纸,老房拆墙之前",
            "今天才想起老房拆墙之前先找物业要图纸",
        ],
    ),
    (
        "餐边柜中段留空放咖啡机刚好",
        [
            "餐边柜中段留空,放咖啡机刚好☕",
            "放咖啡机刚好,餐边柜中段留空",
            "客户夸了餐边柜中段留空放咖啡机刚好呢",
        ],
    ),
    (
        "阳台洗衣区记得留一个热水口",
        [
            "阳台洗衣区记得留一个热水口❗",
            "记得留一个热水口:阳台洗衣区",
            "冬天才后悔,阳台洗衣区记得留一个热水口",
        ],
    ),
    (
        "儿童房的书桌别急着做成固定",
        [
            "儿童房的书桌,别急着做成固定🙏",
            "别急着做成固定:儿童房的书桌",
            "陪娃三年,儿童房的书桌别急着做成固定哦",
        ],
    ),
];

/// Which account had which of the [`COPIED`] titles for itself, and when.
#[derive(Debug, Default)]
pub(super) struct Gossip(HashMap<&'static str, (usize, DateTime)>);

impl Gossip {
    /// Lets some of the notes of the `index`-th account slip. The first account that comes upon a title has it for
    /// itself; later notes of others are made of it.
    pub(super) fn slip(&mut self, account: &mut Account, index: usize, chance: &mut Chance) {
        if account.kind != AccountKind::Kos {
            return;
        }
        for note in &mut account.notes {
            if chance.hits(RISKY_PPM) {
                chance.pick(&RISKY).clone_into(&mut note.title);
            } else if chance.hits(COPIED_PPM)
                && let Some(title) = self.overhear(index, note.published, chance)
            {
                title.clone_into(&mut note.title);
            }
        }
    }

    fn overhear(&mut self, account: usize, at: DateTime, chance: &mut Chance) -> Option<&'static str> {
        let (original, variants) = chance.pick(&COPIED);
        let variant = chance.pick(&variants);
        match self.0.entry(original) {
            Entry::Vacant(place) => {
                place.insert((account, at));
                Some(original)
            }
            Entry::Occupied(place) => {
                let (owner, published) = *place.get();
                (owner != account && published < at).then_some(variant)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_title_fits_the_platform_and_stands_once() {
        let copied = COPIED.iter().flat_map(|(original, variants)| std::iter::once(original).chain(variants));
        let mut titles: Vec<&str> = RISKY.iter().chain(copied).copied().collect();
        assert!(titles.iter().all(|title| title.chars().count() <= 20), "{titles:?}");
        let count = titles.len();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), count);
    }

    #[test]
    fn a_few_notes_in_a_hundred_slip_and_a_title_is_made_of_an_earlier_one() {
        for seed in 0..8 {
            let matrix = crate::grow(seed, "2026-11-26".parse().unwrap(), &crate::Shape::DEMO);
            let notes: Vec<_> = matrix.accounts.iter().flat_map(|account| &account.notes).collect();
            let count =
                |is_slip: &dyn Fn(&str) -> bool| notes.iter().filter(|note| is_slip(&note.title)).count();
            let risky = count(&|title| RISKY.contains(&title));
            assert!((notes.len() / 100..notes.len() / 20).contains(&risky), "{seed}: {risky}");
            let mut copied = 0;
            for (original, variants) in &COPIED {
                let published = |title: &str| {
                    let same = notes.iter().filter(|note| note.title == title);
                    same.map(|note| note.published).collect::<Vec<_>>()
                };
                let later: Vec<DateTime> = variants.iter().copied().flat_map(published).collect();
                let first = published(original);
                assert!(later.iter().all(|at| first.iter().any(|first| first < at)), "{seed}: {original}");
                copied += later.len();
            }
            assert!(copied >= 4, "{seed}: {copied}");
        }
    }
}
