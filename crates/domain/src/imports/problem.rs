//! Why a cell cannot be taken: a closed list of reasons, and the sentences for them in one place.

use serde::{Deserialize, Serialize};

use super::personal::Personal;

/// Characters of a bad value that are kept to be shown.
pub const SHOWN_CHARS_MAX: usize = 80;
/// Characters of a text that is taken from a cell.
pub const TEXT_CHARS_MAX: usize = 2_000;

/// One cell of a row that cannot be taken, for the person who chose the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// The header of its column, as the file writes it.
    pub column: String,
    /// What stands in it, cut at [`SHOWN_CHARS_MAX`]. It may belong to a person.
    pub value: Personal,
    /// What is wrong with it.
    pub reason: Reason,
}

impl CellProblem {
    pub(super) fn new(column: &str, value: &str, reason: Reason) -> Self {
        let value: String = value.chars().take(SHOWN_CHARS_MAX).collect();
        Self { column: column.to_owned(), value: Personal::new(value), reason }
    }
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Nothing where something must be.
    Missing,
    /// No number.
    NotANumber,
    /// A fraction where things are counted.
    NotWhole,
    /// Below zero.
    Negative,
    /// Beyond every believable amount.
    TooLarge,
    /// A plain number above 1 that may be a percentage or not.
    RateWithoutPercent,
    /// Above 1,000 %.
    RateTooHigh,
    /// A score outside 0 to 5.
    ScoreOutOfRange,
    /// No length of time.
    NotADuration,
    /// No date.
    NotADate,
    /// A date before 1990 or after 2100.
    DateOutOfRange,
    /// No phone number.
    NotAPhone,
    /// An id whose last digits a spreadsheet program rounded away.
    DigitsLost,
    /// Neither yes nor no.
    NotAFlag,
    /// Longer than [`TEXT_CHARS_MAX`].
    TextTooLong,
    /// `#DIV/0!` and its like.
    SpreadsheetError,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 16] = [
        Self::Missing,
        Self::NotANumber,
        Self::NotWhole,
        Self::Negative,
        Self::TooLarge,
        Self::RateWithoutPercent,
        Self::RateTooHigh,
        Self::ScoreOutOfRange,
        Self::NotADuration,
        Self::NotADate,
        Self::DateOutOfRange,
        Self::NotAPhone,
        Self::DigitsLost,
        Self::NotAFlag,
        Self::TextTooLong,
        Self::SpreadsheetError,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotANumber => "not_a_number",
            Self::NotWhole => "not_whole",
            Self::Negative => "negative",
            Self::TooLarge => "too_large",
            Self::RateWithoutPercent => "rate_without_percent",
            Self::RateTooHigh => "rate_too_high",
            Self::ScoreOutOfRange => "score_out_of_range",
            Self::NotADuration => "not_a_duration",
            Self::NotADate => "not_a_date",
            Self::DateOutOfRange => "date_out_of_range",
            Self::NotAPhone => "not_a_phone",
            Self::DigitsLost => "digits_lost",
            Self::NotAFlag => "not_a_flag",
            Self::TextTooLong => "text_too_long",
            Self::SpreadsheetError => "spreadsheet_error",
        }
    }

    /// The sentence in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Missing => "这一格不能为空。",
            Self::NotANumber => "不是数字，请填写如 1317 或 1.2万 的数。",
            Self::NotWhole => "应为整数，不能带小数。",
            Self::Negative => "不能小于零。",
            Self::TooLarge => "数值过大，可能填错了列。",
            Self::RateWithoutPercent => "比率大于 1 且没有百分号，无法判断含义，请写成 3.75% 或 0.0375。",
            Self::RateTooHigh => "比率超过 1000%，请检查。",
            Self::ScoreOutOfRange => "得分应在 0 到 5 之间。",
            Self::NotADuration => "不是时长，请填写如 12.3、12秒 或 1分5秒。",
            Self::NotADate => "不是日期，请填写如 2026-06-22 或 2026-06-22 18:01:32。",
            Self::DateOutOfRange => "日期应在 1990 年到 2100 年之间。",
            Self::NotAPhone => "不是电话号码，请只保留号码本身。",
            Self::DigitsLost => "ID 被表格软件改写，末位数字已丢失，请用原始导出文件。",
            Self::NotAFlag => "请填写 是 或 否。",
            Self::TextTooLong => "文字超过 2000 个字符。",
            Self::SpreadsheetError => "表格软件在这一格报错（如 #DIV/0!），请修正后再导入。",
        }
    }

    /// The sentence in English.
    pub const fn en(self) -> &'static str {
        match self {
            Self::Missing => "This cell must not be empty.",
            Self::NotANumber => "This is no number; write it like 1317 or 1.2万.",
            Self::NotWhole => "This must be a whole number.",
            Self::Negative => "This must not be below zero.",
            Self::TooLarge => "This number is too large; it may stand in the wrong column.",
            Self::RateWithoutPercent => {
                "A rate above 1 without a percent sign can mean two things; write 3.75% or 0.0375."
            }
            Self::RateTooHigh => "This rate is above 1000%; check it.",
            Self::ScoreOutOfRange => "A score lies between 0 and 5.",
            Self::NotADuration => "This is no length of time; write it like 12.3, 12秒 or 1分5秒.",
            Self::NotADate => "This is no date; write it like 2026-06-22 or 2026-06-22 18:01:32.",
            Self::DateOutOfRange => "A date lies between the years 1990 and 2100.",
            Self::NotAPhone => "This is no phone number; leave nothing but the number.",
            Self::DigitsLost => {
                "A spreadsheet program rounded the last digits of this id away; use the file as exported."
            }
            Self::NotAFlag => "Write 是 or 否.",
            Self::TextTooLong => "This text is longer than 2000 characters.",
            Self::SpreadsheetError => {
                "The spreadsheet program reports an error here (like #DIV/0!); correct it first."
            }
        }
    }
}
