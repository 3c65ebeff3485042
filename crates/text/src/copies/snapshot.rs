//! What can be made from the log, kept so that it need not be made at every start.
//!
//! The file is a row of chunks, `[bytes: u32][checksum: u32][bytes]` with little-endian numbers, after a line that
//! names the format. The first chunk says how far the log was read, and how many of the others follow: notes,
//! counts, shards, lists of common grams. A snapshot is written while notes come and go: what it missed stands in the log after the place
//! it names. One that is torn, damaged or of another version is passed over; the log holds everything.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::Path,
};

use super::{
    notes::{Entry, Notes},
    postings::{Postings, SHARDS, Shard, Slot},
    record::ENTRY_BYTES_MAX,
    sketch::Sketch,
};

/// The line that names the format; its last byte is the version, and changes with everything that decides under
/// which gram a note is filed.
const MAGIC: [u8; 16] = *b"KOSMOS GRAMS \0\0\x02";
/// Bytes of a chunk at the most: 256 MiB.
const CHUNK_BYTES_MAX: u64 = 256 << 20;
/// Notes of one chunk.
const NOTES_PER_CHUNK: usize = 1 << 16;
const ENTRY_BYTES: usize = 24;

/// What a snapshot holds besides its chunks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// The place in the log up to which it was read.
    pub log_end: u64,
    /// Notes up to there, deleted ones counted.
    pub notes: usize,
}

impl Mark {
    /// Whether the log can hold the entry of a note.
    fn reaches(self, entry: &Entry) -> bool {
        let end = entry.place.checked_add(u64::from(entry.bytes));
        end.is_some_and(|end| end <= self.log_end) && entry.bytes as usize <= ENTRY_BYTES_MAX
    }

    /// Whether a note belongs into the snapshot: not one that came later or was deleted.
    fn keeps(self, slot: Slot, notes: &Notes) -> bool {
        (slot as usize) < self.notes && notes.get(slot).is_some_and(Entry::is_alive)
    }
}

/// What a snapshot brings back.
#[derive(Debug)]
pub(super) struct Restored {
    pub log_end: u64,
    pub notes: Notes,
    pub sketch: Sketch,
    pub postings: Postings,
}

/// A snapshot on its way to the disk.
pub(super) struct Writer {
    file: BufWriter<File>,
    chunk: Vec<u8>,
    mark: Mark,
}

impl Writer {
    pub fn begin(path: &Path, mark: Mark) -> io::Result<Self> {
        let mut file = BufWriter::new(File::create(path)?);
        file.write_all(&MAGIC)?;
        let mut writer = Self { file, chunk: Vec::new(), mark };
        writer.chunk.extend(mark.log_end.to_le_bytes());
        writer.chunk.extend((mark.notes as u64).to_le_bytes());
        writer.end_chunk()?;
        Ok(writer)
    }

    /// The first slots of the chunks of notes.
    pub fn note_chunks(&self) -> impl Iterator<Item = usize> + use<> {
        (0..self.mark.notes).step_by(NOTES_PER_CHUNK)
    }

    /// Gathers one chunk of notes.
    pub fn gather_notes(&mut self, first: usize, notes: &Notes) {
        for entry in notes.entries().iter().take(self.mark.notes).skip(first).take(NOTES_PER_CHUNK) {
            let Entry { place, bytes, id, account, day } = entry;
            self.chunk.extend(place.to_le_bytes());
            for number in [bytes, id, account] {
                self.chunk.extend(number.to_le_bytes());
            }
            self.chunk.extend(day.to_le_bytes());
        }
    }

    pub fn gather_counts(&mut self, sketch: &Sketch) {
        self.chunk.extend(sketch.counts());
    }

    /// Gathers one shard, without the notes that came later or were deleted.
    pub fn gather_shard(&mut self, shard: &Shard, notes: &Notes) {
        let kept = || shard.pairs().filter(|(_, slot)| self.mark.keeps(*slot, notes));
        let tags: Vec<u8> = kept().flat_map(|(tag, _)| tag.to_le_bytes()).collect();
        let slots: Vec<u8> = kept().flat_map(|(_, slot)| slot.to_le_bytes()).collect();
        self.chunk.extend(tags);
        self.chunk.extend(slots);
    }

    /// Gathers the lists of common grams: a gram, the number of notes, the notes.
    pub fn gather_frequent(&mut self, postings: &Postings, notes: &Notes) {
        for (gram, slots) in postings.frequent() {
            let kept: Vec<Slot> =
                slots.iter().copied().filter(|slot| self.mark.keeps(*slot, notes)).collect();
            self.chunk.extend(gram.to_le_bytes());
            self.chunk.extend((kept.len() as u32).to_le_bytes());
            self.chunk.extend(kept.iter().flat_map(|slot| slot.to_le_bytes()));
        }
    }

    /// Writes what was gathered.
    pub fn end_chunk(&mut self) -> io::Result<()> {
        let length = u32::try_from(self.chunk.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(&crc32fast::hash(&self.chunk).to_le_bytes())?;
        self.file.write_all(&self.chunk)?;
        self.chunk.clear();
        Ok(())
    }

    /// Brings everything to the disk.
    pub fn finish(self) -> io::Result<()> {
        self.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }
}

/// Reads a snapshot; nothing where there is none that can be used with a log of this length.
pub(super) fn read(path: &Path, log_end: u64) -> Option<Restored> {
    let file = File::open(path).ok()?;
    let mut left = file.metadata().ok()?.len();
    let mut file = BufReader::with_capacity(1 << 20, file);
    let mut magic = [0; MAGIC.len()];
    file.read_exact(&mut magic).ok()?;
    left = left.checked_sub(magic.len() as u64).filter(|_| magic == MAGIC)?;
    let mut chunk = Vec::new();
    let mut next = |chunk: &mut Vec<u8>| read_chunk(&mut file, &mut left, chunk);

    next(&mut chunk)?;
    let (place, count) = chunk.split_first_chunk::<8>()?;
    let mark = Mark {
        log_end: u64::from_le_bytes(*place),
        notes: usize::try_from(u64::from_le_bytes(*count.first_chunk::<8>()?)).ok()?,
    };
    if mark.log_end > log_end || mark.notes > super::limits::NOTES_MAX as usize {
        return None;
    }
    let mut entries: Vec<Entry> = Vec::new();
    while entries.len() < mark.notes {
        next(&mut chunk)?;
        let before = entries.len();
        entries.extend(chunk.as_chunks::<ENTRY_BYTES>().0.iter().map(entry));
        (entries.len() > before).then_some(())?;
    }
    (entries.len() == mark.notes && entries.iter().all(|entry| mark.reaches(entry))).then_some(())?;
    next(&mut chunk)?;
    let sketch = Sketch::from_counts(std::mem::take(&mut chunk))?;
    let mut shards = Vec::with_capacity(SHARDS);
    for _ in 0..SHARDS {
        next(&mut chunk)?;
        shards.push(shard(&chunk, mark.notes)?);
    }
    next(&mut chunk)?;
    let frequent = frequent(&chunk, mark.notes)?;
    Some(Restored {
        log_end: mark.log_end,
        notes: Notes::from_entries(entries),
        sketch,
        postings: Postings::from_parts(shards, frequent)?,
    })
}

fn read_chunk(file: &mut impl Read, left: &mut u64, chunk: &mut Vec<u8>) -> Option<()> {
    let mut head = [0; 8];
    file.read_exact(&mut head).ok()?;
    let [length, sum] = head.as_chunks::<4>().0 else { return None };
    let length = u64::from(u32::from_le_bytes(*length));
    *left = left.checked_sub(8)?.checked_sub(length).filter(|_| length <= CHUNK_BYTES_MAX)?;
    chunk.clear();
    chunk.resize(usize::try_from(length).ok()?, 0);
    file.read_exact(chunk).ok()?;
    (crc32fast::hash(chunk) == u32::from_le_bytes(*sum)).then_some(())
}

fn entry(bytes: &[u8; ENTRY_BYTES]) -> Entry {
    let [p0, p1, p2, p3, p4, p5, p6, p7, rest @ ..] = *bytes;
    let [b0, b1, b2, b3, i0, i1, i2, i3, a0, a1, a2, a3, d0, d1, d2, d3] = rest;
    Entry {
        place: u64::from_le_bytes([p0, p1, p2, p3, p4, p5, p6, p7]),
        bytes: u32::from_le_bytes([b0, b1, b2, b3]),
        id: u32::from_le_bytes([i0, i1, i2, i3]),
        account: u32::from_le_bytes([a0, a1, a2, a3]),
        day: i32::from_le_bytes([d0, d1, d2, d3]),
    }
}

fn shard(chunk: &[u8], notes: usize) -> Option<Shard> {
    const PAIR_BYTES: usize = size_of::<u16>() + size_of::<Slot>();
    let (tags, slots) = chunk.split_at_checked(chunk.len() / PAIR_BYTES * size_of::<u16>())?;
    let (tags, slots) = (tags.as_chunks().0, slots.as_chunks().0);
    let mut shard = Shard::with_room_for(tags.len());
    for (tag, slot) in tags.iter().zip(slots) {
        let slot = Slot::from_le_bytes(*slot);
        ((slot as usize) < notes).then_some(())?;
        shard.insert(u16::from_le_bytes(*tag), slot);
    }
    Some(shard)
}

fn frequent(mut chunk: &[u8], notes: usize) -> Option<HashMap<u64, Vec<Slot>>> {
    let mut lists = HashMap::new();
    while !chunk.is_empty() {
        let (gram, rest) = chunk.split_first_chunk::<8>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let bytes = usize::try_from(u32::from_le_bytes(*length)).ok()?.checked_mul(size_of::<Slot>())?;
        let (slots, rest) = rest.split_at_checked(bytes)?;
        let slots: Vec<Slot> = slots.as_chunks().0.iter().map(|slot| Slot::from_le_bytes(*slot)).collect();
        slots.iter().all(|slot| (*slot as usize) < notes).then_some(())?;
        lists.insert(u64::from_le_bytes(*gram), slots);
        chunk = rest;
    }
    Some(lists)
}
