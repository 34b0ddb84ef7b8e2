//! Fractions without end, as far as they are read.

use crate::value::{Number, Rounding, RoundingMode};

/// A number as it is read: one with more than two digits after the point loses the rest.
pub(super) fn rounded(number: Number, mode: RoundingMode) -> Number {
    if number.decimals().is_some_and(|digits| digits <= 2) {
        return number;
    }
    let step = Number::new(1, 100).unwrap_or(Number::ONE);
    number.rounded(Rounding { step, mode }).unwrap_or(number)
}
