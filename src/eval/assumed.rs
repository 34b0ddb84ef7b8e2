//! What is assumed of facts that nobody told: a part of all that each can be.

use super::{frame::Word, possible::Interval};

/// A part of what a fact of an item can be, taken for all of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumption {
    /// The fact, by number.
    pub fact: usize,
    /// Its item; 0 for the family.
    pub item: usize,
    /// The part.
    pub part: Part,
}

/// A part of what a fact can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part {
    /// One truth.
    Truth(bool),
    /// Some of the numbers or days, or none at all.
    Span(Interval),
    /// Some of the values of an enumeration.
    Set(u64),
    /// Some of the ways to point to members: whether each may be pointed to, and whether it need not be.
    Members(Word),
}
