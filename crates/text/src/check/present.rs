//! Which sets of terms are in a part of a text.

use super::{
    compile::Program,
    pattern::{Hit, Pattern, SetId, What},
};

/// The sets of some hits, a bit each.
#[derive(Debug)]
pub(crate) struct Present(Vec<u64>);

impl Present {
    /// The sets of these hits.
    pub(crate) fn of(program: &Program, hits: &[Hit]) -> Self {
        let mut present = Self(vec![0; program.sets.len().div_ceil(64)]);
        present.become_of(program, hits);
        present
    }

    /// Holds the sets of other hits from now on.
    pub(crate) fn become_of(&mut self, program: &Program, hits: &[Hit]) {
        self.0.fill(0);
        for hit in hits {
            for &set in program.terms.get(hit.term as usize).map_or(&[][..], |term| &term.sets) {
                if let Some(word) = self.0.get_mut(usize::from(set / 64)) {
                    *word |= 1 << (set % 64);
                }
            }
        }
    }

    /// Whether every part of a pattern that must be there is there.
    pub(crate) fn allows(&self, pattern: &Pattern) -> bool {
        pattern.parts.iter().all(|part| match part.what {
            What::Set(set) => part.optional || self.has(set),
            What::It => true,
        })
    }

    fn has(&self, set: SetId) -> bool {
        self.0.get(usize::from(set / 64)).is_some_and(|word| word >> (set % 64) & 1 == 1)
    }
}
