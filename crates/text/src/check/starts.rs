//! Where terms may begin: a filter that spares the automaton nearly all of an ordinary text.
//!
//! A place may begin a term if its character is a term, if the first two are, if the first three are, or if the first
//! four begin one. The latter three are bits of one word, chosen by the first two characters, so a place costs one
//! look into a table that the processor keeps near. Where to look is worked out for many places at once.

use super::automaton::{AFTER_BREAK, Code};

/// Words of a filter: from 512 bytes to 256 KiB, a quarter of what a processor usually keeps near.
const WORD_BITS: std::ops::RangeInclusive<u32> = 6..=15;

/// Places that are looked at in one go.
pub(crate) const BLOCK: usize = 256;
/// Codes that a look at one place reads.
pub(crate) const WINDOW: usize = 4;
/// Codes of a term that is short.
pub(crate) const SHORT: usize = 4;

/// A finished filter.
#[derive(Debug)]
pub(crate) struct Starts {
    words: Box<[u64]>,
    shift: u32,
    /// For each code whether it is a term by itself; empty where none is.
    single: Vec<bool>,
}

/// Where to look for a place: the word, and the bits of terms of two codes, three, and more.
type Look = [u16; 4];

impl Starts {
    /// A filter with room for some terms of codes below `codes`.
    pub(crate) fn new(terms: usize, codes: usize) -> Self {
        let bits = terms.next_power_of_two().trailing_zeros().clamp(*WORD_BITS.start(), *WORD_BITS.end());
        Self { words: vec![0; 1 << bits].into_boxed_slice(), shift: 16 - bits, single: vec![false; codes] }
    }

    /// Lets a term begin.
    pub(crate) fn add(&mut self, term: &[Code]) {
        let mut codes = term.iter().copied();
        let mut next = || codes.next().unwrap_or(0);
        let [word, two, three, four] = look(self.shift, [next(), next(), next(), next()]);
        let bit = match *term {
            [] => return,
            [code] => {
                self.single.iter_mut().skip(usize::from(code)).take(1).for_each(|single| *single = true);
                return;
            }
            [_, _] => two,
            [_, _, _] => three,
            _ => four,
        };
        if let Some(word) = self.words.get_mut(usize::from(word)) {
            *word |= 1 << bit;
        }
    }

    /// Ends the adding.
    pub(crate) fn finish(&mut self) {
        if !self.single.contains(&true) {
            self.single.clear();
        }
    }

    /// Gives the places of a block of codes where a term may begin. The block has up to [`BLOCK`] places and the codes
    /// that a look at the last one reads.
    pub(crate) fn places(&self, block: &[Code], places: &mut Places) {
        let count = block.len().saturating_sub(WINDOW - 1).min(BLOCK);
        let mut codes = [0; BLOCK + WINDOW - 1];
        codes.iter_mut().zip(block).for_each(|(to, from)| *to = *from);
        let [words, twos, threes, fours] = &looks(self.shift, &codes);
        let mut any = [0; BLOCK];
        let mut found = 0;
        let looks = words.iter().zip(twos).zip(threes).zip(fours);
        for ((((word, two), three), four), at) in looks.take(count).zip(0..) {
            put(&mut any, found, at);
            let word = self.word(*word);
            found += usize::from((word >> two | word >> three | word >> four) & 1 == 1);
        }
        let [singles, pairs, triples, longer] = &mut places.lists;
        for list in [&mut *singles, &mut *pairs, &mut *triples, &mut *longer] {
            list.count = 0;
        }
        for &at in any.iter().take(found) {
            let of = |column: &[u16; BLOCK]| column.get(usize::from(at)).copied().unwrap_or(0);
            let word = self.word(of(words));
            pairs.add(at, word >> of(twos));
            triples.add(at, word >> of(threes));
            longer.add(at, word >> of(fours));
        }
        if !self.single.is_empty() {
            for (code, at) in codes.iter().take(count).zip(0..) {
                singles.add(at, u64::from(self.is_single(code & !AFTER_BREAK)));
            }
        }
    }

    /// Whether a term of four codes or more may begin with these.
    pub(crate) fn may_be_long(&self, codes: [Code; WINDOW]) -> bool {
        let [word, _, _, four] = look(self.shift, codes);
        self.word(word) >> four & 1 == 1
    }

    #[inline]
    fn is_single(&self, code: Code) -> bool {
        self.single.get(usize::from(code)).copied().unwrap_or(false)
    }

    #[inline]
    fn word(&self, at: u16) -> u64 {
        self.words.get(usize::from(at)).copied().unwrap_or(0)
    }
}

/// Places of a block where terms may begin, by their length.
#[derive(Debug)]
pub(crate) struct Places {
    /// Where a term of one code may begin, of two, of three, of four and more.
    pub(crate) lists: [List; SHORT],
}

impl Default for Places {
    fn default() -> Self {
        Self { lists: std::array::from_fn(|_| List { places: [0; BLOCK], count: 0 }) }
    }
}

/// Some places.
#[derive(Debug)]
pub(crate) struct List {
    places: [u16; BLOCK],
    count: usize,
}

impl List {
    /// The places, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &u16> {
        self.places.iter().take(self.count)
    }

    /// Adds a place if the lowest bit is set.
    #[inline]
    fn add(&mut self, at: u16, bit: u64) {
        put(&mut self.places, self.count, at);
        self.count += usize::from(bit & 1 == 1);
    }
}

#[inline]
fn put(places: &mut [u16; BLOCK], at: usize, place: u16) {
    if let Some(slot) = places.get_mut(at % BLOCK) {
        *slot = place;
    }
}

/// The looks of all places of a block, in columns, so that many are worked out at once.
fn looks(shift: u32, codes: &[Code; BLOCK + WINDOW - 1]) -> [[u16; BLOCK]; 4] {
    let [mut words, mut twos, mut threes, mut fours] = [[0; BLOCK]; 4];
    let firsts = codes.iter().zip(&codes[1..]).zip(&codes[2..]).zip(&codes[3..]);
    let slots = words.iter_mut().zip(&mut twos).zip(&mut threes).zip(&mut fours);
    for ((((word, two), three), four), (((a, b), c), d)) in slots.zip(firsts) {
        [*word, *two, *three, *four] = look(shift, [*a, *b, *c, *d]);
    }
    [words, twos, threes, fours]
}

#[inline]
fn look(shift: u32, [first, b, c, d]: [Code; WINDOW]) -> Look {
    let a = first & !AFTER_BREAK;
    let two = a.wrapping_mul(0x9e37).wrapping_add(b.wrapping_mul(0x79b1));
    let three = two.wrapping_mul(0x2c1b).wrapping_add(c.wrapping_mul(0xca6b));
    let four = three.wrapping_mul(0x35a7).wrapping_add(d.wrapping_mul(0x85eb));
    let two_bit = a.wrapping_mul(0x6a2d) ^ b.wrapping_mul(0xb979);
    [two >> shift, two_bit >> 10, three >> 10, four >> 10]
}
