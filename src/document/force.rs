//! When and where a text is law, as written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{either::OneOrMany, forms::apart};
use crate::json::Spanned;

/// One territory or a list of them.
pub type Territories = OneOrMany<Spanned<String>>;

/// When a text is law: half-open, `until` is the first day on which it is no longer law.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "time in force", extend("oneOf" = apart("attested", &["from", "until", "planned"])))]
pub struct InForce {
    /// The first day, `YYYY-MM-DD`.
    pub from: Option<Spanned<String>>,
    /// The day after the last day, `YYYY-MM-DD`.
    pub until: Option<Spanned<String>>,
    /// The edges of what is attested where the true edges are unknown.
    pub attested: Option<Attested>,
    /// Announced and not yet law.
    pub planned: Option<bool>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// The span of time for which somebody reported the text to be law.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "attested time")]
pub struct Attested {
    /// The first day attested, `YYYY-MM-DD`.
    pub from: Spanned<String>,
    /// The day after the last day attested, `YYYY-MM-DD`.
    pub until: Spanned<String>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
