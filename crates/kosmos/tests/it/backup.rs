//! Backups: taken while writes go on, brought back whole, refused when they are not.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Output,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use crate::kit::{Server, complaint, kosmos};

const PATIENT: [&str; 4] = ["--sign-in-attempts-per-minute", "100000", "--log", "warn,kosmos=info"];

fn take(data: &Path, file: &Path) -> Output {
    kosmos(["backup", "--data-dir"]).arg(data).arg(file).output().unwrap()
}

fn bring_back(file: &Path, data: &Path, flags: &[&str]) -> Output {
    kosmos(["restore", "--data-dir"]).arg(data).arg(file).args(flags).output().unwrap()
}

/// The number of sessions, which is the number of sign-ins and the first run.
fn sessions(server: &Server) -> usize {
    let signed_in = server.sign_in();
    let list = server.get_with("/api/v1/sessions", &[("cookie", signed_in.cookie())]).json();
    list["items"].as_array().or(list.as_array()).unwrap().len() - 1
}

#[test]
fn a_backup_taken_while_writes_go_on_holds_every_write_acknowledged_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, again, file) =
        (folder.path().join("data"), folder.path().join("again"), folder.path().join("backup"));
    let server = Server::with(&data, &PATIENT);
    server.set_up();
    fs::create_dir_all(data.join("files/ab")).unwrap();
    let upload: Vec<u8> = (0..3_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    fs::write(data.join("files/ab/cd"), &upload).unwrap();
    fs::write(data.join("files/ab/.partial-ef"), "not whole").unwrap();

    let (acknowledged, enough) = (AtomicUsize::new(1), AtomicBool::new(false));
    let (before, after) = std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !enough.load(Ordering::SeqCst) {
                    assert!(server.sign_in().status < 300);
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        while acknowledged.load(Ordering::SeqCst) < 8 {
            std::thread::yield_now();
        }
        let before = acknowledged.load(Ordering::SeqCst);
        let taken = take(&data, &file);
        assert!(taken.status.success(), "{taken:?}");
        enough.store(true, Ordering::SeqCst);
        // Two writers may each have written once more than they know.
        (before, acknowledged.load(Ordering::SeqCst) + 2)
    });
    server.stop();

    let brought = bring_back(&file, &again, &[]);
    assert!(brought.status.success(), "{brought:?}");
    assert_eq!(fs::read(again.join("files/ab/cd")).unwrap(), upload);
    assert_eq!(names(&again.join("files/ab")), ["cd"]);
    assert_eq!(fs::read(again.join("master.key")).unwrap(), fs::read(data.join("master.key")).unwrap());
    let restored = sessions(&Server::with(&again, &PATIENT));
    assert!((before..=after).contains(&restored), "{before} <= {restored} <= {after}");
    assert_eq!(names(folder.path()), ["again", "backup", "data"]);
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

/// A small installation and a backup of it.
struct Small {
    folder: tempfile::TempDir,
    data: PathBuf,
    file: PathBuf,
}

impl Small {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (data, file) = (folder.path().join("data"), folder.path().join("backup"));
        let server = Server::of(&data);
        server.set_up();
        server.stop();
        let taken = take(&data, &file);
        assert!(taken.status.success(), "{taken:?}");
        Self { folder, data, file }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// The entries of an archive, to be written again with a change.
fn entries(file: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(fs::File::open(file).unwrap()));
    let read = |entry: Result<tar::Entry<'_, _>, std::io::Error>| {
        let mut entry = entry.unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut entry, &mut content).unwrap();
        (entry.path().unwrap().to_string_lossy().into_owned(), content)
    };
    archive.entries().unwrap().map(read).collect()
}

fn write(file: &Path, entries: &[(String, Vec<u8>)]) {
    let mut target =
        flate2::write::GzEncoder::new(fs::File::create(file).unwrap(), flate2::Compression::fast());
    for (name, content) in entries {
        let mut header = tar::Header::new_gnu();
        // Set byte by byte, for the library refuses names that leave the folder.
        let field = &mut header.as_old_mut().name;
        field[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_mode(0o600);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_cksum();
        target.write_all(header.as_bytes()).unwrap();
        target.write_all(content).unwrap();
        target.write_all(&vec![0; (512 - content.len() % 512) % 512]).unwrap();
    }
    target.write_all(&[0; 1_024]).unwrap();
    target.finish().unwrap();
}

fn with_manifest(small: &Small, from: &str, to: &str) -> Vec<(String, Vec<u8>)> {
    let mut entries = entries(&small.file);
    let text = String::from_utf8(entries[0].1.clone()).unwrap();
    assert!(text.contains(from), "{text}");
    entries[0].1 = text.replace(from, to).into_bytes();
    entries
}

#[test]
fn a_backup_that_is_none_or_not_whole_or_from_elsewhere_is_refused() {
    let small = Small::new();
    let bad = small.path("bad");
    let shown = bad.display();
    let damaged = format!("The backup {shown} is damaged or was cut off; take another one.");
    let good = entries(&small.file);
    let schema = format!("\"schema\": {}", db::Db::newest_version());

    let bytes = fs::read(&small.file).unwrap();
    fs::write(&bad, &bytes[..bytes.len() - 100]).unwrap();
    refused(&small, &damaged);
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    fs::write(&bad, &flipped).unwrap();
    refused(&small, &damaged);
    fs::write(&bad, "no archive at all").unwrap();
    refused(&small, &format!("{shown} is no backup of Kosmos."));

    let mut changed = good.clone();
    changed[2].1[100] ^= 1;
    write(&bad, &changed);
    refused(&small, &damaged);
    write(&bad, &good[..good.len() - 1]);
    refused(&small, &damaged);
    write(&bad, &with_manifest(&small, "\"format\": 1", "\"format\": 2"));
    refused(
        &small,
        &format!(
            "The backup {shown} has the form 2, and this version reads 1; restore it with the version of Kosmos that made it."
        ),
    );
    write(&bad, &with_manifest(&small, &schema, "\"schema\": 999"));
    refused(
        &small,
        &format!(
            "The backup {shown} was made by Kosmos 0.1.0, which is newer; restore it with that version."
        ),
    );
    for name in ["../outside", "/tmp/outside", "files/../../outside", "etc/passwd", "kosmos.db"] {
        let mut more = good.clone();
        more.insert(good.len() - 1, (name.to_owned(), b"x".to_vec()));
        write(&bad, &more);
        let reason =
            format!("The backup {shown} holds {name:?}, which no backup of Kosmos holds; it is refused.");
        refused(&small, &reason);
    }
    assert!(!small.path("outside").exists());
}

/// Restoring `bad` into an empty folder ends with 3 and this sentence, and leaves nothing in the folder.
fn refused(small: &Small, sentence: &str) {
    let target = small.path("target");
    let output = bring_back(&small.path("bad"), &target, &[]);
    assert_eq!(complaint(&output), (3, format!("kosmos: {sentence}")));
    assert_eq!(names(&target), ["kosmos.db.lock"]);
}

#[test]
fn what_is_there_makes_way_only_when_told_and_is_kept() {
    let small = Small::new();
    let data = small.data.display();
    let expected = format!(
        "kosmos: {data} is not empty; with --replace, what is there is kept in a folder before-restore-… within."
    );
    assert_eq!(complaint(&bring_back(&small.file, &small.data, &[])), (3, expected));

    let key = fs::read(small.data.join("master.key")).unwrap();
    fs::write(small.data.join("master.key"), "another key").unwrap();
    assert!(bring_back(&small.file, &small.data, &["--replace"]).status.success());
    assert_eq!(fs::read(small.data.join("master.key")).unwrap(), key);
    let kept = names(&small.data).into_iter().find(|name| name.starts_with("before-restore-")).unwrap();
    assert_eq!(fs::read(small.data.join(kept).join("master.key")).unwrap(), b"another key");
    assert_eq!(sessions(&Server::of(&small.data)), 1);
}

#[test]
fn a_folder_that_is_served_is_not_restored_into() {
    let small = Small::new();
    let server = Server::of(&small.data);
    let (code, sentence) = complaint(&bring_back(&small.file, &small.data, &["--replace"]));
    assert_eq!(code, 3);
    assert!(sentence.ends_with("is served by another kosmos process; stop that one first."), "{sentence}");
    drop(server);
}

#[test]
fn a_restore_that_was_cut_off_is_not_served_and_can_be_finished() {
    let small = Small::new();
    let key = fs::read(small.data.join("master.key")).unwrap();
    // As if it had been killed when the old database had made way and the new key was in its place.
    let kept = small.data.join("before-restore-x");
    fs::create_dir(&kept).unwrap();
    fs::rename(small.data.join("kosmos.db"), kept.join("kosmos.db")).unwrap();
    fs::write(kept.join("master.key"), "the old key").unwrap();
    fs::write(small.data.join("restore.unfinished"), "before-restore-x").unwrap();
    let serve = kosmos(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(&small.data).output().unwrap();
    let data = small.data.display();
    let sentence = format!("kosmos: The last restore of {data} was cut off; run `kosmos restore` again.");
    assert_eq!(complaint(&serve), (3, sentence.clone()));
    assert_eq!(complaint(&take(&small.data, &small.path("another"))), (3, sentence));

    assert!(bring_back(&small.file, &small.data, &[]).status.success());
    assert_eq!(fs::read(small.data.join("master.key")).unwrap(), key);
    assert_eq!(names(&kept), ["kosmos.db", "master.key"]);
    assert_eq!(fs::read(kept.join("master.key")).unwrap(), b"the old key");
    assert_eq!(sessions(&Server::of(&small.data)), 1);
}

#[test]
fn a_backup_replaces_nothing_and_needs_something_to_save() {
    let small = Small::new();
    let shown = small.file.display();
    let expected = format!("kosmos: {shown} is there already; choose another name.");
    assert_eq!(complaint(&take(&small.data, &small.file)), (3, expected));
    let empty = small.path("empty");
    fs::create_dir(&empty).unwrap();
    let expected = format!(
        "kosmos: There is nothing to back up in {}; name the data folder with --data-dir.",
        empty.display()
    );
    assert_eq!(complaint(&take(&empty, &small.path("other"))), (3, expected));
    assert!(names(&empty).is_empty());
}

#[tokio::test]
async fn on_postgresql_the_key_and_the_files_are_saved_and_the_rest_is_pointed_out() {
    let db = db::testing::TestDb::of(db::Dialect::Postgres).await;
    let folder = tempfile::tempdir().unwrap();
    let (data, again, file) =
        (folder.path().join("data"), folder.path().join("again"), folder.path().join("backup"));
    let url = ["--database-url", db.url.as_str()];
    let server = Server::with(&data, &url);
    server.set_up();
    server.stop();
    fs::create_dir(data.join("files")).unwrap();
    fs::write(data.join("files/upload"), "x").unwrap();
    let taken = kosmos(["backup", "--data-dir"]).arg(&data).arg(&file).args(url).output().unwrap();
    assert!(taken.status.success(), "{taken:?}");
    assert!(String::from_utf8_lossy(&taken.stdout).contains("pg_dump --format=custom"));
    let (code, sentence) = complaint(&bring_back(&file, &again, &[]));
    assert_eq!(code, 3);
    assert!(sentence.ends_with("name the database with --database-url."), "{sentence}");
    let brought = bring_back(&file, &again, &url);
    assert!(String::from_utf8_lossy(&brought.stdout).contains("pg_restore"), "{brought:?}");
    assert_eq!(fs::read(again.join("files/upload")).unwrap(), b"x");
    assert_eq!(sessions(&Server::with(&again, &url)), 1);
}
