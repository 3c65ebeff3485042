//! Which notes are near-copies, as far as their titles can tell.
//!
//! Exports hold no text but the title, and titles are short: houses hand out formulas, and two notes that fill the
//! same one are no copies. So a note is told as a near-copy of another only where nearly all of one title stands in
//! the other and their numbers do not contradict each other; the kind is the comparison's own.

use crate::{
    id::{AccountId, NoteId},
    time::Instant,
};

/// The part of one of two titles that stands in the other where they are told as near-copies, in percent.
pub const SHARED_PERCENT_MIN: i64 = 85;

/// A published note, as far as its origin is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// The note.
    pub note: NoteId,
    /// The account that published it.
    pub account: AccountId,
    /// When it was published.
    pub published_at: Instant,
}

/// A note with the earlier one that it is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The later note.
    pub copy: Published,
    /// The earlier note.
    pub original: Published,
}

/// Which of two notes is the copy: the one published later and, of two of the same moment, the one that was brought
/// in later. An account does not copy itself.
pub fn pair(one: Published, other: Published) -> Option<Pair> {
    if one.account == other.account {
        return None;
    }
    let is_later = (one.published_at, one.note) > (other.published_at, other.note);
    let (copy, original) = if is_later { (one, other) } else { (other, one) };
    Some(Pair { copy, original })
}

/// Whether two titles are so alike that one is told as a near-copy. `shared_percent` is the larger of the parts of
/// either that stands in the other.
pub fn is_title_copied(title: &str, other: &str, shared_percent: i64) -> bool {
    shared_percent >= SHARED_PERCENT_MIN && do_numbers_agree(title, other)
}

/// Whether the numbers of one title stand in the other in their order: `3 处` and `5 处` are different things, while a
/// title that quotes another may name more.
fn do_numbers_agree(title: &str, other: &str) -> bool {
    let (one, other) = (numbers(title), numbers(other));
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut rest = many.iter();
    few.iter().all(|number| rest.any(|known| known == number))
}

fn numbers(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter(|number| !number.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_later_note_of_another_account_is_the_copy() {
        let published = |note: u128, account: u128, at| Published {
            note: NoteId::from_uuid(Uuid::from_u128(note)),
            account: AccountId::from_uuid(Uuid::from_u128(account)),
            published_at: Instant::from_ms(at),
        };
        for (one, other, copy) in [
            (published(1, 1, 20), published(2, 2, 10), Some(1)),
            (published(1, 1, 10), published(2, 2, 20), Some(2)),
            (published(1, 1, 10), published(2, 2, 10), Some(2)),
            (published(2, 2, 10), published(1, 1, 10), Some(2)),
            (published(1, 1, 10), published(2, 1, 20), None),
        ] {
            let found = pair(one, other);
            assert_eq!(found.map(|pair| pair.copy.note.uuid().as_u128()), copy, "{one:?} {other:?}");
            assert!(found.is_none_or(|pair| pair.copy != pair.original));
        }
    }

    #[test]
    fn titles_are_alike_where_nearly_all_is_shared_and_the_numbers_agree() {
        for (title, other, shared_percent, expected) in [
            ("玄关怎么留", "玄关怎么留", 100, true),
            ("玄关怎么留", "玄关这样留才顺手", 84, false),
            ("玄关收纳的3个思路", "玄关收纳的 3 个思路！", 100, true),
            ("玄关收纳的3个思路", "玄关收纳的5个思路", 100, false),
            ("玄关收纳的5个思路", "玄关收纳的15个思路", 100, false),
            ("玄关收纳的3个思路", "46㎡老房，玄关收纳的3个思路", 100, true),
            ("玄关收纳的3个思路", "玄关收纳的3个思路，住了5年再看", 100, true),
            ("玄关收纳的几个思路", "玄关收纳的3个思路", 90, true),
        ] {
            assert_eq!(is_title_copied(title, other, shared_percent), expected, "{title} {other}");
            assert_eq!(is_title_copied(other, title, shared_percent), expected, "{other} {title}");
        }
    }
}
