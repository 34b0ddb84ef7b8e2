//! How deep definitions and facts stand within each other: whoever compiles or walks rules goes down as deep.

use super::{
    checked::Checked,
    size::too_deep,
    term::{List, Owner, Term, Typed},
};
use crate::{diagnostic::Sink, source::Span};

/// Reports what stands deeper than `most` steps where all that it cites is written out. `order` names definitions and
/// facts, each after all that it cites.
pub(super) fn check_depth(checked: &Checked, order: &[Cited], most: usize, sink: &mut Sink) {
    let mut depths = Depths { facts: vec![0; checked.facts.len()], definitions: vec![0; checked.definitions.len()] };
    for cited in order {
        match cited {
            Cited::Fact(id) => {
                let Some(fact) = checked.fact(*id) else { continue };
                let clauses = fact.applies_when.iter().chain(&fact.derive);
                let depth = clauses.map(|clause| depths.of(clause)).max().unwrap_or(0);
                let depth = bounded(depth.saturating_add(1), fact.symbol.span, most, sink);
                if let Some(known) = depths.facts.get_mut(*id) {
                    *known = depth;
                }
            }
            Cited::Definition(id) => {
                let Some(definition) = checked.definitions.get(*id) else { continue };
                let depth = depths.of(&definition.body).saturating_add(1);
                let depth = bounded(depth, definition.span, most, sink);
                if let Some(known) = depths.definitions.get_mut(*id) {
                    *known = depth;
                }
            }
        }
    }
    for version in checked.measures.iter().flat_map(|measure| &measure.versions) {
        for term in version.terms() {
            bounded(depths.of(term), term.span, most, sink);
        }
        if let Some((_, list)) = &version.each {
            bounded(depths.of_list(list), version.span, most, sink);
        }
    }
}

/// A declaration that others cite, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cited {
    /// A fact.
    Fact(usize),
    /// A definition.
    Definition(usize),
}

/// The depth, where it is within the limit; else it is reported once, and what cites it begins anew.
fn bounded(depth: usize, span: Span, most: usize, sink: &mut Sink) -> usize {
    if depth <= most {
        return depth;
    }
    sink.push(too_deep(span, most));
    0
}

/// The depth of each fact and definition, by number.
struct Depths {
    facts: Vec<usize>,
    definitions: Vec<usize>,
}

impl Depths {
    /// The depth of an expression with all that it cites.
    fn of(&self, found: &Typed) -> usize {
        let own = match &found.term {
            Term::Fact(fact, _) => self.facts.get(fact.id).copied(),
            Term::Definition(id, _) => self.definitions.get(*id).copied(),
            Term::Shared(shared) => return self.of(&shared.first),
            _ => None,
        };
        let mut most = own.unwrap_or(0);
        found.term.beside_lists(&mut |part| most = most.max(self.of(part)));
        let lists = found.lists().iter().map(|list| self.of_list(list)).max();
        most.max(lists.unwrap_or(0)).saturating_add(1)
    }

    /// The depth of a list with all that it cites, and with the lists that it is made of.
    fn of_list(&self, list: &List) -> usize {
        let own = match list {
            List::Pointed(fact, _) => self.facts.get(fact.id).copied().unwrap_or(0),
            List::Definition(id, _) => self.definitions.get(*id).copied().unwrap_or(0),
            List::Records(_, Owner::In(inner)) => self.of_list(inner),
            List::Filter(inner, _, term) | List::Map(inner, _, term) => self.of_list(inner).max(self.of(term)),
            List::Gathered(inner, _, members) => self.of_list(inner).max(self.of_list(members)),
            List::Choose(branches, otherwise) => {
                let branches = branches.iter().map(|(when, list)| self.of(when).max(self.of_list(list)));
                branches.max().unwrap_or(0).max(self.of_list(otherwise))
            }
            List::Law(text) | List::Window { date: text, .. } => self.of(text),
            List::Literal(values) => {
                let values = values.iter().flat_map(|written| [Some(&written.value), written.when.as_deref()]);
                values.flatten().map(|part| self.of(part)).max().unwrap_or(0)
            }
            List::Members | List::Records(..) => 0,
        };
        own.saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use crate::ruleset::sample::refusal;

    /// A chain of definitions, each made of the one before; the last one stands above so many.
    fn chain(links: usize) -> String {
        let link = |at: usize| format!(r#", "d{}": {{ "of": "family", "is": "d{at} + 1" }}"#, at + 1);
        format!(r#", "d0": {{ "of": "family", "is": "rooms" }}{}"#, (0..links).map(link).collect::<String>())
    }

    #[test]
    fn a_chain_of_definitions_has_a_bound() {
        assert_eq!(refusal("d50 > 1", &chain(50)), "nothing");
        assert!(refusal("d1000 > 1", &chain(1_000)).contains("more than 400 steps deep"));
    }
}
