//! What the grams of a draft are worth among the notes, and which of them to look up.

use super::{
    fold::Folded,
    grams::{CHARS, COMMON, Ranked, SOUNDS, Walk, whole},
    sketch::{Sketch, notes_of},
    weight::bits_per_char,
};

/// The worth of a draft's characters, and its grams.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Bits for each character.
    pub bits: Vec<f32>,
    /// All grams that were looked at.
    pub grams: Vec<Ranked>,
    /// The longest grams of sounds at places where all of them are common.
    pub frequent: Vec<u64>,
    /// The whole text.
    pub whole: u64,
}

impl Survey {
    pub fn of(folded: &Folded, sketch: &Sketch, notes: u32) -> Self {
        let mut survey = Self { whole: whole(&folded.chars), ..Self::default() };
        survey.grams.reserve(folded.len() * 3);
        let mut walk = Walk::default();
        survey.look(&mut walk, folded, sketch, notes);
        survey.listen(&mut walk, folded, sketch);
        survey
    }

    /// Looks up the grams at every place, and what the last of them makes the characters worth.
    fn look(&mut self, walk: &mut Walk, folded: &Folded, sketch: &Sketch, notes: u32) {
        let mut lasts = vec![(CHARS.lengths[0], 0_u8); folded.len()];
        walk.begin_chars(&folded.chars);
        for (step, length) in CHARS.lengths.into_iter().enumerate() {
            for (place, gram) in walk.step(step, &CHARS, &folded.chars, sketch) {
                if let Some(last) = lasts.get_mut(place) {
                    *last = (length, gram.count());
                }
                self.grams.push(gram);
            }
        }
        let pairs =
            folded.chars.windows(2).zip(&lasts).filter_map(|(pair, last)| Some((*pair.as_array()?, *last)));
        self.bits.reserve(folded.len());
        self.bits
            .extend(pairs.map(|(pair, (length, count))| bits_per_char(pair, length, notes_of(count), notes)));
        // The last character has no gram of its own.
        self.bits.extend(self.bits.last().copied());
        self.bits.resize(folded.len(), 0.0);
    }

    /// Looks up the grams of sounds.
    fn listen(&mut self, walk: &mut Walk, folded: &Folded, sketch: &Sketch) {
        let mut lasts = vec![Ranked::NONE; folded.len()];
        walk.begin_sounds(&folded.sounds);
        for step in 0..SOUNDS.lengths.len() {
            for (place, gram) in walk.step(step, &SOUNDS, &folded.sounds, sketch) {
                if let Some(last) = lasts.get_mut(place) {
                    *last = gram;
                }
                self.grams.push(gram);
            }
        }
        let frequent = lasts.into_iter().filter(|last| *last != Ranked::NONE && last.count() >= COMMON);
        self.frequent.extend(frequent.map(Ranked::gram));
    }

    /// The rarest grams that any note holds, at most so many, without repetition.
    pub fn rarest(&mut self, most: usize) -> &mut Vec<Ranked> {
        self.grams.retain(|ranked| ranked.count() > 0);
        if self.grams.len() > most {
            self.grams.select_nth_unstable(most);
            self.grams.truncate(most);
        }
        self.grams.sort_unstable();
        self.grams.dedup();
        &mut self.grams
    }
}
