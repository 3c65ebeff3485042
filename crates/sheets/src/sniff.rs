//! What a file is, told from its first bytes and never from its name alone.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

use crate::{
    archive::Archive,
    error::{OtherFormat, SheetError},
    limits::Limits,
};

/// Bytes looked at to tell what a file is.
const HEAD_BYTES: u64 = 1 << 20;
/// Bytes in which a page or a JSON document shows itself.
const TEXT_HEAD_BYTES: usize = 4 << 10;

/// One control character among this many bytes is no text.
const CONTROLS_SHARE_MIN: usize = 20;

/// The two formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// Delimited text, whatever its delimiter and encoding.
    Csv,
}

/// A file that is one of the two.
pub(crate) enum Sniffed {
    Xlsx(Archive),
    Csv(File),
}

/// Tells what the file is, or refuses it with the name of what it is instead.
pub(crate) fn sniff(mut file: File, limits: &Limits) -> Result<Sniffed, SheetError> {
    let bytes = file.metadata()?.len();
    if bytes == 0 {
        return Err(SheetError::Empty);
    }
    if bytes > limits.file_bytes_max {
        return Err(SheetError::FileTooLarge { max_mib: limits.file_bytes_max >> 20 });
    }
    let mut head = Vec::new();
    Read::by_ref(&mut file).take(HEAD_BYTES).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    if head.starts_with(b"PK\x03\x04") {
        return workbook(Archive::open(file, limits)?);
    }
    match other_format(&head) {
        Some(Other::Protected) => Err(SheetError::PasswordProtected),
        Some(Other::Format(found)) => Err(SheetError::OtherFormat { found }),
        None => Ok(Sniffed::Csv(file)),
    }
}

fn workbook(archive: Archive) -> Result<Sniffed, SheetError> {
    let found = if archive.has("xl/workbook.xml") {
        return Ok(Sniffed::Xlsx(archive));
    } else if archive.has("xl/workbook.bin") {
        OtherFormat::BinaryExcel
    } else if archive.has("content.xml") && archive.has("mimetype") {
        OtherFormat::OpenDocument
    } else if archive.has_under("word/") || archive.has_under("ppt/") {
        OtherFormat::OtherOffice
    } else if archive.has("[Content_Types].xml") && archive.has_under("xl/") {
        return Ok(Sniffed::Xlsx(archive));
    } else {
        OtherFormat::Archive
    };
    Err(SheetError::OtherFormat { found })
}

enum Other {
    Protected,
    Format(OtherFormat),
}

const MAGIC: [(&[u8], OtherFormat); 16] = [
    (b"%PDF", OtherFormat::Pdf),
    (b"\x89PNG", OtherFormat::Picture),
    (b"\xff\xd8\xff", OtherFormat::Picture),
    (b"GIF8", OtherFormat::Picture),
    (b"RIFF", OtherFormat::Picture),
    (b"II*\0", OtherFormat::Picture),
    (b"MM\0*", OtherFormat::Picture),
    (b"PK\x05\x06", OtherFormat::Archive),
    (b"PK\x07\x08", OtherFormat::Archive),
    (b"Rar!", OtherFormat::Archive),
    (b"7z\xbc\xaf", OtherFormat::Archive),
    (b"\x1f\x8b", OtherFormat::Archive),
    (b"BZh", OtherFormat::Archive),
    (b"\xfd7zXZ", OtherFormat::Archive),
    (b"\x28\xb5\x2f\xfd", OtherFormat::Archive),
    (b"{\\rtf", OtherFormat::OtherOffice),
];

fn other_format(head: &[u8]) -> Option<Other> {
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let protected = memchr::memmem::find(head, &name).is_some();
        return Some(if protected { Other::Protected } else { Other::Format(OtherFormat::OldExcel) });
    }
    if let Some((_, found)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(Other::Format(*found));
    }
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return None;
    }
    markup(head).map(Other::Format)
}

/// How a web page begins.
const PAGE: [&str; 7] = ["<!doctype html", "<html", "<head", "<meta", "<table", "<script", "<body"];

fn markup(head: &[u8]) -> Option<OtherFormat> {
    let head = head.get(..TEXT_HEAD_BYTES).unwrap_or(head);
    let controls = head.iter().filter(|byte| matches!(byte, 1..=8 | 14..=26)).count();
    if head.contains(&0) || controls * CONTROLS_SHARE_MIN > head.len() {
        return Some(OtherFormat::Binary);
    }
    let text = String::from_utf8_lossy(head).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if PAGE.iter().any(|tag| text.starts_with(tag)) {
        Some(OtherFormat::WebPage)
    } else if text.starts_with("<?xml") {
        Some(if text.contains("<html") { OtherFormat::WebPage } else { OtherFormat::Xml })
    } else if ["{\"", "{\n", "{\r", "[{", "[\n"].iter().any(|start| text.starts_with(start)) {
        Some(OtherFormat::Json)
    } else {
        None
    }
}
