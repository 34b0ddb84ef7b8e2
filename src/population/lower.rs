//! From the nodes of a program to the steps of a plan. What has no exact form here is unknown.

use super::{
    build::Builder,
    plan::{InputKind, Ratio, Read, Scope, TruthAt, TruthStep},
};
use crate::{
    check::{Aggregate, Checked, Comparison},
    eval::NONE_BIT,
    program::{Axis, Node, NodeId, Op, Operand, Place, Program},
    value::Number,
    vocabulary::Vocabulary,
};

/// What a node became.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lowered {
    Truth(TruthAt),
    Number(Ratio),
    /// A fact of named values, by place among the inputs, and the scope of its lanes. What silence means is asked with the
    /// values that count.
    Choice(usize, Scope),
    /// Nothing that a plan can say.
    Unknown,
}

/// What is the same for every family, by node.
pub(super) trait Fixed {
    /// The truth of a node, where it is the same for all.
    fn truth(&self, node: NodeId) -> Option<bool>;
    /// The number of a node, where it is the same for all.
    fn number(&self, node: NodeId) -> Option<Number>;
}

/// Turns nodes into steps.
pub(super) struct Lowering<'a> {
    pub program: &'a Program,
    pub checked: &'a Checked,
    pub vocabulary: &'a Vocabulary,
    pub builder: Builder,
    /// What each node became.
    pub done: Vec<Lowered>,
}

impl<'a> Lowering<'a> {
    /// Lowers all nodes, operands before their readers.
    pub fn run((program, checked, vocabulary): (&'a Program, &'a Checked, &'a Vocabulary), fixed: &impl Fixed) -> Self {
        let done = Vec::with_capacity(program.nodes.len());
        let mut lowering = Self { program, checked, vocabulary, builder: Builder::default(), done };
        for (place, node) in program.nodes.iter().enumerate() {
            let found = lowering.constant(NodeId(place), node, fixed).or_else(|| lowering.node(node));
            lowering.done.push(found.unwrap_or(Lowered::Unknown));
        }
        lowering
    }

    fn constant(&mut self, id: NodeId, node: &Node, fixed: &impl Fixed) -> Option<Lowered> {
        if node.axes.len() > 0 {
            return None;
        }
        if let Some(truth) = fixed.truth(id) {
            return Some(Lowered::Truth(self.builder.constant(Scope::Family, Some(truth))));
        }
        let number = fixed.number(id)?;
        Some(Lowered::Number(self.builder.ratio_constant(Scope::Family, number)?))
    }

    fn node(&mut self, node: &Node) -> Option<Lowered> {
        let scope = match (node.axes.first, node.axes.second) {
            (None, None) => Scope::Family,
            (Some(Axis::Member), None) => Scope::Member,
            _ => return None,
        };
        self.condition(scope, node).map(Lowered::Truth).or_else(|| self.value(scope, node))
    }

    pub(super) fn lowered(&self, operand: &Operand) -> Lowered {
        self.done.get(operand.node.0).copied().unwrap_or(Lowered::Unknown)
    }

    /// Whether an operand is read at the applicant, or at the reader's own lane; nothing else has lanes here.
    pub(super) fn way(operand: &Operand, from: Scope) -> Option<bool> {
        match (operand.first, operand.second, from) {
            (None, None, Scope::Family) | (Some(Place::Item(0)), None, Scope::Member) => Some(false),
            (Some(Place::Applicant), None, Scope::Member) => Some(true),
            _ => None,
        }
    }

    /// The truth of an operand in the scope of its reader.
    pub fn truth(&mut self, operand: &Operand, scope: Scope) -> Option<TruthAt> {
        let Lowered::Truth(at) = self.lowered(operand) else { return None };
        let is_applicant = Self::way(operand, at.scope)?;
        let at = if is_applicant { self.builder.truth_in(at, Scope::Family) } else { at };
        Some(self.builder.truth_in(at, scope))
    }

    /// The same; what a plan cannot say is unknown.
    pub fn condition_of(&mut self, operand: &Operand, scope: Scope) -> TruthAt {
        self.truth(operand, scope).unwrap_or_else(|| self.builder.constant(scope, None))
    }

    /// The number of an operand in the scope of its reader.
    pub fn number(&mut self, operand: &Operand, scope: Scope) -> Option<Ratio> {
        let Lowered::Number(ratio) = self.lowered(operand) else { return None };
        let is_applicant = Self::way(operand, ratio.above.scope)?;
        let ratio = if is_applicant { self.builder.ratio_in(ratio, Scope::Family)? } else { ratio };
        self.builder.ratio_in(ratio, scope)
    }

    pub(super) fn numbers(&mut self, operands: &[Operand], scope: Scope) -> Option<Vec<Ratio>> {
        operands.iter().map(|operand| self.number(operand, scope)).collect()
    }

    /// A node that is a condition.
    fn condition(&mut self, scope: Scope, node: &Node) -> Option<TruthAt> {
        match &node.op {
            Op::Truth(truth) => Some(self.builder.constant(scope, Some(*truth))),
            Op::And(parts) | Op::Or(parts) => {
                let every = matches!(node.op, Op::And(_));
                let parts: Vec<TruthAt> = parts.iter().map(|part| self.condition_of(part, scope)).collect();
                Some(self.builder.join(scope, &parts, every))
            }
            Op::Not(part) => {
                let part = self.truth(part, scope)?;
                Some(self.builder.not(part))
            }
            Op::Compare(order, one, two) => self.compare(scope, *order, (one, two)),
            Op::CompareTruths(equal, one, two) => {
                let (one, two) = (self.truth(one, scope)?, self.truth(two, scope)?);
                let (not_one, not_two) = (self.builder.not(one), self.builder.not(two));
                let other = if *equal { [not_one, not_two] } else { [not_two, not_one] };
                let pairs = if *equal { [[one, two], other] } else { [[one, other[0]], [other[1], two]] };
                let pairs = pairs.map(|pair| self.builder.join(scope, &pair, true));
                Some(self.builder.join(scope, &pairs, false))
            }
            Op::OneOf(part, mask) => self.one_of(scope, part, *mask),
            Op::IsNone(part) => self.is_none(scope, part),
            Op::Choose(branches, otherwise) => {
                let mut found = self.truth(otherwise, scope)?;
                for (when, is) in branches.iter().rev() {
                    let (when, is) = (self.truth(when, scope)?, self.truth(is, scope)?);
                    found = self.builder.choose(when, is, found);
                }
                Some(found)
            }
            Op::Reduce { aggregate: Aggregate::Any | Aggregate::All, axis: Axis::Member, owner: None, mask, value } => {
                let every = matches!(node.op, Op::Reduce { aggregate: Aggregate::All, .. });
                self.reduced(scope, (mask.as_ref(), value.as_ref()?), every)
            }
            Op::Fact { fact, applies, derive } => {
                let input = self.input(*fact, scope)?;
                if !matches!(self.builder.plan.inputs.get(input)?.kind, InputKind::Truth) {
                    return None;
                }
                self.told_truth(Read::Truth(input), (applies.as_ref(), derive.as_ref()), scope)
            }
            Op::Labelled(_, part) => self.truth(part, scope),
            _ => None,
        }
    }

    fn reduced(&mut self, scope: Scope, (mask, value): (Option<&Operand>, &Operand), every: bool) -> Option<TruthAt> {
        if scope != Scope::Family {
            return None;
        }
        let value = self.truth(value, Scope::Member)?;
        let value = if every { self.builder.not(value) } else { value };
        let mask = match mask {
            Some(mask) => Some(self.truth(mask, Scope::Member)?.place),
            None => None,
        };
        // Every member is good where none is bad.
        let some = self.builder.truth(Scope::Family, TruthStep::Some(value.place, mask));
        Some(if every { self.builder.not(some) } else { some })
    }

    fn compare(&mut self, scope: Scope, order: Comparison, (one, two): (&Operand, &Operand)) -> Option<TruthAt> {
        if let Some(found) = self.by_birth(scope, order, (one, two)) {
            return Some(found);
        }
        let (one, two) = (self.number(one, scope)?, self.number(two, scope)?);
        self.builder.compare(order, one, two)
    }

    pub(super) fn one_of(&mut self, scope: Scope, part: &Operand, mask: u64) -> Option<TruthAt> {
        let Lowered::Choice(input, own) = self.lowered(part) else { return None };
        let is_applicant = Self::way(part, own)?;
        let node = self.program.nodes.get(self.program.flow.source(part.node).0)?;
        let Op::Fact { applies, .. } = &node.op else { return None };
        let found = self.told_truth(Read::OneOf(input, mask), (applies.as_ref(), None), own)?;
        let found = if is_applicant { self.builder.truth_in(found, Scope::Family) } else { found };
        Some(self.builder.truth_in(found, scope))
    }

    fn is_none(&mut self, scope: Scope, part: &Operand) -> Option<TruthAt> {
        match self.lowered(part) {
            Lowered::Choice(..) => self.one_of(scope, part, NONE_BIT),
            Lowered::Number(_) => {
                let part = self.number(part, scope)?;
                let is_ever = self.builder.bounds(part.above).none;
                Some(if is_ever {
                    self.builder.truth(scope, TruthStep::IsNone(part.above.place))
                } else {
                    self.builder.constant(scope, Some(false))
                })
            }
            _ => None,
        }
    }
}
