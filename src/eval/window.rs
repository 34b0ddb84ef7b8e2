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
