//! The columns of a block under one view, and the order in which steps fill them.

use super::{
    block::Block,
    number::NumberFiller,
    plan::{NumberAt, Plan, Scope, Step},
    truth::TruthFiller,
    word::{OPEN, UNKNOWN, Word},
};

/// Which of the told values count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum View {
    /// Those that are accepted.
    Accepted,
    /// Claims too.
    Told,
    /// As told, and what is presumed of the rest.
    Presumed,
}

/// The columns of one scope, column after column.
#[derive(Default)]
pub(super) struct Shelf {
    pub words: usize,
    pub lanes: usize,
    pub truths: Vec<Word>,
    pub numbers: Vec<i64>,
    pub known: Vec<Word>,
}

impl Shelf {
    fn fit(&mut self, (lanes, words): (usize, usize), (truths, numbers): (usize, usize)) {
        (self.lanes, self.words) = (lanes, words);
        grow(&mut self.truths, truths.saturating_mul(words), UNKNOWN);
        grow(&mut self.known, numbers.saturating_mul(words), OPEN);
        grow(&mut self.numbers, numbers.saturating_mul(lanes), 0);
    }

    /// A column of truths.
    #[inline]
    pub fn truth(&self, place: usize) -> &[Word] {
        part(&self.truths, place, self.words)
    }

    /// A column of numbers; what is not known may be anything.
    #[inline]
    pub fn number(&self, place: usize) -> &[i64] {
        part(&self.numbers, place, self.lanes)
    }

    /// What is known of a column of numbers.
    #[inline]
    pub fn known(&self, place: usize) -> &[Word] {
        part(&self.known, place, self.words)
    }
}

fn grow<T: Clone>(found: &mut Vec<T>, size: usize, with: T) {
    if found.len() < size {
        // What was there is not needed, so it is not moved; the next block may be a little larger.
        *found = vec![with; size.saturating_add(size / 4)];
    }
}

/// The columns before one, and that one.
#[inline]
pub(super) fn split<T>(all: &mut [T], place: usize, size: usize) -> (&mut [T], &mut [T]) {
    let begin = place.saturating_mul(size).min(all.len());
    let (before, rest) = all.split_at_mut(begin);
    let end = size.min(rest.len());
    (before, rest.split_at_mut(end).0)
}

/// One column of several.
#[inline]
pub(super) fn part<T>(all: &[T], place: usize, size: usize) -> &[T] {
    let begin = place.saturating_mul(size);
    all.get(begin..begin.saturating_add(size)).unwrap_or_default()
}

/// The columns of a block under one view.
#[derive(Default)]
pub(super) struct Columns {
    family: Shelf,
    member: Shelf,
    /// The steps of money that were run.
    is_done: Vec<bool>,
}

impl Columns {
    /// Runs what the conditions of a plan need.
    pub fn run(&mut self, plan: &Plan, block: &Block, view: View) {
        self.begin(plan, block);
        for step in plan.steps.iter().take(plan.conditions) {
            self.step(step, (plan, block), view);
        }
    }

    /// Runs the steps that are marked.
    pub fn run_marked(&mut self, plan: &Plan, marks: &[bool], block: &Block, view: View) {
        self.begin(plan, block);
        for (step, _) in plan.steps.iter().zip(marks).filter(|(_, is_marked)| **is_marked) {
            self.step(step, (plan, block), view);
        }
    }

    /// Makes room for a block.
    fn begin(&mut self, plan: &Plan, block: &Block) {
        let size = |scope: Scope| (block.lanes(scope), block.words(scope));
        let ([family_truths, member_truths], [family_numbers, member_numbers]) = (plan.truths, plan.numbers);
        self.family.fit(size(Scope::Family), (family_truths, family_numbers));
        self.member.fit(size(Scope::Member), (member_truths, member_numbers));
        self.is_done.clear();
        self.is_done.resize(plan.steps.len(), false);
    }

    /// Runs steps that only money needs, where they were not run yet.
    pub fn run_money(&mut self, plan: &Plan, steps: &[usize], block: &Block, view: View) {
        for place in steps {
            if let (Some(done), Some(step)) = (self.is_done.get_mut(*place), plan.steps.get(*place))
                && !std::mem::replace(done, true)
            {
                self.step(step, (plan, block), view);
            }
        }
    }

    fn step(&mut self, step: &Step, (plan, block): (&Plan, &Block), view: View) {
        let bounds = |scope: Scope| plan.bounds.get(scope.place()).map_or(&[][..], Vec::as_slice);
        match step {
            Step::Truth(at, step) => {
                let (own, other) = match at.scope {
                    Scope::Family => (&mut self.family, &self.member),
                    Scope::Member => (&mut self.member, &self.family),
                };
                let (before, out) = split(&mut own.truths, at.place, own.words);
                let numbers = (own.numbers.as_slice(), own.known.as_slice());
                let (size, bounds) = ((own.words, own.lanes), bounds(at.scope));
                TruthFiller { before, numbers, bounds, size, other, block, view }.fill(step, out);
            }
            Step::Number(at, step) => {
                let (own, other) = match at.scope {
                    Scope::Family => (&mut self.family, &self.member),
                    Scope::Member => (&mut self.member, &self.family),
                };
                let (before, out) = split(&mut own.numbers, at.place, own.lanes);
                let (known_before, known) = split(&mut own.known, at.place, own.words);
                let truths = own.truths.as_slice();
                let (size, bounds) = ((own.words, own.lanes), bounds(at.scope));
                NumberFiller { before, known_before, bounds, truths, size, other, block, view }.fill(step, out, known);
            }
        }
    }

    fn shelf(&self, scope: Scope) -> &Shelf {
        match scope {
            Scope::Family => &self.family,
            Scope::Member => &self.member,
        }
    }

    /// The truths of a column, word by word.
    #[inline]
    pub fn truths(&self, scope: Scope, place: usize) -> &[Word] {
        self.shelf(scope).truth(place)
    }

    /// Which numbers of a column are known, and which are none, word by word.
    pub fn known(&self, at: NumberAt) -> &[Word] {
        self.shelf(at.scope).known(at.place)
    }

    /// The numbers of a column; what is not known may be anything.
    pub fn numbers(&self, at: NumberAt) -> &[i64] {
        self.shelf(at.scope).number(at.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_stands_behind_those_before_it() {
        let mut all = [1, 2, 3, 4, 5, 6];
        let (before, own) = split(&mut all, 2, 2);
        assert_eq!((before.to_vec(), own.to_vec()), (vec![1, 2, 3, 4], vec![5, 6]));
        assert_eq!(part(&all, 1, 2), [3, 4]);
        assert!(part(&all, 3, 2).is_empty());
    }
}
