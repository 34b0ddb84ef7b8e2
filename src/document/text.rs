//! Texts and citations as written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::either::Either;
use crate::value::Text;

/// A text in both languages, or a proper name that is the same in both.
pub type Phrase = Either<Text>;

/// Where the law says it: an act, and the place in it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// The act: kind, date and number, as it is cited.
    #[schemars(extend("examples" = ["Федеральный закон от 29.12.2006 № 256-ФЗ"]))]
    pub act: String,
    /// The place in the act: article, part, paragraph.
    #[schemars(extend("examples" = ["3", "3 часть 1 пункт 2"]))]
    pub article: Option<String>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}
