//! What a comparison of the rules compares, for those who read why it failed.

use crate::{
    check::{Term, Type, Typed},
    value::Unit,
};

/// What the two sides of a comparison are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Compared {
    /// On which scale they lie.
    pub scale: Scale,
    /// What stands first.
    pub left: Side,
    /// What stands second.
    pub right: Side,
}

/// On which scale two values are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// Numbers of a unit.
    Number(Unit),
    /// Days.
    Date,
}

/// What stands on one side of a comparison, where it has a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The day of application.
    On,
    /// A definition, by number.
    Definition(usize),
    /// Anything else.
    Other,
}

impl Compared {
    /// What a comparison of two terms compares; nothing where they lie on no scale.
    pub(super) fn of(left: &Typed, right: &Typed) -> Option<Self> {
        let scale = match &left.r#type {
            // A bare number takes the unit of what it is compared with.
            Type::Number(unit) => match &right.r#type {
                Type::Number(other) if left.literal => Scale::Number(other.clone()),
                _ => Scale::Number(unit.clone()),
            },
            Type::Months => Scale::Number("month".parse().ok()?),
            Type::Days => Scale::Number("day".parse().ok()?),
            Type::Date => Scale::Date,
            _ => return None,
        };
        Some(Self { scale, left: Side::of(left), right: Side::of(right) })
    }
}

impl Side {
    fn of(typed: &Typed) -> Self {
        match &typed.term {
            Term::On => Self::On,
            Term::Definition(definition, _) => Self::Definition(*definition),
            Term::Labelled(_, part) => Self::of(part),
            _ => Self::Other,
        }
    }
}
