//! Judging texts from the command line.

use std::{fs, io::Write as _, process::Stdio};

use serde_json::{Value, json};

use crate::kit::{complaint, kosmos, run};

/// What `check --jsonl` answers to bytes: its lines, its exit code and its complaint.
fn answers(input: &[u8]) -> (Vec<Value>, i32, String) {
    let mut command = kosmos(["check", "--jsonl"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let (code, sentence) = complaint(&output);
    (lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), code, sentence)
}

#[test]
fn lines_are_answered_in_order_with_the_keys_that_were_agreed() {
    let input = "{\"id\":\"a\",\"text\":\"我家的奶油最好吃\"}\n{\"id\":2,\"text\":\"今天去工地量尺\",\"surface\":\"title\"}\n";
    let (lines, code, _) = answers(input.as_bytes());
    assert_eq!((lines.len(), code), (2, 0));
    let (first, second) = (&lines[0], &lines[1]);
    assert_eq!((&first["id"], &first["outcome"]), (&json!("a"), &json!("review")));
    let finding = &first["findings"][0];
    let keys: Vec<&str> = finding.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "category",
        "outcome",
        "start",
        "end",
        "matched",
        "normalised",
        "rule",
        "basis",
        "why",
        "suggestion",
        "disguised",
    ];
    expected.sort_unstable();
    assert_eq!(
        {
            let mut keys = keys;
            keys.sort_unstable();
            keys
        },
        expected
    );
    assert_eq!(
        (&finding["start"], &finding["end"], &finding["matched"]),
        (&json!(5), &json!(8), &json!("最好吃"))
    );
    assert_eq!(second, &json!({ "id": 2, "outcome": "pass", "findings": [] }));
}

#[test]
fn a_line_that_is_no_such_object_gets_an_error_in_its_place() {
    let mut input =
        b"{\"text\":\"a\"}\nno\n{\"text\":1}\n\xff\n{\"text\":\"b\",\"surface\":\"roof\"}\n\n".to_vec();
    input.extend(b"{\"text\":\"");
    input.extend("啊".repeat(3 << 20).as_bytes());
    input.extend(b"\"}\n{\"text\":\"c\"}");
    let (lines, code, sentence) = answers(&input);
    let refused: Vec<bool> = lines.iter().map(|line| line["error"].is_string()).collect();
    assert_eq!(refused, [false, true, true, true, true, true, true, false]);
    assert_eq!(code, 1);
    assert_eq!(sentence, "kosmos: 6 of 8 lines are no such object; the others were judged.");
}

#[test]
fn a_file_of_notes_is_shown_with_the_place_marked() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("notes.csv");
    fs::write(&csv, "笔记标题,正文,阅读\n今天量尺,报价单太大加我微信muli8899,12\n").unwrap();
    let output = run([std::ffi::OsStr::new("check"), csv.as_os_str()]);
    let shown = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(shown.starts_with("row 2, 正文  cannot be published  diversion off the platform\n"), "{shown}");
    assert!(shown.contains("报价单太大【加我微信"), "{shown}");
    assert_eq!(complaint(&output), (1, "kosmos: 1 of the texts cannot be published.".to_owned()));

    let txt = folder.path().join("clear.txt");
    fs::write(&txt, "今天去工地量尺\n\n业主泡了茶\n").unwrap();
    let output = run([std::ffi::OsStr::new("check"), txt.as_os_str()]);
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
}

#[test]
fn a_folder_of_packs_takes_the_place_of_those_with_the_same_id() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("contact.toml"),
        "id = 'contact'\nversion = '2'\nname = { zh = 'x', en = 'x' }\n",
    )
    .unwrap();
    let txt = folder.path().join("note.txt");
    fs::write(&txt, "电话13812345678\n").unwrap();
    assert_eq!(kosmos(["check"]).arg(&txt).output().unwrap().status.code(), Some(1));
    let output = kosmos(["check", "--rules"]).arg(folder.path()).arg(&txt).output().unwrap();
    assert_eq!(complaint(&output), (0, String::new()));
    fs::write(folder.path().join("bad.toml"), "id = 1").unwrap();
    let (code, sentence) =
        complaint(&kosmos(["check", "--rules"]).arg(folder.path()).arg(&txt).output().unwrap());
    assert_eq!(code, 2);
    assert!(sentence.starts_with("kosmos: The rule packs cannot be used"), "{sentence}");
}
