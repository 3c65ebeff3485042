//! What the name of a file hints at: `员工号分析20260622.csv` was made on that day, `…_20260601-20260607.xlsx` covers
//! that week. A hint fills a form; it never decides.

use crate::time::{Day, Period};

/// What a file's name says of its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileNameHint {
    /// The period, where the name holds two days.
    pub period: Option<Period>,
    /// The day, where it holds one: usually that of the export.
    pub day: Option<Day>,
    /// How many days back the name says that the file reaches (`近30日`).
    pub last_days: Option<u16>,
}

/// Days back that a name may say.
const LAST_DAYS_MAX: u16 = 366;

/// Reads the hints of a file's name.
pub fn hint_of_file_name(name: &str) -> FileNameHint {
    let days = days_in(name);
    let period = match *days.as_slice() {
        [from, to, ..] => Period::new(from, to).ok(),
        _ => None,
    };
    FileNameHint {
        period,
        day: days.first().copied().filter(|_| days.len() == 1),
        last_days: last_days(name),
    }
}

/// All days in the name: `20260622`, `2026-06-22`, `2026.6.22`, `2026年6月22日`.
fn days_in(name: &str) -> Vec<Day> {
    let numbers: Vec<(usize, &str)> = numbers(name);
    let mut days = Vec::new();
    let mut rest = numbers.as_slice();
    while let [(at, first), tail @ ..] = rest {
        rest = tail;
        if first.len() >= 8 {
            days.extend(first.get(..8).and_then(|day| day.parse().ok()).and_then(day_of));
            continue;
        }
        let [(at_month, month), (at_day, day), behind @ ..] = tail else { continue };
        let near = at + 4 + 3 >= *at_month && at_month + 2 + 3 >= *at_day;
        if first.len() == 4 && month.len() <= 2 && day.len() <= 2 && near {
            let number = |text: &str| text.parse::<i32>().unwrap_or(0);
            if let Some(day) = day_of(number(first) * 10_000 + number(month) * 100 + number(day)) {
                days.push(day);
                rest = behind;
            }
        }
    }
    days
}

/// The runs of digits of a text with where they start.
fn numbers(text: &str) -> Vec<(usize, &str)> {
    let mut numbers = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (character.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                numbers.extend(text.get(from..at).map(|digits| (from, digits)));
                start = None;
            }
            _ => {}
        }
    }
    numbers
}

fn day_of(number: i32) -> Option<Day> {
    Day::from_yyyymmdd(number).ok().filter(|day| (2013..=2100).contains(&(day.yyyymmdd() / 10_000)))
}

fn last_days(name: &str) -> Option<u16> {
    let behind = name.split_once('近')?.1;
    let digits: String = behind.chars().take_while(char::is_ascii_digit).collect();
    let unit = behind.get(digits.len()..)?;
    let days = digits.parse().ok().filter(|days| (1..=LAST_DAYS_MAX).contains(days))?;
    unit.starts_with(['日', '天']).then_some(days)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_name_hints_at_its_days() {
        for (name, period, day, last_days) in [
            ("专业号-线索明细-20260622.csv", None, Some("2026-06-22"), None),
            ("员工号分析20260622 (1).csv", None, Some("2026-06-22"), None),
            ("员工号分析_20260601-20260607.csv", Some(("2026-06-01", "2026-06-07")), None, None),
            ("聚光报表 2026-06-01~2026-06-07.xlsx", Some(("2026-06-01", "2026-06-07")), None, None),
            ("聚光2026年6月1日.xlsx", None, Some("2026-06-01"), None),
            ("报表20260622180132.xlsx", None, Some("2026-06-22"), None),
            ("近30日观看数据.xlsx", None, None, Some(30)),
            ("近7天数据20260622.xlsx", None, Some("2026-06-22"), Some(7)),
            ("笔记列表明细表 (12).xlsx", None, None, None),
            ("员工号分析20261322.csv", None, None, None),
            ("13812345678.csv", None, None, None),
        ] {
            let hint = hint_of_file_name(name);
            let period =
                period.map(|(from, to)| Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap());
            let expected = FileNameHint { period, day: day.map(|day| day.parse().unwrap()), last_days };
            assert_eq!(hint, expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_name_makes_the_parser_panic(name in ".{0,80}") {
            let _ = hint_of_file_name(&name);
        }
    }
}
