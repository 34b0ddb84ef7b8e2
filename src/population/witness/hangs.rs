//! On which inputs an open column of a family hangs.

use super::{
    super::{
        plan::{NumberAt, NumberStep, Plan, Scope, TruthAt, TruthStep},
        single::{Slots, Source},
        word::each_bit,
    },
    index::Index,
};

/// On how many inputs a count may hang.
const FEW: usize = 3;

/// How deep columns are followed.
const DEEPEST: usize = 32;

/// The inputs and lanes on which open columns hang, as far as they are few.
pub(super) struct Hangs<'a> {
    plan: &'a Plan,
    index: &'a Index,
    slots: &'a Slots,
    source: &'a Source,
    found: Vec<(usize, usize)>,
    /// How many there may be.
    most: usize,
    /// Something else may change it, or too much.
    is_lost: bool,
}

impl<'a> Hangs<'a> {
    pub fn new((plan, index): (&'a Plan, &'a Index), (slots, source): (&'a Slots, &'a Source)) -> Self {
        Self { plan, index, slots, source, found: Vec::new(), most: 1, is_lost: false }
    }

    /// Whether a condition hangs on one input of one lane only.
    pub fn truth_on_few(mut self, at: TruthAt, lane: usize) -> bool {
        self.truth(at, lane, 0);
        !self.is_lost
    }

    /// Whether a number is an input, or a count that hangs on a few.
    pub fn number_on_few(mut self, at: NumberAt, lane: usize) -> bool {
        if let Some(NumberStep::Count(mask)) = self.index.number(self.plan, at) {
            self.most = FEW;
            if let Some(mask) = mask {
                self.members(*mask, 0);
            }
        } else {
            self.told(at, lane, 0);
        }
        !self.is_lost
    }

    fn input(&mut self, input: usize, lane: usize) {
        if !self.found.contains(&(input, lane)) {
            self.found.push((input, lane));
        }
        self.is_lost |= self.found.len() > self.most;
    }

    fn is_silent(&self, input: usize, lane: usize) -> bool {
        self.source.seen(input).silent >> (lane % 64) & 1 == 1
    }

    fn truth(&mut self, at: TruthAt, lane: usize, depth: usize) {
        if self.is_lost || self.slots.is_decided(at, lane) {
            return;
        }
        let deeper = depth.saturating_add(1);
        let own = |place: usize| TruthAt { place, ..at };
        let number = |place: usize| NumberAt { scope: at.scope, place };
        match self.index.truth(self.plan, at).filter(|_| depth < DEEPEST) {
            Some(TruthStep::Untold(read)) => self.input(read.input(), lane),
            Some(TruthStep::Told(read, silent)) => match silent {
                Some(silent) if self.is_silent(read.input(), lane) => self.truth(own(*silent), lane, deeper),
                _ => self.input(read.input(), lane),
            },
            Some(TruthStep::And(parts) | TruthStep::Or(parts)) => {
                for part in parts {
                    self.truth(own(*part), lane, deeper);
                }
            }
            Some(TruthStep::Not(part)) => self.truth(own(*part), lane, deeper),
            Some(TruthStep::Choose(one, two, three)) => {
                for part in [one, two, three] {
                    self.truth(own(*part), lane, deeper);
                }
            }
            // What stands between an input and a bound is parted by a search only where that turns once.
            Some(TruthStep::Against(_, one, _) | TruthStep::IsNone(one)) => self.told(number(*one), lane, deeper),
            Some(TruthStep::Compare(_, one, two)) => {
                for part in [one, two] {
                    self.told(number(*part), lane, deeper);
                }
            }
            Some(TruthStep::Some(value, mask)) => {
                for place in mask.iter().chain([value]) {
                    self.members(*place, deeper);
                }
            }
            Some(TruthStep::Applicant(part)) => {
                self.truth(TruthAt { scope: Scope::Member, place: *part }, 0, deeper);
            }
            Some(TruthStep::Spread(part)) => self.truth(TruthAt { scope: Scope::Family, place: *part }, 0, deeper),
            Some(TruthStep::Constant(_) | TruthStep::Presumed(..)) | None => self.is_lost = true,
        }
    }

    /// A condition at every member.
    fn members(&mut self, place: usize, depth: usize) {
        each_bit(self.source.there(), |lane| self.truth(TruthAt { scope: Scope::Member, place }, lane, depth));
    }

    /// A number that is told as it is, or known.
    fn told(&mut self, at: NumberAt, lane: usize, depth: usize) {
        let span = self.slots.span(at, lane);
        if self.is_lost || (span.low == span.high && self.slots.is_number(at, lane)) {
            return;
        }
        let deeper = depth.saturating_add(1);
        let own = |place: usize| NumberAt { place, ..at };
        match self.index.number(self.plan, at).filter(|_| depth < DEEPEST) {
            Some(NumberStep::Constant(_)) => {}
            Some(NumberStep::Untold(input)) => self.input(*input, lane),
            Some(NumberStep::Told(input, silent)) => match silent {
                Some(silent) if self.is_silent(*input, lane) => self.told(own(*silent), lane, deeper),
                _ => self.input(*input, lane),
            },
            Some(NumberStep::Applicant(part)) => {
                self.told(NumberAt { scope: Scope::Member, place: *part }, 0, deeper);
            }
            Some(NumberStep::Spread(part)) => self.told(NumberAt { scope: Scope::Family, place: *part }, 0, deeper),
            _ => self.is_lost = true,
        }
    }
}
