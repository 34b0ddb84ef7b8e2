//! What each step reads.

use super::{
    build::Builder,
    plan::{NumberAt, NumberStep, Scope, Step, TruthAt, TruthStep},
};

impl Builder {
    /// Calls with the place of each step that a step reads.
    pub fn reads(&self, step: &Step, mut read: impl FnMut(usize)) {
        let mut truths: Vec<TruthAt> = Vec::new();
        let mut numbers: Vec<NumberAt> = Vec::new();
        match step {
            Step::Truth(at, step) => {
                let (own, truth) = (at.scope, |place: &usize| TruthAt { scope: at.scope, place: *place });
                let number = |place: &usize| NumberAt { scope: own, place: *place };
                let member = |place: &usize| TruthAt { scope: Scope::Member, place: *place };
                match step {
                    TruthStep::Constant(_) | TruthStep::Presumed(_) => {}
                    TruthStep::Told(_, part) | TruthStep::OneOf(_, _, part) | TruthStep::Not(part) => {
                        truths.push(truth(part));
                    }
                    TruthStep::And(parts) | TruthStep::Or(parts) => truths.extend(parts.iter().map(truth)),
                    TruthStep::Choose(one, two, three) => truths.extend([one, two, three].map(truth)),
                    TruthStep::Compare(_, one, two) => numbers.extend([one, two].map(number)),
                    TruthStep::Against(_, one, _) | TruthStep::IsNone(one) => numbers.push(number(one)),
                    TruthStep::Some(value, mask) => truths.extend(mask.iter().chain([value]).map(member)),
                    TruthStep::Applicant(part) => truths.push(member(part)),
                    TruthStep::Spread(part) => truths.push(TruthAt { scope: Scope::Family, place: *part }),
                }
            }
            Step::Number(at, step) => {
                let number = |place: &usize| NumberAt { scope: at.scope, place: *place };
                let member = |place: &usize| TruthAt { scope: Scope::Member, place: *place };
                match step {
                    NumberStep::Constant(_) | NumberStep::Unknown | NumberStep::Presumed(_) => {}
                    NumberStep::Told(_, silent) => numbers.extend(silent.iter().map(number)),
                    NumberStep::Sum(parts, _) => numbers.extend(parts.iter().map(|(part, _)| number(part))),
                    NumberStep::Product(one, two) => numbers.extend([one, two].map(number)),
                    NumberStep::Extreme { of: parts, .. } | NumberStep::Calendar(_, parts) => {
                        numbers.extend(parts.iter().map(number));
                    }
                    NumberStep::Choose(condition, then, otherwise) => {
                        truths.push(TruthAt { scope: at.scope, place: *condition });
                        numbers.extend([then, otherwise].map(number));
                    }
                    NumberStep::OrNothing(part) => numbers.push(number(part)),
                    NumberStep::Rounded { number: part, by, .. } => numbers.extend(by.iter().chain([part]).map(number)),
                    NumberStep::Count(mask) => truths.extend(mask.iter().map(member)),
                    NumberStep::Total(mask, value) => {
                        truths.extend(mask.iter().map(member));
                        numbers.push(NumberAt { scope: Scope::Member, place: *value });
                    }
                    NumberStep::Applicant(part) => numbers.push(NumberAt { scope: Scope::Member, place: *part }),
                    NumberStep::Spread(part) => numbers.push(NumberAt { scope: Scope::Family, place: *part }),
                }
            }
        }
        for at in truths {
            read(self.truth_step(at));
        }
        for at in numbers {
            read(self.number_step(at));
        }
    }
}
