//! Which facts pull an open answer both ways.
//!
//! A fact that stands in several places, and raises the answer in each or lowers it in each, has its best value in all
//! places at once: intervals lose nothing by it. Only of a fact that pulls both ways do they take two values at once.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    frame::{Cell, Coordinates, Frame},
    run::Run,
    trail::{Leaf, Visited},
};
use crate::{
    program::{Factor, Manners, Node, Op, Operand, Pull},
    value::Number,
};

/// The facts that were met, each with how it pulled first: with which of its values, and which way.
struct Met<'a> {
    manners: &'a Manners,
    /// The facts that may pull both ways whoever the family is; no other is looked for.
    facts: Vec<u64>,
    /// The cells that were met on a way up, and on a way down.
    ways: [Visited; 2],
    first: BTreeMap<Leaf, (u64, Pull)>,
    both: BTreeSet<Leaf>,
}

/// What cannot be tried out is mostly met within so many cells, if at all.
const SOON: usize = 150;

impl Met<'_> {
    /// Whether a cell reads one of the facts.
    fn reads(&self, cell: Cell) -> bool {
        self.manners.reads(cell.node, &self.facts)
    }

    /// Whether a cell was not yet met so; what was met either way was met in each, and the other way round.
    fn is_new(&mut self, cell: Cell, pull: Pull) -> bool {
        let [up, down] = &mut self.ways;
        match pull {
            Pull::Up => up.insert(cell),
            Pull::Down => down.insert(cell),
            Pull::Both => up.insert(cell) | down.insert(cell),
        }
    }

    fn leaf(&mut self, leaf: Leaf, values: u64, pull: Pull) {
        let known = *self.first.entry(leaf.clone()).or_insert((values, pull));
        if pull == Pull::Both || known != (values, pull) {
            self.both.insert(leaf);
        }
    }
}

impl Run<'_> {
    /// The facts that pull open cells both ways; nothing where some way ends at what cannot be tried out.
    pub fn pulling_both_ways(&self, frame: Frame<'_>, cells: &[Cell]) -> Vec<Leaf> {
        let manners = self.program.manners();
        let Some(facts) = manners.doubtful(cells.iter().map(|cell| cell.node)) else { return Vec::new() };
        let is_untried = |leaf: &Leaf| matches!(leaf, Leaf::List { .. } | Leaf::Territory);
        let untried = self.any_missing_soon(frame, cells, SOON, is_untried);
        if untried == Some(true) {
            return Vec::new();
        }
        let mut met = Met { manners, facts, ways: Default::default(), first: BTreeMap::new(), both: BTreeSet::new() };
        for cell in cells {
            self.pull(frame, *cell, Pull::Up, &mut met);
        }
        met.both.retain(|leaf| !is_untried(leaf));
        if met.both.is_empty() || untried.is_none() && self.any_missing(frame, None, cells, |leaf| is_untried(&leaf)) {
            return Vec::new();
        }
        met.both.into_iter().collect()
    }

    /// Whether some fact that nobody told can make a condition so by itself, whatever else is so; it need not see every such fact.
    pub fn is_turned_by_one(&self, frame: Frame<'_>, cell: Cell, to: bool) -> bool {
        self.turns(frame, cell, to, &mut Default::default())
    }

    /// The same, of what was not met yet: so or not so.
    fn turns(&self, frame: Frame<'_>, cell: Cell, to: bool, met: &mut [Visited; 2]) -> bool {
        let Some(node) = self.program.nodes.get(cell.node.0) else { return false };
        let [met_so, met_not_so] = &mut *met;
        // Whatever else is learned, a decided condition stays as it is.
        if !frame.truth(cell).is_undecided() || !(if to { met_so } else { met_not_so }).insert(cell) {
            return false;
        }
        let read = |part: &Operand| self.read(node, part, [cell.first, cell.second, 0]);
        match &node.op {
            Op::And(parts) | Op::Or(parts) if matches!(node.op, Op::Or(_)) == to => {
                parts.iter().any(|part| self.turns(frame, read(part), to, met))
            }
            Op::Not(part) => self.turns(frame, read(part), !to, met),
            Op::Labelled(_, part) => self.turns(frame, read(part), to, met),
            Op::Fact { fact, applies, derive: None } => {
                let is_free = applies.as_ref().is_none_or(|applies| frame.truth(read(applies)).is_true());
                is_free && self.facts.told(*fact, cell.first).is_nothing()
            }
            _ => false,
        }
    }

    fn pull(&self, frame: Frame<'_>, cell: Cell, pull: Pull, met: &mut Met<'_>) {
        if !met.reads(cell) || frame.is_exact(cell) {
            return;
        }
        let Some(node) = self.program.nodes.get(cell.node.0) else { return };
        let is_end = matches!(node.op, Op::Fact { applies: None, derive: None, .. });
        if !is_end && !met.is_new(cell, pull) {
            return;
        }
        let at = [cell.first, cell.second, 0];
        match &node.op {
            Op::Fact { derive: None, .. } => met.leaf(self.leaf_of(node, cell), 0, pull),
            Op::Pointed { .. } => {
                let target = if node.axes.second.is_some() { cell.second } else { cell.first };
                met.leaf(self.leaf_of(node, cell), 1 << (target % 64), pull);
            }
            Op::OneOf(part, values) => {
                let read = self.read(node, part, at);
                if let Some(fact) = self.program.nodes.get(self.program.flow.source(read.node).0)
                    && matches!(fact.op, Op::Fact { derive: None, applies: None, .. })
                {
                    return met.leaf(self.leaf_of(fact, read), *values, pull);
                }
            }
            Op::Reduce { .. } => return self.pull_items(frame, (cell, node), pull, met),
            Op::Choose(branches, otherwise) => {
                return self.pull_branches(frame, (cell, node), (branches, otherwise), pull, met);
            }
            _ => {}
        }
        let read = |part: &Operand| self.read(node, part, at);
        let factor = |part: &Operand| factor(frame, read(part));
        node.op.pull(pull, factor, |part, pull| self.pull(frame, read(part), pull, met));
    }

    /// Branches that are surely passed, or never reached, pull nothing.
    fn pull_branches(
        &self,
        frame: Frame<'_>,
        (cell, node): (Cell, &Node),
        (branches, otherwise): (&[(Operand, Operand)], &Operand),
        pull: Pull,
        met: &mut Met<'_>,
    ) {
        let read = |part: &Operand| self.read(node, part, [cell.first, cell.second, 0]);
        for (when, is) in branches {
            let truth = frame.truth(read(when));
            self.pull(frame, read(when), Pull::Both, met);
            if truth.yes {
                self.pull(frame, read(is), pull, met);
            }
            if !truth.no {
                return;
            }
        }
        self.pull(frame, read(otherwise), pull, met);
    }

    fn pull_items(&self, frame: Frame<'_>, (cell, node): (Cell, &Node), pull: Pull, met: &mut Met<'_>) {
        let Op::Reduce { mask, .. } = &node.op else { return };
        let at = [cell.first, cell.second, 0];
        for item in self.items(node, at) {
            let inner: Coordinates = Self::inner(node, at, item);
            if mask.as_ref().is_some_and(|mask| frame.truth(self.read(node, mask, inner)).is_false()) {
                continue;
            }
            let open = |_: &Operand| Factor::Open;
            node.op.pull(pull, open, |part, pull| self.pull(frame, self.read(node, part, inner), pull, met));
        }
    }

    fn leaf_of(&self, node: &Node, cell: Cell) -> Leaf {
        match node.op {
            Op::Pointed { fact, .. } => self.pointed_leaf(fact, node, cell),
            Op::Fact { fact, .. } => self.fact_leaf(fact, cell.first),
            _ => Leaf::Territory,
        }
    }
}

fn factor(frame: Frame<'_>, cell: Cell) -> Factor {
    match frame.number(cell) {
        Some(number) if number < Number::ZERO => Factor::Negative,
        Some(_) => Factor::Positive,
        None => Factor::Open,
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
