//! Days and instants as exports write them.

use jiff::{Timestamp, civil};

use super::{
    cell::{CellRef, bare, is_void},
    header::half_width,
    problem::Reason,
    serial::civil_of_serial,
};
use crate::time::{Day, Instant, Period, Zone};

/// Serials that are dates between 2000 and 2100; a bare number outside is something else.
const SERIAL_MIN: f64 = 36_526.0;
const SERIAL_MAX: f64 = 73_051.0;
/// Years that a cell of an export may name.
const YEAR_MIN: i16 = 1990;
const YEAR_MAX: i16 = 2100;
/// Characters of the longest date and time that is written.
const CHARS_MAX: usize = 40;

/// An instant; a date and time without a zone is in `zone`, a date alone is its midnight there.
pub fn instant(cell: CellRef<'_>, zone: &Zone) -> Result<Option<Instant>, Reason> {
    if let CellRef::Text(text) = cell
        && let Some(timestamp) = with_zone(bare(text))
    {
        return Ok(Some(Instant::from_ms(timestamp.as_millisecond())));
    }
    let Some(written) = written(cell)? else { return Ok(None) };
    zone.instant(written).map(Some).map_err(|_| Reason::NotADate)
}

/// A day; a time behind it does not matter, but one with a zone is seen from `zone`.
pub fn day(cell: CellRef<'_>, zone: &Zone) -> Result<Option<Day>, Reason> {
    if let CellRef::Text(text) = cell
        && let Some(timestamp) = with_zone(bare(text))
    {
        return Ok(Some(Instant::from_ms(timestamp.as_millisecond()).day(zone)));
    }
    Ok(written(cell)?.map(|written| Day::from_civil(written.date())))
}

/// A day, or two days with `~`, `至` or ` - ` between them.
pub fn days(cell: CellRef<'_>, zone: &Zone) -> Result<Option<Period>, Reason> {
    if let CellRef::Text(text) = cell {
        let text = bare(text);
        let halves = ["~", "～", "至", " - ", " — ", "到"].iter().find_map(|mark| text.split_once(mark));
        if let Some((from, to)) = halves {
            let from = day(CellRef::Text(from), zone)?.ok_or(Reason::NotADate)?;
            let to = day(CellRef::Text(to), zone)?.ok_or(Reason::NotADate)?;
            return Period::new(from, to).map(Some).map_err(|_| Reason::NotADate);
        }
    }
    let Some(day) = day(cell, zone)? else { return Ok(None) };
    Period::new(day, day).map(Some).map_err(|_| Reason::NotADate)
}

/// The civil date and time that a cell holds; a date alone is its midnight.
fn written(cell: CellRef<'_>) -> Result<Option<civil::DateTime>, Reason> {
    let written = match cell {
        CellRef::Empty => return Ok(None),
        CellRef::Text(text) => match bare(text) {
            text if is_void(text) => return Ok(None),
            text => of_text(text)?,
        },
        CellRef::Serial(serial) => civil_of_serial(serial).ok_or(Reason::NotADate)?,
        CellRef::Number(number) => of_number(number).ok_or(Reason::NotADate)?,
        CellRef::Bool(_) => return Err(Reason::NotADate),
        CellRef::Error => return Err(Reason::SpreadsheetError),
    };
    if (YEAR_MIN..=YEAR_MAX).contains(&written.year()) {
        Ok(Some(written))
    } else {
        Err(Reason::DateOutOfRange)
    }
}

/// A bare number: a serial that lost its format, or `20260622`.
fn of_number(number: f64) -> Option<civil::DateTime> {
    if (SERIAL_MIN..SERIAL_MAX).contains(&number) {
        return civil_of_serial(number);
    }
    if number.fract() != 0.0 || !(19_900_101.0..=21_001_231.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "eight digits")]
    let day = Day::from_yyyymmdd(number as i32).ok()?;
    Some(day.civil().at(0, 0, 0, 0))
}

fn with_zone(text: &str) -> Option<Timestamp> {
    let timed = text.len() >= 20 && text.is_ascii() && text.contains(':');
    let zoned = text.ends_with(['Z', 'z']) || text.get(11..).is_some_and(|time| time.contains(['+', '-']));
    if timed && zoned { text.parse().ok() } else { None }
}

fn of_text(text: &str) -> Result<civil::DateTime, Reason> {
    let numbers = Numbers::read(text).ok_or(Reason::NotADate)?;
    let (year, month, day, rest) = match *numbers.list() {
        [(number, 8), ref rest @ ..] => (number / 10_000, number / 100 % 100, number % 100, rest),
        [(number, 5), ..] => {
            return of_number(text.parse().unwrap_or(f64::from(number))).ok_or(Reason::NotADate);
        }
        [(year, 4), (month, 1..=2), (day, 1..=2), ref rest @ ..] => (year, month, day, rest),
        _ => return Err(Reason::NotADate),
    };
    let date = civil::Date::new(
        i16::try_from(year).map_err(|_| Reason::NotADate)?,
        small(month).ok_or(Reason::NotADate)?,
        small(day).ok_or(Reason::NotADate)?,
    )
    .map_err(|_| Reason::NotADate)?;
    Ok(date.to_datetime(time_of(rest).ok_or(Reason::NotADate)?))
}

/// The time of day that the numbers behind a date say: none, which is midnight, hour and minute, with seconds, with their fraction.
fn time_of(numbers: &[(u32, u8)]) -> Option<civil::Time> {
    let (hour, minute, second) = match *numbers {
        [] => return Some(civil::Time::midnight()),
        [(hour, 1..=2)] => (hour, 0, 0),
        [(hour, 1..=2), (minute, 1..=2)] => (hour, minute, 0),
        [(hour, 1..=2), (minute, 1..=2), (second, 1..=2)]
        | [(hour, 1..=2), (minute, 1..=2), (second, 1..=2), _] => (hour, minute, second),
        [(number, 6)] => (number / 10_000, number / 100 % 100, number % 100),
        _ => return None,
    };
    civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()
}

fn small(number: u32) -> Option<i8> {
    i8::try_from(number).ok()
}

/// The numbers of a date with how many digits each has, parted by the marks that dates are written with.
struct Numbers {
    numbers: [(u32, u8); 7],
    length: usize,
}

impl Numbers {
    fn read(text: &str) -> Option<Self> {
        let mut found = Self { numbers: [(0, 0); 7], length: 0 };
        let mut in_number = false;
        for (index, character) in text.chars().map(half_width).enumerate() {
            if index >= CHARS_MAX {
                return None;
            }
            if let Some(digit) = character.to_digit(10) {
                found.digit(digit, in_number)?;
                in_number = true;
            } else if is_mark(character) {
                in_number = false;
            } else {
                return None;
            }
        }
        Some(found)
    }

    fn digit(&mut self, digit: u32, in_number: bool) -> Option<()> {
        if !in_number {
            self.length += 1;
        }
        let (number, digits) = self.numbers.get_mut(self.length.checked_sub(1)?)?;
        if *digits == 8 {
            return self.split_long(digit);
        }
        *number = *number * 10 + digit;
        *digits += 1;
        Some(())
    }

    /// A ninth digit starts the time of `20260622180132`.
    fn split_long(&mut self, digit: u32) -> Option<()> {
        self.length += 1;
        *self.numbers.get_mut(self.length - 1)? = (digit, 1);
        Some(())
    }

    fn list(&self) -> &[(u32, u8)] {
        self.numbers.get(..self.length).unwrap_or_default()
    }
}

fn is_mark(character: char) -> bool {
    matches!(character, '-' | '/' | '.' | ':' | 'T' | '年' | '月' | '日' | '号' | '时' | '点' | '分' | '秒')
        || character.is_whitespace()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::imports::CellRef::{Bool, Empty, Error, Number, Serial, Text};

    fn shanghai() -> Zone {
        Zone::named("Asia/Shanghai").unwrap()
    }

    #[test]
    fn instants_are_read_in_every_form_that_exports_use() {
        let evening = Ok(Some("2026-06-22T10:01:32Z"));
        let minute = Ok(Some("2026-06-22T10:01:00Z"));
        let midnight = Ok(Some("2026-06-21T16:00:00Z"));
        for (cell, expected) in [
            (Text("2026年06月22日18时01分32秒"), evening),
            (Text("2026-06-22 18:01:32"), evening),
            (Text("2026-06-22 18:01:32.0"), evening),
            (Text("2026-06-22T18:01:32"), evening),
            (Text("２０２６－０６－２２　１８：０１：３２"), evening),
            (Text("20260622180132"), evening),
            (Text("2026-06-22T18:01:32+08:00"), evening),
            (Text("2026-06-22T10:01:32Z"), evening),
            (Text("2026-06-22T10:01:32.000Z"), evening),
            (Text("2026/6/22 18:01"), minute),
            (Text("2026年6月22日 18:01"), minute),
            (Text("2026-06-22"), midnight),
            (Text("20260622"), midnight),
            (Text("2026.06.22"), midnight),
            (Serial(46_195.0), midnight),
            (Number(46_195.0), midnight),
            (Number(20_260_622.0), midnight),
            (Text("46195"), midnight),
            (Serial(46_195.751_064_814_8), evening),
            (Text("46195.7510648148"), evening),
            (Text("-"), Ok(None)),
            (Empty, Ok(None)),
            (Text("2026-02-30"), Err(Reason::NotADate)),
            (Text("2026-06-22 25:00"), Err(Reason::NotADate)),
            (Text("22/06/2026"), Err(Reason::NotADate)),
            (Text("06-22"), Err(Reason::NotADate)),
            (Text("昨天"), Err(Reason::NotADate)),
            (Text("1026-06-22"), Err(Reason::DateOutOfRange)),
            (Number(5.0), Err(Reason::NotADate)),
            (Bool(true), Err(Reason::NotADate)),
            (Error, Err(Reason::SpreadsheetError)),
        ] {
            let expected = expected.map(|text| text.map(|text: &str| text.parse().unwrap()));
            assert_eq!(instant(cell, &shanghai()), expected, "{cell:?}");
        }
    }

    #[test]
    fn a_day_is_the_civil_date_and_a_zoned_instant_is_seen_from_the_zone() {
        for (cell, expected) in [
            (Text("2024-12-18"), Some("2024-12-18")),
            (Text("2024/12/8"), Some("2024-12-08")),
            (Text("2026年06月22日18时01分32秒"), Some("2026-06-22")),
            (Text("2026-06-22T18:01:32Z"), Some("2026-06-23")),
            (Serial(46_195.75), Some("2026-06-22")),
            (Text("-"), None),
        ] {
            let expected = expected.map(|text| text.parse().unwrap());
            assert_eq!(day(cell, &shanghai()), Ok(expected), "{cell:?}");
        }
    }

    #[test]
    fn days_may_be_a_range() {
        for (text, expected) in [
            ("2026-06-22", Some(("2026-06-22", "2026-06-22"))),
            ("2026-06-01 ~ 2026-06-07", Some(("2026-06-01", "2026-06-07"))),
            ("2026-06-01至2026-06-07", Some(("2026-06-01", "2026-06-07"))),
            ("2026/06/01 - 2026/06/07", Some(("2026-06-01", "2026-06-07"))),
            ("2026-06-07 ~ 2026-06-01", None),
            ("合计", None),
        ] {
            let read = days(Text(text), &shanghai()).ok().flatten();
            let read = read.map(|period| (period.from().to_string(), period.to().to_string()));
            assert_eq!(read, expected.map(|(from, to)| (from.to_owned(), to.to_owned())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_cell_makes_the_parser_panic(text in ".{0,60}", number: f64) {
            for cell in [Text(&text), Number(number), Serial(number)] {
                let _ = (instant(cell, &shanghai()), day(cell, &shanghai()), days(cell, &shanghai()));
            }
        }

        #[test]
        fn every_written_second_is_read_back(seconds in 946_684_800_000_i64 / 1000..4_102_444_800) {
            let zone = shanghai();
            let at = Timestamp::from_second(seconds).unwrap().to_zoned(jiff::tz::TimeZone::get("Asia/Shanghai").unwrap());
            let text = at.strftime("%Y年%m月%d日%H时%M分%S秒").to_string();
            prop_assert_eq!(instant(Text(&text), &zone), Ok(Some(Instant::from_ms(seconds * 1000))));
        }
    }
}
