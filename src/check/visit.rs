//! The parts of a checked expression, whatever its form.

use std::slice;

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

    /// The lists directly inside.
    pub fn lists(&self) -> &[List] {
        self.term.lists()
    }

    /// Shows every expression inside and itself, each with the lists directly in it.
    pub fn each<'t>(&'t self, show: &mut dyn FnMut(&'t Typed)) {
        if let Term::Shared(shared) = &self.term {
            return shared.first.each(show);
        }
        show(self);
        self.term.inside(&mut |part| part.each(show));
    }

    /// The numbers of the definitions that it cites, by itself or in its parts.
    pub fn cited(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.each(&mut |part| part.cites(&mut found));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Notes the definitions that it cites by itself, without its parts but with its lists.
    pub(super) fn cites(&self, found: &mut Vec<usize>) {
        if let Term::Definition(definition, _) = self.term {
            found.push(definition);
        }
        for list in self.lists() {
            list.cited(found);
        }
    }
}

impl Term {
    /// Shows the expressions directly inside, those of lists too.
    pub(super) fn inside<'t>(&'t self, show: &mut dyn FnMut(&'t Typed)) {
        for list in self.lists() {
            list.inside(show);
        }
        self.beside_lists(show);
    }

    /// Shows the expressions directly inside but those of lists: whoever goes through the lists too meets each once.
    pub(super) fn beside_lists<'t>(&'t self, show: &mut dyn FnMut(&'t Typed)) {
        match self {
            Self::Boolean(_)
            | Self::Number(_)
            | Self::Date(_)
            | Self::Text(_)
            | Self::Choice(_)
            | Self::Measure(_)
            | Self::On
            | Self::Fact(..)
            | Self::Definition(..)
            | Self::Member(_)
            | Self::Value(_)
            | Self::MemberIn(..)
            | Self::List(_) => {}
            Self::Parameter { date, .. } => date.iter().for_each(|date| show(date)),
            Self::And(parts) | Self::Or(parts) | Self::Operation(_, parts) => parts.iter().for_each(show),
            Self::Not(part) | Self::OneOf(part, _) | Self::IsNone(part) | Self::Labelled(_, part) => show(part),
            Self::Shared(shared) => show(&shared.first),
            Self::Compare(_, left, right) => {
                show(left);
                show(right);
            }
            Self::Choose(branches, otherwise) => {
                branches.iter().flat_map(|(when, is)| [when, is]).for_each(&mut *show);
                show(otherwise);
            }
            Self::Versions(versions) => {
                versions.by.iter().for_each(&mut *show);
                versions.texts.iter().for_each(|text| show(&text.value));
                versions.otherwise.iter().for_each(show);
            }
            Self::Readings(readings, _) => readings.iter().for_each(|(_, reading)| show(reading)),
            Self::Aggregate(_, _, values) => values.iter().for_each(show),
            Self::Quantified { satisfies, .. } => show(satisfies),
            Self::ToldAs { value, told, .. } => {
                show(value);
                show(told);
            }
        }
    }

    /// The lists directly inside.
    pub(super) fn lists(&self) -> &[List] {
        match self {
            Self::MemberIn(_, list) | Self::List(list) | Self::Quantified { list, .. } => slice::from_ref(list),
            Self::Aggregate(_, lists, _) => lists,
            _ => &[],
        }
    }
}

impl List {
    /// Shows the expressions directly inside.
    fn inside<'t>(&'t self, show: &mut dyn FnMut(&'t Typed)) {
        match self {
            Self::Records(_, Owner::In(members)) => members.inside(show),
            Self::Members | Self::Records(..) | Self::Pointed(..) | Self::Definition(..) => {}
            Self::Window { date, .. } => show(date),
            Self::Filter(list, _, inner) | Self::Map(list, _, inner) => {
                list.inside(show);
                show(inner);
            }
            Self::Gathered(list, _, inner) => {
                list.inside(show);
                inner.inside(show);
            }
            Self::Choose(branches, otherwise) => {
                for (when, list) in branches {
                    show(when);
                    list.inside(show);
                }
                otherwise.inside(show);
            }
            Self::Law(text) => show(text),
            Self::Literal(values) => {
                for written in values {
                    show(&written.value);
                    written.when.iter().for_each(|when| show(when));
                }
            }
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

    /// Notes the definitions that are lists and stand in it.
    pub(super) fn cited(&self, found: &mut Vec<usize>) {
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
        let mut terms: Vec<&Typed> = Vec::new();
        if let Some((_, list)) = &self.each {
            list.inside(&mut |part| terms.push(part));
        }
        terms.push(&self.eligible_when);
        terms.extend(self.refused_when.iter().map(|refusal| &refusal.when));
        terms.extend(self.paid_to.iter().flat_map(|paid_to| &paid_to.groups).map(|(is, _)| is));
        terms.extend(self.because_of.iter().map(|(_, is)| is));
        terms.extend(self.amount.iter().chain(&self.fee).map(|amount| &amount.value));
        terms.extend(self.costs.iter().flat_map(|costs| [&costs.of, &costs.amount.value]));
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
}
