//! The index: notes go in and out while drafts are compared.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use super::{
    approved::Approved,
    error::CopiesError,
    filing::Filing,
    fold::Folded,
    grams,
    limits::{ACCOUNT_BYTES_MAX, ID_BYTES_MAX, NOTE_BYTES_MAX, NOTES_MAX, PASSAGES_MAX},
    log::{Entries, Log},
    notes::{Entry, Notes},
    postings::{Postings, SHARDS, Slot},
    record::{Note, Record},
    sketch::Sketch,
    snapshot::{self, Mark, Restored, Writer},
};

/// Near-copies of one body of notes.
///
/// All calls may come from many threads at once. A note is found by the first question that begins after `insert`
/// has returned.
#[derive(Debug)]
pub struct Index {
    core: RwLock<Core>,
    folder: Option<Folder>,
}

/// The folder of an index, held by this program alone.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Only one snapshot is written at a time.
    saving: Mutex<()>,
    _lock: std::fs::File,
}

/// Everything that a question reads.
#[derive(Debug)]
pub(super) struct Core {
    pub log: Log,
    pub notes: Notes,
    pub sketch: Sketch,
    pub postings: Postings,
    pub approved: Approved,
    filing: Filing,
}

/// How large an index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Notes that can be found.
    pub notes: usize,
    /// Bytes in memory, without texts that lie in a file.
    pub resident_bytes: usize,
    /// Bytes of the log.
    pub log_bytes: u64,
}

const LOG_FILE: &str = "notes.log";
const LOCK_FILE: &str = "lock";
const FRESH_LOG_FILE: &str = "notes.log.fresh";
const SNAPSHOT_FILE: &str = "snapshot";
const FRESH_SNAPSHOT_FILE: &str = "snapshot.fresh";

/// Notes that are copied under one lock while the index is compacted.
const NOTES_PER_LOCK: usize = 64;

impl Index {
    /// An empty index without files. Texts are kept in memory.
    pub fn in_memory() -> Self {
        Self { core: RwLock::new(Core::new(Log::in_memory())), folder: None }
    }

    /// Opens the index in a folder, or makes both.
    pub fn open(path: &Path) -> Result<Self, CopiesError> {
        std::fs::create_dir_all(path).map_err(CopiesError::file(path))?;
        let folder = Folder::hold(path)?;
        let log = Log::open(&path.join(LOG_FILE))?;
        let restored = snapshot::read(&path.join(SNAPSHOT_FILE), log.end());
        let (mut core, place) = if let Some(Restored { log_end, notes, sketch, postings }) = restored {
            (Core { notes, sketch, postings, ..Core::new(log) }, log_end)
        } else {
            (Core::new(log), Log::start())
        };
        core.replay(place)?;
        Ok(Self { core: RwLock::new(core), folder: Some(folder) })
    }

    /// Takes a note, in place of an earlier one with the same id. Says whether anything changed.
    pub fn insert(&self, note: &Note<'_>) -> Result<bool, CopiesError> {
        check(note)?;
        let folded = Folded::of(note.text);
        self.change().insert(note, &folded)
    }

    /// Forgets a note. Says whether there was one.
    pub fn delete(&self, id: &str) -> Result<bool, CopiesError> {
        self.change().delete(id)
    }

    /// Exchanges the approved passages: what stands in one is no copy. They are not kept with the notes.
    pub fn approve(&self, passages: &[&str]) -> Result<(), CopiesError> {
        if passages.len() > PASSAGES_MAX {
            return Err(CopiesError::ManyPassages);
        }
        let approved = Approved::of(passages);
        self.change().approved = approved;
        Ok(())
    }

    /// Hands every change to the machine: they outlive the program from here on.
    pub fn write(&self) -> Result<(), CopiesError> {
        self.change().log.write()
    }

    /// The text of a note.
    pub fn text(&self, id: &str) -> Option<String> {
        let (_, bytes) = self.read().find(id)?;
        match Record::read(&bytes)?.0 {
            Record::Note(note) => Some(note.text.to_owned()),
            Record::Deletion { .. } => None,
        }
    }

    /// Brings every change to the disk, and a snapshot beside the log, so that the next program opens at once.
    /// Questions and changes go on meanwhile. Without a folder there is nothing to do.
    pub fn save(&self) -> Result<(), CopiesError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let _alone = folder.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let (mark, log) = {
            let mut core = self.change();
            core.log.write()?;
            (Mark { log_end: core.log.end(), notes: core.notes.len() }, core.log.file()?)
        };
        let (fresh, place) = (folder.path.join(FRESH_SNAPSHOT_FILE), folder.path.join(SNAPSHOT_FILE));
        let refuse = CopiesError::file(&place);
        log.map_or(Ok(()), |log| log.sync_data())
            .and_then(|()| self.write_snapshot(&fresh, mark))
            .and_then(|()| std::fs::rename(&fresh, &place))
            .map_err(refuse)
    }

    /// Makes the index anew from its living notes, which gives back the room of deleted ones. In a folder questions
    /// and changes go on meanwhile, and the memory of a second index is needed.
    pub fn compact(&self) -> Result<(), CopiesError> {
        let Some(folder) = &self.folder else { return self.compact_in_memory() };
        let _alone = folder.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let (fresh, place) = (folder.path.join(FRESH_LOG_FILE), folder.path.join(LOG_FILE));
        remove(&fresh).map_err(CopiesError::file(&fresh))?;
        let mut anew = Core::new(Log::open(&fresh)?);
        let (end, notes) = {
            let mut core = self.change();
            core.log.write()?;
            (core.log.end(), core.notes.len())
        };
        for first in (0..notes).step_by(NOTES_PER_LOCK) {
            anew.take_living(&self.read(), first..notes.min(first + NOTES_PER_LOCK))?;
        }
        let mut core = self.change();
        core.log.write()?;
        anew.follow(&mut core.log.entries(end)?)?;
        anew.log.write()?;
        // A snapshot of the old log says nothing about the new one, and goes first.
        let is_exchanged = match anew.log.file()? {
            Some(log) => log.sync_data(),
            None => Ok(()),
        };
        is_exchanged
            .and_then(|()| remove(&folder.path.join(SNAPSHOT_FILE)))
            .and_then(|()| std::fs::rename(&fresh, &place))
            .map_err(CopiesError::file(&place))?;
        anew.approved = std::mem::take(&mut core.approved);
        *core = anew;
        Ok(())
    }

    fn compact_in_memory(&self) -> Result<(), CopiesError> {
        let mut core = self.change();
        let mut anew = Core::new(Log::in_memory());
        anew.take_living(&core, 0..core.notes.len())?;
        anew.approved = std::mem::take(&mut core.approved);
        *core = anew;
        Ok(())
    }

    /// Each chunk is gathered under a lock of its own, so that nobody waits for the disk.
    fn write_snapshot(&self, path: &Path, mark: Mark) -> std::io::Result<()> {
        let mut writer = Writer::begin(path, mark)?;
        for first in writer.note_chunks() {
            writer.gather_notes(first, &self.read().notes);
            writer.end_chunk()?;
        }
        writer.gather_counts(&self.read().sketch);
        writer.end_chunk()?;
        for shard in 0..SHARDS {
            {
                let core = self.read();
                if let Some(shard) = core.postings.shards().get(shard) {
                    writer.gather_shard(shard, &core.notes);
                }
            }
            writer.end_chunk()?;
        }
        {
            let core = self.read();
            writer.gather_frequent(&core.postings, &core.notes);
        }
        writer.end_chunk()?;
        writer.finish()
    }

    /// How large it is.
    pub fn size(&self) -> Size {
        let core = self.read();
        Size {
            notes: core.notes.alive(),
            resident_bytes: core.notes.bytes() + core.postings.bytes() + size_of_val(core.sketch.counts()),
            log_bytes: core.log.end(),
        }
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, Core> {
        self.core.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> RwLockWriteGuard<'_, Core> {
        self.core.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes a file that may be missing.
fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn check(note: &Note<'_>) -> Result<(), CopiesError> {
    match note {
        Note { id: "", .. } => Err(CopiesError::NoId),
        Note { id, .. } if id.len() > ID_BYTES_MAX => Err(CopiesError::LongId),
        Note { account, .. } if account.len() > ACCOUNT_BYTES_MAX => Err(CopiesError::LongAccount),
        Note { text, .. } if text.len() > NOTE_BYTES_MAX => Err(CopiesError::LongText),
        _ => Ok(()),
    }
}

impl Folder {
    fn hold(path: &Path) -> Result<Self, CopiesError> {
        let at = path.join(LOCK_FILE);
        let lock = std::fs::File::create(&at).map_err(CopiesError::file(&at))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), saving: Mutex::new(()), _lock: lock }),
            Err(std::fs::TryLockError::WouldBlock) => Err(CopiesError::InUse(path.to_owned())),
            Err(std::fs::TryLockError::Error(cause)) => Err(CopiesError::file(at)(cause)),
        }
    }
}

/// Part of the hash of a name.
pub(super) fn hash_of(name: &str) -> u32 {
    crc32fast::hash(name.as_bytes())
}

impl Core {
    fn new(log: Log) -> Self {
        Self {
            log,
            notes: Notes::default(),
            sketch: Sketch::new(),
            postings: Postings::new(),
            approved: Approved::default(),
            filing: Filing::default(),
        }
    }

    fn insert(&mut self, note: &Note<'_>, folded: &Folded) -> Result<bool, CopiesError> {
        if self.notes.len() >= NOTES_MAX as usize {
            return Err(CopiesError::Full);
        }
        let known = self.find(note.id);
        if known.as_ref().is_some_and(|(_, bytes)| is_same(bytes, note)) {
            return Ok(false);
        }
        let (place, bytes) = self.log.append(&Record::Note(*note))?;
        if let Some((slot, _)) = known {
            self.notes.delete(slot);
        }
        self.enter(note, folded, place, bytes);
        Ok(true)
    }

    fn delete(&mut self, id: &str) -> Result<bool, CopiesError> {
        let Some((slot, _)) = self.find(id) else { return Ok(false) };
        self.log.append(&Record::Deletion { id })?;
        self.notes.delete(slot);
        Ok(true)
    }

    /// The note with an id, and its entry in the log.
    fn find(&self, id: &str) -> Option<(Slot, Vec<u8>)> {
        let mut bytes = Vec::new();
        let found = self.notes.with_id(hash_of(id)).find_map(|(slot, entry)| {
            match self.log.read(entry.place, entry.bytes, &mut bytes) {
                Some(Record::Note(note)) if note.id == id => Some(slot),
                _ => None,
            }
        });
        found.map(|slot| (slot, bytes))
    }

    fn enter(&mut self, note: &Note<'_>, folded: &Folded, place: u64, bytes: u32) {
        let (id, account) = (hash_of(note.id), hash_of(note.account));
        let slot = self.notes.push(Entry { place, bytes, id, account, day: note.day });
        self.sketch.grow_for(self.notes.len());
        self.filing.choose(folded, &mut self.sketch);
        let whole = grams::whole(&folded.chars);
        self.postings.warm(self.filing.rare.iter().chain([&whole]));
        self.filing.rare.iter().for_each(|gram| self.postings.insert(*gram, slot));
        self.postings.insert_whole(whole, slot);
        self.filing.frequent.iter().for_each(|gram| self.postings.insert_frequent(*gram, slot));
    }

    /// Takes what the log holds from a place on, and cuts off a torn tail.
    fn replay(&mut self, from: u64) -> Result<(), CopiesError> {
        let mut entries = self.log.entries(from)?;
        let mut folded = Folded::default();
        while let Some((record, place, bytes)) = entries.next()? {
            let (Record::Note(Note { id, .. }) | Record::Deletion { id }) = record;
            if let Some((slot, _)) = self.find(id) {
                self.notes.delete(slot);
            }
            if let Record::Note(note) = record {
                folded.read(note.text);
                self.enter(&note, &folded, place, bytes);
            }
        }
        self.log.cut(entries.place())
    }

    /// Does what the entries of another log say.
    fn follow(&mut self, entries: &mut Entries) -> Result<(), CopiesError> {
        while let Some((record, ..)) = entries.next()? {
            match record {
                Record::Note(note) => self.insert(&note, &Folded::of(note.text))?,
                Record::Deletion { id } => self.delete(id)?,
            };
        }
        Ok(())
    }

    /// Takes the living among some notes of another index.
    fn take_living(&mut self, other: &Self, slots: Range<usize>) -> Result<(), CopiesError> {
        let (mut bytes, mut folded) = (Vec::new(), Folded::default());
        for slot in slots {
            if let Some(note) = other.note(slot as Slot, &mut bytes) {
                folded.read(note.text);
                self.insert(&note, &folded)?;
            }
        }
        Ok(())
    }

    /// A living note.
    pub fn note<'b>(&self, slot: Slot, bytes: &'b mut Vec<u8>) -> Option<Note<'b>> {
        let entry = self.notes.get(slot).filter(|entry| entry.is_alive())?;
        match self.log.read(entry.place, entry.bytes, bytes)? {
            Record::Note(note) => Some(note),
            Record::Deletion { .. } => None,
        }
    }
}

fn is_same(bytes: &[u8], note: &Note<'_>) -> bool {
    Record::read(bytes).is_some_and(|(record, _)| record == Record::Note(*note))
}
