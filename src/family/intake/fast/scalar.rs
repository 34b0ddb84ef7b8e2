//! Numbers and days from their digits.

use super::{super::date::is_near, Doubt};
use crate::{
    value::{Date, Number},
    vocabulary::FactSymbol,
};

/// Digits that always fit a machine word.
const MOST_DIGITS: usize = 18;

/// A number that the fact can have, such as `51500.00`.
#[inline]
pub(super) fn number(fact: &FactSymbol, text: &str) -> Result<Number, Doubt> {
    let (is_negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > MOST_DIGITS {
        return Err(Doubt);
    }
    let point = digits.iter().position(|byte| *byte == b'.');
    let (whole, fraction) = match point {
        Some(point) => (digits.get(..point), digits.get(point + 1..)),
        None => (Some(digits), None),
    };
    let whole = whole.filter(|whole| !whole.is_empty()).ok_or(Doubt)?;
    let (mut above, mut below) = (append(0, whole)?, 1);
    if let Some(mut fraction) = fraction {
        if fraction.is_empty() {
            return Err(Doubt);
        }
        while let [kept @ .., b'0'] = fraction {
            fraction = kept;
        }
        // The last of them is no zero: as many are needed.
        if !u32::try_from(fraction.len()).is_ok_and(|length| length <= fact.digits) {
            return Err(Doubt);
        }
        above = append(above, fraction)?;
        below = fraction.iter().fold(1, |below, _| below * 10);
    }
    let above = i128::from(if is_negative { -above } else { above });
    let number = if below == 1 { Some(Number::from_integer(above)) } else { Number::new(above, below) };
    let fits = |number: &Number| fact.range.is_none_or(|range| (range.low..=range.high).contains(number));
    number.filter(fits).ok_or(Doubt)
}

/// The number with these digits written behind it.
#[inline]
fn append(start: i64, digits: &[u8]) -> Result<i64, Doubt> {
    digits.iter().try_fold(start, |sum, byte| match byte.wrapping_sub(b'0') {
        digit @ 0..=9 => Ok(sum * 10 + i64::from(digit)),
        _ => Err(Doubt),
    })
}

/// A day, or the first day of a month, that can be told.
#[inline]
pub(super) fn date(text: &str) -> Result<Date, Doubt> {
    let (year, month, day) = match text.as_bytes() {
        [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] => ([y1, y2, y3, y4], [m1, m2], pair([d1, d2])?),
        [y1, y2, y3, y4, b'-', m1, m2] => ([y1, y2, y3, y4], [m1, m2], 1),
        _ => return Err(Doubt),
    };
    let [y1, y2, y3, y4] = year;
    let year = i32::from(pair([y1, y2])?) * 100 + i32::from(pair([y3, y4])?);
    if !is_near(year) {
        return Err(Doubt);
    }
    Date::new(year, pair(month)?, day).ok_or(Doubt)
}

/// The number of two digits.
#[inline]
fn pair([tens, ones]: [&u8; 2]) -> Result<u8, Doubt> {
    match (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0')) {
        (tens @ 0..=9, ones @ 0..=9) => Ok(tens * 10 + ones),
        _ => Err(Doubt),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;
    use crate::vocabulary::{Entity, sample};

    fn income(text: &str) -> Option<Number> {
        let vocabulary = sample::vocabulary();
        number(vocabulary.fact(Entity::Member, "monthly_income").unwrap(), text).ok()
    }

    #[test]
    fn numbers_are_read_as_far_as_the_fact_has_them() {
        for text in ["0", "5", "51500", "51500.00", "51500.5", "0.07", "007", "-0", "100000000.00", "1.5000000"] {
            assert_eq!(income(text), Number::parse(text), "{text}");
            assert!(income(text).is_some(), "{text}");
        }
        for text in ["", "-", ".", "5.", ".5", "-1", "+5", "1.005", "100000000.01", "1e3", " 1", "1 ", "1.2.3", "٣"] {
            assert_eq!(income(text), None, "{text}");
        }
        assert_eq!(income(&"0".repeat(19)), None, "left to the other reader");
    }

    #[test]
    fn days_are_read_within_five_centuries() {
        for text in ["2016-09-15", "2024-02-29", "1800-01-01", "2299-12-31"] {
            assert_eq!(date(text).ok(), text.parse().ok(), "{text}");
        }
        assert_eq!(date("2016-09").ok(), "2016-09-01".parse().ok());
        for text in ["", "2016", "2016-9-15", "2016-13-01", "2023-02-29", "1799-12-31", "2300-01-01", "2016/09/15"] {
            assert!(date(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_that_of_the_parser(text in "-?[0-9]{0,7}(\\.[0-9]{0,4})?") {
            if let Some(found) = income(&text) {
                prop_assert_eq!(Some(found), Number::parse(&text));
            }
        }

        #[test]
        fn a_day_is_that_of_the_calendar(text in "(1[789]|2[0-3])[0-9]{2}-[01][0-9]-[0-3][0-9]") {
            let expected = text.parse().ok().filter(|date: &Date| (1800..2300).contains(&date.year()));
            prop_assert_eq!(date(&text).ok(), expected);
        }
    }
}
