//! The one rule of ages, and whole months between two days.

use super::date::{Date, is_leap_year};

/// The day on which `n` years after a birth are completed: the same month and day `n` years later.
///
/// A birth on 29 February completes its years on 1 March in common years: where the last month of a term has no such
/// day, the term ends with the last day of that month (Civil Code of Russia, art. 192(3) with art. 191), which is the end
/// of 28 February, and the half-open end is 1 March. `None` outside the years 0001 to 9999.
#[must_use]
pub fn birthday(birth: Date, n: i64) -> Option<Date> {
    let (year, month, day) = birth.parts();
    let year = i32::try_from(i64::from(year).checked_add(n)?).ok()?;
    if (month, day) == (2, 29) && !is_leap_year(year) {
        return Date::new(year, 3, 1);
    }
    Date::new(year, month, day)
}

/// Completed years on a day: the greatest `n` whose [`birthday`] is not after it. Before the birth it is negative, -1 on
/// the day before.
#[must_use]
pub fn age_on(birth: Date, day: Date) -> i64 {
    let (birth_year, birth_month, birth_day) = birth.parts();
    let (year, month, day) = day.parts();
    // In a common year nothing lies between 28 February and 1 March, so 29 February needs no case of its own.
    let is_reached = (month, day) >= (birth_month, birth_day);
    i64::from(year) - i64::from(birth_year) - i64::from(!is_reached)
}

/// Whole months from one day to another, toward zero, as the years and months duration of FEEL: a month is full when
/// the same day of the month is reached, so from 31 January to 28 February there is none. Negative where `to` is earlier.
#[must_use]
pub fn whole_months_between(from: Date, to: Date) -> i64 {
    if to < from {
        return -whole_months_between(to, from);
    }
    let ((from_year, from_month, from_day), (to_year, to_month, to_day)) = (from.parts(), to.parts());
    let years = i64::from(to_year) - i64::from(from_year);
    let months = i64::from(to_month) - i64::from(from_month);
    years * 12 + months - i64::from(to_day < from_day)
}

/// The last day from which so much has passed, where what has passed falls from one day to the next; `None` where that is so
/// of no day, or of all.
#[must_use]
pub fn last_day_from_which(least: i64, passed: impl Fn(Date) -> i64) -> Option<Date> {
    if passed(Date::MIN) < least || passed(Date::MAX) >= least {
        return None;
    }
    let (mut low, mut high) = (Date::MIN.day_number(), Date::MAX.day_number());
    // INVARIANT: from the day `low` so much has passed, from the day `high` it has not.
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if passed(Date::from_day_number(middle)?) >= least { low = middle } else { high = middle }
    }
    Date::from_day_number(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0i64..40_000).prop_map(|days| Date::from_day_number(days - 10_000).unwrap())
    }

    /// Days around the ends of months, where rules of months go wrong.
    fn day_near_a_month_end() -> impl Strategy<Value = Date> {
        (1i32..60, 1u8..=12, -4i64..4).prop_map(|(year, month, days)| {
            let first = Date::new(1970 + year, month, 1).unwrap();
            first.checked_add_days(days).unwrap()
        })
    }

    #[test]
    fn a_birthday_is_the_same_day_of_a_later_year() {
        assert_eq!(birthday(day("2007-05-31"), 18), Some(day("2025-05-31")));
        assert_eq!(birthday(day("2007-05-31"), 0), Some(day("2007-05-31")));
        assert_eq!(birthday(day("2007-05-31"), 8000), None);
        assert_eq!(birthday(day("2007-05-31"), i64::MAX), None);
        assert_eq!(birthday(day("2007-05-31"), i64::MIN), None);
    }

    #[test]
    fn a_birth_on_29_february_completes_years_on_1_march() {
        let birth = day("2008-02-29");
        assert_eq!(birthday(birth, 3), Some(day("2011-03-01")));
        assert_eq!(birthday(birth, 4), Some(day("2012-02-29")));
        assert_eq!(birthday(birth, 92), Some(day("2100-03-01")));
        assert_eq!(age_on(birth, day("2011-02-28")), 2);
        assert_eq!(age_on(birth, day("2011-03-01")), 3);
        assert_eq!(age_on(birth, day("2012-02-28")), 3);
        assert_eq!(age_on(birth, day("2012-02-29")), 4);
    }

    #[test]
    fn an_age_changes_on_the_birthday() {
        let birth = day("2007-05-31");
        assert_eq!(age_on(birth, day("2025-05-30")), 17);
        assert_eq!(age_on(birth, day("2025-05-31")), 18);
        assert_eq!(age_on(birth, birth), 0);
        assert_eq!(age_on(birth, day("2007-05-30")), -1);
        assert_eq!(age_on(birth, day("2006-05-31")), -1);
        assert_eq!(age_on(birth, day("2006-05-30")), -2);
    }

    #[test]
    fn the_last_day_of_an_age_is_the_birthday() {
        let last = |age: i64, on: &str| last_day_from_which(age, |born| age_on(born, day(on)));
        assert_eq!(last(18, "2025-05-31"), Some(day("2007-05-31")));
        assert_eq!(last(3, "2011-02-28"), Some(day("2008-02-28")));
        assert_eq!(last(3, "2011-03-01"), Some(day("2008-03-01")));
        assert_eq!((last(9999, "2025-05-31"), last(-9999, "2025-05-31")), (None, None));
    }

    #[test]
    fn months_are_full_when_the_day_is_reached() {
        let months = |from, to| whole_months_between(day(from), day(to));
        assert_eq!(months("2011-12-22", "2013-08-24"), 20);
        assert_eq!(months("2013-08-24", "2011-12-22"), -20);
        assert_eq!(months("2025-01-31", "2025-02-28"), 0);
        assert_eq!(months("2025-01-31", "2025-03-01"), 1);
        assert_eq!(months("2025-02-28", "2025-01-31"), 0);
        assert_eq!(months("2016-01-21", "2015-01-21"), -12);
        assert_eq!(months("2025-01-01", "2025-01-01"), 0);
    }

    proptest! {
        #[test]
        fn an_age_is_the_greatest_birthday_reached(
            birth in prop_oneof![any_day(), day_near_a_month_end()],
            on in prop_oneof![any_day(), day_near_a_month_end()],
        ) {
            let age = age_on(birth, on);
            prop_assert!(birthday(birth, age).unwrap() <= on);
            prop_assert!(birthday(birth, age + 1).unwrap() > on);
        }

        #[test]
        fn an_age_is_the_count_of_birthdays_passed(birth in any_day(), days in 0i64..20_000) {
            let on = birth.checked_add_days(days).unwrap();
            let passed = (1..1000).take_while(|n| birthday(birth, *n).is_some_and(|it| it <= on)).count();
            prop_assert_eq!(age_on(birth, on), i64::try_from(passed).unwrap());
        }

        #[test]
        fn months_between_agree_with_a_walk_by_months(from in day_near_a_month_end(), to in day_near_a_month_end()) {
            // Naive: step month by month; a month counts once the wanted day of the month, or a later month, is reached.
            let (low, high) = (from.min(to), from.max(to));
            let reached = |n: &i64| {
                let there = low.checked_add_months(*n).unwrap();
                there < high && there.day() == low.day() || there == high && there.day() == low.day()
                    || there.first_of_month() < high.first_of_month()
            };
            let walked = (1..1000).take_while(|n| reached(n)).last().unwrap_or(0);
            let months = whole_months_between(from, to);
            prop_assert_eq!(months.abs(), walked);
            prop_assert!(months == 0 || (months < 0) == (to < from));
        }
    }
}
