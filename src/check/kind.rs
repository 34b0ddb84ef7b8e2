//! Types of values, and what can be compared with what.

use std::fmt;

use crate::value::Unit;

/// The type of a checked expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A condition.
    Boolean,
    /// An exact number.
    Number(Unit),
    /// A civil day.
    Date,
    /// A duration of whole calendar months; a year is twelve of them.
    Months,
    /// A duration of whole days.
    Days,
    /// A value of the enumeration with this number.
    Choice(usize),
    /// The name of a measure.
    Measure,
    /// A member of the family.
    Member,
    /// A record of the list with this number.
    Record(usize),
    /// A text, known when the rules are loaded.
    Text,
    /// A list of values of one type.
    List(Box<Type>),
}

impl Type {
    /// A number without unit.
    pub fn bare() -> Self {
        Self::Number(Unit::ONE)
    }

    /// Whether values of the type have an order and bounds.
    pub fn is_ordered(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Date | Self::Months | Self::Days)
    }

    /// The type of the items of a list.
    pub fn item(&self) -> Option<&Type> {
        match self {
            Self::List(item) => Some(item),
            _ => None,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean => out.write_str("a condition"),
            Self::Number(unit) if unit.is_one() => out.write_str("a number without unit"),
            Self::Number(unit) => write!(out, "a number in {unit}"),
            Self::Date => out.write_str("a date"),
            Self::Months => out.write_str("a duration in months"),
            Self::Days => out.write_str("a duration in days"),
            Self::Choice(_) => out.write_str("one of the named values"),
            Self::Measure => out.write_str("the name of a measure"),
            Self::Member => out.write_str("a member"),
            Self::Record(_) => out.write_str("a record"),
            Self::Text => out.write_str("a text"),
            Self::List(item) => match item.as_ref() {
                Self::Member => out.write_str("a list of members"),
                Self::Record(_) => out.write_str("a list of records"),
                Self::Date => out.write_str("a list of dates"),
                Self::Number(unit) if unit.is_one() => out.write_str("a list of numbers"),
                Self::Number(unit) => write!(out, "a list of numbers in {unit}"),
                Self::Boolean => out.write_str("a list of conditions"),
                other => write!(out, "a list, each {other}"),
            },
        }
    }
}
