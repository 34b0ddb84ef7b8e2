//! Steps that make whole numbers, lane by lane.

use super::{
    block::Block,
    build::Bounds,
    columns::{Shelf, View, part},
    days,
    plan::NumberStep,
    word::{FALSE, KNOWN, OPEN, Word, both, bytes_of, each_bit, first_lanes, lanes_of, put_lanes},
};
use crate::{check::Operation, value::RoundingMode};

/// What a step that makes numbers can read.
pub(super) struct NumberFiller<'a> {
    /// The columns of numbers before its own.
    pub before: &'a [i64],
    /// What is known of them.
    pub known_before: &'a [Word],
    /// Between what they lie.
    pub bounds: &'a [Bounds],
    /// The truths of its scope.
    pub truths: &'a [Word],
    /// The words and the lanes of a column of its scope.
    pub size: (usize, usize),
    /// The columns of the other scope.
    pub other: &'a Shelf,
    pub block: &'a Block,
    pub view: View,
}

impl NumberFiller<'_> {
    #[inline]
    fn column(&self, place: usize) -> &[i64] {
        part(self.before, place, self.size.1)
    }

    #[inline]
    fn state(&self, place: usize) -> &[Word] {
        part(self.known_before, place, self.size.0)
    }

    fn is_none(&self, place: usize, lane: usize) -> bool {
        self.state(place).get(lane / 64).is_some_and(|word| word[1] >> (lane % 64) & 1 == 1)
    }

    /// Fills a column with what is known of it.
    pub fn fill(&self, step: &NumberStep, out: &mut [i64], known: &mut [Word]) {
        match step {
            NumberStep::Constant(number) => constant(*number, out, known),
            NumberStep::Presumed(number, _) if self.view == View::Presumed => constant(*number, out, known),
            NumberStep::Presumed(_, input) | NumberStep::Untold(input) => self.untold(*input, out, known),
            NumberStep::Unknown => known.fill(OPEN),
            NumberStep::Told(input, silent) => self.told(*input, *silent, out, known),
            NumberStep::Sum(of, constant) => {
                // INVARIANT: the bounds of the plan fit; what wraps is of a lane that is not known.
                out.fill(*constant);
                for part in of {
                    self.add(*part, out);
                }
                self.all_known(of.iter().map(|(place, _)| place), known);
            }
            NumberStep::Product(one, two) => {
                for ((out, one), two) in out.iter_mut().zip(self.column(*one)).zip(self.column(*two)) {
                    *out = one.wrapping_mul(*two);
                }
                self.all_known([one, two], known);
            }
            NumberStep::Extreme { greatest, of } => {
                out.fill(if *greatest { i64::MIN } else { i64::MAX });
                for place in of {
                    for (out, number) in out.iter_mut().zip(self.column(*place)) {
                        *out = if *greatest { (*out).max(*number) } else { (*out).min(*number) };
                    }
                }
                self.all_known(of, known);
            }
            NumberStep::Choose(condition, then, otherwise) => self.choose(*condition, (*then, *otherwise), out, known),
            NumberStep::OrNothing(one) => {
                for (lane, (out, number)) in out.iter_mut().zip(self.column(*one)).enumerate() {
                    *out = if self.is_none(*one, lane) { 0 } else { *number };
                }
                for (known, [one, _]) in known.iter_mut().zip(self.state(*one)) {
                    *known = [*one, 0];
                }
            }
            NumberStep::Rounded { number, times, below, by, mode } => {
                let divisors = by.map(|by| self.column(by));
                for (lane, (out, number)) in out.iter_mut().zip(self.column(*number)).enumerate() {
                    let by = divisors.map_or(1, |by| by.get(lane).copied().unwrap_or(1));
                    *out = rounded(number.wrapping_mul(*times), below.wrapping_mul(by), *mode);
                }
                self.all_known(by.iter().chain([number]), known);
            }
            NumberStep::Calendar(operation, parts) => self.calendar(*operation, parts, out, known),
            NumberStep::Count(mask) => self.count(*mask, out, known),
            NumberStep::Total(mask, value) => self.total(*mask, *value, out, known),
            NumberStep::Applicant(one) => {
                let (numbers, states) = (self.other.number(*one), self.other.known(*one));
                out.iter_mut().zip(numbers).for_each(|(out, number)| *out = *number);
                let applicants = self.block.ranks().first();
                for (word, known) in known.iter_mut().enumerate() {
                    let lanes = applicants.and_then(|rank| rank.lanes(word));
                    *known = lanes.map_or(OPEN, |(begin, end)| lanes_of(states, begin, end));
                }
            }
            NumberStep::Spread(one) => {
                let (numbers, states) = (self.other.number(*one), self.other.known(*one));
                known.fill(FALSE);
                for rank in self.block.ranks() {
                    let own = out.iter_mut().skip(rank.begin).take(rank.len);
                    own.zip(numbers).for_each(|(out, number)| *out = *number);
                    for (word, state) in states.iter().enumerate() {
                        let Some(lanes) = rank.lanes(word) else { break };
                        put_lanes(known, lanes, *state);
                    }
                }
            }
        }
    }

    /// Adds so many times a number.
    #[inline]
    fn add(&self, (place, factor): (usize, i64), out: &mut [i64]) {
        let lanes = out.iter_mut().zip(self.column(place));
        let is_short = self.bounds.get(place).is_some_and(|bounds| bounds.is_short_count());
        if let Some(factor) = u32::try_from(factor).ok().filter(|_| is_short) {
            // Machines multiply short numbers side by side.
            let times = |number: i64| (number.cast_unsigned() & u64::from(u32::MAX)).wrapping_mul(factor.into());
            return lanes.for_each(|(out, number)| *out = out.wrapping_add(times(*number).cast_signed()));
        }
        lanes.for_each(|(out, number)| *out = out.wrapping_add(number.wrapping_mul(factor)));
    }

    /// Known where all are known, or one is none.
    #[inline]
    fn all_known<'b>(&self, parts: impl IntoIterator<Item = &'b usize>, known: &mut [Word]) {
        known.fill(KNOWN);
        for place in parts {
            for (known, state) in known.iter_mut().zip(self.state(*place)) {
                *known = both(*known, *state);
            }
        }
    }

    /// What is tried of an input of which nothing was told.
    fn untold(&self, input: usize, out: &mut [i64], known: &mut [Word]) {
        known.fill(OPEN);
        if self.block.tries(input, self.view)
            && let Some(input) = self.block.columns.get(input)
        {
            out.iter_mut().zip(&input.numbers).for_each(|(out, number)| *out = *number);
            known.iter_mut().zip(&input.seen).for_each(|(known, seen)| *known = [u64::MAX, seen.bits]);
        }
    }

    fn told(&self, input: usize, silent: Option<usize>, out: &mut [i64], known: &mut [Word]) {
        let tries = self.block.tries(input, self.view);
        let Some(input) = self.block.columns.get(input) else { return };
        for (out, number) in out.iter_mut().zip(&input.numbers) {
            *out = *number;
        }
        for (place, (known, seen)) in known.iter_mut().zip(&input.seen).enumerate() {
            let (told, untold) = seen.counts(self.view);
            let none = seen.bits & told;
            let silent = match silent {
                Some(silent) => self.state(silent).get(place).copied().unwrap_or(OPEN),
                None if tries => [u64::MAX, seen.bits],
                None => OPEN,
            };
            *known = [told | silent[0] & untold, none | silent[1] & untold];
        }
        let Some(silent) = silent else { return };
        let lanes = out.chunks_mut(64).zip(self.column(silent).chunks(64));
        for (seen, (out, silent)) in input.seen.iter().zip(lanes) {
            take_where(seen.silent, out, silent);
        }
    }

    fn choose(&self, condition: usize, (then, otherwise): (usize, usize), out: &mut [i64], known: &mut [Word]) {
        let condition = part(self.truths, condition, self.size.0);
        out.iter_mut().zip(self.column(otherwise)).for_each(|(out, number)| *out = *number);
        let lanes = out.chunks_mut(64).zip(self.column(then).chunks(64));
        for ([_, is], (out, then)) in condition.iter().zip(lanes) {
            take_where(*is, out, then);
        }
        let states = self.state(then).iter().zip(self.state(otherwise));
        for ((known, [can, is]), ([one, none], [two, no])) in known.iter_mut().zip(condition).zip(states) {
            *known = [is & one | !can & two, is & none | !can & no];
        }
    }

    fn calendar(&self, operation: Operation, parts: &[usize], out: &mut [i64], known: &mut [Word]) {
        self.all_known(parts, known);
        for (lane, out) in out.iter_mut().enumerate() {
            let Some(word) = known.get_mut(lane / 64) else { continue };
            if word[0] & !word[1] & 1 << (lane % 64) == 0 {
                continue;
            }
            match days::computed(operation, parts, |place| self.column(*place).get(lane).copied()) {
                Some(found) => *out = found,
                None => word[0] &= !(1 << (lane % 64)),
            }
        }
    }

    fn count(&self, mask: Option<usize>, out: &mut [i64], known: &mut [Word]) {
        let mask = mask.map(|mask| self.other.truth(mask));
        for ((word, known), out) in known.iter_mut().enumerate().zip(out.chunks_mut(64)) {
            // A byte for each family: it has no more members than a machine word has bits.
            let mut counts = [0_u64; 8];
            *known = KNOWN;
            for (begin, end) in self.block.ranks().iter().map_while(|rank| rank.lanes(word)) {
                let there = first_lanes(end.saturating_sub(begin));
                let [possible, sure] = mask.map_or([there; 2], |mask| lanes_of(mask, begin, end));
                known[0] &= !(possible ^ sure);
                if sure == 0 {
                    continue;
                }
                for (counts, place) in counts.iter_mut().zip(0_u32..) {
                    *counts = counts.wrapping_add(bytes_of(sure >> (place.wrapping_mul(8) % 64)));
                }
            }
            for (out, counts) in out.chunks_mut(8).zip(counts) {
                out.iter_mut().zip(counts.to_le_bytes()).for_each(|(out, count)| *out = i64::from(count));
            }
        }
    }

    fn total(&self, mask: Option<usize>, value: usize, out: &mut [i64], known: &mut [Word]) {
        let mask = mask.map(|mask| self.other.truth(mask));
        let (numbers, states) = (self.other.number(value), self.other.known(value));
        for ((word, known), out) in known.iter_mut().enumerate().zip(out.chunks_mut(64)) {
            out.fill(0);
            *known = KNOWN;
            for (begin, end) in self.block.ranks().iter().map_while(|rank| rank.lanes(word)) {
                let there = first_lanes(end.saturating_sub(begin));
                let [possible, sure] = mask.map_or([there; 2], |mask| lanes_of(mask, begin, end));
                let [held, none] = lanes_of(states, begin, end);
                known[0] &= !(possible ^ sure | sure & !(held & !none));
                let numbers = numbers.get(begin..end).unwrap_or_default();
                if sure == there {
                    out.iter_mut().zip(numbers).for_each(|(out, number)| *out = out.wrapping_add(*number));
                    continue;
                }
                each_bit(sure, |place| {
                    if let (Some(out), Some(number)) = (out.get_mut(place), numbers.get(place)) {
                        *out = out.wrapping_add(*number);
                    }
                });
            }
        }
    }
}

/// Takes the numbers of some of up to 64 lanes.
#[inline]
fn take_where(lanes: u64, out: &mut [i64], from: &[i64]) {
    if lanes == u64::MAX {
        out.iter_mut().zip(from).for_each(|(out, number)| *out = *number);
        return;
    }
    each_bit(lanes, |lane| {
        if let (Some(out), Some(number)) = (out.get_mut(lane), from.get(lane)) {
            *out = *number;
        }
    });
}

fn constant(number: Option<i64>, out: &mut [i64], known: &mut [Word]) {
    out.fill(number.unwrap_or(0));
    known.fill([u64::MAX, if number.is_none() { u64::MAX } else { 0 }]);
}

/// A quotient rounded to a whole number, as [`Number::rounded`](crate::value::Number::rounded) does; the divisor is above
/// zero.
pub(super) fn rounded(above: i64, below: i64, mode: RoundingMode) -> i64 {
    let below = below.max(1);
    let (floor, rest) = (above.div_euclid(below), above.rem_euclid(below));
    if rest == 0 {
        return floor;
    }
    let is_negative = above < 0;
    let lacking = below.wrapping_sub(rest);
    let is_up = match mode {
        RoundingMode::Up => !is_negative,
        RoundingMode::Down => is_negative,
        RoundingMode::Ceiling => true,
        RoundingMode::Floor => false,
        RoundingMode::HalfUp => rest > lacking || rest == lacking && !is_negative,
        RoundingMode::HalfDown => rest > lacking || rest == lacking && is_negative,
        RoundingMode::HalfEven => rest > lacking || rest == lacking && floor % 2 != 0,
    };
    floor.wrapping_add(i64::from(is_up))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Number, Rounding};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_quotient_is_rounded_as_a_fraction_is(above in -1_000_i64..1_000, below in 1_i64..40, mode in 0_usize..7) {
            use RoundingMode::{Ceiling, Down, Floor, HalfDown, HalfEven, HalfUp, Up};
            let mode = [Up, Down, HalfUp, HalfDown, HalfEven, Ceiling, Floor][mode];
            let exact = Number::new(above.into(), below.into()).unwrap();
            let expected = exact.rounded(Rounding { step: Number::ONE, mode }).unwrap();
            prop_assert_eq!(Number::from(rounded(above, below, mode)), expected);
        }
    }
}
