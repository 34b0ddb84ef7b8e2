//! A rule file as written, once its shape is checked.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;

use super::{
    definition::{Definition, Parameter, Role, TerritoryEntry},
    group::Group,
    measure::Measure,
    names::{MEASURE_NAME, NAME, PARAMETER_NAME},
    need::{Need, Sphere},
    schema::WrittenMeasure,
    vocabulary::Vocabulary,
};
use crate::json::Spanned;

/// One rule file. The maps hold the declarations whose shape is right; a missing section is an empty map.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(
    title = "Rule file",
    description = "Rules of the state: what families can get, and the words they are written in."
)]
pub struct Document {
    /// The schema of this file, for editors.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// A remark for those who read the file.
    pub note: Option<String>,
    /// What a family can tell: entities and their facts.
    pub vocabulary: Option<Vocabulary>,
    /// The roles of specialists who establish facts, by name.
    #[schemars(with = "Option<IndexMap<Spanned<String>, Role>>", extend("propertyNames" = { "pattern": NAME }))]
    pub roles: IndexMap<Spanned<String>, Role>,
    /// The territories that rules and families may name, by code, such as `RU-KHA/khabarovsk`.
    #[schemars(with = "Option<IndexMap<Spanned<String>, TerritoryEntry>>")]
    pub territories: IndexMap<Spanned<String>, TerritoryEntry>,
    /// The spheres of life by which needs are grouped, by name.
    #[schemars(with = "Option<IndexMap<Spanned<String>, Sphere>>", extend("propertyNames" = { "pattern": NAME }))]
    pub spheres: IndexMap<Spanned<String>, Sphere>,
    /// The needs of families that measures address, by name.
    #[schemars(with = "Option<IndexMap<Spanned<String>, Need>>", extend("propertyNames" = { "pattern": NAME }))]
    pub needs: IndexMap<Spanned<String>, Need>,
    /// The concepts of law, by name, computed from facts.
    #[schemars(with = "Option<IndexMap<Spanned<String>, Definition>>", extend("propertyNames" = { "pattern": NAME }))]
    pub definitions: IndexMap<Spanned<String>, Definition>,
    /// The legal numbers, by name or `group.name`, with their values by time and territory.
    #[schemars(
        with = "Option<IndexMap<Spanned<String>, Parameter>>",
        extend("propertyNames" = { "pattern": PARAMETER_NAME })
    )]
    pub parameters: IndexMap<Spanned<String>, Parameter>,
    /// What families can get, by name: `level.name`, such as `federal.maternity_capital`.
    #[schemars(
        with = "Option<IndexMap<Spanned<String>, WrittenMeasure>>",
        extend("propertyNames" = { "pattern": MEASURE_NAME })
    )]
    // INVARIANT: no list is empty; each version is whole, the common part is merged in.
    pub measures: IndexMap<Spanned<String>, Vec<Spanned<Arc<Measure>>>>,
    /// The measures that do not combine, by the name of their group.
    #[schemars(with = "Option<IndexMap<Spanned<String>, Group>>", extend("propertyNames" = { "pattern": NAME }))]
    pub groups: IndexMap<Spanned<String>, Group>,
    /// Names that are declared here in a shape that is wrong: what refers to them is not unknown.
    #[schemars(skip)]
    pub refused: Vec<Spanned<String>>,
}

impl Document {
    /// A file without declarations.
    #[must_use]
    pub fn empty() -> Document {
        Document {
            schema: None,
            note: None,
            vocabulary: None,
            roles: IndexMap::new(),
            territories: IndexMap::new(),
            spheres: IndexMap::new(),
            needs: IndexMap::new(),
            definitions: IndexMap::new(),
            parameters: IndexMap::new(),
            measures: IndexMap::new(),
            groups: IndexMap::new(),
            refused: Vec::new(),
        }
    }
}
