//! Quoted texts with the escapes of FEEL (DMN 1.5, rules 33 and 64).

use std::ops::Range;

use super::{Lexer, is_line_end, name};
use crate::feel::token::TokenKind;

impl Lexer<'_> {
    /// A text in double quotes; the next character is the opening quote.
    pub(super) fn quoted(&mut self) {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        loop {
            value.push_str(self.take_while(|c| !matches!(c, '"' | '\\') && !is_line_end(c)));
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    break;
                }
                Some('\\') => self.escape(&mut value),
                _ => {
                    self.is_torn = true;
                    let help = "close it with `\"` on the same line";
                    self.report(start..self.at, "this text is not closed", help);
                    break;
                }
            }
        }
        self.push(start, TokenKind::Text(value));
    }

    /// A text in quotes of another kind, reported; `false` if no such quote is next or it is never closed.
    pub(super) fn foreign_quoted(&mut self) -> bool {
        let start = self.at;
        let closers = match self.peek() {
            Some('\'' | '‘' | '’') => ['\'', '’'],
            Some('«') => ['»', '»'],
            Some('“' | '„' | '”') => ['”', '“'],
            _ => return false,
        };
        let mut after = self.rest().chars();
        after.next();
        let Some((value, rest)) = after.as_str().split_once(closers) else {
            return false;
        };
        self.at = self.text.len() - rest.len();
        let is_name = !value.is_empty() && value.chars().all(name::is_part);
        let help = if is_name {
            format!("a value of a fact is a bare name: `{value}`; a text is `\"{value}\"`")
        } else {
            "write `\"` on both sides (inside JSON `\\\"`)".to_owned()
        };
        let message = "a text stands in double quotes";
        self.report(start..self.at, message, help);
        self.push(start, TokenKind::Text(value.to_owned()));
        true
    }

    /// One escape; the next character is the backslash.
    fn escape(&mut self, value: &mut String) {
        let start = self.at;
        self.at += 1;
        let Some(letter) = self.peek().filter(|c| !is_line_end(*c)) else {
            return;
        };
        self.at += letter.len_utf8();
        let read = match letter {
            '\'' | '"' | '\\' => Some(letter),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'u' => self.short_code(),
            'U' => self.hexadecimal(6).and_then(char::from_u32),
            _ => None,
        };
        match read {
            Some(c) => value.push(c),
            None => self.bad_escape(start..self.at),
        }
    }

    fn bad_escape(&mut self, range: Range<usize>) {
        let written = self.text.get(range.clone()).unwrap_or_default();
        let message = format!("`{written}` is not an escape");
        let help = r#"known are `\"`, `\'`, `\\`, `\n`, `\r`, `\t`, `\u0416` and `\U01F600`"#;
        self.report(range, message, help);
    }

    /// `\u` takes four digits; a character above U+FFFF is two of them.
    fn short_code(&mut self) -> Option<char> {
        let code = self.hexadecimal(4)?;
        if !(0xd800..0xdc00).contains(&code) {
            return char::from_u32(code);
        }
        self.rest().strip_prefix("\\u")?;
        self.at += 2;
        let low = self.hexadecimal(4)?.checked_sub(0xdc00)?;
        let high = code.checked_sub(0xd800)?;
        let code = high.checked_mul(0x400)?.checked_add(low)?;
        let is_low = low < 0x400;
        is_low.then(|| char::from_u32(code + 0x1_0000)).flatten()
    }

    fn hexadecimal(&mut self, count: usize) -> Option<u32> {
        let digits = self.rest().get(..count)?;
        if !digits.chars().all(|c| c.is_ascii_hexdigit()) {
            return None;
        }
        self.at += count;
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        super::token::TokenKind,
        lex,
        tests::{kinds, mistake},
    };

    fn text(value: &str) -> TokenKind {
        TokenKind::Text(value.to_owned())
    }

    #[test]
    fn escapes_are_resolved() {
        let written = r#""a\"b\\c\n\t\r\'\u0416\U01F600\uD83D\uDE00""#;
        assert_eq!(kinds(written), [text("a\"b\\c\n\t\r'Ж😀😀")]);
    }

    #[test]
    fn an_unknown_escape_is_shown() {
        for (written, place) in [
            (r#""\q""#, r"\q"),
            (r#""\u12""#, r"\u"),
            (r#""\uD83Dx""#, r"\uD83D"),
            (r#""\U110000""#, r"\U110000"),
            (r#""\я""#, r"\я"),
        ] {
            assert_eq!(mistake(written).0, place, "{written}");
        }
    }

    #[test]
    fn an_open_text_ends_with_its_line() {
        let lexed = lex("\"abc\n and d");
        assert!(lexed.is_torn);
        assert_eq!(lexed.errors[0].range, 0..4);
        assert_eq!(lexed.errors[0].message, "this text is not closed");
        assert!(lex("\"abc\\").is_torn);
        assert!(lex("\"abc\\\nd\"").is_torn);
    }

    #[test]
    fn other_quotes_are_explained() {
        let (place, message, help) = mistake("kind = 'flat'");
        assert_eq!(place, "'flat'");
        assert_eq!(message, "a text stands in double quotes");
        assert!(help.contains("bare name: `flat`"), "{help}");
        let (place, _, help) = mistake("«ab cd»");
        assert_eq!(place, "«ab cd»");
        assert!(!help.contains("bare name"), "{help}");
        assert_eq!(mistake("„ab“").0, "„ab“");
    }
}
