//! Which terms and sets are in a text, how often, and where.

use super::{
    compile::Program,
    pattern::{Hit, SetId},
};

/// End of a chain.
const NONE: u32 = u32::MAX;

/// What is in a text.
#[derive(Debug)]
pub(crate) struct Present {
    /// The terms, each once.
    pub(crate) terms: Vec<u32>,
    /// For each term its first hit, and for each hit the next one of its term.
    first_hit: Vec<u32>,
    next_hit: Vec<u32>,
    /// For each set how many hits it has, and its first link.
    counts: Vec<u32>,
    first_link: Vec<u32>,
    /// A term of a set, and the set's next link.
    links: Vec<(u32, u32)>,
}

impl Present {
    /// Looks at all hits once, and at the sets of each term once.
    pub(crate) fn of(program: &Program, hits: &[Hit]) -> Self {
        let mut present = Self {
            terms: Vec::new(),
            first_hit: vec![NONE; program.terms.len()],
            next_hit: vec![NONE; hits.len()],
            counts: vec![0; program.sets.len()],
            first_link: vec![NONE; program.sets.len()],
            links: Vec::new(),
        };
        let mut count = vec![0_u32; program.terms.len()];
        let numbers = 0..u32::try_from(hits.len()).unwrap_or(NONE);
        for (hit, at) in hits.iter().rev().zip(numbers.rev()) {
            let term = hit.term as usize;
            let (Some(first), Some(count)) = (present.first_hit.get_mut(term), count.get_mut(term)) else {
                continue;
            };
            if *first == NONE {
                present.terms.push(hit.term);
            }
            if let Some(next) = present.next_hit.get_mut(at as usize) {
                *next = *first;
            }
            *first = at;
            *count += 1;
        }
        for &term in &present.terms {
            let hits = count.get(term as usize).copied().unwrap_or(0);
            for &set in program.terms.get(term as usize).map_or(&[][..], |term| &term.sets) {
                let set = usize::from(set);
                let link = u32::try_from(present.links.len()).unwrap_or(NONE);
                if let (Some(count), Some(first)) =
                    (present.counts.get_mut(set), present.first_link.get_mut(set))
                {
                    *count += hits;
                    present.links.push((term, *first));
                    *first = link;
                }
            }
        }
        present
    }

    /// How many hits a set has.
    pub(crate) fn count(&self, set: SetId) -> u32 {
        self.counts.get(usize::from(set)).copied().unwrap_or(0)
    }

    /// The hits of a set, by number, those of one term after the other.
    pub(crate) fn hits(&self, set: SetId) -> impl Iterator<Item = u32> {
        let first = self.first_link.get(usize::from(set)).copied();
        let links =
            std::iter::successors(first.and_then(|link| self.links.get(link as usize)), |(_, next)| {
                self.links.get(*next as usize)
            });
        links.flat_map(|(term, _)| {
            let first = self.first_hit.get(*term as usize).copied().filter(|hit| *hit != NONE);
            std::iter::successors(first, |hit| {
                self.next_hit.get(*hit as usize).copied().filter(|hit| *hit != NONE)
            })
        })
    }
}
