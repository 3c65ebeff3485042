//! How a note lies in the log.
//!
//! `[bytes of the body: u32][checksum of the body: u32][body]`, all numbers little-endian. The body of a note is
//! `1, bytes of the id: u8, bytes of the account: u8, day: i32, id, account, text`; that of a deletion `2, id`.

/// Bytes before the body.
pub(super) const HEAD_BYTES: usize = 8;
/// Bytes of a body at the most: the longest note.
const BODY_BYTES_MAX: usize = super::limits::NOTE_BYTES_MAX + 1_024;
/// Bytes of an entry at the most.
pub(super) const ENTRY_BYTES_MAX: usize = HEAD_BYTES + BODY_BYTES_MAX;
const NOTE: u8 = 1;
const DELETION: u8 = 2;
/// Bytes before the id of a note.
const FIXED_BYTES: usize = 7;

/// A note as its owner gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note<'a> {
    /// The name of the note, which tells it from all others of the index.
    pub id: &'a str,
    /// The account that wrote it.
    pub account: &'a str,
    /// The business day of publication, `yyyymmdd`; the index only compares days.
    pub day: i32,
    /// Title and body.
    pub text: &'a str,
}

/// One entry of the log.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Record<'a> {
    Note(Note<'a>),
    Deletion { id: &'a str },
}

impl Record<'_> {
    /// Appends the entry. Lengths are checked before.
    pub fn write(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend([0; HEAD_BYTES]);
        match self {
            Self::Note(Note { id, account, day, text }) => {
                out.push(NOTE);
                out.push(u8::try_from(id.len()).unwrap_or(u8::MAX));
                out.push(u8::try_from(account.len()).unwrap_or(u8::MAX));
                out.extend(day.to_le_bytes());
                for part in [id, account, text] {
                    out.extend_from_slice(part.as_bytes());
                }
            }
            Self::Deletion { id } => {
                out.push(DELETION);
                out.extend_from_slice(id.as_bytes());
            }
        }
        let body = out.get(start + HEAD_BYTES..).unwrap_or_default();
        let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        let sum = crc32fast::hash(body);
        let head = length.to_le_bytes().into_iter().chain(sum.to_le_bytes());
        out.iter_mut().skip(start).zip(head).for_each(|(place, byte)| *place = byte);
    }
}

impl<'a> Record<'a> {
    /// The whole entry that the bytes begin with, and its bytes; nothing where it is torn or damaged.
    pub fn read(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (sum, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        if length > BODY_BYTES_MAX {
            return None;
        }
        let body = rest.get(..length)?;
        (crc32fast::hash(body) == u32::from_le_bytes(*sum)).then_some(())?;
        Some((Self::of_body(body)?, HEAD_BYTES + length))
    }

    fn of_body(body: &'a [u8]) -> Option<Self> {
        let (kind, rest) = body.split_first()?;
        match *kind {
            DELETION => Some(Self::Deletion { id: str::from_utf8(rest).ok()? }),
            NOTE => {
                let (fixed, rest) = rest.split_first_chunk::<{ FIXED_BYTES - 1 }>()?;
                let [id_length, account_length, day @ ..] = *fixed;
                let (id, rest) = rest.split_at_checked(usize::from(id_length))?;
                let (account, text) = rest.split_at_checked(usize::from(account_length))?;
                Some(Self::Note(Note {
                    id: str::from_utf8(id).ok()?,
                    account: str::from_utf8(account).ok()?,
                    day: i32::from_le_bytes(day),
                    text: str::from_utf8(text).ok()?,
                }))
            }
            _ => None,
        }
    }
}
