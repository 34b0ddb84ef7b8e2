//! The buffers of one run: every column of the program for one family in one view.
//!
//! The buffers are the trace: a reason reads them after the run.

use super::{
    possible::{Interval, Truth},
    roster::Roster,
};
use crate::{
    program::{Axis, Kind, NodeId, Operand, Place, Program},
    value::Accepts,
};

/// Which of the told values count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Those whose provenance the fact and the measure accept; every other is a claim and counts as unknown.
    Accepted(Accepts),
    /// Claims too.
    Told,
    /// As told, and what is presumed of a fact that nobody told.
    Presumed,
}

/// A row of truths: bit by bit, whether each can be true and whether it can be false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Word {
    /// The items that can be true.
    pub yes: u64,
    /// The items that can be false.
    pub no: u64,
}

/// Where an item lies: the coordinates of a node's axes, and of the item that it reduces.
pub type Coordinates = [usize; 3];

#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    start: usize,
    first: usize,
    second: usize,
    /// Words in a row of truths.
    words: usize,
    /// Whether the scope is a pair.
    pair: bool,
    kind: Option<Kind>,
}

/// The columns of one run.
#[derive(Debug, Default)]
pub struct Frame {
    extents: Vec<Extent>,
    words: Vec<Word>,
    intervals: Vec<Interval>,
    sets: Vec<u64>,
}

/// A node at one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// The node.
    pub node: NodeId,
    /// Its item on the outer axis, or 0.
    pub first: usize,
    /// Its item on the inner axis, or 0.
    pub second: usize,
}

impl Frame {
    /// Lays the columns of a program out for the items of a family; old content is forgotten.
    pub fn lay_out(&mut self, program: &Program, roster: &Roster) {
        self.extents.clear();
        let (mut words, mut intervals, mut sets) = (0_usize, 0_usize, 0_usize);
        for node in &program.nodes {
            let first = roster.len(node.axes.first);
            let second = roster.len(node.axes.second);
            let cells = first.saturating_mul(second);
            let pair = node.axes.second.is_some();
            let (rows, inner) = if pair { (first, second) } else { (1, first) };
            let row = inner.div_ceil(64).max(1);
            let (start, size) = match node.kind {
                Kind::Truth => (&mut words, rows.saturating_mul(row)),
                Kind::Span => (&mut intervals, cells),
                Kind::Set => (&mut sets, cells),
            };
            self.extents.push(Extent { start: *start, first, second, words: row, pair, kind: Some(node.kind) });
            *start = start.saturating_add(size);
        }
        self.words.clear();
        self.words.resize(words, Word { yes: u64::MAX, no: u64::MAX });
        self.intervals.clear();
        self.intervals.resize(intervals, Interval::anything());
        self.sets.clear();
        self.sets.resize(sets, u64::MAX);
    }

    /// How many items a node has on each axis.
    pub fn size(&self, node: NodeId) -> (usize, usize) {
        let extent = self.extents.get(node.0).copied().unwrap_or_default();
        (extent.first, extent.second)
    }

    /// The word of a truth, and the bit in it.
    fn word(extent: Extent, cell: Cell) -> (usize, u32) {
        let (row, column) = if extent.pair { (cell.first, cell.second) } else { (0, cell.first) };
        let word = extent.start.saturating_add(row.saturating_mul(extent.words)).saturating_add(column / 64);
        (word, u32::try_from(column % 64).unwrap_or(0))
    }

    /// The truth of a node at an item; what is not there is undecided.
    pub fn truth(&self, cell: Cell) -> Truth {
        let Some(extent) = self.extents.get(cell.node.0).copied() else { return Truth::UNKNOWN };
        let (word, bit) = Self::word(extent, cell);
        match self.words.get(word) {
            Some(word) => Truth { yes: word.yes >> bit & 1 == 1, no: word.no >> bit & 1 == 1 },
            None => Truth::UNKNOWN,
        }
    }

    /// A whole row of truths: the inner axis of a pair, or the only axis.
    pub fn row(&self, node: NodeId, row: usize, word: usize) -> Word {
        let extent = self.extents.get(node.0).copied().unwrap_or_default();
        let place = extent.start.saturating_add(row.saturating_mul(extent.words)).saturating_add(word);
        self.words.get(place).copied().unwrap_or(Word { yes: u64::MAX, no: u64::MAX })
    }

    /// How many words a row of truths has.
    pub fn words_of(&self, node: NodeId) -> usize {
        self.extents.get(node.0).map_or(1, |extent| extent.words)
    }

    pub(super) fn set_row(&mut self, node: NodeId, row: usize, word: usize, value: Word) {
        let Some(extent) = self.extents.get(node.0).copied() else { return };
        let place = extent.start.saturating_add(row.saturating_mul(extent.words)).saturating_add(word);
        if let Some(slot) = self.words.get_mut(place) {
            *slot = value;
        }
    }

    pub(super) fn set_truth(&mut self, cell: Cell, value: Truth) {
        let Some(extent) = self.extents.get(cell.node.0).copied() else { return };
        let (word, bit) = Self::word(extent, cell);
        if let Some(word) = self.words.get_mut(word) {
            let mask = 1_u64 << bit;
            word.yes = if value.yes { word.yes | mask } else { word.yes & !mask };
            word.no = if value.no { word.no | mask } else { word.no & !mask };
        }
    }

    fn place(&self, cell: Cell) -> Option<usize> {
        let extent = self.extents.get(cell.node.0)?;
        Some(extent.start.saturating_add(cell.first.saturating_mul(extent.second)).saturating_add(cell.second))
    }

    /// The interval of a node at an item.
    pub fn interval(&self, cell: Cell) -> Interval {
        let found = self.place(cell).and_then(|place| self.intervals.get(place));
        found.copied().unwrap_or_else(Interval::anything)
    }

    pub(super) fn set_interval(&mut self, cell: Cell, value: Interval) {
        if let Some(slot) = self.place(cell).and_then(|place| self.intervals.get_mut(place)) {
            *slot = value;
        }
    }

    /// The possible named values of a node at an item.
    pub fn set(&self, cell: Cell) -> u64 {
        self.place(cell).and_then(|place| self.sets.get(place)).copied().unwrap_or(u64::MAX)
    }

    pub(super) fn set_set(&mut self, cell: Cell, value: u64) {
        if let Some(slot) = self.place(cell).and_then(|place| self.sets.get_mut(place)) {
            *slot = value;
        }
    }

    /// Whether only one value is possible at an item.
    pub fn is_exact(&self, cell: Cell) -> bool {
        match self.extents.get(cell.node.0).and_then(|extent| extent.kind) {
            Some(Kind::Truth) => !self.truth(cell).is_undecided(),
            Some(Kind::Span) => self.interval(cell).is_exact(),
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
