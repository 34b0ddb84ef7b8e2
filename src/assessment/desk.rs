//! The reused buffers of assessments: one run for each view.

use super::{
    asked::{Asked, Chosen, Subject, accept_lists, actives, conditions, due, is_for_specialist, period},
    memo::Memo,
};
use crate::{
    eval::{Assumption, Cell, FactReader, Frame, Mark, Roster, Run, Sheet, View},
    program::{Active, Kind, NodeId, Operand, Program},
    value::Accepts,
};

/// Buffers that many assessments use one after another.
#[derive(Debug, Default)]
pub struct Frames {
    sheet: Sheet,
    memo: Memo,
}

/// The three views of one program over one family.
pub struct Views<'a> {
    program: &'a Program,
    roster: &'a Roster,
    reader: FactReader<'a>,
    frames: &'a Frames,
}

/// A view with its run.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The run.
    pub run: Run<'a>,
    /// Its columns.
    pub frame: Frame<'a>,
    /// The columns of a view whose refusal is doubted in this one: only what could turn it is asked.
    pub against: Option<Frame<'a>>,
}

impl Frames {
    /// Runs a program in all views, as far as the verdicts and amounts of some measures need it; the circumstances too
    /// where all are asked.
    ///
    /// What is told decides whatever is decided on less; so the other views are asked only where it leaves something to
    /// ask them, and what is accepted only of a right that is sure for somebody on what was told. Whoever has another question
    /// to what is accepted runs that first ([`Self::accept_open`]).
    pub fn run(&mut self, subject: Subject<'_>, chosen: Chosen<'_>) {
        let (program, facts) = (subject.program, subject.reader(&[]));
        let circumstances = if chosen.is_all() { program.circumstances.as_slice() } else { &[] };
        let conditions = circumstances.iter().map(|found| found.holds.node);
        let measures = || actives(program).filter(move |active| chosen.has(active));
        self.memo.clear();
        self.sheet.begin(program, facts);
        self.sheet.open(program, View::Told, None);
        self.sheet.demand(program, facts, View::Told, conditions.clone());
        for active in measures() {
            self.right(program, facts, active, View::Told);
            // What is held against other measures must hold whatever is learned: nothing is presumed of it.
            let weighed = active.amount.iter().filter(|_| active.is_weighed).map(|amount| amount.value.node);
            let timed = period(active).filter(|_| active.is_timed);
            if !self.is_out(program, active, View::Told) {
                self.sheet.demand(program, facts, View::Told, weighed.chain(timed));
            }
        }
        self.sheet.open(program, View::Presumed, Some(View::Told));
        for condition in conditions {
            self.presume_circumstance(program, facts, condition);
        }
        for active in measures() {
            self.presume_measure(program, facts, active);
        }
        for accepts in accept_lists(program) {
            let accepted = View::Accepted(accepts);
            self.sheet.open(program, accepted, Some(View::Told));
            for active in measures().filter(|active| active.accepts == accepts) {
                if self.is_sure(program, active) {
                    self.accept(program, facts, active, accepted);
                }
            }
        }
    }

    /// Runs a program in the views that some circumstances are read in, as far as these need it.
    pub fn run_circumstances(&mut self, subject: Subject<'_>, conditions: impl Iterator<Item = NodeId> + Clone) {
        let (program, facts) = (subject.program, subject.reader(&[]));
        self.memo.clear();
        self.sheet.begin(program, facts);
        self.sheet.open(program, View::Told, None);
        self.sheet.demand(program, facts, View::Told, conditions.clone());
        self.sheet.open(program, View::Presumed, Some(View::Told));
        for condition in conditions {
            self.presume_circumstance(program, facts, condition);
        }
    }

    fn presume_circumstance(&mut self, program: &Program, facts: FactReader<'_>, condition: NodeId) {
        if !self.sheet.is_never(program, View::Told, condition) {
            self.sheet.demand(program, facts, View::Presumed, [condition]);
        }
    }

    fn presume_measure(&mut self, program: &Program, facts: FactReader<'_>, active: &Active) {
        if !self.is_out(program, active, View::Told) {
            self.sheet.demand(program, facts, View::Presumed, conditions(active).chain(due(active)));
        }
    }

    /// Runs again what the assumptions from a place on can change in one answer, which reads these nodes.
    pub fn rerun(
        &mut self,
        subject: Subject<'_>,
        (assumed, since): (&[Assumption], usize),
        (asked, nodes): (Asked<'_>, &[NodeId]),
    ) {
        let (program, facts) = (subject.program, subject.reader(assumed));
        let changed = (assumed.get(since..).unwrap_or_default(), nodes);
        self.sheet.reopen(program, View::Told, changed);
        match asked {
            Asked::Circumstance(condition) => {
                self.sheet.demand(program, facts, View::Told, [condition.node]);
                self.sheet.reopen(program, View::Presumed, changed);
                self.presume_circumstance(program, facts, condition.node);
            }
            Asked::Right(active) | Asked::Firm(active) | Asked::Whole(active) => {
                self.right(program, facts, active, View::Told);
                // What is refused to everybody on what is told is refused whatever the other views say.
                if self.is_out(program, active, View::Told) {
                    return;
                }
                if !matches!(asked, Asked::Firm(_)) {
                    self.sheet.reopen(program, View::Presumed, changed);
                    self.sheet.demand(program, facts, View::Presumed, conditions(active));
                }
                if matches!(asked, Asked::Whole(_)) {
                    self.sheet.demand(program, facts, View::Presumed, due(active));
                }
                if !matches!(asked, Asked::Right(_)) {
                    let accepted = View::Accepted(active.accepts);
                    self.sheet.reopen(program, accepted, changed);
                    self.accept(program, facts, active, accepted);
                }
            }
        }
    }

    /// Runs one node again in one view under the last assumption; an answer that reads these nodes asks for it.
    pub fn probe(
        &mut self,
        subject: Subject<'_>,
        (assumed, nodes): (&[Assumption], &[NodeId]),
        (view, node): (View, NodeId),
    ) {
        let last = assumed.len().saturating_sub(1);
        self.sheet.reopen(subject.program, view, (assumed.get(last..).unwrap_or_default(), nodes));
        self.sheet.demand(subject.program, subject.reader(assumed), view, [node]);
    }

    /// How much is there, to come back to.
    pub fn mark(&self) -> Mark {
        self.sheet.mark()
    }

    /// Forgets what was run since.
    pub fn reset(&mut self, mark: &Mark) {
        self.sheet.reset(mark);
    }

    /// Runs a measure on what is accepted that [`Self::run`] left out; whether there is more to read now.
    pub fn accept_open(&mut self, subject: Subject<'_>, active: &Active) -> bool {
        let is_new = !self.is_sure(subject.program, active);
        if is_new {
            self.accept(subject.program, subject.reader(&[]), active, View::Accepted(active.accepts));
        }
        is_new
    }

    /// Whether a right is sure for somebody on what was told; else it is firm for nobody.
    fn is_sure(&self, program: &Program, active: &Active) -> bool {
        self.sheet.is_ever_sure(program, View::Told, active.eligible.node)
    }

    /// Runs a measure on what is accepted, where that can decide or is read: what is refused on what was told is refused
    /// whether that was shown or not.
    fn accept(&mut self, program: &Program, facts: FactReader<'_>, active: &Active, accepted: View) {
        if self.is_out(program, active, View::Told) {
            return;
        }
        if !self.is_open(program, active) || is_for_specialist(program, active) {
            self.right(program, facts, active, accepted);
        }
        // Where it is sure on accepted facts, what is due is read there.
        if self.sheet.is_ever_sure(program, accepted, active.eligible.node) {
            self.sheet.demand(program, facts, accepted, due(active));
        }
    }

    /// Whether what was told decides a measure for nobody.
    fn is_open(&self, program: &Program, active: &Active) -> bool {
        let is_open = |part: &Operand| !self.sheet.is_ever_decided(program, View::Told, part.node);
        is_open(&active.eligible) && active.grounds.iter().chain(active.paid()).all(is_open)
    }

    /// Runs what decides whether a measure is due: no more than for whom and whether at all, where that is no for everybody.
    fn right(&mut self, program: &Program, facts: FactReader<'_>, active: &Active, view: View) {
        let first = active.each.iter().chain([&active.eligible]).map(|part| part.node);
        self.sheet.demand(program, facts, view, first);
        if !self.is_out(program, active, view) {
            self.sheet.demand(program, facts, view, conditions(active));
        }
    }

    /// Runs the whole of a program in all views: what an answer rests on reads everything.
    pub fn run_whole(&mut self, subject: Subject<'_>) {
        let program = subject.program;
        let views = [View::Told, View::Presumed].into_iter();
        let views = views.chain(accept_lists(program).into_iter().map(View::Accepted));
        self.memo.clear();
        self.sheet.fill(program, subject.reader(&[]), views);
    }

    /// Runs some nodes in all views.
    pub fn run_nodes(&mut self, subject: Subject<'_>, nodes: &(impl Iterator<Item = NodeId> + Clone)) {
        let (program, facts) = (subject.program, subject.reader(&[]));
        self.memo.clear();
        self.sheet.begin(program, facts);
        self.sheet.open(program, View::Told, None);
        self.sheet.demand(program, facts, View::Told, nodes.clone());
        for view in [View::Presumed].into_iter().chain(accept_lists(program).into_iter().map(View::Accepted)) {
            self.sheet.open(program, view, Some(View::Told));
            self.sheet.demand(program, facts, view, nodes.clone());
        }
    }

    /// The columns of a view of the last run.
    pub fn frame<'a>(&'a self, program: &'a Program, view: View) -> Frame<'a> {
        self.sheet.frame(program, view)
    }

    /// Whether a measure is for nobody in a view, or refused to everybody.
    fn is_out(&self, program: &Program, active: &Active, view: View) -> bool {
        active.each.iter().chain([&active.eligible]).any(|part| self.sheet.is_never(program, view, part.node))
    }

    /// The views of the last run.
    pub fn views<'a>(&'a self, subject: Subject<'a>, assumed: &'a [Assumption]) -> Views<'a> {
        Views { program: subject.program, roster: subject.roster, reader: subject.reader(assumed), frames: self }
    }
}

impl<'a> Views<'a> {
    /// Any view.
    pub fn seen(&self, view: View) -> Seen<'a> {
        let run = Run { program: self.program, roster: self.roster, facts: self.reader, view };
        Seen { run, frame: self.frames.sheet.frame(self.program, view), against: None }
    }

    /// What is accepted.
    pub fn accepted(&self, accepts: Accepts) -> Seen<'a> {
        self.seen(View::Accepted(accepts))
    }

    /// What was told, claims too.
    pub fn told(&self) -> Seen<'a> {
        self.seen(View::Told)
    }

    /// What was told, and what is presumed of the rest.
    pub fn presumed(&self) -> Seen<'a> {
        self.seen(View::Presumed)
    }

    /// The items.
    pub fn roster(&self) -> &'a Roster {
        self.roster
    }

    /// The facts.
    pub fn reader(&self) -> FactReader<'a> {
        self.reader
    }

    /// The reasons that were worked out.
    pub(super) fn memo(&self) -> &'a Memo {
        &self.frames.memo
    }

    /// The program.
    pub fn program(&self) -> &'a Program {
        self.program
    }
}

impl Seen<'_> {
    /// The same view, asked for what could turn the refusal of another.
    pub fn against(self, other: &Self) -> Self {
        Self { against: Some(other.frame), ..self }
    }

    /// Those of several conditions, all of them needed, that are to be asked about.
    pub fn doubted(&self, cells: &[Cell]) -> Vec<Cell> {
        let node = |cell: &Cell| self.run.program.nodes.get(cell.node.0);
        let is_condition = |cell: &Cell| node(cell).is_some_and(|node| node.kind == Kind::Truth);
        let holds =
            |cell: &Cell| is_condition(cell) && self.against.is_some_and(|against| against.truth(*cell).is_true());
        cells.iter().filter(|cell| !holds(cell)).copied().collect()
    }

    /// The cell of an operand of a measure, at its member.
    pub fn cell(&self, operand: &Operand, member: usize) -> Cell {
        let axes = [Some(crate::program::Axis::Member), None, None];
        crate::eval::cell(self.run.roster, axes, operand, [member, 0, 0])
    }

    /// The cell of an operand of a measure that may name the payee, at its member and the payee.
    pub fn cell_of(&self, operand: &Operand, (member, payee): (usize, usize)) -> Cell {
        let member_axis = Some(crate::program::Axis::Member);
        crate::eval::cell(self.run.roster, [member_axis, member_axis, None], operand, [member, payee, 0])
    }

    /// The truth of an operand of a measure.
    pub fn truth(&self, operand: &Operand, member: usize) -> crate::eval::Truth {
        self.frame.truth(self.cell(operand, member))
    }

    /// The interval of an operand of a measure.
    pub fn interval(&self, operand: &Operand, member: usize) -> crate::eval::Interval {
        self.frame.interval(self.cell(operand, member))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        assessment::{
            assess::{decided, holds},
            decide::dormant,
        },
        diagnostic::Sink,
        program::{MeasureProgram, Moment, compile},
        ruleset::{RuleSet, sample::FAMILIES},
        value::Date,
    };

    /// Every circumstance and verdict after a run.
    fn answers(frames: &mut Frames, subject: Subject<'_>, on: Date) -> Vec<String> {
        let program = subject.program;
        let mut found = Vec::new();
        for measure in &program.measures {
            match measure {
                MeasureProgram::Dormant(measure) => found.push(dormant(measure)),
                MeasureProgram::Active(active) => decided(frames, (subject, on), active, &mut found),
            }
        }
        let views = frames.views(subject, &[]);
        let circumstances = program.circumstances.iter().map(|asked| format!("{:?}", holds(&views, &asked.holds)));
        circumstances.chain(found.iter().map(|verdict| format!("{verdict:?}"))).collect()
    }

    #[test]
    fn what_is_needed_answers_as_the_whole() {
        let rules = RuleSet::bundled().unwrap();
        let library = &rules.library;
        for told in FAMILIES {
            let family = rules.family_from_json(told).unwrap_or_else(|error| panic!("{error}"));
            for day in ["2013-03-01", "2019-11-28", "2025-10-10"] {
                let on: Date = day.parse().unwrap();
                let program = compile(&library.checked, Moment::On(on), family.territory(), &mut Sink::default());
                let program = Arc::new(program);
                let roster = Roster::new(&family, &library.checked, &library.vocabulary, on);
                let (mut needed, mut whole) = (Frames::default(), Frames::default());
                let subject = Subject { library, program: &program, family: &family, roster: &roster };
                needed.run(subject, Chosen::ALL);
                whole.run_whole(subject);
                let answers = [&mut needed, &mut whole].map(|frames| answers(frames, subject, on));
                assert_eq!(answers[0], answers[1], "{day} {told}");
            }
        }
    }
}
