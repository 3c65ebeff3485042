//! Many hands at once.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use text::copies::{Index, Kind};

use crate::{NOTES, ask, note};

#[test]
fn a_note_is_found_by_the_next_question_while_others_write_save_and_ask() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for writer in 0..2_usize {
            let (index, is_over) = (&index, &is_over);
            scope.spawn(move || {
                for number in 0..300_usize {
                    let id = format!("{writer}-{number}");
                    let text =
                        format!("{}第{number}次记录{writer}", NOTES[(writer + number) % NOTES.len()].1);
                    index.insert(&note(&id, &text)).unwrap();
                    let found = ask(index, &text);
                    assert_eq!(found.verdict, Kind::Copy);
                    if number % 3 == 0 {
                        assert!(index.delete(&id).unwrap());
                        assert!(ask(index, &text).matches.iter().all(|found| found.id != id));
                    }
                }
                is_over.store(true, Ordering::Relaxed);
            });
        }
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                index.save().unwrap();
                index.compact().unwrap();
                thread::sleep(Duration::from_millis(1));
            }
        });
    });
    assert_eq!(index.size().notes, 400);
    index.save().unwrap();
    drop(index);
    assert_eq!(Index::open(folder.path()).unwrap().size().notes, 400);
}
