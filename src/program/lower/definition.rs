//! Definitions: compiled once for each territory whose text is read, then cited by any item.

use super::{HOME, Lowering, Operand, Ref, Slot, Variable, list::Selected, reading::Sites};
use crate::{
    check::{CheckedDefinition, Item, Term},
    program::measure::Circumstance,
};

/// A compiled definition about an item of its own.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lowered {
    /// A condition or one value.
    Value(Option<Variable>, Ref),
    /// A list.
    List(Option<Variable>, Selected),
}

impl Lowering<'_> {
    /// The circumstances in the order of their names, then the needs in that of theirs.
    pub fn circumstances(&mut self) -> Vec<(Circumstance, Sites)> {
        let checked = self.checked;
        let mut found: Vec<(bool, &str, usize)> = checked
            .definitions
            .iter()
            .enumerate()
            .filter(|(_, definition)| definition.circumstance || definition.need.is_some())
            .map(|(id, definition)| (definition.need.is_some(), definition.name.as_str(), id))
            .collect();
        found.sort_unstable();
        let mut circumstances = Vec::new();
        for (_, _, definition) in found {
            let (holds, met) = self.meeting(|lowering| lowering.circumstance(definition));
            circumstances.extend(holds.map(|holds| (Circumstance { definition, holds, readings: Vec::new() }, met)));
        }
        circumstances
    }

    /// Whether a circumstance holds.
    pub fn circumstance(&mut self, definition: usize) -> Option<Operand> {
        // A circumstance reported by itself is that of the family's territory.
        self.reading = HOME;
        Some(super::operand(&self.cite(definition, Item::Family)?, &[]))
    }

    /// Every definition in every reading, also those that nothing cites: the run at load looks at them all.
    pub fn definitions(&mut self) {
        let all = |lowering: &mut Self| {
            for definition in 0..lowering.checked.definitions.len() {
                lowering.lowered(definition);
            }
        };
        let ((), met) = self.meeting(all);
        self.others(
            &met,
            |_| true,
            |lowering| {
                all(lowering);
                Some(())
            },
        );
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
        let reading = if checked.territorial { HOME } else { self.reading };
        let usual = self.definitions.get(&(definition, reading, None)).filter(|(_, met)| self.stands(met));
        let known = usual.or_else(|| self.definitions.get(&(definition, reading, self.assumed)));
        if let Some((known, met)) = known {
            self.met.extend(met);
            return *known;
        }
        let outer = std::mem::replace(&mut self.reading, reading);
        let owners = std::mem::take(&mut self.owners);
        let owner = self.owner.replace(definition);
        let (found, met) = self.meeting(|lowering| lowering.body(definition, checked));
        self.owner = owner;
        self.owners = owners;
        self.reading = outer;
        self.definitions.insert((definition, reading, self.assumed), (found, met));
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
