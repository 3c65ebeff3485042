//! Every limit of the near-copy index, with its name and unit.

/// Characters of content that are compared in one text; what follows is ignored. A note of the platform has at most
/// a thousand.
pub const COMPARED_CHARS_MAX: usize = 4_096;
/// Bytes of the text of one note: 1 MiB.
pub const NOTE_BYTES_MAX: usize = 1 << 20;
/// Bytes of a note's id.
pub const ID_BYTES_MAX: usize = 255;
/// Bytes of an account's name.
pub const ACCOUNT_BYTES_MAX: usize = 255;
/// Notes of one index, deleted ones counted until the index is compacted.
pub const NOTES_MAX: u32 = 1 << 28;
/// Approved passages of one index.
pub const PASSAGES_MAX: usize = 1_000;
/// Matches that one question names at the most.
pub const MATCHES_MAX: usize = 24;

/// Grams that one question looks up; the rarest come first.
pub(super) const GRAMS_READ_MAX: usize = 128;
/// Notes under these grams that one question counts.
pub(super) const POSTINGS_READ_MAX: usize = 4_000;
/// Candidates whose text is read for one question, at the most and in any case.
pub(super) const CANDIDATES_MAX: usize = MATCHES_MAX;
pub(super) const CANDIDATES_MIN: usize = 6;
/// Candidates of which it is looked up whether they are alive, unless too few of them are.
pub(super) const CANDIDATES_SEEN_MAX: usize = 160;
/// Lists of common grams that one question reads.
pub(super) const COMMON_LISTS_MAX: usize = 4;
/// Notes under one of them that it counts.
pub(super) const COMMON_LIST_READ_MAX: usize = 1_000;
