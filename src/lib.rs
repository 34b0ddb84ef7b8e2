//! What a family can get from the state: declarative rules, answers under unknowns, reasons.

mod assessment;
mod cases;
mod catalogue;
mod check;
mod diagnostic;
mod document;
mod eval;
mod explain;
mod explore;
mod family;
mod feel;
mod json;
mod program;
mod ruleset;
mod source;
mod value;
mod vocabulary;

pub use assessment::{Answer, Assessment, Eligibility};
pub use cases::{Case, CaseFailures, cases_of, check_cases};
pub use diagnostic::{Code, Diagnostic, Label, Report, Severity};
pub use document::{MeasureKind, Per};
pub use explain::{Amount, Circumstance, MeasureView, OpenFact, Outcome, TextStyle};
pub use explore::{Change, Changes};
pub use family::{Family, FamilyBuilder};
pub use ruleset::{Day, Desk, InvalidFamily, InvalidRules, LoadError, RuleSet};
pub use source::{Position, Sources, Span};
pub use value::{Date, Language, Period, Provenance, Territory};
