//! Files as they lie on the disk: sealed, under a name that says nothing, opened into a temporary file without one.
//!
//! A file is sealed in chunks with the key of its brand, each tied to the file and to its place, so that chunks can be
//! neither swapped nor dropped; the last one says that it is the last.

use std::{
    fmt::Write as _,
    fs::{self, File, TryLockError},
    io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

use domain::id::{EvidenceFileId, TenantId};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{Vault, VaultError, http::ApiError};

/// Bytes of a chunk before it is sealed: 256 KiB.
const CHUNK_BYTES: usize = 256 << 10;
/// What the name of a file starts with as long as it is not whole.
const PARTIAL: &str = ".partial-";
/// What every sealed file starts with.
const MAGIC: &[u8; 8] = b"KOSMOSF1";

/// Why a kept file cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// The disk did not do as asked.
    #[error("a kept file cannot be used: {0}")]
    Io(#[from] io::Error),
    /// The file is not the one that was kept.
    #[error("a kept file is damaged")]
    Damaged,
    /// It does not open with the keys of this installation.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        tracing::error!(%error, "a file could not be kept or opened");
        Self::broken()
    }
}

/// Does slow work on files off the threads that answer requests.
pub(crate) async fn off_the_loop<T, E>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, ApiError>
where
    T: Send + 'static,
    E: Into<ApiError> + Send + 'static,
{
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "work on a file was cut off");
        ApiError::broken()
    })?;
    done.map_err(Into::into)
}

/// Bytes as hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The SHA-256 and the size of a file.
pub(crate) fn hash_of(file: &mut File) -> io::Result<(Vec<u8>, u64)> {
    let mut hasher = Sha256::new();
    file.rewind()?;
    let mut buffer = vec![0; CHUNK_BYTES];
    let mut bytes = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => {
                bytes += read as u64;
                hasher.update(buffer.get(..read).unwrap_or_default());
            }
        }
    }
    file.rewind()?;
    Ok((hasher.finalize().to_vec(), bytes))
}

/// The folder in the data folder that holds the kept files of all brands, a folder for each.
const FOLDER: &str = "files";
/// The folder of a brand's evidence, within that of the brand.
const EVIDENCE_FOLDER: &str = "evidence";

/// Which of the kept files one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeptFile {
    /// An imported file, by its SHA-256: the same file twice is one.
    Import {
        /// Whose it is.
        tenant: TenantId,
        /// Its hash.
        sha256: Vec<u8>,
    },
    /// A file of evidence, by its id: each is thrown away in its own time.
    Evidence {
        /// Whose it is.
        tenant: TenantId,
        /// Which one.
        id: EvidenceFileId,
    },
}

impl KeptFile {
    const fn tenant(&self) -> TenantId {
        match self {
            Self::Import { tenant, .. } | Self::Evidence { tenant, .. } => *tenant,
        }
    }

    /// What tells it from the other files of the brand.
    fn key(&self) -> &[u8] {
        match self {
            Self::Import { sha256, .. } => sha256,
            Self::Evidence { id, .. } => id.as_bytes(),
        }
    }

    fn folder(&self, data_dir: &Path) -> PathBuf {
        match self {
            Self::Import { tenant, .. } => folder_of(data_dir, *tenant),
            Self::Evidence { tenant, .. } => evidence_folder_of(data_dir, *tenant),
        }
    }

    fn path(&self, data_dir: &Path) -> PathBuf {
        self.folder(data_dir).join(hex(self.key()))
    }

    /// What ties a chunk to its place.
    fn place(&self, number: u64, is_last: bool) -> Vec<u8> {
        let mut place = self.tenant().uuid().as_bytes().to_vec();
        place.extend_from_slice(self.key());
        place.extend_from_slice(&number.to_be_bytes());
        place.push(u8::from(is_last));
        place
    }
}

fn folder_of(data_dir: &Path, tenant: TenantId) -> PathBuf {
    data_dir.join(FOLDER).join(tenant.uuid().simple().to_string())
}

fn evidence_folder_of(data_dir: &Path, tenant: TenantId) -> PathBuf {
    folder_of(data_dir, tenant).join(EVIDENCE_FOLDER)
}

/// Keeps a file. One that is kept already is left as it is; a half-written one never appears.
pub(crate) fn keep(
    vault: &Vault,
    data_dir: &Path,
    kept: &KeptFile,
    file: &mut File,
) -> Result<(), FileError> {
    let path = kept.path(data_dir);
    if path.exists() {
        return Ok(());
    }
    let folder = kept.folder(data_dir);
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
    let partial = tempfile::Builder::new().prefix(PARTIAL).tempfile_in(&folder)?;
    // Says to those who clear up that somebody is writing; it ends with the process.
    partial.as_file().lock()?;
    let mut out = BufWriter::new(partial.as_file());
    out.write_all(MAGIC)?;
    file.rewind()?;
    let mut chunk = read_chunk(file)?;
    let mut number = 0;
    loop {
        let next = if chunk.len() < CHUNK_BYTES { Vec::new() } else { read_chunk(file)? };
        let is_last = next.is_empty();
        let sealed = vault.seal_chunk(kept.tenant(), &kept.place(number, is_last), &chunk);
        let length = u32::try_from(sealed.len()).map_err(|_| FileError::Damaged)?;
        out.write_all(&length.to_be_bytes())?;
        out.write_all(&sealed)?;
        if is_last {
            break;
        }
        (chunk, number) = (next, number + 1);
    }
    out.flush()?;
    drop(out);
    partial.as_file().sync_all()?;
    partial.persist(&path).map_err(|error| error.error)?;
    // The name must be as lasting as what will be written down for it.
    File::open(&folder)?.sync_all()?;
    Ok(())
}

/// Throws away the beginnings of files that a process left behind when it was cut off; says how many.
pub(crate) fn forget_partials(data_dir: &Path) -> io::Result<usize> {
    let folders = match fs::read_dir(data_dir.join(FOLDER)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        folders => folders?,
    };
    let mut forgotten = 0;
    for folder in folders {
        let folder = folder?;
        if !folder.file_type()?.is_dir() {
            continue;
        }
        forgotten += forget_partials_in(&folder.path())?;
        let evidence = folder.path().join(EVIDENCE_FOLDER);
        if evidence.is_dir() {
            forgotten += forget_partials_in(&evidence)?;
        }
    }
    Ok(forgotten)
}

fn forget_partials_in(folder: &Path) -> io::Result<usize> {
    let mut forgotten = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PARTIAL) {
            forgotten += usize::from(forget_unless_written(&entry.path())?);
        }
    }
    Ok(forgotten)
}

/// The files of evidence that lie in the folder of a brand, whether or not anything knows of them.
pub(crate) fn evidence_there(data_dir: &Path, tenant: TenantId) -> io::Result<Vec<EvidenceFileId>> {
    let entries = match fs::read_dir(evidence_folder_of(data_dir, tenant)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        found
            .extend(name.to_str().and_then(|name| Uuid::try_parse(name).ok()).map(EvidenceFileId::from_uuid));
    }
    Ok(found)
}

/// `false` when somebody is writing it, or has just given it its name.
fn forget_unless_written(path: &Path) -> io::Result<bool> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        file => file?,
    };
    match file.try_lock() {
        Ok(()) => fs::remove_file(path).map(|()| true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn read_chunk(file: &mut File) -> io::Result<Vec<u8>> {
    let mut chunk = Vec::with_capacity(CHUNK_BYTES);
    io::Read::by_ref(file).take(CHUNK_BYTES as u64).read_to_end(&mut chunk)?;
    Ok(chunk)
}

/// Opens a kept file into a temporary one that has no name and goes away with its handle.
pub(crate) fn open(vault: &Vault, data_dir: &Path, kept: &KeptFile) -> Result<File, FileError> {
    let mut sealed = BufReader::new(File::open(kept.path(data_dir))?);
    let mut magic = [0; MAGIC.len()];
    sealed.read_exact(&mut magic)?;
    if &magic != MAGIC {
        return Err(FileError::Damaged);
    }
    let mut plain = tempfile::tempfile_in(data_dir)?;
    let mut number = 0;
    loop {
        let mut length = [0; 4];
        sealed.read_exact(&mut length).map_err(|_| FileError::Damaged)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > CHUNK_BYTES + 64 {
            return Err(FileError::Damaged);
        }
        let mut chunk = vec![0; length];
        sealed.read_exact(&mut chunk).map_err(|_| FileError::Damaged)?;
        if let Ok(opened) = vault.open_chunk(kept.tenant(), &kept.place(number, false), &chunk) {
            plain.write_all(&opened)?;
            number += 1;
            continue;
        }
        let opened = vault.open_chunk(kept.tenant(), &kept.place(number, true), &chunk)?;
        plain.write_all(&opened)?;
        plain.rewind()?;
        return Ok(plain);
    }
}

/// Throws a kept file away; one that is gone already is no failure.
pub(crate) fn forget(data_dir: &Path, kept: &KeptFile) -> io::Result<()> {
    match fs::remove_file(kept.path(data_dir)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jobs::Ids;

    use super::*;

    fn kept(content: &[u8]) -> (tempfile::TempDir, Vault, KeptFile) {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::from_master(&[3; 32], Ids::seeded(1));
        let tenant = TenantId::from_uuid(uuid::Uuid::from_u128(9));
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        let (sha256, bytes) = hash_of(&mut file).unwrap();
        assert_eq!(bytes, content.len() as u64);
        let kept = KeptFile::Import { tenant, sha256 };
        keep(&vault, folder.path(), &kept, &mut file).unwrap();
        (folder, vault, kept)
    }

    #[test]
    fn a_kept_file_comes_back_whole_whatever_its_size() {
        for size in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, CHUNK_BYTES * 2] {
            let content: Vec<u8> = (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let (folder, vault, file) = kept(&content);
            let mut back = Vec::new();
            open(&vault, folder.path(), &file).unwrap().read_to_end(&mut back).unwrap();
            assert!(back == content, "{size} bytes");
        }
    }

    #[test]
    fn the_beginning_of_a_file_is_forgotten_unless_somebody_writes_it() {
        let (data, vault, file) = kept(b"whole");
        let tenant = file.tenant();
        let evidence = KeptFile::Evidence { tenant, id: EvidenceFileId::from_uuid(Uuid::from_u128(4)) };
        keep(&vault, data.path(), &evidence, &mut tempfile::tempfile().unwrap()).unwrap();
        fs::write(evidence_folder_of(data.path(), tenant).join(format!("{PARTIAL}left")), "cut off").unwrap();
        let folder = folder_of(data.path(), tenant);
        let left = folder.join(format!("{PARTIAL}left"));
        fs::write(&left, "cut off").unwrap();
        let written = tempfile::Builder::new().prefix(PARTIAL).tempfile_in(&folder).unwrap();
        written.as_file().lock().unwrap();
        assert_eq!(forget_partials(data.path()).unwrap(), 2);
        assert!(!left.exists() && written.path().exists());
        assert!(file.path(data.path()).exists());
        assert_eq!(
            evidence_there(data.path(), tenant).unwrap(),
            [EvidenceFileId::from_uuid(Uuid::from_u128(4))]
        );
        assert_eq!(forget_partials(&data.path().join("nowhere")).unwrap(), 0);
    }

    #[test]
    fn a_kept_file_cannot_be_read_shortened_or_changed_on_the_disk() {
        let content = "13800000000 ".repeat(40_000);
        let (folder, vault, file) = kept(content.as_bytes());
        let path = file.path(folder.path());
        let sealed = fs::read(&path).unwrap();
        assert!(!sealed.windows(11).any(|window| window == b"13800000000"));
        let first_chunk = 8 + 4 + CHUNK_BYTES + 28;
        let mut changed = sealed.clone();
        changed[100] ^= 1;
        for damaged in [&sealed[..first_chunk], &sealed[..20], &changed[..], b"nothing of ours"] {
            fs::write(&path, damaged).unwrap();
            assert!(open(&vault, folder.path(), &file).is_err());
        }
    }
}
