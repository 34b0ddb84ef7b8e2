//! Exclusion groups and costs, as written: measures that do not combine, and what taking one uses up.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    clause::Clause,
    definition::Round,
    editor::DECIMAL,
    force::{InForce, Territories},
    forms::one_of,
    measure::Per,
    names::MEASURE_NAME,
    text::LegalBasis,
};
use crate::{json::Spanned, value::Text};

/// Measures of which a family does not get all. One file declares a group whole; another may give its name with nothing but
/// what it `adds`, such as a region its own measures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "exclusion group", extend(
    "oneOf" = one_of(&[&["title", "per", "of", "pick"], &["adds"]]),
    "dependentRequired" = {
        "over": ["pick"], "at_most": ["pick"], "while": ["pick"], "territory": ["pick"], "in_force": ["pick"], "legal_basis": ["pick"],
    },
))]
pub struct Group {
    /// What it is called, as a family reads it.
    pub title: Option<Text>,
    /// Within what the measures do not combine: for one child because of whom they are due, for one member who is paid, or
    /// in the family as a whole.
    pub per: Option<GroupPer>,
    /// The measures. A measure never excludes itself: how many of one are due is what the measure itself says.
    #[schemars(extend("minItems" = 1, "items" = { "type": "string", "pattern": MEASURE_NAME }))]
    pub of: Option<Vec<Spanned<String>>>,
    /// The measures that this file adds to a group that another file declares.
    #[schemars(extend("minItems" = 1, "items" = { "type": "string", "pattern": MEASURE_NAME }))]
    pub adds: Option<Vec<Spanned<String>>>,
    /// Who picks: the law, which gives the `largest`, or the `family`.
    pub pick: Option<Pick>,
    /// The time over which money is compared; twelve months from the day of application when it is not written.
    pub over: Option<Over>,
    /// How much of them goes together; one measure when it is not written.
    pub at_most: Option<AtMost>,
    /// While what they do not combine; always when it is not written.
    #[serde(rename = "while")]
    pub only_while: Option<Spanned<While>>,
    /// Where they do not combine, with all that lies below; `RU` when it is not written.
    pub territory: Option<Territories>,
    /// When they do not combine; always when it is not written.
    pub in_force: Option<InForce>,
    /// The articles that say so.
    pub legal_basis: Option<Vec<LegalBasis>>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

impl Group {
    /// Whether the group is declared here, and not only given more measures.
    pub fn is_whole(&self) -> bool {
        self.pick.is_some()
    }
}

/// Within what the measures of a group do not combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupPer {
    /// For each child because of whom they are due: `because_of` of the measure, else the member it is `for`.
    Child,
    /// For each member who is paid: `paid_to` of the measure, else the member it is `for`.
    Member,
    /// In the family as a whole.
    Family,
}

/// Who picks among the measures of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// The one that is worth the most money over the time of the group; the others are excluded.
    Largest,
    /// The family; each is an option.
    Family,
}

/// While what two measures of a group do not combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum While {
    /// Only where their periods have a day in common, from the day of application on: each from its first day until before
    /// the day after its last. Without an `until` it has no end, without a `period` it runs from the day of application on.
    PeriodsOverlap,
}

/// A time from the day of application on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "time of comparison")]
pub struct Over {
    /// Calendar months.
    #[schemars(range(min = 1, max = 120))]
    pub months: u32,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// How much of the measures of a group goes together. Exactly one of `count` and `sum` stands in it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "bound of a group", extend(
    "oneOf" = one_of(&[&["count"], &["sum", "unit"]]),
))]
pub struct AtMost {
    /// So many of the measures.
    #[schemars(range(min = 1, max = 100))]
    pub count: Option<u32>,
    /// So much money of all of them together; one alone may pass it.
    #[schemars(extend("pattern" = DECIMAL, "examples" = ["10000"]))]
    pub sum: Option<Spanned<String>>,
    /// The unit of the sum: `RUB` for the money over the time of the group, else that of each amount, such as `RUB/month`.
    #[schemars(extend("examples" = ["RUB", "RUB/month"]))]
    pub unit: Option<Spanned<String>>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// What a family uses up when it takes the measure, such as the capital it has: then the measure is an option and no gain.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "costs")]
pub struct Costs {
    /// What is used up: a fact or a definition, an amount of money.
    #[schemars(extend("examples" = ["capital_left"]))]
    pub of: Spanned<String>,
    /// How much of it.
    pub value: Clause,
    /// The unit that the number must have; the check of the rules holds the computation against it.
    #[schemars(extend("examples" = ["RUB", "RUB/month"]))]
    pub unit: Option<Spanned<String>>,
    /// How often.
    pub per: Per,
    /// How it is rounded.
    pub round: Option<Round>,
    /// What it means for the family, in words of the citizen.
    pub because: Option<Text>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
