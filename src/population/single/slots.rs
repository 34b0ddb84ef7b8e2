//! The columns of one family under one view.

use super::{
    super::{
        columns::View,
        plan::{AmountPlan, NumberAt, Plan, Scope, Step, TruthAt},
        word::{FALSE, OPEN, UNKNOWN, Word, and, compared, lanes_where, not, or},
    },
    number::NumberSlot,
    source::Source,
    span::{self, Span, SpanSlot},
    tape::{At, COLUMNS, Gates, Run, Tape, Work},
    truth::TruthSlot,
};
use crate::value::Parts;

/// The columns of one scope.
pub(super) struct Slot {
    /// How many lanes each has.
    pub lanes: usize,
    /// The first columns of truths: their places need no check.
    truths: Box<[Word; COLUMNS]>,
    /// Those behind.
    more: Vec<Word>,
    /// Whether its numbers are spans.
    pub is_wide: bool,
    /// Of each column as many as lanes; what is not known may be anything. The least of each, where they are spans.
    numbers: Vec<i64>,
    /// The greatest of each, where they are spans.
    highs: Vec<i64>,
    /// What is known of each column; where they are spans, whether each can be a number and whether there can be none.
    known: Vec<Word>,
}

impl Default for Slot {
    fn default() -> Self {
        let truths = vec![FALSE; COLUMNS].into_boxed_slice();
        #[expect(clippy::large_stack_arrays, reason = "never made: the slice has just as many")]
        let truths = truths.try_into().unwrap_or_else(|_| Box::new([FALSE; COLUMNS]));
        Self {
            lanes: 0,
            truths,
            more: Vec::new(),
            is_wide: false,
            numbers: Vec::new(),
            highs: Vec::new(),
            known: Vec::new(),
        }
    }
}

impl Slot {
    fn fit(&mut self, (lanes, is_wide): (usize, bool), (truths, numbers): (usize, usize)) {
        (self.lanes, self.is_wide) = (lanes, is_wide);
        let more = truths.saturating_sub(COLUMNS);
        if self.more.len() < more {
            self.more.resize(more, UNKNOWN);
        }
        if self.known.len() < numbers {
            self.known.resize(numbers, OPEN);
        }
        let size = numbers.saturating_mul(lanes);
        if self.numbers.len() < size {
            self.numbers.resize(size, 0);
        }
        if is_wide && self.highs.len() < size {
            self.highs.resize(size, 0);
        }
    }

    /// A column of truths.
    #[inline]
    pub fn truth(&self, place: usize) -> Word {
        let found = self.truths.get(place).or_else(|| self.more.get(place.checked_sub(COLUMNS)?));
        found.copied().unwrap_or(UNKNOWN)
    }

    #[inline]
    fn put(&mut self, place: usize, truth: Word) {
        let found = match self.truths.get_mut(place) {
            None => place.checked_sub(COLUMNS).and_then(|place| self.more.get_mut(place)),
            found => found,
        };
        if let Some(out) = found {
            *out = truth;
        }
    }

    /// One of the first columns.
    #[inline]
    fn near(&self, at: At) -> Word {
        self.truths.get(usize::from(at)).copied().unwrap_or(UNKNOWN)
    }

    /// Puts the truths of one of the first columns.
    #[inline]
    fn put_near(&mut self, at: At, truth: Word) {
        if let Some(out) = self.truths.get_mut(usize::from(at)) {
            *out = truth;
        }
    }

    /// Where the number of a lane stands.
    #[inline]
    fn place(&self, place: usize, lane: usize) -> usize {
        // INVARIANT: never wraps: a column that was made has a place.
        place.wrapping_mul(self.lanes).wrapping_add(lane)
    }

    /// The number of a lane.
    #[inline]
    pub fn at(&self, place: usize, lane: usize) -> i64 {
        self.numbers.get(self.place(place, lane)).copied().unwrap_or(0)
    }

    /// Puts the number of a lane.
    #[inline]
    pub fn set(&mut self, place: usize, lane: usize, number: i64) {
        let place = self.place(place, lane);
        if let Some(out) = self.numbers.get_mut(place) {
            *out = number;
        }
    }

    /// Between what the number of a lane lies.
    #[inline]
    pub fn span(&self, place: usize, lane: usize) -> Span {
        let place = self.place(place, lane);
        let end = |ends: &[i64]| ends.get(place).copied().unwrap_or(0);
        Span { low: end(&self.numbers), high: end(&self.highs) }
    }

    /// Puts a span.
    #[inline]
    pub fn set_span(&mut self, place: usize, lane: usize, span: Span) {
        self.set(place, lane, span.low);
        let place = self.place(place, lane);
        if let Some(out) = self.highs.get_mut(place) {
            *out = span.high;
        }
    }

    /// Puts what is known of a column of numbers.
    #[inline]
    pub fn know(&mut self, place: usize, known: Word) {
        if let Some(out) = self.known.get_mut(place) {
            *out = known;
        }
    }

    /// A column of numbers.
    #[inline]
    pub fn number(&self, place: usize) -> &[i64] {
        self.numbers.get(self.place(place, 0)..self.place(place, self.lanes)).unwrap_or_default()
    }

    /// What is known of a column of numbers.
    #[inline]
    pub fn known(&self, place: usize) -> Word {
        self.known.get(place).copied().unwrap_or(OPEN)
    }
}

/// The columns of one family under one view.
#[derive(Default)]
pub(in super::super) struct Slots {
    family: Slot,
    member: Slot,
}

impl Slots {
    /// Runs what the conditions of a plan need; where it is wide, numbers that are not known are spans.
    pub fn run(&mut self, (plan, tape): (&Plan, &Tape), source: &Source, (view, is_wide): (View, bool)) {
        self.fit(plan, source, is_wide);
        for run in &tape.runs {
            match &run.work {
                Work::Steps(begin, end) => {
                    let steps = plan.steps.get(*begin..*end).unwrap_or_default();
                    for step in steps {
                        self.step(step, (plan, source), view);
                    }
                }
                _ => match run.scope {
                    Scope::Family => run.fill(&mut self.family),
                    Scope::Member => run.fill(&mut self.member),
                },
            }
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

    /// Runs steps of a plan, by place.
    pub fn run_steps(&mut self, plan: &Plan, steps: &[usize], source: &Source, view: View) {
        for step in steps.iter().filter_map(|place| plan.steps.get(*place)) {
            self.step(step, (plan, source), view);
        }
    }

    fn step(&mut self, step: &Step, (plan, source): (&Plan, &Source), view: View) {
        match step {
            Step::Truth(at, step) => {
                let (own, other) = self.parted(at.scope);
                let (possible, sure) = TruthSlot { own, other, source, view }.pair(step);
                own.put(at.place, [possible, sure]);
            }
            Step::Number(at, step) => {
                let (own, other) = self.parted(at.scope);
                if own.is_wide {
                    let known = SpanSlot { own, other, source, inputs: &plan.inputs, view }.filled(at.place, step);
                    own.know(at.place, known);
                } else {
                    NumberSlot { own, other, source, view }.fill(at.place, step);
                }
            }
        }
    }

    fn parted(&mut self, scope: Scope) -> (&mut Slot, &Slot) {
        match scope {
            Scope::Family => (&mut self.family, &self.member),
            Scope::Member => (&mut self.member, &self.family),
        }
    }

    fn slot(&self, scope: Scope) -> &Slot {
        match scope {
            Scope::Family => &self.family,
            Scope::Member => &self.member,
        }
    }

    /// The truths of a column.
    #[inline]
    pub fn truth(&self, scope: Scope, place: usize) -> Word {
        self.slot(scope).truth(place)
    }

    /// What a condition comes to in a lane, where that is known.
    pub fn decided(&self, at: TruthAt, lane: usize) -> Option<bool> {
        let [can, must] = self.slot(at.scope).truth(at.place).map(|word| word >> (lane % 64) & 1 == 1);
        (can == must).then_some(can)
    }

    /// Whether a column surely is a number in a lane, where numbers are spans.
    pub fn is_number(&self, at: NumberAt, lane: usize) -> bool {
        let [some, none] = self.slot(at.scope).known(at.place).map(|word| word >> (lane % 64) & 1 == 1);
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
        self.slot(at.scope).span(at.place, lane)
    }

    /// The measures that some lane may have, by place in the plan.
    pub fn possible(&self, tape: &Tape, there: u64, found: &mut Vec<usize>) {
        found.clear();
        found.resize(tape.doors.len(), 0);
        let mut count = 0;
        // Without a branch: which of them are possible cannot be guessed.
        for (place, door) in tape.doors.iter().enumerate() {
            let (slot, there) = match door.scope {
                Scope::Family => (&self.family, 1),
                Scope::Member => (&self.member, there),
            };
            let [possible, _] = slot.near(door.eligible);
            if let Some(next) = found.get_mut(count) {
                *next = place;
            }
            count = count.saturating_add(usize::from(possible & there != 0 || door.is_open));
        }
        found.truncate(count);
    }

    /// Whether the money of a lane is known, if only that there is none.
    #[inline]
    pub fn knows_money(&self, amount: &AmountPlan, lane: usize) -> bool {
        let slot = self.slot(amount.money.scope);
        let [known, none] = slot.known(amount.money.place).map(|word| word >> (lane % 64) & 1 == 1);
        if !slot.is_wide {
            return known;
        }
        let span = slot.span(amount.money.place, lane);
        known != none && (none || span.low == span.high)
    }

    /// Between what the money of a lane lies, where numbers are spans and there surely is some.
    pub fn money_span(&self, amount: &AmountPlan, lane: usize) -> Option<Span> {
        let slot = self.slot(amount.money.scope);
        let [some, none] = slot.known(amount.money.place).map(|word| word >> (lane % 64) & 1 == 1);
        (slot.is_wide && some && !none).then(|| slot.span(amount.money.place, lane))
    }

    /// The money of a lane of which it is known; nothing where there is none.
    #[inline]
    pub fn money(&self, amount: &AmountPlan, lane: usize) -> Option<Parts> {
        let slot = self.slot(amount.money.scope);
        let [_, none] = slot.known(amount.money.place);
        let is_some = none >> (lane % 64) & 1 == 0;
        is_some.then(|| Parts::new(slot.at(amount.money.place, lane), amount.parts))
    }
}

impl Run {
    fn fill(&self, own: &mut Slot) {
        let first = self.first;
        match &self.work {
            Work::Not(parts) => fill(first, own, parts, |own, part| not(own.near(*part))),
            Work::And(gates) => gates.fill(first, own, and),
            Work::Or(gates) => gates.fill(first, own, or),
            Work::Against(bounds) if own.is_wide => fill(first, own, bounds, |own, bound| {
                let number = usize::from(bound.number);
                let states = [own.known(number), [u64::MAX, 0]];
                span::compared(own.lanes, states, |lane| bound.stands(own.span(number, lane)))
            }),
            Work::Against(bounds) if own.lanes == 1 => fill(first, own, bounds, |own, bound| {
                let number = usize::from(bound.number);
                compared(u64::from(bound.holds(own.at(number, 0))), own.known(number))
            }),
            Work::Against(bounds) => fill(first, own, bounds, |own, bound| {
                let number = usize::from(bound.number);
                compared(lanes_where(own.number(number).iter(), |number| bound.holds(*number)), own.known(number))
            }),
            Work::Steps(..) => {}
        }
    }
}

impl Gates {
    #[inline]
    fn fill(&self, first: At, own: &mut Slot, join: impl Fn(Word, Word) -> Word) {
        match self {
            Self::Two(gates) => fill(first, own, gates, |own, [one, two]| join(own.near(*one), own.near(*two))),
            Self::Three(gates) => fill(first, own, gates, |own, [one, two, three]| {
                join(join(own.near(*one), own.near(*two)), own.near(*three))
            }),
            Self::Four(gates) => fill(first, own, gates, |own, [one, two, three, four]| {
                join(join(own.near(*one), own.near(*two)), join(own.near(*three), own.near(*four)))
            }),
            Self::Many(gates) => fill(first, own, gates, |own, gate| {
                let words = gate.iter().map(|part| own.near(*part));
                words.reduce(&join).unwrap_or(UNKNOWN)
            }),
        }
    }
}

/// Fills columns side by side.
#[inline]
fn fill<T>(first: At, own: &mut Slot, work: &[T], truth: impl Fn(&Slot, &T) -> Word) {
    let mut out = first;
    for work in work {
        own.put_near(out, truth(own, work));
        out = out.wrapping_add(1);
    }
}
