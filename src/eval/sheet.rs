//! The sheet of one family: its columns in several views, of which each holds only what differs from the one before.

use std::sync::Arc;

use super::{
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
    views: Vec<(View, Vec<usize>)>,
    /// Beginnings for views to come.
    spare: Vec<Vec<usize>>,
    /// What the sources of the program heard of this family.
    heard: Vec<(NodeId, Heard)>,
    /// The nodes to evaluate again, a bit each.
    pending: Vec<u64>,
    /// The column being evaluated.
    column: Values,
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
        for view in views {
            self.open(program, facts, view);
            let moving = program.flow.moving().iter();
            self.demand(program, facts, view, moving.copied().take_while(|node| node.0 < count));
        }
    }

    /// Opens a view with all that was evaluated in the view before.
    pub fn open(&mut self, program: &Program, facts: FactReader<'_>, view: View) {
        let mut starts = self.spare.pop().unwrap_or_default();
        starts.clone_from(self.views.last().map_or(&self.starts, |(_, starts)| starts));
        if let Some((before, _)) = self.views.last() {
            let before = *before;
            self.differ(&Run { program, roster: facts.roster, facts, view }, before, &mut starts);
        }
        self.views.push((view, starts));
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
        let Some(place) = self.views.iter().position(|(known, _)| *known == view) else { return };
        let starts = self.views.get_mut(place).map(|(_, starts)| std::mem::take(starts));
        let Some(mut starts) = starts else { return };
        for node in nodes {
            self.evaluate(&run, node, &mut starts);
        }
        if let Some((_, known)) = self.views.get_mut(place) {
            *known = starts;
        }
    }

    /// Whether a condition, which was demanded, is false for every item.
    pub fn is_never(&self, program: &Program, view: View, node: NodeId) -> bool {
        self.frame(program, view).is_all(node, Truth::FALSE)
    }

    /// The columns of a view of the last family; nothing is decided in a view that was not filled.
    pub fn frame<'a>(&'a self, program: &'a Program, view: View) -> Frame<'a> {
        let found = self.views.iter().find(|(known, _)| *known == view);
        self.columns(program, found.map_or(&[], |(_, starts)| starts))
    }

    fn columns<'a>(&'a self, program: &'a Program, starts: &'a [usize]) -> Frame<'a> {
        Frame { values: &self.values, starts, extents: &self.extents, program }
    }

    /// Whether a condition, which was demanded, is surely true for some item.
    pub fn is_ever_sure(&self, program: &Program, view: View, node: NodeId) -> bool {
        self.frame(program, view).truths(node).any(|word| word.yes & !word.no != 0)
    }

    /// Forgets the last family; of the same program the fixed columns stay.
    pub fn begin(&mut self, program: &Arc<Program>, facts: FactReader<'_>) {
        self.spare.extend(self.views.drain(..).map(|(_, starts)| starts));
        self.heard.clear();
        self.extents.clear();
        self.extents.extend(program.flow.shapes().iter().map(|shape| Extent::new(*shape, facts.roster)));
        if !self.program.as_ref().is_some_and(|known| Arc::ptr_eq(known, program)) {
            self.program = Some(program.clone());
            self.values.clear();
            let mut starts = vec![NOWHERE; program.nodes.len()];
            let run = Run { program, roster: facts.roster, facts, view: View::Told };
            for node in program.flow.fixed() {
                self.evaluate(&run, *node, &mut starts);
            }
            self.starts = starts;
            self.fixed = self.values.lengths();
        }
        self.values.truncate(self.fixed);
    }

    /// Evaluates a node where it was not yet.
    fn evaluate(&mut self, run: &Run<'_>, id: NodeId, starts: &mut [usize]) {
        if starts.get(id.0).is_none_or(|start| *start != NOWHERE) {
            return;
        }
        self.evaluate_parts(run, id, starts);
        let (start, heard) = self.column_of(run, id, starts, NOWHERE);
        self.heard.extend(heard.map(|heard| (id, heard)));
        if let Some(known) = starts.get_mut(id.0) {
            *known = start;
        }
    }

    /// Evaluates what a node reads, as far as it can matter: what is not evaluated is undecided, and changes nothing.
    // INVARIANT: what a search for the undecided reaches from an undecided cell is evaluated.
    fn evaluate_parts(&mut self, run: &Run<'_>, id: NodeId, starts: &mut [usize]) {
        let Some(node) = run.program.nodes.get(id.0) else { return };
        let mut is_all = |sheet: &mut Self, part: &Operand, truth: Truth| {
            sheet.evaluate(run, part.node, starts);
            sheet.columns(run.program, starts).is_all(part.node, truth)
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
                    self.evaluate(run, otherwise.node, starts);
                }
            }
            Op::Reduce { mask, value, .. } => {
                let nobody = mask.is_some_and(|mask| is_all(self, &mask, Truth::FALSE));
                if let Some(value) = value.filter(|_| !nobody) {
                    self.evaluate(run, value.node, starts);
                }
            }
            _ => run.program.flow.reads(id).iter().for_each(|part| self.evaluate(run, *part, starts)),
        }
    }

    /// Where the column of a node begins: where it stood in the view before if it is still the same, else a new one.
    fn column_of(&mut self, run: &Run<'_>, id: NodeId, starts: &[usize], before: usize) -> (usize, Option<Heard>) {
        let flow = &run.program.flow;
        let start = |node: &NodeId| starts.get(node.0).copied().unwrap_or(NOWHERE);
        if let Some(read) = flow.same_as(id) {
            return (start(&read), None);
        }
        let Some(node) = run.program.nodes.get(id.0) else { return (NOWHERE, None) };
        let mut column = std::mem::take(&mut self.column);
        column.clear();
        let mut heard = None;
        let one_word = self.words_of(run.program, id) == 1;
        if let Some((link, parts)) = flow.chain(id).filter(|_| one_word) {
            let word = |part: &NodeId| self.values.words.get(start(part)).copied().unwrap_or(Word::UNKNOWN);
            let words = parts.iter().map(word);
            column.words.push(match link {
                Link::And => words.fold(Word::all(Truth::TRUE), Word::and),
                Link::Or => words.fold(Word::all(Truth::FALSE), Word::or),
                Link::Not => words.fold(Word::UNKNOWN, |_, word| word.negated()),
            });
        } else {
            heard = run.column(self.columns(run.program, starts), id, node, &mut column);
        }
        let same = self.values.has_at(node.kind, before, &column);
        let start = if same { before } else { self.values.add(node.kind, &column) };
        self.column = column;
        (start, heard)
    }

    /// How many machine words the column of a condition takes.
    fn words_of(&self, program: &Program, id: NodeId) -> usize {
        let extent = program.flow.shape_of().get(id.0).and_then(|shape| self.extents.get(*shape));
        extent.map_or(0, |extent| extent.rows.saturating_mul(extent.words))
    }

    /// Evaluates what differs from the view before: sources where it counts, and whatever reads something that changed.
    fn differ(&mut self, run: &Run<'_>, before: View, starts: &mut [usize]) {
        self.pending.clear();
        self.pending.resize(run.program.nodes.len().div_ceil(64), 0);
        for (source, heard) in &self.heard {
            let evaluated = starts.get(source.0).is_some_and(|start| *start != NOWHERE);
            if evaluated && heard.differs(before, run.view) {
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
            if self.changes(run, id, starts) {
                for reader in run.program.flow.readers(id) {
                    if starts.get(reader.0).is_some_and(|start| *start != NOWHERE) {
                        mark(&mut self.pending, *reader);
                    }
                }
            }
        }
    }

    /// Evaluates a node again; where its column comes out the same, the view goes on sharing it.
    fn changes(&mut self, run: &Run<'_>, id: NodeId, starts: &mut [usize]) -> bool {
        let known = starts.get(id.0).copied().unwrap_or(NOWHERE);
        self.evaluate_parts(run, id, starts);
        let (start, _) = self.column_of(run, id, starts, known);
        if let Some(slot) = starts.get_mut(id.0) {
            *slot = start;
        }
        start != known
    }
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
            let facts = FactReader { checked, vocabulary, family: Some(&family), roster: &roster, on: Some(on) };
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
