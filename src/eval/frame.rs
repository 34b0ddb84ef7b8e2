//! The columns of one family: every node of a program in every view.
//!
//! The columns are the trace: a reason reads them after the run.

use super::{
    possible::{Interval, Truth},
    roster::Roster,
    values::Values,
};
use crate::{
    program::{Axis, Kind, NodeId, Operand, Place, Program, Shape},
    value::{Accepts, Number},
};

/// Which of the told values count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Those whose provenance the fact and the measure accept; every other is a claim and counts as unknown.
    Accepted(Accepts),
    /// Claims too.
    Told,
    /// As told, and what is presumed of a fact that nobody told.
    Presumed,
}

/// A row of truths: bit by bit, whether each can be true and whether it can be false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The items that can be true.
    pub yes: u64,
    /// The items that can be false.
    pub no: u64,
}

impl Word {
    /// Every item is undecided.
    pub const UNKNOWN: Self = Self { yes: u64::MAX, no: u64::MAX };

    /// The same truth for every item.
    #[inline]
    pub fn all(truth: Truth) -> Self {
        Self { yes: if truth.yes { u64::MAX } else { 0 }, no: if truth.no { u64::MAX } else { 0 } }
    }

    /// Both hold.
    #[inline]
    pub fn and(self, other: Self) -> Self {
        Self { yes: self.yes & other.yes, no: self.no | other.no }
    }

    /// One of them holds.
    #[inline]
    pub fn or(self, other: Self) -> Self {
        Self { yes: self.yes | other.yes, no: self.no & other.no }
    }

    /// The opposite.
    pub fn negated(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    /// With one truth for some items of which nothing was said.
    #[inline]
    pub fn with(self, items: u64, truth: Truth) -> Self {
        let said = Self::all(truth);
        Self { yes: self.yes | (said.yes & items), no: self.no | (said.no & items) }
    }

    /// Gives an item that is still undecided its truth.
    #[inline]
    pub fn decide(&mut self, bit: usize, truth: Truth) {
        self.yes &= !(u64::from(!truth.yes) << (bit % 64));
        self.no &= !(u64::from(!truth.no) << (bit % 64));
    }

    /// The truth of an item for every item.
    #[inline]
    pub fn spread(self, bit: usize) -> Self {
        let spread = |bits: u64| 0_u64.wrapping_sub(bits >> (bit % 64) & 1);
        Self { yes: spread(self.yes), no: spread(self.no) }
    }

    /// The truth of an item.
    #[inline]
    pub fn truth(self, bit: usize) -> Truth {
        Truth { yes: self.yes >> (bit % 64) & 1 == 1, no: self.no >> (bit % 64) & 1 == 1 }
    }
}

/// Where an item lies: the coordinates of a node's axes, and of the item that it reduces.
pub type Coordinates = [usize; 3];

/// A node at one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Cell {
    /// The node.
    pub node: NodeId,
    /// Its item on the outer axis, or 0.
    pub first: usize,
    /// Its item on the inner axis, or 0.
    pub second: usize,
}

/// How many items the columns of a shape have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The type of the values.
    pub kind: Kind,
    /// Rows of truths: the items of the outer axis of a pair, else one.
    pub rows: usize,
    /// The items of a row: of the inner axis of a pair, else of the only axis.
    pub items: usize,
    /// How many machine words a row of truths takes.
    pub words: usize,
    /// Whether the scope is a pair.
    pub pair: bool,
    /// Whether there is no scope.
    pub alone: bool,
    /// The items of the only machine word, where there is only one.
    pub only_word: Option<u64>,
}

impl Extent {
    /// The items of a shape for a family.
    pub fn new(shape: Shape, roster: &Roster) -> Self {
        let (first, second) = (roster.len(shape.axes.first), roster.len(shape.axes.second));
        let pair = shape.axes.second.is_some();
        let (rows, items) = if pair { (first, second) } else { (1, first) };
        let words = items.div_ceil(64).max(1);
        let all = if items < 64 { !(u64::MAX << items) } else { u64::MAX };
        Self {
            kind: shape.kind,
            rows,
            items,
            words,
            pair,
            alone: shape.axes.first.is_none(),
            only_word: (rows == 1 && words == 1).then_some(all),
        }
    }

    /// The items of the machine word at a place.
    pub fn there(self, place: usize) -> u64 {
        let is_last = place.saturating_add(1).is_multiple_of(self.words);
        if !is_last || self.items.is_multiple_of(64) { u64::MAX } else { !(u64::MAX << (self.items % 64)) }
    }

    /// How many values a column has.
    pub fn cells(self) -> usize {
        self.rows.saturating_mul(self.items)
    }

    /// The row and the place in it.
    fn place(self, cell: Cell) -> (usize, usize) {
        if self.pair { (cell.first, cell.second) } else { (0, cell.first) }
    }

    /// The coordinates of each cell, row by row.
    pub fn coordinates(self) -> impl Iterator<Item = Coordinates> {
        (0..self.rows).flat_map(move |row| self.row(row))
    }

    /// The coordinates of the cells of a row.
    #[inline]
    pub fn row(self, row: usize) -> impl ExactSizeIterator<Item = Coordinates> {
        (0..self.items).map(move |item| if self.pair { [row, item, 0] } else { [item, 0, 0] })
    }
}

/// The columns of a program in one view; they lie in the [`Sheet`](super::Sheet) of the family.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub(super) values: &'a Values,
    pub(super) table: Table<'a>,
}

/// Where the columns of a view lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    /// Where the column of each node begins; beyond all values where it was not evaluated.
    pub starts: &'a [Start],
    pub extents: &'a [Extent],
    pub program: &'a Program,
}

/// Where a column begins among all values of its type.
pub(super) type Start = u32;

/// The start of a column that was not evaluated.
pub(super) const NOWHERE: Start = Start::MAX;

impl<'a> Table<'a> {
    #[inline]
    pub fn extent(self, node: NodeId) -> Option<&'a Extent> {
        self.extents.get(self.program.flow.step(node)?.shape)
    }

    /// How many items a column has, and where it begins; nothing where it was not evaluated.
    #[inline]
    pub fn column(self, node: NodeId) -> Option<(&'a Extent, usize)> {
        let start = *self.starts.get(self.program.flow.source(node).0)?;
        if start == NOWHERE { None } else { Some((self.extent(node)?, usize::try_from(start).ok()?)) }
    }

    /// Whether a condition has the same decided truth for every item.
    pub fn is_all(self, values: &Values, node: NodeId, truth: Truth) -> bool {
        let Some((extent, start)) = self.column(node).filter(|(extent, _)| extent.kind == Kind::Truth) else {
            return false;
        };
        let is = |word: Word, there: u64| (truth.yes || word.yes & there == 0) && (truth.no || word.no & there == 0);
        if let Some(there) = extent.only_word {
            return values.words.get(start).is_some_and(|word| is(*word, there));
        }
        let Some(words) = values.words.get(start..) else { return false };
        (0..extent.rows.saturating_mul(extent.words)).zip(words).all(|(place, word)| is(*word, extent.there(place)))
    }
}

impl<'a> Frame<'a> {
    /// How many items a node has.
    #[inline]
    pub fn extent(self, node: NodeId) -> Option<&'a Extent> {
        self.table.extent(node)
    }

    #[inline]
    fn column(self, node: NodeId) -> Option<(&'a Extent, usize)> {
        self.table.column(node)
    }

    /// The coordinates of each cell of a node.
    pub fn coordinates(self, node: NodeId) -> impl Iterator<Item = Coordinates> + 'a {
        self.extent(node).into_iter().flat_map(|extent| extent.coordinates())
    }

    /// The truth of a node at an item; what is not there is undecided.
    #[inline]
    pub fn truth(self, cell: Cell) -> Truth {
        let Some((extent, start)) = self.column(cell.node) else { return Truth::UNKNOWN };
        let (row, item) = extent.place(cell);
        let word = start.saturating_add(row.saturating_mul(extent.words)).saturating_add(item / 64);
        self.values.words.get(word).map_or(Truth::UNKNOWN, |word| word.truth(item))
    }

    /// The machine words of a condition; beyond its items and where it was not evaluated every bit is undecided.
    pub(super) fn truths(self, node: NodeId) -> impl Iterator<Item = Word> + 'a {
        let column = self.column(node).filter(|(extent, _)| extent.kind == Kind::Truth);
        column.into_iter().flat_map(move |(extent, start)| {
            (0..extent.rows.saturating_mul(extent.words)).map(move |place| {
                let found = self.values.words.get(start.saturating_add(place)).copied().unwrap_or(Word::UNKNOWN);
                let beyond = !extent.there(place);
                Word { yes: found.yes | beyond, no: found.no | beyond }
            })
        })
    }

    /// Whether a condition has the same decided truth for every item.
    pub(super) fn is_all(self, node: NodeId, truth: Truth) -> bool {
        self.table.is_all(self.values, node, truth)
    }

    #[inline]
    fn place(self, cell: Cell) -> Option<usize> {
        let (extent, start) = self.column(cell.node)?;
        let (row, item) = extent.place(cell);
        Some(start.saturating_add(row.saturating_mul(extent.items)).saturating_add(item))
    }

    /// The interval of a node at an item.
    pub fn interval(self, cell: Cell) -> Interval {
        self.place(cell).map_or(Interval::ANYTHING, |place| self.values.interval(place))
    }

    /// The only number that a node can be at an item; nothing where it may be another, or none.
    pub fn number(self, cell: Cell) -> Option<Number> {
        self.values.number(self.place(cell)?)
    }

    /// The possible named values of a node at an item.
    pub fn set(self, cell: Cell) -> u64 {
        self.place(cell).and_then(|place| self.values.sets.get(place)).copied().unwrap_or(u64::MAX)
    }

    /// Whether only one value is possible at an item.
    #[inline]
    pub fn is_exact(self, cell: Cell) -> bool {
        match self.extent(cell.node).map(|extent| extent.kind) {
            Some(Kind::Truth) => !self.truth(cell).is_undecided(),
            Some(Kind::Span) => self.place(cell).is_some_and(|place| self.values.is_exact(place)),
            Some(Kind::Set) => self.set(cell).count_ones() <= 1,
            None => true,
        }
    }
}

/// The cell that an operand reads from the coordinates of its reader.
pub fn cell(roster: &Roster, axes: [Option<Axis>; 3], operand: &Operand, at: Coordinates) -> Cell {
    let item = |place: Option<Place>| match place {
        None => 0,
        Some(Place::Item(coordinate)) => at.get(coordinate).copied().unwrap_or(0),
        Some(Place::Applicant) => roster.applicant,
        Some(Place::Owner(coordinate)) => {
            let item = at.get(coordinate).copied().unwrap_or(0);
            match axes.get(coordinate).copied().flatten() {
                Some(Axis::Record(list)) => roster.record(list, item).and_then(|record| record.owner).unwrap_or(0),
                _ => item,
            }
        }
    };
    Cell { node: operand.node, first: item(operand.first), second: item(operand.second) }
}

#[cfg(test)]
mod tests {
    use crate::{assessment::Answer, ruleset::sample::holds};

    /// So many notes, every second one good, every third one old, of the last one nothing known.
    fn notes(count: usize) -> String {
        let note = |place: usize| {
            if place + 1 == count {
                return "{}".to_owned();
            }
            let (good, old) = (place.is_multiple_of(2), place.is_multiple_of(3));
            format!(r#"{{ "good": {good}, "old": {old} }}"#)
        };
        let notes: Vec<String> = (0..count).map(note).collect();
        format!(r#""notes": [{}],"#, notes.join(", "))
    }

    #[test]
    fn rows_go_on_beyond_a_machine_word() {
        for count in [1_usize, 64, 65, 130] {
            let known = count - 1;
            let good = known.div_ceil(2);
            let both = known.div_ceil(6);
            let facts = notes(count);
            let at_least = |what: &str, least: usize| holds(&format!("count(notes[{what}]) >= {least}"), &facts, "}");
            assert_eq!(at_least("good", good), Answer::True, "{count}");
            assert_eq!(at_least("good", good + 1), Answer::Unknown, "{count}");
            assert_eq!(at_least("good", good + 2), Answer::False, "{count}");
            assert_eq!(at_least("good and old", both), Answer::True, "{count}");
            assert_eq!(at_least("good and old", both + 2), Answer::False, "{count}");
            assert_eq!(at_least("not(good or old)", known + 2), Answer::False, "{count}");
        }
    }
}
