//! The reader itself: recursive descent, its depth bounded.

use super::{Entry, Key, Kind, Node, mistake, number, slip};
use crate::{
    diagnostic::{Code, Diagnostic, quoted},
    source::{Literal, SourceId, Span},
};

/// Equal keys that are reported one by one; a text with more is not a slip.
const MOST_DUPLICATES: usize = 100;

/// So many keys are held against each other one by one.
const FEW_KEYS: usize = 8;

/// What was read, or the one mistake that ends the reading.
pub(super) type Scan<T> = Result<T, Box<Diagnostic>>;

/// A text and how far it is read.
pub(super) struct Scanner<'a> {
    text: &'a str,
    source: SourceId,
    at: usize,
    depth: usize,
    deepest: usize,
    duplicates: Vec<Diagnostic>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, source: SourceId, deepest: usize) -> Self {
        Self { text, source, at: 0, depth: 0, deepest, duplicates: Vec::new() }
    }

    /// The equal keys that were found.
    pub(super) fn into_duplicates(self) -> Vec<Diagnostic> {
        self.duplicates
    }

    /// The one value of the text.
    pub(super) fn document(&mut self) -> Scan<Node> {
        if self.text.starts_with('\u{feff}') {
            return Err(mistake::byte_order_mark(self.span(0, '\u{feff}'.len_utf8())));
        }
        self.skip_blank();
        if self.rest().is_empty() {
            return Err(mistake::empty(self.span(self.at, self.at)));
        }
        let root = self.value()?;
        self.skip_blank();
        if self.rest().is_empty() {
            return Ok(root);
        }
        Err(mistake::trailing(self.rest(), self.here(), root.span))
    }

    fn value(&mut self) -> Scan<Node> {
        self.skip_blank();
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.object()?,
            Some(b'[') => self.array()?,
            Some(b'"') => Kind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { span: self.span(start, self.at), kind })
    }

    fn object(&mut self) -> Scan<Kind> {
        let open = self.open()?;
        let mut entries = Vec::new();
        self.skip_blank();
        if self.peek() != Some(b'}') {
            loop {
                entries.push(self.entry(open)?);
                if self.is_over(open, b'}')? {
                    break;
                }
            }
        }
        self.close();
        self.report_duplicates(&entries);
        Ok(Kind::Object(entries))
    }

    fn array(&mut self) -> Scan<Kind> {
        let open = self.open()?;
        let mut items = Vec::new();
        self.skip_blank();
        if self.peek() != Some(b']') {
            loop {
                self.skip_blank();
                if self.rest().is_empty() {
                    return Err(mistake::unclosed("list", open, self.here()));
                }
                items.push(self.value()?);
                if self.is_over(open, b']')? {
                    break;
                }
            }
        }
        self.close();
        Ok(Kind::Array(items))
    }

    /// After an item: whether the closing bracket stands here; else steps over the comma.
    fn is_over(&mut self, open: Span, closing: u8) -> Scan<bool> {
        let end = self.at;
        self.skip_blank();
        match self.peek() {
            Some(byte) if byte == closing => Ok(true),
            Some(b',') => {
                let comma = self.span(self.at, self.at.saturating_add(1));
                self.at = self.at.saturating_add(1);
                self.skip_blank();
                if self.peek() == Some(closing) {
                    return Err(mistake::trailing_comma(comma, closing));
                }
                Ok(false)
            }
            _ => Err(mistake::no_comma(self.rest(), self.here(), self.span(end, end), open, closing)),
        }
    }

    fn entry(&mut self, open: Span) -> Scan<Entry> {
        self.skip_blank();
        let start = self.at;
        if self.rest().is_empty() {
            return Err(mistake::unclosed("object", open, self.here()));
        }
        if self.peek() != Some(b'"') {
            let before = self.text.get(..start).unwrap_or_default();
            return Err(mistake::no_key(self.rest(), before, self.here()));
        }
        let name = self.string()?;
        let key = Key { name, span: self.span(start, self.at) };
        self.skip_blank();
        if self.peek() != Some(b':') {
            return Err(mistake::no_colon(self.rest(), self.here(), &key));
        }
        self.at = self.at.saturating_add(1);
        self.skip_blank();
        let value = self.value()?;
        Ok(Entry { key, value })
    }

    fn string(&mut self) -> Scan<String> {
        let start = self.at;
        let literal = Literal::after_quote(self.text, start.saturating_add(1));
        match literal.decode() {
            Ok((text, end)) => {
                self.at = end;
                Ok(text)
            }
            Err(fault) => {
                let written = self.text.get(fault.range.clone()).unwrap_or_default();
                let whole = self.span(start, fault.range.start);
                let place = self.span(fault.range.start, fault.range.end);
                Err(slip::in_string(fault.kind, written, place, whole))
            }
        }
    }

    fn number(&mut self) -> Scan<Kind> {
        let token = mistake::token(self.rest());
        if !number::is_number(token) {
            return Err(mistake::value(self.rest(), self.here()));
        }
        self.at = self.at.saturating_add(token.len());
        Ok(Kind::Number(token.to_owned()))
    }

    /// `null`, `true`, `false`, or what is no value at all.
    fn word(&mut self) -> Scan<Kind> {
        let token = mistake::token(self.rest());
        let kind = match token {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            _ => return Err(mistake::value(self.rest(), self.here())),
        };
        self.at = self.at.saturating_add(token.len());
        Ok(kind)
    }

    fn open(&mut self) -> Scan<Span> {
        let open = self.span(self.at, self.at.saturating_add(1));
        if self.depth >= self.deepest {
            return Err(mistake::too_deep(open, self.deepest));
        }
        self.depth = self.depth.saturating_add(1);
        self.at = self.at.saturating_add(1);
        Ok(open)
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.at = self.at.saturating_add(1);
    }

    /// Reports each key with the equal one before it.
    fn report_duplicates(&mut self, entries: &[Entry]) {
        // In a small object all pairs are looked at sooner than the keys are sorted.
        let is_twice = |(place, entry): (usize, &Entry)| {
            entries.iter().take(place).any(|before| before.key.name == entry.key.name)
        };
        if entries.len() <= FEW_KEYS && !entries.iter().enumerate().any(is_twice) {
            return;
        }
        let mut keys: Vec<&Key> = entries.iter().map(|entry| &entry.key).collect();
        keys.sort_by(|a, b| a.name.cmp(&b.name));
        let equal = keys.iter().zip(keys.iter().skip(1)).filter(|(first, again)| first.name == again.name);
        for (first, again) in equal {
            if self.duplicates.len() > MOST_DUPLICATES {
                return;
            }
            let diagnostic = if self.duplicates.len() == MOST_DUPLICATES {
                let message = format!("more than {MOST_DUPLICATES} keys stand twice; the others are not listed");
                Diagnostic::error(Code::LimitExceeded, again.span, message)
            } else {
                let message = format!("the key {} stands twice in the object", quoted(&again.name));
                Diagnostic::error(Code::DuplicateKey, again.span, message)
                    .label("again here")
                    .also(first.span, "first here")
                    .help("keep one of them")
            };
            self.duplicates.push(diagnostic);
        }
    }

    fn skip_blank(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at = self.at.saturating_add(1);
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character, or the end of the text.
    fn here(&self) -> Span {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        self.span(self.at, self.at.saturating_add(length))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::of(self.source, start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> Node {
        Scanner::new(text, SourceId::from_raw(0), 64).document().unwrap()
    }

    #[test]
    fn every_value_has_its_place() {
        let root = scan("  {\"ключ\" : [1.50, \"a\\nb\", null] }\n");
        assert_eq!(root.span.range(), 2..38);
        let entry = root.entry("ключ").unwrap();
        assert_eq!(entry.key.span.range(), 3..13);
        assert_eq!(entry.value.span.range(), 16..36);
        let places: Vec<_> = entry.value.items().iter().map(|item| item.span.range()).collect();
        assert_eq!(places, [17..21, 23..29, 31..35]);
        assert_eq!(entry.span().range(), 3..36);
    }

    #[test]
    fn numbers_stay_as_they_are_written() {
        let root = scan("[1.50, -0, 1E400]");
        let texts: Vec<_> = root.items().iter().map(|item| item.kind.clone()).collect();
        let number = |text: &str| Kind::Number(text.to_owned());
        assert_eq!(texts, [number("1.50"), number("-0"), number("1E400")]);
    }
}
