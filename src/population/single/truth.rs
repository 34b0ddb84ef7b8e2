//! Steps that make truths, for all lanes of a family in one machine word.

use super::{
    super::{
        columns::View,
        plan::TruthStep,
        word::{self, FALSE, TRUE, UNKNOWN, Word, same},
    },
    logic::Logic,
    slots::Slot,
    source::Source,
    span::{self, Span},
};

/// What a step that makes truths can read.
pub(super) struct TruthSlot<'a, L, M> {
    pub own: &'a Slot<L>,
    pub other: &'a Slot<M>,
    pub source: &'a Source,
    pub view: View,
}

impl<L: Logic, M: Logic> TruthSlot<'_, L, M> {
    /// The truths of all lanes, as a pair: it is returned in registers, an array is not.
    pub fn pair(&self, step: &TruthStep) -> (u64, u64) {
        let [possible, sure] = self.found(step);
        (possible, sure)
    }

    #[inline]
    fn found(&self, step: &TruthStep) -> Word {
        let own = |place: &usize| self.own.truth(*place);
        match step {
            TruthStep::Constant(truth) => truth.map_or(UNKNOWN, same),
            TruthStep::Presumed(truth, _) if self.view == View::Presumed => same(*truth),
            TruthStep::Presumed(..) | TruthStep::Untold(_) => UNKNOWN,
            TruthStep::Told(read, silent) => self.source.truths(*read, self.view, silent.as_ref().map_or(UNKNOWN, own)),
            TruthStep::And(parts) => parts.iter().map(own).fold(TRUE, word::and),
            TruthStep::Or(parts) => parts.iter().map(own).fold(FALSE, word::or),
            TruthStep::Not(part) => word::not(own(part)),
            TruthStep::Choose(condition, then, otherwise) => word::choose(own(condition), own(then), own(otherwise)),
            TruthStep::Compare(order, one, two) if self.own.numbers.is_wide => {
                let spans =
                    |lane: usize| self.own.numbers.span(*one, lane).stands(*order, self.own.numbers.span(*two, lane));
                span::compared(
                    self.own.numbers.lanes,
                    [self.own.numbers.known(*one), self.own.numbers.known(*two)],
                    spans,
                )
            }
            TruthStep::Against(order, number, bound) if self.own.numbers.is_wide => {
                let spans = |lane: usize| self.own.numbers.span(*number, lane).stands(*order, Span::point(*bound));
                span::compared(self.own.numbers.lanes, [self.own.numbers.known(*number), [u64::MAX, 0]], spans)
            }
            TruthStep::IsNone(number) if self.own.numbers.is_wide => {
                let [some, none] = self.own.numbers.known(*number);
                [none, none & !some]
            }
            TruthStep::Compare(order, one, two) => {
                let holds = word::between(*order, self.own.numbers.column(*one), self.own.numbers.column(*two));
                word::compared(holds, word::both(self.own.numbers.known(*one), self.own.numbers.known(*two)))
            }
            TruthStep::Against(order, number, bound) => {
                let holds = word::against(*order, self.own.numbers.column(*number), *bound);
                word::compared(holds, self.own.numbers.known(*number))
            }
            TruthStep::IsNone(number) => word::is_none(self.own.numbers.known(*number)),
            TruthStep::Some(value, mask) => {
                let mask = mask.map_or(TRUE, |mask| self.other.truth(mask));
                let found = word::and(self.other.truth(*value), mask);
                let there = self.source.there();
                found.map(|lanes| u64::from(lanes & there != 0))
            }
            // The applicant has the first lane.
            TruthStep::Applicant(part) => self.other.truth(*part),
            TruthStep::Spread(part) => self.other.truth(*part).map(|word| if word & 1 == 1 { u64::MAX } else { 0 }),
        }
    }
}
