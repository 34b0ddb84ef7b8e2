//! The civil calendar, worked out by hand: a day is a number of days since 1970-01-01.

/// The first and the last day that an unknown date can be.
pub const UNKNOWN: (&str, &str) = ("1800-01-01", "2300-12-31");

pub fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

pub fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days before 1 January of a year, since 0000-01-01.
fn before_year(year: i64) -> i64 {
    let past = year - 1;
    year * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) + 1
}

pub fn day(year: i64, month: i64, date: i64) -> i64 {
    let months: i64 = (1..month).map(|month| month_length(year, month)).sum();
    before_year(year) - before_year(1970) + months + date - 1
}

/// Year, month and day of the month.
pub fn civil(number: i64) -> (i64, i64, i64) {
    let mut year = 1970 + number.div_euclid(366);
    while day(year, 1, 1) > number {
        year -= 1;
    }
    while day(year + 1, 1, 1) <= number {
        year += 1;
    }
    let mut month = 1;
    while month < 12 && day(year, month + 1, 1) <= number {
        month += 1;
    }
    (year, month, number - day(year, month, 1) + 1)
}

/// `2026-03-15`, or `2026-03` for the first day of a month.
pub fn read(text: &str) -> Option<i64> {
    let parts: Vec<i64> = text.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    match parts[..] {
        [year, month, date] => Some(day(year, month, date)),
        [year, month] => Some(day(year, month, 1)),
        _ => None,
    }
}

pub fn write(number: i64) -> String {
    let (year, month, date) = civil(number);
    format!("{year:04}-{month:02}-{date:02}")
}

/// The month of a day: `2026-03`.
pub fn month(number: i64) -> String {
    let (year, month, _) = civil(number);
    format!("{year:04}-{month:02}")
}

/// So many months later; where the month is too short, its last day.
pub fn add_months(number: i64, months: i64) -> i64 {
    let (year, month, date) = civil(number);
    let total = year * 12 + month - 1 + months;
    let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
    day(year, month, date.min(month_length(year, month)))
}

/// The day somebody comes to be so many years old: 1 March where the year has no 29 February.
pub fn birthday(born: i64, years: i64) -> i64 {
    let (year, month, date) = civil(born);
    if month == 2 && date == 29 && !is_leap(year + years) {
        day(year + years, 3, 1)
    } else {
        day(year + years, month, date)
    }
}

/// Completed years on a day; negative before the birth.
pub fn age(born: i64, on: i64) -> i64 {
    let years = civil(on).0 - civil(born).0;
    if birthday(born, years) <= on { years } else { years - 1 }
}

/// Full months from one day to another, negative backwards.
pub fn full_months(from: i64, to: i64) -> i64 {
    if to < from {
        return -full_months(to, from);
    }
    let ((y1, m1, d1), (y2, m2, d2)) = (civil(from), civil(to));
    let months = (y2 - y1) * 12 + m2 - m1;
    if d2 < d1 { months - 1 } else { months }
}

#[test]
fn the_calendar_goes_there_and_back() {
    for number in (-62_000..0).step_by(17).chain([-3654, -3655, -1, 0, 59, 60, 11_016, 19_782, 20_000, 120_529]) {
        let (year, month, date) = civil(number);
        assert_eq!(day(year, month, date), number);
    }
    assert_eq!(write(0), "1970-01-01");
    assert_eq!(read("2026-03-15").map(write).as_deref(), Some("2026-03-15"));
    assert_eq!(day(2000, 3, 1) - day(2000, 2, 28), 2);
}
