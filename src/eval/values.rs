//! The values of columns, one column after another.

use super::{
    fixed::{Fixed, Numeral, Short},
    frame::{Extent, Word},
    possible::Interval,
};
use crate::{program::Kind, value::Number};

/// Values of columns, one column after another.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    // INVARIANT: a truth without scope stands in every bit of its word.
    pub words: Vec<Word>,
    spans: Vec<Short>,
    /// What short numbers cannot hold.
    long: Vec<Interval>,
    pub sets: Vec<u64>,
}

impl Values {
    /// Where the next column of a type will begin.
    #[inline]
    pub fn end(&self, kind: Kind) -> usize {
        match kind {
            Kind::Truth => self.words.len(),
            Kind::Span => self.spans.len(),
            Kind::Set => self.sets.len(),
        }
    }

    pub fn clear(&mut self) {
        self.truncate([0; 4]);
    }

    pub fn lengths(&self) -> [usize; 4] {
        [self.words.len(), self.spans.len(), self.long.len(), self.sets.len()]
    }

    pub fn truncate(&mut self, [words, spans, long, sets]: [usize; 4]) {
        self.words.truncate(words);
        self.spans.truncate(spans);
        self.long.truncate(long);
        self.sets.truncate(sets);
    }

    /// Adds a column of which nothing is known.
    pub fn add_unknown(&mut self, extent: &Extent) {
        let (words, cells) = (extent.rows.saturating_mul(extent.words), extent.cells());
        match extent.kind {
            Kind::Truth => self.words.extend(std::iter::repeat_n(Word::UNKNOWN, words)),
            Kind::Span => self.spans.extend(std::iter::repeat_n(Short::Anything, cells)),
            Kind::Set => self.sets.extend(std::iter::repeat_n(u64::MAX, cells)),
        }
    }

    /// Leaves out the column that begins at a place and is the last of its type, where the same stands elsewhere.
    #[inline]
    pub fn is_repeated(&mut self, kind: Kind, elsewhere: usize, start: usize) -> bool {
        let same = match kind {
            Kind::Truth => is_same(&self.words, elsewhere, start, PartialEq::eq),
            Kind::Span => is_same(&self.spans, elsewhere, start, |one, other| self.is_same_span(*one, *other)),
            Kind::Set => is_same(&self.sets, elsewhere, start, PartialEq::eq),
        };
        if same {
            match kind {
                Kind::Truth => self.words.truncate(start),
                Kind::Span => self.spans.truncate(start),
                Kind::Set => self.sets.truncate(start),
            }
        }
        same
    }

    fn is_same_span(&self, one: Short, other: Short) -> bool {
        match (one, other) {
            (Short::Long(one), Short::Long(other)) => self.long.get(one) == self.long.get(other),
            _ => one == other,
        }
    }

    /// The number at a place.
    #[inline]
    pub fn span(&self, place: usize) -> Short {
        self.spans.get(place).copied().unwrap_or(Short::Anything)
    }

    /// So many numbers from a place on, where they lie side by side.
    #[inline]
    pub fn row(&self, (place, apart): (usize, Option<usize>), items: usize) -> Option<&[Short]> {
        if apart == Some(1) { self.spans.get(place..place.checked_add(items)?) } else { None }
    }

    /// A number of a column with fractions for ends.
    #[inline]
    pub fn long(&self, span: Short) -> Interval {
        match span {
            Short::Held(held) => held.long(),
            Short::Long(place) => self.long.get(place).copied().unwrap_or(Interval::ANYTHING),
            Short::Anything => Interval::ANYTHING,
        }
    }

    /// The number at a place with fractions for ends.
    #[inline]
    pub fn interval(&self, place: usize) -> Interval {
        self.long(self.span(place))
    }

    /// Whether only one number, or none, is possible at a place.
    pub fn is_exact(&self, place: usize) -> bool {
        match self.span(place) {
            Short::Held(held) => held.is_exact(),
            Short::Long(place) => self.long.get(place).is_some_and(Interval::is_exact),
            Short::Anything => false,
        }
    }

    /// The only number that is possible at a place; nothing where there may be another, or none.
    pub fn number(&self, place: usize) -> Option<Number> {
        match self.span(place) {
            Short::Held(held) => held.exact().map(Fixed::number),
            long => self.long(long).exact(),
        }
    }

    /// Whether only one value, or none, is possible at every place of a column.
    pub fn is_decided(&self, extent: &Extent, start: usize) -> bool {
        match extent.kind {
            Kind::Truth => {
                let column = self.words.get(start..).unwrap_or_default();
                if let (Some(there), Some(word)) = (extent.only_word, column.first()) {
                    return word.yes & word.no & there == 0;
                }
                let mut words = (0..extent.rows.saturating_mul(extent.words)).zip(column);
                words.all(|(place, word)| word.yes & word.no & extent.there(place) == 0)
            }
            Kind::Span => (start..).take(extent.cells()).all(|place| self.is_exact(place)),
            Kind::Set => {
                let column = self.sets.get(start..).unwrap_or_default();
                column.iter().take(extent.cells()).all(|set| set.is_power_of_two())
            }
        }
    }

    /// Whether there can be a number at a place, and whether there can be none.
    #[inline]
    pub fn presence(&self, place: usize) -> (bool, bool) {
        match self.span(place) {
            Short::Held(held) => (held.some, held.none),
            other => {
                let found = self.long(other);
                (found.some, found.none)
            }
        }
    }

    /// Either of two numbers: one that was found before, if any, and that at a place.
    #[inline]
    pub fn hull(&mut self, found: Option<Short>, place: usize) -> Short {
        let other = self.span(place);
        match (found, other) {
            (None, _) => other,
            (Some(Short::Held(one)), Short::Held(other)) => Short::Held(one.hull(&other)),
            (Some(one), other) => self.shortened(&self.long(one).hull(&self.long(other))),
        }
    }

    /// Puts a number in a place that there is.
    #[inline]
    pub fn put(&mut self, place: usize, span: Short) {
        if let Some(out) = self.spans.get_mut(place) {
            *out = span;
        }
    }

    /// Adds a number to the last column.
    #[inline]
    pub fn push(&mut self, span: Short) {
        self.spans.push(span);
    }

    /// Adds a number of things to the last column: the fewest and the most.
    #[inline]
    pub fn push_count(&mut self, (low, high): (u32, u32)) {
        match (Fixed::of(low.into()), Fixed::of(high.into())) {
            (Some(low), Some(high)) => self.push(Short::Held(Interval::between(low, high))),
            _ => self.push_long(&Interval::between(Number::from(low), Number::from(high))),
        }
    }

    /// Adds a number with fractions for ends to the last column, as short as it can be.
    #[inline]
    pub fn push_long(&mut self, found: &Interval) {
        let span = self.shortened(found);
        self.spans.push(span);
    }

    /// A number with fractions for ends, as short as it can be.
    #[inline]
    pub fn shortened(&mut self, found: &Interval) -> Short {
        Short::of(found).unwrap_or_else(|| self.kept(found))
    }

    fn kept(&mut self, found: &Interval) -> Short {
        if *found == Interval::ANYTHING {
            return Short::Anything;
        }
        self.long.push(*found);
        Short::Long(self.long.len().saturating_sub(1))
    }
}

/// Whether the column from a place to the end stands elsewhere too.
#[inline]
fn is_same<T>(values: &[T], elsewhere: usize, start: usize, is_equal: impl Fn(&T, &T) -> bool) -> bool {
    let (Some(column), Some(other)) = (values.get(start..), values.get(elsewhere..start)) else { return false };
    column.len() <= other.len() && column.iter().zip(other).all(|(one, other)| is_equal(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many sevenths, which no whole parts hold.
    fn seventh(times: i128) -> Interval {
        Interval::point(Number::new(times, 7).unwrap())
    }

    #[test]
    fn what_is_not_short_is_kept_beside() {
        let mut values = Values::default();
        let whole = Interval::between(Number::from(-3), Number::new(1, 3).unwrap());
        for found in [whole, seventh(1), Interval::ANYTHING, Interval::NONE, Interval::ANYTHING.with_none(true)] {
            let place = values.end(Kind::Span);
            values.push_long(&found);
            assert_eq!(values.interval(place), found);
        }
        assert_eq!(values.long.len(), 2);
        assert_eq!(values.interval(99), Interval::ANYTHING);
    }

    #[test]
    fn a_column_that_stands_elsewhere_is_left_out() {
        let mut values = Values::default();
        for times in [1, 2, 1, 2, 1, 3] {
            values.push_long(&seventh(times));
        }
        assert!(!values.is_repeated(Kind::Span, 0, 4));
        values.truncate([0, 4, 4, 0]);
        assert!(values.is_repeated(Kind::Span, 0, 2));
        assert_eq!(values.end(Kind::Span), 2);
    }

    #[test]
    fn the_hull_of_short_and_long_encloses_both() {
        let mut values = Values::default();
        values.push_count((1, 2));
        values.push_long(&seventh(1));
        let first = values.hull(None, 0);
        let found = values.hull(Some(first), 1);
        assert_eq!(values.long(found), Interval::between(seventh(1).low, Number::from(2)));
    }
}
