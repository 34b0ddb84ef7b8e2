//! Exact numbers: one fraction of two `i128`.
//!
//! A decimal type fails here: three equal shares of a sum fall below the whole. A fraction loses nothing until a rule
//! says `round`, so the only place where digits are lost is written in the law.

use std::{cmp::Ordering, num::NonZeroU32};

/// An exact number: a fraction in lowest terms.
///
/// The values are symmetric around zero, so that [`Number::negated`] and [`Number::absolute`] cannot fail. Every
/// operation that can leave the range answers `None`; where a sum fits but a step on the way to it does not, the
/// answer is `None` as well.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    // INVARIANT: never `i128::MIN`, which has no opposite.
    numerator: i128,
    // INVARIANT: above zero, without a common divisor with the numerator; so zero is 0/1 and equality is by field.
    denominator: i128,
}

impl Number {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// One.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// The fraction `numerator / denominator`; `None` where the denominator is zero or the lowest terms do not fit.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let (above, below) = (numerator.unsigned_abs(), denominator.unsigned_abs());
        let common = greatest_common_divisor(above, below);
        let above = i128::try_from(above / common).ok()?;
        let below = i128::try_from(below / common).ok()?;
        let is_negative = (numerator < 0) != (denominator < 0);
        Some(Self { numerator: if is_negative { -above } else { above }, denominator: below })
    }

    /// A whole number.
    ///
    /// `i128::MIN` alone has no opposite and lies outside the range; it is held as the number next to it. Where that
    /// matters, `Number::new(value, 1)` answers `None` for it.
    #[must_use]
    #[inline]
    pub const fn from_integer(value: i128) -> Self {
        let numerator = if value == i128::MIN { -i128::MAX } else { value };
        Self { numerator, denominator: 1 }
    }

    /// So many parts of one; whatever they are, they fit.
    #[must_use]
    pub fn of_parts(count: i128, parts: NonZeroU32) -> Self {
        let (above, below) = (Self::from_integer(count).numerator, parts.get());
        // Division of short numbers is many times faster.
        let rest = match i64::try_from(above) {
            Ok(above) => u32::try_from(above.rem_euclid(below.into())),
            Err(_) => u32::try_from(above.rem_euclid(below.into())),
        };
        let (mut common, mut rest) = (below, rest.unwrap_or(0));
        while rest != 0 {
            (common, rest) = (rest, common % rest);
        }
        Self { numerator: quotient(above, common.into()), denominator: (below / common).into() }
    }

    /// A short fraction known to be in lowest terms with a denominator above zero.
    #[inline]
    pub(super) fn of_lowest_terms(numerator: i64, denominator: u32) -> Self {
        Self { numerator: numerator.into(), denominator: denominator.into() }
    }

    /// A fraction known to be in lowest terms with a denominator above zero.
    fn reduced(numerator: i128, denominator: i128) -> Option<Self> {
        (numerator != i128::MIN).then_some(Self { numerator, denominator })
    }

    /// The number above the line, with the sign.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// The number below the line, always above zero.
    #[must_use]
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// Whether this is a whole number.
    #[must_use]
    #[inline]
    pub const fn is_integer(self) -> bool {
        self.denominator == 1
    }

    /// Whether this is zero.
    #[must_use]
    #[inline]
    pub const fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Whether this is below zero.
    #[must_use]
    #[inline]
    pub const fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// The same distance from zero on the other side.
    #[must_use]
    #[inline]
    pub const fn negated(self) -> Self {
        Self { numerator: -self.numerator, denominator: self.denominator }
    }

    /// The distance from zero.
    #[must_use]
    pub const fn absolute(self) -> Self {
        if self.is_negative() { self.negated() } else { self }
    }

    /// The sum.
    #[must_use]
    #[inline]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.is_integer() && other.is_integer() {
            return Self::reduced(self.numerator.checked_add(other.numerator)?, 1);
        }
        self.add_fractions(other)
    }

    fn add_fractions(self, other: Self) -> Option<Self> {
        // Only what the denominators do not share is multiplied, so the steps stay as small as they can be.
        let common = common_divisor(self.denominator, other.denominator)?;
        let (own, theirs) = (quotient(self.denominator, common), quotient(other.denominator, common));
        let left = self.numerator.checked_mul(theirs)?;
        let right = other.numerator.checked_mul(own)?;
        let sum = left.checked_add(right)?;
        let shared = common_divisor(sum, common)?;
        let below = own.checked_mul(quotient(other.denominator, shared))?;
        Self::reduced(quotient(sum, shared), below)
    }

    /// The difference.
    #[must_use]
    #[inline]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(other.negated())
    }

    /// The product.
    #[must_use]
    #[inline]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        if self.is_integer() && other.is_integer() {
            return Self::reduced(self.numerator.checked_mul(other.numerator)?, 1);
        }
        self.multiply_fractions(other)
    }

    fn multiply_fractions(self, other: Self) -> Option<Self> {
        let first = common_divisor(self.numerator, other.denominator)?;
        let second = common_divisor(other.numerator, self.denominator)?;
        let above = quotient(self.numerator, first).checked_mul(quotient(other.numerator, second))?;
        let below = quotient(self.denominator, second).checked_mul(quotient(other.denominator, first))?;
        Self::reduced(above, below)
    }

    /// The quotient; `None` also where the divisor is zero.
    #[must_use]
    pub fn checked_div(self, other: Self) -> Option<Self> {
        self.checked_mul(other.reciprocal()?)
    }

    /// One divided by this; `None` for zero.
    fn reciprocal(self) -> Option<Self> {
        match self.numerator.cmp(&0) {
            Ordering::Equal => None,
            Ordering::Greater => Self::reduced(self.denominator, self.numerator),
            Ordering::Less => Self::reduced(-self.denominator, -self.numerator),
        }
    }

    /// This multiplied by itself `exponent` times; a negative exponent divides. Anything to the power 0 is 1.
    #[must_use]
    pub fn checked_pow(self, exponent: i32) -> Option<Self> {
        let base = if exponent < 0 { self.reciprocal()? } else { self };
        let times = exponent.unsigned_abs();
        // Powers of numbers without a common divisor have none either.
        let above = base.numerator.checked_pow(times)?;
        Self::reduced(above, base.denominator.checked_pow(times)?)
    }

    /// The greatest whole number that is not above this.
    #[must_use]
    pub const fn floor(self) -> i128 {
        if self.is_integer() { self.numerator } else { self.numerator.div_euclid(self.denominator) }
    }

    /// The smallest whole number that is not below this.
    #[must_use]
    pub const fn ceiling(self) -> i128 {
        if self.is_integer() {
            self.numerator
        } else {
            // A denominator of two or more leaves room above the floor.
            self.floor() + 1
        }
    }

    /// What is left of this after whole divisors, with the sign of the divisor, as FEEL says:
    /// `dividend - divisor * floor(dividend / divisor)`. `None` also where the divisor is zero.
    #[must_use]
    pub fn modulo(self, divisor: Self) -> Option<Self> {
        let times = Self::from_integer(self.checked_div(divisor)?.floor());
        self.checked_sub(divisor.checked_mul(times)?)
    }

    /// This as a plain whole number; `None` where it is not whole or does not fit.
    #[must_use]
    #[inline]
    pub fn to_i64(self) -> Option<i64> {
        if self.is_integer() { i64::try_from(self.numerator).ok() } else { None }
    }
}

impl Ord for Number {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        self.compare_fractions(*other)
    }
}

impl Number {
    fn compare_fractions(self, other: Self) -> Ordering {
        let left = self.numerator.checked_mul(other.denominator);
        let right = other.numerator.checked_mul(self.denominator);
        match (left, right) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => compare_by_parts((self.numerator, self.denominator), (other.numerator, other.denominator)),
        }
    }
}

impl PartialOrd for Number {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::from_integer(i128::from(value))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::from_integer(i128::from(value))
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self::from_integer(i128::from(value))
    }
}

/// Compares two fractions without multiplying: by the whole part, then by the rests turned upside down (their continued
/// fractions), which ends as Euclid's algorithm does.
fn compare_by_parts(mut left: (i128, i128), mut right: (i128, i128)) -> Ordering {
    loop {
        let whole = left.0.div_euclid(left.1).cmp(&right.0.div_euclid(right.1));
        if whole.is_ne() {
            return whole;
        }
        let rest = (left.0.rem_euclid(left.1), right.0.rem_euclid(right.1));
        if rest.0 == 0 || rest.1 == 0 {
            return rest.0.cmp(&rest.1);
        }
        // Upside down the order is reversed, so the sides change places.
        (left, right) = ((right.1, rest.1), (left.1, rest.0));
    }
}

/// The greatest common divisor with a denominator, which is above zero; so is the answer. It always fits, being no
/// longer than the denominator.
fn common_divisor(value: i128, denominator: i128) -> Option<i128> {
    if denominator == 1 {
        return Some(1);
    }
    let common = greatest_common_divisor(value.unsigned_abs(), denominator.unsigned_abs());
    i128::try_from(common).ok()
}

/// The quotient without its rest, toward zero; the divisor is above zero.
///
/// Division of short numbers is many times faster, and most numbers of the domain are short.
fn quotient(value: i128, divisor: i128) -> i128 {
    if divisor == 1 {
        return value;
    }
    match (i64::try_from(value), i64::try_from(divisor)) {
        (Ok(value), Ok(divisor)) if divisor > 1 => i128::from(value / divisor),
        _ => value / divisor,
    }
}

/// Euclid's algorithm; the second number is above zero, and so is the answer.
fn greatest_common_divisor(mut left: u128, mut right: u128) -> u128 {
    while right != 0 {
        // Division of short numbers is several times faster, and most numbers of the domain are short.
        if let (Ok(short_left), Ok(short_right)) = (u64::try_from(left), u64::try_from(right)) {
            return u128::from(short_divisor(short_left, short_right));
        }
        (left, right) = (right, left % right);
    }
    left
}

fn short_divisor(mut left: u64, mut right: u64) -> u64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(numerator: i128, denominator: i128) -> Number {
        Number::new(numerator, denominator).unwrap()
    }

    /// The sign of `a * b - c * d` by schoolbook multiplication, digit by digit.
    fn compare_products(a: u128, b: u128, c: u128, d: u128) -> Ordering {
        fn digits(mut value: u128) -> Vec<u64> {
            let mut digits = Vec::new();
            while value != 0 {
                digits.push(u64::try_from(value % 1000).unwrap());
                value /= 1000;
            }
            digits
        }
        fn product(left: u128, right: u128) -> Vec<u64> {
            let mut answer = vec![0; 40];
            for (i, x) in digits(left).iter().enumerate() {
                for (j, y) in digits(right).iter().enumerate() {
                    answer[i + j] += x * y;
                }
            }
            for i in 0..39 {
                answer[i + 1] += answer[i] / 1000;
                answer[i] %= 1000;
            }
            answer.reverse();
            answer
        }
        product(a, b).cmp(&product(c, d))
    }

    #[test]
    fn a_fraction_is_in_lowest_terms_with_the_sign_above() {
        assert_eq!(number(6, -4), number(-3, 2));
        assert_eq!(number(0, -7), Number::ZERO);
        assert_eq!(number(-9, -9), Number::ONE);
        assert_eq!((number(6, -4).numerator(), number(6, -4).denominator()), (-3, 2));
    }

    #[test]
    fn a_fraction_over_zero_or_out_of_range_is_none() {
        assert_eq!(Number::new(1, 0), None);
        assert_eq!(Number::new(i128::MIN, 1), None);
        assert_eq!(Number::new(1, i128::MIN), None);
        assert_eq!(Number::new(i128::MIN, i128::MIN), Some(Number::ONE));
        assert_eq!(Number::new(i128::MIN, 2), Some(Number::from_integer(-(1 << 126))));
        assert_eq!(Number::from_integer(i128::MIN).negated().numerator(), i128::MAX);
    }

    #[test]
    fn three_thirds_are_the_whole() {
        let third = number(45688, 3);
        let whole = third.checked_add(third).unwrap().checked_add(third).unwrap();
        assert_eq!(whole, Number::from(45688));
    }

    #[test]
    fn overflow_is_none() {
        let most = Number::from_integer(i128::MAX);
        assert_eq!(most.checked_add(Number::ONE), None);
        assert_eq!(most.negated().checked_sub(Number::ONE), None);
        assert_eq!(most.checked_mul(Number::from(2)), None);
        assert_eq!(most.checked_div(number(1, 2)), None);
        assert_eq!(Number::ONE.checked_div(Number::ZERO), None);
        assert_eq!(Number::from(-2).checked_pow(127), None);
        assert_eq!(number(1, i128::MAX).checked_add(number(1, i128::MAX - 1)), None);
    }

    #[test]
    fn a_power_counts_up_and_down() {
        assert_eq!(number(-2, 3).checked_pow(3), Some(number(-8, 27)));
        assert_eq!(number(-2, 3).checked_pow(-3), Some(number(-27, 8)));
        assert_eq!(Number::ZERO.checked_pow(0), Some(Number::ONE));
        assert_eq!(Number::ZERO.checked_pow(-1), None);
        assert_eq!(Number::ONE.checked_pow(i32::MIN), Some(Number::ONE));
    }

    #[test]
    fn floor_and_ceiling_stand_on_both_sides() {
        assert_eq!((number(-7, 2).floor(), number(-7, 2).ceiling()), (-4, -3));
        assert_eq!((number(7, 2).floor(), number(7, 2).ceiling()), (3, 4));
        assert_eq!((Number::from(5).floor(), Number::from(5).ceiling()), (5, 5));
        assert_eq!(number(i128::MAX, 2).ceiling(), 1 << 126);
    }

    #[test]
    fn modulo_takes_the_sign_of_the_divisor() {
        let modulo = |a: i64, b: i64| Number::from(a).modulo(Number::from(b));
        assert_eq!(modulo(12, 5), Some(Number::from(2)));
        assert_eq!(modulo(-12, 5), Some(Number::from(3)));
        assert_eq!(modulo(12, -5), Some(Number::from(-3)));
        assert_eq!(modulo(-12, -5), Some(Number::from(-2)));
        assert_eq!(number(101, 10).modulo(number(9, 2)), Some(number(11, 10)));
        assert_eq!(modulo(1, 0), None);
    }

    #[test]
    fn only_whole_numbers_become_plain() {
        assert_eq!(Number::from(-3).to_i64(), Some(-3));
        assert_eq!(number(1, 2).to_i64(), None);
        assert_eq!(Number::from_integer(1 << 70).to_i64(), None);
    }

    #[test]
    fn long_fractions_are_compared_exactly() {
        let most = i128::MAX;
        assert!(number(most, most - 1) < number(most - 1, most - 2));
        assert!(number(-most, most - 1) > number(-(most - 1), most - 2));
        assert!(number(most - 1, most) > Number::ZERO);
        assert!(Number::from_integer(most) > number(most, 2));
    }

    proptest! {
        #[test]
        fn arithmetic_is_that_of_plain_fractions(a in -9999i128..9999, b in 1i128..999, c in -9999i128..9999, d in 1i128..999) {
            let (left, right) = (number(a, b), number(c, d));
            prop_assert_eq!(left.checked_add(right), Number::new(a * d + c * b, b * d));
            prop_assert_eq!(left.checked_sub(right), Number::new(a * d - c * b, b * d));
            prop_assert_eq!(left.checked_mul(right), Number::new(a * c, b * d));
            prop_assert_eq!(left.checked_div(right), Number::new(a * d, b * c));
            prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
        }

        #[test]
        fn every_answer_is_in_lowest_terms(a: i64, b in 1i64.., c: i64, d in 1i64..) {
            let (left, right) = (number(a.into(), b.into()), number(c.into(), d.into()));
            let answers = [left.checked_add(right), left.checked_mul(right), left.checked_div(right), left.checked_pow(-2)];
            for answer in answers.into_iter().flatten() {
                prop_assert_eq!(Number::new(answer.numerator(), answer.denominator()), Some(answer));
                prop_assert!(answer.denominator() > 0);
            }
        }

        #[test]
        fn the_order_is_that_of_the_long_products(a in 0..i128::MAX, b in 1..i128::MAX, c in 0..i128::MAX, d in 1..i128::MAX) {
            let (left, right) = (number(a, b), number(c, d));
            let (ua, ub, uc, ud) = (a.unsigned_abs(), b.unsigned_abs(), c.unsigned_abs(), d.unsigned_abs());
            let order = compare_products(ua, ud, uc, ub);
            prop_assert_eq!(left.cmp(&right), order);
            prop_assert_eq!(compare_by_parts((a, b), (c, d)), order);
            prop_assert_eq!(left.negated().cmp(&right.negated()), order.reverse());
        }

        #[test]
        fn neighbours_of_a_long_fraction_are_told_apart(a in 1i128 << 100..1 << 125, b in 1i128 << 100..1 << 125) {
            let (next_a, next_b) = (number(a + 1, b), number(a, b + 1));
            prop_assert!(next_b < number(a, b) && number(a, b) < next_a);
        }

        #[test]
        fn modulo_is_below_its_divisor(a in -9999i128..9999, b in 1i128..99, c in 1i128..9999, d in 1i128..99) {
            let (value, divisor) = (number(a, b), number(c, d));
            let rest = value.modulo(divisor).unwrap();
            prop_assert!(rest >= Number::ZERO && rest < divisor);
            prop_assert!(value.checked_sub(rest).unwrap().checked_div(divisor).unwrap().is_integer());
        }
    }
}
