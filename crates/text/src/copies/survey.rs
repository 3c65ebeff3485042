//! What the grams of a draft are worth among the notes, and which of them to look up.

use super::{
    fold::Folded,
    grams::{COMMON, LEVELS, Ranked, SoundPlaces, grams_at},
    sketch::{Sketch, notes_of},
    weight::bits_per_char,
};

/// The worth of a draft's characters, and its grams.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Bits for each character.
    pub bits: Vec<f32>,
    /// Grams that were counted before; one that was not has no notes.
    pub grams: Vec<Ranked>,
    /// The longest grams of sounds at places where all of them are common.
    pub common: Vec<u64>,
}

impl Survey {
    pub fn of(folded: &Folded, sketch: &Sketch, notes: u32) -> Self {
        let mut survey = Self {
            bits: Vec::with_capacity(folded.len()),
            grams: Vec::with_capacity(folded.len() * 3),
            common: Vec::new(),
        };
        for start in 0..folded.len() {
            survey.look_at(folded.chars.get(start..).unwrap_or_default(), sketch, notes);
        }
        survey.listen(folded, sketch);
        survey
    }

    /// Looks at the grams that begin where the characters do.
    fn look_at(&mut self, chars: &[u32], sketch: &Sketch, notes: u32) {
        let [first, second, ..] = *chars else {
            // The last character has no gram of its own.
            self.bits.extend(self.bits.last().copied());
            return;
        };
        let mut last = (2, 0);
        for (gram, length) in grams_at(chars).zip(LEVELS) {
            let count = sketch.count(gram);
            last = (length, count);
            self.note(count, gram);
            if count < COMMON {
                break;
            }
        }
        self.bits.push(bits_per_char((first, second), last.0, notes_of(last.1), notes));
    }

    fn listen(&mut self, folded: &Folded, sketch: &Sketch) {
        for grams in SoundPlaces::default().grams(&folded.sounds) {
            let mut last = None;
            for gram in grams {
                let count = sketch.count(gram);
                self.note(count, gram);
                last = (count >= COMMON).then_some(gram);
                if last.is_none() {
                    break;
                }
            }
            self.common.extend(last);
        }
    }

    /// The rarest grams, at most so many, without repetition.
    pub fn rarest(&mut self, most: usize) -> &[Ranked] {
        if self.grams.len() > most {
            self.grams.select_nth_unstable(most);
            self.grams.truncate(most);
        }
        self.grams.sort_unstable();
        self.grams.dedup();
        &self.grams
    }

    fn note(&mut self, count: u8, gram: u64) {
        if count > 0 {
            self.grams.push(Ranked::new(count, gram));
        }
    }
}
