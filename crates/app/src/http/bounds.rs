//! The bounds of what a query names, as its OpenAPI document promises them: beyond them, the request is unreadable.
//!
//! For `#[serde(default, deserialize_with = "bounds::text::<80, _>")]` beside `#[param(max_length = 80)]`.

use serde::{Deserialize, Deserializer, de::Error as _};

/// A text of at most `MAX` characters.
pub fn text<'de, const MAX: usize, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(source)?;
    match text {
        Some(text) if text.chars().count() > MAX => {
            Err(D::Error::custom(format!("at most {MAX} characters are taken")))
        }
        text => Ok(text),
    }
}

/// A whole number from `MIN` to `MAX`.
pub fn number<'de, const MIN: i64, const MAX: i64, T: TryFrom<i64>, D: Deserializer<'de>>(
    source: D,
) -> Result<Option<T>, D::Error> {
    let Some(number) = Option::<i64>::deserialize(source)? else { return Ok(None) };
    let fits = (MIN..=MAX).contains(&number).then(|| T::try_from(number).ok()).flatten();
    fits.map(Some).ok_or_else(|| D::Error::custom(format!("a number from {MIN} to {MAX} is taken")))
}
