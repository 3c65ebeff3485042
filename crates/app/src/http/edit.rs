//! One attribute of a PATCH: left out it stays, `null` empties it, a value replaces it.

use serde::{Deserialize, Deserializer};

/// What a PATCH says of one attribute that may be empty. Needs `#[serde(default)]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Edit<T> {
    /// It was left out.
    #[default]
    Keep,
    /// It was `null`.
    Empty,
    /// It was this.
    To(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Edit<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Empty, Self::To))
    }
}

impl<T> Edit<T> {
    /// The same of another type, where a value may be refused.
    pub fn try_map<U, E>(self, map: impl FnOnce(T) -> Result<U, E>) -> Result<Edit<U>, E> {
        Ok(match self {
            Self::Keep => Edit::Keep,
            Self::Empty => Edit::Empty,
            Self::To(value) => Edit::To(map(value)?),
        })
    }

    /// What follows where it was `before`.
    pub fn over(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Empty => None,
            Self::To(value) => Some(value),
        }
    }
}
