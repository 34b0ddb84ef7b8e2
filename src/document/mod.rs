//! Rule and case files exactly as written: types, shape check, schema.

mod case;
mod clause;
mod complaint;
mod count;
mod definition;
mod editor;
mod either;
mod file;
mod force;
mod forms;
mod group;
mod measure;
mod merge;
mod mould;
mod names;
mod need;
mod pathway;
mod payee;
mod procedure;
mod read;
mod resolved;
#[cfg(test)]
mod samples;
mod schema;
mod shape;
mod text;
mod vocabulary;
mod wording;

pub use case::{CaseText, read_cases};
pub use clause::{Branch, Clause, Form, Version};
pub use definition::{Confidence, Definition, Parameter, ParameterLevel, ParameterValue, Round};
pub use either::Either;
pub use file::Document;
pub use force::{InForce, Territories};
pub use group::{AtMost, Costs, Group, GroupPer, Pick, While};
pub use measure::{Amount, Apply, ForEach, Late, Measure, MeasureKind, MeasurePeriod, Per, Priority, Status, Within};
pub use need::{Need, Urgency};
pub use pathway::{Capacity, Pathway, QuotaScope, Schedule, Stage};
pub use payee::{PaidTo, Share};
pub use procedure::{DayKind, DecisionDays};
pub use read::read;
pub use schema::{cases_schema, rules_schema};
pub use text::{LegalBasis, Phrase};
pub use vocabulary::{EstablishedBy, Fact, FactType, Facts, ListOf, RecordList, States};
