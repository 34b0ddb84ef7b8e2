//! Ages are compared as days of birth: a family has one day of birth, and many rules their own age.

use super::{
    lower::Lowering,
    plan::{Ratio, Scope, TruthAt},
};
use crate::{
    check::{Comparison, Operation},
    eval::since,
    program::{Op, Operand},
    value::Date,
};

impl Lowering<'_> {
    /// An age (or time since a day) against a number is that day against another.
    pub(super) fn by_birth(
        &mut self,
        scope: Scope,
        order: Comparison,
        (one, two): (&Operand, &Operand),
    ) -> Option<TruthAt> {
        let node = self.program.nodes.get(self.program.flow.source(one.node).0)?;
        let Op::Operation(operation @ (Operation::AgeOn | Operation::MonthsBetween), parts) = &node.op else {
            return None;
        };
        let [birth, day] = parts.as_slice() else { return None };
        let inner = if node.axes.first.is_some() { Scope::Member } else { Scope::Family };
        let born = self.number(birth, inner)?;
        let day = self.number(day, inner).and_then(|day| self.builder.number_constant_of(day.above))?;
        let day = Date::from_day_number(day)?;
        let bound = self.number(two, inner).filter(|bound| bound.below == 1 && bound.by.is_none())?;
        let bound = self.builder.number_constant_of(bound.above)?;
        if born.below != 1 || born.by.is_some() {
            return None;
        }
        let (order, edge) = since(*operation, day, (order, bound.into()))?;
        let edge = self.builder.number_constant(inner, edge.day_number())?;
        let edge = Ratio { above: edge, below: 1, by: None };
        let found = self.builder.compare(order, born, edge)?;
        let is_applicant = Self::way(one, found.scope)?;
        let found = if is_applicant { self.builder.truth_in(found, Scope::Family) } else { found };
        Some(self.builder.truth_in(found, scope))
    }
}
