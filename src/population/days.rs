//! Arithmetic of the calendar on exact days, by the very rules of the evaluator of one family.

use crate::{
    check::Operation,
    eval::{Fixed, Interval, Numeral, operate},
};

/// The answer for whole numbers and days; nothing where there is none.
pub(super) fn computed(operation: Operation, parts: &[usize], part: impl Fn(&usize) -> Option<i64>) -> Option<i64> {
    let mut found = [Interval::point(Fixed::ZERO); 3];
    for (place, own) in parts.iter().zip(&mut found) {
        *own = Interval::point(Fixed::of(part(place)?)?);
    }
    let answer = operate(operation, found.get(..parts.len())?)?;
    answer.exact()?.to_i64()
}
