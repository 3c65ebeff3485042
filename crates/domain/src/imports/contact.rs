//! Personal data: phone numbers and `WeChat` ids, in a type that does not show itself in logs.

use std::fmt;

use super::{header::half_width, problem::Reason};

/// A text that belongs to a person. Its `Debug` shows only how long it is; it has no `Display` and no `Serialize`,
/// so that whoever lets it out says so with [`Personal::expose`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Personal(String);

impl Personal {
    /// Takes a personal text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Lets it out.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text with its middle hidden, for lists: `138****5678`, `小*`.
    pub fn masked(&self) -> String {
        let characters = self.0.chars().count();
        let (head, tail) = match characters {
            0..=1 => (0, 0),
            2..=4 => (1, 0),
            5..=7 => (1, 1),
            _ => (3, 4),
        };
        let start: String = self.0.chars().take(head).collect();
        let end: String = self.0.chars().skip(characters - tail).collect();
        format!("{start}{}{end}", "*".repeat((characters - head - tail).min(4)))
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Personal({} characters)", self.0.chars().count())
    }
}

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
            return Ok(Personal(national.to_owned()));
        }
    }
    let count = digits.trim_start_matches('+').len();
    if PHONE_DIGITS.contains(&count) { Ok(Personal(digits)) } else { Err(Reason::NotAPhone) }
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

    #[test]
    fn a_personal_text_does_not_show_itself() {
        let number = Personal::new("13812345678");
        assert_eq!(format!("{number:?}"), "Personal(11 characters)");
        assert_eq!(number.masked(), "138****5678");
        assert_eq!(Personal::new("小红").masked(), "小*");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,40}") {
            let _ = phone(&text);
            let masked = Personal::new(text.clone()).masked();
            prop_assert!(text.chars().count() < 2 || masked != text || text.contains('*'));
        }
    }
}
