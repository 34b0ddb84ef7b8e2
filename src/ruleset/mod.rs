//! The front: load rules, fold them to a day, assess families.

mod day;
mod error;
mod evaluate;
mod fraction;
mod load;
mod ranges;
#[cfg(test)]
pub(crate) mod sample;
mod steps;

pub use day::{Day, Desk};
pub use error::{InvalidExpression, InvalidFamily, InvalidRules, LoadError};
pub use evaluate::{Value, evaluate};
pub use load::RuleSet;
