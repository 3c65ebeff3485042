//! `kosmos similar`: which notes of a corpus does each draft copy, rewrite or quote?
//!
//! Both files hold one JSON object a line: `{"id", "text"}`, a corpus line also `"account"` and `"day"`
//! (`yyyymmdd`) if it likes. Ids are strings or numbers and come back as they were. A later line of the corpus
//! replaces an earlier one with the same id. A draft with the id and the text of a note *is* that note, and is
//! compared with the others only.
//!
//! Each draft is answered on a line of its own, in order:
//! `{"id", "verdict", "matches": [{"id", "score", "kind", "spans": [{"query": [s, e], "source": [s, e]}]}]}`, with
//! the nearest notes first, also those below the threshold, whose kind is `clear`. A draft that cannot be read is
//! answered by `{"error"}`, and the task ends as failed.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read as _, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use text::copies::{CopiesError, Index, Match, Note, Scope};

use crate::failure::{Failure, Outcome};

/// Bytes of one line: 8 MiB, a text of the largest size with every character escaped.
const LINE_BYTES_MAX: u64 = 8 << 20;
/// Digits of a score that are told.
const SCORE_SCALE: f64 = 1e6;

/// What to compare.
#[derive(Args)]
pub struct Comparison {
    /// The notes, one `{"id", "text"}` a line.
    #[arg(long, value_name = "JSONL", required_unless_present = "index")]
    corpus: Option<PathBuf>,
    /// The drafts, one `{"id", "text"}` a line.
    #[arg(long, value_name = "JSONL")]
    queries: PathBuf,
    /// How many notes to name for each draft, at the most.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=100))]
    top: u64,
    /// Keep the index in this folder; the next run needs only what is new.
    #[arg(long, value_name = "FOLDER")]
    index: Option<PathBuf>,
}

/// A line of either file.
#[derive(Deserialize)]
struct Line<'a> {
    id: Value,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow, default)]
    account: Cow<'a, str>,
    #[serde(default)]
    day: i32,
}

#[derive(Serialize)]
struct AnswerView {
    id: Value,
    verdict: &'static str,
    matches: Vec<MatchView>,
}

#[derive(Serialize)]
struct MatchView {
    id: Value,
    score: f64,
    kind: &'static str,
    spans: Vec<SpanView>,
}

#[derive(Serialize)]
struct SpanView {
    query: (u32, u32),
    source: (u32, u32),
}

#[derive(Serialize)]
struct Refusal {
    error: String,
}

/// Compares every draft with the notes.
pub fn compare(order: &Comparison) -> Outcome {
    // The texts of a large corpus lie in a file in any case, so that they do not fill the memory.
    let passing = match order.index {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(|error| Failure::file(&std::env::temp_dir(), &error))?),
    };
    let folder = order.index.as_deref().or(passing.as_ref().map(tempfile::TempDir::path));
    let index = Index::open(folder.unwrap_or(Path::new("."))).map_err(|error| refused(&error))?;
    let mut bad_lines = 0;
    if let Some(corpus) = &order.corpus {
        bad_lines += take_corpus(&index, corpus)?;
    }
    if order.index.is_some() {
        index.save().map_err(|error| refused(&error))?;
    }
    bad_lines += answer_all(&index, &order.queries, usize::try_from(order.top).unwrap_or(usize::MAX))?;
    if bad_lines > 0 {
        return Err(Failure::failed(
            format!("有 {bad_lines} 行无法读取；其余已完成。"),
            format!("Lines that could not be read: {bad_lines}. The rest is done."),
        ));
    }
    Ok(())
}

/// Takes the notes of a file and says how many of its lines were refused; each is told on the standard error.
fn take_corpus(index: &Index, path: &Path) -> Outcome<u64> {
    let (mut refused_lines, mut number) = (0, 0_u64);
    each_line(path, |line| {
        number += 1;
        let taken = understand(line).and_then(|line| {
            let Line { id, text, account, day } = line;
            let note = Note { id: &id.to_string(), account: &account, day, text: &text };
            index.insert(&note).map_err(|error| error.to_string())
        });
        if let Err(error) = taken {
            refused_lines += 1;
            // Nobody is left to tell when the standard error is closed.
            let _ = writeln!(io::stderr(), "kosmos: {}:{number}: {error}", path.display());
        }
        Ok(())
    })?;
    Ok(refused_lines)
}

/// Answers the drafts of a file and says how many of its lines were refused.
fn answer_all(index: &Index, path: &Path, top: usize) -> Outcome<u64> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut refused_lines = 0;
    each_line(path, |line| {
        let written = match understand(line) {
            Ok(line) => serde_json::to_writer(&mut out, &answer(index, line, top)),
            Err(error) => {
                refused_lines += 1;
                serde_json::to_writer(&mut out, &Refusal { error })
            }
        };
        written
            .map_err(io::Error::from)
            .and_then(|()| out.write_all(b"\n"))
            .map_err(|error| unprintable(&error))
    })?;
    out.flush().map_err(|error| unprintable(&error))?;
    Ok(refused_lines)
}

fn answer(index: &Index, line: Line<'_>, top: usize) -> AnswerView {
    let id = line.id.to_string();
    let is_note = index.text(&id).is_some_and(|text| text == line.text);
    let scope = Scope { not_id: is_note.then_some(id.as_str()), ..Scope::default() };
    let answer = index.query(&line.text, &scope, top);
    let matches = answer.matches.into_iter().map(view).collect();
    AnswerView { id: line.id, verdict: answer.verdict.name(), matches }
}

fn view(found: Match) -> MatchView {
    let Match { id, score, kind, spans, evidence: _ } = found;
    MatchView {
        id: serde_json::from_str(&id).unwrap_or(Value::String(id)),
        score: (f64::from(score) * SCORE_SCALE).round() / SCORE_SCALE,
        kind: kind.name(),
        spans: spans.iter().map(|span| SpanView { query: span.query, source: span.source }).collect(),
    }
}

fn understand(line: &[u8]) -> Result<Line<'_>, String> {
    let line: Line<'_> = serde_json::from_slice(line)
        .map_err(|error| format!("The line is not {{\"id\", \"text\"}}: {error}."))?;
    match line.id {
        Value::String(_) | Value::Number(_) => Ok(line),
        _ => Err("The id is neither a string nor a number.".to_owned()),
    }
}

/// Hands over every line of a file that is not blank. A longer line than [`LINE_BYTES_MAX`] is handed over cut off.
fn each_line(path: &Path, mut take: impl FnMut(&[u8]) -> Outcome) -> Outcome {
    let mut file = BufReader::new(File::open(path).map_err(|error| Failure::file(path, &error))?);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = (&mut file).take(LINE_BYTES_MAX).read_until(b'\n', &mut line);
        if read.map_err(|error| Failure::file(path, &error))? == 0 {
            return Ok(());
        }
        if line.len() as u64 == LINE_BYTES_MAX && line.last() != Some(&b'\n') {
            file.skip_until(b'\n').map_err(|error| Failure::file(path, &error))?;
        }
        if !line.trim_ascii().is_empty() {
            take(&line)?;
        }
    }
}

fn refused(error: &CopiesError) -> Failure {
    Failure::failed(error.zh(), error.to_string())
}

fn unprintable(error: &io::Error) -> Failure {
    Failure::failed(format!("无法输出：{error}。"), format!("The output cannot be written: {error}."))
}
