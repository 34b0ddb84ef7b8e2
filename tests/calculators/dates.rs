//! Civil days by hand: a day is a number of days since 1970-01-01, a month a number of months since the year 0.

pub type Date = i64;
pub type Month = i64;

pub fn date(year: i64, month: i64, day: i64) -> Date {
    // Years that begin in March have the odd day at their end.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// Year, month and day of the month.
pub fn civil(at: Date) -> (i64, i64, i64) {
    let mut year = 1970 + at.div_euclid(366);
    while date(year, 1, 1) > at {
        year -= 1;
    }
    while date(year + 1, 1, 1) <= at {
        year += 1;
    }
    let month = (1..=12).rev().find(|month| date(year, *month, 1) <= at).unwrap();
    (year, month, at - date(year, month, 1) + 1)
}

pub fn year(at: Date) -> i64 {
    civil(at).0
}

pub fn text(at: Date) -> String {
    let (year, month, day) = civil(at);
    format!("{year:04}-{month:02}-{day:02}")
}

pub fn month(at: Date) -> Month {
    let (year, month, _) = civil(at);
    year * 12 + month - 1
}

/// The first day of a month.
pub fn first(month: Month) -> Date {
    date(month.div_euclid(12), month.rem_euclid(12) + 1, 1)
}

pub fn month_text(month: Month) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

/// So many months later, or the last day of that month where it is too short.
pub fn later(at: Date, months: i64) -> Date {
    let to = month(at) + months;
    (first(to) + civil(at).2 - 1).min(first(to + 1) - 1)
}

/// The day somebody is so many years old: 1 March where there is no 29 February.
pub fn birthday(born: Date, years: i64) -> Date {
    let (year, month, day) = civil(born);
    date(year + years, month, day)
}

pub fn age(born: Date, on: Date) -> i64 {
    let years = year(on) - year(born);
    if birthday(born, years) <= on { years } else { years - 1 }
}

#[test]
fn days_are_counted_as_the_calendar_has_them() {
    assert_eq!((date(1970, 1, 1), date(2000, 3, 1) - date(2000, 2, 28)), (0, 2));
    for at in (-40_000..60_000).step_by(13) {
        let (year, month, day) = civil(at);
        assert_eq!(date(year, month, day), at);
    }
    assert_eq!(text(later(date(2025, 8, 31), 6)), "2026-02-28");
    assert_eq!(text(birthday(date(2008, 2, 29), 17)), "2025-03-01");
    assert_eq!(age(date(2008, 10, 11), date(2025, 10, 10)), 16);
}
