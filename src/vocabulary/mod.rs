//! Room `vocabulary`: what can be told about a family, each fact at a numbered place.
//!
//! The facts of the family, of a member and of a record of each list are numbered from 0 each on their own. Such a
//! number is a *slot*: a family keeps what was told in rows in the order of the slots, so that nothing is looked up by
//! name while rules run.

mod key;
#[cfg(test)]
pub mod sample;
mod shared;
mod shelf;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

pub use crate::check::{Entity, Enumeration, FactSymbol, ListSymbol, NumberRange, Type};
use crate::{
    check::Checked,
    value::{Limits, Territory},
};
pub use key::{Keys, Meaning};
pub use shared::SharedVocabulary;
use shelf::Shelf;

/// The number of no slot, for a fact of other rules.
const NOWHERE: usize = usize::MAX;

/// What can be told about a family: entities, facts, types; shared by every family read against it.
pub struct Vocabulary {
    slots: Vec<usize>,
    family: Shelf,
    member: Shelf,
    records: Vec<Shelf>,
    lists: Vec<Arc<ListSymbol>>,
    list_names: BTreeMap<String, usize>,
    enumerations: Vec<Enumeration>,
    // INVARIANT: sorted, so that a place in it is the number of a measure everywhere.
    measures: Vec<String>,
    territories: BTreeSet<Territory>,
    limits: Limits,
    // INVARIANT: of the family, of a member and of a record of each list; none where one key would have two meanings.
    keys: Option<Vec<Keys>>,
    applicant: Option<(usize, u8)>,
}

impl Vocabulary {
    /// The vocabulary of checked rules.
    #[must_use]
    pub fn new(checked: &Checked) -> Self {
        let symbols = &checked.symbols;
        let mut vocabulary = Self {
            slots: vec![NOWHERE; symbols.facts.len()],
            family: Shelf::default(),
            member: Shelf::default(),
            records: symbols.lists.iter().map(|_| Shelf::default()).collect(),
            lists: symbols.lists.clone(),
            list_names: symbols.lists.iter().map(|list| (list.name.clone(), list.id)).collect(),
            enumerations: symbols.enumerations.clone(),
            measures: symbols.measures.clone(),
            territories: symbols.territories.keys().cloned().collect(),
            limits: Limits::DEFAULT,
            keys: None,
            applicant: None,
        };
        for fact in &symbols.facts {
            vocabulary.add(fact);
        }
        let records = (0..vocabulary.lists.len()).map(Entity::Record);
        let entities = [Entity::Family, Entity::Member].into_iter().chain(records);
        vocabulary.keys = entities.map(|entity| Keys::of(&vocabulary, entity)).collect();
        vocabulary.applicant = vocabulary.relation_slot().zip(vocabulary.relation_self());
        vocabulary
    }

    /// The same, where a family is held to these limits.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The limits on what is read of a family.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    fn add(&mut self, fact: &Arc<FactSymbol>) {
        let place = match fact.entity {
            Entity::Family => Some(&mut self.family),
            Entity::Member => Some(&mut self.member),
            Entity::Record(list) => self.records.get_mut(list),
        };
        if let (Some(shelf), Some(slot)) = (place, self.slots.get_mut(fact.id)) {
            *slot = shelf.add(fact);
        }
    }

    fn shelf(&self, entity: Entity) -> Option<&Shelf> {
        match entity {
            Entity::Family => Some(&self.family),
            Entity::Member => Some(&self.member),
            Entity::Record(list) => self.records.get(list),
        }
    }

    /// The place of a fact among the facts of its entity. For the number of no fact of these rules it is a slot that
    /// no entity has, where nothing is ever told.
    #[must_use]
    pub fn slot(&self, fact_id: usize) -> usize {
        self.slots.get(fact_id).copied().unwrap_or(NOWHERE)
    }

    /// The facts of an entity in the order of their slots.
    #[must_use]
    pub fn facts_of(&self, entity: Entity) -> &[Arc<FactSymbol>] {
        self.shelf(entity).map_or(&[], Shelf::facts)
    }

    /// The fact of an entity that has this name.
    #[must_use]
    pub fn fact(&self, entity: Entity, name: &str) -> Option<&Arc<FactSymbol>> {
        self.shelf(entity)?.fact(name)
    }

    /// The keys that an object of an entity can have; `None` where some key of these rules would have two meanings.
    #[must_use]
    pub fn keys(&self, entity: Entity) -> Option<&Keys> {
        let place = match entity {
            Entity::Family => 0,
            Entity::Member => 1,
            Entity::Record(list) => list.checked_add(2)?,
        };
        self.keys.as_ref()?.get(place)
    }

    /// The slot of `relation` and the place of `self` among its values, where these rules have both.
    #[must_use]
    pub fn applicant(&self) -> Option<(usize, u8)> {
        self.applicant
    }

    /// The names of the facts of an entity, in order.
    pub fn fact_names(&self, entity: Entity) -> impl Iterator<Item = &str> {
        self.shelf(entity).into_iter().flat_map(Shelf::names)
    }

    /// All record lists, by number.
    #[must_use]
    pub fn lists(&self) -> &[Arc<ListSymbol>] {
        &self.lists
    }

    /// The record list that has this name.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&Arc<ListSymbol>> {
        self.lists.get(*self.list_names.get(name)?)
    }

    /// The names of the record lists of each member, or of those of the family, in order.
    pub fn list_names(&self, in_member: bool) -> impl Iterator<Item = &str> {
        let names = self.list_names.keys().map(String::as_str);
        names.filter(move |name| self.list(name).is_some_and(|list| list.in_member == in_member))
    }

    /// The names of the values of an enumeration, by place; none where there is no such enumeration.
    #[must_use]
    pub fn values(&self, enumeration: usize) -> &[String] {
        self.enumerations.get(enumeration).map_or(&[], |known| &known.values)
    }

    /// The place of a value in an enumeration.
    #[must_use]
    pub fn choice(&self, enumeration: usize, value: &str) -> Option<u8> {
        let place = self.values(enumeration).iter().position(|known| known == value)?;
        u8::try_from(place).ok()
    }

    /// The name of the value at a place in an enumeration.
    #[must_use]
    pub fn choice_name(&self, enumeration: usize, place: u8) -> Option<&str> {
        self.values(enumeration).get(usize::from(place)).map(String::as_str)
    }

    /// The names of all measures, in order; the place in it is the number of a measure.
    #[must_use]
    pub fn measures(&self) -> &[String] {
        &self.measures
    }

    /// The number of a measure.
    #[must_use]
    pub fn measure(&self, name: &str) -> Option<usize> {
        self.measures.binary_search_by(|known| known.as_str().cmp(name)).ok()
    }

    /// The territories that rules and families may name.
    #[must_use]
    pub fn territories(&self) -> &BTreeSet<Territory> {
        &self.territories
    }

    /// The slot of `relation`: how a member is related to the applicant, who is `self`.
    #[must_use]
    pub fn relation_slot(&self) -> Option<usize> {
        let fact = self.relation()?;
        Some(self.slot(fact.id))
    }

    /// The place of `self` among the relations.
    #[must_use]
    pub fn relation_self(&self) -> Option<u8> {
        match self.relation()?.r#type {
            Type::Choice(enumeration) => self.choice(enumeration, "self"),
            _ => None,
        }
    }

    fn relation(&self) -> Option<&Arc<FactSymbol>> {
        let fact = self.member.fact("relation")?;
        matches!(fact.r#type, Type::Choice(_)).then_some(fact)
    }

    /// The territory that is written so, if rules and families may name it.
    #[must_use]
    pub fn territory(&self, text: &str) -> Option<&Territory> {
        self.territories.get(text)
    }

    /// The slot of the day on which a member was born.
    #[must_use]
    pub fn birth_date_slot(&self) -> Option<usize> {
        let fact = self.member.fact("birth_date")?;
        matches!(fact.r#type, Type::Date).then(|| self.slot(fact.id))
    }
}

/// Counts only: a vocabulary has hundreds of facts.
impl fmt::Debug for Vocabulary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Vocabulary")
            .field("facts", &self.slots.len())
            .field("lists", &self.lists.len())
            .field("measures", &self.measures.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_dense_within_each_entity() {
        let vocabulary = sample::vocabulary();
        let entities = [Entity::Family, Entity::Member, Entity::Record(0), Entity::Record(1)];
        for entity in entities {
            let slots: Vec<usize> = vocabulary.facts_of(entity).iter().map(|fact| vocabulary.slot(fact.id)).collect();
            assert_eq!(slots, (0..slots.len()).collect::<Vec<_>>());
            assert!(!slots.is_empty());
        }
    }

    #[test]
    fn a_fact_is_found_by_entity_and_name() {
        let vocabulary = sample::vocabulary();
        assert!(vocabulary.fact(Entity::Member, "monthly_income").is_some());
        assert!(vocabulary.fact(Entity::Family, "monthly_income").is_none());
        assert!(vocabulary.fact(Entity::Record(99), "amount").is_none());
        assert!(vocabulary.fact_names(Entity::Family).any(|name| name == "hard_life_situation"));
    }

    #[test]
    fn the_fact_of_other_rules_has_no_slot() {
        let vocabulary = sample::vocabulary();
        assert_eq!(vocabulary.slot(10_000), usize::MAX);
        assert!(vocabulary.facts_of(Entity::Record(99)).is_empty());
    }

    #[test]
    fn lists_are_found_by_name_and_owner() {
        let vocabulary = sample::vocabulary();
        assert_eq!(vocabulary.list_names(true).collect::<Vec<_>>(), ["income"]);
        assert_eq!(vocabulary.list_names(false).collect::<Vec<_>>(), ["awards", "properties"]);
        assert_eq!(vocabulary.list("income").map(|list| list.most), Some(4));
        assert!(vocabulary.list("incomes").is_none());
    }

    #[test]
    fn the_applicant_is_known_by_relation() {
        let vocabulary = sample::vocabulary();
        let slot = vocabulary.relation_slot().unwrap();
        assert_eq!(vocabulary.facts_of(Entity::Member)[slot].name, "relation");
        assert_eq!(vocabulary.relation_self(), Some(0));
        assert!(vocabulary.birth_date_slot().is_some());
    }

    #[test]
    fn values_and_measures_have_numbers_and_names() {
        let vocabulary = sample::vocabulary();
        let Type::Choice(disability) = vocabulary.fact(Entity::Member, "disability").unwrap().r#type else {
            panic!("disability has named values")
        };
        assert_eq!(vocabulary.choice(disability, "group1"), Some(2));
        assert_eq!(vocabulary.choice_name(disability, 2), Some("group1"));
        assert_eq!(vocabulary.choice(disability, "group9"), None);
        assert_eq!(vocabulary.measure("federal.b"), Some(1));
        assert_eq!(vocabulary.measure("federal.c"), None);
    }

    #[test]
    fn what_is_debugged_are_counts() {
        let shown = format!("{:?}", sample::vocabulary());
        assert!(shown.starts_with("Vocabulary { facts: ") && !shown.contains("disability"), "{shown}");
    }
}
