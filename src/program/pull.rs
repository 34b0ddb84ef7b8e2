//! How an answer moves with what it reads, and which facts may pull it both ways, whoever the family is.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    flow::Flow,
    node::{Node, NodeId, Op, Operand},
};
use crate::check::{Aggregate, Comparison, Operation};

/// How an answer moves with a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pull {
    /// It rises with it.
    Up,
    /// It falls with it.
    Down,
    /// Either.
    Both,
}

/// What is known of a number that another is multiplied with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// It is one number, not below zero.
    Positive,
    /// It is one number below zero.
    Negative,
    /// It is open.
    Open,
}

impl Pull {
    /// The other way.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::Both => Self::Both,
        }
    }
}

impl Op {
    /// Each operand with how a pull at the value goes on to it.
    pub fn pull(&self, pull: Pull, factor: impl Fn(&Operand) -> Factor, mut each: impl FnMut(&Operand, Pull)) {
        match self {
            Self::And(parts) | Self::Or(parts) | Self::Extreme(_, parts) => pull_all(parts, pull, each),
            Self::Labelled(_, part) => each(part, pull),
            Self::Not(part) => each(part, pull.turned()),
            Self::Compare(order, a, b) => {
                let rises = match order {
                    Comparison::Greater | Comparison::AtLeast => pull,
                    Comparison::Less | Comparison::AtMost => pull.turned(),
                    Comparison::Equal | Comparison::NotEqual => Pull::Both,
                };
                each(a, rises);
                each(b, rises.turned());
            }
            Self::Operation(operation, parts) => {
                let (first, rest) = operation_pull(*operation, parts, pull, factor);
                let pulls = std::iter::once(first).chain(std::iter::repeat(rest));
                parts.iter().zip(pulls).for_each(|(part, pull)| each(part, pull));
            }
            Self::Choose(branches, otherwise) => {
                for (when, is) in branches {
                    each(when, Pull::Both);
                    each(is, pull);
                }
                each(otherwise, pull);
            }
            Self::ToldAs { value, told, .. } => pull_all([value, told], pull, each),
            Self::Fact { applies, derive, .. } => {
                pull_all(applies, Pull::Both, &mut each);
                pull_all(derive, pull, each);
            }
            Self::Reduce { aggregate, mask, value, .. } => {
                let taking_part = match aggregate {
                    Aggregate::Any | Aggregate::Count | Aggregate::Sum => pull,
                    Aggregate::All => pull.turned(),
                    Aggregate::Min | Aggregate::Max => Pull::Both,
                };
                pull_all(mask, taking_part, &mut each);
                pull_all(value, pull, each);
            }
            op => pull_all(&op.operands(), Pull::Both, each),
        }
    }
}

fn pull_all<'a>(parts: impl IntoIterator<Item = &'a Operand>, pull: Pull, mut each: impl FnMut(&Operand, Pull)) {
    for part in parts {
        each(part, pull);
    }
}

/// How a pull goes on to the first operand of an operation, and to the others.
fn operation_pull(
    operation: Operation,
    parts: &[Operand],
    pull: Pull,
    factor: impl Fn(&Operand) -> Factor,
) -> (Pull, Pull) {
    // Times or by numbers of which one at most is open: whichever way, it is one way.
    let scaled = |divided: bool| {
        let factors = || parts.iter().map(&factor);
        if factors().filter(|factor| *factor == Factor::Open).count() > 1 {
            return (Pull::Both, Pull::Both);
        }
        let negative = factors().filter(|factor| *factor == Factor::Negative).count();
        let pull = if negative.is_multiple_of(2) { pull } else { pull.turned() };
        (pull, if divided { pull.turned() } else { pull })
    };
    match operation {
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
        Operation::Multiply => scaled(false),
        Operation::Divide => scaled(true),
        _ => (Pull::Both, Pull::Both),
    }
}

/// For each node the facts that it reads, with some of their values, and which ways they can pull it: two bits each.
#[derive(Debug, Default)]
pub struct Manners {
    /// How many machine words a node takes.
    words: usize,
    of: Vec<u64>,
    /// The facts of which several choices of values are asked for: where those stand, one after another.
    several: Vec<(usize, usize)>,
}

/// The lower of the two bits of each fact: it pulls up.
const UP: u64 = 0x5555_5555_5555_5555;

fn mirrored(word: u64) -> u64 {
    ((word & UP) << 1) | ((word >> 1) & UP)
}

impl Manners {
    /// Works them out, from operands to readers.
    pub fn new(nodes: &[Node], flow: &Flow) -> Self {
        let asked: BTreeSet<(usize, u64)> = nodes.iter().filter_map(|node| read_here(nodes, flow, &node.op)).collect();
        let kinds: BTreeMap<(usize, u64), usize> = asked.iter().copied().zip(0..).collect();
        let words = kinds.len().div_ceil(32);
        let mut manners =
            Self { words, of: Vec::with_capacity(nodes.len().saturating_mul(words)), several: several(&asked) };
        let mut row = vec![0; words];
        for node in nodes {
            row.fill(0);
            if let Some(kind) = read_here(nodes, flow, &node.op)
                && let Some(place) = kinds.get(&kind)
                && let Some(word) = row.get_mut(place / 32)
            {
                let both = matches!(node.op, Op::Pointed { .. });
                *word |= if both { 0b11 } else { 0b01 } << (place % 32 * 2);
            }
            let is_leaf = matches!(node.op, Op::OneOf(..)) && row.iter().any(|word| *word != 0);
            if !is_leaf {
                node.op.pull(
                    Pull::Up,
                    |part| constant_factor(nodes, part),
                    |part, pull| manners.add(&mut row, part, pull),
                );
            }
            manners.of.extend_from_slice(&row);
        }
        manners
    }

    fn add(&self, row: &mut [u64], part: &Operand, pull: Pull) {
        for (word, read) in row.iter_mut().zip(self.row(part.node)) {
            *word |= match pull {
                Pull::Up => *read,
                Pull::Down => mirrored(*read),
                Pull::Both => *read | mirrored(*read),
            };
        }
    }

    fn row(&self, node: NodeId) -> &[u64] {
        let begin = node.0.saturating_mul(self.words);
        self.of.get(begin..begin.saturating_add(self.words)).unwrap_or_default()
    }

    /// The facts that may pull some of these nodes both ways, as bits; nothing where there is none.
    pub fn doubtful(&self, nodes: impl Iterator<Item = NodeId>) -> Option<Vec<u64>> {
        let mut met = vec![0; self.words];
        for node in nodes {
            met.iter_mut().zip(self.row(node)).for_each(|(met, read)| *met |= read);
        }
        let ways = |place: usize| met.get(place / 32).map_or(0, |word: &u64| word >> (place % 32 * 2) & 0b11);
        let mut found: Vec<u64> = met.iter().map(|word| (word & word >> 1 & UP) * 0b11).collect();
        for (begin, end) in &self.several {
            if (*begin..*end).map(|place| ways(place).count_ones()).sum::<u32>() < 2 {
                continue;
            }
            for place in *begin..*end {
                if let Some(word) = found.get_mut(place / 32) {
                    *word |= 0b11 << (place % 32 * 2);
                }
            }
        }
        found.iter().any(|word| *word != 0).then_some(found)
    }

    /// Whether a node reads one of these facts.
    pub fn reads(&self, node: NodeId, facts: &[u64]) -> bool {
        self.row(node).iter().zip(facts).any(|(read, asked)| read & asked != 0)
    }
}

/// Where those stand of which one fact has several, in order.
fn several(asked: &BTreeSet<(usize, u64)>) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut last = None;
    for (place, (fact, _)) in asked.iter().enumerate() {
        match found.last_mut() {
            Some(range) if last == Some(*fact) => range.1 = place.saturating_add(1),
            _ => found.push((place, place.saturating_add(1))),
        }
        last = Some(*fact);
    }
    found.retain(|(begin, end)| end.saturating_sub(*begin) > 1);
    found
}

/// The fact that a node asks for itself, and which of its values; all of them where it is not one of several.
fn read_here(nodes: &[Node], flow: &Flow, op: &Op) -> Option<(usize, u64)> {
    match op {
        Op::Fact { fact, derive: None, .. } | Op::Pointed { fact, .. } => Some((*fact, 0)),
        Op::OneOf(part, values) => match nodes.get(flow.source(part.node).0).map(|node| &node.op) {
            Some(Op::Fact { fact, derive: None, applies: None }) => Some((*fact, *values)),
            _ => None,
        },
        _ => None,
    }
}

fn constant_factor(nodes: &[Node], part: &Operand) -> Factor {
    match nodes.get(part.node.0).map(|node| &node.op) {
        Some(Op::Number(number)) if number.is_negative() => Factor::Negative,
        Some(Op::Number(_)) => Factor::Positive,
        // A number written with a minus.
        Some(Op::Operation(Operation::Negate, parts)) => match parts.first().map(|part| constant_factor(nodes, part)) {
            Some(Factor::Positive) => Factor::Negative,
            Some(Factor::Negative) => Factor::Positive,
            _ => Factor::Open,
        },
        _ => Factor::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Sink,
        program::{Moment, Program, compile},
        ruleset::sample::{DAY, asking, load},
    };

    fn compiled(condition: &str) -> Program {
        let rules = load(&asking(condition, "")).unwrap_or_else(|error| panic!("{error}"));
        let territory = "RU-KHA".parse().unwrap();
        compile(&rules.library.checked, Moment::On(DAY.parse().unwrap()), &territory, &mut Sink::default())
    }

    /// Whether some fact may pull a condition both ways.
    fn is_doubtful(condition: &str) -> bool {
        let program = compiled(condition);
        let asked = program.circumstances.iter().map(|asked| asked.holds.node);
        program.manners().doubtful(asked).is_some()
    }

    #[test]
    fn only_a_fact_that_pulls_both_ways_is_doubted() {
        assert!(is_doubtful("rooms >= 2 or rooms < 2"));
        assert!(is_doubtful("rooms = 2"));
        assert!(is_doubtful("(poor and rooms > 5) or not(poor)"));
        assert!(is_doubtful("rooms * -1 + rooms > 0"));
        assert!(!is_doubtful("rooms >= 2 and rooms > 3 and not(warned)"));
        assert!(!is_doubtful("rooms * 3 - 4 >= 2"));
        assert!(!is_doubtful("not(rooms * -3 >= 2) or rooms > 3"));
    }

    #[test]
    fn a_node_without_the_fact_reads_none_of_it() {
        let program = compiled("(rooms >= 2 or rooms < 2) and warned");
        let asked = program.circumstances.iter().map(|asked| asked.holds.node);
        let facts = program.manners().doubtful(asked).unwrap();
        let is_read = |node: &Node| matches!(node.op, Op::Fact { .. } | Op::Compare(..));
        let reading = program.nodes.iter().enumerate().filter(|(_, node)| is_read(node));
        let found: Vec<bool> = reading.map(|(place, _)| program.manners().reads(NodeId(place), &facts)).collect();
        // The rooms and what is compared with them; not the warning.
        assert_eq!(found.iter().filter(|reads| !**reads).count(), 1);
    }
}
