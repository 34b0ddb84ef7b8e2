//! The run at load: with nothing known every node gets its range, and what could fail is refused.

use std::sync::Arc;

use super::{
    fraction::{Denominator, denominators, has_room, size},
    steps::most_steps,
};
use crate::{
    check::{Aggregate, Checked, Operation},
    diagnostic::{Code, Diagnostic, Sink},
    eval::{Cell, FactReader, Frame, HUGE, Roster, Run, Sheet, View},
    family::MOST_MEMBERS,
    program::{Kind, NodeId, Op, Program, compile_all},
    value::{Accepts, Date, Limits, Number},
    vocabulary::Vocabulary,
};

/// Checks every number that the rules can compute, for any family on any day.
///
/// Gives how many values one evaluation reads at most.
pub(super) fn check(checked: &Checked, limits: &Limits, sink: &mut Sink) -> u64 {
    let program = Arc::new(compile_all(checked, limits, sink));
    if sink.diagnostics().iter().any(|found| found.code() == Code::LimitExceeded) {
        return 0;
    }
    let steps = most_steps(checked, &program, limits, sink);
    run(checked, &program, None, sink, |_, _, _| ());
    steps
}

/// Checks every number of a program for any family, and reads something of the run.
pub(super) fn run<T>(
    checked: &Checked,
    program: &Arc<Program>,
    on: Option<Date>,
    sink: &mut Sink,
    read: impl FnOnce(&Run<'_>, Frame<'_>, &mut Sink) -> T,
) -> T {
    let vocabulary = Vocabulary::new(checked);
    let most = u32::try_from(MOST_MEMBERS).unwrap_or(u32::MAX);
    let roster = Roster::anyone(checked, most);
    let facts = FactReader { checked, vocabulary: &vocabulary, family: None, roster: &roster, on, assumed: &[] };
    let view = View::Accepted(Accepts::ALL);
    let mut sheet = Sheet::default();
    sheet.fill(program, facts, [view]);
    let run = Run { program, roster: &roster, facts, view };
    let frame = sheet.frame(program, view);
    let mut ranges = Ranges { program, run: &run, frame, denominators: Vec::new() };
    ranges.denominators = denominators(checked, program, |node| ranges.magnitude(node));
    for place in 0..program.nodes.len() {
        ranges.node(NodeId(place), sink);
    }
    ranges.promised(checked, sink);
    read(&run, frame, sink)
}

struct Ranges<'a> {
    program: &'a Program,
    run: &'a Run<'a>,
    frame: Frame<'a>,
    denominators: Vec<Denominator>,
}

impl Ranges<'_> {
    /// Each item of a node, as coordinates.
    fn items(&self, node: NodeId) -> impl Iterator<Item = [usize; 3]> {
        self.frame.coordinates(node)
    }

    fn node(&self, id: NodeId, sink: &mut Sink) {
        let (Some(node), Some(span)) = (self.program.nodes.get(id.0), self.program.places.get(id.0)) else { return };
        if let Op::Operation(operation @ (Operation::Divide | Operation::Modulo), parts) = &node.op
            && let Some(divisor) = parts.get(1)
        {
            let zero = self.items(id).any(|at| {
                let found = self.frame.interval(self.run.read(node, divisor, at));
                found.some && found.low <= Number::ZERO && found.high >= Number::ZERO
            });
            if zero {
                let what =
                    if *operation == Operation::Divide { "the divisor" } else { "the second number of `modulo`" };
                sink.push(
                    Diagnostic::error(Code::PossibleDivisionByZero, *span, format!("{what} can be zero"))
                        .help("write `max(1, …)` where one is the least that makes sense"),
                );
                return;
            }
        }
        if let Op::Extreme(_, parts) = &node.op {
            let empty =
                self.items(id).any(|at| parts.iter().all(|part| self.may_be_empty(self.run.read(node, part, at))));
            if empty {
                sink.push(
                    Diagnostic::error(
                        Code::PossiblyEmptyList,
                        *span,
                        "the list may be empty, and then there is no least or greatest",
                    )
                    .help("put a value beside the list, such as `max(0, list)`"),
                );
            }
        }
        if node.kind == Kind::Span {
            self.bounded(id, sink);
        }
    }

    /// Whether a cell is the extreme of a list that may have no item.
    fn may_be_empty(&self, cell: Cell) -> bool {
        let Some(node) = self.program.nodes.get(cell.node.0) else { return false };
        match &node.op {
            Op::Reduce { aggregate: Aggregate::Min | Aggregate::Max, .. } => self.frame.interval(cell).none,
            // A value of a written list that a filter may leave out.
            Op::Choose(_, otherwise) => {
                let otherwise = self.program.nodes.get(otherwise.node.0);
                otherwise.is_some_and(|node| node.op == Op::LeftOut) && self.frame.interval(cell).none
            }
            _ => false,
        }
    }

    /// The greatest size of the numbers of a node; `None` where nothing bounds it.
    fn magnitude(&self, id: NodeId) -> Option<i128> {
        let mut most = 1;
        for at in self.items(id) {
            let found = self.frame.interval(Cell { node: id, first: at[0], second: at[1] });
            if found.some {
                most = size(found.low)?.max(size(found.high)?).max(most);
            }
        }
        (most < HUGE).then_some(most)
    }

    /// Whether the numbers of a node leave room for whatever is computed of them.
    fn fits(&self, id: NodeId) -> bool {
        let denominator = self.denominators.get(id.0).copied().unwrap_or(Denominator::Endless);
        self.magnitude(id).is_some_and(|size| has_room(size, denominator))
    }

    /// A number that could grow too large, or too long after the point, is reported where it first does.
    fn bounded(&self, id: NodeId, sink: &mut Sink) {
        let (Some(node), Some(span)) = (self.program.nodes.get(id.0), self.program.places.get(id.0)) else { return };
        let number = |part: &NodeId| self.program.nodes.get(part.0).is_some_and(|found| found.kind == Kind::Span);
        let operands = node.op.operands();
        let before = operands.iter().map(|part| part.node).filter(number).all(|part| self.fits(part));
        if before && !self.fits(id) {
            sink.push(
                Diagnostic::error(
                    Code::PossibleOverflow,
                    *span,
                    "this number can grow beyond what can be computed exactly",
                )
                .help("narrow the `range` of the facts in it, or round here"),
            );
        }
    }

    /// A range written on a definition must follow from its parts.
    fn promised(&self, checked: &Checked, sink: &mut Sink) {
        for (definition, operand) in &self.program.promised {
            let Some(definition) = checked.definitions.get(*definition) else { continue };
            let Some((range, span)) = definition.range else { continue };
            let outside = self.items(operand.node).find_map(|at| {
                let found = self.frame.interval(Cell { node: operand.node, first: at[0], second: at[1] });
                (found.some && (found.low < range.low || found.high > range.high)).then_some(found)
            });
            if let Some(found) = outside {
                let message = format!("`{}` can be from {} to {}", definition.name, found.low, found.high);
                sink.push(
                    Diagnostic::error(Code::RangeNotProven, span, message)
                        .help("a range must follow from the parts: write `max(1, …)`; `if` does not bound anything"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ruleset::sample::refusal;

    #[test]
    fn a_divisor_is_surely_not_zero() {
        // There is always the applicant.
        assert_eq!(refusal("1 / count(members) > 0", ""), "nothing");
        assert!(refusal("1 / count(members[working]) > 0", "").contains("the divisor can be zero"));
        assert_eq!(refusal("1 / max(1, count(members[working])) > 0", ""), "nothing");
        assert!(refusal("(if rooms > 0 then 1 / rooms else 0) > 0", "").contains("the divisor can be zero"));
    }

    #[test]
    fn a_written_range_follows_from_the_parts() {
        let definition = |is: &str| format!(r#", "size": {{ "of": "family", "range": "[1..10]", "is": "{is}" }}"#);
        assert!(refusal("size > 1", &definition("rooms + 1")) == "nothing");
        assert!(refusal("size > 1", &definition("rooms")).contains("`size` can be from 0 to 9"));
    }

    #[test]
    fn the_least_of_a_list_that_may_be_empty_needs_a_value_beside_it() {
        assert!(refusal("min(members[working].birth_date) < on", "").contains("the list may be empty"));
        assert_eq!(refusal("min(on, members[working].birth_date) < on", ""), "nothing");
    }

    #[test]
    fn numbers_that_can_outgrow_the_exact_are_refused() {
        assert!(refusal("rooms ** 64 > 1", "").contains("beyond what can be computed exactly"));
    }
}
