//! Definitions, parameters and needs as written.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    clause::{Branch, Clause, Version},
    forms::one_of,
    names::NAME,
    text::LegalBasis,
};
use crate::{
    json::Spanned,
    value::{RoundingMode, Text},
};

/// A concept of law computed from facts. Exactly one of `is`, `choose`, `readings`, `versions` gives it,
/// except in a file that only adds `versions` for other territories.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend(
    "oneOf" = one_of(&[&["is"], &["choose"], &["readings"], &["versions"]]),
    "dependentRequired" = { "readings": ["default"], "default": ["readings"], "by": ["versions"] },
))]
pub struct Definition {
    /// What it is computed for: `family` (when it is not written), `member`, or a record list.
    #[schemars(extend("pattern" = NAME))]
    pub of: Option<Spanned<String>>,
    /// What the item is called inside; `member` or `record` when it is not written.
    #[schemars(extend("pattern" = NAME))]
    pub r#as: Option<Spanned<String>>,
    /// What it is called.
    pub title: Option<Text>,
    /// Whether every assessment reports it.
    pub circumstance: Option<bool>,
    /// Whether it is read in the version of the family's territory wherever it is cited.
    pub territorial: Option<bool>,
    /// The unit that the number must have.
    pub unit: Option<Spanned<String>>,
    /// How the number is rounded.
    pub round: Option<Round>,
    /// The range that must follow from its parts, such as `[1..]`.
    pub range: Option<Spanned<String>>,
    /// The condition or value.
    pub is: Option<Clause>,
    /// The first branch whose `when` holds.
    #[schemars(extend("minItems" = 1))]
    pub choose: Option<Vec<Branch>>,
    /// Several readings of the same text of law.
    #[schemars(extend("propertyNames" = { "pattern": NAME }))]
    pub readings: Option<IndexMap<Spanned<String>, Clause>>,
    /// The reading that answers.
    #[schemars(extend("pattern" = NAME))]
    pub default: Option<Spanned<String>>,
    /// The texts that were law at different times or in different territories.
    #[schemars(extend("minItems" = 1))]
    pub versions: Option<Vec<Version>>,
    /// The date that picks the version.
    pub by: Option<Spanned<String>>,
    /// What stands for the value, as a claim, where the record list that it reads is not given.
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
    /// The step, such as `0.01` or `1`.
    pub to: Spanned<String>,
    /// The direction.
    pub mode: RoundingMode,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// A legal number with dates and territories.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The unit of its values.
    pub unit: Option<Spanned<String>>,
    /// Whether the country sets it, or each subject its own.
    pub level: Option<ParameterLevel>,
    /// Whether the value of the country stands where the subject has none.
    pub falls_back: Option<bool>,
    /// The possible values, also where a value is missing; `[0..1000000000]` when it is not written.
    pub range: Option<Spanned<String>>,
    /// What it is called.
    pub title: Option<Text>,
    /// The values by territory and date.
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
    /// Where it holds, with all below; `RU` when it is not written.
    pub territory: Option<Spanned<String>>,
    /// The first day, `YYYY-MM-DD`.
    pub from: Spanned<String>,
    /// The day after the last day; without it the value holds until the next one of the territory.
    pub until: Option<Spanned<String>>,
    /// The value as decimal text.
    pub value: Option<Spanned<String>>,
    /// The factor by which the value before it is multiplied.
    pub times: Option<Spanned<String>>,
    /// How the product is rounded.
    pub round: Option<Round>,
    /// Where the value was read.
    pub source: Option<String>,
    /// The day on which somebody last checked it.
    pub checked: Option<Spanned<String>>,
    /// How sure it is.
    pub confidence: Option<Confidence>,
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

/// A need of a family that measures address.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The sphere of life it belongs to.
    pub sphere: Spanned<String>,
    /// What it is called.
    pub title: Text,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// A territory that rules and families may name.
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

/// A role of specialists who establish facts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "role")]
pub struct Role {
    /// Who it is, as a family is told.
    pub title: Text,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
