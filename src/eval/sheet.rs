//! The sheet of one family: its columns in several views, of which each holds only what differs from the one before.

use std::sync::Arc;

use super::{
    assumed::Assumption,
    column::Heard,
    fact::FactReader,
    frame::{Extent, Frame, NOWHERE, Start, Table, View, Word},
    possible::Truth,
    run::Run,
    values::Values,
};
use crate::program::{Link, Node, NodeId, Op, Operand, Place, Program, is_marked, mark};

/// The reused buffers of all views of one program, for one family after another.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The program of the last family, and where the columns that are the same for every family end.
    program: Option<Arc<Program>>,
    fixed: [usize; 4],
    /// Where the fixed columns begin.
    starts: Vec<Start>,
    /// All columns; those that views share stand here once.
    values: Values,
    /// The items of each shape of the program.
    extents: Vec<Extent>,
    /// Each view with the beginnings of its columns.
    views: Vec<Opened>,
    /// Beginnings for views to come.
    spare: Vec<Vec<Start>>,
    /// What the sources of the program heard of this family.
    heard: Vec<(NodeId, Heard)>,
    /// The nodes to evaluate again, a bit each.
    pending: Vec<u64>,
}

/// How much a sheet holds.
#[derive(Debug)]
pub struct Mark {
    views: usize,
    heard: usize,
    values: [usize; 4],
}

/// A view in which columns are evaluated.
#[derive(Debug)]
struct Opened {
    view: View,
    /// The place of the view that it was opened from.
    from: Option<usize>,
    /// Where the column of each node begins.
    starts: Vec<Start>,
}

impl Sheet {
    /// Evaluates a whole program for one family in these views, one after another.
    pub fn fill(&mut self, program: &Arc<Program>, facts: FactReader<'_>, views: impl IntoIterator<Item = View>) {
        self.begin(program, facts);
        let mut before = None;
        for view in views {
            self.open(program, view, before.replace(view));
            self.demand(program, facts, view, program.flow.moving().iter().copied());
        }
    }

    /// Opens a view with all that was evaluated in another and cannot differ in it; without another, with what is the
    /// same for every family.
    pub fn open(&mut self, program: &Program, view: View, from: Option<View>) {
        let from = from.and_then(|from| self.place(from));
        let mut starts = self.begun(from);
        if let Some(before) = from.and_then(|from| self.views.get(from)).map(|opened| opened.view) {
            let heard = std::mem::take(&mut self.heard);
            let differs = heard.iter().filter(|(_, heard)| heard.differs(before, view)).map(|(source, _)| *source);
            // What is presumed is one of the things that can be: what is decided without it stays.
            let narrows = (before, view) == (View::Told, View::Presumed);
            self.forget(program, (&mut starts, narrows), differs);
            self.heard = heard;
        }
        self.views.push(Opened { view, from, starts });
    }

    /// Opens a view once more, with all that was evaluated in it and reads none of these facts: something else is assumed
    /// of them. Only these nodes, which stand in order, are asked for in it.
    pub fn reopen(&mut self, program: &Program, view: View, (changed, asked): (&[Assumption], &[NodeId])) {
        let from = self.place(view);
        let mut starts = self.begun(from);
        self.pending.clear();
        self.pending.resize(program.nodes.len().div_ceil(64), 0);
        for source in changed.iter().flat_map(|other| program.flow.sources_of(other.fact)) {
            mark(&mut self.pending, *source);
        }
        for id in asked {
            // What was not evaluated hands no change on.
            let Some(start) = starts.get_mut(id.0).filter(|start| **start != NOWHERE) else {
                self.pending.get_mut(id.0 / 64).into_iter().for_each(|word| *word &= !(1 << (id.0 % 64)));
                continue;
            };
            let reads = program.flow.step(*id).map_or(&[][..], |step| program.flow.reads(step));
            if is_marked(&self.pending, *id) || reads.iter().any(|read| is_marked(&self.pending, *read)) {
                *start = NOWHERE;
                mark(&mut self.pending, *id);
            }
        }
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
    fn begun(&mut self, from: Option<usize>) -> Vec<Start> {
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
        let before = from.and_then(|from| self.views.get(from)).map_or(&[][..], |opened| &opened.starts);
        let (values, heard, extents) = (&mut self.values, &mut self.heard, &self.extents);
        let mut filling = Filling { run: &run, values, heard, extents, before, starts: &mut starts };
        for node in nodes {
            filling.evaluate(program.flow.source(node));
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

    fn columns<'a>(&'a self, program: &'a Program, starts: &'a [Start]) -> Frame<'a> {
        Frame { values: &self.values, table: Table { starts, extents: &self.extents, program } }
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
            let (values, heard, extents) = (&mut self.values, &mut self.heard, &self.extents);
            let mut filling = Filling { run: &run, values, heard, extents, before: &[], starts: &mut starts };
            for node in program.flow.fixed() {
                filling.evaluate(*node);
            }
            self.starts = starts;
            self.fixed = self.values.lengths();
        }
        self.values.truncate(self.fixed);
    }

    /// Forgets sources that can be different now, and whatever reads them; where the view narrows, nothing that is decided.
    fn forget(
        &mut self,
        program: &Program,
        (starts, narrows): (&mut [Start], bool),
        sources: impl Iterator<Item = NodeId>,
    ) {
        self.pending.clear();
        self.pending.resize(program.nodes.len().div_ceil(64), 0);
        sources.for_each(|source| mark(&mut self.pending, source));
        let mut place = 0;
        while let Some(word) = self.pending.get_mut(place) {
            if *word == 0 {
                place = place.saturating_add(1);
                continue;
            }
            let bit = usize::try_from(word.trailing_zeros()).unwrap_or(0);
            *word &= word.wrapping_sub(1);
            let id = NodeId(place.saturating_mul(64).saturating_add(bit));
            let is_open = |start: &&mut Start| {
                **start != NOWHERE && !(narrows && is_decided((&self.values, &self.extents), program, id, **start))
            };
            if let Some(start) = starts.get_mut(id.0).filter(is_open) {
                *start = NOWHERE;
                for reader in program.flow.readers(id) {
                    mark(&mut self.pending, *reader);
                }
            }
        }
    }
}

/// Whether a column that begins at a place has one possible value for every item: however much more is learned, it has
/// the same.
fn is_decided((values, extents): (&Values, &[Extent]), program: &Program, id: NodeId, start: Start) -> bool {
    let extent = program.flow.step(id).and_then(|step| extents.get(step.shape));
    extent.zip(usize::try_from(start).ok()).is_some_and(|(extent, start)| values.is_decided(extent, start))
}

/// A view that is being evaluated.
struct Filling<'a> {
    run: &'a Run<'a>,
    values: &'a mut Values,
    heard: &'a mut Vec<(NodeId, Heard)>,
    extents: &'a [Extent],
    /// Where the columns begin in the view that this one was opened from.
    before: &'a [Start],
    /// Where the column of each node begins.
    starts: &'a mut [Start],
}

impl<'a> Filling<'a> {
    /// Where the column of a node begins, which is evaluated where it was not yet.
    #[inline]
    fn evaluate(&mut self, id: NodeId) -> Start {
        match self.starts.get(id.0) {
            Some(&NOWHERE) => self.evaluate_first(id),
            start => start.copied().unwrap_or(NOWHERE),
        }
    }

    fn evaluate_first(&mut self, id: NodeId) -> Start {
        let start = self.column_of(id);
        if let Some(known) = self.starts.get_mut(id.0) {
            *known = start;
        }
        start
    }

    /// Where the column of a node begins in the view that this one was opened from.
    #[inline]
    fn before(&self, id: NodeId) -> Start {
        self.before.get(id.0).copied().unwrap_or(NOWHERE)
    }

    #[inline]
    fn table(&self) -> Table<'_> {
        Table { starts: self.starts, extents: self.extents, program: self.run.program }
    }

    /// Whether a condition, which is evaluated, has the same decided truth for every item.
    fn is_all(&mut self, part: &Operand, truth: Truth) -> bool {
        self.evaluate(self.run.program.flow.source(part.node));
        self.table().is_all(self.values, part.node, truth)
    }

    /// Evaluates what a node reads, as far as it can matter: what is not evaluated is undecided, and changes nothing.
    // INVARIANT: what a search for the undecided reaches from an undecided cell is evaluated.
    fn evaluate_parts(&mut self, id: NodeId, node: &Node, reads: &[NodeId]) {
        let flow = &self.run.program.flow;
        match &node.op {
            // One part that is false everywhere, or true everywhere, is enough.
            Op::And(parts) => self.evaluate_until(parts, Truth::FALSE),
            Op::Or(parts) => self.evaluate_until(parts, Truth::TRUE),
            Op::Choose(branches, otherwise) => {
                let decided = branches.iter().any(|(when, is)| {
                    if !self.is_all(when, Truth::FALSE) {
                        self.evaluate(flow.source(is.node));
                    }
                    self.is_all(when, Truth::TRUE)
                });
                if !decided {
                    self.evaluate(flow.source(otherwise.node));
                }
            }
            Op::Reduce { mask: Some(mask), value: Some(value), .. } => {
                if !self.is_all(mask, Truth::FALSE) {
                    self.evaluate(flow.source(value.node));
                }
            }
            // Where what is told stands for the records, the records are neither read nor asked for.
            Op::ToldAs { list, owner, told, .. } if self.never_reads_records(id, node, (*list, *owner)) => {
                self.evaluate(flow.source(told.node));
            }
            _ => {
                for part in reads {
                    self.evaluate(*part);
                }
            }
        }
    }

    /// Evaluates parts until one of them is the same decided truth everywhere: one that is known already may be.
    fn evaluate_until(&mut self, parts: &[Operand], truth: Truth) {
        let known = parts.iter().any(|part| self.table().is_all(self.values, part.node, truth));
        if !known {
            _ = parts.iter().any(|part| self.is_all(part, truth));
        }
    }

    /// Whether what is told stands for the records of a list at every item of a node.
    fn never_reads_records(&self, id: NodeId, node: &Node, (list, owner): (usize, Place)) -> bool {
        let extent = self.table().extent(id);
        extent.is_some_and(|extent| self.run.always_stands_for(node, list, owner, extent))
    }

    /// Evaluates a node and what it reads. Where the column begins: where it does in the view before if it is still the
    /// same, else anew.
    fn column_of(&mut self, id: NodeId) -> Start {
        let program: &'a Program = self.run.program;
        let Some(step) = program.flow.step(id) else { return NOWHERE };
        let reads = program.flow.reads(step);
        if let Some(link) = step.link
            && let Some(there) = self.extents.get(step.shape).and_then(|extent| extent.only_word)
        {
            return self.chain(id, (link, reads), there);
        }
        let Some(node) = program.nodes.get(id.0) else { return NOWHERE };
        self.evaluate_parts(id, node, reads);
        let before = self.before(id);
        if before != NOWHERE && !step.is_source && reads.iter().all(|part| self.is_same(*part)) {
            return before;
        }
        let start = self.values.end(node.kind);
        let table = Table { starts: self.starts, extents: self.extents, program };
        let heard = self.run.column(table, id, node, self.values);
        if before == NOWHERE {
            self.heard.extend(heard.map(|heard| (id, heard)));
        } else if usize::try_from(before).is_ok_and(|before| self.values.is_repeated(node.kind, before, start)) {
            return before;
        }
        // What lies farther than can be said counts as not evaluated.
        Start::try_from(start).unwrap_or(NOWHERE)
    }

    /// Whether the column of a node is that of the view before.
    #[inline]
    fn is_same(&self, id: NodeId) -> bool {
        self.starts.get(id.0).is_some_and(|start| *start == self.before(id))
    }

    /// The machine word at a place.
    #[inline]
    fn word(&self, start: Start) -> Option<Word> {
        self.values.words.get(usize::try_from(start).ok()?).copied()
    }

    /// Evaluates a chain of conditions in one machine word, until it is settled for every item: what is known already
    /// may settle it.
    fn chain(&mut self, id: NodeId, (link, parts): (Link, &[NodeId]), there: u64) -> Start {
        let mut word = Word::all(Truth::known(link == Link::And));
        let mut unknown = 0_u64;
        let mut is_settled = false;
        for (place, part) in parts.iter().enumerate() {
            let start = self.starts.get(part.0).copied().unwrap_or(NOWHERE);
            match self.word(start) {
                Some(read) => is_settled |= joined(&mut word, link, read) & there == 0,
                None => unknown |= 1_u64.checked_shl(u32::try_from(place).unwrap_or(u32::MAX)).unwrap_or(0),
            }
        }
        for (place, part) in parts.iter().enumerate() {
            if is_settled {
                break;
            }
            if place >= 64 || unknown >> place & 1 == 1 {
                let start = self.evaluate(*part);
                let read = self.word(start).unwrap_or(Word::UNKNOWN);
                is_settled = joined(&mut word, link, read) & there == 0;
            }
        }
        let before = self.before(id);
        if before != NOWHERE && self.word(before) == Some(word) {
            return before;
        }
        self.values.words.push(word);
        Start::try_from(self.values.words.len().wrapping_sub(1)).unwrap_or(NOWHERE)
    }
}

/// Joins one more condition to a chain. The items that the rest can still change.
#[inline]
fn joined(word: &mut Word, link: Link, read: Word) -> u64 {
    match link {
        Link::And => {
            *word = word.and(read);
            word.yes
        }
        Link::Or => {
            *word = word.or(read);
            word.no
        }
        Link::Not => {
            *word = read.negated();
            u64::MAX
        }
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
                used.fill(&program, facts, views());
                for view in views() {
                    let mut alone = Sheet::default();
                    alone.fill(&program, facts, [view]);
                    assert_eq!(values(&used, &program, view), values(&alone, &program, view), "{view:?} {told}");
                }
            }
        }
    }
}
