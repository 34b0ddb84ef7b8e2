//! Regular expressions for what stands in quotes: numbers of a range, days and months.

use std::cmp::Ordering;

/// A day or a month from 1800 to 2299, each month with its own last day.
pub const DATE: &str = concat!(
    "^((1[89]|2[0-2])[0-9]{2}-(",
    "(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?",
    "|(0[13-9]|1[0-2])-(29|30)",
    "|(0[13578]|1[02])-31)",
    "|((1[89]|2[0-2])(0[48]|[2468][048]|[13579][26])|2000)-02-29)$",
);

/// What is no empty text.
pub const WRITTEN: &str = r"\S";

/// Decimal numbers from one whole number to another, both included, with so many digits after the point at most.
///
/// Zeros that say nothing may stand before and behind, as the reader of families has it.
pub fn decimals(low: i64, high: i64, digits: u32) -> String {
    let mut forms = Vec::new();
    if low < 0 {
        let nearest = high.min(0).unsigned_abs();
        forms.extend(distances(nearest, low.unsigned_abs(), digits).into_iter().map(|form| format!("-{form}")));
    }
    if high >= 0 {
        forms.extend(distances(low.max(0).unsigned_abs(), high.unsigned_abs(), digits));
    }
    format!("^({})$", forms.join("|"))
}

/// Any decimal number with so many digits after the point at most.
pub fn any_decimal(digits: u32) -> String {
    format!("^-?([0-9]+{}|{})$", fraction(digits), bare_fraction(digits))
}

/// The forms of the numbers between two whole ones, both included, without sign.
fn distances(low: u64, high: u64, digits: u32) -> Vec<String> {
    let no_fraction = fraction(0);
    let mut forms = Vec::new();
    if low == 0 && (digits == 0 || high == 0) {
        // Zero without its whole digit.
        forms.push(bare_fraction(0));
    }
    if digits == 0 {
        forms.insert(0, format!("0*{}{no_fraction}", wholes(low, high)));
        return forms;
    }
    if let Some(last) = high.checked_sub(1).filter(|last| low <= *last) {
        forms.push(format!("0*{}{}", wholes(low, last), fraction(digits)));
        if low == 0 {
            forms.push(bare_fraction(digits));
        }
    }
    forms.push(format!("0*{}{no_fraction}", wholes(high, high)));
    forms
}

/// What may stand behind the whole digits.
fn fraction(digits: u32) -> String {
    match digits {
        0 => r"(\.0+)?".to_owned(),
        _ => format!("({})?", bare_fraction(digits)),
    }
}

/// A point with digits behind it.
fn bare_fraction(digits: u32) -> String {
    match digits {
        0 => r"\.0+".to_owned(),
        1 => r"\.[0-9]0*".to_owned(),
        _ => format!(r"\.[0-9]{{1,{digits}}}0*"),
    }
}

/// The whole numbers between two, both included.
fn wholes(low: u64, high: u64) -> String {
    let mut forms = Vec::new();
    let mut low = low;
    loop {
        // The greatest number with as many digits as the lowest.
        let nines = "9".repeat(low.to_string().len()).parse().unwrap_or(u64::MAX);
        let end = high.min(nines);
        if low == 0 && is_nines(high) {
            forms = vec![any_digits(1, high.to_string().len())];
            break;
        }
        forms.push(same_length(&low.to_string(), &end.to_string()));
        match end.checked_add(1).filter(|next| *next <= high) {
            Some(next) => low = next,
            None => break,
        }
    }
    if let [only] = forms.as_slice() { only.clone() } else { format!("({})", forms.join("|")) }
}

fn is_nines(number: u64) -> bool {
    number.to_string().bytes().all(|digit| digit == b'9')
}

/// The digit strings between two of one length, both included.
fn same_length(low: &str, high: &str) -> String {
    let (Some(first), Some(last)) = (low.chars().next(), high.chars().next()) else {
        return String::new();
    };
    let (rest_low, rest_high) = (low.get(1..).unwrap_or_default(), high.get(1..).unwrap_or_default());
    let (from_start, to_end) = (rest_low.bytes().all(|it| it == b'0'), rest_high.bytes().all(|it| it == b'9'));
    let length = rest_low.len();
    if first == last {
        return match (from_start, to_end) {
            (true, true) => format!("{first}{}", any_digits(length, length)),
            _ => format!("{first}{}", same_length(rest_low, rest_high)),
        };
    }
    let mut forms = Vec::new();
    if !from_start {
        forms.push(format!("{first}{}", same_length(rest_low, &"9".repeat(length))));
    }
    let (begin, end) = (stepped(first, i8::from(!from_start)), stepped(last, -i8::from(!to_end)));
    match begin.cmp(&end) {
        Ordering::Less => forms.push(format!("[{begin}-{end}]{}", any_digits(length, length))),
        Ordering::Equal => forms.push(format!("{begin}{}", any_digits(length, length))),
        Ordering::Greater => (),
    }
    if !to_end {
        forms.push(format!("{last}{}", same_length(&"0".repeat(length), rest_high)));
    }
    if let [only] = forms.as_slice() { only.clone() } else { format!("({})", forms.join("|")) }
}

/// The digit before or after a digit.
fn stepped(digit: char, step: i8) -> char {
    let number = digit.to_digit(10).and_then(|number| number.checked_add_signed(step.into()));
    number.and_then(|number| char::from_digit(number, 10)).unwrap_or(digit)
}

/// Any digits, from so many to so many.
fn any_digits(least: usize, most: usize) -> String {
    match (least, most) {
        (0, 0) => String::new(),
        (1, 1) => "[0-9]".to_owned(),
        (least, most) if least == most => format!("[0-9]{{{most}}}"),
        (least, most) => format!("[0-9]{{{least},{most}}}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};
    use regex_lite::Regex;

    use super::*;
    use crate::value::{Date, Number};

    fn matches(pattern: &str, text: &str) -> bool {
        Regex::new(pattern).unwrap().is_match(text)
    }

    fn is_within(text: &str, low: i64, high: i64, digits: u32) -> bool {
        Number::parse(text).is_some_and(|number| {
            (Number::from(low)..=Number::from(high)).contains(&number)
                && number.decimals().is_some_and(|needed| needed <= digits)
        })
    }

    #[test]
    fn a_pattern_stays_short_enough_to_be_read() {
        assert_eq!(decimals(0, 45, 0), r"^(0*([0-9]|([1-3][0-9]|4[0-5]))(\.0+)?|\.0+)$");
        assert_eq!(decimals(0, 100_000_000, 2), r"^(0*[0-9]{1,8}(\.[0-9]{1,2}0*)?|\.[0-9]{1,2}0*|0*100000000(\.0+)?)$");
        assert_eq!(decimals(1990, 2200, 0), r"^(0*(199[0-9]|2([0-1][0-9]{2}|200))(\.0+)?)$");
    }

    #[test]
    fn a_pattern_takes_the_numbers_of_the_range_and_no_others() {
        for (low, high) in [(0, 0), (0, 1), (1, 2), (0, 45), (7, 123), (99, 1001), (-5, 5), (-120, -7), (0, 999)] {
            for digits in 0..3 {
                let pattern = Regex::new(&decimals(low, high, digits)).unwrap();
                for whole in -130_i64..1_010 {
                    for end in ["", ".0", ".5", ".05", ".50", ".005", ".", ".a"] {
                        let text = format!("{whole}{end}");
                        let taken = pattern.is_match(&text);
                        assert_eq!(taken, is_within(&text, low, high, digits), "{text} in {low}..{high}, {digits}");
                    }
                }
            }
        }
    }

    #[test]
    fn zeros_that_say_nothing_may_stand() {
        let pattern = decimals(0, 45, 1);
        for text in ["007", "45.000", ".5", "0.50", "00"] {
            assert!(matches(&pattern, text) && is_within(text, 0, 45, 1), "{text}");
        }
        // Zero may stand without its whole digit, also where nothing else may stand behind the point.
        for (high, digits) in [(0, 0), (45, 0), (0, 2)] {
            assert!(matches(&decimals(0, high, digits), ".0") && is_within(".0", 0, high, digits), "{high} {digits}");
        }
        for text in ["", ".", "5.", "+5", "1e1", " 5", "5 ", "1,5", "45.1", "٣"] {
            assert!(!matches(&pattern, text) && !is_within(text, 0, 45, 1), "{text}");
        }
        assert!(matches(&any_decimal(2), "-14000.50") && !matches(&any_decimal(2), "1.005"));
    }

    #[test]
    fn every_day_and_month_there_is_and_no_other_is_a_date() {
        let pattern = Regex::new(DATE).unwrap();
        for year in [1799, 1800, 1900, 1996, 2000, 2023, 2100, 2204, 2299, 2300] {
            for month in 0..14 {
                let in_time = (1800..2300).contains(&year);
                let text = format!("{year}-{month:02}");
                assert_eq!(pattern.is_match(&text), in_time && Date::parse_month(&text).is_some(), "{text}");
                for day in 0..33 {
                    let text = format!("{year}-{month:02}-{day:02}");
                    assert_eq!(pattern.is_match(&text), in_time && text.parse::<Date>().is_ok(), "{text}");
                }
            }
        }
        assert!(["15.09.2016", "2016-9-15", "2016", "2016-09-15T00", ""].iter().all(|text| !pattern.is_match(text)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_pattern_and_the_reader_of_numbers_agree(
            low in -3_000_i64..3_000, width in 0_i64..200_000, digits in 0_u32..5, text in "-?[0-9]{0,6}(\\.[0-9]{0,5})?",
        ) {
            let high = low + width;
            // A zero below zero is the one number that a pattern refuses where nothing is below zero.
            if !(text.starts_with('-') && Number::parse(&text).is_some_and(|number| number == Number::ZERO)) {
                prop_assert_eq!(matches(&decimals(low, high, digits), &text), is_within(&text, low, high, digits));
            }
        }
    }
}
