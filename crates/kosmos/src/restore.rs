//! Bringing a backup back into a data folder.
//!
//! Everything is unpacked and checked in a folder aside, within the data folder, and takes its place when it is
//! known to be whole. While it does, a mark says so: a program that finds the mark does not open the data, and
//! another restore begins again. What was there before is kept in a folder of its own.

use std::{
    ffi::OsString,
    fs::{self, File, Permissions},
    io::{self, Read as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use db::Db;
use domain::time::Instant;
use flate2::read::GzDecoder;
use tar::EntryType;

use crate::{
    archive::{
        DATABASE_FILE, ENTRIES_MAX, FILES, FORMAT, KEY, Kind, MANIFEST, MANIFEST_BYTES_MAX, Manifest, SUMS,
        SUMS_BYTES_MAX, Summing, Sums, is_name, sums_of,
    },
    failure::{Failure, Outcome},
    installation::{Place, RESTORE_MARK},
};

/// Where a backup is unpacked.
const STAGE: &str = ".restoring";
/// What a folder of things that were there before starts with.
const BEFORE: &str = "before-restore-";
/// What may have to make way, and what SQLite keeps beside its file.
const OWN_NAMES: [&str; 5] = [DATABASE_FILE, "kosmos.db-wal", "kosmos.db-shm", KEY, FILES];
/// Folders are for their owner alone.
const FOLDER_MODE: u32 = 0o700;
/// So are files.
const FILE_MODE: u32 = 0o600;

/// Why a backup is not taken.
enum Refusal {
    /// The archive cannot be read to its end, or its sums do not agree.
    Damaged,
    /// It is something else than a backup.
    NoBackup,
    /// It has another form.
    Format(u64),
    /// Its database is of a later version.
    Schema(Manifest),
    /// It holds an entry that no backup has.
    Entry(String),
    /// The data folder cannot be written.
    Folder(io::Error),
}

/// Brings the backup at `source` into the data folder. What is there already makes way only when `replace` says so.
pub fn restore(place: &Place, source: &Path, replace: bool, now: Instant) -> Outcome<Manifest> {
    let archive = File::open(source).map_err(|error| Failure::file(source, &error))?;
    let is_own_file = place.database_file().is_none_or(|path| path == place.folder.join(DATABASE_FILE));
    if !is_own_file {
        return Err(Failure::refused(
            "恢复只写入数据文件夹；请不要设置 database_url。",
            "A backup is restored into a data folder; leave database_url unset.",
        ));
    }
    place.make_folder()?;
    let tenure = place.take_even_if_unfinished()?;
    let folder = &place.folder;
    if !replace && !folder.join(RESTORE_MARK).exists() && !is_empty(folder)? {
        let folder = folder.display();
        return Err(Failure::refused(
            format!("{folder} 不是空的；用 --replace 恢复时，原有数据会保留在其中的 {BEFORE}… 文件夹。"),
            format!(
                "{folder} is not empty; with --replace, what is there is kept in a folder {BEFORE}… within."
            ),
        ));
    }
    let stage = folder.join(STAGE);
    let manifest = unpack(archive, &stage, place.kind()).map_err(|refusal| {
        // What is left of it is in nobody's way, and is removed by the next restore.
        let _ = fs::remove_dir_all(&stage);
        sentence(refusal, source, folder)
    })?;
    exchange(folder, &stage, now).map_err(|error| Failure::file(folder, &error))?;
    drop(tenure);
    Ok(manifest)
}

fn is_empty(folder: &Path) -> Outcome<bool> {
    let ours = |name: &OsString| {
        let name = name.to_string_lossy();
        name == STAGE || name == "lost+found" || name == format!("{DATABASE_FILE}.lock")
    };
    let unread = |error: io::Error| Failure::file(folder, &error);
    for entry in fs::read_dir(folder).map_err(unread)? {
        if !ours(&entry.map_err(unread)?.file_name()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Unpacks and checks the archive in an empty folder `stage`.
fn unpack(archive: File, stage: &Path, wanted: Kind) -> Result<Manifest, Refusal> {
    if stage.exists() {
        fs::remove_dir_all(stage).map_err(Refusal::Folder)?;
    }
    fs::create_dir(stage).map_err(Refusal::Folder)?;
    fs::set_permissions(stage, Permissions::from_mode(FOLDER_MODE)).map_err(Refusal::Folder)?;
    let mut tar = tar::Archive::new(GzDecoder::new(io::BufReader::new(archive)));
    let (mut found, mut listed, mut manifest) = (Sums::new(), None, None);
    for entry in tar.entries().map_err(|_| Refusal::NoBackup)? {
        let is_first = manifest.is_none();
        let mut entry = entry.map_err(|_| if is_first { Refusal::NoBackup } else { Refusal::Damaged })?;
        let name = checked_name(&entry)?;
        if listed.is_some() || found.contains_key(&name) || found.len() >= ENTRIES_MAX {
            return Err(Refusal::Entry(name));
        }
        match name.as_str() {
            MANIFEST => {
                let (read, sum) = manifest_of(&mut entry, wanted)?;
                manifest = Some(read);
                found.insert(name, sum);
            }
            _ if is_first => return Err(Refusal::NoBackup),
            SUMS => listed = sums_of(&text_of(&mut entry, SUMS_BYTES_MAX)?),
            _ => {
                let sum = unpack_file(&mut entry, &stage.join(&name))?;
                found.insert(name, sum);
            }
        }
    }
    read_to_end(tar.into_inner())?;
    let is_whole = listed.is_some_and(|listed| listed == found) && found.contains_key(KEY);
    manifest.filter(|_| is_whole).ok_or(Refusal::Damaged)
}

fn checked_name(entry: &tar::Entry<'_, impl io::Read>) -> Result<String, Refusal> {
    let path = entry.path().map_err(|_| Refusal::Damaged)?;
    let name = path.to_string_lossy().into_owned();
    let ordinary = entry.header().entry_type() == EntryType::Regular;
    if ordinary && is_name(&path) { Ok(name) } else { Err(Refusal::Entry(name)) }
}

fn text_of(entry: impl io::Read, bytes_max: u64) -> Result<String, Refusal> {
    let mut text = String::new();
    entry.take(bytes_max).read_to_string(&mut text).map_err(|_| Refusal::Damaged)?;
    Ok(text)
}

fn manifest_of(entry: impl io::Read, wanted: Kind) -> Result<(Manifest, String), Refusal> {
    let mut summing = Summing::new(entry);
    let text = text_of(&mut summing, MANIFEST_BYTES_MAX)?;
    let value: serde_json::Value = serde_json::from_str(&text).map_err(|_| Refusal::NoBackup)?;
    let format = value.get("format").and_then(serde_json::Value::as_u64).ok_or(Refusal::NoBackup)?;
    if format != u64::from(FORMAT) {
        return Err(Refusal::Format(format));
    }
    let manifest: Manifest = serde_json::from_value(value).map_err(|_| Refusal::Damaged)?;
    if manifest.schema > Db::newest_version() || manifest.database != wanted {
        return Err(Refusal::Schema(manifest));
    }
    Ok((manifest, summing.sum()))
}

fn unpack_file(entry: impl io::Read, target: &Path) -> Result<String, Refusal> {
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent).map_err(Refusal::Folder)?;
    }
    let file = File::options().write(true).create_new(true).mode(FILE_MODE).open(target);
    let mut file = file.map_err(Refusal::Folder)?;
    let mut summing = Summing::new(entry);
    io::copy(&mut summing, &mut file).map_err(|error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Refusal::Folder(error),
        _ => Refusal::Damaged,
    })?;
    file.sync_all().map_err(Refusal::Folder)?;
    Ok(summing.sum())
}

/// The compressed stream has a sum of its own at its end.
fn read_to_end(mut rest: impl io::Read) -> Result<(), Refusal> {
    io::copy(&mut rest, &mut io::sink()).map(drop).map_err(|_| Refusal::Damaged)
}

/// Puts what was unpacked in its place, under a mark that another restore can go on from.
fn exchange(folder: &Path, stage: &Path, now: Instant) -> io::Result<()> {
    let mark = folder.join(RESTORE_MARK);
    if !mark.exists() {
        let moment: String = now.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
        let fresh = stage.join(RESTORE_MARK);
        fs::write(&fresh, format!("{BEFORE}{moment}"))?;
        File::open(&fresh)?.sync_all()?;
        fs::rename(fresh, &mark)?;
        sync(folder)?;
    }
    let before = folder.join(fs::read_to_string(&mark)?);
    for name in OWN_NAMES {
        make_way(&folder.join(name), &before, name)?;
    }
    for name in OWN_NAMES {
        let staged = stage.join(name);
        if staged.exists() {
            fs::rename(staged, folder.join(name))?;
        }
    }
    sync(folder)?;
    fs::remove_dir_all(stage)?;
    fs::remove_file(mark)?;
    sync(folder)
}

/// Moves what stands in the way aside. What an earlier restore had put there before it was cut off is removed.
fn make_way(path: &Path, before: &Path, name: &str) -> io::Result<()> {
    if !path.exists() {
        return Ok(());
    }
    let kept = before.join(name);
    if kept.exists() {
        return if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
    if !before.exists() {
        fs::create_dir(before)?;
        fs::set_permissions(before, Permissions::from_mode(FOLDER_MODE))?;
    }
    fs::rename(path, kept)
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn sentence(refusal: Refusal, source: &Path, folder: &Path) -> Failure {
    let path = source.display();
    match refusal {
        Refusal::Folder(error) => Failure::file(folder, &error),
        Refusal::Damaged => Failure::refused(
            format!("备份 {path} 已损坏或不完整；请换另一份备份。"),
            format!("The backup {path} is damaged or was cut off; take another one."),
        ),
        Refusal::NoBackup => Failure::refused(
            format!("{path} 不是 Kosmos 的备份。"),
            format!("{path} is no backup of Kosmos."),
        ),
        Refusal::Format(format) => Failure::refused(
            format!("备份 {path} 的格式版本是 {format}，本程序只读 {FORMAT}；请用制作它的 Kosmos 版本恢复。"),
            format!(
                "The backup {path} has the form {format}, and this version reads {FORMAT}; restore it with the version of Kosmos that made it."
            ),
        ),
        Refusal::Entry(name) => Failure::refused(
            format!("备份 {path} 含有不属于备份的内容 {name:?}，已拒绝。"),
            format!("The backup {path} holds {name:?}, which no backup of Kosmos holds; it is refused."),
        ),
        Refusal::Schema(manifest) => schema_sentence(&manifest, source),
    }
}

fn schema_sentence(manifest: &Manifest, source: &Path) -> Failure {
    let path = source.display();
    let Manifest { kosmos, schema, database, .. } = manifest;
    if *schema > Db::newest_version() {
        return Failure::refused(
            format!("备份 {path} 由更新的 Kosmos {kosmos} 制作；请用该版本或更新的版本恢复。"),
            format!(
                "The backup {path} was made by Kosmos {kosmos}, which is newer; restore it with that version."
            ),
        );
    }
    match database {
        Kind::Sqlite => Failure::refused(
            format!("备份 {path} 含 SQLite 数据库，而设置的是 PostgreSQL；请不要设置 database_url。"),
            format!(
                "The backup {path} holds an SQLite database and PostgreSQL is set; leave database_url unset."
            ),
        ),
        Kind::Postgres => Failure::refused(
            format!("备份 {path} 属于 PostgreSQL 上的数据；请用 --database-url 指明数据库。"),
            format!(
                "The backup {path} belongs to data on PostgreSQL; name the database with --database-url."
            ),
        ),
    }
}
