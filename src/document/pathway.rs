//! How a service is delivered, as written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{clause::Clause, measure::Per, names::NAME, text::Phrase};
use crate::{json::Spanned, value::Text};

/// How often a service is given.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// How many times in that stretch of time.
    pub times: u32,
    /// In which stretch of time: a day, a week, a month.
    pub per: Per,
    /// How many minutes each time.
    pub minutes_each: Option<u32>,
    /// Whether that is for the family together or for each member.
    pub scope: Option<QuotaScope>,
    /// Whether the source leaves it open and this is our reading.
    pub assumed: Option<bool>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// For whom a quota counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuotaScope {
    /// For the family together.
    Family,
    /// For each member.
    Member,
}

/// How many can be served at once; it limits use, never the right.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// How many places there are.
    pub places: u32,
    /// What the number counts, where the source leaves it open.
    pub basis: Option<Text>,
    /// Whether the source leaves it open and this is our reading.
    pub assumed: Option<bool>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// A service given in stages.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pathway {
    /// The stages, each after the former unless it says otherwise.
    #[schemars(extend("minItems" = 1))]
    pub stages: Vec<Stage>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// One stage of a pathway.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the key is called `stage` in rule files")]
pub struct Stage {
    /// Its name, by which other stages refer to it.
    #[schemars(extend("pattern" = NAME))]
    pub stage: Spanned<String>,
    /// What happens in it, for the family.
    pub title: Text,
    /// The names of the stages that come before it; the former one when it is not written.
    pub after: Option<Vec<Spanned<String>>>,
    /// The condition under which it is done; unknown means that this is to be established first.
    pub done_when: Option<Clause>,
    /// The condition under which it is needed; it always is when it is not written.
    pub needed_when: Option<Clause>,
    /// Whether the family may decline; the path stops then, the right does not.
    pub voluntary: Option<bool>,
    /// The condition under which the family has declined it.
    pub declined_when: Option<Clause>,
    /// Who carries it out.
    pub provider: Option<Phrase>,
    /// A stage that runs beside others: from the beginning of one until the end of another.
    pub runs: Option<Runs>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// The span of a stage that runs beside others.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "stage beside others")]
pub struct Runs {
    /// The stage with which it begins.
    pub from: Spanned<String>,
    /// The stage with which it ends; it goes on when it is not written.
    pub until: Option<Spanned<String>>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// A number that somebody reported.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "reported number")]
pub struct Reported {
    /// What was counted.
    pub what: Text,
    /// The number that was reported; no rule reads it.
    pub value: u64,
    /// The day, month or year of the report.
    pub as_of: Option<String>,
    /// Whether the source says "about".
    pub approximate: Option<bool>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
