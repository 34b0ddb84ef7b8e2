//! The conditions of a family as a plan has them, shown to whoever goes through their cases.

use super::{
    super::{
        plan::{NumberAt, NumberStep, Plan, Scope, TruthAt, TruthStep},
        single::{Slots, Span},
    },
    index::Index,
};
use crate::{
    check::Comparison,
    eval::{Conditions, Form},
};

/// The conditions of a view, with numbers between bounds.
pub(super) struct Planned<'a> {
    pub plan: &'a Plan,
    pub index: &'a Index,
    pub slots: &'a Slots,
}

/// A condition or a number in a lane.
type InLane<T> = (T, usize);

impl Planned<'_> {
    /// A number by the column that works it out.
    fn itself(&self, (at, lane): InLane<NumberAt>) -> InLane<NumberAt> {
        match self.index.number(self.plan, at) {
            Some(NumberStep::Applicant(place)) => self.itself((NumberAt { scope: Scope::Member, place: *place }, 0)),
            Some(NumberStep::Spread(place)) => self.itself((NumberAt { scope: Scope::Family, place: *place }, 0)),
            _ => (at, lane),
        }
    }

    /// A number that is held against one that is known.
    fn compared(&self, (at, lane): InLane<TruthAt>, step: &TruthStep) -> Option<(NumberAt, Comparison, i64)> {
        let number = |place: usize| NumberAt { scope: at.scope, place };
        match step {
            TruthStep::Against(order, one, bound) => Some((number(*one), *order, *bound)),
            TruthStep::Compare(order, one, two) => {
                let known = |place: usize| {
                    let Span { low, high } = self.slots.span(number(place), lane);
                    (low == high && self.slots.is_number(number(place), lane)).then_some(low)
                };
                match (known(*one), known(*two)) {
                    (_, Some(bound)) => Some((number(*one), *order, bound)),
                    (Some(bound), _) => Some((number(*two), order.flipped(), bound)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

impl Conditions for Planned<'_> {
    type Truth = InLane<TruthAt>;
    type Number = InLane<NumberAt>;
    type Bound = i64;

    const DEEPEST: usize = 32;
    const MOST_STEPS: usize = 200;

    fn decided(&self, (at, lane): Self::Truth) -> Option<bool> {
        self.slots.decided(at, lane)
    }

    fn form(&self, (at, lane): Self::Truth) -> Form<Self::Truth, Self::Number, i64> {
        let own = |place: &usize| (TruthAt { place: *place, ..at }, lane);
        let in_scope = |scope: Scope, place: usize| (TruthAt { scope, place }, 0);
        let Some(step) = self.index.truth(self.plan, at) else { return Form::Other };
        match step {
            TruthStep::And(parts) => Form::All(parts.iter().map(own).collect()),
            TruthStep::Or(parts) => Form::Any(parts.iter().map(own).collect()),
            TruthStep::Not(part) => Form::Not(own(part)),
            TruthStep::Choose(when, is, otherwise) => Form::Choice(vec![(own(when), own(is))], own(otherwise)),
            TruthStep::IsNone(one) => Form::IsNone(self.itself((NumberAt { scope: at.scope, place: *one }, lane))),
            TruthStep::Applicant(part) => Form::All(vec![in_scope(Scope::Member, *part)]),
            TruthStep::Spread(part) => Form::All(vec![in_scope(Scope::Family, *part)]),
            step => match self.compared((at, lane), step) {
                Some((number, order, bound)) => Form::Against(self.itself((number, lane)), order, bound),
                None => Form::Other,
            },
        }
    }

    fn span(&self, (number, lane): Self::Number) -> ([i64; 2], bool) {
        let Span { low, high } = self.slots.span(number, lane);
        ([low, high], !self.slots.is_number(number, lane))
    }
}
