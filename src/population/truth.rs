//! Steps that make truths, for 64 lanes with a few machine instructions each.

use super::{
    block::{Block, Column},
    columns::{Shelf, View, copy, lanes_of, part},
    plan::TruthStep,
    word::{self, FALSE, TRUE, UNKNOWN, Word, lanes_where, same},
};
use crate::check::Comparison;

/// What a step that makes truths can read.
pub(super) struct TruthFiller<'a> {
    /// The columns of truths before its own.
    pub before: &'a [Word],
    /// The numbers of its scope, and what is known of them.
    pub numbers: (&'a [i64], &'a [Word]),
    /// The words and the lanes of a column of its scope.
    pub size: (usize, usize),
    /// The columns of the other scope.
    pub other: &'a Shelf,
    pub block: &'a Block,
    pub view: View,
}

impl TruthFiller<'_> {
    #[inline]
    fn column(&self, place: usize) -> &[Word] {
        part(self.before, place, self.size.0)
    }

    #[inline]
    fn number(&self, place: usize) -> (&[i64], &[Word]) {
        (part(self.numbers.0, place, self.size.1), part(self.numbers.1, place, self.size.0))
    }

    /// Fills a column.
    #[inline]
    pub fn fill(&self, step: &TruthStep, out: &mut [Word]) {
        match step {
            TruthStep::And(parts) => self.every(parts, out),
            TruthStep::Or(parts) => self.any(parts, out),
            TruthStep::Not(one) => {
                for (out, one) in out.iter_mut().zip(self.column(*one)) {
                    *out = word::not(*one);
                }
            }
            TruthStep::Against(order, number, bound) => self.against(*order, (*number, *bound), out),
            TruthStep::Compare(order, one, two) => self.compare(*order, (*one, *two), out),
            TruthStep::Constant(truth) => out.fill(truth.map_or(UNKNOWN, same)),
            TruthStep::Presumed(truth) => out.fill(if self.view == View::Presumed { same(*truth) } else { UNKNOWN }),
            TruthStep::Told(input, silent) => {
                let Some(input) = self.block.columns.get(*input) else { return };
                self.told(input, input.seen.iter().map(|seen| seen.bits), *silent, out);
            }
            TruthStep::OneOf(input, mask, silent) => {
                let Some(input) = self.block.columns.get(*input) else { return };
                let is_one = |choice: &u8| mask >> (choice % 64) & 1 == 1;
                let bits = input.choices.chunks(64).map(|lanes| lanes_where(lanes.iter(), is_one));
                self.told(input, bits, *silent, out);
            }
            TruthStep::Choose(condition, then, otherwise) => self.choose(*condition, (*then, *otherwise), out),
            TruthStep::IsNone(number) => {
                for (out, state) in out.iter_mut().zip(self.number(*number).1) {
                    *out = word::is_none(*state);
                }
            }
            TruthStep::Some(value, mask) => self.some(*value, *mask, out),
            TruthStep::Applicant(one) => {
                out.fill(FALSE);
                for (family, (begin, _)) in self.block.members().enumerate() {
                    copy(out, family, self.other.truth(*one), begin);
                }
            }
            TruthStep::Spread(one) => {
                out.fill(FALSE);
                for (lane, family) in self.block.homes.iter().enumerate() {
                    copy(out, lane, self.other.truth(*one), *family);
                }
            }
        }
    }

    #[inline]
    fn every(&self, parts: &[usize], out: &mut [Word]) {
        out.fill(TRUE);
        for place in parts {
            for (out, word) in out.iter_mut().zip(self.column(*place)) {
                *out = word::and(*out, *word);
            }
        }
    }

    #[inline]
    fn any(&self, parts: &[usize], out: &mut [Word]) {
        out.fill(FALSE);
        for place in parts {
            for (out, word) in out.iter_mut().zip(self.column(*place)) {
                *out = word::or(*out, *word);
            }
        }
    }

    #[inline]
    fn against(&self, order: Comparison, (number, bound): (usize, i64), out: &mut [Word]) {
        let (numbers, states) = self.number(number);
        for ((out, state), lanes) in out.iter_mut().zip(states).zip(numbers.chunks(64)) {
            *out = word::compared(word::against(order, lanes, bound), *state);
        }
    }

    fn compare(&self, order: Comparison, (one, two): (usize, usize), out: &mut [Word]) {
        let ((left, left_states), (right, right_states)) = (self.number(one), self.number(two));
        let lanes = left.chunks(64).zip(right.chunks(64));
        let states = left_states.iter().zip(right_states);
        for ((out, (left, right)), (one, two)) in out.iter_mut().zip(lanes).zip(states) {
            *out = word::compared(word::between(order, left, right), word::both(*one, *two));
        }
    }

    fn choose(&self, condition: usize, (then, otherwise): (usize, usize), out: &mut [Word]) {
        let parts = self.column(condition).iter().zip(self.column(then)).zip(self.column(otherwise));
        for (out, ((condition, then), otherwise)) in out.iter_mut().zip(parts) {
            *out = word::choose(*condition, *then, *otherwise);
        }
    }

    /// What was told as it counts in the view, and what silence means elsewhere.
    fn told(&self, input: &Column, bits: impl Iterator<Item = u64>, silent: usize, out: &mut [Word]) {
        let silent = self.column(silent);
        for (((out, bits), silent), seen) in out.iter_mut().zip(bits).zip(silent).zip(&input.seen) {
            *out = word::told(bits, seen.counts(self.view), *silent);
        }
    }

    /// Whether some member of each family is in the mask and has the value.
    fn some(&self, value: usize, mask: Option<usize>, out: &mut [Word]) {
        let (value, mask) = (self.other.truth(value), mask.map(|mask| self.other.truth(mask)));
        out.fill(FALSE);
        for (family, (begin, end)) in self.block.members().enumerate() {
            let found = lanes_of(value, begin, end);
            let mask = mask.map_or(TRUE, |mask| lanes_of(mask, begin, end));
            let bit = |lanes: u64| u64::from(lanes != 0) << (family % 64);
            if let Some(out) = out.get_mut(family / 64) {
                *out = [out[0] | bit(found[0] & mask[0]), out[1] | bit(found[1] & mask[1])];
            }
        }
    }
}
