//! Headers compared as people read them: without regard to width, case, spaces, line breaks and units.

/// The unit that a header names in brackets, like `消费(元)` or `点击率(%)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `%`: a plain number is a percentage.
    Percent,
    /// 毫秒.
    Milliseconds,
    /// 秒.
    Seconds,
    /// 分钟.
    Minutes,
    /// 小时.
    Hours,
    /// 分, of money.
    Fen,
    /// 万, 万元.
    TenThousand,
    /// 元, 次, 人 and their like, which change nothing.
    Plain,
}

/// A header in normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name to compare.
    pub name: String,
    /// The unit in brackets behind it.
    pub unit: Option<Unit>,
}

/// Characters of a header that are looked at; a longer one is prose.
pub const HEADER_CHARS_MAX: usize = 60;

/// The normal form of a header.
pub fn normal(header: &str) -> Header {
    let flat: String = header
        .chars()
        .filter(|character| !is_blank(*character))
        .take(HEADER_CHARS_MAX)
        .flat_map(|character| half_width(character).to_lowercase())
        .collect();
    let flat = flat.trim_matches(['"', '\'', '*', ':']);
    if let Some((name, inside)) = flat.strip_suffix(')').and_then(|open| open.rsplit_once('('))
        && !name.is_empty()
        && let Some(unit) = unit_of(inside)
    {
        return Header { name: name.to_owned(), unit: Some(unit) };
    }
    Header { name: flat.to_owned(), unit: None }
}

/// A character in half width: `％` becomes `%`, `１` becomes `1`, `（` becomes `(`.
pub(super) const fn half_width(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(character as u32 - 0xfee0) {
            Some(half) => half,
            None => character,
        },
        '\u{3000}' => ' ',
        '【' | '〔' => '(',
        '】' | '〕' => ')',
        _ => character,
    }
}

/// Whitespace, byte order marks and the other characters that no one sees.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{00ad}')
}

fn unit_of(inside: &str) -> Option<Unit> {
    Some(match inside {
        "%" | "百分比" => Unit::Percent,
        "ms" | "毫秒" => Unit::Milliseconds,
        "s" | "秒" | "sec" => Unit::Seconds,
        "min" | "分钟" => Unit::Minutes,
        "h" | "小时" | "时" => Unit::Hours,
        "分" => Unit::Fen,
        "万" | "万元" | "万次" => Unit::TenThousand,
        "元" | "¥" | "rmb" | "cny" | "人民币" | "次" | "个" | "人" | "篇" | "条" | "单" | "小眼睛"
        | "必填" | "选填" => Unit::Plain,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn headers_are_the_same_whatever_their_width_case_spaces_and_units() {
        for (header, name, unit) in [
            ("消费", "消费", None),
            ("\u{feff}笔记标题", "笔记标题", None),
            ("消费(元)", "消费", Some(Unit::Plain)),
            ("消费（元）", "消费", Some(Unit::Plain)),
            (" 消 费 （ 元 ）", "消费", Some(Unit::Plain)),
            ("点击率\n(%)", "点击率", Some(Unit::Percent)),
            ("点击率（％）", "点击率", Some(Unit::Percent)),
            ("平均回复时长（分钟）", "平均回复时长", Some(Unit::Minutes)),
            ("小红书账号ID", "小红书账号id", None),
            ("账号ＩＤ", "账号id", None),
            ("笔记（合作）", "笔记(合作)", None),
            ("(元)", "(元)", None),
            ("", "", None),
        ] {
            assert_eq!(normal(header), Header { name: name.to_owned(), unit }, "{header}");
        }
    }

    proptest! {
        #[test]
        fn the_normal_form_of_any_text_exists_and_is_short(text in ".{0,200}") {
            prop_assert!(normal(&text).name.chars().count() <= 3 * HEADER_CHARS_MAX);
        }
    }
}
