//! Arithmetic of the calendar on exact days, by the very rules of the evaluator of one family.

use super::single::Span;
use crate::{
    check::Operation,
    eval::{Fixed, Interval, Numeral, operate},
};

/// Between which the answer lies where numbers and days lie between some; nothing where that cannot be said.
pub(super) fn spanned(operation: Operation, parts: &[usize], part: impl Fn(&usize) -> Span) -> Option<Span> {
    let mut found = [Interval::point(Fixed::ZERO); 3];
    for (place, own) in parts.iter().zip(&mut found) {
        let Span { low, high } = part(place);
        *own = Interval::between(Fixed::of(low)?, Fixed::of(high)?);
    }
    let answer = operate(operation, found.get(..parts.len())?)?;
    // What is open in another way than by its bounds is left to the evaluator of one family.
    let is_number = answer.some && !answer.none;
    is_number.then_some(Span { low: answer.low.to_i64()?, high: answer.high.to_i64()? })
}

/// The answer for whole numbers and days; nothing where there is none.
pub(super) fn computed(operation: Operation, parts: &[usize], part: impl Fn(&usize) -> Option<i64>) -> Option<i64> {
    let mut found = [Interval::point(Fixed::ZERO); 3];
    for (place, own) in parts.iter().zip(&mut found) {
        *own = Interval::point(Fixed::of(part(place)?)?);
    }
    let answer = operate(operation, found.get(..parts.len())?)?;
    answer.exact()?.to_i64()
}
