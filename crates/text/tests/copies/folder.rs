//! An index in a folder: torn, damaged, foreign and locked files.

use std::fs;

use proptest::prelude::*;
use text::copies::{CopiesError, Index, limits};

use crate::{NOTES, ask, best, note};

/// A folder with the notes, closed; saved after the first `saved` of them.
fn folder(saved: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    for (number, (id, text)) in NOTES.iter().enumerate() {
        if number == saved {
            index.save().unwrap();
        }
        index.insert(&note(id, text)).unwrap();
    }
    index.write().unwrap();
    folder
}

#[test]
fn notes_outlive_the_program_with_and_without_a_snapshot() {
    for saved in [0, 3, NOTES.len()] {
        let folder = folder(saved);
        let index = Index::open(folder.path()).unwrap();
        for (id, text) in NOTES {
            assert_eq!(best(&index, text), Some((id.to_owned(), "copy")));
            assert_eq!(index.text(id).as_deref(), Some(text));
        }
        assert_eq!(index.text("nobody"), None);
    }
}

#[test]
fn a_torn_log_loses_the_torn_note_and_no_other() {
    let folder = folder(0);
    let log = folder.path().join("notes.log");
    let whole = fs::read(&log).unwrap();
    for cut in [1, 7, 100] {
        fs::write(&log, &whole[..whole.len() - cut]).unwrap();
        let index = Index::open(folder.path()).unwrap();
        assert_eq!(index.size().notes, NOTES.len() - 1);
        index.insert(&note("hike", NOTES[5].1)).unwrap();
        index.write().unwrap();
        drop(index);
        let index = Index::open(folder.path()).unwrap();
        assert_eq!(index.size().notes, NOTES.len());
        assert_eq!(best(&index, NOTES[5].1), Some(("hike".to_owned(), "copy")));
    }
}

#[test]
fn a_folder_serves_one_program_at_a_time() {
    let folder = folder(0);
    let index = Index::open(folder.path()).unwrap();
    assert!(matches!(Index::open(folder.path()), Err(CopiesError::InUse(_))));
    drop(index);
    assert!(Index::open(folder.path()).is_ok());
}

#[test]
fn foreign_and_later_files_are_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("notes.log");
    fs::write(&log, "my diary, do not read").unwrap();
    let refusal = Index::open(folder.path()).unwrap_err();
    assert!(refusal.to_string().contains("is not a log of notes"), "{refusal}");
    assert!(refusal.zh().contains("不是本程序的笔记日志"));
    assert_eq!(fs::read_to_string(&log).unwrap(), "my diary, do not read");
    fs::write(&log, b"KOSMOS NOTES \0\0\x63").unwrap();
    assert!(matches!(Index::open(folder.path()), Err(CopiesError::OtherVersion(_))));
}

#[test]
fn a_snapshot_that_names_places_outside_the_log_is_passed_over() {
    // The first note of the first chunk after the opening and the mark: its place, then its length.
    const NOTES_CHUNK: usize = 16 + 8 + 16;
    const PLACE: usize = NOTES_CHUNK + 8;
    for (at, value) in
        [(PLACE, u64::MAX.to_le_bytes().to_vec()), (PLACE + 8, u32::MAX.to_le_bytes().to_vec())]
    {
        let folder = folder(NOTES.len() - 1);
        let path = folder.path().join("snapshot");
        let mut bytes = fs::read(&path).unwrap();
        bytes[at..at + value.len()].copy_from_slice(&value);
        let length = u32::from_le_bytes(bytes[NOTES_CHUNK..NOTES_CHUNK + 4].try_into().unwrap()) as usize;
        let sum = crc32fast::hash(&bytes[PLACE..PLACE + length]);
        bytes[NOTES_CHUNK + 4..PLACE].copy_from_slice(&sum.to_le_bytes());
        fs::write(&path, &bytes).unwrap();
        let index = Index::open(folder.path()).unwrap();
        assert_eq!(index.size().notes, NOTES.len());
        assert_eq!(best(&index, NOTES[0].1), Some((NOTES[0].0.to_owned(), "copy")));
    }
}

#[test]
fn notes_beyond_the_limits_are_refused() {
    let index = Index::in_memory();
    let (long_id, long_text) = ("x".repeat(limits::ID_BYTES_MAX + 1), "x".repeat(limits::NOTE_BYTES_MAX + 1));
    assert!(matches!(index.insert(&note("", "x")), Err(CopiesError::NoId)));
    assert!(matches!(index.insert(&note(&long_id, "x")), Err(CopiesError::LongId)));
    assert!(matches!(index.insert(&note("1", &long_text)), Err(CopiesError::LongText)));
    assert!(index.insert(&note("1", &long_text[1..])).unwrap());
    let passages = vec!["x"; limits::PASSAGES_MAX + 1];
    assert!(matches!(index.approve(&passages), Err(CopiesError::ManyPassages)));
}

#[test]
fn compaction_gives_the_room_of_deleted_notes_back() {
    let folder = folder(2);
    let index = Index::open(folder.path()).unwrap();
    let full = index.size();
    for (id, _) in &NOTES[..5] {
        assert!(index.delete(id).unwrap());
    }
    index.compact().unwrap();
    assert!(index.size().log_bytes * 3 < full.log_bytes, "{:?}", index.size());
    drop(index);
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.size().notes, 1);
    assert_eq!(best(&index, NOTES[5].1), Some(("hike".to_owned(), "copy")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_in_the_files_are_refused_or_passed_over(
        saved in 0..NOTES.len(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        is_log in any::<bool>(),
        is_cut in any::<bool>(),
    ) {
        let folder = folder(saved);
        let path = folder.path().join(if is_log || saved == 0 { "notes.log" } else { "snapshot" });
        let mut bytes = fs::read(&path).unwrap();
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        fs::write(&path, &bytes).unwrap();
        match Index::open(folder.path()) {
            Err(refusal) => prop_assert!(refusal.to_string().ends_with('.') && refusal.zh().ends_with('。')),
            Ok(index) => {
                for (_, text) in NOTES {
                    ask(&index, text);
                }
                if !is_log && saved > 0 {
                    // The log is whole, so nothing is lost.
                    prop_assert_eq!(index.size().notes, NOTES.len());
                }
            }
        }
    }

    #[test]
    fn any_file_at_all_is_refused_or_passed_over(log in any::<Vec<u8>>(), snapshot in any::<Vec<u8>>()) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("notes.log"), log).unwrap();
        fs::write(folder.path().join("snapshot"), snapshot).unwrap();
        let _ = Index::open(folder.path()).map(|index| ask(&index, NOTES[0].1));
    }
}
