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
    /// Where a family file has the list: in each member, who owns the records, or at the family.
    pub list_of: ListOf,
    /// Whether each record of a list at the family names its `owner`, a member.
    pub owned: Option<bool>,
    /// How many records there can be at most; it bounds sums over a list that nobody told.
    pub most: Spanned<u32>,
    /// The date fact of the records by which a list can say for which time it is complete; half-open.
    #[schemars(extend("pattern" = NAME, "examples" = ["month"]))]
    pub dated_by: Option<Spanned<String>>,
    /// What the records are.
    pub title: Text,
    /// The question that a family is asked when the list is not there.
    pub question: Option<Text>,
    /// Who establishes the records.
    pub established_by: Option<EstablishedBy>,
    /// Whether the question can be skipped, and silence means nothing.
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

/// One fact that a family can tell; a fact that is not told is unknown, never "no". A fact without a date of its own describes
/// the day of application.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("dependentRequired" = { "otherwise": ["applies_when"] }))]
pub struct Fact {
    /// The type of its value.
    pub r#type: FactType,
    /// The unit of a number; `1` for a plain number.
    #[schemars(extend("examples" = ["RUB/month", "RUB", "week", "year", "m2", "1"]))]
    pub unit: Option<Spanned<String>>,
    /// The possible numbers, both ends included; every number has a range, for it bounds what an unknown one can be.
    #[schemars(extend("examples" = ["[0..45]", "[0..100000000]"]))]
    pub range: Option<Spanned<String>>,
    /// Digits after the point; 2 for money, else 0 when it is not written.
    pub digits: Option<Spanned<u8>>,
    /// Whether a family file may say `"none"`: there is no such thing.
    pub optional: Option<bool>,
    /// The condition, over facts of the same member or record, under which there is such a fact at all: nobody is asked for the
    /// pregnancy of a boy. `otherwise` says the value elsewhere.
    pub applies_when: Option<Clause>,
    /// The value where `applies_when` is surely false, as text.
    #[schemars(extend("examples" = ["none", "false", "[]"]))]
    pub otherwise: Option<Spanned<String>>,
    /// The value that ordinary people never mention: `false`, `none` or `[]`. It carries a "yes" that names it, never a refusal;
    /// it stands at rare exceptions only.
    #[schemars(extend("examples" = ["false", "none", "[]"]))]
    pub presumed: Option<Spanned<String>>,
    /// Arithmetic of other facts and `on` that gives the value where it is not told; what is law belongs in definitions.
    #[schemars(extend("examples" = ["not(foreign_citizen)"]))]
    pub derive: Option<Spanned<String>>,
    /// Who establishes the fact; the family itself when it is not written.
    pub established_by: Option<EstablishedBy>,
    /// The provenances that count; all of them when it is not written. What is told with another one is a claim to confirm.
    pub accepts: Option<Vec<Provenance>>,
    /// Whether its question can be skipped and its silence means nothing.
    pub sensitive: Option<bool>,
    /// What the fact is, as a heading.
    pub title: Option<Text>,
    /// The question that a family is asked when the fact is missing.
    pub question: Option<Text>,
    /// What the values of `one_of` are called, by value.
    #[schemars(extend("propertyNames" = { "pattern": NAME }))]
    pub values: Option<IndexMap<Spanned<String>, Text>>,
    /// What values are called of a woman and of a man, where that differs and the sex was told.
    pub values_by_sex: Option<BySex>,
    /// How it sounds when a yes-or-no fact is true and when it is false; of any other fact, when there is something and
    /// when there is nothing.
    pub states: Option<States>,
    /// The document that shows it: a text in both languages, or a proper name.
    pub document: Option<Phrase>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// Other words for the values of a fact of a woman or of a man, by value: `wife` and `husband` for a spouse.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BySex {
    /// Of a woman.
    #[schemars(extend("propertyNames" = { "pattern": NAME }))]
    pub female: Option<IndexMap<Spanned<String>, Text>>,
    /// Of a man.
    #[schemars(extend("propertyNames" = { "pattern": NAME }))]
    pub male: Option<IndexMap<Spanned<String>, Text>>,
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
    /// An exact number, with a `unit` and a `range`.
    Number,
    /// A day; a month is its first day.
    Date,
    /// One of the named values, such as `{ "one_of": ["urban", "rural"] }`; none of them is `unknown`, `true`, `false` or `null`.
    #[schemars(with = "NamedValues")]
    OneOf(Vec<Spanned<String>>),
    /// A member of the family, or nobody.
    Member,
    /// Any number of members of the family.
    Members,
    /// The name of a measure, as records of what was awarded have it.
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
    /// A specialist concludes, by the name of the role under `roles`, such as `{ "specialist": "social_worker" }`.
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
