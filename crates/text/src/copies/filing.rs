//! Under which grams a note is filed: the rarest of every window, and the grams of sounds.

use super::{
    fold::Folded,
    grams::{CHARS, COMMON, Ranked, SOUNDS, Walk, least_of_windows},
    sketch::Sketch,
};

/// Grams under which a note is filed even where all of them are common.
const FILED_MIN: usize = 3;
/// Places of which the rarest gram is taken, in a long note and in a short one.
const WINDOW_MAX: usize = 9;
const WINDOW_MIN: usize = 2;
/// Characters for each step of the window: a short note is filed more densely.
const CHARS_PER_WINDOW_STEP: usize = 12;

/// The grams under which a note is filed, and room to choose them in.
#[derive(Debug, Default)]
pub(super) struct Filing {
    /// Those that few notes hold, without repetition.
    pub rare: Vec<u64>,
    /// Those that are frequent, where too few are rare.
    pub frequent: Vec<u64>,
    walk: Walk,
    /// The last gram that was looked at, for each place.
    lasts: Vec<Ranked>,
    chosen: Vec<Ranked>,
    /// The number of the part between two marks, for each place.
    sentences: Vec<u32>,
}

impl Filing {
    /// Counts the grams of a note and chooses those under which it is filed.
    pub fn choose(&mut self, folded: &Folded, sketch: &mut Sketch) {
        self.rare.clear();
        self.frequent.clear();
        self.look(folded, sketch);
        self.listen(folded, sketch);
        self.rare.sort_unstable();
        self.rare.dedup();
    }

    /// Counts the grams at every place up to the first that is not common.
    fn look(&mut self, folded: &Folded, sketch: &mut Sketch) {
        let Self { rare, walk, lasts, chosen, sentences, .. } = self;
        sentences.clear();
        sentences.extend(number_parts(&folded.places));
        lasts.clear();
        lasts.resize(folded.len(), Ranked::NONE);
        walk.begin_chars(&folded.chars);
        for (step, length) in CHARS.lengths.into_iter().enumerate() {
            for (place, gram) in walk.step(step, &CHARS, &folded.chars, sketch) {
                sketch.bump(gram.gram());
                let is_across = sentences.get(place) != sentences.get(place + length - 1);
                if let Some(last) = lasts.get_mut(place) {
                    *last = if is_across { gram.postponed() } else { gram };
                }
            }
        }
        lasts.retain(|gram| gram.count() < COMMON);
        let window = (folded.len() / CHARS_PER_WINDOW_STEP).clamp(WINDOW_MIN, WINDOW_MAX);
        chosen.clear();
        least_of_windows(lasts, window, chosen);
        rare.extend(chosen.iter().map(|gram| gram.gram()));
    }

    /// Does the same with the grams of sounds, without choosing among them.
    fn listen(&mut self, folded: &Folded, sketch: &mut Sketch) {
        let Self { rare, frequent, walk, lasts, .. } = self;
        lasts.clear();
        lasts.resize(folded.len(), Ranked::NONE);
        walk.begin_sounds(&folded.sounds);
        for step in 0..SOUNDS.lengths.len() {
            for (place, gram) in walk.step(step, &SOUNDS, &folded.sounds, sketch) {
                sketch.bump(gram.gram());
                if let Some(last) = lasts.get_mut(place) {
                    *last = gram;
                }
            }
        }
        for gram in lasts.iter().filter(|gram| **gram != Ranked::NONE) {
            if gram.count() < COMMON {
                rare.push(gram.gram());
            } else if rare.len() + frequent.len() < FILED_MIN && !frequent.contains(&gram.gram()) {
                frequent.push(gram.gram());
            }
        }
    }
}

/// Numbers the parts of a text between punctuation and other characters that are not content.
fn number_parts(places: &[u32]) -> impl Iterator<Item = u32> + '_ {
    let (mut number, mut expected) = (0, 0);
    places.iter().map(move |place| {
        number += u32::from(*place != expected);
        expected = place + 1;
        number
    })
}
