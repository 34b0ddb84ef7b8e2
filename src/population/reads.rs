//! What each step reads and fills.

use super::plan::{NumberStep, Read, Scope, Step, TruthStep};

/// What a place of a step is a place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelved {
    /// The told facts.
    Input,
    /// The columns of truths of a scope.
    Truth(Scope),
    /// The columns of numbers of a scope.
    Number(Scope),
}

impl Step {
    /// The column that it fills.
    pub fn out(&mut self) -> (Shelved, &mut usize) {
        match self {
            Self::Truth(at, _) => (Shelved::Truth(at.scope), &mut at.place),
            Self::Number(at, _) => (Shelved::Number(at.scope), &mut at.place),
        }
    }

    /// Calls with every place that it reads.
    pub fn reads(&mut self, each: &mut impl FnMut(Shelved, &mut usize)) {
        match self {
            Self::Truth(at, step) => step.reads(at.scope, each),
            Self::Number(at, step) => step.reads(at.scope, each),
        }
    }
}

impl Read {
    fn input_mut(&mut self) -> &mut usize {
        match self {
            Self::Truth(input) | Self::OneOf(input, _) => input,
        }
    }
}

impl TruthStep {
    fn reads(&mut self, own: Scope, each: &mut impl FnMut(Shelved, &mut usize)) {
        let truth = Shelved::Truth(own);
        match self {
            Self::Constant(_) => {}
            Self::Presumed(_, read) | Self::Untold(read) => each(Shelved::Input, read.input_mut()),
            Self::Told(read, silent) => {
                each(Shelved::Input, read.input_mut());
                if let Some(part) = silent {
                    each(truth, part);
                }
            }
            Self::Not(part) => each(truth, part),
            Self::And(parts) | Self::Or(parts) => parts.iter_mut().for_each(|part| each(truth, part)),
            Self::Choose(one, two, three) => [one, two, three].into_iter().for_each(|part| each(truth, part)),
            Self::Compare(_, one, two) => [one, two].into_iter().for_each(|part| each(Shelved::Number(own), part)),
            Self::Against(_, one, _) | Self::IsNone(one) => each(Shelved::Number(own), one),
            Self::Some(value, mask) => {
                mask.iter_mut().chain([value]).for_each(|part| each(Shelved::Truth(Scope::Member), part));
            }
            Self::Applicant(part) => each(Shelved::Truth(Scope::Member), part),
            Self::Spread(part) => each(Shelved::Truth(Scope::Family), part),
        }
    }
}

impl NumberStep {
    fn reads(&mut self, own: Scope, each: &mut impl FnMut(Shelved, &mut usize)) {
        let number = Shelved::Number(own);
        match self {
            Self::Constant(_) | Self::Unknown => {}
            Self::Untold(input) | Self::Presumed(_, input) => each(Shelved::Input, input),
            Self::Told(input, silent) => {
                each(Shelved::Input, input);
                if let Some(part) = silent {
                    each(number, part);
                }
            }
            Self::Sum(parts, _) => parts.iter_mut().for_each(|(part, _)| each(number, part)),
            Self::Product(one, two) => [one, two].into_iter().for_each(|part| each(number, part)),
            Self::Extreme { of: parts, .. } | Self::Calendar(_, parts) => {
                for part in parts {
                    each(number, part);
                }
            }
            Self::Choose(condition, then, otherwise) => {
                each(Shelved::Truth(own), condition);
                each(number, then);
                each(number, otherwise);
            }
            Self::OrNothing(part) => each(number, part),
            Self::Rounded { number: part, by, .. } => {
                by.iter_mut().chain([part]).for_each(|part| each(number, part));
            }
            Self::Count(mask) => mask.iter_mut().for_each(|part| each(Shelved::Truth(Scope::Member), part)),
            Self::Total(mask, value) => {
                if let Some(part) = mask {
                    each(Shelved::Truth(Scope::Member), part);
                }
                each(Shelved::Number(Scope::Member), value);
            }
            Self::Applicant(part) => each(Shelved::Number(Scope::Member), part),
            Self::Spread(part) => each(Shelved::Number(Scope::Family), part),
        }
    }
}
