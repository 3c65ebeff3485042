//! From aligned passages to a score and a word for people.

use super::{align::Block, fold::Folded, probe::Probe};

/// How a draft relates to a note, or to all notes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Nothing that two people writing for themselves would not share.
    Clear,
    /// The same theme from the same angle, in other words.
    SameAngle,
    /// A passage stands in both; the rest differs.
    Quotes,
    /// The note in other words or another order.
    Rewrite,
    /// The note itself, but for emoji, punctuation, numbers or a few words.
    Copy,
}

impl Kind {
    /// The word for interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::SameAngle => "same_angle",
            Self::Quotes => "quotes",
            Self::Rewrite => "rewrite",
            Self::Copy => "copy",
        }
    }
}

/// The passages of a draft and of a note that belong together, half-open ranges in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// In the draft.
    pub query: (u32, u32),
    /// In the note.
    pub source: (u32, u32),
}

/// What speaks for a common origin.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Evidence {
    /// The part of the draft's content, weighed by rarity, that stands in the note: 0 to 1.
    pub query_share: f32,
    /// The same, where what other candidates share as well counts little.
    pub own_share: f32,
    /// The part of the note's content, weighed by rarity, that stands in the draft: 0 to 1.
    pub source_share: f32,
    /// Bits of all common runs, less what short runs share by chance.
    pub bits: f32,
    /// Bits of the most telling passage.
    pub passage_bits: f32,
    /// Characters of the longest run that is the same in both.
    pub longest_chars: u32,
    /// Characters of the draft's content.
    pub query_chars: u32,
    /// Characters of the note's content.
    pub source_chars: u32,
    /// Characters of the draft's content that stand in the note.
    pub same_chars: u32,
}

/// A passage is shown when it is worth so many bits.
const SPAN_BITS_MIN: f32 = 24.0;
/// … and has so many characters in common.
const SPAN_CHARS_MIN: u32 = 5;
/// Bits that a run of two or three sounds is expected to share by chance.
const CHANCE_BITS: f32 = 8.0;
/// The score from which a match is told.
pub const SCORE_MIN: f32 = 0.5;

/// Weighs the blocks of a draft and a note. `sharers` says how many candidates share each place of the draft.
pub(super) fn weigh(
    probe: &Probe,
    sharers: &[u16],
    source: &Folded,
    source_bits: &[f32],
    blocks: &[Block],
) -> Evidence {
    let all: f32 = probe.bits.iter().sum();
    let source_all: f32 = source_bits.iter().sum();
    let shared: f32 = blocks.iter().map(|block| block.bits).sum();
    let source_shared: f32 = blocks
        .iter()
        .map(|block| {
            let range = block.source.0 as usize..block.source.1 as usize;
            let whole: f32 = source_bits.get(range).unwrap_or_default().iter().sum();
            whole * (block.same as f32 / (block.source.1 - block.source.0).max(1) as f32)
        })
        .sum();
    let own: Vec<f32> =
        probe.bits.iter().zip(sharers).map(|(bits, sharers)| bits / f32::from(*sharers).max(1.0)).collect();
    let own_shared: f32 = blocks
        .iter()
        .map(|block| {
            let range = block.query.0 as usize..block.query.1 as usize;
            let whole: f32 = own.get(range).unwrap_or_default().iter().sum();
            whole * (block.same as f32 / (block.query.1 - block.query.0).max(1) as f32)
        })
        .sum();
    Evidence {
        own_share: own_shared / own.iter().sum::<f32>().max(0.1),
        longest_chars: blocks.iter().map(|block| block.longest).max().unwrap_or_default(),
        query_share: shared / all.max(1.0),
        source_share: source_shared / source_all.max(1.0),
        bits: blocks.iter().map(|block| (block.bits - CHANCE_BITS).max(0.0)).sum(),
        passage_bits: blocks.iter().map(|block| block.bits).fold(0.0, f32::max),
        query_chars: probe.folded.len() as u32,
        source_chars: source.len() as u32,
        same_chars: blocks.iter().map(|block| block.same).sum(),
    }
}

/// The passages worth showing, in places of the originals.
pub(super) fn spans(probe: &Probe, source: &Folded, blocks: &[Block]) -> Vec<Span> {
    let place = |folded: &Folded, (start, end): (u32, u32)| {
        let start = folded.places.get(start as usize).copied()?;
        let last = folded.places.get(end.checked_sub(1)? as usize).copied()?;
        Some((start, last + 1))
    };
    blocks
        .iter()
        .filter(|block| block.bits >= SPAN_BITS_MIN && block.same >= SPAN_CHARS_MIN)
        .filter_map(|block| {
            Some(Span { query: place(&probe.folded, block.query)?, source: place(source, block.source)? })
        })
        .collect()
}

/// From 0 to 1; one in a hundred unrelated drafts reaches [`SCORE_MIN`].
pub(super) fn score(evidence: &Evidence) -> f32 {
    let Evidence { query_share, source_share, bits, passage_bits, .. } = *evidence;
    let share = query_share.max(source_share);
    let logit = 6.0 * share + 2.0 * query_share.min(source_share) + 0.01 * bits + 0.01 * passage_bits - 5.0;
    1.0 / (1.0 + (-logit).exp())
}

pub(super) fn kind(score: f32, evidence: &Evidence) -> Kind {
    let Evidence { query_share, source_share, passage_bits, .. } = *evidence;
    if score < SCORE_MIN {
        Kind::Clear
    } else if query_share > 0.85 && source_share > 0.85 {
        Kind::Copy
    } else if query_share > 0.5 || source_share > 0.6 {
        Kind::Rewrite
    } else if passage_bits > 80.0 {
        Kind::Quotes
    } else if query_share > 0.3 {
        Kind::Rewrite
    } else {
        Kind::SameAngle
    }
}
