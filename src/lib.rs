//! What a family can get from the state: declarative rules, answers under unknowns, reasons.
//!
//! # Rules of your own
//!
//! Cases stand beside the rules they check, in files named `*.cases.json`: a family, a day and the answers the rules must
//! give. `extends` names another case whose family this one changes, so that a case shows only what matters; the value
//! `"unknown"` takes a fact away. An answer is a verdict, or an object with any fields of the outcome:
//!
//! ```json
//! { "cases": [
//!     { "name": "a mother of a child without a father in the birth record",
//!       "on": "2019-11-28",
//!       "family": { "territory": "RU-KHA/khabarovsk", "members": [
//!           { "id": "olga", "relation": "self", "sex": "female", "birth_date": "1990-02-01" },
//!           { "id": "dima", "relation": "child", "birth_date": "2017-05-05", "birth_record_father": "absent" } ] },
//!       "expect": { "khabarovsk_krai.short_term_childcare": "eligible", "single_mother": "true" } },
//!     { "name": "the same mother, of whose birth record nothing is told",
//!       "extends": "a mother of a child without a father in the birth record",
//!       "family": { "members": [{ "id": "dima", "birth_record_father": "unknown" }] },
//!       "expect": { "khabarovsk_krai.short_term_childcare": { "eligibility": "undetermined", "missing": [
//!           { "fact": "birth_record_father", "member": "dima" }, { "fact": "other_parent_status", "member": "dima" } ] } } }
//! ] }
//! ```
//!
//! One test (put `#[test]` over it) runs them all, and shows each case that fails: where it stands, what was expected, what was answered and why.
//!
//! ```
//! fn rules() -> Result<(), one_window::CaseFailures> {
//!     one_window::check_cases("rules")
//! }
//! # rules().unwrap();
//! ```

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
