//! An operand as its reader sees it: the column that is read, and the way from the reader's items to its own.
//!
//! What is the same for every item of the reader is found once.

use super::{
    frame::{Coordinates, Extent, Frame, Word},
    possible::{Interval, Truth},
    roster::{RecordItem, Roster},
    run::axes,
};
use crate::program::{Axis, Node, Operand, Place};

/// Where an operand lies in its column: so far from the beginning, and so far on for each coordinate of its reader.
#[derive(Clone, Copy)]
struct Way<'a> {
    from: usize,
    times: [usize; 3],
    /// The owner of the record at a coordinate, so far on for each.
    owner: Option<(usize, &'a [RecordItem], usize)>,
}

impl<'a> Way<'a> {
    const START: Self = Self { from: 0, times: [0; 3], owner: None };

    /// The way to an item of an axis whose items lie so far apart.
    #[inline]
    fn new(roster: &'a Roster, node: &Node, place: Option<Place>, apart: usize) -> Self {
        let mut way = Self::START;
        match place {
            None => {}
            Some(Place::Applicant) => way.from = roster.applicant.wrapping_mul(apart),
            Some(Place::Item(coordinate)) => way.moves(coordinate, apart),
            Some(Place::Owner(coordinate)) => match axes(node).get(coordinate).copied().flatten() {
                Some(Axis::Record(list)) => way.owner = Some((coordinate, roster.list(list), apart)),
                _ => way.moves(coordinate, apart),
            },
        }
        way
    }

    fn moves(&mut self, coordinate: usize, apart: usize) {
        if let Some(times) = self.times.get_mut(coordinate) {
            *times = apart;
        }
    }

    // What leads beyond the column leads to no value, so nothing is lost where a product is too long.
    #[inline]
    fn at(&self, at: Coordinates) -> usize {
        let steps = at.iter().zip(&self.times).map(|(item, apart)| item.wrapping_mul(*apart));
        let along = steps.fold(self.from, usize::wrapping_add);
        let Some((coordinate, records, apart)) = self.owner else { return along };
        let item = at.get(coordinate).copied().unwrap_or(0);
        let owner = records.get(item).and_then(|record| record.owner).unwrap_or(0);
        along.wrapping_add(owner.wrapping_mul(apart))
    }

    /// How it moves along one coordinate.
    #[inline]
    fn along(&self, coordinate: usize) -> Along {
        match self.owner {
            Some((owned, ..)) if owned == coordinate => Along::Scattered,
            _ => match self.times.get(coordinate) {
                None | Some(0) => Along::Same,
                Some(1) => Along::Step,
                Some(_) => Along::Scattered,
            },
        }
    }
}

/// How the item that is read moves with one coordinate of the reader.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Along {
    /// It stays.
    Same,
    /// It is that of the reader.
    Step,
    /// It is any other.
    Scattered,
}

/// An operand that is a number, a date or a named value.
#[derive(Clone, Copy)]
pub(super) struct Port<'a, T> {
    /// The column, and what lies behind it.
    column: &'a [T],
    /// The row of a pair; else nothing.
    row: Option<Way<'a>>,
    /// The place in the row.
    item: Way<'a>,
}

impl<'a, T> Port<'a, T> {
    #[inline]
    fn new(frame: Frame<'a>, roster: &'a Roster, node: &Node, operand: &Operand, all: &'a [T]) -> Self {
        let found = frame.column(operand.node).and_then(|(extent, start)| Some((extent, all.get(start..)?)));
        let Some((extent, column)) = found else { return Self { column: &[], row: None, item: Way::START } };
        if extent.pair {
            let row = Way::new(roster, node, operand.first, extent.items);
            return Self { column, row: Some(row), item: Way::new(roster, node, operand.second, 1) };
        }
        Self { column, row: None, item: Way::new(roster, node, operand.first, 1) }
    }

    #[inline]
    fn value(&self, at: Coordinates) -> Option<&'a T> {
        let row = self.row.as_ref().map_or(0, |row| row.at(at));
        self.column.get(row.wrapping_add(self.item.at(at)))
    }

    /// What one row of the reader reads.
    #[inline]
    pub fn lane(&self, extent: Extent, row: usize) -> Lane<'a, T> {
        let (inner, at) = if extent.pair { (1, [row, 0, 0]) } else { (0, [0; 3]) };
        if self.row.as_ref().is_some_and(|row| row.along(inner) != Along::Same) {
            return Lane::Scattered;
        }
        let first = self.row.as_ref().map_or(0, |row| row.at(at)).wrapping_add(self.item.at(at));
        let found = match self.item.along(inner) {
            Along::Step => self.column.get(first..first.wrapping_add(extent.items)).map(Lane::Each),
            Along::Same => self.column.get(first).map(Lane::One),
            Along::Scattered => None,
        };
        found.unwrap_or(Lane::Scattered)
    }
}

/// What a row of a reader reads of an operand.
#[derive(Clone, Copy)]
pub(super) enum Lane<'a, T> {
    /// A value for each item.
    Each(&'a [T]),
    /// The same value for every item.
    One(&'a T),
    /// Values that lie anywhere.
    Scattered,
}

/// A value that can be read from a port.
pub(super) trait Possible: Copy + 'static {
    /// What is read where nothing was evaluated.
    const ANYTHING: &'static Self;
}

impl Possible for Interval {
    const ANYTHING: &'static Self = &Self::ANYTHING;
}

impl Possible for u64 {
    const ANYTHING: &'static Self = &Self::MAX;
}

impl<'a, T: Possible> Port<'a, T> {
    /// The value read from a place.
    #[inline]
    pub fn at(&self, at: Coordinates) -> &'a T {
        self.value(at).unwrap_or(T::ANYTHING)
    }
}

/// An operand that is a number or a date.
pub(super) type Spans<'a> = Port<'a, Interval>;

impl<'a> Spans<'a> {
    /// The port of an operand.
    #[inline]
    pub fn spans(frame: Frame<'a>, roster: &'a Roster, node: &Node, operand: &Operand) -> Self {
        Self::new(frame, roster, node, operand, &frame.values.intervals)
    }
}

/// An operand that is a named value.
pub(super) type Sets<'a> = Port<'a, u64>;

impl<'a> Sets<'a> {
    /// The port of an operand.
    #[inline]
    pub fn sets(frame: Frame<'a>, roster: &'a Roster, node: &Node, operand: &Operand) -> Self {
        Self::new(frame, roster, node, operand, &frame.values.sets)
    }
}

/// The coordinates of each machine word of a column, and the place of the word in its row.
pub(super) fn rows(extent: Extent) -> impl Iterator<Item = (Coordinates, usize)> {
    (0..extent.rows).flat_map(move |row| (0..extent.words).map(move |word| ([row, 0, 0], word)))
}

/// An operand that is a condition.
#[derive(Clone, Copy)]
pub(super) struct Truths<'a> {
    /// The machine words of the column, and what lies behind them.
    column: &'a [Word],
    /// The first word of the row.
    row: Way<'a>,
    /// The place in the row.
    item: Way<'a>,
}

impl<'a> Truths<'a> {
    /// The port of an operand.
    #[inline]
    pub fn of(frame: Frame<'a>, roster: &'a Roster, node: &Node, operand: &Operand) -> Self {
        let all = &frame.values.words;
        let found = frame.column(operand.node).and_then(|(extent, start)| Some((extent, all.get(start..)?)));
        let Some((extent, column)) = found else { return Self { column: &[], row: Way::START, item: Way::START } };
        if extent.pair {
            let row = Way::new(roster, node, operand.first, extent.words);
            return Self { column, row, item: Way::new(roster, node, operand.second, 1) };
        }
        Self { column, row: Way::START, item: Way::new(roster, node, operand.first, 1) }
    }

    #[inline]
    fn word_of(&self, at: Coordinates, word: usize) -> Word {
        self.column.get(self.row.at(at).wrapping_add(word)).copied().unwrap_or(Word::UNKNOWN)
    }

    /// Whether one coordinate moves from row to row.
    pub fn row_depends_on(&self, coordinate: usize) -> bool {
        self.row.along(coordinate) != Along::Same
    }

    /// The truth read from a place.
    #[inline]
    pub fn at(&self, at: Coordinates) -> Truth {
        let item = self.item.at(at);
        self.word_of(at, item / 64).truth(item)
    }

    /// How it moves along one coordinate.
    #[inline]
    fn along(&self, inner: usize) -> Along {
        if self.row.along(inner) == Along::Same { self.item.along(inner) } else { Along::Scattered }
    }

    /// The truths read while one coordinate runs over the items of a machine word, of so many items in all.
    #[inline]
    pub fn word(&self, at: Coordinates, inner: usize, word: usize, items: usize) -> Word {
        match self.along(inner) {
            Along::Same => Word::all(self.at(at)),
            Along::Step => self.word_of(at, word),
            Along::Scattered => self.scattered(at, inner, word, items),
        }
    }

    /// The truths read by each machine word of a column.
    #[inline]
    pub fn words(&self, extent: Extent) -> impl Iterator<Item = Word> {
        let inner = usize::from(extent.pair);
        let along = self.along(inner);
        rows(extent).map(move |(at, word)| match along {
            Along::Same => Word::all(self.at(at)),
            Along::Step => self.word_of(at, word),
            Along::Scattered => self.scattered(at, inner, word, extent.items),
        })
    }

    fn scattered(&self, mut at: Coordinates, inner: usize, word: usize, items: usize) -> Word {
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
