//! Texts that people enter: trimmed, bounded, without control characters.

use super::ApiError;
use crate::text::Text;

/// Characters that a name of a person, organisation, brand or store may have.
pub const NAME_CHARS_MAX: usize = 80;

/// The name of a person, organisation, brand or key.
pub fn name(field: &str, text: &str) -> Result<String, ApiError> {
    required_text(field, text, NAME_CHARS_MAX)
}

/// A text without blanks around it: not empty, not too long, no control characters.
pub fn required_text(field: &str, text: &str, chars_max: usize) -> Result<String, ApiError> {
    optional_text(field, text, chars_max)?
        .ok_or_else(|| ApiError::invalid(field, Text::new("请填写。", "Please fill this in.")))
}

/// A text without blanks around it; `None` when nothing is left. The blanks count, as the API document has it.
pub fn optional_text(field: &str, text: &str, chars_max: usize) -> Result<Option<String>, ApiError> {
    let refusal = if text.chars().count() > chars_max {
        Text::new(format!("最多 {chars_max} 个字。"), format!("At most {chars_max} characters."))
    } else if text.trim().chars().any(char::is_control) {
        Text::new("不能含有换行或控制字符。", "No line breaks or control characters, please.")
    } else {
        return Ok(Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned));
    };
    Err(ApiError::invalid(field, refusal))
}

/// A text of several lines without blanks around it: not empty, not too long, no control characters but line breaks.
pub fn required_lines(field: &str, text: &str, chars_max: usize) -> Result<String, ApiError> {
    optional_lines(field, text, chars_max)?
        .ok_or_else(|| ApiError::invalid(field, Text::new("请填写。", "Please fill this in.")))
}

/// A text of several lines without blanks around it; `None` when nothing is left.
pub fn optional_lines(field: &str, text: &str, chars_max: usize) -> Result<Option<String>, ApiError> {
    let text = text.replace("\r\n", "\n");
    let refusal = if text.chars().count() > chars_max {
        Text::new(format!("最多 {chars_max} 个字。"), format!("At most {chars_max} characters."))
    } else if text.chars().any(|letter| letter.is_control() && letter != '\n') {
        Text::new("不能含有控制字符。", "No control characters, please.")
    } else {
        return Ok(Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned));
    };
    Err(ApiError::invalid(field, refusal))
}
