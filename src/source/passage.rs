//! Decoded texts with the way back to the file.

use std::ops::Range;

use super::{
    Span,
    literal::{Literal, Piece},
    span::{index, offset},
};

/// One escape: its character in the decoded text, its bytes in the literal.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Escape {
    text: Range<usize>,
    raw: Range<usize>,
}

/// The text of a JSON string literal, and for each of its bytes the place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    text: String,
    span: Span,
    // INVARIANT: sorted; between two escapes the text stands in the file byte for byte.
    escapes: Vec<Escape>,
    is_literal: bool,
}

impl Passage {
    /// The passage of a literal as it stands in the file, with its quotes.
    ///
    /// What the reader of JSON would refuse (a wrong escape, a missing quote) stands in the text as it is written.
    #[must_use]
    pub fn of_literal(raw: &str, span: Span) -> Self {
        let mut text = String::new();
        let mut escapes = Vec::new();
        let mut literal = Literal::after_quote(raw, 1);
        while let Some(piece) = literal.next_piece() {
            match piece {
                Ok(Piece::Plain(range)) => text.push_str(raw.get(range).unwrap_or_default()),
                Err(fault) => text.push_str(raw.get(fault.range).unwrap_or_default()),
                Ok(Piece::Escape(range, character)) => {
                    let start = text.len();
                    text.push(character);
                    escapes.push(Escape { text: start..text.len(), raw: range });
                }
            }
        }
        Self { text, span, escapes, is_literal: true }
    }

    /// A text behind which no literal stands: each part of it is placed at the whole span.
    #[must_use]
    pub fn plain(text: String, span: Span) -> Self {
        Self { text, span, escapes: Vec::new(), is_literal: false }
    }

    /// A text that stands in the file as it is, without quotes and escapes.
    #[must_use]
    pub fn verbatim(text: String, span: Span) -> Self {
        let start = Escape { text: 0..0, raw: 0..0 };
        Self { text, span, escapes: vec![start], is_literal: true }
    }

    /// The decoded text.
    #[cfg(test)]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of the whole literal, with its quotes.
    #[cfg(test)]
    pub fn whole(&self) -> Span {
        self.span
    }

    /// The place in the file of bytes of the decoded text (half-open).
    ///
    /// A part of a character is the whole character, a part of an escape the whole escape; what lies after the end is
    /// at the end, before the closing quote.
    #[must_use]
    pub fn span_of(&self, range: Range<usize>) -> Span {
        if !self.is_literal {
            return self.span;
        }
        let start = self.boundary(range.start, false);
        let end = self.boundary(range.end.max(range.start), true).max(start);
        let (start, end) = (self.raw(start), self.raw(end));
        let place = |raw: usize| self.span.start.saturating_add(offset(raw)).min(self.span.end);
        Span::new(self.span.source, place(start), place(end))
    }

    /// The nearest boundary of a character, at or before (`up`: at or after) a byte.
    fn boundary(&self, byte: usize, up: bool) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte = if up { byte.saturating_add(1) } else { byte.saturating_sub(1) };
        }
        byte
    }

    /// The byte of the literal that a boundary of the text stands for.
    fn raw(&self, byte: usize) -> usize {
        let before = self.escapes.partition_point(|escape| escape.text.end <= byte);
        let last = before.checked_sub(1).and_then(|at| self.escapes.get(at));
        // Before the first escape the text begins after the opening quote.
        let (text, raw) = last.map_or((0, 1), |escape| (escape.text.end, escape.raw.end));
        raw.saturating_add(byte.saturating_sub(text)).min(index(self.span.end.saturating_sub(self.span.start)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{SourceId, Sources};

    /// The part of the file that stands behind each asked part of the text.
    fn behind(raw: &str, part: &str) -> String {
        let mut sources = Sources::new();
        let id = sources.add("a", format!("  {raw} "));
        let span = Span::of(id, 2..2 + raw.len());
        let passage = Passage::of_literal(raw, span);
        let start = passage.text().find(part).unwrap();
        sources.slice(passage.span_of(start..start + part.len())).to_owned()
    }

    #[test]
    fn places_are_right_across_escapes() {
        assert_eq!(behind(r#""age \u003e 18""#, "18"), "18");
        assert_eq!(behind(r#""age \u003e 18""#, ">"), r"\u003e");
        assert_eq!(behind(r#""\n\n\"x\" = 1""#, "\"x\""), r#"\"x\""#);
        assert_eq!(behind(r#""a\ud83d\ude00b""#, "\u{1f600}b"), r"\ud83d\ude00b");
        assert_eq!(behind(r#""возраст\t18""#, "раст"), "раст");
    }

    #[test]
    fn a_part_of_an_escape_is_the_whole_escape() {
        let raw = r#""\u0436""#;
        let passage = Passage::of_literal(raw, Span::of(SourceId::from_raw(0), 0..raw.len()));
        assert_eq!(passage.span_of(0..1).range(), 1..7);
        assert_eq!(passage.span_of(1..2).range(), 1..7);
    }

    #[test]
    fn the_end_is_before_the_closing_quote() {
        let passage = Passage::of_literal(r#""ab""#, Span::new(SourceId::from_raw(0), 10, 14));
        assert_eq!(passage.span_of(2..2).range(), 13..13);
        assert_eq!(passage.span_of(7..99).range(), 13..13);
        assert_eq!(passage.whole().range(), 10..14);
        let empty = Passage::of_literal("\"\"", Span::new(SourceId::from_raw(0), 3, 5));
        assert_eq!(empty.span_of(0..0).range(), 4..4);
    }

    #[test]
    fn a_plain_text_is_placed_as_a_whole() {
        let span = Span::new(SourceId::from_raw(0), 10, 14);
        assert_eq!(Passage::plain("1200".to_owned(), span).span_of(1..2), span);
    }

    #[test]
    fn a_verbatim_text_is_placed_byte_for_byte() {
        let passage = Passage::verbatim("a + b".to_owned(), Span::new(SourceId::from_raw(0), 10, 15));
        assert_eq!(passage.span_of(0..1).range(), 10..11);
        assert_eq!(passage.span_of(4..9).range(), 14..15);
    }

    proptest! {
        #[test]
        fn any_literal_has_places_within_itself(raw in "\"[a-zё\\\\u0-9nd8\"]{0,20}", start in 0_usize..30, end in 0_usize..30) {
            let span = Span::of(SourceId::from_raw(0), 5..5 + raw.len());
            let place = Passage::of_literal(&raw, span).span_of(start..end);
            prop_assert!(span.contains(place) && place.start <= place.end);
        }

        #[test]
        fn a_written_text_is_read_back(text in any::<String>()) {
            let raw = serde_json::to_string(&text).unwrap();
            let passage = Passage::of_literal(&raw, Span::of(SourceId::from_raw(0), 0..raw.len()));
            prop_assert_eq!(passage.text(), &text);
        }
    }
}
