//! Measures: the version that is law on the day, or why there is none.

use std::sync::OnceLock;

use super::{Kind, Lowering, Op, Reading, Ref, Slot, Variable, reading::Sites};
use crate::{
    check::{CheckedAmount, CheckedMeasure, CheckedVersion, Force, Typed},
    diagnostic::{Code, Diagnostic},
    program::{
        measure::{
            Active, ActiveAmount, ActiveApply, ActiveCosts, ActiveStage, Dormant, MeasureProgram, NotInForce,
            Residence, Standing,
        },
        node::{Moment, Operand},
    },
    value::{Date, Territory},
};

/// How a version stands on a day.
enum Law {
    Active(Standing, bool),
    Dormant(NotInForce),
}

impl Lowering<'_> {
    /// All measures in the order of their names.
    pub fn measures(&mut self) -> Vec<(MeasureProgram, Sites)> {
        let checked = self.checked;
        let mut programs = Vec::new();
        for (place, measure) in checked.measures.iter().enumerate() {
            match self.moment {
                Moment::On(day) => {
                    let (found, met) = self.meeting(|lowering| lowering.measure_on(place, measure, day));
                    programs.extend(found.map(|found| (found, met)));
                }
                Moment::Any => {
                    for (number, version) in measure.versions.iter().enumerate() {
                        let (active, met) = self.meeting(|lowering| {
                            lowering.active(place, number, version, Standing::InForce, Residence::Inside)
                        });
                        programs.extend(active.map(|active| (MeasureProgram::Active(Box::new(active)), met)));
                    }
                }
            }
        }
        programs
    }

    fn measure_on(&mut self, place: usize, measure: &CheckedMeasure, day: Date) -> Option<MeasureProgram> {
        let laws: Vec<Law> = measure.versions.iter().map(|version| law(version, day, self.territory)).collect();
        let ranked = laws.iter().zip(&measure.versions).map(|(law, version)| rank(law, version, self.territory, day));
        let (number, _) = ranked.enumerate().max_by_key(|(number, rank)| (*rank, std::cmp::Reverse(*number)))?;
        // Where the family lives may decide which of several texts is law: then no text answers alone.
        let open = laws.iter().any(|law| matches!(law, Law::Active(_, true)));
        let several = laws.iter().filter(|law| matches!(law, Law::Active(..))).count() > 1;
        match laws.into_iter().nth(number)? {
            Law::Dormant(why) => {
                Some(MeasureProgram::Dormant(Dormant { measure: place, version: number, why: why.into() }))
            }
            Law::Active(standing, _) => {
                let version = measure.versions.get(number)?;
                let residence = match (open, several) {
                    (false, _) => Residence::Inside,
                    (true, false) => Residence::Perhaps,
                    (true, true) => Residence::Nested,
                };
                let active = self.active(place, number, version, standing, residence)?;
                Some(MeasureProgram::Active(Box::new(active)))
            }
        }
    }

    pub fn active(
        &mut self,
        measure: usize,
        number: usize,
        version: &CheckedVersion,
        standing: Standing,
        residence: Residence,
    ) -> Option<Active> {
        // Definitions are read in the territory whose act this is, not in that of the family.
        self.reading = self.reading_number(Reading::of_act(reading(version, self.territory)));
        self.owner = None;
        let mut member = None;
        let mut each = None;
        let mut each_sites = Sites::new();
        if let Some((binding, list)) = &version.each {
            let (selected, met) = self.meeting(|lowering| lowering.list(list));
            let selected = selected?;
            each_sites = met;
            self.slots.insert(*binding, Slot::Item(selected.variable));
            member = Some(selected.variable);
            let span = version.span;
            let mask = match selected.mask {
                Some(mask) => mask,
                None => self.node(Op::And(Vec::new()), &[selected.variable], Kind::Truth, span),
            };
            each = Some(Self::root(&mask, &[selected.variable])?);
        }
        let eligible = self.rooted(&version.eligible_when, member)?;
        let grounds = version.refused_when.iter().filter_map(|ground| self.rooted(&ground.when, member)).collect();
        let payees = self.payees(version, member);
        let amount = version.amount.as_ref().and_then(|amount| self.amount(amount, member));
        let fee = version.fee.as_ref().and_then(|fee| self.amount(fee, member));
        let costs = version.costs.as_ref().and_then(|costs| {
            Some(ActiveCosts { of: self.rooted(&costs.of, member)?, amount: self.amount(&costs.amount, member)? })
        });
        let period = version.period.as_ref().and_then(|period| {
            let from = self.rooted(&period.from, member)?;
            Some((from, period.until.as_ref().and_then(|until| self.rooted(until, member))))
        });
        let apply = version.apply.as_ref().map(|apply| ActiveApply {
            opens: apply.opens.as_ref().and_then(|opens| self.rooted(opens, member)),
            closes: apply.closes.as_ref().and_then(|closes| self.rooted(closes, member)),
            last: apply.within.as_ref().and_then(|within| self.rooted(&within.last, member)),
            late: apply.late,
        });
        self.no_payee();
        let mut stages = Vec::new();
        for stage in &version.stages {
            stages.push(ActiveStage {
                done: stage.done_when.as_ref().and_then(|term| self.rooted(term, member)),
                needed: stage.needed_when.as_ref().and_then(|term| self.rooted(term, member)),
                declined: stage.declined_when.as_ref().and_then(|term| self.rooted(term, member)),
            });
        }
        let priority = version.priority.iter().filter_map(|(when, _)| self.rooted(when, member)).collect();
        let groups = || self.checked.groups.iter().filter(|group| group.measures.contains(&measure));
        Some(Active {
            measure,
            version: number,
            standing,
            residence,
            accepts: version.accepts,
            each,
            each_sites,
            eligible,
            grounds,
            payees,
            amount,
            fee,
            costs,
            is_weighed: version.costs.is_some() || groups().next().is_some(),
            is_timed: groups().any(|group| group.is_while_overlapping),
            period,
            apply,
            stages,
            priority,
            readings: Vec::new(),
            upstream: OnceLock::new(),
        })
    }

    fn amount(&mut self, amount: &CheckedAmount, member: Option<Variable>) -> Option<ActiveAmount> {
        Some(ActiveAmount { value: self.rooted(&amount.value, member)?, per: amount.per })
    }

    /// A term of a measure, read at its member and, where it may name one, at the payee.
    pub fn rooted(&mut self, term: &Typed, member: Option<Variable>) -> Option<Operand> {
        let items = self.payee.map_or_else(|| member.into_iter().collect(), Vec::from);
        let found = self.term(term).and_then(|found| Self::root(&found, &items));
        // INVARIANT: no condition is dropped in silence: what does not compile is refused when the rules are loaded.
        if found.is_none() && !self.sink.has_errors() {
            let message = "this cannot be computed for a measure";
            self.sink.push(
                Diagnostic::error(Code::TypeMismatch, term.span, message)
                    .help("write a condition or a value of the family or of the member the measure is for"),
            );
        }
        found
    }

    fn root(found: &Ref, items: &[Variable]) -> Option<Operand> {
        let foreign = found.variables().any(|variable| !items.contains(&variable));
        (!foreign).then(|| super::operand(found, items))
    }
}

/// The territory whose texts a version cites: its own, or the family's part of it.
fn reading(version: &CheckedVersion, family: &Territory) -> Territory {
    let own = version
        .territories
        .iter()
        .filter(|territory| territory.contains(family))
        .max_by_key(|territory| territory.depth());
    own.or(version.territories.first()).cloned().unwrap_or_else(|| family.clone())
}

/// Whether a version is law on a day where the family lives.
fn law(version: &CheckedVersion, day: Date, family: &Territory) -> Law {
    let inside = version.territories.iter().any(|territory| territory.contains(family));
    let perhaps = !inside && version.territories.iter().any(|territory| family.contains(territory));
    if !inside && !perhaps {
        return Law::Dormant(NotInForce::Elsewhere(version.territories.clone()));
    }
    match version.force {
        Force::Planned(period) => Law::Dormant(NotInForce::Planned(period.from)),
        Force::Period(period) => match (period.from, period.until) {
            (Some(from), _) if day < from => Law::Dormant(NotInForce::NotYet(from)),
            (_, Some(until)) if day >= until => Law::Dormant(NotInForce::Ended(until)),
            _ => Law::Active(Standing::InForce, perhaps),
        },
        Force::Attested(period) => match (period.from, period.until) {
            (Some(from), _) if day < from => Law::Dormant(NotInForce::BeforeAttested(from)),
            (_, Some(until)) if day >= until => Law::Active(Standing::Stale(until), perhaps),
            _ => Law::Active(Standing::InForce, perhaps),
        },
    }
}

/// Which of several versions is told of: law before stale law, inside before perhaps inside, the more specific text
/// before the wider, near before far.
fn rank(law: &Law, version: &CheckedVersion, family: &Territory, day: Date) -> (u8, usize, i64) {
    let near = |edge: Date| edge.day_number().saturating_sub(day.day_number()).saturating_abs().saturating_neg();
    let inside = version.territories.iter().filter(|territory| territory.contains(family));
    let depth = inside.map(Territory::depth).max().unwrap_or(0);
    match law {
        Law::Active(Standing::InForce, false) => (9, depth, 0),
        Law::Active(Standing::Stale(until), false) => (8, depth, near(*until)),
        Law::Active(Standing::InForce, true) => (7, depth, 0),
        Law::Active(Standing::Stale(until), true) => (6, depth, near(*until)),
        Law::Dormant(NotInForce::Ended(edge)) => (4, depth, near(*edge)),
        Law::Dormant(NotInForce::NotYet(edge) | NotInForce::BeforeAttested(edge)) => (3, depth, near(*edge)),
        Law::Dormant(NotInForce::Planned(_)) => (2, depth, 0),
        Law::Dormant(NotInForce::Elsewhere(_)) => (1, depth, 0),
    }
}
