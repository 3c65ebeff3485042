//! A file of notes for a person: every finding with its place marked, and a sum at the end.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, BufWriter, Read as _, Write},
    path::Path,
};

use app::text::Text;
use sheets::{Book, Cell, Limits, Row, SheetError};
use text::check::{Checker, Context, Finding, Outcome as Decision, Surface};

use crate::failure::{self, Failure, Outcome};

/// Rows in which the headers are looked for.
const HEADER_ROWS_MAX: u32 = 10;
/// Bytes of one line of a text file: 1 MiB.
const LINE_BYTES_MAX: u64 = 1 << 20;
/// Characters that are shown before and after a finding.
const AROUND_CHARS: usize = 16;
/// Headers of columns that hold texts, and where such a text stands.
const HEADERS: &[(&str, Surface)] = &[
    ("笔记标题", Surface::Title),
    ("标题", Surface::Title),
    ("title", Surface::Title),
    ("正文", Surface::Body),
    ("笔记内容", Surface::Body),
    ("笔记正文", Surface::Body),
    ("内容", Surface::Body),
    ("文案", Surface::Body),
    ("文本", Surface::Body),
    ("text", Surface::Body),
    ("body", Surface::Body),
    ("content", Surface::Body),
    ("封面文案", Surface::CoverText),
    ("封面文字", Surface::CoverText),
    ("评论", Surface::Comment),
    ("评论内容", Surface::Comment),
    ("昵称", Surface::Nickname),
    ("简介", Surface::Bio),
    ("个人简介", Surface::Bio),
    ("私信", Surface::DirectMessage),
    ("话术", Surface::DirectMessage),
    ("直播脚本", Surface::LiveScript),
];

/// A column that holds texts.
struct Column {
    index: usize,
    name: String,
    surface: Surface,
}

/// Judges texts and writes what is found.
struct Desk<'d, W> {
    checker: &'d Checker,
    usual: &'d Context,
    /// Whether the person said where the texts stand.
    fixed: bool,
    output: W,
    /// Texts by what follows from them, in the order of [`Decision`].
    counts: [u64; 5],
}

/// Judges the texts of a file; `fixed` where the person said where they stand.
pub fn check(checker: &Checker, path: &Path, usual: &Context, fixed: bool) -> Outcome {
    let output = BufWriter::new(io::stdout().lock());
    let mut desk = Desk { checker, usual, fixed, output, counts: [0; 5] };
    let is_text = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
    if is_text {
        desk.lines(path)?
    } else {
        desk.cells(path)?
    }
    desk.sum()
}

impl<W: Write> Desk<'_, W> {
    fn lines(&mut self, path: &Path) -> Outcome {
        let unreadable = |error: io::Error| Failure::file(path, &error);
        let mut input = BufReader::new(File::open(path).map_err(unreadable)?);
        let mut line = Vec::new();
        for number in 1_u64.. {
            line.clear();
            if input.by_ref().take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut line).map_err(unreadable)? == 0
            {
                break;
            }
            if line.len() as u64 > LINE_BYTES_MAX {
                return Err(Failure::refused(
                    format!("第 {number} 行超过 {LINE_BYTES_MAX} 字节；请分成几行。"),
                    format!("Line {number} has more than {LINE_BYTES_MAX} bytes; split it."),
                ));
            }
            let text = String::from_utf8_lossy(&line);
            let place = Text::new(format!("第 {number} 行"), format!("line {number}"));
            self.judge(text.trim_start_matches('\u{feff}').trim(), &place, Surface::Body)?;
        }
        Ok(())
    }

    fn cells(&mut self, path: &Path) -> Outcome {
        let refused = |error: SheetError| Failure::refused(error.zh(), error.to_string());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut book = Book::open(path, &name, &Limits::default()).map_err(refused)?;
        let sheet = book.default_sheet();
        let mut rows = book.rows(sheet).map_err(refused)?;
        let mut row = Row::new();
        let mut columns: Vec<Column> = Vec::new();
        let mut seen = 0;
        while rows.next(&mut row).map_err(refused)? {
            seen += 1;
            if columns.is_empty() && seen <= HEADER_ROWS_MAX {
                columns = headers(&row);
                if !columns.is_empty() {
                    continue;
                }
            }
            self.row(&row, &columns)?;
        }
        Ok(())
    }

    fn row(&mut self, row: &Row, columns: &[Column]) -> Outcome {
        let number = row.number();
        if columns.is_empty() {
            for (cell, column) in row.cells().zip(1..) {
                let place = Text::new(
                    format!("第 {number} 行第 {column} 列"),
                    format!("row {number}, column {column}"),
                );
                self.cell(cell, &place, Surface::Body)?;
            }
        }
        for column in columns {
            let name = &column.name;
            let place = Text::new(format!("第 {number} 行「{name}」"), format!("row {number}, {name}"));
            self.cell(row.get(column.index), &place, column.surface)?;
        }
        Ok(())
    }

    fn cell(&mut self, cell: Cell<'_>, place: &Text, surface: Surface) -> Outcome {
        if let Cell::Text(text) = cell { self.judge(text, place, surface) } else { Ok(()) }
    }

    fn judge(&mut self, text: &str, place: &Text, surface: Surface) -> Outcome {
        if text.is_empty() {
            return Ok(());
        }
        let surface = if self.fixed { self.usual.surface } else { surface };
        let verdict = self.checker.check(text, &Context { surface, ..self.usual.clone() });
        if let Some(count) = self.counts.get_mut(verdict.outcome as usize) {
            *count += 1;
        }
        for finding in &verdict.findings {
            let lines = self.shown(finding, text, place);
            self.output.write_all(lines.as_bytes()).map_err(|error| unwritable(&error))?;
        }
        Ok(())
    }

    /// A finding as three lines: where and what, the words, why and what would make it right.
    fn shown(&self, finding: &Finding, text: &str, place: &Text) -> String {
        let language = failure::here();
        let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
        let name =
            self.checker.name_of(finding.category).map(|name| say(&name.zh, &name.en)).unwrap_or_default();
        let hidden = if finding.disguised { say("（有变形）", " (disguised)") } else { String::new() };
        let place = place.get(language);
        let decision = decision(finding.outcome).get(language).to_owned();
        let why = say(&finding.why.zh, &finding.why.en);
        let suggestion = say(&finding.suggestion.zh, &finding.suggestion.en);
        let basis = say(&finding.basis.text.zh, &finding.basis.text.en);
        let marked = marked(text, finding.start, finding.end);
        format!("{place}  {decision}  {name}{hidden}\n    {marked}\n    {why}{suggestion} — {basis}\n")
    }

    /// The sum; a failure where something is blocked, so that a script can stop.
    fn sum(mut self) -> Outcome {
        let [pass, hint, evidence, review, block] = self.counts;
        let texts: u64 = self.counts.iter().sum();
        let sum = Text::new(
            format!(
                "共 {texts} 段文字：{block} 段不能发布，{review} 段需审核，{evidence} 段需证明，{hint} 段有建议，{pass} 段没有问题。\n"
            ),
            format!(
                "{texts} texts: {block} cannot be published, {review} need a review, {evidence} need a proof, {hint} have a hint, {pass} are clear.\n"
            ),
        );
        let sum = sum.get(failure::here());
        self.output
            .write_all(sum.as_bytes())
            .and_then(|()| self.output.flush())
            .map_err(|error| unwritable(&error))?;
        if block == 0 {
            return Ok(());
        }
        Err(Failure::failed(
            format!("有 {block} 段文字不能发布。"),
            format!("{block} texts cannot be published."),
        ))
    }
}

fn headers(row: &Row) -> Vec<Column> {
    let known = |cell: Cell<'_>| {
        let Cell::Text(text) = cell else { return None };
        let name = text.trim();
        let surface = HEADERS.iter().find(|(header, _)| header.eq_ignore_ascii_case(name))?.1;
        Some((name.to_owned(), surface))
    };
    let columns = row.cells().enumerate();
    columns
        .filter_map(|(index, cell)| known(cell).map(|(name, surface)| Column { index, name, surface }))
        .collect()
}

fn decision(outcome: Decision) -> Text {
    match outcome {
        Decision::Pass => Text::new("通过", "clear"),
        Decision::Hint => Text::new("建议", "hint"),
        Decision::Evidence => Text::new("需证明", "needs a proof"),
        Decision::Review => Text::new("需审核", "needs a review"),
        Decision::Block => Text::new("不能发布", "cannot be published"),
    }
}

/// The words around a finding, the finding between brackets, on one line.
fn marked(text: &str, start: usize, end: usize) -> String {
    let from = start.saturating_sub(AROUND_CHARS);
    let part = |from: usize, to: usize| -> String {
        let chars = text.chars().skip(from).take(to.saturating_sub(from));
        chars.map(|char| if char.is_control() { ' ' } else { char }).collect()
    };
    let before = if from > 0 { "…" } else { "" };
    let to = end + AROUND_CHARS;
    let after = if text.chars().nth(to).is_some() { "…" } else { "" };
    format!("{before}{}【{}】{}{after}", part(from, start), part(start, end), part(end, to))
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::failed(format!("无法输出：{error}。"), format!("The output cannot be written: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_marked_with_a_little_around_it() {
        assert_eq!(marked("我家的奶油最好吃", 5, 7), "我家的奶油【最好】吃");
        let long = format!("{}最好\n{}", "甲".repeat(30), "乙".repeat(30));
        assert_eq!(marked(&long, 30, 32), format!("…{}【最好】 {}…", "甲".repeat(16), "乙".repeat(15)));
    }
}
