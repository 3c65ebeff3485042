//! Sentences for people, in both languages of the product.

use domain::{identity::Language, insight::Say};
use serde::Serialize;

tokio::task_local! {
    static LANGUAGE: Language;
}

/// One sentence in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The sentence in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The sentence in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }

    /// The sentence in the language of the request that is being answered; Chinese outside of one.
    pub fn here(&self) -> &str {
        self.get(language_here())
    }
}

impl From<Say> for Text {
    fn from(Say { zh, en }: Say) -> Self {
        Self { zh, en }
    }
}

/// The language of the request that is being answered.
pub fn language_here() -> Language {
    LANGUAGE.try_with(|language| *language).unwrap_or(Language::Zh)
}

/// Answers a request in `language`.
pub async fn speaking<F: Future>(language: Language, answer: F) -> F::Output {
    LANGUAGE.scope(language, answer).await
}

/// The language that an `Accept-Language` header asks for: the first of ours that it names.
pub fn accepted_language(header: Option<&str>) -> Language {
    let mut wanted = header.unwrap_or_default().split(',').map(|part| part.trim().to_ascii_lowercase());
    wanted
        .find_map(|tag| match tag.get(..2) {
            Some("zh") => Some(Language::Zh),
            Some("en") => Some(Language::En),
            _ => None,
        })
        .unwrap_or(Language::Zh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_language_of_the_header_is_spoken() {
        for (header, expected) in [
            (None, Language::Zh),
            (Some("en-GB,en;q=0.9,zh;q=0.8"), Language::En),
            (Some("fr, zh-CN"), Language::Zh),
            (Some("de"), Language::Zh),
            (Some("é"), Language::Zh),
        ] {
            assert_eq!(accepted_language(header), expected, "{header:?}");
        }
    }
}
