//! One cell to one typed value, by the field's shape.

use super::{
    cell::{CellRef, bare, is_void},
    contact,
    header::Unit,
    moment, number,
    personal::Personal,
    problem::{Reason, TEXT_CHARS_MAX},
    word::{Conversion, Genre, Traffic},
};
use crate::{
    time::{Day, Instant, Period, Zone},
    value::{Centi, Fen, Millis, Ppm},
};

/// How one cell is to be read.
pub(super) struct Lens<'a> {
    pub(super) zone: &'a Zone,
    pub(super) unit: Option<Unit>,
}

pub(super) type Taken<T> = Result<Option<T>, Reason>;

pub(super) fn count(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<i64> {
    number::count(cell, lens.unit)
}

pub(super) fn money(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Fen> {
    number::money(cell, lens.unit)
}

pub(super) fn rate(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Ppm> {
    number::rate(cell, lens.unit)
}

pub(super) fn ratio(cell: CellRef<'_>, _: &Lens<'_>) -> Taken<Centi> {
    number::ratio(cell)
}

pub(super) fn score(cell: CellRef<'_>, _: &Lens<'_>) -> Taken<Centi> {
    number::score(cell)
}

pub(super) fn seconds(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Millis> {
    number::duration(cell, lens.unit.unwrap_or(Unit::Seconds))
}

pub(super) fn minutes(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Millis> {
    number::duration(cell, lens.unit.unwrap_or(Unit::Minutes))
}

pub(super) fn instant(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Instant> {
    moment::instant(cell, lens.zone)
}

pub(super) fn day(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Day> {
    moment::day(cell, lens.zone)
}

pub(super) fn days(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Period> {
    moment::days(cell, lens.zone)
}

/// A note may have no title: an empty cell is an empty title and not a missing one.
pub(super) fn title(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<String> {
    match cell {
        CellRef::Text(title) if !title.trim().is_empty() => bounded(bare(title)).map(Some),
        _ => Ok(Some(text(cell, lens)?.unwrap_or_default())),
    }
}

pub(super) fn text(cell: CellRef<'_>, _: &Lens<'_>) -> Taken<String> {
    match cell {
        CellRef::Text(text) => match bare(text) {
            text if is_void(text) => Ok(None),
            text => bounded(text).map(Some),
        },
        CellRef::Empty => Ok(None),
        CellRef::Error => Err(Reason::SpreadsheetError),
        cell => Ok(Some(cell.shown().into_owned())),
    }
}

fn bounded(text: &str) -> Result<String, Reason> {
    if text.len() > TEXT_CHARS_MAX && text.chars().count() > TEXT_CHARS_MAX {
        return Err(Reason::TextTooLong);
    }
    Ok(text.to_owned())
}

/// An id, of which no digit may have been lost: a spreadsheet program that took it for a number keeps 15.
pub(super) fn id(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<String> {
    const EXACT_MAX: f64 = 1e15;
    match cell {
        CellRef::Number(number) if number.fract() != 0.0 || number.abs() >= EXACT_MAX => {
            Err(Reason::DigitsLost)
        }
        cell => match text(cell, lens)? {
            Some(id) if is_scientific(&id) => Err(Reason::DigitsLost),
            id => Ok(id),
        },
    }
}

/// `6.51E+22`, as a spreadsheet program shows a long number.
fn is_scientific(id: &str) -> bool {
    id.split_once(['E', 'e']).is_some_and(|(mantissa, exponent)| {
        let decimal =
            mantissa.contains('.') && mantissa.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        decimal && exponent.starts_with('+')
    })
}

pub(super) fn personal(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Personal> {
    Ok(text(cell, lens)?.map(Personal::new))
}

pub(super) fn phone(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Personal> {
    text(cell, lens)?.map(|text| contact::phone(&text)).transpose()
}

pub(super) fn genre(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Genre> {
    Ok(text(cell, lens)?.map(|word| match word.as_str() {
        "图文" | "图文笔记" => Genre::Image,
        "视频" | "视频笔记" => Genre::Video,
        _ => Genre::Other,
    }))
}

pub(super) fn traffic(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Traffic> {
    Ok(text(cell, lens)?.map(|word| match word.as_str() {
        "广告流量" | "广告" | "推广流量" => Traffic::Paid,
        "自然流量" | "自然" => Traffic::Natural,
        _ => Traffic::Other,
    }))
}

pub(super) fn conversion(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<Conversion> {
    Ok(text(cell, lens)?.map(|word| match word.as_str() {
        "私信留资" | "私信" => Conversion::Message,
        "表单" | "表单提交" => Conversion::Form,
        _ => Conversion::Other,
    }))
}

pub(super) fn flag(cell: CellRef<'_>, lens: &Lens<'_>) -> Taken<bool> {
    if let CellRef::Bool(truth) = cell {
        return Ok(Some(truth));
    }
    let Some(word) = text(cell, lens)? else { return Ok(None) };
    match word.as_str() {
        "是" | "有" | "已投流" | "已投放" | "1" | "TRUE" | "true" => Ok(Some(true)),
        "否" | "无" | "未投流" | "未投放" | "0" | "FALSE" | "false" => Ok(Some(false)),
        _ => Err(Reason::NotAFlag),
    }
}
