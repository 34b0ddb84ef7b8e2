//! How much one evaluation can cost, whatever the family: read off the compiled rules when they are loaded.

use std::collections::BTreeSet;

use crate::{
    check::{Checked, Term},
    diagnostic::{Code, Diagnostic, Sink},
    program::{Axis, MeasureProgram, Node, Op, Program},
    source::Span,
    value::{Limits, Territory},
};

/// Records that are counted for a list beside the told ones: those before and after the time for which it is complete.
const UNTOLD: u64 = 2;

/// The views besides those of what is accepted: what was told, and what is presumed.
const VIEWS: usize = 2;

/// Nodes and values of parameters of a program, for each part of the rules that the limits allow.
const COMPILED: u64 = 8;

/// How many values one evaluation of every view reads at most. More than the limit is an error at the rule that costs most.
///
/// How often an assessment evaluates is bounded apart from that: once, once more for reasons, and `Limits::trials` times at
/// most for each question that is left open. The product would bound nothing that anybody meets.
pub(super) fn most_steps(checked: &Checked, program: &Program, limits: &Limits, sink: &mut Sink) -> u64 {
    let accepts: BTreeSet<_> = program.measures.iter().filter_map(accepted).collect();
    let views = u64::try_from(accepts.len().saturating_add(VIEWS)).unwrap_or(u64::MAX);
    let texts = texts(checked);
    let factor = views.saturating_mul(texts);
    let bound = Bound { checked, limits };
    bound.compiled(program, texts, sink);
    let costs: Vec<u64> = program.nodes.iter().map(|node| bound.of(node).saturating_mul(factor)).collect();
    let sum = costs.iter().fold(0_u64, |sum, cost| sum.saturating_add(*cost));
    if sum > limits.steps {
        let dearest = costs.iter().enumerate().max_by_key(|(place, cost)| (**cost, std::cmp::Reverse(*place)));
        let span = dearest.and_then(|(place, _)| program.places.get(place)).copied();
        let message =
            format!("one evaluation of the rules could read {sum} values, and {} at most are allowed", limits.steps);
        let help = "this costs most of it: lower `most` of the list that it goes through, or count in the list once and \
             not for each item";
        let span = span.unwrap_or_else(Span::nowhere);
        sink.push(Diagnostic::error(Code::LimitExceeded, span, message).help(help));
    }
    sum
}

fn accepted(measure: &MeasureProgram) -> Option<crate::value::Accepts> {
    match measure {
        MeasureProgram::Active(active) => Some(active.accepts),
        MeasureProgram::Dormant(_) => None,
    }
}

/// How many texts of one definition a program may hold side by side: a definition is compiled once for each territory
/// whose text of it some act cites, and acts of one territory cite the same text.
fn texts(checked: &Checked) -> u64 {
    let versions = checked.measures.iter().flat_map(|measure| &measure.versions);
    let acts: BTreeSet<&Territory> = versions.flat_map(|version| &version.territories).collect();
    let mut written: BTreeSet<&Territory> = BTreeSet::new();
    let definitions = checked.definitions.iter().filter(|definition| !definition.territorial);
    for definition in definitions {
        definition.body.each(&mut |part| {
            if let Term::Versions(versions) = &part.term {
                written.extend(versions.texts.iter().flat_map(|text| &text.territories));
            }
        });
    }
    // Where the family lives is one more.
    let most = acts.len().min(written.len()).saturating_add(1);
    u64::try_from(most).unwrap_or(u64::MAX)
}

/// The largest family.
struct Bound<'a> {
    checked: &'a Checked,
    limits: &'a Limits,
}

impl Bound<'_> {
    /// How many values a node reads.
    fn of(&self, node: &Node) -> u64 {
        let axes = [node.axes.first, node.axes.second].into_iter().flatten();
        let items = axes.fold(1_u64, |items, axis| items.saturating_mul(self.items(axis)));
        items.saturating_mul(self.read_by_each(node))
    }

    /// Reports a program that would be too large in a territory in which as many texts of definitions are read as can be.
    fn compiled(&self, program: &Program, texts: u64, sink: &mut Sink) {
        let most = u64::try_from(self.limits.parts).unwrap_or(u64::MAX).saturating_mul(COMPILED);
        let mut size = 0_u64;
        for (node, span) in program.nodes.iter().zip(&program.places) {
            let own = match &node.op {
                Op::Parameter { parameter, .. } => self.recorded(*parameter).saturating_add(1),
                _ => 1,
            };
            size = size.saturating_add(own.saturating_mul(texts));
            if size > most {
                let message = "the rules up to this one are too large with every value of a parameter and every text of a territory";
                let help = "ask for a parameter of many values at fewer places, or load the rules of fewer territories";
                sink.push(Diagnostic::error(Code::LimitExceeded, *span, message).help(help));
                return;
            }
        }
    }

    /// How many values of a parameter are recorded.
    fn recorded(&self, parameter: usize) -> u64 {
        let values = self.checked.symbols.parameters.get(parameter).map(|symbol| &symbol.values);
        u64::try_from(values.map_or(0, |values| values.values().map(Vec::len).sum())).unwrap_or(u64::MAX)
    }

    /// How many values it reads for each item.
    fn read_by_each(&self, node: &Node) -> u64 {
        let operands = u64::try_from(node.op.operands().len()).unwrap_or(u64::MAX);
        let read = operands.saturating_add(1);
        match &node.op {
            Op::Reduce { axis, .. } => read.saturating_mul(self.items(*axis)),
            // Which value of a parameter holds is looked for, and it may be that of any part of the territory.
            Op::Parameter { parameter, .. } => read.saturating_add(self.recorded(*parameter)),
            // One of several texts; where the family may live in any of several places each has its own choice of them.
            Op::Choose(..) => read.saturating_mul(read),
            _ => read,
        }
    }

    /// How many items an axis has.
    fn items(&self, axis: Axis) -> u64 {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let members = count(self.limits.members);
        match axis {
            Axis::Member => members,
            Axis::Month(length) => count(length),
            Axis::Record(list) => {
                let Some(list) = self.checked.symbols.lists.get(list) else { return 0 };
                let owners = if list.owned { members } else { 1 };
                let lists = if list.in_member { owners } else { 1 };
                let told = u64::from(list.most).saturating_mul(lists).min(count(self.limits.records));
                told.saturating_add(UNTOLD.saturating_mul(owners))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        ruleset::sample::{asking, load},
        value::Limits,
    };

    fn steps(condition: &str) -> u64 {
        load(&asking(condition, "")).unwrap_or_else(|error| panic!("{error}")).most_steps()
    }

    #[test]
    fn what_goes_through_more_costs_more() {
        let (family, members) = (steps("warned"), steps("count(members[working]) > 1"));
        let pairs = steps("some a in members satisfies some b in members satisfies a in b.parents and a.working");
        assert!(family < members && members * 20 < pairs, "{family} {members} {pairs}");
    }

    #[test]
    fn the_bundled_rules_stay_far_below_the_limit() {
        let rules = crate::RuleSet::bundled().unwrap();
        assert!(rules.most_steps() < Limits::DEFAULT.steps / 20);
    }
}
