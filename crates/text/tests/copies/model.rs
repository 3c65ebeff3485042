//! The index against a list of notes, under any row of changes; and texts of any kind.

use std::collections::BTreeMap;

use proptest::prelude::*;
use text::copies::{Index, Kind, Note, Scope};

use crate::{NOTES, ask, note};

/// A change, or the program ending and beginning again.
#[derive(Debug, Clone)]
enum Step {
    Insert { id: u8, text: usize, day: i32 },
    Delete { id: u8 },
    Save,
    Compact,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..8_u8, 0..NOTES.len(), 1..4).prop_map(|(id, text, day)| Step::Insert { id, text, day }),
        2 => (0..8_u8).prop_map(|id| Step::Delete { id }),
        1 => Just(Step::Save),
        1 => Just(Step::Compact),
        1 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_index_holds_what_was_put_in_and_not_taken_out(steps in prop::collection::vec(step(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let mut index = Index::open(folder.path()).unwrap();
        let mut model: BTreeMap<String, (usize, i32)> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Insert { id, text, day } => {
                    let id = id.to_string();
                    let news = index.insert(&Note { id: &id, account: "a", day, text: NOTES[text].1 }).unwrap();
                    prop_assert_eq!(news, model.insert(id, (text, day)) != Some((text, day)));
                }
                Step::Delete { id } => {
                    let id = id.to_string();
                    prop_assert_eq!(index.delete(&id).unwrap(), model.remove(&id).is_some());
                }
                Step::Save => index.save().unwrap(),
                Step::Compact => index.compact().unwrap(),
                Step::Reopen => {
                    index.write().unwrap();
                    drop(index);
                    index = Index::open(folder.path()).unwrap();
                }
            }
        }
        prop_assert_eq!(index.size().notes, model.len());
        for (number, (_, text)) in NOTES.iter().enumerate() {
            let scope = Scope { days: Some((2, 3)), ..Scope::default() };
            for (scope, days) in [(Scope::default(), 1..=3), (scope, 2..=3)] {
                let mut copies: Vec<String> = index
                    .query(text, &scope, 10)
                    .matches
                    .into_iter()
                    .filter(|found| found.kind == Kind::Copy)
                    .map(|found| found.id)
                    .collect();
                copies.sort();
                let expected: Vec<&String> = model
                    .iter()
                    .filter(|(_, (text, day))| *text == number && days.contains(day))
                    .map(|(id, _)| id)
                    .collect();
                prop_assert_eq!(copies.iter().collect::<Vec<_>>(), expected);
            }
        }
    }

    #[test]
    fn spans_lie_inside_both_texts_and_name_shared_characters(
        source in "[的一是草莓小羊农场咖啡ａB#，。🎉\u{200B}\\[R\\]]{0,120}",
        draft in "[的一是草莓小羊农场咖啡ａB#，。🎉\u{200B}\\[R\\]]{0,120}",
        shared in "[周末带孩子去了城西的亲子农场摘草莓喂小羊]{0,40}",
    ) {
        let (source, draft) = (format!("{source}{shared}{source}"), format!("{draft}{shared}"));
        let index = Index::in_memory();
        index.insert(&note("1", &source)).unwrap();
        for found in ask(&index, &draft).matches {
            prop_assert!((0.0..=1.0).contains(&found.score));
            for span in found.spans {
                for ((start, end), text) in [(span.query, &draft), (span.source, &source)] {
                    prop_assert!(start < end && end as usize <= text.chars().count());
                }
            }
        }
    }

    #[test]
    fn any_text_is_taken_and_answered(texts in prop::collection::vec(any::<String>(), 1..8)) {
        let index = Index::in_memory();
        for (number, text) in texts.iter().enumerate() {
            index.insert(&note(&number.to_string(), text)).unwrap();
        }
        for text in &texts {
            let once = ask(&index, text);
            prop_assert_eq!(&once, &ask(&index, text));
        }
    }

    #[test]
    fn a_draft_is_judged_the_same_whatever_was_asked_before(first in 0..NOTES.len(), second in 0..NOTES.len()) {
        let index = crate::matrix();
        let alone = ask(&index, NOTES[second].1);
        ask(&index, NOTES[first].1);
        prop_assert_eq!(alone, ask(&index, NOTES[second].1));
    }
}
