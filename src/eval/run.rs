//! The executor: fills a column of a frame from the columns that it reads.

use std::cell::OnceCell;

use super::{
    column::Heard,
    fact::FactReader,
    frame::{Cell, Coordinates, Extent, Table, View, Word, cell},
    lane::{cells, truths},
    possible::Truth,
    roster::Roster,
    values::Values,
};
use crate::{
    family::Told,
    program::{Axis, Kind, Node, NodeId, Op, Operand, Place, Program},
};

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
    /// Adds the column of a node, evaluated for every item; a source answers what it heard.
    pub(super) fn column(&self, table: Table<'_>, id: NodeId, node: &Node, values: &mut Values) -> Option<Heard> {
        let extent = table.extent(id)?;
        match &node.op {
            Op::Fact { fact, applies, derive } => {
                return Some(self.told(table, node, extent, (*fact, applies.as_ref(), derive.as_ref()), values));
            }
            Op::Pointed { fact, applies } => {
                return Some(self.pointed(table, node, extent, (*fact, applies.as_ref()), values));
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

    /// The column of a fact.
    fn told(
        &self,
        table: Table<'_>,
        node: &Node,
        extent: &Extent,
        (fact, applies, derive): (usize, Option<&Operand>, Option<&Operand>),
        values: &mut Values,
    ) -> Heard {
        let Some(fact) = self.facts.column(self.view, fact) else {
            values.add_unknown(extent);
            return Heard::nothing();
        };
        let mut heard = fact.unheard();
        let part = applies;
        let mut told = |at: Coordinates| {
            let told = fact.told(at[0]);
            fact.hear(&mut heard, told);
            told
        };
        // The ways are found where something was not told.
        let (ways, derived) = (OnceCell::new(), OnceCell::new());
        let applies = |values: &Values, at| {
            let Some(part) = applies else { return Truth::TRUE };
            ways.get_or_init(|| self.condition(table, node, part)).at(values, at)
        };
        let derived = |at| derive.map(|part| derived.get_or_init(|| self.port(table, node, part)).at(at));
        match node.kind {
            Kind::Truth if derive.is_none() && let Some(there) = extent.only_word => {
                let mut word = Word { yes: !there, no: !there };
                let mut silent = 0_u64;
                for item in 0..extent.items {
                    let at = [item, 0, 0];
                    let told = told(at);
                    if told.is_nothing() {
                        silent |= 1 << (item % 64);
                    } else {
                        word = word.with(1 << (item % 64), fact.truth(told, || applies(values, at), || None));
                    }
                }
                if silent != 0 {
                    let way = part.map(|part| self.condition(table, node, part));
                    let when = way.map_or(Word::all(Truth::TRUE), |way| way.word(values, [0; 3], 0, extent.items));
                    // Silence means the same wherever the fact applies, and wherever it does not.
                    let parts = [
                        (when.yes & !when.no, Truth::TRUE),
                        (when.yes & when.no, Truth::UNKNOWN),
                        (!when.yes, Truth::FALSE),
                    ];
                    for (items, applies) in parts {
                        if silent & items != 0 {
                            word = word.with(silent & items, fact.truth(Told::NOTHING, || applies, || None));
                        }
                    }
                }
                values.words.push(if extent.alone { word.spread(0) } else { word });
            }
            Kind::Truth => truths(extent, values, |values, at| {
                let derived = || derive.map(|part| self.condition(table, node, part).at(values, at));
                fact.truth(told(at), || applies(values, at), derived)
            }),
            Kind::Span => cells(extent, |at| {
                let derived = || derived(at).map(|place| values.interval(place));
                let found = fact.interval(told(at), at[0], || applies(values, at), derived);
                values.push_long(&found);
            }),
            Kind::Set => cells(extent, |at| {
                let derived = || Some(values.sets.get(derived(at)?).copied().unwrap_or(u64::MAX));
                let found = fact.set(told(at), || applies(values, at), derived);
                values.sets.push(found);
            }),
        }
        heard
    }

    /// The column of a fact that points to members.
    fn pointed(
        &self,
        table: Table<'_>,
        node: &Node,
        extent: &Extent,
        (fact, applies): (usize, Option<&Operand>),
        values: &mut Values,
    ) -> Heard {
        let Some(fact) = self.facts.column(self.view, fact) else {
            values.add_unknown(extent);
            return Heard::nothing();
        };
        let mut heard = fact.unheard();
        let ways = OnceCell::new();
        let applies = |values: &Values, at| {
            let Some(part) = applies else { return Truth::TRUE };
            ways.get_or_init(|| self.condition(table, node, part)).at(values, at)
        };
        truths(extent, values, |values, at| {
            let told = fact.told(at[0]);
            fact.hear(&mut heard, told);
            let target = if extent.pair { at[1] } else { at[0] };
            fact.points(told, target, || applies(values, at))
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
