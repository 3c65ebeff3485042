//! Which sentences need to be read: those that have all the terms that some pattern asks for.
//!
//! All parts of a pattern stand in one sentence, and a place where a term seems to stand may still turn out to be none,
//! so this says yes too often and never no too often. Ordinary text is full of ordinary words, and this spares it most
//! of what they would cost.

use std::collections::HashMap;

use super::{
    anchor::{Anchor, required},
    pattern::{Pattern, SetId},
};

/// Lists of numbers, one after the other.
#[derive(Debug, Default)]
struct Lists {
    from: Vec<u32>,
    all: Vec<u16>,
}

impl Lists {
    fn push(&mut self, list: impl IntoIterator<Item = u16>) {
        if self.from.is_empty() {
            self.from.push(0);
        }
        self.all.extend(list);
        self.from.push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
    }

    #[inline]
    fn get(&self, at: u32) -> &[u16] {
        match self.from.get(at as usize..at as usize + 2) {
            Some(&[from, to]) => self.all.get(from as usize..to as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// What sentences are asked about.
#[derive(Debug)]
pub(crate) struct Outlook {
    /// For each term and spelling its group: terms that belong to the same sets.
    groups: Vec<u32>,
    /// For each group its sets, a bit each, in [`Self::words`] words.
    sets: Vec<u64>,
    words: usize,
    /// For each group the patterns that are looked for where a term of it stands.
    anchored: Lists,
    /// For each pattern the sets that it cannot do without.
    needs: Lists,
    /// Patterns below this number begin rules; the others are looked for in whole texts.
    of_rules: u16,
}

/// What a sentence could hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Promise {
    /// A pattern that begins a rule.
    pub(crate) rule: bool,
    /// A pattern that is looked for in whole texts.
    pub(crate) text: bool,
}

/// The sentence at hand.
#[derive(Debug)]
pub(crate) struct Sentence<'o> {
    outlook: &'o Outlook,
    sets: Vec<u64>,
    anchors: Vec<u32>,
}

impl Outlook {
    /// For patterns with their anchors, first those that begin rules and then those that are looked for in whole texts;
    /// and the sets of each term and spelling. `weight` says how much of a set ordinary text has.
    pub(crate) fn new<'s>(
        of_rules: &[(&Pattern, Anchor)],
        of_texts: &[(&Pattern, Anchor)],
        sets_of: impl Iterator<Item = &'s [SetId]>,
        weight: impl Fn(SetId) -> u64,
    ) -> Self {
        let mut needs = Lists::default();
        let mut anchored_by: Vec<(SetId, u16)> = Vec::new();
        for ((pattern, anchor), at) in of_rules.iter().chain(of_texts).zip(0..) {
            let mut sets: Vec<SetId> = required(pattern).collect();
            sets.sort_by_key(|set| weight(*set));
            sets.dedup();
            needs.push(sets);
            anchored_by.push((anchor.set, at));
        }
        anchored_by.sort_unstable();
        let of_rules = u16::try_from(of_rules.len()).unwrap_or(u16::MAX);
        let (mut groups, mut known) = (Vec::new(), HashMap::new());
        let mut lists: Vec<&[SetId]> = Vec::new();
        for of_term in sets_of {
            groups.push(*known.entry(of_term).or_insert_with(|| {
                lists.push(of_term);
                u32::try_from(lists.len() - 1).unwrap_or(u32::MAX)
            }));
        }
        let last = lists.iter().flat_map(|list| list.iter()).max();
        let words = last.map_or(1, |last| usize::from(last / 64) + 1);
        let mut outlook = Self {
            groups,
            sets: vec![0; words * lists.len()],
            words,
            anchored: Lists::default(),
            needs,
            of_rules,
        };
        for (list, group) in lists.iter().zip(0..) {
            outlook.add_group(group, list, &anchored_by);
        }
        outlook
    }

    fn add_group(&mut self, group: usize, sets: &[SetId], anchored_by: &[(SetId, u16)]) {
        let bits = self.sets.get_mut(group * self.words..(group + 1) * self.words).unwrap_or_default();
        for set in sets {
            if let Some(word) = bits.get_mut(usize::from(set / 64)) {
                *word |= 1 << (set % 64);
            }
        }
        self.anchored.push(sets.iter().flat_map(|set| {
            let start = anchored_by.partition_point(|known| known.0 < *set);
            let rest = anchored_by.get(start..).unwrap_or_default();
            rest.iter().take_while(|known| known.0 == *set).map(|known| known.1)
        }));
    }

    fn group(&self, term: u32) -> u32 {
        self.groups.get(term as usize).copied().unwrap_or(u32::MAX)
    }

    /// The patterns of rules that are looked for where a term stands.
    pub(crate) fn anchored(&self, term: u32) -> impl Iterator<Item = u16> {
        let patterns = self.anchored.get(self.group(term));
        patterns.iter().copied().filter(|pattern| *pattern < self.of_rules)
    }

    /// A sentence with nothing in it.
    pub(crate) fn sentence(&self) -> Sentence<'_> {
        Sentence { outlook: self, sets: vec![0; self.words], anchors: Vec::new() }
    }
}

impl Sentence<'_> {
    /// Adds a term or spelling that seems to stand in it.
    #[inline]
    pub(crate) fn add(&mut self, term: u32) {
        let Outlook { sets, words, anchored, .. } = self.outlook;
        let group = self.outlook.group(term);
        let of_group = sets.get(group as usize * words..).unwrap_or_default();
        self.sets.iter_mut().zip(of_group).for_each(|(word, more)| *word |= more);
        if !anchored.get(group).is_empty() {
            self.anchors.push(group);
        }
    }

    /// What the sentence could hold.
    pub(crate) fn promise(&self) -> Promise {
        let mut promise = Promise { rule: false, text: false };
        for &pattern in self.anchors.iter().flat_map(|group| self.outlook.anchored.get(*group)) {
            let told = if pattern < self.outlook.of_rules { &mut promise.rule } else { &mut promise.text };
            *told = *told || self.outlook.needs.get(pattern.into()).iter().all(|set| has(&self.sets, *set));
        }
        promise
    }

    /// The sets of which it seems to have a term.
    pub(crate) fn sets(&self) -> SetBits {
        SetBits(self.sets.clone())
    }

    /// Begins the next sentence.
    pub(crate) fn clear(&mut self) {
        self.sets.fill(0);
        self.anchors.clear();
    }
}

/// Sets, a bit each.
#[derive(Debug)]
pub(crate) struct SetBits(Vec<u64>);

impl SetBits {
    /// Whether every part of a pattern that must be there seems to be there.
    pub(crate) fn allow(&self, pattern: &Pattern) -> bool {
        required(pattern).all(|set| has(&self.0, set))
    }
}

#[inline]
fn has(sets: &[u64], set: SetId) -> bool {
    sets.get(usize::from(set / 64)).is_some_and(|word| word >> (set % 64) & 1 == 1)
}
