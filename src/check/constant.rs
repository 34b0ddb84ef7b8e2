//! Numbers that are known as soon as they are read: literals, and arithmetic of them.

use super::term::{Operation, Term, Typed};
use crate::value::Number;

/// The number that is written, by a literal or by arithmetic of literals; `None` for all else, and where it is too long.
pub(super) fn constant(value: &Typed) -> Option<Number> {
    let Term::Operation(operation, parts) = &value.term else {
        return match &value.term {
            Term::Number(number) => Some(*number),
            _ => None,
        };
    };
    match (operation, parts.as_slice()) {
        (Operation::Negate, [part]) => constant(part).map(Number::negated),
        (Operation::Add, [a, b]) => constant(a)?.checked_add(constant(b)?),
        (Operation::Subtract, [a, b]) => constant(a)?.checked_sub(constant(b)?),
        (Operation::Multiply, [a, b]) => constant(a)?.checked_mul(constant(b)?),
        (Operation::Divide, [a, b]) => constant(a)?.checked_div(constant(b)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::Answer,
        ruleset::sample::{holds, refusal},
    };

    #[test]
    fn arithmetic_of_written_numbers_is_written_out() {
        assert_eq!(holds("2 ** (5 + 3 * 1) = 256 and 2 ** -(4 / 2) = 0.25", "", "}"), Answer::True);
        assert_eq!(holds("date(2026, 1 + 1, 30 - 2) = date(2026, 2, 28)", "", "}"), Answer::True);
        assert!(refusal("2 ** (1 / 2) > 1", "").contains("an exponent is a whole number"));
        assert!(refusal("2 ** (1 / 0) > 1", "").contains("an exponent is a whole number"));
        assert!(refusal("2 ** rooms > 1", "").contains("an exponent is a whole number"));
    }
}
