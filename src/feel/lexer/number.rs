//! Numbers, and what is mistaken for one: a bare date, a percentage, an exponent, a unit without a space.

use super::{Lexer, name};
use crate::feel::{token::TokenKind, tree::DurationUnit};

impl Lexer<'_> {
    pub(super) fn starts_number(&self) -> bool {
        let rest = self.rest();
        let digits = rest.strip_prefix('.').unwrap_or(rest);
        digits.starts_with(|c: char| c.is_ascii_digit())
    }

    pub(super) fn number(&mut self) {
        let start = self.at;
        if let Some((length, call)) = bare_date(self.rest()) {
            self.at += length;
            let message = "a date is not written like this";
            let help = format!("write `{call}`; for a subtraction put spaces around `-`");
            self.report(start..self.at, message, help);
            self.push(start, TokenKind::Number("0".to_owned()));
            return;
        }
        self.take_while(|c| c.is_ascii_digit());
        let has_fraction =
            self.rest().strip_prefix('.').is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()));
        if has_fraction {
            self.at += 1;
            self.take_while(|c| c.is_ascii_digit());
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        let tail = self.take_while(name::is_part);
        if !tail.is_empty() {
            self.glued(start, text, tail);
        }
        let number = self.percentage(start, text);
        let kind = TokenKind::Number(number.unwrap_or_else(|| text.to_owned()));
        self.push(start, kind);
    }

    /// Reports letters that follow a number without a space.
    fn glued(&mut self, start: usize, number: &str, tail: &str) {
        if is_exponent(tail) {
            let sign = self.rest().starts_with(['+', '-']);
            if sign && tail.len() == 1 {
                self.at += 1;
                self.take_while(|c| c.is_ascii_digit());
            }
            let help = "write the number out";
            self.report(start..self.at, "a number has no exponent", help);
            return;
        }
        let message = format!("`{number}{tail}` is neither a number nor a name");
        let help = if DurationUnit::of_word(tail).is_some() {
            format!("write `{number} {tail}`")
        } else if tail.starts_with('_') {
            "write the digits of a number together".to_owned()
        } else {
            "a name begins with a letter".to_owned()
        };
        self.report(start..self.at, message, help);
    }

    /// The number that a percentage is, reported as a mistake.
    fn percentage(&mut self, start: usize, text: &str) -> Option<String> {
        let after = self.rest().trim_start_matches(' ');
        if !after.starts_with('%') {
            return None;
        }
        self.at = self.text.len() - after.len() + 1;
        let share = hundredth(text);
        let help = format!("write the share: `{share}`");
        self.report(start..self.at, "there are no percentages", help);
        Some(share)
    }
}

/// Whether letters after a number are an exponent (`e4`), or its beginning (`e` of `e-4`).
fn is_exponent(tail: &str) -> bool {
    tail.strip_prefix(['e', 'E']).is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()))
}

/// The digits of `text` with the point moved two places to the left.
fn hundredth(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = format!("{:0>3}", whole.trim_start_matches('0'));
    let (head, tail) = whole.split_at_checked(whole.len() - 2).unwrap_or_default();
    let share = format!("{head}.{tail}{fraction}");
    share.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A date as `2025-01-31` or `31.01.2025` at the beginning of a text: its length, and the call to write for it.
fn bare_date(rest: &str) -> Option<(usize, String)> {
    let (first, after) = digits(rest);
    let separator = after.chars().next().filter(|c| matches!(c, '-' | '.'))?;
    let (second, after) = digits(after.strip_prefix(separator)?);
    let (third, after) = digits(after.strip_prefix(separator)?);
    if after.starts_with(name::is_part) {
        return None;
    }
    let (year, day) = if separator == '-' { (first, third) } else { (third, first) };
    let is_date = year.len() == 4 && [second, day].iter().all(|part| matches!(part.len(), 1 | 2));
    let bare = |part: &str| match part.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => digits.to_owned(),
    };
    let call = format!("date({}, {}, {})", bare(year), bare(second), bare(day));
    is_date.then(|| (rest.len() - after.len(), call))
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.split_at_checked(end.unwrap_or(text.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{
        super::token::{Mark, TokenKind},
        lex,
        tests::{kinds, mistake},
    };
    use super::hundredth;

    fn number(text: &str) -> TokenKind {
        TokenKind::Number(text.to_owned())
    }

    #[test]
    fn a_number_is_kept_as_written() {
        for text in ["12", "0.40", ".5", "007", "123456789012345678901234567890.1"] {
            assert_eq!(kinds(text), [number(text)]);
        }
    }

    #[test]
    fn a_bare_date_is_shown_as_a_call() {
        let (place, _, help) = mistake("on >= 2025-01-31");
        assert_eq!(place, "2025-01-31");
        assert!(help.starts_with("write `date(2025, 1, 31)`"), "{help}");
        let (place, _, help) = mistake("on >= 05.10.2025 and a");
        assert_eq!(place, "05.10.2025");
        assert!(help.starts_with("write `date(2025, 10, 5)`"), "{help}");
    }

    #[test]
    fn a_subtraction_is_no_date() {
        let minus = TokenKind::Mark(Mark::Minus);
        assert_eq!(kinds("2025 - 01"), [number("2025"), minus.clone(), number("01")]);
        assert_eq!(kinds("12-1").len(), 3);
        assert_eq!(kinds("20250-1-1").len(), 5);
    }

    #[test]
    fn a_percentage_is_shown_as_a_share() {
        assert_eq!(mistake("5%").2, "write the share: `0.05`");
        assert_eq!(mistake("12.5 % of").0, "12.5 %");
        assert_eq!(lex("5% ").tokens[0].kind, number("0.05"));
        for (percent, share) in [("150", "1.5"), ("100", "1"), ("12.50", "0.125"), ("0", "0")] {
            assert_eq!(hundredth(percent), share);
        }
    }

    #[test]
    fn letters_do_not_touch_a_number() {
        assert_eq!(mistake("6months").2, "write `6 months`");
        assert_eq!(mistake("1_000").2, "write the digits of a number together");
        assert_eq!(mistake("12abc").1, "`12abc` is neither a number nor a name");
    }

    #[test]
    fn an_exponent_is_refused_whole() {
        for text in ["1.23e4", "1E-4", "2e+10"] {
            let (place, message, _) = mistake(text);
            assert_eq!((place.as_str(), message.as_str()), (text, "a number has no exponent"));
        }
    }
}
