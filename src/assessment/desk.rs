//! The reused buffers of assessments: one run for each view.

use std::sync::Arc;

use crate::{
    catalogue::Library,
    eval::{FactReader, Frame, Roster, Run, Sheet, View},
    family::Family,
    program::{MeasureProgram, Moment, Program},
    value::{Accepts, Date},
};

/// Buffers that many assessments use one after another.
#[derive(Debug, Default)]
pub struct Frames {
    sheet: Sheet,
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
}

impl Frames {
    /// Runs the first nodes of a program, so many of them, in all views that its measures need.
    pub fn run(&mut self, library: &Library, program: &Arc<Program>, family: &Family, roster: &Roster, count: usize) {
        let on = day(program);
        let reader =
            FactReader { checked: &library.checked, vocabulary: &library.vocabulary, family: Some(family), roster, on };
        let accepted = accept_lists(program).into_iter().map(View::Accepted);
        self.sheet.fill(program, count, reader, accepted.chain([View::Told, View::Presumed]));
    }

    /// The views of the last run.
    pub fn views<'a>(
        &'a self,
        library: &'a Library,
        program: &'a Program,
        family: &'a Family,
        roster: &'a Roster,
    ) -> Views<'a> {
        let on = day(program);
        let reader =
            FactReader { checked: &library.checked, vocabulary: &library.vocabulary, family: Some(family), roster, on };
        Views { program, roster, reader, frames: self }
    }
}

fn day(program: &Program) -> Option<Date> {
    match program.moment {
        Moment::On(day) => Some(day),
        Moment::Any => None,
    }
}

/// The different lists of accepted provenances; measures with equal lists share a view.
fn accept_lists(program: &Program) -> Vec<Accepts> {
    let mut lists = vec![Accepts::ALL];
    for measure in &program.measures {
        if let MeasureProgram::Active(active) = measure
            && !lists.contains(&active.accepts)
        {
            lists.push(active.accepts);
        }
    }
    lists
}

impl<'a> Views<'a> {
    fn seen(&self, view: View) -> Seen<'a> {
        let run = Run { program: self.program, roster: self.roster, facts: self.reader, view };
        Seen { run, frame: self.frames.sheet.frame(self.program, view) }
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

    /// The program.
    pub fn program(&self) -> &'a Program {
        self.program
    }
}

impl Seen<'_> {
    /// The cell of an operand of a measure, at its member.
    pub fn cell(&self, operand: &crate::program::Operand, member: usize) -> crate::eval::Cell {
        let axes = [Some(crate::program::Axis::Member), None, None];
        crate::eval::cell(self.run.roster, axes, operand, [member, 0, 0])
    }

    /// The cell of an operand of a measure that may name the payee, at its member and the payee.
    pub fn cell_of(&self, operand: &crate::program::Operand, (member, payee): (usize, usize)) -> crate::eval::Cell {
        let member_axis = Some(crate::program::Axis::Member);
        crate::eval::cell(self.run.roster, [member_axis, member_axis, None], operand, [member, payee, 0])
    }

    /// The truth of an operand of a measure.
    pub fn truth(&self, operand: &crate::program::Operand, member: usize) -> crate::eval::Truth {
        self.frame.truth(self.cell(operand, member))
    }

    /// The interval of an operand of a measure.
    pub fn interval(&self, operand: &crate::program::Operand, member: usize) -> crate::eval::Interval {
        self.frame.interval(self.cell(operand, member))
    }
}
