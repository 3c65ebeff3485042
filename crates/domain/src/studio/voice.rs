//! Whether a draft sounds like the person who was there, or like the brand.
//!
//! A *hint* names a place, says what is heard there and asks a question. It never offers words: what the employee
//! answers is the text. Hints stop nothing; what is forbidden is the rule packs' matter.
//!
//! A finder reads words and counts, nothing of the whole: what it misses a reviewer hears, and a short text that is
//! still being typed is not told what it lacks.

use crate::{content::Surface, insight::Say};

use super::found::{Hit, Passage, any_of, hits, opening};

names! {
    /// What is heard in a text.
    VoiceHintKind {
        /// 口号
        Slogan = "slogan",
        /// 品牌自称
        BrandSpeaks = "brand_speaks",
        /// 公文腔
        OfficialTone = "official_tone",
        /// 没有“我”
        NoFirstPerson = "no_first_person",
        /// 没有场景
        NoScene = "no_scene",
        /// 没有细节
        NoDetail = "no_detail",
    }
}

/// Something that is heard at a place of a text, and what to ask oneself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceHint {
    /// What.
    pub kind: VoiceHintKind,
    /// Where: the words themselves, or the sentence with which the text opens.
    pub place: Passage,
    /// The words of that place.
    pub words: String,
    /// Why it matters.
    pub reason: Say,
    /// A question to the employee; never a sentence to paste.
    pub question: Say,
}

/// Hints that one text gets at the most; nobody reads more.
pub const VOICE_HINTS_MAX: usize = 20;
/// Letters from which on a text is told what it lacks.
pub const TELLING_LETTERS_MIN: usize = 40;

const SLOGANS: &str = "\
    匠心之作 匠心 秉承 致力于 引领潮流 引领行业 品质生活 开启美好生活 开启理想生活 臻享 臻选 尊享 \
    赋能 缔造 成就非凡 非凡体验 卓越品质 品质之选 值得拥有 尊贵 奢享 焕新生活 焕新升级 全新升级 \
    隆重推出 重磅推出 重磅上市 铸就 打造高端 倾力打造 匠心打造 高端定制 一站式解决 一站式服务 \
    倾情巨献 震撼上市 盛大开业 礼遇 献礼 品味人生 雅致生活 实力品牌 以品质赢 彰显品味 尽显奢华 \
    不负期待";
const BRAND_WORDS: &str = "\
    我们品牌 本品牌 我司 本公司 我们公司 我们集团 本集团 我们企业 品牌方 品牌始终 公司始终 集团旗下 \
    公司旗下 品牌旗下 我们始终 我们一直致力 我们承诺 我们秉 我们专注于 我们为您 我们将为 本店 小编 \
    官方出品";
const OFFICIAL_WORDS: &str = "\
    尊敬的 广大客户 广大用户 广大消费者 新老顾客 新老客户 特此通知 敬请期待 敬请关注 敬请垂询 \
    欢迎莅临 欢迎选购 欢迎品鉴 竭诚 为您提供 为您带来 为您打造 满足您的 满足不同 本着 以客户为中心 \
    以用户为中心 旨在 综上所述 不断提升 高度重视 保驾护航 与时俱进 砥砺前行 望周知 届时 予以 \
    深受好评 深受广大 深受消费者 赢得了广泛 一致好评 强强联合 携手共 圆满";
/// What turns 我 into the voice of an institution.
const BEHIND_OF_INSTITUTION: &str =
    "司 国 市 省 校 院 们品牌 们公司 们集团 们企业 们始终 们一直致力 们承诺 们秉 们专注于 们为您";
const SELVES: &str = "我 俺 咱 本人";
const TIMES: &str = "\
    今天 昨天 前天 今早 昨晚 早上 上午 中午 下午 傍晚 晚上 半夜 凌晨 周末 周一 周二 周三 周四 周五 \
    周六 周日 上周 这周 上个月 这个月 月初 月底 那天 那晚 那次 那年 有一回 有一次 有次 上回 上次 \
    刚才 刚刚 第一次 头一回 去年 前年 今年 冬天 夏天 春天 秋天 下雨 开门前 关门 打烊 下班 上班 午饭 \
    午休 几年前 年前 天前 小时候 过年 放假 当时";
const PEOPLE: &str = "\
    客人 顾客 业主 阿姨 大叔 大爷 大妈 姐姐 大姐 小哥 老人 奶奶 爷爷 小朋友 孩子 宝妈 师傅 同事 \
    邻居 店长 徒弟 爸 妈 老公 老婆 闺蜜 小姐姐 姑娘";
const PLACES: &str = "\
    家里 店里 店门口 门店里 工地 现场 门口 柜台 仓库 厨房里 阳台上 客厅里 楼下 楼上 小区 路上 车上 \
    车里 学校 医院 教室 办公室 展厅里 工厂 车间 样板间 电梯";
/// Words that praise and show nothing.
const PRAISE: &str = "\
    非常好 特别好 超级好 真的很好 很不错 非常不错 品质好 质量好 服务好 性价比高 性价比超高 颜值高 \
    颜值超高 高级感 氛围感 绝绝子 完美 一流 优质 高品质 贴心 用心 专业 舒适 上档次 口碑好";
/// What stands behind a number that was measured, counted or waited for.
const MEASURES: &str = "\
    厘米 公分 毫米 米 平 ㎡ cm mm kg 公斤 斤 克 毫升 升 度 ℃ 分钟 小时 个小时 天 周 个月 年 点 次 \
    趟 遍 回 个 位 家 户 张 层 楼 块 把 杯 件 套 岁 页";
/// Promises with a number in them, which show nothing.
const NOT_A_DETAIL: &str = "24小时 7天无理由 七天无理由 365天 100% 一年四季 千家万户";
const NUMERALS: &str = "0123456789两三四五六七八九十百半";

/// What is heard in a draft, in the order of its places; the title first.
pub fn hints(title: &str, body: &str) -> Vec<VoiceHint> {
    let mut found = heard(title, Surface::Title);
    found.extend(heard(body, Surface::Body));
    found.extend(missing(title, body));
    found.sort_by_key(|hint| (hint.place.surface, hint.place.start, hint.kind));
    found.truncate(VOICE_HINTS_MAX);
    found
}

/// Slogans, the brand that speaks, and official tone.
fn heard(text: &str, surface: Surface) -> Vec<VoiceHint> {
    let lists: [(VoiceHintKind, &str); 3] = [
        (VoiceHintKind::BrandSpeaks, BRAND_WORDS),
        (VoiceHintKind::Slogan, SLOGANS),
        (VoiceHintKind::OfficialTone, OFFICIAL_WORDS),
    ];
    let mut found: Vec<VoiceHint> = Vec::new();
    for (kind, words) in lists {
        for hit in any_of(text, words).iter().filter(|hit| !is_denied(hit)) {
            let place = hit.passage(surface);
            if !found.iter().any(|other| other.place.start < place.end && place.start < other.place.end) {
                found.push(hint(kind, place, hit.word));
            }
        }
    }
    found
}

/// `不赋能`, `别跟我说匠心`: whoever turns a slogan down does not say it.
fn is_denied(hit: &Hit<'_>) -> bool {
    hit.follows_one_of(&["不", "别", "没"], 1)
        || hit.follows_one_of(&["别跟我说", "不说什么", "不讲什么", "不是什么"], 6)
}

/// What a text of some length lacks, told at the sentence with which it opens.
fn missing(title: &str, body: &str) -> Vec<VoiceHint> {
    if body.chars().filter(|letter| letter.is_alphanumeric()).count() < TELLING_LETTERS_MIN {
        return vec![];
    }
    let Some(opening) = opening(body, Surface::Body) else { return vec![] };
    let whole = [title, body].join("\n");
    let at_opening = |kind| hint(kind, opening, &words_at(body, opening));
    let mut found = Vec::new();
    if !has_self(&whole) {
        found.push(at_opening(VoiceHintKind::NoFirstPerson));
    }
    if !has_scene(&whole) {
        found.push(at_opening(VoiceHintKind::NoScene));
    }
    if !has_detail(&whole) {
        let praise = any_of(body, PRAISE).first().map(|hit| (hit.passage(Surface::Body), hit.word));
        let (place, words) = praise
            .map_or_else(|| (opening, words_at(body, opening)), |(place, word)| (place, word.to_owned()));
        found.push(hint(VoiceHintKind::NoDetail, place, &words));
    }
    found
}

fn words_at(text: &str, place: Passage) -> String {
    text.chars().skip(place.start).take(place.end - place.start).collect()
}

/// Whether somebody says 我 for themselves: not as an institution, and not only in what others are heard to say.
fn has_self(text: &str) -> bool {
    any_of(text, SELVES)
        .iter()
        .any(|hit| !BEHIND_OF_INSTITUTION.split_whitespace().any(|word| hit.behind.starts_with(word)))
}

/// A time; or a place and somebody in it.
fn has_scene(text: &str) -> bool {
    let has = |words: &str| words.split_whitespace().any(|word| text.contains(word));
    has(TIMES) || has_clock(text) || (has(PEOPLE) && has(PLACES))
}

/// `3点`, `晚上8点半`, `11月`: a number with an hour or a month behind it.
fn has_clock(text: &str) -> bool {
    ["点", "月", "号"].into_iter().flat_map(|word| hits(text, word)).any(|hit| {
        hit.before.chars().next_back().is_some_and(|letter| letter.is_ascii_digit() || letter == '十')
    })
}

/// Something measured, counted or waited for, or what somebody said.
fn has_detail(text: &str) -> bool {
    if text.contains(['“', '「', '『']) {
        return true;
    }
    let mut kept = text.to_owned();
    for promise in NOT_A_DETAIL.split_whitespace() {
        kept = kept.replace(promise, "");
    }
    MEASURES.split_whitespace().flat_map(|measure| hits(&kept, measure)).any(|hit| {
        let number = hit.before.trim_end_matches(['多', '余', ' ']);
        number.chars().next_back().is_some_and(|letter| NUMERALS.contains(letter)) && !is_money(&hit)
    })
}

/// `3 块钱` is a price and shows nothing of what happened.
fn is_money(hit: &Hit<'_>) -> bool {
    hit.word == "块"
        && (hit.behind.starts_with('钱') || hit.before.trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

fn hint(kind: VoiceHintKind, place: Passage, words: &str) -> VoiceHint {
    let (reason, question) = texts(kind);
    VoiceHint { kind, place, words: words.to_owned(), reason, question }
}

fn texts(kind: VoiceHintKind) -> (Say, Say) {
    match kind {
        VoiceHintKind::Slogan => (
            Say::new(
                "这是广告语，读的人会当成广告划走。",
                "This is a slogan; readers pass it over as an advertisement.",
            ),
            Say::new("这句话背后你亲眼见过什么？", "What have you seen yourself that stands behind it?"),
        ),
        VoiceHintKind::BrandSpeaks => (
            Say::new("这里是品牌在说话，不是你。", "Here the brand speaks, not you."),
            Say::new("这件事里，你自己做了哪一步？", "Which part of it did you do yourself?"),
        ),
        VoiceHintKind::OfficialTone => (
            Say::new(
                "这是公文里的说法，平时没人这样讲话。",
                "This is how notices are written; nobody talks like that.",
            ),
            Say::new("换成跟熟客聊天，你会怎么讲？", "How would you tell it to a customer you know well?"),
        ),
        VoiceHintKind::NoFirstPerson => (
            Say::new("通篇没有“我”，看不出是谁在讲。", "Nobody says “I”; it does not show who tells it."),
            Say::new("当时你在做什么，怎么想的？", "What were you doing, and what did you think?"),
        ),
        VoiceHintKind::NoScene => (
            Say::new(
                "没有时间、地点和人，像一页说明书。",
                "There is no time, place or person; it reads like a leaflet.",
            ),
            Say::new("这是哪天、在哪儿、跟谁的事？", "When and where was it, and with whom?"),
        ),
        VoiceHintKind::NoDetail => (
            Say::new(
                "只有评价，没有一个具体的数或一句原话。",
                "There is praise, and no number or word that somebody said.",
            ),
            Say::new(
                "量过多长、等了几天、对方原话是什么？",
                "How long was it, how many days, what did they say in their own words?",
            ),
        ),
    }
}

#[cfg(test)]
#[path = "voice_tests.rs"]
mod tests;
