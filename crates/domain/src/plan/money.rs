//! Checked arithmetic in whole numbers.

use super::PlanError;

/// Millionths of a whole.
pub const WHOLE_PPM: i64 = 1_000_000;

/// The product of the factors over the divisor, rounded to the nearest, half away from zero.
pub fn over(factors: &[i64], divisor: i64) -> Result<i64, PlanError> {
    let product = factors.iter().try_fold(1_i128, |product, factor| product.checked_mul(i128::from(*factor)));
    let (product, divisor) = (product.ok_or(PlanError::TooLarge)?, i128::from(divisor.max(1)));
    let half = if product < 0 { -(divisor / 2) } else { divisor / 2 };
    let rounded = product.checked_add(half).ok_or(PlanError::TooLarge)? / divisor;
    i64::try_from(rounded).map_err(|_| PlanError::TooLarge)
}

/// The product of the factors.
pub fn product(factors: &[i64]) -> Result<i64, PlanError> {
    over(factors, 1)
}

/// A share of an amount.
pub fn share(amount: i64, share_ppm: i64) -> Result<i64, PlanError> {
    over(&[amount, share_ppm], WHOLE_PPM)
}

/// The sum of the amounts.
pub fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, PlanError> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add).ok_or(PlanError::TooLarge)
}

/// The `index`th of `parts` nearly equal parts of an amount; together they are the amount.
pub fn part(amount: i64, index: i64, parts: i64) -> i64 {
    let upto = |index: i64| i128::from(amount) * i128::from(index) / i128::from(parts.max(1));
    i64::try_from(upto(index + 1) - upto(index)).unwrap_or(0)
}
