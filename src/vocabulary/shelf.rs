//! The facts of one entity, by slot and by name.

use std::{collections::BTreeMap, sync::Arc};

use crate::check::FactSymbol;

/// The facts of one entity.
#[derive(Debug, Default)]
pub struct Shelf {
    facts: Vec<Arc<FactSymbol>>,
    // INVARIANT: every value is an index of `facts`.
    names: BTreeMap<String, usize>,
}

impl Shelf {
    /// Puts a fact at the end and says its slot.
    pub fn add(&mut self, fact: &Arc<FactSymbol>) -> usize {
        let slot = self.facts.len();
        self.names.insert(fact.name.clone(), slot);
        self.facts.push(Arc::clone(fact));
        slot
    }

    /// The facts in the order of their slots.
    pub fn facts(&self) -> &[Arc<FactSymbol>] {
        &self.facts
    }

    /// The fact with this name.
    pub fn fact(&self, name: &str) -> Option<&Arc<FactSymbol>> {
        self.facts.get(*self.names.get(name)?)
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{check::Entity, vocabulary::sample};

    #[test]
    fn a_fact_keeps_the_place_at_which_it_was_added() {
        let vocabulary = sample::vocabulary();
        let mut shelf = Shelf::default();
        for (place, fact) in vocabulary.facts_of(Entity::Member).iter().enumerate() {
            assert_eq!(shelf.add(fact), place);
        }
        let names: Vec<&str> = shelf.names().collect();
        assert!(names.is_sorted() && names.len() == shelf.facts().len());
        assert_eq!(shelf.fact("sex").map(|fact| fact.name.as_str()), Some("sex"));
        assert!(shelf.fact("sox").is_none());
    }
}
