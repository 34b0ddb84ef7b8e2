//! Steps that make truths, for 64 lanes with a few machine instructions each.

use super::{
    block::Block,
    build::Bounds,
    columns::{Shelf, View, part},
    plan::{Read, TruthStep},
    seen::Seen,
    word::{self, FALSE, TRUE, UNKNOWN, Word, bytes_within, lanes_of, lanes_where, put_lanes, same},
};
use crate::check::Comparison;

/// What a step that makes truths can read.
pub(super) struct TruthFiller<'a> {
    /// The columns of truths before its own.
    pub before: &'a [Word],
    /// The numbers of its scope, and what is known of them.
    pub numbers: (&'a [i64], &'a [Word]),
    /// Between what they lie.
    pub bounds: &'a [Bounds],
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
            TruthStep::Presumed(truth, _) if self.view == View::Presumed => out.fill(same(*truth)),
            TruthStep::Presumed(_, read) | TruthStep::Untold(read) => self.untold(*read, out),
            TruthStep::Told(read, silent) => self.told(*read, *silent, out),
            TruthStep::Choose(condition, then, otherwise) => self.choose(*condition, (*then, *otherwise), out),
            TruthStep::IsNone(number) => {
                for (out, state) in out.iter_mut().zip(self.number(*number).1) {
                    *out = word::is_none(*state);
                }
            }
            TruthStep::Some(value, mask) => self.some(*value, *mask, out),
            TruthStep::Applicant(one) => {
                let applicants = self.block.ranks().first();
                for (word, out) in out.iter_mut().enumerate() {
                    let lanes = applicants.and_then(|rank| rank.lanes(word));
                    *out = lanes.map_or(FALSE, |(begin, end)| lanes_of(self.other.truth(*one), begin, end));
                }
            }
            TruthStep::Spread(one) => {
                out.fill(FALSE);
                for rank in self.block.ranks() {
                    for (word, families) in self.other.truth(*one).iter().enumerate() {
                        let Some(lanes) = rank.lanes(word) else { break };
                        put_lanes(out, lanes, *families);
                    }
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
        let is_short = self.bounds.get(number).is_some_and(|bounds| bounds.is_short());
        let short = i32::try_from(bound).ok().filter(|_| is_short);
        for ((out, state), lanes) in out.iter_mut().zip(states).zip(numbers.chunks(64)) {
            let holds = match short {
                Some(bound) => word::against_short(order, lanes, bound),
                None => word::against(order, lanes, bound),
            };
            *out = word::compared(holds, *state);
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

    /// What was told as it counts in the view, and elsewhere what silence means, or what may be.
    fn told(&self, read: Read, silent: Option<usize>, out: &mut [Word]) {
        match silent {
            Some(silent) => out.copy_from_slice(self.column(silent)),
            None => self.untold(read, out),
        }
        self.bits(read, |place, seen, bits| {
            if let Some(out) = out.get_mut(place) {
                *out = word::told(bits, seen.counts(self.view), *out);
            }
        });
    }

    /// What is tried of an input of which nothing was told.
    fn untold(&self, read: Read, out: &mut [Word]) {
        out.fill(UNKNOWN);
        if self.block.tries(read.input(), self.view) {
            self.bits(read, |place, _, bits| {
                if let Some(out) = out.get_mut(place) {
                    *out = [bits, bits];
                }
            });
        }
    }

    /// Calls with what is known of an input and the truths that are read of it, word by word.
    #[inline]
    fn bits(&self, read: Read, mut each: impl FnMut(usize, &Seen, u64)) {
        let Some(input) = self.block.columns.get(read.input()) else { return };
        match read {
            Read::Truth(_) => input.seen.iter().enumerate().for_each(|(place, seen)| each(place, seen, seen.bits)),
            Read::OneOf(_, mask) => {
                let is_one = |choice: &u8| mask >> (choice % 64) & 1 == 1;
                let range = side_by_side(mask);
                for (place, (seen, lanes)) in input.seen.iter().zip(input.choices.chunks(64)).enumerate() {
                    let bits = match range {
                        Some(range) => bytes_within(lanes, range),
                        None => lanes_where(lanes.iter(), is_one),
                    };
                    each(place, seen, bits);
                }
            }
        }
    }

    /// Whether some member of each family is in the mask and has the value.
    fn some(&self, value: usize, mask: Option<usize>, out: &mut [Word]) {
        let (value, mask) = (self.other.truth(value), mask.map(|mask| self.other.truth(mask)));
        for (word, out) in out.iter_mut().enumerate() {
            *out = FALSE;
            for (begin, end) in self.block.ranks().iter().map_while(|rank| rank.lanes(word)) {
                let mask = mask.map_or(TRUE, |mask| lanes_of(mask, begin, end));
                *out = word::or(*out, word::and(lanes_of(value, begin, end), mask));
            }
        }
    }
}

/// The first of the named values of a mask, and how many follow it, where no other lies between them.
fn side_by_side(mask: u64) -> Option<(u8, u8)> {
    let first = mask.trailing_zeros();
    let more = mask.checked_shr(first)?.count_ones().checked_sub(1)?;
    let is_whole = mask.leading_zeros().checked_add(first)?.checked_add(more)? == 63;
    Some((u8::try_from(first).ok()?, u8::try_from(more).ok()?)).filter(|_| is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_values_side_by_side_are_a_range() {
        assert_eq!(side_by_side(0b1_1100), Some((2, 2)));
        assert_eq!(side_by_side(1), Some((0, 0)));
        assert_eq!(side_by_side(1 << 63), Some((63, 0)));
        assert_eq!(side_by_side(u64::MAX), Some((0, 63)));
        assert_eq!(side_by_side(0b101), None);
        assert_eq!(side_by_side(0), None);
    }
}
