//! Arithmetic on intervals: every operation encloses all that its operands allow.

use super::possible::Interval;
use crate::{
    check::Operation,
    value::{Date, Number, age_on, birthday, whole_months_between},
};

/// An operation on intervals; `none` in an operand gives none.
pub fn operate(operation: Operation, parts: &[&Interval]) -> Interval {
    if let (Operation::OrNothing, [part]) = (operation, parts) {
        return or_nothing(part);
    }
    if parts.iter().any(|part| !part.some) {
        return Interval::NONE;
    }
    let none = parts.iter().any(|part| part.none);
    // What cannot be computed is unknown; the checker refuses rules that could get here.
    compute(operation, parts).unwrap_or(Interval::ANYTHING).with_none(none)
}

fn or_nothing(part: &Interval) -> Interval {
    let nothing = Interval::point(Number::ZERO);
    match (part.some, part.none) {
        (false, _) => nothing,
        (true, false) => *part,
        (true, true) => part.hull(&nothing).with_none(false),
    }
}

fn compute(operation: Operation, parts: &[&Interval]) -> Option<Interval> {
    match (operation, parts) {
        (Operation::Add, [first, rest @ ..]) => rest.iter().try_fold(**first, |sum, part| add(&sum, part)),
        (_, [part]) => unary(operation, part),
        (_, [a, b]) => binary(operation, a, b),
        (Operation::DateOf, [year, month, day]) => {
            let low = date_of(year.low, month.low, day.low)?;
            let high = date_of(year.high, month.high, day.high)?;
            Some(days(low, high))
        }
        _ => None,
    }
}

fn add(a: &Interval, b: &Interval) -> Option<Interval> {
    ranging(are_exact(a, b), || a.low.checked_add(b.low), || a.high.checked_add(b.high))
}

/// Whether each has one number only.
fn are_exact(a: &Interval, b: &Interval) -> bool {
    a.low == a.high && b.low == b.high
}

/// From the least to the greatest; of exact operands they are one.
fn ranging(one: bool, low: impl FnOnce() -> Option<Number>, high: impl FnOnce() -> Option<Number>) -> Option<Interval> {
    let low = low()?;
    Some(Interval::between(low, if one { low } else { high()? }))
}

fn unary(operation: Operation, part: &Interval) -> Option<Interval> {
    let (low, high) = (part.low, part.high);
    match operation {
        Operation::Negate => Some(Interval::between(high.negated(), low.negated())),
        Operation::Absolute if !low.is_negative() => Some(*part),
        Operation::Absolute if high.is_negative() || high.is_zero() => {
            Some(Interval::between(high.negated(), low.negated()))
        }
        Operation::Absolute => Some(Interval::between(Number::ZERO, low.negated().max(high))),
        Operation::Round(rounding) => ranging(low == high, || low.rounded(rounding), || high.rounded(rounding)),
        Operation::Year => Some(Interval::between(Number::from(date(low).year()), Number::from(date(high).year()))),
        Operation::Month => {
            let (low, high) = (date(low), date(high));
            let one = low.year() == high.year();
            Some(small(if one { low.month() } else { 1 }, if one { high.month() } else { 12 }))
        }
        Operation::Day => {
            let (low, high) = (date(low), date(high));
            let one = low.first_of_month() == high.first_of_month();
            Some(small(if one { low.day() } else { 1 }, if one { high.day() } else { 31 }))
        }
        Operation::MonthOf => Some(days(date(low).first_of_month(), date(high).first_of_month())),
        Operation::DaysInYear => {
            let exact = (whole(low) == whole(high)).then(|| i32::try_from(whole(low)).ok()).flatten();
            Some(match exact {
                Some(year) => Interval::point(Number::from(Date::days_in_year(year))),
                None => Interval::between(Number::from(365), Number::from(366)),
            })
        }
        _ => None,
    }
}

fn binary(operation: Operation, a: &Interval, b: &Interval) -> Option<Interval> {
    match operation {
        Operation::Subtract | Operation::DaysBetween => {
            ranging(are_exact(a, b), || a.low.checked_sub(b.high), || a.high.checked_sub(b.low))
        }
        Operation::Multiply => ends(a, b, Number::checked_mul),
        Operation::Divide => {
            let zero = Number::ZERO;
            if b.low <= zero && b.high >= zero { None } else { ends(a, b, Number::checked_div) }
        }
        Operation::Power => power(a, b),
        Operation::Modulo => modulo(a, b),
        Operation::AddMonths => Some(moved(a, b, months_later)),
        Operation::SubtractMonths => Some(moved(a, &opposite(b), months_later)),
        Operation::AddDays => Some(moved(a, b, days_later)),
        Operation::SubtractDays => Some(moved(a, &opposite(b), days_later)),
        Operation::MonthsBetween => Some(elapsed(a, b, |a, b| Number::from(whole_months_between(a, b)))),
        Operation::AgeOn => Some(elapsed(a, b, |a, b| Number::from(age_on(a, b)))),
        Operation::Birthday => Some(moved(a, b, year_later)),
        _ => None,
    }
}

/// What has passed from one day to another.
fn elapsed(from: &Interval, to: &Interval, between: impl Fn(Date, Date) -> Number) -> Interval {
    let low = between(date(from.high), date(to.low));
    Interval::between(low, if are_exact(from, to) { low } else { between(date(from.low), date(to.high)) })
}

/// A day so much later.
fn moved(day: &Interval, by: &Interval, later: impl Fn(Number, Number) -> Date) -> Interval {
    let low = later(day.low, by.low);
    days(low, if are_exact(day, by) { low } else { later(day.high, by.high) })
}

fn opposite(part: &Interval) -> Interval {
    Interval { low: part.high.negated(), high: part.low.negated(), ..*part }
}

/// The hull of the four ends.
fn ends(a: &Interval, b: &Interval, operation: fn(Number, Number) -> Option<Number>) -> Option<Interval> {
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

fn power(base: &Interval, exponent: &Interval) -> Option<Interval> {
    let whole = i32::try_from(exponent.exact()?.to_i64()?).ok()?;
    if whole < 0 && base.low <= Number::ZERO && base.high >= Number::ZERO {
        return None;
    }
    let (low, high) = (base.low.checked_pow(whole)?, base.high.checked_pow(whole)?);
    let even_over_zero = whole % 2 == 0 && base.low.is_negative() && !base.high.is_negative();
    let least = if even_over_zero && whole > 0 { Number::ZERO } else { low.min(high) };
    Some(Interval::between(least, low.max(high)))
}

fn modulo(a: &Interval, b: &Interval) -> Option<Interval> {
    if b.low <= Number::ZERO && b.high >= Number::ZERO {
        return None;
    }
    if let (Some(x), Some(y)) = (a.exact(), b.exact()) {
        return x.modulo(y).map(Interval::point);
    }
    // The rest has the sign of the divisor and is smaller than it.
    Some(Interval::between(b.low.min(Number::ZERO), b.high.max(Number::ZERO)))
}

/// The day of a day number; days outside the calendar are its first or last day.
pub fn date(number: Number) -> Date {
    match number.to_i64() {
        Some(day) => Date::from_day_number(day).unwrap_or(if day < 0 { Date::MIN } else { Date::MAX }),
        None if number.is_negative() => Date::MIN,
        None => Date::MAX,
    }
}

fn days(low: Date, high: Date) -> Interval {
    Interval::between(Number::from(low.day_number()), Number::from(high.day_number()))
}

fn small(low: u8, high: u8) -> Interval {
    Interval::between(Number::from(u32::from(low)), Number::from(u32::from(high)))
}

/// Whole years, months or days: a part of one is none yet.
fn whole(number: Number) -> i64 {
    i64::try_from(number.floor()).unwrap_or(if number.is_negative() { i64::MIN } else { i64::MAX })
}

fn months_later(day: Number, months: Number) -> Date {
    let months = whole(months);
    date(day).checked_add_months(months).unwrap_or(if months < 0 { Date::MIN } else { Date::MAX })
}

fn days_later(day: Number, days: Number) -> Date {
    let days = whole(days);
    date(day).checked_add_days(days).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}

fn year_later(birth: Number, years: Number) -> Date {
    let years = whole(years);
    birthday(date(birth), years).unwrap_or(if years < 0 { Date::MIN } else { Date::MAX })
}

fn date_of(year: Number, month: Number, day: Number) -> Option<Date> {
    let year = i32::try_from(whole(year).clamp(1, 9999)).ok()?;
    let month = u8::try_from(whole(month).clamp(1, 12)).ok()?;
    let day = u8::try_from(whole(day).clamp(1, 31)).ok()?;
    Date::new(year, month, day).or_else(|| Date::new(year, month, 28))
}

#[cfg(test)]
mod tests {
    use super::*;

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
                    let found = operate(operation, &[&interval(a, b), &interval(c, d)]);
                    for (x, y) in (a..=b).flat_map(|x| (c..=d).map(move |y| (x, y))) {
                        let one = operate(operation, &[&interval(x, x), &interval(y, y)]);
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
        assert_eq!(operate(Operation::Divide, &[&interval(1, 1), &interval(-1, 1)]), Interval::ANYTHING);
    }

    #[test]
    fn arithmetic_with_none_is_none() {
        assert_eq!(operate(Operation::Add, &[&interval(1, 1), &Interval::NONE]), Interval::NONE);
        let maybe = operate(Operation::Add, &[&interval(1, 1), &interval(2, 2).with_none(true)]);
        assert!(maybe.none && maybe.some);
    }

    #[test]
    fn none_adds_nothing_to_a_sum() {
        let of = |part: Interval| operate(Operation::OrNothing, &[&part]);
        assert_eq!(of(Interval::NONE), interval(0, 0));
        assert_eq!(of(interval(2, 3)), interval(2, 3));
        assert_eq!(of(interval(2, 3).with_none(true)), interval(0, 3));
    }

    #[test]
    fn part_of_a_year_is_no_year_yet() {
        let year = Number::new(4049, 2).map(Interval::point).unwrap();
        let first = operate(Operation::DateOf, &[&year, &interval(1, 1), &interval(1, 1)]);
        assert_eq!(first.exact().map(date), Date::new(2024, 1, 1));
        assert_eq!(operate(Operation::DaysInYear, &[&year]), interval(366, 366));
    }

    #[test]
    fn even_powers_over_zero_begin_at_zero() {
        let found = operate(Operation::Power, &[&interval(-3, 2), &interval(2, 2)]);
        assert_eq!((found.low, found.high), (Number::ZERO, Number::from(9)));
    }
}
