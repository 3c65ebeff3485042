//! Where to look for a pattern: at its anchor, the part that ordinary text has least of.
//!
//! All parts of a pattern stand in one sentence. So a sentence without the anchor of any pattern need not be read.

use super::pattern::{Pattern, SetId, What};

/// Characters of one part of a pattern, at the most, where its first part is looked for from a later one.
pub(crate) const PART_CHARS_MAX: u32 = 24;
/// Characters that ordinary text is full of.
const EVERYDAY: &str = "的一是不了在有我他这个们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感";

/// The part of a pattern at which it is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) set: SetId,
    /// Characters between the beginning of the pattern and that of the anchor, at the most; 0 where the anchor is the
    /// first part.
    pub(crate) reach: u32,
}

/// The anchor of a pattern; `weight` says how much of a set ordinary text has.
pub(crate) fn anchor(pattern: &Pattern, weight: impl Fn(SetId) -> u64) -> Option<Anchor> {
    let mut reach = 0;
    let mut best: Option<(u64, Anchor)> = None;
    for (part, is_first) in pattern.parts.iter().zip(std::iter::once(true).chain(std::iter::repeat(false))) {
        reach += if is_first { 0 } else { PART_CHARS_MAX + part.gap_max };
        if let What::Set(set) = part.what
            && !part.optional
        {
            let (weight, anchor) = (weight(set), Anchor { set, reach });
            if best.is_none_or(|(least, _)| weight < least) {
                best = Some((weight, anchor));
            }
        }
    }
    best.map(|(_, anchor)| anchor)
}

/// How often a term may stand in ordinary text, in thousand millionths of its characters; marks are as frequent as
/// their kind.
pub(crate) fn weight(term: &str) -> u64 {
    match term {
        "@number" => 30_000_000,
        _ if term.starts_with('@') => 1_000_000,
        _ => {
            let of_char = |char: char| if EVERYDAY.contains(char) { 30 } else { 1_000 };
            1_000_000_000 / term.chars().map(of_char).fold(1_u64, |all, one| (all * one).min(1_000_000_000))
        }
    }
}

/// The sets that a pattern cannot do without.
pub(crate) fn required(pattern: &Pattern) -> impl Iterator<Item = SetId> {
    pattern.parts.iter().filter(|part| !part.optional).filter_map(|part| match part.what {
        What::Set(set) => Some(set),
        What::It => None,
    })
}
