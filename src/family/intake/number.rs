//! Numbers as families write them.

use super::Reader;
use crate::{
    diagnostic::{Code, Diagnostic, quoted},
    json::{Kind, Node},
    value::{Number, Unit},
    vocabulary::{FactSymbol, NumberRange},
};

impl Reader<'_> {
    /// A number of a fact: text of decimal digits, or a whole JSON number.
    pub(super) fn number(&mut self, fact: &FactSymbol, unit: &Unit, node: &Node) -> Option<Number> {
        let text = match &node.kind {
            Kind::Number(digits) if is_whole(digits) => digits,
            Kind::String(text) => text,
            Kind::Number(digits) => {
                let message = format!("{} is not a whole number and stands without quotes", quoted(digits));
                self.refuse(Code::InvalidNumber, node.span, message, in_quotes(digits));
                return None;
            }
            _ => {
                let message = format!("{} must be a number, got {}", quoted(&fact.name), node.describe());
                self.refuse(Code::WrongType, node.span, message, r#"write digits in quotes, such as `"14000.50"`"#);
                return None;
            }
        };
        let Some(number) = Number::parse(text) else {
            let message = format!("{} is not a number that {} can have", quoted(text), quoted(&fact.name));
            self.refuse(Code::InvalidNumber, node.span, message, mended(text));
            return None;
        };
        self.fitting(fact, unit, number, node)
    }

    fn fitting(&mut self, fact: &FactSymbol, unit: &Unit, number: Number, node: &Node) -> Option<Number> {
        let name = quoted(&fact.name);
        let unit = if unit.is_one() { String::new() } else { format!(", unit `{unit}`") };
        if let Some(NumberRange { low, high }) = fact.range
            && !(low..=high).contains(&number)
        {
            let message = format!("`{number}` is outside the range of {name}");
            let diagnostic = Diagnostic::error(Code::OutOfRange, node.span, message);
            self.sink.push(diagnostic.help(format!("it can be from {low} to {high}{unit}")));
            return None;
        }
        if number.decimals().is_none_or(|digits| digits > fact.digits) {
            let message = format!("`{number}` has too many digits after the point for {name}");
            let help = match fact.digits {
                0 => format!("write a whole number{unit}"),
                1 => format!("write one digit after the point at most{unit}"),
                digits => format!("write {digits} digits after the point at most{unit}"),
            };
            self.refuse(Code::InvalidNumber, node.span, message, help);
            return None;
        }
        Some(number)
    }
}

/// Whether a JSON number is written without point and exponent.
fn is_whole(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// A JSON number is exact only as text.
fn in_quotes(digits: &str) -> String {
    if digits.contains(['e', 'E']) {
        r#"write all digits, in quotes, such as `"14000.50"`"#.to_owned()
    } else {
        format!(r#"write it in quotes: `"{digits}"`"#)
    }
}

/// The number that was probably meant: without blanks and currency, with a point.
fn mended(text: &str) -> String {
    let digits: String = text.chars().filter(|letter| letter.is_ascii_digit() || "-.,".contains(*letter)).collect();
    let digits = digits.replace(',', ".");
    if digits != text && Number::parse(&digits).is_some() {
        format!(r#"write digits and a point: `"{digits}"`"#)
    } else {
        r#"write digits and a point, such as `"14000.50"`"#.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{anna, refused};

    #[test]
    fn a_number_is_exact_text_or_whole() {
        refused(anna(r#", "monthly_income": 14000.5"#), &["invalid-number"], &[r#"write it in quotes: `"14000.5"`"#]);
        refused(anna(r#", "monthly_income": 1e3"#), &["invalid-number"], &["write all digits"]);
        refused(anna(r#", "monthly_income": "14 000,50""#), &["invalid-number"], &[r#"`"14000.50"`"#]);
        refused(anna(r#", "monthly_income": "14000 руб""#), &["invalid-number"], &[r#"`"14000"`"#]);
        refused(anna(r#", "monthly_income": "lots""#), &["invalid-number"], &["write digits and a point"]);
        refused(
            anna(r#", "monthly_income": "1.005""#),
            &["invalid-number"],
            &["2 digits after the point at most, unit `RUB/month`"],
        );
        refused(anna(r#", "pregnancy_weeks": "20.5""#), &["invalid-number"], &["write a whole number, unit `week`"]);
        refused(anna(r#", "pregnancy_weeks": 46"#), &["out-of-range"], &["from 0 to 45, unit `week`"]);
        refused(anna(r#", "monthly_income": "-1""#), &["out-of-range"], &["`-1` is outside"]);
        let endless = format!(r#", "monthly_income": {}"#, "9".repeat(400));
        refused(anna(&endless), &["invalid-number"], &[]);
    }
}
