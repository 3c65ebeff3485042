//! Phone numbers and `WeChat` ids.

use super::{header::half_width, personal::Personal, problem::Reason};

/// Digits of a phone number, national or international.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// A phone number without the ways of writing it: no spaces, dashes, brackets, and no +86 before a number of the
/// mainland. Digits that the platform hides behind `*` stay hidden.
pub fn phone(bare: &str) -> Result<Personal, Reason> {
    let mut digits = String::with_capacity(16);
    for character in bare.chars().map(half_width) {
        match character {
            '0'..='9' | '*' => digits.push(character),
            '+' if digits.is_empty() => digits.push(character),
            ' ' | '-' | '(' | ')' | '\u{a0}' | '.' => {}
            _ => return Err(Reason::NotAPhone),
        }
    }
    for prefix in ["+86", "0086", "86"] {
        if let Some(national) = digits.strip_prefix(prefix)
            && is_mainland_mobile(national)
        {
            return Ok(Personal::new(national));
        }
    }
    let count = digits.trim_start_matches('+').len();
    if PHONE_DIGITS.contains(&count) { Ok(Personal::new(digits)) } else { Err(Reason::NotAPhone) }
}

fn is_mainland_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn phone_numbers_are_the_same_however_they_are_written() {
        for (text, expected) in [
            ("13812345678", Some("13812345678")),
            ("+86 138-1234-5678", Some("13812345678")),
            ("0086 13812345678", Some("13812345678")),
            ("8613812345678", Some("13812345678")),
            ("１３８１２３４５６７８", Some("13812345678")),
            ("138****5678", Some("138****5678")),
            ("(021) 6123-4567", Some("02161234567")),
            ("+852 9123 4567", Some("+85291234567")),
            ("1381234", Some("1381234")),
            ("138", None),
            ("wx_abc", None),
            ("13812345678 张女士", None),
            ("123456789012345678", None),
        ] {
            assert_eq!(phone(text).ok().as_ref().map(Personal::expose), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,40}") {
            let _ = phone(&text);
        }
    }
}
