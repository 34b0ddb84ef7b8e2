//! The executor: fills a column of a frame from the columns that it reads.

use super::{
    column::Heard,
    fact::FactReader,
    frame::{Cell, Coordinates, Extent, Frame, Values, View, cell},
    lane::{fill, truths},
    possible::Truth,
    roster::Roster,
};
use crate::program::{Axis, Kind, Node, NodeId, Op, Operand, Place, Program};

/// One run of a program over one family in one view.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The program.
    pub program: &'a Program,
    /// The items.
    pub roster: &'a Roster,
    /// What was told.
    pub facts: FactReader<'a>,
    /// Which of it counts.
    pub view: View,
}

impl<'a> Run<'a> {
    /// Evaluates a node for every item into an empty column; a source answers what it heard.
    pub(super) fn column(&self, frame: Frame<'a>, id: NodeId, node: &Node, column: &mut Values) -> Option<Heard> {
        let extent = frame.extent(id)?;
        match &node.op {
            Op::Fact { fact, applies, derive } => {
                return Some(self.told(frame, node, extent, (*fact, applies.as_ref(), derive.as_ref()), column));
            }
            Op::Pointed { fact, applies } => {
                return Some(self.pointed(frame, node, extent, (*fact, applies.as_ref()), column));
            }
            _ => {}
        }
        match node.kind {
            Kind::Truth => self.truths(frame, node, extent, &mut column.words),
            Kind::Span => self.spans(frame, node, extent, &mut column.intervals),
            Kind::Set => self.sets(frame, node, extent, &mut column.sets),
        }
        matches!(node.op, Op::ToldAs { .. }).then_some(Heard::Records)
    }

    /// The column of a fact.
    fn told(
        &self,
        frame: Frame<'a>,
        node: &Node,
        extent: Extent,
        (fact, applies, derive): (usize, Option<&Operand>, Option<&Operand>),
        column: &mut Values,
    ) -> Heard {
        let Some(fact) = self.facts.column(self.view, fact) else {
            column.unknown(extent);
            return Heard::nothing();
        };
        let mut heard = fact.unheard();
        let mut told = |at: Coordinates| {
            let told = fact.told(at[0]);
            fact.hear(&mut heard, told);
            told
        };
        let applies = applies.map(|part| self.port_of_truths(frame, node, part));
        let applies = |at| applies.map_or(Truth::TRUE, |port| port.at(at));
        match node.kind {
            Kind::Truth => {
                let derive = derive.map(|part| self.port_of_truths(frame, node, part));
                truths(extent, &mut column.words, |at| {
                    fact.truth(told(at), at[0], || applies(at), || derive.map(|port| port.at(at)))
                });
            }
            Kind::Span => {
                let derive = derive.map(|part| self.port_of_spans(frame, node, part));
                fill(extent, &mut column.intervals, |at| {
                    fact.interval(told(at), at[0], || applies(at), || derive.map(|port| *port.at(at)))
                });
            }
            Kind::Set => {
                let derive = derive.map(|part| self.port_of_sets(frame, node, part));
                fill(extent, &mut column.sets, |at| {
                    fact.set(told(at), at[0], || applies(at), || derive.map(|port| *port.at(at)))
                });
            }
        }
        heard
    }

    /// The column of a fact that points to members.
    fn pointed(
        &self,
        frame: Frame<'a>,
        node: &Node,
        extent: Extent,
        (fact, applies): (usize, Option<&Operand>),
        column: &mut Values,
    ) -> Heard {
        let Some(fact) = self.facts.column(self.view, fact) else {
            column.unknown(extent);
            return Heard::nothing();
        };
        let mut heard = fact.unheard();
        let applies = applies.map(|part| self.port_of_truths(frame, node, part));
        truths(extent, &mut column.words, |at| {
            let told = fact.told(at[0]);
            fact.hear(&mut heard, told);
            let target = if extent.pair { at[1] } else { at[0] };
            let item = if extent.pair { at[0] } else { 0 };
            fact.points(told, (item, target), || applies.map_or(Truth::TRUE, |port| port.at(at)))
        });
        heard
    }

    /// The cell that an operand of a node reads.
    pub fn read(&self, node: &Node, operand: &Operand, at: Coordinates) -> Cell {
        cell(self.roster, axes(node), operand, at)
    }

    /// Whether what is told stands for the value from records: the list is not given, and claims count.
    pub fn stands_for(&self, node: &Node, list: usize, owner: Place, at: Coordinates) -> bool {
        !matches!(self.view, View::Accepted(_)) && self.is_absent(node, list, owner, at)
    }

    /// Whether the list of a member was not given.
    pub fn is_absent(&self, node: &Node, list: usize, owner: Place, at: Coordinates) -> bool {
        let operand = Operand { node: NodeId(0), first: Some(owner), second: None };
        let member = cell(self.roster, axes(node), &operand, at).first;
        self.facts.is_absent(list, member)
    }
}

/// The axes that the coordinates of a node's operands run along.
pub fn axes(node: &Node) -> [Option<Axis>; 3] {
    let mut axes = [node.axes.first, node.axes.second, None];
    if let Op::Reduce { axis, .. } = &node.op
        && let Some(place) = axes.get_mut(node.axes.len())
    {
        *place = Some(*axis);
    }
    axes
}
