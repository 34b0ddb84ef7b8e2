//! What one copy of a family is tried with: a value for all that was not told.

use super::super::{
    plan::{Input, InputKind, NO_CHOICE},
    single::Span,
};
use crate::check::Comparison;

/// At which end of all that it can be an input is that nobody asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Low,
    High,
}

/// What is wished of one input in one lane.
#[derive(Debug, Clone, Copy)]
struct Wish {
    input: usize,
    lane: usize,
    /// Of a named value: those that it may be, a bit each.
    set: u64,
    /// Of anything else: between what it may be; a truth is zero or one.
    span: Span,
    /// There is no such number.
    is_none: bool,
}

/// A copy of a family on the way: wishes, as far as they agree.
#[derive(Debug, Default)]
pub(super) struct Copy {
    wishes: Vec<Wish>,
}

/// A value that is tried: its bit of the seen ones, and its number in parts or the place of its named value.
pub(super) type Value = (bool, i64);

/// The value that an input has by itself at an end.
pub(super) fn at_end(input: &Input, end: End) -> Value {
    value(input, &Wish::of(input, (0, 0)), end)
}

fn value(input: &Input, wish: &Wish, end: End) -> Value {
    match input.kind {
        InputKind::Choice { .. } => {
            let named = wish.set & !(1 << NO_CHOICE);
            let place = match end {
                _ if named == 0 => NO_CHOICE.into(),
                End::Low => named.trailing_zeros(),
                End::High => 63_u32.saturating_sub(named.leading_zeros()),
            };
            (false, place.into())
        }
        InputKind::Truth => (wish.number(end) != 0, 0),
        InputKind::Number { .. } => (wish.is_none, if wish.is_none { 0 } else { wish.number(end) }),
    }
}

impl Wish {
    /// All that an input can be.
    fn of(input: &Input, (place, lane): (usize, usize)) -> Self {
        let (set, span) = match input.kind {
            InputKind::Truth => (0, Span { low: 0, high: 1 }),
            InputKind::Choice { of } => (of, Span::point(0)),
            InputKind::Number { low, high, .. } => (0, Span { low, high }),
        };
        Self { input: place, lane, set, span, is_none: false }
    }

    fn number(&self, end: End) -> i64 {
        match end {
            End::Low => self.span.low,
            End::High => self.span.high,
        }
    }
}

impl Copy {
    /// No wish.
    pub fn clear(&mut self) {
        self.wishes.clear();
    }

    /// Every wish with what is tried for it: the input, the lane and the value.
    pub fn values(&self, inputs: &[Input], end: End) -> impl Iterator<Item = (usize, usize, Value)> {
        self.wishes.iter().filter_map(move |wish| {
            let input = inputs.get(wish.input)?;
            Some((wish.input, wish.lane, value(input, wish, end)))
        })
    }

    /// The number that an input has in a lane as far as it is wished.
    pub fn span(&self, input: &Input, at: (usize, usize)) -> Span {
        let known = self.wishes.iter().find(|wish| (wish.input, wish.lane) == at);
        known.map_or_else(|| Wish::of(input, at).span, |wish| wish.span)
    }

    fn wish(&mut self, input: &Input, at: (usize, usize)) -> Option<&mut Wish> {
        let place = self.wishes.iter().position(|wish| (wish.input, wish.lane) == at);
        let place = place.unwrap_or_else(|| {
            self.wishes.push(Wish::of(input, at));
            self.wishes.len().saturating_sub(1)
        });
        self.wishes.get_mut(place)
    }

    /// Wishes a truth; like every wish it is kept where it agrees with those before, and else they stay.
    pub fn truth(&mut self, input: &Input, at: (usize, usize), truth: bool) -> bool {
        self.number(input, at, (Comparison::Equal, i64::from(truth)))
    }

    /// Wishes a named value of a set.
    pub fn one_of(&mut self, input: &Input, at: (usize, usize), mask: u64) -> bool {
        let Some(wish) = self.wish(input, at).filter(|wish| wish.set & mask != 0) else { return false };
        wish.set &= mask;
        true
    }

    /// Wishes that there be no number.
    pub fn none(&mut self, input: &Input, at: (usize, usize)) -> bool {
        let (InputKind::Number { none: true, .. }, Some(wish)) = (input.kind, self.wish(input, at)) else {
            return false;
        };
        wish.is_none = true;
        true
    }

    /// Wishes a number that stands so to another.
    pub fn number(&mut self, input: &Input, at: (usize, usize), (order, bound): (Comparison, i64)) -> bool {
        let Some(wish) = self.wish(input, at).filter(|wish| !wish.is_none) else { return false };
        let Span { low, high } = wish.span;
        let (above, below) = (bound.saturating_add(1), bound.saturating_sub(1));
        let wanted = match order {
            Comparison::AtLeast => (low.max(bound), high),
            Comparison::Greater => (low.max(above), high),
            Comparison::AtMost => (low, high.min(bound)),
            Comparison::Equal => (low.max(bound), high.min(bound)),
            Comparison::NotEqual if high > bound => (low.max(above), high),
            Comparison::NotEqual | Comparison::Less => (low, high.min(below)),
        };
        let is_kept = wanted.0 <= wanted.1;
        if is_kept {
            wish.span = Span { low: wanted.0, high: wanted.1 };
        }
        is_kept
    }
}
