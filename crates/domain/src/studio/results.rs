//! Results: which note of the platform's export a draft became, and how it stands among the account's own.
//!
//! A note is a draft's where it could be no other: the link names it, or the account published exactly one note of that
//! title since the text was handed over. Everything else is proposed to a person.

use std::collections::{HashMap, HashSet};

use crate::{
    id::{AccountId, DraftId, NoteId},
    time::Day,
    value::compared,
};

/// Days after it was handed over within which a text is looked for in the export.
pub const LOOK_DAYS: i32 = 30;
/// Notes of an account from which its quartiles are told; fewer prove nothing.
pub const OWN_NOTES_MIN: usize = 8;
/// Letters and digits of a note's id on the platform.
const PLATFORM_ID_CHARS: usize = 24;

/// A text that left the house and was not seen yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Whose text it is.
    pub draft: DraftId,
    /// Where it was to be published.
    pub account: AccountId,
    /// The title that was approved.
    pub title: String,
    /// When it was handed over.
    pub on: Day,
    /// The link that its publisher brought.
    pub link: Option<String>,
}

/// A note of the export that is no draft's yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The note.
    pub note: NoteId,
    /// Who published it.
    pub account: AccountId,
    /// Its title.
    pub title: String,
    /// When it was published.
    pub on: Day,
    /// Its id on the platform, where a file named it.
    pub platform_id: Option<String>,
}

/// The drafts whose note is certain, each with it.
pub fn certain(left: &[Left], exported: &[Exported]) -> Vec<(DraftId, NoteId)> {
    let mut pairs: Vec<(DraftId, NoteId)> = left
        .iter()
        .filter_map(|left| {
            let named = left.link.as_deref().and_then(platform_id)?;
            let found = exported.iter().find(|note| is_named(note, left, named))?;
            Some((left.draft, found.note))
        })
        .collect();
    let linked: HashSet<DraftId> = pairs.iter().map(|(draft, _)| *draft).collect();
    let taken: HashSet<NoteId> = pairs.iter().map(|(_, note)| *note).collect();
    let open: Vec<&Exported> = exported.iter().filter(|note| !taken.contains(&note.note)).collect();
    let mut wanted: HashMap<NoteId, Vec<DraftId>> = HashMap::new();
    for left in left.iter().filter(|left| !linked.contains(&left.draft)) {
        let mut same = open.iter().filter(|note| is_like(left, note));
        if let (Some(note), None) = (same.next(), same.next()) {
            wanted.entry(note.note).or_default().push(left.draft);
        }
    }
    pairs.extend(wanted.into_iter().filter_map(|(note, drafts)| match drafts.as_slice() {
        [draft] => Some((*draft, note)),
        _ => None,
    }));
    pairs.sort_unstable();
    pairs.dedup_by_key(|(_, note)| *note);
    pairs
}

/// Whether a note may be the draft's: the account published it in the days after.
pub fn may_be(left: &Left, note: &Exported) -> bool {
    let days = left.on.days_until(note.on);
    left.account == note.account && (0..=LOOK_DAYS).contains(&days)
}

fn is_like(left: &Left, note: &Exported) -> bool {
    may_be(left, note) && compared(&left.title) == compared(&note.title)
}

fn is_named(note: &Exported, left: &Left, named: &str) -> bool {
    note.account == left.account
        && note.platform_id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(named))
}

/// The id of a note in a link to it, like the last part of `https://www.xiaohongshu.com/explore/66f0…`. A short link has
/// none.
pub fn platform_id(link: &str) -> Option<&str> {
    let path = link.split(['?', '#']).next()?;
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    let is_id = last.len() == PLATFORM_ID_CHARS && last.chars().all(|letter| letter.is_ascii_hexdigit());
    is_id.then_some(last)
}

/// Where the middle half of some numbers lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quartiles {
    /// How many numbers there are.
    pub notes: usize,
    /// A quarter of them is no greater.
    pub low: i64,
    /// Half of them is no greater.
    pub median: i64,
    /// Three quarters of them are no greater.
    pub high: i64,
}

/// The quartiles of numbers, by the nearest rank; nothing where there are too few to speak.
pub fn quartiles(mut numbers: Vec<i64>) -> Option<Quartiles> {
    let notes = numbers.len();
    if notes < OWN_NOTES_MIN {
        return None;
    }
    numbers.sort_unstable();
    let at = |quarter: usize| numbers.get((notes * quarter).div_ceil(4).saturating_sub(1)).copied();
    Some(Quartiles { notes, low: at(1)?, median: at(2)?, high: at(3)? })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn left(draft: u128, title: &str, link: Option<&str>) -> Left {
        let account = AccountId::from_uuid(Uuid::from_u128(1));
        let (draft, on) = (DraftId::from_uuid(Uuid::from_u128(draft)), "2026-06-22".parse().unwrap());
        Left { draft, account, title: title.to_owned(), on, link: link.map(str::to_owned) }
    }

    fn exported(note: u128, account: u128, title: &str, on: &str, platform_id: Option<&str>) -> Exported {
        Exported {
            note: NoteId::from_uuid(Uuid::from_u128(note)),
            account: AccountId::from_uuid(Uuid::from_u128(account)),
            title: title.to_owned(),
            on: on.parse().unwrap(),
            platform_id: platform_id.map(str::to_owned),
        }
    }

    const ID: &str = "66f0a1b2c3d4e5f607182930";

    #[test]
    fn a_note_is_a_draft_s_only_where_it_could_be_no_other() {
        let link = format!("https://www.xiaohongshu.com/explore/{ID}?xsec=1");
        for (what, left, exported, expected) in [
            (
                "the same title in the days after",
                vec![left(1, "玄关收纳", None)],
                vec![exported(7, 1, "玄关 收纳！", "2026-06-23", None)],
                vec![(1, 7)],
            ),
            (
                "before it was handed over",
                vec![left(1, "玄关收纳", None)],
                vec![exported(7, 1, "玄关收纳", "2026-06-21", None)],
                vec![],
            ),
            (
                "long after",
                vec![left(1, "玄关收纳", None)],
                vec![exported(7, 1, "玄关收纳", "2026-08-01", None)],
                vec![],
            ),
            (
                "another account",
                vec![left(1, "玄关收纳", None)],
                vec![exported(7, 2, "玄关收纳", "2026-06-23", None)],
                vec![],
            ),
            (
                "two notes of one title",
                vec![left(1, "玄关收纳", None)],
                vec![
                    exported(7, 1, "玄关收纳", "2026-06-23", None),
                    exported(8, 1, "玄关收纳", "2026-06-24", None),
                ],
                vec![],
            ),
            (
                "two drafts of one title",
                vec![left(1, "玄关收纳", None), left(2, "玄关收纳", None)],
                vec![exported(7, 1, "玄关收纳", "2026-06-23", None)],
                vec![],
            ),
            (
                "the link names it, whatever its title",
                vec![left(1, "玄关收纳", Some(&link)), left(2, "回家第一眼", None)],
                vec![exported(7, 1, "回家第一眼", "2026-06-23", Some(ID))],
                vec![(1, 7)],
            ),
            (
                "a short link names nothing",
                vec![left(1, "玄关收纳", Some("https://xhslink.com/m/9Abc"))],
                vec![exported(7, 1, "别的", "2026-06-23", Some(ID))],
                vec![],
            ),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(draft, note)| {
                    (DraftId::from_uuid(Uuid::from_u128(draft)), NoteId::from_uuid(Uuid::from_u128(note)))
                })
                .collect();
            assert_eq!(certain(&left, &exported), expected, "{what}");
        }
    }

    #[test]
    fn quartiles_are_told_from_enough_notes_on() {
        assert_eq!(quartiles((1..=7).collect()), None);
        let told = quartiles((1..=8).rev().collect()).unwrap();
        assert_eq!((told.notes, told.low, told.median, told.high), (8, 2, 4, 6));
    }

    proptest! {
        #[test]
        fn no_note_is_two_drafts_and_no_draft_two_notes(
            titles in proptest::collection::vec(0..3_u8, 0..6),
            notes in proptest::collection::vec((0..3_u8, 22..25_u8), 0..6),
        ) {
            let left: Vec<Left> =
                titles.iter().enumerate().map(|(at, title)| left(at as u128, &title.to_string(), None)).collect();
            let exported: Vec<Exported> = notes
                .iter()
                .enumerate()
                .map(|(at, (title, day))| exported(at as u128, 1, &title.to_string(), &format!("2026-06-{day}"), None))
                .collect();
            let pairs = certain(&left, &exported);
            let drafts: HashSet<_> = pairs.iter().map(|(draft, _)| draft).collect();
            let found: HashSet<_> = pairs.iter().map(|(_, note)| note).collect();
            prop_assert_eq!(drafts.len(), pairs.len());
            prop_assert_eq!(found.len(), pairs.len());
        }
    }
}
