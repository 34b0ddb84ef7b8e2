//! Numbers and named values of a program as columns.

use super::{
    build::Bounds,
    lower::{Lowered, Lowering},
    plan::{NumberStep, Ratio, Scope},
};
use crate::{
    check::{Aggregate, Operation},
    family::MOST_MEMBERS,
    program::{Axis, Kind, Node, Op, Operand},
    value::Date,
};

impl Lowering<'_> {
    /// A node that is a number or a named value.
    pub(super) fn value(&mut self, scope: Scope, node: &Node) -> Option<Lowered> {
        let found = match &node.op {
            Op::Number(number) => self.builder.ratio_constant(scope, *number)?,
            Op::NoLaw(Kind::Span) | Op::LeftOut => {
                let bounds = Bounds { none: true, ..Bounds::of(0) };
                let above = self.builder.number(scope, NumberStep::Constant(None), bounds)?;
                Ratio { above, below: 1, by: None }
            }
            Op::Operation(operation, parts) => self.operation(scope, *operation, parts)?,
            Op::Extreme(greatest, parts) => {
                let parts = self.numbers(parts, scope)?;
                self.builder.extreme(scope, &parts, *greatest)?
            }
            Op::Choose(branches, otherwise) => {
                let mut found = self.number(otherwise, scope)?;
                for (when, is) in branches.iter().rev() {
                    let (when, is) = (self.truth(when, scope)?, self.number(is, scope)?);
                    found = self.builder.either(when, is, found)?;
                }
                found
            }
            Op::Reduce { aggregate, axis: Axis::Member, owner: None, mask, value } if scope == Scope::Family => {
                self.total(*aggregate, mask.as_ref(), value.as_ref())?
            }
            Op::Fact { fact, applies, derive } => {
                return self.fact(scope, *fact, (applies.as_ref(), derive.as_ref()));
            }
            Op::Labelled(_, part) => match self.lowered(part) {
                choice @ Lowered::Choice(_, own) if own == scope && Self::way(part, own) == Some(false) => {
                    return Some(choice);
                }
                _ => self.number(part, scope)?,
            },
            _ => return None,
        };
        Some(Lowered::Number(found))
    }

    fn operation(&mut self, scope: Scope, operation: Operation, operands: &[Operand]) -> Option<Ratio> {
        let parts = self.numbers(operands, scope)?;
        match (operation, parts.as_slice()) {
            (Operation::Add, parts) => self.builder.add(scope, parts, false),
            (Operation::Subtract | Operation::DaysBetween, parts) => self.builder.add(scope, parts, true),
            (Operation::Multiply, [one, two]) => self.builder.multiply(*one, *two),
            (Operation::Divide, [one, two]) => self.builder.divide(*one, *two),
            (Operation::Negate, [part]) => self.builder.negated(*part),
            (Operation::Round(rounding), [part]) => self.builder.rounded(*part, rounding),
            (Operation::OrNothing, [part]) => {
                let bounds = self.builder.bounds(part.above);
                if !bounds.none {
                    return Some(*part);
                }
                let bounds = Bounds { none: false, ..bounds.hull(Bounds::of(0)) };
                let above = self.builder.number(scope, NumberStep::OrNothing(part.above.place), bounds)?;
                Some(Ratio { above, ..*part })
            }
            (
                Operation::AgeOn
                | Operation::MonthsBetween
                | Operation::AddMonths
                | Operation::SubtractMonths
                | Operation::AddDays
                | Operation::SubtractDays
                | Operation::Birthday
                | Operation::Year
                | Operation::Month
                | Operation::Day
                | Operation::MonthOf
                | Operation::DateOf
                | Operation::DaysInYear,
                parts,
            ) => self.calendar(scope, operation, parts),
            _ => None,
        }
    }

    fn calendar(&mut self, scope: Scope, operation: Operation, parts: &[Ratio]) -> Option<Ratio> {
        let mut places = Vec::with_capacity(parts.len());
        let mut none = false;
        for part in parts {
            if part.below != 1 || part.by.is_some() {
                return None;
            }
            places.push(part.above.place);
            none |= self.builder.bounds(part.above).none;
        }
        let (low, high) = match operation {
            Operation::AgeOn | Operation::Year | Operation::DaysInYear => (-9_999, 9_999),
            Operation::MonthsBetween => (-120_000, 120_000),
            Operation::Month | Operation::Day => (1, 31),
            _ => (Date::MIN.day_number(), Date::MAX.day_number()),
        };
        let bounds = Bounds { low: low.into(), high: high.into(), none };
        let above = self.builder.number(scope, NumberStep::Calendar(operation, places), bounds)?;
        Some(Ratio { above, below: 1, by: None })
    }

    fn total(&mut self, aggregate: Aggregate, mask: Option<&Operand>, value: Option<&Operand>) -> Option<Ratio> {
        let mask = match mask {
            Some(mask) => Some(self.truth(mask, Scope::Member)?.place),
            None => None,
        };
        // The applicant is always there.
        let most = i128::try_from(MOST_MEMBERS).ok()?;
        let count = Bounds { low: i128::from(mask.is_none()), high: most, none: false };
        match (aggregate, value) {
            (Aggregate::Count, _) => {
                let above = self.builder.number(Scope::Family, NumberStep::Count(mask), count)?;
                Some(Ratio { above, below: 1, by: None })
            }
            (Aggregate::Sum, Some(value)) => {
                let value = self.number(value, Scope::Member).filter(|value| value.by.is_none())?;
                let bounds = self.builder.bounds(value.above);
                if bounds.none {
                    return None;
                }
                let bounds = bounds.ends(count, i128::checked_mul)?.hull(Bounds::of(0));
                let step = NumberStep::Total(mask, value.above.place);
                let above = self.builder.number(Scope::Family, step, bounds)?;
                Some(Ratio { above, ..value })
            }
            _ => None,
        }
    }
}
