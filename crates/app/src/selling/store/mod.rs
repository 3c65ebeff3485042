//! The rows of goods, hangings, live sessions and promotions.

pub(super) mod goods;
pub(super) mod hangings;
pub(super) mod lives;
pub(super) mod promotions;
pub(super) mod results;
