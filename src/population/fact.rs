//! Facts as columns: what was told, and what silence means.

use super::{
    build::Bounds,
    lower::{Lowered, Lowering},
    plan::{Input, InputKind, NO_CHOICE, NumberAt, NumberStep, Ratio, Scope, TruthAt, TruthStep},
};
use crate::{
    check::{CheckedFact, Entity, Standing, Type},
    eval::NONE_BIT,
    program::{Op, Operand},
    value::{Date, Number},
};

impl Lowering<'_> {
    /// The place of a fact among the inputs.
    pub(super) fn input(&mut self, fact: usize, scope: Scope) -> Option<usize> {
        let symbol = &self.checked.fact(fact)?.symbol;
        let own = match symbol.entity {
            Entity::Family => Scope::Family,
            Entity::Member => Scope::Member,
            Entity::Record(_) => return None,
        };
        let kind = match symbol.r#type {
            Type::Boolean => InputKind::Truth,
            Type::Choice(_) => InputKind::Choice,
            Type::Date => InputKind::Number { parts: 1 },
            Type::Number(_) => InputKind::Number { parts: 10_i64.checked_pow(symbol.digits)? },
            _ => return None,
        };
        if own != scope {
            return None;
        }
        let input = Input { fact, slot: self.vocabulary.slot(fact), scope, accepts: symbol.accepts, kind };
        let inputs = &mut self.builder.plan.inputs;
        Some(inputs.iter().position(|known| *known == input).unwrap_or_else(|| {
            inputs.push(input);
            inputs.len().saturating_sub(1)
        }))
    }

    pub(super) fn fact(
        &mut self,
        scope: Scope,
        fact: usize,
        (applies, derive): (Option<&Operand>, Option<&Operand>),
    ) -> Option<Lowered> {
        let input = self.input(fact, scope)?;
        let parts = match self.builder.plan.inputs.get(input)?.kind {
            InputKind::Number { parts } => parts,
            InputKind::Choice if derive.is_none() => return Some(Lowered::Choice(input, scope)),
            InputKind::Choice | InputKind::Truth => return None,
        };
        let found = self.checked.fact(fact)?;
        let (low, high) = match found.symbol.range {
            Some(range) => {
                let scaled = |end: Number| end.checked_mul(Number::from(parts));
                (scaled(range.low)?.floor(), scaled(range.high)?.ceiling())
            }
            None if found.symbol.r#type == Type::Date => (Date::MIN.day_number().into(), Date::MAX.day_number().into()),
            None => return None,
        };
        let mut bounds = Bounds { low, high, none: found.symbol.optional };
        let silent = match derive {
            Some(derive) => {
                let derived = self.number(derive, scope).filter(|given| given.below == parts && given.by.is_none());
                derived.map(|given| given.above)
            }
            None => self.silent_number(found, parts, applies, scope),
        };
        if let Some(silent) = silent {
            bounds = bounds.hull(self.builder.bounds(silent));
        }
        let step = NumberStep::Told(input, silent.map(|silent| silent.place));
        let above = self.builder.number(scope, step, bounds)?;
        Some(Lowered::Number(Ratio { above, below: parts, by: None }))
    }

    /// What silence about a truth means.
    pub(super) fn silent_truth(
        &mut self,
        fact: usize,
        (applies, derive): (Option<&Operand>, Option<&Operand>),
        scope: Scope,
    ) -> Option<TruthAt> {
        if let Some(derive) = derive {
            return Some(self.condition_of(derive, scope));
        }
        let found = self.checked.fact(fact)?;
        let truth = |standing| match standing {
            Some(Standing::Truth(value)) => Some(value),
            _ => None,
        };
        Some(self.silent(applies, scope, (truth(found.otherwise), truth(found.presumed))))
    }

    /// The truth where a fact does not apply, and what is presumed where it does.
    fn silent(
        &mut self,
        applies: Option<&Operand>,
        scope: Scope,
        (otherwise, presumed): (Option<bool>, Option<bool>),
    ) -> TruthAt {
        let here = match presumed {
            Some(truth) => self.builder.truth(scope, TruthStep::Presumed(truth)),
            None => self.builder.constant(scope, None),
        };
        let Some(applies) = applies else { return here };
        let applies = self.condition_of(applies, scope);
        let elsewhere = self.builder.constant(scope, otherwise);
        self.builder.choose(applies, here, elsewhere)
    }

    /// What silence about a fact of named values means for the question whether it is one of a mask.
    pub(super) fn silent_choice(&mut self, part: &Operand, scope: Scope, mask: u64) -> Option<TruthAt> {
        let node = self.program.nodes.get(self.program.flow.source(part.node).0)?;
        let Op::Fact { fact, applies, .. } = &node.op else { return None };
        let found = self.checked.fact(*fact)?;
        let is_one = |standing| match standing {
            Some(Standing::Choice(place)) => Some(mask >> place.min(NO_CHOICE) & 1 == 1),
            Some(Standing::None) => Some(mask & NONE_BIT != 0),
            _ => None,
        };
        Some(self.silent(applies.as_ref(), scope, (is_one(found.otherwise), is_one(found.presumed))))
    }

    /// What silence about a number means, where it means anything.
    fn silent_number(
        &mut self,
        found: &CheckedFact,
        parts: i64,
        applies: Option<&Operand>,
        scope: Scope,
    ) -> Option<NumberAt> {
        // A number, none at all, or nothing known.
        let value = |standing| match standing {
            Some(Standing::Number(number)) => {
                let whole = number.checked_mul(Number::from(parts)).and_then(Number::to_i64);
                whole.map(Some)
            }
            Some(Standing::Date(date)) => Some(Some(date.day_number())),
            Some(Standing::None) => Some(None),
            _ => None,
        };
        let (otherwise, presumed) = (value(found.otherwise), value(found.presumed));
        let bounds = |number: Option<i64>| Bounds { none: number.is_none(), ..Bounds::of(number.unwrap_or(0)) };
        let here = match presumed {
            Some(number) => self.builder.number(scope, NumberStep::Presumed(number), bounds(number))?,
            None => self.builder.number(scope, NumberStep::Unknown, Bounds::of(0))?,
        };
        let Some(applies) = applies else { return presumed.is_some().then_some(here) };
        let elsewhere = match otherwise {
            Some(number) => self.builder.number(scope, NumberStep::Constant(number), bounds(number))?,
            None => self.builder.number(scope, NumberStep::Unknown, Bounds::of(0))?,
        };
        let applies = self.condition_of(applies, scope);
        let hull = self.builder.bounds(here).hull(self.builder.bounds(elsewhere));
        self.builder.number(scope, NumberStep::Choose(applies.place, here.place, elsewhere.place), hull)
    }
}
