//! From text to tokens.
//!
//! A slip of the pen (`==`, `&&`, `5%`, `'text'`) is reported and read as what was meant, so that one run shows
//! every mistake of an expression.

mod mistake;
mod name;
mod number;
mod text;

use std::ops::Range;

use super::{
    error::SyntaxError,
    token::{Mark, Token, TokenKind},
};

/// What the lexer found.
#[derive(Debug)]
pub struct Lexed {
    /// The tokens; the last one is the end.
    pub tokens: Vec<Token>,
    /// The mistakes, in the order of the text.
    pub errors: Vec<SyntaxError>,
    /// Whether the tokens cannot be trusted: a text or comment is not closed, or something means nothing at all.
    pub is_torn: bool,
}

/// Reads the tokens of `text`.
pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), errors: Vec::new(), is_torn: false };
    lexer.run();
    Lexed { tokens: lexer.tokens, errors: lexer.errors, is_torn: lexer.is_torn }
}

/// Reads from the left. INVARIANT: `at` is a character boundary of `text`, at most its length.
struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
    errors: Vec<SyntaxError>,
    is_torn: bool,
}

impl<'t> Lexer<'t> {
    fn run(&mut self) {
        loop {
            self.skip_blank();
            let start = self.at;
            let Some(first) = self.peek() else {
                self.push(start, TokenKind::End);
                return;
            };
            if self.starts_number() {
                self.number();
            } else if name::is_part(first) {
                self.name();
            } else if first == '"' {
                self.quoted();
            } else if !self.mistake() {
                self.mark(first);
            }
        }
    }

    /// The text that is not read yet.
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Passes the next characters for which `is_wanted` holds and gives them.
    fn take_while(&mut self, is_wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !is_wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn push(&mut self, start: usize, kind: TokenKind) {
        let range = start..self.at;
        self.tokens.push(Token { kind, range });
    }

    fn report(&mut self, range: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(SyntaxError::new(range, message).with_help(help));
    }

    fn skip_blank(&mut self) {
        loop {
            self.take_while(is_blank);
            let start = self.at;
            if self.rest().starts_with("//") {
                self.take_while(|c| !is_line_end(c));
            } else if let Some(after) = self.rest().strip_prefix("/*") {
                if let Some(length) = after.find("*/") {
                    self.at += length + 4;
                } else {
                    self.at = self.text.len();
                    self.is_torn = true;
                    let place = start..start + 2;
                    self.report(place, "this comment is not closed", "close it with `*/`");
                }
            } else {
                return;
            }
        }
    }

    fn mark(&mut self, first: char) {
        let start = self.at;
        for (spelling, mark) in &Mark::ALL {
            if self.rest().starts_with(spelling) {
                self.at += spelling.len();
                self.push(start, TokenKind::Mark(*mark));
                return;
            }
        }
        self.at += first.len_utf8();
        self.is_torn = true;
        let shown = if first.is_control() { first.escape_unicode().to_string() } else { first.to_string() };
        let message = format!("`{shown}` means nothing here");
        self.errors.push(SyntaxError::new(start..self.at, message));
    }
}

/// White space of FEEL (DMN 1.5, rule 61).
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{180e}' | '\u{200b}' | '\u{feff}')
}

/// Vertical space of FEEL (DMN 1.5, rule 62), which ends a line comment and may not stand in a text.
fn is_line_end(c: char) -> bool {
    ('\n'..='\r').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{super::token::Word, *};

    /// The tokens without the end, of a text without mistakes.
    pub(super) fn kinds(text: &str) -> Vec<TokenKind> {
        let lexed = lex(text);
        assert_eq!(lexed.errors, [], "{text}");
        let mut kinds: Vec<_> = lexed.tokens.into_iter().map(|token| token.kind).collect();
        assert_eq!(kinds.pop(), Some(TokenKind::End));
        kinds
    }

    /// The only mistake of a text as its source, message and help.
    pub(super) fn mistake(text: &str) -> (String, String, String) {
        let lexed = lex(text);
        assert_eq!(lexed.errors.len(), 1, "{text}: {:?}", lexed.errors);
        let error = lexed.errors[0].clone();
        let place = text.get(error.range).unwrap().to_owned();
        (place, error.message, error.help.unwrap_or_default())
    }

    #[test]
    fn a_range_is_not_a_number_with_two_points() {
        let number = |text: &str| TokenKind::Number(text.to_owned());
        let dots = TokenKind::Mark(Mark::DotDot);
        assert_eq!(kinds("1..10"), [number("1"), dots.clone(), number("10")]);
        assert_eq!(kinds("0...5"), [number("0"), dots, number(".5")]);
    }

    #[test]
    fn comments_are_blank() {
        assert_eq!(kinds("a // b\n/* c\nd */ and"), {
            let name = TokenKind::Name("a".to_owned());
            [name, TokenKind::Word(Word::And)]
        });
        assert_eq!(kinds("/**/ // end"), []);
    }

    #[test]
    fn an_open_comment_tears_the_text() {
        let lexed = lex("a /* b");
        assert!(lexed.is_torn);
        assert_eq!(mistake("a /* b").0, "/*");
    }

    #[test]
    fn an_unknown_character_is_named() {
        assert_eq!(mistake("a # b").1, "`#` means nothing here");
        assert_eq!(mistake("a\u{7}").1, "`\\u{7}` means nothing here");
        assert_eq!(mistake("'a").1, "`'` means nothing here");
    }

    #[test]
    fn places_are_byte_ranges() {
        let places: Vec<_> = lex("\"я\" = x").tokens;
        let places: Vec<_> = places.into_iter().map(|token| token.range).collect();
        assert_eq!(places, [0..4, 5..6, 7..8, 8..8]);
    }
}
