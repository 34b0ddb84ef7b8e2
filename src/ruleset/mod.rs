//! The front: load rules, fold them to a day, assess families.

mod basis;
mod circumstance;
mod comparison;
mod day;
mod error;
mod evaluate;
mod fraction;
mod load;
#[cfg(feature = "rayon")]
mod parallel;
mod population;
mod ranges;
#[cfg(test)]
pub(crate) mod sample;
mod screening;
mod steps;
mod totals;
mod trace;
mod tracing;

pub use circumstance::CircumstanceTotal;
pub use comparison::{Comparison, Fare, PopulationChanges};
pub use day::{Day, Desk};
pub use error::{InvalidExpression, InvalidFamily, InvalidRules, LoadError, UnknownCircumstance, UnlikeParts};
pub use evaluate::{Value, evaluate};
pub use load::RuleSet;
pub use population::Population;
pub use screening::{ScreenedOutcome, Screening};
pub use totals::{Count, MeasureTotal, MoneyTotal, Totals};
pub use trace::{Trace, TracedMeasure, TracedStep, TracedValue};
