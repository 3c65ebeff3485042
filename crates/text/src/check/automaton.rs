//! Many terms at once: an Aho–Corasick automaton over small codes.
//!
//! A step costs a test of one bit for most of an ordinary text: `maybe` holds a bit for every transition there is, and
//! only where it is set is the table of transitions asked. Time is linear in the text whatever the terms; where more
//! than [`ENDS_MAX`] terms end in one place, the longest are told.

use std::collections::VecDeque;

/// What a term is made of: a number for a character or a syllable. 0 is none, and parts everything.
pub(crate) type Code = u16;
/// A state; 0 is the beginning, and the state after one code from there is that code.
pub(crate) type State = u32;

/// Codes below this may be used.
pub(crate) const CODES_MAX: usize = 1 << 16;
/// Terms that are told to end in one place.
pub(crate) const ENDS_MAX: usize = 8;
/// States of one automaton; a key of its table has 24 bits for them.
const STATES_MAX: usize = 1 << 24;

const EMPTY: u64 = u64::MAX;

/// A finished automaton.
#[derive(Debug)]
pub(crate) struct Automaton {
    maybe: Vec<u64>,
    maybe_shift: u32,
    slots: Vec<u64>,
    slot_shift: u32,
    fail: Vec<State>,
    /// Where the ends of a state begin in `ends`; a state's ends stop where the next one's begin.
    ends_from: Vec<u32>,
    ends: Vec<u32>,
}

/// Terms on their way into an automaton.
#[derive(Debug)]
pub(crate) struct Builder {
    slots: Vec<u64>,
    slot_shift: u32,
    /// Number of the first state that is no code.
    edges: Vec<(State, Code, State)>,
    first: State,
    states: State,
    own: Vec<(State, u32)>,
    /// Whether a state of one code was met.
    begun: Vec<bool>,
}

impl Builder {
    /// For terms of codes below `codes`.
    pub(crate) fn new(codes: usize) -> Self {
        let codes = codes.min(CODES_MAX);
        let first = State::try_from(codes).unwrap_or(State::MAX);
        let (slots, slot_shift) = (vec![EMPTY; 1 << 10], 64 - 10);
        Self {
            slots,
            slot_shift,
            edges: Vec::new(),
            first,
            states: first,
            own: Vec::new(),
            begun: vec![false; codes],
        }
    }

    /// Adds a term. Nothing is added for an empty one, nor once the automaton is full.
    pub(crate) fn add(&mut self, codes: &[Code], term: u32) {
        let Some((&head, rest)) = codes.split_first() else { return };
        if self.states as usize + rest.len() >= STATES_MAX {
            return;
        }
        if let Some(begun) = self.begun.get_mut(usize::from(head)) {
            *begun = true;
        }
        let state = rest.iter().fold(State::from(head), |state, &code| self.step_or_make(state, code));
        self.own.push((state, term));
    }

    fn step_or_make(&mut self, state: State, code: Code) -> State {
        if let Some(next) = find(&self.slots, self.slot_shift, key(state, code)) {
            return next;
        }
        let next = self.states;
        self.states += 1;
        self.edges.push((state, code, next));
        if self.edges.len() * 2 > self.slots.len() {
            self.grow();
        } else {
            put(&mut self.slots, self.slot_shift, key(state, code), next);
        }
        next
    }

    fn grow(&mut self) {
        self.slot_shift -= 1;
        self.slots = vec![EMPTY; self.slots.len() * 2];
        for &(state, code, next) in &self.edges {
            put(&mut self.slots, self.slot_shift, key(state, code), next);
        }
    }

    /// Finishes the automaton.
    pub(crate) fn build(mut self) -> Automaton {
        let bits = (self.edges.len() * 24).next_power_of_two().clamp(1 << 12, 1 << 21);
        let maybe_shift = 64 - bits.trailing_zeros();
        let mut maybe = vec![0_u64; bits / 64];
        for &(state, code, _) in &self.edges {
            let bit = spread(key(state, code)) >> maybe_shift;
            if let Some(word) = usize::try_from(bit / 64).ok().and_then(|at| maybe.get_mut(at)) {
                *word |= 1 << (bit % 64);
            }
        }
        let (order, fail) = self.failures();
        let (ends_from, ends) = self.ends(&order, &fail);
        let Self { slots, slot_shift, .. } = self;
        Automaton { maybe, maybe_shift, slots, slot_shift, fail, ends_from, ends }
    }

    /// States in the order of their depth, and for each the state of its longest proper suffix.
    fn failures(&mut self) -> (Vec<State>, Vec<State>) {
        let states = self.states as usize;
        let mut fail = vec![0; states];
        self.edges.sort_unstable();
        let edges = &self.edges;
        let from = |state: State| {
            let start = edges.partition_point(|edge| edge.0 < state);
            edges.get(start..).unwrap_or_default().iter().take_while(move |edge| edge.0 == state)
        };
        let begun = self.begun.iter().zip(0..).filter(|(begun, _)| **begun);
        let mut queue: VecDeque<State> = begun.map(|(_, state)| state).collect();
        let mut order = Vec::with_capacity(states);
        while let Some(state) = queue.pop_front() {
            order.push(state);
            for &(_, code, next) in from(state) {
                let mut suffix = fail.get(state as usize).copied().unwrap_or(0);
                let found = loop {
                    if suffix == 0 {
                        break State::from(code);
                    }
                    match find(&self.slots, self.slot_shift, key(suffix, code)) {
                        Some(found) => break found,
                        None => suffix = fail.get(suffix as usize).copied().unwrap_or(0),
                    }
                };
                if let Some(slot) = fail.get_mut(next as usize) {
                    *slot = found;
                }
                queue.push_back(next);
            }
        }
        (order, fail)
    }

    /// For each state the terms that end there, the longest first.
    fn ends(&self, order: &[State], fail: &[State]) -> (Vec<u32>, Vec<u32>) {
        let states = self.states as usize;
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); states];
        for &(state, term) in &self.own {
            if let Some(list) = lists.get_mut(state as usize) {
                list.push(term);
            }
        }
        for &state in order {
            let shorter = fail.get(state as usize).and_then(|&suffix| lists.get(suffix as usize)).cloned();
            if let (Some(list), Some(shorter)) = (lists.get_mut(state as usize), shorter) {
                let room = ENDS_MAX.saturating_sub(list.len());
                list.extend(shorter.into_iter().take(room));
            }
        }
        let mut ends_from = Vec::with_capacity(states + 1);
        let mut ends = Vec::new();
        for list in lists {
            ends_from.push(u32::try_from(ends.len()).unwrap_or(u32::MAX));
            ends.extend(list);
        }
        ends_from.push(u32::try_from(ends.len()).unwrap_or(u32::MAX));
        (ends_from, ends)
    }
}

impl Automaton {
    /// The state after one more code; never called with 0.
    #[inline]
    pub(crate) fn step(&self, mut state: State, code: Code) -> State {
        loop {
            let key = key(state, code);
            let spread = spread(key);
            if self.may(spread)
                && let Some(next) = find_spread(&self.slots, self.slot_shift, key, spread)
            {
                return next;
            }
            // The state of one code fails to the beginning, from where any code leads to its own state.
            let suffix = self.fail.get(state as usize).copied().unwrap_or(0);
            if suffix == 0 {
                return State::from(code);
            }
            state = suffix;
        }
    }

    #[inline]
    fn may(&self, spread: u64) -> bool {
        let bit = spread >> self.maybe_shift;
        #[expect(clippy::cast_possible_truncation, reason = "at most 2^21 bits")]
        self.maybe.get((bit / 64) as usize).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// The terms that end in a state.
    #[inline]
    pub(crate) fn ends(&self, state: State) -> &[u32] {
        let state = state as usize;
        match self.ends_from.get(state..state + 2) {
            Some(&[from, to]) if from < to => self.ends.get(from as usize..to as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

fn key(state: State, code: Code) -> u64 {
    u64::from(state) << 16 | u64::from(code)
}

fn spread(key: u64) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A slot: 40 bits of key, 24 of the next state.
fn find(slots: &[u64], shift: u32, key: u64) -> Option<State> {
    find_spread(slots, shift, key, spread(key))
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the shift leaves an index, the mask a state")]
fn find_spread(slots: &[u64], shift: u32, key: u64, spread: u64) -> Option<State> {
    let mask = slots.len() - 1;
    let mut at = (spread >> shift) as usize;
    loop {
        let slot = *slots.get(at & mask)?;
        if slot == EMPTY {
            return None;
        }
        if slot >> 24 == key {
            return Some((slot & 0xff_ffff) as State);
        }
        at += 1;
    }
}

fn put(slots: &mut [u64], shift: u32, key: u64, next: State) {
    let mask = slots.len() - 1;
    let mut at = usize::try_from(spread(key) >> shift).unwrap_or(0);
    while let Some(slot) = slots.get_mut(at & mask) {
        if *slot == EMPTY {
            *slot = key << 24 | u64::from(next);
            return;
        }
        at += 1;
    }
}
