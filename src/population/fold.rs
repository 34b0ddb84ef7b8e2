//! A program folded to a plan: once for a day and a territory, shared by threads.

use std::{num::NonZeroU32, sync::Arc};

use super::{
    lower::{Fixed, Lowered, Lowering},
    order::ordered,
    plan::{AmountPlan, CircumstancePlan, MeasurePlan, Plan, Ratio, Reach, Said, Scope, TruthStep},
};
use crate::{
    assessment::is_for_specialist,
    check::Checked,
    eval::{Cell, FactReader, Frame, Roster, Sheet, View},
    family::MOST_MEMBERS,
    program::{
        Active, ActiveAmount, Circumstance, Kind, MeasureProgram, Moment, NodeId, Operand, Outline, Place, Program,
        Residence, Spot,
    },
    value::{Accepts, Number},
    vocabulary::Vocabulary,
};

/// What a run for nobody in particular leaves exact is the same for every family.
struct Anyone<'a> {
    frame: Frame<'a>,
    program: &'a Program,
}

impl Anyone<'_> {
    fn cell(&self, node: NodeId, kind: Kind) -> Option<Cell> {
        let known = self.program.nodes.get(node.0)?;
        (known.kind == kind && known.axes.len() == 0).then_some(Cell { node, first: 0, second: 0 })
    }
}

impl Fixed for Anyone<'_> {
    fn truth(&self, node: NodeId) -> Option<bool> {
        let truth = self.frame.truth(self.cell(node, Kind::Truth)?);
        (!truth.is_undecided()).then(|| truth.is_true())
    }

    fn number(&self, node: NodeId) -> Option<Number> {
        self.frame.number(self.cell(node, Kind::Span)?)
    }
}

/// What is folded besides the measures of a program.
#[derive(Clone, Copy)]
pub enum Besides<'a> {
    /// Nothing.
    Nothing,
    /// Its circumstances, by which families are parted.
    Circumstances,
    /// All conditions of its measures, with what they compare.
    Conditions(&'a Outline),
}

/// Folds the program of a day and a territory.
pub(super) fn fold(
    program: &Arc<Program>,
    (checked, vocabulary): (&Checked, &Vocabulary),
    besides: Besides<'_>,
) -> Plan {
    let roster = Roster::anyone(checked, u32::try_from(MOST_MEMBERS).unwrap_or(u32::MAX));
    let on = match program.moment {
        Moment::On(day) => Some(day),
        Moment::Any => None,
    };
    let facts = FactReader { checked, vocabulary, family: None, roster: &roster, on, assumed: &[] };
    let view = View::Told;
    let mut sheet = Sheet::default();
    sheet.fill(program, facts, [view]);
    let anyone = Anyone { frame: sheet.frame(program, view), program };
    let mut lowering = Lowering::run((program, checked, vocabulary), &anyone);
    let mut measures = Vec::new();
    for measure in &program.measures {
        if let MeasureProgram::Active(active) = measure {
            measures.push(Folding { lowering: &mut lowering, active }.plan());
        }
    }
    match besides {
        Besides::Nothing => {}
        Besides::Circumstances => add_circumstances(&mut lowering, checked),
        Besides::Conditions(outline) => {
            let said = outline.spots.iter().map(|spot| said(&lowering, *spot)).collect();
            lowering.builder.plan.said = said;
        }
    }
    ordered(lowering.builder, measures)
}

fn add_circumstances(lowering: &mut Lowering<'_>, checked: &Checked) {
    let program = lowering.program;
    let is_circumstance =
        |asked: &&Circumstance| checked.definitions.get(asked.definition).is_some_and(|known| known.circumstance);
    for Circumstance { definition, holds, .. } in program.circumstances.iter().filter(is_circumstance) {
        let holds = condition(lowering, holds, Scope::Family);
        lowering.builder.plan.circumstances.push(CircumstancePlan { definition: *definition, holds });
    }
}

/// How the plan says what stands at a spot.
fn said(lowering: &Lowering<'_>, spot: Spot) -> Said {
    if spot.second.is_some() {
        return Said::Nothing;
    }
    let builder = &lowering.builder;
    match lowering.done.get(spot.node.0).copied().unwrap_or(Lowered::Unknown) {
        Lowered::Truth(at) => builder.constant_of(at).map_or(Said::Truth(at), Said::Always),
        Lowered::Number(ratio) => {
            let constant = builder.number_constant_of(ratio.above).filter(|_| ratio.by.is_none());
            let constant = constant.and_then(|above| Number::new(above.into(), ratio.below.into()));
            constant.map_or(Said::Number(ratio), Said::Constant)
        }
        Lowered::Choice(input, scope) => Said::Choice(input, scope),
        Lowered::Unknown => Said::Nothing,
    }
}

/// The operands of a measure are read at its member; of a measure for the family, or of a circumstance, at the applicant.
fn condition(lowering: &mut Lowering<'_>, operand: &Operand, scope: Scope) -> usize {
    let found = match lowering.done.get(operand.node.0) {
        Some(Lowered::Truth(at)) if is_plain(operand) => Some(*at),
        _ => None,
    };
    let builder = &mut lowering.builder;
    let found = found.map(|at| if is_applicant(operand) { builder.truth_in(at, Scope::Family) } else { at });
    let found = found.unwrap_or_else(|| builder.truth(scope, TruthStep::Constant(None)));
    builder.truth_in(found, scope).place
}

/// One measure on its way into a plan.
struct Folding<'a, 'b> {
    lowering: &'a mut Lowering<'b>,
    active: &'a Active,
}

impl Folding<'_, '_> {
    fn plan(mut self) -> MeasurePlan {
        let active = self.active;
        let scope = if active.each.is_some() { Scope::Member } else { Scope::Family };
        let each = active.each.as_ref().map(|each| self.condition(each, scope));
        let eligible = self.condition(&active.eligible, scope);
        let grounds = active.grounds.iter().map(|ground| self.condition(ground, scope)).collect();
        let amount = active.amount.as_ref().map(|amount| self.amount(amount, scope));
        let is_told = amount.as_ref().is_none_or(Option::is_some);
        MeasurePlan {
            measure: active.measure,
            version: active.version,
            scope,
            each,
            eligible,
            grounds,
            reach: self.reach(is_told),
            is_doubtful: self.is_doubtful(),
            // Found when all steps stand in their order.
            is_plain: false,
            is_for_specialist: is_for_specialist(self.lowering.program, active),
            amount: amount.flatten(),
        }
    }

    fn condition(&mut self, operand: &Operand, scope: Scope) -> usize {
        condition(self.lowering, operand, scope)
    }

    fn amount(&mut self, amount: &ActiveAmount, scope: Scope) -> Option<AmountPlan> {
        let operand = &amount.value;
        let value: Ratio = match self.lowering.done.get(operand.node.0) {
            Some(Lowered::Number(ratio)) if is_plain(operand) => *ratio,
            _ => return None,
        };
        let builder = &mut self.lowering.builder;
        let value = if is_applicant(operand) { builder.ratio_in(value, Scope::Family)? } else { value };
        let value = builder.ratio_in(value, scope)?;
        let parts = u32::try_from(value.below).ok().and_then(NonZeroU32::new)?;
        // Every amount of a law is rounded, and what is rounded has no column below the line.
        let is_rounded = value.by.is_none();
        is_rounded.then(|| AmountPlan { money: value.above, parts, per: amount.per, steps: Vec::new() })
    }

    /// What can be answered here; whether its money can is given.
    fn reach(&self, is_told: bool) -> Reach {
        let active = self.active;
        let is_read_otherwise = active.readings.iter().any(|other| other.answer.each != active.each);
        if active.residence == Residence::Nested || is_read_otherwise {
            return Reach::Nothing;
        }
        let stands_alone = !active.is_weighed
            && active.residence == Residence::Inside
            && active.payees.is_none()
            && active.apply.is_none()
            && active.accepts == Accepts::ALL;
        if stands_alone && is_told { Reach::Grant } else { Reach::Refusal }
    }

    fn is_doubtful(&self) -> bool {
        let active = self.active;
        let conditions = active.each.iter().chain([&active.eligible]).chain(&active.grounds);
        self.lowering.program.manners().doubtful(conditions.map(|part| part.node)).is_some()
    }
}

/// Whether an operand of a measure reads its member, the applicant or the family.
fn is_plain(operand: &Operand) -> bool {
    matches!(operand.first, None | Some(Place::Item(0) | Place::Applicant)) && operand.second.is_none()
}

fn is_applicant(operand: &Operand) -> bool {
    operand.first == Some(Place::Applicant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        program::compile,
        ruleset::sample::{DAY, asking, load, measure},
    };

    fn plan(rules: &str) -> Plan {
        let rules = load(rules).unwrap();
        let library = &rules.library;
        let moment = Moment::On(DAY.parse().unwrap());
        let place = "RU-KHA".parse().unwrap();
        let program = compile(&library.checked, moment, &place, &mut crate::diagnostic::Sink::default());
        fold(&Arc::new(program), (&library.checked, &library.vocabulary), Besides::Nothing)
    }

    #[test]
    fn a_plan_presumes_where_a_measure_reads_what_is_presumed() {
        assert!(plan(&measure(r#""eligible_when": "not(warned)""#, "")).presumes);
        let amount = r#""amount": { "value": "if warned then rent else 2 * rent", "per": "month",
            "round": { "to": "0.01", "mode": "half_up" } }"#;
        assert!(plan(&measure(&format!(r#""eligible_when": "rooms >= 2", {amount}"#), "")).presumes);
        assert!(!plan(&measure(r#""eligible_when": "rooms >= 2""#, "")).presumes);
        assert!(!plan(&asking("warned", "")).presumes);
    }
}
