//! When and where a text is law, as written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{either::OneOrMany, forms::apart};
use crate::json::Spanned;

/// One territory or a list of them.
pub type Territories = OneOrMany<Spanned<String>>;

/// When a text is law. Half-open: `from` is the first day, `until` the first day on which it is no longer law. A text without
/// `until` is law until further notice; where only reports are known, `attested` stands in place of both.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "time in force", extend("oneOf" = apart("attested", &["from", "until", "planned"])))]
pub struct InForce {
    /// The first day on which it is law, `YYYY-MM-DD`.
    #[schemars(extend("format" = "date", "examples" = ["2025-01-01"]))]
    pub from: Option<Spanned<String>>,
    /// The first day on which it is no longer law, `YYYY-MM-DD`: a programme "for 2012 to 2014" ends at `2015-01-01`.
    #[schemars(extend("format" = "date", "examples" = ["2026-01-01"]))]
    pub until: Option<Spanned<String>>,
    /// For which days somebody reported it, where the true beginning and end are unknown. Before them it is not in force, after
    /// them it is answered as stale.
    pub attested: Option<Attested>,
    /// Whether it is announced and not yet law; `from` may say from when.
    pub planned: Option<bool>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// The days for which somebody reported the text to be law; half-open.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "attested time")]
pub struct Attested {
    /// The first day attested, `YYYY-MM-DD`.
    #[schemars(extend("format" = "date"))]
    pub from: Spanned<String>,
    /// The day after the last day attested, `YYYY-MM-DD`.
    #[schemars(extend("format" = "date"))]
    pub until: Spanned<String>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
