//! Names, types, units, periods and cycles: documents become checked terms.
//!
//! One pass per file. Every pass reports into the sink and goes on, so that one run shows everything wrong.

mod builtin;
mod checked;
mod circle;
mod clause;
mod closed;
mod collect;
mod constant;
mod coverage;
mod cycle;
mod declare;
mod definition;
mod depth;
mod expression;
mod fact;
mod force;
mod group;
mod kind;
mod list;
mod measure;
mod need;
mod operator;
mod parameter;
mod payee;
mod scope;
mod shared;
mod size;
mod symbol;
mod term;
mod visit;

pub use checked::{
    Bound, Checked, CheckedAmount, CheckedDefinition, CheckedFact, CheckedGroup, CheckedMeasure, CheckedVersion,
    Counted, Force, Label, Standing, Way,
};
pub use closed::check_closed;
pub use collect::check;
pub use coverage::gaps;
pub use group::MONTHS;
pub use kind::Type;
pub use shared::Shared;
#[cfg(test)]
pub use symbol::Symbols;
pub use symbol::{Entity, Enumeration, FactSymbol, ListSymbol, NumberRange, ParameterEntry, ParameterSymbol};
pub use term::{
    Aggregate, Binding, Comparison, Item, Level, List, Operation, Owner, Term, Typed, VersionTerm, Versions, Written,
};
