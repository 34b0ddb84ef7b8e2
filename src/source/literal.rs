//! The inside of a JSON string literal, piece by piece (RFC 8259, section 7): the one place that knows escapes.

use std::ops::Range;

/// What is wrong inside a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text ends before the closing quote.
    Unclosed,
    /// A character below U+0020 that must be written as an escape.
    Control(char),
    /// A backslash before a character that is no escape.
    UnknownEscape,
    /// `\u` without four hexadecimal digits.
    ShortHex,
    /// Half of a surrogate pair alone, which is no character.
    LoneSurrogate,
}

/// What is wrong inside a literal, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the text that holds the literal.
    pub range: Range<usize>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// A stretch of a literal and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Characters that stand for themselves.
    Plain(Range<usize>),
    /// An escape and its character.
    Escape(Range<usize>, char),
}

/// A string literal after its opening quote, read up to its closing quote.
#[derive(Clone, Debug)]
pub struct Literal<'a> {
    text: &'a str,
    at: usize,
    close: Option<usize>,
    is_over: bool,
}

impl<'a> Literal<'a> {
    /// The literal whose opening quote stands just before byte `start` of `text`.
    #[must_use]
    pub fn after_quote(text: &'a str, start: usize) -> Self {
        Self { text, at: start, close: None, is_over: false }
    }

    /// Decodes the whole literal; also gives the byte after the closing quote.
    ///
    /// # Errors
    /// The first fault.
    pub fn decode(mut self) -> Result<(String, usize), Fault> {
        let mut decoded = String::new();
        while let Some(piece) = self.next_piece() {
            match piece? {
                Piece::Plain(range) => decoded.push_str(self.text.get(range).unwrap_or_default()),
                Piece::Escape(_, character) => decoded.push(character),
            }
        }
        Ok((decoded, self.close.unwrap_or(self.at).saturating_add(1)))
    }

    /// The next piece or fault; `None` at the closing quote. A fault covers at least one character, so that a reader
    /// that goes on comes to the end.
    pub(super) fn next_piece(&mut self) -> Option<Result<Piece, Fault>> {
        if self.is_over {
            return None;
        }
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        // Each of these is one byte in UTF-8, and no byte of another character.
        let Some(length) = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)) else {
            return Some(self.unclosed(rest));
        };
        if length > 0 {
            self.at = start.saturating_add(length);
            return Some(Ok(Piece::Plain(start..self.at)));
        }
        match rest.chars().next() {
            Some('"') => {
                self.close = Some(start);
                self.is_over = true;
                None
            }
            Some('\\') => Some(self.escape(rest)),
            Some(control) => {
                self.at = start.saturating_add(1);
                Some(Err(Fault { range: start..self.at, kind: FaultKind::Control(control) }))
            }
            None => Some(self.unclosed(rest)),
        }
    }

    /// The end of the text: what is left first, then the fault.
    fn unclosed(&mut self, rest: &str) -> Result<Piece, Fault> {
        let start = self.at;
        self.at = self.text.len();
        if rest.is_empty() {
            self.is_over = true;
            return Err(Fault { range: self.at..self.at, kind: FaultKind::Unclosed });
        }
        Ok(Piece::Plain(start..self.at))
    }

    fn escape(&mut self, rest: &str) -> Result<Piece, Fault> {
        let start = self.at;
        let Some(letter) = rest.chars().nth(1) else {
            self.at = self.text.len();
            return Err(Fault { range: start..self.at, kind: FaultKind::UnknownEscape });
        };
        self.at = start.saturating_add(1).saturating_add(letter.len_utf8());
        let character = match letter {
            '"' | '\\' | '/' => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(start),
            _ => {
                return Err(Fault { range: start..self.at, kind: FaultKind::UnknownEscape });
            }
        };
        Ok(Piece::Escape(start..self.at, character))
    }

    /// `\uXXXX`, or two of them that make one character.
    fn unicode(&mut self, start: usize) -> Result<Piece, Fault> {
        let fault = |range, kind| Err(Fault { range, kind });
        let Some(high) = self.four_digits() else {
            return fault(start..self.at, FaultKind::ShortHex);
        };
        if let Some(character) = char::from_u32(high) {
            return Ok(Piece::Escape(start..self.at, character));
        }
        let after_high = self.at;
        let follows = self.text.get(after_high..).is_some_and(|rest| rest.starts_with("\\u"));
        if (0xD800..0xDC00).contains(&high) && follows {
            self.at = after_high.saturating_add(2);
            let pair = self.four_digits().and_then(|low| joined(high, low));
            if let Some(character) = pair {
                return Ok(Piece::Escape(start..self.at, character));
            }
            self.at = after_high;
        }
        fault(start..after_high, FaultKind::LoneSurrogate)
    }

    fn four_digits(&mut self) -> Option<u32> {
        let end = self.at.checked_add(4)?;
        let digits = self.text.get(self.at..end)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at = end;
        u32::from_str_radix(digits, 16).ok()
    }
}

/// The character of a surrogate pair.
fn joined(high: u32, low: u32) -> Option<char> {
    let mut units = [u16::try_from(high).ok()?, u16::try_from(low).ok()?].into_iter();
    char::decode_utf16(&mut units).next()?.ok().filter(|character| u32::from(*character) > 0xFFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> Result<(String, usize), FaultKind> {
        Literal::after_quote(text, 1).decode().map_err(|fault| fault.kind)
    }

    #[test]
    fn escapes_stand_for_their_characters() {
        let (text, end) = decode(r#""a\n\"\u0041\u00e9\ud83d\ude00\/" rest"#).unwrap();
        assert_eq!(text, "a\n\"A\u{e9}\u{1f600}/");
        assert_eq!(end, 33);
    }

    #[test]
    fn every_fault_has_its_kind() {
        assert_eq!(decode("\"abc"), Err(FaultKind::Unclosed));
        assert_eq!(decode("\"a\tb\""), Err(FaultKind::Control('\t')));
        assert_eq!(decode(r#""\x""#), Err(FaultKind::UnknownEscape));
        assert_eq!(decode(r#""\u12G4""#), Err(FaultKind::ShortHex));
        assert_eq!(decode(r#""\u+123""#), Err(FaultKind::ShortHex));
        assert_eq!(decode(r#""\ud800""#), Err(FaultKind::LoneSurrogate));
        assert_eq!(decode(r#""\ud800\u0041""#), Err(FaultKind::LoneSurrogate));
        assert_eq!(decode(r#""\ude00""#), Err(FaultKind::LoneSurrogate));
        assert_eq!(decode("\"\\"), Err(FaultKind::UnknownEscape));
    }

    #[test]
    fn a_fault_has_its_place() {
        let fault = Literal::after_quote("\"ж\\ж\"", 1).decode().unwrap_err();
        assert_eq!(fault.range, 3..6);
    }
}
