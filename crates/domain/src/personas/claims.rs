//! What a text says of the person behind it: found by the way such things are said, not by a guess about the whole.
//!
//! A finder is narrow on purpose: it names the words that it read, and an ordinary sentence about rooms, materials or
//! prices gives none. What it misses, the fields of the card still ask for.

names! {
    /// What a claim is about.
    ClaimKind {
        /// The name.
        Name = "name",
        /// What they work as.
        Post = "post",
        /// For how long.
        Years = "years",
        /// Where.
        Place = "place",
        /// A certificate or a qualification.
        Certificate = "certificate",
        /// A school, a degree, a life abroad.
        Schooling = "schooling",
        /// An income or a fortune.
        Income = "income",
        /// In which years they were born.
        Age = "age",
        /// That something happened.
        Story = "story",
        /// That they speak as a customer of their own employer.
        Customer = "customer",
        /// Who employs them.
        Employer = "employer",
        /// Their face.
        Face = "face",
        /// Their voice.
        Voice = "voice",
    }
}

/// A claim that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundClaim {
    /// What it is about.
    pub kind: ClaimKind,
    /// The words as they stand.
    pub words: String,
    /// The years it speaks of, where it speaks of years.
    pub years: Option<u32>,
    /// The family name it speaks of, where it is about a name.
    pub family_name: Option<char>,
}

impl FoundClaim {
    fn of(kind: ClaimKind, words: impl Into<String>) -> Self {
        Self { kind, words: words.into(), years: None, family_name: None }
    }
}

/// Family names of most people; a sign that is none of them is no family name here.
const FAMILY_NAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
/// What stands before a family name.
const BEFORE_NAME: [&str; 3] = ["小", "老", "阿"];
/// What stands behind one.
const AFTER_NAME: [&str; 8] = ["姐", "哥", "工", "老师", "师傅", "医生", "店长", "总"];
/// Posts that say what somebody is.
const POSTS: [&str; 24] = [
    "设计师",
    "软装师",
    "搭配师",
    "工长",
    "监理",
    "巡检员",
    "导购",
    "店长",
    "顾问",
    "医生",
    "护士",
    "药师",
    "营养师",
    "律师",
    "教练",
    "教授",
    "专家",
    "院长",
    "厂长",
    "创始人",
    "老板",
    "主理人",
    "面料师",
    "工程师",
];
/// What stands near a number of years in a trade.
const TRADE_WORDS: [&str; 12] =
    ["从业", "入行", "行业", "经验", "工龄", "深耕", "专注", "做了", "干了", "做这行", "干这行", "年资"];
const SCHOOLING: [&str; 10] =
    ["毕业", "本科", "硕士", "博士", "海归", "留学", "学霸", "清华", "北大", "科班"];
const INCOME: [&str; 7] = ["年薪", "月入", "年入", "月薪", "财富自由", "百万收入", "躺赚"];
const QUALIFIED: [&str; 8] = ["持证", "证书", "国家级", "一级注册", "高级职称", "认证讲师", "金牌", "获奖"];
const CUSTOMER: [&str; 6] = ["作为消费者", "自己花钱买", "我也是顾客", "素人", "亲自下单", "普通业主"];
const DECADES: [&str; 8] = ["60后", "70后", "75后", "80后", "85后", "90后", "95后", "00后"];
/// Characters between a number of years and the word that makes them years in a trade.
const NEAR_CHARS: usize = 6;

/// Everything that a text claims of the person behind it, in the order of the kinds.
pub fn found_in(text: &str) -> Vec<FoundClaim> {
    let mut found = names_in(text);
    found.extend(named(text, &POSTS, ClaimKind::Post));
    found.extend(years_in(text));
    found.extend(named(text, &QUALIFIED, ClaimKind::Certificate));
    found.extend(named(text, &SCHOOLING, ClaimKind::Schooling));
    found.extend(named(text, &INCOME, ClaimKind::Income));
    found.extend(named(text, &DECADES, ClaimKind::Age));
    found.extend(named(text, &CUSTOMER, ClaimKind::Customer));
    found
}

fn named(text: &str, words: &[&str], kind: ClaimKind) -> Vec<FoundClaim> {
    words.iter().filter(|word| text.contains(**word)).map(|word| FoundClaim::of(kind, *word)).collect()
}

/// `小张`, `张工`, `我叫张`: a family name where people say one.
fn names_in(text: &str) -> Vec<FoundClaim> {
    let letters: Vec<char> = text.chars().collect();
    let mut found: Vec<FoundClaim> = Vec::new();
    for (at, family) in letters.iter().enumerate().filter(|(_, letter)| FAMILY_NAMES.contains(**letter)) {
        let (before, behind) = letters.split_at(at);
        let behind = behind.get(1..).unwrap_or_default();
        let said = spoken_before(before, behind)
            .map(|word| format!("{word}{family}"))
            .or_else(|| spoken_behind(before, behind).map(|word| format!("{family}{word}")));
        let Some(words) = said else { continue };
        if !found.iter().any(|claim| claim.words == words) {
            found.push(FoundClaim { family_name: Some(*family), ..FoundClaim::of(ClaimKind::Name, words) });
        }
    }
    found
}

/// A short name ends where the text does, or where something else begins: `小张` says a name, `小白墙` a wall.
fn spoken_before(before: &[char], behind: &[char]) -> Option<&'static str> {
    let word = BEFORE_NAME.into_iter().find(|word| ends_with(before, word))?;
    let ends =
        behind.first().is_none_or(|next| !next.is_alphanumeric() || "在是说的来聊画和带，。".contains(*next));
    ends.then_some(word)
}

/// `张工` says a name at the beginning of a text or of a sentence, and behind 我是 or 我叫.
fn spoken_behind(before: &[char], behind: &[char]) -> Option<&'static str> {
    let word = AFTER_NAME.into_iter().find(|word| starts_with(behind, word))?;
    let begins = before.last().is_none_or(|last| !last.is_alphanumeric())
        || ends_with(before, "我是")
        || ends_with(before, "我叫")
        || POSTS.iter().any(|post| ends_with(before, post));
    begins.then_some(word)
}

fn starts_with(letters: &[char], word: &str) -> bool {
    word.chars().eq(letters.iter().take(word.chars().count()).copied())
}

fn ends_with(letters: &[char], word: &str) -> bool {
    let length = word.chars().count();
    letters.len() >= length && word.chars().eq(letters.iter().skip(letters.len() - length).copied())
}

/// Numbers of years near a word that makes them years in a trade.
fn years_in(text: &str) -> Vec<FoundClaim> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for (at, _) in letters.iter().enumerate().filter(|(_, letter)| **letter == '年') {
        let Some((years, from)) = number_before(&letters, at) else { continue };
        let near: String = letters
            .get(from.saturating_sub(NEAR_CHARS)..(at + 1 + NEAR_CHARS).min(letters.len()))
            .unwrap_or_default()
            .iter()
            .collect();
        if TRADE_WORDS.iter().any(|word| near.contains(word)) {
            let words: String = letters.get(from..=at).unwrap_or_default().iter().collect();
            found.push(FoundClaim { years: Some(years), ..FoundClaim::of(ClaimKind::Years, words) });
        }
    }
    found
}

/// The number that ends before `at`, in digits or in words up to ninety-nine, and where it begins. Blanks and 多 may
/// stand between.
fn number_before(letters: &[char], at: usize) -> Option<(u32, usize)> {
    let mut end = at;
    while end > 0 && letters.get(end - 1).is_some_and(|letter| matches!(letter, ' ' | '多' | '余' | '几'))
    {
        end -= 1;
    }
    let mut from = end;
    while from > 0 && letters.get(from - 1).is_some_and(|letter| digit(*letter).is_some()) {
        from -= 1;
    }
    let number = value_of(letters.get(from..end)?)?;
    Some((number, from))
}

fn digit(letter: char) -> Option<u32> {
    match letter {
        '0'..='9' => letter.to_digit(10),
        '十' => Some(10),
        '两' => Some(2),
        _ => "零一二三四五六七八九"
            .chars()
            .zip(0..)
            .find_map(|(word, value)| (word == letter).then_some(value)),
    }
}

/// `8`, `12`, `八`, `十二`, `二十`; four digits are a year of the calendar and no length.
fn value_of(letters: &[char]) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    if letters.contains(&'十') {
        let (tens, ones) = letters.split_at(letters.iter().position(|letter| *letter == '十')?);
        let tens = if tens.is_empty() { Some(1) } else { value_of(tens) }?;
        let ones = match ones.get(1..)? {
            [] => 0,
            [one] => digit(*one).filter(|value| *value < 10)?,
            _ => return None,
        };
        return (tens < 10).then_some(tens * 10 + ones);
    }
    letters
        .iter()
        .try_fold(0_u32, |number, letter| Some(number * 10 + digit(*letter).filter(|one| *one < 10)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(ClaimKind, String)> {
        found_in(text).into_iter().map(|claim| (claim.kind, claim.words)).collect()
    }

    #[test]
    fn what_is_said_of_a_person_is_found_where_it_stands() {
        use ClaimKind::{Age, Certificate, Customer, Income, Name, Post, Schooling, Years};
        for (text, expected) in [
            ("95后设计师小张", vec![(Name, "小张"), (Post, "设计师"), (Age, "95后")]),
            ("我是张工，做了八年工长", vec![(Name, "张工"), (Post, "工长"), (Years, "八年")]),
            ("入行 12 年，持证软装师", vec![(Post, "软装师"), (Years, "12 年"), (Certificate, "持证")]),
            ("从业二十多年", vec![(Years, "二十多年")]),
            ("清华毕业，年薪百万", vec![(Schooling, "毕业"), (Schooling, "清华"), (Income, "年薪")]),
            ("作为消费者我自己花钱买的", vec![(Customer, "作为消费者"), (Customer, "自己花钱买")]),
            ("店长王姐", vec![(Name, "王姐"), (Post, "店长")]),
        ] {
            let mut expected: Vec<(ClaimKind, String)> =
                expected.into_iter().map(|(kind, words)| (kind, words.to_owned())).collect();
            let mut found = found(text);
            expected.sort();
            found.sort();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn an_ordinary_sentence_claims_nothing() {
        for text in [
            "小户型玄关怎么做收纳",
            "小白墙也能好看，老房子翻新记录",
            "这块板用了十年也没变形",
            "2019年的老小区，工地上的一天",
            "保修五年，上门三次",
            "方案给三个，自己挑",
            "先量后买，别急。",
            "高柜做到顶，金属拉手",
            "老石库门的楼梯",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn years_are_read_in_digits_and_in_words() {
        for (text, expected) in [
            ("从业8年", Some(8)),
            ("从业十年", Some(10)),
            ("从业十二年", Some(12)),
            ("从业二十年", Some(20)),
            ("从业三十五年", Some(35)),
            ("从业两年", Some(2)),
            ("2015年入行", None),
            ("从业多年", None),
        ] {
            let years = found_in(text).into_iter().find_map(|claim| claim.years);
            assert_eq!(years, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_finder(text in ".{0,120}", chinese in "[小张王十百年从业入行0-9老师工]{0,40}") {
            found_in(&text);
            for claim in found_in(&chinese) {
                prop_assert!(chinese.contains(claim.words.as_str()), "{} is not in {chinese}", claim.words);
            }
        }
    }
}
