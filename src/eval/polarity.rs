//! Which facts pull an open answer both ways.
//!
//! A fact that stands in several places, and raises the answer in each or lowers it in each, has its best value in all
//! places at once: intervals lose nothing by it. Only of a fact that pulls both ways do they take two values at once.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    frame::{Cell, Coordinates, Frame},
    roster::RecordSource,
    run::{Run, axes},
    trail::Leaf,
};
use crate::{
    check::{Aggregate, Comparison, Operation},
    program::{Axis, Node, Op, Operand},
};

/// How an answer moves with a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Pull {
    /// It rises with it.
    Up,
    /// It falls with it.
    Down,
    /// Either.
    Both,
}

impl Pull {
    fn turned(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::Both => Self::Both,
        }
    }
}

/// The facts that were met, each with how it pulled first: with which of its values, and which way.
#[derive(Default)]
struct Met {
    visited: HashSet<(Cell, Pull)>,
    first: BTreeMap<Leaf, (u64, Pull)>,
    both: BTreeSet<Leaf>,
    is_tried: bool,
}

impl Met {
    fn leaf(&mut self, leaf: Leaf, values: u64, pull: Pull) {
        self.is_tried &= matches!(leaf, Leaf::Fact { .. } | Leaf::Pointed { .. });
        let known = *self.first.entry(leaf.clone()).or_insert((values, pull));
        if pull == Pull::Both || known != (values, pull) {
            self.both.insert(leaf);
        }
    }
}

impl Run<'_> {
    /// The facts that pull open cells both ways; nothing where some way ends at what cannot be tried out.
    pub fn pulling_both_ways(&self, frame: Frame<'_>, cells: &[Cell]) -> Vec<Leaf> {
        let mut met = Met { is_tried: true, ..Met::default() };
        for cell in cells {
            self.pull(frame, *cell, Pull::Up, &mut met);
        }
        met.both.into_iter().filter(|_| met.is_tried).collect()
    }

    fn pull(&self, frame: Frame<'_>, cell: Cell, pull: Pull, met: &mut Met) {
        if !met.is_tried || frame.is_exact(cell) || !met.visited.insert((cell, pull)) {
            return;
        }
        let Some(node) = self.program.nodes.get(cell.node.0) else { return };
        let at = [cell.first, cell.second, 0];
        let mut go = |operand: &Operand, pull| self.pull(frame, self.read(node, operand, at), pull, met);
        match &node.op {
            Op::And(parts) | Op::Or(parts) | Op::Extreme(_, parts) => parts.iter().for_each(|part| go(part, pull)),
            Op::Labelled(_, part) => go(part, pull),
            Op::Not(part) => go(part, pull.turned()),
            Op::Compare(order, a, b) => {
                let rises = match order {
                    Comparison::Greater | Comparison::AtLeast => pull,
                    Comparison::Less | Comparison::AtMost => pull.turned(),
                    Comparison::Equal | Comparison::NotEqual => Pull::Both,
                };
                go(a, rises);
                go(b, rises.turned());
            }
            Op::Operation(operation, parts) => self.pull_operation(frame, cell, (*operation, parts), pull, met),
            Op::Choose(branches, otherwise) => {
                for (when, is) in branches {
                    go(when, Pull::Both);
                    go(is, pull);
                }
                go(otherwise, pull);
            }
            Op::ToldAs { value, told, .. } => [value, told].into_iter().for_each(|part| go(part, pull)),
            Op::Fact { applies, derive, .. } => {
                if let Some(part) = applies {
                    go(part, Pull::Both);
                }
                if let Some(part) = derive {
                    go(part, pull);
                }
                if derive.is_none() {
                    met.leaf(self.leaf_of(node, cell), 0, pull);
                }
            }
            Op::Pointed { applies, .. } => {
                if let Some(part) = applies {
                    go(part, Pull::Both);
                }
                let target = if node.axes.second.is_some() { cell.second } else { cell.first };
                met.leaf(self.leaf_of(node, cell), 1 << (target % 64), pull);
            }
            Op::OneOf(part, values) => {
                let read = self.read(node, part, at);
                match self.program.nodes.get(self.program.flow.source(read.node).0) {
                    Some(fact) if matches!(fact.op, Op::Fact { derive: None, applies: None, .. }) => {
                        met.leaf(self.leaf_of(fact, read), *values, pull);
                    }
                    _ => go(part, Pull::Both),
                }
            }
            Op::Reduce { .. } => self.pull_items(frame, cell, node, pull, met),
            Op::Undecided => met.is_tried = false,
            op => op.operands().iter().for_each(|part| go(part, Pull::Both)),
        }
    }

    fn pull_operation(
        &self,
        frame: Frame<'_>,
        cell: Cell,
        (operation, parts): (Operation, &[Operand]),
        pull: Pull,
        met: &mut Met,
    ) {
        let Some(node) = self.program.nodes.get(cell.node.0) else { return };
        let read = |part: &Operand| self.read(node, part, [cell.first, cell.second, 0]);
        let is_scaled = || parts.iter().filter(|part| !frame.is_exact(read(part))).count() <= 1;
        let (first, rest) = match operation {
            Operation::Add
            | Operation::AddMonths
            | Operation::AddDays
            | Operation::Round(_)
            | Operation::OrNothing
            | Operation::MonthOf
            | Operation::Year
            | Operation::Birthday => (pull, pull),
            Operation::Subtract | Operation::DaysBetween | Operation::SubtractMonths | Operation::SubtractDays => {
                (pull, pull.turned())
            }
            Operation::AgeOn | Operation::MonthsBetween | Operation::Negate => (pull.turned(), pull),
            // Times or by a number that is known: whichever way, it is one way.
            Operation::Multiply if is_scaled() => (pull, pull),
            Operation::Divide if is_scaled() => (pull, pull.turned()),
            _ => (Pull::Both, Pull::Both),
        };
        for (place, part) in parts.iter().enumerate() {
            self.pull(frame, read(part), if place == 0 { first } else { rest }, met);
        }
    }

    fn pull_items(&self, frame: Frame<'_>, cell: Cell, node: &Node, pull: Pull, met: &mut Met) {
        let Op::Reduce { aggregate, mask, value, .. } = &node.op else { return };
        let at = [cell.first, cell.second, 0];
        let taking_part = match aggregate {
            Aggregate::Any | Aggregate::Count | Aggregate::Sum => pull,
            Aggregate::All => pull.turned(),
            Aggregate::Min | Aggregate::Max => Pull::Both,
        };
        for item in self.items(node, at) {
            let inner = Self::inner(node, at, item);
            let in_list = mask.as_ref().map(|mask| self.read(node, mask, inner));
            if in_list.is_some_and(|mask| frame.truth(mask).is_false()) {
                continue;
            }
            if self.is_untold(node, inner) {
                met.is_tried = false;
            }
            if let Some(mask) = in_list {
                self.pull(frame, mask, taking_part, met);
            }
            if let Some(value) = value {
                self.pull(frame, self.read(node, value, inner), pull, met);
            }
        }
    }

    fn leaf_of(&self, node: &Node, cell: Cell) -> Leaf {
        match node.op {
            Op::Pointed { fact, .. } => {
                let item = if node.axes.second.is_some() { cell.first } else { 0 };
                match self.fact_leaf(fact, item) {
                    Leaf::Fact { fact, item } => Leaf::Pointed { fact, item },
                    other => other,
                }
            }
            Op::Fact { fact, .. } => self.fact_leaf(fact, cell.first),
            _ => Leaf::Territory,
        }
    }

    /// Whether an item of an aggregate is a record that nobody told.
    fn is_untold(&self, node: &Node, at: Coordinates) -> bool {
        let place = node.axes.len();
        let (Some(Axis::Record(list)), Some(item)) = (axes(node).get(place).copied().flatten(), at.get(place)) else {
            return false;
        };
        let record = self.roster.record(list, *item);
        record.is_some_and(|record| matches!(record.source, RecordSource::Untold { .. }))
    }
}

#[cfg(test)]
mod tests {
    use crate::{assessment::Answer, ruleset::sample::holds};

    #[test]
    fn what_pulls_both_ways_is_settled_by_cases() {
        assert_eq!(holds("rooms >= 2 or rooms < 2", r#""rooms": 1,"#, "}"), Answer::True);
        assert_eq!(holds("rooms >= 2 or rooms < 2", "", "}"), Answer::Unknown);
        assert_eq!(holds("rooms = none or rooms >= 2 or rooms < 2", "", "}"), Answer::True);
        assert_eq!(holds("rooms >= 2 and rooms < 2", "", "}"), Answer::False);
        assert_eq!(holds("rooms >= 2 and rooms < 3", "", "}"), Answer::Unknown);
        assert_eq!(holds("warned or not(warned)", "", "}"), Answer::True);
        let both = "(warned and rooms > 5) or (not(warned) and rooms > 6) or rooms <= 6 or rooms = none";
        assert_eq!(holds(both, "", "}"), Answer::True);
    }

    #[test]
    fn a_value_beside_another_is_settled_by_cases() {
        let spouse = r#"}, { "id": "bob" }"#;
        let family = spouse.replace(" }", r#", "relation": "spouse" }"#);
        assert_eq!(holds("applicant.age >= 30 or applicant.age < 30", "", &family), Answer::True);
        assert_eq!(holds("applicant.age >= 30 and applicant.age < 29", "", &family), Answer::False);
        assert_eq!(holds("applicant.age >= 30 and applicant.age < 31", "", &family), Answer::Unknown);
    }
}
