//! Many terms at once: short ones by one look each, long ones by an automaton that runs only where one may begin.
//!
//! A filter ([`Starts`]) names the few places where a term may begin and how long it may be. A term of up to four
//! codes is one number, and one look into a table says whether it is there; so does the beginning of a longer one, from
//! where the automaton goes on. Time is linear in the text whatever the terms.

use std::ops::Range;

use super::{
    automaton::{AFTER_BREAK, Automaton, Code, Ends, Term},
    starts::{BLOCK, Places, SHORT, Starts, WINDOW},
};

/// No term.
const NONE: u32 = u32::MAX;

/// Terms ready to be found.
#[derive(Debug)]
pub(crate) struct Finder {
    starts: Starts,
    /// For each code the term that it is by itself.
    singles: Vec<u32>,
    shorts: Shorts,
    longs: Automaton,
    /// For each term the next one of the same codes.
    next: Vec<u32>,
    lengths: Vec<u16>,
}

/// What was found in a text, each list ascending.
#[derive(Debug, Default)]
pub(crate) struct Finds {
    /// Terms of one code, two, and so on, with where they begin.
    shorts: [Vec<(u32, u32)>; SHORT],
    longs: Vec<Ends>,
}

/// How far into [`Finds`] somebody has come.
#[derive(Debug, Default)]
pub(crate) struct Cursor {
    shorts: [usize; SHORT],
    longs: usize,
}

impl Finder {
    /// Of terms with their numbers, in codes below `codes` other than 0. Empty terms are left out, and long ones for
    /// which there is no room.
    pub(crate) fn new(terms: Vec<Term>, codes: usize) -> Self {
        let end = terms.iter().map(|term| term.1 as usize + 1).max().unwrap_or(0);
        let mut finder = Self {
            starts: Starts::new(terms.len(), codes),
            singles: vec![NONE; codes],
            shorts: Shorts::new(terms.len()),
            longs: Automaton::default(),
            next: vec![NONE; end],
            lengths: vec![0; end],
        };
        let mut longs = Vec::new();
        for (term, number) in terms {
            finder.starts.add(&term);
            if let Some(length) = finder.lengths.get_mut(number as usize) {
                *length = u16::try_from(term.len()).unwrap_or(u16::MAX);
            }
            match term.first_chunk() {
                Some(beginning) if term.len() > SHORT => {
                    finder.shorts.change(*beginning, |slot| slot.is_beginning = true);
                    longs.push((term, number));
                }
                _ => finder.add_short(&term, number),
            }
        }
        finder.starts.finish();
        finder.longs = Automaton::new(longs, codes);
        finder
    }

    fn add_short(&mut self, term: &[Code], number: u32) {
        let mut next = NONE;
        let mut put = |known: &mut u32| next = std::mem::replace(known, number);
        match *term {
            [] => {}
            [code] => self.singles.iter_mut().skip(usize::from(code)).take(1).for_each(put),
            _ => {
                let mut window = [0; WINDOW];
                window.iter_mut().zip(term).for_each(|(to, from)| *to = *from);
                self.shorts.change(window, |slot| put(&mut slot.term));
            }
        }
        if let Some(slot) = self.next.get_mut(number as usize) {
            *slot = next;
        }
    }

    /// Finds the terms of a text of codes, which goes on for [`WINDOW`] codes after a break.
    pub(crate) fn find(&self, codes: &[Code], finds: &mut Finds) {
        finds.clear();
        let text = codes.len().saturating_sub(WINDOW);
        let (mut begun, mut done) = (0, 0);
        let mut places = Places::default();
        while begun < text {
            let end = text.min(begun + BLOCK);
            let block = codes.get(begun..end + WINDOW - 1).unwrap_or_default();
            self.starts.places(block, &mut places);
            self.look_up(codes, begun, &places, &mut done, finds);
            begun = end;
        }
    }

    /// Looks up what may begin in a block. Long terms that begin before `done` are found.
    #[expect(clippy::cast_possible_truncation, reason = "a text is shorter than 4 GiB")]
    fn look_up(&self, codes: &[Code], begun: usize, places: &Places, done: &mut usize, finds: &mut Finds) {
        let window = |place: &u16| {
            let at = begun + usize::from(*place);
            let window = codes.get(at..).and_then(<[Code]>::first_chunk).copied();
            (at, window.unwrap_or([0; WINDOW]))
        };
        let [singles, twos, threes, fours] = &mut finds.shorts;
        let [of_one, of_two, of_three, of_four] = &places.lists;
        for (at, [code, ..]) in of_one.iter().map(window) {
            let term = self.singles.get(usize::from(code & !AFTER_BREAK)).copied().unwrap_or(NONE);
            singles.push((term, at as u32));
        }
        for (at, [a, b, ..]) in of_two.iter().map(window) {
            if let Some(slot) = self.shorts.get([a, b, 0, 0]) {
                twos.push((slot.term, at as u32));
            }
        }
        for (at, [a, b, c, _]) in of_three.iter().map(window) {
            if let Some(slot) = self.shorts.get([a, b, c, 0]) {
                threes.push((slot.term, at as u32));
            }
        }
        for (at, window) in of_four.iter().map(window) {
            let Some(slot) = self.shorts.get(window) else { continue };
            if slot.term != NONE {
                fours.push((slot.term, at as u32));
            }
            if slot.is_beginning && at >= *done {
                *done =
                    self.longs.follow(codes, at, |window| self.starts.may_be_long(window), &mut finds.longs);
            }
        }
    }

    /// What was found: the term, where it begins and where it ends.
    pub(crate) fn all(&self, finds: &Finds) -> impl Iterator<Item = (u32, u32, u32)> {
        self.between(finds, 0..u32::MAX)
    }

    /// The same for what lies within a part that words do not cross.
    pub(crate) fn between(&self, finds: &Finds, part: Range<u32>) -> impl Iterator<Item = (u32, u32, u32)> {
        let within = part.clone();
        let shorts = finds.shorts.iter().zip(1..).flat_map(move |(list, length)| {
            let first = list.partition_point(|found| found.1 < within.start);
            let rest = list.get(first..).unwrap_or_default().iter();
            let of_part = rest.copied().take_while({
                let end = within.end;
                move |found| found.1 < end
            });
            of_part
                .flat_map(move |(term, start)| self.same(term).map(move |term| (term, start, start + length)))
        });
        let first = finds.longs.partition_point(|(_, end)| *end <= part.start);
        let longs = finds.longs.get(first..).unwrap_or_default().iter();
        let longs = longs.take_while(move |(_, end)| *end <= part.end).flat_map(move |&(state, end)| {
            self.longs.ends(state).iter().map(move |&term| {
                let length = self.lengths.get(term as usize).copied().unwrap_or(0);
                (term, end.saturating_sub(length.into()), end)
            })
        });
        shorts.chain(longs)
    }

    /// Tells the terms that lie before a place which words do not cross, and were not told.
    pub(crate) fn tell(&self, finds: &Finds, cursor: &mut Cursor, end: u32, mut tell: impl FnMut(u32)) {
        for (list, told) in finds.shorts.iter().zip(&mut cursor.shorts) {
            for &(term, _) in list.get(*told..).unwrap_or_default().iter().take_while(|found| found.1 < end) {
                self.same(term).for_each(&mut tell);
                *told += 1;
            }
        }
        let longs = finds.longs.get(cursor.longs..).unwrap_or_default();
        for &(state, _) in longs.iter().take_while(|found| found.1 <= end) {
            self.longs.ends(state).iter().copied().for_each(&mut tell);
            cursor.longs += 1;
        }
    }

    /// A term and those of the same codes.
    #[inline]
    fn same(&self, term: u32) -> impl Iterator<Item = u32> {
        let next = |term: &u32| self.next.get(*term as usize).copied().filter(|next| *next != NONE);
        std::iter::successors(Some(term), next)
    }
}

impl Finds {
    fn clear(&mut self) {
        self.shorts.iter_mut().for_each(Vec::clear);
        self.longs.clear();
    }
}

/// Terms of two to four codes, and beginnings of longer ones, by their codes.
#[derive(Debug)]
struct Shorts {
    slots: Vec<Slot>,
    shift: u32,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    /// The codes as one number; 0 where there are none.
    key: u64,
    term: u32,
    is_beginning: bool,
}

impl Shorts {
    /// Room for some terms; at the most three of four slots are taken.
    fn new(terms: usize) -> Self {
        let size = (terms * 4 / 3 + 1).next_power_of_two().max(2);
        let empty = Slot { key: 0, term: NONE, is_beginning: false };
        Self { slots: vec![empty; size], shift: 64 - size.trailing_zeros() }
    }

    /// Changes what is known of two to four codes.
    fn change(&mut self, codes: [Code; WINDOW], change: impl FnOnce(&mut Slot)) {
        let key = key(codes);
        let mask = self.slots.len() - 1;
        let mut at = self.place(key);
        while self.slots.get(at & mask).is_some_and(|slot| slot.key != 0 && slot.key != key) {
            at += 1;
        }
        if let Some(slot) = self.slots.get_mut(at & mask) {
            slot.key = key;
            change(slot);
        }
    }

    #[inline]
    fn get(&self, [first, b, c, d]: [Code; WINDOW]) -> Option<&Slot> {
        let key = key([first & !AFTER_BREAK, b, c, d]);
        let mask = self.slots.len() - 1;
        let mut at = self.place(key);
        loop {
            let slot = self.slots.get(at & mask).filter(|slot| slot.key != 0)?;
            if slot.key == key {
                return Some(slot);
            }
            at += 1;
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the shift leaves an index")]
    fn place(&self, key: u64) -> usize {
        let mixed = (key ^ key >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> self.shift) as usize
    }
}

#[inline]
fn key([a, b, c, d]: [Code; WINDOW]) -> u64 {
    u64::from(a) | u64::from(b) << 16 | u64::from(c) << 32 | u64::from(d) << 48
}
