//! An amount of money, and how exactly it is known.

use serde::Serialize;
use utoipa::ToSchema;

use super::{PlanError, money};

names! {
    /// How exactly an amount is known.
    Bound {
        /// It is this.
        Exact = "exact",
        /// It is this or more.
        AtLeast = "at_least",
        /// It is this or less.
        AtMost = "at_most",
        /// Nothing is known of it.
        Unknown = "unknown",
    }
}

/// Money, and how exactly it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Amount {
    /// In fen; 0 where nothing is known.
    pub fen: i64,
    /// How exactly it is known.
    pub bound: Bound,
}

impl Amount {
    /// Exactly so much.
    pub const fn exact(fen: i64) -> Self {
        Self { fen, bound: Bound::Exact }
    }

    /// Nothing is known.
    pub const UNKNOWN: Self = Self { fen: 0, bound: Bound::Unknown };

    /// Whether it is known to the fen.
    pub const fn is_exact(self) -> bool {
        matches!(self.bound, Bound::Exact)
    }

    /// The sum. What is not known is no less than nothing, so a sum with it is a lower bound.
    pub(super) fn plus(self, other: Self) -> Result<Self, PlanError> {
        use Bound as B;
        let bound = match (self.bound, other.bound) {
            (B::Exact, bound) | (bound, B::Exact) if bound != B::Unknown => bound,
            (B::AtMost, B::AtMost) => B::AtMost,
            (B::AtMost, _) | (_, B::AtMost) => return Ok(Self::UNKNOWN),
            _ => B::AtLeast,
        };
        Ok(Self { fen: money::sum([self.fen, other.fen])?, bound })
    }

    /// What is left of it after so much of something known: the bound stays.
    pub(super) fn less(self, fen: i64) -> Result<Self, PlanError> {
        match self.bound {
            Bound::Unknown => Ok(self),
            bound => Ok(Self { fen: money::sum([self.fen, -fen])?, bound }),
        }
    }

    /// The same share of it: the bound stays.
    pub(super) fn share(self, share_ppm: i64) -> Result<Self, PlanError> {
        Ok(Self { fen: money::share(self.fen, share_ppm)?, bound: self.bound })
    }
}
