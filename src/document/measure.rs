//! Measures as written, with the common part of their versions merged in.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    clause::Clause,
    definition::Round,
    force::{InForce, Territories},
    forms::one_of,
    group::Costs,
    names::{KMSZ, NAME},
    pathway::{Capacity, Pathway, Reported, Schedule},
    payee::PaidTo,
    procedure::DecisionDays,
    text::{LegalBasis, Phrase},
};
use crate::{
    json::Spanned,
    value::{Provenance, Text},
};

/// One version of a measure, whole.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What it is called, as a family reads it.
    pub title: Text,
    /// What it consists of, in a sentence for the family.
    pub summary: Option<Text>,
    /// What it is: money, a service, things, a relief, information.
    pub kind: MeasureKind,
    /// The needs that it meets, by their names under `needs`.
    pub addresses: Vec<Spanned<String>>,
    /// Where it is law, with all that lies below: `RU`, a subject, a municipality, or a list of them.
    pub territory: Territories,
    /// When it is law; half-open. Outside it the answer is "not in force".
    pub in_force: InForce,
    /// For whom there is an answer each, such as every child; without it there is one answer for the family.
    pub r#for: Option<ForEach>,
    /// Names for values of this measure; each may use those before it.
    #[schemars(extend("propertyNames" = { "pattern": NAME }))]
    pub r#let: Option<IndexMap<Spanned<String>, Clause>>,
    /// The conditions of the right: an expression, or an object such as `{ "all": [ … ] }`. An unknown fact that could decide
    /// either way is asked for, it is never taken for "no". Grounds of refusal stand in `refused_when`.
    pub eligible_when: Clause,
    /// The grounds of refusal. A ground of which nothing is known refuses nobody: the answer names it as what must not be so.
    pub refused_when: Option<Vec<Refusal>>,
    /// The provenances that count for this measure, such as documents only; narrows what each fact accepts.
    pub accepts: Option<Vec<Provenance>>,
    /// Who is paid; the applicant when it is not written.
    pub paid_to: Option<PaidTo>,
    /// Because of whom it is due: a list of members, or one member; the member of `for` when it is not written.
    pub because_of: Option<Spanned<String>>,
    /// The money due to the family.
    pub amount: Option<Amount>,
    /// The money that the family pays.
    pub fee: Option<Amount>,
    /// What the family uses up when it takes it: then it is an option and no gain.
    pub costs: Option<Costs>,
    /// From when until when it is due; half-open.
    pub period: Option<MeasurePeriod>,
    /// When to apply, and what a late application means.
    pub apply: Option<Apply>,
    /// How often the service is given.
    pub schedule: Option<Schedule>,
    /// How many can be served at once; a full club limits use, it never makes a "no".
    pub capacity: Option<Capacity>,
    /// The stages of a service that is given step by step; the answer names the next one.
    pub pathway: Option<Pathway>,
    /// Who goes first; it never makes a "no".
    pub priority: Option<Vec<Priority>>,
    /// Who provides it: a text in both languages, or a proper name.
    pub provider: Option<Phrase>,
    /// What the family brings: papers, each a text in both languages or a proper name.
    pub documents: Option<Vec<Phrase>>,
    /// Where to apply: offices and sites.
    pub channels: Option<Vec<Phrase>>,
    /// Who decides on the application: a text in both languages, or a proper name.
    pub decided_by: Option<Phrase>,
    /// In how many days the decision is taken.
    pub decision_days: Option<DecisionDays>,
    /// Why it ends before its term, each reason a text in both languages.
    pub exit: Option<Vec<Phrase>>,
    /// The code of the measure in the classifier of the state (КМСЗ of ЕГИССО); only where it is known.
    #[schemars(extend("pattern" = KMSZ, "examples" = ["0000.00000000.00.0000.00.000000"]))]
    pub kmsz: Option<Spanned<String>>,
    /// The articles that say so.
    pub legal_basis: Option<Vec<LegalBasis>>,
    /// Numbers that somebody reported; annotations, never thresholds.
    pub reported: Option<Vec<Reported>>,
    /// How much of the law is modelled; all of it when it is not written.
    pub status: Option<Status>,
    /// What is not modelled, as a family is told.
    pub not_modelled: Option<Text>,
    /// A remark for those who read the file.
    #[cfg_attr(not(test), expect(dead_code, reason = "a note is for those who read the file"))]
    pub note: Option<String>,
}

/// What a measure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// Money paid to the family.
    Benefit,
    /// Something done for the family.
    Service,
    /// Things given to the family.
    InKind,
    /// Something the family does not have to pay or do.
    Relief,
    /// A place or an event where the family learns more.
    Information,
}

/// How much of the law is modelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All of it.
    Complete,
    /// Some of it; `not_modelled` says what is left out.
    Partial,
    /// Only where to ask.
    Signpost,
}

/// The members for whom there is an answer each: `{ "each": "members[is_child]", "as": "child" }`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "`for`")]
pub struct ForEach {
    /// A list of members: who is surely outside has no answer, who may be outside is undetermined.
    #[schemars(extend("examples" = ["members[is_child]", "members[is_child and age < 18]"]))]
    pub each: Spanned<String>,
    /// What each is called in the expressions of this measure; `member` when it is not written.
    #[schemars(extend("pattern" = NAME, "examples" = ["child"]))]
    pub r#as: Option<Spanned<String>>,
    /// Who is meant, as what is true of a family that has such a member; said where it has none.
    pub because: Option<Text>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// A ground of refusal.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// The ground: the right is refused where this is true.
    pub when: Clause,
    /// The ground in words of the citizen.
    pub because: Text,
    /// The articles that say so.
    pub legal_basis: Option<Vec<LegalBasis>>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// Money due to or from the family.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// The number, with a unit of money; it must be rounded, here or in what it names.
    pub value: Clause,
    /// The unit that the number must have; the check of the rules holds the computation against it.
    #[schemars(extend("examples" = ["RUB", "RUB/month"]))]
    pub unit: Option<Spanned<String>>,
    /// How often it is due.
    pub per: Per,
    /// How it is rounded, as the act orders.
    pub round: Option<Round>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// How often something is due or given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Once.
    Once,
    /// Every hour of service.
    Hour,
    /// Every day.
    Day,
    /// Every week.
    Week,
    /// Every calendar month.
    Month,
    /// Every calendar year.
    Year,
}

impl Per {
    /// The name in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// From when until when an entitlement runs; half-open.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "period")]
pub struct MeasurePeriod {
    /// The first day, a date; the other two may name it as `from`.
    pub from: Clause,
    /// The day after the last day, a date.
    pub until: Option<Clause>,
    /// A date that `until` never passes.
    pub until_at_most: Option<Clause>,
    /// Whether it can be given again when it ends.
    pub renew: Option<bool>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// When to apply: between `opens` and `closes`, or `within` a term from an event.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "application time")]
pub struct Apply {
    /// The first day on which one can apply.
    pub opens: Option<Clause>,
    /// The day after the last day on which one can apply.
    pub closes: Option<Clause>,
    /// A term counted from an event, such as `{ "months": 6, "of": "baby.birth_date" }`; its last day is in time.
    pub within: Option<Within>,
    /// What a late application means: the right lapses, or starts later. It is required beside `closes` and `within`.
    pub late: Option<Late>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// A term counted from an event. Exactly one of `days`, `months`, `years` stands in it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "term", extend("oneOf" = one_of(&[&["days"], &["months"], &["years"]])))]
pub struct Within {
    /// Calendar days.
    pub days: Option<u32>,
    /// Calendar months.
    pub months: Option<u32>,
    /// Calendar years.
    pub years: Option<u32>,
    /// The day of the event, a date.
    pub of: Clause,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// What a late application means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Late {
    /// The right is lost.
    Lapses,
    /// It starts later; nothing is lost but the months before.
    StartsLater,
}

/// A reason to serve somebody first.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    /// Whom it concerns: a condition.
    pub when: Clause,
    /// How many points it adds; more points go first.
    pub add: u32,
    /// The reason in words of the citizen.
    pub because: Option<Text>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
