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

pub use builtin::{BUILTINS, Builtin, Form, Kind, Parameter, builtin, instead_of};
pub use error::SyntaxError;
pub use parser::{DEEPEST, LONGEST, parse};
pub use tree::{Argument, DurationUnit, Expr, ExprKind, Level, Name, Operator, RangeExpr, Test};
