//! Definitions: compiled once for each territory whose text is read, then cited by any item.

use super::{Lowering, Reading, Ref, Slot, Variable, list::Selected};
use crate::{
    check::{CheckedDefinition, Item, Term},
    program::measure::Circumstance,
};

/// A compiled definition about an item of its own.
#[derive(Debug, Clone)]
pub(super) enum Lowered {
    /// A condition or one value.
    Value(Option<Variable>, Ref),
    /// A list.
    List(Option<Variable>, Selected),
}

impl Lowering<'_> {
    /// The circumstances, in the order of their names.
    pub fn circumstances(&mut self) -> Vec<Circumstance> {
        let checked = self.checked;
        let mut found: Vec<(&str, usize)> = checked
            .definitions
            .iter()
            .enumerate()
            .filter(|(_, definition)| definition.circumstance)
            .map(|(id, definition)| (definition.name.as_str(), id))
            .collect();
        found.sort_unstable();
        let mut circumstances = Vec::new();
        for (_, definition) in found {
            // A circumstance reported by itself is that of the family's territory.
            self.reading = Reading::home(self.territory);
            if let Some(holds) = self.cite(definition, Item::Family) {
                circumstances.push(Circumstance { definition, holds: super::operand(&holds, &[]) });
            }
        }
        circumstances
    }

    /// Every definition, also those that nothing cites: the run at load looks at them all.
    pub fn definitions(&mut self) {
        for definition in 0..self.checked.definitions.len() {
            self.lowered(definition);
        }
    }

    /// A definition cited for an item.
    pub fn cite(&mut self, definition: usize, item: Item) -> Option<Ref> {
        let Lowered::Value(own, found) = self.lowered(definition)? else { return None };
        Some(match (own, self.slot(item)) {
            (Some(own), Some(slot)) => found.with(|known| placed(known, own, slot)),
            _ => found,
        })
    }

    /// A definition that is a list, cited for an item.
    pub fn cite_list(&mut self, definition: usize, item: Item) -> Option<Selected> {
        let Lowered::List(own, found) = self.lowered(definition)? else { return None };
        let axis = self.axis(found.variable)?;
        let fresh = self.variable(axis);
        let slot = self.slot(item);
        let change = |known: Slot| {
            let known = match known {
                Slot::Item(variable) if variable == found.variable => Slot::Item(fresh),
                Slot::Owner(variable) if variable == found.variable => Slot::Owner(fresh),
                other => other,
            };
            match (own, slot) {
                (Some(own), Some(slot)) => placed(known, own, slot),
                _ => known,
            }
        };
        Some(Selected {
            variable: fresh,
            mask: found.mask.as_ref().map(|mask| mask.with(change)),
            value: found.value.as_ref().map(|value| value.with(change)),
            owner: found.owner.map(change),
        })
    }

    fn lowered(&mut self, definition: usize) -> Option<Lowered> {
        let checked = self.checked.definitions.get(definition)?;
        let reading = if checked.territorial { Reading::home(self.territory) } else { self.reading.clone() };
        if let Some(known) = self.definitions.get(&(definition, reading.clone())) {
            return known.clone();
        }
        let outer = std::mem::replace(&mut self.reading, reading.clone());
        let owners = std::mem::take(&mut self.owners);
        let found = self.body(definition, checked);
        self.owners = owners;
        self.reading = outer;
        self.definitions.insert((definition, reading), found.clone());
        found
    }

    fn body(&mut self, id: usize, definition: &CheckedDefinition) -> Option<Lowered> {
        let own = self.own_variable(definition.entity);
        if let Some(own) = own {
            self.slots.insert(definition.binding, Slot::Item(own));
        }
        if let Term::List(list) = &definition.body.term {
            return Some(Lowered::List(own, self.list(list)?));
        }
        let found = self.term(&definition.body)?;
        if definition.range.is_some() {
            let variables: Vec<Variable> = own.into_iter().collect();
            self.promised.push((id, super::operand(&found, &variables)));
        }
        Some(Lowered::Value(own, found))
    }
}

/// The slot of a definition's own item is that of the item that cites it.
fn placed(known: Slot, own: Variable, slot: Slot) -> Slot {
    match known {
        Slot::Item(variable) if variable == own => slot,
        Slot::Owner(variable) if variable == own => match slot {
            Slot::Item(record) => Slot::Owner(record),
            other => other,
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::{Answer, Eligibility},
        ruleset::sample::{load, measure, verdicts},
    };

    const VERSIONS: &str = r#""share": { "of": "family", "by": "moved_on", "versions": [
        { "in_force": { "until": "2024-01-01" }, "is": "1" }, { "in_force": { "from": "2024-01-01" }, "is": "2" } ] }"#;
    const RENT: &str = r#""eligible_when": "warned or not(warned)",
        "amount": { "value": "rent * share", "per": "month", "round": { "to": "0.01", "mode": "half_up" } }"#;

    fn amount(facts: &str) -> Option<(String, String)> {
        let found = verdicts(&measure(RENT, VERSIONS), &format!(r#""warned": false, "rent": "100", {facts}"#), "}");
        assert_eq!(found[0].0, Eligibility::Eligible);
        found[0].1.map(|money| (money.low.to_string(), money.high.to_string()))
    }

    fn some(low: &str, high: &str) -> Option<(String, String)> {
        Some((low.to_owned(), high.to_owned()))
    }

    #[test]
    fn an_event_picks_the_version() {
        assert_eq!(amount(r#""moved_on": "2023-12-31","#), some("100", "100"));
        assert_eq!(amount(r#""moved_on": "2024-01-01","#), some("200", "200"));
    }

    #[test]
    fn an_event_that_never_happened_picks_none() {
        assert_eq!(amount(r#""moved_on": "none","#), None);
    }

    #[test]
    fn an_unknown_event_may_pick_each_version_and_nothing_else() {
        assert_eq!(amount(""), some("100", "200"));
    }

    #[test]
    fn an_event_must_find_a_version_in_every_territory() {
        let half = VERSIONS
            .replace(r#"{ "in_force": { "until": "2024"#, r#"{ "territory": "RU-KHA", "in_force": { "until": "2024"#);
        let report = load(&measure(RENT, &half)).unwrap_err();
        assert!(report.contains("no text of this is law before 2024-01-01"), "{report}");
    }

    #[test]
    fn the_text_of_a_place_is_possible_while_the_place_is_unknown() {
        let text = r#"{ "definitions": { "asked": { "of": "family", "circumstance": true, "versions": [
            { "is": "true" }, { "territory": "RU-KHA/khabarovsk", "replaces": "RU", "is": "false" } ] } } }"#;
        let rules = load(text).unwrap_or_else(|error| panic!("{error}"));
        let told = crate::ruleset::sample::assess(&rules, "", "}");
        assert_eq!(told.circumstances[0].holds, Answer::Unknown);
    }
}
