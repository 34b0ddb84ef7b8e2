//! Texts and citations as written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::either::Either;
use crate::value::Text;

/// A text in both languages, or a proper name that is the same in both.
pub type Phrase = Either<Text>;

/// Where the law says it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// The act: kind, number and date.
    pub act: String,
    /// The article, part, paragraph.
    pub article: Option<String>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
