//! Names, types, units, periods and cycles: documents become checked terms.
//!
//! One pass per file. Every pass reports into the sink and goes on, so that one run shows everything wrong.

mod builtin;
mod checked;
mod clause;
mod collect;
mod coverage;
mod cycle;
mod declare;
mod definition;
mod expression;
mod fact;
mod force;
mod kind;
mod list;
mod measure;
mod operator;
mod parameter;
mod scope;
mod symbol;
mod term;
mod visit;

pub use checked::{
    Checked, CheckedAmount, CheckedApply, CheckedDefinition, CheckedFact, CheckedMeasure, CheckedPeriod,
    CheckedRefusal, CheckedStage, CheckedVersion, CheckedWithin, Force, Label, Standing,
};
pub use collect::check;
pub use kind::Type;
pub use symbol::{
    DefinitionSymbol, Entity, Enumeration, FactSymbol, ListSymbol, NumberRange, ParameterEntry, ParameterSymbol,
    Symbols,
};
pub use term::{
    Aggregate, Binding, Comparison, Item, Level, List, Operation, Owner, Term, Typed, VersionTerm, Versions,
};
