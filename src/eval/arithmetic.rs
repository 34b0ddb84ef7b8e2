//! Arithmetic on intervals: every operation encloses all that its operands allow.

use super::{fixed::Numeral, possible::Interval};
use crate::{
    check::Operation,
    value::{Date, age_on, birthday, whole_months_between},
};

/// An operation on intervals; `none` in an operand gives none. What this kind of number cannot hold, or nothing can
/// compute, is no answer.
#[inline]
pub fn operate<N: Numeral>(operation: Operation, parts: &[Interval<N>]) -> Option<Interval<N>> {
    if let (Operation::OrNothing, [part]) = (operation, parts) {
        return Some(or_nothing(part));
    }
    if parts.iter().any(|part| !part.some) {
        return Some(Interval::NONE);
    }
    let none = parts.iter().any(|part| part.none);
    Some(compute(operation, parts)?.with_none(none))
}

fn or_nothing<N: Numeral>(part: &Interval<N>) -> Interval<N> {
    let nothing = Interval::point(N::ZERO);
    match (part.some, part.none) {
        (false, _) => nothing,
        (true, false) => *part,
        (true, true) => part.hull(&nothing).with_none(false),
    }
}

/// An operation on intervals of fractions. What cannot be computed is unknown; the checker refuses rules that could get
/// here.
pub fn answer(operation: Operation, parts: &[Interval]) -> Interval {
    let anything = || Interval::ANYTHING.with_none(parts.iter().any(|part| part.none));
    operate(operation, parts).unwrap_or_else(anything)
}

#[inline]
fn compute<N: Numeral>(operation: Operation, parts: &[Interval<N>]) -> Option<Interval<N>> {
    match (operation, parts) {
        (Operation::Add, [first, rest @ ..]) => rest.iter().try_fold(*first, |sum, part| add(&sum, part)),
        (_, [part]) => unary(operation, part),
        (_, [a, b]) => binary(operation, a, b),
        (Operation::DateOf, [year, month, day]) => {
            let low = date_of(year.low, month.low, day.low)?;
            let high = date_of(year.high, month.high, day.high)?;
            days(low, high)
        }
        _ => None,
    }
}

#[inline]
fn add<N: Numeral>(a: &Interval<N>, b: &Interval<N>) -> Option<Interval<N>> {
    ranging(are_exact(a, b), || a.low.checked_add(b.low), || a.high.checked_add(b.high))
}

/// Whether each has one number only.
#[inline]
fn are_exact<N: Numeral>(a: &Interval<N>, b: &Interval<N>) -> bool {
    a.low == a.high && b.low == b.high
}

/// From the least to the greatest; of exact operands they are one.
#[inline]
fn ranging<N: Numeral>(
    one: bool,
    low: impl FnOnce() -> Option<N>,
    high: impl FnOnce() -> Option<N>,
) -> Option<Interval<N>> {
    let low = low()?;
    Some(Interval::between(low, if one { low } else { high()? }))
}

fn unary<N: Numeral>(operation: Operation, part: &Interval<N>) -> Option<Interval<N>> {
    let (low, high) = (part.low, part.high);
    match operation {
        Operation::Negate => Some(Interval::between(high.negated(), low.negated())),
        Operation::Absolute if !low.is_negative() => Some(*part),
        Operation::Absolute if high.is_negative() || high.is_zero() => {
            Some(Interval::between(high.negated(), low.negated()))
        }
        Operation::Absolute => Some(Interval::between(N::ZERO, low.negated().max(high))),
        Operation::Round(rounding) => ranging(low == high, || low.rounded(rounding), || high.rounded(rounding)),
        Operation::Year => plain(i64::from(date(low).year()), i64::from(date(high).year())),
        Operation::Month => {
            let (low, high) = (date(low), date(high));
            let one = low.year() == high.year();
            plain(if one { low.month().into() } else { 1 }, if one { high.month().into() } else { 12 })
        }
        Operation::Day => {
            let (low, high) = (date(low), date(high));
            let one = low.first_of_month() == high.first_of_month();
            plain(if one { low.day().into() } else { 1 }, if one { high.day().into() } else { 31 })
        }
        Operation::MonthOf => days(date(low).first_of_month(), date(high).first_of_month()),
        Operation::DaysInYear => {
            let exact = (low.whole() == high.whole()).then(|| i32::try_from(low.whole()).ok()).flatten();
            exact.map_or_else(|| plain(365, 366), |year| plain(Date::days_in_year(year), Date::days_in_year(year)))
        }
        _ => None,
    }
}

#[inline]
fn binary<N: Numeral>(operation: Operation, a: &Interval<N>, b: &Interval<N>) -> Option<Interval<N>> {
    match operation {
        Operation::Subtract | Operation::DaysBetween => {
            ranging(are_exact(a, b), || a.low.checked_sub(b.high), || a.high.checked_sub(b.low))
        }
        Operation::Multiply => ends(a, b, N::checked_mul),
        Operation::Divide => {
            let zero = N::ZERO;
            if b.low <= zero && b.high >= zero { None } else { ends(a, b, N::checked_div) }
        }
        Operation::Power => power(a, b),
        Operation::Modulo => modulo(a, b),
        Operation::AddMonths => moved(a, b, months_later),
        Operation::SubtractMonths => moved(a, &opposite(b), months_later),
        Operation::AddDays => moved(a, b, days_later),
        Operation::SubtractDays => moved(a, &opposite(b), days_later),
        Operation::MonthsBetween => elapsed(a, b, whole_months_between),
        Operation::AgeOn => elapsed(a, b, age_on),
        Operation::Birthday => moved(a, b, year_later),
        _ => None,
    }
}

/// What has passed from one day to another.
fn elapsed<N: Numeral>(from: &Interval<N>, to: &Interval<N>, between: fn(Date, Date) -> i64) -> Option<Interval<N>> {
    let low = between(date(from.high), date(to.low));
    plain(low, if are_exact(from, to) { low } else { between(date(from.low), date(to.high)) })
}

/// A day so much later.
fn moved<N: Numeral>(day: &Interval<N>, by: &Interval<N>, later: fn(Date, i64) -> Date) -> Option<Interval<N>> {
    // Whole years, months or days: a part of one is none yet.
    let low = later(date(day.low), by.low.whole());
    days(low, if are_exact(day, by) { low } else { later(date(day.high), by.high.whole()) })
}

fn opposite<N: Numeral>(part: &Interval<N>) -> Interval<N> {
    Interval { low: part.high.negated(), high: part.low.negated(), ..*part }
}

/// The hull of the four ends.
fn ends<N: Numeral>(a: &Interval<N>, b: &Interval<N>, operation: fn(N, N) -> Option<N>) -> Option<Interval<N>> {
    if let (Some(x), Some(y)) = (a.exact(), b.exact()) {
        return operation(x, y).map(Interval::point);
    }
    let first = operation(a.low, b.low)?;
    let mut found = Interval::point(first);
    for (x, y) in [(a.low, b.high), (a.high, b.low), (a.high, b.high)] {
        let end = operation(x, y)?;
        found.low = found.low.min(end);
        found.high = found.high.max(end);
    }
    Some(found)
}

fn power<N: Numeral>(base: &Interval<N>, exponent: &Interval<N>) -> Option<Interval<N>> {
    let whole = i32::try_from(exponent.exact()?.to_i64()?).ok()?;
    if whole < 0 && base.low <= N::ZERO && base.high >= N::ZERO {
        return None;
    }
    let (low, high) = (base.low.checked_pow(whole)?, base.high.checked_pow(whole)?);
    let even_over_zero = whole % 2 == 0 && base.low.is_negative() && !base.high.is_negative();
    let least = if even_over_zero && whole > 0 { N::ZERO } else { low.min(high) };
    Some(Interval::between(least, low.max(high)))
}

fn modulo<N: Numeral>(a: &Interval<N>, b: &Interval<N>) -> Option<Interval<N>> {
    if b.low <= N::ZERO && b.high >= N::ZERO {
        return None;
    }
    if let (Some(x), Some(y)) = (a.exact(), b.exact()) {
        return x.modulo(y).map(Interval::point);
    }
    // The rest has the sign of the divisor and is smaller than it.
    Some(Interval::between(b.low.min(N::ZERO), b.high.max(N::ZERO)))
}

/// The day of a day number; days outside the calendar are its first or last day.
#[inline]
pub fn date<N: Numeral>(number: N) -> Date {
    match number.to_i64() {
        Some(day) => Date::from_day_number(day).unwrap_or(if day < 0 { Date::MIN } else { Date::MAX }),
        None if number.is_negative() => Date::MIN,
        None => Date::MAX,
    }
}

#[inline]
pub(super) fn days<N: Numeral>(low: Date, high: Date) -> Option<Interval<N>> {
    plain(low.day_number(), high.day_number())
}

#[inline]
fn plain<N: Numeral>(low: i64, high: i64) -> Option<Interval<N>> {
    let least = N::of(low)?;
    Some(Interval::between(least, if low == high { least } else { N::of(high)? }))
}

fn months_later(day: Date, months: i64) -> Date {
    day.checked_add_months(months).unwrap_or(if months < 0 { Date::MIN } else { Date::MAX })
}

fn days_later(day: Date, days: i64) -> Date {
    day.checked_add_days(days).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}

fn year_later(birth: Date, years: i64) -> Date {
    birthday(birth, years).unwrap_or(if years < 0 { Date::MIN } else { Date::MAX })
}

fn date_of<N: Numeral>(year: N, month: N, day: N) -> Option<Date> {
    let year = i32::try_from(year.whole().clamp(1, 9999)).ok()?;
    let month = u8::try_from(month.whole().clamp(1, 12)).ok()?;
    let day = u8::try_from(day.whole().clamp(1, 31)).ok()?;
    Date::new(year, month, day).or_else(|| Date::new(year, month, 28))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Number;

    fn interval(low: i32, high: i32) -> Interval {
        Interval::between(Number::from(low), Number::from(high))
    }

    #[test]
    fn arithmetic_encloses_every_pair() {
        let operations =
            [Operation::Add, Operation::Subtract, Operation::Multiply, Operation::Divide, Operation::Modulo];
        for operation in operations {
            for (a, b) in [(-3, 2), (1, 4), (-4, -1), (0, 0)] {
                for (c, d) in [(1, 3), (-3, -2), (2, 2)] {
                    let found = answer(operation, &[interval(a, b), interval(c, d)]);
                    for (x, y) in (a..=b).flat_map(|x| (c..=d).map(move |y| (x, y))) {
                        let one = answer(operation, &[interval(x, x), interval(y, y)]);
                        assert!(
                            found.low <= one.low && one.high <= found.high,
                            "{operation:?} {a}..{b} {c}..{d} at {x} {y}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn division_by_a_range_with_zero_is_anything() {
        for operation in [Operation::Divide, Operation::Modulo] {
            for (low, high) in [(-1, 1), (0, 2), (-2, 0)] {
                let found = answer(operation, &[interval(1, 1), interval(low, high)]);
                assert_eq!(found, Interval::ANYTHING, "{operation:?} by {low}..{high}");
            }
        }
    }

    #[test]
    fn parts_of_a_day_beyond_the_calendar_are_its_ends() {
        let day = |year, month, day| {
            answer(Operation::DateOf, &[interval(year, year), interval(month, month), interval(day, day)])
                .exact()
                .map(date)
        };
        assert_eq!(day(2025, 13, 1), Date::new(2025, 12, 1));
        assert_eq!(day(2025, 0, 32), Date::new(2025, 1, 31));
        assert_eq!(day(2025, 2, 31), Date::new(2025, 2, 28));
        assert_eq!(day(0, 1, 0), Date::new(1, 1, 1));
    }

    #[test]
    fn arithmetic_with_none_is_none() {
        assert_eq!(answer(Operation::Add, &[interval(1, 1), Interval::NONE]), Interval::NONE);
        let maybe = answer(Operation::Add, &[interval(1, 1), interval(2, 2).with_none(true)]);
        assert!(maybe.none && maybe.some);
    }

    #[test]
    fn none_adds_nothing_to_a_sum() {
        let of = |part: Interval| answer(Operation::OrNothing, &[part]);
        assert_eq!(of(Interval::NONE), interval(0, 0));
        assert_eq!(of(interval(2, 3)), interval(2, 3));
        assert_eq!(of(interval(2, 3).with_none(true)), interval(0, 3));
    }

    #[test]
    fn part_of_a_year_is_no_year_yet() {
        let year = Number::new(4049, 2).map(Interval::point).unwrap();
        let first = answer(Operation::DateOf, &[year, interval(1, 1), interval(1, 1)]);
        assert_eq!(first.exact().map(date), Date::new(2024, 1, 1));
        assert_eq!(answer(Operation::DaysInYear, &[year]), interval(366, 366));
    }

    #[test]
    fn even_powers_over_zero_begin_at_zero() {
        let found = answer(Operation::Power, &[interval(-3, 2), interval(2, 2)]);
        assert_eq!((found.low, found.high), (Number::ZERO, Number::from(9)));
    }
}
