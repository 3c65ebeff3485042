//! The table of forms, worked out once from Unicode's own tables, a list of traditional characters, and a few
//! look-alikes.

use std::sync::LazyLock;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Traditional characters, each followed by its simplified one.
const TRADITIONAL: &str = include_str!("../../data/traditional.txt");

/// Code points that have a place in the table: the basic plane and the one of pictures and mathematical letters.
/// What lies beyond is its own form.
pub(crate) const PLANES: usize = 0x2_0000;

/// Characters that stand for another one because they look like it, mean it, or are a style of it.
const LIKE: &[(&str, &str)] = &[
    ("➕✚✛✜╋", "+++++"),
    ("壹贰貳叁柒捌玖", "一二二三七八九"),
    ("аеорсухіѕјԁһԛԝѵвкмнт", "aeopcyxisjdhqwvbkmht"),
    ("αβγεικνορτυχω", "abyeikvoptuxw"),
    ("ßøłđıꜱᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", "soldisabcdeghijklmnoprtuvwyz"),
];

/// Signs that are read although they are no letters.
const READ: &str = "+%‰";
/// Signs that part words without ending a clause.
const BREAKS_WORD: &str = "、：:\"“”‘’「」『』《》〈〉【】〔〕〖〗()[]{}<>#@&=$¥￥";
/// Signs that end a clause.
const BREAKS_CLAUSE: &str = ",;…—⋯";
/// Signs that end a sentence.
const BREAKS_SENTENCE: &str = "。!?\n\r\u{2028}\u{2029}";

/// What a character does between others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    /// It is read: a character, a letter, a digit, one of `+ % ‰`.
    Content = 0,
    /// It may stand inside a word without parting it.
    Filler = 1,
    /// It parts words.
    WordBreak = 2,
    /// It ends a clause.
    ClauseBreak = 3,
    /// It ends a sentence.
    SentenceBreak = 4,
}

/// What a character is compared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The form itself; the character where nothing folds it.
    pub char: char,
    /// What it does between others.
    pub role: Role,
    /// Whether the way it is written hides it: enclosed, accented, a look-alike, a banker's digit. Width, case and
    /// traditional writing hide nothing.
    pub hidden: bool,
}

/// A form in one word: the character, then three bits of role, then one for hidden.
#[derive(Clone, Copy)]
struct Packed(u32);

const ROLE_SHIFT: u32 = 21;
const HIDDEN_BIT: u32 = 1 << 24;

impl Packed {
    fn new(form: Form) -> Self {
        let hidden = if form.hidden { HIDDEN_BIT } else { 0 };
        Self(u32::from(form.char) | (u32::from(form.role as u8) << ROLE_SHIFT) | hidden)
    }

    fn form(self) -> Form {
        let role = match (self.0 >> ROLE_SHIFT) & 7 {
            0 => Role::Content,
            1 => Role::Filler,
            2 => Role::WordBreak,
            3 => Role::ClauseBreak,
            _ => Role::SentenceBreak,
        };
        let char = char::from_u32(self.0 & ((1 << ROLE_SHIFT) - 1)).unwrap_or(char::REPLACEMENT_CHARACTER);
        Form { char, role, hidden: self.0 & HIDDEN_BIT != 0 }
    }
}

static TABLE: LazyLock<Box<[Packed]>> = LazyLock::new(build);

/// The form of a character.
pub fn form(char: char) -> Form {
    TABLE.get(char as usize).map_or_else(|| beyond(char), |packed| packed.form())
}

/// The content of a text in its forms, breaks and fillers left out.
pub fn form_of_str(text: &str) -> String {
    text.chars().map(form).filter(|form| form.role == Role::Content).map(|form| form.char).collect()
}

fn beyond(char: char) -> Form {
    let role = if char.is_alphanumeric() { Role::Content } else { Role::Filler };
    Form { char, role, hidden: false }
}

fn build() -> Box<[Packed]> {
    let mut forms: Vec<Form> = (0..PLANES)
        .map(|point| u32::try_from(point).ok().and_then(char::from_u32))
        .map(|char| char.map_or_else(|| beyond('\0'), by_unicode))
        .collect();
    let mut set = |from: char, to: char, hidden: bool| {
        if let Some(form) = forms.get_mut(from as usize) {
            *form = Form { char: to, role: role_of(to), hidden };
        }
    };
    for line in TRADITIONAL.lines().filter(|line| !line.starts_with('#')) {
        let mut chars = line.chars();
        while let (Some(traditional), Some(simplified)) = (chars.next(), chars.next()) {
            set(traditional, simplified, false);
        }
    }
    for (from, to) in LIKE {
        for (from, to) in from.chars().zip(to.chars()) {
            set(from, to, true);
        }
    }
    settle(&mut forms);
    forms.into_iter().map(Packed::new).collect()
}

/// Follows every form to its own form, so that folding twice changes nothing.
fn settle(forms: &mut [Form]) {
    for at in 0..forms.len() {
        let Some(first) = forms.get(at).copied() else { continue };
        let Some(next) = forms.get(first.char as usize).copied() else { continue };
        if next.char != first.char
            && let Some(form) = forms.get_mut(at)
        {
            *form = Form { char: next.char, role: next.role, hidden: first.hidden || next.hidden };
        }
    }
}

fn by_unicode(char: char) -> Form {
    if is_combining_mark(char) || char == '\u{20e3}' {
        return Form { char, role: Role::Filler, hidden: false };
    }
    // Squared words are used as decoration: what they say is not what is meant.
    if matches!(char, '\u{1f200}'..='\u{1f2ff}') {
        return Form { char, role: Role::Filler, hidden: false };
    }
    if let Some(letter) = boxed_letter(char) {
        return Form { char: letter, role: Role::Content, hidden: true };
    }
    let plain = narrow(char).unwrap_or(char);
    let base =
        if plain.is_alphabetic() { std::iter::once(plain).nfd().next().unwrap_or(plain) } else { plain };
    let lower = if is_hangul_or_kana(plain) { plain } else { one(base.to_lowercase()).unwrap_or(base) };
    let hidden = is_style(char) || (base != plain && lower.is_ascii_alphabetic());
    Form { char: lower, role: role_of(lower), hidden }
}

/// A syllable of another script is not taken apart: its parts would be marks that are passed over.
fn is_hangul_or_kana(char: char) -> bool {
    matches!(char, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}')
}

/// The one character that a compatibility character stands for; of `⑴` and `㊀` what is inside.
fn narrow(char: char) -> Option<char> {
    let mut inner =
        std::iter::once(char).nfkc().filter(|char| !matches!(char, '(' | ')' | '.' | '〔' | '〕'));
    let first = inner.next()?;
    inner.next().is_none().then_some(first)
}

fn one(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

/// Enclosed and styled characters: a person who writes like this does not write by habit.
fn is_style(char: char) -> bool {
    matches!(char,
        '\u{2070}'..='\u{209f}' | '\u{2100}'..='\u{218f}' | '\u{2460}'..='\u{24ff}' | '\u{3200}'..='\u{32ff}'
        | '\u{1d400}'..='\u{1d7ff}' | '\u{1f100}'..='\u{1f1ff}')
        && !matches!(char, '\u{2103}' | '\u{2109}' | '\u{2122}')
}

/// Letters and digits in boxes and on discs, which Unicode does not call compatible with the letter itself.
fn boxed_letter(char: char) -> Option<char> {
    let from = |start: u32, first: char| char::from_u32(u32::from(char) - start + u32::from(first));
    match u32::from(char) {
        0x1f150..=0x1f169 => from(0x1f150, 'a'),
        0x1f170..=0x1f189 => from(0x1f170, 'a'),
        0x1f1e6..=0x1f1ff => from(0x1f1e6, 'a'),
        0x2776..=0x277e => from(0x2776, '1'),
        0x2780..=0x2788 => from(0x2780, '1'),
        0x278a..=0x2792 => from(0x278a, '1'),
        0x24f5..=0x24fd => from(0x24f5, '1'),
        0x24ff | 0x1f10c => Some('0'),
        _ => None,
    }
}

fn role_of(char: char) -> Role {
    if char.is_alphanumeric() || READ.contains(char) {
        Role::Content
    } else if BREAKS_SENTENCE.contains(char) {
        Role::SentenceBreak
    } else if BREAKS_CLAUSE.contains(char) {
        Role::ClauseBreak
    } else if BREAKS_WORD.contains(char) {
        Role::WordBreak
    } else {
        Role::Filler
    }
}
