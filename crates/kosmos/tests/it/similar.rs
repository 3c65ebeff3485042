//! `kosmos similar`: drafts against a corpus, line by line.

use std::{fs, path::Path, process::Output};

use serde_json::{Value, json};

use crate::kit::{complaint, run};

const FARM: &str = "周末带孩子去了城西的亲子农场，摘草莓、喂小羊，还看了挤牛奶表演。门票不贵，停车也方便，适合三到八岁的小朋友。";
const HOME: &str = "新家全屋定制终于装完了，柜子选的颗粒板，封边做得很细，味道也不大，通风两周就能住。";

/// Writes lines to a file of the folder.
fn lines(folder: &Path, name: &str, lines: &[&str]) -> String {
    let path = folder.join(name);
    fs::write(&path, lines.join("\n")).unwrap();
    path.to_string_lossy().into_owned()
}

fn line(id: &Value, text: &str) -> String {
    json!({ "id": id, "text": text }).to_string()
}

fn answers(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_draft_is_answered_in_order_with_ids_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = lines(folder.path(), "c", &[&line(&json!("farm"), FARM), &line(&json!(7), HOME)]);
    let decorated = format!("✨{}", FARM.replace('，', "🌟"));
    let own = "今天店里来了一位新客人，聊了很久才知道她刚搬到附近。";
    let queries = lines(
        folder.path(),
        "q",
        &[&line(&json!(1), &decorated), "", &line(&json!("two"), HOME), &line(&json!("3"), own)],
    );
    let output = run(["similar", "--corpus", &corpus, "--queries", &queries, "--top", "5"]);
    assert!(output.status.success(), "{output:?}");
    let answers = answers(&output);
    assert_eq!(answers.len(), 3);
    assert_eq!((&answers[0]["id"], &answers[0]["verdict"]), (&json!(1), &json!("copy")));
    let first = &answers[0]["matches"][0];
    assert_eq!((&first["id"], &first["kind"]), (&json!("farm"), &json!("copy")));
    assert_eq!(first["spans"], json!([{ "query": [1, 54], "source": [0, 53] }]));
    assert!(first["score"].as_f64().unwrap() > 0.9);
    assert_eq!(answers[1]["matches"][0]["id"], json!(7));
    assert_eq!((&answers[2]["id"], &answers[2]["verdict"]), (&json!("3"), &json!("clear")));
}

#[test]
fn a_line_that_cannot_be_read_is_answered_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = lines(folder.path(), "c", &[&line(&json!("farm"), FARM)]);
    let good = line(&json!("x"), FARM);
    let queries =
        lines(folder.path(), "q", &["nonsense", &good, r#"{"id": [], "text": "x"}"#, r#"{"id": 1}"#]);
    let output = run(["similar", "--corpus", &corpus, "--queries", &queries]);
    let answers = answers(&output);
    let is_error: Vec<bool> = answers.iter().map(|answer| answer["error"].is_string()).collect();
    assert_eq!(is_error, [true, false, true, true]);
    assert_eq!(answers[1]["verdict"], "copy");
    let expected = "kosmos: Lines that could not be read: 3. The rest is done.";
    assert_eq!(complaint(&output), (1, expected.to_owned()));
}

#[test]
fn a_kept_index_answers_without_the_corpus() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = lines(folder.path(), "c", &[&line(&json!("farm"), FARM)]);
    let more = lines(folder.path(), "d", &[&line(&json!("home"), HOME)]);
    let queries = lines(folder.path(), "q", &[&line(&json!(1), FARM), &line(&json!(2), HOME)]);
    let kept = folder.path().join("kept").to_string_lossy().into_owned();
    for (corpus, expected) in
        [(Some(&corpus), ["copy", "clear"]), (Some(&more), ["copy"; 2]), (None, ["copy"; 2])]
    {
        let mut words = vec!["similar", "--queries", &queries, "--index", &kept];
        words.extend(corpus.into_iter().flat_map(|corpus| ["--corpus", corpus]));
        let output = run(words);
        assert!(output.status.success(), "{output:?}");
        let verdicts: Vec<Value> =
            answers(&output).into_iter().map(|answer| answer["verdict"].clone()).collect();
        assert_eq!(verdicts, expected);
    }
}

#[test]
fn a_draft_that_is_a_note_of_the_corpus_does_not_match_itself() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = lines(
        folder.path(),
        "c",
        &[&line(&json!("one"), FARM), &line(&json!("two"), FARM), &line(&json!(3), HOME)],
    );
    let output = run(["similar", "--corpus", &corpus, "--queries", &corpus]);
    let named: Vec<Value> =
        answers(&output).into_iter().map(|answer| answer["matches"][0]["id"].clone()).collect();
    assert_eq!(named, [json!("two"), json!("one"), Value::Null]);
}

#[test]
fn without_notes_or_with_a_missing_file_nothing_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    let queries = lines(folder.path(), "q", &[&line(&json!(1), FARM)]);
    assert_eq!(run(["similar", "--queries", &queries]).status.code(), Some(2));
    let missing = folder.path().join("missing").to_string_lossy().into_owned();
    let (code, sentence) = complaint(&run(["similar", "--corpus", &missing, "--queries", &queries]));
    assert_eq!(code, 1);
    assert!(sentence.contains("missing cannot be used"), "{sentence}");
}
