//! What a family can get from the state: declarative rules, answers under unknowns, reasons.
//!
//! A family tells about itself; rule files say who can get which measure, how much, when and where. The crate holds the one
//! against the other and answers for **every** measure, with the reason, the amount, the term, and what is still unknown and
//! who must establish it. What was not told is *unknown*, never "no":
//!
//! | Verdict | What it says |
//! |---|---|
//! | [`Eligible`](Eligibility::Eligible) | every condition is met and no ground of refusal applies, on what is shown |
//! | [`EligibleIfConfirmed`](Eligibility::EligibleIfConfirmed) | the same on what was told: the claims to confirm and the exceptions that must not apply are named |
//! | [`NeedsSpecialist`](Eligibility::NeedsSpecialist) | all that still decides is established by a specialist |
//! | [`Undetermined`](Eligibility::Undetermined) | a missing fact could decide either way; it is named, with its question |
//! | [`NotEligible`](Eligibility::NotEligible) | a condition is surely not met, or a ground of refusal surely applies |
//! | [`NotInForce`](Eligibility::NotInForce) | the measure is not law on the day, or not where the family lives |
//!
//! # Answer a family
//!
//! ```
//! use one_window::{Eligibility, Language, RuleSet};
//!
//! let rules = RuleSet::bundled()?; // load once
//! let family = rules.family_from_json(
//!     r#"{ "territory": "RU-KHA/khabarovsk", "members": [
//!         { "id": "anna", "relation": "self", "sex": "female", "birth_date": "1996-04-02" },
//!         { "id": "petya", "relation": "child", "birth_date": "2016-09-15", "birth_record_father": "absent" } ] }"#,
//! )?;
//! let day = rules.on("2019-11-28".parse()?); // the day of application
//! let assessment = day.assess(&family); // cannot fail
//! let outcome = assessment.eligible().next().ok_or("nothing")?;
//! assert_eq!(outcome.measure().title(Language::English), "Short-term childcare");
//! assert_eq!(outcome.eligibility(), Eligibility::Eligible);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Assessment::to_json`] gives the whole answer as JSON, [`Assessment::text`] as a page to read,
//! [`Assessment::compare`] says what a change gains and loses. [`Family::with`] changes one fact:
//!
//! ```
//! # use one_window::{Assessment, RuleSet};
//! # let rules = RuleSet::bundled()?;
//! # let family = rules.family_from_json(
//! #     r#"{ "territory": "RU-KHA/khabarovsk", "members": [
//! #         { "id": "anna", "relation": "self", "sex": "female", "birth_date": "1996-04-02" },
//! #         { "id": "petya", "relation": "child", "birth_date": "2016-09-15" } ] }"#,
//! # )?;
//! # let day = rules.on("2019-11-28".parse()?);
//! let before = day.assess(&family);
//! let after = day.assess(&family.with("members.petya.birth_record_father", "absent")?);
//! let changes = Assessment::compare(&before, &after);
//! assert!(changes.changes().any(|change| change.measure() == "khabarovsk_krai.short_term_childcare"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Three views of one family
//!
//! Each fact of the vocabulary says who establishes it and which provenances it `accepts`. *Accepted* are the told values
//! that it accepts; *told* are claims too; *presumed* is, beside what was told, what ordinary people never mention (no lost
//! parental rights, not in custody). "Yes" rests on what is accepted, "if confirmed" on what is told or presumed, and **no
//! refusal rests on a presumption**. Whether a fact exists at all (`applies_when`) is asked before its question is: nobody is
//! asked for the pregnancy of a boy.
//!
//! # Units and periods
//!
//! Money is exact decimal in roubles with two digits and is rounded only where an act orders it. Ages are completed years; a
//! birth on 29 February completes its years on 1 March of a common year. Every `from`..`until` is half-open: `until` is the
//! first day that is out; only `apply_by` is the last day that is in time. Days are civil days; there is no clock in the
//! library, the caller names the day.
//!
//! # Limits
//!
//! [`Limits`] bounds what is taken of rule files, case files and families: bytes, files, nesting, expressions, declarations,
//! members, records, the values that one evaluation can read, and the evaluations that one open question can take.
//! [`RuleSet::load_within`] takes others than the usual ones, and [`RuleSet::most_steps`] says what one evaluation can cost at
//! most. The longest list of records is written in the vocabulary (`most`). What is too much in a file is refused with its
//! place, never cut; an answer that ends at its evaluations says so (`"certain": false`).
//!
//! # Logs
//!
//! `Debug` shows names and counts, nothing that a family told. A report may quote a family; [`Report::masked`] does not, and
//! neither does its `Debug`.
//!
//! # Rules of your own
//!
//! Cases stand beside the rules they check, in files named `*.cases.json`: a family, a day and the answers the rules must
//! give. `extends` names another case whose family this one changes, so that a case shows only what matters; the value
//! `"unknown"` takes a fact away. An answer is a verdict, or an object with any fields of the outcome; `members` holds the
//! answers by member where a measure has one for each (`"members": { "vera": "eligible" }`):
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
//! [`evaluate`] tries one expression of the [rule language](language) by itself.
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
mod population;
mod program;
mod ruleset;
mod source;
mod value;
mod vocabulary;

#[doc = include_str!("docs/design.md")]
pub mod design {}

#[doc = include_str!("docs/language.md")]
pub mod language {}

#[doc = include_str!("docs/programmes.md")]
pub mod programmes {}

#[doc = include_str!("docs/measures.md")]
pub mod measures {}

#[doc = include_str!("docs/demands.md")]
pub mod demands {}

#[doc = include_str!("docs/performance.md")]
pub mod performance {}

/// The code of the README runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use assessment::{Answer, Assessment, Eligibility};
pub use cases::{Case, CaseFailures, cases_of, check_cases};
pub use diagnostic::{Code, Diagnostic, Label, Report, Severity};
pub use document::{DayKind, MeasureKind, Per, Urgency, cases_schema, rules_schema};
pub use explain::{
    Amount, Bundle, BundleSet, Circumstance, MeasureView, Need, OpenFact, Outcome, Payee, Rival, TextStyle,
};
pub use explore::{Change, Changes};
pub use family::{FactColumn, Family, FamilyBuilder, FamilyTable, FamilyTableBuilder, InvalidTable};
pub use program::{StepForm, StepRole};
pub use ruleset::{
    CircumstanceTotal, Comparison, Count, Day, Desk, Fare, InvalidExpression, InvalidFamily, InvalidRules, LoadError,
    MeasureTotal, MoneyTotal, Population, PopulationChanges, RuleSet, ScreenedOutcome, Screening, Totals, Trace,
    TracedMeasure, TracedStep, TracedValue, UnknownCircumstance, UnlikeParts, Value, evaluate,
};
pub use source::{Position, SourceId, Sources, Span};
pub use value::{Date, InvalidWeight, Language, Limits, Provenance, Territory, TerritoryLevel, Weight};
