//! What a family can get from the state: declarative rules, answers under unknowns, reasons.

mod assessment;
mod cases;
mod catalogue;
mod check;
mod diagnostic;
mod document;
mod eval;
mod explain;
mod family;
mod feel;
mod json;
mod program;
mod ruleset;
mod source;
mod value;
mod vocabulary;
