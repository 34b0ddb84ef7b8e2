//! Days: the only place that knows the calendar.

use std::{fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// The days from 0000-03-01, from which years are counted here so that a leap day is the last of its year, to 1970-01-01.
const DAYS_TO_1970: i32 = 719_468;
/// The days of four hundred years, after which the calendar repeats itself.
const DAYS_IN_CYCLE: u32 = 146_097;

/// A day of the civil calendar in the years 0001 to 9999, without time of day or place; written `2025-01-31`.
///
/// Held as the number of days since 1970-01-01, so days compare and subtract as plain numbers. A month is its first day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// INVARIANT: between MIN and MAX.
pub struct Date(i32);

/// Why a text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidDate {
    /// The text is not four digits, two and two.
    #[error("a date is written as YYYY-MM-DD")]
    Form,
    /// The text is written as a date, but the calendar has no such day.
    #[error("there is no day {0}")]
    NoSuchDay(Box<str>),
}

impl Date {
    /// 0001-01-01, the first day there is.
    pub const MIN: Self = Self(-719_162);
    /// 9999-12-31, the last day there is.
    pub const MAX: Self = Self(2_932_896);

    /// The earliest day that an unknown date of a family can be: 1800-01-01.
    pub(crate) const EARLIEST: Self = Self(-62_091);
    /// The latest day that an unknown date of a family can be: 2300-12-31.
    pub(crate) const LATEST: Self = Self(120_894);

    /// The day of a year, a month (1 to 12) and a day of it (from 1); `None` where the calendar has none.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let is_there = (1..=9999).contains(&year) && day >= 1 && i64::from(day) <= days_in_month(year, month);
        is_there.then(|| Self(days_to(year, month, day)))
    }

    /// The first day of a month written exactly `2025-01`.
    #[must_use]
    pub fn parse_month(text: &str) -> Option<Self> {
        let mut parts = text.splitn(2, '-');
        let year = digits(parts.next(), 4)?;
        let month = u8::try_from(digits(parts.next(), 2)?).ok()?;
        Self::new(year, month, 1)
    }

    /// Days since 1970-01-01, negative before it.
    #[must_use]
    pub fn day_number(self) -> i64 {
        i64::from(self.0)
    }

    /// The day so many days after 1970-01-01; `None` outside the years 0001 to 9999.
    #[must_use]
    pub fn from_day_number(days: i64) -> Option<Self> {
        let day = Self(i32::try_from(days).ok()?);
        (Self::MIN..=Self::MAX).contains(&day).then_some(day)
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> i32 {
        self.parts().0
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.parts().1
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.parts().2
    }

    /// Year, month and day at once: a third of the work of asking for each.
    ///
    /// By Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms" (2022): a division by
    /// the length of a century, and multiplications for those by the lengths of a year and of a month.
    pub(super) fn parts(self) -> (i32, u8, u8) {
        // INVARIANT: no day there is lies before 0000-03-01, and no product is longer than its type.
        // A century has as many quarters of a day as four hundred years have days.
        let quarters = 4 * (self.0 + DAYS_TO_1970).unsigned_abs() + 3;
        let (century, quarters) = (quarters / DAYS_IN_CYCLE, (quarters % DAYS_IN_CYCLE) | 3);
        // Years of the century and parts of a year, 2^32 of them: 2^32 / 1461 in each quarter of a day.
        let years = 2_939_745 * u64::from(quarters);
        let (year, day_of_year) = (years >> 32, (years & 0xffff_ffff) / 2_939_745 / 4);
        // From March on the months are of 31, 30, 31, 30 and 31 days, over and over: parts of a month, 2^16 of them.
        let months = 2141 * day_of_year + 197_913;
        let (month, day) = (months >> 16, (months & 0xffff) / 2141 + 1);
        let is_next = day_of_year >= 306;
        let year = 100 * u64::from(century) + year + u64::from(is_next);
        let month = if is_next { month - 12 } else { month };
        (i32::try_from(year).unwrap_or(9999), u8::try_from(month).unwrap_or(12), u8::try_from(day).unwrap_or(31))
    }

    /// The day so many months later (earlier where negative). A day that the month does not have becomes its last day,
    /// as in FEEL and ISO 8601. `None` outside the years 0001 to 9999.
    #[must_use]
    pub fn checked_add_months(self, months: i64) -> Option<Self> {
        let (year, month, day) = self.parts();
        let total = (12 * year + i32::from(month) - 1).checked_add(i32::try_from(months).ok()?)?;
        let (year, month) = (total.div_euclid(12), u8::try_from(total.rem_euclid(12) + 1).ok()?);
        let last = u8::try_from(days_in_month(year, month)).ok()?;
        (1..=9999).contains(&year).then(|| Self(days_to(year, month, day.min(last))))
    }

    /// The day so many days later (earlier where negative); `None` outside the years 0001 to 9999.
    #[must_use]
    pub fn checked_add_days(self, days: i64) -> Option<Self> {
        Self::from_day_number(self.day_number().checked_add(days)?)
    }

    /// The day after this; `None` after the last day there is.
    #[must_use]
    pub fn next_day(self) -> Option<Self> {
        self.checked_add_days(1)
    }

    /// The first day of this month, which stands for the month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        // Never before MIN, which is itself the first of a month.
        Self(self.0 - (i32::from(self.day()) - 1))
    }

    /// How many days this month has.
    #[must_use]
    pub fn days_in_month(self) -> i64 {
        let (year, month, _) = self.parts();
        days_in_month(year, month)
    }

    /// How many days a year has, by the Gregorian rule.
    #[must_use]
    pub fn days_in_year(year: i32) -> i64 {
        if is_leap_year(year) { 366 } else { 365 }
    }
}

/// The days from 1970-01-01 to a day that there is.
fn days_to(year: i32, month: u8, day: u8) -> i32 {
    // A year ends with February. INVARIANT: a year there is has one before it.
    let is_next = month <= 2;
    let year = year.unsigned_abs() - u32::from(is_next);
    let month = u32::from(month) + if is_next { 12 } else { 0 };
    let century = year / 100;
    let day_of_year = (979 * month - 2919) / 32 + u32::from(day) - 1;
    (1461 * year / 4 - century + century / 4 + day_of_year).cast_signed() - DAYS_TO_1970
}

/// How many days a month has; none where there is no such month.
fn days_in_month(year: i32, month: u8) -> i64 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(is_leap_year(year)),
        _ => 0,
    }
}

/// Whether a year has a 29 February.
pub(super) fn is_leap_year(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Exactly so many ASCII digits, as a number.
fn digits(part: Option<&str>, length: usize) -> Option<i32> {
    let part = part.filter(|it| it.len() == length)?;
    part.chars().try_fold(0_i32, |value, digit| value.checked_mul(10)?.checked_add_unsigned(digit.to_digit(10)?))
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let mut parts = text.splitn(3, '-');
        let mut next = |length| digits(parts.next(), length).ok_or(InvalidDate::Form);
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        let (month, day) = (u8::try_from(month).ok(), u8::try_from(day).ok());
        month
            .zip(day)
            .and_then(|(month, day)| Self::new(year, month, day))
            .ok_or_else(|| InvalidDate::NoSuchDay(text.into()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// As it is displayed.
impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DateVisitor)
    }
}

struct DateVisitor;

impl de::Visitor<'_> for DateVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date as YYYY-MM-DD")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
        text.parse().map_err(E::custom)
    }
}

impl JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day("1970-01-01").day_number(), 0);
        assert_eq!(day("1969-12-31").day_number(), -1);
        assert_eq!(day("2000-03-01").day_number(), 11_017);
    }

    #[test]
    fn the_calendar_runs_from_year_1_to_9999() {
        assert_eq!(Date::new(1, 1, 1), Some(Date::MIN));
        assert_eq!(Date::new(9999, 12, 31), Some(Date::MAX));
        assert_eq!(Date::new(0, 12, 31), None);
        assert_eq!(Date::new(10_000, 1, 1), None);
        assert_eq!(Date::MAX.next_day(), None);
        assert_eq!(Date::MIN.checked_add_days(-1), None);
        assert_eq!(Date::MIN.first_of_month(), Date::MIN);
        assert_eq!((Date::MIN.to_string(), Date::MAX.to_string()), ("0001-01-01".into(), "9999-12-31".into()));
    }

    #[test]
    fn every_day_there_is_follows_the_one_before() {
        // A plain calendar counted by hand against all of them.
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let mut next = Some(Date::MIN);
        for year in 1..=9999 {
            for (month, days) in (1..).zip(lengths) {
                let days = days + u8::from(month == 2 && is_leap_year(year));
                for day_of_month in 1..=days {
                    let day = next.unwrap();
                    assert_eq!(day.parts(), (year, month, day_of_month));
                    next = day.next_day();
                }
            }
        }
        assert_eq!(next, None);
    }

    #[test]
    fn a_day_is_read_strictly() {
        for text in [
            "2025-1-31",
            "2025-01-31 ",
            "+025-01-31",
            "2025/01/31",
            "20250131",
            "",
            "2025-01-3x",
            "2025-01",
            "2025-01-31-",
            "-025-01-31",
            "２025-01-1",
        ] {
            assert_eq!(text.parse::<Date>(), Err(InvalidDate::Form), "{text}");
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_named() {
        let error = "2025-02-30".parse::<Date>().unwrap_err();
        assert_eq!(error.to_string(), "there is no day 2025-02-30");
        assert!("0000-01-01".parse::<Date>().is_err());
        assert!("2025-13-01".parse::<Date>().is_err());
        assert!("2025-01-00".parse::<Date>().is_err());
        assert_eq!(InvalidDate::Form.to_string(), "a date is written as YYYY-MM-DD");
    }

    #[test]
    fn a_month_is_its_first_day() {
        assert_eq!(Date::parse_month("2025-01"), Some(day("2025-01-01")));
        for text in ["2025-13", "2025-1", "2025-01-01", "0000-01", "2025-0x", ""] {
            assert_eq!(Date::parse_month(text), None, "{text}");
        }
        assert_eq!(day("2024-02-29").first_of_month(), day("2024-02-01"));
    }

    #[test]
    fn months_stop_at_the_last_day_of_a_shorter_month() {
        assert_eq!(day("2025-01-31").checked_add_months(1), Some(day("2025-02-28")));
        assert_eq!(day("2024-01-31").checked_add_months(1), Some(day("2024-02-29")));
        assert_eq!(day("2024-02-29").checked_add_months(12), Some(day("2025-02-28")));
        assert_eq!(day("2025-03-31").checked_add_months(-1), Some(day("2025-02-28")));
        assert_eq!(day("2025-01-15").checked_add_months(-13), Some(day("2023-12-15")));
        assert_eq!(Date::MAX.checked_add_months(1), None);
        assert_eq!(Date::MAX.checked_add_months(i64::MAX), None);
        assert_eq!(Date::MIN.checked_add_months(i64::MIN), None);
    }

    #[test]
    fn leap_years_have_one_day_more() {
        let days = [2024, 2025, 1900, 2000].map(Date::days_in_year);
        assert_eq!(days, [366, 365, 365, 366]);
        assert_eq!(day("2024-02-10").days_in_month(), 29);
    }

    #[test]
    fn a_day_is_a_text_in_json() {
        let json = serde_json::to_string(&day("2025-01-31")).unwrap();
        assert_eq!(json, "\"2025-01-31\"");
        assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), day("2025-01-31"));
        assert!(serde_json::from_str::<Date>("\"2025-02-30\"").is_err());
        assert!(serde_json::from_str::<Date>("20250131").is_err());
    }

    proptest! {
        #[test]
        fn a_day_reads_back_as_written(days in -719_162i64..=2_932_896) {
            let day = Date::from_day_number(days).unwrap();
            prop_assert_eq!(day.to_string().parse(), Ok(day));
            prop_assert_eq!(Date::new(day.year(), day.month(), day.day()), Some(day));
            prop_assert_eq!(day.day_number(), days);
        }

        #[test]
        fn any_text_is_read_without_panic(text in any::<String>(), dashed in "[0-9]{4}-[0-9]{2}-[0-9]{2}") {
            let _ = (text.parse::<Date>(), Date::parse_month(&text), dashed.parse::<Date>());
        }

        #[test]
        fn months_are_those_of_the_calendar_library(days in -719_162i64..=2_932_896, months in -2000i32..2000) {
            let day = Date::from_day_number(days).unwrap();
            let civil: jiff::civil::Date = day.to_string().parse().unwrap();
            let expected = civil.checked_add(jiff::Span::new().months(months)).ok().filter(|it| it.year() >= 1);
            prop_assert_eq!(day.checked_add_months(months.into()).map(|it| it.to_string()), expected.map(|it| it.to_string()));
        }
    }
}
