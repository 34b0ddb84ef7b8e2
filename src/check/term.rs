//! Checked expressions: every name resolved, every type known.
//!
//! A term knows nothing of days, territories or families; the next room compiles it for them.

use std::{cmp::Ordering, sync::Arc};

use super::{
    kind::Type,
    shared::Shared,
    size::Size,
    symbol::{FactSymbol, ListSymbol, ParameterSymbol},
};
use crate::{
    source::Span,
    value::{Date, Number, Period, Rounding, Territory},
};

/// A checked expression with its type and place.
#[derive(Debug, Clone)]
pub struct Typed {
    /// What it computes.
    pub term: Term,
    /// The type of its value.
    pub r#type: Type,
    /// Where it is written.
    pub span: Span,
    /// Whether it is a bare number that takes the unit of what it stands beside.
    pub literal: bool,
    /// How large it is, written out.
    pub size: Size,
}

/// The name of one item that an expression is about: an alias, a filtered item, an item of a quantifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Binding(pub u32);

/// Whose fact or definition is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// The family's.
    Family,
    /// The applicant's.
    Applicant,
    /// That of the bound member or record.
    Bound(Binding),
    /// That of the member who owns the bound record.
    Owner(Binding),
}

/// What an expression computes.
#[derive(Debug, Clone)]
pub enum Term {
    /// `true` or `false`.
    Boolean(bool),
    /// A number, or a duration in its own unit.
    Number(Number),
    /// A day written in the rule.
    Date(Date),
    /// A text written in the rule.
    Text(String),
    /// A named value of an enumeration, by its place in it.
    Choice(u8),
    /// A measure, by its place among all measure names in order.
    Measure(usize),
    /// The day of application.
    On,
    /// A told fact.
    Fact(Arc<FactSymbol>, Item),
    /// A definition, by number.
    Definition(usize, Item),
    /// A member.
    Member(Item),
    /// The date in a list of dates that stands for the item itself.
    Value(Binding),
    /// A parameter on a day (`on` when there is none), at the family's level or the one asked for.
    Parameter {
        /// Which.
        parameter: Arc<ParameterSymbol>,
        /// The day.
        date: Option<Box<Typed>>,
        /// The level asked for.
        level: Option<Level>,
    },
    /// Every one holds.
    And(Vec<Typed>),
    /// At least one holds.
    Or(Vec<Typed>),
    /// It does not hold.
    Not(Box<Typed>),
    /// Two values in this order.
    Compare(Comparison, Box<Typed>, Box<Typed>),
    /// The named value is one of these places.
    OneOf(Box<Typed>, Vec<u8>),
    /// There is no such thing.
    IsNone(Box<Typed>),
    /// The member is in the list.
    MemberIn(Item, Box<List>),
    /// Arithmetic on numbers, dates and durations.
    Operation(Operation, Vec<Typed>),
    /// The first branch whose condition holds, else the last value.
    Choose(Vec<(Typed, Typed)>, Box<Typed>),
    /// The text that is law on the date and in the territory.
    Versions(Box<Versions>),
    /// The several readings of a text of law, by name; the number says which one answers.
    Readings(Vec<(String, Typed)>, usize),
    /// A condition of a group that other groups write with the same words.
    Shared(Arc<Shared>),
    /// A condition or value with words of its own, by label number.
    Labelled(usize, Box<Typed>),
    /// One number or date out of a list, and out of values beside it (`max(0, list)`).
    Aggregate(Aggregate, Vec<List>, Vec<Typed>),
    /// The condition holds for some item, or for every item.
    Quantified {
        /// Every item, or some.
        every: bool,
        /// The list.
        list: Box<List>,
        /// What the item is called inside.
        binding: Binding,
        /// The condition.
        satisfies: Box<Typed>,
    },
    /// A value and what is told in its place where the record list is not given.
    ToldAs {
        /// The value from the records.
        value: Box<Typed>,
        /// What stands for it, as a claim.
        told: Box<Typed>,
        /// The list, and whose.
        list: Arc<ListSymbol>,
        /// The owner.
        of: Item,
    },
    /// A list, where a list is the value.
    List(Box<List>),
}

/// A list of items.
#[derive(Debug, Clone)]
pub enum List {
    /// All members.
    Members,
    /// Records of one kind.
    Records(Arc<ListSymbol>, Owner),
    /// The members that a fact points to.
    Pointed(Arc<FactSymbol>, Item),
    /// A definition that is a list.
    Definition(usize, Item),
    /// Calendar months: `first` to `last` months before the date, both counted in.
    Window {
        /// The date.
        date: Box<Typed>,
        /// How many months before it the first one lies.
        first: u32,
        /// How many months before it the last one lies.
        last: u32,
    },
    /// The items for which the condition holds.
    Filter(Box<List>, Binding, Box<Typed>),
    /// The value of each item.
    Map(Box<List>, Binding, Box<Typed>),
    /// The members in the list that each item gives, each of them once.
    Gathered(Box<List>, Binding, Box<List>),
    /// The list of the first branch whose condition holds, else the last.
    Choose(Vec<(Typed, List)>, Box<List>),
    /// The list of a text of law: versions or readings whose values are lists.
    Law(Box<Typed>),
    /// Values written one by one.
    Literal(Vec<Written>),
}

/// One value of a list that is written out.
#[derive(Debug, Clone)]
pub struct Written {
    /// The value.
    pub value: Typed,
    /// The condition under which it is in the list; always where there is none.
    pub when: Option<Box<Typed>>,
}

impl Written {
    /// What is made of the value, under the same condition.
    pub(super) fn with(&self, value: Typed) -> Self {
        Self { value, when: self.when.clone() }
    }

    /// The same value, in the list only where a condition holds too.
    pub(super) fn only(self, condition: Typed) -> Self {
        let span = condition.span;
        let when = match self.when {
            Some(before) => Typed::new(Term::And(vec![*before, condition]), Type::Boolean, span),
            None => condition,
        };
        Self { value: self.value, when: Some(Box::new(when)) }
    }

    /// A condition about the value that holds only where the value is in the list.
    pub(super) fn there(&self, holds: Typed) -> Typed {
        let span = holds.span;
        match &self.when {
            Some(when) => Typed::new(Term::And(vec![when.as_ref().clone(), holds]), Type::Boolean, span),
            None => holds,
        }
    }

    /// A condition about the value that holds also where the value is not in the list.
    pub(super) fn unless_there(&self, holds: Typed) -> Typed {
        let span = holds.span;
        match &self.when {
            Some(when) => {
                let absent = Typed::new(Term::Not(when.clone()), Type::Boolean, span);
                Typed::new(Term::Or(vec![absent, holds]), Type::Boolean, span)
            }
            None => holds,
        }
    }
}

/// Whose records a list holds.
#[derive(Debug, Clone)]
pub enum Owner {
    /// Everybody's.
    All,
    /// One member's.
    Of(Item),
    /// Those of the members of a list.
    In(Box<List>),
}

/// The level on which a parameter is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The country.
    Country,
    /// The subject of the federation.
    Subject,
}

/// An order between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Comparison {
    /// Equal.
    Equal,
    /// Not equal, where both are there.
    NotEqual,
    /// Less.
    Less,
    /// Less or equal.
    AtMost,
    /// Greater.
    Greater,
    /// Greater or equal.
    AtLeast,
}

impl Comparison {
    /// The order that holds where this one does not.
    pub fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    /// The same order with the sides changed.
    pub fn flipped(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }

    /// Whether two values that stand so to each other are in this order.
    pub fn holds(self, found: Ordering) -> bool {
        match self {
            Self::Equal => found.is_eq(),
            Self::NotEqual => found.is_ne(),
            Self::Less => found.is_lt(),
            Self::AtMost => found.is_le(),
            Self::Greater => found.is_gt(),
            Self::AtLeast => found.is_ge(),
        }
    }
}

/// What an aggregate makes of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aggregate {
    /// How many items.
    Count,
    /// The sum; 0 of nothing.
    Sum,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// Whether every one is true.
    All,
    /// Whether one is true.
    Any,
}

/// Arithmetic on numbers, dates and durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Exact quotient.
    Divide,
    /// Whole power.
    Power,
    /// The number with the other sign.
    Negate,
    /// The number without sign.
    Absolute,
    /// The greatest multiple of the step not above.
    Round(Rounding),
    /// What division leaves, with the sign of the divisor.
    Modulo,
    /// A date some months later.
    AddMonths,
    /// A date some months earlier.
    SubtractMonths,
    /// A date some days later.
    AddDays,
    /// A date some days earlier.
    SubtractDays,
    /// The days from the second date to the first.
    DaysBetween,
    /// The whole months from the first date to the second.
    MonthsBetween,
    /// The calendar year of a date.
    Year,
    /// The month of a date, from 1.
    Month,
    /// The day of the month, from 1.
    Day,
    /// The first day of the month of a date.
    MonthOf,
    /// The day of year, month, day.
    DateOf,
    /// Completed years of age: birth date, day.
    AgeOn,
    /// The number, and nothing (zero) where there is none.
    OrNothing,
    /// The day on which the years are completed: birth date, years.
    Birthday,
    /// How many days a year has.
    DaysInYear,
}

/// The texts that were law at different times or in different territories.
#[derive(Debug, Clone)]
pub struct Versions {
    /// The date that picks; `on` when there is none.
    pub by: Option<Typed>,
    /// Whether they are read in the family's territory wherever they are cited.
    pub texts: Vec<VersionTerm>,
    /// The value where none is law.
    pub otherwise: Option<Typed>,
}

/// One text of law with its place and time.
#[derive(Debug, Clone)]
pub struct VersionTerm {
    /// Where it is law.
    pub territories: Vec<Territory>,
    /// When it is law.
    pub period: Period,
    /// Whether it is or-ed to the text of the wider territory.
    pub adds: bool,
    /// The text.
    pub value: Typed,
    /// Where it is written.
    pub span: Span,
}
