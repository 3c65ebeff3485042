//! What went wrong, as one sentence for the person at the terminal.

use std::fmt;

/// A refusal: what happened and what to do about it. It ends the chore.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure(String);

/// What a chore returns.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Turns the cause that the system gives into a sentence that says what we were doing.
pub trait While<T> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> While<T> for Result<T, E> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|cause| Failure::new(format!("Could not {what}: {cause}.")))
    }
}
