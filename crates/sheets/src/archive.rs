//! The container of a workbook, opened under limits: nothing that its headers say is believed.
//!
//! The declared sizes are checked before anything is unpacked, and each part may unpack to what it declared and
//! not a byte more, so an archive that lies is caught while it lies.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use zip::{ZipArchive, read::ZipFile, result::ZipError};

use crate::{
    error::SheetError,
    limits::{ARCHIVE_DIRECTORY_BYTES_MAX, Limits, UNPACKED_RATIO_FREE_BYTES},
};

/// Bytes at the end of a ZIP file that hold its last record: 22, and a comment of at most 65,535.
const TAIL_BYTES: u64 = 22 + 65_535;
const READ_BUFFER_BYTES: usize = 64 << 10;

/// An opened container.
#[derive(Debug)]
pub(crate) struct Archive {
    zip: ZipArchive<Budgeted>,
    parts: Vec<PartName>,
}

/// A part's name as it is looked up: small letters, forward slashes, no slash in front.
#[derive(Debug)]
struct PartName {
    name: String,
    index: usize,
    unpacked_bytes: u64,
}

impl Archive {
    /// Opens the container and holds its directory against the limits.
    pub(crate) fn open(mut file: File, limits: &Limits) -> Result<Self, SheetError> {
        require_end_record(&mut file)?;
        let budget = Arc::new(AtomicU64::new(ARCHIVE_DIRECTORY_BYTES_MAX + TAIL_BYTES));
        let reader =
            Budgeted { file: BufReader::with_capacity(READ_BUFFER_BYTES, file), left: Arc::clone(&budget) };
        let opened = ZipArchive::new(reader);
        let too_many = || SheetError::TooManyEntries { max: limits.archive_entries_max };
        if budget.swap(u64::MAX, Ordering::Relaxed) == 0 {
            return Err(too_many());
        }
        let mut zip = opened.map_err(refusal)?;
        if zip.len() > limits.archive_entries_max {
            return Err(too_many());
        }
        let parts = list_parts(&mut zip, limits)?;
        Ok(Self { zip, parts })
    }

    /// Whether the archive has this part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Whether a part lies under this folder.
    pub(crate) fn has_under(&self, folder: &str) -> bool {
        self.parts.iter().any(|part| part.name.starts_with(folder))
    }

    /// Opens a part for reading; `None` where there is none.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Part<'_>>, SheetError> {
        let Some((index, unpacked_bytes)) = self.find(name).map(|part| (part.index, part.unpacked_bytes))
        else {
            return Ok(None);
        };
        let file = self.zip.by_index(index).map_err(refusal)?;
        Ok(Some(Part { file, left: unpacked_bytes, unpacked_bytes }))
    }

    fn find(&self, name: &str) -> Option<&PartName> {
        let wanted = lookup_name(name);
        self.parts.iter().find(|part| part.name == wanted)
    }
}

fn lookup_name(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

fn list_parts(zip: &mut ZipArchive<Budgeted>, limits: &Limits) -> Result<Vec<PartName>, SheetError> {
    let mut parts = Vec::with_capacity(zip.len());
    let mut total = 0_u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(refusal)?;
        if entry.encrypted() {
            return Err(SheetError::PasswordProtected);
        }
        let (packed, unpacked) = (entry.compressed_size(), entry.size());
        let ratio_counts = unpacked > UNPACKED_RATIO_FREE_BYTES;
        if ratio_counts && unpacked / packed.max(1) > limits.unpacked_ratio_max {
            return Err(SheetError::ArchiveBomb);
        }
        total = total.saturating_add(unpacked);
        let name = entry.name().map_err(refusal)?;
        parts.push(PartName { name: lookup_name(&name), index, unpacked_bytes: unpacked });
    }
    if total > limits.unpacked_bytes_max { Err(SheetError::ArchiveBomb) } else { Ok(parts) }
}

/// A download that broke off has no end record; looking for it through the whole file would be in vain.
fn require_end_record(file: &mut File) -> Result<(), SheetError> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
    let mut tail = Vec::new();
    Read::by_ref(file).take(TAIL_BYTES).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    memchr::memmem::find(&tail, b"PK\x05\x06").map(|_| ()).ok_or(SheetError::damaged("end of the archive"))
}

fn refusal(error: ZipError) -> SheetError {
    match error {
        ZipError::Io(error) => error.into(),
        _ => SheetError::damaged("directory of the archive"),
    }
}

/// A part being unpacked, held to the size that it declared.
pub(crate) struct Part<'a> {
    file: ZipFile<'a, Budgeted>,
    left: u64,
    unpacked_bytes: u64,
}

impl Part<'_> {
    /// Bytes unpacked so far and bytes declared.
    pub(crate) const fn progress(&self) -> (u64, u64) {
        (self.unpacked_bytes - self.left, self.unpacked_bytes)
    }
}

impl Read for Part<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::Other => io::Error::new(io::ErrorKind::InvalidData, error),
            _ => error,
        })?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other(SheetError::ArchiveBomb)),
        }
        Ok(count)
    }
}

/// A file of which only so many bytes may be read. While the directory is being read the budget keeps the
/// library from building a directory of millions of entries; afterwards it is lifted.
#[derive(Debug)]
pub(crate) struct Budgeted {
    file: BufReader<File>,
    left: Arc<AtomicU64>,
}

impl Read for Budgeted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == u64::MAX {
            return self.file.read(into);
        }
        let count = self.file.read(into)?;
        let after = left.saturating_sub(count as u64);
        self.left.store(after, Ordering::Relaxed);
        if after == 0 { Err(io::Error::other("the directory is over its budget")) } else { Ok(count) }
    }
}

impl Seek for Budgeted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
