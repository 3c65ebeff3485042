//! A number with its unit, as a sentence has it.

use crate::insight::{Say, metrics::Unit};

const MS_PER_MINUTE: i64 = 60_000;

/// The number in the words of both languages.
pub fn shown(unit: Unit, number: i64) -> Say {
    match unit {
        Unit::Count => Say::new(format!("{} ", grouped(number)), grouped(number)),
        Unit::Days if number == 1 => Say::new("1 天", "1 day"),
        Unit::Days => Say::new(format!("{number} 天"), format!("{number} days")),
        Unit::Percent => Say::same(format!("{number}%")),
        Unit::Ppm => Say::same(format!("{}%", tenths(number, 10_000))),
        Unit::Fen => Say::same(format!("¥{}", hundredths(number))),
        Unit::Centi => Say::new(format!("{} 分", hundredths(number)), hundredths(number)),
        Unit::PerWeekCenti => {
            Say::new(format!("每周 {} 篇", hundredths(number)), format!("{} a week", hundredths(number)))
        }
        Unit::Ms => {
            let minutes = tenths(number, MS_PER_MINUTE);
            Say::new(format!("{minutes} 分钟"), format!("{minutes} min"))
        }
    }
}

fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

fn hundredths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let whole = i64::try_from(number.unsigned_abs() / 100).unwrap_or(i64::MAX);
    format!("{sign}{}.{:02}", grouped(whole), number.unsigned_abs() % 100)
}

/// `number ÷ by` with one decimal, rounded.
fn tenths(number: i64, by: i64) -> String {
    let tenths = (i128::from(number) * 10 + i128::from(by) / 2).div_euclid(i128::from(by));
    format!("{}.{}", tenths.div_euclid(10), tenths.rem_euclid(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_their_unit() {
        for (unit, number, zh, en) in [
            (Unit::Count, 1_234_567, "1,234,567 ", "1,234,567"),
            (Unit::Days, 1, "1 天", "1 day"),
            (Unit::Days, 9, "9 天", "9 days"),
            (Unit::Ppm, 333_333, "33.3%", "33.3%"),
            (Unit::Fen, 131_701, "¥1,317.01", "¥1,317.01"),
            (Unit::Fen, -5, "¥-0.05", "¥-0.05"),
            (Unit::Centi, 450, "4.50 分", "4.50"),
            (Unit::Ms, 750_000, "12.5 分钟", "12.5 min"),
            (Unit::Percent, 140, "140%", "140%"),
            (Unit::PerWeekCenti, 350, "每周 3.50 篇", "3.50 a week"),
        ] {
            assert_eq!(shown(unit, number), Say::new(zh, en));
        }
    }
}
