//! A tokenizer for the XML of workbooks: one window of bounded size, no allocation per token.
//!
//! It knows elements, attributes, text, character data and the five entities. Comments and processing
//! instructions are passed over without being kept; a document type declaration is refused, so no entity can be
//! declared and nothing outside the file can be named. Names come without their namespace prefix.

use std::io::{self, Read};

use crate::{error::SheetError, limits::XML_TOKEN_BYTES_MAX};

const WINDOW_BYTES: usize = 64 << 10;
const DAMAGED: SheetError = SheetError::damaged("XML of a sheet");

/// A reader of XML tokens.
pub(crate) struct Xml<R> {
    source: R,
    window: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    /// Where the attributes of the last opened element lie in the window.
    attributes: (usize, usize),
    name: (usize, usize),
    text: (usize, usize),
}

/// What comes next. The bytes are asked from the reader: [`Xml::name`], [`Xml::attributes`], [`Xml::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// `<name …>`; `closed` for `<name … />`, which no [`Token::Close`] follows.
    Open { closed: bool },
    /// `</name>`.
    Close,
    /// Text, with its entities as they stand.
    Text,
    /// Character data: text without entities.
    Data,
    /// The end of the document.
    End,
}

impl<R: Read> Xml<R> {
    pub(crate) fn new(source: R) -> Self {
        Self {
            source,
            window: vec![0; WINDOW_BYTES],
            start: 0,
            end: 0,
            ended: false,
            attributes: (0, 0),
            name: (0, 0),
            text: (0, 0),
        }
    }

    pub(crate) const fn source(&self) -> &R {
        &self.source
    }

    /// The local name of the element just opened or closed.
    pub(crate) fn name(&self) -> &[u8] {
        self.window.get(self.name.0..self.name.1).unwrap_or_default()
    }

    /// The attributes of the element just opened.
    pub(crate) fn attributes(&self) -> Attributes<'_> {
        Attributes { rest: self.window.get(self.attributes.0..self.attributes.1).unwrap_or_default() }
    }

    /// The text just read, entities and all.
    pub(crate) fn text(&self) -> &[u8] {
        self.window.get(self.text.0..self.text.1).unwrap_or_default()
    }

    /// Moves to the next token.
    pub(crate) fn next(&mut self) -> Result<Token, SheetError> {
        loop {
            if self.start == self.end && !self.fill()? {
                return Ok(Token::End);
            }
            if self.byte(0) != Some(b'<') {
                let length = self.find_text_end()?;
                self.text = (self.start, self.start + length);
                self.start += length;
                return Ok(Token::Text);
            }
            self.at_least(2)?;
            match self.byte(1) {
                Some(b'/') => return self.close(),
                Some(b'?') => self.pass_over(b"?>")?,
                Some(b'!') => {
                    if let Some(token) = self.declaration()? {
                        return Ok(token);
                    }
                }
                _ => return self.open(),
            }
        }
    }

    fn byte(&self, offset: usize) -> Option<u8> {
        self.unread().get(offset).copied()
    }

    fn unread(&self) -> &[u8] {
        self.window.get(self.start..self.end).unwrap_or_default()
    }

    fn open(&mut self) -> Result<Token, SheetError> {
        let length = self.find_tag_end()?;
        let (from, to) = (self.start + 1, self.start + length);
        let inside = self.window.get(from..to).unwrap_or_default();
        let closed = inside.last() == Some(&b'/');
        let inside = if closed { inside.get(..inside.len() - 1).unwrap_or_default() } else { inside };
        let name_length = inside.iter().position(u8::is_ascii_whitespace).unwrap_or(inside.len());
        let name = inside.get(..name_length).unwrap_or_default();
        let prefix = memchr::memchr(b':', name).map_or(0, |at| at + 1);
        self.name = (from + prefix, from + name_length);
        self.attributes = (from + name_length, from + inside.len());
        self.start = to + 1;
        Ok(Token::Open { closed })
    }

    fn close(&mut self) -> Result<Token, SheetError> {
        let length = self.find(|unread| memchr::memchr(b'>', unread))?;
        let (from, to) = (self.start + 2, self.start + length);
        let name = self.window.get(from..to).unwrap_or_default().trim_ascii_end();
        let prefix = memchr::memchr(b':', name).map_or(0, |at| at + 1);
        self.name = (from + prefix, from + name.len());
        self.start = to + 1;
        Ok(Token::Close)
    }

    /// `<!-- … -->`, `<![CDATA[ … ]]>`, or a document type, which is refused.
    fn declaration(&mut self) -> Result<Option<Token>, SheetError> {
        self.at_least(4)?;
        if self.unread().starts_with(b"<!--") {
            self.pass_over(b"-->")?;
            return Ok(None);
        }
        self.at_least(9)?;
        if !self.unread().starts_with(b"<![CDATA[") {
            return Err(DAMAGED);
        }
        let length = self.find(|unread| memchr::memmem::find(unread, b"]]>"))?;
        self.text = (self.start + 9, self.start + length);
        self.start += length + 3;
        Ok(Some(Token::Data))
    }

    /// Skips to behind `mark` without keeping what lies before it.
    fn pass_over(&mut self, mark: &[u8]) -> Result<(), SheetError> {
        loop {
            if let Some(at) = memchr::memmem::find(self.unread(), mark) {
                self.start += at + mark.len();
                return Ok(());
            }
            self.start = self.end.saturating_sub(mark.len() - 1).max(self.start);
            if !self.fill()? {
                return Err(DAMAGED);
            }
        }
    }

    fn find_text_end(&mut self) -> Result<usize, SheetError> {
        let mut seen = 0;
        loop {
            let unread = self.unread();
            if let Some(at) = unread.get(seen..).and_then(|rest| memchr::memchr(b'<', rest)) {
                return Ok(seen + at);
            }
            seen = unread.len();
            if !self.fill()? {
                return Ok(seen);
            }
        }
    }

    /// The offset of the `>` that ends a tag; one inside quotation marks does not.
    fn find_tag_end(&mut self) -> Result<usize, SheetError> {
        let (mut offset, mut quote) = (1, 0_u8);
        loop {
            let unread = self.unread();
            for &byte in unread.get(offset..).unwrap_or_default() {
                match byte {
                    b'>' if quote == 0 => return Ok(offset),
                    b'"' | b'\'' if quote == 0 => quote = byte,
                    _ if byte == quote => quote = 0,
                    _ => {}
                }
                offset += 1;
            }
            if !self.fill()? {
                return Err(DAMAGED);
            }
        }
    }

    fn find(&mut self, search: impl Fn(&[u8]) -> Option<usize>) -> Result<usize, SheetError> {
        loop {
            if let Some(at) = search(self.unread()) {
                return Ok(at);
            }
            if !self.fill()? {
                return Err(DAMAGED);
            }
        }
    }

    fn at_least(&mut self, bytes: usize) -> Result<(), SheetError> {
        while self.unread().len() < bytes {
            if !self.fill()? {
                return Err(DAMAGED);
            }
        }
        Ok(())
    }

    /// Reads more behind what is unread; `false` at the end of the source.
    fn fill(&mut self) -> Result<bool, SheetError> {
        if self.ended {
            return Ok(false);
        }
        self.window.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end == self.window.len() {
            if self.window.len() >= XML_TOKEN_BYTES_MAX {
                return Err(DAMAGED);
            }
            self.window.resize(self.window.len() * 2, 0);
        }
        let free = self.window.get_mut(self.end..).unwrap_or_default();
        let count = read_some(&mut self.source, free)?;
        self.end += count;
        self.ended = count == 0;
        Ok(count > 0)
    }
}

fn read_some(source: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// The attributes of one element: local names and raw values.
#[derive(Debug, Clone)]
pub(crate) struct Attributes<'a> {
    rest: &'a [u8],
}

impl<'a> Attributes<'a> {
    /// The value of the attribute with this local name.
    pub(crate) fn get(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.clone().find(|(found, _)| *found == name).map(|(_, value)| value)
    }

    /// The value as text with its entities resolved.
    pub(crate) fn text(&self, name: &[u8]) -> Option<String> {
        let mut text = String::new();
        unescape(self.get(name)?, &mut text).then_some(text)
    }

    /// Whether the attribute says yes.
    pub(crate) fn truth(&self, name: &[u8]) -> bool {
        matches!(self.get(name), Some(b"1" | b"true"))
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_ascii_start();
        let equals = rest.iter().position(|&byte| byte == b'=')?;
        let (name, rest) = rest.split_at(equals);
        let name = name.trim_ascii_end();
        let name = name.iter().position(|&byte| byte == b':').map_or(Some(name), |at| name.get(at + 1..))?;
        let (quote, rest) = rest.get(1..)?.trim_ascii_start().split_first()?;
        let length = rest.iter().position(|byte| byte == quote)?;
        self.rest = rest.get(length + 1..)?;
        Some((name, rest.get(..length)?))
    }
}

/// Appends text with its entities resolved; `false` where it is no UTF-8 or names an unknown entity.
#[must_use]
pub(crate) fn unescape(raw: &[u8], into: &mut String) -> bool {
    let Ok(mut rest) = std::str::from_utf8(raw) else { return false };
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        into.push_str(before);
        let Some((name, behind)) = entity.get(1..).and_then(|entity| entity.split_once(';')) else {
            return false;
        };
        let Some(character) = entity_of(name) else { return false };
        into.push(character);
        rest = behind;
    }
    into.push_str(rest);
    true
}

fn entity_of(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
