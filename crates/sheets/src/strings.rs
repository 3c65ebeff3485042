//! The shared strings of a workbook. Those that outgrow their share of memory lie in a temporary file, so that a
//! million distinct titles cost the memory of a few thousand.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
};

use crate::{
    archive::Part,
    error::SheetError,
    limits::{Limits, SHARED_STRINGS_MAX},
    xml::{Token, Xml, unescape},
};

const PAGE_BYTES: usize = 32 << 10;
/// Pages of the temporary file kept in memory: 1 MiB. Sheets name their strings nearly in the order of the file.
const PAGES: usize = 32;
const DAMAGED: SheetError = SheetError::damaged("shared strings");

/// The table, in order of the indices that cells name.
#[derive(Debug, Default)]
pub(crate) struct StringTable {
    /// Where each string ends, in bytes counted through memory and file.
    ends: Vec<u32>,
    memory: String,
    spill: Option<Spill>,
}

impl StringTable {
    /// Reads the part `sharedStrings.xml`.
    pub(crate) fn read(part: Part<'_>, limits: &Limits) -> Result<Self, SheetError> {
        let mut table = Self::default();
        let mut xml = Xml::new(part);
        let mut text = String::new();
        loop {
            match xml.next()? {
                Token::Open { closed } if xml.name() == b"si" => {
                    text.clear();
                    if !closed {
                        read_string(&mut xml, b"si", &mut text)?;
                    }
                    let chars_over = text.len() > limits.cell_chars_max;
                    if chars_over && text.chars().count() > limits.cell_chars_max {
                        return Err(SheetError::CellTooLong { row: 0, max: limits.cell_chars_max });
                    }
                    table.push(&text, limits)?;
                }
                Token::End => return table.finish(),
                _ => {}
            }
        }
    }

    /// Appends the string `index` to `into`; `false` where there is no such string.
    pub(crate) fn append(&mut self, index: usize, into: &mut String) -> Result<bool, SheetError> {
        let Some(&end) = self.ends.get(index) else { return Ok(false) };
        let start =
            index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        let (end, in_memory) = (end as usize, self.memory.len());
        if end <= in_memory {
            into.push_str(self.memory.get(start..end).ok_or(DAMAGED)?);
            return Ok(true);
        }
        let spill = self.spill.as_mut().ok_or(DAMAGED)?;
        spill.append(start - in_memory, end - in_memory, into)?;
        Ok(true)
    }

    fn push(&mut self, text: &str, limits: &Limits) -> Result<(), SheetError> {
        let end = self.ends.last().map_or(0, |&end| u64::from(end)) + text.len() as u64;
        if end > limits.shared_string_bytes_max || self.ends.len() >= SHARED_STRINGS_MAX {
            return Err(SheetError::TooMuchText { max_mib: limits.shared_string_bytes_max >> 20 });
        }
        if self.spill.is_none() && self.memory.len() + text.len() > limits.shared_string_memory_bytes {
            self.spill = Some(Spill::new()?);
        }
        match &mut self.spill {
            Some(spill) => spill.write(text.as_bytes())?,
            None => self.memory.push_str(text),
        }
        self.ends.push(u32::try_from(end).map_err(|_| DAMAGED)?);
        Ok(())
    }

    fn finish(mut self) -> Result<Self, SheetError> {
        if let Some(spill) = &mut self.spill {
            spill.flush()?;
        }
        self.ends.shrink_to_fit();
        Ok(self)
    }
}

/// Reads the texts of `<si>` or `<is>` up to its end: `<t>`, and the runs of a rich text, without the reading aids
/// of `<rPh>`.
pub(crate) fn read_string<R: Read>(
    xml: &mut Xml<R>,
    element: &[u8],
    into: &mut String,
) -> Result<(), SheetError> {
    let (mut in_text, mut in_aid) = (false, false);
    loop {
        match xml.next()? {
            Token::Open { closed: false } => match xml.name() {
                b"t" => in_text = true,
                b"rPh" => in_aid = true,
                _ => {}
            },
            Token::Close => match xml.name() {
                b"t" => in_text = false,
                b"rPh" => in_aid = false,
                name if name == element => return Ok(()),
                _ => {}
            },
            token @ (Token::Text | Token::Data) if in_text && !in_aid => append_text(xml, token, into)?,
            Token::End => return Err(DAMAGED),
            _ => {}
        }
    }
}

/// Appends the text just read, its entities resolved.
pub(crate) fn append_text<R: Read>(xml: &Xml<R>, token: Token, into: &mut String) -> Result<(), SheetError> {
    let good = match token {
        Token::Data => std::str::from_utf8(xml.text()).is_ok_and(|text| {
            into.push_str(text);
            true
        }),
        _ => unescape(xml.text(), into),
    };
    if good { Ok(()) } else { Err(DAMAGED) }
}

/// The part of the table that lies in a temporary file without a name, with a few of its pages in memory.
#[derive(Debug)]
struct Spill {
    file: File,
    unwritten: Vec<u8>,
    pages: Vec<Page>,
}

#[derive(Debug, Default, Clone)]
struct Page {
    number: Option<usize>,
    bytes: Vec<u8>,
}

impl Spill {
    fn new() -> Result<Self, SheetError> {
        let file = tempfile::tempfile()?;
        Ok(Self { file, unwritten: Vec::with_capacity(PAGE_BYTES), pages: vec![Page::default(); PAGES] })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), SheetError> {
        self.unwritten.extend_from_slice(bytes);
        if self.unwritten.len() >= PAGE_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), SheetError> {
        self.file.write_all(&self.unwritten)?;
        self.unwritten.clear();
        Ok(())
    }

    fn append(&mut self, from: usize, to: usize, into: &mut String) -> Result<(), SheetError> {
        let (number, start, end) = (from / PAGE_BYTES, from % PAGE_BYTES, to - from + from % PAGE_BYTES);
        if end <= PAGE_BYTES {
            let page = self.page(number)?;
            into.push_str(utf8(page.get(start..end).ok_or(DAMAGED)?)?);
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(to - from);
        let mut at = from;
        while at < to {
            let page = self.page(at / PAGE_BYTES)?;
            let within = at % PAGE_BYTES;
            let end = PAGE_BYTES.min(within + to - at);
            bytes.extend_from_slice(page.get(within..end).ok_or(DAMAGED)?);
            at += end - within;
        }
        into.push_str(utf8(&bytes)?);
        Ok(())
    }

    fn page(&mut self, number: usize) -> Result<&[u8], SheetError> {
        let page = self.pages.get_mut(number % PAGES).ok_or(DAMAGED)?;
        if page.number != Some(number) {
            page.number = None;
            page.bytes.clear();
            self.file.seek(SeekFrom::Start((number * PAGE_BYTES) as u64))?;
            Read::by_ref(&mut self.file).take(PAGE_BYTES as u64).read_to_end(&mut page.bytes)?;
            page.number = Some(number);
        }
        Ok(&page.bytes)
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, SheetError> {
    std::str::from_utf8(bytes).map_err(|_| DAMAGED)
}
