//! The conditions of a plan as runs of equal work.

use std::ops::Range;

use super::{
    super::{
        plan::{MeasurePlan, NumberAt, NumberStep, Plan, Reach, Read, Scope, Step, TruthAt, TruthStep},
        word::lanes_where,
    },
    span::{Span, sides},
};
use crate::check::Comparison;

/// The conditions of a plan, run after run.
#[derive(Debug, Default)]
pub(in super::super) struct Tape {
    pub(super) runs: Vec<Run>,
    /// What the money of each measure needs besides.
    pub(super) money: Vec<Vec<Run>>,
    /// Where each measure is refused at once.
    pub(in super::super) doors: Vec<Door>,
    /// The same columns side by side, and of which measures they say it: of those whose door is one of the family.
    pub(super) columns: Vec<At>,
    pub(super) of_families: Vec<u64>,
    /// The other measures, by place.
    pub(super) others: Vec<usize>,
}

/// The column that says who may have a measure.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Door {
    pub scope: Scope,
    pub eligible: At,
    /// Whether that refuses nobody.
    pub is_open: bool,
    /// Whether that is all there is to know, where all views are one.
    pub is_all: bool,
}

impl Door {
    fn of(measure: &MeasurePlan) -> Self {
        let eligible = at_of(measure.eligible).filter(|_| measure.reach != Reach::Nothing);
        let is_open = eligible.is_none();
        let is_all = measure.conditions().count() == 1 && measure.scope == Scope::Family && !is_open;
        let is_all = is_all && measure.reach == Reach::Grant;
        Self { scope: measure.scope, eligible: eligible.unwrap_or(0), is_open, is_all }
    }
}

/// Work of one kind that fills columns side by side.
#[derive(Debug)]
pub(super) struct Run {
    pub scope: Scope,
    /// The first column of truths or of numbers that it fills; steps of the plan know their own.
    pub first: At,
    pub work: Work,
    /// The steps of the plan that it does.
    pub steps: Range<usize>,
}

/// The place of a column of truths or numbers; so small that no place is outside of [`COLUMNS`].
pub(super) type At = u16;

/// As many columns of truths as a run can reach; what lies beyond is left to the steps of the plan.
pub(super) const COLUMNS: usize = 1 << At::BITS;

/// What a run does; the columns that each piece of work reads.
#[derive(Debug)]
pub(super) enum Work {
    /// What was told of inputs, and the truths that stand where nothing was told.
    Told(Vec<(Read, Option<At>)>),
    Not(Vec<At>),
    And(Gates),
    Or(Gates),
    Against(Vec<Bound>),
    Compare(Vec<Pair>),
    /// How many members there are within conditions, or in all.
    Count(Vec<Option<At>>),
    Scaled(Vec<Scaled>),
    /// Numbers that are the same for all, or none.
    Number(Vec<Option<i64>>),
    /// Steps of the plan, one after another.
    Steps,
}

/// Gates of as many parts each.
#[derive(Debug)]
pub(super) enum Gates {
    Two(Vec<[At; 2]>),
    Three(Vec<[At; 3]>),
    Four(Vec<[At; 4]>),
    Many(Vec<Box<[At]>>),
}

/// A number against one that is the same for all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    pub number: At,
    /// Whether it holds below the bound, at it, above it: a bit each.
    sides: u8,
    level: i64,
    order: Comparison,
}

/// A number against another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub one: At,
    pub two: At,
    pub order: Comparison,
}

/// So many times a number, and a constant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scaled {
    pub number: At,
    pub factor: i64,
    pub constant: i64,
}

impl Bound {
    fn new(order: Comparison, number: At, bound: i64) -> Self {
        Self { number, sides: sides(order), level: bound, order }
    }

    /// Whether it can hold of what lies in a span, and whether it surely does.
    pub fn stands(self, span: Span) -> (bool, bool) {
        span.stands(self.order, Span::point(self.level))
    }

    /// Whether it holds of a number.
    #[inline]
    pub fn holds(self, number: i64) -> bool {
        let side = u8::from(number >= self.level).wrapping_add(u8::from(number > self.level));
        self.sides >> (side % 8) & 1 == 1
    }
}

impl Tape {
    /// The conditions of a plan.
    pub fn new(plan: &Plan) -> Self {
        let mut tape = Self::of_doors(plan.measures.iter().map(Door::of).collect());
        for (place, step) in plan.steps.iter().take(plan.conditions).enumerate() {
            add(&mut tape.runs, (place, step));
        }
        let step = |place: &usize| Some((*place, plan.steps.get(*place)?));
        for measure in &plan.measures {
            let mut runs = Vec::new();
            let steps = measure.amount.iter().flat_map(|amount| &amount.steps);
            steps.filter_map(step).for_each(|step| add(&mut runs, step));
            tape.money.push(runs);
        }
        tape
    }

    fn of_doors(doors: Vec<Door>) -> Self {
        let is_other = |door: &Door| door.is_open || door.scope != Scope::Family;
        let of_families = doors.chunks(64).map(|doors| lanes_where(doors.iter(), |door| !is_other(door))).collect();
        let others = (0..).zip(&doors).filter(|(_, door)| is_other(door)).map(|(place, _)| place).collect();
        let columns = doors.iter().map(|door| door.eligible).collect();
        Self { doors, columns, of_families, others, ..Self::default() }
    }
}

/// Adds one more step.
fn add(runs: &mut Vec<Run>, (place, step): (usize, &Step)) {
    if !runs.last_mut().is_some_and(|run| run.take(place, step)) {
        runs.push(Run::of(place, step));
    }
}

impl Run {
    /// A run that begins with a step.
    fn of(place: usize, step: &Step) -> Self {
        let (Step::Truth(TruthAt { scope, place: first }, _) | Step::Number(NumberAt { scope, place: first }, _)) =
            *step;
        let work = at_of(first).and_then(|first| Some((first, Work::of(step)?)));
        let (first, work) = work.unwrap_or((0, Work::Steps));
        Self { scope, first, work, steps: place..place.saturating_add(1) }
    }

    /// Takes one more step, where it is of this run.
    fn take(&mut self, place: usize, step: &Step) -> bool {
        let (Step::Truth(TruthAt { scope, place: out }, _) | Step::Number(NumberAt { scope, place: out }, _)) = *step;
        let is_next = usize::from(self.first).checked_add(self.steps.len()) == Some(out) && at_of(out).is_some();
        let is_own = self.steps.end == place
            && match &mut self.work {
                Work::Steps => Work::of(step).is_none(),
                work => self.scope == scope && is_next && work.take(step).is_some(),
            };
        self.steps.end = self.steps.end.saturating_add(usize::from(is_own));
        is_own
    }
}

impl Work {
    /// Work that begins with a step, where that is not left to the plan.
    fn of(step: &Step) -> Option<Self> {
        let mut work = match step {
            Step::Truth(_, TruthStep::Told(..)) => Self::Told(Vec::new()),
            Step::Truth(_, TruthStep::Not(_)) => Self::Not(Vec::new()),
            Step::Truth(_, TruthStep::And(parts)) => Self::And(Gates::of(parts.len())),
            Step::Truth(_, TruthStep::Or(parts)) => Self::Or(Gates::of(parts.len())),
            Step::Truth(_, TruthStep::Against(..)) => Self::Against(Vec::new()),
            Step::Truth(_, TruthStep::Compare(..)) => Self::Compare(Vec::new()),
            Step::Number(_, NumberStep::Count(_)) => Self::Count(Vec::new()),
            Step::Number(_, NumberStep::Constant(_)) => Self::Number(Vec::new()),
            Step::Number(_, NumberStep::Sum(..)) => Self::Scaled(Vec::new()),
            _ => return None,
        };
        work.take(step).map(|()| work)
    }

    /// Whether the steps of the plan are done one by one: always, or where numbers are spans.
    pub fn is_by_steps(&self, is_wide: bool) -> bool {
        match self {
            Self::Steps => true,
            Self::Compare(_) | Self::Count(_) | Self::Scaled(_) | Self::Number(_) => is_wide,
            _ => false,
        }
    }

    /// Takes one more step, where it is of this kind.
    fn take(&mut self, step: &Step) -> Option<()> {
        match step {
            Step::Truth(_, step) => self.take_truth(step),
            Step::Number(_, step) => self.take_number(step),
        }
    }

    fn take_truth(&mut self, step: &TruthStep) -> Option<()> {
        match (self, step) {
            (Self::Told(told), TruthStep::Told(read, silent)) => {
                let silent = if let Some(silent) = silent { Some(at_of(*silent)?) } else { None };
                told.push((*read, silent));
            }
            (Self::Not(parts), TruthStep::Not(part)) => parts.push(at_of(*part)?),
            (Self::And(gates), TruthStep::And(parts)) | (Self::Or(gates), TruthStep::Or(parts)) => gates.take(parts)?,
            (Self::Against(bounds), TruthStep::Against(order, number, bound)) => {
                bounds.push(Bound::new(*order, at_of(*number)?, *bound));
            }
            (Self::Compare(pairs), TruthStep::Compare(order, one, two)) => {
                pairs.push(Pair { one: at_of(*one)?, two: at_of(*two)?, order: *order });
            }
            _ => return None,
        }
        Some(())
    }

    fn take_number(&mut self, step: &NumberStep) -> Option<()> {
        match (self, step) {
            (Self::Count(masks), NumberStep::Count(None)) => masks.push(None),
            (Self::Count(masks), NumberStep::Count(Some(mask))) => masks.push(Some(at_of(*mask)?)),
            (Self::Number(numbers), NumberStep::Constant(number)) => numbers.push(*number),
            (Self::Scaled(found), NumberStep::Sum(parts, constant)) => {
                let [(number, factor)] = parts.as_slice() else { return None };
                found.push(Scaled { number: at_of(*number)?, factor: *factor, constant: *constant });
            }
            _ => return None,
        }
        Some(())
    }
}

fn at_of(place: usize) -> Option<At> {
    At::try_from(place).ok()
}

impl Gates {
    fn of(parts: usize) -> Self {
        match parts {
            2 => Self::Two(Vec::new()),
            3 => Self::Three(Vec::new()),
            4 => Self::Four(Vec::new()),
            _ => Self::Many(Vec::new()),
        }
    }

    /// Takes one more gate, where it has as many parts.
    fn take(&mut self, parts: &[usize]) -> Option<()> {
        let places: Vec<At> = parts.iter().filter_map(|part| at_of(*part)).collect();
        if places.len() < parts.len() {
            return None;
        }
        match self {
            Self::Two(gates) => gates.push(places.try_into().ok()?),
            Self::Three(gates) => gates.push(places.try_into().ok()?),
            Self::Four(gates) => gates.push(places.try_into().ok()?),
            Self::Many(gates) => gates.push(places.into()),
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            super::{columns::View, word},
            Slots, Source,
        },
        *,
    };

    #[test]
    fn a_bound_holds_as_its_comparison_does() {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
        for order in [Less, AtMost, Equal, NotEqual, AtLeast, Greater] {
            let bound = Bound::new(order, 0, 5);
            for number in [-(1 << 62), 4, 5, 6, 1 << 62] {
                assert_eq!(u64::from(bound.holds(number)), word::against(order, &[number], 5), "{order:?} {number}");
            }
        }
    }

    #[test]
    fn equal_work_is_one_run() {
        let truths = [Some(true), None, Some(false), Some(true)].map(TruthStep::Constant);
        let gates = [
            TruthStep::And(vec![0, 1]),
            TruthStep::And(vec![0, 3]),
            TruthStep::Or(vec![1, 2]),
            TruthStep::And(vec![0, 1, 2, 3, 4]),
            TruthStep::Or(vec![0, 1, 2, 3, 5]),
            TruthStep::Not(2),
        ];
        let scope = Scope::Family;
        let steps = truths.into_iter().chain(gates).enumerate();
        let steps: Vec<Step> = steps.map(|(place, step)| Step::Truth(TruthAt { scope, place }, step)).collect();
        let plan = Plan { conditions: steps.len(), truths: [steps.len(), 0], steps, ..Plan::default() };
        let tape = Tape::new(&plan);
        let works = tape.runs.iter().map(|run| match &run.work {
            Work::Steps => ("steps", run.steps.len()),
            Work::And(Gates::Two(gates)) => ("and", gates.len()),
            Work::Or(Gates::Two(gates)) => ("or", gates.len()),
            Work::And(Gates::Many(gates)) => ("and of many", gates.len()),
            Work::Or(Gates::Many(gates)) => ("or of many", gates.len()),
            Work::Not(gates) => ("not", gates.len()),
            _ => ("other", 0),
        });
        let wanted = [("steps", 4), ("and", 2), ("or", 1), ("and of many", 1), ("or of many", 1), ("not", 1)];
        assert_eq!(works.collect::<Vec<_>>(), wanted);
        let mut slots = Slots::default();
        slots.run((&plan, &tape), &Source::default(), (View::Told, false));
        let found: Vec<_> = (4..10).map(|place| slots.truth(scope, place)).collect();
        assert_eq!(found, [word::UNKNOWN, word::TRUE, word::UNKNOWN, word::FALSE, word::TRUE, word::TRUE]);
    }
}
