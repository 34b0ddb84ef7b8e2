//! Room `feel`: the expression language of rules, a subset of FEEL (DMN 1.5, clause 10.3).
//!
//! Text becomes tokens, tokens become a tree; nothing here knows facts or types.

mod error;
mod lexer;
mod token;
mod tree;
