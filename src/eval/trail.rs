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

/// The cells that a walk has seen.
pub type Visited = HashSet<Cell, BuildHasherDefault<Mixed>>;

/// For a walk of which nothing is known: most see fewer cells.
pub(super) fn unvisited() -> Visited {
    Visited::with_capacity_and_hasher(200, BuildHasherDefault::default())
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
