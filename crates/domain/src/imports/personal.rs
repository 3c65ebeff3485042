//! Personal data in a type that does not show itself in logs.

use std::fmt;

/// A text that belongs to a person. Its `Debug` shows only how long it is; it has no `Display` and no `Serialize`,
/// so that whoever lets it out says so with [`Personal::expose`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Personal(String);

impl Personal {
    /// Takes a personal text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Lets it out.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text with its middle hidden, for lists: `138****5678`, `小*`.
    pub fn masked(&self) -> String {
        let characters = self.0.chars().count();
        let (head, tail) = match characters {
            0..=1 => (0, 0),
            2..=4 => (1, 0),
            5..=7 => (1, 1),
            _ => (3, 4),
        };
        let start: String = self.0.chars().take(head).collect();
        let end: String = self.0.chars().skip(characters - tail).collect();
        format!("{start}{}{end}", "*".repeat((characters - head - tail).min(4)))
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Personal({} characters)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_personal_text_does_not_show_itself() {
        let number = Personal::new("13812345678");
        assert_eq!(format!("{number:?}"), "Personal(11 characters)");
        assert_eq!(number.masked(), "138****5678");
        assert_eq!(Personal::new("小红").masked(), "小*");
    }

    proptest! {
        #[test]
        fn what_is_masked_is_not_told(text in ".{2,40}") {
            let masked = Personal::new(text.clone()).masked();
            prop_assert!(masked != text || text.contains('*'));
        }
    }
}
