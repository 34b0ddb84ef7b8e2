//! Facts as columns: what was told, and what silence means.

use super::{
    build::Bounds,
    lower::{Lowered, Lowering},
    plan::{Input, InputKind, NO_CHOICE, NumberAt, NumberStep, Ratio, Read, Scope, TruthAt, TruthStep},
    word::first_lanes,
};
use crate::{
    check::{CheckedFact, Entity, Standing, Type},
    eval::NONE_BIT,
    program::{Moment, Operand},
    value::{Date, Number},
};

impl Lowering<'_> {
    /// The place of a fact among the inputs.
    pub(super) fn input(&mut self, fact: usize, scope: Scope) -> Option<usize> {
        let found = self.checked.fact(fact)?;
        let symbol = &found.symbol;
        let own = match symbol.entity {
            Entity::Family => Scope::Family,
            Entity::Member => Scope::Member,
            Entity::Record(_) => return None,
        };
        let kind = self.input_kind(found)?;
        if own != scope {
            return None;
        }
        let slot = self.vocabulary.slot(fact);
        let is_presumed = found.presumed.is_some();
        let input = Input { fact, slot, scope, accepts: symbol.accepts, kind, is_presumed };
        let inputs = &mut self.builder.plan.inputs;
        Some(inputs.iter().position(|known| *known == input).unwrap_or_else(|| {
            inputs.push(input);
            inputs.len().saturating_sub(1)
        }))
    }

    fn input_kind(&self, found: &CheckedFact) -> Option<InputKind> {
        let symbol = &found.symbol;
        let none = symbol.optional;
        Some(match symbol.r#type {
            Type::Boolean => InputKind::Truth,
            Type::Choice(enumeration) => {
                let values = self.checked.symbols.enumerations.get(enumeration)?.values.len();
                let values = first_lanes(values.min(usize::from(NO_CHOICE)));
                InputKind::Choice { of: if none { values | NONE_BIT } else { values } }
            }
            Type::Date => {
                let (low, high) = self.days_of(found);
                InputKind::Number { parts: 1, low, high, none }
            }
            Type::Number(_) => {
                let parts = 10_i64.checked_pow(symbol.digits)?;
                let range = symbol.range?;
                let end = |end: Number| end.checked_mul(Number::from(parts)).and_then(Number::to_i64);
                InputKind::Number { parts, low: end(range.low)?, high: end(range.high)?, none }
            }
            _ => return None,
        })
    }

    /// Between which days a day is that nobody told: whoever is named is born.
    fn days_of(&self, found: &CheckedFact) -> (i64, i64) {
        let is_birth = found.symbol.entity == Entity::Member && found.symbol.name == "birth_date";
        let last = match self.program.moment {
            Moment::On(day) if is_birth => day,
            _ => Date::LATEST,
        };
        (Date::EARLIEST.day_number(), last.day_number())
    }

    pub(super) fn fact(
        &mut self,
        scope: Scope,
        fact: usize,
        (applies, derive): (Option<&Operand>, Option<&Operand>),
    ) -> Option<Lowered> {
        let input = self.input(fact, scope)?;
        let (parts, (low, high)) = match self.builder.plan.inputs.get(input)?.kind {
            InputKind::Number { parts, low, high, .. } => (parts, (low, high)),
            InputKind::Choice { .. } if derive.is_none() => return Some(Lowered::Choice(input, scope)),
            InputKind::Choice { .. } | InputKind::Truth => return None,
        };
        let found = self.checked.fact(fact)?;
        let none = found.symbol.optional;
        let (low, high) = match found.symbol.r#type {
            // What was told may be any day.
            Type::Date => (Date::MIN.day_number(), Date::MAX.day_number()),
            _ => (low, high),
        };
        let mut bounds = Bounds { low: low.into(), high: high.into(), none };
        let silent = match derive {
            Some(derive) => {
                let derived = self.number(derive, scope).filter(|given| given.below == parts && given.by.is_none());
                Some(match derived {
                    Some(given) => given.above,
                    None => self.builder.number(scope, NumberStep::Unknown, bounds)?,
                })
            }
            None => self.silent_number(found, (input, parts), applies, (scope, bounds)),
        };
        if let Some(silent) = silent {
            bounds = bounds.hull(self.builder.bounds(silent));
        }
        let step = NumberStep::Told(input, silent.map(|silent| silent.place));
        let above = self.builder.number(scope, step, bounds)?;
        Some(Lowered::Number(Ratio { above, below: parts, by: None }))
    }

    /// A condition on what was told of a fact, or else on what silence means.
    pub(super) fn told_truth(
        &mut self,
        read: Read,
        (applies, derive): (Option<&Operand>, Option<&Operand>),
        scope: Scope,
    ) -> Option<TruthAt> {
        let found = self.checked.fact(self.builder.plan.inputs.get(read.input())?.fact)?;
        let silent = if let Some(derive) = derive {
            Some(self.condition_of(derive, scope))
        } else {
            self.silent(read, applies, scope, (found.otherwise, found.presumed))
        };
        Some(self.builder.truth(scope, TruthStep::Told(read, silent.map(|silent| silent.place))))
    }

    /// What silence means: what is so where a fact does not apply, and what is presumed where it does; nothing where it
    /// means nothing.
    fn silent(
        &mut self,
        read: Read,
        applies: Option<&Operand>,
        scope: Scope,
        (otherwise, presumed): (Option<Standing>, Option<Standing>),
    ) -> Option<TruthAt> {
        let here = match presumed.map(|standing| read.of(standing)) {
            Some(Some(truth)) => TruthStep::Presumed(truth, read),
            Some(None) => TruthStep::Constant(None),
            None => TruthStep::Untold(read),
        };
        let here = self.builder.truth(scope, here);
        let Some(applies) = applies else { return presumed.is_some().then_some(here) };
        let elsewhere = match otherwise {
            Some(standing) => self.builder.constant(scope, read.of(standing)),
            None => self.builder.truth(scope, TruthStep::Untold(read)),
        };
        let applies = self.condition_of(applies, scope);
        Some(self.builder.choose(applies, here, elsewhere))
    }

    /// What silence about a number means, where it means anything.
    fn silent_number(
        &mut self,
        found: &CheckedFact,
        (input, parts): (usize, i64),
        applies: Option<&Operand>,
        (scope, untold): (Scope, Bounds),
    ) -> Option<NumberAt> {
        let mut standing = |standing: Option<Standing>, step: fn(Option<i64>, usize) -> NumberStep| {
            let Some(standing) = standing else { return self.builder.number(scope, NumberStep::Untold(input), untold) };
            let number = number_of(standing, parts);
            if number.is_none() && standing != Standing::None {
                return self.builder.number(scope, NumberStep::Unknown, untold);
            }
            let bounds = Bounds { none: number.is_none(), ..Bounds::of(number.unwrap_or(0)) };
            self.builder.number(scope, step(number, input), bounds)
        };
        let here = standing(found.presumed, NumberStep::Presumed)?;
        let Some(applies) = applies else { return found.presumed.is_some().then_some(here) };
        let elsewhere = standing(found.otherwise, |number, _| NumberStep::Constant(number))?;
        let applies = self.condition_of(applies, scope);
        let hull = self.builder.bounds(here).hull(self.builder.bounds(elsewhere));
        self.builder.number(scope, NumberStep::Choose(applies.place, here.place, elsewhere.place), hull)
    }
}

/// A number by rule in parts; nothing where there is none, or no whole number of them.
fn number_of(standing: Standing, parts: i64) -> Option<i64> {
    match standing {
        Standing::Number(number) => number.checked_mul(Number::from(parts)).and_then(Number::to_i64),
        Standing::Date(date) => Some(date.day_number()),
        _ => None,
    }
}

impl Read {
    /// The truth of a condition where a fact has a value by rule; nothing where no such value has one.
    fn of(self, standing: Standing) -> Option<bool> {
        match (self, standing) {
            (Self::Truth(_), Standing::Truth(value)) => Some(value),
            (Self::OneOf(_, mask), Standing::Choice(place)) => Some(mask >> place.min(NO_CHOICE) & 1 == 1),
            (Self::OneOf(_, mask), Standing::None) => Some(mask & NONE_BIT != 0),
            _ => None,
        }
    }
}
