//! What walks through a run meet.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

use super::frame::Cell;
use crate::value::{Date, Territory};

/// Where a walk ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Leaf {
    /// A fact of an item; the item is 0 for the family.
    Fact {
        /// Its number.
        fact: usize,
        /// The member or record item.
        item: usize,
    },
    /// A fact that points: whether it points to a member.
    Pointed {
        /// Its number.
        fact: usize,
        /// The item whose fact it is.
        item: usize,
    },
    /// A record list that was not given, or not for the whole time.
    List {
        /// Its number.
        list: usize,
        /// The member item, where it is a member's.
        owner: Option<usize>,
    },
    /// A parameter, on a day where only one is possible.
    Parameter {
        /// Its number.
        parameter: usize,
        /// Where it is read.
        territory: Territory,
        /// The day.
        on: Option<Date>,
    },
    /// Where in its territory the family lives.
    Territory,
}

/// What a walk met on its way.
#[derive(Debug, Default)]
pub struct Trail {
    /// The facts, lists and parameters at its ends.
    pub leaves: BTreeSet<Leaf>,
    /// Facts told in place of a record list: always claims, with the list.
    pub stand_ins: BTreeSet<(Leaf, usize)>,
    /// The labelled nodes on its way, the outermost first.
    pub labels: Vec<(usize, Cell)>,
    pub(super) visited: Visited,
    /// The cells in which stand-ins were looked for, with the list.
    pub(super) stood_in: HashSet<(Cell, usize), BuildHasherDefault<Mixed>>,
    /// What it takes to rest on a cell, for those that were compared with others.
    pub(super) prices: HashMap<Cell, Price, BuildHasherDefault<Mixed>>,
    /// How many cells were seen in order to compare.
    pub(super) compared: usize,
}

impl Trail {
    /// The undecided cells on the way, in the order of the program.
    pub fn visited(&self) -> Vec<Cell> {
        let mut found: Vec<Cell> = self.visited.iter().copied().collect();
        found.sort_unstable();
        found
    }
}

/// What it takes to rest on a cell: so much to confirm, and so many facts.
pub(super) type Price = (usize, usize);

/// Cells that one walk looks at in order to compare grounds that each decide; after that it takes the first.
pub(super) const MOST_COMPARED: usize = 200_000;

/// The cells that a walk has seen. Most walks see a few, which are found quicker one after another.
#[derive(Debug, Default)]
pub struct Visited {
    few: [Cell; FEW],
    // INVARIANT: of the few only so many were seen.
    count: usize,
    rest: HashSet<Cell, BuildHasherDefault<Mixed>>,
    /// Whether many are expected, none of which is put among the few.
    is_large: bool,
}

/// So many cells are looked through one after another.
const FEW: usize = 12;

impl Visited {
    /// For a walk that is likely to see many.
    pub(super) fn many() -> Self {
        let rest = HashSet::with_capacity_and_hasher(50, BuildHasherDefault::default());
        Self { rest, is_large: true, ..Self::default() }
    }

    /// Adds a cell; whether it was not there yet.
    #[inline]
    pub fn insert(&mut self, cell: Cell) -> bool {
        if self.is_large {
            return self.rest.insert(cell);
        }
        if self.few().contains(&cell) {
            return false;
        }
        match self.few.get_mut(self.count) {
            Some(place) => {
                *place = cell;
                self.count = self.count.saturating_add(1);
                true
            }
            None => self.rest.insert(cell),
        }
    }

    fn few(&self) -> &[Cell] {
        self.few.get(..self.count).unwrap_or_default()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.count.saturating_add(self.rest.len())
    }

    /// All of them, in no particular order.
    fn iter(&self) -> impl Iterator<Item = &Cell> {
        self.few().iter().chain(&self.rest)
    }
}

/// Mixes the three small numbers of a cell: quick, and the same in every run.
#[derive(Debug, Default)]
pub struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, number: usize) {
        let number = u64::try_from(number).unwrap_or(u64::MAX);
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::NodeId;

    #[test]
    fn a_cell_is_new_once() {
        let cell = |node: usize| Cell { node: NodeId(node), first: node % 3, second: 0 };
        for mut visited in [Visited::default(), Visited::many()] {
            for node in 0..40 {
                assert!(visited.insert(cell(node)) && !visited.insert(cell(node)) && !visited.insert(cell(node / 2)));
            }
            assert_eq!((visited.len(), visited.iter().count()), (40, 40));
        }
    }
}
