//! How an exact number is written: as a decimal where it ends, else as a fraction.

use std::fmt;

use super::number::Number;

impl Number {
    /// Reads a numeric literal of FEEL: `12`, `0.40`, `.5`, `-3`; no exponent, no spaces, no sign `+`, no dot at the
    /// end. `None` also where the number is too long.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (is_negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None if digits.is_empty() => return None,
            None => (digits, ""),
        };
        // Zeros at the end say nothing and must not make a number too long.
        let (mut above, mut below) = (append_digits(0, whole)?, 1_i128);
        let kept = fraction.trim_end_matches('0');
        above = append_digits(above, kept)?;
        for _ in kept.chars() {
            below = below.checked_mul(10)?;
        }
        Self::new(if is_negative { -above } else { above }, below)
    }

    /// How many digits after the point this needs; `None` where they never end.
    #[must_use]
    pub fn decimals(self) -> Option<u32> {
        let twos = self.denominator().trailing_zeros();
        let mut rest = self.denominator() >> twos;
        let mut fives = 0;
        while rest % 5 == 0 {
            rest /= 5;
            fives += 1;
        }
        (rest == 1).then(|| twos.max(fives))
    }

    /// This with exactly so many digits after the point, as `45688.00`; `None` where it needs more.
    #[must_use]
    pub fn to_decimal(self, digits: u32) -> Option<String> {
        if self.decimals()? > digits {
            return None;
        }
        let below = self.denominator().unsigned_abs();
        let distance = self.numerator().unsigned_abs();
        let sign = if self.is_negative() { "-" } else { "" };
        let mut text = format!("{sign}{}", distance / below);
        if digits > 0 {
            text.push('.');
        }
        let mut rest = distance % below;
        for _ in 0..digits {
            let (digit, left) = next_digit(rest, below);
            text.push(char::from(b'0' + digit));
            rest = left;
        }
        Some(text)
    }
}

/// Writes a decimal where the digits end, else `numerator/denominator`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimals().and_then(|digits| self.to_decimal(digits)) {
            Some(text) => f.write_str(&text),
            None => write!(f, "{}/{}", self.numerator(), self.denominator()),
        }
    }
}

/// As it is displayed.
impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The number with these digits written behind it.
fn append_digits(start: i128, digits: &str) -> Option<i128> {
    digits.chars().try_fold(start, |value, digit| value.checked_mul(10)?.checked_add(digit.to_digit(10)?.into()))
}

/// The digit of ten times `rest / below`, and what is left; `rest` is below `below`, which is below 2^127.
///
/// Ten additions instead of one multiplication: ten times a long rest would not fit, twice always does.
fn next_digit(rest: u128, below: u128) -> (u8, u128) {
    let (mut digit, mut left) = (0, 0);
    for _ in 0..10 {
        left += rest;
        if left >= below {
            left -= below;
            digit += 1;
        }
    }
    (digit, left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(numerator: i128, denominator: i128) -> Number {
        Number::new(numerator, denominator).unwrap()
    }

    #[test]
    fn a_literal_is_read_exactly() {
        assert_eq!(Number::parse("12"), Some(Number::from(12)));
        assert_eq!(Number::parse("0.40"), Some(number(2, 5)));
        assert_eq!(Number::parse(".5"), Some(number(1, 2)));
        assert_eq!(Number::parse("-.5"), Some(number(-1, 2)));
        assert_eq!(Number::parse("007"), Some(Number::from(7)));
        assert_eq!(Number::parse("-0"), Some(Number::ZERO));
    }

    #[test]
    fn anything_else_is_not_a_number() {
        for text in
            ["", "-", ".", "-.", "5.", "+5", "--5", "1e3", " 1", "1 ", "1.2.3", "1,5", "1_000", "٣", "0x1", "NaN"]
        {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_too_long_is_none_and_zeros_are_not_length() {
        assert_eq!(Number::parse(&"9".repeat(40)), None);
        assert_eq!(Number::parse(&format!("0.{}1", "0".repeat(60))), None);
        assert_eq!(Number::parse(&format!("1.5{}", "0".repeat(60))), Some(number(3, 2)));
        assert_eq!(Number::parse(&format!("{}1", "0".repeat(60))), Some(Number::ONE));
        assert_eq!(Number::parse("170141183460469231731687303715884105727"), Some(Number::from_integer(i128::MAX)));
    }

    #[test]
    fn money_is_padded_with_zeros() {
        assert_eq!(Number::from(45688).to_decimal(2).as_deref(), Some("45688.00"));
        assert_eq!(number(-1, 2).to_decimal(2).as_deref(), Some("-0.50"));
        assert_eq!(Number::from(7).to_decimal(0).as_deref(), Some("7"));
    }

    #[test]
    fn a_decimal_is_exact_or_none() {
        assert_eq!(number(1, 8).to_decimal(2), None);
        assert_eq!(number(1, 8).to_decimal(3).as_deref(), Some("0.125"));
        assert_eq!(number(1, 3).to_decimal(30), None);
    }

    #[test]
    fn digits_needed_are_counted() {
        assert_eq!(Number::from(5).decimals(), Some(0));
        assert_eq!(number(1, 40).decimals(), Some(3));
        assert_eq!(number(1, 25).decimals(), Some(2));
        assert_eq!(number(1, 6).decimals(), None);
    }

    #[test]
    fn an_endless_decimal_is_shown_as_a_fraction() {
        assert_eq!(number(-2, 6).to_string(), "-1/3");
        assert_eq!(format!("{:?}", number(5, 2)), "2.5");
    }

    #[test]
    fn the_longest_denominators_are_written_exactly() {
        let text = number(i128::MAX, 1 << 126).to_string();
        assert_eq!(text.len(), "1.".len() + 126);
        assert!(text.starts_with("1.99999999999") && text.ends_with('5'), "{text}");
        let fives = 5_i128.pow(54);
        assert_eq!(number(fives - 1, fives).decimals(), Some(54));
        assert!(number(fives - 1, fives).to_string().starts_with("0.99999"));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(cents: i64, scale in 0u32..12) {
            let value = number(cents.into(), 10_i128.pow(scale));
            prop_assert_eq!(Number::parse(&value.to_string()), Some(value));
            prop_assert_eq!(Number::parse(&value.to_decimal(scale).unwrap()), Some(value));
        }

        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            let _ = Number::parse(&text);
        }

        #[test]
        fn digits_are_those_of_whole_cents(cents in 0u32..) {
            let value = number(cents.into(), 100);
            prop_assert_eq!(value.to_decimal(2), Some(format!("{}.{:02}", cents / 100, cents % 100)));
        }
    }
}
