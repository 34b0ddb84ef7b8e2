//! How values flow through a program: which nodes no family changes, and who reads a node.
//!
//! All of it follows from the nodes alone, so it is worked out once, when the program is compiled.

use std::{collections::BTreeMap, sync::OnceLock};

use super::node::{Axes, Axis, Kind, Node, NodeId, Op, Operand, Place};

/// The form of a column: what its items are, and of which type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Its scope.
    pub axes: Axes,
    /// The type of its values.
    pub kind: Kind,
}

/// What an executor needs of a node before it looks at what the node computes.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The form of its column, by its place in [`Flow::shapes`].
    pub shape: usize,
    /// How it joins what it reads, where those are conditions over the same items as itself, or over none: one machine
    /// word of it follows from one machine word of each.
    pub link: Option<Link>,
    /// Whether it reads what was told itself.
    pub is_source: bool,
    /// Where what it reads stands among all that is read.
    reads: (usize, usize),
}

/// How conditions are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Every one holds.
    And,
    /// At least one holds.
    Or,
    /// The only one does not hold.
    Not,
}

/// The ways between the nodes of a program.
#[derive(Debug, Default)]
pub struct Flow {
    shapes: Vec<Shape>,
    // INVARIANT: as long as the nodes.
    steps: Vec<Step>,
    // INVARIANT: as long as the nodes; the source of a source is itself.
    sources: Vec<NodeId>,
    fixed: Vec<NodeId>,
    moving: Vec<NodeId>,
    reads: Vec<NodeId>,
    /// Found when they are first asked for: an answer that leaves nothing open needs none.
    readers: OnceLock<Readers>,
    /// By fact.
    told: BTreeMap<usize, ToldNodes>,
}

/// The nodes to which a fact goes.
#[derive(Debug, Default)]
struct ToldNodes {
    /// Those that read it themselves.
    sources: Vec<NodeId>,
    /// Those that read it themselves or through others, a bit each; found when they are first asked for.
    all: OnceLock<Box<[u64]>>,
}

/// Who reads each node.
#[derive(Debug)]
struct Readers {
    // INVARIANT: one more than the nodes; the readers of a node stand between its entry and the next.
    begins: Vec<usize>,
    all: Vec<NodeId>,
}

impl Flow {
    /// The ways between nodes of which operands stand before their readers.
    pub fn new(nodes: &[Node]) -> Self {
        let count = nodes.len();
        let mut flow = Self {
            steps: Vec::with_capacity(count),
            sources: Vec::with_capacity(count),
            moving: Vec::with_capacity(count),
            ..Self::default()
        };
        let mut is_fixed: Vec<bool> = Vec::with_capacity(count);
        for (place, node) in nodes.iter().enumerate() {
            if let Op::Fact { fact, .. } | Op::Pointed { fact, .. } = node.op {
                flow.told.entry(fact).or_default().sources.push(NodeId(place));
            }
            let begin = flow.reads.len();
            let mut fixed = is_of_rules(node);
            node.op.each_operand(|part| {
                flow.reads.push(flow.sources.get(part.node.0).copied().unwrap_or(part.node));
                fixed &= is_fixed.get(part.node.0).copied().unwrap_or(false);
            });
            let step = Step {
                shape: flow.shape_number(node),
                link: link_of(nodes, node),
                is_source: matches!(node.op, Op::Fact { .. } | Op::Pointed { .. } | Op::ToldAs { .. }),
                reads: (begin, flow.reads.len()),
            };
            flow.steps.push(step);
            is_fixed.push(fixed);
            let source = same_as(nodes, node).map(|read| flow.source(read));
            flow.sources.push(source.unwrap_or(NodeId(place)));
            if source.is_none() {
                if fixed { &mut flow.fixed } else { &mut flow.moving }.push(NodeId(place));
            }
        }
        flow
    }

    fn shape_number(&mut self, node: &Node) -> usize {
        let shape = Shape { axes: node.axes, kind: node.kind };
        self.shapes.iter().position(|known| *known == shape).unwrap_or_else(|| {
            self.shapes.push(shape);
            self.shapes.len().saturating_sub(1)
        })
    }

    /// The readers of each node, from what each node reads.
    fn connected(&self) -> Readers {
        let mut counts: Vec<usize> = vec![0; self.steps.len()];
        self.each_way(|read, _| {
            if let Some(count) = counts.get_mut(read.0) {
                *count = count.saturating_add(1);
            }
        });
        let mut sum = 0_usize;
        let sums = std::iter::once(0).chain(counts.iter().map(|count| {
            sum = sum.saturating_add(*count);
            sum
        }));
        let begins: Vec<usize> = sums.collect();
        // Where the next reader of each node is put.
        let mut next = begins.clone();
        let mut all = vec![NodeId(0); sum];
        self.each_way(|read, reader| {
            let Some(place) = next.get_mut(read.0) else { return };
            if let Some(known) = all.get_mut(*place) {
                *known = reader;
            }
            *place = place.saturating_add(1);
        });
        Readers { begins, all }
    }

    /// Shows each node with a column of its own with each that it reads, once, in the order of the readers.
    fn each_way(&self, mut show: impl FnMut(NodeId, NodeId)) {
        let mut last: Vec<Option<NodeId>> = vec![None; self.steps.len()];
        for (place, step) in self.steps.iter().enumerate() {
            let reader = NodeId(place);
            if self.source(reader) != reader {
                continue;
            }
            for read in self.reads(step) {
                if let Some(last) = last.get_mut(read.0)
                    && last.replace(reader) != Some(reader)
                {
                    show(*read, reader);
                }
            }
        }
    }

    /// Every form of column that the program has.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// The step of a node.
    #[inline]
    pub fn step(&self, node: NodeId) -> Option<&Step> {
        self.steps.get(node.0)
    }

    /// The node whose column is that of this one, item by item: another where this one only gives words to it.
    #[inline]
    pub fn source(&self, node: NodeId) -> NodeId {
        self.sources.get(node.0).copied().unwrap_or(node)
    }

    /// The nodes with a column of their own that is the same for every family, in order.
    pub fn fixed(&self) -> &[NodeId] {
        &self.fixed
    }

    /// The nodes with a column of their own that depends on the family, in order.
    pub fn moving(&self) -> &[NodeId] {
        &self.moving
    }

    /// The nodes whose columns a step reads, in the order of its operands.
    #[inline]
    pub fn reads(&self, step: &Step) -> &[NodeId] {
        self.reads.get(step.reads.0..step.reads.1).unwrap_or_default()
    }

    /// The nodes that read what was told of a fact themselves.
    pub fn sources_of(&self, fact: usize) -> &[NodeId] {
        self.told.get(&fact).map_or(&[], |told| &told.sources)
    }

    /// Whether a node reads what was told of a fact, itself or through others.
    pub fn hangs_on(&self, node: NodeId, fact: usize) -> bool {
        let Some(ToldNodes { sources, all }) = self.told.get(&fact) else { return false };
        is_marked(all.get_or_init(|| self.downstream(sources)), node)
    }

    /// All that read some nodes, themselves or through others, and those nodes, a bit each.
    fn downstream(&self, sources: &[NodeId]) -> Box<[u64]> {
        let mut found = vec![0; self.steps.len().div_ceil(64)];
        for source in sources {
            mark(&mut found, *source);
        }
        for (place, step) in self.steps.iter().enumerate() {
            if self.reads(step).iter().any(|read| is_marked(&found, *read)) {
                mark(&mut found, NodeId(place));
            }
        }
        found.into()
    }

    /// The nodes with columns of their own that some nodes read, themselves or through others, and those of these nodes; in
    /// order.
    pub fn upstream(&self, roots: impl Iterator<Item = NodeId>) -> Vec<NodeId> {
        let mut found = vec![0; self.steps.len().div_ceil(64)];
        let mut open: Vec<NodeId> = roots.map(|root| self.source(root)).collect();
        let mut all = Vec::new();
        while let Some(node) = open.pop() {
            if is_marked(&found, node) {
                continue;
            }
            mark(&mut found, node);
            all.push(node);
            open.extend(self.step(node).into_iter().flat_map(|step| self.reads(step)));
        }
        all.sort_unstable();
        all
    }

    /// The nodes with columns of their own that read the column of a node; all stand after it.
    pub fn readers(&self, node: NodeId) -> &[NodeId] {
        let Readers { begins, all } = self.readers.get_or_init(|| self.connected());
        let begin = begins.get(node.0).copied().unwrap_or(0);
        let end = begins.get(node.0.saturating_add(1)).copied().unwrap_or(begin);
        all.get(begin..end).unwrap_or_default()
    }
}

/// Marks a node in a row of bits.
pub fn mark(bits: &mut [u64], node: NodeId) {
    if let Some(word) = bits.get_mut(node.0 / 64) {
        *word |= 1 << (node.0 % 64);
    }
}

/// Whether a node is marked.
#[inline]
pub fn is_marked(bits: &[u64], node: NodeId) -> bool {
    bits.get(node.0 / 64).is_some_and(|word| word >> (node.0 % 64) & 1 == 1)
}

/// How a node joins conditions over the same items as itself, or over none.
fn link_of(nodes: &[Node], node: &Node) -> Option<Link> {
    let (link, parts) = match &node.op {
        Op::And(parts) => (Link::And, parts.as_slice()),
        Op::Or(parts) => (Link::Or, parts.as_slice()),
        Op::Not(part) => (Link::Not, std::slice::from_ref(part)),
        _ => return None,
    };
    let in_step = |part: &Operand| {
        let axes = nodes.get(part.node.0).map(|read| read.axes);
        let alone = axes == Some(Axes::default());
        alone || (axes == Some(node.axes) && part.first == Some(Place::Item(0)) && part.second.is_none())
    };
    parts.iter().all(in_step).then_some(link)
}

/// What a node only gives words to, where both run over the same items.
fn same_as(nodes: &[Node], node: &Node) -> Option<NodeId> {
    let Op::Labelled(_, part) = &node.op else { return None };
    let read = nodes.get(part.node.0)?;
    let own = |axis: Option<Axis>, coordinate| axis.map(|_| Place::Item(coordinate));
    let along = part.first == own(node.axes.first, 0) && part.second == own(node.axes.second, 1);
    (along && read.axes == node.axes && read.kind == node.kind).then_some(part.node)
}

/// Whether a node itself reads nothing of a family, nor how many members or records it has.
fn is_of_rules(node: &Node) -> bool {
    let counted = |axis: Option<Axis>| matches!(axis, Some(Axis::Member | Axis::Record(_)));
    let reads = match node.op {
        Op::Fact { .. } | Op::Pointed { .. } | Op::ToldAs { .. } | Op::Same => true,
        Op::Reduce { axis, .. } => counted(Some(axis)),
        _ => false,
    };
    !reads && !counted(node.axes.first) && !counted(node.axes.second)
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

    #[test]
    fn every_node_is_fixed_or_moving_and_knows_its_readers() {
        let program = compiled("count(members[age < 18]) >= 3 and on > date(2020, 1, 1)");
        let flow = &program.flow;
        let all = (0..program.nodes.len()).map(NodeId);
        let own = all.filter(|node| flow.source(*node) == *node).count();
        assert_eq!(flow.fixed().len() + flow.moving().len(), own);
        for (place, node) in program.nodes.iter().enumerate() {
            let known = |part: &Operand| flow.readers(flow.source(part.node)).contains(&NodeId(place));
            assert!(flow.source(NodeId(place)) != NodeId(place) || node.op.operands().iter().all(known));
            assert_eq!(
                flow.shapes()[flow.step(NodeId(place)).unwrap().shape],
                Shape { axes: node.axes, kind: node.kind }
            );
        }
    }

    #[test]
    fn a_fact_is_read_by_whoever_has_it_upstream() {
        let program = compiled("count(members[age < 18]) >= 3 and (poor or rooms > 2) and not(warned)");
        let (flow, mut reading) = (&program.flow, 0);
        for node in (0..program.nodes.len()).map(NodeId) {
            let upstream = flow.upstream(std::iter::once(node));
            assert!(upstream.is_sorted() && upstream.contains(&flow.source(node)));
            for fact in flow.told.keys() {
                let reads = upstream.iter().any(|read| flow.sources_of(*fact).contains(read));
                assert_eq!(flow.hangs_on(node, *fact), reads, "{node:?} {fact}");
                reading += usize::from(reads);
            }
        }
        assert!(reading > 0 && reading < program.nodes.len() * flow.told.len());
        assert!(!flow.hangs_on(NodeId(0), usize::MAX));
    }

    #[test]
    fn what_reads_no_family_is_fixed() {
        let program = compiled("on > date(2020, 1, 1) or warned");
        let fixed = |wanted: fn(&Op) -> bool| {
            let found = program.nodes.iter().position(|node| wanted(&node.op)).unwrap();
            program.flow.fixed().contains(&NodeId(found))
        };
        assert!(fixed(|op| matches!(op, Op::Compare(..))));
        assert!(!fixed(|op| matches!(op, Op::Fact { .. })));
        assert!(!fixed(|op| matches!(op, Op::Or(_))));
    }
}
