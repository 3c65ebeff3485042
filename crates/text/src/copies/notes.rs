//! What is kept in memory of every note, and the way from an id to its note.

use super::postings::Slot;

/// One note, alive or deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Where its entry stands in the log.
    pub place: u64,
    /// Bytes of the entry; 0 for a note that was deleted.
    pub bytes: u32,
    /// Part of the hash of its id.
    pub id: u32,
    /// Part of the hash of its account.
    pub account: u32,
    /// The business day.
    pub day: i32,
}

impl Entry {
    pub fn is_alive(&self) -> bool {
        self.bytes > 0
    }
}

/// All notes by slot, and their ids.
#[derive(Debug, Default)]
pub(super) struct Notes {
    entries: Vec<Entry>,
    /// Slots by the hash of the id, open addressing; [`EMPTY`] where none is.
    table: Vec<Slot>,
    deleted: usize,
}

const EMPTY: Slot = Slot::MAX;
const TABLE_MIN: usize = 64;

impl Notes {
    pub fn from_entries(entries: Vec<Entry>) -> Self {
        let deleted = entries.iter().filter(|entry| !entry.is_alive()).count();
        let mut notes = Self { entries, table: Vec::new(), deleted };
        notes.spread();
        notes
    }

    /// Notes with the deleted ones.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn alive(&self) -> usize {
        self.entries.len() - self.deleted
    }

    pub fn get(&self, slot: Slot) -> Option<&Entry> {
        self.entries.get(slot as usize)
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn push(&mut self, entry: Entry) -> Slot {
        let slot = self.entries.len() as Slot;
        self.entries.push(entry);
        if self.entries.len() * 4 > self.table.len() * 3 {
            self.spread();
        } else {
            self.enter(slot, entry.id);
        }
        slot
    }

    pub fn delete(&mut self, slot: Slot) {
        if let Some(entry) = self.entries.get_mut(slot as usize).filter(|entry| entry.is_alive()) {
            entry.bytes = 0;
            self.deleted += 1;
        }
    }

    /// The notes alive whose id may be the one with this hash.
    pub fn with_id(&self, id: u32) -> impl Iterator<Item = (Slot, &Entry)> + '_ {
        let mask = self.table.len().wrapping_sub(1);
        (0..self.table.len())
            .map_while(move |step| {
                self.table.get((id as usize).wrapping_add(step) & mask).filter(|slot| **slot != EMPTY)
            })
            .filter_map(move |slot| self.get(*slot).map(|entry| (*slot, entry)))
            .filter(move |(_, entry)| entry.id == id && entry.is_alive())
    }

    fn spread(&mut self) {
        let size = (self.entries.len() * 3 / 2).max(TABLE_MIN).next_power_of_two();
        self.table.clear();
        self.table.resize(size, EMPTY);
        for slot in 0..self.entries.len() {
            if let Some(entry) = self.entries.get(slot).copied().filter(Entry::is_alive) {
                self.enter(slot as Slot, entry.id);
            }
        }
    }

    fn enter(&mut self, slot: Slot, id: u32) {
        let mask = self.table.len() - 1;
        let mut at = id as usize & mask;
        for _ in 0..self.table.len() {
            match self.table.get_mut(at) {
                // The place of a deleted note is as good as an empty one, so updates do not lengthen the search.
                Some(place) if self.entries.get(*place as usize).is_none_or(|entry| !entry.is_alive()) => {
                    *place = slot;
                    return;
                }
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Bytes that the notes take in memory.
    pub fn bytes(&self) -> usize {
        self.entries.len() * size_of::<Entry>() + self.table.len() * size_of::<Slot>()
    }
}
