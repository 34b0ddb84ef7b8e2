//! What is asked of the program of a family, and which nodes that reads.

use std::sync::Arc;

use crate::{
    catalogue::Library,
    eval::{Assumption, FactReader, Roster},
    family::Family,
    program::{Active, MeasureProgram, Moment, NodeId, Operand, Program},
    value::Accepts,
};

/// Who asks for what: one family under the program of its territory.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The rules.
    pub library: &'a Library,
    /// The program of its territory and of the day.
    pub program: &'a Arc<Program>,
    /// The family.
    pub family: &'a Family,
    /// Its items on the day.
    pub roster: &'a Roster,
}

impl<'a> Subject<'a> {
    /// The facts, with what is assumed of those that nobody told.
    pub(super) fn reader(self, assumed: &'a [Assumption]) -> FactReader<'a> {
        let on = match self.program.moment {
            Moment::On(day) => Some(day),
            Moment::Any => None,
        };
        let Library { checked, vocabulary, .. } = self.library;
        FactReader { checked, vocabulary, family: Some(self.family), roster: self.roster, on, assumed }
    }
}

/// Which measures are answered.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    /// Their places among all measures, in order; all where there is no list.
    measures: Option<&'a [usize]>,
    /// Whether one of them does not combine with others: then all that are held against others are answered.
    is_weighed: bool,
}

impl<'a> Chosen<'a> {
    /// Every measure.
    pub const ALL: Self = Self { measures: None, is_weighed: true };

    /// Those at some places, in order, and what they are held against.
    pub fn of(measures: &'a [usize], program: &Program) -> Self {
        let is_weighed = measures.iter().any(|place| program.active(*place).is_some_and(|active| active.is_weighed));
        Self { measures: Some(measures), is_weighed }
    }

    /// Whether every measure is answered, and the circumstances.
    pub(super) fn is_all(self) -> bool {
        self.measures.is_none()
    }

    /// Whether a measure is answered.
    pub(super) fn has(self, active: &Active) -> bool {
        let is_named = |measures: &[usize]| measures.binary_search(&active.measure).is_ok();
        self.measures.is_none_or(is_named) || self.is_weighed && active.is_weighed
    }
}

/// What is answered of a subject.
#[derive(Clone, Copy)]
pub enum Asked<'a> {
    /// Whether there is a right to a measure, on what was told and presumed.
    Right(&'a Active),
    /// Whether it is sure on what is accepted.
    Firm(&'a Active),
    /// A measure with all that is due.
    Whole(&'a Active),
    /// A circumstance.
    Circumstance(&'a Operand),
}

/// The measures that are law, and what they are in other readings that decide for whom they are.
pub(super) fn actives(program: &Program) -> impl Iterator<Item = &Active> {
    let law = program.measures.iter().filter_map(|measure| match measure {
        MeasureProgram::Active(active) => Some(&**active),
        MeasureProgram::Dormant(_) => None,
    });
    law.flat_map(|active| {
        let others = active.readings.iter().map(|other| &*other.answer);
        std::iter::once(active).chain(others.filter(|other| other.each != active.each))
    })
}

/// What decides whether a measure is due.
pub(super) fn conditions(active: &Active) -> impl Iterator<Item = NodeId> {
    let parts = active.each.iter().chain([&active.eligible]).chain(&active.grounds).chain(active.paid());
    parts.map(|part| part.node).chain(last_days(active))
}

/// The days between which one can apply.
fn last_days(active: &Active) -> impl Iterator<Item = NodeId> {
    let apply = active.apply.iter().flat_map(|apply| apply.opens.iter().chain(&apply.closes).chain(&apply.last));
    apply.map(|part| part.node)
}

/// Whether what a specialist establishes can leave the right open.
pub fn is_for_specialist(program: &Program, active: &Active) -> bool {
    let right = active.each.iter().chain([&active.eligible]).map(|part| part.node).chain(last_days(active));
    right.into_iter().any(|node| program.specialist.get(node.0).copied().unwrap_or(false))
}

/// What is due.
pub(super) fn due(active: &Active) -> impl Iterator<Item = NodeId> {
    let costs = active.costs.iter().flat_map(|costs| [&costs.of, &costs.amount.value]);
    let money = active.amount.iter().chain(&active.fee).map(|amount| &amount.value).chain(costs);
    let stages = active.stages.iter().flat_map(|stage| stage.done.iter().chain(&stage.needed).chain(&stage.declined));
    let because_of = active.payees.iter().flat_map(|payees| &payees.because_of);
    let parts = money.chain(stages).chain(&active.priority).chain(because_of);
    parts.map(|part| part.node).chain(period(active))
}

/// The first day of what is due, and the day after the last.
pub(super) fn period(active: &Active) -> impl Iterator<Item = NodeId> {
    active.period.iter().flat_map(|(from, until)| std::iter::once(from).chain(until)).map(|day| day.node)
}

/// The different lists of accepted provenances; measures with equal lists share a view.
pub(super) fn accept_lists(program: &Program) -> Vec<Accepts> {
    let mut lists = vec![Accepts::ALL];
    for measure in &program.measures {
        if let MeasureProgram::Active(active) = measure
            && !lists.contains(&active.accepts)
        {
            lists.push(active.accepts);
        }
    }
    lists
}
