//! Numbers that are not known exactly: between which each lies, and whether there may be none.

use super::{
    super::{
        columns::View,
        days,
        number::rounded,
        plan::{Input, InputKind, NumberStep},
        word::{TRUE, Word, and, each_bit},
    },
    logic::Logic,
    slots::Slot,
    source::Source,
};
use crate::check::{Comparison, Operation};

/// The least and the greatest that a number can be.
///
/// What goes beyond a machine word stays at its end: bounds of a plan lie far within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Span {
    pub low: i64,
    pub high: i64,
}

impl Span {
    const ANYTHING: Self = Self { low: i64::MIN, high: i64::MAX };

    pub const fn point(number: i64) -> Self {
        Self { low: number, high: number }
    }

    fn plus(self, other: Self) -> Self {
        Self { low: self.low.saturating_add(other.low), high: self.high.saturating_add(other.high) }
    }

    fn times(self, factor: i64) -> Self {
        self.ends(Self::point(factor), i64::saturating_mul)
    }

    fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Between the ends that the ends of two can have.
    fn ends(self, other: Self, operation: impl Fn(i64, i64) -> i64) -> Self {
        let ends = [(self.low, other.low), (self.low, other.high), (self.high, other.low), (self.high, other.high)];
        let ends = ends.map(|(one, two)| operation(one, two));
        let [first, ..] = ends;
        ends.into_iter().fold(Self::point(first), |span, end| span.hull(Self::point(end)))
    }

    /// Whether it can stand so to another, and whether it surely does.
    pub fn stands(self, order: Comparison, other: Self) -> (bool, bool) {
        let below = u8::from(self.low < other.high);
        let at = u8::from(self.low <= other.high && other.low <= self.high) << 1;
        let above = u8::from(self.high > other.low) << 2;
        let reached = below | at | above;
        let wanted = sides(order);
        (wanted & reached != 0, reached & !wanted == 0)
    }
}

/// Whether an order holds below, at the same, above: a bit each.
pub(super) fn sides(order: Comparison) -> u8 {
    match order {
        Comparison::Less => 0b001,
        Comparison::AtMost => 0b011,
        Comparison::Equal => 0b010,
        Comparison::NotEqual => 0b101,
        Comparison::AtLeast => 0b110,
        Comparison::Greater => 0b100,
    }
}

/// A comparison in each lane: numbers, and of each side whether it can be a number and whether there can be none.
pub(super) fn compared(lanes: usize, [one, two]: [Word; 2], stands: impl Fn(usize) -> (bool, bool)) -> Word {
    let (mut can, mut must) = (0, 0);
    for lane in 0..lanes {
        let (possible, sure) = stands(lane);
        can |= u64::from(possible) << (lane % 64);
        must |= u64::from(sure) << (lane % 64);
    }
    let numbers = one[0] & two[0];
    [can & numbers, must & numbers & !(one[1] | two[1])]
}

/// What a step that makes numbers can read, and the columns of its own scope.
pub(super) struct SpanSlot<'a, L, M> {
    pub own: &'a mut Slot<L>,
    pub other: &'a Slot<M>,
    pub source: &'a Source,
    pub inputs: &'a [Input],
    pub view: View,
}

/// It is a number.
const NUMBER: Word = [u64::MAX, 0];
/// There is none.
const NONE: Word = [0, u64::MAX];
/// Either.
const EITHER: Word = [u64::MAX, u64::MAX];

impl<L: Logic, M: Logic> SpanSlot<'_, L, M> {
    /// Fills a column with spans; whether each can be a number, and whether there can be none.
    pub fn filled(&mut self, out: usize, step: &NumberStep) -> Word {
        match step {
            NumberStep::Presumed(_, input) if self.view != View::Presumed => self.anything(out, *input),
            NumberStep::Untold(input) => self.anything(out, *input),
            NumberStep::Unknown => {
                self.each(out, |_, _| Span::ANYTHING);
                EITHER
            }
            NumberStep::Constant(number) | NumberStep::Presumed(number, _) => {
                self.each(out, |_, _| Span::point(number.unwrap_or(0)));
                if number.is_some() { NUMBER } else { NONE }
            }
            NumberStep::Told(input, silent) => self.told(out, *input, *silent),
            NumberStep::Sum(parts, constant) => {
                self.each(out, |own, lane| {
                    let parts = parts.iter().map(|(place, factor)| own.numbers.span(*place, lane).times(*factor));
                    parts.fold(Span::point(*constant), Span::plus)
                });
                self.all(parts.iter().map(|(place, _)| place))
            }
            NumberStep::Product(one, two) => {
                self.each(out, |own, lane| {
                    own.numbers.span(*one, lane).ends(own.numbers.span(*two, lane), i64::saturating_mul)
                });
                self.all([one, two])
            }
            NumberStep::Extreme { greatest, of } => {
                self.each(out, |own, lane| {
                    let spans = of.iter().map(|place| own.numbers.span(*place, lane));
                    let joined = spans.reduce(|one, two| {
                        let end = |one: i64, two: i64| if *greatest { one.max(two) } else { one.min(two) };
                        Span { low: end(one.low, two.low), high: end(one.high, two.high) }
                    });
                    joined.unwrap_or(Span::point(0))
                });
                self.all(of)
            }
            NumberStep::Choose(condition, then, otherwise) => self.choose(out, *condition, (*then, *otherwise)),
            NumberStep::OrNothing(one) => {
                let state = self.own.numbers.known(*one);
                self.each(out, |own, lane| match is(state, lane) {
                    [true, true] => own.numbers.span(*one, lane).hull(Span::point(0)),
                    [true, false] => own.numbers.span(*one, lane),
                    [false, _] => Span::point(0),
                });
                NUMBER
            }
            NumberStep::Rounded { number, times, below, by, mode } => {
                self.each(out, |own, lane| {
                    let by = by.map_or(Span::point(1), |by| own.numbers.span(by, lane));
                    let divisor = |by: i64| below.saturating_mul(by);
                    own.numbers
                        .span(*number, lane)
                        .times(*times)
                        .ends(by, |number, by| rounded(number, divisor(by), *mode))
                });
                self.all(by.iter().chain([number]))
            }
            NumberStep::Calendar(operation, parts) => self.calendar(out, *operation, parts),
            NumberStep::Count(mask) => {
                let [possible, sure] = self.within(*mask);
                let span = Span { low: sure.count_ones().into(), high: possible.count_ones().into() };
                self.each(out, |_, _| span);
                NUMBER
            }
            NumberStep::Total(mask, value) => self.total(out, *mask, *value),
            NumberStep::Applicant(one) => {
                let span = self.other.numbers.span(*one, 0);
                self.each(out, |_, _| span);
                self.other.numbers.known(*one)
            }
            NumberStep::Spread(one) => {
                let span = self.other.numbers.span(*one, 0);
                self.each(out, |_, _| span);
                self.other.numbers.known(*one).map(|word| if word & 1 == 1 { u64::MAX } else { 0 })
            }
        }
    }

    fn each(&mut self, place: usize, span: impl Fn(&Slot<L>, usize) -> Span) {
        for lane in 0..self.own.numbers.lanes {
            let span = span(self.own, lane);
            self.own.numbers.set_span(place, lane, span);
        }
    }

    /// A number where all are, and none where one is none.
    fn all<'b>(&self, places: impl IntoIterator<Item = &'b usize>) -> Word {
        places.into_iter().fold(NUMBER, |[some, none], place| {
            let [is, is_none] = self.own.numbers.known(*place);
            [some & is, none | is_none]
        })
    }

    /// All that an input can be.
    fn anything(&mut self, out: usize, input: usize) -> Word {
        let (span, state) = self.range(input);
        self.each(out, |_, _| span);
        state
    }

    fn range(&self, input: usize) -> (Span, Word) {
        match self.inputs.get(input).map(|input| input.kind) {
            Some(InputKind::Number { low, high, none, .. }) => (Span { low, high }, if none { EITHER } else { NUMBER }),
            _ => (Span::ANYTHING, EITHER),
        }
    }

    fn told(&mut self, out: usize, input: usize, silent: Option<usize>) -> Word {
        let (seen, source) = (self.source.seen(input), self.source);
        let (told, untold) = seen.counts(self.view);
        let (range, anything) = self.range(input);
        let derived = silent.map_or(anything, |silent| self.own.numbers.known(silent));
        for (lane, number) in (0..self.own.numbers.lanes).zip(source.values(input)) {
            let span = match silent {
                _ if told >> (lane % 64) & 1 == 1 => Span::point(*number),
                Some(silent) if untold >> (lane % 64) & 1 == 1 => self.own.numbers.span(silent, lane),
                _ => range,
            };
            self.own.numbers.set_span(out, lane, span);
        }
        let other = !(told | untold);
        let state = |own: u64, derived: u64, anything: u64| own & told | derived & untold | anything & other;
        let ([some, none], [number, nothing]) = (derived, anything);
        [state(!seen.bits, some, number), state(seen.bits, none, nothing)]
    }

    fn choose(&mut self, out: usize, condition: usize, (then, otherwise): (usize, usize)) -> Word {
        let [can, must] = self.own.truth(condition);
        let ([one, none], [two, no]) = (self.own.numbers.known(then), self.own.numbers.known(otherwise));
        // Where one of them is no number the other alone is.
        let (first, second) = (can & one, !must & two);
        self.each(out, |own, lane| match is([first, second], lane) {
            [true, true] => own.numbers.span(then, lane).hull(own.numbers.span(otherwise, lane)),
            [true, false] => own.numbers.span(then, lane),
            [false, _] => own.numbers.span(otherwise, lane),
        });
        [first | second, can & none | !must & no]
    }

    fn calendar(&mut self, out: usize, operation: Operation, parts: &[usize]) -> Word {
        let state = self.all(parts);
        self.each(out, |own, lane| {
            days::spanned(operation, parts, |place| own.numbers.span(*place, lane)).unwrap_or(Span::ANYTHING)
        });
        state
    }

    /// The members within a condition.
    fn within(&self, mask: Option<usize>) -> Word {
        and(mask.map_or(TRUE, |mask| self.other.truth(mask)), [self.source.there(); 2])
    }

    fn total(&mut self, out: usize, mask: Option<usize>, value: usize) -> Word {
        let [possible, sure] = self.within(mask);
        let mut sum = Span::point(0);
        each_bit(possible, |lane| {
            let span = self.other.numbers.span(value, lane);
            let is_sure = sure >> (lane % 64) & 1 == 1;
            sum = sum.plus(if is_sure { span } else { span.hull(Span::point(0)) });
        });
        self.each(out, |_, _| sum);
        NUMBER
    }
}

/// Both bits of a lane.
fn is(word: Word, lane: usize) -> [bool; 2] {
    word.map(|lanes| lanes >> (lane % 64) & 1 == 1)
}
