//! How the platform shows a number or a time, in text.

use domain::time::Day;
use jiff::civil::DateTime;

/// What stands where there is nothing to show.
pub(crate) const NOTHING: &str = "-";
/// From here on a count may be shown in 万.
const WAN: i64 = 10_000;

/// How a file writes its larger counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountStyle {
    /// `131701`
    Plain,
    /// `131,701`
    Grouped,
    /// `13.2万`, which loses the rest.
    Wan,
}

impl CountStyle {
    /// The count in this style.
    pub(crate) fn show(self, count: i64) -> String {
        match self {
            Self::Plain => count.to_string(),
            Self::Grouped => grouped(count),
            Self::Wan if count < WAN => count.to_string(),
            Self::Wan => format!("{}万", decimal(self.kept(count) / 1_000, 1)),
        }
    }

    /// What is left of the count when a reader takes the text at its word.
    pub(crate) const fn kept(self, count: i64) -> i64 {
        match self {
            Self::Wan if count >= WAN => (count + 500) / 1_000 * 1_000,
            _ => count,
        }
    }
}

/// `1317` → `1,317`.
fn grouped(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let first = digits.len() % 3;
    let mut text = String::from(if count < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 3 == first {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A scaled whole number with its `places` decimals: `(650, 2)` → `6.50`.
pub(crate) fn decimal(scaled: i64, places: u32) -> String {
    let scale = 10_i64.pow(places);
    let width = usize::try_from(places).unwrap_or(0);
    format!("{}.{:0width$}", scaled / scale, scaled % scale)
}

/// Fen → `1,317.01`.
pub(crate) fn money(fen: i64) -> String {
    format!("{}.{:02}", grouped(fen / 100), fen % 100)
}

/// `total / count` in money, or nothing.
pub(crate) fn cost(total_fen: i64, count: i64) -> String {
    if count == 0 { NOTHING.to_owned() } else { money((total_fen + count / 2) / count) }
}

/// `numerator / denominator` in hundredths of a percent, rounded; 0 where there is nothing to divide by.
pub(crate) const fn basis_points(numerator: i64, denominator: i64) -> i64 {
    if denominator <= 0 { 0 } else { (numerator * 10_000 + denominator / 2) / denominator }
}

/// `(3, 80)` → `3.75%`.
pub(crate) fn percent(numerator: i64, denominator: i64) -> String {
    format!("{}%", decimal(basis_points(numerator, denominator), 2))
}

/// `2026年06月22日18时01分32秒`
pub(crate) fn chinese_time(at: DateTime) -> String {
    format!(
        "{:04}年{:02}月{:02}日{:02}时{:02}分{:02}秒",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// `2026-06-22 18:01:32`
pub(crate) fn iso_time(at: DateTime) -> String {
    format!("{} {}", at.date(), at.time())
}

/// `20260622`, as file names carry it.
pub(crate) fn compact(day: Day) -> String {
    format!("{:08}", day.yyyymmdd())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_the_platform_shows_them() {
        assert_eq!(money(131_701), "1,317.01");
        assert_eq!(money(5), "0.05");
        assert_eq!(CountStyle::Grouped.show(1_234_567), "1,234,567");
        assert_eq!(CountStyle::Grouped.show(123), "123");
        assert_eq!(CountStyle::Wan.show(12_345), "1.2万");
        assert_eq!(CountStyle::Wan.kept(12_345), 12_000);
        assert_eq!(CountStyle::Wan.show(9_999), "9999");
        assert_eq!(percent(3, 80), "3.75%");
        assert_eq!(percent(1, 3), "33.33%");
        assert_eq!(cost(100, 0), "-");
        assert_eq!(
            chinese_time(jiff::civil::date(2026, 6, 22).at(18, 1, 32, 0)),
            "2026年06月22日18时01分32秒"
        );
        assert_eq!(iso_time(jiff::civil::date(2026, 6, 22).at(8, 1, 2, 0)), "2026-06-22 08:01:02");
    }
}
