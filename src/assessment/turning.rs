//! The comparisons that decided a condition: each of them alone, had it come out otherwise, would have left it open or
//! turned it.

use super::desk::Seen;
use crate::{
    check::{Aggregate, Comparison},
    eval::{Cell, Visited},
    program::{Kind, Node, Op, Operand, Program},
    value::Number,
};

/// A comparison that turned a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    /// Its cell.
    pub cell: Cell,
    /// How far above it the nearest words are.
    pub words: usize,
}

/// The comparisons that decided a condition, in the order of the rules.
pub(super) fn turning(program: &Program, view: &Seen<'_>, cell: Cell) -> Vec<Turn> {
    let mut walk = Walk { program, view, visited: Visited::default(), found: Vec::new() };
    walk.go(cell, 0);
    walk.found
}

struct Walk<'w, 's> {
    program: &'w Program,
    view: &'w Seen<'s>,
    visited: Visited,
    found: Vec<Turn>,
}

/// The condition on an item of a list, and what is asked of it.
type OfItem<'a> = (Option<&'a Operand>, Option<&'a Operand>);

impl<'w> Walk<'w, '_> {
    fn node(&self, cell: Cell) -> Option<&'w Node> {
        self.program.nodes.get(cell.node.0)
    }

    fn go(&mut self, cell: Cell, words: usize) {
        let truth = self.view.frame.truth(cell);
        if truth.is_undecided() || !self.visited.insert(cell) {
            return;
        }
        let Some(node) = self.node(cell) else { return };
        let at = [cell.first, cell.second, 0];
        let deeper = words.saturating_add(1);
        match &node.op {
            Op::Labelled(_, part) => self.go(self.view.run.read(node, part, at), 0),
            Op::Not(part) => self.go(self.view.run.read(node, part, at), deeper),
            Op::And(parts) | Op::Or(parts) => {
                let parts: Vec<Cell> = parts.iter().map(|part| self.view.run.read(node, part, at)).collect();
                let all = matches!(node.op, Op::And(_)) == truth.is_true();
                self.parts(&parts, all, truth.is_true(), deeper);
            }
            Op::Choose(branches, otherwise) => {
                for (when, is) in branches {
                    let holds = self.view.frame.truth(self.view.run.read(node, when, at));
                    if holds.is_true() {
                        return self.go(self.view.run.read(node, is, at), deeper);
                    }
                    if holds.is_undecided() {
                        return;
                    }
                }
                self.go(self.view.run.read(node, otherwise, at), deeper);
            }
            Op::Reduce { aggregate: Aggregate::Any, mask, value, .. } if node.kind == Kind::Truth => {
                self.some((node, cell), (mask.as_ref(), value.as_ref()), deeper);
            }
            Op::Reduce { aggregate: Aggregate::All, mask, value, .. } if node.kind == Kind::Truth => {
                self.every((node, cell), (mask.as_ref(), value.as_ref()), deeper);
            }
            Op::Compare(order, left, right) => {
                if let Some(counted) = self.presence(node, cell, (*order, left, right)) {
                    self.some(counted.0, counted.1, deeper);
                } else {
                    self.found.push(Turn { cell, words });
                }
            }
            _ => {}
        }
    }

    /// Where all parts fail any of them turns it; where it takes only one, that one if it is alone.
    fn parts(&mut self, parts: &[Cell], all: bool, is_true: bool, words: usize) {
        if all {
            // What holds only together with something else is not decided by one comparison alone.
            if !is_true || parts.len() == 1 {
                for part in parts {
                    self.go(*part, words);
                }
            }
            return;
        }
        let truth = |part: &Cell| self.view.frame.truth(*part);
        let mut deciding: Vec<Cell> = parts
            .iter()
            .filter(|part| !truth(part).is_undecided() && truth(part).is_true() == is_true)
            .copied()
            .collect();
        deciding.dedup();
        if let [only] = deciding.as_slice() {
            self.go(*only, words);
        }
    }

    /// A count of which only that it is none, or not, is asked: the node that counts and what it counts.
    fn presence(
        &self,
        node: &Node,
        cell: Cell,
        (order, left, right): (Comparison, &Operand, &Operand),
    ) -> Option<((&'w Node, Cell), OfItem<'w>)> {
        let at = [cell.first, cell.second, 0];
        let counts = self.counting(self.view.run.read(node, left, at));
        let limit = self.view.frame.number(self.view.run.read(node, right, at))?;
        let is_presence = match order {
            Comparison::AtLeast | Comparison::Less => limit == Number::ONE,
            _ => limit == Number::ZERO,
        };
        counts.filter(|_| is_presence)
    }

    fn counting(&self, cell: Cell) -> Option<((&'w Node, Cell), OfItem<'w>)> {
        let node = self.node(cell)?;
        match &node.op {
            Op::Labelled(_, part) => self.counting(self.view.run.read(node, part, [cell.first, cell.second, 0])),
            Op::Reduce { aggregate: Aggregate::Count, mask, .. } => Some(((node, cell), (mask.as_ref(), None))),
            _ => None,
        }
    }

    /// "There is one" holds by its only witness; it fails by the one thing that a candidate lacks.
    fn some(&mut self, (node, cell): (&'w Node, Cell), asked: OfItem<'w>, words: usize) {
        let items = self.items(node, cell, asked);
        let truth = |part: &Cell| self.view.frame.truth(*part);
        let lacking =
            |parts: &[Cell]| -> Vec<Cell> { parts.iter().filter(|part| truth(part).is_false()).copied().collect() };
        let candidates: Vec<&Vec<Cell>> = items.iter().filter(|parts| lacking(parts).is_empty()).collect();
        let deciding: Vec<Cell> = match candidates.as_slice() {
            [] => items.iter().filter_map(|parts| <[Cell; 1]>::try_from(lacking(parts)).ok()).flatten().collect(),
            [only] if only.len() == 1 && only.iter().all(|part| truth(part).is_true()) => (*only).clone(),
            _ => Vec::new(),
        };
        for part in deciding {
            self.go(part, words);
        }
    }

    /// "Every one" fails by the only one that does not do.
    fn every(&mut self, (node, cell): (&'w Node, Cell), (mask, value): OfItem<'w>, words: usize) {
        if !self.view.frame.truth(cell).is_false() {
            return;
        }
        let Some(value) = value else { return };
        let mut failing: Vec<Cell> = Vec::new();
        for item in self.view.run.items(node, [cell.first, cell.second, 0]) {
            let at = crate::eval::Run::inner(node, [cell.first, cell.second, 0], item);
            let is_in = mask.is_none_or(|mask| self.view.frame.truth(self.view.run.read(node, mask, at)).is_true());
            let asked = self.view.run.read(node, value, at);
            if is_in && self.view.frame.truth(asked).is_false() {
                failing.push(asked);
            }
        }
        if let [only] = failing.as_slice() {
            self.go(*only, words);
        }
    }

    /// What is asked of each item.
    fn items(&self, node: &Node, cell: Cell, (mask, value): OfItem<'_>) -> Vec<Vec<Cell>> {
        let at = [cell.first, cell.second, 0];
        let of_item = |item: usize| {
            let inner = crate::eval::Run::inner(node, at, item);
            mask.into_iter().chain(value).map(|part| self.view.run.read(node, part, inner)).collect()
        };
        self.view.run.items(node, at).map(of_item).collect()
    }
}
