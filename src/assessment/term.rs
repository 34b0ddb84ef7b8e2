//! From when until when an outcome runs, as far as it is known: what does not combine only while both run is held against it.

use super::outcome::{Days, Entitlement};
use crate::{
    eval::{Interval, date},
    value::Date,
};

/// The days between which an outcome runs, half-open: each end between two, the first not before the day of application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Term {
    from: Days,
    until: Days,
}

impl Term {
    /// Of which nothing is known: it may run on any days, or on none.
    pub const UNKNOWN: Self =
        Self { from: Days { low: Date::MIN, high: Date::MAX }, until: Days { low: Date::MIN, high: Date::MAX } };

    /// Without a first day it runs from the day of application on, without an end for ever.
    fn new(on: Date, from: Option<Days>, until: Option<Days>) -> Self {
        let from = from.unwrap_or(Days { low: on, high: on });
        Self {
            from: Days { low: from.low.max(on), high: from.high.max(on) },
            until: until.unwrap_or(Days { low: Date::MAX, high: Date::MAX }),
        }
    }

    /// As it is told.
    pub fn of(due: &Entitlement, on: Date) -> Self {
        Self::new(on, due.from, due.until)
    }

    /// By the days that the rules may find; an end that may not be there may be never.
    pub fn between(on: Date, from: Option<Interval>, until: Option<Interval>) -> Self {
        let days = |found: Interval, otherwise: Date| match (found.some, found.none) {
            (false, _) => Days { low: otherwise, high: otherwise },
            (true, false) => Days { low: date(found.low), high: date(found.high) },
            (true, true) => Days { low: date(found.low).min(otherwise), high: date(found.high).max(otherwise) },
        };
        Self::new(on, from.map(|found| days(found, on)), until.map(|found| days(found, Date::MAX)))
    }

    /// Whether both surely run on one and the same day.
    pub fn surely_meets(self, other: Self) -> bool {
        self.from.high.max(other.from.high) < self.until.low.min(other.until.low)
    }

    /// Whether both may run on one and the same day.
    pub fn may_meet(self, other: Self) -> bool {
        self.from.low.max(other.from.low) < self.until.high.min(other.until.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Number;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// Two days joined by two points, or one.
    fn days(text: &str) -> Days {
        let (low, high) = text.split_once("..").unwrap_or((text, text));
        Days { low: day(low), high: day(high) }
    }

    fn term(from: Option<&str>, until: Option<&str>) -> Term {
        Term::new(day("2025-10-10"), from.map(days), until.map(days))
    }

    /// Whether two surely meet, and whether they may, asked both ways.
    fn meet(one: Term, other: Term) -> (bool, bool) {
        let found = (one.surely_meets(other), one.may_meet(other));
        assert_eq!(found, (other.surely_meets(one), other.may_meet(one)));
        found
    }

    #[test]
    fn the_day_after_the_last_is_no_day_in_common() {
        let first = term(Some("2025-11-01"), Some("2025-12-01"));
        assert_eq!(meet(first, term(Some("2025-12-01"), Some("2026-01-01"))), (false, false));
        assert_eq!(meet(first, term(Some("2025-11-30"), Some("2026-01-01"))), (true, true));
    }

    #[test]
    fn days_that_may_meet_surely_do_not() {
        let first = term(Some("2025-11-01"), Some("2025-12-01"));
        assert_eq!(meet(first, term(Some("2025-11-30..2025-12-01"), None)), (false, true));
        assert_eq!(meet(first, term(None, Some("2025-11-01..2025-11-02"))), (false, true));
        assert_eq!(meet(first, Term::UNKNOWN), (false, true));
    }

    #[test]
    fn without_an_end_it_runs_for_ever_and_without_a_first_day_from_the_application_on() {
        assert_eq!(meet(term(None, None), term(Some("2125-01-01"), None)), (true, true));
        assert_eq!(meet(term(None, None), term(None, Some("2025-10-11"))), (true, true));
    }

    #[test]
    fn days_before_the_application_do_not_count() {
        assert_eq!(meet(term(None, None), term(Some("2020-01-01"), Some("2025-10-10"))), (false, false));
        let past = term(Some("2020-01-01"), Some("2021-01-01"));
        assert_eq!(meet(past, past), (false, false));
    }

    #[test]
    fn an_end_that_may_not_be_there_may_be_never() {
        let number = |text: &str| Number::from(day(text).day_number());
        let open = Interval { none: true, ..Interval::point(number("2025-11-01")) };
        let found = Term::between(day("2025-10-10"), None, Some(open));
        assert_eq!(found.until, Days { low: day("2025-11-01"), high: Date::MAX });
        assert_eq!(Term::between(day("2025-10-10"), Some(open), None).from, days("2025-10-10..2025-11-01"));
    }
}
