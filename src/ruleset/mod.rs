//! The front: load rules, fold them to a day, assess families.

mod day;
mod error;
mod fraction;
mod load;
mod ranges;
#[cfg(test)]
pub(crate) mod sample;

pub use day::{Day, Desk};
pub use error::{InvalidFamily, InvalidRules, LoadError};
pub use load::RuleSet;
