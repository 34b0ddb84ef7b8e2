//! The vocabulary as written: entities and their facts.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::{clause::Clause, names::NAME, text::Phrase};
use crate::{
    json::Spanned,
    value::{Provenance, Text},
};

/// Facts by name.
pub type Facts = IndexMap<Spanned<String>, Fact>;

/// The entities: `family`, `member`, and the record lists, each under its own name.
///
/// Any key beside `family` and `member` is a record list; read fact by fact and list by list.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Facts of the family.
    pub family: Facts,
    /// Facts of each member.
    pub member: Facts,
    /// Record lists, by name.
    pub lists: IndexMap<Spanned<String>, RecordList>,
}

/// A list of records of one kind.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordList {
    /// Where the list is written: in each member, or at the family.
    pub list_of: ListOf,
    /// Records of a list at the family each name their `owner`.
    pub owned: Option<bool>,
    /// The longest list.
    pub most: Spanned<u32>,
    /// The date fact by which a list says for which period it is complete.
    #[schemars(extend("pattern" = NAME))]
    pub dated_by: Option<Spanned<String>>,
    /// What the records are.
    pub title: Text,
    /// The question that a family is asked when the list is not there.
    pub question: Option<Text>,
    /// Who establishes the records.
    pub established_by: Option<EstablishedBy>,
    /// Whether the question can be skipped.
    pub sensitive: Option<bool>,
    /// The facts of one record.
    #[schemars(extend("propertyNames" = { "pattern": NAME }))]
    pub facts: Facts,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// Where a record list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListOf {
    /// In each member, who owns the records.
    Member,
    /// At the family.
    Family,
}

/// One fact of an entity.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("dependentRequired" = { "otherwise": ["applies_when"] }))]
pub struct Fact {
    /// The type of its value.
    pub r#type: FactType,
    /// The unit of a number, such as `RUB/month`, `week`, `1`.
    pub unit: Option<Spanned<String>>,
    /// The possible numbers, such as `[0..45]`; every number has a range.
    pub range: Option<Spanned<String>>,
    /// Digits after the point; 2 for money, else 0 when it is not written.
    pub digits: Option<Spanned<u8>>,
    /// Whether a family file may say `"none"`: there is no such thing.
    pub optional: Option<bool>,
    /// The condition, over facts of the same item, under which the fact exists at all.
    pub applies_when: Option<Clause>,
    /// The value where `applies_when` is surely false.
    pub otherwise: Option<Spanned<String>>,
    /// The value that ordinary people never mention: `false`, `none` or `[]`.
    pub presumed: Option<Spanned<String>>,
    /// Arithmetic of other facts that gives the value where it is not told.
    pub derive: Option<Spanned<String>>,
    /// Who establishes the fact.
    pub established_by: Option<EstablishedBy>,
    /// The provenances that count; all of them when it is not written.
    pub accepts: Option<Vec<Provenance>>,
    /// Whether its question can be skipped and its silence means nothing.
    pub sensitive: Option<bool>,
    /// What the fact is.
    pub title: Option<Text>,
    /// The question that a family is asked.
    pub question: Option<Text>,
    /// What the enumerated values are called.
    #[schemars(extend("propertyNames" = { "pattern": NAME }))]
    pub values: Option<IndexMap<Spanned<String>, Text>>,
    /// How it sounds when a yes-or-no fact is true and when it is false; of any other fact, when there is something and
    /// when there is nothing.
    pub states: Option<States>,
    /// The document that shows it.
    pub document: Option<Phrase>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// Sentences for a fact that is so, and that is not so.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct States {
    /// When it is true, or when there is something.
    pub yes: Text,
    /// When it is false, or when there is nothing.
    pub no: Text,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// The type of a fact.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactType {
    /// Yes or no.
    Boolean,
    /// An exact number with a unit.
    Number,
    /// A civil day; a month is its first day.
    Date,
    /// One of the named values.
    #[schemars(with = "NamedValues")]
    OneOf(Vec<Spanned<String>>),
    /// A member of the family, or nobody.
    Member,
    /// Members of the family.
    Members,
    /// The name of a measure.
    Measure,
}

/// Who establishes a fact.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EstablishedBy {
    /// The family says so.
    Family,
    /// A document shows it.
    Document,
    /// A registry answers.
    Registry,
    /// A specialist of this role concludes.
    Specialist(String),
}

/// The values of an enumeration. Stands for the schema only.
enum NamedValues {}

impl JsonSchema for NamedValues {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "NamedValues".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": { "type": "string", "pattern": NAME }, "minItems": 1 })
    }
}
