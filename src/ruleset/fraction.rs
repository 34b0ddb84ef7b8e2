//! How large the fractions of a program can grow: sizes are bounded, so denominators must be too.

use crate::{
    check::{Aggregate, Checked, Operation},
    program::{Axis, Kind, Node, NodeId, Op, Program},
    value::Number,
};

/// The denominators that the numbers of a node can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denominator {
    /// Each divides this one, so that sums keep it.
    Divides(i128),
    /// Each is at most this, and two of them may have nothing in common.
    AtMost(i128),
    /// Nothing bounds them.
    Endless,
}

/// A numerator or denominator up to here leaves room for every comparison and sum.
const ROOM: i128 = 1_000_000_000_000_000_000_000_000_000_000_000_000;

impl Denominator {
    /// The greatest possible denominator.
    pub fn most(self) -> Option<i128> {
        match self {
            Self::Divides(most) | Self::AtMost(most) => Some(most).filter(|most| *most <= ROOM),
            Self::Endless => None,
        }
    }

    fn of(most: Option<i128>, divides: bool) -> Self {
        match most.filter(|most| *most <= ROOM) {
            Some(most) if divides => Self::Divides(most),
            Some(most) => Self::AtMost(most),
            None => Self::Endless,
        }
    }

    /// Of a sum, a difference or one of two values.
    fn joined(self, other: Self) -> Self {
        match (self, other) {
            (Self::Divides(a), Self::Divides(b)) => Self::of(common_multiple(a, b), true),
            _ => self.product(other),
        }
    }

    fn product(self, other: Self) -> Self {
        let divides = matches!((self, other), (Self::Divides(_), Self::Divides(_)));
        let product = self.most().zip(other.most()).and_then(|(a, b)| a.checked_mul(b));
        Self::of(product, divides)
    }
}

fn common_multiple(a: i128, b: i128) -> Option<i128> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x.checked_rem(y)?);
    }
    a.checked_div(x)?.checked_mul(b)
}

/// The denominators of every node of a program; `magnitude` gives the greatest size of the numbers of a node.
pub(super) fn denominators(
    checked: &Checked,
    program: &Program,
    magnitude: impl Fn(NodeId) -> Option<i128>,
) -> Vec<Denominator> {
    let parameters = checked.symbols.parameters.iter().flat_map(|parameter| parameter.values.values().flatten());
    let recorded = parameters.map(|entry| Denominator::Divides(entry.value.denominator()));
    let recorded = recorded.fold(Denominator::Divides(1), Denominator::joined);
    let mut found: Vec<Denominator> = Vec::new();
    for node in &program.nodes {
        let next = Growing { checked, program, recorded, found: &found, magnitude: &magnitude }.node(node);
        found.push(next);
    }
    found
}

struct Growing<'a, M> {
    checked: &'a Checked,
    program: &'a Program,
    recorded: Denominator,
    found: &'a [Denominator],
    magnitude: &'a M,
}

impl<M: Fn(NodeId) -> Option<i128>> Growing<'_, M> {
    fn part(&self, node: NodeId) -> Denominator {
        self.found.get(node.0).copied().unwrap_or(Denominator::Endless)
    }

    fn node(&self, node: &Node) -> Denominator {
        if node.kind != Kind::Span {
            return Denominator::Divides(1);
        }
        let all = |parts: &mut dyn Iterator<Item = NodeId>| {
            parts.map(|part| self.part(part)).fold(Denominator::Divides(1), Denominator::joined)
        };
        match &node.op {
            Op::Number(number) => Denominator::Divides(number.denominator()),
            // While rules are checked for every day, a stretch of numbers stands for a parameter or for a day.
            Op::Between(..) | Op::Parameter { .. } => self.recorded,
            Op::Fact { fact, derive, .. } => {
                let digits = self.checked.symbols.facts.get(*fact).map_or(0, |fact| fact.digits);
                let own = Denominator::of(10_i128.checked_pow(digits), true);
                derive.iter().fold(own, |own, derive| own.joined(self.part(derive.node)))
            }
            Op::Operation(operation, parts) => {
                self.operation(*operation, &parts.iter().map(|part| part.node).collect::<Vec<_>>())
            }
            Op::Reduce { aggregate: Aggregate::Sum, value: Some(value), axis, .. } => {
                match (self.part(value.node), axis) {
                    (Denominator::AtMost(most), _) if most > 1 => Denominator::Endless,
                    (part, Axis::Member | Axis::Record(_) | Axis::Month(_)) => part,
                }
            }
            Op::Reduce { value: Some(value), .. } => self.part(value.node),
            Op::Choose(branches, otherwise) => all(&mut branches.iter().map(|(_, is)| is.node).chain([otherwise.node])),
            Op::Extreme(_, parts) => all(&mut parts.iter().map(|part| part.node)),
            Op::ToldAs { value, told, .. } => all(&mut [value.node, told.node].into_iter()),
            Op::Labelled(_, part) => self.part(part.node),
            _ => Denominator::Divides(1),
        }
    }

    fn op(&self, node: NodeId) -> Option<&Op> {
        self.program.nodes.get(node.0).map(|node| &node.op)
    }

    fn operation(&self, operation: Operation, parts: &[NodeId]) -> Denominator {
        let part = |place: usize| parts.get(place).map_or(Denominator::Endless, |part| self.part(*part));
        match operation {
            Operation::Add | Operation::Subtract | Operation::Modulo => {
                parts.iter().map(|part| self.part(*part)).fold(Denominator::Divides(1), Denominator::joined)
            }
            Operation::Multiply => part(0).product(part(1)),
            Operation::Divide => {
                if let Some(Op::Number(divisor)) = parts.get(1).and_then(|part| self.op(*part)) {
                    return part(0).product(Denominator::of(divisor.numerator().checked_abs(), true));
                }
                // The numerator of the divisor goes below the line.
                let size = parts.get(1).and_then(|divisor| (self.magnitude)(*divisor));
                let below = size.zip(part(1).most()).and_then(|(size, most)| size.checked_mul(most));
                part(0).product(Denominator::of(below, false))
            }
            Operation::Power => {
                let times = parts.get(1).and_then(|exponent| (self.magnitude)(*exponent)).unwrap_or(i128::MAX);
                let times = u32::try_from(times).ok();
                Denominator::of(times.zip(part(0).most()).and_then(|(times, most)| most.checked_pow(times)), true)
            }
            Operation::Round(rounding) => Denominator::Divides(rounding.step.denominator()),
            Operation::Negate | Operation::Absolute | Operation::OrNothing => part(0),
            _ => Denominator::Divides(1),
        }
    }
}

/// The size of a number, rounded up.
pub(super) fn size(number: Number) -> Option<i128> {
    number.absolute().ceiling().checked_add(1)
}

/// Whether numbers of this size and these denominators leave room for every comparison and sum.
pub(super) fn has_room(size: i128, denominator: Denominator) -> bool {
    denominator.most().and_then(|most| most.checked_mul(size)).is_some_and(|whole| whole <= ROOM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_one_scale_keep_it_and_quotients_do_not() {
        let kopecks = Denominator::Divides(100);
        assert_eq!(kopecks.joined(Denominator::Divides(10)), Denominator::Divides(100));
        assert_eq!(kopecks.joined(Denominator::AtMost(64)), Denominator::AtMost(6400));
        assert_eq!(Denominator::AtMost(ROOM).product(kopecks), Denominator::Endless);
    }

    #[test]
    fn room_is_the_product_of_size_and_denominator() {
        assert!(has_room(1_000_000, Denominator::Divides(100)));
        assert!(!has_room(ROOM, Denominator::Divides(100)));
        assert!(!has_room(1, Denominator::Endless));
    }
}
