//! The columns of one family under one view.

use super::{
    super::{
        columns::View,
        plan::{AmountPlan, NumberAt, Plan, Scope, Step, TruthAt},
        word::{KNOWN, OPEN, Word},
    },
    logic::{Logic, Twin},
    number::NumberSlot,
    source::Source,
    span::{Span, SpanSlot},
    tape::{At, COLUMNS, Run, Tape},
    truth::TruthSlot,
};
use crate::value::Parts;

/// The columns of one scope.
pub(super) struct Slot<L> {
    /// The first columns of truths: their places need no check.
    truths: Box<[L; COLUMNS]>,
    /// Those behind.
    more: Vec<L>,
    pub numbers: Numbers,
}

/// The columns of numbers of one scope.
#[derive(Default)]
pub(super) struct Numbers {
    /// How many lanes each has.
    pub lanes: usize,
    /// Whether they are spans.
    pub is_wide: bool,
    /// Of each column as many as lanes; what is not known may be anything. The least of each, where they are spans.
    lows: Vec<i64>,
    /// The greatest of each, where they are spans.
    highs: Vec<i64>,
    /// What is known of each column; where they are spans, whether each can be a number and whether there can be none.
    known: Vec<Word>,
}

impl<L: Logic> Default for Slot<L> {
    fn default() -> Self {
        let truths = vec![L::FALSE; COLUMNS].into_boxed_slice();
        let truths = truths.try_into().unwrap_or_else(|_| Box::new([L::FALSE; COLUMNS]));
        Self { truths, more: Vec::new(), numbers: Numbers::default() }
    }
}

impl<L: Logic> Slot<L> {
    fn fit(&mut self, lanes: (usize, bool), (truths, numbers): (usize, usize)) {
        let more = truths.saturating_sub(COLUMNS);
        if self.more.len() < more {
            self.more.resize(more, L::UNKNOWN);
        }
        self.numbers.fit(lanes, numbers);
    }

    /// A column of truths.
    #[inline]
    pub fn truth(&self, place: usize) -> Word {
        let found = self.truths.get(place).or_else(|| self.more.get(place.checked_sub(COLUMNS)?));
        found.copied().unwrap_or(L::UNKNOWN).word()
    }

    #[inline]
    fn put(&mut self, place: usize, truth: Word) {
        let found = match self.truths.get_mut(place) {
            None => place.checked_sub(COLUMNS).and_then(|place| self.more.get_mut(place)),
            found => found,
        };
        if let Some(out) = found {
            *out = L::of(truth);
        }
    }

    /// One of the first columns.
    #[inline]
    pub fn near(&self, at: At) -> L {
        self.truths.get(usize::from(at)).copied().unwrap_or(L::UNKNOWN)
    }

    /// Puts the truths of one of the first columns.
    #[inline]
    pub fn put_near(&mut self, at: At, truth: L) {
        if let Some(out) = self.truths.get_mut(usize::from(at)) {
            *out = truth;
        }
    }

    /// Does a step of this scope.
    fn step<M: Logic>(&mut self, step: &Step, other: &Slot<M>, (plan, source): (&Plan, &Source), view: View) {
        match step {
            Step::Truth(at, step) => {
                let (possible, sure) = TruthSlot { own: self, other, source, view }.pair(step);
                self.put(at.place, [possible, sure]);
            }
            Step::Number(at, step) if self.numbers.is_wide => {
                let known = SpanSlot { own: self, other, source, inputs: &plan.inputs, view }.filled(at.place, step);
                self.numbers.know(at.place, known);
            }
            Step::Number(at, step) => NumberSlot { own: self, other, source, view }.fill(at.place, step),
        }
    }
}

impl Numbers {
    fn fit(&mut self, (lanes, is_wide): (usize, bool), columns: usize) {
        (self.lanes, self.is_wide) = (lanes, is_wide);
        if self.known.len() < columns {
            self.known.resize(columns, OPEN);
        }
        let size = columns.saturating_mul(lanes);
        if self.lows.len() < size {
            self.lows.resize(size, 0);
        }
        if is_wide && self.highs.len() < size {
            self.highs.resize(size, 0);
        }
    }

    /// Where the number of a lane stands.
    #[inline]
    fn place(&self, column: usize, lane: usize) -> usize {
        // INVARIANT: never wraps: a column that was made has a place.
        column.wrapping_mul(self.lanes).wrapping_add(lane)
    }

    /// The number of a lane.
    #[inline]
    pub fn at(&self, column: usize, lane: usize) -> i64 {
        self.lows.get(self.place(column, lane)).copied().unwrap_or(0)
    }

    /// Puts the number of a lane.
    #[inline]
    pub fn set(&mut self, column: usize, lane: usize, number: i64) {
        let place = self.place(column, lane);
        if let Some(out) = self.lows.get_mut(place) {
            *out = number;
        }
    }

    /// Puts one number of all lanes.
    #[inline]
    pub fn fill(&mut self, column: usize, number: i64) {
        for lane in 0..self.lanes {
            self.set(column, lane, number);
        }
    }

    /// Puts what is known to be one number, or to be none; what is known of it.
    #[inline]
    pub fn constant(&mut self, column: usize, number: Option<i64>) -> Word {
        self.fill(column, number.unwrap_or(0));
        [u64::MAX, if number.is_none() { u64::MAX } else { 0 }]
    }

    /// Puts how many there are of those that may be counted and those that surely are; what is known of it.
    #[inline]
    pub fn count(&mut self, column: usize, [possible, sure]: Word) -> Word {
        self.fill(column, i64::from(sure.count_ones()));
        if possible == sure { KNOWN } else { OPEN }
    }

    /// Between what the number of a lane lies.
    #[inline]
    pub fn span(&self, column: usize, lane: usize) -> Span {
        let place = self.place(column, lane);
        let end = |ends: &[i64]| ends.get(place).copied().unwrap_or(0);
        Span { low: end(&self.lows), high: end(&self.highs) }
    }

    /// Puts a span.
    #[inline]
    pub fn set_span(&mut self, column: usize, lane: usize, span: Span) {
        self.set(column, lane, span.low);
        let place = self.place(column, lane);
        if let Some(out) = self.highs.get_mut(place) {
            *out = span.high;
        }
    }

    /// Puts what is known of a column.
    #[inline]
    pub fn know(&mut self, column: usize, known: Word) {
        if let Some(out) = self.known.get_mut(column) {
            *out = known;
        }
    }

    /// A column.
    #[inline]
    pub fn column(&self, column: usize) -> &[i64] {
        self.lows.get(self.place(column, 0)..self.place(column, self.lanes)).unwrap_or_default()
    }

    /// What is known of a column.
    #[inline]
    pub fn known(&self, column: usize) -> Word {
        self.known.get(column).copied().unwrap_or(OPEN)
    }
}

/// The columns of one family under one view.
#[derive(Default)]
pub(in super::super) struct Slots {
    family: Slot<Twin>,
    member: Slot<Word>,
}

impl Slots {
    /// Runs what the conditions of a plan need; where it is wide, numbers that are not known are spans.
    pub fn run(&mut self, (plan, tape): (&Plan, &Tape), source: &Source, (view, is_wide): (View, bool)) {
        self.fit(plan, source, is_wide);
        self.work(plan, &tape.runs, (source, view));
    }

    /// Runs what the money of a measure needs besides, by its place in the plan.
    pub fn weigh(&mut self, (plan, tape): (&Plan, &Tape), measure: usize, with: (&Source, View)) {
        self.work(plan, tape.money.get(measure).map_or(&[], Vec::as_slice), with);
    }

    /// Does runs of a plan.
    fn work(&mut self, plan: &Plan, runs: &[Run], (source, view): (&Source, View)) {
        let is_wide = self.family.numbers.is_wide;
        for run in runs {
            match run.scope {
                _ if run.work.is_by_steps(is_wide) => self.steps(run, (plan, source), view),
                Scope::Family => run.fill(&mut self.family, &self.member, (source, view)),
                Scope::Member => run.fill(&mut self.member, &self.family, (source, view)),
            }
        }
    }

    /// Does a run step by step.
    fn steps(&mut self, run: &Run, with: (&Plan, &Source), view: View) {
        for step in with.0.steps.get(run.steps.clone()).unwrap_or_default() {
            self.step(step, with, view);
        }
    }

    /// Runs the steps that are marked, numbers as spans.
    pub fn run_marked(&mut self, (plan, marks): (&Plan, &[bool]), source: &Source, view: View) {
        self.fit(plan, source, true);
        for (step, _) in plan.steps.iter().zip(marks).filter(|(_, is_marked)| **is_marked) {
            self.step(step, (plan, source), view);
        }
    }

    /// Makes room for a family.
    fn fit(&mut self, plan: &Plan, source: &Source, is_wide: bool) {
        let ([family_truths, member_truths], [family_numbers, member_numbers]) = (plan.truths, plan.numbers);
        self.family.fit((source.lanes(Scope::Family), is_wide), (family_truths, family_numbers));
        self.member.fit((source.lanes(Scope::Member), is_wide), (member_truths, member_numbers));
    }

    fn step(&mut self, step: &Step, with: (&Plan, &Source), view: View) {
        match step {
            Step::Truth(TruthAt { scope: Scope::Family, .. }, _)
            | Step::Number(NumberAt { scope: Scope::Family, .. }, _) => {
                self.family.step(step, &self.member, with, view);
            }
            _ => self.member.step(step, &self.family, with, view),
        }
    }

    fn numbers(&self, scope: Scope) -> &Numbers {
        match scope {
            Scope::Family => &self.family.numbers,
            Scope::Member => &self.member.numbers,
        }
    }

    /// What is known of a number, lane by lane.
    #[inline]
    pub fn known_number(&self, at: NumberAt) -> Word {
        self.numbers(at.scope).known(at.place)
    }

    /// The number of a lane.
    #[inline]
    pub fn number(&self, at: NumberAt, lane: usize) -> i64 {
        self.numbers(at.scope).at(at.place, lane)
    }

    /// The truths of a column.
    #[inline]
    pub fn truth(&self, scope: Scope, place: usize) -> Word {
        match scope {
            Scope::Family => self.family.truth(place),
            Scope::Member => self.member.truth(place),
        }
    }

    /// What a condition comes to in a lane, where that is known.
    pub fn decided(&self, at: TruthAt, lane: usize) -> Option<bool> {
        let [can, must] = self.truth(at.scope, at.place).map(|word| word >> (lane % 64) & 1 == 1);
        (can == must).then_some(can)
    }

    /// Whether a column surely is a number in a lane, where numbers are spans.
    pub fn is_number(&self, at: NumberAt, lane: usize) -> bool {
        let [some, none] = self.numbers(at.scope).known(at.place).map(|word| word >> (lane % 64) & 1 == 1);
        some && !none
    }

    /// Whether it is known what a condition comes to in a lane.
    pub fn is_decided(&self, at: TruthAt, lane: usize) -> bool {
        self.decided(at, lane).is_some()
    }

    /// Whether a condition can come to that in a lane.
    pub fn can(&self, at: TruthAt, lane: usize, wanted: bool) -> bool {
        self.decided(at, lane).is_none_or(|found| found == wanted)
    }

    /// Between what a number lies, where numbers are spans.
    pub fn span(&self, at: NumberAt, lane: usize) -> Span {
        self.numbers(at.scope).span(at.place, lane)
    }

    /// The measures that some lane may have, a bit each by place in the plan.
    pub fn possible(&self, tape: &Tape, there: u64, found: &mut Vec<u64>) {
        found.clear();
        // Without a branch: which of them are possible cannot be guessed.
        let words = tape.columns.chunks(64).zip(&tape.of_families).map(|(columns, of_families)| {
            let bits = columns
                .iter()
                .zip(0_u32..)
                .fold(0, |bits, (column, place)| bits | (self.family.near(*column).can() & 1) << place);
            bits & of_families
        });
        found.extend(words);
        for place in &tape.others {
            // INVARIANT: a door that is not open is of members here: those of the family are read above.
            let is_possible = tape
                .doors
                .get(*place)
                .is_none_or(|door| door.is_open || self.member.near(door.eligible).can() & there != 0);
            if let Some(word) = found.get_mut(place / 64) {
                *word |= u64::from(is_possible) << (place % 64);
            }
        }
    }

    /// Whether the money of a lane is known, if only that there is none.
    #[inline]
    pub fn knows_money(&self, amount: &AmountPlan, lane: usize) -> bool {
        let numbers = self.numbers(amount.money.scope);
        let [known, none] = numbers.known(amount.money.place).map(|word| word >> (lane % 64) & 1 == 1);
        if !numbers.is_wide {
            return known;
        }
        let span = numbers.span(amount.money.place, lane);
        known != none && (none || span.low == span.high)
    }

    /// Between what the money of a lane lies, where numbers are spans and there surely is some.
    pub fn money_span(&self, amount: &AmountPlan, lane: usize) -> Option<Span> {
        let numbers = self.numbers(amount.money.scope);
        let [some, none] = numbers.known(amount.money.place).map(|word| word >> (lane % 64) & 1 == 1);
        (numbers.is_wide && some && !none).then(|| numbers.span(amount.money.place, lane))
    }

    /// The money of a lane of which it is known; nothing where there is none.
    #[inline]
    pub fn money(&self, amount: &AmountPlan, lane: usize) -> Option<Parts> {
        let numbers = self.numbers(amount.money.scope);
        let [_, none] = numbers.known(amount.money.place);
        let is_some = none >> (lane % 64) & 1 == 0;
        is_some.then(|| Parts::new(numbers.at(amount.money.place, lane), amount.parts))
    }
}
