//! Periods: half-open stretches of days.

use super::date::Date;

/// The days from `from` up to and including the day before `until`; an end that is not there is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first day; without it the period has always run.
    pub from: Option<Date>,
    /// The first day after the period; without it the period does not end.
    pub until: Option<Date>,
}

impl Period {
    /// Every day there is.
    pub const ALWAYS: Self = Self { from: None, until: None };

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Whether no day lies in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        !self.starts_before_end()
    }

    /// Whether the first day lies before the end, so that at least one day lies in it.
    #[must_use]
    pub fn starts_before_end(self) -> bool {
        self.until.is_none_or(|until| self.from.unwrap_or(Date::MIN) < until)
    }

    /// The days that lie in both; it may be empty.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self {
            // An open start is before every day, which is how `None` is ordered; an open end is not.
            from: self.from.max(other.from),
            until: match (self.until, other.until) {
                (Some(own), Some(theirs)) => Some(own.min(theirs)),
                (own, theirs) => own.or(theirs),
            },
        }
    }

    /// Whether a day lies in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.intersection(other).starts_before_end()
    }

    /// The last day in it, as people say it; `None` where it is empty or does not end.
    #[must_use]
    pub fn last_day(self) -> Option<Date> {
        if self.is_empty() {
            return None;
        }
        self.until?.checked_add_days(-1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn any_period() -> impl Strategy<Value = Period> {
        let edge = || proptest::option::of((0i64..12).prop_map(|n| Date::from_day_number(n).unwrap()));
        (edge(), edge()).prop_map(|(from, until)| Period { from, until })
    }

    fn days() -> impl Iterator<Item = Date> {
        (-2..14).map(|n| Date::from_day_number(n).unwrap())
    }

    #[test]
    fn the_end_is_the_first_day_outside() {
        let year = Period { from: Some(day("2025-01-01")), until: Some(day("2026-01-01")) };
        assert!(year.contains(day("2025-01-01")) && year.contains(day("2025-12-31")));
        assert!(!year.contains(day("2024-12-31")) && !year.contains(day("2026-01-01")));
        assert_eq!(year.last_day(), Some(day("2025-12-31")));
    }

    #[test]
    fn a_period_that_ends_where_it_starts_is_empty() {
        let edge = Some(day("2025-01-01"));
        let empty = Period { from: edge, until: edge };
        assert!(empty.is_empty() && !empty.starts_before_end());
        assert_eq!(empty.last_day(), None);
        assert!(Period { from: None, until: Some(Date::MIN) }.is_empty());
    }

    #[test]
    fn periods_that_touch_do_not_overlap() {
        let edge = Some(day("2025-01-01"));
        let before = Period { from: None, until: edge };
        let after = Period { from: edge, until: None };
        assert!(!before.overlaps(after));
        assert!(before.overlaps(Period::ALWAYS) && after.overlaps(Period::ALWAYS));
        assert_eq!(after.last_day(), None);
    }

    proptest! {
        #[test]
        fn an_intersection_has_the_days_of_both(left in any_period(), right in any_period()) {
            let both = left.intersection(right);
            for day in days() {
                prop_assert_eq!(both.contains(day), left.contains(day) && right.contains(day));
            }
            prop_assert_eq!(left.overlaps(right), days().any(|day| both.contains(day)));
            prop_assert_eq!(left.is_empty(), !days().any(|day| left.contains(day)));
            prop_assert_eq!(both, right.intersection(left));
        }
    }
}
