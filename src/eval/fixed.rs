//! Short numbers for columns: whole parts of one unit in a machine word, exact or not at all.
//!
//! Nearly every number of a family is a day, a count or an amount in kopecks. Arithmetic is written once, for any
//! numeral: where a short one cannot hold an answer exactly it says so, and the fraction answers.

use super::possible::Interval;
use crate::value::{Number, Rounding};

/// A number as arithmetic sees it. What an operation cannot hold exactly is `None`.
pub trait Numeral: Copy + Ord {
    /// Nothing.
    const ZERO: Self;
    /// A whole number.
    fn of(whole: i64) -> Option<Self>;
    /// The sum.
    fn checked_add(self, other: Self) -> Option<Self>;
    /// The difference.
    fn checked_sub(self, other: Self) -> Option<Self>;
    /// The product.
    fn checked_mul(self, other: Self) -> Option<Self>;
    /// The quotient; `None` also where the divisor is zero.
    fn checked_div(self, other: Self) -> Option<Self>;
    /// This multiplied by itself so many times.
    fn checked_pow(self, exponent: i32) -> Option<Self>;
    /// What is left after whole divisors, with the sign of the divisor.
    fn modulo(self, divisor: Self) -> Option<Self>;
    /// The multiple that a rounding chooses.
    fn rounded(self, rounding: Rounding) -> Option<Self>;
    /// The same distance from zero on the other side.
    fn negated(self) -> Self;
    /// Whether it is below zero.
    fn is_negative(self) -> bool;
    /// Whether it is zero.
    fn is_zero(self) -> bool;
    /// This as a plain whole number, where it is one and fits.
    fn to_i64(self) -> Option<i64>;
    /// The greatest whole number that is not above this; the last one there is where it lies beyond.
    fn whole(self) -> i64;
}

impl Numeral for Number {
    const ZERO: Self = Self::ZERO;

    fn of(whole: i64) -> Option<Self> {
        Some(Self::from(whole))
    }

    fn checked_add(self, other: Self) -> Option<Self> {
        self.checked_add(other)
    }

    fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_sub(other)
    }

    fn checked_mul(self, other: Self) -> Option<Self> {
        self.checked_mul(other)
    }

    fn checked_div(self, other: Self) -> Option<Self> {
        self.checked_div(other)
    }

    fn checked_pow(self, exponent: i32) -> Option<Self> {
        self.checked_pow(exponent)
    }

    fn modulo(self, divisor: Self) -> Option<Self> {
        self.modulo(divisor)
    }

    fn rounded(self, rounding: Rounding) -> Option<Self> {
        self.rounded(rounding)
    }

    fn negated(self) -> Self {
        self.negated()
    }

    fn is_negative(self) -> bool {
        self.is_negative()
    }

    fn is_zero(self) -> bool {
        self.is_zero()
    }

    fn to_i64(self) -> Option<i64> {
        self.to_i64()
    }

    fn whole(self) -> i64 {
        i64::try_from(self.floor()).unwrap_or(if self.is_negative() { i64::MIN } else { i64::MAX })
    }
}

/// How many parts one is counted in: a kopeck shared by twelve months, or by up to six persons, is whole parts.
pub(super) const PARTS: i64 = 36_000;

/// A number of whole parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
// INVARIANT: never `i64::MIN`, which has no opposite.
pub struct Fixed(i64);

impl Fixed {
    /// A number of so many parts; [`PARTS`] of them make one.
    #[inline]
    pub fn held(parts: i64) -> Option<Self> {
        (parts != i64::MIN).then_some(Self(parts))
    }

    /// A number in parts, where that is exact.
    #[inline]
    pub fn from_number(number: Number) -> Option<Self> {
        if let Some(whole) = number.to_i64() {
            return Self::of(whole);
        }
        let below = i64::try_from(number.denominator()).ok().filter(|below| PARTS % below == 0)?;
        let above = i64::try_from(number.numerator()).ok()?;
        Self::held(above.checked_mul(PARTS.checked_div(below)?)?)
    }

    /// The same number as a fraction.
    #[inline]
    pub fn number(self) -> Number {
        match self.to_i64() {
            Some(whole) => Number::from(whole),
            // A fraction over parts is always there.
            None => Number::new(i128::from(self.0), i128::from(PARTS)).unwrap_or(Number::ZERO),
        }
    }
}

impl Numeral for Fixed {
    const ZERO: Self = Self(0);

    #[inline]
    fn of(whole: i64) -> Option<Self> {
        Self::held(whole.checked_mul(PARTS)?)
    }

    #[inline]
    fn checked_add(self, other: Self) -> Option<Self> {
        Self::held(self.0.checked_add(other.0)?)
    }

    #[inline]
    fn checked_sub(self, other: Self) -> Option<Self> {
        Self::held(self.0.checked_sub(other.0)?)
    }

    #[inline]
    fn checked_mul(self, other: Self) -> Option<Self> {
        if let Some(times) = other.to_i64() {
            return Self::held(self.0.checked_mul(times)?);
        }
        if let Some(times) = self.to_i64() {
            return Self::held(other.0.checked_mul(times)?);
        }
        let product = self.0.checked_mul(other.0)?;
        if product % PARTS == 0 { Self::held(product / PARTS) } else { None }
    }

    #[inline]
    fn checked_div(self, other: Self) -> Option<Self> {
        let (above, below) = match other.to_i64() {
            Some(below) => (self.0, below),
            None => (self.0.checked_mul(PARTS)?, other.0),
        };
        if above.checked_rem(below)? == 0 { Self::held(above.checked_div(below)?) } else { None }
    }

    fn checked_pow(self, _: i32) -> Option<Self> {
        None
    }

    fn modulo(self, divisor: Self) -> Option<Self> {
        let rest = self.0.checked_rem_euclid(divisor.0.checked_abs()?)?;
        let is_above = rest != 0 && divisor.is_negative();
        Self::held(if is_above { rest.checked_add(divisor.0)? } else { rest })
    }

    #[inline]
    fn rounded(self, rounding: Rounding) -> Option<Self> {
        let step = Self::from_number(rounding.step).filter(|step| step.0 > 0)?;
        // What is a multiple already stays, whichever way.
        (self.0 % step.0 == 0).then_some(self)
    }

    #[inline]
    fn negated(self) -> Self {
        Self(-self.0)
    }

    #[inline]
    fn is_negative(self) -> bool {
        self.0 < 0
    }

    #[inline]
    fn is_zero(self) -> bool {
        self.0 == 0
    }

    #[inline]
    fn to_i64(self) -> Option<i64> {
        if self.0 % PARTS == 0 { Some(self.0 / PARTS) } else { None }
    }

    #[inline]
    fn whole(self) -> i64 {
        self.0.div_euclid(PARTS)
    }
}

/// A number of a column, or where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Short {
    /// Both ends are short.
    Held(Interval<Fixed>),
    /// Some end is a long fraction: the place among the long ones.
    Long(usize),
    /// Any number whatever.
    Anything,
}

impl Short {
    /// An interval, where both of its ends are short.
    #[inline]
    pub fn of(found: &Interval) -> Option<Self> {
        found.short().map(Self::Held)
    }
}

impl Interval {
    /// The same with short ends, where that is exact.
    #[inline]
    pub fn short(&self) -> Option<Interval<Fixed>> {
        let low = Fixed::from_number(self.low)?;
        let high = if self.low == self.high { low } else { Fixed::from_number(self.high)? };
        Some(Interval { low, high, some: self.some, none: self.none })
    }
}

impl Interval<Fixed> {
    /// The same with fractions for ends.
    #[inline]
    pub fn long(&self) -> Interval {
        let low = self.low.number();
        let high = if self.low == self.high { low } else { self.high.number() };
        Interval { low, high, some: self.some, none: self.none }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(numerator: i64, denominator: i64) -> Number {
        Number::new(numerator.into(), denominator.into()).unwrap()
    }

    #[test]
    fn a_kopeck_shared_by_months_or_persons_is_short() {
        for persons in [1, 2, 3, 4, 5, 6, 8, 9, 10, 12] {
            assert!(Fixed::from_number(number(3_100_050, 100 * persons)).is_some(), "{persons}");
        }
        assert_eq!(Fixed::from_number(number(1, 7)), None);
        assert_eq!(Fixed::from_number(Number::from(i64::MAX)), None);
    }

    #[test]
    fn what_is_not_whole_parts_is_left_to_the_fraction() {
        let (one, seven) = (Fixed::of(1).unwrap(), Fixed::of(7).unwrap());
        assert_eq!(one.checked_div(seven), None);
        assert_eq!(one.checked_div(Fixed::ZERO), None);
        assert_eq!(Fixed(i64::MAX).checked_add(one), None);
        assert_eq!(Fixed(-i64::MAX).checked_sub(Fixed(1)), None);
    }

    #[test]
    fn a_part_of_a_part_is_short_only_where_it_is_whole_parts() {
        let of = |numerator, denominator| Fixed::from_number(number(numerator, denominator)).unwrap();
        assert_eq!(of(1, 2).checked_mul(of(3, 2)), Some(of(3, 4)));
        assert_eq!(of(1, 200).checked_mul(of(1, 200)), None);
        assert_eq!(of(1, 2).checked_div(of(1, 4)), Fixed::of(2));
        assert_eq!(of(1, 2).checked_div(Fixed::of(2).unwrap()), Some(of(1, 4)));
        assert!(of(-1, 2).is_negative() && !Fixed::ZERO.is_negative());
    }

    proptest! {
        #[test]
        fn a_short_answer_is_that_of_the_fraction(a in -999_999i64..999_999, b in -999_999i64..999_999) {
            let (x, y) = (Fixed(a), Fixed(b));
            let (u, v) = (x.number(), y.number());
            prop_assert_eq!(Fixed::from_number(u), Some(x));
            let pairs = [
                (x.checked_add(y), u.checked_add(v)),
                (x.checked_sub(y), u.checked_sub(v)),
                (x.checked_mul(y), u.checked_mul(v)),
                (x.checked_div(y), u.checked_div(v)),
                (Numeral::modulo(x, y), u.modulo(v)),
            ];
            for (short, long) in pairs {
                prop_assert!(short.is_none() || short.map(Fixed::number) == long);
            }
            prop_assert_eq!(x.cmp(&y), u.cmp(&v));
            prop_assert_eq!(x.whole(), Numeral::whole(u));
            prop_assert_eq!(x.to_i64(), u.to_i64());
        }
    }
}
