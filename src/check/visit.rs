//! The parts of a checked expression, whatever its form.

use super::{
    checked::CheckedVersion,
    term::{List, Owner, Term, Typed},
};

impl Typed {
    /// Whether the value can be `none`: an optional fact, or something computed from one.
    pub fn may_be_none(&self) -> bool {
        match &self.term {
            Term::Fact(fact, _) => fact.optional,
            // What a definition or the item of a list holds is decided elsewhere; asking is always allowed.
            Term::Definition(..) | Term::Choose(..) | Term::Versions(_) | Term::Readings(..) | Term::Value(_) => true,
            Term::Operation(_, parts) => parts.iter().any(Self::may_be_none),
            Term::Labelled(_, inner) => inner.may_be_none(),
            _ => false,
        }
    }

    /// The expressions directly inside, those of lists too.
    pub fn parts(&self) -> Vec<&Typed> {
        match &self.term {
            Term::Boolean(_)
            | Term::Number(_)
            | Term::Date(_)
            | Term::Text(_)
            | Term::Choice(_)
            | Term::Measure(_)
            | Term::On
            | Term::Fact(..)
            | Term::Definition(..)
            | Term::Member(_)
            | Term::Value(_) => Vec::new(),
            Term::Parameter { date, .. } => date.iter().map(AsRef::as_ref).collect(),
            Term::And(parts) | Term::Or(parts) | Term::Operation(_, parts) => parts.iter().collect(),
            Term::Not(part) | Term::OneOf(part, _) | Term::IsNone(part) | Term::Labelled(_, part) => vec![part],
            Term::Compare(_, left, right) => vec![left, right],
            Term::MemberIn(_, list) | Term::List(list) => list.parts(),
            Term::Choose(branches, otherwise) => {
                branches.iter().flat_map(|(when, is)| [when, is]).chain([otherwise.as_ref()]).collect()
            }
            Term::Versions(versions) => versions
                .by
                .iter()
                .chain(versions.texts.iter().map(|text| &text.value))
                .chain(&versions.otherwise)
                .collect(),
            Term::Readings(readings, _) => readings.iter().map(|(_, reading)| reading).collect(),
            Term::Aggregate(_, lists, values) => lists.iter().flat_map(List::parts).chain(values).collect(),
            Term::Quantified { list, satisfies, .. } => {
                let mut parts = list.parts();
                parts.push(satisfies);
                parts
            }
            Term::ToldAs { value, told, .. } => vec![value, told],
        }
    }

    /// The lists directly inside.
    pub fn lists(&self) -> Vec<&List> {
        match &self.term {
            Term::MemberIn(_, list) | Term::List(list) | Term::Quantified { list, .. } => vec![list],
            Term::Aggregate(_, lists, _) => lists.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Shows every expression inside and itself, each with the lists directly in it.
    pub fn each<'t>(&'t self, show: &mut impl FnMut(&'t Typed)) {
        show(self);
        for part in self.parts() {
            part.each(show);
        }
    }

    /// The numbers of the definitions that it cites, by itself or in its parts.
    pub fn cited(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.each(&mut |part| {
            if let Term::Definition(definition, _) = part.term {
                found.push(definition);
            }
            for list in part.lists() {
                list.cited(&mut found);
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl List {
    /// The expressions directly inside.
    pub fn parts(&self) -> Vec<&Typed> {
        match self {
            Self::Records(_, Owner::In(members)) => members.parts(),
            Self::Members | Self::Records(..) | Self::Pointed(..) | Self::Definition(..) => Vec::new(),
            Self::Window { date, .. } => vec![date],
            Self::Filter(list, _, inner) | Self::Map(list, _, inner) => {
                let mut parts = list.parts();
                parts.push(inner);
                parts
            }
            Self::Gathered(list, _, inner) => {
                let mut parts = list.parts();
                parts.extend(inner.parts());
                parts
            }
            Self::Choose(branches, otherwise) => {
                let mut parts: Vec<&Typed> =
                    branches.iter().flat_map(|(when, list)| std::iter::once(when).chain(list.parts())).collect();
                parts.extend(otherwise.parts());
                parts
            }
            Self::Law(text) => vec![text],
            Self::Literal(values) => values.iter().collect(),
        }
    }

    /// Shows this list and the lists that it is made of.
    pub fn each<'t>(&'t self, show: &mut impl FnMut(&'t List)) {
        show(self);
        match self {
            Self::Records(_, Owner::In(list)) | Self::Filter(list, ..) | Self::Map(list, ..) => list.each(show),
            Self::Gathered(list, _, inner) => {
                list.each(show);
                inner.each(show);
            }
            Self::Choose(branches, otherwise) => {
                for (_, list) in branches {
                    list.each(show);
                }
                otherwise.each(show);
            }
            _ => {}
        }
    }

    fn cited(&self, found: &mut Vec<usize>) {
        self.each(&mut |list| {
            if let List::Definition(definition, _) = list {
                found.push(*definition);
            }
        });
    }
}

impl CheckedVersion {
    /// Every expression of a version of a measure; a list over which it runs stands as its parts.
    pub fn terms(&self) -> Vec<&Typed> {
        let mut terms: Vec<&Typed> = self.each.iter().flat_map(|(_, list)| list.parts()).collect();
        terms.push(&self.eligible_when);
        terms.extend(self.refused_when.iter().map(|refusal| &refusal.when));
        terms.extend(self.paid_to.iter().flat_map(|paid_to| &paid_to.groups).map(|(is, _)| is));
        terms.extend(self.because_of.iter().map(|(_, is)| is));
        terms.extend(self.amount.iter().chain(&self.fee).map(|amount| &amount.value));
        terms.extend(self.period.iter().flat_map(|period| std::iter::once(&period.from).chain(&period.until)));
        if let Some(apply) = &self.apply {
            terms.extend(apply.opens.iter().chain(&apply.closes).chain(apply.within.iter().map(|within| &within.last)));
        }
        for stage in &self.stages {
            terms.extend(stage.done_when.iter().chain(&stage.needed_when).chain(&stage.declined_when));
        }
        terms.extend(self.priority.iter().map(|(when, _)| when));
        terms
    }

    /// The numbers of the definitions that it cites.
    pub fn cited(&self) -> Vec<usize> {
        let mut found: Vec<usize> = self.terms().into_iter().flat_map(Typed::cited).collect();
        if let Some((_, list)) = &self.each {
            list.cited(&mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
