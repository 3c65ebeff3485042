//! Taking a backup, also while the server runs.
//!
//! The database is copied as of one moment, then the files are added: a file that the copy knows was there before
//! it. The archive appears under its name when it is whole.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write},
    path::{Path, PathBuf},
};

use db::{Db, Dialect};
use domain::time::Instant;
use flate2::{Compression, write::GzEncoder};
use tar::{Builder, EntryType, Header};
use tempfile::NamedTempFile;

use crate::{
    archive::{
        DATABASE_FILE, ENTRIES_MAX, FILES, FORMAT, KEY, Kind, MANIFEST, Manifest, SUMS, Summing, Sums,
        sums_text,
    },
    failure::{Failure, Outcome},
    installation::Place,
};

/// The rights of every entry: its owner's alone.
const ENTRY_MODE: u32 = 0o600;

/// What a backup holds.
#[derive(Debug)]
pub struct Taken {
    /// What it is of.
    pub kind: Kind,
    /// Entries, manifest and sums apart.
    pub entries: usize,
    /// Bytes of the archive.
    pub bytes: u64,
}

/// Writes a backup of the installation to `target`, which must not be there yet.
pub async fn take(place: &Place, target: &Path, now: Instant) -> Outcome<Taken> {
    if target.exists() {
        return Err(exists(target));
    }
    place.refuse_unfinished()?;
    if !place.is_installation() {
        let folder = place.folder.display();
        return Err(Failure::refused(
            format!("{folder} 里没有可备份的数据；请用 --data-dir 指明数据文件夹。"),
            format!("There is nothing to back up in {folder}; name the data folder with --data-dir."),
        ));
    }
    let beside = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let scratch = tempfile::Builder::new().prefix(".kosmos-backup-").tempdir_in(beside);
    let scratch = scratch.map_err(|error| Failure::file(beside, &error))?;
    let db = place.connect().await?;
    let taken = take_from(&db, place, target, scratch.path(), now).await;
    db.close().await?;
    taken
}

async fn take_from(db: &Db, place: &Place, target: &Path, scratch: &Path, now: Instant) -> Outcome<Taken> {
    let kind = match db.dialect() {
        Dialect::Sqlite => Kind::Sqlite,
        Dialect::Postgres => Kind::Postgres,
    };
    let mut sources = vec![(KEY.to_owned(), place.folder.join(KEY))];
    if kind == Kind::Sqlite {
        let copy = scratch.join(DATABASE_FILE);
        db.copy_to(&copy).await?;
        sources.push((DATABASE_FILE.to_owned(), copy));
    }
    let manifest = Manifest {
        format: FORMAT,
        kosmos: env!("CARGO_PKG_VERSION").to_owned(),
        schema: db.version().await?,
        database: kind,
        created_at: now.to_string(),
    };
    let unwritten = |error: io::Error| Failure::file(target, &error);
    let part = NamedTempFile::new_in(scratch).map_err(unwritten)?;
    let files = place.folder.join(FILES);
    let entries = write(part.as_file(), &manifest, sources, &files).map_err(unwritten)?;
    let bytes = part.as_file().metadata().map_err(unwritten)?.len();
    part.persist_noclobber(target).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => exists(target),
        _ => unwritten(error.error),
    })?;
    Ok(Taken { kind, entries, bytes })
}

fn exists(target: &Path) -> Failure {
    let path = target.display();
    Failure::refused(
        format!("{path} 已经存在；请换一个文件名。"),
        format!("{path} is there already; choose another name."),
    )
}

fn write(
    part: &File,
    manifest: &Manifest,
    sources: Vec<(String, PathBuf)>,
    files: &Path,
) -> io::Result<usize> {
    let mut archive = Archive::new(GzEncoder::new(io::BufWriter::new(part), Compression::fast()));
    let text = serde_json::to_vec_pretty(manifest)?;
    archive.add(MANIFEST, text.len() as u64, text.as_slice())?;
    for (name, path) in sources {
        archive.add_file(&name, &path)?;
    }
    archive.add_folder(files)?;
    let entries = archive.sums.len() - 1;
    archive.finish()?.finish()?.flush()?;
    part.sync_all()?;
    Ok(entries)
}

/// An archive that is being written.
struct Archive<W: Write> {
    tar: Builder<W>,
    sums: Sums,
}

impl<W: Write> Archive<W> {
    fn new(target: W) -> Self {
        Self { tar: Builder::new(target), sums: Sums::new() }
    }

    fn add(&mut self, name: &str, bytes: u64, content: impl io::Read) -> io::Result<()> {
        if self.sums.len() >= ENTRIES_MAX {
            return Err(io::Error::other(format!("a backup holds {ENTRIES_MAX} files at the most")));
        }
        let mut summing = Summing::new(content);
        self.append(name, bytes, &mut summing)?;
        if summing.bytes_read() != bytes {
            return Err(io::Error::other(format!("{name} became shorter while it was read; try again")));
        }
        self.sums.insert(name.to_owned(), summing.sum());
        Ok(())
    }

    fn append(&mut self, name: &str, bytes: u64, content: impl io::Read) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes);
        header.set_mode(ENTRY_MODE);
        self.tar.append_data(&mut header, name, content)
    }

    /// Adds a file with the length that it has now, also when it grows meanwhile.
    fn add_file(&mut self, name: &str, path: &Path) -> io::Result<()> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        self.add(name, bytes, file.take(bytes))
    }

    /// Adds the files below a folder, in the order of their names. One that was removed meanwhile is left out.
    fn add_folder(&mut self, folder: &Path) -> io::Result<()> {
        let root = folder.parent().unwrap_or(folder);
        let mut open = vec![folder.to_owned()];
        while let Some(path) = open.pop() {
            let kind = match fs::symlink_metadata(&path) {
                Ok(metadata) => metadata.file_type(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            if kind.is_dir() {
                let below: io::Result<Vec<PathBuf>> =
                    fs::read_dir(&path)?.map(|entry| entry.map(|entry| entry.path())).collect();
                let mut below = below?;
                below.sort_unstable_by(|a, b| b.cmp(a));
                open.append(&mut below);
            } else if kind.is_file() && !is_beginning(&path) {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
                match self.add_file(&name, &path) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    added => added?,
                }
            }
        }
        Ok(())
    }

    /// Adds the sums and ends the archive.
    fn finish(mut self) -> io::Result<W> {
        let sums = sums_text(&self.sums);
        self.append(SUMS, sums.len() as u64, sums.as_bytes())?;
        self.tar.into_inner()
    }
}

/// A file whose name starts with a dot is being written and not whole yet.
fn is_beginning(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
