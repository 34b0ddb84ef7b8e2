//! From what is wanted of a condition to what is tried of the inputs: a walk back through what leaves it open.
//!
//! It need not be right: what is tried is run through the plan, and only what comes out there counts.

use super::{
    super::{
        columns::View,
        plan::{Input, NumberAt, NumberStep, Plan, Read, Scope, TruthAt, TruthStep},
        single::{Slots, Source, Span},
        word::each_bit,
    },
    copy::{Copy, End},
    index::Index,
};
use crate::check::{Comparison, Operation};

/// How many steps one walk looks at at most.
const MOST_STEPS: usize = 2_000;

/// One walk, from one condition or several.
pub(super) struct Walk<'a> {
    pub plan: &'a Plan,
    pub index: &'a Index,
    pub source: &'a Source,
    /// The columns of the view that is asked, with spans.
    pub slots: &'a Slots,
    pub view: View,
    /// Where inputs are that nothing is wished of.
    pub end: End,
    /// Which of several ways is taken.
    pub way: usize,
    pub copy: &'a mut Copy,
    pub steps: usize,
}

impl Walk<'_> {
    /// Wishes that a condition comes out so in a lane, where that is open; whether that agrees with what was wished before,
    /// as far as is seen.
    pub fn truth(&mut self, at: TruthAt, lane: usize, want: bool) -> bool {
        self.steps = self.steps.saturating_add(1);
        if let Some(found) = self.slots.decided(at, lane) {
            return found == want;
        }
        let Some(step) = self.index.truth(self.plan, at).filter(|_| self.steps <= MOST_STEPS) else { return false };
        let own = |place: usize| TruthAt { scope: at.scope, place };
        let number = |place: usize| NumberAt { scope: at.scope, place };
        match step {
            TruthStep::Constant(_) => false,
            TruthStep::Presumed(_, read) | TruthStep::Untold(read) => self.input(*read, lane, want),
            TruthStep::Told(read, silent) => match silent {
                Some(silent) if self.is_silent(read.input(), lane) => self.truth(own(*silent), lane, want),
                _ => self.input(*read, lane, want),
            },
            TruthStep::Not(part) => self.truth(own(*part), lane, !want),
            TruthStep::And(parts) => self.parts((at.scope, parts), lane, (want, want)),
            TruthStep::Or(parts) => self.parts((at.scope, parts), lane, (want, !want)),
            TruthStep::Choose(condition, then, otherwise) => {
                let first = self.slots.can(own(*then), lane, want) == self.way.is_multiple_of(2);
                let is = self.slots.decided(own(*condition), lane).unwrap_or(first);
                let is_so = self.truth(own(*condition), lane, is);
                self.truth(own(if is { *then } else { *otherwise }), lane, want) && is_so
            }
            TruthStep::Compare(order, one, two) => {
                let order = if want { *order } else { order.negated() };
                let (left, right) = (self.assumed(number(*one), lane), self.assumed(number(*two), lane));
                let is_left = self.number(number(*one), lane, (order, right));
                self.number(number(*two), lane, (order.flipped(), left)) || is_left
            }
            TruthStep::Against(order, one, bound) => {
                self.number(number(*one), lane, (if want { *order } else { order.negated() }, *bound))
            }
            TruthStep::IsNone(one) => self.none(number(*one), lane, want),
            TruthStep::Some(value, mask) => self.some(*value, *mask, want),
            TruthStep::Applicant(part) => self.truth(TruthAt { scope: Scope::Member, place: *part }, 0, want),
            TruthStep::Spread(part) => self.truth(TruthAt { scope: Scope::Family, place: *part }, 0, want),
        }
    }

    /// Wishes it of every part that is open, or of the first one that agrees with what was wished before.
    fn parts(&mut self, (scope, parts): (Scope, &[usize]), lane: usize, (want, every): (bool, bool)) -> bool {
        let at = |place: &usize| TruthAt { scope, place: *place };
        let open: Vec<TruthAt> = parts.iter().map(at).filter(|part| !self.slots.is_decided(*part, lane)).collect();
        if every {
            return open.iter().fold(true, |agrees, part| agrees & self.truth(*part, lane, want));
        }
        let first = self.way.checked_rem(open.len()).unwrap_or(0);
        open.iter().cycle().skip(first).take(open.len()).any(|part| self.truth(*part, lane, want))
    }

    /// Wishes that some member be so, or nobody.
    fn some(&mut self, value: usize, mask: Option<usize>, want: bool) -> bool {
        let at = |place: usize| TruthAt { scope: Scope::Member, place };
        let mut possible = self.source.there() & self.slots.truth(Scope::Member, value)[0];
        if let Some(mask) = mask {
            possible &= self.slots.truth(Scope::Member, mask)[0];
        }
        let conditions = [Some(value), mask].into_iter().flatten().map(at);
        if want {
            let lane = nth_bit(possible, self.way);
            return conditions.fold(true, |agrees, part| agrees & self.truth(part, lane, true));
        }
        let mut agrees = true;
        each_bit(possible, |lane| {
            agrees &=
                conditions.clone().any(|part| !self.slots.is_decided(part, lane) && self.truth(part, lane, false));
        });
        agrees
    }

    /// Whether nothing was told of an input in a lane.
    fn is_silent(&self, input: usize, lane: usize) -> bool {
        self.source.seen(input).silent >> (lane % 64) & 1 == 1
    }

    /// An input of which a value can be tried in a lane.
    fn free(&self, input: usize, lane: usize) -> Option<&Input> {
        let (told, _) = self.source.seen(input).counts(self.view);
        self.plan.inputs.get(input).filter(|_| told >> (lane % 64) & 1 == 0)
    }

    fn input(&mut self, read: Read, lane: usize, want: bool) -> bool {
        let Some(input) = self.free(read.input(), lane).copied() else { return false };
        match read {
            Read::Truth(place) => self.copy.truth(&input, (place, lane), want),
            Read::OneOf(place, mask) => self.copy.one_of(&input, (place, lane), if want { mask } else { !mask }),
        }
    }

    fn none(&mut self, at: NumberAt, lane: usize, want: bool) -> bool {
        self.steps = self.steps.saturating_add(1);
        let own = |place: usize| NumberAt { scope: at.scope, place };
        match self.index.number(self.plan, at) {
            Some(NumberStep::Told(input, silent)) => match silent {
                Some(silent) if self.is_silent(*input, lane) => self.none(own(*silent), lane, want),
                _ => self.no_number(*input, lane, want),
            },
            Some(NumberStep::Untold(input) | NumberStep::Presumed(_, input)) => self.no_number(*input, lane, want),
            Some(NumberStep::Choose(condition, then, _)) => {
                let is_so = self.truth(TruthAt { scope: at.scope, place: *condition }, lane, true);
                self.none(own(*then), lane, want) && is_so
            }
            _ => false,
        }
    }

    fn no_number(&mut self, input: usize, lane: usize, want: bool) -> bool {
        // What nothing is wished of is a number.
        !want || self.free(input, lane).copied().is_some_and(|found| self.copy.none(&found, (input, lane)))
    }

    /// The number that a column has where nothing more is wished.
    fn assumed(&self, at: NumberAt, lane: usize) -> i64 {
        let span = self.wished(at, lane);
        if self.end == End::Low { span.low } else { span.high }
    }

    /// Between what a number lies, as far as is wished of what it reads itself.
    fn wished(&self, at: NumberAt, lane: usize) -> Span {
        let span = self.slots.span(at, lane);
        match self.index.number(self.plan, at) {
            Some(NumberStep::Told(place, None) | NumberStep::Untold(place)) if span.low < span.high => {
                let input = self.plan.inputs.get(*place);
                input.map_or(span, |input| self.copy.span(input, (*place, lane)))
            }
            _ => span,
        }
    }

    /// Wishes that a number stands so to another.
    pub fn number(&mut self, at: NumberAt, lane: usize, (order, bound): (Comparison, i64)) -> bool {
        self.steps = self.steps.saturating_add(1);
        let span = self.slots.span(at, lane);
        if span.low == span.high || self.steps > MOST_STEPS {
            return span.stands(order, Span::point(bound)).0;
        }
        let Some(step) = self.index.number(self.plan, at) else { return false };
        let own = |place: usize| NumberAt { scope: at.scope, place };
        let wanted = (order, bound);
        match step {
            NumberStep::Constant(_) | NumberStep::Unknown => false,
            NumberStep::Presumed(_, input) | NumberStep::Untold(input) => self.told(*input, lane, wanted),
            NumberStep::Told(input, silent) => match silent {
                Some(silent) if self.is_silent(*input, lane) => self.number(own(*silent), lane, wanted),
                _ => self.told(*input, lane, wanted),
            },
            NumberStep::Sum(parts, constant) => {
                let parts: Vec<(NumberAt, usize, i64)> =
                    parts.iter().map(|(place, factor)| (own(*place), lane, *factor)).collect();
                self.sum(&parts, *constant, wanted)
            }
            NumberStep::Product(one, two) => {
                let (first, second) = (self.assumed(own(*one), lane), self.assumed(own(*two), lane));
                let is_first = self.number(own(*one), lane, (order, over(bound, second, order)));
                self.number(own(*two), lane, (order, over(bound, first, order))) || is_first
            }
            NumberStep::Extreme { greatest, of } => {
                let is_every = *greatest != matches!(order, Comparison::AtLeast | Comparison::Greater);
                let count = if is_every { of.len() } else { 1 };
                let first = if is_every { 0 } else { self.way.checked_rem(of.len()).unwrap_or(0) };
                let parts = of.iter().skip(first).take(count);
                parts.fold(true, |agrees, part| agrees & self.number(own(*part), lane, wanted))
            }
            NumberStep::Choose(condition, then, otherwise) => {
                let condition = TruthAt { scope: at.scope, place: *condition };
                let first = self.slots.span(own(*then), lane).stands(order, Span::point(bound)).0;
                let is = self.slots.decided(condition, lane).unwrap_or(first);
                let is_so = self.truth(condition, lane, is);
                self.number(own(if is { *then } else { *otherwise }), lane, wanted) && is_so
            }
            NumberStep::OrNothing(part) => self.number(own(*part), lane, wanted),
            NumberStep::Rounded { number, times, below, by, .. } => {
                let by = by.map_or(1, |by| self.assumed(own(by), lane));
                let bound = bound.saturating_mul(below.saturating_mul(by));
                self.number(own(*number), lane, (order, over(bound, *times, order)))
            }
            NumberStep::Calendar(operation, parts) => {
                let parts = parts.iter().enumerate();
                parts.fold(true, |agrees, (place, part)| {
                    self.calendar((*operation, place), (own(*part), lane), order) && agrees
                })
            }
            NumberStep::Count(mask) => self.count(*mask, wanted),
            NumberStep::Total(mask, value) => {
                let sure = mask.map_or(u64::MAX, |mask| self.slots.truth(Scope::Member, mask)[1]);
                let mut parts = Vec::new();
                each_bit(sure & self.source.there(), |lane| {
                    parts.push((NumberAt { scope: Scope::Member, place: *value }, lane, 1));
                });
                self.sum(&parts, 0, wanted)
            }
            NumberStep::Applicant(part) => self.number(NumberAt { scope: Scope::Member, place: *part }, 0, wanted),
            NumberStep::Spread(part) => self.number(NumberAt { scope: Scope::Family, place: *part }, 0, wanted),
        }
    }

    fn told(&mut self, input: usize, lane: usize, wanted: (Comparison, i64)) -> bool {
        let found = self.free(input, lane).copied();
        found.is_some_and(|found| self.copy.number(&found, (input, lane), wanted))
    }

    /// Makes a sum as great, or as small, as is wanted: from what each part is assumed to be, part after part.
    fn sum(&mut self, parts: &[(NumberAt, usize, i64)], constant: i64, (order, bound): (Comparison, i64)) -> bool {
        let assumed = parts.iter().map(|(at, lane, factor)| self.assumed(*at, *lane).saturating_mul(*factor));
        let sum = assumed.fold(constant, i64::saturating_add);
        let wanted = match order {
            Comparison::Greater | Comparison::NotEqual => bound.saturating_add(1),
            Comparison::Less => bound.saturating_sub(1),
            Comparison::AtLeast | Comparison::AtMost | Comparison::Equal => bound,
        };
        let mut lacking = wanted.saturating_sub(sum);
        let is_enough = match order {
            Comparison::Greater | Comparison::AtLeast => lacking <= 0,
            Comparison::Less | Comparison::AtMost => lacking >= 0,
            Comparison::Equal => lacking == 0,
            Comparison::NotEqual => sum != bound,
        };
        if is_enough {
            return true;
        }
        let turned = self.way.checked_rem(parts.len()).unwrap_or(0);
        for (at, lane, factor) in parts.iter().cycle().skip(turned).take(parts.len()) {
            if lacking == 0 {
                return true;
            }
            let (span, now) = (self.wished(*at, *lane), self.assumed(*at, *lane));
            let moved = lacking.unsigned_abs().checked_div(factor.unsigned_abs()).unwrap_or(0).saturating_add(1);
            let moved = i64::try_from(moved).unwrap_or(i64::MAX);
            let is_more = (lacking > 0) == (*factor > 0);
            let wished = if is_more { now.saturating_add(moved) } else { now.saturating_sub(moved) };
            let wished = wished.clamp(span.low, span.high);
            if wished != now {
                self.number(*at, *lane, (if is_more { Comparison::AtLeast } else { Comparison::AtMost }, wished));
                let gained = wished.saturating_sub(now).saturating_mul(*factor);
                // What is more than enough lacks nothing.
                lacking = if lacking > 0 {
                    lacking.saturating_sub(gained).max(0)
                } else {
                    lacking.saturating_sub(gained).min(0)
                };
            }
        }
        lacking == 0
    }

    /// Puts an operand of the calendar at the end that helps.
    fn calendar(
        &mut self,
        (operation, place): (Operation, usize),
        (at, lane): (NumberAt, usize),
        order: Comparison,
    ) -> bool {
        let falls = match operation {
            Operation::AgeOn | Operation::MonthsBetween => place == 0,
            Operation::SubtractMonths | Operation::SubtractDays => place > 0,
            _ => false,
        };
        let span = self.slots.span(at, lane);
        let is_more = matches!(order, Comparison::AtLeast | Comparison::Greater) != falls;
        let wanted = if is_more { (Comparison::AtLeast, span.high) } else { (Comparison::AtMost, span.low) };
        self.number(at, lane, wanted)
    }

    /// Makes so many members count.
    fn count(&mut self, mask: Option<usize>, (order, bound): (Comparison, i64)) -> bool {
        let Some(mask) = mask else { return false };
        let [possible, sure] = self.slots.truth(Scope::Member, mask).map(|word| word & self.source.there());
        let bound = usize::try_from(bound).unwrap_or(0);
        let sure_count = usize::try_from(sure.count_ones()).unwrap_or(0);
        let open_count = usize::try_from((possible & !sure).count_ones()).unwrap_or(0);
        let wanted = match order {
            Comparison::AtLeast | Comparison::Equal => bound,
            Comparison::Greater => bound.saturating_add(1),
            Comparison::AtMost | Comparison::Less => 0,
            Comparison::NotEqual => {
                if bound == sure_count {
                    bound.saturating_add(1)
                } else {
                    0
                }
            }
        };
        let wanted = wanted.saturating_sub(sure_count).min(open_count);
        let first = self.way.checked_rem(open_count).unwrap_or(0);
        let mut place = 0_usize;
        let (plan_mask, turn) = (TruthAt { scope: Scope::Member, place: mask }, open_count.saturating_sub(first));
        let mut agrees = true;
        each_bit(possible & !sure, |lane| {
            let turned = place.saturating_add(turn).checked_rem(open_count).unwrap_or(0);
            agrees &= self.truth(plan_mask, lane, turned < wanted);
            place = place.saturating_add(1);
        });
        agrees
    }
}

/// A bit that is set: the one at a place among them, counted round.
fn nth_bit(bits: u64, place: usize) -> usize {
    let count = usize::try_from(bits.count_ones()).unwrap_or(0);
    let wanted = place.checked_rem(count).unwrap_or(0);
    let (mut at, mut found) = (0_usize, 0);
    each_bit(bits, |bit| {
        if at == wanted {
            found = bit;
        }
        at = at.saturating_add(1);
    });
    found
}

/// What a number must be so that so many of it stand so to a bound; the bound itself where none of it are multiplied.
fn over(bound: i64, factor: i64, order: Comparison) -> i64 {
    if factor <= 0 {
        return bound;
    }
    let is_up = matches!(order, Comparison::AtLeast | Comparison::Greater);
    let (whole, rest) = (bound.div_euclid(factor), bound.rem_euclid(factor));
    whole.saturating_add(i64::from(is_up && rest != 0))
}
