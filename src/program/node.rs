//! Nodes of a compiled program: each is a column with one value per item of its scope.

use crate::{
    check::{Aggregate, Comparison, Operation},
    value::{Date, Number, Period, Territory},
};

/// A node, by its place in the program; operands stand before the nodes that read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct NodeId(pub usize);

/// What the items of one dimension of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// The members.
    Member,
    /// The records of the list with this number.
    Record(usize),
    /// The months of a window of this length.
    Month(usize),
}

/// The scope of a node: no axis (one value), one, or a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Axes {
    /// The outer axis.
    pub first: Option<Axis>,
    /// The inner axis of a pair.
    pub second: Option<Axis>,
}

impl Axes {
    /// How many axes.
    pub fn len(self) -> usize {
        usize::from(self.first.is_some()).saturating_add(usize::from(self.second.is_some()))
    }
}

/// The type of the values of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A condition.
    Truth,
    /// A number, a date (as a day number), a duration or the place of a measure.
    Span,
    /// A value of an enumeration.
    Set,
}

/// From where an operand is read, for one of its axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// At the reader's item of this coordinate.
    Item(usize),
    /// At the owner of the reader's record of this coordinate.
    Owner(usize),
    /// At the applicant.
    Applicant,
}

/// A node read by another, with the way from the reader's items to its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operand {
    /// The node.
    pub node: NodeId,
    /// The item on its outer axis.
    pub first: Option<Place>,
    /// The item on its inner axis.
    pub second: Option<Place>,
}

/// A half-open stretch of days with the value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// When.
    pub period: Period,
    /// The value.
    pub value: Number,
    /// The territory that recorded it.
    pub territory: Territory,
    /// Its place among the values of that territory.
    pub place: usize,
}

/// What a node computes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Op {
    /// A truth written in the rule.
    Truth(bool),
    /// A condition of which nothing is known: while the rules are checked for every day, which version is law.
    Undecided,
    /// Whether a family that told only of its territory lives in this place of it.
    // INVARIANT: each place is a condition of its own, or what is law in one place would seem to be law in every other.
    LivesIn(Territory),
    /// A number, or a date as a day number.
    Number(Number),
    /// Any number between two, both counted in.
    Between(Number, Number),
    /// One value of an enumeration, as a mask.
    Set(u64),
    /// A told fact by number, with what its silence means.
    Fact {
        /// Its number.
        fact: usize,
        /// The condition under which it exists at all.
        applies: Option<Operand>,
        /// What gives it where it is not told.
        derive: Option<Operand>,
    },
    /// Whether a fact points to a member: the inner axis is the member pointed to.
    Pointed {
        /// Its number.
        fact: usize,
        /// The condition under which it exists at all.
        applies: Option<Operand>,
    },
    /// Whether two members are one.
    Same,
    /// The months of a window that begins so many months before a date; the inner axis is the month.
    Months {
        /// The date.
        date: Operand,
        /// How many months before it the first lies.
        first: u32,
    },
    /// A parameter on a day.
    Parameter {
        /// Its number.
        parameter: usize,
        /// The day.
        date: Operand,
        /// Its values where it is read, by date.
        entries: Vec<Entry>,
        /// Where it is read.
        territory: Territory,
    },
    /// Where no text is law, or where a derived fact does not apply: no such thing, and no condition
    /// holds. The checker excludes the first for measures in force; it stays for a version that an
    /// event picks which never happened.
    NoLaw(Kind),
    /// A number that a filter leaves out of a written list: no such thing.
    LeftOut,
    /// Every one holds.
    And(Vec<Operand>),
    /// At least one holds.
    Or(Vec<Operand>),
    /// It does not hold.
    Not(Operand),
    /// Two spans in an order.
    Compare(Comparison, Operand, Operand),
    /// Two values of one enumeration are equal (or not).
    CompareSets(bool, Operand, Operand),
    /// Two conditions are equal (or not).
    CompareTruths(bool, Operand, Operand),
    /// The value of an enumeration is one of the mask.
    OneOf(Operand, u64),
    /// There is no such thing.
    IsNone(Operand),
    /// Arithmetic on numbers, dates and durations.
    Operation(Operation, Vec<Operand>),
    /// The least (or the greatest) of values; what is none is skipped.
    Extreme(bool, Vec<Operand>),
    /// The first branch whose condition holds, else the last.
    Choose(Vec<(Operand, Operand)>, Operand),
    /// One value out of all items of an axis; the operands read the reduced item at the coordinate after the node's own.
    Reduce {
        /// What is made of the items.
        aggregate: Aggregate,
        /// The axis that goes away.
        axis: Axis,
        /// The node's own coordinate whose member owns the records; all records where there is none.
        owner: Option<usize>,
        /// Which items take part.
        mask: Option<Operand>,
        /// The value of an item.
        value: Option<Operand>,
    },
    /// A value from records, and what is told in their place.
    ToldAs {
        /// The list.
        list: usize,
        /// Whose.
        owner: Place,
        /// The value from the records.
        value: Operand,
        /// What stands for it, as a claim.
        told: Operand,
    },
    /// A condition or value with words of its own.
    Labelled(usize, Operand),
}

impl Op {
    /// Every operand, with what a reader of the whole program needs.
    pub fn operands(&self) -> Vec<Operand> {
        let mut found = Vec::new();
        self.each_operand(|part| found.push(*part));
        found
    }

    /// Shows every operand, in the same order.
    pub fn each_operand(&self, show: impl FnMut(&Operand)) {
        match self {
            Self::Truth(_)
            | Self::Undecided
            | Self::LivesIn(_)
            | Self::Number(_)
            | Self::Between(..)
            | Self::Set(_)
            | Self::Same
            | Self::NoLaw(_)
            | Self::LeftOut => {}
            Self::Fact { applies, derive, .. } => applies.iter().chain(derive).for_each(show),
            Self::Pointed { applies, .. } => applies.iter().for_each(show),
            Self::Months { date: part, .. }
            | Self::Parameter { date: part, .. }
            | Self::Not(part)
            | Self::OneOf(part, _)
            | Self::IsNone(part)
            | Self::Labelled(_, part) => std::iter::once(part).for_each(show),
            Self::And(parts) | Self::Or(parts) | Self::Operation(_, parts) | Self::Extreme(_, parts) => {
                parts.iter().for_each(show);
            }
            Self::Compare(_, a, b)
            | Self::CompareSets(_, a, b)
            | Self::CompareTruths(_, a, b)
            | Self::ToldAs { value: a, told: b, .. } => [a, b].into_iter().for_each(show),
            Self::Choose(branches, otherwise) => {
                branches.iter().flat_map(|(when, is)| [when, is]).chain([otherwise]).for_each(show);
            }
            Self::Reduce { mask, value, .. } => mask.iter().chain(value).for_each(show),
        }
    }
}

/// A node: what it computes, for which items, of which type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Node {
    /// What it computes.
    pub op: Op,
    /// Its scope.
    pub axes: Axes,
    /// The type of its values.
    pub kind: Kind,
}

/// The day or the days for which a program is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// One day of application.
    On(Date),
    /// Every day: the program that is run once when rules are loaded.
    Any,
}
