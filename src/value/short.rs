//! Exact numbers in twelve bytes, as nearly all numbers of families fit.

use super::Number;

/// A number whose fraction is of short numbers; it is the same number, in less than half the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C, packed(4))]
pub struct ShortNumber {
    above: i64,
    // INVARIANT: above zero, without a common divisor with what stands above.
    below: u32,
}

impl ShortNumber {
    /// The number in short; `None` where it is too long.
    #[must_use]
    #[inline]
    pub fn of(number: Number) -> Option<Self> {
        let above = i64::try_from(number.numerator()).ok()?;
        Some(Self { above, below: u32::try_from(number.denominator()).ok()? })
    }

    /// A whole number.
    #[must_use]
    #[inline]
    pub const fn whole(above: i64) -> Self {
        Self { above, below: 1 }
    }

    /// What stands above the line of the fraction.
    #[must_use]
    #[inline]
    pub const fn above(self) -> i64 {
        self.above
    }

    /// How many parts this is, where so many make one; `None` where that is not whole or does not fit.
    #[must_use]
    #[inline]
    pub fn in_parts(self, parts: i64) -> Option<i64> {
        let (above, below) = (self.above, i64::from(self.below));
        if below == 1 {
            return above.checked_mul(parts);
        }
        // A fraction in lowest terms is whole only where all its denominator is cancelled.
        let is_whole = parts.checked_rem(below)? == 0;
        is_whole.then(|| above.checked_mul(parts.checked_div(below)?))?
    }

    /// The number.
    #[must_use]
    #[inline]
    pub fn number(self) -> Number {
        Number::of_lowest_terms(self.above, self.below)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn a_long_number_has_no_short_form() {
        for (above, below) in [(i128::from(i64::MAX) + 1, 1), (1, i128::from(u32::MAX) + 1), (i128::MAX, 2)] {
            assert_eq!(ShortNumber::of(Number::new(above, below).unwrap()), None);
        }
        assert_eq!(size_of::<ShortNumber>(), 12);
    }

    proptest! {
        #[test]
        fn parts_of_one_are_a_fraction(count: i32, parts in 1u32..999) {
            let found = Number::of_parts(count.into(), std::num::NonZeroU32::new(parts).unwrap());
            prop_assert_eq!(Some(found), Number::new(count.into(), parts.into()));
        }

        #[test]
        fn parts_are_counted_where_they_are_whole(above in -9_999_i64..9_999, below in 1_u32..60, parts in 1_i64..200) {
            let number = Number::new(above.into(), below.into()).unwrap();
            let counted = number.checked_mul(Number::from(parts)).and_then(Number::to_i64);
            prop_assert_eq!(ShortNumber::of(number).unwrap().in_parts(parts), counted);
        }

        #[test]
        fn a_short_form_is_the_same_number(above in any::<i64>(), below in 1_u32..) {
            let number = Number::new(above.into(), below.into()).unwrap();
            prop_assert_eq!(ShortNumber::of(number).map(ShortNumber::number), Some(number));
        }
    }
}
