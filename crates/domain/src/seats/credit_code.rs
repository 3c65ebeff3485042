//! 统一社会信用代码: the number of a company, 18 places after GB 32100-2015.

use std::{fmt, str::FromStr};

/// Places of a code.
const PLACES: usize = 18;
/// The letters of the standard, each worth its place: no I, O, S, V and Z, which are mistaken for digits.
const LETTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Where the six digits of the region stand.
const REGION: std::ops::Range<usize> = 2..8;

/// A code whose check digit is right, in capitals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

/// Why a text is no credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// It has another number of places.
    #[error("a credit code has {PLACES} places, this has {0}")]
    Length(usize),
    /// It holds a sign that no code holds.
    #[error("no credit code holds {0:?}")]
    Sign(char),
    /// Letters stand where the region is written in digits.
    #[error("places 3 to 8 of a credit code are digits")]
    Region,
    /// The last place does not fit the others: something is mistyped.
    #[error("the check digit of the credit code does not fit")]
    CheckDigit,
}

impl CreditCode {
    /// The 18 places.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for CreditCode {
    type Err = CreditCodeError;

    /// Takes small letters and blanks, as people copy them.
    fn from_str(text: &str) -> Result<Self, CreditCodeError> {
        let code: String =
            text.chars().filter(|sign| !sign.is_whitespace()).map(|sign| sign.to_ascii_uppercase()).collect();
        let places = code.chars().count();
        if places != PLACES {
            return Err(CreditCodeError::Length(places));
        }
        let values = code.chars().map(value_of).collect::<Result<Vec<u32>, _>>()?;
        if !values.iter().skip(REGION.start).take(REGION.len()).all(|value| *value < 10) {
            return Err(CreditCodeError::Region);
        }
        let (body, last) = values.split_at(PLACES - 1);
        if last == [check_value(body)] { Ok(Self(code)) } else { Err(CreditCodeError::CheckDigit) }
    }
}

fn value_of(sign: char) -> Result<u32, CreditCodeError> {
    let place = LETTERS.iter().position(|letter| char::from(*letter) == sign);
    place.and_then(|place| u32::try_from(place).ok()).ok_or(CreditCodeError::Sign(sign))
}

/// The value of the last place: the weights are the powers of 3, and the sum of all places is a multiple of 31.
fn check_value(body: &[u32]) -> u32 {
    let (sum, _) =
        body.iter().fold((0, 1), |(sum, weight), value| ((sum + value * weight) % 31, weight * 3 % 31));
    (31 - sum) % 31
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    #[test]
    fn the_example_of_the_standard_is_a_code_and_what_is_mistyped_is_none() {
        for (text, expected) in [
            ("91350100M000100Y43", Ok("91350100M000100Y43")),
            (" 91350100m000100y43 ", Ok("91350100M000100Y43")),
            ("9135 0100 M000 100Y 43", Ok("91350100M000100Y43")),
            ("91350100M000100Y44", Err(CreditCodeError::CheckDigit)),
            ("91350100M000100Y4", Err(CreditCodeError::Length(17))),
            ("91350100M000100YO3", Err(CreditCodeError::Sign('O'))),
            ("91350100M000100Y４3", Err(CreditCodeError::Sign('４'))),
            ("9135010AM000100Y43", Err(CreditCodeError::Region)),
            ("", Err(CreditCodeError::Length(0))),
        ] {
            let found = text.parse::<CreditCode>();
            assert_eq!(found.as_ref().map(CreditCode::as_str), expected.as_ref().map(|code| *code), "{text}");
        }
    }

    fn body() -> impl Strategy<Value = String> {
        let letter = select(LETTERS.to_vec());
        let digits = vec(select(b"0123456789".to_vec()), REGION.len());
        (vec(letter.clone(), 2), digits, vec(letter, 9)).prop_map(|(head, region, tail)| {
            head.into_iter().chain(region).chain(tail).map(char::from).collect()
        })
    }

    fn complete(body: &str) -> String {
        let values: Vec<u32> = body.chars().map(|sign| value_of(sign).unwrap()).collect();
        let check = LETTERS[check_value(&values) as usize];
        format!("{body}{}", char::from(check))
    }

    proptest! {
        #[test]
        fn every_body_has_one_check_digit(body in body()) {
            let fitting = LETTERS.iter().filter(|letter| {
                format!("{body}{}", char::from(**letter)).parse::<CreditCode>().is_ok()
            });
            prop_assert_eq!(fitting.count(), 1);
            prop_assert!(complete(&body).parse::<CreditCode>().is_ok());
        }

        #[test]
        fn one_mistyped_place_and_two_swapped_neighbours_are_found(body in body(), place in 0..18_usize, other in 0..31_usize) {
            let code = complete(&body);
            let mut mistyped: Vec<char> = code.chars().collect();
            mistyped[place] = char::from(LETTERS[other]);
            let mistyped: String = mistyped.into_iter().collect();
            prop_assert_eq!(mistyped.parse::<CreditCode>().is_ok(), mistyped == code);
            let mut swapped: Vec<char> = code.chars().collect();
            swapped.swap(place, (place + 1).min(17));
            let swapped: String = swapped.into_iter().collect();
            prop_assert_eq!(swapped.parse::<CreditCode>().is_ok(), swapped == code);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,40}") {
            let _ = text.parse::<CreditCode>().map(|code| assert_eq!(code.as_str().len(), PLACES));
        }
    }
}
