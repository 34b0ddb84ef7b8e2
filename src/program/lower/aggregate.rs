//! Aggregates: one value out of lists and out of values beside them; what is none is skipped.

use super::{Kind, Lowering, Op, Ref, Slot, list::Selected};
use crate::{
    check::{Aggregate, List, Operation, Typed, Written},
    program::node::Axis,
    source::Span,
    value::Number,
};

impl Lowering<'_> {
    /// Lists and values side by side.
    pub fn aggregate(&mut self, aggregate: Aggregate, lists: &[List], values: &[Typed], span: Span) -> Option<Ref> {
        let kind = match aggregate {
            Aggregate::All | Aggregate::Any => Kind::Truth,
            _ => Kind::Span,
        };
        let mut parts: Vec<Ref> = Vec::new();
        for list in lists {
            if let List::Literal(literal) = list {
                for written in literal {
                    parts.push(self.written(aggregate, written)?);
                }
                continue;
            }
            let mut selected = self.list(list)?;
            let value = if aggregate == Aggregate::Count {
                if let Some(value) = selected.value.take().filter(|value| self.has_none(value)) {
                    selected.mask = Some(self.without_none(selected.mask.as_ref(), &value, span)?);
                }
                None
            } else {
                Some(selected.value?)
            };
            parts.push(self.reduce(aggregate, &selected, value.as_ref(), kind, span)?);
        }
        for value in values {
            parts.push(self.single(aggregate, value)?);
        }
        match (aggregate, parts.as_slice()) {
            (Aggregate::Count | Aggregate::Sum, []) => return Some(self.number(Number::ZERO, span)),
            (Aggregate::Min | Aggregate::Max, _) => {}
            (_, [only]) => return Some(*only),
            _ => {}
        }
        let parts: Vec<&Ref> = parts.iter().collect();
        self.combine(&parts, kind, span, |parts| match aggregate {
            Aggregate::All => Op::And(parts),
            Aggregate::Any => Op::Or(parts),
            Aggregate::Min => Op::Extreme(false, parts),
            Aggregate::Max => Op::Extreme(true, parts),
            Aggregate::Count | Aggregate::Sum => Op::Operation(Operation::Add, parts),
        })
    }

    /// What a value of a written list adds to an aggregate; where the list leaves it out it adds nothing.
    fn written(&mut self, aggregate: Aggregate, written: &Written) -> Option<Ref> {
        let found = self.single(aggregate, &written.value)?;
        let Some(when) = &written.when else { return Some(found) };
        let span = when.span;
        let when = self.term(when)?;
        let nothing = match aggregate {
            Aggregate::Count | Aggregate::Sum => self.number(Number::ZERO, span),
            Aggregate::Min | Aggregate::Max => self.leaf(Op::LeftOut, Kind::Span, span),
            Aggregate::All => self.truth(true, span),
            Aggregate::Any => self.truth(false, span),
        };
        self.choose_refs(&[(when, found)], &nothing, span)
    }

    /// What one value adds to an aggregate; where there is none it adds nothing.
    fn single(&mut self, aggregate: Aggregate, value: &Typed) -> Option<Ref> {
        let span = value.span;
        if aggregate == Aggregate::Count {
            let one = self.number(Number::ONE, span);
            if !value.may_be_none() {
                return Some(one);
            }
            let value = self.term(value)?;
            let none = self.none_of(&value, span)?;
            let nothing = self.number(Number::ZERO, span);
            return self.choose_refs(&[(none, nothing)], &one, span);
        }
        let found = self.term(value)?;
        if aggregate != Aggregate::Sum || !value.may_be_none() {
            return Some(found);
        }
        self.combine(&[&found], Kind::Span, span, |parts| Op::Operation(Operation::OrNothing, parts))
    }

    /// The items of a list of values that are there.
    fn without_none(&mut self, mask: Option<&Ref>, value: &Ref, span: Span) -> Option<Ref> {
        let none = self.none_of(value, span)?;
        let there = self
            .combine(&[&none], Kind::Truth, span, |parts| parts.first().map_or(Op::Undecided, |part| Op::Not(*part)))?;
        let parts: Vec<&Ref> = mask.into_iter().chain([&there]).collect();
        self.combine(&parts, Kind::Truth, span, Op::And)
    }

    fn none_of(&mut self, value: &Ref, span: Span) -> Option<Ref> {
        self.combine(&[value], Kind::Truth, span, |parts| parts.first().map_or(Op::Undecided, |part| Op::IsNone(*part)))
    }

    /// Whether a value can be none: conditions and months are always there.
    fn has_none(&self, value: &Ref) -> bool {
        let Some(node) = self.nodes.get_index(value.node.0) else { return true };
        match &node.op {
            Op::Months { .. } => false,
            Op::Fact { fact, .. } => self.checked.symbols.facts.get(*fact).is_none_or(|fact| fact.optional),
            _ => node.kind != Kind::Truth,
        }
    }

    /// One value out of the items of a list.
    pub fn reduce(
        &mut self,
        aggregate: Aggregate,
        list: &Selected,
        value: Option<&Ref>,
        kind: Kind,
        span: Span,
    ) -> Option<Ref> {
        let axis = self.axis(list.variable)?;
        let parts: Vec<&Ref> = list.mask.iter().chain(value).collect();
        // The node's own variables, without the one that goes away; the owner of grouped records is one of its own.
        let mut own: Vec<super::Variable> = Vec::new();
        for variable in parts.iter().flat_map(|part| part.variables()) {
            if variable != list.variable && !own.contains(&variable) {
                own.push(variable);
            }
        }
        let owner = list.owner.map(|slot| (self.variable(Axis::Member), slot));
        if let Some((member, _)) = owner {
            own.push(member);
        }
        if own.len() > 2 {
            self.too_deep(span);
            return None;
        }
        let mut coordinates = own.clone();
        coordinates.push(list.variable);
        let mut operands = parts.iter().map(|part| super::operand(part, &coordinates));
        let mask = if list.mask.is_some() { operands.next() } else { None };
        let op = Op::Reduce {
            aggregate,
            axis,
            owner: owner.map(|_| own.len().saturating_sub(1)),
            mask,
            value: operands.next(),
        };
        let found = self.node(op, &own, kind, span);
        Some(match owner {
            Some((member, slot)) => found.with(|known| if known == Slot::Item(member) { slot } else { known }),
            None => found,
        })
    }
}
