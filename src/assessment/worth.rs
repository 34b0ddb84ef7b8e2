//! What an outcome is worth in money over a time from the day of application on.

use std::fmt;

use super::outcome::{Days, Entitlement, Money};
use crate::{
    document::Per,
    value::{Date, Number},
};

/// Money over a time, between two; without `high` nobody can say how much at the most.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    /// The least.
    pub low: Number,
    /// The greatest, where it can be said.
    pub high: Option<Number>,
}

/// That there is some, not how much.
impl fmt::Debug for Worth {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Worth").finish_non_exhaustive()
    }
}

impl Worth {
    /// No money.
    pub(super) const NOTHING: Self = Self { low: Number::ZERO, high: Some(Number::ZERO) };
    /// What no money can be said of, such as a service or pay by the hour.
    pub(super) const UNKNOWN: Self = Self { low: Number::ZERO, high: None };

    /// Money as it stands.
    pub(super) fn of(money: Money) -> Self {
        Self { low: money.low, high: Some(money.high) }
    }

    /// Whether it is one amount.
    pub fn is_exact(self) -> bool {
        self.high == Some(self.low)
    }

    /// Both together.
    pub(super) fn plus(self, other: Self) -> Self {
        let high = self.high.zip(other.high).and_then(|(one, two)| one.checked_add(two));
        // INVARIANT: amounts are bounded when rules are loaded; what could not be added is not known.
        self.low.checked_add(other.low).map_or(Self::UNKNOWN, |low| Self { low, high })
    }

    /// The first without the second; without a greatest of the second nobody can say the least.
    pub(super) fn minus(self, other: Self) -> Difference {
        Difference {
            low: other.high.and_then(|high| self.low.checked_sub(high)),
            high: self.high.and_then(|high| high.checked_sub(other.low)),
        }
    }

    /// So many times the money of one payment.
    pub(super) fn times(money: Money, (fewest, most): (Number, Option<Number>)) -> Self {
        let products = |end: Number| {
            let ends = [Some(fewest), most].into_iter().flatten();
            ends.map(|count| end.checked_mul(count)).collect::<Option<Vec<Number>>>()
        };
        let low = products(money.low).and_then(|found| found.into_iter().min());
        let high = products(money.high).and_then(|found| found.into_iter().max());
        low.map_or(Self::UNKNOWN, |low| Self { low, high: high.filter(|_| most.is_some()) })
    }
}

/// By how much one is more than another; an end that is not there cannot be said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// By so much at the least; below zero it may be less.
    pub low: Option<Number>,
    /// By so much at the most.
    pub high: Option<Number>,
}

impl fmt::Debug for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Difference").finish_non_exhaustive()
    }
}

/// More days than the longest time of comparison has.
const MOST_STEPS: i64 = 4_000;

/// The time over which money is compared: half-open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    /// The day of application.
    pub on: Date,
    /// The first day after it.
    pub end: Date,
}

impl Window {
    /// So many months from a day on.
    pub fn new(on: Date, months: u32) -> Self {
        Self { on, end: on.checked_add_months(i64::from(months)).unwrap_or(Date::MAX) }
    }

    /// How many payments there are inside, at the fewest and at the most. A month, a week or a year that has begun counts
    /// whole. Of days and weeks nothing can be said without an end; of hours never.
    pub fn payments(self, per: Per, due: &Entitlement) -> (Number, Option<Number>) {
        if due.apply_from.is_some_and(|from| from >= self.end) {
            return (Number::ZERO, Some(Number::ZERO));
        }
        let none = Days { low: self.on, high: self.on };
        let from = due.from.unwrap_or(none);
        let until = due.until.unwrap_or(Days { low: self.end, high: self.end });
        let between = |step: fn(Date, i64) -> Option<Date>| {
            let fewest = self.steps(from.high, until.low, step);
            (Number::from(fewest), Some(Number::from(self.steps(from.low, until.high, step))))
        };
        match per {
            Per::Once => {
                let is_inside = |day: Date| Number::from(i64::from(day < self.end));
                (is_inside(from.high), Some(is_inside(from.low)))
            }
            Per::Month => between(Date::checked_add_months),
            Per::Year => between(|day, years| day.checked_add_months(years.checked_mul(12)?)),
            Per::Week if due.until.is_some() => between(|day, weeks| day.checked_add_days(weeks.checked_mul(7)?)),
            Per::Day if due.until.is_some() => between(Date::checked_add_days),
            Per::Day | Per::Week | Per::Hour => (Number::ZERO, None),
        }
    }

    /// As many payments as there may be, whatever the period turns out to be.
    pub fn most(self, per: Per) -> (Number, Option<Number>) {
        let step: fn(Date, i64) -> Option<Date> = match per {
            Per::Once => return (Number::ZERO, Some(Number::ONE)),
            Per::Hour => return (Number::ZERO, None),
            Per::Day => Date::checked_add_days,
            Per::Week => |day, weeks| day.checked_add_days(weeks.checked_mul(7)?),
            Per::Month => Date::checked_add_months,
            Per::Year => |day, years| day.checked_add_months(years.checked_mul(12)?),
        };
        (Number::ZERO, Some(Number::from(self.steps(self.on, self.end, step))))
    }

    /// How many steps begin between two days, inside the window.
    fn steps(self, from: Date, until: Date, step: impl Fn(Date, i64) -> Option<Date>) -> i64 {
        let (from, until) = (from.max(self.on), until.min(self.end));
        // A window has at most ten years.
        let counts = (0..MOST_STEPS).take_while(|count| step(from, *count).is_some_and(|day| day < until));
        i64::try_from(counts.count()).unwrap_or(MOST_STEPS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn payments(per: Per, from: Option<&str>, until: Option<&str>) -> (i64, Option<i64>) {
        let days = |text: &str| Days { low: day(text), high: day(text) };
        let due = Entitlement { from: from.map(days), until: until.map(days), ..Entitlement::default() };
        let (fewest, most) = Window::new(day("2025-10-10"), 12).payments(per, &due);
        (fewest.to_i64().unwrap(), most.and_then(Number::to_i64))
    }

    #[test]
    fn months_count_inside_the_window_and_a_begun_one_is_whole() {
        assert_eq!(payments(Per::Month, None, None), (12, Some(12)));
        assert_eq!(payments(Per::Month, Some("2025-01-01"), Some("2026-01-10")), (3, Some(3)));
        assert_eq!(payments(Per::Month, Some("2025-01-01"), Some("2026-01-11")), (4, Some(4)));
        assert_eq!(payments(Per::Month, Some("2026-08-10"), None), (2, Some(2)));
        assert_eq!(payments(Per::Month, Some("2020-01-01"), Some("2025-10-10")), (0, Some(0)));
    }

    #[test]
    fn a_single_payment_counts_where_it_begins_inside() {
        assert_eq!(payments(Per::Once, None, None), (1, Some(1)));
        assert_eq!(payments(Per::Once, Some("2026-10-10"), None), (0, Some(0)));
        assert_eq!(payments(Per::Year, None, None), (1, Some(1)));
    }

    #[test]
    fn of_days_without_an_end_and_of_hours_nothing_is_said() {
        assert_eq!(payments(Per::Day, None, None), (0, None));
        assert_eq!(payments(Per::Day, None, Some("2025-10-20")), (10, Some(10)));
        assert_eq!(payments(Per::Hour, None, Some("2025-10-20")), (0, None));
    }

    #[test]
    fn what_opens_after_the_window_is_worth_nothing_in_it() {
        let due = Entitlement { apply_from: Some(day("2026-10-10")), ..Entitlement::default() };
        let window = Window::new(day("2025-10-10"), 12);
        assert_eq!(window.payments(Per::Once, &due), (Number::ZERO, Some(Number::ZERO)));
    }

    #[test]
    fn what_has_no_greatest_can_be_compared_at_one_end_only() {
        let ten = Worth::of(Money { low: Number::from(10_i64), high: Number::from(10_i64) });
        assert_eq!(ten.minus(Worth::UNKNOWN), Difference { low: None, high: Some(Number::from(10_i64)) });
        assert!(ten.is_exact() && !ten.plus(Worth::UNKNOWN).is_exact());
    }
}
