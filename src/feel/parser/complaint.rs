//! What is said where a token does not fit.

use std::ops::Range;

use super::{Parser, SyntaxError, operator};
use crate::feel::token::{Mark, Token, TokenKind, Word};

/// Words that authors use as operators, and what the language has for them.
const STRAY: [(&str, &str); 12] = [
    ("is", "use `=`"),
    ("equals", "use `=`"),
    ("eq", "use `=`"),
    ("ne", "use `!=`"),
    ("lt", "use `<`"),
    ("gt", "use `>`"),
    ("le", "use `<=`"),
    ("ge", "use `>=`"),
    ("mod", "use `modulo(a, b)`"),
    ("div", "use `floor(a / b)`"),
    ("xor", "use `!=` between two conditions"),
    ("contains", "write `value in list`"),
];

/// Whether a name between two operands is meant as an operator: one of another language, or a word in capitals.
pub(super) fn is_stray_operator(name: &str) -> bool {
    STRAY.iter().any(|(word, _)| *word == name) || miscased(name).is_some()
}

/// The word of the language that a name is but for its capitals.
fn miscased(name: &str) -> Option<Word> {
    Word::of_text(&name.to_ascii_lowercase())
}

impl Parser<'_> {
    /// The token that was passed last.
    pub(super) fn before(&self) -> Option<&Token> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at))
    }

    /// How the next token is called in a message.
    pub(super) fn shown(&self) -> String {
        match self.peek() {
            TokenKind::End => "the end".to_owned(),
            TokenKind::Text(_) => "a text".to_owned(),
            _ => format!("`{}`", self.source(self.range())),
        }
    }

    /// The mistake where an operand should begin.
    pub(super) fn no_operand(&self) -> SyntaxError {
        let found = self.shown();
        let before = self.before();
        let is_opened = before.is_none_or(|token| token.kind == TokenKind::Mark(Mark::ParenOpen));
        let is_over = matches!(self.peek(), TokenKind::End | TokenKind::Mark(Mark::ParenClose | Mark::BracketClose));
        match before {
            Some(token) if is_over => {
                let sign = self.source(token.range.clone());
                SyntaxError::new(token.range.clone(), format!("nothing stands after `{sign}`"))
            }
            Some(token) if !is_opened => {
                let sign = self.source(token.range.clone());
                let message = format!("a value is expected after `{sign}`, not {found}");
                SyntaxError::new(self.range(), message)
            }
            _ => {
                let error = SyntaxError::new(self.range(), format!("nothing stands before {found}"));
                match self.peek().operator() {
                    Some(operator) if operator.is_comparison() => {
                        error.with_help("a test without its value stands only after `in`")
                    }
                    _ => error,
                }
            }
        }
    }

    /// The mistake where an expression is complete and the next token cannot follow it; `open` is the bracket around.
    pub(super) fn leftover(&self, open: Option<Range<usize>>) -> SyntaxError {
        let range = self.range();
        let found = self.shown();
        match self.peek() {
            TokenKind::End => self.unclosed(open),
            TokenKind::Mark(Mark::ParenClose | Mark::BracketClose) => match open {
                Some(open) => {
                    let bracket = self.source(open);
                    let message = format!("`{bracket}` is closed by {found}");
                    SyntaxError::new(range, message)
                }
                None => SyntaxError::new(range, format!("nothing opens this {found}")),
            },
            TokenKind::Mark(Mark::DotDot) => {
                let error = SyntaxError::new(range, "a range stands in brackets");
                error.with_help("write `[a..b]`, or `[a..b)` without its upper end")
            }
            TokenKind::Mark(Mark::Comma) => self.stray_comma(range),
            TokenKind::Word(Word::And | Word::Or) => {
                let error = SyntaxError::new(range, format!("tests are not joined by {found}"));
                error.with_help("a range is `in (a..b)`; several tests, one of which must hold, are parted by `,`")
            }
            TokenKind::Word(word) => {
                let word = word.text();
                match home_of(word) {
                    Some(home) => SyntaxError::new(range, format!("no `{home}` stands before `{word}`")),
                    None => self.unjoined(range),
                }
            }
            _ => self.unjoined(range),
        }
    }

    fn unclosed(&self, open: Option<Range<usize>>) -> SyntaxError {
        let Some(open) = open else {
            let last = self.before().map_or(0..0, |token| token.range.clone());
            return SyntaxError::new(last, "the expression ends too early");
        };
        let bracket = self.source(open.clone());
        let close = if bracket == "(" { ")" } else { "]" };
        let error = SyntaxError::new(open, format!("`{bracket}` is not closed"));
        error.with_help(format!("add `{close}`"))
    }

    fn stray_comma(&self, range: Range<usize>) -> SyntaxError {
        let before = self.before();
        let error = SyntaxError::new(range, "this comma separates nothing");
        match (before.map(|token| &token.kind), self.peek_at(1)) {
            (Some(TokenKind::Number(whole)), TokenKind::Number(fraction)) => {
                error.with_help(format!("the decimal sign is a point: `{whole}.{fraction}`"))
            }
            _ => error.with_help("several values stand in parentheses after `in`: `in (a, b)`"),
        }
    }

    /// The mistake where two operands meet without an operator.
    fn unjoined(&self, range: Range<usize>) -> SyntaxError {
        let before = self.before();
        let left = before.map(|token| &token.kind);
        if let Some(Token { kind: TokenKind::Name(name), range }) = before
            && let Some(word) = miscased(name)
        {
            return small_letters(range.clone(), name, word);
        }
        if let TokenKind::Name(name) = self.peek() {
            if let Some(error) = self.stray_operator(name) {
                return error;
            }
            if let Some(help) = glue(left, name) {
                let message = format!("an operator is missing before `{name}`");
                return SyntaxError::new(range, message).with_help(help);
            }
        }
        let error = SyntaxError::new(range, format!("an operator is missing before {}", self.shown()));
        match (left, self.peek()) {
            (Some(TokenKind::Number(head)), TokenKind::Number(tail)) => {
                error.with_help(format!("write a number without spaces: `{head}{tail}`"))
            }
            (_, TokenKind::Mark(Mark::ParenOpen)) => error.with_help("only a function is called"),
            (_, TokenKind::Word(Word::Not)) if *self.peek_at(1) == TokenKind::Word(Word::In) => {
                error.with_help("write `not(value in (…))`")
            }
            _ => error,
        }
    }

    /// The mistake where a name is used as an operator.
    fn stray_operator(&self, name: &str) -> Option<SyntaxError> {
        let range = self.range();
        let message = format!("`{name}` is not an operator");
        if let Some(word) = miscased(name) {
            return Some(small_letters(range, name, word));
        }
        if name == "instance" && *self.peek_at(1) == TokenKind::Name("of".to_owned()) {
            let range = range.start..self.range_at(1).end;
            let message = "a rule cannot ask for the type of a value";
            return Some(SyntaxError::new(range, message));
        }
        let negated = usize::from(*self.peek_at(1) == TokenKind::Word(Word::Not));
        if name == "is" && *self.peek_at(1 + negated) == TokenKind::Word(Word::Null) {
            let range = range.start..self.range_at(1 + negated).end;
            return Some(operator::null_question(range));
        }
        if name == "is" && negated == 1 {
            let range = range.start..self.range_at(1).end;
            let error = SyntaxError::new(range, "`is not` is not an operator");
            return Some(error.with_help("use `!=`"));
        }
        let (_, help) = STRAY.iter().find(|(word, _)| *word == name)?;
        Some(SyntaxError::new(range, message).with_help(*help))
    }
}

fn small_letters(range: Range<usize>, name: &str, word: Word) -> SyntaxError {
    let message = format!("`{name}` is written in small letters");
    SyntaxError::new(range, message).with_help(format!("use `{}`", word.text()))
}

/// What may have been meant by a name after another operand.
fn glue(left: Option<&TokenKind>, name: &str) -> Option<String> {
    match left? {
        TokenKind::Name(left) => Some(format!("a name is one word: `{left}_{name}`")),
        TokenKind::Number(count) => Some(match name {
            "week" | "weeks" => match count.parse::<u32>().ok().and_then(|n| n.checked_mul(7)) {
                Some(days) => format!("weeks are written as days: `{days} days`"),
                None => "weeks are written as days".to_owned(),
            },
            "percent" => "write the share: `0.05` for 5 percent".to_owned(),
            _ => "units are `days`, `months` and `years`; money has none".to_owned(),
        }),
        _ => None,
    }
}

/// The word that a word needs before it.
fn home_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "then" | "else" => "if",
        "return" => "for",
        "satisfies" => "some",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::mistake;

    #[test]
    fn operators_of_other_languages_are_named() {
        for (text, help) in [
            ("a is b", "use `=`"),
            ("a is not b", "use `!=`"),
            ("a mod 2", "use `modulo(a, b)`"),
            ("a AND (b)", "use `and`"),
            ("a is (b)", "use `=`"),
            ("a mod not b", "use `modulo(a, b)`"),
            ("NOT a", "use `not`"),
            ("If a Then b", "use `if`"),
        ] {
            assert_eq!(mistake(text)[2], help, "{text}");
        }
        assert_eq!(mistake("a is not b")[0], "is not");
    }

    #[test]
    fn two_words_are_one_name() {
        let [place, message, help] = mistake("birth date > on");
        assert_eq!(place, "date");
        assert_eq!(message, "an operator is missing before `date`");
        assert_eq!(help, "a name is one word: `birth_date`");
    }

    #[test]
    fn numbers_are_written_as_in_programs() {
        assert_eq!(mistake("10 000")[2], "write a number without spaces: `10000`");
        assert_eq!(mistake("0,5 * a")[2], "the decimal sign is a point: `0.5`");
        assert_eq!(mistake("6 weeks")[2], "weeks are written as days: `42 days`");
        assert_eq!(mistake("9999999999 weeks")[2], "weeks are written as days");
        assert!(mistake("5 rub")[2].ends_with("money has none"));
    }

    #[test]
    fn a_missing_operand_is_named() {
        for (text, place, message) in [
            ("a +", "+", "nothing stands after `+`"),
            ("and a", "and", "nothing stands before `and`"),
            ("a and or b", "or", "a value is expected after `and`, not `or`"),
            ("(= 1)", "=", "nothing stands before `=`"),
            ("()", "(", "nothing stands after `(`"),
        ] {
            let [found, what, _] = mistake(text);
            assert_eq!((found.as_str(), what.as_str()), (place, message), "{text}");
        }
    }

    #[test]
    fn types_are_not_asked_for() {
        assert_eq!(mistake("a instance of number")[0], "instance of");
    }
}
