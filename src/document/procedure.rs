//! How a decision on a measure is taken, as written.

use schemars::JsonSchema;
use serde::Deserialize;

/// In how many days a decision is taken: `{ "days": 10, "kind": "working" }`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "term of the decision")]
pub struct DecisionDays {
    /// How many days at most, counted from the application.
    #[schemars(range(min = 1, max = 366))]
    pub days: u32,
    /// Whether holidays count.
    pub kind: DayKind,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// Which days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Days on which offices work.
    Working,
    /// Every day.
    Calendar,
}

impl DayKind {
    /// The name in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Calendar => "calendar",
        }
    }
}
