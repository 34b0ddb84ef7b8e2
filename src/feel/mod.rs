//! Room `feel`: the expression language of rules, a subset of FEEL (DMN 1.5, clause 10.3).
//!
//! Text becomes tokens, tokens become a tree; nothing here knows facts or types.

mod builtin;
mod display;
mod error;
mod lexer;
mod parser;
#[cfg(test)]
mod roundtrip;
#[cfg(test)]
mod samples;
mod token;
mod tree;

pub use builtin::{BUILTINS, Builtin, builtin, instead_of};
pub use parser::parse_within;
pub use tree::{Argument, DurationUnit, Expr, ExprKind, Name, Operator, RangeExpr, Test};
