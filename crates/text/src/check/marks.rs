//! Things that no list can hold: numbers, telephone numbers, addresses on the web, names of accounts.

use super::{
    lexicon::Scan,
    notice::{MARK, Noticed},
};
use crate::fold::{Role, form};

/// A kind of mark. Patterns name it as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Phone,
    Digits,
    Id,
    Email,
    Url,
    Mention,
}

impl Kind {
    /// The kinds with their names; the terms of the lexicon begin after them, in this order.
    pub(crate) const ALL: [(Self, &'static str); 7] = [
        (Self::Number, "@number"),
        (Self::Phone, "@phone"),
        (Self::Digits, "@digits"),
        (Self::Id, "@id"),
        (Self::Email, "@email"),
        (Self::Url, "@url"),
        (Self::Mention, "@mention"),
    ];
}

/// A mark in content characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) kind: Kind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) disguised: bool,
}

/// Digits of a mobile number, and of one with the country's prefix.
const MOBILE_DIGITS: usize = 11;
/// Digits of a number that could be an account.
const ACCOUNT_DIGITS: std::ops::RangeInclusive<usize> = 5..=12;
/// Characters of a name that could be an account.
const ID_CHARS: std::ops::RangeInclusive<usize> = 5..=24;
/// Ends of host names that people type.
const HOST_ENDS: &[&str] = &[
    ".com", ".cn", ".net", ".top", ".vip", ".shop", ".xyz", ".cc", ".me", ".link", ".store", ".club", ".io",
    ".co",
];

/// A character on its way through a text.
#[derive(Clone, Copy)]
struct Step {
    /// Its number among the content; that of the next content for anything else.
    index: u32,
    original: char,
    form: char,
    role: Role,
}

/// All marks of a text.
pub(crate) fn marks(text: &str, scan: &Scan, noticed: &[Noticed]) -> Vec<Mark> {
    let mut reader = Reader::default();
    let mut done = 0;
    for begin in noticed.iter().filter(|noticed| noticed.is(MARK)) {
        if begin.at as usize >= done {
            done = read_from(text, scan, *begin, &mut reader);
        }
    }
    reader.finish(u32::try_from(scan.at.len()).unwrap_or(u32::MAX));
    reader.marks
}

/// Reads from where a mark may begin to where nothing is left of it; gives the byte after that.
fn read_from(text: &str, scan: &Scan, begin: Noticed, reader: &mut Reader) -> usize {
    let (first, mut index) = (begin.at as usize, begin.index);
    for (at, original) in text.get(first..).unwrap_or_default().char_indices() {
        let is_content = scan.at.get(index as usize).is_some_and(|next| *next as usize == first + at);
        let form = form(original);
        reader.read(Step { index, original, form: form.char, role: form.role });
        index += u32::from(is_content);
        if reader.is_idle() {
            return first + at + original.len_utf8();
        }
    }
    text.len()
}

/// Whether a form may begin a mark; any other changes nothing where none has begun.
pub(crate) fn may_begin_mark(form: char) -> bool {
    is_number(form) || digit(form).is_some() || form.is_ascii_alphanumeric() || form == '@'
}

#[derive(Default)]
struct Reader {
    marks: Vec<Mark>,
    number: Option<u32>,
    digits: Digits,
    latin: Latin,
    mention: bool,
}

/// A run of digits in any script.
#[derive(Default)]
struct Digits {
    start: u32,
    end: u32,
    text: String,
    strange: bool,
}

/// A run of letters, digits and the signs of addresses.
#[derive(Default)]
struct Latin {
    start: u32,
    end: u32,
    text: String,
    strange: bool,
}

impl Reader {
    /// Whether nothing has begun.
    fn is_idle(&self) -> bool {
        self.number.is_none() && self.digits.text.is_empty() && self.latin.text.is_empty() && !self.mention
    }

    fn read(&mut self, step: Step) {
        self.read_number(step);
        self.read_digits(step);
        self.read_latin(step);
        if self.mention && step.role == Role::Content {
            self.marks.push(Mark {
                kind: Kind::Mention,
                start: step.index,
                end: step.index + 1,
                disguised: false,
            });
        }
        self.mention = step.form == '@' && self.latin.text.len() <= 1;
    }

    fn read_number(&mut self, step: Step) {
        match (self.number, is_number(step.form)) {
            (None, true) => self.number = Some(step.index),
            (Some(start), false) if step.original != '.' => {
                self.marks.push(Mark { kind: Kind::Number, start, end: step.index, disguised: false });
                self.number = None;
            }
            _ => {}
        }
    }

    fn read_digits(&mut self, step: Step) {
        if let Some(digit) = digit(step.form) {
            if self.digits.text.is_empty() {
                self.digits.start = step.index;
            }
            self.digits.strange |= !(step.original.is_ascii_digit() || matches!(step.original, '０'..='９'));
            self.digits.text.push(digit);
            self.digits.end = step.index + 1;
        } else if step.role == Role::Filler {
            let usual = matches!(step.original, ' ' | '-' | '.' | '\u{a0}');
            self.digits.strange |= !usual && !self.digits.text.is_empty();
        } else {
            self.end_digits();
        }
    }

    fn end_digits(&mut self) {
        if self.digits.text.is_empty() {
            return;
        }
        let Digits { start, end, text, strange } = std::mem::take(&mut self.digits);
        if text.len() < *ACCOUNT_DIGITS.start() {
            return;
        }
        let kind = if is_phone(&text) {
            Kind::Phone
        } else if ACCOUNT_DIGITS.contains(&text.len()) {
            Kind::Digits
        } else {
            return;
        };
        self.marks.push(Mark { kind, start, end, disguised: strange });
    }

    fn read_latin(&mut self, step: Step) {
        let is_sign = matches!(step.form, '.' | '_' | '-' | '@' | '/')
            || (step.form == ':' && self.latin.text.starts_with("http"));
        if step.form.is_ascii_alphanumeric() || (is_sign && !self.latin.text.is_empty()) {
            if self.latin.text.is_empty() {
                self.latin.start = step.index;
            }
            if step.form.is_ascii_alphanumeric() {
                self.latin.end = step.index + 1;
            }
            self.latin.strange |= form(step.original).hidden;
            self.latin.text.push(step.form);
        } else {
            self.end_latin();
        }
    }

    fn end_latin(&mut self) {
        if self.latin.text.is_empty() {
            return;
        }
        let Latin { start, end, text, strange } = std::mem::take(&mut self.latin);
        if let Some(kind) = latin_kind(text.trim_end_matches(['.', '_', '-', '@', '/', ':'])) {
            self.marks.push(Mark { kind, start, end, disguised: strange });
        }
    }

    fn finish(&mut self, index: u32) {
        if let Some(start) = self.number.take() {
            self.marks.push(Mark { kind: Kind::Number, start, end: index, disguised: false });
        }
        self.end_digits();
        self.end_latin();
    }
}

fn is_number(form: char) -> bool {
    form.is_ascii_digit()
        || matches!(
            form,
            '一' | '二'
                | '两'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '千'
                | '万'
                | '亿'
                | '几'
                | '数'
                | '半'
                | '〇'
                | '零'
        )
}

/// The value of a digit in any script, as a character.
fn digit(form: char) -> Option<char> {
    if form.is_ascii_digit() {
        return Some(form);
    }
    match form {
        '零' | '〇' => Some('0'),
        '一' | '幺' => Some('1'),
        '二' | '两' => Some('2'),
        '三' => Some('3'),
        '四' | '肆' => Some('4'),
        '五' | '伍' => Some('5'),
        '六' | '陆' => Some('6'),
        '七' | '柒' => Some('7'),
        '八' | '捌' => Some('8'),
        '九' | '玖' => Some('9'),
        _ => None,
    }
}

/// A mobile number, or one of a fixed line with its area.
fn is_phone(digits: &str) -> bool {
    let mobile = |digits: &str| {
        digits.len() == MOBILE_DIGITS
            && digits.starts_with('1')
            && digits.get(1..2).is_some_and(|second| ("3"..="9").contains(&second))
    };
    let fixed = (10..=12).contains(&digits.len())
        && digits.starts_with('0')
        && digits.get(1..2).is_some_and(|second| second != "0");
    let service = digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    mobile(digits) || digits.strip_prefix("86").is_some_and(mobile) || fixed || service
}

fn latin_kind(text: &str) -> Option<Kind> {
    let host = |text: &str| {
        text.contains('.')
            && HOST_ENDS.iter().any(|end| {
                text.find(end).is_some_and(|at| {
                    at > 0
                        && !text
                            .get(at + end.len()..)
                            .is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
                })
            })
    };
    if let Some((name, domain)) = text.split_once('@') {
        return (!name.is_empty() && domain.contains('.')).then_some(Kind::Email);
    }
    if text.starts_with("http") && text.contains("://") || text.starts_with("www.") || host(text) {
        return Some(Kind::Url);
    }
    let has_letter = text.starts_with(|first: char| first.is_ascii_alphabetic());
    (has_letter && ID_CHARS.contains(&text.len())).then_some(Kind::Id)
}
