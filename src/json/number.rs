//! The grammar of JSON numbers (RFC 8259, section 6).

/// Whether the whole text is a JSON number.
pub(super) fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let has_no_sign = |exponent: &str| is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(has_no_sign)
}

/// What to write in place of something that looks like a number.
pub(super) fn advice(text: &str) -> String {
    let unsigned = text.trim_start_matches(['+', '-']);
    if looks_like_date(text) {
        return format!("write a date in double quotes: `\"{text}\"`");
    }
    if text.starts_with('+') {
        return "write it without `+`".to_owned();
    }
    if unsigned.starts_with('.') {
        return "write a digit before the point, as in `0.5`".to_owned();
    }
    if unsigned.ends_with('.') {
        return "write a digit after the point, or leave the point out".to_owned();
    }
    if unsigned.contains('_') {
        return "write the digits without `_`".to_owned();
    }
    if unsigned.starts_with('0') && unsigned.as_bytes().get(1).is_some_and(u8::is_ascii_digit) {
        return "write it without leading zeros, or in double quotes if it is a code".to_owned();
    }
    "a number is written as `12`, `-3` or `0.5`; what is no number stands in double quotes".to_owned()
}

/// Digits with `-` between them, such as `2025-01-01` and `2025-01`.
fn looks_like_date(text: &str) -> bool {
    let mut parts = text.split('-');
    parts.next().is_some_and(|year| year.len() == 4 && is_digits(year))
        && parts.next().is_some_and(is_digits)
        && parts.all(is_digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_that_of_the_standard() {
        for text in ["0", "-0", "10", "0.5", "-1.25e10", "1E+5", "1e-05", "123456789012345678901234567890"] {
            assert!(is_number(text), "{text}");
        }
        for text in
            ["", "-", "+1", "01", "-01", ".5", "5.", "1e", "1e+", "1e5.5", "0x1", "1_0", "--1", "1-1", "1e5e5", "1.2.3"]
        {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn advice_fits_the_mistake() {
        assert_eq!(advice("2025-01-01"), "write a date in double quotes: `\"2025-01-01\"`");
        assert!(advice("007").contains("leading zeros"));
        assert!(advice("-.5").contains("before the point"));
        assert!(advice("5.").contains("after the point"));
        assert!(advice("1_000").contains("without `_`"));
        assert!(advice("+1").contains("without `+`"));
        assert!(advice("12k").contains("double quotes"));
    }
}
