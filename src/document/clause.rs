//! Conditions and values as written: an expression, or an object with exactly one form.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    either::Either,
    force::{InForce, Territories},
    forms::one_of,
    names::NAME,
    text::LegalBasis,
};
use crate::{json::Spanned, value::Text};

/// A condition or a value: an expression string, or an object with exactly one form.
pub type Clause = Either<Form>;

/// A condition or value in the form of an object. Exactly one of `all`, `any`, `not`, `that`, `choose`, `readings`, `versions`
/// stands in it; beside it may stand `because`, `legal_basis` and `note`. Where no more is needed, the expression alone is
/// written: `"age < 18"`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "condition or value", extend(
    "oneOf" = one_of(&[&["all"], &["any"], &["not"], &["that"], &["choose"], &["readings"], &["versions"]]),
    "dependentRequired" = { "readings": ["default"], "default": ["readings"], "by": ["versions"] },
))]
pub struct Form {
    /// Every condition of the list holds. It is surely false as soon as one is, and unknown while none is false and one is not
    /// known.
    #[schemars(extend("minItems" = 1))]
    pub all: Option<Vec<Clause>>,
    /// At least one condition of the list holds. It is surely true as soon as one is, and unknown while none is true and one is
    /// not known.
    #[schemars(extend("minItems" = 1))]
    pub any: Option<Vec<Clause>>,
    /// The condition does not hold; where the condition is unknown, so is this.
    pub not: Option<Box<Clause>>,
    /// One expression, so that `because`, `legal_basis` or `note` can stand beside it.
    #[schemars(extend("examples" = ["applicant.resident_since <= on - 1 year", "count(members[is_child]) >= 3"]))]
    pub that: Option<Spanned<String>>,
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
    #[schemars(extend("examples" = ["child.birth_date", "on"]))]
    pub by: Option<Spanned<String>>,
    /// What is required, in words of the citizen, such as "the mother brings the child up alone"; the answer adds whether it
    /// is met.
    pub because: Option<Text>,
    /// The articles that say so.
    pub legal_basis: Option<Vec<LegalBasis>>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// One paragraph of a `choose`: `when` with `is`, or `otherwise` in the last place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "branch", extend("oneOf" = one_of(&[&["when", "is"], &["otherwise"]])))]
pub struct Branch {
    /// The condition of this branch; it is asked once none before it held.
    pub when: Option<Clause>,
    /// The value of this branch.
    pub is: Option<Clause>,
    /// The value when no branch before it applied; stands in the last branch, without `when` and `is`.
    pub otherwise: Option<Clause>,
    /// Why this branch, in words of the citizen.
    pub because: Option<Text>,
    /// The articles that say so.
    pub legal_basis: Option<Vec<LegalBasis>>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// One version of a text of law: `is`, or what it `adds` to the federal text, or `otherwise` in the last place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "version", extend(
    "oneOf" = one_of(&[&["is"], &["adds"], &["otherwise"]]),
    "dependentRequired" = { "replaces": ["is"] },
))]
pub struct Version {
    /// Where it is law, with all that lies below; one territory or a list, `RU` when it is not written.
    pub territory: Option<Territories>,
    /// When it is law; always when it is not written.
    pub in_force: Option<InForce>,
    /// The whole text of this version.
    pub is: Option<Clause>,
    /// A condition that a region adds to the federal text: one of the two is enough.
    pub adds: Option<Clause>,
    /// Says to the reader that the whole text stands in place of the text of this territory, such as `RU`; stands beside `is`.
    #[expect(dead_code, reason = "the most specific text stands alone in any case; the key says so to the reader")]
    pub replaces: Option<Spanned<String>>,
    /// The value where no version before it is law.
    pub otherwise: Option<Clause>,
    /// What is required, in words of the citizen.
    pub because: Option<Text>,
    /// The articles that say so.
    pub legal_basis: Option<Vec<LegalBasis>>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
