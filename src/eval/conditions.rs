//! The conditions of a family as the evaluator has them, shown to whoever goes through their cases.

use super::{
    arithmetic::date,
    cases::{Conditions, Form, in_every_case},
    frame::{Cell, Frame},
    run::Run,
    since::since,
};
use crate::{
    check::{Comparison, Operation},
    program::{Kind, NodeId, Op, Operand},
    value::Number,
};

/// How many known parts of a number are brought to the other side at most.
const MOST_PARTS: usize = 16;

/// The conditions of a view.
struct Evaluated<'a> {
    run: &'a Run<'a>,
    frame: Frame<'a>,
}

impl Run<'_> {
    /// Whether all of some conditions hold in every case of what is open, or in none; nothing where neither is found.
    pub fn in_every_case(&self, frame: Frame<'_>, cells: &[Cell]) -> Option<bool> {
        let evaluated = Evaluated { run: self, frame };
        let cells: Vec<Cell> = cells.iter().map(|cell| evaluated.itself(*cell)).collect();
        in_every_case(&evaluated, &cells)
    }
}

impl Evaluated<'_> {
    /// A cell by the node that has its column: what is only labelled is what it labels.
    fn itself(&self, cell: Cell) -> Cell {
        Cell { node: self.run.program.flow.source(cell.node), ..cell }
    }

    fn read(&self, of: Cell, part: &Operand) -> Cell {
        let node = self.run.program.nodes.get(of.node.0);
        node.map_or(of, |node| self.itself(self.run.read(node, part, [of.first, of.second, 0])))
    }

    fn op(&self, node: NodeId) -> Option<&Op> {
        self.run.program.nodes.get(node.0).map(|node| &node.op)
    }

    /// A number without what is known of it, against what is then left of a bound: of a share of an income the income.
    fn bare(&self, mut number: Cell, mut order: Comparison, mut bound: Number) -> (Cell, Comparison, Number) {
        for _ in 0..MOST_PARTS {
            let Some((rest, other, left)) = self.without_known(number, order, bound) else { break };
            (number, order, bound) = (rest, other, left);
        }
        (number, order, bound)
    }

    /// One step of that; nothing where it goes no further.
    fn without_known(&self, number: Cell, order: Comparison, bound: Number) -> Option<(Cell, Comparison, Number)> {
        let Op::Operation(operation, parts) = self.op(number.node)? else { return None };
        let exact = |part: &Operand| self.frame.number(self.read(number, part));
        let mut open = parts.iter().enumerate().filter(|(_, part)| exact(part).is_none());
        let (place, part) = open.next().filter(|_| open.next().is_none())?;
        let rest = self.read(number, part);
        let mut known = parts.iter().filter_map(exact);
        let turned = |by: Number| if by.is_negative() { order.flipped() } else { order };
        match (operation, parts.len(), place) {
            (Operation::Add, ..) => Some((rest, order, known.try_fold(bound, Number::checked_sub)?)),
            (Operation::Subtract, 2, 0) => Some((rest, order, bound.checked_add(known.next()?)?)),
            (Operation::Subtract, 2, _) => Some((rest, order.flipped(), known.next()?.checked_sub(bound)?)),
            (Operation::Negate, ..) => Some((rest, order.flipped(), bound.negated())),
            (Operation::Multiply, 2, _) => {
                let by = known.next()?;
                Some((rest, turned(by), bound.checked_div(by)?))
            }
            (Operation::Divide, 2, 0) => {
                let by = known.next().filter(|by| !by.is_zero())?;
                Some((rest, turned(by), bound.checked_mul(by)?))
            }
            (Operation::AgeOn | Operation::MonthsBetween, 2, 0) => {
                let (order, edge) = since(*operation, date(known.next()?), (order, bound))?;
                Some((rest, order, edge.day_number().into()))
            }
            _ => None,
        }
    }
}

impl Conditions for Evaluated<'_> {
    type Truth = Cell;
    type Number = Cell;
    type Bound = Number;

    // INVARIANT: no less than a plan of the same conditions follows, so that whoever asks gets the same answer.
    const DEEPEST: usize = 64;
    const MOST_STEPS: usize = 400;

    fn decided(&self, at: Cell) -> Option<bool> {
        let found = self.frame.truth(at);
        if found.is_undecided() { None } else { Some(found.is_true()) }
    }

    fn form(&self, at: Cell) -> Form<Cell, Cell, Number> {
        let read = |part: &Operand| self.read(at, part);
        match self.op(at.node) {
            Some(Op::And(parts)) => Form::All(parts.iter().map(read).collect()),
            Some(Op::Or(parts)) => Form::Any(parts.iter().map(read).collect()),
            Some(Op::Not(part)) => Form::Not(read(part)),
            Some(Op::Labelled(_, part)) => Form::All(vec![read(part)]),
            Some(Op::Choose(branches, otherwise)) => {
                Form::Choice(branches.iter().map(|(when, is)| (read(when), read(is))).collect(), read(otherwise))
            }
            Some(Op::Compare(order, one, two)) => {
                let (one, two) = (read(one), read(two));
                let (number, order, bound) = match (self.frame.number(one), self.frame.number(two)) {
                    (None, Some(bound)) => self.bare(one, *order, bound),
                    (Some(bound), None) => self.bare(two, order.flipped(), bound),
                    _ => return Form::Other,
                };
                Form::Against(number, order, bound)
            }
            Some(Op::CompareTruths(equal, one, two)) => Form::Alike(read(one), read(two), *equal),
            Some(Op::IsNone(part)) => {
                let is_number = self.run.program.nodes.get(part.node.0).is_some_and(|node| node.kind == Kind::Span);
                if is_number { Form::IsNone(read(part)) } else { Form::Other }
            }
            _ => Form::Other,
        }
    }

    fn span(&self, number: Cell) -> ([Number; 2], bool) {
        let found = self.frame.interval(number);
        ([found.low, found.high], found.none)
    }
}
