//! Days and months as families write them.

use super::Reader;
use crate::{
    diagnostic::{Code, quoted},
    source::Span,
    value::Date,
};

/// The first year of a day that can be told.
const FIRST_YEAR: i32 = 1800;
/// The year after the last one.
const END_YEAR: i32 = 2300;

impl Reader<'_> {
    /// A day, or the first day of a month.
    pub(super) fn date(&mut self, text: &str, span: Span) -> Option<Date> {
        let date = if has_shape(text, "0000-00-00") { text.parse().ok() } else { Date::parse_month(text) };
        let Some(date) = date else {
            let (message, help) = refusal(text);
            self.refuse(Code::InvalidDate, span, message, help);
            return None;
        };
        if !is_near(date.year()) {
            let message = format!("{} is too far from today", quoted(text));
            let help = format!("check the year: it is from {FIRST_YEAR} to {}", END_YEAR - 1);
            self.refuse(Code::OutOfRange, span, message, help);
            return None;
        }
        Some(date)
    }
}

/// Whether a day of this year can be told.
#[inline]
pub(in crate::family) fn is_near(year: i32) -> bool {
    (FIRST_YEAR..END_YEAR).contains(&year)
}

/// Whether a text has a digit wherever the shape has one, and else the same characters.
fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(
            |(byte, kind)| {
                if kind == b'0' { byte.is_ascii_digit() } else { byte == kind }
            },
        )
}

fn refusal(text: &str) -> (String, String) {
    if has_shape(text, "0000-00-00") {
        let month = text.get(..7).and_then(Date::parse_month);
        let help = month.map_or_else(
            || "months are 01 to 12".to_owned(),
            |first| format!("that month has {} days", first.days_in_month()),
        );
        (format!("there is no day {}", quoted(text)), help)
    } else if has_shape(text, "0000-00") {
        (format!("there is no month {}", quoted(text)), "months are 01 to 12".to_owned())
    } else {
        let help = turned(text).map_or_else(
            || r#"write year, month and day, such as `"2016-09-15"`; a month is `"2016-09"`"#.to_owned(),
            |date| format!(r#"write year, month and day: `"{date}"`"#),
        );
        (format!("{} is not written as a date", quoted(text)), help)
    }
}

/// A day that was written as `15.09.2016`, `15/09/2016` or `2016/9/15`.
fn turned(text: &str) -> Option<Date> {
    let parts: Vec<i32> = text.split(['.', '/', '-']).map(str::parse).collect::<Result<_, _>>().ok()?;
    let (year, month, day) = match *parts.as_slice() {
        [day, month, year] if year > 31 => (year, month, day),
        [year, month, day] => (year, month, day),
        _ => return None,
    };
    Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::super::trial::{anna, refused};
    use super::*;

    #[test]
    fn a_shape_is_digits_and_points() {
        assert!(has_shape("2025-01-31", "0000-00-00"));
        assert!(!has_shape("2025-1-31", "0000-00-00"));
        assert!(!has_shape("год-01", "0000-00"));
    }

    #[test]
    fn a_day_written_as_at_home_is_turned() {
        let day = Date::new(2016, 9, 15);
        assert_eq!([turned("15.09.2016"), turned("15/9/2016"), turned("2016.09.15")], [day, day, day]);
        assert_eq!([turned("вчера"), turned("31.02.2016"), turned("1.2"), turned("1.2.3.4")], [None; 4]);
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_from_one_badly_written() {
        assert_eq!(refusal("2025-02-30"), ("there is no day `2025-02-30`".into(), "that month has 28 days".into()));
        assert_eq!(refusal("2025-13"), ("there is no month `2025-13`".into(), "months are 01 to 12".into()));
        assert_eq!(refusal("2025-13-01").1, "months are 01 to 12");
        assert!(refusal("02.04.1996").1.contains("1996-04-02"));
    }

    #[test]
    fn a_date_exists_and_is_near() {
        refused(
            anna(r#", "birth_date": "2025-02-30""#),
            &["invalid-date"],
            &["there is no day `2025-02-30`", "28 days"],
        );
        refused(anna(r#", "birth_date": "2025-13""#), &["invalid-date"], &["there is no month"]);
        refused(anna(r#", "birth_date": "02.04.1996""#), &["invalid-date"], &["`\"1996-04-02\"`"]);
        refused(anna(r#", "birth_date": "0196-04-02""#), &["out-of-range"], &["from 1800 to 2299"]);
        assert!(anna(r#", "birth_date": "1800-01-01""#).is_ok() && anna(r#", "birth_date": "2299-12-31""#).is_ok());
        assert!(anna(r#", "birth_date": "1799-12""#).is_err() && anna(r#", "birth_date": "2300-01""#).is_err());
    }
}
