//! The rubric 真实 / 有用 / 有温度: three scores that people give, with examples, and how far people agree.
//!
//! The texts are data, in `rules/rubric.toml`. A score is a person's alone: no program gives one, and whoever scores
//! sees neither the figures of a note nor the scores of others. How far two reviewers agree is told with the number of
//! texts that both of them scored, and with kappa only where those are enough.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::insight::Say;

/// The rubric, as it is edited.
const RUBRIC_TEXT: &str = include_str!("../../../../rules/rubric.toml");
/// The least score; the best is [`super::review::SCORE_MAX`].
pub const SCORE_MIN: i64 = 1;
/// Texts that two reviewers must have scored both before kappa says more than chance.
pub const KAPPA_TEXTS_MIN: i64 = 20;
const PPM: i64 = 1_000_000;

names! {
    /// What is scored.
    RubricMeasure {
        /// 真实: it happened, and to whom it says.
        True = "true",
        /// 有用: a reader can do something with it.
        Useful = "useful",
        /// 有温度: a person speaks to a person.
        Warm = "warm",
    }
}

/// One measure of the rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureText {
    /// Which one.
    pub id: RubricMeasure,
    /// What people call it.
    pub name: Say,
    /// What a reviewer asks themselves.
    pub question: Say,
    /// What each score means, from the least to the best.
    #[serde(rename = "level")]
    pub levels: Vec<LevelText>,
}

/// What a score means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelText {
    /// The score.
    pub score: i64,
    /// What it says.
    pub says: Say,
    /// A passage that would get it.
    pub example: Say,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RubricFile {
    measure: Vec<MeasureText>,
}

static BUILTIN: LazyLock<Vec<MeasureText>> = LazyLock::new(|| {
    // The text is part of the program; a test reads it.
    toml::from_str::<RubricFile>(RUBRIC_TEXT).map(|file| file.measure).unwrap_or_default()
});

/// The rubric that comes with the program.
pub fn rubric() -> &'static [MeasureText] {
    &BUILTIN
}

/// How far reviewers agree on one measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Pairs of scores: texts that two people scored.
    pub pairs: i64,
    /// Pairs of the same score.
    pub exact: i64,
    /// Pairs that differ by one at the most, those of the same score among them.
    pub adjacent: i64,
    /// Quadratically weighted kappa in parts per million, from -1,000,000 to 1,000,000: nothing for fewer than
    /// [`KAPPA_TEXTS_MIN`] pairs, and nothing where everybody always gives the same score.
    pub kappa_ppm: Option<i64>,
}

/// How far pairs of reviewers agree. Who of a pair is named first does not matter; scores beyond the scale do not count.
pub fn agreement(pairs: &[(i64, i64)]) -> Agreement {
    let scale = SCORE_MIN..=super::review::SCORE_MAX;
    let counted =
        || pairs.iter().copied().filter(|(one, other)| scale.contains(one) && scale.contains(other));
    let within = |most: i64| counted().filter(move |(one, other)| (one - other).abs() <= most);
    let count = |pairs: usize| i64::try_from(pairs).unwrap_or(i64::MAX);
    let pairs = count(counted().count());
    let kappa_ppm = if pairs < KAPPA_TEXTS_MIN { None } else { kappa_ppm(&counted().collect::<Vec<_>>()) };
    Agreement { pairs, exact: count(within(0).count()), adjacent: count(within(1).count()), kappa_ppm }
}

/// One less the squared distance of the pairs over what it would be by chance, each pair counted both ways.
fn kappa_ppm(pairs: &[(i64, i64)]) -> Option<i64> {
    let scores: Vec<i64> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    let observed: i64 = pairs.iter().map(|(one, other)| 2 * (one - other).pow(2)).sum();
    let count = i64::try_from(scores.len()).ok()?;
    let (sum, squares) =
        scores.iter().fold((0, 0), |(sum, squares), score| (sum + score, squares + score * score));
    // The sum over all pairs of scores of their squared distance.
    let by_chance = 2 * (count * squares - sum * sum);
    let doubt = i128::from(observed) * i128::from(count) * i128::from(PPM);
    let doubt = i64::try_from(doubt.checked_div(i128::from(by_chance))?).ok()?;
    Some(PPM - doubt)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::studio::review::SCORE_MAX;

    #[test]
    fn the_rubric_says_each_score_of_each_measure_with_an_example() {
        toml::from_str::<RubricFile>(RUBRIC_TEXT).map(|_| ()).unwrap();
        let measures: Vec<RubricMeasure> = rubric().iter().map(|measure| measure.id).collect();
        assert_eq!(measures, RubricMeasure::ALL);
        for measure in rubric() {
            let scores: Vec<i64> = measure.levels.iter().map(|level| level.score).collect();
            assert_eq!(scores, (SCORE_MIN..=SCORE_MAX).collect::<Vec<_>>(), "{}", measure.id);
            for level in &measure.levels {
                let texts = [&level.says.zh, &level.says.en, &level.example.zh, &level.example.en];
                assert!(texts.iter().all(|text| !text.is_empty()), "{} {}", measure.id, level.score);
            }
        }
    }

    #[test]
    fn agreement_is_told_with_its_number_and_kappa_only_from_enough() {
        let few = agreement(&[(5, 5), (4, 5), (2, 5), (9, 1)]);
        assert_eq!(few, Agreement { pairs: 3, exact: 1, adjacent: 2, kappa_ppm: None });
        let many =
            |pair: (i64, i64), other: (i64, i64)| agreement(&[[pair; 10], [other; 10]].concat()).kappa_ppm;
        assert_eq!(many((1, 1), (5, 5)), Some(PPM), "everybody agrees");
        assert_eq!(many((1, 5), (5, 1)), Some(-PPM), "everybody contradicts");
        assert_eq!(many((3, 3), (3, 3)), None, "one score for everything says nothing");
        // Half of the pairs agree on 1, half lie at 1 and 5: 1 - (16 / 2) / (2 * 3) = -1 / 3.
        assert_eq!(many((1, 1), (1, 5)), Some(PPM - 1_333_333));
    }

    proptest! {
        #[test]
        fn who_is_named_first_does_not_matter(pairs in prop::collection::vec((1_i64..=5, 1_i64..=5), 0..60)) {
            let turned: Vec<(i64, i64)> = pairs.iter().map(|(one, other)| (*other, *one)).collect();
            let found = agreement(&pairs);
            prop_assert_eq!(found, agreement(&turned));
            prop_assert!(found.exact <= found.adjacent && found.adjacent <= found.pairs);
            prop_assert!(found.kappa_ppm.is_none_or(|kappa| (-PPM..=PPM).contains(&kappa)));
        }
    }
}
