//! Walks through a run: what is missing where it is undecided, and what it rests on where it is decided.

mod enough;

use std::ops::ControlFlow;

use super::{
    fact::Known,
    frame::{Cell, Coordinates, Frame, View},
    possible::Truth,
    roster::RecordSource,
    run::{Run, axes},
    trail::{Leaf, MOST_COMPARED, Price, Trail, Visited},
};
use crate::{
    check::Aggregate,
    program::{Axis, Entry, Kind, Node, NodeId, Op, Operand},
    value::{Accepts, Number},
};

/// A walk to what is missing: where it has been, and who is told of its ends and may stop it.
struct Search<'w> {
    /// The view whose refusal is doubted: what holds in it already is not asked.
    against: Option<Frame<'w>>,
    visited: &'w mut Visited,
    /// How many cells it sees at most.
    most: usize,
    stops_at: &'w mut dyn FnMut(Leaf) -> bool,
}

impl Search<'_> {
    fn end(&mut self, leaf: Leaf) -> ControlFlow<()> {
        if (self.stops_at)(leaf) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Run<'_> {
    fn node(&self, id: NodeId) -> Option<&Node> {
        self.program.nodes.get(id.0)
    }

    /// The facts that leave a cell undecided, through undecided cells only; where another view refuses, only those that
    /// could turn it.
    pub fn missing(&self, frame: Frame<'_>, against: Option<Frame<'_>>, cell: Cell, trail: &mut Trail) {
        let Trail { leaves, visited, .. } = trail;
        let mut stops_at = |leaf: Leaf| {
            leaves.insert(leaf);
            false
        };
        // It goes to every end.
        let _ = self.search(frame, cell, &mut Search { against, visited, most: usize::MAX, stops_at: &mut stops_at });
    }

    /// Whether something that leaves one of the cells undecided answers a question; the first that does ends the walk.
    pub fn any_missing(
        &self,
        frame: Frame<'_>,
        against: Option<Frame<'_>>,
        cells: &[Cell],
        mut stops_at: impl FnMut(Leaf) -> bool,
    ) -> bool {
        let mut visited = Visited::many();
        let mut search = Search { against, visited: &mut visited, most: usize::MAX, stops_at: &mut stops_at };
        cells.iter().any(|cell| self.search(frame, *cell, &mut search).is_break())
    }

    /// The same after so many cells at most; nothing where more would have to be seen.
    pub fn any_missing_soon(
        &self,
        frame: Frame<'_>,
        cells: &[Cell],
        most: usize,
        is_asked: impl Fn(&Leaf) -> bool,
    ) -> Option<bool> {
        let mut found = false;
        let mut stops_at = |leaf: Leaf| {
            found = is_asked(&leaf);
            found
        };
        let mut visited = Visited::default();
        let mut search = Search { against: None, visited: &mut visited, most, stops_at: &mut stops_at };
        let has_ended = cells.iter().any(|cell| self.search(frame, *cell, &mut search).is_break());
        (found || !has_ended).then_some(found)
    }

    fn search(&self, frame: Frame<'_>, cell: Cell, search: &mut Search<'_>) -> ControlFlow<()> {
        if frame.is_exact(cell) || !search.visited.insert(cell) {
            return ControlFlow::Continue(());
        }
        if search.visited.len() > search.most {
            return ControlFlow::Break(());
        }
        let Some(node) = self.node(cell.node) else { return ControlFlow::Continue(()) };
        let at = [cell.first, cell.second, 0];
        let go = |operand: &Operand, search: &mut Search<'_>| self.search(frame, self.read(node, operand, at), search);
        match &node.op {
            Op::Fact { fact, applies, derive } => {
                if self.facts.known(self.view, *fact, cell.first) == Known::Silence {
                    applies.iter().try_for_each(|part| go(part, search))?;
                    if let Some(derive) = derive {
                        return go(derive, search);
                    }
                }
                search.end(self.fact_leaf(*fact, cell.first))
            }
            Op::Pointed { fact, applies } => {
                let item = if node.axes.second.is_some() { cell.first } else { 0 };
                if self.facts.known(self.view, *fact, item) == Known::Silence {
                    applies.iter().try_for_each(|part| go(part, search))?;
                }
                search.end(self.pointed_leaf(*fact, node, cell))
            }
            Op::Undecided | Op::LivesIn(_) => search.end(Leaf::Territory),
            Op::Parameter { parameter, date, territory, .. } => {
                go(date, search)?;
                let date = frame.interval(self.read(node, date, at));
                match date.exact().map(super::arithmetic::date) {
                    None => ControlFlow::Continue(()),
                    on => search.end(Leaf::Parameter { parameter: *parameter, territory: territory.clone(), on }),
                }
            }
            Op::Choose(branches, otherwise) => {
                for (when, is) in branches {
                    let truth = frame.truth(self.read(node, when, at));
                    go(when, search)?;
                    if truth.yes {
                        go(is, search)?;
                    }
                    if !truth.no {
                        return ControlFlow::Continue(());
                    }
                }
                go(otherwise, search)
            }
            Op::Reduce { mask, value, .. } => self.items(node, at).try_for_each(|item| {
                self.search_item(frame, node, Self::inner(node, at, item), (mask.as_ref(), value.as_ref()), search)
            }),
            Op::ToldAs { list, owner, value, told } => {
                if !self.is_absent(node, *list, *owner, at) {
                    return go(value, search);
                }
                // What stands for the records is easier to ask for than the records; where it is known and does not
                // count, the records are missing.
                if frame.is_exact(self.read(node, told, at)) {
                    let owner = Operand { node: cell.node, first: Some(*owner), second: None };
                    return search.end(self.list_leaf(*list, Some(self.read(node, &owner, at).first)));
                }
                go(told, search)
            }
            Op::And(parts) | Op::Or(parts) => {
                let whole = search.against.map(|against| against.truth(cell)).filter(|whole| !whole.is_undecided());
                let settled = |part: &&Operand| {
                    let part = search.against.map(|against| against.truth(self.read(node, part, at)));
                    whole.zip(part).is_some_and(|(whole, part)| !part.is_undecided() && part != whole)
                };
                let open: Vec<&Operand> = parts.iter().filter(|part| !settled(part)).collect();
                open.into_iter().try_for_each(|part| go(part, search))
            }
            Op::Not(part) | Op::Labelled(_, part) => go(part, search),
            op => op.operands().iter().try_for_each(|part| go(part, search)),
        }
    }

    fn search_item(
        &self,
        frame: Frame<'_>,
        node: &Node,
        at: Coordinates,
        (mask, value): (Option<&Operand>, Option<&Operand>),
        search: &mut Search<'_>,
    ) -> ControlFlow<()> {
        if value.is_some_and(|value| Self::is_neutral(frame, node, self.read(node, value, at))) {
            return ControlFlow::Continue(());
        }
        if let Some(mask) = mask {
            let cell = self.read(node, mask, at);
            self.search(frame, cell, search)?;
            if !frame.truth(cell).yes {
                return ControlFlow::Continue(());
            }
        }
        if let Some(value) = value {
            self.search(frame, self.read(node, value, at), search)?;
        }
        let place = node.axes.len();
        if let (Some(Axis::Record(list)), Some(item)) = (axes(node).get(place).copied().flatten(), at.get(place))
            && let Some(record) = self.roster.record(list, *item)
            && matches!(record.source, RecordSource::Untold { .. })
        {
            return search.end(self.list_leaf(list, record.owner));
        }
        ControlFlow::Continue(())
    }

    /// Whether an item changes nothing, whether it takes part or not.
    fn is_neutral(frame: Frame<'_>, node: &Node, value: Cell) -> bool {
        match &node.op {
            Op::Reduce { aggregate: Aggregate::Any, .. } => frame.truth(value).is_false(),
            Op::Reduce { aggregate: Aggregate::All, .. } => frame.truth(value).is_true(),
            Op::Reduce { aggregate: Aggregate::Sum, .. } => frame.number(value) == Some(Number::ZERO),
            _ => false,
        }
    }

    /// A fact of a record that nobody told is the record list.
    pub(super) fn fact_leaf(&self, fact: usize, item: usize) -> Leaf {
        if let Some(crate::check::Entity::Record(list)) = self.facts.fact(fact).map(|found| found.symbol.entity)
            && let Some(record) = self.roster.record(list, item)
            && matches!(record.source, RecordSource::Untold { .. })
        {
            return self.list_leaf(list, record.owner);
        }
        Leaf::Fact { fact, item }
    }

    /// The fact of an item that points to members.
    pub(super) fn pointed_leaf(&self, fact: usize, node: &Node, cell: Cell) -> Leaf {
        let item = if node.axes.second.is_some() { cell.first } else { 0 };
        match self.fact_leaf(fact, item) {
            Leaf::Fact { fact, item } => Leaf::Pointed { fact, item },
            other => other,
        }
    }

    fn list_leaf(&self, list: usize, owner: Option<usize>) -> Leaf {
        let in_member = self.facts.checked.symbols.lists.get(list).is_none_or(|list| list.in_member);
        Leaf::List { list, owner: owner.filter(|_| in_member) }
    }

    /// What a decided truth rests on: enough to decide it, with the words on the way.
    pub fn support(&self, frame: Frame<'_>, cell: Cell, trail: &mut Trail) {
        if !trail.visited.insert(cell) {
            return;
        }
        let Some(node) = self.node(cell.node) else { return };
        let at = [cell.first, cell.second, 0];
        let cell_of = |operand: &Operand| self.read(node, operand, at);
        match &node.op {
            Op::Fact { fact, applies, derive } => {
                let known = self.facts.known(self.view, *fact, cell.first);
                if known == Known::Silence {
                    for part in applies.iter().chain(derive) {
                        self.support(frame, cell_of(part), trail);
                    }
                }
                if derive.is_none() || known != Known::Silence {
                    trail.leaves.insert(self.fact_leaf(*fact, cell.first));
                }
            }
            Op::Pointed { fact, .. } => {
                let item = if node.axes.second.is_some() { cell.first } else { 0 };
                if let Leaf::Fact { fact, item } = self.fact_leaf(*fact, item) {
                    trail.leaves.insert(Leaf::Pointed { fact, item });
                }
            }
            Op::Parameter { parameter, date, territory, .. } => {
                let date = cell_of(date);
                self.support(frame, date, trail);
                let on = frame.number(date).map(super::arithmetic::date);
                trail.leaves.insert(Leaf::Parameter { parameter: *parameter, territory: territory.clone(), on });
            }
            Op::Labelled(label, part) => {
                trail.labels.push((*label, cell));
                self.support(frame, cell_of(part), trail);
            }
            Op::And(parts) => self.support_logic(frame, parts.iter().map(cell_of), true, cell, trail),
            Op::Or(parts) => self.support_logic(frame, parts.iter().map(cell_of), false, cell, trail),
            Op::Choose(branches, otherwise) => {
                for (when, is) in branches {
                    let when_cell = cell_of(when);
                    let truth = frame.truth(when_cell);
                    self.support(frame, when_cell, trail);
                    if truth.yes {
                        self.support(frame, cell_of(is), trail);
                    }
                    if !truth.no {
                        return;
                    }
                }
                self.support(frame, cell_of(otherwise), trail);
            }
            Op::Compare(order, left, right) => {
                self.support_comparison(frame, cell, (*order, cell_of(left), cell_of(right)), trail);
            }
            Op::Reduce { .. } => self.support_items(frame, node, cell, trail),
            Op::ToldAs { list, owner, value, told } => {
                if self.stands_for(node, *list, *owner, at) {
                    let told = cell_of(told);
                    self.stand_ins(frame, told, *list, trail);
                    self.support(frame, told, trail);
                } else {
                    self.support(frame, cell_of(value), trail);
                }
            }
            op => {
                for operand in op.operands() {
                    self.support(frame, cell_of(&operand), trail);
                }
            }
        }
    }

    /// The told facts that stand for a record list; which of several stands, and when one applies at all, is no claim.
    fn stand_ins(&self, frame: Frame<'_>, cell: Cell, list: usize, trail: &mut Trail) {
        if !trail.stood_in.insert((cell, list)) {
            return;
        }
        let Some(node) = self.node(cell.node) else { return };
        let at = [cell.first, cell.second, 0];
        let go =
            |operand: &Operand, trail: &mut Trail| self.stand_ins(frame, self.read(node, operand, at), list, trail);
        match &node.op {
            Op::Fact { fact, derive, .. } => {
                if !self.facts.told(*fact, cell.first).is_nothing() {
                    trail.stand_ins.insert((self.fact_leaf(*fact, cell.first), list));
                } else if let Some(derive) = derive {
                    go(derive, trail);
                }
            }
            Op::Choose(branches, otherwise) => {
                for (when, is) in branches {
                    let truth = frame.truth(self.read(node, when, at));
                    if truth.yes {
                        go(is, trail);
                    }
                    if !truth.no {
                        return;
                    }
                }
                go(otherwise, trail);
            }
            op => op.operands().iter().for_each(|operand| go(operand, trail)),
        }
    }

    /// A chain rests on every part where all are needed, else on the first that decides it.
    fn support_logic(
        &self,
        frame: Frame<'_>,
        parts: impl Iterator<Item = Cell>,
        and: bool,
        cell: Cell,
        trail: &mut Trail,
    ) {
        let whole = frame.truth(cell);
        let decided = if and { Truth::is_false } else { Truth::is_true };
        if !decided(whole) {
            for part in parts {
                self.support(frame, part, trail);
            }
            return;
        }
        let deciding: Vec<Cell> = parts.filter(|part| decided(frame.truth(*part))).collect();
        // One is enough.
        if let Some(part) = self.cheapest(frame, deciding, trail) {
            self.support(frame, part, trail);
        }
    }

    /// Of several cells that each decide the one with the least to confirm, then with the fewest facts, the first of equals.
    pub fn cheapest(&self, frame: Frame<'_>, mut deciding: Vec<Cell>, trail: &mut Trail) -> Option<Cell> {
        deciding.dedup();
        if deciding.len() > 1 {
            deciding.sort_by_cached_key(|part| self.price(frame, *part, trail));
        }
        deciding.first().copied()
    }

    /// What it takes to rest on a cell; it is worked out once, or a ground of grounds would be walked for each of them.
    fn price(&self, frame: Frame<'_>, cell: Cell, trail: &mut Trail) -> Price {
        if let Some(known) = trail.prices.get(&cell) {
            return *known;
        }
        if trail.compared > MOST_COMPARED {
            return Price::default();
        }
        let (prices, compared) = (std::mem::take(&mut trail.prices), trail.compared);
        let mut trial = Trail { prices, compared, ..Trail::default() };
        self.support(frame, cell, &mut trial);
        let price = (trial.stand_ins.len().saturating_add(self.unsure(&trial)), trial.leaves.len());
        trail.compared = trial.compared.saturating_add(trial.visited.len());
        trail.prices = trial.prices;
        trail.prices.insert(cell, price);
        price
    }

    /// How many facts of a trail are claims or presumptions.
    fn unsure(&self, trail: &Trail) -> usize {
        let accepted = View::Accepted(Accepts::ALL);
        let unsure = trail.leaves.iter().filter(|leaf| match leaf {
            Leaf::Fact { fact, item } | Leaf::Pointed { fact, item } => {
                !matches!(self.facts.known(accepted, *fact, *item), Known::Value(_))
            }
            _ => false,
        });
        unsure.count()
    }

    fn support_items(&self, frame: Frame<'_>, node: &Node, cell: Cell, trail: &mut Trail) {
        let Op::Reduce { aggregate, mask, value, .. } = &node.op else { return };
        let at = [cell.first, cell.second, 0];
        let truth_of = |operand: &Operand, at: Coordinates| frame.truth(self.read(node, operand, at));
        // One item is enough for "some" that is true and for "every" that is false.
        let one = match (aggregate, node.kind) {
            (Aggregate::Any, Kind::Truth) => frame.truth(cell).is_true(),
            (Aggregate::All, Kind::Truth) => frame.truth(cell).is_false(),
            _ => false,
        };
        if !one {
            for item in self.items(node, at) {
                self.support_item(frame, (node, cell), item, trail);
            }
            return;
        }
        let is_witness = |item: &usize| {
            let inner = Self::inner(node, at, *item);
            let in_list = mask.as_ref().map_or(Truth::TRUE, |mask| truth_of(mask, inner));
            let holds = value.as_ref().map_or(Truth::TRUE, |value| truth_of(value, inner));
            in_list.is_true() && if *aggregate == Aggregate::All { holds.is_false() } else { holds.is_true() }
        };
        let mut witnesses: Vec<usize> = self.items(node, at).filter(is_witness).collect();
        if witnesses.len() > 1 {
            witnesses.sort_by_cached_key(|item| {
                let inner = Self::inner(node, at, *item);
                let cells = mask.iter().chain(value).map(|part| self.read(node, part, inner));
                let prices = cells.map(|part| self.price(frame, part, trail));
                prices
                    .fold(Price::default(), |sum, price| (sum.0.saturating_add(price.0), sum.1.saturating_add(price.1)))
            });
        }
        if let Some(item) = witnesses.first() {
            self.support_item(frame, (node, cell), *item, trail);
        }
    }

    /// What one item of an aggregate rests on.
    fn support_item(&self, frame: Frame<'_>, (node, cell): (&Node, Cell), item: usize, trail: &mut Trail) {
        let Op::Reduce { mask, value, .. } = &node.op else { return };
        let inner = Self::inner(node, [cell.first, cell.second, 0], item);
        if let Some(mask) = mask {
            self.support(frame, self.read(node, mask, inner), trail);
            if !frame.truth(self.read(node, mask, inner)).yes {
                return;
            }
        }
        if let Some(value) = value {
            self.support(frame, self.read(node, value, inner), trail);
        }
        let place = node.axes.len();
        if let Some(Axis::Record(list)) = axes(node).get(place).copied().flatten()
            && let Some(record) = self.roster.record(list, item)
        {
            trail.leaves.insert(self.list_leaf(list, record.owner));
        }
    }

    /// The values of parameters that a cell rests on: parameter, entry.
    pub fn parameters<'p>(&'p self, frame: Frame<'_>, id: NodeId, node: &'p Node) -> Vec<(usize, &'p Entry)> {
        let Op::Parameter { parameter, date, entries, .. } = &node.op else { return Vec::new() };
        let mut found = Vec::new();
        for at in frame.coordinates(id) {
            let date = frame.number(self.read(node, date, at)).map(super::arithmetic::date);
            let entry = date.and_then(|date| entries.iter().find(|entry| entry.period.contains(date)));
            found.extend(entry.map(|entry| (*parameter, entry)));
        }
        found
    }
}
