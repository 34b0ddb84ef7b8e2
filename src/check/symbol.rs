//! The names that rule files declare, and what stands behind each.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::kind::Type;
use crate::{
    document::{Confidence, EstablishedBy, ParameterLevel},
    source::Span,
    value::{Accepts, Date, Number, Period, Territory, Text},
};

/// To what a fact or a definition belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entity {
    /// The family.
    Family,
    /// Each member.
    Member,
    /// Each record of the list with this number.
    Record(usize),
}

/// A closed range of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberRange {
    /// The least.
    pub low: Number,
    /// The greatest.
    pub high: Number,
}

/// A fact of the vocabulary.
#[derive(Debug, Clone)]
pub struct FactSymbol {
    /// Its place among all facts.
    pub id: usize,
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// To what it belongs.
    pub entity: Entity,
    /// The type of its value; a fact that points is a list of members.
    pub r#type: Type,
    /// Whether it points to one member at most.
    pub single: bool,
    /// Whether there may be no such thing.
    pub optional: bool,
    /// The possible numbers; `None` for what is no number.
    pub range: Option<NumberRange>,
    /// Digits after the point of a number.
    pub digits: u32,
    /// Who establishes it.
    pub established_by: EstablishedBy,
    /// The provenances that count.
    pub accepts: Accepts,
    /// Whether silence about it means nothing and its question can be skipped.
    pub sensitive: bool,
}

/// A record list of the vocabulary.
#[derive(Debug, Clone)]
pub struct ListSymbol {
    /// Its place among all lists.
    pub id: usize,
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// Whether each member has a list of their own.
    pub in_member: bool,
    /// Whether each record has an owner.
    pub owned: bool,
    /// The longest list.
    pub most: u32,
    /// The date fact by which a list says for which period it is complete.
    pub dated_by: Option<String>,
    /// Who establishes the records.
    pub established_by: EstablishedBy,
    /// Whether silence about it means nothing and its question can be skipped.
    pub sensitive: bool,
}

/// The values that a fact can have by name.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// The fact that declares it.
    pub fact: String,
    /// The values in the order of the file.
    pub values: Vec<String>,
}

/// A legal number.
#[derive(Debug, Clone)]
pub struct ParameterSymbol {
    /// Its place among all parameters.
    pub id: usize,
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// The type of its values.
    pub r#type: Type,
    /// Who sets it.
    pub level: ParameterLevel,
    /// Whether the value of the country stands where the subject has none.
    pub falls_back: bool,
    /// The possible values, also of one that nobody recorded.
    pub range: NumberRange,
    /// The values of each territory, by date, without overlap.
    pub values: BTreeMap<Territory, Vec<ParameterEntry>>,
}

/// A value of a parameter.
#[derive(Debug, Clone)]
pub struct ParameterEntry {
    /// When it holds.
    pub period: Period,
    /// Whether the rule file itself, or a later value, says when it ends.
    pub closed: bool,
    /// The value.
    pub value: Number,
    /// Where it was read.
    pub source: Option<String>,
    /// The day on which somebody last checked it.
    pub checked: Option<Date>,
    /// How sure it is.
    pub confidence: Option<Confidence>,
    /// What another source says.
    pub conflict: Option<Text>,
    /// Where it is written.
    pub span: Span,
}

/// Names by what they stand for.
#[derive(Debug, Default)]
pub struct Symbols {
    /// The enumerations, by number.
    pub enumerations: Vec<Enumeration>,
    /// All facts, by number.
    pub facts: Vec<Arc<FactSymbol>>,
    /// Facts by entity and name.
    pub fact_names: BTreeMap<Entity, BTreeMap<String, Arc<FactSymbol>>>,
    /// All record lists, by number.
    pub lists: Vec<Arc<ListSymbol>>,
    /// Record lists by name.
    pub list_names: BTreeMap<String, Arc<ListSymbol>>,
    /// All parameters, by number.
    pub parameters: Vec<Arc<ParameterSymbol>>,
    /// Parameters by name.
    pub parameter_names: BTreeMap<String, Arc<ParameterSymbol>>,
    /// Definitions by name: number, entity, type. Filled as they are checked.
    pub definition_names: BTreeMap<String, DefinitionSymbol>,
    /// The names of all measures, in order.
    pub measures: Vec<String>,
    /// The territories that rules and families may name.
    pub territories: BTreeMap<Territory, Span>,
    /// The roles of specialists, by name.
    pub roles: BTreeMap<String, Span>,
    /// The spheres of life, by name.
    pub spheres: BTreeSet<String>,
    /// The needs, by name.
    pub needs: BTreeMap<String, Span>,
    /// Names declared in a wrong shape: they are reported already, and not unknown besides.
    pub refused: BTreeSet<String>,
    /// Every place where a name was declared first.
    pub places: BTreeMap<String, Span>,
}

/// What an expression must know of a definition that it names.
#[derive(Debug, Clone)]
pub struct DefinitionSymbol {
    /// Its number.
    pub id: usize,
    /// To what it belongs.
    pub entity: Entity,
    /// The type of its value; `None` where it has mistakes of its own.
    pub r#type: Option<Type>,
    /// What it is called.
    pub title: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

impl Symbols {
    /// What a definition is called, by number.
    pub fn title_of(&self, definition: usize) -> Option<&Text> {
        self.definition_names.values().find(|symbol| symbol.id == definition)?.title.as_ref()
    }

    /// A fact of an entity.
    pub fn fact(&self, entity: Entity, name: &str) -> Option<&Arc<FactSymbol>> {
        self.fact_names.get(&entity)?.get(name)
    }

    /// The names of the facts of an entity.
    pub fn facts_of(&self, entity: Entity) -> impl Iterator<Item = &str> {
        self.fact_names.get(&entity).into_iter().flatten().map(|(name, _)| name.as_str())
    }

    /// The place of a value in an enumeration.
    pub fn choice(&self, enumeration: usize, value: &str) -> Option<u8> {
        let values = &self.enumerations.get(enumeration)?.values;
        let place = values.iter().position(|known| known == value)?;
        u8::try_from(place).ok()
    }

    /// The place of a measure among all measure names in order.
    pub fn measure(&self, name: &str) -> Option<usize> {
        self.measures.binary_search_by(|known| known.as_str().cmp(name)).ok()
    }
}
