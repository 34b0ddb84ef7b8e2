//! A text and how far it is read: JSON without trees, escapes and mistakes.
//!
//! What is not read here is not wrong: the strict reader judges it.

use super::Doubt;

/// A text and how far it is read.
pub(super) struct Cursor<'t> {
    text: &'t str,
    // INVARIANT: at the beginning of a character, or at the end.
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte that is no blank; it is not stepped over.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Whether nothing but blanks is left.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Steps over a sign if it stands next.
    #[inline]
    pub(super) fn takes(&mut self, sign: u8) -> bool {
        let stands = self.peek() == Some(sign);
        self.at += usize::from(stands);
        stands
    }

    /// Steps over a sign.
    #[inline]
    pub(super) fn sign(&mut self, sign: u8) -> Result<(), Doubt> {
        if self.takes(sign) { Ok(()) } else { Err(Doubt) }
    }

    /// After an item: steps over a comma, or over the closing bracket, after which nothing more comes.
    #[inline]
    pub(super) fn has_more(&mut self, closing: u8) -> Result<bool, Doubt> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == closing => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(Doubt),
        }
    }

    /// Steps over an opening bracket, and over the closing one if nothing stands between them.
    pub(super) fn opens(&mut self, opening: u8, closing: u8) -> Result<bool, Doubt> {
        self.sign(opening)?;
        Ok(!self.takes(closing))
    }

    /// Steps over a text if exactly that stands next.
    #[inline]
    pub(super) fn takes_text(&mut self, text: &str) -> bool {
        self.peek();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let stands = rest.starts_with(text.as_bytes());
        self.at += if stands { text.len() } else { 0 };
        stands
    }

    /// A key and its colon.
    #[inline]
    pub(super) fn key(&mut self) -> Result<&'t str, Doubt> {
        let key = self.string()?;
        self.sign(b':')?;
        Ok(key)
    }

    /// A string in which nothing is escaped.
    #[inline]
    pub(super) fn string(&mut self) -> Result<&'t str, Doubt> {
        self.sign(b'"')?;
        let start = self.at;
        let mut rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let all = rest.len();
        let within = loop {
            let Some((word, after)) = rest.split_first_chunk::<8>() else {
                break rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)).ok_or(Doubt)?;
            };
            let ends = ends(u64::from_le_bytes(*word));
            if ends != 0 {
                break usize::try_from(ends.trailing_zeros() / 8).map_err(|_| Doubt)?;
            }
            rest = after;
        };
        self.at = start + (all - rest.len()) + within;
        self.closed(start)
    }

    /// The string from its start to here, where it ends.
    #[inline]
    fn closed(&mut self, start: usize) -> Result<&'t str, Doubt> {
        let text = self.text.get(start..self.at).ok_or(Doubt)?;
        if self.text.as_bytes().get(self.at) != Some(&b'"') {
            return Err(Doubt);
        }
        self.at += 1;
        Ok(text)
    }

    /// `true` or `false`; what stands directly behind is for the next sign to refuse.
    #[inline]
    pub(super) fn truth(&mut self) -> Result<bool, Doubt> {
        self.peek();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let truth = rest.starts_with(b"true");
        if !truth && !rest.starts_with(b"false") {
            return Err(Doubt);
        }
        self.at += if truth { 4 } else { 5 };
        Ok(truth)
    }

    /// A whole number as it is written, which has no zeros before it and no minus.
    pub(super) fn whole(&mut self) -> Result<&'t str, Doubt> {
        self.peek();
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        if length == 0 || (length > 1 && rest.first() == Some(&b'0')) {
            return Err(Doubt);
        }
        self.at += length;
        self.text.get(start..self.at).ok_or(Doubt)
    }
}

/// Marks the high bit of the first byte of a little-endian word that is a quote, a backslash or a control character;
/// higher bits may be marked wrongly.
#[inline]
fn ends(word: u64) -> u64 {
    const LOW: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = LOW << 7;
    // A borrow goes upward only, so that the lowest mark is right.
    let below = |word: u64, least: u64| word.wrapping_sub(LOW * least) & !word & HIGH;
    let is = |byte: u8| below(word ^ (LOW * u64::from(byte)), 1);
    is(b'"') | is(b'\\') | below(word, 0x20)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn a_string_ends_at_its_quote() {
        for text in ["", "a", "abcdefg", "abcdefgh", "abcdefghi", "ключ", "долгий ключ с пробелами"]
        {
            for rest in ["", ":", ": 12345678"] {
                let written = format!(" \"{text}\"{rest}");
                let mut cursor = Cursor::new(&written);
                assert_eq!(cursor.string().ok(), Some(text));
                assert_eq!(cursor.at, 3 + text.len());
            }
        }
        for text in
            ["", "a", "\"", "\"a", "\"abcdefghijk", "\"a\\n\"", "\"abcdefgh\\n\"", "\"a\u{1f}b\"", "\"a\nbcdefgh\""]
        {
            assert!(Cursor::new(text).string().is_err(), "{text}");
        }
    }

    #[test]
    fn words_and_whole_numbers_are_read() {
        let whole = |text| Cursor::new(text).whole().ok();
        assert_eq!([whole("0,"), whole(" 17}"), whole("9")], [Some("0"), Some("17"), Some("9")]);
        assert_eq!([whole("007"), whole("-1"), whole(".5"), whole("")], [None; 4]);
        let truth = |text| Cursor::new(text).truth().ok();
        assert_eq!([truth("true"), truth(" false"), truth("tru"), truth("")], [Some(true), Some(false), None, None]);
    }

    proptest! {
        #[test]
        fn the_first_end_of_a_word_is_marked(bytes in any::<[u8; 8]>(), end in 0_usize..8, kind in 0_usize..3) {
            let mut bytes = bytes;
            bytes[end] = [b'"', b'\\', 0x1f][kind];
            let first = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)).unwrap();
            let marked = ends(u64::from_le_bytes(bytes)).trailing_zeros() / 8;
            prop_assert_eq!(usize::try_from(marked).unwrap(), first);
        }

        #[test]
        fn a_word_without_an_end_is_not_marked(bytes in proptest::array::uniform8(0x20_u8..)) {
            let has_end = bytes.iter().any(|byte| matches!(byte, b'"' | b'\\'));
            prop_assert_eq!(ends(u64::from_le_bytes(bytes)) != 0, has_end);
        }
    }
}
