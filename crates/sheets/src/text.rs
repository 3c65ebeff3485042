//! Text files in the encodings that exports come in, as a stream of UTF-8.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

use encoding_rs::{CoderResult, Decoder, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::{OtherFormat, SheetError};

const CHUNK_BYTES: usize = 64 << 10;
/// One malformed sequence for this many decoded characters is a file that is no text.
const CHARACTERS_PER_ERROR_MIN: u64 = 20;

/// How the bytes of a file are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Sound UTF-8.
    Utf8,
    /// UTF-8 with a few broken sequences, which are replaced.
    BrokenUtf8,
    Gb18030,
    Utf16Le,
    Utf16Be,
}

/// Decides by the whole file, because the first Chinese character may stand in its last row.
pub(crate) fn encoding_of(file: &mut File) -> Result<Encoding, SheetError> {
    let mut head = [0; 3];
    file.seek(SeekFrom::Start(0))?;
    let read = file.read(&mut head)?;
    let marked = match head.get(..read).unwrap_or_default() {
        [0xff, 0xfe, ..] => Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => Some(Encoding::Utf16Be),
        _ => None,
    };
    if let Some(encoding) = marked {
        return Ok(encoding);
    }
    if is_utf8(file)? {
        return Ok(Encoding::Utf8);
    }
    let utf8 = quality(file, UTF_8.new_decoder())?;
    if head == [0xef, 0xbb, 0xbf] || utf8.errors * CHARACTERS_PER_ERROR_MIN <= utf8.beyond_ascii {
        return Ok(Encoding::BrokenUtf8);
    }
    let chinese = quality(file, GB18030.new_decoder())?;
    if chinese.errors * CHARACTERS_PER_ERROR_MIN > chinese.beyond_ascii {
        return Err(SheetError::OtherFormat { found: OtherFormat::Binary });
    }
    Ok(Encoding::Gb18030)
}

fn is_utf8(file: &mut File) -> Result<bool, SheetError> {
    file.seek(SeekFrom::Start(0))?;
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut kept = 0;
    loop {
        let count = file.read(chunk.get_mut(kept..).unwrap_or_default())?;
        if count == 0 {
            return Ok(kept == 0);
        }
        let filled = kept + count;
        kept = match std::str::from_utf8(chunk.get(..filled).unwrap_or_default()) {
            Ok(_) => 0,
            Err(error) if error.error_len().is_some() => return Ok(false),
            Err(error) => {
                chunk.copy_within(error.valid_up_to()..filled, 0);
                filled - error.valid_up_to()
            }
        };
    }
}

struct Quality {
    errors: u64,
    beyond_ascii: u64,
}

fn quality(file: &mut File, mut decoder: Decoder) -> Result<Quality, SheetError> {
    file.seek(SeekFrom::Start(0))?;
    let mut quality = Quality { errors: 0, beyond_ascii: 0 };
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut text = String::with_capacity(CHUNK_BYTES * 3 + 16);
    loop {
        let count = file.read(&mut chunk)?;
        text.clear();
        let bytes = chunk.get(..count).unwrap_or_default();
        // The string holds the longest form that the chunk can take, so nothing is left over.
        let _ = decoder.decode_to_string(bytes, &mut text, count == 0);
        for character in text.chars().filter(|character| !character.is_ascii()) {
            quality.errors += u64::from(character == char::REPLACEMENT_CHARACTER);
            quality.beyond_ascii += u64::from(character != char::REPLACEMENT_CHARACTER);
        }
        if count == 0 {
            return Ok(quality);
        }
    }
}

/// A file as UTF-8, a chunk at a time, without its byte order mark.
pub(crate) struct TextStream {
    file: File,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    text: Vec<u8>,
    start: usize,
    end: usize,
    started: bool,
    ended: bool,
    done_bytes: u64,
    pub(crate) replaced: bool,
}

impl TextStream {
    pub(crate) fn new(mut file: File, encoding: Encoding) -> Result<Self, SheetError> {
        file.seek(SeekFrom::Start(0))?;
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::BrokenUtf8 => Some(UTF_8.new_decoder()),
            Encoding::Gb18030 => Some(GB18030.new_decoder()),
            Encoding::Utf16Le => Some(UTF_16LE.new_decoder()),
            Encoding::Utf16Be => Some(UTF_16BE.new_decoder()),
        };
        let raw = if decoder.is_some() { CHUNK_BYTES } else { 0 };
        Ok(Self {
            file,
            decoder,
            raw: vec![0; raw],
            text: vec![0; CHUNK_BYTES * 4],
            start: 0,
            end: 0,
            started: false,
            ended: false,
            done_bytes: 0,
            replaced: false,
        })
    }

    /// Bytes of the file taken so far.
    pub(crate) const fn done_bytes(&self) -> u64 {
        self.done_bytes
    }

    /// What is decoded and not yet consumed; empty only at the end of the file.
    pub(crate) fn chunk(&mut self) -> Result<&[u8], SheetError> {
        while self.start == self.end && !self.ended {
            self.fill()?;
        }
        Ok(self.text.get(self.start..self.end).unwrap_or_default())
    }

    pub(crate) fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
    }

    fn fill(&mut self) -> Result<(), SheetError> {
        self.start = 0;
        let count = match &mut self.decoder {
            None => {
                self.end = self.file.read(&mut self.text)?;
                self.end
            }
            Some(decoder) => {
                let count = self.file.read(&mut self.raw)?;
                let raw = self.raw.get(..count).unwrap_or_default();
                let (result, _, written, replaced) = decoder.decode_to_utf8(raw, &mut self.text, count == 0);
                debug_assert_eq!(result, CoderResult::InputEmpty, "the text buffer holds any decoded chunk");
                self.end = written;
                self.replaced |= replaced;
                count
            }
        };
        self.done_bytes += count as u64;
        self.ended = count == 0;
        if !self.started && self.end > 0 {
            self.started = true;
            let marked = self.text.get(..self.end).is_some_and(|text| text.starts_with(b"\xef\xbb\xbf"));
            self.start = if marked { 3 } else { 0 };
        }
        Ok(())
    }
}
