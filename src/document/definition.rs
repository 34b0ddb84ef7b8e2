//! Definitions, parameters and needs as written.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    clause::{Branch, Clause, Version},
    editor::{DECIMAL, TERRITORY},
    forms::one_of,
    names::NAME,
    text::LegalBasis,
};
use crate::{
    json::Spanned,
    value::{RoundingMode, Text},
};

/// A concept of law, computed from facts: a condition, a number, a date or a list. Exactly one of `is`, `choose`, `readings`,
/// `versions` gives it. A file may also give the name of another file's definition with nothing but `versions` for other
/// territories. Rules use it by its name; where a fact behind it is unknown, it may be unknown too.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend(
    "oneOf" = one_of(&[&["is"], &["choose"], &["readings"], &["versions"]]),
    "dependentRequired" = { "readings": ["default"], "default": ["readings"], "by": ["versions"] },
))]
pub struct Definition {
    /// What it is computed for: `family` (when it is not written), each `member`, or each record of a list such as `income`.
    #[schemars(extend("pattern" = NAME, "examples" = ["family", "member", "income"]))]
    pub of: Option<Spanned<String>>,
    /// What the member or record is called inside; `member` or `record` when it is not written.
    #[schemars(extend("pattern" = NAME, "examples" = ["who", "child"]))]
    pub r#as: Option<Spanned<String>>,
    /// What it is called, as a family reads it; a condition with a title explains itself where it is cited.
    pub title: Option<Text>,
    /// Whether every answer reports it, as `large_family` or `low_income`.
    pub circumstance: Option<bool>,
    /// Whether it is read in the version of the family's territory wherever it is cited.
    pub territorial: Option<bool>,
    /// The unit that the number must have; the check of the rules holds the computation against it.
    #[schemars(extend("examples" = ["RUB/month", "RUB", "1"]))]
    pub unit: Option<Spanned<String>>,
    /// How the number is rounded, where the act says so.
    pub round: Option<Round>,
    /// The range that must follow from its parts, such as `[1..]`; a divisor needs one without 0.
    #[schemars(extend("examples" = ["[1..]", "[0..1]"]))]
    pub range: Option<Spanned<String>>,
    /// The condition or value: an expression, or an object such as `{ "all": [ … ] }`.
    pub is: Option<Clause>,
    /// Branches, like the numbered paragraphs of an act: the first whose `when` holds gives the value; the last one is
    /// `otherwise`.
    #[schemars(extend("minItems" = 1))]
    pub choose: Option<Vec<Branch>>,
    /// Several readings of the same text of law, by name, where practice or the text leaves it open. The one under `default`
    /// answers; another one is reported where it would change the outcome.
    #[schemars(extend("propertyNames" = { "pattern": NAME }))]
    pub readings: Option<IndexMap<Spanned<String>, Clause>>,
    /// The name of the reading that answers.
    #[schemars(extend("pattern" = NAME))]
    pub default: Option<Spanned<String>>,
    /// The texts that were law at different times or in different territories; the text of the most specific territory
    /// answers, and `otherwise` stands where none is law.
    #[schemars(extend("minItems" = 1))]
    pub versions: Option<Vec<Version>>,
    /// The date that picks the version; the day of application (`on`) when it is not written.
    #[schemars(extend("examples" = ["member.birth_date"]))]
    pub by: Option<Spanned<String>>,
    /// What stands for the value, as a claim to confirm, where the record list that it reads is not given.
    #[schemars(extend("examples" = ["monthly_income * 12"]))]
    pub told_as: Option<Spanned<String>>,
    /// The articles that say so.
    pub legal_basis: Option<Vec<LegalBasis>>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// How a number is rounded, as the act orders.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "rounding")]
pub struct Round {
    /// The step: `0.01` for kopecks, `1` for roubles.
    #[schemars(extend("pattern" = DECIMAL, "examples" = ["0.01", "1"]))]
    pub to: Spanned<String>,
    /// Which way.
    pub mode: RoundingMode,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// A legal number that an act sets for a time and a territory, such as a subsistence minimum. Expressions use it by its name; a
/// day or place for which no value is recorded makes it unknown, and the answer says so.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The unit of its values.
    #[schemars(extend("examples" = ["RUB/month", "RUB", "1"]))]
    pub unit: Option<Spanned<String>>,
    /// Whether the country sets it, or each subject of the federation its own.
    pub level: Option<ParameterLevel>,
    /// Whether the value of the country stands where the subject has none; it does not when it is not written.
    pub falls_back: Option<bool>,
    /// The possible values, also where a value is missing; `[0..1000000000]` when it is not written.
    pub range: Option<Spanned<String>>,
    /// What it is called, as a family reads it.
    pub title: Option<Text>,
    /// The values by territory and date, in any order.
    pub values: Vec<ParameterValue>,
    /// The articles that say so.
    #[expect(dead_code, reason = "cited for those who read the file; each value names its own source")]
    pub legal_basis: Option<Vec<LegalBasis>>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// Who sets a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParameterLevel {
    /// The country.
    Country,
    /// Each subject of the federation.
    Subject,
}

/// One value of a parameter. Exactly one of `value` and `times` stands in it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend(
    "oneOf" = one_of(&[&["value"], &["times"]]),
    "dependentRequired" = { "round": ["times"] },
))]
pub struct ParameterValue {
    /// Where it holds, with all that lies below; `RU` when it is not written.
    #[schemars(extend("pattern" = TERRITORY, "examples" = ["RU-KHA"]))]
    pub territory: Option<Spanned<String>>,
    /// The first day on which it holds, `YYYY-MM-DD`.
    #[schemars(extend("format" = "date", "examples" = ["2025-01-01"]))]
    pub from: Spanned<String>,
    /// The day after the last day, `YYYY-MM-DD`; without it the value holds until the next one of the territory. What an act sets
    /// for a year has it: the value never stands in for the next year.
    #[schemars(extend("format" = "date", "examples" = ["2026-01-01"]))]
    pub until: Option<Spanned<String>>,
    /// The value, in quotes.
    #[schemars(extend("pattern" = DECIMAL, "examples" = ["22844", "17378.50"]))]
    pub value: Option<Spanned<String>>,
    /// In place of `value`: the factor by which the value before it is multiplied, as at an indexation.
    #[schemars(extend("pattern" = DECIMAL, "examples" = ["1.056"]))]
    pub times: Option<Spanned<String>>,
    /// How the product is rounded; stands beside `times`.
    pub round: Option<Round>,
    /// Where the value was read: act or publication.
    pub source: Option<String>,
    /// The day on which somebody last checked it, `YYYY-MM-DD`; an open value that is asked for a later day is answered as stale.
    #[schemars(extend("format" = "date", "examples" = ["2026-03-15"]))]
    pub checked: Option<Spanned<String>>,
    /// How sure it is; an answer that rests on a value below `high` says so.
    pub confidence: Option<Confidence>,
    /// What another source says, where two differ; shown where the measure is explained whole.
    pub conflict: Option<Text>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// How sure a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A dated public text says so.
    High,
    /// Known well, not checked against a text.
    Medium,
    /// To be checked before use.
    Low,
}

/// A territory that rules and families may name, under its code, such as `RU-KHA/khabarovsk`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "territory")]
pub struct TerritoryEntry {
    /// What it is called.
    pub title: Text,
    /// Its code in the classifier of municipal territories, where it is known.
    #[expect(dead_code, reason = "kept as data for those who join it with other registers")]
    pub oktmo: Option<Spanned<String>>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// A role of specialists who establish facts; facts name it under `established_by`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "role")]
pub struct Role {
    /// Who it is, as a family is told: "the commission for minors".
    pub title: Text,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
