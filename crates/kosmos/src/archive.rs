//! The form of a backup: one compressed tar archive.
//!
//! First comes `manifest.json`, which says what made the archive; then the key, the database and the files, under the
//! names that they have in a data folder; last `SHA256SUMS` with the digest of everything before it, in the form
//! that `sha256sum --check` reads. An archive that was cut off has no sums.
//!
//! Invariants: everything is streamed, so that memory does not grow with the data; what has another name than
//! those, or is no ordinary file, is not part of a backup.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The version of this form.
pub const FORMAT: u32 = 1;
/// The first entry.
pub const MANIFEST: &str = "manifest.json";
/// The last entry.
pub const SUMS: &str = "SHA256SUMS";
/// The database in the data folder.
pub const DATABASE_FILE: &str = "kosmos.db";
/// The key of the installation.
pub const KEY: &str = "master.key";
/// The folder of uploaded files.
pub const FILES: &str = "files";
/// Entries that a backup may have.
pub const ENTRIES_MAX: usize = 1_000_000;
/// Bytes that the manifest may have.
pub const MANIFEST_BYTES_MAX: u64 = 64 * 1024;
/// Bytes that the sums may have.
pub const SUMS_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Characters of a digest.
const SUM_CHARS: usize = 64;

/// What made a backup, and of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`] when it was made.
    pub format: u32,
    /// The version of the program.
    pub kosmos: String,
    /// The version of the schema of the database.
    pub schema: i64,
    /// Which database it is of; that of PostgreSQL is not inside.
    pub database: Kind,
    /// When it was begun, as RFC 3339.
    pub created_at: String,
}

/// The databases that a backup can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The file is inside.
    Sqlite,
    /// The server keeps it; its own tools save it.
    Postgres,
}

/// Digests by the name of the entry.
pub type Sums = BTreeMap<String, String>;

/// The sums as the last entry holds them.
pub fn sums_text(sums: &Sums) -> String {
    let lines: Vec<String> = sums.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect();
    lines.concat()
}

/// Reads what [`sums_text`] wrote; `None` when it is something else.
pub fn sums_of(text: &str) -> Option<Sums> {
    let line = |line: &str| line.split_once("  ").map(|(digest, name)| (name.to_owned(), digest.to_owned()));
    text.lines().map(line).collect()
}

/// Whether an entry has a name that a backup may hold: a known file, or a path below [`FILES`] that stays there.
pub fn is_name(name: &Path) -> bool {
    let Some(text) = name.to_str() else { return false };
    let stays = name.components().all(|part| matches!(part, Component::Normal(_)));
    let is_plain = name.components().collect::<PathBuf>().as_os_str() == name.as_os_str();
    let is_one_line = !text.chars().any(char::is_control);
    let known = [MANIFEST, SUMS, KEY, DATABASE_FILE].contains(&text);
    stays && is_plain && is_one_line && (known || (name.starts_with(FILES) && name != Path::new(FILES)))
}

/// Passes a stream on and takes its digest.
#[derive(Debug)]
pub struct Summing<R> {
    inner: R,
    digest: Sha256,
    bytes: u64,
}

impl<R: Read> Summing<R> {
    /// Takes the digest of what is read from `inner`.
    pub fn new(inner: R) -> Self {
        Self { inner, digest: Sha256::new(), bytes: 0 }
    }

    /// How much was read so far.
    pub const fn bytes_read(&self) -> u64 {
        self.bytes
    }

    /// The digest of what was read so far, in hexadecimal digits.
    pub fn sum(self) -> String {
        use std::fmt::Write as _;
        let mut text = String::with_capacity(SUM_CHARS);
        for byte in self.digest.finalize() {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl<R: Read> Read for Summing<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(target)?;
        self.digest.update(target.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_the_folder_are_none_of_a_backup() {
        for (name, expected) in [
            ("kosmos.db", true),
            ("master.key", true),
            ("files/ab/cd.bin", true),
            ("files", false),
            ("files/../../etc/passwd", false),
            ("../files/a", false),
            ("/etc/passwd", false),
            ("files/./a", false),
            ("files//a", false),
            ("kosmos.db-wal", false),
            ("files/a\nb", false),
            ("", false),
        ] {
            assert_eq!(is_name(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn sums_survive_their_text_form() {
        let sums = Sums::from([("files/a  b".into(), "00ff".into()), ("kosmos.db".into(), "aa".into())]);
        assert_eq!(sums_of(&sums_text(&sums)), Some(sums));
        assert_eq!(sums_of("no sums"), None);
    }

    #[test]
    fn a_digest_is_that_of_what_was_read() {
        let mut summing = Summing::new(&b"abc"[..]);
        io::copy(&mut summing, &mut io::sink()).unwrap();
        assert_eq!(summing.sum(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
