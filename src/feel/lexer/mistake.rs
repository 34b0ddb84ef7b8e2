//! Signs of other languages, read as what was meant.

use super::{Lexer, name};
use crate::feel::token::{Mark, TokenKind, Word};

const fn mark(mark: Mark) -> TokenKind {
    TokenKind::Mark(mark)
}

/// What is written, what is meant, how that is written; a sign stands before its own beginning.
static SIGNS: [(&str, TokenKind, &str); 22] = [
    ("===", mark(Mark::Equal), "="),
    ("==", mark(Mark::Equal), "="),
    ("!==", mark(Mark::NotEqual), "!="),
    ("=<", mark(Mark::LessOrEqual), "<="),
    ("=>", mark(Mark::GreaterOrEqual), ">="),
    ("<>", mark(Mark::NotEqual), "!="),
    ("&&", TokenKind::Word(Word::And), "and"),
    ("&", TokenKind::Word(Word::And), "and"),
    ("||", TokenKind::Word(Word::Or), "or"),
    ("|", TokenKind::Word(Word::Or), "or"),
    ("^", mark(Mark::StarStar), "**"),
    ("≤", mark(Mark::LessOrEqual), "<="),
    ("≥", mark(Mark::GreaterOrEqual), ">="),
    ("≠", mark(Mark::NotEqual), "!="),
    ("−", mark(Mark::Minus), "-"),
    ("–", mark(Mark::Minus), "-"),
    ("—", mark(Mark::Minus), "-"),
    ("×", mark(Mark::Star), "*"),
    ("·", mark(Mark::Star), "*"),
    ("÷", mark(Mark::Slash), "/"),
    ("…", mark(Mark::DotDot), ".."),
    ("‥", mark(Mark::DotDot), ".."),
];

impl Lexer<'_> {
    /// Passes a sign of another language and reports it; `false` if none is next.
    pub(super) fn mistake(&mut self) -> bool {
        self.foreign_sign() || self.exclamation() || self.brace() || self.foreign_quoted()
    }

    fn foreign_sign(&mut self) -> bool {
        let start = self.at;
        let found = SIGNS.iter().find(|(sign, ..)| self.rest().starts_with(sign));
        let Some((sign, kind, right)) = found else {
            return false;
        };
        self.at += sign.len();
        let message = format!("`{sign}` is not an operator here");
        self.report(start..self.at, message, format!("use `{right}`"));
        self.push(start, kind.clone());
        true
    }

    /// `!x`; the sign is passed as if it were not there.
    fn exclamation(&mut self) -> bool {
        let start = self.at;
        let Some(after) = self.rest().strip_prefix('!') else {
            return false;
        };
        if after.starts_with('=') {
            return false;
        }
        self.at += 1;
        let end = after.find(|c| !name::is_part(c)).unwrap_or(after.len());
        let what = after.get(..end).filter(|name| !name.is_empty());
        let help = format!("write `not({})`", what.unwrap_or("…"));
        self.report(start..self.at, "`!` is not an operator", help);
        true
    }

    /// `{ … }` of FEEL; nothing after it can be trusted.
    fn brace(&mut self) -> bool {
        if !self.rest().starts_with(['{', '}']) {
            return false;
        }
        let start = self.at;
        self.at += 1;
        let message = "rules have no contexts (`{ … }`)";
        self.report(start..self.at, message, "give the parts names of their own as definitions");
        self.is_torn = true;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::{lex, tests::mistake};
    use super::*;

    #[test]
    fn no_sign_hides_a_longer_one() {
        for (place, (earlier, ..)) in SIGNS.iter().enumerate() {
            for (later, ..) in &SIGNS[place + 1..] {
                assert!(!later.starts_with(earlier), "{earlier} hides {later}");
            }
        }
    }

    #[test]
    fn signs_of_other_languages_are_read_as_meant() {
        for (sign, kind, right) in &SIGNS {
            let text = format!("a {sign} b");
            let (place, _, help) = mistake(&text);
            assert_eq!((place.as_str(), help), (*sign, format!("use `{right}`")));
            assert_eq!(&lex(&text).tokens[1].kind, kind);
        }
    }

    #[test]
    fn an_exclamation_mark_is_not() {
        assert_eq!(mistake("!married and a").2, "write `not(married)`");
        assert_eq!(mistake("!(a or b)").2, "write `not(…)`");
        assert!(lex("a != b").errors.is_empty());
    }

    #[test]
    fn a_context_is_refused() {
        assert!(lex("{a: 1}").is_torn);
    }
}
