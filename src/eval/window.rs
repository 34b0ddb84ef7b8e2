//! Values by date: the months of a window, and a parameter on a day.

use super::{
    arithmetic::{date as day, days},
    fixed::Numeral,
    possible::Interval,
};
use crate::value::{Number, Period};

/// A month of a window that begins so many months before a date.
pub(super) fn window_month<N: Numeral>(date: &Interval<N>, first: u32, month: usize) -> Option<Interval<N>> {
    let back = i64::from(first).saturating_sub(i64::try_from(month).unwrap_or(i64::MAX));
    let shifted = |number: N| {
        let month = day(number).first_of_month();
        month.checked_add_months(back.saturating_neg()).unwrap_or(month)
    };
    let low = shifted(date.low);
    let found = days(low, if date.low == date.high { low } else { shifted(date.high) })?;
    Some(Interval { some: date.some, none: date.none, ..found })
}

/// A parameter on a day or on one of several days; where nobody recorded a value anything in its range is possible.
pub(super) fn parameter_on(
    date: &Interval,
    entries: impl Iterator<Item = (Period, Number)>,
    range: (Number, Number),
) -> Interval {
    if !date.some {
        return Interval::NONE;
    }
    let (low, high) = (day(date.low), day(date.high));
    let mut found: Option<Interval> = None;
    // The first day that no value before covers: where it passes the last day, none is missing.
    let mut open = Some(low);
    for (period, value) in entries {
        let begins = period.from.is_none_or(|from| from <= high);
        let lasts = period.until.is_none_or(|until| until > low);
        if !begins || !lasts {
            continue;
        }
        let value = Interval::point(value);
        found = Some(found.map_or(value, |found| found.hull(&value)));
        if let Some(first) = open
            && period.from.is_none_or(|from| from <= first)
        {
            open = period.until;
        }
    }
    let missing = open.is_some_and(|open| open <= high);
    let anything = Interval::between(range.0, range.1);
    match found {
        Some(found) if !missing => found.with_none(date.none),
        Some(found) => found.hull(&anything).with_none(date.none),
        None => anything.with_none(date.none),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Date;

    fn day(text: &str) -> Number {
        text.parse::<Date>().unwrap().day_number().into()
    }

    #[test]
    fn a_value_is_missing_from_the_day_it_ends() {
        let year = Period { from: "2024-01-01".parse().ok(), until: "2025-01-01".parse().ok() };
        let between = |low: &str, high: &str| {
            let entries = std::iter::once((year, Number::from(7)));
            parameter_on(&Interval::between(day(low), day(high)), entries, (Number::ZERO, Number::from(9)))
        };
        let (known, anything) = (Interval::point(Number::from(7)), Interval::between(Number::ZERO, Number::from(9)));
        assert_eq!(between("2024-01-01", "2024-12-31"), known);
        assert_eq!(between("2024-12-31", "2025-01-01"), anything);
        assert_eq!(between("2023-12-31", "2024-01-01"), anything);
        assert_eq!(between("2025-01-01", "2025-01-01"), anything);
    }

    #[test]
    fn values_that_follow_each_other_leave_no_day_out() {
        let from = |from: &str, until: &str| Period { from: from.parse().ok(), until: until.parse().ok() };
        let both = |second: &str| {
            let entries =
                [(from("2024-01-01", "2025-01-01"), Number::from(7)), (from(second, "2026-01-01"), Number::from(8))];
            let date = Interval::between(day("2024-06-01"), day("2025-06-01"));
            parameter_on(&date, entries.into_iter(), (Number::ZERO, Number::from(9)))
        };
        assert_eq!(both("2025-01-01"), Interval::between(Number::from(7), Number::from(8)));
        assert_eq!(both("2025-01-02"), Interval::between(Number::ZERO, Number::from(9)));
    }
}
