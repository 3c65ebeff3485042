//! Many terms at once: an Aho–Corasick automaton over small codes.
//!
//! The automaton runs from where a term begins, and stops where it holds one code alone and no term may begin there.
//! Time is linear in the text whatever the terms; where more than [`ENDS_MAX`] terms end in one place, the longest are
//! told.

use std::ops::Range;

use super::starts::WINDOW;

/// What a term is made of: a number for a character or a syllable.
pub(crate) type Code = u16;
/// Set in a code of a text before which words are parted.
pub(crate) const AFTER_BREAK: Code = 1 << 15;
/// A state; 0 is the beginning, and the state after one code from there is that code.
pub(crate) type State = u32;

/// Codes below this may be used.
pub(crate) const CODES_MAX: usize = AFTER_BREAK as usize;
/// Terms that are told to end in one place.
pub(crate) const ENDS_MAX: usize = 8;
/// States of one automaton; a slot of its table has 23 bits for them.
const STATES_MAX: usize = 1 << 23;
/// Set in a slot that leads to a state where a term ends.
const ENDS: u64 = 1 << 23;
const EMPTY: u64 = u64::MAX;

/// Places of a text where terms end: the state that knows which, and the number of codes before the end.
pub(crate) type Ends = (State, u32);

/// A term in codes, with its number.
pub(crate) type Term = (Box<[Code]>, u32);

/// A finished automaton.
#[derive(Debug, Default)]
pub(crate) struct Automaton {
    /// States below this one hold one code.
    singles: State,
    edges: Edges,
    /// For each state that of its longest proper suffix.
    fail: Vec<State>,
    /// Where the ends of a state begin in `ends`; a state's ends stop where the next one's begin.
    ends_from: Vec<u32>,
    ends: Vec<u32>,
}

impl Automaton {
    /// Of terms with their numbers, in codes below `codes` other than 0. Empty terms are left out, and those for which
    /// there is no room.
    pub(crate) fn new(mut terms: Vec<Term>, codes: usize) -> Self {
        let codes = codes.min(CODES_MAX);
        let mut room = STATES_MAX - codes;
        terms.retain(|(term, _)| {
            let fits = !term.is_empty() && term.len() <= room;
            room -= if fits { term.len() } else { 0 };
            fits
        });
        terms.sort_by(|one, other| one.0.cmp(&other.0));
        let trie = Trie::new(&terms, codes);
        let edges = Edges::new(&trie.edges);
        let fail = trie.failures(&edges);
        let (ends_from, ends) = trie.ends(&terms, &fail);
        let singles = State::try_from(codes).unwrap_or(State::MAX);
        let mut automaton = Self { singles, edges, fail, ends_from, ends };
        automaton.mark_ends();
        automaton
    }

    fn mark_ends(&mut self) {
        let ends_from = &self.ends_from;
        let has_ends = |state: State| match ends_from.get(state as usize..state as usize + 2) {
            Some(&[from, to]) => from < to,
            _ => false,
        };
        for slot in self.edges.slots.iter_mut().filter(|slot| **slot != EMPTY) {
            *slot |= if has_ends(state_of(*slot)) { ENDS } else { 0 };
        }
    }

    /// Follows what begins at a place of a text of codes to where nothing is left of it, and tells where terms end;
    /// those that begin before there are told. A break follows the text. `may_start` says whether a term may begin with
    /// some codes.
    #[expect(clippy::cast_possible_truncation, reason = "a text is shorter than 4 GiB")]
    pub(crate) fn follow(
        &self,
        codes: &[Code],
        begin: usize,
        may_start: impl Fn([Code; WINDOW]) -> bool,
        found: &mut Vec<Ends>,
    ) -> usize {
        let Some(first) = codes.get(begin) else { return codes.len() };
        let mut state = State::from(first & !AFTER_BREAK);
        let mut at = begin + 1;
        while let Some(&code) = codes.get(at).filter(|code| **code < AFTER_BREAK) {
            if let Some(slot) = self.edges.find(state, code) {
                at += 1;
                state = state_of(slot);
                if slot & ENDS != 0 {
                    found.push((state, at as u32));
                }
                continue;
            }
            state = self.fail.get(state as usize).copied().unwrap_or(0);
            let window = || codes.get(at - 1..).and_then(<[Code]>::first_chunk).copied();
            if state < self.singles && (state == 0 || !window().is_some_and(&may_start)) {
                break;
            }
        }
        at
    }

    /// The terms that end in a state, the longest first.
    #[inline]
    pub(crate) fn ends(&self, state: State) -> &[u32] {
        let state = state as usize;
        match self.ends_from.get(state..state + 2) {
            Some(&[from, to]) if from < to => self.ends.get(from as usize..to as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Terms by their beginnings. States have numbers in the order of their length.
struct Trie {
    states: usize,
    edges: Vec<(State, Code, State)>,
    /// For each state with terms of its own where they are among the sorted ones.
    own: Vec<(State, Range<usize>)>,
}

impl Trie {
    fn new(terms: &[Term], codes: usize) -> Self {
        let mut trie = Self { states: codes, edges: Vec::new(), own: Vec::new() };
        let mut level = vec![(0, 0..terms.len())];
        let mut length = 0;
        while !level.is_empty() {
            let mut next_level = Vec::new();
            for (state, range) in level {
                trie.grow(terms, length, state, range, &mut next_level);
            }
            level = next_level;
            length += 1;
        }
        trie
    }

    /// Gives a state of some length, with the terms that begin with it, its own terms and its children.
    fn grow(
        &mut self,
        terms: &[Term],
        length: usize,
        state: State,
        range: Range<usize>,
        children: &mut Vec<(State, Range<usize>)>,
    ) {
        let in_range = terms.get(range.clone()).unwrap_or_default();
        let own = in_range.iter().take_while(|term| term.0.len() == length).count();
        if own > 0 {
            self.own.push((state, range.start..range.start + own));
        }
        let mut from = range.start + own;
        let longer = in_range.get(own..).unwrap_or_default();
        for group in longer.chunk_by(|one, other| one.0.get(length) == other.0.get(length)) {
            let Some(&code) = group.first().and_then(|term| term.0.get(length)) else { continue };
            let child = if length == 0 { State::from(code) } else { self.child(state, code) };
            children.push((child, from..from + group.len()));
            from += group.len();
        }
    }

    fn child(&mut self, state: State, code: Code) -> State {
        let child = State::try_from(self.states).unwrap_or(State::MAX);
        self.states += 1;
        self.edges.push((state, code, child));
        child
    }

    fn failures(&self, edges: &Edges) -> Vec<State> {
        let mut fail = vec![0; self.states];
        for &(state, code, next) in &self.edges {
            let mut suffix = fail.get(state as usize).copied().unwrap_or(0);
            let found = loop {
                if suffix == 0 {
                    break State::from(code);
                }
                match edges.find(suffix, code) {
                    Some(slot) => break state_of(slot),
                    None => suffix = fail.get(suffix as usize).copied().unwrap_or(0),
                }
            };
            if let Some(slot) = fail.get_mut(next as usize) {
                *slot = found;
            }
        }
        fail
    }

    /// For each state the terms that end there, the longest first.
    fn ends(&self, terms: &[Term], fail: &[State]) -> (Vec<u32>, Vec<u32>) {
        let mut ends_from: Vec<u32> = Vec::with_capacity(fail.len() + 1);
        let mut ends = Vec::new();
        let mut own = self.own.clone();
        own.sort_unstable_by_key(|own| own.0);
        let mut own = own.into_iter().peekable();
        for (&suffix, state) in fail.iter().zip(0..) {
            let begin = ends.len();
            ends_from.push(u32::try_from(begin).unwrap_or(u32::MAX));
            if let Some((_, range)) = own.next_if(|own| own.0 == state) {
                let own = terms.get(range).unwrap_or_default().iter().take(ENDS_MAX);
                ends.extend(own.map(|term| term.1));
            }
            // A suffix is shorter, and comes before.
            let shorter = ends_from.get(suffix as usize..suffix as usize + 2);
            if let (true, Some(&[from, to])) = (suffix != 0, shorter) {
                let room = (begin + ENDS_MAX).saturating_sub(ends.len());
                ends.extend_from_within(from as usize..(to as usize).min(from as usize + room));
            }
        }
        ends_from.push(u32::try_from(ends.len()).unwrap_or(u32::MAX));
        (ends_from, ends)
    }
}

/// The steps from a state to a longer one. A slot holds 40 bits of key, one for [`ENDS`], 23 of the next state.
#[derive(Debug, Default)]
struct Edges {
    slots: Vec<u64>,
    shift: u32,
}

impl Edges {
    fn new(edges: &[(State, Code, State)]) -> Self {
        let size = (edges.len() * 4 / 3 + 1).next_power_of_two();
        let mut all = Self { slots: vec![EMPTY; size], shift: 64 - size.trailing_zeros() };
        for &(state, code, next) in edges {
            all.put(key(state, code), next);
        }
        all
    }

    fn put(&mut self, key: u64, next: State) {
        let mask = self.slots.len() - 1;
        let mut at = self.place(key);
        while let Some(slot) = self.slots.get_mut(at & mask) {
            if *slot == EMPTY {
                *slot = key << 24 | u64::from(next);
                return;
            }
            at += 1;
        }
    }

    #[inline]
    fn find(&self, state: State, code: Code) -> Option<u64> {
        let key = key(state, code);
        let mask = self.slots.len() - 1;
        let mut at = self.place(key);
        loop {
            let slot = *self.slots.get(at & mask)?;
            if slot == EMPTY {
                return None;
            }
            if slot >> 24 == key {
                return Some(slot);
            }
            at += 1;
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the shift leaves an index")]
    fn place(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }
}

#[inline]
fn key(state: State, code: Code) -> u64 {
    u64::from(state) << 16 | u64::from(code)
}

#[inline]
fn state_of(slot: u64) -> State {
    (slot & (ENDS - 1)) as State
}
