//! A sentence in both languages, made of a template and the words that fill it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A text in Chinese and in English; as a template it holds places like `{name}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Say {
    /// A text in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The same text in both languages, as for a name or a number.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh: text.clone(), en: text }
    }

    /// The template with its places filled. A place that no word fills stays as it is. What was filled in is not
    /// looked at again, so a name with braces stays a name.
    #[must_use]
    pub fn filled(&self, words: &[(&str, Self)]) -> Self {
        let zh: Vec<_> = words.iter().map(|(place, word)| (*place, word.zh.as_str())).collect();
        let en: Vec<_> = words.iter().map(|(place, word)| (*place, word.en.as_str())).collect();
        Self { zh: fill(&self.zh, &zh), en: fill(&self.en, &en) }
    }
}

fn fill(template: &str, words: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        text.push_str(before);
        let found = behind.split_once('}').and_then(|(place, after)| {
            let (_, word) = words.iter().find(|(known, _)| *known == place)?;
            Some((word, after))
        });
        if let Some((word, after)) = found {
            text.push_str(word);
            rest = after;
        } else {
            text.push('{');
            rest = behind;
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once_and_unknown_ones_stay() {
        let words = [("name", Say::same("{days}")), ("days", Say::new("9 天", "9 days"))];
        let filled = Say::new("{name}已{days}{other}", "{name}: {days}, {").filled(&words);
        assert_eq!(filled, Say::new("{days}已9 天{other}", "{days}: 9 days, {"));
    }
}
