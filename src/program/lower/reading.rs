//! Readings: several ways to understand one text of law. The default one answers; every other is compiled as if it did,
//! one at a time, so that an answer can say where it would differ.

use std::collections::BTreeSet;

use super::Lowering;
use crate::{
    check::{Term, Typed},
    program::measure::{Active, Circumstance, MeasureProgram, OtherReading},
};

/// A place with readings. One text that gives the same readings twice asks the same question twice.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// The definition that holds it; none for a measure.
    owner: Option<usize>,
    /// The names of its readings, each with its words.
    names: Vec<(String, Option<usize>)>,
    /// Which answers.
    default: usize,
}

/// A reading that is not the default one: its site and its place there.
pub(super) type Assumed = (usize, usize);

/// The sites that something depends on.
pub(super) type Sites = BTreeSet<usize>;

impl Lowering<'_> {
    /// The reading that is compiled: the default one, or the one assumed in its place.
    pub fn answering<'t>(&mut self, readings: &'t [(String, Typed)], default: usize) -> Option<&'t Typed> {
        let names = readings.iter().map(|(name, reading)| (name.clone(), self.words_of(reading))).collect();
        let site = Site { owner: self.owner, names, default };
        let known = self.sites.iter().position(|known| *known == site);
        let id = known.unwrap_or_else(|| {
            self.sites.push(site);
            self.sites.len().saturating_sub(1)
        });
        self.met.insert(id);
        let place = self.assumed.filter(|(site, _)| *site == id).map_or(default, |(_, place)| place);
        readings.get(place).map(|(_, reading)| reading)
    }

    /// The words of a reading: its own, or the title of the definition that it cites.
    fn words_of(&self, reading: &Typed) -> Option<usize> {
        match reading.term {
            Term::Labelled(label, _) => Some(label),
            Term::Definition(definition, _) => match self.checked.definitions.get(definition)?.body.term {
                Term::Labelled(label, _) => Some(label),
                _ => None,
            },
            _ => None,
        }
    }

    /// What a step compiles, with the sites that it depends on; those around it depend on them too.
    pub fn meeting<T>(&mut self, step: impl FnOnce(&mut Self) -> T) -> (T, Sites) {
        let outer = std::mem::take(&mut self.met);
        let found = step(self);
        let met = std::mem::replace(&mut self.met, outer);
        self.met.extend(&met);
        (found, met)
    }

    /// Whether something compiled with the default readings stands as it is.
    pub fn stands(&self, met: &Sites) -> bool {
        self.assumed.is_none_or(|(site, _)| !met.contains(&site))
    }

    /// What a step compiles under each reading that is not the default one, of the wanted sites among those met.
    pub fn others<T>(
        &mut self,
        met: &Sites,
        wanted: impl Fn(usize) -> bool,
        mut step: impl FnMut(&mut Self) -> Option<T>,
    ) -> Vec<OtherReading<T>> {
        let mut found = Vec::new();
        for id in met.iter().filter(|id| wanted(**id)) {
            let Some(site) = self.sites.get(*id) else { continue };
            let (owner, default) = (site.owner, site.default);
            for (place, (name, label)) in
                site.names.clone().into_iter().enumerate().filter(|(place, _)| *place != default)
            {
                self.assumed = Some((*id, place));
                let answer = step(self);
                self.assumed = None;
                let key = self.key(met, owner, &name);
                found.extend(answer.map(|answer| OtherReading { name: key, label, answer }));
            }
        }
        found
    }

    /// What a reading is called in an answer: its name, with the definition before it where the name alone is not enough.
    fn key(&self, met: &Sites, owner: Option<usize>, name: &str) -> String {
        let sites = met.iter().filter_map(|id| self.sites.get(*id));
        let alike = sites.filter(|site| site.names.iter().any(|(known, _)| known == name)).count();
        let owner = owner.and_then(|owner| self.checked.definitions.get(owner));
        match owner.filter(|_| alike > 1) {
            Some(owner) => format!("{}.{name}", owner.name),
            None => name.to_owned(),
        }
    }

    /// The other readings of every circumstance.
    pub fn circumstance_readings(&mut self, circumstances: &mut [(Circumstance, Sites)]) {
        for (circumstance, met) in circumstances {
            let definition = circumstance.definition;
            let others = self.others(met, |_| true, |lowering| lowering.circumstance(definition));
            circumstance.readings = others.into_iter().filter(|other| other.answer != circumstance.holds).collect();
        }
    }

    /// The other readings of the measures in force; those that may change whom a measure is for stand first, because
    /// even a short answer looks at them.
    pub fn measure_readings(&mut self, measures: &mut [(MeasureProgram, Sites)], for_whom: bool) {
        let checked = self.checked;
        for (measure, met) in measures.iter_mut().filter(|(_, met)| !met.is_empty()) {
            let MeasureProgram::Active(active) = measure else { continue };
            let Some(version) = checked.measures.get(active.measure).and_then(|it| it.versions.get(active.version))
            else {
                continue;
            };
            let (measure, number, standing, residence) =
                (active.measure, active.version, active.standing, active.residence);
            let wanted = |site| active.each_sites.contains(&site) == for_whom;
            let others = self.others(met, wanted, |lowering| {
                lowering.active(measure, number, version, standing, residence).map(Box::new)
            });
            let others: Vec<_> = others.into_iter().filter(|other| !answers_alike(&other.answer, active)).collect();
            active.readings.extend(others);
        }
    }
}

/// Whether another reading can change nothing.
fn answers_alike(other: &Active, active: &Active) -> bool {
    (other.each, other.eligible, &other.grounds) == (active.each, active.eligible, &active.grounds)
        && (&other.amount, &other.fee, other.period) == (&active.amount, &active.fee, active.period)
        && other.costs == active.costs
        && (&other.payees, &other.apply) == (&active.payees, &active.apply)
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::Sink,
        program::{Moment, Program, compile},
        ruleset::sample::{DAY, load, measure},
    };

    const SHARED: &str = r#""wide": { "readings": { "any": "rooms >= 1", "many": "rooms >= 5" }, "default": "any" },
        "cited": { "is": { "all": ["wide", "rooms <= 8"] } }"#;

    fn compiled(rules: &str) -> Program {
        let rules = load(rules).unwrap_or_else(|error| panic!("{error}"));
        let territory = "RU-KHA".parse().unwrap();
        compile(&rules.library.checked, Moment::On(DAY.parse().unwrap()), &territory, &mut Sink::default())
    }

    #[test]
    fn another_reading_costs_its_own_nodes_only() {
        let program = compiled(&measure(r#""eligible_when": "cited""#, SHARED));
        let active = program.active(0).unwrap();
        let names: Vec<&str> = active.readings.iter().map(|other| other.name.as_str()).collect();
        assert_eq!(names, ["many"]);
        // The number 5, a comparison and the chain: what is read alike is shared.
        let plain = r#""wide": { "is": "rooms >= 1" }, "cited": { "is": { "all": ["wide", "rooms <= 8"] } }"#;
        let plain = compiled(&measure(r#""eligible_when": "cited""#, plain));
        assert_eq!(program.nodes.len() - plain.nodes.len(), 3);
    }

    #[test]
    fn a_measure_without_readings_has_no_others() {
        let program = compiled(&measure(r#""eligible_when": "rooms >= 1""#, SHARED));
        assert!(program.active(0).unwrap().readings.is_empty());
    }

    #[test]
    fn an_overflow_in_another_reading_is_refused_too() {
        let huge = r#""wide": { "readings": { "plain": "1", "broken": "1 / (rooms - 1)" }, "default": "plain" }"#;
        let refused = load(&measure(r#""eligible_when": "rooms >= 1""#, huge)).unwrap_err();
        assert!(refused.contains("possible-division-by-zero"), "{refused}");
    }
}
