//! Whether a value is the one that the standard gives.

use one_window::Value;

/// Digits of a number of the standard (IEEE 754 decimal128).
const DIGITS: usize = 34;

/// Whether a value has this type and text.
pub fn agrees(found: &Value, kind: &str, text: &str) -> bool {
    match (found, kind) {
        (Value::Boolean(value), "boolean") => value.to_string() == text,
        (Value::Number(value), "decimal" | "number" | "integer" | "double") => same_number(value, text),
        (Value::Date(value), "date") => value.to_string() == text,
        (Value::Months(value), "duration") => months(text) == Some(*value),
        (Value::Days(value), "duration") => days(text) == Some(*value),
        (Value::Text(value), "string") => value == text,
        _ => false,
    }
}

/// Whether an exact number is this decimal; one whose digits do not end is what is left of it in the digits of the
/// standard.
fn same_number(exact: &str, decimal: &str) -> bool {
    match exact.split_once('/') {
        None => plain(exact) == plain(decimal),
        Some((above, below)) => {
            let (Ok(above), Ok(below)) = (above.parse::<i128>(), below.parse::<u128>()) else { return false };
            let sign = if above < 0 { "-" } else { "" };
            plain(&format!("{sign}{}", rounded(above.unsigned_abs(), below))) == plain(decimal)
        }
    }
}

/// A decimal without what says nothing: zeros in front, zeros behind the point, a sign before zero.
fn plain(decimal: &str) -> Option<String> {
    let (sign, digits) = match decimal.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", decimal),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_written =
        !format!("{whole}{part}").is_empty() && format!("{whole}{part}").bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    let sign = if whole.is_empty() && part.is_empty() { "" } else { sign };
    is_written.then(|| format!("{sign}{whole}.{part}"))
}

/// A fraction whose digits never end, rounded to the digits of the standard; it never lies in the middle.
fn rounded(above: u128, below: u128) -> String {
    let mut digits: Vec<u8> = (above / below).to_string().bytes().map(|digit| digit - b'0').collect();
    let whole = digits.len();
    let mut rest = above % below;
    let significant = |digits: &[u8]| digits.iter().skip_while(|digit| **digit == 0).count();
    while significant(&digits) <= DIGITS {
        let mut digit = 0;
        let mut left = 0_u128;
        for _ in 0..10 {
            left += rest;
            if left >= below {
                left -= below;
                digit += 1;
            }
        }
        digits.push(digit);
        rest = left;
    }
    let mut carry = digits.pop().is_some_and(|last| last >= 5);
    for digit in digits.iter_mut().rev() {
        if !carry {
            break;
        }
        carry = *digit == 9;
        *digit = if carry { 0 } else { *digit + 1 };
    }
    let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    let (front, behind) = text.split_at(whole.min(text.len()));
    format!("{}{front}.{behind}", if carry { "1" } else { "" })
}

/// The months of `P1Y2M`.
fn months(text: &str) -> Option<i64> {
    let (sign, mut rest) = signed(text)?;
    let years = take(&mut rest, 'Y')?;
    let months = take(&mut rest, 'M')?;
    (rest.is_empty() && text.contains(['Y', 'M'])).then(|| sign * (years * 12 + months))
}

/// The days of `P10D`.
fn days(text: &str) -> Option<i64> {
    let (sign, mut rest) = signed(text)?;
    let days = take(&mut rest, 'D')?;
    (rest.is_empty() && text.contains('D') || rest == "T0S" || rest == "T0H").then(|| sign * days)
}

fn signed(text: &str) -> Option<(i64, &str)> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    Some((sign, text.strip_prefix('P')?))
}

fn take(rest: &mut &str, letter: char) -> Option<i64> {
    let Some((digits, after)) = rest.split_once(letter) else { return Some(0) };
    *rest = after;
    digits.parse().ok()
}
