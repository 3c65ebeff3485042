//! Amounts with their unit in the type: money in fen, rates in millionths, lengths of time in milliseconds.
//!
//! All are whole numbers, so that sums are exact and two databases agree to the last digit.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Money in fen (1/100 yuan).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// A rate in millionths: 3.75 % is 37,500.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(transparent)]
pub struct Ppm(pub i64);

/// A score in hundredths of a point: 4.5 points are 450.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(transparent)]
pub struct Centi(pub i64);

/// A length of time in milliseconds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Ppm {
    /// `numerator / denominator`, rounded to the nearest millionth; `None` where nothing was counted.
    pub fn of(numerator: i64, denominator: i64) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        let scaled = i128::from(numerator) * 1_000_000;
        let half = i128::from(denominator) / 2;
        let rounded = if scaled < 0 { scaled - half } else { scaled + half } / i128::from(denominator);
        i64::try_from(rounded).ok().map(Self)
    }
}

/// A text as it is compared with others of its kind: two that differ by case, width, blanks or punctuation only are
/// one.
///
/// ```
/// # use domain::value::compared;
/// assert_eq!(compared("sf－001 a"), compared("SF001A"));
/// assert_eq!(compared("小户型·玄关，三步 收纳"), compared("小户型玄关三步收纳！"));
/// ```
pub fn compared(text: &str) -> String {
    text.chars().map(narrow).filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The ordinary letter of a full-width one.
fn narrow(letter: char) -> char {
    match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_recomputed_from_its_sums() {
        for (numerator, denominator, expected) in [
            (3, 80, Some(37_500)),
            (1, 3, Some(333_333)),
            (2, 3, Some(666_667)),
            (0, 5, Some(0)),
            (1, 0, None),
        ] {
            assert_eq!(Ppm::of(numerator, denominator), expected.map(Ppm), "{numerator}/{denominator}");
        }
    }
}
