//! Facts and definitions whose clauses ask for themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    checked::{Checked, CheckedFact},
    cycle::Citations,
    depth::Cited,
    symbol::Entity,
    term::{List, Term, Typed},
};
use crate::diagnostic::Sink;

/// Reports facts whose `applies_when` or `derive` leads back to themselves, also through definitions; gives all facts and
/// definitions in an order in which each stands after what it cites.
pub(super) fn check_circles(checked: &Checked, sink: &mut Sink) -> Vec<Cited> {
    let names: BTreeMap<usize, String> =
        checked.facts.iter().map(|fact| (fact.symbol.id, name(checked, fact))).collect();
    let mut citations = Citations::default();
    for (fact, name) in checked.facts.iter().filter_map(|fact| Some((fact, names.get(&fact.symbol.id)?))) {
        citations.places.insert(name, fact.symbol.span);
        let mut cited = BTreeSet::new();
        for clause in fact.applies_when.iter().chain(&fact.derive) {
            cite(checked, &names, clause, &mut cited);
        }
        citations.cites.insert(name, cited);
    }
    for definition in &checked.definitions {
        citations.places.insert(&definition.name, definition.span);
        let mut cited = BTreeSet::new();
        cite(checked, &names, &definition.body, &mut cited);
        citations.cites.insert(&definition.name, cited);
    }
    let facts = names.iter().map(|(id, name)| (name.as_str(), Cited::Fact(*id)));
    let definitions = checked.definitions.iter().enumerate();
    let definitions = definitions.map(|(id, definition)| (definition.name.as_str(), Cited::Definition(id)));
    let all: BTreeMap<&str, Cited> = facts.chain(definitions).collect();
    citations.order(sink).into_iter().filter_map(|name| all.get(name).copied()).collect()
}

/// Facts of different lists may bear one name; a definition bears the name of no fact.
fn name(checked: &Checked, fact: &CheckedFact) -> String {
    match fact.symbol.entity {
        Entity::Family | Entity::Member => fact.symbol.name.clone(),
        Entity::Record(list) => {
            let list = checked.symbols.lists.get(list).map_or("", |list| list.name.as_str());
            format!("{list}.{}", fact.symbol.name)
        }
    }
}

/// What an expression cites; `names` are those of the facts, by number.
fn cite<'a>(checked: &'a Checked, names: &'a BTreeMap<usize, String>, term: &Typed, cited: &mut BTreeSet<&'a str>) {
    let fact_name = |fact: usize| names.get(&fact).map(String::as_str);
    term.each(&mut |part| {
        if let Term::Fact(fact, _) = &part.term {
            cited.extend(fact_name(fact.id));
        }
        for list in part.lists() {
            list.each(&mut |list| {
                if let List::Pointed(fact, _) = list {
                    cited.extend(fact_name(fact.id));
                }
            });
        }
    });
    let definitions = term.cited().into_iter().filter_map(|definition| checked.definitions.get(definition));
    cited.extend(definitions.map(|definition| definition.name.as_str()));
}
