//! So many parts of one, as columns hold exact numbers.

use std::num::NonZeroU32;

use super::Number;

/// A number as a count of equal parts of one, such as kopecks of a rouble.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    count: i64,
    of_one: NonZeroU32,
}

impl Parts {
    /// So many parts, of which so many make one.
    #[must_use]
    pub fn new(count: i64, of_one: NonZeroU32) -> Self {
        Self { count, of_one }
    }

    /// The number that they are.
    #[must_use]
    pub fn number(self) -> Number {
        Number::of_parts(self.count.into(), self.of_one)
    }

    /// How many other parts they are, of which so many make one; nothing where that is no whole count.
    #[must_use]
    pub fn counted_in(self, of_one: u32) -> Option<i64> {
        let parts = self.of_one.get();
        if parts == of_one {
            return Some(self.count);
        }
        let all = i128::from(self.count).checked_mul(of_one.into())?;
        let is_whole = all.checked_rem(parts.into()) == Some(0);
        all.checked_div(parts.into()).filter(|_| is_whole).and_then(|count| i64::try_from(count).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_in_others_where_they_are_whole() {
        let of = |count, parts| Parts::new(count, NonZeroU32::new(parts).unwrap());
        assert_eq!(of(1050, 100).number(), Number::parse("10.5").unwrap());
        assert_eq!(of(1050, 100).counted_in(100), Some(1050));
        assert_eq!(of(7, 1).counted_in(100), Some(700));
        assert_eq!(of(-2100, 1000).counted_in(100), Some(-210));
        assert_eq!(of(2101, 1000).counted_in(100), None);
        assert_eq!(of(i64::MAX, 1).counted_in(100), None);
    }
}
