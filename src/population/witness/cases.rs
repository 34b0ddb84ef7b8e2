//! What an open condition comes to in every case: of a number on either side of each bound it is held against, of anything
//! else true or false. Cases lie side by side in a machine word.
//!
//! Only inputs are parted, conditions that hang on one, and counts that hang on a few: so far a search goes as well, and both
//! must answer alike.

use super::{
    super::{
        plan::{MeasurePlan, NumberAt, Plan, TruthAt, TruthStep},
        single::{Slots, Source, Span},
        word::{FALSE, TRUE, UNKNOWN, Word, and, choose, first_lanes, not, or, same},
    },
    hangs::Hangs,
    index::Index,
};
use crate::check::Comparison;

/// How many cases there are at most: the lanes of a machine word.
const MOST: usize = 64;

/// How deep conditions are followed.
const DEEPEST: usize = 32;

/// What is one way or another, whatever is found out.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Variable {
    /// A condition that is followed no further.
    Truth(TruthAt),
    /// A number, and the first numbers of each part after the first.
    Number(NumberAt, Vec<i64>),
}

/// The conditions of a measure at one lane of a family of which all views are one.
pub(super) struct Cases<'a> {
    plan: &'a Plan,
    index: &'a Index,
    slots: &'a Slots,
    source: &'a Source,
    lane: usize,
    variables: Vec<Variable>,
    /// Truths that were worked out.
    known: Vec<(TruthAt, Word)>,
}

impl<'a> Cases<'a> {
    pub fn new((plan, index): (&'a Plan, &'a Index), (slots, source): (&'a Slots, &'a Source), lane: usize) -> Self {
        Self { plan, index, slots, source, lane, variables: Vec::new(), known: Vec::new() }
    }

    /// Whether there is a sure right in every case, or none in any; nothing where neither is found, or where a search with so
    /// many evaluations might not find it.
    pub fn settled(mut self, measure: &MeasurePlan, evaluations: usize) -> Option<bool> {
        let at = |place: usize| TruthAt { scope: measure.scope, place };
        let right: Vec<TruthAt> = measure.each.iter().chain([&measure.eligible]).map(|place| at(*place)).collect();
        for condition in &right {
            self.gather(*condition, 0);
        }
        let cases = self.cut();
        // A search goes through the cases and what they are parted from, after some corners, and half as much is spared.
        if cases.saturating_mul(4).saturating_add(16) > evaluations {
            return None;
        }
        let there = first_lanes(cases);
        let right = right.iter().fold(TRUE, |all, part| and(all, self.truth(*part, 0)));
        if !right[0] & there == there {
            return Some(false);
        }
        // A search parts what leaves the right open; what leaves a ground open stays so.
        let is_out = |ground: &usize| self.slots.decided(at(*ground), self.lane) == Some(false);
        (measure.grounds.iter().all(is_out) && right[1] & there == there).then_some(true)
    }

    /// Gathers what leaves a condition open.
    fn gather(&mut self, at: TruthAt, depth: usize) {
        if self.slots.is_decided(at, self.lane) {
            return;
        }
        match self.index.truth(self.plan, at).filter(|_| depth < DEEPEST) {
            Some(TruthStep::And(parts) | TruthStep::Or(parts)) => {
                for place in parts {
                    self.gather(TruthAt { place: *place, ..at }, depth.saturating_add(1));
                }
            }
            Some(TruthStep::Not(part)) => self.gather(TruthAt { place: *part, ..at }, depth.saturating_add(1)),
            Some(TruthStep::Choose(condition, then, otherwise)) => {
                for place in [condition, then, otherwise] {
                    self.gather(TruthAt { place: *place, ..at }, depth.saturating_add(1));
                }
            }
            Some(TruthStep::IsNone(one)) => {
                self.part(NumberAt { scope: at.scope, place: *one }, &[]);
            }
            Some(step) => match self.compared(at, step) {
                Some((number, order, bound)) => self.part(number, &turns(order, bound)),
                None => self.add(Variable::Truth(at)),
            },
            None => self.add(Variable::Truth(at)),
        }
    }

    fn add(&mut self, variable: Variable) {
        let hangs = Hangs::new((self.plan, self.index), (self.slots, self.source));
        let is_on_few = match &variable {
            Variable::Truth(at) => hangs.truth_on_few(*at, self.lane),
            Variable::Number(at, _) => hangs.number_on_few(*at, self.lane),
        };
        if is_on_few && !self.variables.contains(&variable) {
            self.variables.push(variable);
        }
    }

    /// A number that is held against one that is known.
    fn compared(&self, at: TruthAt, step: &TruthStep) -> Option<(NumberAt, Comparison, i64)> {
        let number = |place: usize| NumberAt { scope: at.scope, place };
        match step {
            TruthStep::Against(order, one, bound) => Some((number(*one), *order, *bound)),
            TruthStep::Compare(order, one, two) => {
                let known = |place: usize| {
                    let Span { low, high } = self.slots.span(number(place), self.lane);
                    (low == high && self.slots.is_number(number(place), self.lane)).then_some(low)
                };
                match (known(*one), known(*two)) {
                    (_, Some(bound)) => Some((number(*one), *order, bound)),
                    (Some(bound), _) => Some((number(*two), order.flipped(), bound)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Parts a number where a comparison turns.
    fn part(&mut self, at: NumberAt, turns: &[i64]) {
        let own = self.variables.iter_mut().find_map(|known| match known {
            Variable::Number(number, turns) if *number == at => Some(turns),
            _ => None,
        });
        match own {
            Some(known) => known.extend(turns),
            None => self.add(Variable::Number(at, turns.to_vec())),
        }
    }

    /// Keeps as many variables as have room; gives how many cases that makes.
    fn cut(&mut self) -> usize {
        let mut cases = 1_usize;
        let slots = self.slots;
        let lane = self.lane;
        self.variables.retain_mut(|variable| {
            let ways = match variable {
                Variable::Truth(_) => 2,
                Variable::Number(at, turns) => {
                    let Span { low, high } = slots.span(*at, lane);
                    turns.sort_unstable();
                    turns.dedup();
                    turns.retain(|turn| low < *turn && *turn <= high);
                    let none = usize::from(!slots.is_number(*at, lane));
                    turns.len().saturating_add(1).saturating_add(none)
                }
            };
            let all = cases.saturating_mul(ways);
            let has_room = all <= MOST;
            if has_room {
                cases = all;
            }
            has_room
        });
        cases
    }

    /// Which way a variable goes in each case: of numbers one way more where there may be none.
    fn ways(&self, wanted: impl Fn(&Variable) -> bool) -> Option<(usize, &Variable)> {
        let mut before = 1_usize;
        for variable in &self.variables {
            if wanted(variable) {
                return Some((before, variable));
            }
            before = before.saturating_mul(self.count(variable));
        }
        None
    }

    fn count(&self, variable: &Variable) -> usize {
        match variable {
            Variable::Truth(_) => 2,
            Variable::Number(at, turns) => {
                let none = usize::from(!self.slots.is_number(*at, self.lane));
                turns.len().saturating_add(1).saturating_add(none)
            }
        }
    }

    /// A condition in every case.
    fn truth(&mut self, at: TruthAt, depth: usize) -> Word {
        if let Some(truth) = self.slots.decided(at, self.lane) {
            return same(truth);
        }
        if let Some((_, known)) = self.known.iter().find(|(place, _)| *place == at) {
            return *known;
        }
        let deeper = depth.saturating_add(1);
        let own = |place: usize| TruthAt { place, ..at };
        let found = match self.index.truth(self.plan, at).filter(|_| depth < DEEPEST) {
            Some(TruthStep::And(parts)) => {
                parts.iter().fold(TRUE, |all, part| and(all, self.truth(own(*part), deeper)))
            }
            Some(TruthStep::Or(parts)) => parts.iter().fold(FALSE, |any, part| or(any, self.truth(own(*part), deeper))),
            Some(TruthStep::Not(part)) => not(self.truth(own(*part), deeper)),
            Some(TruthStep::Choose(condition, then, otherwise)) => {
                let [condition, then, otherwise] =
                    [condition, then, otherwise].map(|place| self.truth(own(*place), deeper));
                choose(condition, then, otherwise)
            }
            Some(TruthStep::IsNone(one)) => self.by_part(NumberAt { scope: at.scope, place: *one }, None),
            Some(step) => match self.compared(at, step) {
                Some((number, order, bound)) => self.by_part(number, Some((order, bound))),
                None => self.by_truth(at),
            },
            None => self.by_truth(at),
        };
        self.known.push((at, found));
        found
    }

    fn by_truth(&self, at: TruthAt) -> Word {
        let Some((before, _)) = self.ways(|known| *known == Variable::Truth(at)) else { return UNKNOWN };
        let lanes = lanes(|case| case.checked_div(before).unwrap_or(0) % 2 == 1);
        [lanes, lanes]
    }

    /// A comparison of a number in every case; without one, whether there is none.
    fn by_part(&self, number: NumberAt, compared: Option<(Comparison, i64)>) -> Word {
        let is_own = |known: &Variable| matches!(known, Variable::Number(at, _) if *at == number);
        let Some((before, variable @ Variable::Number(_, turns))) = self.ways(is_own) else { return UNKNOWN };
        let whole = self.slots.span(number, self.lane);
        let count = self.count(variable);
        let holds = |case: usize| {
            let way = case.checked_div(before).unwrap_or(0).checked_rem(count).unwrap_or(0);
            // Behind the parts there is no number, of which nothing holds.
            let Some((order, bound)) = compared.filter(|_| way <= turns.len()) else {
                return compared.is_none() && way > turns.len();
            };
            let first = way.checked_sub(1).and_then(|way| turns.get(way)).copied().unwrap_or(whole.low);
            Span::point(first).stands(order, Span::point(bound)).1
        };
        let lanes = lanes(holds);
        [lanes, lanes]
    }
}

/// The first numbers at which a comparison comes out otherwise than below.
fn turns(order: Comparison, bound: i64) -> Vec<i64> {
    let above = bound.saturating_add(1);
    match order {
        Comparison::Less | Comparison::AtLeast => vec![bound],
        Comparison::AtMost | Comparison::Greater => vec![above],
        Comparison::Equal | Comparison::NotEqual => vec![bound, above],
    }
}

/// The cases in which something holds.
fn lanes(holds: impl Fn(usize) -> bool) -> u64 {
    (0..MOST).fold(0, |found, case| found | u64::from(holds(case)) << case)
}
