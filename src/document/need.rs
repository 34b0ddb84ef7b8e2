//! Needs of families and the spheres of life they belong to, as written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{clause::Clause, names::NAME};
use crate::{json::Spanned, value::Text};

/// A need of a family; measures say under `addresses` which needs they meet.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("dependentRequired" = { "arises_when": ["urgency"], "urgency": ["arises_when"] }))]
pub struct Need {
    /// The sphere of life it belongs to, by which needs are grouped; one of `spheres`, where there are any.
    #[schemars(extend("pattern" = NAME, "examples" = ["income", "child_development"]))]
    pub sphere: Spanned<String>,
    /// What it is called.
    pub title: Text,
    /// The condition of the family under which it has the need; an unknown fact leaves it to be talked over. A need without
    /// it is never found, it is only met by measures.
    pub arises_when: Option<Clause>,
    /// How long it can wait.
    pub urgency: Option<Urgency>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// How long a need can wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Urgency {
    /// It cannot wait: today, whatever else there is.
    Now,
    /// Within weeks.
    Soon,
    /// It can be planned for.
    Planned,
}

impl Urgency {
    /// The name in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Soon => "soon",
            Self::Planned => "planned",
        }
    }
}

/// A sphere of life, by which needs are grouped.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "sphere of life")]
pub struct Sphere {
    /// What it is called.
    pub title: Text,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
