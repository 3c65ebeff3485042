//! A stream of texts as JSON lines: one verdict a line, in order, in constant memory.

use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use text::check::{Checker, Component, Context, Finding, Surface, Verdict};

use crate::failure::{Failure, Outcome};

/// Bytes of one line: 8 MiB.
const LINE_BYTES_MAX: usize = 8 << 20;
/// Entries of each list of a line.
const ENTRIES_MAX: usize = 1_000;

/// One text with what is known of it. Other keys are not read.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    id: Value,
    text: String,
    surface: Option<Surface>,
    industries: Option<Vec<String>>,
    licences: Option<Vec<String>>,
    evidence: Option<Vec<String>>,
    components: Option<Vec<Component>>,
    disclosed_ad: Option<bool>,
    ai_used: Option<bool>,
}

/// One line of the answer.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer<'a> {
    Judged { id: Value, outcome: text::check::Outcome, findings: Vec<Told<'a>> },
    Refused { error: String },
}

#[derive(Serialize)]
struct Told<'a> {
    category: text::check::Category,
    outcome: text::check::Outcome,
    start: usize,
    end: usize,
    matched: &'a str,
    normalised: &'a str,
    rule: &'a str,
    basis: String,
    why: &'a str,
    suggestion: &'a str,
    disguised: bool,
}

/// What one reading of a line gave.
enum Line {
    Whole,
    TooLong,
    End,
}

/// Judges the standard input line by line; what the line does not say is as in `usual`.
pub fn check(checker: &Checker, usual: &Context) -> Outcome {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut buffer = Vec::new();
    let (mut lines, mut refused) = (0_u64, 0_u64);
    loop {
        let verdict;
        let answer = match read_line(&mut input, &mut buffer).map_err(|error| stream_failed(&error))? {
            Line::End => break,
            Line::TooLong => {
                Answer::Refused { error: format!("the line has more than {LINE_BYTES_MAX} bytes") }
            }
            Line::Whole => match asked(&buffer, usual) {
                Err(error) => Answer::Refused { error },
                Ok((id, text, context)) => {
                    verdict = checker.check(&text, &context);
                    judged(id, &verdict)
                }
            },
        };
        lines += 1;
        refused += u64::from(matches!(answer, Answer::Refused { .. }));
        write_line(&mut output, &answer, input.buffer().is_empty()).map_err(|error| stream_failed(&error))?;
    }
    output.flush().map_err(|error| stream_failed(&error))?;
    if refused == 0 {
        return Ok(());
    }
    Err(Failure::failed(
        format!("{lines} 行中有 {refused} 行不是所要的对象，其余已判断。"),
        format!("{refused} of {lines} lines are no such object; the others were judged."),
    ))
}

/// Writes an answer; at once where nothing more has come in, so that a program in dialogue is not kept waiting.
fn write_line(output: &mut impl Write, answer: &Answer<'_>, at_once: bool) -> io::Result<()> {
    serde_json::to_writer(&mut *output, answer)?;
    output.write_all(b"\n")?;
    if at_once { output.flush() } else { Ok(()) }
}

fn stream_failed(error: &io::Error) -> Failure {
    Failure::failed(
        format!("无法继续读写：{error}。"),
        format!("The lines cannot be read or written any further: {error}."),
    )
}

/// Reads one line without its end; of one that is too long nothing is kept.
fn read_line(input: &mut impl BufRead, buffer: &mut Vec<u8>) -> io::Result<Line> {
    buffer.clear();
    let limit = LINE_BYTES_MAX as u64 + 1;
    if input.by_ref().take(limit).read_until(b'\n', buffer)? == 0 {
        return Ok(Line::End);
    }
    if buffer.last() == Some(&b'\n') {
        buffer.pop();
    } else if buffer.len() > LINE_BYTES_MAX {
        buffer.clear();
        skip_line(input)?;
        return Ok(Line::TooLong);
    }
    Ok(Line::Whole)
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let available = input.fill_buf()?;
        let end = available.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(available.len(), |at| at + 1);
        input.consume(taken);
        if end.is_some() || taken == 0 {
            return Ok(());
        }
    }
}

fn asked(line: &[u8], usual: &Context) -> Result<(Value, String, Context), String> {
    let line = std::str::from_utf8(line).map_err(|error| format!("the line is no UTF-8: {error}"))?;
    let asked: Asked =
        serde_json::from_str(line.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())?;
    let Asked { id, text, surface, industries, licences, evidence, components, disclosed_ad, ai_used } =
        asked;
    let longest = [&industries, &licences, &evidence].into_iter().flatten().map(Vec::len);
    if longest.chain(components.iter().map(Vec::len)).any(|entries| entries > ENTRIES_MAX) {
        return Err(format!("a list has more than {ENTRIES_MAX} entries"));
    }
    let context = Context {
        surface: surface.unwrap_or(usual.surface),
        industries: industries.unwrap_or_else(|| usual.industries.clone()),
        licences: licences.unwrap_or_else(|| usual.licences.clone()),
        evidence: evidence.unwrap_or_default(),
        components: components.unwrap_or_default(),
        disclosed_ad: disclosed_ad.unwrap_or_default(),
        ai_used: ai_used.unwrap_or_default(),
        persona: None,
    };
    Ok((id, text, context))
}

fn judged(id: Value, verdict: &Verdict) -> Answer<'_> {
    Answer::Judged { id, outcome: verdict.outcome, findings: verdict.findings.iter().map(told).collect() }
}

fn told(finding: &Finding) -> Told<'_> {
    let Finding {
        category,
        outcome,
        start,
        end,
        matched,
        normalised,
        rule,
        basis,
        why,
        suggestion,
        exception: _,
        disguised,
    } = finding;
    Told {
        category: *category,
        outcome: *outcome,
        start: *start,
        end: *end,
        matched,
        normalised,
        rule,
        basis: format!("{} [{}]", basis.text.zh, basis.grade),
        why: &why.zh,
        suggestion: &suggestion.zh,
        disguised: *disguised,
    }
}
