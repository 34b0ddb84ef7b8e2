//! An operand as its reader sees it: the column that is read, and the way from the reader's items to its own.
//!
//! What is the same for every item of the reader is found once.

use super::{
    frame::{Coordinates, Frame, Word},
    possible::{Interval, Truth},
    roster::{RecordItem, Roster},
    run::axes,
};
use crate::program::{Axis, Node, Operand, Place};

/// The way from the reader's coordinates to an item of one axis.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// The same item for every reader.
    Fixed(usize),
    /// The item at this coordinate.
    Item(usize),
    /// The owner of the record at this coordinate.
    Owner(usize, &'a [RecordItem]),
}

impl<'a> Step<'a> {
    #[inline]
    fn new(roster: &'a Roster, node: &Node, place: Option<Place>) -> Self {
        match place {
            None => Self::Fixed(0),
            Some(Place::Applicant) => Self::Fixed(roster.applicant),
            Some(Place::Item(coordinate)) => Self::Item(coordinate),
            Some(Place::Owner(coordinate)) => match axes(node).get(coordinate).copied().flatten() {
                Some(Axis::Record(list)) => Self::Owner(coordinate, roster.list(list)),
                _ => Self::Item(coordinate),
            },
        }
    }

    #[inline]
    fn item(self, at: Coordinates) -> usize {
        let coordinate = |coordinate: usize| at.get(coordinate).copied().unwrap_or(0);
        match self {
            Self::Fixed(item) => item,
            Self::Item(place) => coordinate(place),
            Self::Owner(place, records) => records.get(coordinate(place)).and_then(|record| record.owner).unwrap_or(0),
        }
    }

    #[inline]
    fn depends_on(self, coordinate: usize) -> bool {
        matches!(self, Self::Item(at) | Self::Owner(at, _) if at == coordinate)
    }
}

/// An operand among the values of one type.
#[derive(Clone, Copy)]
pub(super) struct Port<'a, T> {
    /// The column, and what lies behind it.
    column: &'a [T],
    /// The row of a pair; else nothing.
    row: Step<'a>,
    /// The place in the row.
    item: Step<'a>,
    /// How many values (or words) a row takes.
    stride: usize,
}

impl<'a, T> Port<'a, T> {
    #[inline]
    fn new(
        frame: Frame<'a>,
        roster: &'a Roster,
        node: &Node,
        operand: &Operand,
        all: &'a [T],
        stride: fn(super::frame::Extent) -> usize,
    ) -> Self {
        let (first, second) = (Step::new(roster, node, operand.first), Step::new(roster, node, operand.second));
        let found = frame.column(operand.node).and_then(|(extent, start)| Some((extent, all.get(start..)?)));
        let Some((extent, column)) = found else {
            return Self { column: &[], row: Step::Fixed(0), item: Step::Fixed(0), stride: 0 };
        };
        let (row, item) = if extent.pair { (first, second) } else { (Step::Fixed(0), first) };
        Self { column, row, item, stride: stride(extent) }
    }

    #[inline]
    fn value(&self, at: Coordinates) -> Option<&'a T> {
        self.column.get(self.row.item(at).saturating_mul(self.stride).saturating_add(self.item.item(at)))
    }
}

/// An operand that is a number or a date.
pub(super) type Spans<'a> = Port<'a, Interval>;

impl<'a> Spans<'a> {
    /// The port of an operand.
    pub fn spans(frame: Frame<'a>, roster: &'a Roster, node: &Node, operand: &Operand) -> Self {
        Self::new(frame, roster, node, operand, &frame.values.intervals, |extent| extent.items)
    }

    /// The value read from a place.
    #[inline]
    pub fn at(&self, at: Coordinates) -> &'a Interval {
        self.value(at).unwrap_or(&Interval::ANYTHING)
    }
}

/// An operand that is a named value.
pub(super) type Sets<'a> = Port<'a, u64>;

impl<'a> Sets<'a> {
    /// The port of an operand.
    pub fn sets(frame: Frame<'a>, roster: &'a Roster, node: &Node, operand: &Operand) -> Self {
        Self::new(frame, roster, node, operand, &frame.values.sets, |extent| extent.items)
    }

    /// The value read from a place.
    #[inline]
    pub fn at(&self, at: Coordinates) -> u64 {
        self.value(at).copied().unwrap_or(u64::MAX)
    }
}

/// An operand that is a condition.
pub(super) type Truths<'a> = Port<'a, Word>;

impl<'a> Truths<'a> {
    /// The port of an operand.
    pub fn truths(frame: Frame<'a>, roster: &'a Roster, node: &Node, operand: &Operand) -> Self {
        Self::new(frame, roster, node, operand, &frame.values.words, |extent| extent.words)
    }

    #[inline]
    fn word_of(&self, at: Coordinates, word: usize) -> Word {
        let place = self.row.item(at).saturating_mul(self.stride).saturating_add(word);
        self.column.get(place).copied().unwrap_or(Word::UNKNOWN)
    }

    /// Whether one coordinate moves from row to row.
    pub fn row_depends_on(&self, coordinate: usize) -> bool {
        self.row.depends_on(coordinate)
    }

    /// The truth read from a place.
    #[inline]
    pub fn at(&self, at: Coordinates) -> Truth {
        let item = self.item.item(at);
        self.word_of(at, item / 64).truth(item)
    }

    /// The truths read while one coordinate runs over the items of a machine word, of so many items in all.
    #[inline]
    pub fn word(&self, mut at: Coordinates, inner: usize, word: usize, items: usize) -> Word {
        let row_moves = self.row.depends_on(inner);
        if !row_moves && !self.item.depends_on(inner) {
            return Word::all(self.at(at));
        }
        if !row_moves && matches!(self.item, Step::Item(_)) {
            return self.word_of(at, word);
        }
        let begin = word.saturating_mul(64);
        let mut found = Word::UNKNOWN;
        for item in begin..items.min(begin.saturating_add(64)) {
            if let Some(coordinate) = at.get_mut(inner) {
                *coordinate = item;
            }
            found.decide(item, self.at(at));
        }
        found
    }
}
