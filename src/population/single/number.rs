//! Steps that make whole numbers, for the lanes of one family.

use super::{
    super::{
        columns::View,
        days,
        number::rounded,
        plan::NumberStep,
        word::{KNOWN, OPEN, TRUE, Word, and, both, each_bit},
    },
    logic::Logic,
    slots::Slot,
    source::Source,
};
use crate::check::Operation;

/// What a step that makes numbers can read, and the columns of its own scope.
pub(super) struct NumberSlot<'a, L, M> {
    pub own: &'a mut Slot<L>,
    pub other: &'a Slot<M>,
    pub source: &'a Source,
    pub view: View,
}

impl<L: Logic, M: Logic> NumberSlot<'_, L, M> {
    /// Fills a column.
    #[inline]
    pub fn fill(mut self, place: usize, step: &NumberStep) {
        let (known, none) = self.pair(place, step);
        self.own.numbers.know(place, [known, none]);
    }

    /// Fills a column with numbers; what is known of them, as a pair: it is returned in registers, an array is not.
    fn pair(&mut self, place: usize, step: &NumberStep) -> (u64, u64) {
        let [known, none] = self.filled(place, step);
        (known, none)
    }

    /// Fills a column with numbers; what is known of them.
    #[inline]
    fn filled(&mut self, out: usize, step: &NumberStep) -> Word {
        match step {
            NumberStep::Presumed(..) if self.view != View::Presumed => OPEN,
            NumberStep::Unknown | NumberStep::Untold(_) => OPEN,
            NumberStep::Constant(number) | NumberStep::Presumed(number, _) => self.own.numbers.constant(out, *number),
            NumberStep::Told(input, silent) => self.told(out, (*input, *silent)),
            NumberStep::Sum(parts, constant) => {
                self.each(out, |own, lane| {
                    parts.iter().fold(*constant, |sum, (place, factor)| {
                        // INVARIANT: the bounds of the plan fit; what wraps is of a lane that is not known.
                        sum.wrapping_add(own.numbers.at(*place, lane).wrapping_mul(*factor))
                    })
                });
                self.all(parts.iter().map(|(place, _)| place))
            }
            NumberStep::Product(one, two) => {
                self.each(out, |own, lane| own.numbers.at(*one, lane).wrapping_mul(own.numbers.at(*two, lane)));
                self.all([one, two])
            }
            NumberStep::Extreme { greatest, of } => {
                self.each(out, |own, lane| {
                    let numbers = of.iter().map(|place| own.numbers.at(*place, lane));
                    if *greatest { numbers.max() } else { numbers.min() }.unwrap_or(0)
                });
                self.all(of)
            }
            NumberStep::Choose(condition, then, otherwise) => self.choose(out, *condition, (*then, *otherwise)),
            NumberStep::OrNothing(one) => {
                let [known, none] = self.own.numbers.known(*one);
                self.each(out, |own, lane| if none >> (lane % 64) & 1 == 1 { 0 } else { own.numbers.at(*one, lane) });
                [known, 0]
            }
            NumberStep::Rounded { number, times, below, by, mode } => {
                self.each(out, |own, lane| {
                    let by = by.map_or(1, |by| own.numbers.at(by, lane));
                    rounded(own.numbers.at(*number, lane).wrapping_mul(*times), below.wrapping_mul(by), *mode)
                });
                self.all(by.iter().chain([number]))
            }
            NumberStep::Calendar(operation, parts) => self.calendar(out, *operation, parts),
            NumberStep::Count(mask) => {
                let counted = self.within(*mask);
                self.own.numbers.count(out, counted)
            }
            NumberStep::Total(mask, value) => self.total(out, *mask, *value),
            NumberStep::Applicant(one) => {
                let number = self.other.numbers.at(*one, 0);
                self.own.numbers.fill(out, number);
                self.other.numbers.known(*one)
            }
            NumberStep::Spread(one) => {
                let number = self.other.numbers.at(*one, 0);
                self.own.numbers.fill(out, number);
                self.other.numbers.known(*one).map(|word| if word & 1 == 1 { u64::MAX } else { 0 })
            }
        }
    }

    #[inline]
    fn each(&mut self, place: usize, number: impl Fn(&Slot<L>, usize) -> i64) {
        for lane in 0..self.own.numbers.lanes {
            let number = number(self.own, lane);
            self.own.numbers.set(place, lane, number);
        }
    }

    /// Known where all are known, or one is none.
    #[inline]
    fn all<'b>(&self, places: impl IntoIterator<Item = &'b usize>) -> Word {
        places.into_iter().fold(KNOWN, |all, place| both(all, self.own.numbers.known(*place)))
    }

    fn told(&mut self, out: usize, (input, silent): (usize, Option<usize>)) -> Word {
        let (seen, source) = (self.source.seen(input), self.source);
        for (lane, number) in (0..self.own.numbers.lanes).zip(source.values(input)) {
            self.own.numbers.set(out, lane, *number);
        }
        let (told, untold) = seen.counts(self.view);
        let none = seen.bits & told;
        let Some(silent) = silent else { return [told, none] };
        each_bit(seen.silent, |lane| {
            let number = self.own.numbers.at(silent, lane);
            self.own.numbers.set(out, lane, number);
        });
        let silent = self.own.numbers.known(silent);
        [told | silent[0] & untold, none | silent[1] & untold]
    }

    fn choose(&mut self, out: usize, condition: usize, (then, otherwise): (usize, usize)) -> Word {
        let [can, is] = self.own.truth(condition);
        self.each(out, |own, lane| own.numbers.at(if is >> (lane % 64) & 1 == 1 { then } else { otherwise }, lane));
        let ([one, none], [two, no]) = (self.own.numbers.known(then), self.own.numbers.known(otherwise));
        [is & one | !can & two, is & none | !can & no]
    }

    fn calendar(&mut self, out: usize, operation: Operation, parts: &[usize]) -> Word {
        let [mut known, none] = self.all(parts);
        for lane in 0..self.own.numbers.lanes {
            if known & !none & 1 << (lane % 64) == 0 {
                continue;
            }
            match days::computed(operation, parts, |place| Some(self.own.numbers.at(*place, lane))) {
                Some(found) => self.own.numbers.set(out, lane, found),
                None => known &= !(1 << (lane % 64)),
            }
        }
        [known, none]
    }

    /// The members within a condition.
    #[inline]
    fn within(&self, mask: Option<usize>) -> Word {
        and(mask.map_or(TRUE, |mask| self.other.truth(mask)), [self.source.there(); 2])
    }

    fn total(&mut self, out: usize, mask: Option<usize>, value: usize) -> Word {
        let [possible, sure] = self.within(mask);
        let [held, none] = self.other.numbers.known(value);
        if possible != sure || sure & !(held & !none) != 0 {
            return OPEN;
        }
        let mut sum = 0_i64;
        each_bit(sure, |lane| sum = sum.wrapping_add(self.other.numbers.at(value, lane)));
        self.own.numbers.fill(out, sum);
        KNOWN
    }
}
