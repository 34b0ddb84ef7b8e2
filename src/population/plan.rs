//! The plan of a program: steps over columns of truths and whole numbers, one lane for each family or each member.
//!
//! A plan holds what can be said exactly or not at all. A step that would need more (an interval, a record list, a pair
//! of members) is unknown, and whoever reads the answer asks the evaluator of one family.

use std::num::NonZeroU32;

use super::{build::Bounds, seen::InputSlots};
use crate::{
    check::{Comparison, Operation},
    document::Per,
    value::{Accepts, Number, RoundingMode},
};

/// What the lanes of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Scope {
    /// The families of a block.
    Family,
    /// The members of all its families, side by side.
    Member,
}

impl Scope {
    /// Its place among both.
    pub fn place(self) -> usize {
        match self {
            Self::Family => 0,
            Self::Member => 1,
        }
    }
}

/// A column of truths: its place among those of its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TruthAt {
    pub scope: Scope,
    pub place: usize,
}

/// A column of whole numbers: its place among those of its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NumberAt {
    pub scope: Scope,
    pub place: usize,
}

/// A fact as a block keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Input {
    /// Its number among all facts.
    pub fact: usize,
    /// Its place among the facts of its entity.
    pub slot: usize,
    pub scope: Scope,
    /// The provenances that count.
    pub accepts: Accepts,
    pub kind: InputKind,
    /// Whether silence about it can be filled by a presumption.
    pub is_presumed: bool,
}

/// How the values of a fact are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InputKind {
    /// A bit.
    Truth,
    /// The place of a named value; [`NO_CHOICE`] for none.
    Choice {
        /// Those that it can be, a bit each.
        of: u64,
    },
    /// A number in parts: so many make one. A date is its day number.
    Number {
        /// Above zero.
        parts: i64,
        /// The least that it can be, and the greatest.
        low: i64,
        high: i64,
        /// Whether there may be none.
        none: bool,
    },
}

/// A named value that is none, as the bit of a mask.
pub(super) const NO_CHOICE: u8 = 63;

/// What a step makes of columns before it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Truth(TruthAt, TruthStep),
    Number(NumberAt, NumberStep),
}

impl Step {
    /// Whether a plan can say nothing of it, whatever is told.
    pub fn is_unsaid(&self) -> bool {
        matches!(self, Self::Truth(_, TruthStep::Constant(None)) | Self::Number(_, NumberStep::Unknown))
    }

    /// Whether it is another one where presumptions count.
    pub fn is_presumed(&self) -> bool {
        matches!(self, Self::Truth(_, TruthStep::Presumed(..)) | Self::Number(_, NumberStep::Presumed(..)))
    }
}

/// What a condition reads of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Read {
    /// Its truth.
    Truth(usize),
    /// Whether its named value is one of the mask.
    OneOf(usize, u64),
}

impl Read {
    /// The place of the input.
    pub fn input(self) -> usize {
        match self {
            Self::Truth(input) | Self::OneOf(input, _) => input,
        }
    }
}

/// A step that makes truths. Places without a scope are of the same scope as the step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum TruthStep {
    /// The same for all; nothing where it is unknown.
    Constant(Option<bool>),
    /// What ordinary people never mention: known only where presumptions count.
    Presumed(bool, Read),
    /// What an input can be of which nothing was told.
    Untold(Read),
    /// What was told; else what silence means, or anything.
    Told(Read, Option<usize>),
    And(Vec<usize>),
    Or(Vec<usize>),
    Not(usize),
    /// The condition, and the values where it holds and where not.
    Choose(usize, usize, usize),
    /// Two numbers of one scale in an order.
    Compare(Comparison, usize, usize),
    /// A number and one that is the same for all.
    Against(Comparison, usize, i64),
    /// There is no such number.
    IsNone(usize),
    /// Some member of the family: mask and value among the columns of members.
    Some(usize, Option<usize>),
    /// What holds of the applicant, among the columns of members.
    Applicant(usize),
    /// What holds of the family, for each of its members.
    Spread(usize),
}

/// A step that makes whole numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum NumberStep {
    /// The same for all; none at all where there is no number.
    Constant(Option<i64>),
    /// Nothing that a plan can say.
    Unknown,
    /// What an input can be of which nothing was told.
    Untold(usize),
    /// What ordinary people never mention of an input: known only where presumptions count.
    Presumed(Option<i64>, usize),
    /// A told number, by place among the inputs; else what silence means, or anything.
    Told(usize, Option<usize>),
    /// The sum of numbers, each so many times, and a constant.
    Sum(Vec<(usize, i64)>, i64),
    Product(usize, usize),
    /// The least, or the greatest, of several of which none is none.
    Extreme {
        greatest: bool,
        of: Vec<usize>,
    },
    /// The condition (of the same scope), and the numbers where it holds and where not.
    Choose(usize, usize, usize),
    /// The number, and nothing (zero) where there is none.
    OrNothing(usize),
    /// `number * times / (below * by)`, rounded to a whole number.
    Rounded {
        number: usize,
        times: i64,
        below: i64,
        by: Option<usize>,
        mode: RoundingMode,
    },
    /// Arithmetic of the calendar, lane by lane.
    Calendar(Operation, Vec<usize>),
    /// How many members of the family: of all columns of members this condition.
    Count(Option<usize>),
    /// The sum over the members of the family: mask and value among the columns of members.
    Total(Option<usize>, usize),
    /// That of the applicant, among the columns of members.
    Applicant(usize),
    /// That of the family, for each of its members.
    Spread(usize),
}

/// An exact number made of columns: `above / (below * by)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ratio {
    pub above: NumberAt,
    // INVARIANT: above zero.
    pub below: i64,
    // INVARIANT: of the same scope as `above`, never below one, and never none.
    pub by: Option<NumberAt>,
}

/// A measure that is law, as a plan decides it.
#[derive(Debug, Clone)]
pub(super) struct MeasurePlan {
    /// Its place among all measures.
    pub measure: usize,
    /// The version that is law.
    pub version: usize,
    /// What has an outcome each.
    pub scope: Scope,
    /// Whether the member is one of those it is for.
    pub each: Option<usize>,
    pub eligible: usize,
    /// The grounds of refusal.
    pub grounds: Vec<usize>,
    /// What a plan can answer of it.
    pub reach: Reach,
    /// Whether some fact pulls it both ways: then it may be surer than what was told of each fact shows.
    pub is_doubtful: bool,
    /// Whether what exact columns leave open of its conditions is open between bounds too.
    pub is_plain: bool,
    /// Whether what a specialist establishes can leave it open.
    pub is_for_specialist: bool,
    /// The money, where it can be granted here.
    pub amount: Option<AmountPlan>,
}

impl MeasurePlan {
    /// The columns of all its conditions.
    pub fn conditions(&self) -> impl Iterator<Item = usize> {
        self.each.iter().chain([&self.eligible]).chain(&self.grounds).copied()
    }

    /// The same, to be renumbered.
    pub fn conditions_mut(&mut self) -> impl Iterator<Item = &mut usize> {
        self.each.iter_mut().chain([&mut self.eligible]).chain(&mut self.grounds)
    }
}

/// A circumstance, as a plan decides it.
#[derive(Debug, Clone, Copy)]
pub(super) struct CircumstancePlan {
    /// The number of its definition.
    pub definition: usize,
    /// The column of families, in which it holds.
    pub holds: usize,
}

/// How a plan says what stands at a spot of an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// It does not.
    Nothing,
    /// A condition, and one that is the same for all.
    Truth(TruthAt),
    Always(bool),
    /// A number, and one that is the same for all.
    Number(Ratio),
    Constant(Number),
    /// A named value, as it was told: by place among the inputs, and the scope of its lanes.
    Choice(usize, Scope),
}

/// What a plan can answer of a measure; the rest is for the evaluator of one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// Nothing.
    Nothing,
    /// That it is refused.
    Refusal,
    /// Also that it is granted.
    Grant,
}

/// Money of a measure: so many parts of a rouble. A law rounds it, so it has no column below the line.
#[derive(Debug, Clone)]
pub(super) struct AmountPlan {
    pub money: NumberAt,
    /// So many parts make one.
    pub parts: NonZeroU32,
    pub per: Per,
    /// The steps that only money needs, by place, in order.
    pub steps: Vec<usize>,
}

impl Plan {
    /// How a measure is decided, by its place among all measures.
    pub fn measure(&self, measure: usize) -> Option<&MeasurePlan> {
        let place = self.measures.binary_search_by_key(&measure, |known| known.measure).ok()?;
        self.measures.get(place)
    }
}

/// A program as steps.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub inputs: Vec<Input>,
    // INVARIANT: the columns of each scope are filled one after another; a step reads what stands earlier.
    pub steps: Vec<Step>,
    /// The inputs by slot.
    pub slots: InputSlots,
    /// How many steps, from the first one on, conditions need; the rest is for money.
    pub conditions: usize,
    /// How many columns of truths each scope has, and of numbers.
    pub truths: [usize; 2],
    pub numbers: [usize; 2],
    /// Between what the numbers of each column lie, by scope.
    pub bounds: [Vec<Bounds>; 2],
    /// The measures in the order of the program.
    pub measures: Vec<MeasurePlan>,
    /// The circumstances, where families are parted by them.
    pub circumstances: Vec<CircumstancePlan>,
    /// What stands at the spots of an outline, where conditions are traced.
    pub said: Vec<Said>,
    /// Whether some step that they need differs where presumptions count.
    pub presumes: bool,
}
