//! Titles of notes: scene templates with slots, at most 20 characters, in the voice of whoever writes.
//!
//! They claim nothing absolute, promise nothing and lead nowhere: a compliance check finds nothing in them. Those in
//! which it finds something come from [`super::slips`].

use crate::{
    chance::Chance,
    matrix::{AccountKind, Job},
};

/// The slots and the words that fill them. `living` are rooms to sit or sleep in; `nook` is a thing in its room.
const SLOTS: [(&str, &[&str]); 12] = [
    (
        "room",
        &[
            "客厅",
            "主卧",
            "次卧",
            "儿童房",
            "书房",
            "厨房",
            "玄关",
            "阳台",
            "餐厅",
            "衣帽间",
            "卫生间",
            "飘窗",
        ],
    ),
    ("living", &["客厅", "主卧", "次卧", "儿童房", "书房", "餐厅", "老人房", "起居室"]),
    (
        "nook",
        &[
            "厨房岛台",
            "主卫双台盆",
            "客厅书桌",
            "阳台洗烘柜",
            "餐厅卡座",
            "客厅钢琴位",
            "阳台小茶室",
            "玄关露营柜",
        ],
    ),
    ("size", &["46㎡", "58㎡", "63㎡", "72㎡", "78㎡", "89㎡", "95㎡", "106㎡", "118㎡", "128㎡", "143㎡"]),
    ("home", &["老房", "新房", "二手房", "老洋房", "电梯房", "婚房", "边套", "精装房"]),
    ("style", &["奶油风", "原木风", "法式", "侘寂风", "中古风", "现代简约", "新中式", "田园风"]),
    ("board", &["颗粒板", "多层板", "欧松板", "实木", "密度板", "生态板", "指接板"]),
    ("part", &["铰链", "封边条", "抽屉滑轨", "踢脚线", "收口条", "台面接缝", "柜门拉手", "层板托", "见光板"]),
    ("work", &["水电", "瓦工", "木工", "吊顶", "柜体安装", "油漆"]),
    ("item", &["岛台", "双台盆", "家庭书桌", "猫爬架", "洗烘柜", "卡座餐桌", "钢琴", "小茶室", "露营柜"]),
    ("soft", &["窗帘", "地毯", "挂画", "落地灯", "抱枕", "绿植", "单椅", "边几"]),
    ("n", &["3", "4", "5", "6", "7", "8"]),
];

const DESIGNER: [&str; 14] = [
    "{size}{home}改造,{room}这样排",
    "{room}动线的{n}个小细节",
    "{style}{room}的柜子怎么定",
    "画{room}之前我会先问{n}个问题",
    "{room}柜子深度留多少合适",
    "{size}也能放下{item}",
    "客户想要{style},我改了{n}稿",
    "今天量房,{size}{home}的{n}个难点",
    "小户型{room}收纳的{n}个思路",
    "{home}{room}平面图,帮你看{n}处",
    "{nook}的一次尝试,{size}{home}",
    "{size}{style}的家,从图纸到落地",
    "设计师自家{room}的{n}个取舍",
    "{room}插座我一般留{n}组",
];

const STYLIST: [&str; 13] = [
    "客户家软装落地了,{style}{living}",
    "{n}步搭出{style}{living}",
    "{style}{living}的{soft}怎么选",
    "{soft}尺寸这样量,{living}不出错",
    "{living}灯光分{n}层来布",
    "进场摆{soft},{size}的家变样了",
    "{style}配色卡,{living}可以抄作业",
    "{soft}和{living}墙色的{n}种搭法",
    "换掉{soft},{living}安静了下来",
    "今天陪客户挑{soft},记{n}点心得",
    "{size}{home}软装清单,按{n}类分",
    "{living}留白之后,{style}才好看",
    "旧{soft}别扔,{living}还能这样用",
];

const INSPECTOR: [&str; 13] = [
    "今天工地巡检,{part}没做好",
    "工地巡检日记:{home}{work}",
    "{work}验收我会看的{n}处",
    "{room}{part}这样装,后期少返工",
    "给大家避个坑:{room}的{part}",
    "{work}进场前要确认的{n}件事",
    "{size}{home}{work}第{n}天",
    "{part}装歪了,现场怎么补救",
    "巡检{n}个工地,{part}问题不少",
    "{room}{work}的{n}个常见返工点",
    "交付前一晚,我又查了{n}遍{part}",
    "{home}拆旧之后,{room}露出的问题",
    "师傅教我看{part}的{n}个角度",
];

const CONSULTANT: [&str; 14] = [
    "{n}个判断{board}环保性的小技巧",
    "小户型{room}收纳的{n}个避坑指南",
    "{board}用在{room}合适吗",
    "{size}全屋定制预算怎么排",
    "报价单里要看懂的{n}项:{room}篇",
    "{board}的环保等级怎么看",
    "客户常问:{room}选{board}行不行",
    "{home}定制流程,{n}步讲清楚",
    "{room}柜子算面积的{n}种方式",
    "陪客户看{board},聊了{n}个问题",
    "{part}花多少预算合适",
    "签合同之前先核对{n}处,{room}篇",
    "{size}{home}收纳,先做减法",
    "{nook}要不要做,看这{n}点",
];

const ENTERPRISE: [&str; 9] = [
    "交付日记|{size}{style}的家",
    "样板间更新|{style}{room}",
    "工厂里的一天:{board}封边",
    "新品上架|{style}{room}系列",
    "{room}系列的{n}处小改动",
    "{size}{home}整案,{n}个月住进来",
    "设计师共创|{style}{nook}",
    "门店活动回顾:{room}收纳课",
    "售后回访|住满{n}个月的{room}",
];

const CREATOR: [&str; 8] = [
    "跟设计师逛展厅,{room}灵感+{n}",
    "我家{room}改造记录",
    "住进{style}家的第{n}个月",
    "{size}{home}装修,{room}花了心思",
    "定制{room}柜前,我问了{n}个问题",
    "{room}收纳日常,{n}个习惯",
    "合作笔记|{style}{room}开箱",
    "把{soft}换成{style}之后,{living}",
];

/// One title in the voice of the account.
pub(crate) fn compose(kind: AccountKind, job: Option<Job>, chance: &mut Chance) -> String {
    let templates: &[&str] = match (kind, job) {
        (AccountKind::Enterprise, _) => &ENTERPRISE,
        (AccountKind::Creator, _) => &CREATOR,
        (AccountKind::Kos, Some(Job::Stylist)) => &STYLIST,
        (AccountKind::Kos, Some(Job::Inspector)) => &INSPECTOR,
        (AccountKind::Kos, Some(Job::Consultant)) => &CONSULTANT,
        (AccountKind::Kos, _) => &DESIGNER,
    };
    fill(chance.pick(templates), chance)
}

/// Fills the slots of a template, from left to right.
fn fill(template: &str, chance: &mut Chance) -> String {
    let mut title = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((text, (slot, after))) =
        rest.split_once('{').and_then(|(text, tail)| Some((text, tail.split_once('}')?)))
    {
        title.push_str(text);
        title.push_str(
            SLOTS.iter().find(|(name, _)| *name == slot).map_or(slot, |(_, words)| chance.pick(words)),
        );
        rest = after;
    }
    title + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Topic;

    /// Characters that the platform allows in a title.
    const TITLE_CHARS_MAX: usize = 20;

    /// Stems that a compliance check starts from; none may stand in a title.
    const STEMS: [&str; 40] = [
        "最",
        "第一",
        "首个",
        "首家",
        "唯一",
        "顶级",
        "顶尖",
        "极致",
        "极品",
        "领先",
        "天花板",
        "冠军",
        "独家",
        "100%",
        "国家级",
        "万能",
        "保证",
        "永久",
        "终身",
        "绝不",
        "零添加",
        "零风险",
        "微信",
        "加我",
        "扫码",
        "手机号",
        "电话",
        "免费",
        "原价",
        "清仓",
        "仅此",
        "杀菌",
        "学区",
        "升值",
        "招财",
        "专利",
        "获奖",
        "智商税",
        "淘宝",
        "抖音",
    ];

    #[test]
    fn no_title_breaks_a_rule_or_the_platform_s_length() {
        let voices = [
            (AccountKind::Enterprise, None),
            (AccountKind::Creator, None),
            (AccountKind::Kos, Some(Job::Designer)),
            (AccountKind::Kos, Some(Job::Stylist)),
            (AccountKind::Kos, Some(Job::Inspector)),
            (AccountKind::Kos, Some(Job::Consultant)),
        ];
        let mut chance = Chance::new(1, Topic::Notes, 0);
        for (kind, job) in voices.into_iter().cycle().take(12_000) {
            let title = compose(kind, job, &mut chance);
            assert!(title.chars().count() <= TITLE_CHARS_MAX, "{title}");
            assert!(!title.contains(|letter: char| letter.is_ascii_alphabetic()), "{title}");
            assert_eq!(STEMS.iter().find(|stem| title.contains(**stem)), None, "{title}");
        }
    }
}
