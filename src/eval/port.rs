//! An operand as its reader sees it: the way from the reader's items to places among all values.
//!
//! What is the same for every item of the reader is found once.

use super::{
    frame::{Coordinates, Extent, Table, Word},
    possible::Truth,
    roster::{RecordItem, Roster},
    run::axes,
    values::Values,
};
use crate::program::{Axis, Node, Operand, Place};

/// The owners of the records at a coordinate, so far on for each.
type Owned<'a> = (usize, &'a [RecordItem], usize);

/// Where an operand lies: so far from the beginning, and so far on for each coordinate of its reader.
pub(super) struct Port<'a> {
    from: usize,
    times: [usize; 3],
    /// Rare, and then there can be one for each axis of the operand.
    owners: Option<Box<[Option<Owned<'a>>; 2]>>,
}

/// A place beyond all values.
const BEYOND: usize = usize::MAX;

impl<'a> Port<'a> {
    /// The port of a number, a date or a named value.
    #[inline]
    pub fn new(table: Table<'_>, roster: &'a Roster, node: &Node, operand: &Operand) -> Self {
        let Some((extent, start)) = table.column(operand.node) else { return Self::fixed(BEYOND) };
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
        Self { from, times: [0; 3], owners: None }
    }

    /// Leads to an item of an axis whose items lie so far apart.
    #[inline]
    fn lead(&mut self, roster: &'a Roster, node: &Node, place: Option<Place>, apart: usize) {
        match place {
            None => {}
            Some(Place::Item(coordinate)) => self.moves(coordinate, apart),
            Some(Place::Applicant) => self.from = self.from.wrapping_add(roster.applicant.wrapping_mul(apart)),
            Some(Place::Owner(coordinate)) => self.lead_to_owner(roster, node, coordinate, apart),
        }
    }

    fn lead_to_owner(&mut self, roster: &'a Roster, node: &Node, coordinate: usize, apart: usize) {
        let Some(Axis::Record(list)) = axes(node).get(coordinate).copied().flatten() else {
            return self.moves(coordinate, apart);
        };
        let owners = self.owners.get_or_insert_with(Box::default);
        if let Some(free) = owners.iter_mut().find(|owner| owner.is_none()) {
            *free = Some((coordinate, roster.list(list), apart));
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
        if self.owners.is_none() { along } else { self.at_owner(along, at) }
    }

    fn at_owner(&self, along: usize, at: Coordinates) -> usize {
        let owners = self.owners.iter().flat_map(|owners| owners.iter().flatten());
        owners.fold(along, |along, (coordinate, records, apart)| {
            let item = at.get(*coordinate).copied().unwrap_or(0);
            let owner = records.get(item).and_then(|record| record.owner).unwrap_or(0);
            along.wrapping_add(owner.wrapping_mul(*apart))
        })
    }

    /// How far on the place moves with each item of a coordinate; nothing where it follows no such rule.
    #[inline]
    pub fn step(&self, coordinate: usize) -> Option<usize> {
        if self.owners.is_some() { self.step_past_owners(coordinate) } else { self.times.get(coordinate).copied() }
    }

    fn step_past_owners(&self, coordinate: usize) -> Option<usize> {
        let mut owners = self.owners.iter().flat_map(|owners| owners.iter().flatten());
        if owners.any(|(owned, ..)| *owned == coordinate) { None } else { self.times.get(coordinate).copied() }
    }
}

/// The coordinates of each machine word of a column, and the place of the word in its row.
#[inline]
pub(super) fn rows(extent: &Extent, mut row: impl FnMut(Coordinates, usize)) {
    for place in 0..extent.rows {
        for word in 0..extent.words {
            row([place, 0, 0], word);
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

/// An operand that is a condition.
pub(super) struct Truths<'a> {
    /// The first word of the row.
    row: Port<'a>,
    /// The place in the row.
    item: Port<'a>,
    /// The coordinate along which words are read.
    inner: usize,
    along: Along,
}

impl<'a> Truths<'a> {
    /// The port of an operand whose words are read along one coordinate.
    #[inline]
    pub fn of(table: Table<'_>, roster: &'a Roster, (node, operand): (&Node, &Operand), inner: usize) -> Self {
        let Some((extent, start)) = table.column(operand.node) else {
            return Self { row: Port::fixed(BEYOND), item: Port::fixed(0), inner, along: Along::Same };
        };
        let (mut row, mut item) = (Port::fixed(start), Port::fixed(0));
        if extent.pair {
            row.lead(roster, node, operand.first, extent.words);
            item.lead(roster, node, operand.second, 1);
        } else {
            item.lead(roster, node, operand.first, 1);
        }
        let along = match (row.step(inner), item.step(inner)) {
            (Some(0), Some(0)) => Along::Same,
            (Some(0), Some(1)) => Along::Step,
            _ => Along::Scattered,
        };
        Self { row, item, inner, along }
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

    /// The truths read while the inner coordinate runs over the items of a machine word, of so many items in all.
    #[inline]
    pub fn word(&self, values: &Values, at: Coordinates, word: usize, items: usize) -> Word {
        match self.along {
            Along::Step => self.word_of(values, at, word),
            Along::Same => {
                let item = self.item.at(at);
                self.word_of(values, at, item / 64).spread(item)
            }
            Along::Scattered => self.scattered(values, at, word, items),
        }
    }

    /// The words read from one place on while a coordinate moves, where they lie so far from one another.
    #[inline]
    pub fn line(&self, at: Coordinates, coordinate: usize) -> Option<Line> {
        let is_plain = self.row.owners.is_none() && self.item.owners.is_none();
        if !is_plain || self.along == Along::Scattered {
            return None;
        }
        let step = |way: &Port<'_>| way.times.get(coordinate).copied().unwrap_or(0);
        let is_same = self.along == Along::Same;
        let item = if is_same { (self.item.at(at), step(&self.item)) } else { (0, 0) };
        Some(Line { word: (self.row.at(at), step(&self.row)), item, is_same })
    }

    /// Goes through the truths that a column of the reader reads, machine word by machine word.
    #[inline]
    pub fn each_word(&self, extent: &Extent, values: &mut Values, mut each: impl FnMut(&mut Values, Word)) {
        if let Some(mut line) = self.line([0; 3], 0).filter(|_| extent.words == 1) {
            for _ in 0..extent.rows {
                let found = line.next(values);
                each(values, found);
            }
            return;
        }
        rows(extent, |at, word| {
            let found = self.word(values, at, word, extent.items);
            each(values, found);
        });
    }

    /// Whether what is read is the same at every item of a coordinate.
    pub fn is_same_along(&self, coordinate: usize) -> bool {
        self.row.step(coordinate) == Some(0) && self.item.step(coordinate) == Some(0)
    }

    fn scattered(&self, values: &Values, mut at: Coordinates, word: usize, items: usize) -> Word {
        let begin = word.saturating_mul(64);
        let mut found = Word::UNKNOWN;
        if let (Some(words_on), Some(items_on), 0) = (self.row.step(self.inner), self.item.step(self.inner), word) {
            if let Some(coordinate) = at.get_mut(self.inner) {
                *coordinate = 0;
            }
            let (mut place, mut item) = (self.row.at(at), self.item.at(at));
            for bit in 0..items.min(64) {
                let read = values.words.get(place.saturating_add(item / 64)).copied().unwrap_or(Word::UNKNOWN);
                found.decide(bit, read.truth(item));
                place = place.wrapping_add(words_on);
                item = item.wrapping_add(items_on);
            }
            return found;
        }
        for item in begin..items.min(begin.saturating_add(64)) {
            if let Some(coordinate) = at.get_mut(self.inner) {
                *coordinate = item;
            }
            found.decide(item, self.at(values, at));
        }
        found
    }
}

/// First words of rows, one after another.
pub(super) struct Line {
    /// The place of the next word, and how far on that after it lies.
    word: (usize, usize),
    /// The item in it that counts for all, where only one does.
    item: (usize, usize),
    is_same: bool,
}

impl Line {
    /// The next word.
    #[inline]
    pub fn next(&mut self, values: &Values) -> Word {
        let ((word, words_on), (item, items_on)) = (self.word, self.item);
        self.word.0 = word.wrapping_add(words_on);
        self.item.0 = item.wrapping_add(items_on);
        let found = values.words.get(word.saturating_add(item / 64)).copied().unwrap_or(Word::UNKNOWN);
        if self.is_same { found.spread(item) } else { found }
    }
}
