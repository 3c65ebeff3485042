//! Note lists of a wanted length.

use std::collections::HashSet;

use simulator::{FileFormat, write_note_list};

use crate::reading;

#[test]
fn a_note_list_has_the_rows_and_columns_asked_for_and_no_key_twice() {
    let dir = tempfile::tempdir().unwrap();
    for (format, name) in [(FileFormat::Xlsx, "notes.xlsx"), (FileFormat::Csv, "notes.csv")] {
        let path = dir.path().join(name);
        write_note_list(&path, 2_000, 15, format).unwrap();
        let sheet = reading::read(&path);
        assert_eq!((sheet.above.len(), sheet.header.len(), sheet.rows.len()), (1, 15, 2_000), "{name}");
        let keys: HashSet<_> =
            sheet.rows.iter().map(|row| (&row["账号ID"], &row["笔记标题"], &row["首次发布时间"])).collect();
        assert_eq!(keys.len(), 2_000);
        for row in &sheet.rows {
            assert!(reading::count(&row["观看量"]) <= reading::count(&row["曝光"]));
        }
    }
}

#[test]
fn both_formats_say_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let (xlsx, csv) = (dir.path().join("notes.xlsx"), dir.path().join("notes.csv"));
    write_note_list(&xlsx, 300, 13, FileFormat::Xlsx).unwrap();
    write_note_list(&csv, 300, 13, FileFormat::Csv).unwrap();
    let plain = |path| {
        let rows = reading::read(path).rows.into_iter();
        rows.map(|row| {
            row.into_iter().map(|(name, cell)| (name, cell.trim_end_matches(".0").to_owned())).collect()
        })
        .collect::<Vec<std::collections::BTreeMap<_, _>>>()
    };
    assert_eq!(plain(&xlsx), plain(&csv));
}

#[test]
fn a_folder_that_is_not_there_is_named_in_the_error() {
    let error =
        write_note_list(std::path::Path::new("/nonexistent/notes.csv"), 1, 13, FileFormat::Csv).unwrap_err();
    assert!(error.to_string().starts_with("could not write /nonexistent/notes.csv: "), "{error}");
}
