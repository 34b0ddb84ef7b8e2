//! Places in texts.

use std::ops::Range;

/// Which text of [`Sources`](super::Sources) is meant; ordered as they were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

impl SourceId {
    /// The id of no text, for values that were not read from one.
    pub const NOWHERE: Self = Self(u32::MAX);

    /// The id of the text with this number, counted from 0.
    pub(super) fn nth(number: usize) -> Self {
        u32::try_from(number).map_or(Self::NOWHERE, Self)
    }

    /// The number of the text, `None` for [`Self::NOWHERE`].
    pub(super) fn index(self) -> Option<usize> {
        if self == Self::NOWHERE { None } else { usize::try_from(self.0).ok() }
    }

    /// The number that [`Self::from_raw`] reads back.
    #[must_use]
    pub fn raw(self) -> u32 {
        self.0
    }

    /// The id with this number; look-ups of a number that was never given answer as for no text.
    #[must_use]
    pub fn from_raw(raw: u32) -> Self {
        Self(raw)
    }
}

/// A stretch of one text: byte offsets, half-open. Ordered by text, start, end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// From `start` up to, not including, `end`.
    #[must_use]
    pub fn new(source: SourceId, start: u32, end: u32) -> Self {
        Self { source, start, end }
    }

    /// The same from offsets as Rust counts them; what lies beyond 4 GiB is cut to there.
    #[must_use]
    pub fn of(source: SourceId, range: Range<usize>) -> Self {
        Self::new(source, offset(range.start), offset(range.end))
    }

    /// The place of what was not read from a text: empty, in no text.
    #[must_use]
    pub fn nowhere() -> Self {
        Self::new(SourceId::NOWHERE, 0, 0)
    }

    /// Whether the span lies in no text.
    #[must_use]
    pub fn is_nowhere(self) -> bool {
        self.source == SourceId::NOWHERE
    }

    /// Whether no byte lies in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `inner` lies wholly in this span (equal ends included).
    #[must_use]
    pub fn contains(self, inner: Self) -> bool {
        self.source == inner.source && self.start <= inner.start && inner.end <= self.end
    }

    /// The shortest span over both; this one where they lie in different texts.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        if self.source != other.source {
            return self;
        }
        Self::new(self.source, self.start.min(other.start), self.end.max(other.end))
    }

    /// The empty span at its start.
    #[must_use]
    pub fn at_start(self) -> Self {
        Self::new(self.source, self.start, self.start)
    }

    /// The empty span at its end.
    #[must_use]
    pub fn at_end(self) -> Self {
        Self::new(self.source, self.end, self.end)
    }

    /// The offsets as Rust counts them.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        index(self.start)..index(self.end)
    }
}

/// An offset as spans keep it. Beyond 4 GiB it stays at the last one: such texts are refused by every reader.
pub(super) fn offset(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// An offset as Rust counts it.
pub(super) fn index(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span::new(SourceId::nth(0), start, end)
    }

    #[test]
    fn a_span_contains_itself_and_what_lies_in_it() {
        assert!(span(2, 8).contains(span(2, 8)));
        assert!(span(2, 8).contains(span(8, 8)));
        assert!(!span(2, 8).contains(span(1, 3)));
        assert!(!span(2, 8).contains(Span::new(SourceId::nth(1), 3, 4)));
    }

    #[test]
    fn joined_spans_reach_over_both() {
        assert_eq!(span(5, 6).join(span(1, 2)), span(1, 6));
        assert_eq!(span(5, 6).join(Span::new(SourceId::nth(1), 1, 2)), span(5, 6));
    }

    #[test]
    fn nowhere_is_empty_and_in_no_text() {
        assert!(Span::nowhere().is_nowhere() && Span::nowhere().is_empty());
        assert!(!span(0, 0).is_nowhere());
        assert_eq!(SourceId::NOWHERE.index(), None);
    }
}
