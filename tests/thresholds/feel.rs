//! What can be changed in an expression: numbers, days, comparisons and the ends of ranges.

use std::ops::Range;

use super::places::part;

/// A part of a text and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub span: Range<usize>,
    pub with: String,
}

/// Every small change of an expression, in the order of the text.
pub fn changes(text: &str) -> Vec<Change> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = at + length(rest);
        let word = part(text, at..end);
        let mut add = |span: Range<usize>, with: String| found.push(Change { span, with });
        match rest[0] {
            b'0'..=b'9' => {
                for up in [true, false] {
                    add(at..end, stepped(word, up));
                }
            }
            b'<' | b'>' => add(at..end, other(word).to_owned()),
            b'.' if word == ".." => {
                let (start, stop) = (opened(bytes, at), closed(bytes, end));
                add(start..start + 1, other_end(part(text, start..start + 1)).to_owned());
                add(stop..stop + 1, other_end(part(text, stop..stop + 1)).to_owned());
            }
            _ if word == "date" && bytes.get(end) == Some(&b'(') => {
                let stop = closed(bytes, end + 1) + 1;
                for change in ["+ 1 days", "- 1 days"] {
                    add(at..stop, format!("({} {change})", part(text, at..stop)));
                }
                if is_written_out(part(text, end..stop)) {
                    at = stop;
                    continue;
                }
            }
            _ => {}
        }
        at = end;
    }
    found
}

/// A date whose parts are all numbers, or a text: changed as a whole only.
fn is_written_out(arguments: &str) -> bool {
    !arguments.chars().any(char::is_alphabetic)
}

/// The length of the word, number or sign at the beginning.
fn length(rest: &[u8]) -> usize {
    let run = |is: fn(&u8) -> bool| rest.iter().take_while(|byte| is(byte)).count();
    match rest[0] {
        b'0'..=b'9' => {
            let whole = run(u8::is_ascii_digit);
            let part =
                rest.get(whole + 1..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
            if rest.get(whole) == Some(&b'.') && part > 0 { whole + 1 + part } else { whole }
        }
        b'<' | b'>' if rest.get(1) == Some(&b'=') => 2,
        b'.' if rest.get(1) == Some(&b'.') => 2,
        first if first.is_ascii_alphabetic() || first == b'_' => {
            run(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        }
        _ => run(|byte| *byte >= 128).max(1),
    }
}

fn other(comparison: &str) -> &'static str {
    match comparison {
        "<" => "<=",
        "<=" => "<",
        ">" => ">=",
        _ => ">",
    }
}

fn other_end(bracket: &str) -> &'static str {
    match bracket {
        "[" => "(",
        "(" | "]" => {
            if bracket == "(" {
                "["
            } else {
                ")"
            }
        }
        _ => "]",
    }
}

/// The bracket that is still open before a place.
fn opened(bytes: &[u8], before: usize) -> usize {
    let mut depth = 0;
    (0..before)
        .rev()
        .find(|at| match bytes[*at] {
            b'(' | b'[' if depth == 0 => true,
            b'(' | b'[' => {
                depth -= 1;
                false
            }
            b')' | b']' => {
                depth += 1;
                false
            }
            _ => false,
        })
        .unwrap()
}

/// The bracket that closes what is open at a place.
fn closed(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0;
    (from..bytes.len())
        .find(|at| match bytes[*at] {
            b')' | b']' if depth == 0 => true,
            b')' | b']' => {
                depth -= 1;
                false
            }
            b'(' | b'[' => {
                depth += 1;
                false
            }
            _ => false,
        })
        .unwrap()
}

/// A number one of its last digit more or less.
pub fn stepped(number: &str, up: bool) -> String {
    let digits = number.split_once('.').map_or(0, |(_, part)| part.len());
    let all: i64 = number.replace('.', "").parse().unwrap();
    let all = if up { all + 1 } else { all - 1 };
    let sign = if all < 0 { "-" } else { "" };
    let text = format!("{:0>1$}", all.abs(), digits + 1);
    let (whole, part) = text.split_at(text.len() - digits);
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

#[test]
fn a_number_goes_one_of_its_last_digit_up_and_down() {
    for (number, more, less) in [("9", "10", "8"), ("0", "1", "-1"), ("0.50", "0.51", "0.49"), ("1.0", "1.1", "0.9")] {
        assert_eq!((stepped(number, true), stepped(number, false)), (more.to_owned(), less.to_owned()));
    }
}

#[test]
fn numbers_days_comparisons_and_ends_of_ranges_are_changed() {
    let changed = |text: &str| -> Vec<String> {
        let made = changes(text).into_iter();
        made.map(|change| {
            format!("{}{}{}", part(text, 0..change.span.start), change.with, part(text, change.span.end..text.len()))
        })
        .collect()
    };
    assert_eq!(changed("kid.age < 3"), ["kid.age <= 3", "kid.age < 4", "kid.age < 2"]);
    assert_eq!(changed("age1 in [3..b)"), ["age1 in [4..b)", "age1 in [2..b)", "age1 in (3..b)", "age1 in [3..b]"]);
    assert_eq!(
        changed("x >= date(2019, 1, 1)")[1..],
        ["x >= (date(2019, 1, 1) + 1 days)", "x >= (date(2019, 1, 1) - 1 days)"]
    );
    assert_eq!(changed("date(on.year, 5, 1)").len(), 6);
    assert_eq!(changed("round half up(a, b) != c"), Vec::<String>::new());
}
