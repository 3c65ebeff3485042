//! Which passages of two texts belong together.
//!
//! Runs of the same sounds are found by their pairs, the most telling first, each place of either text used once;
//! runs that follow each other closely in both texts make a *block*. Sentences may stand in another order.

use super::{
    fold::Folded,
    probe::{Probe, pair_of},
};

/// Runs that are weighed for one pair of texts.
const RUNS_MAX: usize = 512;
/// Characters that are compared while runs are found, for each character of the draft.
const STEPS_PER_CHAR_MAX: usize = 64;
/// Characters between two runs of one block, in either text.
const GAP_CHARS_MAX: u32 = 10;

/// What a character is worth that only sounds like the one in the other text.
const SOUND_WORTH: f32 = 0.6;

/// A run of the same sounds in both texts, in places of their content.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Run {
    pub query: u32,
    pub source: u32,
    pub length: u32,
    /// Bits of evidence.
    pub bits: f32,
}

/// Runs that belong together: half-open ranges of the content of both texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Block {
    pub query: (u32, u32),
    pub source: (u32, u32),
    /// Characters that are the same in both.
    pub same: u32,
    /// Characters of the longest run.
    pub longest: u32,
    pub bits: f32,
}

/// Finds the blocks of a draft and many notes, in the same memory.
#[derive(Debug, Default)]
pub(super) struct Aligner {
    runs: Vec<Run>,
    chosen: Vec<Run>,
    blocks: Vec<Block>,
    used: Used,
}

impl Aligner {
    /// The blocks of two texts in the order of the draft, none sharing a place with another.
    pub fn blocks(&mut self, probe: &Probe, source: &Folded) -> &[Block] {
        self.find_runs(probe, source);
        self.choose(probe, source);
        self.blocks.clear();
        for run in &self.chosen {
            let alone = Block {
                query: (run.query, run.query + run.length),
                source: (run.source, run.source + run.length),
                same: run.length,
                longest: run.length,
                bits: run.bits,
            };
            match self.blocks.last_mut().filter(|block| block.is_near(&alone)) {
                Some(block) => block.join(&alone),
                None => self.blocks.push(alone),
            }
        }
        &self.blocks
    }

    /// Every longest run of at least two same sounds.
    fn find_runs(&mut self, probe: &Probe, source: &Folded) {
        let query = &probe.folded;
        let mut steps = (query.len() + source.len()) * STEPS_PER_CHAR_MAX;
        self.runs.clear();
        for (there, pair) in source.sounds.windows(2).enumerate() {
            let [first, second] = pair else { continue };
            for here in probe.places(pair_of(*first, *second)) {
                let goes_on =
                    here > 0 && there > 0 && query.sounds.get(here - 1) == source.sounds.get(there - 1);
                if goes_on {
                    continue;
                }
                let length = same_from(query, source, here, there, steps);
                steps -= length.min(steps);
                let run = Run { query: here as u32, source: there as u32, length: length as u32, bits: 0.0 };
                let bits = bits_of(probe, source, &run);
                if bits > 0.0 {
                    self.runs.push(Run { bits, ..run });
                }
            }
        }
    }

    /// Chooses the runs that tell most, cut so that no place of either text is used twice, in the order of the draft.
    fn choose(&mut self, probe: &Probe, source: &Folded) {
        let Self { runs, chosen, used, .. } = self;
        if runs.len() > RUNS_MAX {
            runs.select_nth_unstable_by(RUNS_MAX, |a, b| b.bits.total_cmp(&a.bits));
            runs.truncate(RUNS_MAX);
        }
        runs.sort_unstable_by(|a, b| {
            b.bits.total_cmp(&a.bits).then(a.query.cmp(&b.query)).then(a.source.cmp(&b.source))
        });
        used.clear_for(probe.folded.len(), source.len());
        chosen.clear();
        chosen.extend(
            runs.iter()
                .filter_map(|run| used.longest_free(run))
                .map(|run| Run { bits: bits_of(probe, source, &run), ..run })
                .filter(|run| run.bits > 0.0),
        );
        chosen.sort_unstable_by_key(|run| run.query);
    }
}

impl Block {
    fn is_near(&self, next: &Self) -> bool {
        let near = |end: u32, start: u32| start >= end && start - end <= GAP_CHARS_MAX;
        near(self.query.1, next.query.0) && near(self.source.1, next.source.0)
    }

    fn join(&mut self, next: &Self) {
        self.query.1 = next.query.1;
        self.source.1 = next.source.1;
        self.same += next.same;
        self.longest = self.longest.max(next.longest);
        self.bits += next.bits;
    }
}

/// What a run is worth: a character that only sounds alike half, and nothing where two places only sound alike.
fn bits_of(probe: &Probe, source: &Folded, run: &Run) -> f32 {
    let (here, there, length) = (run.query as usize, run.source as usize, run.length as usize);
    let chars = probe.folded.chars.get(here..here + length).unwrap_or_default();
    let others = source.chars.get(there..there + length).unwrap_or_default();
    let bits = probe.bits.get(here..here + length).unwrap_or_default();
    let mut same = 0;
    let mut sum = 0.0;
    for ((char, other), bits) in chars.iter().zip(others).zip(bits) {
        same += usize::from(char == other);
        sum += if char == other { *bits } else { bits * SOUND_WORTH };
    }
    if length == 2 && same < 2 { 0.0 } else { sum }
}

fn same_from(query: &Folded, source: &Folded, here: usize, there: usize, steps_max: usize) -> usize {
    let here = query.sounds.get(here..).unwrap_or_default();
    let there = source.sounds.get(there..).unwrap_or_default();
    here.iter().zip(there).take(steps_max).take_while(|(here, there)| here == there).count()
}

/// Places that a run has taken.
#[derive(Debug, Default)]
struct Used {
    query: Vec<bool>,
    source: Vec<bool>,
}

impl Used {
    fn clear_for(&mut self, query: usize, source: usize) {
        self.query.clear();
        self.query.resize(query, false);
        self.source.clear();
        self.source.resize(source, false);
    }

    /// Takes the longest part of a run that is still free, if it is at least two places long.
    fn longest_free(&mut self, run: &Run) -> Option<Run> {
        let (query, source, length) = (run.query as usize, run.source as usize, run.length as usize);
        let here = self.query.get_mut(query..query + length)?;
        let there = self.source.get_mut(source..source + length)?;
        let (mut best, mut start) = ((0, 0), 0);
        for at in 0..=length {
            let is_used = here.get(at).is_none_or(|used| *used) || there.get(at).is_none_or(|used| *used);
            if is_used {
                if at - start > best.1 - best.0 {
                    best = (start, at);
                }
                start = at + 1;
            }
        }
        let range = best.0..best.1;
        if range.len() < 2 {
            return None;
        }
        here.get_mut(range.clone())?.fill(true);
        there.get_mut(range.clone())?.fill(true);
        let (query, source) = (run.query + range.start as u32, run.source + range.start as u32);
        Some(Run { query, source, length: range.len() as u32, bits: 0.0 })
    }
}
