//! Steps as they are added: equal ones are shared, what is known at once is folded away.

use std::collections::HashMap;

use super::{
    plan::{NumberAt, NumberStep, Plan, Scope, Step, TruthAt, TruthStep},
    reads::Shelved,
};

/// A plan while it is built.
#[derive(Debug, Default)]
pub(super) struct Builder {
    pub plan: Plan,
    /// Where each step stands.
    known: HashMap<Step, usize>,
    /// The step of each column of truths, and of numbers, by scope.
    truths: [Vec<usize>; 2],
    numbers: [Vec<usize>; 2],
    /// The least and the greatest number of each column of numbers, by scope.
    bounds: [Vec<Bounds>; 2],
}

/// Between which whole numbers a column lies, and whether there may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub low: i128,
    pub high: i128,
    pub none: bool,
}

/// Numbers beyond this are left to the evaluator of one family.
const MOST: i128 = 1 << 62;

impl Bounds {
    pub fn of(number: i64) -> Self {
        Self { low: number.into(), high: number.into(), none: false }
    }

    /// All that lies between the ends that the ends of two can have.
    pub fn ends(self, other: Self, operation: impl Fn(i128, i128) -> Option<i128>) -> Option<Self> {
        let ends = [(self.low, other.low), (self.low, other.high), (self.high, other.low), (self.high, other.high)];
        let mut found: Option<(i128, i128)> = None;
        for (one, two) in ends {
            let end = operation(one, two)?;
            let (low, high) = found.unwrap_or((end, end));
            found = Some((low.min(end), high.max(end)));
        }
        let (low, high) = found?;
        Some(Self { low, high, none: self.none || other.none })
    }

    /// Either.
    pub fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high), none: self.none || other.none }
    }

    /// Whether every number fits into 32 bits, one of them for its sign.
    pub fn is_short(self) -> bool {
        i128::from(i32::MIN) <= self.low && self.high <= i128::from(i32::MAX)
    }

    /// The same, and none lies below zero.
    pub fn is_short_count(self) -> bool {
        self.is_short() && self.low >= 0
    }

    fn fits(self) -> bool {
        -MOST < self.low && self.low <= self.high && self.high < MOST
    }
}

impl Builder {
    /// A column of truths.
    pub fn truth(&mut self, scope: Scope, step: TruthStep) -> TruthAt {
        let place = self.truths.get(scope.place()).map_or(0, Vec::len);
        // A column is named by its step alone, so that equal steps are one.
        let key = Step::Truth(TruthAt { scope, place: 0 }, step.clone());
        if let Some(Step::Truth(at, _)) = self.known.get(&key).and_then(|step| self.plan.steps.get(*step)) {
            return *at;
        }
        let at = TruthAt { scope, place };
        let step = self.step(key, Step::Truth(at, step));
        if let Some(steps) = self.truths.get_mut(scope.place()) {
            steps.push(step);
        }
        at
    }

    /// A column of numbers between bounds; nothing where a machine word cannot hold them.
    pub fn number(&mut self, scope: Scope, step: NumberStep, bounds: Bounds) -> Option<NumberAt> {
        if !bounds.fits() {
            return None;
        }
        let place = self.numbers.get(scope.place()).map_or(0, Vec::len);
        let key = Step::Number(NumberAt { scope, place: 0 }, step.clone());
        if let Some(Step::Number(at, _)) = self.known.get(&key).and_then(|step| self.plan.steps.get(*step)) {
            return Some(*at);
        }
        let at = NumberAt { scope, place };
        let step = self.step(key, Step::Number(at, step));
        if let (Some(steps), Some(known)) = (self.numbers.get_mut(scope.place()), self.bounds.get_mut(scope.place())) {
            steps.push(step);
            known.push(bounds);
        }
        Some(at)
    }

    fn step(&mut self, key: Step, step: Step) -> usize {
        let place = self.plan.steps.len();
        self.known.insert(key, place);
        self.plan.steps.push(step);
        place
    }

    /// Between what a column lies.
    pub fn bounds(&self, at: NumberAt) -> Bounds {
        let found = self.bounds.get(at.scope.place()).and_then(|known| known.get(at.place));
        found.copied().unwrap_or(Bounds { low: -MOST, high: MOST, none: true })
    }

    /// The step that fills a column.
    pub fn step_of(&self, shelved: Shelved, place: usize) -> usize {
        match shelved {
            Shelved::Input => usize::MAX,
            Shelved::Truth(scope) => self.truth_step(TruthAt { scope, place }),
            Shelved::Number(scope) => self.number_step(NumberAt { scope, place }),
        }
    }

    /// The step of a column of truths.
    fn truth_step(&self, at: TruthAt) -> usize {
        self.truths.get(at.scope.place()).and_then(|steps| steps.get(at.place)).copied().unwrap_or(usize::MAX)
    }

    /// The step of a column of numbers.
    fn number_step(&self, at: NumberAt) -> usize {
        self.numbers.get(at.scope.place()).and_then(|steps| steps.get(at.place)).copied().unwrap_or(usize::MAX)
    }

    /// The same truth for all; `None` is unknown.
    pub fn constant(&mut self, scope: Scope, truth: Option<bool>) -> TruthAt {
        self.truth(scope, TruthStep::Constant(truth))
    }

    /// The truth that a column has for all; nothing where it depends on the lane, or is unknown.
    pub fn constant_of(&self, at: TruthAt) -> Option<bool> {
        match self.plan.steps.get(self.truth_step(at)) {
            Some(Step::Truth(_, TruthStep::Constant(truth))) => *truth,
            _ => None,
        }
    }

    /// Every one holds (or at least one).
    pub fn join(&mut self, scope: Scope, parts: &[TruthAt], every: bool) -> TruthAt {
        let mut rest = Vec::with_capacity(parts.len());
        for part in parts {
            match self.constant_of(*part) {
                Some(truth) if truth == every => {}
                Some(truth) => return self.constant(scope, Some(truth)),
                _ => rest.push(part.place),
            }
        }
        rest.sort_unstable();
        rest.dedup();
        match *rest.as_slice() {
            [] => self.constant(scope, Some(every)),
            [place] => TruthAt { scope, place },
            _ => self.truth(scope, if every { TruthStep::And(rest) } else { TruthStep::Or(rest) }),
        }
    }

    /// It does not hold.
    pub fn not(&mut self, part: TruthAt) -> TruthAt {
        match self.plan.steps.get(self.truth_step(part)) {
            Some(Step::Truth(_, TruthStep::Constant(truth))) => {
                let turned = truth.map(|truth| !truth);
                self.constant(part.scope, turned)
            }
            Some(Step::Truth(_, TruthStep::Not(inner))) => TruthAt { scope: part.scope, place: *inner },
            _ => self.truth(part.scope, TruthStep::Not(part.place)),
        }
    }

    /// The value where a condition holds, and where it does not.
    pub fn choose(&mut self, condition: TruthAt, then: TruthAt, otherwise: TruthAt) -> TruthAt {
        match self.constant_of(condition) {
            Some(true) => then,
            Some(false) => otherwise,
            // The same on both sides too: what leaves the condition open can be what no search parts.
            _ => self.truth(condition.scope, TruthStep::Choose(condition.place, then.place, otherwise.place)),
        }
    }

    /// A truth in another scope: that of the applicant for the family, that of the family for each member.
    pub fn truth_in(&mut self, at: TruthAt, scope: Scope) -> TruthAt {
        if at.scope == scope {
            return at;
        }
        if let Some(truth) = self.constant_of(at) {
            return self.constant(scope, Some(truth));
        }
        let step = match scope {
            Scope::Family => TruthStep::Applicant(at.place),
            Scope::Member => TruthStep::Spread(at.place),
        };
        self.truth(scope, step)
    }

    /// A number in another scope.
    pub fn number_in(&mut self, at: NumberAt, scope: Scope) -> Option<NumberAt> {
        if at.scope == scope {
            return Some(at);
        }
        let bounds = self.bounds(at);
        let step = match (self.plan.steps.get(self.number_step(at)), scope) {
            (Some(Step::Number(_, NumberStep::Constant(number))), _) => NumberStep::Constant(*number),
            (_, Scope::Family) => NumberStep::Applicant(at.place),
            (_, Scope::Member) => NumberStep::Spread(at.place),
        };
        self.number(scope, step, bounds)
    }

    /// A number that is the same for all.
    pub fn number_constant(&mut self, scope: Scope, number: i64) -> Option<NumberAt> {
        self.number(scope, NumberStep::Constant(Some(number)), Bounds::of(number))
    }

    /// What fills a column.
    pub fn number_of(&self, at: NumberAt) -> Option<&NumberStep> {
        match self.plan.steps.get(self.number_step(at))? {
            Step::Number(_, step) => Some(step),
            Step::Truth(..) => None,
        }
    }

    /// The number that is the same for all lanes of a column.
    pub fn number_constant_of(&self, at: NumberAt) -> Option<i64> {
        match self.number_of(at)? {
            NumberStep::Constant(number) => *number,
            _ => None,
        }
    }
}
