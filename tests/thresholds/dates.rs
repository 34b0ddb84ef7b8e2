//! Days of effect.

use jiff::{ToSpan, civil::Date};

/// The day that a text names, where it is nothing but a day.
pub fn read(text: &str) -> Option<Date> {
    let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_day.then(|| text.parse().ok()).flatten()
}

/// The day before or after.
pub fn beside(day: Date, later: bool) -> String {
    (if later { day.checked_add(1.day()) } else { day.checked_sub(1.day()) }).unwrap().to_string()
}

/// How many days lie between two.
pub fn between(one: Date, other: Date) -> i32 {
    (other - one).get_days().abs()
}
