//! Where the steps of a plan stand, and what each measure needs of them.

use std::collections::BTreeSet;

use super::super::{
    plan::{InputKind, NumberAt, NumberStep, Plan, Scope, Step, TruthAt, TruthStep},
    reads::Shelved,
    single::Span,
};

/// The step that fills each column, by scope, and what each measure needs.
#[derive(Debug, Default)]
pub(in super::super) struct Index {
    truths: [Vec<usize>; 2],
    numbers: [Vec<usize>; 2],
    /// The steps of the conditions of each measure, in order.
    needed: Vec<Vec<usize>>,
    /// Whether a plan can say all of them.
    is_whole: Vec<bool>,
    /// The steps of the money of each measure, in order.
    money: Vec<Vec<usize>>,
}

impl Index {
    /// The steps of a plan; columns stand in their order.
    pub fn new(plan: &Plan) -> Self {
        let mut index = Self::default();
        for (place, step) in plan.steps.iter().enumerate() {
            let (columns, scope) = match step {
                Step::Truth(at, _) => (&mut index.truths, at.scope),
                Step::Number(at, _) => (&mut index.numbers, at.scope),
            };
            if let Some(columns) = columns.get_mut(scope.place()) {
                columns.push(place);
            }
        }
        let mut steps = plan.steps.clone();
        for measure in &plan.measures {
            let roots = measure.conditions().filter_map(|place| index.step_of(Shelved::Truth(measure.scope), place));
            let needed = index.cone(&mut steps, roots.collect());
            let is_said = |place: &usize| !plan.steps.get(*place).is_some_and(Step::is_unsaid);
            index.is_whole.push(needed.iter().all(is_said));
            index.needed.push(needed);
            let money = measure.amount.as_ref().map(|amount| amount.money);
            let root = money.and_then(|at| index.step_of(Shelved::Number(at.scope), at.place));
            let money = index.cone(&mut steps, root.into_iter().collect());
            index.money.push(money);
        }
        index
    }

    fn step_of(&self, shelved: Shelved, place: usize) -> Option<usize> {
        let (columns, scope) = match shelved {
            Shelved::Input => return None,
            Shelved::Truth(scope) => (&self.truths, scope),
            Shelved::Number(scope) => (&self.numbers, scope),
        };
        columns.get(scope.place())?.get(place).copied()
    }

    /// Steps with all that they read, in order.
    fn cone(&self, steps: &mut [Step], mut open: Vec<usize>) -> Vec<usize> {
        let mut found = BTreeSet::new();
        while let Some(place) = open.pop() {
            if found.insert(place)
                && let Some(step) = steps.get_mut(place)
            {
                step.reads(&mut |shelved, place| open.extend(self.step_of(shelved, *place)));
            }
        }
        found.into_iter().collect()
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.truths.iter().chain(&self.numbers).map(Vec::len).sum()
    }

    /// The steps of the conditions of a measure, by its place in the plan.
    pub fn needed(&self, measure: usize) -> &[usize] {
        self.needed.get(measure).map_or(&[], Vec::as_slice)
    }

    /// The steps of its money.
    pub fn money(&self, measure: usize) -> &[usize] {
        self.money.get(measure).map_or(&[], Vec::as_slice)
    }

    /// Whether a plan can say all conditions of a measure.
    pub fn is_whole(&self, measure: usize) -> bool {
        self.is_whole.get(measure).copied().unwrap_or(false)
    }

    /// Marks the measures of which exact columns leave open what bounds leave open too: their conditions join told truths,
    /// named values, and told numbers against bounds on either side of which they can be.
    pub fn mark_plain(&self, plan: &mut Plan) {
        let is_plain: Vec<bool> = (0..plan.measures.len())
            .map(|measure| self.needed(measure).iter().all(|step| self.is_plain(plan, *step)))
            .collect();
        for (measure, is_plain) in plan.measures.iter_mut().zip(is_plain) {
            measure.is_plain = is_plain;
        }
    }

    fn is_plain(&self, plan: &Plan, step: usize) -> bool {
        match plan.steps.get(step) {
            Some(Step::Truth(_, TruthStep::Constant(None) | TruthStep::Compare(..) | TruthStep::IsNone(_))) | None => {
                false
            }
            Some(Step::Truth(at, TruthStep::Against(order, number, bound))) => {
                let number = NumberAt { scope: at.scope, place: *number };
                self.told_between(plan, number)
                    .is_some_and(|told| told.stands(*order, Span::point(*bound)) == (true, false))
            }
            // Whoever reads a number looks what it is.
            Some(Step::Truth(..) | Step::Number(..)) => true,
        }
    }

    /// Between which a number is that is told as it is; nothing where it is worked out.
    fn told_between(&self, plan: &Plan, at: NumberAt) -> Option<Span> {
        match self.number(plan, at)? {
            NumberStep::Told(input, None) | NumberStep::Untold(input) => match plan.inputs.get(*input)?.kind {
                InputKind::Number { low, high, .. } => Some(Span { low, high }),
                InputKind::Truth | InputKind::Choice { .. } => None,
            },
            NumberStep::Applicant(place) => self.told_between(plan, NumberAt { scope: Scope::Member, place: *place }),
            NumberStep::Spread(place) => self.told_between(plan, NumberAt { scope: Scope::Family, place: *place }),
            _ => None,
        }
    }

    pub fn truth<'p>(&self, plan: &'p Plan, at: TruthAt) -> Option<&'p TruthStep> {
        match plan.steps.get(*self.truths.get(at.scope.place())?.get(at.place)?)? {
            Step::Truth(_, step) => Some(step),
            Step::Number(..) => None,
        }
    }

    pub fn number<'p>(&self, plan: &'p Plan, at: NumberAt) -> Option<&'p NumberStep> {
        match plan.steps.get(*self.numbers.get(at.scope.place())?.get(at.place)?)? {
            Step::Number(_, step) => Some(step),
            Step::Truth(..) => None,
        }
    }
}
