//! The sheet of one family: its columns in several views, of which each holds only what differs from the one before.

use std::sync::Arc;

use super::{
    assumed::Assumption,
    column::Heard,
    fact::FactReader,
    frame::{Extent, Frame, NOWHERE, Values, View, Word},
    possible::Truth,
    run::Run,
};
use crate::program::{Link, NodeId, Op, Operand, Program};

/// The reused buffers of all views of one program, for one family after another.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The program of the last family, and where the columns that are the same for every family end.
    program: Option<Arc<Program>>,
    fixed: [usize; 3],
    /// Where the fixed columns begin.
    starts: Vec<usize>,
    /// All columns; those that views share stand here once.
    values: Values,
    /// The items of each shape of the program.
    extents: Vec<Extent>,
    /// Each view with the beginnings of its columns.
    views: Vec<Opened>,
    /// Beginnings for views to come.
    spare: Vec<Vec<usize>>,
    /// What the sources of the program heard of this family.
    heard: Vec<(NodeId, Heard)>,
    /// The nodes to evaluate again, a bit each.
    pending: Vec<u64>,
    /// The column being evaluated.
    column: Values,
}

/// How much a sheet holds.
#[derive(Debug)]
pub struct Mark {
    views: usize,
    heard: usize,
    values: [usize; 3],
}

/// A view in which columns are evaluated.
#[derive(Debug)]
struct Opened {
    view: View,
    /// The place of the view that it was opened from.
    from: Option<usize>,
    /// Where the column of each node begins.
    starts: Vec<usize>,
}

impl Sheet {
    /// Evaluates the first nodes of a program, so many of them, for one family in these views, one after another.
    pub fn fill(
        &mut self,
        program: &Arc<Program>,
        count: usize,
        facts: FactReader<'_>,
        views: impl IntoIterator<Item = View>,
    ) {
        self.begin(program, facts);
        let mut before = None;
        for view in views {
            self.open(program, view, before.replace(view));
            let moving = program.flow.moving().iter();
            self.demand(program, facts, view, moving.copied().take_while(|node| node.0 < count));
        }
    }

    /// Opens a view with all that was evaluated in another and cannot differ in it; without another, with what is the
    /// same for every family.
    pub fn open(&mut self, program: &Program, view: View, from: Option<View>) {
        let from = from.and_then(|from| self.place(from));
        let mut starts = self.begun(from);
        if let Some(before) = from.and_then(|from| self.views.get(from)).map(|opened| opened.view) {
            self.forget(program, &mut starts, |_, heard| heard.differs(before, view));
        }
        self.views.push(Opened { view, from, starts });
    }

    /// Opens a view once more, with all that was evaluated in it and reads none of these facts: something else is assumed
    /// of them.
    pub fn reopen(&mut self, program: &Program, view: View, changed: &[Assumption]) {
        let from = self.place(view);
        let mut starts = self.begun(from);
        self.forget(program, &mut starts, |source, _| match program.nodes.get(source.0).map(|node| &node.op) {
            Some(Op::Fact { fact, .. } | Op::Pointed { fact, .. }) => changed.iter().any(|other| other.fact == *fact),
            _ => false,
        });
        self.views.push(Opened { view, from, starts });
    }

    /// How much is there, to come back to.
    pub fn mark(&self) -> Mark {
        Mark { views: self.views.len(), heard: self.heard.len(), values: self.values.lengths() }
    }

    /// Forgets what was opened and evaluated since.
    pub fn reset(&mut self, mark: &Mark) {
        self.spare.extend(self.views.drain(mark.views..).map(|opened| opened.starts));
        self.heard.truncate(mark.heard);
        self.values.truncate(mark.values);
    }

    /// Where a view stands that was opened last.
    fn place(&self, view: View) -> Option<usize> {
        self.views.iter().rposition(|known| known.view == view)
    }

    /// The columns with which a view begins.
    fn begun(&mut self, from: Option<usize>) -> Vec<usize> {
        let mut starts = self.spare.pop().unwrap_or_default();
        let opened = from.and_then(|from| self.views.get(from));
        starts.clone_from(opened.map_or(&self.starts, |opened| &opened.starts));
        starts
    }

    /// Evaluates nodes in an open view, and of what they read whatever can matter.
    pub fn demand(
        &mut self,
        program: &Program,
        facts: FactReader<'_>,
        view: View,
        nodes: impl IntoIterator<Item = NodeId>,
    ) {
        let run = Run { program, roster: facts.roster, facts, view };
        let Some(place) = self.place(view) else { return };
        let Some(opened) = self.views.get_mut(place) else { return };
        let (from, mut starts) = (opened.from, std::mem::take(&mut opened.starts));
        for node in nodes {
            self.evaluate(&run, program.flow.source(node), &mut Columns { from, starts: &mut starts });
        }
        if let Some(opened) = self.views.get_mut(place) {
            opened.starts = starts;
        }
    }

    /// Whether a condition, which was demanded, is false for every item.
    pub fn is_never(&self, program: &Program, view: View, node: NodeId) -> bool {
        self.frame(program, view).is_all(node, Truth::FALSE)
    }

    /// The columns of a view of the last family; nothing is decided in a view that was not filled.
    pub fn frame<'a>(&'a self, program: &'a Program, view: View) -> Frame<'a> {
        let found = self.place(view).and_then(|place| self.views.get(place));
        self.columns(program, found.map_or(&[], |opened| &opened.starts))
    }

    fn columns<'a>(&'a self, program: &'a Program, starts: &'a [usize]) -> Frame<'a> {
        Frame { values: &self.values, starts, extents: &self.extents, program }
    }

    /// Whether a condition, which was demanded, is decided for some item.
    pub fn is_ever_decided(&self, program: &Program, view: View, node: NodeId) -> bool {
        self.frame(program, view).truths(node).any(|word| word.yes & word.no != u64::MAX)
    }

    /// Whether a condition, which was demanded, is surely true for some item.
    pub fn is_ever_sure(&self, program: &Program, view: View, node: NodeId) -> bool {
        self.frame(program, view).truths(node).any(|word| word.yes & !word.no != 0)
    }

    /// Forgets the last family; of the same program the fixed columns stay.
    pub fn begin(&mut self, program: &Arc<Program>, facts: FactReader<'_>) {
        self.spare.extend(self.views.drain(..).map(|opened| opened.starts));
        self.heard.clear();
        self.extents.clear();
        self.extents.extend(program.flow.shapes().iter().map(|shape| Extent::new(*shape, facts.roster)));
        if !self.program.as_ref().is_some_and(|known| Arc::ptr_eq(known, program)) {
            self.program = Some(program.clone());
            self.values.clear();
            let mut starts = vec![NOWHERE; program.nodes.len()];
            let run = Run { program, roster: facts.roster, facts, view: View::Told };
            for node in program.flow.fixed() {
                self.evaluate(&run, *node, &mut Columns { from: None, starts: &mut starts });
            }
            self.starts = starts;
            self.fixed = self.values.lengths();
        }
        self.values.truncate(self.fixed);
    }

    /// Where the column of a node begins, which is evaluated where it was not yet.
    #[inline]
    fn evaluate(&mut self, run: &Run<'_>, id: NodeId, columns: &mut Columns<'_>) -> usize {
        match columns.starts.get(id.0) {
            Some(&NOWHERE) => self.evaluate_first(run, id, columns),
            start => start.copied().unwrap_or(NOWHERE),
        }
    }

    fn evaluate_first(&mut self, run: &Run<'_>, id: NodeId, columns: &mut Columns<'_>) -> usize {
        let start = self.column_of(run, id, columns);
        if let Some(known) = columns.starts.get_mut(id.0) {
            *known = start;
        }
        start
    }

    /// Where the column of a node begins in the view that this one was opened from.
    fn before(&self, id: NodeId, columns: &Columns<'_>) -> usize {
        let opened = columns.from.and_then(|from| self.views.get(from));
        opened.and_then(|opened| opened.starts.get(id.0)).copied().unwrap_or(NOWHERE)
    }

    /// Evaluates what a node reads, as far as it can matter: what is not evaluated is undecided, and changes nothing.
    // INVARIANT: what a search for the undecided reaches from an undecided cell is evaluated.
    fn evaluate_parts(&mut self, run: &Run<'_>, id: NodeId, columns: &mut Columns<'_>) {
        let Some(node) = run.program.nodes.get(id.0) else { return };
        let source = |part: &Operand| run.program.flow.source(part.node);
        let mut is_all = |sheet: &mut Self, part: &Operand, truth: Truth| {
            sheet.evaluate(run, source(part), columns);
            sheet.columns(run.program, columns.starts).is_all(part.node, truth)
        };
        match &node.op {
            // One part that is false everywhere, or true everywhere, is enough.
            Op::And(parts) => _ = parts.iter().any(|part| is_all(self, part, Truth::FALSE)),
            Op::Or(parts) => _ = parts.iter().any(|part| is_all(self, part, Truth::TRUE)),
            Op::Choose(branches, otherwise) => {
                let decided = branches.iter().any(|(when, is)| {
                    if !is_all(self, when, Truth::FALSE) {
                        is_all(self, is, Truth::TRUE);
                    }
                    is_all(self, when, Truth::TRUE)
                });
                if !decided {
                    self.evaluate(run, source(otherwise), columns);
                }
            }
            Op::Reduce { mask, value, .. } => {
                let nobody = mask.is_some_and(|mask| is_all(self, &mask, Truth::FALSE));
                if let Some(value) = value.filter(|_| !nobody) {
                    self.evaluate(run, source(&value), columns);
                }
            }
            _ => {
                for part in run.program.flow.reads(id) {
                    self.evaluate(run, *part, columns);
                }
            }
        }
    }

    /// Evaluates a node and what it reads. Where the column begins: where it does in the view before if it is still the
    /// same, else anew.
    fn column_of(&mut self, run: &Run<'_>, id: NodeId, columns: &mut Columns<'_>) -> usize {
        let flow = &run.program.flow;
        let extent = flow.shape_of().get(id.0).and_then(|shape| self.extents.get(*shape));
        if let (Some(chain), Some(there)) = (flow.chain(id), extent.and_then(Extent::only_word)) {
            return self.chain(run, id, (chain, there), columns);
        }
        self.evaluate_parts(run, id, columns);
        let Some(node) = run.program.nodes.get(id.0) else { return NOWHERE };
        let before = self.before(id, columns);
        if before != NOWHERE && !is_source(&node.op) && flow.reads(id).iter().all(|part| self.is_same(*part, columns)) {
            return before;
        }
        let mut column = std::mem::take(&mut self.column);
        column.clear();
        let heard = run.column(self.columns(run.program, columns.starts), id, node, &mut column);
        self.heard.extend(heard.filter(|_| before == NOWHERE).map(|heard| (id, heard)));
        let same = self.values.has_at(node.kind, before, &column);
        let start = if same { before } else { self.values.add(node.kind, &column) };
        self.column = column;
        start
    }

    /// Whether the column of a node is that of the view before.
    fn is_same(&self, id: NodeId, columns: &Columns<'_>) -> bool {
        columns.starts.get(id.0).is_some_and(|start| *start == self.before(id, columns))
    }

    /// Evaluates a chain of conditions in one machine word, until it is settled for every item.
    fn chain(
        &mut self,
        run: &Run<'_>,
        id: NodeId,
        ((link, parts), there): ((Link, &[NodeId]), u64),
        columns: &mut Columns<'_>,
    ) -> usize {
        let mut word = Word::all(Truth::known(link == Link::And));
        for part in parts {
            let start = self.evaluate(run, *part, columns);
            let read = self.values.words.get(start).copied().unwrap_or(Word::UNKNOWN);
            let open = match link {
                Link::And => {
                    word = word.and(read);
                    word.yes
                }
                Link::Or => {
                    word = word.or(read);
                    word.no
                }
                Link::Not => {
                    word = read.negated();
                    there
                }
            };
            if open & there == 0 {
                break;
            }
        }
        let before = self.before(id, columns);
        if self.values.words.get(before) == Some(&word) {
            return before;
        }
        self.values.words.push(word);
        self.values.words.len().wrapping_sub(1)
    }

    /// Forgets sources that can be different now, and whatever reads them.
    fn forget(&mut self, program: &Program, starts: &mut [usize], differs: impl Fn(NodeId, Heard) -> bool) {
        self.pending.clear();
        self.pending.resize(program.nodes.len().div_ceil(64), 0);
        for (source, heard) in &self.heard {
            if differs(*source, *heard) {
                mark(&mut self.pending, *source);
            }
        }
        let mut place = 0;
        while let Some(word) = self.pending.get_mut(place) {
            if *word == 0 {
                place = place.saturating_add(1);
                continue;
            }
            let bit = usize::try_from(word.trailing_zeros()).unwrap_or(0);
            *word &= word.wrapping_sub(1);
            let id = NodeId(place.saturating_mul(64).saturating_add(bit));
            if let Some(start) = starts.get_mut(id.0).filter(|start| **start != NOWHERE) {
                *start = NOWHERE;
                for reader in program.flow.readers(id) {
                    mark(&mut self.pending, *reader);
                }
            }
        }
    }
}

/// The columns of the view that is evaluated.
struct Columns<'a> {
    /// The place of the view that it was opened from.
    from: Option<usize>,
    /// Where the column of each node begins.
    starts: &'a mut [usize],
}

/// Whether a node itself reads what was told.
fn is_source(op: &Op) -> bool {
    matches!(op, Op::Fact { .. } | Op::Pointed { .. } | Op::ToldAs { .. })
}

fn mark(pending: &mut [u64], node: NodeId) {
    if let Some(word) = pending.get_mut(node.0 / 64) {
        *word |= 1 << (node.0 % 64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Sink,
        eval::{Cell, Roster},
        family::Family,
        program::{Kind, Moment, compile},
        ruleset::{RuleSet, sample::FAMILIES},
        value::{Accepts, Date, Provenance},
    };

    fn views() -> [View; 4] {
        let shown = Accepts::from_iter([Provenance::Document, Provenance::Registry]);
        [View::Accepted(Accepts::ALL), View::Accepted(shown), View::Told, View::Presumed]
    }

    /// Every value of a program for a family in a view.
    fn values(sheet: &Sheet, program: &Program, view: View) -> Vec<String> {
        let frame = sheet.frame(program, view);
        let all = program.nodes.iter().enumerate().flat_map(|(place, node)| {
            frame.coordinates(NodeId(place)).map(move |at| {
                let cell = Cell { node: NodeId(place), first: at[0], second: at[1] };
                match node.kind {
                    Kind::Truth => format!("{cell:?} {:?}", frame.truth(cell)),
                    Kind::Span => format!("{cell:?} {:?}", frame.interval(cell)),
                    Kind::Set => format!("{cell:?} {:b}", frame.set(cell)),
                }
            })
        });
        all.collect()
    }

    #[test]
    fn a_view_after_others_and_after_other_families_is_what_it_is_alone() {
        let rules = RuleSet::bundled().unwrap();
        let library = &rules.library;
        let on: Date = "2025-10-10".parse().unwrap();
        let mut used = Sheet::default();
        for told in FAMILIES {
            let family: Family = rules.family_from_json(told).unwrap_or_else(|error| panic!("{error}"));
            let program = compile(&library.checked, Moment::On(on), family.territory(), &mut Sink::default());
            let program = Arc::new(program);
            let roster = Roster::new(&family, &library.checked, &library.vocabulary, on);
            let (checked, vocabulary) = (&library.checked, &library.vocabulary);
            let facts =
                FactReader { checked, vocabulary, family: Some(&family), roster: &roster, on: Some(on), assumed: &[] };
            // The second time the fixed columns are there already.
            for _ in 0..2 {
                used.fill(&program, program.nodes.len(), facts, views());
                for view in views() {
                    let mut alone = Sheet::default();
                    alone.fill(&program, program.nodes.len(), facts, [view]);
                    assert_eq!(values(&used, &program, view), values(&alone, &program, view), "{view:?} {told}");
                }
            }
        }
    }
}
