//! The executor: fills a column of a frame from the columns that it reads.

use super::{
    column::Heard,
    fact::FactReader,
    frame::{Cell, Coordinates, Extent, Table, View, cell},
    roster::Roster,
    values::Values,
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

impl Run<'_> {
    /// Adds the column of a node, evaluated for every item; a source answers what it heard.
    pub(super) fn column(&self, table: Table<'_>, id: NodeId, node: &Node, values: &mut Values) -> Option<Heard> {
        let extent = table.extent(id)?;
        match &node.op {
            Op::Fact { fact, applies, derive } => {
                let Some(mut fact) = self.source(table, node, (*fact, applies.as_ref(), derive.as_ref())) else {
                    return Some(unknown(values, extent));
                };
                return Some(fact.column(extent, values));
            }
            Op::Pointed { fact, applies } => {
                let Some(mut fact) = self.source(table, node, (*fact, applies.as_ref(), None)) else {
                    return Some(unknown(values, extent));
                };
                return Some(fact.pointed(extent, values));
            }
            _ => {}
        }
        match node.kind {
            Kind::Truth => self.truths(table, node, extent, values),
            Kind::Span => self.spans(table, node, extent, values),
            Kind::Set => self.sets(table, node, extent, values),
        }
        matches!(node.op, Op::ToldAs { .. }).then_some(Heard::Records)
    }

    /// The cell that an operand of a node reads.
    pub fn read(&self, node: &Node, operand: &Operand, at: Coordinates) -> Cell {
        cell(self.roster, axes(node), operand, at)
    }

    /// Whether what is told stands for the value from records: the list is not given, and claims count.
    pub fn stands_for(&self, node: &Node, list: usize, owner: Place, at: Coordinates) -> bool {
        !matches!(self.view, View::Accepted(_)) && self.is_absent(node, list, owner, at)
    }

    /// Whether a value from records is open to what is told in their place: the list is not given, and no claim counts. Then
    /// it is either of both, so that what was told never leaves open what less than that decides.
    pub fn stands_beside(&self, node: &Node, list: usize, owner: Place, at: Coordinates) -> bool {
        matches!(self.view, View::Accepted(_)) && self.is_absent(node, list, owner, at)
    }

    /// Whether what is told stands for the values from records at every item of a node.
    pub(super) fn always_stands_for(&self, node: &Node, list: usize, owner: Place, extent: &Extent) -> bool {
        let mut coordinates = extent.coordinates();
        coordinates.all(|at| self.stands_for(node, list, owner, at))
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

/// The column of what is no fact.
fn unknown(values: &mut Values, extent: &Extent) -> Heard {
    values.add_unknown(extent);
    Heard::nothing()
}
