//! Passages that every account may use: a price list, a signature, an answer that was agreed on.
//!
//! A stretch of a text that stands in an approved passage counts for nothing, in the draft and in the notes.

use std::collections::HashSet;

use super::fold::Folded;

/// Characters of content that must follow each other as in a passage; shorter passages approve nothing.
pub const APPROVED_CHARS_MIN: usize = 6;

/// The approved passages, by their runs of sounds.
#[derive(Debug, Default)]
pub(super) struct Approved {
    runs: HashSet<[u16; APPROVED_CHARS_MIN]>,
}

impl Approved {
    pub fn of(passages: &[&str]) -> Self {
        let runs =
            passages.iter().flat_map(|passage| runs(&Folded::of(passage)).collect::<Vec<_>>()).collect();
        Self { runs }
    }

    /// Takes all worth from the characters that stand in an approved passage.
    pub fn mute(&self, folded: &Folded, bits: &mut [f32]) {
        if self.runs.is_empty() {
            return;
        }
        for (start, run) in runs(folded).enumerate() {
            if self.runs.contains(&run) {
                bits.iter_mut().skip(start).take(APPROVED_CHARS_MIN).for_each(|bits| *bits = 0.0);
            }
        }
    }
}

fn runs(folded: &Folded) -> impl Iterator<Item = [u16; APPROVED_CHARS_MIN]> + '_ {
    folded.sounds.windows(APPROVED_CHARS_MIN).filter_map(|run| run.try_into().ok())
}
