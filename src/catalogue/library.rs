//! Everything that answers are read with: names, texts, the digest.

use super::Catalogue;
use crate::{check::Checked, source::Sources, vocabulary::SharedVocabulary};

/// The checked rules with their words, shared by all that is made of them.
#[derive(Debug)]
pub struct Library {
    /// The checked rules.
    pub checked: Checked,
    /// Where the facts of a family lie.
    pub vocabulary: SharedVocabulary,
    /// What things are called.
    pub catalogue: Catalogue,
    /// The rule files as they are written.
    pub sources: Sources,
    /// Names the rules: SHA-256 of their canonical form, as lower-case hexadecimal digits.
    pub digest: String,
}
