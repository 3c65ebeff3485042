//! Amounts as exports write them, read exactly: `1,317.01`, `¥1.2万`, `3.75%`, `33.33％`, `1分5秒`.
//!
//! Text never passes through a float. A blank cell is `None`, which is not zero.

use super::{
    cell::{CellRef, bare, is_void_amount},
    header::{Unit, half_width, is_blank},
    problem::Reason,
};
use crate::value::{Centi, Fen, Millis, Ppm};

/// The largest amount of any kind, in its smallest unit; beyond it a cell is an id or a mistake.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000_000;
/// Digits of a number that are looked at.
const DIGITS_MAX: usize = 24;
/// A rate above 1,000 % is a mistake.
const RATE_PPM_MAX: i64 = 10_000_000;
/// The highest score.
const SCORE_CENTI_MAX: i64 = 500;
const MS_PER_DAY: f64 = 86_400_000.0;

/// A decimal number: `digits × 10^-decimals`, times `times`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal {
    negative: bool,
    digits: i128,
    decimals: u32,
}

impl Decimal {
    /// The number times `10^power` and rounded half away from zero, and whether it was exact.
    fn scaled(self, power: u32) -> Option<(i64, bool)> {
        let (value, exact) = if let Some(up) = power.checked_sub(self.decimals) {
            (self.digits.checked_mul(10_i128.checked_pow(up)?)?, true)
        } else {
            let divisor = 10_i128.checked_pow(self.decimals - power)?;
            let (quotient, rest) = (self.digits / divisor, self.digits % divisor);
            (quotient + i128::from(rest * 2 >= divisor), rest == 0)
        };
        let value = i64::try_from(value).ok().filter(|value| *value <= AMOUNT_MAX)?;
        Some((if self.negative { -value } else { value }, exact))
    }
}

/// What a cell holds where an amount is expected.
enum Amount {
    Void,
    Decimal { number: Decimal, percent: bool },
    Float(f64),
}

/// A number of things. Fractions and negative numbers are refused.
pub fn count(cell: CellRef<'_>, unit: Option<Unit>) -> Result<Option<i64>, Reason> {
    let power_of_ten = if unit == Some(Unit::TenThousand) { 4 } else { 0 };
    let (value, exact) = match amount(cell)? {
        Amount::Void => return Ok(None),
        Amount::Decimal { percent: true, .. } => return Err(Reason::NotANumber),
        Amount::Decimal { number, .. } => number.scaled(power_of_ten).ok_or(Reason::TooLarge)?,
        Amount::Float(number) => rounded(number * 10_f64.powi(power_of_ten.cast_signed()))?,
    };
    match (value, exact) {
        (..0, _) => Err(Reason::Negative),
        (_, false) => Err(Reason::NotWhole),
        (value, true) => Ok(Some(value)),
    }
}

/// Money in fen. Parts of a fen are rounded; a negative amount is refused.
pub fn money(cell: CellRef<'_>, unit: Option<Unit>) -> Result<Option<Fen>, Reason> {
    let power_of_ten = match unit {
        Some(Unit::Fen) => 0,
        Some(Unit::TenThousand) => 6,
        _ => 2,
    };
    Ok(not_negative(scaled(cell, power_of_ten)?)?.map(Fen))
}

/// A quotient in hundredths. A negative one is refused.
pub fn ratio(cell: CellRef<'_>) -> Result<Option<Centi>, Reason> {
    Ok(not_negative(scaled(cell, 2)?)?.map(Centi))
}

/// A rate in millionths.
///
/// With a percent sign, in the cell or in the header, the number is a percentage. Without one it is a fraction
/// from 0 to 1; a plain number above 1 may be either and is refused rather than guessed.
pub fn rate(cell: CellRef<'_>, unit: Option<Unit>) -> Result<Option<Ppm>, Reason> {
    let in_header = unit == Some(Unit::Percent);
    let (value, percent) = match amount(cell)? {
        Amount::Void => return Ok(None),
        Amount::Decimal { number, percent } => {
            let percent = percent || in_header;
            let scaled = number.scaled(if percent { 4 } else { 6 });
            (scaled.ok_or(Reason::RateTooHigh)?.0, percent)
        }
        Amount::Float(number) => (rounded(number * if in_header { 1e4 } else { 1e6 })?.0, in_header),
    };
    match value {
        ..0 => Err(Reason::Negative),
        1_000_001.. if !percent => Err(Reason::RateWithoutPercent),
        _ if value > RATE_PPM_MAX => Err(Reason::RateTooHigh),
        _ => Ok(Some(Ppm(value))),
    }
}

/// A score from 0 to 5 in hundredths.
pub fn score(cell: CellRef<'_>) -> Result<Option<Centi>, Reason> {
    let cell = match cell {
        CellRef::Text(text) => CellRef::Text(bare(text).trim_end_matches('分')),
        cell => cell,
    };
    match scaled(cell, 2)? {
        Some(value) if !(0..=SCORE_CENTI_MAX).contains(&value) => Err(Reason::ScoreOutOfRange),
        value => Ok(value.map(Centi)),
    }
}

/// A length of time in milliseconds; a number without a unit is in `unit`.
pub fn duration(cell: CellRef<'_>, unit: Unit) -> Result<Option<Millis>, Reason> {
    let value = match cell {
        CellRef::Serial(days) => rounded(days * MS_PER_DAY)?.0,
        CellRef::Number(number) => {
            #[expect(clippy::cast_precision_loss, reason = "at most an hour of milliseconds")]
            let unit_ms = unit_ms(unit) as f64;
            rounded(number * unit_ms)?.0
        }
        CellRef::Text(text) => match spoken_duration(bare(text), unit)? {
            Some(ms) => ms,
            None => return Ok(None),
        },
        CellRef::Empty => return Ok(None),
        CellRef::Bool(_) => return Err(Reason::NotADuration),
        CellRef::Error => return Err(Reason::SpreadsheetError),
    };
    if value < 0 { Err(Reason::Negative) } else { Ok(Some(Millis(value))) }
}

fn scaled(cell: CellRef<'_>, power_of_ten: u32) -> Result<Option<i64>, Reason> {
    match amount(cell)? {
        Amount::Void => Ok(None),
        Amount::Decimal { percent: true, .. } => Err(Reason::NotANumber),
        Amount::Decimal { number, .. } => {
            number.scaled(power_of_ten).map(|(value, _)| Some(value)).ok_or(Reason::TooLarge)
        }
        Amount::Float(number) => {
            rounded(number * 10_f64.powi(power_of_ten.cast_signed())).map(|(value, _)| Some(value))
        }
    }
}

fn not_negative(value: Option<i64>) -> Result<Option<i64>, Reason> {
    if value.is_some_and(i64::is_negative) { Err(Reason::Negative) } else { Ok(value) }
}

fn amount(cell: CellRef<'_>) -> Result<Amount, Reason> {
    match cell {
        CellRef::Empty => Ok(Amount::Void),
        CellRef::Number(number) => Ok(Amount::Float(number)),
        CellRef::Text(text) => text_amount(text),
        CellRef::Serial(_) | CellRef::Bool(_) => Err(Reason::NotANumber),
        CellRef::Error => Err(Reason::SpreadsheetError),
    }
}

/// The whole number nearest to a float, and whether the float was one but for the noise of its last digits.
fn rounded(number: f64) -> Result<(i64, bool), Reason> {
    const NOISE: f64 = 1e-6;
    #[expect(clippy::cast_precision_loss, reason = "AMOUNT_MAX is below 2^53")]
    if !number.is_finite() || number.abs() > AMOUNT_MAX as f64 {
        return Err(Reason::TooLarge);
    }
    let nearest = number.round();
    #[expect(clippy::cast_possible_truncation, reason = "at most AMOUNT_MAX")]
    Ok((nearest as i64, (number - nearest).abs() < NOISE))
}

fn text_amount(text: &str) -> Result<Amount, Reason> {
    let text = bare(text);
    if is_void_amount(text) {
        return Ok(Amount::Void);
    }
    if let Some(number) = plain_digits(text) {
        return Ok(Amount::Decimal { number, percent: false });
    }
    let mut flat = [0_u8; 48];
    let flat = flatten(text, &mut flat).ok_or(Reason::NotANumber)?;
    let (number, suffix) = decimal(flat)?;
    match suffix {
        b"%" => Ok(Amount::Decimal { number, percent: true }),
        b"" => Ok(Amount::Decimal { number, percent: false }),
        b"w" | b"W" => Ok(Amount::Decimal { number: times(number, 4)?, percent: false }),
        b"k" | b"K" => Ok(Amount::Decimal { number: times(number, 3)?, percent: false }),
        b"y" => Ok(Amount::Decimal { number: times(number, 8)?, percent: false }),
        _ => Err(Reason::NotANumber),
    }
}

/// The quick way for what most cells hold: a few digits.
fn plain_digits(text: &str) -> Option<Decimal> {
    const PLAIN_DIGITS_MAX: usize = 15;
    if text.len() > PLAIN_DIGITS_MAX {
        return None;
    }
    let digits = text.bytes().try_fold(0_i64, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
    })?;
    Some(Decimal { negative: false, digits: i128::from(digits), decimals: 0 })
}

/// The text in one byte a character: half width, without blanks and currency; 万 as `w`, 亿 as `y`, 千 as `k`.
fn flatten<'a>(text: &str, into: &'a mut [u8; 48]) -> Option<&'a [u8]> {
    let mut length = 0;
    for character in text.chars().map(half_width).filter(|character| !is_blank(*character)) {
        let byte = match character {
            '¥' | '￥' | '元' => continue,
            '万' => b'w',
            '亿' => b'y',
            '千' => b'k',
            '−' => b'-',
            '，' => b',',
            // The letter of 亿 must not be had for the asking.
            'y' => return None,
            _ => u8::try_from(character).ok().filter(u8::is_ascii)?,
        };
        *into.get_mut(length)? = byte;
        length += 1;
    }
    into.get(..length)
}

/// Splits a flat text into its number and what stands behind. Commas must part the digits in threes.
fn decimal(flat: &[u8]) -> Result<(Decimal, &[u8]), Reason> {
    let (negative, flat) = match flat.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, flat),
    };
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    let (number, suffix) = flat.split_at(flat.iter().position(|byte| !is_part(byte)).unwrap_or(flat.len()));
    let (whole, fraction) = match number.iter().position(|&byte| byte == b'.') {
        Some(at) => (number.get(..at).unwrap_or_default(), number.get(at + 1..).unwrap_or_default()),
        None => (number, &[][..]),
    };
    if whole.is_empty() && fraction.is_empty() || !grouped_in_threes(whole) {
        return Err(Reason::NotANumber);
    }
    let (mut digits, mut seen) = (0_i128, 0);
    for &byte in whole.iter().chain(fraction).filter(|byte| **byte != b',') {
        if !byte.is_ascii_digit() {
            return Err(Reason::NotANumber);
        }
        digits = digits * 10 + i128::from(byte - b'0');
        seen += 1;
        if seen > DIGITS_MAX {
            return Err(Reason::TooLarge);
        }
    }
    if fraction.contains(&b',') {
        return Err(Reason::NotANumber);
    }
    let decimals = u32::try_from(fraction.len()).map_err(|_| Reason::TooLarge)?;
    Ok((Decimal { negative, digits, decimals }, suffix))
}

fn grouped_in_threes(whole: &[u8]) -> bool {
    if !whole.contains(&b',') {
        return true;
    }
    let mut groups = whole.split(|&byte| byte == b',');
    let first = groups.next().map_or(0, <[u8]>::len);
    (1..=3).contains(&first) && groups.all(|group| group.len() == 3)
}

fn times(number: Decimal, power_of_ten: u32) -> Result<Decimal, Reason> {
    let digits = number.digits.checked_mul(10_i128.pow(power_of_ten)).ok_or(Reason::TooLarge)?;
    Ok(Decimal { digits, ..number })
}

const fn unit_ms(unit: Unit) -> i64 {
    match unit {
        Unit::Milliseconds => 1,
        Unit::Minutes => 60_000,
        Unit::Hours => 3_600_000,
        _ => 1_000,
    }
}

/// `12.3`, `12.3s`, `12秒`, `1分5秒`, `1小时2分`, `00:01:05`.
fn spoken_duration(text: &str, unit: Unit) -> Result<Option<i64>, Reason> {
    if is_void_amount(text) {
        return Ok(None);
    }
    let text: String =
        text.chars().map(half_width).filter(|c| !is_blank(*c)).collect::<String>().to_lowercase();
    if text.contains(':') {
        return clock_duration(&text).map(Some);
    }
    let (mut rest, mut total) = (text.as_str(), 0_i64);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
        let (number, behind) = rest.split_at(end);
        let (word_unit, behind) = time_word(behind, unit).ok_or(Reason::NotADuration)?;
        let (number, _) = decimal(number.as_bytes()).map_err(|_| Reason::NotADuration)?;
        total = scaled_ms(number, word_unit).and_then(|ms| total.checked_add(ms)).ok_or(Reason::TooLarge)?;
        rest = behind;
    }
    Ok(Some(total))
}

fn scaled_ms(number: Decimal, unit: Unit) -> Option<i64> {
    let digits = number.digits.checked_mul(i128::from(unit_ms(unit)))?;
    Decimal { digits, ..number }.scaled(0).map(|(ms, _)| ms)
}

/// The unit that a text starts with, and what stands behind it; the default where the text is over.
fn time_word(text: &str, default: Unit) -> Option<(Unit, &str)> {
    const WORDS: [(&str, Unit); 13] = [
        ("毫秒", Unit::Milliseconds),
        ("ms", Unit::Milliseconds),
        ("小时", Unit::Hours),
        ("时", Unit::Hours),
        ("hour", Unit::Hours),
        ("h", Unit::Hours),
        ("分钟", Unit::Minutes),
        ("分", Unit::Minutes),
        ("min", Unit::Minutes),
        ("m", Unit::Minutes),
        ("秒钟", Unit::Seconds),
        ("秒", Unit::Seconds),
        ("s", Unit::Seconds),
    ];
    if text.is_empty() {
        return Some((default, text));
    }
    WORDS.iter().find_map(|(word, unit)| text.strip_prefix(word).map(|rest| (*unit, rest)))
}

fn clock_duration(text: &str) -> Result<i64, Reason> {
    let mut seconds = 0_i64;
    let parts = text.split(':').count();
    if !(2..=3).contains(&parts) {
        return Err(Reason::NotADuration);
    }
    for (index, part) in text.split(':').enumerate() {
        let number: u32 = part.parse().map_err(|_| Reason::NotADuration)?;
        if index > 0 && number >= 60 {
            return Err(Reason::NotADuration);
        }
        seconds = seconds * 60 + i64::from(number);
    }
    Ok(seconds * 1_000)
}

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
