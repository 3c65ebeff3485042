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
    /// Bits of the common passages, where what other candidates share as well counts little.
    pub own_bits: f32,
    /// The part of the note's characters of content that stand in the draft: 0 to 1.
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
/// The part of the evidence that lies in one passage, where the draft has the note's order and where it quotes.
const COPY_PASSAGE_SHARE: f32 = 0.8;
const QUOTE_PASSAGE_SHARE: f32 = 0.6;
/// The part of both texts that a copy has in common.
const COPY_SHARE: f32 = 0.85;
/// The part of a draft from which it does not only quote, and the characters without a change that make a quotation.
const QUOTE_SHARE_MAX: f32 = 0.65;
const QUOTE_CHARS_MIN: u32 = 12;
/// The part of either text that a rewrite has in common.
const REWRITE_SHARE: f32 = 0.3;
/// The score from which a match is told.
pub const SCORE_MIN: f32 = 0.5;

/// Weighs the blocks of a draft and a note. `sharers` says how many candidates share each place of the draft.
pub(super) fn weigh(probe: &Probe, sharers: &[u16], source: &Folded, blocks: &[Block]) -> Evidence {
    let all: f32 = probe.bits.iter().sum();
    let shared: f32 = blocks.iter().map(|block| block.bits).sum();
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
    let same_chars: u32 = blocks.iter().map(|block| block.same).sum();
    Evidence {
        own_share: own_shared / own.iter().sum::<f32>().max(0.1),
        own_bits: own_shared,
        longest_chars: blocks.iter().map(|block| block.longest).max().unwrap_or_default(),
        query_share: shared / all.max(1.0),
        source_share: same_chars as f32 / source.len().max(1) as f32,
        bits: blocks.iter().map(|block| (block.bits - CHANCE_BITS).max(0.0)).sum(),
        passage_bits: blocks.iter().map(|block| block.bits).fold(0.0, f32::max),
        query_chars: probe.folded.len() as u32,
        source_chars: source.len() as u32,
        same_chars,
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

/// How much each of the [`Evidence::factors`] weighs in a score, and what is added.
///
/// A logistic regression, fitted to drafts of every kind and to strangers, in real texts and in made-up notes that
/// share templates: `bench-text fit` has both, prints the weights and measures the threshold.
const WEIGHTS: [f32; Evidence::FACTORS] =
    [0.98, -0.405, -3.891, 4.466, -3.752, 4.823, -0.341, 1.803, -7.573, 2.546, 3.092, 2.479, 5.251];
const BIAS: f32 = -4.552;

impl Evidence {
    /// How many numbers make a score.
    pub const FACTORS: usize = 13;

    /// The numbers that a score is made of, none far from 0 to 10.
    pub fn factors(&self) -> [f32; Self::FACTORS] {
        let Self { query_share, source_share, own_share, own_bits, bits, passage_bits, .. } = *self;
        let shorter = self.query_chars.min(self.source_chars) as f32;
        let longest = self.longest_chars as f32;
        [
            query_share,
            source_share,
            query_share.max(source_share),
            query_share.min(source_share),
            own_share,
            bits.ln_1p(),
            passage_bits.ln_1p(),
            longest.ln_1p(),
            shorter.ln_1p(),
            passage_bits / (passage_bits + 100.0),
            bits / (bits + 200.0),
            own_bits.ln_1p(),
            longest / (longest + 40.0),
        ]
    }
}

/// From 0 to 1; one in a hundred unrelated drafts reaches [`SCORE_MIN`].
pub(super) fn score(evidence: &Evidence) -> f32 {
    let logit: f32 = evidence.factors().iter().zip(WEIGHTS).map(|(factor, weight)| factor * weight).sum();
    1.0 / (1.0 + (-logit - BIAS).exp())
}

/// The word for a score and what it was made from.
pub(super) fn kind(score: f32, evidence: &Evidence) -> Kind {
    let Evidence { query_share, source_share, bits, passage_bits, .. } = *evidence;
    let is_one_passage = |share: f32| passage_bits > bits * share;
    if score < SCORE_MIN {
        Kind::Clear
    } else if is_one_passage(COPY_PASSAGE_SHARE) && query_share.min(source_share) > COPY_SHARE {
        Kind::Copy
    } else if is_one_passage(QUOTE_PASSAGE_SHARE)
        && query_share < QUOTE_SHARE_MAX
        && evidence.longest_chars >= QUOTE_CHARS_MIN
    {
        Kind::Quotes
    } else if query_share.max(source_share) > REWRITE_SHARE {
        Kind::Rewrite
    } else {
        Kind::SameAngle
    }
}
