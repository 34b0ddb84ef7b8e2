//! Possible values: a truth is two bits, a number or date an interval, a named value a set.
//!
//! A known value is the case of one possibility; strong Kleene logic follows.

use super::fixed::Numeral;
use crate::{check::Comparison, value::Number};

/// Whether a condition can be true, and whether it can be false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    /// It can be true.
    pub yes: bool,
    /// It can be false.
    pub no: bool,
}

impl Truth {
    /// Surely true.
    pub const TRUE: Self = Self { yes: true, no: false };
    /// Surely false.
    pub const FALSE: Self = Self { yes: false, no: true };
    /// Undecided.
    pub const UNKNOWN: Self = Self { yes: true, no: true };

    /// A known truth.
    pub fn known(value: bool) -> Self {
        if value { Self::TRUE } else { Self::FALSE }
    }

    /// Surely true.
    pub fn is_true(self) -> bool {
        self.yes && !self.no
    }

    /// Surely false.
    pub fn is_false(self) -> bool {
        self.no && !self.yes
    }

    /// Neither.
    pub fn is_undecided(self) -> bool {
        self.yes && self.no
    }

    /// The opposite.
    pub fn negated(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    /// It is one or the other.
    pub fn either(self, other: Self) -> Self {
        Self { yes: self.yes || other.yes, no: self.no || other.no }
    }

    /// Both hold.
    pub fn and(self, other: Self) -> Self {
        Self { yes: self.yes && other.yes, no: self.no || other.no }
    }

    /// One of them holds.
    pub fn or(self, other: Self) -> Self {
        Self { yes: self.yes || other.yes, no: self.no && other.no }
    }
}

/// A number between two, both counted in; or none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval<N = Number> {
    /// The least possible number.
    pub low: N,
    /// The greatest possible number.
    pub high: N,
    /// There can be a number.
    pub some: bool,
    /// There can be none.
    pub none: bool,
}

/// Beyond this nothing is computed: the checker refuses rules whose numbers could get here.
pub const HUGE: i128 = 1_000_000_000_000_000_000_000_000_000_000;

impl Interval {
    /// Any number whatever.
    pub const ANYTHING: Self =
        Self { low: Number::from_integer(-HUGE), high: Number::from_integer(HUGE), some: true, none: false };
}

impl<N: Numeral> Interval<N> {
    /// Surely none.
    pub const NONE: Self = Self { low: N::ZERO, high: N::ZERO, some: false, none: true };

    /// One number.
    #[inline]
    pub fn point(number: N) -> Self {
        Self { low: number, high: number, some: true, none: false }
    }

    /// Any number between two.
    #[inline]
    pub fn between(low: N, high: N) -> Self {
        Self { low, high, some: true, none: false }
    }

    /// One possibility only.
    #[inline]
    pub fn is_exact(&self) -> bool {
        if self.some { !self.none && self.low == self.high } else { true }
    }

    /// The number, where only one is possible.
    #[inline]
    pub fn exact(&self) -> Option<N> {
        (self.some && !self.none && self.low == self.high).then_some(self.low)
    }

    /// Either is possible.
    #[inline]
    pub fn hull(&self, other: &Self) -> Self {
        match (self.some, other.some) {
            (true, true) => Self {
                low: self.low.min(other.low),
                high: self.high.max(other.high),
                some: true,
                none: self.none || other.none,
            },
            (true, false) => Self { none: true, ..*self },
            (false, true) => Self { none: true, ..*other },
            (false, false) => Self::NONE,
        }
    }

    /// The same with the possibility of none as given.
    #[inline]
    pub fn with_none(self, none: bool) -> Self {
        Self { none, ..self }
    }

    /// Whether some number lies in both.
    #[inline]
    fn meets(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether each is one number, and the same.
    #[inline]
    fn is_one_with(&self, other: &Self) -> bool {
        self.low == self.high && other.low == other.high && self.low == other.low
    }

    /// Two numbers in an order; every comparison with none is false.
    #[inline]
    pub fn compare(&self, order: Comparison, other: &Self) -> Truth {
        if !self.some || !other.some {
            return Truth::FALSE;
        }
        let none = self.none || other.none;
        let (yes, no) = match order {
            Comparison::Equal => (self.meets(other), !self.is_one_with(other)),
            Comparison::NotEqual => (!self.is_one_with(other), self.meets(other)),
            Comparison::Less => (self.low < other.high, self.high >= other.low),
            Comparison::AtMost => (self.low <= other.high, self.high > other.low),
            Comparison::Greater => (self.high > other.low, self.low <= other.high),
            Comparison::AtLeast => (self.high >= other.low, self.low < other.high),
        };
        Truth { yes, no: no || none }
    }
}

/// The bit of "none" in a set of named values.
pub const NONE_BIT: u64 = 1 << 63;

/// Two values of one enumeration are equal; a comparison with none is false.
pub fn sets_equal(left: u64, right: u64, equal: bool) -> Truth {
    let (a, b) = (left & !NONE_BIT, right & !NONE_BIT);
    let none = (left | right) & NONE_BIT != 0;
    if a == 0 || b == 0 {
        return Truth::FALSE;
    }
    let meet = a & b != 0;
    let one = a == b && a.is_power_of_two();
    if equal { Truth { yes: meet, no: !one || none } } else { Truth { yes: !one, no: meet || none } }
}

/// The named value is one of the mask.
pub fn set_in(set: u64, mask: u64) -> Truth {
    Truth { yes: set & mask != 0, no: set & !mask != 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(low: i32, high: i32) -> Interval {
        Interval::between(Number::from(low), Number::from(high))
    }

    #[test]
    fn comparisons_enclose_every_pair_of_values() {
        let orders = [
            Comparison::Equal,
            Comparison::NotEqual,
            Comparison::Less,
            Comparison::AtMost,
            Comparison::Greater,
            Comparison::AtLeast,
        ];
        for (a, b, c, d) in
            (0..3).flat_map(|a| (a..3).flat_map(move |b| (0..3).flat_map(move |c| (c..3).map(move |d| (a, b, c, d)))))
        {
            for order in orders {
                let found = interval(a, b).compare(order, &interval(c, d));
                let mut truth = Truth { yes: false, no: false };
                for (x, y) in (a..=b).flat_map(|x| (c..=d).map(move |y| (x, y))) {
                    let holds = match order {
                        Comparison::Equal => x == y,
                        Comparison::NotEqual => x != y,
                        Comparison::Less => x < y,
                        Comparison::AtMost => x <= y,
                        Comparison::Greater => x > y,
                        Comparison::AtLeast => x >= y,
                    };
                    truth = Truth { yes: truth.yes || holds, no: truth.no || !holds };
                }
                // Between whole numbers lie others, so equal ends may leave more open than whole numbers show.
                assert!(found.yes || !truth.yes, "{order:?} {a}..{b} {c}..{d}");
                assert!(found.no || !truth.no, "{order:?} {a}..{b} {c}..{d}");
            }
        }
    }

    #[test]
    fn a_comparison_with_none_is_false() {
        let one = interval(1, 1);
        assert_eq!(Interval::NONE.compare(Comparison::Equal, &one), Truth::FALSE);
        assert_eq!(Interval::NONE.compare(Comparison::NotEqual, &one), Truth::FALSE);
        assert_eq!(one.with_none(true).compare(Comparison::Equal, &one), Truth::UNKNOWN);
        assert_eq!(sets_equal(NONE_BIT, 1, true), Truth::FALSE);
        assert_eq!(sets_equal(NONE_BIT, 1, false), Truth::FALSE);
    }
}
