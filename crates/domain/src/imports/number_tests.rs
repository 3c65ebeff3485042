//! The tables of amounts.

use proptest::prelude::*;

use super::*;
use crate::imports::CellRef::{Bool, Empty, Error, Number, Serial, Text};

#[test]
fn counts_are_read_as_people_write_them() {
    for (cell, expected) in [
        (Text("1,317"), Ok(Some(1_317))),
        (Text("1317"), Ok(Some(1_317))),
        (Text("1317.0"), Ok(Some(1_317))),
        (Text(" １，３１７\t"), Ok(Some(1_317))),
        (Text("1.2万"), Ok(Some(12_000))),
        (Text("1.2w"), Ok(Some(12_000))),
        (Text("3.4亿"), Ok(Some(340_000_000))),
        (Text("1k"), Ok(Some(1_000))),
        (Text("=\"42\""), Ok(Some(42))),
        (Text("0"), Ok(Some(0))),
        (Text("-"), Ok(None)),
        (Text("'-"), Ok(None)),
        (Text("--"), Ok(None)),
        (Text("  "), Ok(None)),
        (Empty, Ok(None)),
        (Number(1317.0), Ok(Some(1_317))),
        (Number(1317.5), Err(Reason::NotWhole)),
        (Number(-1.0), Err(Reason::Negative)),
        (Number(1e300), Err(Reason::TooLarge)),
        (Text("-5"), Err(Reason::Negative)),
        (Text("1317.5"), Err(Reason::NotWhole)),
        (Text("1.23456万"), Err(Reason::NotWhole)),
        (Text("1,31"), Err(Reason::NotANumber)),
        (Text(",317"), Err(Reason::NotANumber)),
        (Text("1.2.3"), Err(Reason::NotANumber)),
        (Text("."), Err(Reason::NotANumber)),
        (Text("1y"), Err(Reason::NotANumber)),
        (Text("12个"), Err(Reason::NotANumber)),
        (Text("5%"), Err(Reason::NotANumber)),
        (Text("abc"), Err(Reason::NotANumber)),
        (Text("99999999999999999999999999"), Err(Reason::TooLarge)),
        (Text("9999999999999999"), Err(Reason::TooLarge)),
        (Bool(true), Err(Reason::NotANumber)),
        (Serial(46_195.0), Err(Reason::NotANumber)),
        (Error, Err(Reason::SpreadsheetError)),
    ] {
        assert_eq!(count(cell, None), expected, "{cell:?}");
    }
    assert_eq!(count(Text("1.2"), Some(Unit::TenThousand)), Ok(Some(12_000)));
}

#[test]
fn money_is_exact_to_the_fen() {
    for (cell, expected) in [
        (Text("1,317.01"), Ok(Some(131_701))),
        (Text("¥1,317.01"), Ok(Some(131_701))),
        (Text("￥1317.01元"), Ok(Some(131_701))),
        (Text("1.2万"), Ok(Some(1_200_000))),
        (Text("0.07"), Ok(Some(7))),
        (Text("0.005"), Ok(Some(1))),
        (Text("0.0049"), Ok(Some(0))),
        (Text("-"), Ok(None)),
        (Number(1317.01), Ok(Some(131_701))),
        (Number(0.29), Ok(Some(29))),
        (Text("-0.01"), Err(Reason::Negative)),
        (Text("一百"), Err(Reason::NotANumber)),
    ] {
        assert_eq!(money(cell, None), expected.map(|fen| fen.map(Fen)), "{cell:?}");
    }
    assert_eq!(money(Text("131701"), Some(Unit::Fen)), Ok(Some(Fen(131_701))));
    assert_eq!(money(Text("1.5"), Some(Unit::TenThousand)), Ok(Some(Fen(1_500_000))));
}

#[test]
fn a_rate_is_a_percentage_by_its_sign_and_a_fraction_without() {
    for (cell, unit, expected) in [
        (Text("3.75%"), None, Ok(Some(37_500))),
        (Text("33.33％"), None, Ok(Some(333_300))),
        (Text("0.0375"), None, Ok(Some(37_500))),
        (Text("0.05"), None, Ok(Some(50_000))),
        (Text("100%"), None, Ok(Some(1_000_000))),
        (Text("1"), None, Ok(Some(1_000_000))),
        (Text("120%"), None, Ok(Some(1_200_000))),
        (Text("-"), None, Ok(None)),
        (Number(0.0375), None, Ok(Some(37_500))),
        (Number(3.75), Some(Unit::Percent), Ok(Some(37_500))),
        (Text("3.75"), Some(Unit::Percent), Ok(Some(37_500))),
        (Text("3.75"), None, Err(Reason::RateWithoutPercent)),
        (Number(33.33), None, Err(Reason::RateWithoutPercent)),
        (Text("5000%"), None, Err(Reason::RateTooHigh)),
        (Text("-1%"), None, Err(Reason::Negative)),
        (Text("高"), None, Err(Reason::NotANumber)),
    ] {
        assert_eq!(rate(cell, unit), expected.map(|ppm| ppm.map(Ppm)), "{cell:?} {unit:?}");
    }
}

#[test]
fn scores_lie_between_nought_and_five() {
    for (cell, expected) in [
        (Text("4.8"), Ok(Some(480))),
        (Text("4.8分"), Ok(Some(480))),
        (Number(5.0), Ok(Some(500))),
        (Text("-"), Ok(None)),
        (Text("5.01"), Err(Reason::ScoreOutOfRange)),
        (Text("-1"), Err(Reason::ScoreOutOfRange)),
    ] {
        assert_eq!(score(cell), expected.map(|centi| centi.map(Centi)), "{cell:?}");
    }
}

#[test]
fn durations_carry_their_unit_or_take_the_column_s() {
    for (cell, unit, expected) in [
        (Text("12.3"), Unit::Seconds, Ok(Some(12_300))),
        (Text("12.3s"), Unit::Minutes, Ok(Some(12_300))),
        (Text("12秒"), Unit::Minutes, Ok(Some(12_000))),
        (Text("1分5秒"), Unit::Seconds, Ok(Some(65_000))),
        (Text("1小时2分"), Unit::Seconds, Ok(Some(3_720_000))),
        (Text("3.5"), Unit::Minutes, Ok(Some(210_000))),
        (Text("0.33"), Unit::Minutes, Ok(Some(19_800))),
        (Text("00:01:05"), Unit::Minutes, Ok(Some(65_000))),
        (Text("01:05"), Unit::Minutes, Ok(Some(65_000))),
        (Number(3.5), Unit::Minutes, Ok(Some(210_000))),
        (Serial(0.5), Unit::Minutes, Ok(Some(43_200_000))),
        (Text("-"), Unit::Minutes, Ok(None)),
        (Text("1:99"), Unit::Minutes, Err(Reason::NotADuration)),
        (Text("快"), Unit::Minutes, Err(Reason::NotADuration)),
        (Text("-3"), Unit::Minutes, Err(Reason::NotADuration)),
        (Number(-3.0), Unit::Minutes, Err(Reason::Negative)),
    ] {
        assert_eq!(duration(cell, unit), expected.map(|ms| ms.map(Millis)), "{cell:?}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text in ".{0,60}") {
        let cell = Text(&text);
        let _ = (count(cell, None), money(cell, None), rate(cell, None), score(cell), ratio(cell));
        let _ = (duration(cell, Unit::Seconds), duration(cell, Unit::Minutes));
    }

    #[test]
    fn no_number_makes_a_parser_panic(number: f64) {
        let cell = Number(number);
        let _ = (count(cell, None), money(cell, Some(Unit::TenThousand)), rate(cell, None), score(cell));
        let _ = (duration(cell, Unit::Hours), duration(Serial(number), Unit::Seconds));
    }

    #[test]
    fn money_written_with_commas_is_read_back(fen in 0..100_000_000_000_i64) {
        let whole = (fen / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let text = format!("{grouped}.{:02}", fen % 100);
        prop_assert_eq!(money(Text(&text), None), Ok(Some(Fen(fen))));
    }

    #[test]
    fn a_percentage_is_read_back(hundredths in 0..=10_000_i64) {
        let text = format!("{}.{:02}%", hundredths / 100, hundredths % 100);
        prop_assert_eq!(rate(Text(&text), None), Ok(Some(Ppm(hundredths * 100))));
    }
}
