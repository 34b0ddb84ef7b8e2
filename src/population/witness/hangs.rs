//! On which inputs an open column of a family hangs.

use super::{
    super::{
        plan::{NumberAt, NumberStep, Plan, Scope, TruthAt, TruthStep},
        single::{Slots, Source},
        word::each_bit,
    },
    wish::Index,
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

    /// Whether a number does, or a count on a few.
    pub fn number_on_few(mut self, at: NumberAt, lane: usize) -> bool {
        if let Some(NumberStep::Count(_)) = self.index.number(self.plan, at) {
            self.most = FEW;
        }
        self.number(at, lane, 0);
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
            Some(TruthStep::Compare(_, one, two)) => {
                for part in [one, two] {
                    self.number(number(*part), lane, deeper);
                }
            }
            Some(TruthStep::Against(_, one, _) | TruthStep::IsNone(one)) => self.number(number(*one), lane, deeper),
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

    fn number(&mut self, at: NumberAt, lane: usize, depth: usize) {
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
                Some(silent) if self.is_silent(*input, lane) => self.number(own(*silent), lane, deeper),
                _ => self.input(*input, lane),
            },
            Some(NumberStep::Sum(parts, _)) => {
                for (part, _) in parts {
                    self.number(own(*part), lane, deeper);
                }
            }
            Some(NumberStep::Product(one, two)) => {
                for part in [one, two] {
                    self.number(own(*part), lane, deeper);
                }
            }
            Some(NumberStep::Extreme { of: parts, .. } | NumberStep::Calendar(_, parts)) => {
                for part in parts {
                    self.number(own(*part), lane, deeper);
                }
            }
            Some(NumberStep::Choose(condition, then, otherwise)) => {
                self.truth(TruthAt { scope: at.scope, place: *condition }, lane, deeper);
                for part in [then, otherwise] {
                    self.number(own(*part), lane, deeper);
                }
            }
            Some(NumberStep::OrNothing(part)) => self.number(own(*part), lane, deeper),
            Some(NumberStep::Rounded { number, by, .. }) => {
                for part in by.iter().chain([number]) {
                    self.number(own(*part), lane, deeper);
                }
            }
            Some(NumberStep::Count(mask)) => mask.iter().for_each(|mask| self.members(*mask, deeper)),
            Some(NumberStep::Total(mask, value)) => {
                if let Some(mask) = mask {
                    self.members(*mask, deeper);
                }
                each_bit(self.source.there(), |lane| {
                    self.number(NumberAt { scope: Scope::Member, place: *value }, lane, deeper);
                });
            }
            Some(NumberStep::Applicant(part)) => {
                self.number(NumberAt { scope: Scope::Member, place: *part }, 0, deeper);
            }
            Some(NumberStep::Spread(part)) => self.number(NumberAt { scope: Scope::Family, place: *part }, 0, deeper),
            Some(NumberStep::Presumed(..) | NumberStep::Unknown) | None => self.is_lost = true,
        }
    }
}
