//! The front: load rules, fold them to a day, assess families.

mod basis;
mod comparison;
mod day;
mod error;
mod evaluate;
mod fraction;
mod load;
mod population;
mod ranges;
#[cfg(test)]
pub(crate) mod sample;
mod screening;
mod steps;

pub use comparison::{Comparison, Fare, PopulationChanges};
pub use day::{Day, Desk};
pub use error::{InvalidExpression, InvalidFamily, InvalidRules, LoadError, UnlikeParts};
pub use evaluate::{Value, evaluate};
pub use load::RuleSet;
pub use population::{Count, InvalidWeight, MeasureTotal, MoneyTotal, Population, Totals, Weight};
pub use screening::{ScreenedOutcome, Screening};
