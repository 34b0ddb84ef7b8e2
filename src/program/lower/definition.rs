//! Definitions: compiled once for each territory whose text is read, then cited by any item.

use super::{Kind, Lowering, Op, Ref, Slot, Variable, list::Selected};
use crate::{
    check::{CheckedDefinition, Item, Term, Typed, VersionTerm, Versions},
    program::{measure::Circumstance, node::Moment},
    source::Span,
    value::{Date, Territory, TerritoryLevel},
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
            self.reading = self.territory.clone();
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
        let reading = if checked.territorial { self.territory.clone() } else { self.reading.clone() };
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

    /// The text that is law on the date and in the territory that is read.
    pub fn versions(&mut self, versions: &Versions, span: Span) -> Option<Ref> {
        let kind = self.version_kind(versions)?;
        let otherwise = match &versions.otherwise {
            Some(otherwise) => self.term(otherwise)?,
            None => self.leaf(Op::NoLaw(kind), kind, span),
        };
        match (self.moment, &versions.by) {
            (Moment::Any, _) => self.every_version(versions, &otherwise, span),
            (Moment::On(day), None) => self.version_on(versions, day, &otherwise, span),
            (Moment::On(_), Some(by)) => self.version_by(versions, by, &otherwise, span),
        }
    }

    fn version_kind(&mut self, versions: &Versions) -> Option<Kind> {
        let first = versions.texts.first().map(|version| &version.value).or(versions.otherwise.as_ref())?;
        let first = self.term(first)?;
        Some(self.kind(&first))
    }

    /// For every day: any of them may be law.
    fn every_version(&mut self, versions: &Versions, otherwise: &Ref, span: Span) -> Option<Ref> {
        let when = self.leaf(Op::Undecided, Kind::Truth, span);
        let mut branches = Vec::new();
        let mut last = None;
        for version in &versions.texts {
            let value = self.term(&version.value)?;
            last = Some(value.clone());
            branches.push((when.clone(), value));
        }
        // Holes are refused elsewhere, so that the last version may stand for the rest.
        let last = last.as_ref().filter(|_| versions.otherwise.is_none());
        self.choose_refs(&branches, last.unwrap_or(otherwise), span)
    }

    /// Picked by the day of application: known now.
    fn version_on(&mut self, versions: &Versions, day: Date, otherwise: &Ref, span: Span) -> Option<Ref> {
        let reading = self.reading.clone();
        let own = self.version_in(versions, day, &reading, otherwise, span)?;
        // A family told only by its subject may live where a text of its own is law.
        let mut below: Vec<&Territory> = versions.texts.iter().flat_map(|text| &text.territories).collect();
        below.retain(|place| {
            **place != reading && reading.contains(place) && reading.level() != TerritoryLevel::Country
        });
        below.sort_unstable();
        below.dedup();
        let when = self.leaf(Op::Undecided, Kind::Truth, span);
        let mut branches = Vec::new();
        for place in below {
            branches.push((when.clone(), self.version_in(versions, day, place, otherwise, span)?));
        }
        if branches.is_empty() { Some(own) } else { self.choose_refs(&branches, &own, span) }
    }

    /// The text of one place: the most specific one, and what is added to it there.
    fn version_in(
        &mut self,
        versions: &Versions,
        day: Date,
        place: &Territory,
        otherwise: &Ref,
        span: Span,
    ) -> Option<Ref> {
        let in_force = |text: &&VersionTerm| text.period.contains(day);
        let here = versions.texts.iter().filter(in_force);
        let here: Vec<(usize, &VersionTerm)> = here.filter_map(|text| Some((depth(text, place)?, text))).collect();
        let base = here.iter().filter(|(_, text)| !text.adds).max_by_key(|(depth, _)| *depth);
        let mut parts = vec![match base {
            Some((_, text)) => self.term(&text.value)?,
            None => otherwise.clone(),
        }];
        let base_depth = base.map_or(0, |(depth, _)| *depth);
        for (_, text) in here.iter().filter(|(at, text)| text.adds && *at >= base_depth) {
            parts.push(self.term(&text.value)?);
        }
        if let [only] = parts.as_slice() {
            return Some(only.clone());
        }
        let parts: Vec<&Ref> = parts.iter().collect();
        self.combine(&parts, Kind::Truth, span, Op::Or)
    }

    /// Picked by the date of an event: the most specific territory first.
    fn version_by(&mut self, versions: &Versions, by: &Typed, otherwise: &Ref, span: Span) -> Option<Ref> {
        let date = self.term(by)?;
        let reading = self.reading.clone();
        let mut here: Vec<(usize, &VersionTerm)> =
            versions.texts.iter().filter_map(|version| Some((depth(version, &reading)?, version))).collect();
        here.sort_by_key(|(depth, _)| std::cmp::Reverse(*depth));
        let mut branches = Vec::new();
        let mut adds = Vec::new();
        for (_, version) in here {
            let when = self.during(&date, version, span)?;
            let value = self.term(&version.value)?;
            if version.adds {
                adds.push(self.combine(&[&when, &value], Kind::Truth, span, Op::And)?);
            } else {
                branches.push((when, value));
            }
        }
        let base = match branches.pop() {
            // The versions cover all days, so the last one stands for the rest, unless there is no such day.
            Some((_, last)) if versions.otherwise.is_none() => {
                let none = self.combine(&[&date], Kind::Truth, span, |parts| match parts.as_slice() {
                    [date] => Op::IsNone(*date),
                    _ => Op::Undecided,
                })?;
                branches.push((none, otherwise.clone()));
                self.choose_refs(&branches, &last, span)?
            }
            last => {
                branches.extend(last);
                self.choose_refs(&branches, otherwise, span)?
            }
        };
        if adds.is_empty() {
            return Some(base);
        }
        let parts: Vec<&Ref> = std::iter::once(&base).chain(&adds).collect();
        self.combine(&parts, Kind::Truth, span, Op::Or)
    }

    /// The date lies in the period of the version.
    fn during(&mut self, date: &Ref, version: &VersionTerm, span: Span) -> Option<Ref> {
        use crate::check::Comparison::{AtLeast, Less};
        let mut parts = Vec::new();
        for (edge, order) in [(version.period.from, AtLeast), (version.period.until, Less)] {
            if let Some(edge) = edge {
                let edge = self.date(edge, span);
                parts.push(self.combine(&[date, &edge], Kind::Truth, span, |found| match found.as_slice() {
                    [a, b] => Op::Compare(order, *a, *b),
                    _ => Op::Undecided,
                })?);
            }
        }
        match parts.as_slice() {
            [] => Some(self.truth(true, span)),
            [only] => Some(only.clone()),
            _ => {
                let parts: Vec<&Ref> = parts.iter().collect();
                self.combine(&parts, Kind::Truth, span, Op::And)
            }
        }
    }
}

/// How specific a version is for a territory; `None` where it is no law there.
fn depth(version: &VersionTerm, reading: &Territory) -> Option<usize> {
    version.territories.iter().filter(|territory| territory.contains(reading)).map(Territory::depth).max()
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
