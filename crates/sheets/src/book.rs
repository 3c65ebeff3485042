//! One file: its sheets, and a stream of rows from one of them.

use std::{fs::File, path::Path};

use crate::{
    archive::Archive,
    cell::Row,
    csv::CsvRows,
    error::SheetError,
    limits::Limits,
    sniff::{Format, Sniffed, sniff},
    strings::StringTable,
    text::{Encoding, TextStream, encoding_of},
    workbook::Workbook,
    xlsx::XlsxRows,
};

/// A file that was opened and recognised.
#[derive(Debug)]
pub struct Book {
    content: Content,
    sheets: Vec<Sheet>,
    limits: Limits,
}

#[derive(Debug)]
enum Content {
    Csv { file: File, encoding: Encoding, bytes: u64 },
    Xlsx(Box<XlsxContent>),
}

#[derive(Debug)]
struct XlsxContent {
    archive: Archive,
    workbook: Workbook,
    /// Read when the first rows are asked for.
    strings: Option<StringTable>,
}

/// A table of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The name on its tab; the file's name for a text file.
    pub name: String,
    /// Whether the workbook hides it. A hidden sheet is never chosen unasked.
    pub hidden: bool,
}

/// How far a stream of rows has come, in bytes of the file or of the unpacked sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes taken.
    pub done: u64,
    /// Bytes there probably are.
    pub total_estimate: u64,
}

/// What was met in a file and not followed or not read. Complete once the rows are read to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Findings {
    /// Cells with a formula; the value that was last computed is taken.
    pub formulas: u64,
    /// Those among them without a computed value, which read as empty.
    pub formulas_without_value: u64,
    /// Whether the workbook links to other files. They were not opened.
    pub external_links: bool,
    /// Whether bytes that are no text were replaced by `U+FFFD`.
    pub replaced_bytes: bool,
}

/// A row as text, for recognising and previewing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadRow {
    /// The row's number as the spreadsheet program shows it.
    pub number: u32,
    /// Its cells as text.
    pub cells: Vec<String>,
}

impl Book {
    /// Opens a file and tells what it is by its bytes; `file_name` only names the sheet of a text file.
    pub fn open(path: &Path, file_name: &str, limits: &Limits) -> Result<Self, SheetError> {
        Self::from_file(File::open(path).map_err(SheetError::Io)?, file_name, limits)
    }

    /// The same for a file that is already open.
    pub fn from_file(file: File, file_name: &str, limits: &Limits) -> Result<Self, SheetError> {
        match sniff(file, limits)? {
            Sniffed::Csv(mut file) => {
                let encoding = encoding_of(&mut file)?;
                let bytes = file.metadata()?.len();
                let name = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem).to_owned();
                let sheets = vec![Sheet { name, hidden: false }];
                Ok(Self { content: Content::Csv { file, encoding, bytes }, sheets, limits: *limits })
            }
            Sniffed::Xlsx(mut archive) => {
                let workbook = Workbook::read(&mut archive, limits)?;
                let sheets: Vec<Sheet> = workbook
                    .sheets
                    .iter()
                    .map(|sheet| Sheet { name: sheet.name.clone(), hidden: sheet.hidden })
                    .collect();
                if sheets.is_empty() {
                    return Err(SheetError::NoSheet);
                }
                let content = Content::Xlsx(Box::new(XlsxContent { archive, workbook, strings: None }));
                Ok(Self { content, sheets, limits: *limits })
            }
        }
    }

    /// What the file is.
    pub const fn format(&self) -> Format {
        match self.content {
            Content::Csv { .. } => Format::Csv,
            Content::Xlsx(_) => Format::Xlsx,
        }
    }

    /// The sheets in the order of their tabs, hidden ones included; at least one.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The first sheet that is not hidden; the first of all where all are.
    pub fn default_sheet(&self) -> usize {
        self.sheets.iter().position(|sheet| !sheet.hidden).unwrap_or(0)
    }

    /// Streams the rows of a sheet from its start.
    pub fn rows(&mut self, sheet: usize) -> Result<Rows<'_>, SheetError> {
        if sheet >= self.sheets.len() {
            return Err(SheetError::UnknownSheet { index: sheet });
        }
        match &mut self.content {
            Content::Csv { file, encoding, bytes } => {
                let text = TextStream::new(file.try_clone()?, *encoding)?;
                let rows = Box::new(CsvRows::new(text, self.limits)?);
                Ok(Rows { source: Source::Csv { rows, bytes: *bytes }, external_links: false })
            }
            Content::Xlsx(content) => {
                let XlsxContent { archive, workbook, strings } = &mut **content;
                let table = match strings {
                    Some(table) => table,
                    None => strings.insert(match archive.part(&workbook.shared_strings)? {
                        Some(part) => StringTable::read(part, &self.limits)?,
                        None => StringTable::default(),
                    }),
                };
                let name = workbook.sheets.get(sheet).map_or("", |sheet| &sheet.part);
                let part = archive.part(name)?.ok_or(SheetError::damaged("sheet"))?;
                let (formats, from_1904) = (&workbook.date_formats, workbook.from_1904);
                let rows = Box::new(XlsxRows::new(part, table, formats, from_1904, self.limits));
                Ok(Rows { source: Source::Xlsx(rows), external_links: workbook.external_links })
            }
        }
    }

    /// The first rows of a sheet that hold a value, as text.
    pub fn head(&mut self, sheet: usize, rows_max: usize) -> Result<Vec<HeadRow>, SheetError> {
        let mut rows = self.rows(sheet)?;
        let (mut head, mut row) = (Vec::new(), Row::new());
        while head.len() < rows_max && rows.next(&mut row)? {
            let cells = row.cells().map(|cell| cell.text().into_owned()).collect();
            head.push(HeadRow { number: row.number(), cells });
        }
        Ok(head)
    }
}

/// A stream of the rows of one sheet.
pub struct Rows<'a> {
    source: Source<'a>,
    external_links: bool,
}

enum Source<'a> {
    Csv { rows: Box<CsvRows>, bytes: u64 },
    Xlsx(Box<XlsxRows<'a>>),
}

impl Rows<'_> {
    /// Reads the next row that holds a value into `row`; `false` at the end. After an error the stream is over.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, SheetError> {
        match &mut self.source {
            Source::Csv { rows, .. } => rows.next(row),
            Source::Xlsx(rows) => rows.next(row),
        }
    }

    /// How far the stream has come.
    pub fn progress(&self) -> Progress {
        let (done, total_estimate) = match &self.source {
            Source::Csv { rows, bytes } => (rows.done_bytes(), *bytes),
            Source::Xlsx(rows) => rows.progress(),
        };
        Progress { done, total_estimate }
    }

    /// What was met so far and not followed or not read.
    pub fn findings(&self) -> Findings {
        let external_links = self.external_links;
        match &self.source {
            Source::Csv { rows, .. } => {
                Findings { replaced_bytes: rows.replaced(), external_links, ..Findings::default() }
            }
            Source::Xlsx(rows) => Findings {
                formulas: rows.formulas,
                formulas_without_value: rows.formulas_without_value,
                external_links,
                replaced_bytes: false,
            },
        }
    }
}
