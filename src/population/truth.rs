//! Steps that make truths, for 64 lanes with a few machine instructions each.

use super::{
    block::{Block, Column},
    columns::{FALSE, Shelf, TRUE, UNKNOWN, View, Word, copy, counts, lanes_of, part},
    plan::TruthStep,
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
                for (out, [possible, sure]) in out.iter_mut().zip(self.column(*one)) {
                    *out = [!sure, !possible];
                }
            }
            TruthStep::Against(order, number, bound) => self.against(*order, (*number, *bound), out),
            TruthStep::Compare(order, one, two) => self.compare(*order, (*one, *two), out),
            TruthStep::Constant(truth) => out.fill(truth.map_or(UNKNOWN, known)),
            TruthStep::Presumed(truth) => out.fill(if self.view == View::Presumed { known(*truth) } else { UNKNOWN }),
            TruthStep::Told(input, silent) => {
                let Some(input) = self.block.columns.get(*input) else { return };
                self.told(input, input.bits.iter().copied(), *silent, out);
            }
            TruthStep::OneOf(input, mask, silent) => {
                let Some(input) = self.block.columns.get(*input) else { return };
                let bits = input.choices.chunks(64).map(|lanes| one_of(lanes, *mask));
                self.told(input, bits, *silent, out);
            }
            TruthStep::Choose(condition, then, otherwise) => self.choose(*condition, (*then, *otherwise), out),
            TruthStep::IsNone(number) => {
                for (out, [known, none]) in out.iter_mut().zip(self.number(*number).1) {
                    *out = [!known | none, *none];
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
                *out = [out[0] & word[0], out[1] & word[1]];
            }
        }
    }

    #[inline]
    fn any(&self, parts: &[usize], out: &mut [Word]) {
        out.fill(FALSE);
        for place in parts {
            for (out, word) in out.iter_mut().zip(self.column(*place)) {
                *out = [out[0] | word[0], out[1] | word[1]];
            }
        }
    }

    #[inline]
    fn against(&self, order: Comparison, (number, bound): (usize, i64), out: &mut [Word]) {
        let (numbers, states) = self.number(number);
        for ((out, state), lanes) in out.iter_mut().zip(states).zip(numbers.chunks(64)) {
            *out = compared(against(order, lanes, bound), *state);
        }
    }

    fn compare(&self, order: Comparison, (one, two): (usize, usize), out: &mut [Word]) {
        let ((left, left_states), (right, right_states)) = (self.number(one), self.number(two));
        let lanes = left.chunks(64).zip(right.chunks(64));
        let states = left_states.iter().zip(right_states);
        for ((out, (left, right)), ([one, none], [two, neither])) in out.iter_mut().zip(lanes).zip(states) {
            let none = none | neither;
            *out = compared(between(order, left, right), [one & two | none, none]);
        }
    }

    fn choose(&self, condition: usize, (then, otherwise): (usize, usize), out: &mut [Word]) {
        let parts = self.column(condition).iter().zip(self.column(then)).zip(self.column(otherwise));
        for (out, (([can, is], [yes, surely]), [no, never])) in out.iter_mut().zip(parts) {
            *out = [can & yes | !is & no, is & surely | !can & never | surely & never];
        }
    }

    /// What was told as it counts in the view, and what silence means elsewhere.
    fn told(&self, input: &Column, bits: impl Iterator<Item = u64>, silent: usize, out: &mut [Word]) {
        let silent = self.column(silent);
        for (place, ((out, bits), [possible, sure])) in out.iter_mut().zip(bits).zip(silent).enumerate() {
            let (told, untold) = counts(input, place, self.view);
            let other = !(told | untold);
            *out = [bits & told | possible & untold | other, bits & told | sure & untold];
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

fn known(truth: bool) -> Word {
    if truth { TRUE } else { FALSE }
}

/// A comparison of numbers of which some are known and some are none: with none nothing holds.
#[inline]
fn compared(holds: u64, [known, none]: Word) -> Word {
    [(holds | !known) & !none, holds & known & !none]
}

#[inline]
fn one_of(lanes: &[u8], mask: u64) -> u64 {
    let each = lanes.iter().zip(0_u32..);
    each.fold(0, |found, (choice, place)| found | (mask >> (choice % 64) & 1) << (place % 64))
}

#[inline]
fn bits(lanes: &[i64], holds: impl Fn(i64) -> bool) -> u64 {
    lanes.iter().zip(0_u32..).fold(0, |found, (lane, place)| found | u64::from(holds(*lane)) << (place % 64))
}

#[inline]
fn against(order: Comparison, lanes: &[i64], bound: i64) -> u64 {
    match order {
        Comparison::Equal => bits(lanes, |lane| lane == bound),
        Comparison::NotEqual => bits(lanes, |lane| lane != bound),
        Comparison::Less => bits(lanes, |lane| lane < bound),
        Comparison::AtMost => bits(lanes, |lane| lane <= bound),
        Comparison::Greater => bits(lanes, |lane| lane > bound),
        Comparison::AtLeast => bits(lanes, |lane| lane >= bound),
    }
}

fn between(order: Comparison, left: &[i64], right: &[i64]) -> u64 {
    let holds = |one: &i64, two: &i64| match order {
        Comparison::Equal => one == two,
        Comparison::NotEqual => one != two,
        Comparison::Less => one < two,
        Comparison::AtMost => one <= two,
        Comparison::Greater => one > two,
        Comparison::AtLeast => one >= two,
    };
    let each = left.iter().zip(right).zip(0_u32..);
    each.fold(0, |found, ((one, two), place)| found | u64::from(holds(one, two)) << (place % 64))
}
