//! The steps that measures need, ordered so that equal work lies side by side, and columns in the order of their steps.

use std::collections::BTreeMap;

use super::{
    build::Builder,
    plan::{MeasurePlan, NumberAt, Plan, Ratio, Said, Scope, Step, TruthStep},
    reads::Shelved,
    seen::InputSlots,
};

/// A plan of what its measures need.
pub(super) fn ordered(mut builder: Builder, mut measures: Vec<MeasurePlan>) -> Plan {
    let mut plan = std::mem::take(&mut builder.plan);
    let mut steps: Vec<Option<Step>> = std::mem::take(&mut plan.steps).into_iter().map(Some).collect();
    let mut needed = vec![false; steps.len()];
    for measure in &measures {
        for place in measure.conditions() {
            let step = builder.step_of(Shelved::Truth(measure.scope), place);
            mark(&builder, (&mut steps, step), &mut needed);
        }
    }
    for circumstance in &plan.circumstances {
        let step = builder.step_of(Shelved::Truth(Scope::Family), circumstance.holds);
        mark(&builder, (&mut steps, step), &mut needed);
    }
    for said in &plan.said {
        said.columns(|shelved, place| mark(&builder, (&mut steps, builder.step_of(shelved, place)), &mut needed));
    }
    let order = alike(&builder, &mut steps, &needed);
    plan.conditions = order.len();
    let (order, amounts) = with_money((&builder, &mut steps), &measures, (order, needed));
    // The new place of each step, and of the column that it fills.
    let mut moved: Vec<(usize, usize)> = vec![(0, 0); steps.len()];
    for (place, step) in order.iter().enumerate() {
        let filled = match steps.get_mut(*step).and_then(Option::as_mut).map(Step::out) {
            Some((Shelved::Truth(scope), _)) => plan.truths.get_mut(scope.place()),
            Some((Shelved::Number(scope), _)) => plan.numbers.get_mut(scope.place()),
            _ => None,
        };
        if let (Some(filled), Some(moved)) = (filled, moved.get_mut(*step)) {
            *moved = (place, *filled);
            *filled = filled.saturating_add(1);
        }
    }
    let column = |shelved: Shelved, place: usize| {
        moved.get(builder.step_of(shelved, place)).map_or(usize::MAX, |(_, column)| *column)
    };
    let mut inputs = Inputs::default();
    let taken = order.iter().filter_map(|step| steps.get_mut(*step)?.take());
    plan.steps = taken
        .map(|mut step| {
            step.reads(&mut |shelved, place| {
                *place = if shelved == Shelved::Input { inputs.place(*place) } else { column(shelved, *place) };
            });
            let (shelved, place) = step.out();
            if let Shelved::Number(scope) = shelved
                && let Some(bounds) = plan.bounds.get_mut(scope.place())
            {
                bounds.push(builder.bounds(NumberAt { scope, place: *place }));
            }
            *place = column(shelved, *place);
            step
        })
        .collect();
    for said in &mut plan.said {
        said.move_to(&column, |input| inputs.place(input));
    }
    plan.inputs = inputs.order.iter().filter_map(|input| plan.inputs.get(*input).copied()).collect();
    for (measure, amount) in measures.iter_mut().zip(amounts) {
        let truth = Shelved::Truth(measure.scope);
        measure.conditions_mut().for_each(|place| *place = column(truth, *place));
        if let Some(own) = &mut measure.amount {
            own.money.place = column(Shelved::Number(own.money.scope), own.money.place);
            own.steps = amount.iter().filter_map(|step| moved.get(*step)).map(|(step, _)| *step).collect();
            own.steps.sort_unstable();
        }
    }
    for circumstance in &mut plan.circumstances {
        circumstance.holds = column(Shelved::Truth(Scope::Family), circumstance.holds);
    }
    plan.slots = InputSlots::of(&plan.inputs);
    plan.presumes = plan.steps.iter().any(Step::is_presumed);
    Plan { measures, ..plan }
}

impl Said {
    /// Shows the columns that it reads.
    fn columns(self, mut show: impl FnMut(Shelved, usize)) {
        match self {
            Self::Truth(at) => show(Shelved::Truth(at.scope), at.place),
            Self::Number(Ratio { above, by, .. }) => {
                [above].into_iter().chain(by).for_each(|at| show(Shelved::Number(at.scope), at.place));
            }
            Self::Nothing | Self::Always(_) | Self::Constant(_) | Self::Choice(..) => {}
        }
    }

    /// Names columns and inputs by their new places.
    fn move_to(&mut self, column: &impl Fn(Shelved, usize) -> usize, input: impl FnOnce(usize) -> usize) {
        match self {
            Self::Truth(at) => at.place = column(Shelved::Truth(at.scope), at.place),
            Self::Number(Ratio { above, by, .. }) => {
                [above].into_iter().chain(by).for_each(|at| at.place = column(Shelved::Number(at.scope), at.place));
            }
            Self::Choice(place, _) => *place = input(*place),
            Self::Nothing | Self::Always(_) | Self::Constant(_) => {}
        }
    }
}

/// The told facts that are read, in the order in which they are met.
#[derive(Default)]
struct Inputs {
    order: Vec<usize>,
    known: BTreeMap<usize, usize>,
}

impl Inputs {
    fn place(&mut self, input: usize) -> usize {
        let next = self.order.len();
        let place = *self.known.entry(input).or_insert(next);
        if place == next {
            self.order.push(input);
        }
        place
    }
}

/// Marks a step and all that it reads.
fn mark(builder: &Builder, (steps, step): (&mut [Option<Step>], usize), needed: &mut [bool]) {
    let mut open = vec![step];
    while let Some(step) = open.pop() {
        if needed.get_mut(step).is_some_and(|needed| !std::mem::replace(needed, true)) {
            each_read(builder, steps, step, |read| open.push(read));
        }
    }
}

fn each_read(builder: &Builder, steps: &mut [Option<Step>], step: usize, mut each: impl FnMut(usize)) {
    if let Some(Some(step)) = steps.get_mut(step) {
        step.reads(&mut |shelved, place| {
            if shelved != Shelved::Input {
                each(builder.step_of(shelved, *place));
            }
        });
    }
}

/// The steps of conditions, and behind them those that only money needs; also those of the money of each measure.
fn with_money(
    (builder, steps): (&Builder, &mut [Option<Step>]),
    measures: &[MeasurePlan],
    (mut order, mut known): (Vec<usize>, Vec<bool>),
) -> (Vec<usize>, Vec<Vec<usize>>) {
    let is_condition = known.clone();
    let mut amounts = Vec::with_capacity(measures.len());
    for measure in measures {
        let mut own = vec![false; known.len()];
        if let Some(amount) = &measure.amount {
            let step = builder.step_of(Shelved::Number(amount.money.scope), amount.money.place);
            mark(builder, (steps, step), &mut own);
        }
        own.iter_mut().zip(&is_condition).for_each(|(own, condition)| *own &= !condition);
        known.iter_mut().zip(&own).for_each(|(known, own)| *known |= own);
        amounts.push(chosen(&own));
    }
    known.iter_mut().zip(&is_condition).for_each(|(known, condition)| *known &= !condition);
    order.extend(chosen(&known));
    (order, amounts)
}

fn chosen(marked: &[bool]) -> Vec<usize> {
    marked.iter().enumerate().filter(|(_, marked)| **marked).map(|(place, _)| place).collect()
}

/// What steps have in common that are done together: first what is no gate, then gates of as many parts.
type Kind = (u8, usize, Scope);

fn kind(step: &mut Step) -> Kind {
    let (shelved, _) = step.out();
    let scope = match shelved {
        Shelved::Truth(scope) | Shelved::Number(scope) => scope,
        Shelved::Input => Scope::Family,
    };
    let (kind, parts) = match step {
        Step::Number(..) => (1, 0),
        Step::Truth(_, step) => match step {
            TruthStep::Against(..) => (2, 0),
            TruthStep::Not(_) => (GATES, 1),
            TruthStep::And(parts) => (GATES.saturating_add(1), parts.len()),
            TruthStep::Or(parts) => (GATES.saturating_add(2), parts.len()),
            _ => (0, 0),
        },
    };
    (kind, parts, scope)
}

const GATES: u8 = 3;

/// Needed steps, what they read before them; of those that could be next the most of a kind.
fn alike(builder: &Builder, steps: &mut [Option<Step>], needed: &[bool]) -> Vec<usize> {
    let mut waits = vec![0_usize; steps.len()];
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    let mut ready: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    for step in chosen(needed) {
        let mut count = 0_usize;
        each_read(builder, steps, step, |read| {
            count = count.saturating_add(1);
            if let Some(readers) = readers.get_mut(read) {
                readers.push(step);
            }
        });
        if let Some(waits) = waits.get_mut(step) {
            *waits = count;
        }
        if count == 0
            && let Some(Some(own)) = steps.get_mut(step)
        {
            ready.entry(kind(own)).or_default().push(step);
        }
    }
    let mut order = Vec::with_capacity(steps.len());
    while let Some(next) = next_kind(&ready) {
        let now = ready.remove(&next).unwrap_or_default();
        for step in &now {
            for reader in readers.get(*step).into_iter().flatten() {
                let Some(waits) = waits.get_mut(*reader) else { continue };
                *waits = waits.saturating_sub(1);
                if *waits == 0
                    && let Some(Some(own)) = steps.get_mut(*reader)
                {
                    ready.entry(kind(own)).or_default().push(*reader);
                }
            }
        }
        order.extend(now);
    }
    order
}

/// What is no gate comes first, so that gates gather.
fn next_kind(ready: &BTreeMap<Kind, Vec<usize>>) -> Option<Kind> {
    let first = ready.keys().next().copied()?;
    if first.0 < GATES {
        return Some(first);
    }
    let most = ready.iter().max_by_key(|(kind, steps)| (steps.len(), std::cmp::Reverse(**kind)));
    most.map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::plan::{Reach, Read};

    #[test]
    fn what_no_measure_needs_is_left_out_and_columns_follow_their_steps() {
        let mut builder = Builder::default();
        let scope = Scope::Family;
        let one = builder.truth(scope, TruthStep::Presumed(true, Read::Truth(0)));
        let unread = builder.truth(scope, TruthStep::Constant(None));
        let two = builder.truth(scope, TruthStep::Presumed(false, Read::Truth(0)));
        builder.join(scope, &[one, unread], true);
        let first = builder.join(scope, &[one, two], true);
        let not = builder.not(first);
        let second = builder.join(scope, &[not, two], false);
        let measure = |measure, eligible| MeasurePlan {
            measure,
            version: 0,
            scope,
            each: None,
            eligible,
            grounds: Vec::new(),
            reach: Reach::Grant,
            is_doubtful: false,
            is_plain: true,
            is_for_specialist: false,
            amount: None,
        };
        let plan = ordered(builder, vec![measure(0, second.place), measure(1, first.place)]);
        let places: Vec<usize> = plan.steps.iter().cloned().map(|mut step| *step.out().1).collect();
        assert_eq!((plan.conditions, places), (5, vec![0, 1, 2, 3, 4]));
        assert!(plan.presumes);
        let Step::Truth(_, TruthStep::And(parts)) = &plan.steps[2] else { panic!("{:?}", plan.steps) };
        assert_eq!(parts, &[0, 1]);
        assert_eq!((plan.measures[0].eligible, plan.measures[1].eligible), (4, 2));
    }
}
