//! An operand as its reader sees it: the way from the reader's items to places among all values.
//!
//! What is the same for every item of the reader is found once.

use super::{
    frame::{Coordinates, Extent, NOWHERE, Table, Word},
    possible::Truth,
    roster::{RecordItem, Roster},
    run::axes,
    values::Values,
};
use crate::program::{Axis, Node, Operand, Place};

/// The owners of the records at a coordinate, so far on for each.
type Owned<'a> = (usize, &'a [RecordItem], usize);

/// Where an operand lies: so far from the beginning, and so far on for each coordinate of its reader.
#[derive(Clone, Copy)]
pub(super) struct Port<'a> {
    from: usize,
    times: [usize; 3],
    owners: [Option<Owned<'a>>; 2],
}

impl<'a> Port<'a> {
    /// The port of a number, a date or a named value.
    #[inline]
    pub fn new(table: Table<'_>, roster: &'a Roster, node: &Node, operand: &Operand) -> Self {
        let found = table.column(operand.node).filter(|(_, start)| *start != NOWHERE);
        let Some((extent, start)) = found else { return Self::fixed(NOWHERE) };
        let mut port = Self::fixed(start);
        if extent.pair {
            port.lead(roster, node, operand.first, extent.items);
            port.lead(roster, node, operand.second, 1);
        } else {
            port.lead(roster, node, operand.first, 1);
        }
        port
    }

    /// The same place for every item.
    #[inline]
    fn fixed(from: usize) -> Self {
        Self { from, times: [0; 3], owners: [None; 2] }
    }

    /// Leads to an item of an axis whose items lie so far apart.
    #[inline]
    fn lead(&mut self, roster: &'a Roster, node: &Node, place: Option<Place>, apart: usize) {
        match place {
            None => {}
            Some(Place::Applicant) => self.from = self.from.wrapping_add(roster.applicant.wrapping_mul(apart)),
            Some(Place::Item(coordinate)) => self.moves(coordinate, apart),
            Some(Place::Owner(coordinate)) => match axes(node).get(coordinate).copied().flatten() {
                Some(Axis::Record(list)) => {
                    let owned = Some((coordinate, roster.list(list), apart));
                    if let Some(free) = self.owners.iter_mut().find(|owner| owner.is_none()) {
                        *free = owned;
                    }
                }
                _ => self.moves(coordinate, apart),
            },
        }
    }

    #[inline]
    fn moves(&mut self, coordinate: usize, apart: usize) {
        if let Some(times) = self.times.get_mut(coordinate) {
            *times = times.wrapping_add(apart);
        }
    }

    /// The place that is read from coordinates.
    // What leads beyond all values leads to no value, so nothing is lost where a product is too long.
    #[inline]
    pub fn at(&self, at: Coordinates) -> usize {
        let [first, second, third] = at;
        let [along_first, along_second, along_third] = self.times;
        let along = first
            .wrapping_mul(along_first)
            .wrapping_add(second.wrapping_mul(along_second))
            .wrapping_add(third.wrapping_mul(along_third))
            .wrapping_add(self.from);
        if matches!(self.owners, [None, None]) { along } else { self.at_owner(along, at) }
    }

    fn at_owner(&self, along: usize, at: Coordinates) -> usize {
        self.owners.iter().flatten().fold(along, |along, (coordinate, records, apart)| {
            let item = at.get(*coordinate).copied().unwrap_or(0);
            let owner = records.get(item).and_then(|record| record.owner).unwrap_or(0);
            along.wrapping_add(owner.wrapping_mul(*apart))
        })
    }

    /// How far on the place moves with each item of a coordinate; nothing where it follows no such rule.
    #[inline]
    pub fn step(&self, coordinate: usize) -> Option<usize> {
        let is_owned = self.owners.iter().flatten().any(|(owned, ..)| *owned == coordinate);
        if is_owned { None } else { self.times.get(coordinate).copied() }
    }
}

/// The coordinates of each machine word of a column, and the place of the word in its row.
#[inline]
pub(super) fn rows(extent: &Extent) -> impl Iterator<Item = (Coordinates, usize)> {
    let words = extent.words;
    (0..extent.rows).flat_map(move |row| (0..words).map(move |word| ([row, 0, 0], word)))
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

/// An operand that is a condition.
#[derive(Clone, Copy)]
pub(super) struct Truths<'a> {
    /// The first word of the row.
    row: Port<'a>,
    /// The place in the row.
    item: Port<'a>,
}

impl<'a> Truths<'a> {
    /// The port of an operand.
    #[inline]
    pub fn of(table: Table<'_>, roster: &'a Roster, node: &Node, operand: &Operand) -> Self {
        let found = table.column(operand.node).filter(|(_, start)| *start != NOWHERE);
        let Some((extent, start)) = found else { return Self { row: Port::fixed(NOWHERE), item: Port::fixed(0) } };
        let (mut row, mut item) = (Port::fixed(start), Port::fixed(0));
        if extent.pair {
            row.lead(roster, node, operand.first, extent.words);
            item.lead(roster, node, operand.second, 1);
        } else {
            item.lead(roster, node, operand.first, 1);
        }
        Self { row, item }
    }

    #[inline]
    fn word_of(&self, values: &Values, at: Coordinates, word: usize) -> Word {
        values.words.get(self.row.at(at).saturating_add(word)).copied().unwrap_or(Word::UNKNOWN)
    }

    /// Whether one coordinate moves from row to row.
    pub fn row_depends_on(&self, coordinate: usize) -> bool {
        self.row.step(coordinate) != Some(0)
    }

    /// The truth read from a place.
    #[inline]
    pub fn at(&self, values: &Values, at: Coordinates) -> Truth {
        let item = self.item.at(at);
        self.word_of(values, at, item / 64).truth(item)
    }

    /// How it moves along one coordinate.
    #[inline]
    fn along(&self, inner: usize) -> Along {
        match (self.row.step(inner), self.item.step(inner)) {
            (Some(0), Some(0)) => Along::Same,
            (Some(0), Some(1)) => Along::Step,
            _ => Along::Scattered,
        }
    }

    /// The truths read while one coordinate runs over the items of a machine word, of so many items in all.
    #[inline]
    pub fn word(&self, values: &Values, at: Coordinates, inner: usize, (word, items): (usize, usize)) -> Word {
        match self.along(inner) {
            Along::Same => Word::all(self.at(values, at)),
            Along::Step => self.word_of(values, at, word),
            Along::Scattered => self.scattered(values, at, inner, (word, items)),
        }
    }

    fn scattered(
        &self,
        values: &Values,
        mut at: Coordinates,
        inner: usize,
        (word, items): (usize, usize),
    ) -> Word {
        let begin = word.saturating_mul(64);
        let mut found = Word::UNKNOWN;
        for item in begin..items.min(begin.saturating_add(64)) {
            if let Some(coordinate) = at.get_mut(inner) {
                *coordinate = item;
            }
            found.decide(item, self.at(values, at));
        }
        found
    }
}
