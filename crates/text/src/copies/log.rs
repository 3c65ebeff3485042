//! The log: every note and deletion in the order they came, as a file or in memory.
//!
//! The log is the truth of an index; the rest can be made from it. Bytes are written in pieces; what is not written
//! yet is read from the piece in memory.

use std::{
    fs::{File, OpenOptions},
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use super::{
    error::CopiesError,
    record::{HEAD_BYTES, Record},
};

/// What the file begins with; the last byte is the version.
const MAGIC: [u8; 16] = *b"KOSMOS NOTES \0\0\x01";
const VERSION_BYTES: usize = 3;
/// Bytes that are gathered before they are written: 256 KiB.
const PIECE_BYTES: usize = 256 << 10;
/// Bytes that are read at once when the log is read through: 4 MiB.
const READ_BYTES: usize = 4 << 20;

/// All entries.
#[derive(Debug)]
pub(super) struct Log {
    file: Option<(File, PathBuf)>,
    /// Bytes in the file; without a file, 0.
    written: u64,
    /// What follows them.
    piece: Vec<u8>,
}

impl Log {
    pub fn in_memory() -> Self {
        Self { file: None, written: 0, piece: MAGIC.to_vec() }
    }

    /// Opens the file or makes it.
    pub fn open(path: &Path) -> Result<Self, CopiesError> {
        let refuse = || CopiesError::file(path);
        let mut options = OpenOptions::new();
        let mut file =
            options.read(true).write(true).create(true).truncate(false).open(path).map_err(refuse())?;
        let mut length = file.metadata().map_err(refuse())?.len();
        let mut head = Vec::new();
        (&mut file).take(MAGIC.len() as u64).read_to_end(&mut head).map_err(refuse())?;
        if head != MAGIC {
            // A kill in the middle of the very first write leaves a part of the opening.
            if !MAGIC.starts_with(&head) {
                let same_kind =
                    head.get(..MAGIC.len() - VERSION_BYTES) == MAGIC.get(..MAGIC.len() - VERSION_BYTES);
                let path = path.to_owned();
                return Err(if same_kind {
                    CopiesError::OtherVersion(path)
                } else {
                    CopiesError::OtherFile(path)
                });
            }
            file.seek(SeekFrom::Start(0)).and_then(|_| file.write_all(&MAGIC)).map_err(refuse())?;
            length = MAGIC.len() as u64;
        }
        Ok(Self { file: Some((file, path.to_owned())), written: length, piece: Vec::new() })
    }

    /// Where the first entry stands.
    pub fn start() -> u64 {
        MAGIC.len() as u64
    }

    /// Where the next entry will stand.
    pub fn end(&self) -> u64 {
        self.written + self.piece.len() as u64
    }

    /// Appends an entry and says where it stands and how long it is.
    pub fn append(&mut self, record: &Record<'_>) -> Result<(u64, u32), CopiesError> {
        if self.file.is_some() && self.piece.len() >= PIECE_BYTES {
            self.write()?;
        }
        let place = self.end();
        record.write(&mut self.piece);
        Ok((place, u32::try_from(self.end() - place).unwrap_or(u32::MAX)))
    }

    /// Hands all entries to the machine: a killed program loses none of them.
    pub fn write(&mut self) -> Result<(), CopiesError> {
        let Some((file, path)) = &mut self.file else { return Ok(()) };
        file.seek(SeekFrom::Start(self.written))
            .and_then(|_| file.write_all(&self.piece))
            .map_err(CopiesError::file(&*path))?;
        self.written += self.piece.len() as u64;
        self.piece.clear();
        Ok(())
    }

    /// The file, to be brought to the disk without holding the log.
    pub fn file(&self) -> Result<Option<File>, CopiesError> {
        let file = self.file.as_ref();
        file.map(|(file, path)| file.try_clone().map_err(CopiesError::file(path))).transpose()
    }

    /// Reads the entry that stands at a place into `bytes`. Nothing where it cannot be read or is damaged.
    pub fn read<'b>(&self, place: u64, length: u32, bytes: &'b mut Vec<u8>) -> Option<Record<'b>> {
        let length = usize::try_from(length).ok()?;
        bytes.clear();
        if let Some(start) = place.checked_sub(self.written) {
            let start = usize::try_from(start).ok()?;
            bytes.extend(self.piece.get(start..start.checked_add(length)?)?);
        } else {
            bytes.resize(length, 0);
            read_at(&self.file.as_ref()?.0, bytes, place)?;
        }
        Record::read(bytes).map(|(record, _)| record)
    }

    /// The entries from a place on, as far as they are written.
    pub fn entries(&self, from: u64) -> Result<Entries, CopiesError> {
        let file = match &self.file {
            Some((file, path)) => Some((file.try_clone().map_err(CopiesError::file(path))?, path.clone())),
            None => None,
        };
        Ok(Entries { file, place: from, bytes: Vec::new(), used: 0, end: self.written })
    }

    /// Forgets what stands from a place on: the tail that a kill has torn.
    pub fn cut(&mut self, end: u64) -> Result<(), CopiesError> {
        if let Some((file, path)) = self.file.as_ref().filter(|_| end < self.written) {
            file.set_len(end).map_err(CopiesError::file(path))?;
            self.written = end;
        }
        Ok(())
    }
}

/// A walk through the log.
#[derive(Debug)]
pub(super) struct Entries {
    file: Option<(File, PathBuf)>,
    /// Where the next entry stands.
    place: u64,
    /// What was read from there on, after `used` bytes that are done with.
    bytes: Vec<u8>,
    used: usize,
    end: u64,
}

impl Entries {
    /// Where the next entry stands, or would.
    pub fn place(&self) -> u64 {
        self.place
    }

    /// The next entry, where it stands and how long it is; nothing at the end or where the rest is torn or damaged.
    pub fn next(&mut self) -> Result<Option<(Record<'_>, u64, u32)>, CopiesError> {
        if self.whole().is_none() {
            self.fill()?;
        }
        let Some(length) = self.whole() else { return Ok(None) };
        let (place, start) = (self.place, self.used);
        self.place += length as u64;
        self.used += length;
        let entry = self.bytes.get(start..self.used).and_then(Record::read);
        Ok(entry.map(|(record, length)| (record, place, u32::try_from(length).unwrap_or(u32::MAX))))
    }

    /// Bytes of the next entry, if all of it is in hand.
    fn whole(&self) -> Option<usize> {
        Record::read(self.bytes.get(self.used..)?).map(|(_, length)| length)
    }

    fn fill(&mut self) -> Result<(), CopiesError> {
        let Some((file, path)) = &mut self.file else { return Ok(()) };
        self.bytes.drain(..self.used);
        self.used = 0;
        let read = self.place + self.bytes.len() as u64;
        let wanted = (READ_BYTES as u64).max(bytes_missing(&self.bytes)).min(self.end.saturating_sub(read));
        file.seek(SeekFrom::Start(read))
            .and_then(|_| file.take(wanted).read_to_end(&mut self.bytes))
            .map(drop)
            .map_err(CopiesError::file(&*path))
    }
}

/// Bytes that the entry in hand still needs, by what its head says.
fn bytes_missing(bytes: &[u8]) -> u64 {
    let length = bytes.first_chunk::<4>().map_or(0, |length| u64::from(u32::from_le_bytes(*length)));
    (length + HEAD_BYTES as u64)
        .saturating_sub(bytes.len() as u64)
        .min(2 * super::limits::NOTE_BYTES_MAX as u64)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], place: u64) -> Option<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, place).ok()
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut place: u64) -> Option<()> {
    while !bytes.is_empty() {
        let read =
            std::os::windows::fs::FileExt::seek_read(file, bytes, place).ok().filter(|read| *read > 0)?;
        place += read as u64;
        bytes = bytes.get_mut(read..)?;
    }
    Some(())
}
